"""The rows of the seller's lane, from graphviz: what is on one height, and what stands beside what."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Final

from playbook.drawing import engine
from playbook.drawing.flow.links import Link
from playbook.drawing.flow.scene import Scene

_IN_BLOCK, _ON_LINE, _ELSE = 100, 50, 1
_BETWEEN: Final = 54.0
"""The room between boxes in a row."""


@dataclass(frozen=True)
class Grid:
    """The seller's boxes in rows from top to bottom, and how far each stands right of the line."""

    rows: tuple[tuple[str, ...], ...]
    offset: Mapping[str, float]

    @cached_property
    def row(self) -> Mapping[str, int]:
        """The row that each box stands in."""
        return {key: number for number, row in enumerate(self.rows) for key in row}


def lay_out(scene: Scene, links: Sequence[Link]) -> Grid:
    """Have the seller's boxes laid out.

    The engine says which boxes are on one height, and in what order they stand
    from the line to the right; the distances are ours, so they are the same
    with every engine.

    Raises:
        EngineFailed: there is no graphviz, or it did not do its work.

    """
    cells = [cell for block in scene.blocks for cell in block.cells]
    line = [cell.key for id in scene.spine for cell in scene.block[id].cells]
    level = tuple(_level(scene))
    plan = engine.Plan(
        sizes={cell.key: (cell.before + cell.after, cell.along) for cell in cells},
        arrows=_arrows(scene, links),
        level=level,
        line=frozenset(line),
    )
    grid = _grid(engine.place(plan), line)
    if any(offset < 0 for offset in grid.offset.values()):
        ordered = tuple(dict.fromkeys((*level, *_to_the_right(grid, line))))
        grid = _grid(engine.place(replace(plan, level=ordered)), line)
    return _packed(scene, grid)


def _level(scene: Scene) -> Iterator[tuple[str, str]]:
    """From each stage on the line to those beside it, one after the other in the author's order."""
    last = {id: scene.block[id].card for id in scene.spine}
    for id, anchor in scene.beside.items():
        yield last[anchor], scene.block[id].first
        last[anchor] = scene.block[id].first


def _grid(places: Mapping[str, tuple[float, float]], line: Sequence[str]) -> Grid:
    rows: dict[int, list[str]] = defaultdict(list)
    for key, (_x, y) in places.items():
        rows[round(y)].append(key)
    middle = next((places[key][0] for key in line), 0.0)
    offset = {key: 0.0 if key in line else round(places[key][0] - middle) for key in places}
    return Grid(tuple(tuple(rows[y]) for y in sorted(rows)), offset)


def _to_the_right(grid: Grid, line: Sequence[str]) -> Iterator[tuple[str, str]]:
    """In each row: the box on the line, and those that are to stand right of it."""
    for row in grid.rows:
        on_line = [key for key in row if key in line]
        yield from ((on_line[0], key) for key in row if on_line and key not in line)


def _packed(scene: Scene, grid: Grid) -> Grid:
    """The stages beside the line in the same order, straight over their gates, clear of each other."""
    free = [0.0 for _row in grid.rows]
    offset: dict[str, float] = {}
    for block in sorted(scene.blocks, key=lambda block: abs(grid.offset[block.card])):
        rows = [grid.row[cell.key] for cell in block.cells]
        before = max(cell.before for cell in block.cells)
        after = max(cell.after for cell in block.cells)
        on_line = block.stage.id in scene.spine
        middle = 0.0 if on_line else max(free[row] + before for row in rows)
        offset |= {cell.key: middle for cell in block.cells}
        for row in rows:
            free[row] = middle + after + _BETWEEN
    return Grid(grid.rows, offset)


def _arrows(scene: Scene, links: Sequence[Link]) -> tuple[engine.Arrow, ...]:
    """What the layout follows: blocks hold together, the line is straight, no arrow leads up."""
    arrows = [*_within_blocks(scene), *_between_blocks(scene, links)]
    owner = {cell.key: block.stage.id for block in scene.blocks for cell in block.cells}
    reached = {owner[arrow.target] for arrow in arrows if arrow.weight < _IN_BLOCK}
    reached |= {*scene.flow.starts, *scene.beside}
    for before, block in pairwise(scene.blocks):
        if block.stage.id not in reached and not _leads(arrows, block.first, before.first):
            arrows.append(engine.Arrow(before.first, block.first, 0))
    return tuple(arrows)


def _within_blocks(scene: Scene) -> Iterator[engine.Arrow]:
    for block in scene.blocks:
        for above, below in pairwise(block.cells):
            yield engine.Arrow(above.key, below.key, _IN_BLOCK)


def _between_blocks(scene: Scene, links: Sequence[Link]) -> Iterator[engine.Arrow]:
    """From stage to stage. Past others on the line there is none: the line itself says enough."""
    owner = {cell.key: block.stage.id for block in scene.blocks for cell in block.cells}
    place = {id: number for number, id in enumerate(scene.spine)}
    for link in links:
        if link.kind != "next" or owner[link.source] == owner[link.target]:
            continue
        source, target = owner[link.source], owner[link.target]
        if target in scene.beside:
            continue
        if source in place and target in place:
            if place[target] == place[source] + 1:
                yield engine.Arrow(link.source, link.target, _ON_LINE)
            continue
        anchor = scene.beside.get(source)
        if anchor is None or place.get(target, len(place)) > place[anchor]:
            yield engine.Arrow(link.source, link.target, _ELSE)


def _leads(arrows: Sequence[engine.Arrow], begin: str, end: str) -> bool:
    """Whether arrows lead from one box to another."""
    seen = {begin}
    waiting = [begin]
    for key in waiting:
        following = {arrow.target for arrow in arrows if arrow.source == key} - seen
        seen |= following
        waiting += sorted(following)
    return end in seen
