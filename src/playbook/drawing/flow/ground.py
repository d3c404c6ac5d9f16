"""What lies where lines want to run: the boxes, and the lines that are there already.

What is asked of a height or of a place along the width is asked many times,
since lines run in channels: so it is sorted out once for each.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import fsum
from typing import Final

from playbook.drawing.geometry import Point, Rect

Reach = tuple[float, float, float, float]
"""A straight piece of a line, from its upper or left end."""

CROSSING: Final = 30.0
OVERLAP: Final = 500.0
"""What it costs to cross another line, and to run on top of it."""
_CLEAR: Final = 7.0
"""Parallel lines that are nearer than this are taken for one."""


@dataclass
class _Track:
    """A line through the whole picture: where boxes lie on it, and lines on it or across it."""

    walls: list[tuple[float, float]]
    beside: list[tuple[float, float, float, str]] = field(default_factory=list)
    """From where to where, how far off, and the group."""
    across: list[tuple[float, str]] = field(default_factory=list)


@dataclass
class Ground:
    """The boxes to keep clear of, with the room around them, and the lines so far by their groups."""

    walls: Sequence[Rect]
    _lines: dict[str, list[Reach]] = field(default_factory=lambda: defaultdict(list))
    _level: dict[float, _Track] = field(default_factory=dict)
    _upright: dict[float, _Track] = field(default_factory=dict)

    def add(self, piece: Reach, group: str) -> None:
        """Remember a piece of a line."""
        self._lines[group].append(piece)
        for y, track in self._level.items():
            _note(track, y, piece, group, is_level=True)
        for x, track in self._upright.items():
            _note(track, x, piece, group, is_level=False)

    def is_walled(self, piece: Reach) -> bool:
        """Whether a piece comes too near to a box."""
        x1, y1, x2, y2 = piece
        if y1 == y2:
            walls, first, last = self._on_level(y1).walls, x1, x2
        else:
            walls, first, last = self._on_upright(x1).walls, y1, y2
        for begin, end in walls:  # noqa: SIM110 - asked thousands of times; a loop is the fastest
            if first < end and begin < last:
                return True
        return False

    def conflicts(self, piece: Reach, group: str) -> float:
        """What it costs to touch the lines that are already there."""
        x1, y1, x2, y2 = piece
        if y1 == y2:
            return _touched(self._on_level(y1), x1, x2, group)
        return _touched(self._on_upright(x1), y1, y2, group)

    def has(self, group: str) -> bool:
        """Whether there is a line of a group."""
        return group in self._lines

    def shared(self, way: Sequence[Point], group: str) -> float:
        """How far a way runs on the same track as lines of a group, for each piece the longest."""
        own = self._lines.get(group)
        if not own:
            return 0.0
        pieces = (ordered(one, other) for one, other in pairwise(way))
        return fsum(max(_in_common(piece, there) for there in own) for piece in pieces)

    def _on_level(self, y: float) -> _Track:
        track = self._level.get(y)
        if track is None:
            walls = [(wall.x, wall.right) for wall in self.walls if wall.y < y < wall.bottom]
            track = self._level[y] = _Track(walls)
            for group, lines in self._lines.items():
                for piece in lines:
                    _note(track, y, piece, group, is_level=True)
        return track

    def _on_upright(self, x: float) -> _Track:
        track = self._upright.get(x)
        if track is None:
            walls = [(wall.y, wall.bottom) for wall in self.walls if wall.x < x < wall.right]
            track = self._upright[x] = _Track(walls)
            for group, lines in self._lines.items():
                for piece in lines:
                    _note(track, x, piece, group, is_level=False)
        return track


def ordered(one: Point, other: Point) -> Reach:
    """A straight piece between two points, whichever is first."""
    (a, b), (c, d) = one, other
    return (a, b, c, d) if a <= c and b <= d else (c, d, a, b)


def _note(track: _Track, at: float, piece: Reach, group: str, *, is_level: bool) -> None:
    """Note on a track what a line does there."""
    x1, y1, x2, y2 = piece
    if not is_level:
        x1, y1, x2, y2 = y1, x1, y2, x2
    if y1 == y2:
        apart = abs(y1 - at)
        if apart < _CLEAR:
            track.beside.append((x1, x2, apart, group))
    elif y1 < at < y2:
        track.across.append((x1, group))


def _touched(track: _Track, begin: float, end: float, group: str) -> float:
    cost = 0.0
    for start, stop, apart, other in track.beside:
        if end + _CLEAR <= start or stop + _CLEAR <= begin:
            continue
        if apart and (stop <= begin or end <= start):
            continue
        if apart or group != other:
            cost += OVERLAP
    for at, other in track.across:
        if begin < at < end and group != other:
            cost += CROSSING
    return cost


def _in_common(here: Reach, there: Reach) -> float:
    """How far two pieces run on the same track."""
    x1, y1, x2, y2 = here
    a1, b1, a2, b2 = there
    if y1 == y2 == b1 == b2:
        return max(min(x2, a2) - max(x1, a1), 0.0)
    if x1 == x2 == a1 == a2:
        return max(min(y2, b2) - max(y1, b1), 0.0)
    return 0.0
