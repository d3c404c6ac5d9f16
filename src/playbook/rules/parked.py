"""Deals that wait, and how they come back."""

from collections.abc import Iterator

from playbook.messages import _
from playbook.model import Stage, StageBySegment
from playbook.rules import Context, Remark, Severity, called, rule


@rule("PB802", Severity.ERROR)
def parked_for_ever(context: Context) -> Iterator[Remark]:
    """A parked deal comes back: on a day or after an event, to a stage where someone works on it.

    ## Why
    A fridge without a door is where deals are forgotten.

    ## Wrong
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
      - {id: fridge, name: Fridge, kind: parked}
    ```

    ## Right
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
      - {id: fridge, name: Fridge, kind: parked, wake_up: {days: 90, move_to: qualified}}
    ```
    """
    for stage in context.playbook.stages:
        wake_up = stage.wake_up
        name = called(stage.name, stage.id)
        if stage.kind != "parked":
            if wake_up is not None:
                message = _("{stage} has a wake-up and is not of the kind parked.").format(
                    stage=name
                )
                yield Remark(wake_up.at, message, _("Write kind: parked, or leave it out."))
            continue
        differing = [each.wake_up for each in stage.by_segment.values()]
        if wake_up is None and not (differing and all(differing)):
            message = _("Nothing brings a deal back from {stage}.").format(stage=name)
            help = _("Add wake_up: {example}.").format(example="{days: 90}")
            yield Remark(stage.at, message, help)
        elif wake_up is not None and not wake_up.units and not wake_up.trigger:
            message = _("Nothing says when a deal comes back from {stage}.").format(stage=name)
            help = _("Add a time, such as `days: 90`, or a `trigger`.")
            yield Remark(wake_up.at, message, help)
        target = (
            context.playbook.stage.get(wake_up.move_to) if wake_up and wake_up.move_to else None
        )
        if wake_up is not None and target is not None and not target.is_worked:
            message = _("A deal would wake up in {target}, where nobody works on it.")
            message = message.format(target=called(target.name, target.id))
            yield Remark((*wake_up.at, "move_to"), message, _("Name a lead or an open stage."))


@rule("PB808", Severity.WARNING)
def parked_and_counted(context: Context) -> Iterator[Remark]:
    """A parked deal is in no forecast and on no list of overdue deals.

    ## Why
    Who waits does not buy this quarter. A chance or a category of its own
    inflates the pipeline, and a limit makes the list of overdue deals so long
    that nobody reads it; a deal is brought back by `wake_up`. A limit with a
    consequence (`overdue`) clears out what never comes back, and may stay.

    ## Wrong
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
      - {id: fridge, name: Fridge, kind: parked, probability: 20, wake_up: {days: 90}}
    ```

    ## Right
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
      - {id: fridge, name: Fridge, kind: parked, wake_up: {days: 90}}
    ```
    """
    for stage in context.playbook.stages:
        parts: list[Stage | StageBySegment] = [stage, *stage.by_segment.values()]
        for part in parts if stage.kind == "parked" else ():
            for key, message in _counted(part, stage):
                name = called(stage.name, stage.id)
                yield Remark((*part.at, key), message.format(stage=name), _("Leave the line out."))


def _counted(part: Stage | StageBySegment, stage: Stage) -> Iterator[tuple[str, str]]:
    """What counts a parked deal: the key, and what to say of it."""
    if part.probability:
        yield "probability", _("Deals in {stage} are parked, so they have no probability.")
    if part.forecast not in (None, "omitted"):
        yield "forecast", _("Deals in {stage} are parked, so the forecast leaves them out.")
    if (part.max_days or part.warn_days) and not (part.overdue or stage.overdue):
        key = "max_days" if part.max_days else "warn_days"
        yield key, _("Deals in {stage} are parked; nothing happens when they are overdue.")


@rule("PB225", Severity.WARNING)
def parked_again_and_again(context: Context) -> Iterator[Remark]:
    """A deal that wakes up by itself is parked a limited number of times.

    ## Why
    A deal that comes back every quarter and goes to sleep again is lost, and
    nobody has said so. After two or three times somebody decides. It is asked
    only where much else is written already, and not where an event wakes the
    deal up.

    ## Wrong
    ```yaml
    reasons: {price: {name: Price}, silent: {name: No answer}, need: {name: No need}, stayed: {name: Stayed as they are}}
    fields: {signer: {name: Signer, type: contact, purpose: To send the contract}}
    buyer_steps: [{id: signs, name: Signs, shown_by: Signs}]
    stages:
      - {id: qualified, name: Qualified, goal: They want it, probability: 20, must_fill: [signer], buyer_steps: [signs], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won, tasks: [{do: Thank the signer, due: {days: 1}}]}
      - {id: lost, name: Lost, kind: lost}
      - {id: fridge, name: Fridge, kind: parked, wake_up: {days: 90}}
    ```

    ## Right
    ```yaml
    reasons: {price: {name: Price}, silent: {name: No answer}, need: {name: No need}, stayed: {name: Stayed as they are}}
    fields: {signer: {name: Signer, type: contact, purpose: To send the contract}}
    buyer_steps: [{id: signs, name: Signs, shown_by: Signs}]
    stages:
      - {id: qualified, name: Qualified, goal: They want it, probability: 20, must_fill: [signer], buyer_steps: [signs], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won, tasks: [{do: Thank the signer, due: {days: 1}}]}
      - {id: lost, name: Lost, kind: lost}
      - {id: fridge, name: Fridge, kind: parked, wake_up: {days: 90, times: 2}}
    ```
    """
    for stage in context.playbook.stages:
        wake_up = stage.wake_up
        if stage.kind != "parked" or wake_up is None or not context.is_grown:
            continue
        if wake_up.units and not wake_up.trigger and wake_up.times is None:
            message = _("A deal may be parked in {stage} and wake up again without end.")
            help = _("Add `times: 2` to its wake-up.")
            yield Remark(wake_up.at, message.format(stage=called(stage.name, stage.id)), help)
