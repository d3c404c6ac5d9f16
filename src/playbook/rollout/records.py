"""What is recorded about a deal: fields, answers, boxes to tick, scores, reasons.

Every CRM keeps these in a field of some kind; what it calls the field, and what
it cannot hold, is the target's affair.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from playbook import wording
from playbook.findings import At
from playbook.messages import _
from playbook.model import (
    BUILT_IN_FIELDS,
    FieldId,
    Option,
    Playbook,
    Question,
    Segment,
    Track,
    Value,
)

LOSS_REASON = FieldId("loss-reason")

Kind = Literal["field", "question", "segment", "phase", "score", "role"]


@dataclass(frozen=True, kw_only=True)
class Record:
    """One thing that is recorded.

    ``type`` is the format's, ``flag`` for a box to tick, or ``score``. ``ids``
    is what its name in a CRM is made of.
    """

    kind: Kind
    ids: tuple[str, ...]
    type: str
    at: At
    name: str
    about: str = ""
    options: tuple[tuple[str, str], ...] = ()
    default: Value | None = None

    @property
    def built_in(self) -> str:
        """The id of a field that every CRM has; empty for all others."""
        id = self.ids[0] if self.kind == "field" else ""
        return id if id in {str(each) for each in BUILT_IN_FIELDS} else ""


def records(playbook: Playbook) -> Iterator[Record]:
    """Everything that is recorded about a deal of this playbook."""
    yield from _built_in(playbook)
    for field in playbook.fields.values():
        if field.id not in BUILT_IN_FIELDS:
            yield Record(
                kind="field",
                ids=(field.id,),
                type=field.type,
                at=field.at,
                name=field.name,
                about=field.about or "",
                options=_options(field.type, field.options),
                default=field.default,
            )
    yield from _answers(playbook)
    yield from (_segment(segment) for segment in playbook.segments.values())
    for track in playbook.tracks.values():
        yield from _phases(track)
    for role in playbook.buyer_roles.values():
        ids = ("role", str(role.id))
        yield Record(kind="role", ids=ids, type="contact", at=role.at, name=role.name)


def _built_in(playbook: Playbook) -> Iterator[Record]:
    """The built-in fields that the playbook looks at."""
    used = {leaf.value for leaf in playbook.references if leaf.kind is FieldId}
    used |= {str(id) for id in playbook.fields}
    used |= {str(LOSS_REASON)} if playbook.reasons else set()
    for id, type in BUILT_IN_FIELDS.items():
        if id in used:
            field = playbook.fields.get(id)
            reasons = tuple((str(key), reason_label(playbook, key)) for key in playbook.reasons)
            yield Record(
                kind="field",
                ids=(id,),
                type=type,
                at=field.at if field else ("reasons",) if id == LOSS_REASON else ("fields", id),
                name=wording.field_name(playbook, id),
                about=(field.about or "") if field else "",
                options=reasons if id == LOSS_REASON else (),
            )


def _answers(playbook: Playbook) -> Iterator[Record]:
    for questionnaire in playbook.questionnaires.values():
        for question in questionnaire.questions:
            if question.field is None:
                yield Record(
                    kind="question",
                    ids=(questionnaire.id, question.id),
                    type=question.type,
                    at=question.at,
                    name=question.ask,
                    about=_beside(question),
                    options=_options(question.type, question.options),
                )
        if questionnaire.scoring:
            name = _("{questionnaire}: score").format(
                questionnaire=wording.questionnaire_name(questionnaire)
            )
            at = (*questionnaire.at, "scoring")
            ids = (questionnaire.id, "score")
            yield Record(kind="score", ids=ids, type="score", at=at, name=name)


def _segment(segment: Segment) -> Record:
    name = _("Segment: {name}").format(name=segment.name)
    ids = ("segment", str(segment.id))
    about = segment.about or ""
    return Record(kind="segment", ids=ids, type="flag", at=segment.at, name=name, about=about)


def _phases(track: Track) -> Iterator[Record]:
    for phase in track.phases:
        name = _("{track}: {phase} is done").format(track=track.name, phase=phase.name)
        yield Record(kind="phase", ids=(track.id, phase.id), type="flag", at=phase.at, name=name)


def reason_label(playbook: Playbook, id: str) -> str:
    """A reason with the wider one that it belongs under: ``Price: Wanted a discount``."""
    reasons = {str(key): reason for key, reason in playbook.reasons.items()}
    reason = reasons[id]
    if reason.under and reason.under in reasons and reason.under != id:
        return wording.headed(reasons[reason.under].name, reason.name)
    return reason.name


def _beside(question: Question) -> str:
    """What stands beside an answer: why, what to listen for, and what to ask next."""
    lines: list[str] = []
    if question.why:
        lines.append(_("Why: {text}").format(text=question.why))
    if question.listen_for:
        lines.append(_("Listen for: {text}").format(text=question.listen_for))
    return "\n".join([*lines, *question.probes])


def _options(type: str, options: tuple[Option, ...]) -> tuple[tuple[str, str], ...]:
    if type == "yes-no":
        return (("yes", _("Yes")), ("no", _("No")))
    return tuple((option.id, option.name) for option in options)
