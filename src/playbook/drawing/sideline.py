"""Where the cards at the side stand: near the stages they belong to, and clear of each other."""

from collections.abc import Mapping, Sequence
from typing import Final

from playbook.drawing.geometry import Rect
from playbook.drawing.links import Link
from playbook.drawing.scene import Node, Scene

_GAP: Final = 24.0
_STEP: Final = 24.0
_LOW: Final = (70, *range(76, 100, 6), *range(64, 0, -6))
"""Where along the stages an end stands that is reached from everywhere, in percent; best first."""


def stand(
    scene: Scene, links: Sequence[Link], places: Mapping[str, Rect], reach: Rect
) -> dict[str, Rect]:
    """The places of the cards; ``reach`` is the strip that they should keep to."""
    wanted = {node.key: _between(places, node.key, links) for node in scene.sides}
    for link in links:
        after = wanted.get(link.source)
        if wanted.get(link.target, 0.0) is None and after is not None:
            wanted[link.target] = after + _GAP
    for node in scene.sides:
        if wanted[node.key] is None:
            taken = [
                (middle, each.box.height)
                for each in scene.sides
                if (middle := wanted[each.key]) is not None
            ]
            wanted[node.key] = _free(node, _tries(node, links, places, reach), taken)
    cards = sorted(scene.sides, key=lambda node: wanted[node.key] or 0)
    begins = _packed([(wanted[node.key] or 0, node.box.height) for node in cards], reach)
    return {
        node.key: Rect(reach.x, y, node.box.width, node.box.height)
        for node, y in zip(cards, begins, strict=True)
    }


def _between(places: Mapping[str, Rect], key: str, links: Sequence[Link]) -> float | None:
    """The height between the stages that lead to a card, if single stages do."""
    sources = [
        places[link.source].middle[1]
        for link in links
        if link.target == key and link.source in places
    ]
    return sum(sources) / len(sources) if sources else None


def _tries(
    node: Node, links: Sequence[Link], places: Mapping[str, Rect], reach: Rect
) -> list[float]:
    """Heights that suit a card which is reached from everywhere: under where it leads back to, or low."""
    tries = [reach.y + reach.height * share / 100 for share in _LOW]
    for link in links:
        if link.kind == "wake" and link.source == node.key and link.target in places:
            first = places[link.target].bottom + 16 + node.box.height / 2
            return [*(first + _STEP * number for number in range(8)), *tries]
    return tries


def _free(node: Node, tries: Sequence[float], taken: Sequence[tuple[float, float]]) -> float:
    """The first height at which no other card wants to be."""
    half = node.box.height / 2 + _GAP
    free = (y for y in tries if all(abs(y - other) >= half + size / 2 for other, size in taken))
    return next(free, tries[0])


def _packed(wanted: Sequence[tuple[float, float]], reach: Rect) -> list[float]:
    """Where cards begin that want these middles and have these heights, in order, without touching."""
    begins: list[float] = []
    y = reach.y
    for middle, height in wanted:
        y = max(y, middle - height / 2)
        begins.append(y)
        y += height + _GAP
    needed = sum(height + _GAP for _middle, height in wanted) - _GAP
    limit = max(reach.bottom, reach.y + needed)
    for place in range(len(begins) - 1, -1, -1):
        begins[place] = min(begins[place], limit - wanted[place][1])
        limit = begins[place] - _GAP
    return begins
