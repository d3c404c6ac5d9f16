"""Finds ways for lines: level and upright, around boxes, with few bends and few crossings.

A way is looked for among simple shapes: straight, one corner, two corners
through a channel, four corners through three channels. Lines are routed one
after the other; each keeps clear of those that are already there.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise
from operator import itemgetter
from typing import Final

from playbook.drawing.geometry import Point, Port, Rect

Way = tuple[Point, ...]
_Piece = tuple[float, float, float, float, frozenset[str]]
"""A straight piece of a line, from its upper or left end, and the groups of lines that may share it."""

_BEND: Final = 24.0
_JOG: Final = 50.0
_SHORT: Final = 12.0
"""Pieces that are shorter than this look like a slip of the pen."""
_CROSSING: Final = 30.0
_OVERLAP: Final = 500.0
_CLEAR: Final = 7.0
"""Parallel lines that are nearer than this are taken for one."""
_NEAR: Final = 4
"""How many channels on each side of a place are looked at, where a way needs several."""
_PATIENCE: Final = 40_000
"""How many ways are weighed for one picture; after that lines go straight there."""


@dataclass(frozen=True)
class Channels:
    """Where lines may run: upright in the columns, level in the rows."""

    columns: Sequence[float]
    rows: Sequence[float]


@dataclass
class Router:
    """The boxes to keep clear of, the channels to go through, and the lines that are there."""

    boxes: Sequence[Rect]
    channels: Channels
    _pieces: list[_Piece] = field(default_factory=list)
    _patience: int = _PATIENCE

    def __post_init__(self) -> None:
        self._walls = [(box.x, box.y, box.right, box.bottom) for box in self.boxes]

    def route(
        self,
        places: Sequence[tuple[Sequence[Port], Sequence[Port]]],
        groups: Iterable[str],
        preferred: Channels | None = None,
    ) -> Way:
        """The best way from one of some starts to one of some ends; it is remembered.

        Later places and other channels than the preferred ones are taken only
        if the first lead nowhere.
        """
        shared = frozenset(groups)
        channels = [each for each in (preferred, self.channels) if each]
        tries = (
            self._search(each, starts, ends, shared) for each in channels for starts, ends in places
        )
        starts, ends = places[0]
        way = next(filter(None, tries), None) or _regardless(starts[0], ends[0])
        self.keep(way, shared)
        return way

    def _search(
        self,
        channels: Channels,
        starts: Sequence[Port],
        ends: Sequence[Port],
        groups: frozenset[str],
    ) -> Way:
        """The best way through some channels, or nothing."""
        best: Way = ()
        cheapest = math.inf
        for shapes in _SHAPES:
            ways = islice(shapes(channels, starts, ends), self._patience)
            weighed = sorted(((_effort(way), way) for way in ways), key=itemgetter(0))
            self._patience -= len(weighed)
            for effort, way in weighed:
                if effort >= cheapest:
                    break
                cost = effort + self._trouble(way, groups, cheapest - effort)
                if cost < cheapest:
                    best, cheapest = way, cost
            if best and (cheapest < _OVERLAP or shapes is _channelled):
                break
        return best

    def keep(self, way: Way, groups: Iterable[str]) -> None:
        """Remember a line, so that others keep clear of it."""
        shared = frozenset(groups)
        self._pieces += ((*_ordered(one, other), shared) for one, other in pairwise(way))

    def _trouble(self, way: Way, groups: frozenset[str], limit: float) -> float:
        """What a way costs for the lines it touches, about; endless if it runs through a box."""
        pieces = [_ordered(one, other) for one, other in pairwise(way)]
        for x1, y1, x2, y2 in pieces:
            for left, top, right, bottom in self._walls:
                if x1 < right and left < x2 and y1 < bottom and top < y2:
                    return math.inf
        cost = 0.0
        for piece in pieces:
            for there in self._pieces:
                cost += _conflict(piece, there, groups)
                if cost >= limit:
                    return math.inf
        return cost


def _effort(way: Way) -> float:
    """What a way costs for its length and its bends."""
    lengths = [abs(a - c) + abs(b - d) for (a, b), (c, d) in pairwise(way)]
    return sum(lengths) + _BEND * (len(way) - 2) + (_JOG if min(lengths) < _SHORT else 0.0)


def _ordered(one: Point, other: Point) -> tuple[float, float, float, float]:
    (a, b), (c, d) = one, other
    return (a, b, c, d) if a <= c and b <= d else (c, d, a, b)


def _conflict(
    here: tuple[float, float, float, float], there: _Piece, groups: frozenset[str]
) -> float:
    """What it costs to touch a line that is already there."""
    x1, y1, x2, y2 = here
    a1, b1, a2, b2, others = there
    if x2 + _CLEAR <= a1 or a2 + _CLEAR <= x1 or y2 + _CLEAR <= b1 or b2 + _CLEAR <= y1:
        return 0.0
    if (y1 == y2) == (b1 == b2):
        level = y1 == y2
        apart = abs(y1 - b1) if level else abs(x1 - a1)
        shared = min(x2, a2) - max(x1, a1) if level else min(y2, b2) - max(y1, b1)
        if shared <= 0 or (apart == 0 and groups & others):
            return 0.0
        return _OVERLAP
    crosses = x1 < a2 and a1 < x2 and y1 < b2 and b1 < y2
    return _CROSSING if crosses and not groups & others else 0.0


def _plain(_channels: Channels, starts: Sequence[Port], ends: Sequence[Port]) -> Iterator[Way]:
    """Straight, or with one corner."""
    for start, end in _pairs(starts, ends):
        if start.is_level == end.is_level:
            same = start.y == end.y if start.is_level else start.x == end.x
            if same and start.side != end.side and _faces(start, end):
                yield (start.x, start.y), (end.x, end.y)
        elif _faces(start, end) and _faces(end, start):
            corner = (end.x, start.y) if start.is_level else (start.x, end.y)
            yield (start.x, start.y), corner, (end.x, end.y)


def _channelled(channels: Channels, starts: Sequence[Port], ends: Sequence[Port]) -> Iterator[Way]:
    """With two corners through one channel, or with three through two."""
    for start, end in _pairs(starts, ends):
        if start.is_level and end.is_level:
            for x in channels.columns:
                if start.ahead(x) and end.ahead(x):
                    yield (start.x, start.y), (x, start.y), (x, end.y), (end.x, end.y)
        elif not (start.is_level or end.is_level):
            for y in channels.rows:
                if start.ahead(y) and end.ahead(y):
                    yield (start.x, start.y), (start.x, y), (end.x, y), (end.x, end.y)
        elif start.is_level:
            yield from _three(channels, start, end)
        else:
            yield from (way[::-1] for way in _three(channels, end, start))


def _three(channels: Channels, level: Port, upright: Port) -> Iterator[Way]:
    for y in filter(upright.ahead, _near(channels.rows, upright.y)):
        for x in filter(level.ahead, _near(channels.columns, level.x, upright.x)):
            corners = ((x, level.y), (x, y), (upright.x, y))
            yield (level.x, level.y), *corners, (upright.x, upright.y)


def _winding(channels: Channels, starts: Sequence[Port], ends: Sequence[Port]) -> Iterator[Way]:
    """With four corners, through three channels."""
    for start, end in _pairs(starts[:3], ends[:3]):
        if start.is_level and end.is_level:
            for x in filter(start.ahead, _near(channels.columns, start.x)):
                for z in filter(end.ahead, _near(channels.columns, end.x)):
                    for y in _near(channels.rows, start.y, end.y):
                        corners = ((x, start.y), (x, y), (z, y), (z, end.y))
                        yield (start.x, start.y), *corners, (end.x, end.y)
        elif not (start.is_level or end.is_level):
            for y in filter(start.ahead, _near(channels.rows, start.y)):
                for z in filter(end.ahead, _near(channels.rows, end.y)):
                    for x in _near(channels.columns, start.x, end.x):
                        corners = ((start.x, y), (x, y), (x, z), (end.x, z))
                        yield (start.x, start.y), *corners, (end.x, end.y)


_SHAPES: Final[tuple[Callable[[Channels, Sequence[Port], Sequence[Port]], Iterator[Way]], ...]] = (
    _plain,
    _channelled,
    _winding,
)


def _pairs(starts: Sequence[Port], ends: Sequence[Port]) -> Iterator[tuple[Port, Port]]:
    return ((start, end) for start in starts for end in ends)


def _faces(port: Port, other: Port) -> bool:
    return port.ahead(other.x if port.is_level else other.y)


def _near(channels: Sequence[float], *places: float) -> list[float]:
    """The channels nearest to some places, on both sides of each."""
    found: set[float] = set()
    for place in places:
        found.update(sorted((each for each in channels if each <= place), reverse=True)[:_NEAR])
        found.update(sorted(each for each in channels if each > place)[:_NEAR])
    return sorted(found)


def _regardless(start: Port, end: Port) -> Way:
    """A way whatever stands in it, when there is no other."""
    if start.x == end.x or start.y == end.y:
        return (start.x, start.y), (end.x, end.y)
    if start.is_level and end.is_level:
        x = (start.x + end.x) / 2
        return (start.x, start.y), (x, start.y), (x, end.y), (end.x, end.y)
    corner = (end.x, start.y) if start.is_level else (start.x, end.y)
    return (start.x, start.y), corner, (end.x, end.y)
