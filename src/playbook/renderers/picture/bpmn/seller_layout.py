"""The places of the seller's pool: lanes for the owners, and in them the stages from left to right."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from playbook.drawing.geometry import Point, Rect
from playbook.renderers.picture.bpmn.columns import TASK, Columns
from playbook.renderers.picture.bpmn.diagram import EVENT, GATE, HEAD, LEFT, Diagram
from playbook.renderers.picture.bpmn.parts import Cell, Element, Exit, Flow, Seller

_LEVEL: Final = 22.0
"""How far ways over the stages are apart."""
_BUS: Final = 14.0
_ROOM: Final = 50.0
"""The room over the work for the name of a gate."""
_PAD: Final = 22.0
_NEXT: Final = 56.0
"""How wide the name of a way to the next stage may become."""
_LEAST: Final = 80.0


@dataclass
class _Lane:
    """A lane while it is laid out."""

    owner: str
    places: list[int]
    up: list[str] = field(default_factory=list)
    """What is reached over the stages, one level for each."""
    home: list[str] = field(default_factory=list)
    """What is reached below the ends and waits."""
    top: float = 0.0
    middle: float = 0.0
    under: float = 0.0
    """Where the ends and waits begin."""
    bus: float = 0.0
    bottom: float = 0.0

    def level(self, target: str) -> float:
        """How high the way to a stage runs."""
        return self.top + 20 + _LEVEL * self.up.index(target)

    def below(self, target: str) -> float:
        """How low the way home to a stage runs."""
        return self.bus + _BUS * self.home.index(target)


class SellerLayout:
    """Lays out the seller's pool into a diagram."""

    def __init__(self, diagram: Diagram, pool: Seller, columns: Columns, names: list[str]) -> None:
        self.diagram = diagram
        self.pool = pool
        self.columns = columns
        self.cells = pool.cells
        self.place_of = {cell.first.id: place for place, cell in enumerate(pool.cells)}
        self.lanes = self._lanes(names)
        self.lane_of = {place: lane for lane in self.lanes for place in lane.places}

    @cached_property
    def leaving(self) -> dict[str, list[Flow]]:
        """The flows by what they come from."""
        found: dict[str, list[Flow]] = {}
        for flow in self.pool.flows:
            found.setdefault(flow.source, []).append(flow)
        return found

    def _lanes(self, names: list[str]) -> list[_Lane]:
        """A lane for each owner; where nobody works, the one before goes on."""
        found: dict[str, _Lane] = {}
        last = names[0]
        for place, cell in enumerate(self.cells):
            last = names[place] if cell.work.tag == "task" else last
            found.setdefault(last, _Lane(last, [])).places.append(place)
        return list(found.values())

    def arrange(self, top: float) -> float:
        """Place everything below ``top``, and say where it ends."""
        y = top
        for lane in self.lanes:
            self._measure(lane, y)
            y = lane.bottom
        for lane in self.lanes:
            for place in lane.places:
                self._cell(place, lane)
        self._begin()
        for place in range(len(self.cells)):
            self._flows(place)
        self.diagram.shapes["pool_seller"] = Rect(LEFT, top, self.columns.right - LEFT, y - top)
        if len(self.lanes) > 1:
            for lane in self.lanes:
                self._lane(lane)
        return y

    def _lane(self, lane: _Lane) -> None:
        x = LEFT + HEAD
        place = Rect(x, lane.top, self.columns.right - x, lane.bottom - lane.top)
        inside = [element.id for each in lane.places for element in self.cells[each].elements()]
        if 0 in lane.places:
            inside = [*(element.id for element in self.pool.begin), *inside]
        self.diagram.lanes.append((lane.owner, place, tuple(inside)))

    def _measure(self, lane: _Lane, top: float) -> None:
        lane.top = top
        for place in lane.places:
            cell = self.cells[place]
            for flow in self.leaving.get(cell.last.id, ()):
                target = self.place_of.get(flow.target)
                if target not in (None, place, place + 1) and flow.target not in lane.up:
                    lane.up.append(flow.target)
            for each in cell.exits:
                home = self._home(each)
                if home and self.place_of[home] != place and home not in lane.home:
                    lane.home.append(home)
        if 0 in lane.places:
            lane.up += [
                flow.target
                for flow in self.leaving[self.pool.begin[-1].id]
                if self.place_of.get(flow.target, 0) > 0 and flow.target not in lane.up
            ]
        works = [self.cells[place].work for place in lane.places]
        height = self.diagram.work_height(works, TASK, _LEAST)
        lane.middle = top + 20 + _LEVEL * len(lane.up) + _ROOM + height / 2
        lane.under = lane.middle + height / 2 + 30
        depth = max(self._depth(self.cells[place]) for place in lane.places)
        lane.bus = lane.under + depth + 6
        lane.bottom = lane.bus + _BUS * len(lane.home) + _PAD

    def _home(self, each: Exit) -> str:
        flows = [flow for wait in each.waits for flow in self.leaving.get(wait.id, ())]
        return flows[0].target if flows else ""

    def _depth(self, cell: Cell) -> float:
        return 0.0 if _is_inline(cell) else sum(height for _e, height in self._rows(cell))

    def _rows(self, cell: Cell) -> Iterator[tuple[Element, float]]:
        """What stands under a gate, row by row, and how high each row is."""
        for each in cell.exits:
            for element in each.waits or each.elements:
                height = self.diagram.size(element.name)[1]
                yield element, (EVENT + height + 20 if element.wait else max(EVENT, height) + 14)

    def _cell(self, place: int, lane: _Lane) -> None:
        cell, y = self.cells[place], lane.middle
        if cell.join:
            self.diagram.put(cell.join, self.columns.join(place), y)
        x = self.columns.work(place)
        if cell.work.tag == "task":
            height = (lane.under - 30 - lane.middle) * 2
            self.diagram.shapes[cell.work.id] = Rect(x, y - height / 2, TASK, height)
        else:
            self.diagram.put(cell.work, x + TASK / 2, y)
            self.diagram.name_under(cell.work)
        if cell.gate:
            gate = self.diagram.put(cell.gate, self.columns.gate(place), y)
            width, height = self.diagram.size(cell.gate.name, 84)
            self.diagram.labels[cell.gate.id] = Rect(
                gate.middle[0] + 6, gate.y - 4 - height, width, height
            )
        self._exits(place, lane)

    def _exits(self, place: int, lane: _Lane) -> None:
        cell, x, y = self.cells[place], self.columns.gate(place), lane.under
        if _is_inline(cell):
            self.diagram.put(cell.exits[0].elements[0], x, lane.middle)
            self.diagram.name_under(cell.exits[0].elements[0])
            return
        heights = {element.id: height for element, height in self._rows(cell)}
        for each in cell.exits:
            has_gate = len(each.waits) > 1
            if has_gate:
                self.diagram.put(each.elements[0], x - GATE, y + GATE / 2)
            for element in each.waits or each.elements:
                height = heights[element.id]
                if element.wait:
                    self.diagram.put(element, x - (140 if has_gate else 46), y + GATE / 2)
                    self.diagram.name_under(element)
                else:
                    self.diagram.put(element, x - 46, y + height / 2)
                    self.diagram.name_before(element)
                y += height

    def _begin(self) -> None:
        begin = self.pool.begin
        y = self.lane_of[0].middle
        first = self.diagram.put(begin[0], self.columns.begin, y)
        self.diagram.name_under(begin[0])
        if len(begin) > 1:
            gate = self.diagram.put(begin[1], self.columns.fork, y)
            self.diagram.draw(self.leaving[begin[0].id][0].id, _right(first), _left(gate))
            width, height = self.diagram.size(begin[1].name, 90)
            self.diagram.labels[begin[1].id] = Rect(
                gate.middle[0] - width / 2, gate.bottom + 4, width, height
            )
        for flow in self.leaving[begin[-1].id]:
            self._on(flow, begin[-1], -1, self.lane_of[0])

    def _flows(self, place: int) -> None:
        cell, lane = self.cells[place], self.lane_of[place]
        shapes = self.diagram.shapes
        for source in filter(None, (cell.join, cell.work, cell.gate)):
            for flow in self.leaving.get(source.id, ()):
                if flow.target in self.place_of:
                    self._on(flow, source, place, lane)
                elif flow.target in (cell.work.id, cell.gate.id if cell.gate else ""):
                    self.diagram.draw(
                        flow.id, _right(shapes[source.id]), _left(shapes[flow.target])
                    )
                else:
                    self._out(flow, source, place)
        for each in cell.exits:
            for element in each.elements:
                for flow in self.leaving.get(element.id, ()):
                    if element.wait:
                        self._homeward(flow, element, place, lane)
                    else:
                        self._to_wait(flow, element)

    def _on(self, flow: Flow, source: Element, place: int, lane: _Lane) -> None:
        """On to another stage: straight to the next, over the stages to others."""
        target = self.place_of[flow.target]
        shape, goal = self.diagram.shapes[source.id], self.diagram.shapes[flow.target]
        if target == place + 1:
            x = self.columns.gutter(place) if place >= 0 else goal.x - 20
            middle, end = shape.middle[1], goal.middle[1]
            self.diagram.draw(flow.id, _right(shape), (x, middle), (x, end), _left(goal))
            if flow.name:
                width, height = self.diagram.size(flow.name, _NEXT)
                self.diagram.labels[flow.id] = Rect(shape.right + 2, middle + 5, width, height)
            return
        level, x = lane.level(flow.target), shape.middle[0]
        self.diagram.draw(flow.id, (x, shape.y), (x, level), *self._down(target, level))
        if flow.name:
            width, height = self.diagram.size(flow.name, 150)
            left = x + 6 if target > place else x - 6 - width
            self.diagram.labels[flow.id] = Rect(left, level - height - 1, width, height)

    def _down(self, target: int, level: float) -> tuple[Point, ...]:
        """From a level over or under the stages to where a stage is entered."""
        cell, x = self.cells[target], self.columns.join(target)
        place = self.diagram.shapes[cell.first.id]
        if cell.join:
            return (x, level), (x, place.y if level < place.y else place.bottom)
        return (x, level), (x, place.middle[1]), _left(place)

    def _out(self, flow: Flow, source: Element, place: int) -> None:
        """Down from the gate to an end or a wait."""
        shape, goal = self.diagram.shapes[source.id], self.diagram.shapes[flow.target]
        if _is_inline(self.cells[place]):
            self.diagram.draw(flow.id, _right(shape), _left(goal))
            return
        x, y = self.columns.gate(place), goal.middle[1]
        begin = (x, shape.bottom) if source is self.cells[place].gate else _right(shape)
        self.diagram.draw(flow.id, begin, (x, begin[1]), (x, y), _right(goal))

    def _to_wait(self, flow: Flow, source: Element) -> None:
        shape, goal = self.diagram.shapes[source.id], self.diagram.shapes[flow.target]
        if goal.middle[1] == shape.middle[1]:
            self.diagram.draw(flow.id, _left(shape), _right(goal))
        else:
            x, y = shape.middle[0], goal.middle[1]
            self.diagram.draw(flow.id, (x, shape.bottom), (x, y), _right(goal))

    def _homeward(self, flow: Flow, source: Element, place: int, lane: _Lane) -> None:
        """From a wait back to its stage, or along below to another."""
        begin = _left(self.diagram.shapes[source.id])
        target = self.place_of[flow.target]
        if target == place:
            self.diagram.draw(flow.id, begin, *self._down(place, begin[1]))
            return
        x, level = self.columns.bus(place), lane.below(flow.target)
        self.diagram.draw(flow.id, begin, (x, begin[1]), (x, level), *self._down(target, level))


def _is_inline(cell: Cell) -> bool:
    """Whether an end is all that follows, so that it stands where the gate would."""
    return cell.gate is None and len(cell.exits) == 1 and not cell.exits[0].waits


def _left(place: Rect) -> Point:
    return place.x, place.middle[1]


def _right(place: Rect) -> Point:
    return place.right, place.middle[1]
