"""What is recorded about a deal, and the questions that find it out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from playbook.model.conditions import Answer, Test
from playbook.model.names import (
    BuyerRoleId,
    ElementId,
    FieldId,
    Prose,
    QuestionId,
    QuestionnaireId,
    ReasonId,
    SegmentId,
    StageId,
    Text,
    Value,
)
from playbook.model.part import Part
from playbook.model.work import Level

FieldType = Literal[
    "text",
    "long-text",
    "number",
    "money",
    "percent",
    "date",
    "yes-no",
    "choice",
    "choices",
    "user",
    "contact",
    "company",
    "link",
    "file",
]
QuestionType = Literal[FieldType, "rating"]

FRAMEWORKS: Final[Mapping[str, tuple[str, ...]]] = {
    "bant": ("budget", "authority", "need", "timeline"),
    "anum": ("authority", "need", "urgency", "money"),
    "champ": ("challenges", "authority", "money", "prioritization"),
    "faint": ("funds", "authority", "interest", "need", "timing"),
    "neat": ("need", "economic-impact", "access", "timeline"),
    "gpctba-ci": (
        "goals",
        "plans",
        "challenges",
        "timeline",
        "budget",
        "authority",
        "consequences",
        "implications",
    ),
    "meddic": (
        "metrics",
        "economic-buyer",
        "decision-criteria",
        "decision-process",
        "pain",
        "champion",
    ),
    "meddicc": (
        "metrics",
        "economic-buyer",
        "decision-criteria",
        "decision-process",
        "pain",
        "champion",
        "competition",
    ),
    "meddpicc": (
        "metrics",
        "economic-buyer",
        "decision-criteria",
        "decision-process",
        "paper-process",
        "pain",
        "champion",
        "competition",
    ),
    "meddppicc": (
        "metrics",
        "economic-buyer",
        "decision-criteria",
        "decision-process",
        "paper-process",
        "partner",
        "pain",
        "champion",
        "competition",
    ),
    "spiced": ("situation", "pain", "impact", "critical-event", "decision"),
    "spin": ("situation", "problem", "implication", "need-payoff"),
    "custom": (),
}
"""The elements of each qualification framework, in the order of its letters.

The second P of MEDDPPICC is the partner; the C and E of SPICED are one
element, the critical event.
"""


@dataclass(frozen=True, kw_only=True)
class Option(Part):
    """One of the values to choose from."""

    id: str
    name: Text
    points: float | None = None


@dataclass(frozen=True, kw_only=True)
class Field(Part):
    """One thing that is recorded about a deal."""

    id: FieldId
    name: Text
    type: FieldType
    about: Prose | None = None
    options: tuple[Option, ...] = ()
    default: Value | None = None
    for_: tuple[SegmentId, ...] = ()
    filled_by: Literal["people", "system"] = "people"
    buyer_role: BuyerRoleId | None = None
    personal: bool = False
    purpose: Text | None = None
    keep_months: int | None = None


@dataclass(frozen=True, kw_only=True)
class Element(Part):
    """A part of a qualification framework."""

    id: ElementId
    name: Text


@dataclass(frozen=True, kw_only=True)
class Band(Part):
    """A named range of scores, from its own lowest score up to the next band."""

    id: str
    name: Text
    from_: float
    about: Prose | None = None


@dataclass(frozen=True, kw_only=True)
class Scoring(Part):
    """How answers become a score, and what score is enough."""

    method: Literal["sum", "mean", "lowest", "count", "all"] = "sum"
    pass_: float | None = None
    weights: Mapping[ElementId, float] = field(default_factory=dict)
    floors: Mapping[ElementId, float] = field(default_factory=dict)
    bands: tuple[Band, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ScoreRule(Answer):
    """Points for an answer that fits one operator."""

    points: float


@dataclass(frozen=True, kw_only=True)
class KnockOut(Answer):
    """An answer that ends or parks the deal, and where it goes."""

    move_to: StageId
    reason: ReasonId | None = None


@dataclass(frozen=True, kw_only=True)
class Question(Part):
    """One question of a questionnaire."""

    id: QuestionId
    ask: Text
    element: ElementId | None = None
    field: FieldId | None = None
    type: QuestionType = "text"
    options: tuple[Option, ...] = ()
    max: int = 5
    level: Level = "must"
    for_: tuple[SegmentId, ...] = ()
    when: Test | None = None
    score: tuple[ScoreRule, ...] = ()
    knock_out: KnockOut | None = None
    why: Text | None = None
    listen_for: Text | None = None
    probes: tuple[Text, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Questionnaire(Part):
    """A set of questions that qualifies a deal."""

    id: QuestionnaireId
    framework: str
    questions: tuple[Question, ...]
    name: Text | None = None
    about: Prose | None = None
    elements: tuple[Element, ...] = ()
    scoring: Scoring | None = None

    @property
    def element_ids(self) -> tuple[str, ...]:
        """The framework's elements, or the author's own, in order."""
        return FRAMEWORKS[self.framework] or tuple(element.id for element in self.elements)
