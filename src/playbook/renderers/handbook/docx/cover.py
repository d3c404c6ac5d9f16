"""The cover: what it is, whose, and from when; and the list of chapters."""

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from playbook.brand import Brand, Piece
from playbook.manuscript.blocks import Manuscript, Words
from playbook.messages import _
from playbook.renderers.handbook.docx import colours, pictures
from playbook.renderers.handbook.docx.elements import (
    element,
    field,
    paragraph,
    run,
    text,
    value,
)
from playbook.renderers.handbook.docx.inline import Inline
from playbook.renderers.handbook.docx.tables import cell, grid, margins, row, shade

_PALE: Final = "D5DDF3"
_LONGEST: Final = 320
"""What is longer is no subtitle."""
_LOGO: Final = (60.0, 16.0)
"""The room for a logo, in millimetres."""
_AROUND: Final = 180
_TWIPS: Final = 56.7
"""Word's twentieths of a point to a millimetre."""
_PAGE: Final = (210.0, 297.0)


@dataclass(frozen=True)
class Entry:
    """A line of the contents."""

    words: Words
    bookmark: str
    level: int
    inline: Inline


def cover(
    part: Any, brand: Brand, title: str, books: Sequence[tuple[Manuscript, Inline]]
) -> Iterator[Any]:
    """The first page."""
    inline = books[0][1]
    shown = inline.colours
    ground = run((), pictures.behind(part, pictures.ground(shown), *_PAGE))
    if brand.logo:
        yield paragraph("Gap", [ground])
        yield _logo(part, brand.logo, brand.company or title)
        yield paragraph("", (), _spaced(0, 3400))
    else:
        company = inline.plain(brand.company, colour=colours.WHITE, bold=True)
        yield paragraph("", [ground, *company], _spaced(0, 4200))
    kind = inline.plain(_("Playbook"), colour=_PALE, bold=True)
    yield paragraph("", kind, _spaced(0, 120))
    yield paragraph("Title", inline.plain(title, colour=colours.WHITE))
    if len(books) == 1:
        yield from _of_one(*books[0])
    else:
        for manuscript, own in books:
            yield paragraph("Subtitle", own.plain(manuscript.title, colour=colours.WHITE))


def contents(entries: Iterable[Entry], levels: int) -> Any:
    """The list of chapters: Word adds the pages as soon as it works it out."""
    made = [_entry(each) for each in entries]
    begin, instruction, parted, end = field(rf'TOC \o "1-{levels}" \h \z \u', dirty=True)
    if made:
        for place, each in enumerate((begin, instruction, parted)):
            made[0].insert(1 + place, each)
        made[-1].append(end)
    gallery = element(
        "w:docPartObj",
        {},
        value("w:docPartGallery", "Table of Contents"),
        element("w:docPartUnique"),
    )
    title = paragraph("TOCHeading", [run((), text(_("Contents")))])
    return element(
        "w:sdt",
        {},
        element("w:sdtPr", {}, gallery),
        element("w:sdtContent", {}, title, *made),
    )


def _entry(entry: Entry) -> Any:
    content = entry.inline.words(entry.words)
    link = element("w:hyperlink", {"w:anchor": entry.bookmark, "w:history": 1}, *content)
    return paragraph(f"TOC{entry.level}", [link])


def _of_one(manuscript: Manuscript, inline: Inline) -> Iterator[Any]:
    if manuscript.subtitle and len(manuscript.subtitle) <= _LONGEST:
        yield paragraph("Subtitle", inline.plain(manuscript.subtitle, colour=colours.WHITE))
    rows = []
    wide = (3000, 6200)
    for label, said in manuscript.facts:
        cells = ((label, _PALE, False), (said, colours.WHITE, True))
        rows.append(
            row(
                cell(
                    each,
                    [paragraph("Fact", inline.plain(words, colour=colour, bold=bold))],
                    margins(40, 0, 40),
                )
                for each, (words, colour, bold) in zip(wide, cells, strict=True)
            )
        )
    if rows:
        yield grid(rows, wide)


def _logo(part: Any, logo: Piece, about: str) -> Any:
    """The company's logo on a sheet of white."""
    content = pictures.logo(logo)
    wide, high = struct.unpack(">II", content[16:24])
    scale = min(_LOGO[0] / max(wide, 1), _LOGO[1] / max(high, 1))
    made = pictures.inline(part, content, wide * scale, high * scale, about)
    holder = paragraph("", [run((), made)], _spaced(0, 0), value("w:jc", "center"))
    sheet = round(wide * scale * _TWIPS) + 2 * _AROUND
    return grid(
        [row([cell(sheet, [holder], shade(colours.WHITE), margins(140, _AROUND, 140))])], [sheet]
    )


def _spaced(before: int, after: int) -> Any:
    return element("w:spacing", {"w:before": before, "w:after": after})
