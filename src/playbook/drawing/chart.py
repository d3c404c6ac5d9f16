"""The process as plain boxes and arrows, for forms whose readers draw it themselves."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from playbook import wording
from playbook.drawing.boxes import Node
from playbook.drawing.desk import Desk, days
from playbook.drawing.flow.format import FORMATS
from playbook.drawing.flow.links import Link, links
from playbook.drawing.flow.scene import Lane, Scene, compose
from playbook.messages import _, p_
from playbook.model import BuyerStepId, Criterion, Playbook, Stage, StageId

Tone = Literal["seller", "buyer", "track"]


@dataclass(frozen=True)
class Item:
    """A box: what it is, its name, and what is said of it, line by line.

    ``kind`` is the kind of a stage, or one of ``gate``, ``entry-gate``,
    ``step``, ``phase`` and ``playbook``; ``id`` is that of the part it stands for,
    and of a phase that of its track before it.
    """

    key: str
    kind: str
    id: str
    name: str
    notes: tuple[str, ...] = ()
    number: int | None = None

    @property
    def title(self) -> str:
        """The name with the number before it, if there is one."""
        return f"{self.number} · {self.name}" if self.number else self.name


@dataclass(frozen=True)
class Group:
    """The boxes of one side: the seller's, the buyer's or a track's."""

    key: str
    name: str
    note: str
    tone: Tone
    items: tuple[Item, ...]

    @property
    def title(self) -> str:
        """The name, and whose the work is or who takes part."""
        return f"{self.name} · {self.note}" if self.note else self.name


@dataclass(frozen=True)
class Arrow:
    """An arrow between boxes by their keys; ``source`` may be the group of the seller."""

    kind: str
    source: str
    target: str
    label: str = ""


@dataclass(frozen=True)
class Chart:
    """Everything that is on a picture, without places."""

    playbook: Playbook
    groups: tuple[Group, ...]
    aside: tuple[Item, ...]
    """What stands outside of all groups: ends without a sale, places to wait, ways on."""
    arrows: tuple[Arrow, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """Every box."""
        return (*(item for group in self.groups for item in group.items), *self.aside)


def chart(playbook: Playbook) -> Chart:
    """The boxes and arrows of a process, in the language in use."""
    scene = compose(playbook, FORMATS["down"])
    seller = Group(
        "seller",
        p_("lane", "Seller"),
        scene.owner,
        "seller",
        tuple(_of_stage(scene.desk, node) for block in scene.blocks for node in block.nodes),
    )
    lanes = (_lane(scene.desk, lane, place) for place, lane in enumerate(scene.lanes, 1))
    return Chart(
        playbook,
        tuple(group for group in (seller, *lanes) if group.items),
        tuple(_aside(scene.desk, node) for node in scene.sides),
        (*map(_arrow, links(scene)), *_beside_stages(scene), *_from_everywhere(scene)),
    )


def _of_stage(desk: Desk, node: Node) -> Item:
    """A stage, or one of its gates."""
    stage = desk.playbook.stage[StageId(node.stands_for[1])]
    if node.is_main:
        number = desk.numbers.get(stage.id)
        return Item(node.key, stage.kind, stage.id, stage.name, tuple(_said(desk, stage)), number)
    if node.key[0] == "e":
        notes = tuple(_criteria(desk, stage.entry))
        return Item(node.key, "entry-gate", stage.id, _("Entry criteria"), notes)
    heading = _("Exit criteria") if stage.exit else _("Before leaving")
    notes = (*_criteria(desk, stage.exit), desk.to_fill(stage.must_fill))
    return Item(node.key, "gate", stage.id, heading, tuple(filter(None, notes)))


def _said(desk: Desk, stage: Stage) -> Iterator[str]:
    """What is said of a stage: how likely the deal is, whose it is, how long it takes."""
    if stage.is_worked:
        share = "" if stage.probability is None else f"{stage.probability}%"
        owner = wording.role_name(desk.playbook, stage.owner)
        whose = "" if stage.owner == desk.common_owner else owner
        line = " · ".join(filter(None, (share, whose, *days(stage))))
        yield from [line] if line else []
    if stage.optional:
        yield _("may be skipped")
    if stage.for_:
        yield desk.only(stage.for_)


def _criteria(desk: Desk, criteria: Sequence[Criterion]) -> Iterator[str]:
    for criterion in criteria:
        words = wording.criterion(desk.playbook, criterion)
        if criterion.for_:
            only = desk.only(criterion.for_)
            words = _("{criterion} ({restriction})").format(criterion=words, restriction=only)
        yield f"• {words}"


def _aside(desk: Desk, node: Node) -> Item:
    """An end without a sale, a place to wait, or the playbook in which a deal goes on."""
    kind, id = node.stands_for
    if kind == "continuation":
        way = desk.playbook.continues[id]
        again = _("a new deal") if way.deal == "new" else _("the same deal")
        return Item(node.key, "playbook", way.playbook, way.name or way.playbook, (again,))
    stage = desk.playbook.stage[StageId(id)]
    rule = stage.wake_up
    waits = (wording.moment(desk.playbook, rule), rule.trigger) if rule else ()
    return Item(node.key, stage.kind, stage.id, stage.name, tuple(filter(None, waits)))


def _lane(desk: Desk, lane: Lane, place: int) -> Group:
    items = tuple(_beside(desk, each.node) for each in lane.companions)
    name = p_("lane", "Buyer") if lane.tone == "buyer" else lane.name
    return Group(f"lane{place}", name, lane.note, lane.tone, items)


def _beside(desk: Desk, node: Node) -> Item:
    """A step of the buyer, or a phase of a track."""
    kind, id = node.stands_for
    if kind == "step":
        step = desk.playbook.buyer_step[BuyerStepId(id)]
        return Item(node.key, kind, id, step.name, (step.shown_by,) if step.shown_by else ())
    track, phase = next(
        (track, phase)
        for place, track in enumerate(desk.playbook.tracks.values())
        for number, phase in enumerate(track.phases, 1)
        if node.key == f"p{place}-{number}"
    )
    names = (desk.playbook.stage[each].name for each in phase.during if each in desk.playbook.stage)
    notes = (wording.listed(names), " · ".join(days(phase)), *_criteria(desk, phase.exit))
    return Item(node.key, kind, f"{track.id}/{phase.id}", phase.name, tuple(filter(None, notes)))


def _arrow(link: Link) -> Arrow:
    said = {
        "skip": p_("line", "May be skipped"),
        "back": p_("line", "Back"),
        "again": p_("line", "Begins again"),
        "wake": p_("line", "Comes back"),
    }
    return Arrow(link.kind, link.source, link.target, link.label or said.get(link.kind, ""))


def _beside_stages(scene: Scene) -> Iterator[Arrow]:
    """From the stage in which a phase of a track begins."""
    for lane in scene.lanes:
        for each in lane.companions:
            if each.anchor and lane.tone == "track":
                yield Arrow("beside", each.anchor, each.node.key)


def _from_everywhere(scene: Scene) -> Iterator[Arrow]:
    for stage in scene.playbook.stages:
        key = scene.card_of.get(stage.id, "")
        if key in scene.from_everywhere:
            kind = "park" if stage.kind == "parked" else "end"
            yield Arrow(kind, "seller", key, _("from every stage"))
