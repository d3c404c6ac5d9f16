"""The columns of the diagram: every stage has one of its own, in all pools.

So what runs up and down in a column meets nothing of another stage: ways to
other stages run over the stages and come down where ways join, ends and waits
hang under the gate, and messages leave the work beside them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from playbook.renderers.picture.bpmn.diagram import HEAD, LEFT
from playbook.renderers.picture.bpmn.parts import Beside, Model

TASK: Final = 150.0
STEP: Final = 130.0
STEP_GAP: Final = 25.0
_WIDTH: Final = 390.0
_JOIN, _BUS, _WORK, _GATE = 25.0, 65.0, 80.0, 295.0


@dataclass(frozen=True)
class Columns:
    """Where things stand in a column, counted from the left of the diagram."""

    model: Model

    @cached_property
    def pools(self) -> tuple[Beside, ...]:
        """The pools beside the seller's."""
        return (*([self.model.buyer] if self.model.buyer else []), *self.model.tracks)

    @cached_property
    def begin(self) -> float:
        """The middle of the first event."""
        has_lanes = len({cell.owner for cell in self.model.seller.cells}) > 1
        return LEFT + HEAD * (2 if has_lanes else 1) + 50

    @cached_property
    def fork(self) -> float:
        """The middle of the gate behind the first event."""
        return self.begin + 90

    @cached_property
    def _edges(self) -> tuple[float, ...]:
        return tuple(self._each())

    def _each(self) -> Iterator[float]:
        begins = (self.model.seller.begin, *(pool.begin for pool in self.pools))
        has_forks = any(len(begin) > 1 for begin in begins)
        x = self.fork + 100 if has_forks else self.begin + 60
        for place in range(len(self.model.seller.cells)):
            yield x
            rows = (row for pool in self.pools for row in pool.rows)
            most = max((sum(cell == place for _work, cell in row.works) for row in rows), default=0)
            x += max(_WIDTH, _WORK + 60 + (STEP + STEP_GAP) * most)
        yield x

    @property
    def right(self) -> float:
        """The right edge of all pools."""
        return self._edges[-1] + 60

    def join(self, place: int) -> float:
        """The middle of what joins ways before a stage."""
        return self._edges[place] + _JOIN

    def bus(self, place: int) -> float:
        """Where ways go down that lead to other stages."""
        return self._edges[place] + _BUS

    def work(self, place: int) -> float:
        """The left edge of the work."""
        return self._edges[place] + _WORK

    def gate(self, place: int) -> float:
        """The middle of the gate."""
        return self._edges[place] + _GATE

    def gutter(self, place: int) -> float:
        """Between a column and the next."""
        return self._edges[place + 1] - 30
