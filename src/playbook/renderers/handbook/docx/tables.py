"""Tables: of facts, with a head, and the frames around boxes."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from playbook.drawing.text import Style, width
from playbook.manuscript.blocks import Table
from playbook.manuscript.words import text
from playbook.renderers.handbook.docx.colours import LINE, WHITE, Frame, mixed
from playbook.renderers.handbook.docx.elements import element, paragraph, properties, value

_SIDE: Final = 108
"""The room at the left and the right of a cell."""
_FRAME_SIDE: Final = 200
_POINT: Final = 20
_TYPE: Final = Style(9.5, bold=True)
_SPARE: Final = 1.06
"""Fonts differ a little from the one whose widths we know."""
_WIDEST: Final = 0.62
"""The share of a table that one column may ask for."""
_SHORT: Final = 12
"""A column of so few signs is as wide as it needs."""
FRAME_ROOM: Final = 2 * _FRAME_SIDE
"""What the sides of a frame take off the width."""


def grid(
    rows: Iterable[Any],
    widths: Sequence[int],
    *,
    style: str = "TableNormal",
    indent: int = 0,
    has_head: bool = False,
    about: str = "",
) -> Any:
    """A table of rows with columns of fixed widths."""
    look = {"w:val": "0420" if has_head else "0400", "w:firstRow": int(has_head), "w:noVBand": 1}
    made = [
        value("w:tblStyle", style),
        element("w:tblW", {"w:w": sum(widths), "w:type": "dxa"}),
        element("w:tblInd", {"w:w": indent, "w:type": "dxa"}),
        element("w:tblLayout", {"w:type": "fixed"}),
        element("w:tblLook", look),
        *((value("w:tblCaption", about),) if about else ()),
    ]
    columns = element("w:tblGrid", {}, *(element("w:gridCol", {"w:w": each}) for each in widths))
    return element("w:tbl", {}, properties("w:tblPr", *made), columns, *rows)


def row(cells: Iterable[Any], *, is_head: bool = False, splits: bool = False) -> Any:
    """A row; a head is repeated on every page, and only long rows go on over the next."""
    marks = [*(() if splits else ("w:cantSplit",)), *(("w:tblHeader",) if is_head else ())]
    own = (element("w:trPr", {}, *map(element, marks)),) if marks else ()
    return element("w:tr", {}, *own, *cells)


def cell(wide: int, content: Iterable[Any], *more: Any) -> Any:
    """A cell; Word wants a paragraph at its end."""
    blocks = list(content)
    if not blocks or not blocks[-1].tag.endswith("}p"):
        blocks.append(paragraph("Gap", ()))
    size = element("w:tcW", {"w:w": wide, "w:type": "dxa"})
    return element("w:tc", {}, properties("w:tcPr", size, *more), *blocks)


def margins(top: int, side: int, bottom: int) -> Any:
    """The room within a cell."""
    sizes = (("top", top), ("left", side), ("bottom", bottom), ("right", side))
    made = (element(f"w:{name}", {"w:w": size, "w:type": "dxa"}) for name, size in sizes)
    return element("w:tcMar", {}, *made)


def shade(fill: str) -> Any:
    """What a cell is filled with."""
    return element("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": fill})


def framed(content: Iterable[Any], wide: int, indent: int, frame: Frame, *, splits: bool) -> Any:
    """A box: one cell with a thick edge in its colour on the left."""
    pale = mixed(frame.edge, WHITE, 0.55)
    thin = {"w:val": "single", "w:sz": 4, "w:space": 0, "w:color": pale}
    thick = {**thin, "w:sz": 24, "w:color": frame.edge}
    sides = (("top", thin), ("left", thick), ("bottom", thin), ("right", thin))
    borders = element("w:tcBorders", {}, *(element(f"w:{side}", edge) for side, edge in sides))
    inner = cell(wide, content, borders, shade(frame.fill), margins(110, _FRAME_SIDE, 90))
    return grid([row([inner], splits=splits)], [wide], indent=indent)


def barred(content: Iterable[Any], wide: int, indent: int, bar: str, *, splits: bool) -> Any:
    """Blocks beside a bar on their left."""
    edge = {"w:val": "single", "w:sz": 18, "w:space": 0, "w:color": bar}
    borders = element("w:tcBorders", {}, element("w:left", edge))
    inner = cell(wide, content, borders, margins(20, _FRAME_SIDE, 20))
    return grid([row([inner], splits=splits)], [wide], indent=indent)


def underlined() -> Any:
    """The line below a cell."""
    edge = {"w:val": "single", "w:sz": 4, "w:space": 0, "w:color": LINE}
    return element("w:tcBorders", {}, element("w:bottom", edge))


def widths(table: Table, room: int, language: str) -> tuple[int, ...]:
    """How wide the columns are: as wide as their words, and what is left by what they say."""
    least, wanted = [], []
    for cells in zip(table.head, *table.rows, strict=True):
        lines = [line for words in cells for line in text(words).split("\n")]
        is_short = max(map(len, lines)) <= _SHORT
        words = lines if is_short else [word for line in lines for word in line.split()]
        least.append(max(map(_needs(language), words), default=0) + 2 * _SIDE)
        wanted.append(max(map(_needs(language), lines), default=0) + 2 * _SIDE)
    most = room * _WIDEST if len(wanted) > 1 else room
    wanted = [min(each, most) for each in wanted]
    least = [min(one, other, room / 3) for one, other in zip(least, wanted, strict=True)]
    if sum(least) >= room:
        shares = [each * room / sum(least) for each in least]
    else:
        rest = [more - one for one, more in zip(least, wanted, strict=True)]
        share = (room - sum(least)) / (sum(rest) or 1)
        if sum(rest):
            shares = [one + share * more for one, more in zip(least, rest, strict=True)]
        else:
            shares = [each * room / sum(least) for each in least]
    return tuple(round(each) for each in shares)


def _needs(language: str) -> Any:
    return lambda words: width(words, _TYPE, language) * _POINT * _SPARE
