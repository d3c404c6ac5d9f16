"""Where a line may leave a box and where it may arrive, the better places first."""

from typing import Final

from playbook.drawing.geometry import Port, Rect, Side
from playbook.drawing.links import Link
from playbook.drawing.spacing import MERGE, PART

_CORNER: Final = 10.0
"""How far lines stay off the corners of a box."""
_STEP: Final = 9.0
"""How far apart lines are that meet the same side."""
_MOST: Final = 7

Ports = tuple[list[Port], list[Port]]


def ports(link: Link, source: Rect, target: Rect, *, is_alone: bool) -> list[Ports]:
    """The places for a line of this kind; later ones are for when there is no way from the first.

    Lines that lead to the same card at the side arrive together; one that
    ``is_alone`` may be level instead.
    """
    found = _ports(link, source, target, is_alone=is_alone)
    if link.kind == "next" and target.x > source.right and target.y > source.bottom:
        return [(found[0], [_middle(target, "top")]), found]
    return [found]


def _ports(link: Link, source: Rect, target: Rect, *, is_alone: bool) -> Ports:
    if source.x == target.x and link.kind in ("end", "park", "wake", "continue"):
        return _slots(source, "right", 1.0), _slots(target, "right", 0.0)
    match link.kind:
        case "next":
            return _onward(source, target)
        case "skip":
            x = source.middle[0]
            return [Port(x, source.y - PART, "left")], [Port(x, target.bottom + MERGE, "left")]
        case "buyer":
            return [_middle(source, "bottom")], [_middle(target, "top")]
        case "map":
            outs = _slots(source, "right", 0.5)
            return outs, [*_level(outs, target, "left"), *_slots(target, "left", 0.5)]
        case "end" | "park" | "continue":
            outs = _slots(source, "left", 0.7)
            level = _level(outs, target, "right") if is_alone else []
            return outs, [*level, _middle(target, "right")]
        case "wake" if source.x > target.right:
            outs = _slots(source, "left", 1.0)[:1]
            return outs, [*_level(outs, target, "right"), *_slots(target, "right", 0.3)]
        case "wake":
            outs = _slots(source, "right", 0.0)
            ends = [_middle(source, "top"), _middle(source, "bottom")]
            return [*outs, *ends], _slots(target, "left", 0.3)
        case "back":
            return _slots(source, "left", 1.0), _slots(target, "left", 0.55)
        case "again":
            return _slots(source, "left", 0.5), _slots(target, "left", 0.42)


def _onward(source: Rect, target: Rect) -> Ports:
    if target.x > source.right and abs(target.middle[1] - source.middle[1]) < 1:
        level = Port(target.x, source.middle[1], "left")
        outs = [_middle(source, "right"), *_slots(source, "right", 0.7)]
        return outs, [level, *_slots(target, "left", 0.2)]
    outs = [_middle(source, "bottom"), *_slots(source, "left", 0.7), *_slots(source, "right", 0.7)]
    ins = [_middle(target, "top"), *_slots(target, "left", 0.2), *_slots(target, "right", 0.2)]
    return outs, ins


def _middle(place: Rect, side: Side) -> Port:
    x, y = place.middle
    if side in ("top", "bottom"):
        return Port(x, place.y if side == "top" else place.bottom, side)
    return Port(place.x if side == "left" else place.right, y, side)


def _slots(place: Rect, side: Side, share: float) -> list[Port]:
    """Places along a side, from the one near a share of its height outwards."""
    x = place.x if side == "left" else place.right
    count = int((place.height / 2 - _CORNER) / _STEP)
    heights = [place.middle[1] + _STEP * number for number in range(-count, count + 1)]
    wanted = place.y + place.height * share
    return [Port(x, y, side) for y in sorted(heights, key=lambda y: abs(y - wanted))[:_MOST]]


def _level(outs: list[Port], target: Rect, side: Side) -> list[Port]:
    """Places on the same heights, as far as the other box reaches."""
    x = target.x if side == "left" else target.right
    reach = (target.y + _CORNER, target.bottom - _CORNER)
    return [Port(x, port.y, side) for port in outs if reach[0] <= port.y <= reach[1]]
