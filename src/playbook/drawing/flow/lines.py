"""The lines of a picture: which way each takes, and where its label stands."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from math import fsum
from typing import Final

from playbook.drawing import text
from playbook.drawing.flow.layout import Layout
from playbook.drawing.flow.links import Link
from playbook.drawing.flow.ports import ports
from playbook.drawing.flow.routing import Router
from playbook.drawing.flow.scene import Scene
from playbook.drawing.flow.ways import Channels, Way
from playbook.drawing.geometry import Point, Port, Rect, span
from playbook.drawing.svg import Line, PlacedLane
from playbook.drawing.theme import STYLES

LABEL_HEIGHT: Final = 19.0
_ORDER: Final = ("next", "skip", "buyer", "map", "wake", "again", "end", "park", "continue", "back")
"""Who is routed first gets the straighter way."""
_UNDER: Final = 6.0
"""How far lines begin within their box, which covers that, so that round edges leave no gap."""
_BLEND: Final = 10.0
"""How far lines that become one run together before the later one ends."""
_CLEAR: Final = 10.0
"""How far labels stay off the ends of their line."""
_SHIFT: Final = 5.0
"""How far labels are moved along their line until they are clear."""


def draw(scene: Scene, layout: Layout, links: Sequence[Link]) -> list[Line]:
    """The lines for all links, the bracket of what is left from everywhere, and the rails of tracks."""
    heads = [_head(scene, lane) for lane in layout.lanes]
    channels = Channels(layout.columns, layout.rows)
    heads += [layout.caption.place] if layout.caption else []
    router = Router([*layout.places.values(), *heads], channels)
    lines = [*_rails(layout), *_bracket(scene, layout, router)]
    arriving = Counter(link.target for link in links)
    for link in sorted(links, key=lambda link: _turn(link, layout)):
        source, target = _leaving(link, layout), _arriving(link, layout)
        places = ports(
            link,
            source,
            target,
            is_alone=arriving[link.target] == 1,
            is_folded=scene.format.is_folded,
        )
        narrowed = _channels(layout, link, scene)
        points = router.route(places, link.group, narrowed)
        if link.kind != "skip":
            points = (_under(points), *points[1:])
        lines.append(Line(link.kind, points, link.label))
    return _labelled(_joined(lines), layout, scene)


def _turn(link: Link, layout: Layout) -> tuple[int, bool]:
    """When a link is routed: those first that may be straight."""
    source, target = layout.places[link.source], layout.places[link.target]
    return _ORDER.index(link.kind), source.middle[0] != target.middle[0]


def _leaving(link: Link, layout: Layout) -> Rect:
    """What a line leaves: a card, or with its gates where it goes to what stands beyond them."""
    card, target = layout.places[link.source], layout.places[link.target]
    cell = layout.cells.get(link.source, card)
    is_beyond = {
        "map": True,
        "next": target.x > cell.right and abs(target.middle[1] - cell.middle[1]) < 1,
        "wake": card.x <= target.right,
    }
    return cell if is_beyond.get(link.kind) else card


def _arriving(link: Link, layout: Layout) -> Rect:
    """What a line comes to: a card, or its gates too where these are on the side it comes to."""
    source, card = layout.places[link.source], layout.places[link.target]
    cell = layout.cells.get(link.target, card)
    is_there = source.x > card.right or source.right == card.right
    return cell if link.kind == "wake" and is_there else card


def _head(scene: Scene, lane: PlacedLane) -> Rect:
    """Where the name of a lane stands."""
    width, height = lane.place.width - 16, scene.format.head - 16
    if scene.format.direction == "down":
        width = 150
    return Rect(lane.place.x + 14, lane.place.y, width, height)


def _joined(lines: Sequence[Line]) -> list[Line]:
    """Lines of a kind that arrive at the same place: the later ones end where they meet the first."""
    found: list[Line] = []
    for line in lines:
        same = [
            each for each in found if (each.kind, each.points[-1]) == (line.kind, line.points[-1])
        ]
        shorter = [_until(line.points, each.points) for each in same if each.has_head]
        best = min(shorter, key=_length, default=line.points)
        found.append(line if best == line.points else replace(line, points=best, has_head=False))
    return found


def _until(points: Way, other: Way) -> Way:
    """A line up to a little after the point from which it is one with another."""
    kept, there = list(points), list(other)
    while len(kept) > 1 and len(there) > 1:
        here = kept[-1]
        one, two = _direction(here, kept[-2]), _direction(here, there[-2])
        if one != two:
            break
        mine, its = _length((here, kept[-2])), _length((here, there[-2]))
        meeting = kept[-2] if mine <= its else there[-2]
        kept[-1:] = [] if mine <= its else [meeting]
        there[-1:] = [] if its <= mine else [meeting]
    if kept[-1] == points[-1]:
        return points
    rest = points[len(kept) - 1 :] if kept[-1] not in points else points[len(kept) :]
    toward = rest[0] if rest else points[-1]
    x, y = _direction(kept[-1], toward)
    reach = min(_BLEND, _length((kept[-1], toward)))
    return (*kept, (kept[-1][0] + x * reach, kept[-1][1] + y * reach))


def _length(way: Sequence[Point]) -> float:
    return fsum(abs(a - c) + abs(b - d) for (a, b), (c, d) in pairwise(way))


def _direction(one: Point, other: Point) -> Point:
    length = _length((one, other)) or 1.0
    return (other[0] - one[0]) / length, (other[1] - one[1]) / length


def _under(points: Sequence[Point]) -> Point:
    """The beginning of a line, moved into its box."""
    (x, y), (a, b) = points[0], points[1]
    if y == b:
        return (x + _UNDER if a < x else x - _UNDER), y
    return x, (y + _UNDER if b < y else y - _UNDER)


def _rails(layout: Layout) -> Iterator[Line]:
    """Along each phase of a track, the stages that it runs beside."""
    for rail in layout.rails:
        yield Line("rail", ((rail.x, rail.y), (rail.x, rail.bottom)), has_head=False)


def _bracket(scene: Scene, layout: Layout, router: Router) -> Iterator[Line]:
    """One line along all stages, and one from it to each card that it leads to."""
    bracket = layout.bracket
    if bracket is None:
        return
    x, top, bottom = bracket.x, bracket.y, bracket.bottom
    edge = layout.lanes[0].place.x - 2
    along = ((edge, top), (x, top), (x, bottom), (edge, bottom))
    router.keep(along, "everywhere")
    yield Line("bus", along, has_head=False)
    used: list[float] = []
    for stage in scene.playbook.stages:
        key = scene.card_of.get(stage.id, "")
        if key in scene.from_everywhere:
            place = layout.places[key]
            middle = place.middle[1]
            y = min(max(middle, top + 12), bottom - 12)
            starts = [Port(x, each, "left") for each in (y, *used)]
            end = Port(place.right, middle, "right")
            points = router.route([(starts, [end])], "everywhere")
            used.append(points[0][1])
            yield Line("park" if stage.kind == "parked" else "end", points)


def _channels(layout: Layout, link: Link, scene: Scene) -> Channels | None:
    """The channels left of the seller's lane, for lines that run there, with room for their label."""
    if link.kind not in ("again", "wake", "end", "park", "continue"):
        return None
    half = _label_size(link.label, scene)[0] / 2 + 6 if link.label else 0
    edge = layout.bracket.x if layout.bracket else layout.lanes[0].place.x
    left = layout.sides if scene.sides else 0
    outside = [x for x in layout.columns if x < edge]
    roomy = [x for x in outside if left + half < x < edge - half]
    return Channels(roomy or outside, layout.rows)


def _label_size(label: str, scene: Scene) -> tuple[float, float]:
    """How much room a label takes across the process and along it."""
    width = text.width(label, STYLES["tag"], scene.desk.language) + 18
    return scene.format.size(width, LABEL_HEIGHT)


def _labelled(lines: list[Line], layout: Layout, scene: Scene) -> list[Line]:
    """The lines with places for their labels, clear of boxes, cuts, other lines and each other."""
    taken = [place.grown(2) for place in layout.places.values()]
    taken += [Rect(0, cut - _CLEAR, layout.right, 2 * _CLEAR) for cut in layout.cuts]
    found = []
    for line in lines:
        if line.label:
            others = [
                span(one, other).grown(4)
                for each in lines
                if each is not line
                for one, other in pairwise(each.points)
            ]
            place = _spot(line, taken, others, _label_size(line.label, scene))
            taken += [place.grown(3)] if place else []
            line = replace(line, place=place)
        found.append(line)
    return found


def _spot(
    line: Line, taken: Sequence[Rect], others: Sequence[Rect], size: tuple[float, float]
) -> Rect | None:
    """The best place for a label: clear of everything, else over a line, but never over a text."""
    over: Rect | None = None
    for spot in _spots(line.points, size):
        if any(map(spot.meets, taken)):
            continue
        if not any(map(spot.meets, others)):
            return spot
        over = over or spot
    return over


def _spots(points: Sequence[Point], size: tuple[float, float]) -> Iterator[Rect]:
    """Where a label might stand, longer pieces first: on those along its length it shows on both sides."""
    width, height = size
    pieces = sorted(pairwise(points), key=lambda piece: -span(*piece).width - span(*piece).height)
    levels = [piece for piece in pieces if span(*piece).width >= width + 2 * _CLEAR]
    upright = [piece for piece in pieces if span(*piece).height >= height + 2 * _CLEAR]
    for one, other in (*levels, *upright) if width > height else (*upright, *levels):
        middle = (one[0] + other[0]) / 2, (one[1] + other[1]) / 2
        along = (1, 0) if one[1] == other[1] else (0, 1)
        room = span(one, other).grown(-_CLEAR)
        reach = (room.width - width, room.height - height)
        count = max(int(max(reach[0] * along[0], reach[1] * along[1]) / 2 / _SHIFT), 0)
        for shift in sorted(range(-count, count + 1), key=abs):
            x = middle[0] + along[0] * shift * _SHIFT
            y = middle[1] + along[1] * shift * _SHIFT
            yield Rect(x - width / 2, y - height / 2, width, height)
