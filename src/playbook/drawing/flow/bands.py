"""Brings what is laid out to its place on the page: breaks it into bands, turns it and moves it.

A process that is long is read like music: it goes on in the next band, and
lines that leave one band come in again at the same height in the next.
"""

from bisect import bisect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import fsum
from typing import Final

from playbook.drawing.flow.format import Direction
from playbook.drawing.flow.layout import MARGIN, Caption, Layout
from playbook.drawing.geometry import Point, Rect, span
from playbook.drawing.svg import Line, PlacedLane

_BLEED: Final = 14.0
"""How far lines go on at the end of a band, and how far before the cut they come in again."""
_EDGE: Final = 2.0
"""How far the lanes reach over these lines."""
_PAD: Final = 20.0
_LEAST: Final = 64.0
"""The room between what stands in a lane and its edge, and the least that a lane reaches across."""
_BETWEEN: Final = 46.0
"""The room between two bands."""


@dataclass
class Drawing:
    """What is drawn, in its place on the page."""

    places: dict[str, Rect] = field(default_factory=dict)
    lanes: list[PlacedLane] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    captions: list[Caption] = field(default_factory=list)

    @property
    def right(self) -> float:
        """How far it reaches to the right."""
        return max(place.right for place in self.boxes)

    @property
    def bottom(self) -> float:
        """How far down it reaches."""
        return max(place.bottom for place in self.boxes)

    @property
    def boxes(self) -> list[Rect]:
        """The places of boxes and lanes."""
        return [*self.places.values(), *(lane.place for lane in self.lanes)]

    def moved(self, down: float) -> "Drawing":
        """The same, so much further down."""
        return self.mapped(_by(0.0, down))

    def turned(self) -> "Drawing":
        """The same, with what ran down running to the right."""
        return self.mapped(lambda point: (point[1] + MARGIN, point[0] - MARGIN))

    def mapped(self, move: Callable[[Point], Point]) -> "Drawing":
        """The same, with each point moved in the same manner."""
        return Drawing(
            {key: _rect(place, move) for key, place in self.places.items()},
            [replace(lane, place=_rect(lane.place, move)) for lane in self.lanes],
            [_line(line, move) for line in self.lines],
            [replace(each, place=_rect(each.place, move)) for each in self.captions],
        )


def _rect(place: Rect, move: Callable[[Point], Point]) -> Rect:
    return span(move((place.x, place.y)), move((place.right, place.bottom)))


def _line(line: Line, move: Callable[[Point], Point]) -> Line:
    return replace(
        line,
        points=tuple(map(move, line.points)),
        place=_rect(line.place, move) if line.place else None,
    )


def settle(layout: Layout, lines: Sequence[Line], direction: Direction, head: float) -> Drawing:
    """Everything where it belongs below the heading; ``head`` is the room for the names of lanes."""
    captions = [layout.caption] if layout.caption else []
    whole = Drawing(layout.places, layout.lanes, list(lines), captions)
    drawing = _folded(whole, layout.cuts, head) if layout.cuts else whole
    return drawing.turned() if direction == "right" else drawing


def _folded(whole: Drawing, cuts: Sequence[float], head: float) -> Drawing:
    """The bands side by side across the process, all of the same length."""
    found = Drawing()
    bottom = whole.lanes[0].place.bottom
    edges = [0.0, *(cut - head - _BLEED - _EDGE for cut in cuts)]
    ends = [*(cut + _BLEED + _EDGE for cut in cuts), bottom]
    length = max(end - edge for edge, end in zip(edges, ends, strict=True))
    across = MARGIN
    for number, edge in enumerate(edges):
        band = _band(whole, number, cuts, edge + length - _EDGE)
        band.lanes = [
            replace(lane, place=Rect(lane.place.x, edge, lane.place.width, length))
            for lane in whole.lanes
        ]
        band = _tightened(band)
        left, right = _reach(band)
        moved = band.mapped(_by(across - left, -edge))
        found.places |= moved.places
        found.lanes += moved.lanes
        found.lines += moved.lines
        found.captions += moved.captions
        across += right - left + _BETWEEN
    return found


def _by(x: float, y: float) -> Callable[[Point], Point]:
    """Moves points so far."""
    return lambda point: (point[0] + x, point[1] + y)


def _band(whole: Drawing, number: int, cuts: Sequence[float], end: float) -> Drawing:
    """What belongs to a band, still in its old place; lines that leave it run on to its end."""
    leaving = cuts[number] + _BLEED if number < len(cuts) else end

    def is_in(place: Rect) -> bool:
        return bisect(cuts, place.middle[1]) == number

    return Drawing(
        {key: place for key, place in whole.places.items() if is_in(place)},
        [],
        [
            replace(
                part,
                points=tuple((x, end if y == leaving else y) for x, y in part.points),
                place=line.place if line.place and is_in(line.place) else None,
            )
            for line in whole.lines
            for band, part in _parts(line, cuts)
            if band == number
        ],
        [each for each in whole.captions if is_in(each.place)],
    )


def _tightened(band: Drawing) -> Drawing:
    """A band whose lanes reach no further across than what stands in them."""
    boxes = list(band.places.values())
    corners = [point for line in band.lines for point in line.points]
    spare: list[tuple[float, float]] = []
    for lane in (lane.place for lane in band.lanes):
        ends = [box.right for box in boxes if lane.x < box.x < lane.right]
        ends += [x for x, _y in corners if lane.x < x < lane.right]
        needed = max((*(end + _PAD for end in ends), lane.x + _LEAST))
        spare.append((lane.right, max(lane.right - needed, 0.0)))

    def move(point: Point) -> Point:
        return point[0] - fsum(room for edge, room in spare if edge <= point[0]), point[1]

    return band.mapped(move)


def _reach(band: Drawing) -> tuple[float, float]:
    """From where to where a band reaches across the process."""
    ends = [
        *(x for place in band.boxes for x in (place.x, place.right)),
        *(x for line in band.lines for x, _y in line.points),
    ]
    return min(ends), max(ends)


def _parts(line: Line, cuts: Sequence[float]) -> Iterator[tuple[int, Line]]:
    """A line in pieces that stay within a band each, with the number of the band."""
    band = bisect(cuts, line.points[0][1])
    points = [line.points[0]]
    for _before, (x, end) in pairwise(line.points):
        while band != (goal := bisect(cuts, end)):
            step = 1 if goal > band else -1
            cut = cuts[band] if step > 0 else cuts[band - 1]
            points.append((x, cut + step * _BLEED))
            yield band, replace(line, points=tuple(points), has_head=False)
            points = [(x, cut - step * _BLEED)]
            band += step
        points.append((x, end))
    yield band, replace(line, points=tuple(points))
