"""Tasks: who answers for them, and by when."""

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
