"""What the wording of a criterion lacks most: one thing at a time."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from playbook.grading.grade import grade
from playbook.grading.proof import is_kept, is_proven
from playbook.grading.sentence import read
from playbook.model import Criterion, Playbook, Work

Lack = Literal[
    "open-condition",
    "order",
    "vague",
    "relative",
    "negated",
    "unmeasurable",
    "unspecific",
    "own-act",
    "joint",
    "unproven",
]


class Fault(NamedTuple):
    """What is wrong with a criterion's wording, and the word that shows it."""

    lack: Lack
    word: str = ""


def faults(playbook: Playbook, lack: Lack) -> Iterator[tuple[Work, Criterion, str]]:
    """The criteria whose gravest fault is this one: where each stands, and the word that shows it."""
    proofs_are_said = any(
        criterion.check is not None or is_kept(criterion)
        for _holder, criterion in playbook.criteria()
    )
    for holder, criterion in playbook.criteria():
        found = fault(playbook, criterion, proofs_are_said=proofs_are_said)
        if found is not None and found.lack == lack:
            yield holder, criterion, found.word


def fault(
    playbook: Playbook, criterion: Criterion, *, proofs_are_said: bool = False
) -> Fault | None:
    """The gravest fault of a criterion's wording, or None.

    A check excuses everything. That nothing says where the proof is counts
    only where ``proofs_are_said`` of other criteria.
    """
    if criterion.criterion is None or criterion.check is not None:
        return None
    sentence = read(criterion.criterion)
    if sentence.open_condition and not (criterion.for_ or criterion.to):
        return Fault("open-condition", sentence.open_condition)
    if not is_proven(criterion):
        found = _in_what_it_says(playbook, criterion)
        if found is not None:
            return found
    if sentence.is_joint:
        return Fault("joint")
    if proofs_are_said and sentence.is_said and not grade(playbook, criterion).has("evaluable"):
        return Fault("unproven")
    return None


def _in_what_it_says(playbook: Playbook, criterion: Criterion) -> Fault | None:
    sentence = read(criterion.criterion or "")
    is_attributed = is_kept(criterion) or criterion.given_by is not None
    if sentence.is_order and not is_attributed:
        return Fault("order")
    if sentence.vague:
        return Fault("vague", sentence.vague)
    if sentence.relative and not is_attributed:
        return Fault("relative", sentence.relative)
    if sentence.negation and not is_attributed:
        return Fault("negated", sentence.negation)
    graded = grade(playbook, criterion)
    if not graded.has("measurable") and not sentence.is_statement:
        return Fault("unmeasurable")
    if sentence.own_act and not sentence.has_proof and not is_attributed:
        return Fault("own-act", sentence.own_act)
    if sentence.agentless and not graded.has("specific"):
        return Fault("unspecific", sentence.agentless)
    return None
