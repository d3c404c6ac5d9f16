"""The two directions in which a process can be drawn, and the measures that belong to each.

Everything is laid out as if the process ran down the page: *along* it is
downward, *across* it is to the right. A process that runs to the right is laid
out with its boxes turned, and turned as a whole when all is in its place.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from playbook.drawing.boxes import Box, Node

Direction = Literal["down", "right"]


@dataclass(frozen=True)
class Cell:
    """Boxes that stand together: one box, or a card with its gates folded under it.

    ``before`` and ``after`` say how far they reach to both sides of the line
    through the middle of the first, ``along`` how long they are.
    """

    nodes: tuple[Node, ...]
    before: float
    after: float
    along: float

    @property
    def key(self) -> str:
        """The name of the first box, by which lines find the cell."""
        return self.nodes[0].key


@dataclass(frozen=True, kw_only=True)
class Format:
    """A direction with its measures: first the widths of boxes as they are read."""

    direction: Direction
    card: float
    gate: float
    beside: float
    """A stage beside the line, and the gate of one."""
    beside_gate: float
    step: float
    phase: float
    side: float
    head: float
    """How much of a lane's beginning its name takes."""
    gap: float
    """The room between two stages on the line."""
    gutter: float
    """The least room between the seller's lane and the cards at the side."""
    is_folded: bool
    """Whether gates hang under their cards, and what goes with the same stage stands in a stack."""
    longest: float = math.inf
    """How long the process may become before it is broken into bands."""

    def across(self, box: Box) -> float:
        """How much room a box takes across the process."""
        return box.width if self.direction == "down" else box.height

    def along(self, box: Box) -> float:
        """How much room a box takes along the process."""
        return box.height if self.direction == "down" else box.width

    def size(self, width: float, height: float) -> tuple[float, float]:
        """Across and along, of what is so wide and so high to its reader."""
        return (width, height) if self.direction == "down" else (height, width)

    def cells(self, nodes: Sequence[Node]) -> tuple[Cell, ...]:
        """The boxes of a stage as they stand: one after the other, or folded into one cell."""
        groups = [tuple(nodes)] if self.is_folded else [(node,) for node in nodes]
        return tuple(map(self._cell, groups))

    def _cell(self, nodes: tuple[Node, ...]) -> Cell:
        sizes = [self.across(node.box) for node in nodes]
        before = sizes[0] / 2
        return Cell(
            nodes, before, math.fsum(sizes) - before, max(self.along(node.box) for node in nodes)
        )


FORMATS: Final[Mapping[Direction, Format]] = {
    "down": Format(
        direction="down",
        card=280,
        gate=244,
        beside=226,
        beside_gate=206,
        step=232,
        phase=208,
        side=172,
        head=44,
        gap=26,
        gutter=96,
        is_folded=False,
    ),
    "right": Format(
        direction="right",
        card=202,
        gate=182,
        beside=202,
        beside_gate=182,
        step=194,
        phase=194,
        side=172,
        head=132,
        gap=36,
        gutter=62,
        is_folded=True,
        longest=2440,
    ),
}
