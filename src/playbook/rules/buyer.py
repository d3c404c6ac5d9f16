"""The buyer's steps, and the stages that support them."""

from collections.abc import Iterator

from playbook.messages import _
from playbook.model import Stage
from playbook.rules import Context, Remark, Severity, called, rule


@rule("PB701", Severity.WARNING)
def stage_without_buyer_step(context: Context) -> Iterator[Remark]:
    """Every open stage supports a step of the buyer.

    ## Why
    Sellers move buyers, not deals. A stage that no step of the buyer goes
    with counts our own work as progress. It is asked only where the buyer's
    steps are written down, and not of a stage in which only our own people
    approve something.

    ## Wrong
    ```yaml
    buyer_steps: [{id: compares, name: Compares offers}]
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has named who signs]}
      - {id: proposal, name: Proposal, buyer_steps: [compares], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    buyer_steps: [{id: defines, name: Defines the need}, {id: compares, name: Compares offers}]
    stages:
      - {id: qualified, name: Qualified, buyer_steps: [defines], exit: [The buyer has named who signs]}
      - {id: proposal, name: Proposal, buyer_steps: [compares], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    if not context.playbook.buyer_steps:
        return
    for stage in context.playbook.stages:
        is_for_us = bool(stage.exit) and all(each.verified_by for each in stage.exit)
        if stage.kind == "open" and not stage.buyer_steps and not is_for_us:
            message = _("No step of the buyer goes with {stage}.")
            help = _("Name one under `buyer_steps:`: what does the buyer do meanwhile?")
            yield Remark(stage.at, message.format(stage=called(stage.name, stage.id)), help)


@rule("PB702", Severity.ERROR)
def buyer_goes_backwards(context: Context) -> Iterator[Remark]:
    """Later stages support later steps of the buyer.

    ## Why
    If a later stage goes with earlier steps only, either the stages or the
    steps are in the wrong order. Stages may share steps; what goes on all the
    time is `always_on`.

    ## Wrong
    ```yaml
    buyer_steps: [{id: defines, name: Defines the need}, {id: compares, name: Compares offers}]
    stages:
      - {id: qualified, name: Qualified, buyer_steps: [compares], exit: [The buyer has named who signs]}
      - {id: proposal, name: Proposal, buyer_steps: [defines], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    buyer_steps: [{id: defines, name: Defines the need}, {id: compares, name: Compares offers}]
    stages:
      - {id: qualified, name: Qualified, buyer_steps: [defines, compares], exit: [The buyer has named who signs]}
      - {id: proposal, name: Proposal, buyer_steps: [compares], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    before: tuple[Stage, int, int] | None = None
    for stage in context.flow.main:
        span = _span(context, stage)
        if span is None:
            continue
        low, high = span
        if before is not None and (low < before[1] or high < before[2]):
            steps = context.playbook.buyer_steps
            late = steps[before[2] if high < before[2] else before[1]]
            message = _("{stage} goes with earlier steps of the buyer than {before} before it.")
            message = message.format(
                stage=called(stage.name, stage.id), before=called(before[0].name, before[0].id)
            )
            help = _("{before} already goes with {step}. Change the order of one of them.")
            help = help.format(before=before[0].id, step=called(late.name, late.id))
            yield Remark((*stage.at, "buyer_steps"), message, help)
        before = (stage, low, high)


def _span(context: Context, stage: Stage) -> tuple[int, int] | None:
    """The first and the last of the buyer's steps that a stage goes with."""
    places = [
        number
        for number, step in enumerate(context.playbook.buyer_steps)
        if step.id in stage.buyer_steps and not step.always_on
    ]
    return (min(places), max(places)) if places else None
