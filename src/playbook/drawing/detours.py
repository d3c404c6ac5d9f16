"""Finds a way for a line where no simple shape fits: the cheapest of all along the channels."""

import heapq
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
_Waiting = tuple[float, _State, _State | None]
"""What it costs to come to a crossing, and from which one."""


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
        begins = sorted(self._outward(start) for start in starts)
        goals = {(column, row, -x, -y) for column, row, x, y in map(self._outward, ends)}
        came: dict[_State, _State | None] = {}
        waiting: list[_Waiting] = [(0.0, state, None) for state in begins]
        while waiting and len(came) < patience:
            cost, state, before = heapq.heappop(waiting)
            if state in came:
                continue
            came[state] = before
            if state in goals:
                return self._traced(came, state)
            for after in self._following(state, may_turn=before is not None):
                if after not in came:
                    more = self.step(self._point(state), self._point(after))
                    more += self.turn if after[2:] != state[2:] else 0.0
                    if more < float("inf"):
                        heapq.heappush(waiting, (cost + more, after, state))
        return ()

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
