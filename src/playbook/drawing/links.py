"""Which boxes of a picture are joined, and by what kind of line."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from playbook import wording
from playbook.drawing.scene import Scene
from playbook.messages import _

LinkKind = Literal[
    "next", "skip", "back", "again", "end", "park", "wake", "continue", "map", "buyer"
]


@dataclass(frozen=True)
class Link:
    """A line from one box to another."""

    kind: LinkKind
    source: str
    target: str
    label: str = ""


def links(scene: Scene) -> tuple[Link, ...]:
    """Every line on the picture but those from everywhere, which share one."""
    found = (
        *_onward(scene),
        *_aside(scene),
        *_waking(scene),
        *_back(scene),
        *_continuing(scene),
        *_mapped(scene),
    )
    first: dict[tuple[str, str, str], Link] = {}
    for link in found:
        first.setdefault((link.kind, link.source, link.target), link)
    return tuple(first.values())


def _onward(scene: Scene) -> Iterator[Link]:
    """Through the gates, and from stage to stage."""
    for block in scene.blocks:
        for above, below in pairwise(block.nodes):
            yield Link("next", above.key, below.key)
    rings = {(ring[-1], ring[0]) for ring in scene.flow.cycles}
    for move in scene.flow.moves:
        if move.source not in scene.block or move.target not in scene.block:
            continue
        source, target = scene.block[move.source], scene.block[move.target]
        if move.kind == "forward" and (move.source, move.target) in rings:
            yield Link("again", source.card, target.card)
        elif move.kind == "forward" and scene.beside.get(move.target) == move.source:
            yield Link("next", source.card, target.first)
        elif move.kind == "forward":
            yield Link("next", source.last, target.first)
    yield from _skips(scene)


def _skips(scene: Scene) -> Iterator[Link]:
    """Past a stage on the line; a longer way past several is made of these."""
    passed = {(move.source, move.target) for move in scene.flow.moves if move.kind == "skip"}
    way = scene.spine
    for before, stage, after in zip(way, way[1:], way[2:], strict=False):
        if (before, after) in passed:
            yield Link("skip", scene.block[stage].first, scene.block[stage].last)


def _aside(scene: Scene) -> Iterator[Link]:
    """To the ends and the places to wait, from single stages."""
    for move in scene.flow.moves:
        source, target = scene.card_of.get(move.source), scene.card_of.get(move.target)
        if source is None or target is None or move.kind not in ("end", "park", "forward", "jump"):
            continue
        if scene.is_inside(move.target) or source == target:
            continue
        worked = scene.playbook.stage[move.source].is_before_the_sale
        if target in scene.from_everywhere and worked:
            continue
        parks = scene.playbook.stage[move.target].kind == "parked"
        yield Link("park" if parks else "end", source, target)


def _waking(scene: Scene) -> Iterator[Link]:
    """Back from waiting, in general and for the deals of a segment."""
    for stage in scene.playbook.stages:
        rules = [stage.wake_up, *(differs.wake_up for differs in stage.by_segment.values())]
        for rule in filter(None, rules):
            if rule.move_to and rule.move_to in scene.card_of and rule.move_to != stage.id:
                after = scene.desk.label(wording.moment(scene.playbook, rule))
                yield Link("wake", scene.card_of[stage.id], scene.card_of[rule.move_to], after)


def _back(scene: Scene) -> Iterator[Link]:
    """Back where the author says so: the moves that are free to every earlier stage are not drawn."""
    order = {stage.id: place for place, stage in enumerate(scene.playbook.stages)}
    for move in scene.flow.moves:
        if move.source not in scene.block or move.target not in scene.block:
            continue
        back = scene.playbook.stage[move.source].back
        said = move.kind == "back" and back is not None and back.to is not None
        thrown = move.kind == "jump" and order[move.target] < order[move.source]
        if said or thrown:
            yield Link("back", scene.card_of[move.source], scene.card_of[move.target])


def _continuing(scene: Scene) -> Iterator[Link]:
    """On in another playbook, or round again in this one."""
    won = [stage.id for stage in scene.playbook.stages if stage.kind == "won"]
    for place, way in enumerate(scene.playbook.continues.values(), 1):
        at_home = way.playbook == scene.playbook.id
        begin = way.stage or next(iter(scene.flow.starts), "")
        target = scene.card_of.get(begin) if at_home else f"c{place}"
        for id in way.from_ or won:
            source = scene.card_of.get(id)
            if source and target and source != target:
                label = way.name or (_("a new deal") if way.deal == "new" else "")
                label = scene.desk.label(label) if at_home else ""
                yield Link("again" if at_home else "continue", source, target, label)


def _mapped(scene: Scene) -> Iterator[Link]:
    """From step to step of the buyer, and from stages to the steps that they name.

    What the buyer does all the time is joined to nothing.
    """
    steps = {
        companion.node.stands_for[1]: companion.node.key
        for lane in scene.lanes
        if lane.tone == "buyer"
        for companion in lane.companions
    }
    taken = [step.id for step in scene.playbook.buyer_steps if not step.always_on]
    for before, after in pairwise(taken):
        yield Link("buyer", steps[before], steps[after])
    for stage in scene.playbook.stages:
        for id in stage.buyer_steps:
            if id in taken and stage.id in scene.card_of:
                yield Link("map", scene.card_of[stage.id], steps[id])
