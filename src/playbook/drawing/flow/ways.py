"""Ways of a simple shape: straight, one corner, two corners through a channel, three through two."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from math import fsum
from typing import Final

from playbook.drawing.geometry import Point, Port, Side

Way = tuple[Point, ...]
Weighed = tuple[float, Way]
"""A way, after what it costs for its length and its bends."""

BEND: Final = 24.0
_JOG: Final = 50.0
_SHORT: Final = 12.0
"""Pieces that are shorter than this look like a slip of the pen."""
_NEAR: Final = 4
"""How many channels on each side of a place are looked at, where a way needs several."""
_BEST: Final = 3
"""From and to how many places ways with three corners are looked for."""


@dataclass(frozen=True)
class Channels:
    """Where lines may run: upright in the columns, level in the rows."""

    columns: Sequence[float]
    rows: Sequence[float]
    _near: dict[tuple[bool, float], list[float]] = field(default_factory=dict, compare=False)

    def near_column(self, x: float) -> list[float]:
        """The columns nearest to a place, on both sides."""
        return self._found(self.columns, x, is_column=True)

    def near_row(self, y: float) -> list[float]:
        """The rows nearest to a height, on both sides."""
        return self._found(self.rows, y, is_column=False)

    def _found(self, channels: Sequence[float], at: float, *, is_column: bool) -> list[float]:
        near = self._near.get((is_column, at))
        if near is None:
            before = sorted(each for each in channels if each <= at)[-_NEAR:]
            after = sorted(each for each in channels if each > at)[:_NEAR]
            near = self._near[is_column, at] = [*before, *after]
        return near


def weight(*lengths: float) -> float:
    """What a way costs whose pieces have these lengths."""
    jog = _JOG if min(lengths) < _SHORT else 0.0
    # Not sum(), which rounds in another way since Python 3.12, so that ties fell otherwise there.
    return fsum(lengths) + BEND * (len(lengths) - 1) + jog


def plain(_channels: Channels, starts: Sequence[Port], ends: Sequence[Port]) -> Iterator[Weighed]:
    """Straight, or with one corner."""
    for start, end in _pairs(starts, ends):
        length, height = abs(start.x - end.x), abs(start.y - end.y)
        if start.is_level == end.is_level:
            same = start.y == end.y if start.is_level else start.x == end.x
            if same and start.side != end.side and _faces(start, end):
                yield weight(length + height), ((start.x, start.y), (end.x, end.y))
        elif _faces(start, end) and _faces(end, start):
            corner = (end.x, start.y) if start.is_level else (start.x, end.y)
            yield weight(length, height), ((start.x, start.y), corner, (end.x, end.y))


def channelled(
    channels: Channels, starts: Sequence[Port], ends: Sequence[Port]
) -> Iterator[Weighed]:
    """With two corners through one channel, or with three through two."""
    between: dict[tuple[float, Side, float, Side], list[float]] = {}
    best = {*starts[:_BEST], *ends[:_BEST]}
    for start, end in _pairs(starts, ends):
        begin, goal = (start.x, start.y), (end.x, end.y)
        if start.is_level and end.is_level:
            sides = (start.x, start.side, end.x, end.side)
            if sides not in between:
                between[sides] = _ahead(channels.columns, start, end)
            height = abs(start.y - end.y)
            for x in between[sides]:
                effort = weight(abs(x - start.x), height, abs(x - end.x))
                yield effort, (begin, (x, start.y), (x, end.y), goal)
        elif not (start.is_level or end.is_level):
            sides = (start.y, start.side, end.y, end.side)
            if sides not in between:
                between[sides] = _ahead(channels.rows, start, end)
            length = abs(start.x - end.x)
            for y in between[sides]:
                effort = weight(abs(y - start.y), length, abs(y - end.y))
                yield effort, (begin, (start.x, y), (end.x, y), goal)
        elif start not in best or end not in best:
            continue
        elif start.is_level:
            yield from _three(channels, start, end)
        else:
            yield from ((effort, way[::-1]) for effort, way in _three(channels, end, start))


def _ahead(channels: Sequence[float], start: Port, end: Port) -> list[float]:
    """The channels that lie in front of two ports."""
    return [each for each in channels if start.ahead(each) and end.ahead(each)]


def _three(channels: Channels, level: Port, upright: Port) -> Iterator[Weighed]:
    columns = {*channels.near_column(level.x), *channels.near_column(upright.x)}
    ahead = sorted(filter(level.ahead, columns))
    for y in filter(upright.ahead, channels.near_row(upright.y)):
        height = abs(y - upright.y)
        for x in ahead:
            effort = weight(abs(x - level.x), abs(y - level.y), abs(x - upright.x), height)
            corners = ((x, level.y), (x, y), (upright.x, y))
            yield effort, ((level.x, level.y), *corners, (upright.x, upright.y))


def _pairs(starts: Sequence[Port], ends: Sequence[Port]) -> Iterator[tuple[Port, Port]]:
    return ((start, end) for start in starts for end in ends)


def _faces(port: Port, other: Port) -> bool:
    return port.ahead(other.x if port.is_level else other.y)


Shapes = Callable[[Channels, Sequence[Port], Sequence[Port]], Iterator[Weighed]]
SHAPES: Final[tuple[Shapes, ...]] = (plain, channelled)


def regardless(start: Port, end: Port) -> Way:
    """A way whatever stands in it, when there is no other."""
    if start.x == end.x or start.y == end.y:
        return (start.x, start.y), (end.x, end.y)
    if start.is_level and end.is_level:
        x = (start.x + end.x) / 2
        return (start.x, start.y), (x, start.y), (x, end.y), (end.x, end.y)
    corner = (end.x, start.y) if start.is_level else (start.x, end.y)
    return (start.x, start.y), corner, (end.x, end.y)
