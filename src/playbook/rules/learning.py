"""The quiz: its answers can be chosen, and one of them is right."""

from collections.abc import Iterator

from playbook.messages import _
from playbook.rules import Context, Remark, Severity, rule


@rule("PB736", Severity.ERROR)
def right_answer_missing(context: Context) -> Iterator[Remark]:
    """The right answer of a quiz question is one of its options.

    ## Why
    `right` counts the options from 1. Beyond the last one no answer is right,
    and everybody fails.

    ## Wrong
    ```yaml
    learning:
      quiz: [{id: gate, ask: When does a deal move on?, options: [When the rep says so, When the gate is met], right: 3}]
    ```

    ## Right
    ```yaml
    learning:
      quiz: [{id: gate, ask: When does a deal move on?, options: [When the rep says so, When the gate is met], right: 2}]
    ```
    """
    for item in context.playbook.learning.quiz if context.playbook.learning else ():
        if item.right > len(item.options):
            message = _("The right answer is number {right}, and there are {number} options.")
            message = message.format(right=item.right, number=len(item.options))
            help = _("Count from 1: write which of the options is right.")
            yield Remark((*item.at, "right"), message, help)


@rule("PB737", Severity.WARNING)
def answer_twice(context: Context) -> Iterator[Remark]:
    """The options of a quiz question differ.

    ## Why
    With the same answer twice, one of the two is marked wrong.

    ## Wrong
    ```yaml
    learning:
      quiz: [{id: gate, ask: When does a deal move on?, options: [When the gate is met, when the gate is met], right: 1}]
    ```

    ## Right
    ```yaml
    learning:
      quiz: [{id: gate, ask: When does a deal move on?, options: [When the gate is met, When the rep says so], right: 1}]
    ```
    """
    for item in context.playbook.learning.quiz if context.playbook.learning else ():
        seen: set[str] = set()
        for number, option in enumerate(item.options):
            words = " ".join(option.casefold().split()).rstrip(".。")
            if words in seen:
                message = _("This answer is among the options already.")
                yield Remark((*item.at, "options", number), message, _("Write another one."))
            seen.add(words)
