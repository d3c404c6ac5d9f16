"""What must be true on the way to won, and for which moves."""

from collections.abc import Iterator

from playbook.grading import could_show_the_buyer
from playbook.messages import _
from playbook.model import Criterion, FieldId, Playbook, Stage, StageId
from playbook.rules import Context, Remark, Severity, called, rule
from playbook.words import heard

_BINDING = frozenset({"signed-document", "written-confirmation", "payment"})
_SPOKEN = frozenset({"stated-orally", "seller-judgement", "meeting-held", "calendar-event"})


@rule("PB216", Severity.WARNING)
def won_without_a_word_in_writing(context: Context) -> Iterator[Remark]:
    """A deal is won by something that binds the buyer.

    ## Why
    A yes on the phone is a good sign, and half of them never sign. On every
    way to won one stage demands what binds: a signature, an order, a payment,
    an acceptance in writing. It is asked only where much else is written
    already.

    ## Wrong
    ```yaml
    reasons: {price: {name: Price}, silent: {name: No answer}, need: {name: No need}, stayed: {name: Stayed as they are}}
    fields: {signer: {name: Signer, type: contact, purpose: To send the contract}}
    buyer_steps: [{id: signs, name: Signs, shown_by: Signs}]
    stages:
      - {id: qualified, name: Qualified, goal: They want it, must_fill: [signer], buyer_steps: [signs], probability: 20, exit: [The buyer has named who decides]}
      - {id: talks, name: Talks, goal: They can pay, buyer_steps: [signs], probability: 80, exit: [{criterion: The buyer has said yes, evidence: stated-orally, given_by: buyer}]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    reasons: {price: {name: Price}, silent: {name: No answer}, need: {name: No need}, stayed: {name: Stayed as they are}}
    fields: {signer: {name: Signer, type: contact, purpose: To send the contract}}
    buyer_steps: [{id: signs, name: Signs, shown_by: Signs}]
    stages:
      - {id: qualified, name: Qualified, goal: They want it, must_fill: [signer], buyer_steps: [signs], probability: 20, exit: [The buyer has named who decides]}
      - {id: talks, name: Talks, goal: They can pay, buyer_steps: [signs], probability: 80, exit: [{criterion: The buyer has signed, evidence: signed-document}]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    stages = context.playbook.stage
    if not context.is_grown:
        return
    free = _without_a_bond(context)
    for stage in context.playbook.stages:
        is_the_buyers = any(could_show_the_buyer(context.playbook, each) for each in stage.exit)
        if stage.id not in free or not is_the_buyers:
            continue  # that the buyer does nothing at all is another finding
        for move in context.flow.after[stage.id]:
            target = stages[move.target]
            if move.kind == "forward" and target.kind == "won" and not _binds(context, target):
                message = _("On the way through {stage} nothing binding is needed to be {won}.")
                message = message.format(
                    stage=called(stage.name, stage.id), won=called(target.name, target.id)
                )
                help = _("Demand a signature, an order, a payment or an acceptance in writing.")
                yield Remark((*stage.at, "exit"), message, help)
                break


def _without_a_bond(context: Context) -> frozenset[StageId]:
    """The stages that a deal can get to, itself included, before anything binds the buyer."""
    stages = context.playbook.stage
    found: set[StageId] = set()
    waiting = [id for id in context.flow.starts if id in stages]
    while waiting:
        id = waiting.pop()
        if id in found or _binds(context, stages[id]):
            continue
        found.add(id)
        waiting += [move.target for move in context.flow.after[id] if move.kind == "forward"]
    return frozenset(found)


def _binds(context: Context, stage: Stage) -> bool:
    """Whether something in a stage, or in a track that joins there, binds the buyer."""
    playbook = context.playbook
    musts = [each for each in (*stage.entry, *stage.exit) if each.level == "must"]
    leaves = [leaf for each in musts if each.check for leaf in each.check.leaves()]
    tracks = {leaf.track for leaf in leaves if leaf.track}
    for track in tracks & set(playbook.tracks):
        musts += [each for phase in playbook.tracks[track].phases for each in phase.exit]
    fields = {leaf.field for leaf in leaves if leaf.field} | set(stage.must_fill)
    return any(_is_binding(playbook, each) for each in musts) or any(
        heard("binding", _name_of(playbook, id)) for id in fields
    )


def _is_binding(playbook: Playbook, criterion: Criterion) -> bool:
    if criterion.evidence in _BINDING:
        return True
    if criterion.evidence in _SPOKEN:
        return False
    kept = _name_of(playbook, criterion.kept_in) if criterion.kept_in else ""
    return any(heard("binding", text) for text in (criterion.criterion, kept) if text)


def _name_of(playbook: Playbook, id: FieldId) -> str:
    return playbook.fields[id].name if id in playbook.fields else ""


@rule("PB219", Severity.ERROR)
def gate_where_nobody_passes(context: Context) -> Iterator[Remark]:
    """A criterion that holds only for some moves holds for a move that there is.

    ## Why
    `to` says for which next stage a criterion counts. If no move leads there
    from here, it is never asked, and nobody notices.

    ## Wrong
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has named who signs, {criterion: The buyer has paid, to: [won]}]}
      - {id: contract, name: Contract, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: qualified, name: Qualified, next: [contract, won], exit: [The buyer has named who signs, {criterion: The buyer has paid, to: [won]}]}
      - {id: contract, name: Contract, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    if context.guesses.get(StageId):
        return
    for stage in context.playbook.stages:
        targets = {move.target for move in context.flow.after[stage.id]}
        for criterion in stage.exit:
            for number, id in enumerate(criterion.to):
                if id not in targets:
                    message = _("No move leads from {stage} to {target}, so this is never asked.")
                    target = context.playbook.stage[id]
                    message = message.format(
                        stage=called(stage.name, stage.id), target=called(target.name, id)
                    )
                    help = _("Name a stage that follows, or leave `to` out.")
                    yield Remark((*criterion.at, "to", number), message, help)
