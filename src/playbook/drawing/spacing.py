"""How far apart the rows of the picture are, so that everything beside them finds room."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from playbook.drawing.boxes import Box
from playbook.drawing.grid import Grid
from playbook.drawing.links import Link
from playbook.drawing.scene import Lane, Node, Scene

STACK_GAP: Final = 26.0
"""The room between two boxes in a lane beside the seller's."""
_GAP: Final = 26.0
PART: Final = 17.0
MERGE: Final = 9.0
"""How far over a box lines part, and how far under one they come together again."""
_LINE: Final = 10.0
"""The room for one line more that turns between two rows."""


@dataclass
class Stack:
    """Boxes in a lane beside the seller's that go with the same row: the first stands on its height."""

    row: int
    nodes: list[Node] = field(default_factory=list)

    @property
    def above(self) -> float:
        """How far it reaches over the middle of its row."""
        return self.nodes[0].box.height / 2

    @property
    def below(self) -> float:
        """How far it reaches under the middle of its row."""
        rest = sum(STACK_GAP + node.box.height for node in self.nodes[1:])
        return self.nodes[0].box.height / 2 + rest


def stacks(scene: Scene, lane: Lane, grid: Grid) -> list[Stack]:
    """The boxes of a lane by the rows they go with, in the author's order from top to bottom."""
    found: list[Stack] = []
    for each, row in zip(lane.companions, _rows(scene, lane, grid), strict=True):
        if not found or row > found[-1].row:
            found.append(Stack(row))
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


def gaps(scene: Scene, grid: Grid, links: Sequence[Link], boxes: Mapping[str, Box]) -> list[float]:
    """The room over each row: for arrows, for lines that turn there, and for the lanes beside."""
    found = [0.0, *(_GAP for _row in grid.rows[1:])]
    for row, count in enumerate(_turning(grid, links)):
        found[row] += _LINE * min(count, 6)
    heights = [max(boxes[key].height for key in row) for row in grid.rows]
    for lane in scene.lanes:
        _stretch(found, heights, stacks(scene, lane, grid))
    return found


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
