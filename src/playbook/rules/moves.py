"""How deals move: every stage can be reached, left, and ended."""

from collections.abc import Iterator

from playbook.findings import At
from playbook.messages import _
from playbook.model import ENDS, FAILED, Back, Stage, StageId
from playbook.rules import Context, Remark, Severity, called, rule


@rule("PB211", Severity.ERROR)
def unreachable_stage(context: Context) -> Iterator[Remark]:
    """Every stage can be reached.

    ## Why
    A stage that no move leads to stays empty, and what it demands is never
    demanded.

    ## Wrong
    ```yaml
    stages:
      - {id: qualified, name: Qualified, next: [contract], exit: [The buyer has named who signs]}
      - {id: proposal, name: Proposal, exit: [The buyer has accepted the price in writing]}
      - {id: contract, name: Contract, exit: [The buyer has signed], back: {to: [qualified]}}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: qualified, name: Qualified, next: [proposal, contract], exit: [The buyer has named who signs]}
      - {id: proposal, name: Proposal, exit: [The buyer has accepted the price in writing]}
      - {id: contract, name: Contract, exit: [The buyer has signed], back: {to: [qualified]}}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    flow = context.flow
    for stage in context.playbook.stages:
        if flow.starts and stage.id not in flow.reachable:
            message = _("No move leads to {stage}.").format(stage=called(stage.name, stage.id))
            help = (
                _("Say `from` which stages it is reached.")
                if stage.is_end or stage.kind == "parked"
                else _("Name it under `next` of another stage.")
            )
            yield Remark(stage.at, message, help)


@rule("PB212", Severity.ERROR)
def trap(context: Context) -> Iterator[Remark]:
    """From every stage a deal can still be won or lost.

    ## Why
    A deal in a stage without a way out stays open for ever and spoils the
    forecast.

    ## Wrong
    ```yaml
    stages:
      - {id: qualified, name: Qualified, next: [trial], exit: [The buyer has named who signs]}
      - {id: trial, name: Trial, next: [], back: {to: []}, exit: [The users have logged in]}
      - {id: won, name: Won, kind: won, from: [qualified]}
      - {id: lost, name: Lost, kind: lost, from: [qualified]}
    ```

    ## Right
    ```yaml
    stages:
      - {id: qualified, name: Qualified, next: [trial], exit: [The buyer has named who signs]}
      - {id: trial, name: Trial, back: {to: []}, exit: [The users have logged in]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    ends = {stage.kind for stage in context.playbook.stages} & ENDS
    for stage in context.playbook.stages:
        if not (stage.is_before_the_sale or stage.kind == "parked") or not ends:
            continue
        if stage.kind == "parked" and not _wakes(stage):
            continue  # that nothing brings deals back is said already
        if stage.id not in context.flow.completing:
            message = _("A deal in {stage} can neither be won nor lost.")
            help = _("Say `next` what follows, or let an end be reached `from` here.")
            yield Remark(stage.at, message.format(stage=called(stage.name, stage.id)), help)


def _wakes(stage: Stage) -> bool:
    return bool(stage.wake_up) or any(part.wake_up for part in stage.by_segment.values())


@rule("PB213", Severity.ERROR)
def move_from_an_end(context: Context) -> Iterator[Remark]:
    """An end is an end.

    ## Why
    A deal that is lost or left out moves nowhere, unless it is opened again
    (`reopen`); after a won one come the stages after the sale. What begins
    anew is a new deal (`continues`).

    ## Wrong
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost, next: [qualified]}
    ```

    ## Right
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost, reopen: same-deal}
    ```
    """
    stages = context.playbook.stage
    for stage in context.playbook.stages:
        for number, id in enumerate(stage.next or ()):
            target = stages.get(id)
            if stage.kind in FAILED:
                message = _("{stage} is an end; nothing comes after it.")
                help = _("Write `reopen: same-deal` or `reopen: new-deal` if such deals come back.")
            elif stage.kind == "parked":
                message = _("{stage} is left by waking up, not by a next stage.")
                help = _("Write wake_up: {{days: 90, move_to: {id}}}.").format(id=id)
            elif stage.kind == "won" and target is not None and target.kind != "after-sale":
                message = _("After {stage} come only the stages after the sale.")
                help = _("A new deal with the same buyer stands under `continues`.")
            else:
                continue
            message = message.format(stage=called(stage.name, stage.id))
            yield Remark((*stage.at, "next", number), message, help)


@rule("PB214", Severity.ERROR)
def end_in_next(context: Context) -> Iterator[Remark]:
    """Ends and parked stages say themselves where they are reached from.

    ## Why
    So nobody needs to list "Lost" on every stage, and nobody forbids it by
    forgetting it somewhere.

    ## Wrong
    ```yaml
    stages:
      - {id: qualified, name: Qualified, next: [won, lost], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost, from: [qualified]}
    ```
    """
    for stage in context.playbook.stages:
        if not stage.is_worked:
            continue
        for number, id in enumerate(stage.next or ()):
            target = context.playbook.stage.get(id)
            if target is not None and (target.kind in FAILED or target.kind == "parked"):
                yield Remark(
                    (*stage.at, "next", number),
                    _(
                        "{target} is reached from every lead and open stage without being named."
                    ).format(target=called(target.name, target.id)),
                    _("Leave it out here, or write `from` at {target}.").format(target=target.id),
                )


@rule("PB215", Severity.ERROR)
def cannot_be_lost(context: Context) -> Iterator[Remark]:
    """A deal can be lost in every open stage.

    ## Why
    Deals die anywhere. Where the CRM offers no way out, they are left open or
    moved through stages they never reached.

    ## Wrong
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has named who signs]}
      - {id: contract, name: Contract, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost, from: [qualified]}
    ```

    ## Right
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has named who signs]}
      - {id: contract, name: Contract, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    stages = context.playbook.stage
    lost = [stage for stage in context.playbook.stages if stage.kind in ("lost", "disqualified")]
    for stage in context.playbook.stages:
        if stage.kind != "open" or not lost or "lost" in context.misnamed.values():
            continue
        ways = [move.target for move in context.flow.after[stage.id]]
        if not any(stages[id].kind in ("lost", "disqualified") for id in ways):
            yield Remark(
                (*lost[0].at, "from"),
                _("A deal in {stage} cannot be lost.").format(stage=called(stage.name, stage.id)),
                _("Add {id} here, or leave `from` out: then every stage leads here.").format(
                    id=stage.id
                ),
            )


@rule("PB220", Severity.ERROR)
def back_to_what_is_not_behind(context: Context) -> Iterator[Remark]:
    """A deal is moved back to a stage that it has been in.

    ## Why
    `back` names earlier stages. If it names a later one, or one on another
    way, it forbids every move back without saying so.

    ## Wrong
    ```yaml
    stages:
      - {id: qualified, name: Qualified, back: {as_far_as: contract}, exit: [The buyer has named who signs]}
      - {id: contract, name: Contract, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has named who signs]}
      - {id: contract, name: Contract, back: {as_far_as: qualified}, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    worked = [stage for stage in context.playbook.stages if stage.is_worked and stage.back]
    groups: list[tuple[Back, list[Stage]]] = []
    for stage in worked:  # what every stage has is said once, and need not fit all of them
        group = next((each for each in groups if each[0] == stage.back), None)
        if group is None and stage.back is not None:
            groups.append((stage.back, [stage]))
        elif group is not None:
            group[1].append(stage)
    for back, stages in groups:
        for at, id in _named(back):
            known = context.playbook.stage.get(id)
            if known is not None and not any(_is_behind(context, id, each) for each in stages):
                message = _("{target} is not before {stage}, so no deal can be moved back there.")
                message = message.format(
                    target=called(known.name, id), stage=called(stages[0].name, stages[0].id)
                )
                yield Remark(at, message, _("Name an earlier stage, or leave it out."))


def _named(back: Back) -> Iterator[tuple[At, StageId]]:
    """The stages that are named for moving back, and where."""
    for number, id in enumerate(back.to or ()):
        yield (*back.at, "to", number), id
    if back.as_far_as is not None:
        yield (*back.at, "as_far_as"), back.as_far_as


def _is_behind(context: Context, id: StageId, stage: Stage) -> bool:
    order = [each.id for each in context.playbook.stages]
    is_earlier = order.index(id) < order.index(stage.id)
    return id in context.flow.before[stage.id] and (is_earlier or stage.from_ is not None)
