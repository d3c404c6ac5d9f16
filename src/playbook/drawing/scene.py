"""What is on the picture of a process: its boxes. Where they stand is not known here."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from playbook import wording
from playbook.drawing import cards, companions, sides
from playbook.drawing.boxes import Box
from playbook.drawing.desk import Desk
from playbook.flow import Flow
from playbook.messages import _, p_
from playbook.model import Playbook, Stage, StageId, Track

_OUTSIDE = frozenset({"lost", "disqualified", "not-counted", "parked"})
"""The kinds of stage that stand at the side."""


@dataclass(frozen=True)
class Node:
    """A box with a name of its own, and what it stands for: ``("stage", "qualified")``."""

    key: str
    box: Box
    stands_for: tuple[str, str]
    is_main: bool = True
    """False for a gate, which belongs to its stage."""


@dataclass(frozen=True)
class Block:
    """A stage with its gates, from top to bottom."""

    stage: Stage
    nodes: tuple[Node, ...]
    card: str

    @property
    def first(self) -> str:
        """The box that a deal comes to first."""
        return self.nodes[0].key

    @property
    def last(self) -> str:
        """The box that a deal leaves last."""
        return self.nodes[-1].key


@dataclass(frozen=True)
class Companion:
    """A box in a lane of its own, beside the seller's stages that it goes with."""

    node: Node
    anchor: str | None
    is_late: bool = False
    """Whether it comes after the purchase."""
    beside: tuple[tuple[str, str], ...] = ()
    """The first and last boxes of the stages that it runs beside."""


@dataclass(frozen=True)
class Lane:
    """A lane beside the seller's: whose it is, and what stands in it."""

    name: str
    note: str
    tone: Literal["buyer", "track"]
    companions: tuple[Companion, ...]


@dataclass(frozen=True)
class Scene:
    """The content of a picture."""

    playbook: Playbook
    flow: Flow
    desk: Desk

    @cached_property
    def owner(self) -> str:
        """The label of the owner whom all stages have, if they have one in common."""
        owner = self.desk.common_owner
        return wording.role_name(self.playbook, owner) if owner else ""

    @cached_property
    def spine(self) -> tuple[StageId, ...]:
        """The straight way through: the longest from the first stage to the sale and after it."""
        inside = [stage.id for stage in self.playbook.stages if self.is_inside(stage.id)]
        order = {id: place for place, id in enumerate(inside)}
        way: dict[StageId, tuple[StageId, ...]] = {}
        for id in reversed(inside):
            following = [
                way[move.target]
                for move in self.flow.after[id]
                if move.kind == "forward" and self._leads_on(move.target)
                if order.get(move.target, -1) > order[id]
            ]
            way[id] = (id, *max(following, key=len, default=()))
        first = next((stage.id for stage in self.flow.main), next(iter(inside), None))
        return way[first] if first is not None else ()

    def _leads_on(self, id: StageId) -> bool:
        """Whether a stage may stand on the straight way: not those beside it."""
        stage = self.playbook.stage[id]
        return stage.from_ is None or stage.kind == "won"

    def is_inside(self, id: StageId) -> bool:
        """Whether a stage stands in the seller's lane."""
        return self.playbook.stage[id].kind not in _OUTSIDE

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The stages in the seller's lane, in the author's order."""
        inside = [stage for stage in self.playbook.stages if self.is_inside(stage.id)]
        return tuple(self._block(stage, place) for place, stage in enumerate(inside, 1))

    def _block(self, stage: Stage, place: int) -> Block:
        on_line = stage.id in self.spine
        width = cards.CARD if on_line else cards.BESIDE
        narrow = cards.GATE if on_line else cards.BESIDE - 20
        card = f"s{place}"
        stands = ("stage", str(stage.id))
        nodes = []
        if stage.entry:
            entry = cards.gate(self.desk, stage, stage.entry, _("Entry criteria"), narrow)
            nodes.append(Node(f"e{place}", entry, stands, is_main=False))
        draw = cards.won_card if stage.kind == "won" else cards.stage_card
        nodes.append(Node(card, draw(self.desk, stage, width), stands))
        if stage.exit or (stage.must_fill and stage.is_worked):
            heading = _("Exit criteria") if stage.exit else _("Before leaving")
            leave = cards.gate(self.desk, stage, stage.exit, heading, narrow)
            nodes.append(Node(f"g{place}", leave, stands, is_main=False))
        return Block(stage, tuple(nodes), card)

    @cached_property
    def block(self) -> dict[str, Block]:
        """The blocks by the ids of their stages."""
        return {block.stage.id: block for block in self.blocks}

    @cached_property
    def sides(self) -> tuple[Node, ...]:
        """The stages at the side, and the playbooks in which deals go on."""
        outside = [stage for stage in self.playbook.stages if not self.is_inside(stage.id)]
        found = [
            Node(f"x{place}", sides.side_card(self.desk, stage), ("stage", str(stage.id)))
            for place, stage in enumerate(outside, 1)
        ]
        for place, way in enumerate(self.playbook.continues.values(), 1):
            if way.playbook != self.playbook.id:
                card = sides.continuation_card(self.desk, way)
                found.append(Node(f"c{place}", card, ("continuation", way.id)))
        return tuple(found)

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Every box, in the order in which it is read."""
        return (
            *(node for block in self.blocks for node in block.nodes),
            *self.sides,
            *(each.node for lane in self.lanes for each in lane.companions),
        )

    @cached_property
    def card_of(self) -> dict[str, str]:
        """The key of every stage's card."""
        found = {id: block.card for id, block in self.block.items()}
        found |= {node.stands_for[1]: node.key for node in self.sides if node.key[0] == "x"}
        return found

    @cached_property
    def from_everywhere(self) -> tuple[str, ...]:
        """The cards at the side that every stage before the sale leads to."""
        every = {stage.id for stage in self.playbook.stages if stage.is_before_the_sale}
        return tuple(
            self.card_of[stage.id]
            for stage in self.playbook.stages
            if not self.is_inside(stage.id)
            if stage.from_ is None or (every and every <= set(stage.from_))
        )

    @cached_property
    def beside(self) -> dict[StageId, StageId]:
        """For each stage beside the line, the one that it stands beside."""
        found: dict[StageId, StageId] = {}
        for block in self.blocks:
            stage = block.stage
            if stage.id in self.spine or stage.from_ is None:
                continue
            near = [id for id in self.spine if id in stage.from_ and id in self.block]
            if near:
                found[stage.id] = near[-1]
        return found

    @cached_property
    def lanes(self) -> tuple[Lane, ...]:
        """The lanes beside the seller's."""
        found = [
            self._track(track, place) for place, track in enumerate(self.playbook.tracks.values())
        ]
        return (*self._buyer(), *found)

    def _buyer(self) -> Iterator[Lane]:
        steps = self.playbook.buyer_steps
        if not steps:
            return
        found = []
        for place, step in enumerate(steps, 1):
            named = [block.card for block in self.blocks if step.id in block.stage.buyer_steps]
            node = Node(f"b{place}", companions.step_card(self.desk, step), ("step", str(step.id)))
            found.append(Companion(node, next(iter(named), None), step.after_purchase))
        always = [step.always_on for step in steps]
        last = [each for each, stays in zip(found, always, strict=True) if stays]
        first = [each for each, stays in zip(found, always, strict=True) if not stays]
        people = " · ".join(role.name for role in self.playbook.buyer_roles.values())
        yield Lane(p_("lane", "Buyer").upper(), people, "buyer", (*first, *last))

    def _track(self, track: Track, place: int) -> Lane:
        found = []
        for number, phase in enumerate(track.phases, 1):
            named = [self.block[id] for id in phase.during if id in self.block]
            reach = tuple((block.card, block.last) for block in named)
            card = companions.phase_card(self.desk, track, phase)
            node = Node(f"p{place}-{number}", card, ("phase", str(phase.id)))
            anchor = named[0].card if named else None
            found.append(Companion(node, anchor, beside=reach))
        owner = wording.role_name(self.playbook, track.owner)
        return Lane(track.name, owner, "track", tuple(found))


def compose(playbook: Playbook) -> Scene:
    """What is on the picture of a playbook."""
    worked = [stage for stage in playbook.stages if stage.is_worked]
    numbers = {str(stage.id): place for place, stage in enumerate(worked, 1)}
    owners = Counter(stage.owner for stage in worked)
    common = next(iter(owners), None) if len(owners) == 1 else None
    return Scene(playbook, Flow(playbook), Desk(playbook, numbers, common))
