"""How far apart the rows of the picture are, so that everything beside them finds room."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from playbook.drawing.boxes import Box, Node
from playbook.drawing.flow.format import Format
from playbook.drawing.flow.grid import Grid
from playbook.drawing.flow.links import Link
from playbook.drawing.flow.scene import Lane, Scene
from playbook.drawing.geometry import Point, Rect

STACK_GAP: Final = 26.0
"""The room between two boxes in a lane beside the seller's."""
PART: Final = 17.0
MERGE: Final = 9.0
"""How far over a box lines part, and how far under one they come together again."""
_LINE: Final = 10.0
"""The room for one line more that turns between two rows."""


@dataclass
class Stack:
    """Boxes in a lane beside the seller's that go with the same row: the first stands on its height.

    The others follow it along the process, or stand beside it where the format is folded.
    """

    row: int
    format: Format
    nodes: list[Node] = field(default_factory=list)

    @property
    def above(self) -> float:
        """How far it reaches over the middle of its row."""
        sizes = list(map(self.format.along, self._boxes))
        return (max(sizes) if self.format.is_folded else sizes[0]) / 2

    @property
    def below(self) -> float:
        """How far it reaches under the middle of its row."""
        if self.format.is_folded:
            return self.above
        rest = math.fsum(STACK_GAP + self.format.along(box) for box in self._boxes[1:])
        return self.above + rest

    @property
    def lead(self) -> float:
        """How much room the first box takes across the process."""
        return self.format.across(self._boxes[0])

    def places(self, middle: Point, top: float) -> Iterator[tuple[Node, Rect]]:
        """Where each box stands, if the first has this middle and begins no higher than the top."""
        x, y = middle
        y = max(top, y - self.above)
        for number, node in enumerate(self.nodes):
            across, along = self.format.across(node.box), self.format.along(node.box)
            if self.format.is_folded:
                left = x - across / 2 if number == 0 else x
                yield node, Rect(left, middle[1] - along / 2, across, along)
                x = left + across + STACK_GAP
            else:
                yield node, Rect(x - across / 2, y, across, along)
                y += along + STACK_GAP

    @property
    def _boxes(self) -> list[Box]:
        return [node.box for node in self.nodes]


def stacks(scene: Scene, lane: Lane, grid: Grid) -> list[Stack]:
    """The boxes of a lane by the rows they go with, in the author's order from top to bottom."""
    found: list[Stack] = []
    for each, row in zip(lane.companions, _rows(scene, lane, grid), strict=True):
        if not found or row > found[-1].row:
            found.append(Stack(row, scene.format))
        found[-1].nodes.append(each.node)
    return found


def _rows(scene: Scene, lane: Lane, grid: Grid) -> Iterator[int]:
    """The row of each box: its stage's, else that of the one before; all evenly if no stage is named."""
    cards = [grid.row[scene.block[id].card] for id in scene.spine]
    sale = [grid.row[block.card] for block in scene.blocks if block.stage.kind == "won"]
    count = len(lane.companions)
    row = cards[0]
    for place, each in enumerate(lane.companions):
        if each.anchor is not None:
            row = grid.row[each.anchor]
        elif each.is_late:
            row = max((row, *sale))
        elif all(other.anchor is None for other in lane.companions):
            row = cards[place * len(cards) // count]
        yield row


def gaps(scene: Scene, grid: Grid, links: Sequence[Link]) -> list[float]:
    """The room over each row: for arrows, for lines that turn there, and for the lanes beside."""
    found = [0.0, *(scene.format.gap for _row in grid.rows[1:])]
    for row, count in enumerate(_turning(grid, links)):
        found[row] += _LINE * min(count, 6)
    heights = lengths(scene, grid)
    for lane in scene.lanes:
        _stretch(found, heights, stacks(scene, lane, grid))
    return found


def lengths(scene: Scene, grid: Grid) -> list[float]:
    """How long each row is."""
    cells = {cell.key: cell for block in scene.blocks for cell in block.cells}
    return [max(cells[key].along for key in row) for row in grid.rows]


def cut_rows(found: Sequence[float], heights: Sequence[float], format: Format) -> frozenset[int]:
    """The rows that begin a new band, so that all are about as long and none is too long."""
    begins = [
        middle - height / 2
        for middle, height in zip(_middles(found, heights), heights, strict=True)
    ]
    total = math.fsum(found) + math.fsum(heights)
    count = math.ceil(total / (format.longest - format.head))
    rows = range(1, len(begins))
    wanted = (total * number / count for number in range(1, count))
    return frozenset(min(rows, key=lambda row: abs(begins[row] - at)) for at in wanted if rows)


def _turning(grid: Grid, links: Sequence[Link]) -> list[int]:
    """How many lines turn over each row."""
    counts = [0 for _row in grid.rows]
    for link in links:
        source, target = grid.row.get(link.source), grid.row.get(link.target)
        if source is None or target is None:
            continue
        if link.kind == "skip":
            counts[source] += 1
            if target + 1 < len(counts):
                counts[target + 1] += 1
        elif link.kind == "next" and target > source:
            bends = grid.offset[link.source] != grid.offset[link.target]
            counts[target] += bends and not counts[target]
    return counts


def _middles(found: Sequence[float], heights: Sequence[float]) -> list[float]:
    """The middle of every row, counted from the top of the first."""
    places, y = [], 0.0
    for gap, height in zip(found, heights, strict=True):
        places.append(y + gap + height / 2)
        y += gap + height
    return places


def _stretch(found: list[float], heights: Sequence[float], lane: Sequence[Stack]) -> None:
    """Move rows down until no stack of a lane runs into the next."""
    if lane:
        short = lane[0].above - _middles(found, heights)[lane[0].row]
        found[lane[0].row] += max(short, 0)
    for one, other in pairwise(lane):
        places = _middles(found, heights)
        room = places[other.row] - places[one.row]
        found[other.row] += max(one.below + STACK_GAP + other.above - room, 0)
