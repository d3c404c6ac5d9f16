"""What the keys of a criterion prove, and whether the buyer makes it true."""

from playbook.grading.sentence import Sentence, read
from playbook.model import Criterion, Playbook

FROM_OUTSIDE = frozenset({"buyer", "third-party"})
BUYERS_EVIDENCE = frozenset(
    {
        "signed-document",
        "written-confirmation",
        "payment",
        "meeting-held",
        "calendar-event",
        "buyer-reply",
        "product-usage",
    }
)
ONLY_SAID = frozenset({"stated-orally", "seller-judgement"})
"""Evidence that leaves nothing that a second person could look at."""


def is_proven(criterion: Criterion) -> bool:
    """Whether hard evidence from outside decides, whatever the sentence says."""
    return criterion.given_by in FROM_OUTSIDE and criterion.evidence in BUYERS_EVIDENCE


def is_kept(criterion: Criterion) -> bool:
    """Whether someone is named who says yes, or a place or a kind of proof to look at."""
    hard = criterion.evidence is not None and criterion.evidence not in ONLY_SAID
    return hard or criterion.kept_in is not None or bool(criterion.verified_by)


def shows_the_buyer(playbook: Playbook, criterion: Criterion) -> bool:
    """Whether the buyer or someone else outside makes a criterion true, as far as it says."""
    if criterion.given_by is not None:
        return criterion.given_by in FROM_OUTSIDE
    if criterion.evidence in BUYERS_EVIDENCE:
        return True
    if criterion.evidence is not None and criterion.evidence not in ONLY_SAID:
        sentence = read(criterion.criterion or "")
        return sentence.names_the_buyer and not sentence.names_us
    if criterion.check is not None and any(
        leaf.questionnaire or leaf.answer or leaf.contacts or leaf.track
        for leaf in criterion.check.leaves()
    ):
        return True
    text = criterion.criterion or ""
    sentence = read(text)
    if criterion.verified_by and not (sentence.names_the_buyer or sentence.has_proof):
        return False
    return _acts_for_the_buyer(sentence) or names_a_buyer_role(playbook, text)


def _acts_for_the_buyer(sentence: Sentence) -> bool:
    """Whether the sentence itself tells of something that the buyer does."""
    if sentence.is_order or sentence.is_finding:
        return False
    if sentence.names_the_buyer or sentence.has_proof:
        return True
    return sentence.has_act and not sentence.names_us and not sentence.own_act


def could_show_the_buyer(playbook: Playbook, criterion: Criterion) -> bool:
    """Whether someone outside may make a criterion true; else it is for sure only our word."""
    if shows_the_buyer(playbook, criterion):
        return True
    if criterion.given_by or criterion.evidence or criterion.verified_by or criterion.check:
        return False
    sentence = read(criterion.criterion or "")
    is_empty = not sentence.is_statement and not sentence.has_subject
    says_nothing = (
        is_empty
        or sentence.is_order
        or sentence.vague
        or sentence.relative
        or sentence.negation
        or sentence.agentless
    )
    return not (says_nothing or sentence.own_act or sentence.names_us)


def names_a_buyer_role(playbook: Playbook, text: str) -> bool:
    """Whether a sentence names one of the playbook's buyer roles."""
    plain = text.casefold()
    return any(role.name.casefold() in plain for role in playbook.buyer_roles.values())


def names_a_role(playbook: Playbook, text: str) -> bool:
    """Whether a sentence names one of the playbook's own roles."""
    plain = text.casefold()
    return any(role.name.casefold() in plain for role in playbook.roles.values())
