"""Writes a picture as SVG: no ids that an author chose, no scripts, nothing from outside."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from zlib import crc32

from playbook.brand import FIRST, LAST
from playbook.drawing import elements
from playbook.drawing.boxes import Node, Words, rect
from playbook.drawing.geometry import Point, Rect
from playbook.drawing.markup import element, escaped, number
from playbook.drawing.theme import Theme, style_sheet

_ROUND: Final = 9.0
_HEAD: Final = 7.5


@dataclass(frozen=True)
class PlacedLane:
    """A lane and what is written over it."""

    place: Rect
    name: str
    note: str
    tone: str


@dataclass(frozen=True)
class Line:
    """A line with its corners; ``place`` is where its label stands, if there is one and room for it."""

    kind: str
    points: tuple[Point, ...]
    label: str = ""
    place: Rect | None = None
    has_head: bool = True


@dataclass(frozen=True)
class Picture:
    """Everything that is drawn, with its place."""

    id: str
    name: str
    about: str
    language: str
    width: float
    height: float
    stages: int
    has_page: bool
    nodes: Sequence[tuple[Node, Rect]]
    lanes: Sequence[PlacedLane]
    lines: Sequence[Line]
    words: Sequence[Words]
    samples: Sequence[Line]
    """The little lines of the legend."""
    colours: tuple[str, str] = (FIRST, LAST)
    """Those of the first and the last stage."""


def write(picture: Picture, theme: Theme, links: Mapping[str, str], *, embed_font: bool) -> str:
    """The picture as SVG."""
    mark = f"{crc32(f'{picture.id} {picture.language}'.encode()):08x}"
    size = f"{number(picture.width)} {number(picture.height)}"
    attributes: dict[str, str | float] = {
        "xmlns": "http://www.w3.org/2000/svg",
        "class": "playbook-flow",
        "viewBox": f"0 0 {size}",
        "width": picture.width,
        "height": picture.height,
        "xml:lang": picture.language,
        "lang": picture.language,
        "role": "graphics-document document",
        "aria-labelledby": f"flow-{mark}-title flow-{mark}-about",
    }
    font = elements.font() if embed_font else None
    sheet = style_sheet(theme, picture.stages, picture.language, font, picture.colours)
    content = (
        element("title", {"id": f"flow-{mark}-title"}, escaped(picture.name)),
        element("desc", {"id": f"flow-{mark}-about"}, escaped(picture.about)),
        f"<style>{sheet}</style>",
        *_page(picture),
        *map(_lane, picture.lanes),
        *(part for line in picture.lines for part in _line(line)),
        *(_node(node, place, links) for node, place in picture.nodes),
        *(_label(line, line.place) for line in picture.lines if line.place),
        *(part for line in picture.samples for part in _line(line)),
        *map(elements.line, picture.words),
    )
    return element("svg", attributes, "\n", "\n".join(content), "\n") + "\n"


def _page(picture: Picture) -> Iterator[str]:
    if picture.has_page:
        yield elements.shape(rect(0, 0, picture.width, picture.height, "f-ink-page"))


def _lane(lane: PlacedLane) -> str:
    place = lane.place
    classes = f"f-box-{lane.tone}-lane"
    return elements.shape(rect(place.x, place.y, place.width, place.height, classes, 16))


def _line(line: Line) -> Iterator[str]:
    points = line.points
    if line.has_head:
        points = (*points[:-1], _short(points[-2], points[-1]))
    yield element("path", {"class": f"f-line-{line.kind}", "d": _rounded(points)})
    if line.has_head:
        head = _head(line.points[-2], line.points[-1])
        yield element("path", {"class": f"f-head-{line.kind}", "d": head})


def _short(before: Point, end: Point) -> Point:
    """Where the line ends so that it does not stick out of its head."""
    x, y = _direction(before, end)
    return end[0] - x * (_HEAD - 1), end[1] - y * (_HEAD - 1)


def _direction(before: Point, end: Point) -> Point:
    x, y = end[0] - before[0], end[1] - before[1]
    length = max(abs(x), abs(y)) or 1
    return x / length, y / length


def _head(before: Point, end: Point) -> str:
    x, y = _direction(before, end)
    back = end[0] - x * _HEAD, end[1] - y * _HEAD
    half = _HEAD * 0.46
    corners = (
        end,
        (back[0] - y * half, back[1] + x * half),
        (back[0] + y * half, back[1] - x * half),
    )
    return "M" + "L".join(f"{number(a)} {number(b)}" for a, b in corners) + "Z"


def _rounded(points: Sequence[Point]) -> str:
    """A line with round corners."""
    drawn = [f"M{number(points[0][0])} {number(points[0][1])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        radius = min(_ROUND, _length(before, corner) / 2, _length(corner, after) / 2)
        x, y = _direction(before, corner)
        u, v = _direction(corner, after)
        begin = corner[0] - x * radius, corner[1] - y * radius
        end = corner[0] + u * radius, corner[1] + v * radius
        drawn.append(
            f"L{number(begin[0])} {number(begin[1])}"
            f"Q{number(corner[0])} {number(corner[1])} {number(end[0])} {number(end[1])}"
        )
    drawn.append(f"L{number(points[-1][0])} {number(points[-1][1])}")
    return "".join(drawn)


def _length(one: Point, other: Point) -> float:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _node(node: Node, place: Rect, links: Mapping[str, str]) -> str:
    kind, id = node.stands_for
    attributes: dict[str, str | float] = {
        "class": "f-node",
        "transform": f"translate({number(place.x)} {number(place.y)})",
    }
    attributes[f"data-{kind}" if node.is_main else f"data-gate-of-{kind}"] = id
    href = links.get(id) if kind in ("stage", "step") else None
    if node.is_main:
        attributes |= elements.named(node.box, is_link=bool(href))
        attributes |= {} if href else {"tabindex": "0"}
    elif href:
        attributes |= {"tabindex": "-1"}
    if href:
        attributes["href"] = href
    hint = (element("title", {}, escaped(node.box.about)),) if node.is_main else ()
    inner = (*hint, *elements.contents(node.box))
    return element("a" if href else "g", attributes, *inner)


def _label(line: Line, place: Rect) -> str:
    tone = {"wake": "park", "again": "other"}.get(line.kind, "soft")
    x, y = place.middle
    frame = rect(
        place.x, place.y, place.width, place.height, f"f-label-{line.kind}", place.height / 2
    )
    return elements.shape(frame) + elements.line(
        Words(x, y + 3.7, line.label, "tag", tone, "middle")
    )
