"""How long a deal may stay, and when work is due."""

from collections.abc import Iterator

from playbook.findings import At
from playbook.messages import _
from playbook.model import Moment, Phase, Stage, Task, Work, WorkBySegment
from playbook.rules import Context, Remark, Severity, called, rule


@rule("PB401", Severity.WARNING)
def no_limit(context: Context) -> Iterator[Remark]:
    """Every lead and open stage says how long a deal may stay.

    ## Why
    Deals that stand still look like deals that move. A limit makes them seen;
    `every_stage` gives one to all stages at once. A first sketch of nothing
    but stages is left in peace.

    ## Wrong
    ```yaml
    owner: rep
    roles: {rep: {name: Sales rep}}
    ```

    ## Right
    ```yaml
    owner: rep
    roles: {rep: {name: Sales rep}}
    every_stage: {max_days: 30}
    ```
    """
    stages = [stage for stage in context.playbook.stages if stage.is_before_the_sale]
    unlimited = [stage for stage in stages if not stage.is_limited]
    if context.is_sketch or not unlimited:
        return
    if unlimited == stages:
        message = _("Nothing says how long a deal may stay in a stage.")
        yield Remark(("stages",), message, _("Add every_stage: {max_days: 30}, or what fits you."))
        return
    for stage in unlimited:
        message = _("Nothing says how long a deal may stay in {stage}.")
        help = _("Add `max_days:` here, or to `every_stage:` for all stages.")
        yield Remark(stage.at, message.format(stage=called(stage.name, stage.id)), help)


@rule("PB402", Severity.ERROR)
def warned_too_late(context: Context) -> Iterator[Remark]:
    """A deal is marked before it is overdue, and is expected to be done before that.

    ## Why
    A warning on the last day, or after it, warns of nothing.

    ## Wrong
    ```yaml
    every_stage: {warn_days: 30, max_days: 30}
    ```

    ## Right
    ```yaml
    every_stage: {warn_days: 20, max_days: 30}
    ```
    """
    holders: list[Stage | Phase] = [*context.playbook.stages, *context.playbook.phases]
    for holder in holders:
        parts: list[Work | WorkBySegment] = [holder, *holder.by_segment.values()]
        for part in parts:
            most = part.max_days or holder.max_days
            warn = part.warn_days or holder.warn_days
            if most and warn and warn >= most:
                key = "warn_days" if part.warn_days else "max_days"
                yield Remark(
                    (*part.at, key),
                    _("A deal is marked after {warn} days and overdue after {most}.").format(
                        warn=warn, most=most
                    ),
                    _("Mark it earlier, for example after {days} days.").format(
                        days=max(most * 2 // 3, 1)
                    ),
                )
            if part.expected_days and most and part.expected_days > most:
                yield Remark(
                    (*part.at, "expected_days"),
                    _("A deal usually stays {expected} days and may stay {most}.").format(
                        expected=part.expected_days, most=most
                    ),
                    _("Allow as many days as a deal usually needs."),
                )


@rule("PB403", Severity.ERROR)
def due_too_late(context: Context) -> Iterator[Remark]:
    """A task is due while the deal may still be in its stage.

    ## Why
    A task that is due after the longest stay is never late and never done. A
    task that goes on longer says `until` which stage.

    ## Wrong
    ```yaml
    stages:
      - {id: qualified, name: Qualified, max_days: 10, tasks: [{do: Call the buyer, due: {weeks: 2}}], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: qualified, name: Qualified, max_days: 10, tasks: [{do: Call the buyer, due: {days: 2}}], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    holders: list[Stage | Phase] = [*context.playbook.stages, *context.playbook.phases]
    for holder in holders:
        for task in holder.tasks:
            found = next((each for each in _dues(holder, task) if each[1] > each[2]), None)
            if found is not None and task.until is None:
                at, days, most = found
                message = _("This is due after {due} days, and a deal may stay {most} days here.")
                help = _("Make it due earlier, or say `until` which stage it goes on.")
                yield Remark(at, message.format(due=round(days), most=most), help)


def _dues(holder: Stage | Phase, task: Task) -> Iterator[tuple[At, float, int]]:
    """When a task is due and how long a deal may stay, for all deals and by segment."""
    segments = [id for id in holder.by_segment if not task.for_ or id in task.for_]
    for id in (None, *segments, *task.by_segment):
        own = task.by_segment.get(id) if id else None
        differs = holder.by_segment.get(id) if id else None
        due = (own.due if own else None) or task.due
        most = (differs.max_days if differs else None) or holder.max_days
        counted_here = due is not None and not due.before and not due.after
        if due is not None and counted_here and due.in_days is not None and most:
            yield due.at, due.in_days, most


@rule("PB404", Severity.ERROR)
def one_unit(context: Context) -> Iterator[Remark]:
    """A span of time has one unit, and counts from one thing.

    ## Why
    Two units in one span leave open what is meant, and so do two beginnings.

    ## Wrong
    ```yaml
    reviews: {pipeline: {name: Pipeline review, every: {weeks: 1, days: 3}}}
    ```

    ## Right
    ```yaml
    reviews: {pipeline: {name: Pipeline review, every: {days: 10}}}
    ```
    """
    for moment in context.playbook.parts:
        if not isinstance(moment, Moment):
            continue
        units = len(moment.units)
        if units == 0 and not getattr(moment, "trigger", None):
            message = _("This span of time has no unit.")
        elif units > 1:
            message = _("This span of time has several units.")
        elif len([each for each in (moment.before, moment.after, moment.after_task) if each]) > 1:
            message = _("This span of time counts from several things.")
        else:
            continue
        help = _("Write one, for example {example}.").format(example="{days: 14}")
        yield Remark(moment.at, message, help)
