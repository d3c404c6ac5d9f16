"""Where a line may leave a box and where it may arrive, the better places first."""

from typing import Final

from playbook.drawing.flow.links import Link
from playbook.drawing.flow.spacing import MERGE, PART
from playbook.drawing.geometry import Port, Rect, Side

_CORNER: Final = 10.0
"""How far lines stay off the corners of a box."""
_STEP: Final = 9.0
"""How far apart lines are that meet the same side."""
_MOST: Final = 7
_SOME: Final = 5
"""How many places along a side are looked at, and how many where there are many lines."""

Ports = tuple[list[Port], list[Port]]


def ports(
    link: Link, source: Rect, target: Rect, *, is_alone: bool, is_folded: bool
) -> list[Ports]:
    """The places for a line of this kind; later ones are for when there is no way from the first.

    Lines that lead to the same card at the side arrive together; one that
    ``is_alone`` may be level instead. Where gates are folded under their
    cards, ways part at the end of the card.
    """
    found = _ports(link, source, target, is_alone=is_alone)
    if link.kind == "next" and is_folded:
        is_level = found[0][0].is_level
        return [found] if is_level else [_parting(source, target), found]
    if link.kind == "wake" and source.x > target.right:
        return [found, ([*_slots(source, "left", 1.0), *_slots(source, "bottom", 0.5)], found[1])]
    if link.kind == "map" and is_folded:
        return [found, (found[0], _slots(target, "top", 0.5))]
    if link.kind == "next" and target.x > source.right and target.y > source.bottom:
        return [(found[0], [_middle(target, "top")]), found]
    return [found]


def _ports(link: Link, source: Rect, target: Rect, *, is_alone: bool) -> Ports:
    if source.right == target.right and link.kind in ("end", "park", "wake", "continue"):
        return _slots(source, "right", 1.0), _slots(target, "right", 0.0)
    match link.kind:
        case "next":
            return _onward(source, target)
        case "skip":
            x = source.middle[0]
            return [Port(x, source.y - PART, "left")], [Port(x, target.bottom + MERGE, "left")]
        case "buyer" if target.x > source.right and abs(target.middle[1] - source.middle[1]) < 1:
            begin = _middle(source, "right")
            return [begin], [Port(target.x, begin.y, "left")]
        case "buyer":
            return [_middle(source, "bottom")], [_middle(target, "top")]
        case "map":
            outs = _slots(source, "right", 0.5)[:_SOME]
            ends = [*_level(outs, target, "left"), *_slots(target, "left", 0.5)[:_SOME]]
            return outs, list(dict.fromkeys(ends))
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


def _parting(source: Rect, target: Rect) -> Ports:
    """The end of one box and the beginning of the next, where several lines may leave and arrive."""
    outs = [_middle(source, "bottom"), *_slots(source, "bottom", 0.8)]
    return outs, [_middle(target, "top"), *_slots(target, "top", 0.2)]


def _middle(place: Rect, side: Side) -> Port:
    x, y = place.middle
    if side in ("top", "bottom"):
        return Port(x, place.y if side == "top" else place.bottom, side)
    return Port(place.x if side == "left" else place.right, y, side)


def _slots(place: Rect, side: Side, share: float) -> list[Port]:
    """Places along a side, from the one near a share of its length outwards."""
    is_level = side in ("left", "right")
    begin, length = (place.y, place.height) if is_level else (place.x, place.width)
    count = int((length / 2 - _CORNER) / _STEP)
    there = [begin + length / 2 + _STEP * number for number in range(-count, count + 1)]
    wanted = begin + length * share
    near = sorted(there, key=lambda at: abs(at - wanted))[:_MOST]
    x, y = _middle(place, side).x, _middle(place, side).y
    return [Port(x, at, side) if is_level else Port(at, y, side) for at in near]


def _level(outs: list[Port], target: Rect, side: Side) -> list[Port]:
    """Places on the same heights, as far as the other box reaches."""
    x = target.x if side == "left" else target.right
    reach = (target.y + _CORNER, target.bottom - _CORNER)
    return [Port(x, port.y, side) for port in outs if reach[0] <= port.y <= reach[1]]
