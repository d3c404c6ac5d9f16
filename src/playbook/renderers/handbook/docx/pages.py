"""Sheets of paper: their size and margins, and what runs along their head and foot."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from playbook.renderers.handbook.docx.elements import element, field, paragraph, run, text

_A4: Final = (11906, 16838)
_SIDE: Final = 1247


@dataclass(frozen=True)
class Sheet:
    """A kind of page, in twentieths of a point."""

    top: int = 1360
    side: int = _SIDE
    bottom: int = 1130
    lies: bool = False


TEXT: Final = Sheet()
ACROSS: Final = Sheet(lies=True)
COVER: Final = Sheet(top=1500, side=1500, bottom=1200)
WIDTH: Final = _A4[0] - 2 * _SIDE
"""How wide a line of text is."""


def section(sheet: Sheet) -> Any:
    """What is said at the end of all pages of one kind."""
    wide, high = reversed(_A4) if sheet.lies else _A4
    size = {"w:w": wide, "w:h": high, **({"w:orient": "landscape"} if sheet.lies else {})}
    margins = {
        "w:top": sheet.top,
        "w:right": sheet.side,
        "w:bottom": sheet.bottom,
        "w:left": sheet.side,
        "w:header": 640,
        "w:footer": 560,
        "w:gutter": 0,
    }
    return element("w:sectPr", {}, element("w:pgSz", size), element("w:pgMar", margins))


def end_of_part(sheet: Sheet) -> Any:
    """The end of pages of one kind, in a paragraph of its own."""
    return paragraph("Gap", (), section(sheet))


def running(document: Any, heads: Mapping[int, str], company: str) -> None:
    """Heads and feet from the sections on that are named; none on the cover before them."""
    sections = document.sections
    for number, title in heads.items():
        _head(sections[number].header, title, company)
    _foot(sections[min(heads)].footer)


def _head(header: Any, title: str, company: str) -> None:
    header.is_linked_to_previous = False
    _fill(header, "Header", [run((), text(title)), *_right(company)])


def _foot(footer: Any) -> None:
    footer.is_linked_to_previous = False
    _fill(footer, "Footer", [run((), element("w:tab")), *field("PAGE", run((), text("1")))])


def _right(words: str) -> list[Any]:
    return [run((), element("w:tab")), run((), text(words))] if words else []


def _fill(holder: Any, style: str, content: list[Any]) -> None:
    """Take our paragraph for the empty one of a new head or foot."""
    old = holder.paragraphs[0].add_run().element.getparent()
    stop = element("w:tab", {"w:val": "right", "w:pos": WIDTH})
    old.addprevious(paragraph(style, content, element("w:tabs", {}, stop)))
    old.getparent().remove(old)
