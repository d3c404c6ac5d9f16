"""How deals end, and how those that wait come back."""

from collections.abc import Iterator

from playbook.messages import _
from playbook.rules import Context, Remark, Severity, called, rule


@rule("PB801", Severity.WARNING)
def lost_without_reason(context: Context) -> Iterator[Remark]:
    """Whoever loses a deal chooses a reason from a list.

    ## Why
    Free text cannot be counted, and what is not counted does not change. A
    first sketch of nothing but stages is left in peace.

    ## Wrong
    ```yaml
    owner: rep
    roles: {rep: {name: Sales rep}}
    ```

    ## Right
    ```yaml
    owner: rep
    roles: {rep: {name: Sales rep}}
    reasons: {price: {name: Price}, silent: {name: No answer}, rival: {name: Chose somebody else}}
    ```
    """
    if context.is_sketch or context.playbook.reasons:
        return
    for stage in context.playbook.stages:
        if stage.kind == "lost":
            message = _("Nobody has to say why a deal comes to {stage}.")
            help = _("Add `reasons:` with four to twelve reasons to choose from.")
            yield Remark(stage.at, message.format(stage=called(stage.name, stage.id)), help)


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
