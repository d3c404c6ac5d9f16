"""Stages that say the same."""

from collections.abc import Iterator
from itertools import combinations, pairwise

from playbook.messages import _
from playbook.model import Criterion, Stage
from playbook.rules import Context, Remark, Severity, called, rule


@rule("PB208", Severity.WARNING)
def same_end_twice(context: Context) -> Iterator[Remark]:
    """Two ends of one kind differ in more than their names.

    ## Why
    With two lost stages that mean the same, each rep chooses another, and
    neither number is right. What differs is said: where it is reached `from`,
    its `reasons`, what it demands, or a `goal`.

    ## Wrong
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
      - {id: dead, name: Dead, kind: lost}
    ```

    ## Right
    ```yaml
    reasons: {price: {name: Price}, silent: {name: No answer}}
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost, reasons: [price]}
      - {id: silent, name: Fell silent, kind: lost, reasons: [silent]}
    ```
    """
    ends = [stage for stage in context.playbook.stages if stage.kind in ("won", "lost")]
    for one, other in combinations(ends, 2):
        if (
            one.kind == other.kind
            and one.id != other.id
            and _what_it_says(one) == _what_it_says(other)
        ):
            message = _("{one} and {other} are both of the kind {kind}, and nothing else differs.")
            message = message.format(
                one=called(one.name, one.id), other=called(other.name, other.id), kind=one.kind
            )
            help = _("Keep one and give reasons, or say where each is reached `from`.")
            yield Remark(other.at, message, help)


def _what_it_says(stage: Stage) -> tuple[object, ...]:
    """What tells an end from another one."""
    words = (stage.goal, stage.notes, stage.guidance, stage.rules)
    demands = (stage.must_fill, stage.entry, stage.tasks, stage.reasons)
    return (*words, *demands, stage.from_, stage.for_, stage.reopen, stage.owner, stage.entered_by)


@rule("PB221", Severity.WARNING)
def same_stage_twice(context: Context) -> Iterator[Remark]:
    """Neighbouring stages demand different things.

    ## Why
    If two stages in a row have the same criteria, the same chance and the
    same steps of the buyer, a deal that may leave the first may leave the
    second as well. They are one stage, or a criterion was copied and never
    changed. It is looked at where both have a probability.

    ## Wrong
    ```yaml
    stages:
      - {id: need, name: Need agreed, probability: 50, exit: [The buyer has accepted the price in writing]}
      - {id: accepted, name: Accepted, probability: 50, exit: [The buyer has accepted the price in writing]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: need, name: Need agreed, probability: 50, exit: [The buyer has accepted the price in writing]}
      - {id: contract, name: Contract, probability: 80, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    for before, stage in pairwise(context.flow.line):
        if before.id == stage.id or not stage.exit or stage.probability is None:
            continue
        if _demands(before) == _demands(stage):
            message = _("{stage} demands nothing that {before} before it does not demand.").format(
                stage=called(stage.name, stage.id), before=called(before.name, before.id)
            )
            help = _("Join the two, or say what must be true to leave this one.")
            yield Remark((*stage.at, "exit"), message, help)


def _demands(stage: Stage) -> tuple[object, ...]:
    numbers = (stage.probability, stage.forecast, stage.buyer_steps, stage.for_)
    return (*numbers, tuple(map(_demand, stage.exit)))


def _demand(criterion: Criterion) -> tuple[object, ...]:
    """A criterion without its id, which differs in a copy as well."""
    return (criterion.criterion, criterion.check, criterion.level, criterion.for_, criterion.to)
