"""What a CRM holds of a sales process, in words that all CRMs share.

Made from a playbook before it is written for a target, and made from what a
CRM has given when that is read. So the two can be compared, and what was read
can become a playbook.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from playbook.findings import At
from playbook.model import FORECAST_ORDER, StageKind

__all__ = [
    "FORECAST_ORDER",
    "Choice",
    "FieldSetup",
    "ReasonSetup",
    "Setup",
    "StageSetup",
    "TaskSetup",
]


class Choice(NamedTuple):
    """One option: its key in the CRM, and what people see."""

    key: str
    name: str


@dataclass(frozen=True, kw_only=True)
class TaskSetup:
    """Work that belongs to a stage."""

    name: str
    detail: str = ""
    """When it is due, how often, whose it is: in words."""
    kind: str | None = None
    """The format's kind of task."""
    days: int | None = None
    """Whole days after the stage is entered until it is due."""
    at: At = ()


@dataclass(frozen=True, kw_only=True)
class StageSetup:
    """A stage."""

    id: str
    """The playbook's id; when read from a CRM, what can be known of it, else empty."""
    key: str = ""
    """Its key in the CRM; empty where that is given by the CRM."""
    name: str
    kind: StageKind = "open"
    probability: int | None = None
    """In percent, as the CRM takes it."""
    forecast: str | None = None
    """The format's category."""
    days: int | None = None
    """After how many days the CRM says that a deal has been there too long."""
    guidance: str = ""
    """Plain text, one line for each piece."""
    tasks: tuple[TaskSetup, ...] = ()
    criteria: tuple[str, ...] = ()
    """What must be true to leave it, in words."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Its name in other languages."""
    is_active: bool = True
    at: At = ()


@dataclass(frozen=True, kw_only=True)
class FieldSetup:
    """A field of deals."""

    ids: tuple[str, ...]
    """What it is made of: a field's id, or a questionnaire's and a question's, and so on."""
    kind: str = "field"
    """What is recorded: as in ``rollout.records``."""
    key: str = ""
    name: str
    type: str
    """The format's type; ``flag`` for a box to tick."""
    about: str = ""
    options: tuple[Choice, ...] = ()
    required: tuple[str, ...] = ()
    """The ids of the stages in which it has to be filled."""
    is_ours: bool = True
    """Whether the playbook adds it; else the CRM has it already."""
    names: Mapping[str, str] = field(default_factory=dict)
    at: At = ()


@dataclass(frozen=True, kw_only=True)
class ReasonSetup:
    """A reason why a deal was lost."""

    id: str
    key: str = ""
    name: str
    names: Mapping[str, str] = field(default_factory=dict)
    at: At = ()


@dataclass(frozen=True, kw_only=True)
class Setup:
    """One pipeline with what belongs to it."""

    id: str
    key: str = ""
    name: str
    language: str = "en"
    currency: str | None = None
    stages: tuple[StageSetup, ...] = ()
    fields: tuple[FieldSetup, ...] = ()
    reasons: tuple[ReasonSetup, ...] = ()
    teams: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    def stage(self, id: str) -> StageSetup | None:
        """A stage by its id."""
        return next((each for each in self.stages if each.id == id), None)

    def field(self, *ids: str) -> FieldSetup | None:
        """A field by what it is made of."""
        return next((each for each in self.fields if each.ids == ids), None)

    def field_at(self, at: At) -> FieldSetup | None:
        """The field of the part that was written at a place."""
        return next((each for each in self.fields if each.at == at), None)
