"""Tables that PowerPoint knows as tables, over as many slides as they need."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from playbook.renderers.handbook.pptx import colours
from playbook.renderers.handbook.pptx.canvas import SIDE, Canvas, Look, text_body
from playbook.renderers.handbook.pptx.colours import fill
from playbook.renderers.handbook.pptx.elements import element, emu
from playbook.renderers.handbook.pptx.fitting import Para, fitted, height, pages, resized
from playbook.renderers.handbook.pptx.show import Show

_INSET = (9.0, 6.0)
_HEAD = 28.0
_MOST = 190.0
"""A row is so high at most: the notes have what is cut off."""
_SHARES = (1.15, 1.0)
"""How large the letters may be: the largest with which no further slide is needed."""
_LEAST = 11.0
_TABLE = "http://schemas.openxmlformats.org/drawingml/2006/table"

Cell = tuple[Para, ...]


@dataclass(frozen=True)
class Layout:
    """Where a table stands: its columns, from where, and down to where."""

    widths: tuple[float, ...]
    top: float
    bottom: float


def tables(
    show: Show,
    title: str,
    head: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    layout: Layout,
    about: str,
) -> list[tuple[Canvas, range]]:
    """The slides with a table; says which rows each has."""
    room = layout.bottom - layout.top - _HEAD
    tried = []
    for share in _SHARES:
        small = [[tuple(_smaller(each, share) for each in cell) for cell in row] for row in rows]
        fitting = [_fitted(show, row, layout) for row in small]
        heights = [_height(show, row, layout) for row in fitting]
        tried.append((len(pages(heights, room)), -share, fitting, heights))
    _count, _share, fitting, heights = min(tried, key=lambda each: each[:2])
    made = []
    for page in pages(heights, room):
        canvas = show.slide(title)
        cells: list[Sequence[Cell]] = [
            [(Para(text=each, size=11, bold=True),) for each in head],
            *(fitting[place] for place in page),
        ]
        high = [_HEAD, *(heights[place] for place in page)]
        _put(show, canvas, cells, high, layout, about)
        made.append((canvas, page))
    return made


def _smaller(para: Para, share: float) -> Para:
    return resized(para, max(round(para.size * share * 2) / 2, min(para.size, _LEAST)))


def _fitted(show: Show, row: Sequence[Cell], layout: Layout) -> tuple[Cell, ...]:
    room = min(_MOST, layout.bottom - layout.top - _HEAD) - 2 * _INSET[1]
    return tuple(
        fitted(cell, wide - 2 * _INSET[0], room, show.language, least=_LEAST, most_lines=6)
        for cell, wide in zip(row, layout.widths, strict=True)
    )


def _height(show: Show, row: Sequence[Cell], layout: Layout) -> float:
    return 2 * _INSET[1] + max(
        height(cell, wide - 2 * _INSET[0], show.language) if cell else 14.0
        for cell, wide in zip(row, layout.widths, strict=True)
    )


def _put(
    show: Show,
    canvas: Canvas,
    rows: Sequence[Sequence[Cell]],
    heights: Sequence[float],
    layout: Layout,
    about: str,
) -> None:
    grid = element("a:tblGrid", {}, *(element("a:gridCol", {"w": emu(w)}) for w in layout.widths))
    table = element("a:tbl", {}, element("a:tblPr", {"firstRow": 1}), grid)
    for number, (cells, high) in enumerate(zip(rows, heights, strict=True)):
        made = [_cell(show, cell, is_head=number == 0) for cell in cells]
        table.append(element("a:tr", {"h": emu(high)}, *made))
    size = {"cx": emu(sum(layout.widths)), "cy": emu(sum(heights))}
    named = {"id": next(canvas.ids), "name": about, "descr": about}
    frame = element(
        "p:graphicFrame",
        {},
        element(
            "p:nvGraphicFramePr",
            {},
            element("p:cNvPr", named),
            element("p:cNvGraphicFramePr", {}, element("a:graphicFrameLocks", {"noGrp": 1})),
            element("p:nvPr"),
        ),
        element(
            "p:xfrm",
            {},
            element("a:off", {"x": emu(SIDE), "y": emu(layout.top)}),
            element("a:ext", size),
        ),
        element("a:graphic", {}, element("a:graphicData", {"uri": _TABLE}, table)),
    )
    canvas.slide.shapes.element.append(frame)


def _cell(show: Show, paras: Cell, *, is_head: bool) -> Any:
    body = text_body(paras, show.letters, Look(), "a:txBody")
    properties = body.find("{*}bodyPr")
    properties.attrib.clear()
    for inner in list(properties):
        properties.remove(inner)
    sides = {"marL": _INSET[0], "marR": _INSET[0], "marT": _INSET[1], "marB": _INSET[1]}
    own = element("a:tcPr", {name: emu(size) for name, size in sides.items()})
    none = ("a:lnL", "a:lnR", "a:lnT")
    own.extend(element(name, {"w": 0}, element("a:noFill")) for name in none)
    own.append(element("a:lnB", {"w": emu(0.75)}, fill(colours.LINE)))
    own.append(fill("accent1", 0.88) if is_head else element("a:noFill"))
    return element("a:tc", {}, body, own)
