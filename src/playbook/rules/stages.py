"""Which stages there are, and what kind they are."""

from collections.abc import Iterator

from playbook.messages import _, n_
from playbook.model import Stage
from playbook.rules import Context, Remark, Severity, called, rule
from playbook.words import heard

FEWEST, MOST = 3, 7
"""Open stages of a usual sale, after the guides this project grew from."""


@rule("PB201", Severity.ERROR)
def no_end(context: Context) -> Iterator[Remark]:
    """There are stages to work in, and a deal can be won and can be lost.

    ## Why
    Without a won and a lost stage there is no win rate, and deals stay open
    for ever.

    ## Wrong
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
    ```

    ## Right
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    kinds = {stage.kind for stage in context.playbook.stages}
    for kind in ("open", "won", "lost"):
        if kind not in kinds and kind not in context.misnamed.values():
            message = _("No stage is of the kind {kind}.").format(kind=kind)
            example = f"{{id: {kind}, name: {kind.title()}, kind: {kind}}}"
            yield Remark(
                ("stages",), message, _("For example: - {example}").format(example=example)
            )


@rule("PB202", Severity.ERROR)
def no_start(context: Context) -> Iterator[Remark]:
    """There is a stage where deals begin.

    ## Why
    Deals begin in the first lead or open stage of the main line, and in those
    that say `can_start`. If every stage says `from`, or the first one does
    not let deals begin, no deal has a first day.

    ## Wrong
    ```yaml
    stages:
      - {id: qualified, name: Qualified, can_start: false, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    stages = context.playbook.stages
    if not context.flow.starts and any(stage.is_before_the_sale for stage in stages):
        message = _("There is no stage where deals begin.")
        help = _("Take `from` or `can_start: false` away from the first stage.")
        yield Remark(("stages",), message, help)
    for stage in stages:
        if stage.can_start and not stage.is_before_the_sale:
            message = _("Deals cannot begin in {stage}, which is of the kind {kind}.")
            message = message.format(stage=called(stage.name, stage.id), kind=stage.kind)
            help = _("Let them begin in a lead or an open stage.")
            yield Remark((*stage.at, "can_start"), message, help)


@rule("PB204", Severity.WARNING)
def number_of_stages(context: Context) -> Iterator[Remark]:
    """A process has three to seven open stages.

    ## Why
    With fewer one does not see where deals are; with more nobody keeps the
    stages apart, and deals are moved late or not at all. Much of what looks
    like a stage is a task or a criterion.

    ## Wrong
    ```yaml
    owner: rep
    roles: {rep: {name: Sales rep}}
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    owner: rep
    roles: {rep: {name: Sales rep}}
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has named who signs]}
      - {id: proposal, name: Proposal, exit: [The buyer has accepted the price in writing]}
      - {id: contract, name: Contract, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    line = [stage for stage in context.flow.line if stage.at not in context.misnamed]
    number = sum(stage.kind == "open" for stage in line)
    if context.is_sketch or number == 0 or FEWEST <= number <= MOST:
        return
    message = n_(
        "There is {number} open stage; {fewest} to {most} are usual.",
        "There are {number} open stages; {fewest} to {most} are usual.",
        number,
    )
    help = (
        _("Join stages that nobody keeps apart; what is work becomes a task.")
        if number > MOST
        else _("Split where the buyer makes a decision of their own.")
    )
    yield Remark(("stages",), message.format(number=number, fewest=FEWEST, most=MOST), help)


@rule("PB206", Severity.WARNING)
def stage_without_goal(context: Context) -> Iterator[Remark]:
    """Every lead and open stage has a goal.

    ## Why
    Tasks say what to do, criteria when it is done, and the goal what for.
    Whoever knows it finds a way when the tasks do not fit. It is asked once
    half of the stages have one, or much else is written.

    ## Wrong
    ```yaml
    stages:
      - {id: qualified, name: Qualified, goal: Both sides want to go on, exit: [The buyer has named who signs]}
      - {id: contract, name: Contract, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: qualified, name: Qualified, goal: Both sides want to go on, exit: [The buyer has named who signs]}
      - {id: contract, name: Contract, goal: A contract that both can keep, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    stages = [stage for stage in context.playbook.stages if stage.is_before_the_sale]
    without = [stage for stage in stages if not stage.goal]
    if without and without == stages:
        if context.is_grown:
            message = _("No stage says what it is for.")
            help = _("Add `goal:` to each: what is reached when it is done?")
            yield Remark(("stages",), message, help)
        return
    if len(without) * 2 > len(stages):
        return
    for stage in without:
        message = _("Nothing says what {stage} is for.")
        help = _("Add `goal:`: what is reached when it is done?")
        yield Remark(stage.at, message.format(stage=called(stage.name, stage.id)), help)


@rule("PB207", Severity.WARNING)
def offer_before_qualification(context: Context) -> Iterator[Remark]:
    """Before a stage in which an offer is made, something finds out whether it is worth it.

    ## Why
    An offer costs days. Written for somebody who has no need, no money or no
    say, it takes them from the deals that can be won. It is looked for in
    what the stages before are called, aim at, ask and demand; it is asked only
    where much else is written already.

    ## Wrong
    ```yaml
    reasons: {price: {name: Price}, silent: {name: No answer}, need: {name: No need}, stayed: {name: Stayed as they are}}
    fields: {signer: {name: Signer, type: contact, purpose: To send the contract}}
    buyer_steps: [{id: signs, name: Signs, shown_by: Signs}]
    stages:
      - {id: contacted, name: Contacted, goal: They talk to us, must_fill: [signer], buyer_steps: [signs], probability: 10, tasks: [{do: Call back, due: {hours: 4}}], exit: [The buyer has replied]}
      - {id: proposal, name: Proposal, goal: They want it, buyer_steps: [signs], probability: 50, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    reasons: {price: {name: Price}, silent: {name: No answer}, need: {name: No need}, stayed: {name: Stayed as they are}}
    fields: {signer: {name: Signer, type: contact, purpose: To send the contract}}
    buyer_steps: [{id: signs, name: Signs, shown_by: Signs}]
    stages:
      - {id: contacted, name: Contacted, goal: They talk to us, must_fill: [signer], buyer_steps: [signs], probability: 10, tasks: [{do: Ask for need and budget, due: {hours: 4}}], exit: [The buyer has replied]}
      - {id: proposal, name: Proposal, goal: They want it, buyer_steps: [signs], probability: 50, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    if not context.is_grown:
        return
    line = context.flow.line
    for number, stage in enumerate(line):
        if any(_qualifies(each) for each in line[:number]):
            return
        if stage.kind == "open" and heard("offer", stage.name):
            message = _("Before {stage} nothing finds out whether an offer is worth it.")
            help = _("Ask before about need, money and who decides, or demand it as a criterion.")
            yield Remark(stage.at, message.format(stage=called(stage.name, stage.id)), help)
            return


def _qualifies(stage: Stage) -> bool:
    """Whether anything in a stage asks whether the deal is one."""
    if stage.asks or any(task.asks for task in stage.tasks) or stage.buyer_roles:
        return True
    criteria = (*stage.entry, *stage.exit)
    texts = [stage.name, stage.goal, *(each.criterion for each in criteria)]
    texts += [text for task in stage.tasks for text in (task.do, task.goal, *task.steps)]
    return any(heard("qualification", text) for text in texts if text)
