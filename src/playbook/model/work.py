"""What is done in a stage, what must be true to leave it, and what happens then."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from playbook.model.conditions import Moment, Test
from playbook.model.names import (
    AssetId,
    FieldId,
    PartId,
    Prose,
    QuestionnaireId,
    ReasonId,
    RoleId,
    SegmentId,
    StageId,
    Text,
    Value,
)
from playbook.model.part import Part

Level = Literal["must", "should", "may"]
TaskKind = Literal["call", "meeting", "email", "message", "document", "internal", "system"]
Evidence = Literal[
    "signed-document",
    "written-confirmation",
    "payment",
    "meeting-held",
    "calendar-event",
    "buyer-reply",
    "product-usage",
    "record-exists",
    "approval",
    "field-value",
    "stated-orally",
    "seller-judgement",
]
Asks = Mapping[QuestionnaireId, tuple[PartId, ...]]
"""Questionnaires and the parts of each that are asked; ``("all",)`` is the whole."""


@dataclass(frozen=True, kw_only=True)
class Criterion(Part):
    """Something that is true or not, and that someone else can check."""

    shorthand: ClassVar[str] = "criterion"

    id: str | None = None
    criterion: Text | None = None
    level: Level = "must"
    for_: tuple[SegmentId, ...] = ()
    to: tuple[StageId, ...] = ()
    evidence: Evidence | None = None
    given_by: Literal["buyer", "third-party", "seller", "system"] | None = None
    kept_in: FieldId | None = None
    check: Test | None = None
    verified_by: tuple[RoleId, ...] = ()
    enough: int | None = None
    due: Moment | None = None
    if_rejected: StageId | None = None
    reason: ReasonId | None = None
    valid_days: int | None = None
    about: Prose | None = None


@dataclass(frozen=True, kw_only=True)
class AgendaItem(Part):
    """One topic of a meeting."""

    id: str | None = None
    topic: Text
    minutes: int | None = None
    asks: Asks = field(default_factory=dict)
    assets: tuple[AssetId, ...] = ()
    owner: RoleId | None = None


@dataclass(frozen=True, kw_only=True)
class TaskBySegment(Part):
    """What differs in a task for the deals of a segment."""

    level: Level | None = None
    owner: RoleId | None = None
    due: Moment | None = None
    every: Moment | None = None
    minutes: int | None = None


@dataclass(frozen=True, kw_only=True)
class Task(Part):
    """A piece of work in a stage or a phase."""

    shorthand: ClassVar[str] = "do"

    id: str | None = None
    do: Text
    kind: TaskKind | None = None
    level: Level = "must"
    owner: RoleId | None = None
    by: tuple[RoleId, ...] = ()
    consult: tuple[RoleId, ...] = ()
    inform: tuple[RoleId, ...] = ()
    for_: tuple[SegmentId, ...] = ()
    due: Moment | None = None
    every: Moment | None = None
    until: StageId | None = None
    minutes: int | None = None
    goal: Text | None = None
    agenda: tuple[AgendaItem, ...] = ()
    steps: tuple[Text, ...] = ()
    asks: Asks = field(default_factory=dict)
    confirms: Asks = field(default_factory=dict)
    assets: tuple[AssetId, ...] = ()
    by_segment: Mapping[SegmentId, TaskBySegment] = field(default_factory=dict)
    notes: Prose | None = None


@dataclass(frozen=True, kw_only=True)
class Overdue(Part):
    """What happens to a deal that stays too long."""

    move_to: StageId | None = None
    reason: ReasonId | None = None
    do: Text | None = None
    owner: RoleId | None = None


@dataclass(frozen=True, kw_only=True)
class Back(Part):
    """Moving a deal back; ``to`` is None for all earlier stages, empty for none."""

    to: tuple[StageId, ...] | None = None
    as_far_as: StageId | None = None
    by: tuple[RoleId, ...] = ()
    approved_by: tuple[RoleId, ...] = ()
    reason: bool = False
    clear: tuple[FieldId, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Handover(Part):
    """What is passed on when a deal leaves forward."""

    to: RoleId | None = None
    fields: tuple[FieldId, ...] = ()
    questionnaires: tuple[QuestionnaireId, ...] = ()
    assets: tuple[AssetId, ...] = ()
    about: Prose | None = None


@dataclass(frozen=True, kw_only=True)
class Write(Part):
    """A field that the system sets."""

    field: FieldId
    set: Value | None = None
    copy: FieldId | None = None
    plus_days: int | None = None
    once: bool = False


@dataclass(frozen=True, kw_only=True)
class WakeUp(Moment):
    """When and where a parked deal comes back; without ``move_to`` to where it was."""

    move_to: StageId | None = None
    trigger: Text | None = None
    times: int | None = None


@dataclass(frozen=True, kw_only=True)
class Rule(Part):
    """A rule of the house."""

    shorthand: ClassVar[str] = "rule"

    id: str | None = None
    rule: Text
    for_: tuple[SegmentId, ...] = ()
