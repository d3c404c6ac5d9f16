"""Which boxes of a picture are joined, and by what kind of line."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from playbook import wording
from playbook.drawing.flow.scene import Block, Scene
from playbook.messages import _
from playbook.model import StageId

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

    @property
    def group(self) -> str:
        """What lines have in common that may share a way: where they lead, or where they come from."""
        return f"{self.kind}<{self.source}" if self.kind == "wake" else f"{self.kind}>{self.target}"


def links(scene: Scene) -> tuple[Link, ...]:
    """Every line on the picture but those from everywhere, which share one."""
    found = (
        *_returning(scene),
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


def _returning(scene: Scene) -> Iterator[Link]:
    """From a stage beside the line back to each where the deal may have been."""
    for move in scene.flow.moves:
        source, target = scene.block.get(move.source), scene.block.get(move.target)
        if source and target and move.kind == "return":
            yield Link("wake", source.card, target.card)


def _onward(scene: Scene) -> Iterator[Link]:
    """Through the gates, and from stage to stage."""
    for block in scene.blocks:
        for above, below in pairwise(block.cells):
            yield Link("next", above.key, below.key)
    for move in scene.flow.moves:
        if move.source not in scene.block or move.target not in scene.block:
            continue
        if move.kind == "forward":
            yield _forward(scene, scene.block[move.source], scene.block[move.target])
    yield from _skips(scene)


def _forward(scene: Scene, source: Block, target: Block) -> Link:
    """On to another stage: through the gate, unless it is to a stage beside the line or back up."""
    passed = (source.stage.id, target.stage.id)
    if passed in {(ring[-1], ring[0]) for ring in scene.flow.cycles}:
        kind: LinkKind = "wake" if source.stage.from_ is not None else "again"
        return Link(kind, source.card, target.card)
    leaves_line = target.stage.is_before_the_sale and target.stage.from_ is not None
    if leaves_line and target.stage.id not in scene.flow.next(source.stage):
        return Link("next", source.card, target.first)
    return Link("next", source.last, target.first)


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
    """Back where a stage says so itself: the moves that every stage has are not drawn."""
    order = {stage.id: place for place, stage in enumerate(scene.playbook.stages)}
    limited = _limited(scene)
    for move in scene.flow.moves:
        if move.source not in scene.block or move.target not in scene.block:
            continue
        said = move.kind == "back" and move.source in limited
        thrown = move.kind == "jump" and order[move.target] < order[move.source]
        if said or thrown:
            yield Link("back", scene.card_of[move.source], scene.card_of[move.target])


def _limited(scene: Scene) -> frozenset[StageId]:
    """The stages that name where deals go back, or a limit of their own: not the one most have."""
    worked = [stage for stage in scene.playbook.stages if stage.is_worked]
    limits = Counter(stage.back.as_far_as if stage.back else None for stage in worked)
    return frozenset(
        stage.id
        for stage in worked
        if (back := stage.back) is not None
        if back.to is not None
        or (back.as_far_as is not None and 2 * limits[back.as_far_as] <= len(worked))
    )


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
