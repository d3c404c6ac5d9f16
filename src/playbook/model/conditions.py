"""Tests, moments and segments: when something holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from playbook.model.names import (
    BuyerRoleId,
    ElementId,
    FieldId,
    PhaseId,
    Prose,
    QuestionId,
    QuestionnaireId,
    SegmentId,
    TaskId,
    Text,
    TrackId,
    Value,
)
from playbook.model.part import Part

SUBJECTS = ("field", "answer", "questionnaire", "contacts", "track", "segment")
OPERATORS = (
    "is_",
    "equals",
    "not_equals",
    "one_of",
    "at_least",
    "at_most",
    "above",
    "below",
    "within_days",
)
UNITS = ("minutes", "hours", "days", "workdays", "weeks", "months")


@dataclass(frozen=True, kw_only=True)
class Answer(Part):
    """One operator on a value."""

    is_: Literal["filled", "empty", "unknown", "passed", "complete", "done"] | None = None
    equals: Value | None = None
    not_equals: Value | None = None
    one_of: tuple[Value, ...] = ()
    at_least: float | None = None
    at_most: float | None = None
    above: float | None = None
    below: float | None = None
    within_days: int | None = None

    @property
    def operators(self) -> tuple[str, ...]:
        """The operators that are given: exactly one, if the author made no mistake."""
        return tuple(name for name in OPERATORS if getattr(self, name) not in (None, ()))

    @property
    def values(self) -> tuple[Value, ...]:
        """The values compared with, for the operators that take any value."""
        single = (self.equals, self.not_equals)
        return (*(value for value in single if value is not None), *self.one_of)


@dataclass(frozen=True, kw_only=True)
class Test(Answer):
    """A condition as data: a subject and an operator, or tests under all or any."""

    field: FieldId | None = None
    answer: QuestionId | None = None
    questionnaire: QuestionnaireId | None = None
    elements: tuple[ElementId, ...] = ()
    contacts: BuyerRoleId | None = None
    track: TrackId | None = None
    phase: PhaseId | None = None
    segment: SegmentId | None = None
    all: tuple["Test", ...] = ()
    any: tuple["Test", ...] = ()

    @property
    def subjects(self) -> tuple[str, ...]:
        """The subjects that are given: exactly one, unless it is all or any."""
        return tuple(name for name in SUBJECTS if getattr(self, name) is not None)

    def leaves(self) -> Iterator["Test"]:
        """The tests with a subject, whatever they stand under."""
        nested = (*self.all, *self.any)
        if not nested:
            yield self
        for test in nested:
            yield from test.leaves()


@dataclass(frozen=True, kw_only=True)
class Moment(Part):
    """A span of time: one unit, and where it counts from."""

    minutes: int | None = None
    hours: int | None = None
    days: int | None = None
    workdays: int | None = None
    weeks: int | None = None
    months: int | None = None
    before: FieldId | None = None
    after: FieldId | None = None
    after_task: TaskId | None = None

    @property
    def units(self) -> tuple[str, ...]:
        """The units that are given: exactly one, if the author made no mistake."""
        return tuple(name for name in UNITS if getattr(self, name) is not None)

    @property
    def in_days(self) -> float | None:
        """The span in calendar days, or None without a unit. Five workdays are a week; a month is 30 days."""
        scale = {
            "minutes": 1 / 1440,
            "hours": 1 / 24,
            "days": 1.0,
            "workdays": 7 / 5,
            "weeks": 7.0,
            "months": 30.0,
        }
        units = self.units
        return getattr(self, units[0]) * scale[units[0]] if units else None


@dataclass(frozen=True, kw_only=True)
class Segment(Part):
    """A named kind of deal; without ``when`` it is ticked by hand."""

    id: SegmentId
    name: Text
    about: Prose | None = None
    group: str | None = None
    when: Test | None = None
