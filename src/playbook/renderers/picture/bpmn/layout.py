"""The places of all pools, from top to bottom, and the messages between them."""

from collections import Counter
from typing import Final

from playbook.drawing.geometry import Point, Rect
from playbook.renderers.picture.bpmn.columns import STEP, STEP_GAP, Columns
from playbook.renderers.picture.bpmn.diagram import LEFT, Diagram
from playbook.renderers.picture.bpmn.parts import Beside, Flow, Model, Row
from playbook.renderers.picture.bpmn.seller_layout import SellerLayout

_TOP: Final = 80.0
_BETWEEN: Final = 40.0
_OTHER: Final = 60.0
_LEVEL: Final = 9.0
_LEAST: Final = 70.0
_UP: Final = (20.0, 38.0, 56.0, 94.0, 112.0)
"""Where messages upward leave the work: beside its middle, where deals may come in."""
_DOWN: Final = (8.0, 15.0, 22.0, 29.0, 36.0)
"""Where messages downward leave the work: beside what hangs under the gate."""
_TRACK_SHIFT: Final = 44.0
"""How far phases stand off the left edge of the work, so that messages to pools below pass by."""


def arrange(model: Model, language: str, owners: list[str]) -> Diagram:
    """Give everything its place; ``owners`` are the names of the owners, stage by stage."""
    return _Layout(model, language).arrange(owners)


class _Layout:
    def __init__(self, model: Model, language: str) -> None:
        self.model = model
        self.diagram = Diagram(language)
        self.columns = Columns(model)
        self.pool_of = {
            element.id: pool for pool in self.columns.pools for element in pool.elements()
        }
        self.next_level: dict[str, float] = {}
        self.used: Counter[tuple[str, bool]] = Counter()
        self.met: Counter[str] = Counter()

    def arrange(self, owners: list[str]) -> Diagram:
        y = _TOP
        if self.model.buyer:
            y = self._beside(self.model.buyer, y, is_above=True) + _BETWEEN
        seller = SellerLayout(self.diagram, self.model.seller, self.columns, owners)
        y = seller.arrange(y) + _BETWEEN
        for track in self.model.tracks:
            y = self._beside(track, y, is_above=False) + _BETWEEN
        for other in self.model.others:
            self.diagram.shapes[other.id] = Rect(LEFT, y, self.columns.right - LEFT, _OTHER)
            y += _OTHER + _BETWEEN
        for message in self.model.messages:
            self._message(message)
        return self.diagram

    def _beside(self, pool: Beside, top: float, *, is_above: bool) -> float:
        """A pool with its rows; the room for messages is on the side of the seller's."""
        ends = (end for each in self.model.messages for end in (each.source, each.target))
        room = 16 + _LEVEL * sum(self.pool_of.get(end) is pool for end in ends)
        y = top if is_above else top + room
        self.next_level[pool.id] = top + 10
        shift = 0.0 if is_above else _TRACK_SHIFT
        for row in pool.rows:
            works = [work for work, _cell in row.works]
            height = self.diagram.work_height(works, STEP, _LEAST)
            self._row(row, Rect(shift, y + 20, STEP, height))
            y += height + 55
        if is_above:
            self.next_level[pool.id] = y
            y += room
        self._begin(pool)
        self.diagram.shapes[f"pool_{pool.id}"] = Rect(LEFT, top, self.columns.right - LEFT, y - top)
        return y

    def _row(self, row: Row, first: Rect) -> None:
        """The works of a row in their columns; ``first`` is a work at the left edge of one."""
        taken: Counter[int] = Counter()
        for work, cell in row.works:
            x = self.columns.work(cell) + first.x + taken[cell] * (STEP + STEP_GAP)
            self.diagram.shapes[work.id] = Rect(x, first.y, STEP, first.height)
            taken[cell] += 1
        last = self.diagram.shapes[row.works[-1][0].id]
        self.diagram.put(row.end, last.right + 45, last.middle[1])
        self.diagram.name_under(row.end)

    def _begin(self, pool: Beside) -> None:
        """Where a pool begins, beside its last row, and the flows."""
        shapes = self.diagram.shapes
        middle = shapes[pool.rows[-1].end.id].middle[1]
        for element, x in zip(pool.begin, (self.columns.begin, self.columns.fork), strict=False):
            self.diagram.put(element, x, middle)
        self.diagram.name_under(pool.begin[0])
        for flow in pool.flows:
            one, other = shapes[flow.source], shapes[flow.target]
            end = (other.x, other.middle[1])
            if one.middle[1] == other.middle[1]:
                self.diagram.draw(flow.id, (one.right, one.middle[1]), end)
            else:
                self.diagram.draw(flow.id, (one.middle[0], one.y), (one.middle[0], end[1]), end)

    def _message(self, message: Flow) -> None:
        """From the work to another pool, or from there to the work."""
        is_sent = message.source not in self.pool_of
        work, other = (
            (message.source, message.target) if is_sent else (message.target, message.source)
        )
        pool = self.pool_of.get(other)
        is_up = pool is not None and pool is self.model.buyer
        begin, goal = self._port(work, is_up=is_up), self.diagram.shapes[other]
        y = goal.bottom if is_up else goal.y
        if pool is None or (is_up and goal.x + 8 <= begin[0] <= goal.right - 8):
            points: tuple[Point, ...] = (begin, (begin[0], y))
        else:
            level = self.next_level[pool.id]
            self.next_level[pool.id] += _LEVEL
            x = goal.right - 14 - 13 * (self.met[other] % 8)
            self.met[other] += 1
            points = (begin, (begin[0], level), (x, level), (x, y))
        self.diagram.draw(message.id, *(points if is_sent else reversed(points)))

    def _port(self, work: str, *, is_up: bool) -> Point:
        """Where a message leaves or reaches the work: each at a place of its own, as far as there are."""
        place = self.diagram.shapes[work]
        number = self.used[work, is_up]
        self.used[work, is_up] += 1
        y = place.y if is_up else place.bottom
        if place.width < STEP:
            return place.middle[0], y
        offsets = _UP if is_up else _DOWN
        return place.x + offsets[number % len(offsets)], y
