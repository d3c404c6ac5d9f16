"""Finds ways for lines: level and upright, around boxes, with few bends and few crossings.

A way is looked for among simple shapes first: straight, one corner, two
corners through a channel, three through two. Where none of them is clear, the
whole net of channels is searched. Lines are routed one after the other; each
keeps clear of those that are already there, but shares the way with those of
its own group.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from operator import itemgetter
from typing import Final

from playbook.drawing.flow.detours import Net
from playbook.drawing.flow.ground import OVERLAP, Ground, Reach, ordered
from playbook.drawing.flow.ways import (
    BEND,
    SHAPES,
    Channels,
    Way,
    Weighed,
    channelled,
    regardless,
    weight,
)
from playbook.drawing.geometry import Point, Port, Rect

_SHARED: Final = 0.3
"""How much cheaper it is to go where a line of the same group goes already, for its length."""
_OFF: Final = 6.0
"""How far lines stay off a box that they pass."""
_SLACK: Final = 0.01
"""How much nearer is not noticed, since sums of fractions are not exact."""
_TOUCH: Final = 0.5
"""How far a step reaches over its end, so that a line which runs there is crossed by one step."""
_PATIENCE: Final = 40_000
"""How many ways of a simple shape are weighed for one picture; after that the net is searched."""
_STEPS: Final = 100_000
"""How many steps on the net are weighed for one picture; after that lines go straight there."""


@dataclass
class Router:
    """The boxes to keep clear of, the channels to go through, and the lines that are there."""

    boxes: Sequence[Rect]
    channels: Channels
    _patience: int = _PATIENCE
    _steps: int = _STEPS

    def __post_init__(self) -> None:
        self._ground = Ground([box.grown(_OFF - _SLACK) for box in self.boxes])

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
        if not way or self._trouble(way, group, math.inf) >= OVERLAP:
            begins = list(dict.fromkeys(port for ports, _ends in places for port in ports))
            goals = list(dict.fromkeys(port for _starts, ports in places for port in ports))
            found = filter(None, (way, self._detour(begins, goals, group)))
            way = min(found, key=lambda each: self._cost(each, group), default=())
        starts, ends = places[0]
        way = way or regardless(starts[0], ends[0])
        self.keep(way, group)
        return way

    def _cost(self, way: Way, group: str) -> float:
        lengths = [abs(a - c) + abs(b - d) for (a, b), (c, d) in pairwise(way)]
        effort = weight(*lengths) - _SHARED * self._ground.shared(way, group)
        return effort + self._trouble(way, group, math.inf)

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
        for shapes in SHAPES:
            ways = islice(shapes(channels, starts, ends), max(self._patience, 0))
            weighed = sorted(self._weighed(ways, group), key=itemgetter(0))
            self._patience -= len(weighed)
            for effort, way in weighed:
                if effort >= cheapest:
                    break
                cost = effort + self._trouble(way, group, cheapest - effort)
                if cost < cheapest:
                    best, cheapest = way, cost
            if best and (cheapest < OVERLAP or shapes is channelled):
                break
        return best

    def _weighed(self, ways: Iterable[Weighed], group: str) -> Iterable[Weighed]:
        """Ways with what they cost, less where lines of the same group run already."""
        if not self._ground.has(group):
            return ways
        return ((effort - _SHARED * self._ground.shared(way, group), way) for effort, way in ways)

    def _detour(self, starts: Sequence[Port], ends: Sequence[Port], group: str) -> Way:
        """The best way on the whole net of channels, or nothing."""
        ports = _Ports.of((*starts, *ends))

        def step(one: Point, other: Point) -> float:
            self._steps -= 1
            piece = ordered(one, other)
            if any(map(self._ground.is_walled, ports.cleared(piece))):
                return math.inf
            conflicts = self._ground.conflicts(_trimmed(piece, 0.0, -_TOUCH), group)
            return piece[2] - piece[0] + piece[3] - piece[1] + conflicts

        columns = _with(self.channels.columns, ports.on_column)
        rows = _with(self.channels.rows, ports.on_row)
        return Net(columns, rows, step, BEND).way(starts, ends, max(self._steps, 0))

    def keep(self, way: Way, group: str) -> None:
        """Remember a line, so that others keep clear of it."""
        for one, other in pairwise(way):
            self._ground.add(ordered(one, other), group)

    def _trouble(self, way: Way, group: str, limit: float) -> float:
        """What a way costs for the lines it touches, about; endless if it runs through a box."""
        if any(map(self._ground.is_walled, _within(way))):
            return math.inf
        cost = 0.0
        for one, other in pairwise(way):
            cost += self._ground.conflicts(ordered(one, other), group)
            if cost >= limit:
                return math.inf
        return cost


@dataclass(frozen=True)
class _Ports:
    """Where the ports of a line are, by their columns and by their rows."""

    on_column: Mapping[float, Sequence[float]]
    on_row: Mapping[float, Sequence[float]]

    @classmethod
    def of(cls, ports: Sequence[Port]) -> "_Ports":
        """Sort ports."""
        columns: dict[float, list[float]] = defaultdict(list)
        rows: dict[float, list[float]] = defaultdict(list)
        for port in ports:
            columns[port.x].append(port.y)
            rows[port.y].append(port.x)
        return cls(dict(columns), dict(rows))

    def cleared(self, piece: Reach) -> Iterator[Reach]:
        """A piece without what of it is so near to a port that it is on its way into the box."""
        x1, y1, x2, y2 = piece
        if y1 == y2:
            for x in self.on_row.get(y1, ()):
                x1, x2 = _beyond(x1, x, 1), _beyond(x2, x, -1)
        else:
            for y in self.on_column.get(x1, ()):
                y1, y2 = _beyond(y1, y, 1), _beyond(y2, y, -1)
        if x1 <= x2 and y1 <= y2:
            yield x1, y1, x2, y2


def _beyond(end: float, port: float, step: int) -> float:
    """The end of a piece, moved out of the reach of a port."""
    return port + step * _OFF if abs(end - port) < _OFF else end


def _with(channels: Sequence[float], places: Collection[float]) -> list[float]:
    """The channels with the places of ports, but none so near to a port that no line gets there."""
    clear = (each for each in channels if all(abs(each - place) >= _OFF for place in places))
    return sorted({*clear, *places})


def _within(way: Way) -> Iterator[Reach]:
    """The pieces of a way, without the ends with which it meets its boxes."""
    last = len(way) - 2
    for number in range(last, -1, -1):
        one, other = way[number], way[number + 1]
        piece = ordered(one, other)
        if 0 < number < last:
            yield piece
            continue
        before, after = (_OFF if number == 0 else 0.0), (_OFF if number == last else 0.0)
        yield _trimmed(piece, before, after) if piece[:2] == one else _trimmed(piece, after, before)


def _trimmed(piece: Reach, before: float, after: float) -> Reach:
    """A piece that begins so much later and ends so much earlier."""
    x1, y1, x2, y2 = piece
    if y1 == y2:
        return min(x1 + before, x2), y1, max(x2 - after, x1), y2
    return x1, min(y1 + before, y2), x2, max(y2 - after, y1)
