"""Tasks: there are some, somebody answers for them, and by some day."""

from collections.abc import Iterator

from playbook.messages import _
from playbook.model import DEAL_OWNER, SYSTEM, Phase, RoleId, Stage
from playbook.rules import Context, Remark, Severity, called, rule


@rule("PB501", Severity.ERROR)
def nobody_answers(context: Context) -> Iterator[Remark]:
    """One role answers for every task that must be done.

    ## Why
    Where several do a task and none is named, each waits for the other. And a
    system answers only for what it does itself (`kind: system`).

    ## Wrong
    ```yaml
    roles: {rep: {name: Sales rep}, engineer: {name: Engineer}}
    stages:
      - {id: trial, name: Trial, tasks: [{do: Set up the test system, by: [rep, engineer]}], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    roles: {rep: {name: Sales rep}, engineer: {name: Engineer}}
    stages:
      - {id: trial, name: Trial, tasks: [{do: Set up the test system, owner: engineer, by: [rep, engineer]}], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    for holder, task in context.playbook.tasks():
        owner: RoleId | None = task.owner or holder.owner
        if task.level != "must":
            continue
        if owner == SYSTEM and task.kind != "system":
            message = _("No person answers for this task: its owner is the system.")
            help = _("Name a role as `owner`, or write `kind: system` if no person does it.")
            yield Remark(task.at, message, help)
        elif len(task.by) > 1 and task.owner is None and owner in (None, DEAL_OWNER):
            message = _("Several roles do this task, and none answers for it.")
            help = _("Name one of them as `owner`: {names}.").format(names=", ".join(task.by))
            yield Remark(task.at, message, help)


@rule("PB502", Severity.WARNING)
def no_due(context: Context) -> Iterator[Remark]:
    """Something says by when a task that must be done is done.

    ## Why
    A task without a date is a wish. The stage's `max_days` is enough: the
    task is due before the deal leaves.

    ## Wrong
    ```yaml
    owner: rep
    roles: {rep: {name: Sales rep}}
    stages:
      - {id: qualified, name: Qualified, tasks: [Call the buyer], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    owner: rep
    roles: {rep: {name: Sales rep}}
    stages:
      - {id: qualified, name: Qualified, max_days: 14, tasks: [Call the buyer], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    if context.is_sketch:
        return
    holders: list[Stage | Phase] = [*context.playbook.stages, *context.playbook.phases]
    for holder in holders:
        waiting = [
            task
            for task in holder.tasks
            if task.level == "must" and not (task.due or task.every or task.until)
        ]
        if waiting and not holder.is_limited:
            message = _("Nothing says by when the tasks of {stage} are done ({number} of them).")
            message = message.format(stage=called(holder.name, holder.id), number=len(waiting))
            help = _("Give the stage `max_days:`, or each task `due:`.")
            yield Remark(waiting[0].at, message, help)


@rule("PB503", Severity.WARNING)
def nothing_to_do(context: Context) -> Iterator[Remark]:
    """Every open stage says what is done in it.

    ## Why
    A stage with a gate and without work is a waiting room: nobody knows what
    brings the deal to the gate. Tasks, questions to ask and the phases of a
    track are work. A stage beside the main line may only wait, the last one
    for the signature, and a first sketch of nothing but stages is left in
    peace.

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
      - {id: qualified, name: Qualified, max_days: 14, tasks: [Call the buyer], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    if context.is_sketch:
        return
    busy = {id for phase in context.playbook.phases for id in phase.during}
    last = context.flow.line[-1:] if len(context.flow.line) > 1 else ()
    for stage in context.playbook.stages:
        works = stage.tasks or stage.asks or stage.confirms or stage.id in busy
        may_wait = stage.from_ is not None or stage in last
        if stage.kind == "open" and not may_wait and not works:
            message = _("Nothing is done in {stage}: it has no tasks.")
            message = message.format(stage=called(stage.name, stage.id))
            yield Remark(stage.at, message, _("Add `tasks:` with what brings a deal to its gate."))
