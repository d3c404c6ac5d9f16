"""Where every box and lane stands, and where lines may run.

The seller's lane comes in rows from graphviz. The lanes beside it follow these
rows, and the cards at the side stand near the stages they belong to.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from playbook.drawing import text
from playbook.drawing.cards import CARD
from playbook.drawing.geometry import Rect
from playbook.drawing.grid import Grid, lay_out
from playbook.drawing.links import Link
from playbook.drawing.scene import Lane, Scene
from playbook.drawing.sideline import stand
from playbook.drawing.sides import SIDE
from playbook.drawing.spacing import STACK_GAP, gaps, stacks
from playbook.drawing.theme import STYLES
from playbook.messages import _, p_

MARGIN: Final = 32.0
LANE_HEAD: Final = 44.0
_TRACK: Final = 11.0
"""How far lines that run side by side are apart."""
_BRACKET: Final = 15.0
"""How far the bracket of what is left from everywhere stands off the lane."""
_PAD: Final = 20.0
_BETWEEN_LANES: Final = 54.0
_RAIL: Final = 9.0
_MOST_TRACKS: Final = 12
_INSIDE: Final = frozenset({"skip", "back"})
"""The kinds of line that run within the seller's lane, left of the stages."""
_OUTSIDE: Final = frozenset({"end", "park", "wake", "continue", "again"})
"""The kinds of line that run left of the seller's lane."""


@dataclass(frozen=True)
class PlacedLane:
    """A lane and what is written over it."""

    place: Rect
    name: str
    note: str
    tone: str


@dataclass(frozen=True)
class Caption:
    """What is written over the bracket."""

    place: Rect
    words: str


@dataclass
class Layout:
    """The places of boxes by their keys, the lanes, and the channels in which lines may run."""

    places: dict[str, Rect] = field(default_factory=dict)
    lanes: list[PlacedLane] = field(default_factory=list)
    columns: list[float] = field(default_factory=list)
    rows: list[float] = field(default_factory=list)
    bracket: Rect | None = None
    caption: Caption | None = None
    rails: list[Rect] = field(default_factory=list)

    @property
    def right(self) -> float:
        """How far the picture reaches."""
        return self.lanes[-1].place.right

    @property
    def bottom(self) -> float:
        """How far down the picture reaches."""
        return max(rect.bottom for rect in (*self.places.values(), self.lanes[0].place))

    def moved(self, down: float) -> "Layout":
        """The same, so much further down."""
        return Layout(
            places={key: place.moved(down) for key, place in self.places.items()},
            lanes=[replace(lane, place=lane.place.moved(down)) for lane in self.lanes],
            columns=self.columns,
            rows=[row + down for row in self.rows],
            bracket=self.bracket.moved(down) if self.bracket else None,
            caption=self.caption and replace(self.caption, place=self.caption.place.moved(down)),
            rails=[rail.moved(down) for rail in self.rails],
        )


def arrange(scene: Scene, links: Sequence[Link]) -> Layout:
    """Put everything in its place.

    Raises:
        EngineFailed: there is no graphviz, or it did not do its work.

    """
    grid = lay_out(scene, links)
    inner, gutter = _inner_lines(grid, links), _gutter(scene, links)
    layout = Layout()
    left = MARGIN + gutter + (SIDE if scene.sides else 0)
    _seller(layout, scene, grid, links, left, _PAD + (8 + _TRACK * inner if inner else 0))
    for lane in scene.lanes:
        _beside(layout, scene, lane, grid, links)
    bottom = max(lane.place.bottom for lane in layout.lanes)
    layout.lanes = [replace(lane, place=lane.place.down_to(bottom)) for lane in layout.lanes]
    _bracket(layout, scene)
    reach = Rect(MARGIN, LANE_HEAD, 0, bottom - LANE_HEAD)
    layout.places |= stand(scene, links, layout.places, reach)
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
    outside = [link.label for link in links if link.kind in _OUTSIDE]
    if not (outside or scene.sides):
        return 0.0
    sizes = (text.width(label, STYLES["tag"], scene.desk.language) for label in outside)
    return max(96.0, max(sizes, default=0) + 76, 40 + _TRACK * min(len(outside), _MOST_TRACKS))


def _seller(
    layout: Layout, scene: Scene, grid: Grid, links: Sequence[Link], left: float, pad: float
) -> None:
    boxes = {node.key: node.box for block in scene.blocks for node in block.nodes}
    cards = [boxes[scene.block[id].card].width for id in scene.spine]
    middle = left + pad + max(cards, default=CARD) / 2
    y = LANE_HEAD
    for gap, row in zip(gaps(scene, grid, links, boxes), grid.rows, strict=True):
        layout.rows += _rows(y, y + gap)
        y += gap
        height = max(boxes[key].height for key in row)
        for key in row:
            box = boxes[key]
            x = middle + grid.offset[key] - box.width / 2
            layout.places[key] = Rect(x, y + (height - box.height) / 2, box.width, box.height)
        y += height
    layout.rows.append(y + 10)
    right = max((place.right for place in layout.places.values()), default=middle + CARD / 2)
    place = Rect(left, 0, right + _PAD - left, y + _PAD)
    layout.lanes.append(PlacedLane(place, p_("lane", "Seller").upper(), scene.owner, "seller"))


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
    level = {stack.nodes[0].key: stack.row for stack in found}
    bent = [
        link
        for link in links
        if link.kind == "map" and level.get(link.target) != grid.row.get(link.source)
    ]
    tracks = min(max(len(bent) - 2, 0), _MOST_TRACKS) if lane.tone == "buyer" else 0
    left = layout.right + _BETWEEN_LANES + _TRACK * tracks
    y = LANE_HEAD - STACK_GAP
    for stack in found:
        middle = layout.places[grid.rows[stack.row][0]].middle[1]
        for node in stack.nodes:
            wanted = middle - node.box.height / 2 if node is stack.nodes[0] else 0.0
            y = max(y + STACK_GAP, wanted)
            layout.places[node.key] = Rect(left + room, y, node.box.width, node.box.height)
            y += node.box.height
    layout.rails += [Rect(left + x, rail.y, 0, rail.height) for x, rail in rails]
    width = room + max(each.node.box.width for each in lane.companions) + 18
    layout.lanes.append(PlacedLane(Rect(left, 0, width, y + _PAD), lane.name, lane.note, lane.tone))


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
        style, language = STYLES["tag"], scene.desk.language
        words = text.cut(_("from every stage"), x - MARGIN, style, language)
        width = text.width(words, style, language)
        layout.caption = Caption(Rect(x + 8 - width, top - 19, width, 15), words)


def _columns(layout: Layout, scene: Scene, gutter: float, inner: int) -> Iterator[float]:
    """The channels for upright lines: within the seller's lane, left of it, and between the lanes."""
    lane = layout.lanes[0].place
    cards = [layout.places[block.card] for block in scene.blocks]
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
