"""Questions about single criteria: what proves one, who decides on it, and how long it counts."""

from collections.abc import Iterator
from dataclasses import replace

from playbook import wording
from playbook.learning.asking import choice, number, several
from playbook.learning.gates import of_stage
from playbook.learning.items import Item
from playbook.learning.matter import Candidate, Matter
from playbook.messages import _
from playbook.model import Criterion, Stage

_PROOFS = (
    "signed-document",
    "written-confirmation",
    "payment",
    "meeting-held",
    "calendar-event",
    "product-usage",
    "stated-orally",
    "seller-judgement",
)
_NEAR = (
    frozenset({"buyer-reply", "written-confirmation", "signed-document"}),
    frozenset({"approval", "field-value", "record-exists"}),
    frozenset({"calendar-event", "meeting-held"}),
)
"""Kinds of proof that one might rightly take for each other."""


def proofs(matter: Matter) -> Iterator[Item | None]:
    """The questions about the criteria of all stages."""
    for stage in matter.playbook.stages:
        for criterion in (*stage.entry, *stage.exit):
            yield _proof(matter, stage, criterion)
            yield _decider(matter, stage, criterion)
            yield _refusal(matter, stage, criterion)
            yield _validity(matter, stage, criterion)


def _proof(matter: Matter, stage: Stage, criterion: Criterion) -> Item | None:
    evidence = criterion.evidence
    if evidence not in _PROOFS:
        return None
    draft = replace(
        _draft(matter, stage, criterion, "proof"),
        ask=_("Which proof does the playbook ask for?"),
        why=_("The proof for it: {proof}.").format(proof=wording.term(evidence)),
    )
    near = {evidence}.union(*(kinds for kinds in _NEAR if evidence in kinds))
    others = [Candidate(id, wording.term(id)) for id in _PROOFS if id not in near]
    return choice(matter, draft, Candidate(evidence, wording.term(evidence)), others)


def _decider(matter: Matter, stage: Stage, criterion: Criterion) -> Item | None:
    if not criterion.verified_by:
        return None
    right = [matter.role(id) for id in criterion.verified_by]
    draft = replace(
        _draft(matter, stage, criterion, "approve"),
        ask=_("Who decides whether this is met?"),
        why=_("In “{stage}”, this is approved by: {roles}.").format(
            stage=stage.name, roles=wording.listed(each.text for each in right)
        ),
        roles=criterion.verified_by,
    )
    return several(matter, draft, right, matter.roles)


def _refusal(matter: Matter, stage: Stage, criterion: Criterion) -> Item | None:
    if criterion.if_rejected is None or criterion.if_rejected not in matter.playbook.stage:
        return None
    right = matter.stage(criterion.if_rejected)
    draft = replace(
        _draft(matter, stage, criterion, "refused"),
        ask=_("This is refused in “{stage}”. Where does the deal go?").format(stage=stage.name),
        why=_("After a refusal the deal goes to “{stage}”.").format(stage=right.text),
    )
    return choice(matter, draft, right, matter.stages)


def _validity(matter: Matter, stage: Stage, criterion: Criterion) -> Item | None:
    if criterion.valid_days is None:
        return None
    draft = replace(
        _draft(matter, stage, criterion, "valid"),
        ask=_("For how long does this count, once it is true?"),
        why=_("After {days} it has to be looked at again.").format(
            days=wording.days(criterion.valid_days)
        ),
    )
    others = [each.valid_days for _holder, each in matter.playbook.criteria() if each.valid_days]
    return number(matter, draft, criterion.valid_days, others, wording.days)


def _draft(matter: Matter, stage: Stage, criterion: Criterion, topic: str) -> Item:
    said = matter.criterion(criterion)
    draft = of_stage(matter, stage, f"{topic}.{stage.id}.{said.key}", topic)
    return replace(draft, facts=(said.text,))
