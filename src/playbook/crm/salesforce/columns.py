"""The fields of an opportunity: Salesforce's own, and those that the playbook adds.

A column is where a check looks. Everything that is recorded about a deal has
one, unless Salesforce has no room for its name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from playbook.crm.salesforce.names import LONGEST, LONGEST_LABEL, api_name, spoken
from playbook.findings import At
from playbook.messages import _
from playbook.model import (
    FieldId,
    PhaseId,
    Playbook,
    Question,
    QuestionnaireId,
    SegmentId,
    TrackId,
)
from playbook.rollout.records import LOSS_REASON, Record, records

_STANDARD: Final = {
    "amount": ("Amount", "money"),
    "close-date": ("CloseDate", "date"),
    "account": ("AccountId", "company"),
    "owner": ("OwnerId", "user"),
    "source": ("LeadSource", "choice"),
    "next-step": ("NextStep", "text"),
}
"""The built-in fields that every opportunity has, and what they are there."""


@dataclass(frozen=True, kw_only=True)
class Column(Record):
    """One field of an opportunity."""

    api: str

    @property
    def is_ours(self) -> bool:
        """Whether the playbook adds it."""
        return self.api.endswith("__c")

    @property
    def label(self) -> str:
        """What people see: the author's name, or the id where that is too long."""
        return self.name if len(self.name) <= LONGEST_LABEL else spoken(*self.ids)


@dataclass(frozen=True)
class Columns:
    """The columns of a playbook by what they hold, and why some parts have none."""

    playbook: Playbook
    named: Mapping[tuple[str, ...], Column]
    refused: Mapping[At, str]

    def of_field(self, id: FieldId) -> Column | None:
        """The column of a field, the author's or a built-in one."""
        return self.named.get(("field", id))

    def of_question(self, question: Question) -> Column | None:
        """The column of an answer: its field's, or its own."""
        if question.field:
            return self.of_field(question.field)
        return next((each for each in self.named.values() if each.at == question.at), None)

    def of_segment(self, id: SegmentId) -> Column | None:
        """The column that says whether a deal is in a segment."""
        return self.named.get(("segment", "segment", id))

    def of_phase(self, track: TrackId, phase: PhaseId) -> Column | None:
        """The column that says whether a phase of a track is done."""
        return self.named.get(("phase", track, phase))

    def of_score(self, id: QuestionnaireId) -> Column | None:
        """The column for the score of a questionnaire."""
        return self.named.get(("score", id, "score"))

    @property
    def reason(self) -> Column | None:
        """The column for the reason of an end, if the playbook has reasons."""
        return self.of_field(LOSS_REASON) if self.playbook.reasons else None

    @property
    def added(self) -> tuple[Column, ...]:
        """The columns that the playbook adds, in its order."""
        return tuple(column for column in self.named.values() if column.is_ours)


def columns(playbook: Playbook, prefix: str) -> Columns:
    """The columns of a playbook; what gets no name is refused, with what to do about it."""
    named: dict[tuple[str, ...], Column] = {}
    taken: dict[str, Column] = {}
    refused: dict[At, str] = {}
    for record in records(playbook):
        if record.kind == "role":
            continue
        key: tuple[str, ...] = (record.kind, *record.ids)
        if record.built_in in _STANDARD:
            api, type = _STANDARD[record.built_in]
            named[key] = _column(record, api=api, type=type)
            continue
        api = f"{prefix}_{api_name(*record.ids)}"
        problem = _problem(api, taken)
        if problem:
            refused[record.at] = problem
            continue
        type = "text" if record.type == "choice" and not record.options else record.type
        named[key] = taken[api.casefold()] = _column(record, api=f"{api}__c", type=type)
    return Columns(playbook, named, refused)


def _column(record: Record, **more: Any) -> Column:
    return Column(**{**vars(record), **more})


def _problem(api: str, taken: Mapping[str, Column]) -> str:
    if len(api) > LONGEST:
        message = _(
            "Salesforce has room for {most} characters of a name, and {name} has {length}. "
            "Shorten the ids, or the prefix in crm.yaml."
        )
        return message.format(most=LONGEST, name=api, length=len(api))
    if api.casefold() in taken:
        message = _("“{other}” has the name {name} in Salesforce already. Change one id.")
        return message.format(other=taken[api.casefold()].name, name=api)
    return ""
