"""The buyer's steps, and the stages that support them."""

from collections.abc import Iterator

from playbook.grading import could_show_the_buyer
from playbook.messages import _
from playbook.model import BuyerStep, BuyerStepId, Stage
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
        if _has_no_step(stage):
            message = _("No step of the buyer goes with {stage}.")
            help = _("Name one under `buyer_steps:`: what does the buyer do meanwhile?")
            yield Remark(stage.at, message.format(stage=called(stage.name, stage.id)), help)


def _has_no_step(stage: Stage) -> bool:
    is_for_us = bool(stage.exit) and all(each.verified_by for each in stage.exit)
    return stage.kind == "open" and not stage.buyer_steps and not is_for_us


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


@rule("PB703", Severity.WARNING)
def no_buyer_steps(context: Context) -> Iterator[Remark]:
    """The steps of the buyer are written down.

    ## Why
    Whoever only knows the own stages pushes deals; whoever knows what the
    buyer does next helps to decide. It is asked only where much else is
    written already.

    ## Wrong
    ```yaml
    reasons: {price: {name: Price}, silent: {name: No answer}, need: {name: No need}, stayed: {name: Stayed as they are}}
    fields: {signer: {name: Signer, type: contact, purpose: To send the contract}}
    metrics: {win_rate: 20}
    stages:
      - {id: qualified, name: Qualified, goal: They want it, probability: 20, must_fill: [signer], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won, tasks: [{do: Thank the signer, due: {days: 1}}]}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    buyer_steps: [{id: signs, name: Signs, shown_by: Signs}]
    reasons: {price: {name: Price}, silent: {name: No answer}, need: {name: No need}, stayed: {name: Stayed as they are}}
    fields: {signer: {name: Signer, type: contact, purpose: To send the contract}}
    metrics: {win_rate: 20}
    stages:
      - {id: qualified, name: Qualified, goal: They want it, probability: 20, must_fill: [signer], buyer_steps: [signs], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won, tasks: [{do: Thank the signer, due: {days: 1}}]}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    if context.is_grown and not context.playbook.buyer_steps:
        message = _("Nothing says which steps the buyer takes.")
        help = _("Add `buyer_steps:`: what does the buyer do, from the problem to the purchase?")
        yield Remark(("stages",), message, help)


@rule("PB704", Severity.WARNING)
def step_without_stage(context: Context) -> Iterator[Remark]:
    """Every step up to the purchase has a stage that supports it.

    ## Why
    A step that no stage goes with is one in which nobody helps the buyer.
    Steps after the purchase, and what goes on all the time, need none.

    ## Wrong
    ```yaml
    buyer_steps: [{id: defines, name: Defines the need}, {id: compares, name: Compares offers}]
    stages:
      - {id: qualified, name: Qualified, buyer_steps: [defines], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    buyer_steps: [{id: defines, name: Defines the need}, {id: compares, name: Compares offers}]
    stages:
      - {id: qualified, name: Qualified, buyer_steps: [defines, compares], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    playbook = context.playbook
    if any(_has_no_step(stage) for stage in playbook.stages):
        return  # the steps that are left over probably belong there
    for step in playbook.buyer_steps:
        is_meant = context.may_be_meant(BuyerStepId, step.id)
        if _is_before_the_purchase(step) and not _stages_of(context, step) and not is_meant:
            message = _("No stage goes with {step}.")
            help = _("Name it under `buyer_steps:` of the stage that helps the buyer there.")
            yield Remark(step.at, message.format(step=called(step.name, step.id)), help)


def _is_before_the_purchase(step: BuyerStep) -> bool:
    return not (step.after_purchase or step.always_on)


def _stages_of(context: Context, step: BuyerStep) -> list[Stage]:
    return [stage for stage in context.playbook.stages if step.id in stage.buyer_steps]


@rule("PB705", Severity.WARNING)
def step_that_nothing_shows(context: Context) -> Iterator[Remark]:
    """One can see that the buyer has taken a step.

    ## Why
    A step that nothing shows is a guess. Either the step says what the buyer
    does (`shown_by`), or a stage that goes with it demands something of the
    buyer. The first step, in which the buyer does not yet move, shows nothing.

    ## Wrong
    ```yaml
    buyer_steps: [{id: aware, name: Lives with it}, {id: looks, name: Looks around}, {id: signs, name: Signs}]
    stages:
      - {id: lead, name: Lead, kind: lead, buyer_steps: [aware, looks]}
      - {id: qualified, name: Qualified, buyer_steps: [signs], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    buyer_steps: [{id: aware, name: Lives with it}, {id: looks, name: Looks around, shown_by: Asks a question}, {id: signs, name: Signs}]
    stages:
      - {id: lead, name: Lead, kind: lead, buyer_steps: [aware, looks]}
      - {id: qualified, name: Qualified, buyer_steps: [signs], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    playbook = context.playbook
    for step in playbook.buyer_steps[1:]:
        stages = _stages_of(context, step)
        if not _is_before_the_purchase(step) or step.shown_by or not stages:
            continue
        is_shown = any(
            could_show_the_buyer(playbook, criterion)
            for stage in stages
            for criterion in (*stage.entry, *stage.exit)
        )
        says_it = any(stage.kind in ("open", "won") for stage in stages)
        if not is_shown and not says_it:
            message = _("Nothing shows that the buyer has come to {step}.")
            help = _("Add `shown_by:`: what does the buyer do that one can see?")
            yield Remark(step.at, message.format(step=called(step.name, step.id)), help)


@rule("PB706", Severity.INFO)
def steps_end_with_the_purchase(context: Context) -> Iterator[Remark]:
    """Where there are stages after the sale, the buyer's steps go on after the purchase.

    ## Why
    For the buyer the purchase is the beginning. What they do then (use it,
    buy more, tell others) is what the stages after the sale are for.

    ## Wrong
    ```yaml
    buyer_steps: [{id: signs, name: Signs}]
    stages:
      - {id: qualified, name: Qualified, buyer_steps: [signs], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: care, name: Care, kind: after-sale}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    buyer_steps: [{id: signs, name: Signs}, {id: uses, name: Works with it, after_purchase: true}]
    stages:
      - {id: qualified, name: Qualified, buyer_steps: [signs], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: care, name: Care, kind: after-sale, buyer_steps: [uses]}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    steps = context.playbook.buyer_steps
    if steps and context.flow.after_sale and not any(step.after_purchase for step in steps):
        message = _("The steps of the buyer end with the purchase, and the stages go on.")
        help = _("Add what the buyer does then, with `after_purchase: true`.")
        yield Remark(steps[-1].at, message, help)
