"""How deals end, and what happens after that."""

from collections.abc import Iterator

from playbook.messages import _
from playbook.model import Stage
from playbook.rules import Context, Remark, Severity, called, rule
from playbook.words import heard


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
    reasons: {price: {name: Price}, silent: {name: No answer}, need: {name: No need}, stayed: {name: Stayed as they are}}
    ```
    """
    if context.is_sketch or context.playbook.reasons:
        return
    for stage in context.playbook.stages:
        if stage.kind == "lost":
            message = _("Nobody has to say why a deal comes to {stage}.")
            help = _("Add `reasons:` with four to twelve reasons to choose from.")
            yield Remark(stage.at, message.format(stage=called(stage.name, stage.id)), help)


@rule("PB804", Severity.WARNING)
def nobody_walks_away(context: Context) -> Iterator[Remark]:
    """Where terms are negotiated, something says when we walk away.

    ## Why
    Whoever has no limit gives way until the deal costs money. A rule, a
    reason, or an approval of the terms says where it ends. It is looked for
    in all texts of the playbook; it is asked only where much else is written already.

    ## Wrong
    ```yaml
    reasons: {price: {name: Price}, silent: {name: No answer}, need: {name: No need}, stayed: {name: Stayed as they are}}
    fields: {signer: {name: Signer, type: contact, purpose: To send the contract}}
    buyer_steps: [{id: signs, name: Signs, shown_by: Signs}]
    stages:
      - {id: qualified, name: Qualified, goal: They want it, must_fill: [signer], buyer_steps: [signs], probability: 20, exit: [The buyer has named who signs]}
      - {id: negotiation, name: Negotiation, goal: Both can keep it, buyer_steps: [signs], probability: 80, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    reasons: {price: {name: Price}, silent: {name: No answer}, need: {name: No need}, stayed: {name: Stayed as they are}}
    fields: {signer: {name: Signer, type: contact, purpose: To send the contract}}
    buyer_steps: [{id: signs, name: Signs, shown_by: Signs}]
    stages:
      - {id: qualified, name: Qualified, goal: They want it, must_fill: [signer], buyer_steps: [signs], probability: 20, exit: [The buyer has named who signs]}
      - {id: negotiation, name: Negotiation, goal: Both can keep it, buyer_steps: [signs], probability: 80, exit: [The buyer has signed], rules: ["We walk away below the floor price"]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    playbook = context.playbook
    stages = [
        stage
        for stage in playbook.stages
        if stage.kind == "open" and heard("negotiation", stage.name) and not _is_approved(stage)
    ]
    if not context.is_grown or not stages:
        return
    if any(heard("walk_away", leaf.value) for leaf in playbook.texts):
        return
    message = _("Nothing says when we walk away from {stage}.")
    help = _("Add a rule with the limit, or a criterion by which somebody approves the terms.")
    stage = stages[0]
    yield Remark(stage.at, message.format(stage=called(stage.name, stage.id)), help)


def _is_approved(stage: Stage) -> bool:
    """Whether somebody has to agree to what was negotiated."""
    return any(each.verified_by or each.evidence == "approval" for each in stage.exit)


@rule("PB805", Severity.INFO)
def nothing_after_won(context: Context) -> Iterator[Remark]:
    """Something happens after a deal is won.

    ## Why
    The buyer has just decided and waits. A stage after the sale, a task, a
    handover or a next deal says who comes. It is asked only where much else
    is written already.

    ## Wrong
    ```yaml
    reasons: {price: {name: Price}, silent: {name: No answer}, need: {name: No need}, stayed: {name: Stayed as they are}}
    fields: {signer: {name: Signer, type: contact, purpose: To send the contract}}
    buyer_steps: [{id: signs, name: Signs, shown_by: Signs}]
    stages:
      - {id: qualified, name: Qualified, goal: They want it, probability: 20, must_fill: [signer], buyer_steps: [signs], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    reasons: {price: {name: Price}, silent: {name: No answer}, need: {name: No need}, stayed: {name: Stayed as they are}}
    fields: {signer: {name: Signer, type: contact, purpose: To send the contract}}
    buyer_steps: [{id: signs, name: Signs, shown_by: Signs}]
    stages:
      - {id: qualified, name: Qualified, goal: They want it, probability: 20, must_fill: [signer], buyer_steps: [signs], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won, tasks: [{do: Call the signer and say who comes next, due: {days: 1}}]}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    playbook, stages = context.playbook, context.playbook.stage
    won = [stage for stage in playbook.stages if stage.kind == "won"]
    if not context.is_grown or not won or context.flow.after_sale:
        return
    ids = {stage.id for stage in won}
    before = [stages[move.source] for move in context.flow.moves if move.target in ids]
    goes_on = any(
        each.from_ is None or not ids.isdisjoint(each.from_) for each in playbook.continues.values()
    )
    is_said = any(stage.tasks or stage.handover or stage.on_enter for stage in won)
    if not goes_on and not is_said and not any(stage.handover for stage in before):
        message = _("Nothing happens after {stage}.")
        help = _("Add a stage of the kind after-sale, a task, or a next deal under `continues`.")
        message = message.format(stage=called(won[0].name, won[0].id))
        yield Remark(won[0].at, message, help)


@rule("PB226", Severity.INFO)
def duplicate_of_what(context: Context) -> Iterator[Remark]:
    """Who ends a deal as a duplicate says of which other one.

    ## Why
    A duplicate without the other deal is a lost deal that nobody counts. It
    is asked only where much else is written already.

    ## Wrong
    ```yaml
    reasons: {price: {name: Price}, silent: {name: No answer}, need: {name: No need}, stayed: {name: Stayed as they are}}
    fields: {signer: {name: Signer, type: contact, purpose: To send the contract}}
    buyer_steps: [{id: signs, name: Signs, shown_by: Signs}]
    stages:
      - {id: qualified, name: Qualified, goal: They want it, probability: 20, must_fill: [signer], buyer_steps: [signs], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won, tasks: [{do: Thank the signer, due: {days: 1}}]}
      - {id: lost, name: Lost, kind: lost}
      - {id: duplicate, name: Duplicate, kind: not-counted}
    ```

    ## Right
    ```yaml
    reasons: {price: {name: Price}, silent: {name: No answer}, need: {name: No need}, stayed: {name: Stayed as they are}}
    fields: {signer: {name: Signer, type: contact, purpose: To send the contract}, other-deal: {name: The other deal, type: link}}
    buyer_steps: [{id: signs, name: Signs, shown_by: Signs}]
    stages:
      - {id: qualified, name: Qualified, goal: They want it, probability: 20, must_fill: [signer], buyer_steps: [signs], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won, tasks: [{do: Thank the signer, due: {days: 1}}]}
      - {id: lost, name: Lost, kind: lost}
      - {id: duplicate, name: Duplicate, kind: not-counted, must_fill: [other-deal]}
    ```
    """
    playbook = context.playbook
    for stage in playbook.stages:
        if stage.kind != "not-counted" or stage.must_fill or not heard("twice", stage.name):
            continue
        named = stage.reasons or tuple(playbook.reasons)
        is_asked = any(playbook.reasons[id].must_fill for id in named if id in playbook.reasons)
        if context.is_grown and not (stage.reasons and is_asked):
            message = _("Nobody has to say of which deal {stage} is the second.")
            help = _("Add `must_fill:` with a field that holds the other deal.")
            yield Remark(stage.at, message.format(stage=called(stage.name, stage.id)), help)
