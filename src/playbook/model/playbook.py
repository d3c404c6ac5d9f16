"""The playbook itself: one sales process, whole."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from playbook.model.buyer import BuyerRole, BuyerStep, Competitor, Objection
from playbook.model.conditions import Segment
from playbook.model.content import Asset, Learning, Page, Term
from playbook.model.names import (
    ALL,
    BUILT_IN_FIELDS,
    AssetId,
    BuyerRoleId,
    BuyerStepId,
    CompetitorId,
    FieldId,
    ObjectionId,
    Prose,
    QuestionId,
    QuestionnaireId,
    ReasonId,
    RoleId,
    SegmentId,
    StageId,
    Text,
    TrackId,
)
from playbook.model.part import Part
from playbook.model.plan import Continuation, ForecastEntry, Metrics, Reason, Review, Role, Route
from playbook.model.questions import Field, Question, Questionnaire
from playbook.model.stages import ForecastCategory, Phase, Stage, Track, Work
from playbook.model.walk import Leaf, parts, walk
from playbook.model.work import Asks, Criterion, Rule, Task, TaskKind

Workday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


@dataclass(frozen=True, kw_only=True)
class PlaybookBySegment(Part):
    """What differs in the whole playbook for the deals of a segment."""

    deal_name: Text | None = None


@dataclass(frozen=True, kw_only=True)
class Playbook(Part):
    """One sales process: stages, work, gates, and the buyer's steps beside them."""

    id: str
    name: Text
    about: Prose | None = None
    version: str | None = None
    effective_from: date | None = None
    open_deals: Literal["move", "stay"] = "move"
    language: str = "en"
    languages: tuple[str, ...] = ()
    owner: RoleId | None = None
    review_by: date | None = None
    currency: str | None = None
    record: Literal["deal", "lead", "account", "contract"] = "deal"
    for_: tuple[SegmentId, ...] = ()
    template: bool = False
    deal_name: Text | None = None
    workdays: tuple[Workday, ...] = ("mon", "tue", "wed", "thu", "fri")
    activity: tuple[TaskKind, ...] = (
        "call",
        "meeting",
        "email",
        "message",
        "document",
        "internal",
        "system",
    )
    by_segment: Mapping[SegmentId, PlaybookBySegment] = field(default_factory=dict)
    stages: tuple[Stage, ...]
    tracks: Mapping[TrackId, Track] = field(default_factory=dict)
    buyer_steps: tuple[BuyerStep, ...] = ()
    buyer_roles: Mapping[BuyerRoleId, BuyerRole] = field(default_factory=dict)
    roles: Mapping[RoleId, Role] = field(default_factory=dict)
    segments: Mapping[SegmentId, Segment] = field(default_factory=dict)
    fields: Mapping[FieldId, Field] = field(default_factory=dict)
    questionnaires: Mapping[QuestionnaireId, Questionnaire] = field(default_factory=dict)
    continues: Mapping[str, Continuation] = field(default_factory=dict)
    routing: tuple[Route, ...] = ()
    reasons: Mapping[ReasonId, Reason] = field(default_factory=dict)
    objections: Mapping[ObjectionId, Objection] = field(default_factory=dict)
    competitors: Mapping[CompetitorId, Competitor] = field(default_factory=dict)
    assets: Mapping[AssetId, Asset] = field(default_factory=dict)
    forecast: Mapping[ForecastCategory, ForecastEntry] = field(default_factory=dict)
    reviews: Mapping[str, Review] = field(default_factory=dict)
    metrics: Metrics | None = None
    rules: tuple[Rule, ...] = ()
    glossary: Mapping[str, Term] = field(default_factory=dict)
    pages: tuple[Page, ...] = ()
    learning: Learning | None = None

    @cached_property
    def texts(self) -> tuple[Leaf, ...]:
        """The texts that people read."""
        return tuple(leaf for leaf in self._leaves if leaf.kind in (Text, Prose))

    @cached_property
    def references(self) -> tuple[Leaf, ...]:
        """The ids that refer to something defined elsewhere."""
        return tuple(leaf for leaf in self._leaves if leaf.kind not in (Text, Prose))

    @cached_property
    def _leaves(self) -> tuple[Leaf, ...]:
        return tuple(walk(self))

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The playbook and all parts in it, each place once."""
        return tuple(parts(self))

    @cached_property
    def stage(self) -> Mapping[StageId, Stage]:
        """The stages by their ids."""
        return {stage.id: stage for stage in self.stages}

    @cached_property
    def buyer_step(self) -> Mapping[BuyerStepId, BuyerStep]:
        """The buyer steps by their ids."""
        return {step.id: step for step in self.buyer_steps}

    @cached_property
    def question(self) -> Mapping[QuestionId, Question]:
        """The questions of all questionnaires by their ids."""
        return {
            question.id: question
            for questionnaire in self.questionnaires.values()
            for question in questionnaire.questions
        }

    @cached_property
    def phases(self) -> tuple[Phase, ...]:
        """The phases of all tracks, in order."""
        return tuple(phase for track in self.tracks.values() for phase in track.phases)

    def tasks(self) -> Iterator[tuple[Work, Task]]:
        """Every task with the stage or phase it stands in."""
        for holder in (*self.stages, *self.phases):
            for task in holder.tasks:
                yield holder, task

    def criteria(self) -> Iterator[tuple[Work, Criterion]]:
        """Every entry and exit criterion with the stage or phase it stands in."""
        for holder in (*self.stages, *self.phases):
            for criterion in (*holder.entry, *holder.exit):
                yield holder, criterion

    def asked(self, asks: Asks) -> tuple[Question, ...]:
        """The questions that an ``asks`` or ``confirms`` stands for, in the questionnaires' order."""
        return tuple(
            question
            for id, parts in asks.items()
            if id in self.questionnaires
            for question in self.questionnaires[id].questions
            if not {ALL, question.id, question.element}.isdisjoint(parts)
        )

    def asked_in(self, holder: Work) -> tuple[Question, ...]:
        """The questions asked in a stage or phase, by itself, its tasks and their agendas."""
        sources = [holder.asks]
        for task in holder.tasks:
            sources.append(task.asks)
            sources += (item.asks for item in task.agenda)
        found = {question.id: question for asks in sources for question in self.asked(asks)}
        return tuple(found.values())

    def type_of_field(self, id: FieldId) -> str | None:
        """The type of a field, the author's or a built-in one; None for an unknown field."""
        if id in self.fields:
            return self.fields[id].type
        return BUILT_IN_FIELDS.get(id)

    def type_of_question(self, question: Question) -> str | None:
        """The type of a question's answer: its field's type, or its own."""
        return self.type_of_field(question.field) if question.field else question.type
