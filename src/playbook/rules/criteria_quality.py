"""What a criterion lacks to be judged: it is specific, measurable, and leaves something to look at."""

from collections.abc import Iterator

from playbook.grading import faults
from playbook.messages import _
from playbook.rules import Context, Remark, Severity, rule


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
    for _holder, criterion, word in faults(context.playbook, "vague"):
        message = _('"{word}" is judged differently by different people.')
        help = _("Say what one can see: who did what, which number, date or document.")
        yield Remark((*criterion.at, "criterion"), message.format(word=word), help)


@rule("PB304", Severity.WARNING)
def unspecific_criterion(context: Context) -> Iterator[Remark]:
    """A criterion says who has done what.

    ## Why
    "Next steps agreed": by whom, and which? One rep takes a nod for it, another
    an e-mail from the one who signs. Name the person and the thing, or say in
    `verified_by`, `given_by` or `evidence` how one can tell.

    ## Wrong
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed, Next steps agreed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed, The buyer has accepted the invitation to the next meeting]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    for _holder, criterion, word in faults(context.playbook, "unspecific"):
        message = _('"{word}" does not say by whom.')
        help = _("Say who has done it, and what it is: a name, a document, a date.")
        yield Remark((*criterion.at, "criterion"), message.format(word=word), help)


@rule("PB305", Severity.WARNING)
def topic_as_criterion(context: Context) -> Iterator[Remark]:
    """A criterion is a sentence that is true or not.

    ## Why
    "Budget" or "Decision process" is a topic to talk about. When is the deal
    through with it? Say what the buyer has done or named by then.

    ## Wrong
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed, Decision process]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed, The buyer has named who decides and by which day]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    for _holder, criterion, _word in faults(context.playbook, "unmeasurable"):
        message = _("This names a topic; nobody can say whether it is true.")
        help = _("Write a sentence: who has done what, how many, by which date.")
        yield Remark((*criterion.at, "criterion"), message, help)


@rule("PB306", Severity.INFO)
def only_said(context: Context) -> Iterator[Remark]:
    """A criterion says where one can see that it is true.

    ## Why
    What was only said is remembered differently. Where the other criteria say
    what proves them, this one should too: an e-mail, a field, someone who
    confirms it.

    ## Wrong
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [{id: signed, criterion: The buyer has signed, evidence: signed-document, given_by: buyer}, The buyer has named who signs]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [{id: signed, criterion: The buyer has signed, evidence: signed-document, given_by: buyer}, The buyer has named in writing who signs]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    for holder, criterion, _word in faults(context.playbook, "unproven"):
        if criterion.level != "must" or criterion not in holder.exit:
            continue
        message = _("This was only said, and nothing says where one can see it.")
        help = _("Add `evidence:`, `kept_in:` or `verified_by:`, or say that it is in writing.")
        yield Remark((*criterion.at, "criterion"), message, help)
