"""Exit criteria: specific, measurable, and shown by the buyer."""

import re
from collections.abc import Iterator

from playbook.messages import _
from playbook.model import Criterion, Playbook
from playbook.rules import Context, Remark, Severity, called, rule
from playbook.rules.words import heard

_FROM_THE_BUYER = frozenset({"buyer", "third-party"})
_QUOTED = re.compile('《[^》]*》|“[^”]*”|„[^“]*“|"[^"]*"')
_BUYERS_EVIDENCE = frozenset(
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


@rule("PB301", Severity.ERROR)
def no_exit_criteria(context: Context) -> Iterator[Remark]:
    """Every open stage says what must be true to leave it.

    ## Why
    Without a gate each rep moves deals by feeling, and a stage means
    something else for everyone.

    ## Wrong
    ```yaml
    stages:
      - {id: qualified, name: Qualified, tasks: [Call the buyer]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: qualified, name: Qualified, tasks: [Call the buyer], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    stages = context.playbook.stage
    for stage in context.playbook.stages:
        if stage.kind != "open" or stage.exit or stage.must_fill:
            continue
        following = [stages[id] for id in context.flow.next(stage) if id in stages]
        if following and all(each.entry for each in following):
            continue
        yield Remark(
            stage.at,
            _("Nothing must be true to leave {stage}.").format(stage=called(stage.name, stage.id)),
            _("Add `exit:` with what the buyer has done by then."),
        )


@rule("PB302", Severity.WARNING)
def vague_criterion(context: Context) -> Iterator[Remark]:
    """A criterion is a fact that two people judge alike.

    ## Why
    "The buyer is interested" is true for an optimist and false for a
    sceptic. A name, a number, a date or a document is the same for both. A
    criterion with a `check`, or with hard evidence from the buyer, may say
    what it likes: that decides.

    ## Wrong
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer is interested]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has asked for a written offer]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    for _holder, criterion in context.playbook.criteria():
        if criterion.criterion is None or criterion.check is not None or _is_proven(criterion):
            continue
        text = _QUOTED.sub("", criterion.criterion)
        word = heard("vague", text)
        if word is not None and not heard("proof", text):
            yield Remark(
                (*criterion.at, "criterion"),
                _('"{word}" is judged differently by different people.').format(word=word),
                _("Say what one can see: who did what, which number, date or document."),
            )


@rule("PB303", Severity.WARNING)
def only_our_word(context: Context) -> Iterator[Remark]:
    """To leave an open stage, the buyer has done something.

    ## Why
    What we did ourselves (sent, shown, called) says nothing about whether the
    buyer moves. The best evidence is something the buyer did: signed, paid,
    replied, came.

    ## Wrong
    ```yaml
    stages:
      - {id: proposal, name: Proposal, exit: [{id: sent, criterion: We have sent the proposal, given_by: seller}]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: proposal, name: Proposal, exit: [{id: accepted, criterion: The buyer has accepted the proposal in writing, given_by: buyer}]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    for stage in context.playbook.stages:
        musts = [criterion for criterion in stage.exit if criterion.level == "must"]
        if stage.kind != "open" or not musts:
            continue
        if not any(_shown_by_the_buyer(context.playbook, criterion) for criterion in musts):
            message = _("Nothing that the buyer does is needed to leave {stage}.")
            help = _("Add a criterion that the buyer makes true, with `given_by: buyer`.")
            message = message.format(stage=called(stage.name, stage.id))
            yield Remark((*stage.at, "exit"), message, help)


def _is_proven(criterion: Criterion) -> bool:
    """Whether hard evidence from outside decides, whatever the sentence says."""
    return criterion.given_by in _FROM_THE_BUYER and criterion.evidence in _BUYERS_EVIDENCE


def _shown_by_the_buyer(playbook: Playbook, criterion: Criterion) -> bool:
    """Whether the buyer or someone else outside makes a criterion true, as far as it says."""
    if criterion.given_by is not None:
        return criterion.given_by in _FROM_THE_BUYER
    if criterion.evidence is not None:
        return criterion.evidence in _BUYERS_EVIDENCE
    if criterion.check is not None:
        return any(
            leaf.questionnaire or leaf.answer or leaf.contacts or leaf.track
            for leaf in criterion.check.leaves()
        )
    text = criterion.criterion or ""
    named = [role.name.casefold() for role in playbook.buyer_roles.values()]
    if any(name in text.casefold() for name in named):
        return True
    return bool(heard("buyer", text) or heard("proof", text))
