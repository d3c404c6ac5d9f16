"""What is on the picture of a process: its boxes. Where they stand is not known here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from playbook import wording
from playbook.drawing.boxes import Box, Node
from playbook.drawing.desk import Desk, desk_for
from playbook.drawing.flow import cards, companions, sides
from playbook.drawing.flow.format import Cell, Format
from playbook.flow import Flow
from playbook.messages import _, p_
from playbook.model import Criterion, Playbook, Stage, StageId, Track

_OUTSIDE = frozenset({"lost", "disqualified", "not-counted", "parked"})
"""The kinds of stage that stand at the side."""


@dataclass(frozen=True)
class Block:
    """A stage with its gates, as a deal comes through them."""

    stage: Stage
    cells: tuple[Cell, ...]
    card: str

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The boxes, in the order in which they are read."""
        return tuple(node for cell in self.cells for node in cell.nodes)

    @property
    def first(self) -> str:
        """The box that a deal comes to first."""
        return self.cells[0].key

    @property
    def last(self) -> str:
        """The box that a deal leaves last."""
        return self.cells[-1].key


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
    format: Format

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
        width = self.format.gate if stage.id in self.spine else self.format.beside_gate
        stands = ("stage", str(stage.id))
        gates = [
            Node(
                f"{key}{place}", self._gate(stage, heading, criteria, width), stands, is_main=False
            )
            for key, heading, criteria in _gates(stage)
        ]
        entries = [node for node in gates if node.key[0] == "e"]
        exits = [node for node in gates if node.key[0] == "g"]
        card = Node(f"s{place}", self._card(stage), stands)
        nodes = (card, *gates) if self.format.is_folded else (*entries, card, *exits)
        return Block(stage, self.format.cells(nodes), card.key)

    def _gate(self, stage: Stage, heading: str, criteria: Sequence[Criterion], width: float) -> Box:
        shape = cards.pocket if self.format.is_folded else cards.clipped
        return cards.gate(self.desk, stage, criteria, heading, width, shape)

    def _card(self, stage: Stage) -> Box:
        """The card of a stage; where the line runs to the right, those on it are of one height."""
        if stage.id not in self.spine:
            return self._drawn(stage, self.format.beside)
        card = self._drawn(stage, self.format.card)
        slack = self._tallest - card.height
        return self._drawn(stage, self.format.card, slack) if slack > 0 else card

    @cached_property
    def _tallest(self) -> float:
        if not self.format.is_folded:
            return 0.0
        stages = (self.playbook.stage[id] for id in self.spine)
        return max(self._drawn(stage, self.format.card).height for stage in stages)

    def _drawn(self, stage: Stage, width: float, slack: float = 0.0) -> Box:
        draw = cards.won_card if stage.kind == "won" else cards.stage_card
        return draw(self.desk, stage, width, slack)

    @cached_property
    def block(self) -> dict[str, Block]:
        """The blocks by the ids of their stages."""
        return {block.stage.id: block for block in self.blocks}

    @cached_property
    def sides(self) -> tuple[Node, ...]:
        """The stages at the side, and the playbooks in which deals go on."""
        outside = [stage for stage in self.playbook.stages if not self.is_inside(stage.id)]
        found = [
            Node(
                f"x{place}",
                sides.side_card(self.desk, stage, self.format.side),
                ("stage", str(stage.id)),
            )
            for place, stage in enumerate(outside, 1)
        ]
        for place, way in enumerate(self.playbook.continues.values(), 1):
            if way.playbook != self.playbook.id:
                card = sides.continuation_card(self.desk, way, self.format.side)
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
            card = companions.step_card(self.desk, step, self.format.step)
            node = Node(f"b{place}", card, ("step", str(step.id)))
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
            card = companions.phase_card(self.desk, track, phase, self.format.phase)
            node = Node(f"p{place}-{number}", card, ("phase", str(phase.id)))
            anchor = named[0].card if named else None
            found.append(Companion(node, anchor, beside=reach))
        owner = wording.role_name(self.playbook, track.owner)
        return Lane(track.name, owner, "track", tuple(found))


def _gates(stage: Stage) -> Iterator[tuple[str, str, Sequence[Criterion]]]:
    """The gates that a stage has: what is checked on the way in, and on the way out."""
    if stage.entry:
        yield "e", _("Entry criteria"), stage.entry
    if stage.exit or (stage.must_fill and stage.is_worked):
        yield "g", _("Exit criteria") if stage.exit else _("Before leaving"), stage.exit


def compose(playbook: Playbook, format: Format) -> Scene:
    """What is on the picture of a playbook."""
    return Scene(playbook, Flow(playbook), desk_for(playbook), format)
