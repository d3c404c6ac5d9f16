"""Places by ids: shapes, the ways of flows, and where names stand that are outside of their shape."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from playbook.drawing import text
from playbook.drawing.geometry import Point, Rect
from playbook.drawing.text import Style
from playbook.renderers.picture.bpmn.parts import Element

EVENT: Final = 36.0
GATE: Final = 50.0
LEFT: Final = 160.0
"""The left edge of all pools."""
HEAD: Final = 30.0
"""How much of a pool, and of a lane, its name takes."""
LABEL: Final = Style(11)
LINE: Final = 14.0
WIDE: Final = 104.0
"""How wide a name outside of its shape may become."""
_NAME: Final = Style(12)


@dataclass
class Diagram:
    """Where everything is. Names are measured in the playbook's language."""

    language: str
    shapes: dict[str, Rect] = field(default_factory=dict)
    ways: dict[str, tuple[Point, ...]] = field(default_factory=dict)
    labels: dict[str, Rect] = field(default_factory=dict)
    lanes: list[tuple[str, Rect, tuple[str, ...]]] = field(default_factory=list)
    """The lanes of the seller's pool: the name, the place, and what stands in each."""

    def put(self, element: Element, x: float, y: float) -> Rect:
        """An event or a gateway around its middle."""
        size = EVENT if element.tag.endswith("Event") else GATE
        place = Rect(x - size / 2, y - size / 2, size, size)
        self.shapes[element.id] = place
        return place

    def draw(self, id: str, *points: Point) -> None:
        """A flow along points; those that lie on a straight line between others are left out."""
        kept: list[Point] = []
        for point in points:
            if kept and kept[-1] == point:
                continue
            if len(kept) > 1 and _is_straight(kept[-2], kept[-1], point):
                kept.pop()
            kept.append(point)
        self.ways[id] = tuple(kept)

    def size(self, name: str, limit: float = WIDE) -> tuple[float, float]:
        """How wide and how high a name outside of its shape is."""
        lines = text.wrap(name, limit, LABEL, self.language) if name else ()
        widest = max((text.width(line, LABEL, self.language) for line in lines), default=0.0)
        return widest + 6, len(lines) * LINE

    def name_under(self, element: Element) -> None:
        """The name of an event below it."""
        if element.name:
            place = self.shapes[element.id]
            width, height = self.size(element.name)
            self.labels[element.id] = Rect(
                place.middle[0] - width / 2, place.bottom + 4, width, height
            )

    def name_before(self, element: Element) -> None:
        """The name of an event left of it."""
        place = self.shapes[element.id]
        width, height = self.size(element.name)
        self.labels[element.id] = Rect(
            place.x - width - 4, place.middle[1] - height / 2, width, height
        )

    def work_height(self, elements: Iterable[Element], width: float, least: float) -> float:
        """How high tasks must be for their names."""
        lines = (len(text.wrap(each.name, width - 20, _NAME, self.language)) for each in elements)
        return max(least, max(lines, default=1) * 15 + 24)


def _is_straight(one: Point, middle: Point, other: Point) -> bool:
    return one[0] == middle[0] == other[0] or one[1] == middle[1] == other[1]
