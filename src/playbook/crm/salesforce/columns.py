"""The fields of an opportunity: Salesforce's own, and those that the playbook adds.

A column is where a check looks. Everything that is recorded about a deal has
one, unless Salesforce has no room for its name.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from playbook.crm.salesforce.names import LONGEST, LONGEST_LABEL, spoken
from playbook.crm.salesforce.surface import field_key
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
from playbook.rollout.compiling import Rollout
from playbook.rollout.records import LOSS_REASON, Record, records

_PICKLISTS: Final = frozenset({"LeadSource", "Type"})
"""Fields of every opportunity that are lists to choose from, whatever the format calls them."""


@dataclass(frozen=True, kw_only=True)
class Column(Record):
    """One field of an opportunity."""

    api: str
    is_ours: bool
    """Whether the playbook adds it; else it is there already."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """The API names of options that are there already, where they are not the ids."""

    def value(self, option: object) -> str:
        """The API name of an option."""
        return self.keys.get(str(option), str(option))

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


def columns(rollout: Rollout) -> Columns:
    """The columns of a playbook; what gets no name is refused, with what to do about it."""
    named: dict[tuple[str, ...], Column] = {}
    taken: dict[str, Column] = {}
    refused: dict[At, str] = {}
    for record in records(rollout.playbook):
        if record.kind == "role":
            continue
        key: tuple[str, ...] = (record.kind, *record.ids)
        own = _own(rollout, record)
        if own:
            type = "choice" if own in _PICKLISTS else record.type
            keys = rollout.settings.options(*record.ids)
            named[key] = _column(record, api=own, is_ours=False, type=type, keys=keys)
            continue
        api = field_key(rollout.prefix, *record.ids)
        problem = _problem(api.removesuffix("__c"), taken)
        if problem:
            refused[record.at] = problem
            continue
        type = "text" if record.type == "choice" and not record.options else record.type
        column = _column(record, api=api, is_ours=True, type=type)
        named[key] = taken[api.removesuffix("__c").casefold()] = column
    return Columns(rollout.playbook, named, refused)


def _own(rollout: Rollout, record: Record) -> str:
    """The field that is there already: as crm.yaml says, or one that every opportunity has."""
    mapped = rollout.settings.names("fields").get(".".join(record.ids))
    return mapped or rollout.surface.built_in.get(record.built_in, "")


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
