"""How a criterion is put: as one fact, about the buyer, without ifs."""

from collections.abc import Iterator

from playbook.grading import could_show_the_buyer, faults
from playbook.messages import _
from playbook.model import Stage
from playbook.rules import Context, Remark, Severity, rule


@rule("PB307", Severity.INFO)
def own_work_as_criterion(context: Context) -> Iterator[Remark]:
    """A criterion tells of the buyer, not of our own work.

    ## Why
    That the offer is sent is a task done. The deal has moved when the buyer has
    answered it. Keep the task, and demand what should come of it.

    ## Wrong
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has named who signs, We have sent the offer]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has named who signs, The buyer has answered the offer in writing]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    for holder, criterion, word in faults(context.playbook, "own-act"):
        musts = [each for each in holder.exit if each.level == "must"]
        is_gate = isinstance(holder, Stage) and holder.kind == "open" and bool(musts)
        if is_gate and not any(could_show_the_buyer(context.playbook, each) for each in musts):
            continue  # PB303 says it of the whole stage
        message = _('"{word}" is our own work, and says nothing about the buyer.')
        help = _("Put it under `tasks:`, and demand what the buyer does then.")
        yield Remark((*criterion.at, "criterion"), message.format(word=word), help)


@rule("PB308", Severity.WARNING)
def open_condition(context: Context) -> Iterator[Remark]:
    """A criterion that does not always hold says when it does.

    ## Why
    "If applicable" leaves it to everyone to decide that it is not. Say for
    which deals it holds with `for`, or for which moves with `to`.

    ## Wrong
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed, "The buyer has signed the data agreement, if applicable"]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed, The buyer has signed the data agreement]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    for _holder, criterion, word in faults(context.playbook, "open-condition"):
        message = _('"{word}" does not say when this holds.')
        help = _("Say for which deals with `for:` a segment, or write the condition as a `check`.")
        yield Remark((*criterion.at, "criterion"), message.format(word=word), help)


@rule("PB309", Severity.INFO)
def two_in_one(context: Context) -> Iterator[Remark]:
    """A criterion says one thing.

    ## Why
    When one half is true and the other is not, some tick it and some do not,
    and nobody sees which half is missing. Two criteria cost one line more.

    ## Wrong
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed the contract and paid the deposit]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed the contract, The buyer has paid the deposit]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    for _holder, criterion, _word in faults(context.playbook, "joint"):
        message = _("These are two criteria in one.")
        help = _("Make two of it, so that one can see which is missing.")
        yield Remark((*criterion.at, "criterion"), message, help)


@rule("PB312", Severity.INFO)
def degree_without_bound(context: Context) -> Iterator[Remark]:
    """A degree has a bound: a number or a date.

    ## Why
    "Recent" is a week for one and a quarter for another. A number costs one
    word and ends the discussion.

    ## Wrong
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed, The price is within budget]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed, The price is at most 5 % above the budget that the buyer named]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    for _holder, criterion, word in faults(context.playbook, "relative"):
        message = _('"{word}" has no bound.')
        help = _("Say how many, how much or by which date.")
        yield Remark((*criterion.at, "criterion"), message.format(word=word), help)


@rule("PB316", Severity.INFO)
def proof_of_absence(context: Context) -> Iterator[Remark]:
    """A criterion says what is there, not what is missing.

    ## Why
    That there are no objections cannot be shown; perhaps nobody asked. Say what
    would prove it: the buyer has written that all questions are answered.

    ## Wrong
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed, There are no open questions]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed, The buyer has written that all questions are answered]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    for _holder, criterion, word in faults(context.playbook, "negated"):
        message = _('"{word}": nobody can prove what is not there.')
        help = _("Say what shows it, for example that the buyer has written so.")
        yield Remark((*criterion.at, "criterion"), message.format(word=word), help)


@rule("PB317", Severity.WARNING)
def order_as_criterion(context: Context) -> Iterator[Remark]:
    """A criterion says what is true, not what to do.

    ## Why
    "Identify the decision maker" is a task: it is never true or false. Its
    result is the criterion: the buyer has named who decides.

    ## Wrong
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed, Identify the decision maker]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed, The buyer has named the decision maker]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    for _holder, criterion, _word in faults(context.playbook, "order"):
        message = _("This says what to do, not what is then true.")
        help = _("Put it under `tasks:`, and write here what has come of it.")
        yield Remark((*criterion.at, "criterion"), message, help)
