"""Where every box and lane stands, and where lines may run.

The seller's lane comes in rows from graphviz. The lanes beside it follow these
rows, and the cards at the side stand near the stages they belong to.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from playbook.drawing import text
from playbook.drawing.boxes import Node
from playbook.drawing.flow.grid import Grid, lay_out
from playbook.drawing.flow.links import Link
from playbook.drawing.flow.scene import Lane, Scene
from playbook.drawing.flow.sideline import stand
from playbook.drawing.flow.spacing import STACK_GAP, Stack, cut_rows, gaps, lengths, stacks
from playbook.drawing.geometry import Rect
from playbook.drawing.svg import PlacedLane
from playbook.drawing.theme import STYLES
from playbook.messages import _, p_

MARGIN: Final = 32.0
_TRACK: Final = 11.0
"""How far lines that run side by side are apart."""
_BRACKET: Final = 15.0
"""How far the bracket of what is left from everywhere stands off the lane."""
_CAPTION: Final = 15.0
"""How high the text at the bracket is."""
_PAD: Final = 20.0
_BETWEEN_LANES: Final = 54.0
_RAIL: Final = 9.0
_MOST_TRACKS: Final = 12
_CUT: Final = 34.0
"""How much room it takes to go on in another band."""
_INSIDE: Final = frozenset({"skip", "back"})
"""The kinds of line that run within the seller's lane, left of the stages."""
_OUTSIDE: Final = frozenset({"end", "park", "wake", "continue", "again"})
"""The kinds of line that run left of the seller's lane."""


@dataclass(frozen=True)
class Caption:
    """What is written at the bracket."""

    place: Rect
    words: str


@dataclass
class Layout:
    """The places of boxes by their keys, the lanes, and the channels in which lines may run."""

    places: dict[str, Rect] = field(default_factory=dict)
    cells: dict[str, Rect] = field(default_factory=dict)
    """Each stage with the gates that hang under it."""
    lanes: list[PlacedLane] = field(default_factory=list)
    columns: list[float] = field(default_factory=list)
    rows: list[float] = field(default_factory=list)
    cuts: list[float] = field(default_factory=list)
    """Where the process goes on in the next band."""
    bracket: Rect | None = None
    caption: Caption | None = None
    rails: list[Rect] = field(default_factory=list)
    sides: float = MARGIN
    """The edge along which the cards at the side stand."""

    @property
    def right(self) -> float:
        """How far the picture reaches across the process."""
        return self.lanes[-1].place.right

    @property
    def bottom(self) -> float:
        """How far the picture reaches along the process."""
        return max(rect.bottom for rect in (*self.places.values(), self.lanes[0].place))


def arrange(scene: Scene, links: Sequence[Link]) -> Layout:
    """Put everything in its place.

    Raises:
        EngineFailed: there is no graphviz, or it did not do its work.

    """
    grid = lay_out(scene, links)
    inner, gutter = _inner_lines(grid, links), _gutter(scene, links)
    sides = max((scene.format.across(node.box) for node in scene.sides), default=0.0)
    layout = Layout(sides=MARGIN + sides)
    left = layout.sides + gutter
    _seller(layout, scene, grid, links, left, _PAD + (8 + _TRACK * inner if inner else 0))
    for lane in scene.lanes:
        _beside(layout, scene, lane, grid, links)
    bottom = max(lane.place.bottom for lane in layout.lanes)
    layout.lanes = [replace(lane, place=lane.place.down_to(bottom)) for lane in layout.lanes]
    _bracket(layout, scene)
    reach = Rect(MARGIN, scene.format.head, sides, bottom - scene.format.head)
    layout.places |= stand(scene, links, layout.places, reach, layout.cuts)
    layout.columns = sorted({round(x, 1) for x in _columns(layout, scene, gutter, inner)})
    return layout


def _inner_lines(grid: Grid, links: Sequence[Link]) -> int:
    """How many lines run side by side within the seller's lane, at most."""
    spans = [
        sorted((grid.row[link.source], grid.row[link.target]))
        for link in links
        if link.kind in _INSIDE
        or (link.kind == "next" and grid.row[link.target] - grid.row[link.source] > 1)
    ]
    counts = [sum(first <= row <= last for first, last in spans) for row in range(len(grid.rows))]
    return min(max(counts, default=0), _MOST_TRACKS)


def _gutter(scene: Scene, links: Sequence[Link]) -> float:
    """The room for lines and their labels left of the seller's lane."""
    outside = [link for link in links if link.kind in _OUTSIDE]
    if not (outside or scene.sides):
        return 0.0
    widths = (text.width(link.label, STYLES["tag"], scene.desk.language) for link in outside)
    sizes = (scene.format.size(width, _CAPTION)[0] for width in widths)
    groups = {link.group for link in outside}
    tracks = 40 + _TRACK * min(len(groups), _MOST_TRACKS)
    return max(scene.format.gutter, max(sizes, default=0) + 76, tracks)


def _seller(
    layout: Layout, scene: Scene, grid: Grid, links: Sequence[Link], left: float, pad: float
) -> None:
    cells = {cell.key: cell for block in scene.blocks for cell in block.cells}
    halves = [cells[scene.block[id].card].before for id in scene.spine]
    middle = left + pad + max(halves, default=0.0)
    y = scene.format.head
    room, heights = gaps(scene, grid, links), lengths(scene, grid)
    broken = cut_rows(room, heights, scene.format)
    for number, (gap, height) in enumerate(zip(room, heights, strict=True)):
        cut = y + gap / 2 + _CUT / 2 if number in broken else None
        after = y + gap + (_CUT if cut else 0.0)
        layout.rows += (at for at in _rows(y, after) if cut is None or abs(at - cut) > _TRACK / 2)
        layout.cuts += [cut] if cut else []
        for key in grid.rows[number]:
            x = middle + grid.offset[key] - cells[key].before
            _stand(layout, scene, cells[key].nodes, x, after + height / 2)
        y = after + height
    layout.rows.append(y + 10)
    right = max((place.right for place in layout.places.values()), default=middle)
    place = Rect(left, 0, right + _PAD - left, y + _PAD)
    layout.lanes.append(PlacedLane(place, p_("lane", "Seller").upper(), scene.owner, "seller"))


def _stand(layout: Layout, scene: Scene, nodes: Sequence[Node], x: float, middle: float) -> None:
    """Put the boxes of a cell side by side."""
    for node in nodes:
        across, along = scene.format.across(node.box), scene.format.along(node.box)
        layout.places[node.key] = Rect(x, middle - along / 2, across, along)
        x += across
    first = layout.places[nodes[0].key]
    layout.cells[nodes[0].key] = Rect(first.x, first.y, x - first.x, first.height)


def _rows(above: float, below: float) -> Iterator[float]:
    """The heights between two rows at which lines may run."""
    if below == above:
        return iter((above - 10,))
    count = max(1, int((below - above - 16) // 10))
    return (above + 10 + 10 * number for number in range(count))


def _beside(layout: Layout, scene: Scene, lane: Lane, grid: Grid, links: Sequence[Link]) -> None:
    """A lane beside the seller's: its boxes on the heights of the stages they go with."""
    rails = _rails(layout, lane)
    found = stacks(scene, lane, grid)
    room = 18 + len({x for x, _rail in rails}) * _RAIL
    left = layout.right + _BETWEEN_LANES + _TRACK * _tracks(lane, found, grid, links)
    middle = left + room + max(stack.lead for stack in found) / 2
    y = scene.format.head
    for stack in found:
        height = layout.places[grid.rows[stack.row][0]].middle[1]
        for node, place in stack.places((middle, height), y):
            layout.places[node.key] = place
            y = place.bottom + STACK_GAP
    layout.rails += [Rect(left + x, rail.y, 0, rail.height) for x, rail in rails]
    right = max(layout.places[each.node.key].right for each in lane.companions)
    place = Rect(left, 0, right + 18 - left, y - STACK_GAP + _PAD)
    layout.lanes.append(PlacedLane(place, lane.name, lane.note, lane.tone))


def _tracks(lane: Lane, found: Sequence[Stack], grid: Grid, links: Sequence[Link]) -> int:
    """How many lines bend on their way to a lane, beyond those for which there is room anyway."""
    if lane.tone != "buyer":
        return 0
    level = {stack.nodes[0].key: stack.row for stack in found}
    bent = [
        link
        for link in links
        if link.kind == "map" and level.get(link.target) != grid.row.get(link.source)
    ]
    return min(max(len(bent) - 2, 0), _MOST_TRACKS)


def _rails(layout: Layout, lane: Lane) -> list[tuple[float, Rect]]:
    """How far each phase of a track reaches, and how far off the lane's edge that is shown."""
    ends: list[float] = []
    found = []
    for each in lane.companions:
        if each.beside:
            top = min(layout.places[card].y for card, _last in each.beside)
            bottom = max(layout.places[last].bottom for _card, last in each.beside)
            free = [number for number, end in enumerate(ends) if end < top]
            number = free[0] if free else len(ends)
            ends[number : number + 1] = [bottom]
            found.append((14 + _RAIL * number, Rect(0, top, 0, bottom - top)))
    return found


def _bracket(layout: Layout, scene: Scene) -> None:
    """The bracket along the stages that a deal may leave from everywhere."""
    before = [block for block in scene.blocks if block.stage.is_before_the_sale]
    if scene.from_everywhere and before:
        top = min(layout.places[block.card].y for block in before) + 6
        bottom = max(layout.places[block.last].bottom for block in before) - 6
        x = layout.lanes[0].place.x - _BRACKET
        layout.bracket = Rect(x, top, 0, bottom - top)
        layout.caption = _caption(scene, x, top)


def _caption(scene: Scene, x: float, top: float) -> Caption:
    """What is written over the beginning of the bracket, or before it."""
    style, language = STYLES["tag"], scene.desk.language
    is_down = scene.format.direction == "down"
    room = x - MARGIN if is_down else top - 8
    words = text.cut(_("from every stage"), room, style, language)
    width = text.width(words, style, language)
    if is_down:
        return Caption(Rect(x + 8 - width, top - 19, width, _CAPTION), words)
    return Caption(Rect(x - _CAPTION / 2, top - 8 - width, _CAPTION, width), words)


def _columns(layout: Layout, scene: Scene, gutter: float, inner: int) -> Iterator[float]:
    """The channels for upright lines: within the seller's lane, left of it, and between the lanes."""
    lane = layout.lanes[0].place
    cards = [layout.cells[cell.key] for block in scene.blocks for cell in block.cells]
    line = min((place.x for place in cards), default=lane.x)
    yield from (line - 14 - _TRACK * number for number in range(inner))
    for number in range(int((gutter - 24) // _TRACK)):
        x = lane.x - 14 - _TRACK * number
        if layout.bracket is None or abs(x - layout.bracket.x) > _TRACK - 2:
            yield x
    for edge in {place.right for place in cards}:
        is_last = all(place.x < edge for place in cards)
        yield from (edge + 3 + _TRACK * number for number in range(1, 2 if is_last else 5))
    for before, after in pairwise(layout.lanes):
        room = after.place.x - before.place.right - 20
        yield from (
            before.place.right + 10 + _TRACK * number for number in range(int(room / _TRACK) + 1)
        )
