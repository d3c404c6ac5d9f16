"""The grade of a criterion, A to D, and the reasons for it."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from playbook.grading import proof
from playbook.grading.sentence import Sentence, read
from playbook.messages import _, p_
from playbook.model import Criterion, Playbook

Letter = Literal["A", "B", "C", "D"]
Quality = Literal["specific", "measurable", "evaluable", "buyer"]
_LETTERS: tuple[Letter, ...] = ("D", "D", "C", "B", "A")
"""The letter by the number of parts that are fulfilled."""


class Mark(NamedTuple):
    """One of the four parts of a grade, and why it is fulfilled or not."""

    quality: Quality
    is_fulfilled: bool
    reason: str

    @property
    def name(self) -> str:
        """The part's name for people."""
        return {
            "specific": p_("criterion", "specific"),
            "measurable": p_("criterion", "measurable"),
            "evaluable": p_("criterion", "can be checked"),
            "buyer": p_("criterion", "shown by the buyer"),
        }[self.quality]


@dataclass(frozen=True)
class Grade:
    """How well a criterion can be judged, with its four marks in order."""

    letter: Letter
    marks: tuple[Mark, Mark, Mark, Mark]

    @property
    def lacking(self) -> tuple[Mark, ...]:
        """The marks that are not fulfilled."""
        return tuple(mark for mark in self.marks if not mark.is_fulfilled)

    def has(self, quality: Quality) -> bool:
        """Whether a part is fulfilled."""
        return all(mark.quality != quality for mark in self.lacking)


def grade(playbook: Playbook, criterion: Criterion) -> Grade:
    """Grade a criterion by its sentence and by what it says of its proof.

    A is four parts, B three, C two, D less:

    - specific: says who or what it is about. A check, ``given_by``,
      ``verified_by`` or evidence says it too. A task ("send the offer") or a
      finding without a finder ("needs identified") does not.
    - measurable: a check, or something that has happened, a number or hard
      evidence; and neither a word that people judge differently, nor a degree
      without a bound, nor something that is merely not there.
    - can be checked by someone else: a check, ``verified_by``, ``kept_in``,
      evidence other than what was said or felt, or a sentence that names a
      trace of its own (signed, paid, in writing). What holds "if applicable"
      cannot.
    - shown by the buyer: the buyer or someone else outside makes it true.

    The parts count alike, so a buyer's word that is kept nowhere is as good as
    a well kept record of our own work: both are a B, for different reasons.
    """
    sentence = read(criterion.criterion or "")
    measurable = _measurable(criterion, sentence)
    marks = (
        _specific(playbook, criterion, sentence),
        measurable,
        _evaluable(criterion, sentence, measurable.is_fulfilled),
        _by_the_buyer(playbook, criterion, measurable.is_fulfilled),
    )
    return Grade(_LETTERS[sum(mark.is_fulfilled for mark in marks)], marks)


def _specific(playbook: Playbook, criterion: Criterion, sentence: Sentence) -> Mark:
    if criterion.check is not None:
        return Mark("specific", True, _("The check says what it is about."))
    is_attributed = bool(criterion.given_by or criterion.verified_by or proof.is_kept(criterion))
    if sentence.is_order and not is_attributed:
        return Mark("specific", False, _("It says what to do, and not what is then true."))
    text = criterion.criterion or ""
    is_named = (
        sentence.names_the_buyer
        or sentence.names_us
        or sentence.has_subject
        or sentence.has_proof
        or sentence.has_record
        or sentence.has_thing
        or proof.names_a_buyer_role(playbook, text)
        or proof.names_a_role(playbook, text)
    )
    if sentence.is_finding and not sentence.has_subject and not is_attributed:
        return Mark("specific", False, _("It does not say who found that out, and what was found."))
    if is_named or is_attributed:
        return Mark("specific", True, _("It says who or what it is about."))
    return Mark("specific", False, _("It does not say who does it."))


def _measurable(criterion: Criterion, sentence: Sentence) -> Mark:
    if criterion.check is not None:
        return Mark("measurable", True, _("The check decides."))
    is_attributed = bool(criterion.given_by or proof.is_kept(criterion))
    if sentence.is_order and not is_attributed:
        return Mark("measurable", False, _("A task is not a fact."))
    if sentence.vague:
        reason = _('"{word}" is judged differently by different people.')
        return Mark("measurable", False, reason.format(word=sentence.vague))
    if sentence.relative and not is_attributed:
        reason = _('"{word}" has no bound: no number and no date.')
        return Mark("measurable", False, reason.format(word=sentence.relative))
    if sentence.negation and not is_attributed:
        return Mark("measurable", False, _("Nobody can prove what is not there."))
    if criterion.evidence == "seller-judgement":
        return Mark("measurable", False, _("It is our own judgement."))
    if is_attributed or sentence.is_bounded or sentence.has_fact or sentence.has_act:
        return Mark("measurable", True, _("It is a fact: it is so or not."))
    return Mark("measurable", False, _("It names a topic, and no fact."))


def _evaluable(criterion: Criterion, sentence: Sentence, is_measurable: bool) -> Mark:
    if criterion.check is not None:
        return Mark("evaluable", True, _("The check can be looked at."))
    if sentence.open_condition and not (criterion.for_ or criterion.to):
        reason = _('It does not say when "{word}" holds.')
        return Mark("evaluable", False, reason.format(word=sentence.open_condition))
    if criterion.verified_by:
        return Mark("evaluable", True, _("Someone is named who says yes."))
    if proof.is_kept(criterion):
        return Mark("evaluable", True, _("It says what proves it."))
    if criterion.evidence in proof.ONLY_SAID:
        return Mark("evaluable", False, _("Nothing is left that a second person could look at."))
    leaves_a_trace = sentence.has_proof or sentence.has_record
    if is_measurable and not sentence.own_act and leaves_a_trace:
        return Mark("evaluable", True, _("It leaves a trace that can be looked at."))
    return Mark("evaluable", False, _("It does not say where the proof is."))


def _by_the_buyer(playbook: Playbook, criterion: Criterion, is_measurable: bool) -> Mark:
    is_shown = proof.shows_the_buyer(playbook, criterion)
    if is_shown and (is_measurable or criterion.given_by is not None):
        return Mark("buyer", True, _("The buyer, or someone else outside, makes it true."))
    if is_shown:
        return Mark("buyer", False, _("It is what we think of the buyer."))
    return Mark("buyer", False, _("The buyer need not do anything for it."))
