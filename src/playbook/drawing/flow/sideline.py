"""Where the cards at the side stand: near the stages they belong to, and clear of each other."""

from collections.abc import Mapping, Sequence
from math import fsum
from typing import Final

from playbook.drawing.boxes import Node
from playbook.drawing.flow.links import Link
from playbook.drawing.flow.scene import Scene
from playbook.drawing.geometry import Rect

_GAP: Final = 24.0
_STEP: Final = 24.0
_LOW: Final = tuple(sorted(range(4, 100, 6), key=lambda share: abs(share - 70)))
"""Where along the stages an end stands that is reached from everywhere, in percent; best first."""


def stand(
    scene: Scene,
    links: Sequence[Link],
    places: Mapping[str, Rect],
    reach: Rect,
    cuts: Sequence[float],
) -> dict[str, Rect]:
    """The places of the cards, along the right edge of ``reach`` and off every cut."""
    across, along = scene.format.across, scene.format.along
    wanted = {node.key: _between(places, node.key, links) for node in scene.sides}
    for link in links:
        after = wanted.get(link.source)
        if wanted.get(link.target, 0.0) is None and after is not None:
            wanted[link.target] = after + _GAP
    for node in scene.sides:
        if wanted[node.key] is None:
            taken = [
                (middle, along(each.box))
                for each in scene.sides
                if (middle := wanted[each.key]) is not None
            ]
            tries = _tries(node, along(node.box), links, places, reach)
            wanted[node.key] = _free(along(node.box), tries, taken)
    cards = sorted(scene.sides, key=lambda node: wanted[node.key] or 0)
    begins = _packed([(wanted[node.key] or 0, along(node.box)) for node in cards], reach, cuts)
    return {
        node.key: Rect(reach.right - across(node.box), y, across(node.box), along(node.box))
        for node, y in zip(cards, begins, strict=True)
    }


def _between(places: Mapping[str, Rect], key: str, links: Sequence[Link]) -> float | None:
    """The height between the stages that lead to a card, if single stages do."""
    sources = [
        places[link.source].middle[1]
        for link in links
        if link.target == key and link.source in places
    ]
    return fsum(sources) / len(sources) if sources else None


def _tries(
    node: Node, size: float, links: Sequence[Link], places: Mapping[str, Rect], reach: Rect
) -> list[float]:
    """Heights that suit a card which is reached from everywhere: under where it leads back to, or low."""
    tries = [reach.y + reach.height * share / 100 for share in _LOW]
    for link in links:
        if link.kind == "wake" and link.source == node.key and link.target in places:
            first = places[link.target].bottom + 16 + size / 2
            return [*(first + _STEP * number for number in range(8)), *tries]
    return tries


def _free(size: float, tries: Sequence[float], taken: Sequence[tuple[float, float]]) -> float:
    """The first height at which no other card wants to be."""
    half = size / 2 + _GAP
    free = (y for y in tries if all(abs(y - other) >= half + size / 2 for other, size in taken))
    return next(free, tries[0])


def _packed(
    wanted: Sequence[tuple[float, float]], reach: Rect, cuts: Sequence[float]
) -> list[float]:
    """Where cards begin that want these middles and have these sizes, in order, without touching."""
    begins: list[float] = []
    y = reach.y
    for middle, size in wanted:
        y = _off(cuts, max(y, middle - size / 2), size)
        begins.append(y)
        y += size + _GAP
    needed = fsum(size + _GAP for _middle, size in wanted) - _GAP
    limit = max(reach.bottom, reach.y + needed)
    for place in range(len(begins) - 1, -1, -1):
        size = wanted[place][1]
        if begins[place] > limit - size:
            begins[place] = _before(cuts, limit - size, size)
        limit = begins[place] - _GAP
    return begins


def _off(cuts: Sequence[float], begin: float, size: float) -> float:
    """Where a card may begin at the earliest so that no cut goes through it."""
    for cut in cuts:
        if begin - _GAP / 2 < cut < begin + size + _GAP / 2:
            return cut + _GAP / 2
    return begin


def _before(cuts: Sequence[float], begin: float, size: float) -> float:
    """Where a card may begin at the latest so that no cut goes through it."""
    for cut in reversed(cuts):
        if begin - _GAP / 2 < cut < begin + size + _GAP / 2:
            return cut - _GAP / 2 - size
    return begin
