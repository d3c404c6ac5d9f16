"""Roles: what each is for, how work passes between them, and who checks whom."""

from collections.abc import Iterator

from playbook.messages import _
from playbook.model import BUILT_IN_ROLES, Criterion, Phase, RoleId, Stage
from playbook.rules import Context, Remark, Severity, called, rule

_OUTSIDE = frozenset(
    {
        "approval",
        "signed-document",
        "written-confirmation",
        "payment",
        "calendar-event",
        "buyer-reply",
        "product-usage",
    }
)
"""Evidence that speaks for itself, so whoever looks at it judges no work of one's own."""


@rule("PB504", Severity.INFO)
def role_without_description(context: Context) -> Iterator[Remark]:
    """A role says what it is responsible for.

    ## Why
    "Sales engineer" is somebody else in every company. One sentence in
    `about` tells a new colleague whom to call.

    ## Wrong
    ```yaml
    owner: rep
    roles: {rep: {name: Sales rep}}
    ```

    ## Right
    ```yaml
    owner: rep
    roles: {rep: {name: Sales rep, about: Wins new customers and owns their deals}}
    ```
    """
    for role in context.playbook.roles.values():
        if not role.about and not context.is_shared(role.at):
            message = _("Nothing says what the role {role} is responsible for.")
            message = message.format(role=called(role.name, role.id))
            yield Remark(role.at, message, _("Add `about:` with one sentence."))


@rule("PB506", Severity.WARNING)
def no_handover(context: Context) -> Iterator[Remark]:
    """Where the next stage has another owner, the deal is handed over with what is known.

    ## Why
    Between marketing and sales, and between sales and customer success, deals
    fall through, and the buyer is asked everything again. A handover says what
    is passed on. Whoever took part in the stage, or had the deal before, knows
    it already.

    ## Wrong
    ```yaml
    owner: rep
    roles: {scout: {name: Scout}, rep: {name: Sales rep}}
    stages:
      - {id: found, name: Found, owner: scout, tasks: [Call the buyer], exit: [The buyer has agreed to a meeting]}
      - {id: qualified, name: Qualified, owner: rep, tasks: [Meet the buyer], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    owner: rep
    roles: {scout: {name: Scout}, rep: {name: Sales rep}}
    stages:
      - {id: found, name: Found, owner: scout, tasks: [Call the buyer], exit: [The buyer has agreed to a meeting], handover: {about: Who asked for the meeting and why}}
      - {id: qualified, name: Qualified, owner: rep, tasks: [Meet the buyer], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    for stage in context.playbook.stages:
        if not stage.is_worked:
            continue
        for between, after in _worked_after(context, stage):
            if _knows_the_deal(context, stage, after) or _is_taken_over(stage, between, after):
                continue
            if not {stage.owner, after.owner}.issubset(context.defined[RoleId]):
                continue
            message = _("{role} hands {stage} over to {other} in {after}, and nothing goes along.")
            message = message.format(
                role=_role(context, stage.owner),
                stage=called(stage.name, stage.id),
                other=_role(context, after.owner),
                after=called(after.name, after.id),
            )
            help = _("Add `handover:` with the fields, questionnaires or assets that go along.")
            yield Remark(between.at if between else stage.at, message, help)
            break


def _worked_after(context: Context, stage: Stage) -> Iterator[tuple[Stage | None, Stage]]:
    """The stages in which work goes on, and the won stage that lies between."""
    stages = context.playbook.stage
    for after in (stages[id] for id in context.flow.next(stage) if id in stages):
        if after.is_worked:
            yield None, after
        elif after.kind == "won":
            ids = context.flow.next(after)
            yield from ((after, stages[id]) for id in ids if id in stages)


def _knows_the_deal(context: Context, stage: Stage, after: Stage) -> bool:
    """Whether the next owner had the deal before."""
    before = (context.playbook.stage[id] for id in context.flow.before[stage.id])
    return any(each.owner == after.owner for each in before)


def _is_taken_over(stage: Stage, between: Stage | None, after: Stage) -> bool:
    """Whether nothing needs to be handed over, or it is, or the next owner was there."""
    owners = {stage.owner, after.owner}
    if len(owners) == 1 or not owners.isdisjoint(BUILT_IN_ROLES):
        return True
    if stage.handover or (between and between.handover):
        return True
    there: set[RoleId] = set()
    for holder in filter(None, (stage, between)):
        for task in holder.tasks:
            there |= {*task.by, *task.consult, *task.inform, *filter(None, [task.owner])}
        for criterion in holder.exit:
            there |= set(criterion.verified_by)
    return after.owner in there


def _role(context: Context, id: RoleId) -> str:
    role = context.playbook.roles.get(id)
    return called(role.name if role else id, id)


@rule("PB507", Severity.WARNING)
def own_work_verified(context: Context) -> Iterator[Remark]:
    """Whoever owns a stage does not verify alone what was done in it.

    ## Why
    Marking one's own homework is no check. What the buyer has signed or
    written speaks for itself, and an approval is the work of whoever gives
    it.

    ## Wrong
    ```yaml
    owner: rep
    roles: {rep: {name: Sales rep}}
    stages:
      - {id: qualified, name: Qualified, owner: rep, tasks: [Call the buyer], exit: [{criterion: The plan is complete, verified_by: [rep]}, The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    owner: manager
    roles: {rep: {name: Sales rep}, manager: {name: Sales manager}}
    stages:
      - {id: qualified, name: Qualified, owner: rep, tasks: [Call the buyer], exit: [{criterion: The plan is complete, verified_by: [manager]}, The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    holders: list[Stage | Phase] = [*context.playbook.stages, *context.playbook.phases]
    judged = [(each, one) for each in holders for one in (*each.entry, *each.exit)]
    for holder, criterion in judged:
        if criterion.verified_by == (holder.owner,) and not _is_from_outside(criterion):
            message = _("{role} owns {stage} and verifies alone what was done in it.")
            message = message.format(
                role=_role(context, holder.owner), stage=called(holder.name, holder.id)
            )
            help = _("Name another role under `verified_by`, or take it out.")
            yield Remark((*criterion.at, "verified_by"), message, help)


def _is_from_outside(criterion: Criterion) -> bool:
    """Whether there is no work of one's own to be judged."""
    given = criterion.given_by in ("buyer", "third-party", "system")
    return given or criterion.evidence in _OUTSIDE or criterion.check is not None
