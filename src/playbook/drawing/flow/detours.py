"""Finds a way for a line where no simple shape fits: the cheapest of all along the channels."""

import heapq
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from playbook.drawing.geometry import Point, Port, Side

_AHEAD: Final[dict[Side, tuple[int, int]]] = {
    "left": (-1, 0),
    "right": (1, 0),
    "top": (0, -1),
    "bottom": (0, 1),
}
_State = tuple[int, int, int, int]
"""A crossing, by its column and row, and the direction in which a way comes to it."""
_Waiting = tuple[float, float, _State, _State | None]
"""What a way through a crossing costs at least, what it costs to come there, and from which one."""


@dataclass(frozen=True)
class Net:
    """The channels with the places of the ports between them, and what it costs to go a step or to turn.

    A step that leads through a box costs endlessly much.
    """

    columns: Sequence[float]
    rows: Sequence[float]
    step: Callable[[Point, Point], float]
    turn: float

    def way(self, starts: Sequence[Port], ends: Sequence[Port], patience: int) -> tuple[Point, ...]:
        """The cheapest way from one of some starts to one of some ends; nothing if there is none.

        It takes no more steps in looking for it than there is ``patience``.
        """
        goals = {(column, row, -x, -y) for column, row, x, y in map(self._outward, ends)}
        left = self._remaining(ends)
        came: dict[_State, _State | None] = {}
        waiting: list[_Waiting] = []
        for state in sorted(self._outward(start) for start in starts):
            heapq.heappush(waiting, (left(self._point(state)), 0.0, state, None))
        while waiting and len(came) < patience:
            _least, cost, state, before = heapq.heappop(waiting)
            if state in came:
                continue
            came[state] = before
            if state in goals:
                return self._traced(came, state)
            here = self._point(state)
            for after in self._following(state, may_turn=before is not None):
                if after not in came:
                    there = self._point(after)
                    more = cost + self.step(here, there)
                    more += self.turn if after[2:] != state[2:] else 0.0
                    if more < math.inf:
                        heapq.heappush(waiting, (more + left(there), more, after, state))
        return ()

    def _remaining(self, ends: Sequence[Port]) -> Callable[[Point], float]:
        """How far it is at least from a point to the nearest end."""
        left, right = min(end.x for end in ends), max(end.x for end in ends)
        top, bottom = min(end.y for end in ends), max(end.y for end in ends)

        def remaining(point: Point) -> float:
            x, y = point
            return max(left - x, x - right, 0.0) + max(top - y, y - bottom, 0.0)

        return remaining

    def _outward(self, port: Port) -> _State:
        return self.columns.index(port.x), self.rows.index(port.y), *_AHEAD[port.side]

    def _point(self, state: _State) -> Point:
        return self.columns[state[0]], self.rows[state[1]]

    def _following(self, state: _State, *, may_turn: bool) -> list[_State]:
        """The crossings next to one, straight on and to both sides."""
        column, row, x, y = state
        ways = [(x, y), (y, x), (-y, -x)] if may_turn else [(x, y)]
        return [
            (column + a, row + b, a, b)
            for a, b in ways
            if 0 <= column + a < len(self.columns) and 0 <= row + b < len(self.rows)
        ]

    def _traced(self, came: dict[_State, _State | None], end: _State) -> tuple[Point, ...]:
        """The corners of the way that led to an end."""
        states = [end]
        while (before := came[states[-1]]) is not None:
            states.append(before)
        states.reverse()
        corners = [here for here, after in pairwise(states) if here[2:] != after[2:]]
        return tuple(self._point(each) for each in (states[0], *corners, end))
