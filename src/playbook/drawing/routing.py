"""Finds ways for lines: level and upright, around boxes, with few bends and few crossings.

A way is looked for among simple shapes first: straight, one corner, two
corners through a channel, three through two. Where none of them is clear, the
whole net of channels is searched. Lines are routed one after the other; each
keeps clear of those that are already there, but shares the way with those of
its own group.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise
from operator import itemgetter
from typing import Final

from playbook.drawing.detours import Net
from playbook.drawing.geometry import Point, Port, Rect

Way = tuple[Point, ...]
_Reach = tuple[float, float, float, float]
"""A straight piece of a line, from its upper or left end."""
_Piece = tuple[float, float, float, float, str]
"""Such a piece, and the group of lines that may share it."""

_BEND: Final = 24.0
_JOG: Final = 50.0
_SHORT: Final = 12.0
"""Pieces that are shorter than this look like a slip of the pen."""
_SHARED: Final = 0.3
"""How much cheaper it is to go where a line of the same group goes already, for its length."""
_CROSSING: Final = 30.0
_OVERLAP: Final = 500.0
_CLEAR: Final = 7.0
"""Parallel lines that are nearer than this are taken for one."""
_OFF: Final = 6.0
"""How far lines stay off a box that they pass."""
_TOUCH: Final = 0.5
"""How far a step reaches over its end, so that a line which runs there is crossed by one step."""
_NEAR: Final = 4
"""How many channels on each side of a place are looked at, where a way needs several."""
_PATIENCE: Final = 40_000
"""How many ways of a simple shape are weighed for one picture; after that the net is searched."""
_STEPS: Final = 60_000
"""How many steps on the net are weighed for one picture; after that lines go straight there."""


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
    _steps: int = _STEPS

    def __post_init__(self) -> None:
        walls = [box.grown(_OFF) for box in self.boxes]
        self._walls = [(wall.x, wall.y, wall.right, wall.bottom) for wall in walls]

    def route(
        self,
        places: Sequence[tuple[Sequence[Port], Sequence[Port]]],
        group: str,
        preferred: Channels | None = None,
    ) -> Way:
        """The best way from one of some starts to one of some ends; it is remembered.

        Later places and other channels than the preferred ones are taken only
        if the first lead nowhere.
        """
        channels = [each for each in (preferred, self.channels) if each]
        tries = (
            self._search(each, starts, ends, group) for each in channels for starts, ends in places
        )
        way = next(filter(None, tries), ())
        if not way or self._trouble(way, group, math.inf) >= _OVERLAP:
            others = (self._detour(starts, ends, group) for starts, ends in places)
            found = filter(None, (way, *others))
            way = min(found, key=lambda each: self._cost(each, group), default=())
        starts, ends = places[0]
        way = way or _regardless(starts[0], ends[0])
        self.keep(way, group)
        return way

    def _cost(self, way: Way, group: str) -> float:
        return self._effort(way, group) + self._trouble(way, group, math.inf)

    def _search(
        self,
        channels: Channels,
        starts: Sequence[Port],
        ends: Sequence[Port],
        group: str,
    ) -> Way:
        """The best way of a simple shape through some channels, or nothing."""
        best: Way = ()
        cheapest = math.inf
        for shapes in _SHAPES:
            ways = islice(shapes(channels, starts, ends), max(self._patience, 0))
            weighed = sorted(((self._effort(way, group), way) for way in ways), key=itemgetter(0))
            self._patience -= len(weighed)
            for effort, way in weighed:
                if effort >= cheapest:
                    break
                cost = effort + self._trouble(way, group, cheapest - effort)
                if cost < cheapest:
                    best, cheapest = way, cost
            if best and (cheapest < _OVERLAP or shapes is _channelled):
                break
        return best

    def _detour(self, starts: Sequence[Port], ends: Sequence[Port], group: str) -> Way:
        """The best way on the whole net of channels, or nothing."""
        ports = {(port.x, port.y) for port in (*starts, *ends)}

        def step(one: Point, other: Point) -> float:
            self._steps -= 1
            piece = _ordered(one, other)
            off = (_OFF if piece[:2] in ports else 0.0, _OFF if piece[2:] in ports else 0.0)
            if self._is_walled(_trimmed(piece, *off)):
                return math.inf
            reached = _trimmed(piece, 0.0, -_TOUCH)
            conflicts = sum(_conflict(reached, there, group) for there in self._pieces)
            return piece[2] - piece[0] + piece[3] - piece[1] + conflicts

        columns = sorted({*self.channels.columns, *(x for x, _y in ports)})
        rows = sorted({*self.channels.rows, *(y for _x, y in ports)})
        return Net(columns, rows, step, _BEND).way(starts, ends, max(self._steps, 0))

    def keep(self, way: Way, group: str) -> None:
        """Remember a line, so that others keep clear of it."""
        self._pieces += ((*_ordered(one, other), group) for one, other in pairwise(way))

    def _effort(self, way: Way, group: str) -> float:
        """What a way costs for its length and its bends."""
        own = [there for there in self._pieces if there[4] == group]
        lengths = [abs(a - c) + abs(b - d) for (a, b), (c, d) in pairwise(way)]
        shared = sum(
            max((_in_common(_ordered(one, other), there) for there in own), default=0.0)
            for one, other in pairwise(way)
        )
        jog = _JOG if min(lengths) < _SHORT else 0.0
        return sum(lengths) - _SHARED * shared + _BEND * (len(way) - 2) + jog

    def _trouble(self, way: Way, group: str, limit: float) -> float:
        """What a way costs for the lines it touches, about; endless if it runs through a box."""
        pieces = [_ordered(one, other) for one, other in pairwise(way)]
        if any(map(self._is_walled, _within(way))):
            return math.inf
        cost = 0.0
        for piece in pieces:
            for there in self._pieces:
                cost += _conflict(piece, there, group)
                if cost >= limit:
                    return math.inf
        return cost

    def _is_walled(self, piece: _Reach) -> bool:
        """Whether a piece comes too near to a box."""
        x1, y1, x2, y2 = piece
        return any(
            x1 < right and left < x2 and y1 < bottom and top < y2
            for left, top, right, bottom in self._walls
        )


def _within(way: Way) -> Iterator[_Reach]:
    """The pieces of a way, without the ends with which it meets its boxes."""
    last = len(way) - 2
    for number, (one, other) in enumerate(pairwise(way)):
        before, after = (_OFF if number == 0 else 0.0), (_OFF if number == last else 0.0)
        piece = _ordered(one, other)
        yield _trimmed(piece, before, after) if piece[:2] == one else _trimmed(piece, after, before)


def _trimmed(piece: _Reach, before: float, after: float) -> _Reach:
    """A piece that begins so much later and ends so much earlier."""
    x1, y1, x2, y2 = piece
    if y1 == y2:
        return min(x1 + before, x2), y1, max(x2 - after, x1), y2
    return x1, min(y1 + before, y2), x2, max(y2 - after, y1)


def _ordered(one: Point, other: Point) -> _Reach:
    (a, b), (c, d) = one, other
    return (a, b, c, d) if a <= c and b <= d else (c, d, a, b)


def _in_common(here: _Reach, there: _Piece) -> float:
    """How far two pieces run on the same track."""
    x1, y1, x2, y2 = here
    a1, b1, a2, b2, _group = there
    if y1 == y2 == b1 == b2:
        return max(min(x2, a2) - max(x1, a1), 0.0)
    if x1 == x2 == a1 == a2:
        return max(min(y2, b2) - max(y1, b1), 0.0)
    return 0.0


def _conflict(here: _Reach, there: _Piece, group: str) -> float:
    """What it costs to touch a line that is already there."""
    x1, y1, x2, y2 = here
    a1, b1, a2, b2, other = there
    if x2 + _CLEAR <= a1 or a2 + _CLEAR <= x1 or y2 + _CLEAR <= b1 or b2 + _CLEAR <= y1:
        return 0.0
    if (y1 == y2) == (b1 == b2):
        level = y1 == y2
        apart = abs(y1 - b1) if level else abs(x1 - a1)
        shared = min(x2, a2) - max(x1, a1) if level else min(y2, b2) - max(y1, b1)
        if (shared <= 0 and apart) or (apart == 0 and group == other):
            return 0.0
        return _OVERLAP
    crosses = x1 < a2 and a1 < x2 and y1 < b2 and b1 < y2
    return _CROSSING if crosses and group != other else 0.0


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


_SHAPES: Final[tuple[Callable[[Channels, Sequence[Port], Sequence[Port]], Iterator[Way]], ...]] = (
    _plain,
    _channelled,
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
