"""Why deals end: the list to choose from."""

import unicodedata
from collections.abc import Iterator

from playbook.findings import At
from playbook.messages import _, n_
from playbook.model import FAILED, Phase, Playbook, Reason, ReasonId, Stage, StageId
from playbook.rules import Context, Remark, Severity, called, rule
from playbook.words import heard, words

_FEWEST, _MOST = 4, 12
"""Reasons that people tell apart, and find in a list."""


@rule("PB803", Severity.INFO)
def reasons_to_choose_from(context: Context) -> Iterator[Remark]:
    """There are four to twelve reasons, and "other" asks which.

    ## Why
    With three reasons everything is "price"; of thirty people take the first.
    "Other" without a text is chosen most and says nothing.

    ## Wrong
    ```yaml
    reasons: {price: {name: Price}, silent: {name: No answer}, need: {name: No need}, other: {name: Other}}
    ```

    ## Right
    ```yaml
    fields: {why: {name: Why, type: text}}
    reasons: {price: {name: Price}, silent: {name: No answer}, need: {name: No need}, other: {name: Other, must_fill: [why]}}
    ```
    """
    reasons = context.playbook.reasons
    number = len(reasons)
    if 0 < number < _FEWEST and context.is_grown:
        message = n_(
            "There is {number} reason to choose from; {fewest} to {most} are usual.",
            "There are {number} reasons to choose from; {fewest} to {most} are usual.",
            number,
        )
        help = _("Add what you hear most when a deal ends.")
        yield Remark(("reasons",), message.format(number=number, fewest=_FEWEST, most=_MOST), help)
    yield from _too_many(context.playbook)
    for reason in reasons.values():
        if _is_other(reason) and not reason.must_fill:
            message = _("{reason} is chosen without saying which.")
            help = _("Let it ask for a text with `must_fill:`, or leave it out.")
            message = message.format(reason=called(reason.name, reason.id))
            yield Remark(reason.at, message, help)


def _too_many(playbook: Playbook) -> Iterator[Remark]:
    """The stages where too many reasons are offered; those under another one do not count."""
    tops = [each.id for each in playbook.reasons.values() if each.under is None]
    for stage in playbook.stages:
        offered = [id for id in stage.reasons if id in tops] if stage.reasons else tops
        if stage.kind in ("lost", "disqualified") and len(offered) > _MOST:
            message = n_(
                "For {stage} there is {number} reason to choose from; nobody reads so many.",
                "For {stage} there are {number} reasons to choose from; nobody reads so many.",
                len(offered),
            )
            message = message.format(stage=called(stage.name, stage.id), number=len(offered))
            help = _("Name those that belong here under `reasons:`, or group them with `under`.")
            yield Remark((*stage.at, "reasons"), message, help)


def _is_other(reason: Reason) -> bool:
    plain = unicodedata.normalize("NFKC", reason.name).casefold().strip()
    return plain.rstrip(" .:…") in words("other", "whole")


@rule("PB806", Severity.WARNING)
def rival_without_name(context: Context) -> Iterator[Remark]:
    """Who loses a deal to somebody else says to whom.

    ## Why
    "Chose a competitor" is a number; which one is what you learn from. It is
    asked only where much else is written already.

    ## Wrong
    ```yaml
    reasons: {price: {name: Price}, silent: {name: No answer}, need: {name: No need}, rival: {name: Chose a competitor}}
    fields: {signer: {name: Signer, type: contact, purpose: To send the contract}}
    buyer_steps: [{id: signs, name: Signs, shown_by: Signs}]
    stages:
      - {id: qualified, name: Qualified, goal: They want it, probability: 20, must_fill: [signer], buyer_steps: [signs], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won, tasks: [{do: Thank the signer, due: {days: 1}}]}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    reasons: {price: {name: Price}, silent: {name: No answer}, need: {name: No need}, rival: {name: Chose a competitor, must_fill: [chosen]}}
    fields: {signer: {name: Signer, type: contact, purpose: To send the contract}, chosen: {name: Chosen supplier, type: text}}
    buyer_steps: [{id: signs, name: Signs, shown_by: Signs}]
    stages:
      - {id: qualified, name: Qualified, goal: They want it, probability: 20, must_fill: [signer], buyer_steps: [signs], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won, tasks: [{do: Thank the signer, due: {days: 1}}]}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    playbook = context.playbook
    if not context.is_grown or any(
        _names_a_rival(playbook, stage) for stage in playbook.stages if stage.kind in FAILED
    ):
        return
    for reason in playbook.reasons.values():
        wider = playbook.reasons.get(reason.under) if reason.under else None
        is_asked = reason.must_fill or (wider and wider.must_fill)
        if heard("rival", reason.name) and not is_asked and not context.is_shared(reason.at):
            message = _("{reason} does not ask whom the buyer chose.")
            message = message.format(reason=called(reason.name, reason.id))
            help = _("Add `must_fill:` with a field for the name.")
            yield Remark(reason.at, message, help)


def _names_a_rival(playbook: Playbook, stage: Stage) -> bool:
    """Whether an end itself demands the name of a rival."""
    fields = (playbook.fields.get(id) for id in stage.must_fill)
    return any(each is not None and heard("rival", each.name) for each in fields)


@rule("PB807", Severity.WARNING)
def nobody_comes_back(context: Context) -> Iterator[Remark]:
    """Buyers who may come back have a way back.

    ## Why
    `may_return` says that "no budget" is not for ever. It needs a stage where
    such deals wait, an end that can be opened again (`reopen`), or a next
    deal under `continues`.

    ## Wrong
    ```yaml
    reasons: {price: {name: Price}, silent: {name: No answer}, need: {name: No need}, budget: {name: No budget, may_return: true}}
    ```

    ## Right
    ```yaml
    reasons: {price: {name: Price}, silent: {name: No answer}, need: {name: No need}, budget: {name: No budget, may_return: true}}
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost, reopen: new-deal}
    ```
    """
    playbook = context.playbook
    ends = {stage.id for stage in playbook.stages if stage.kind in FAILED}
    goes_on = any(not ends.isdisjoint(way.from_ or ()) for way in playbook.continues.values())
    has_way = goes_on or any(
        stage.kind == "parked" or (stage.id in ends and stage.reopen != "never")
        for stage in playbook.stages
    )
    for reason in playbook.reasons.values():
        if reason.may_return and not has_way and ends and not context.is_shared(reason.at):
            message = _("Buyers may return after {reason}, and nothing brings them back.")
            message = message.format(reason=called(reason.name, reason.id))
            help = _("Add a parked stage with `wake_up`, or `reopen: new-deal` to the end.")
            yield Remark((*reason.at, "may_return"), message, help)
            return


@rule("PB809", Severity.ERROR)
def reason_not_on_the_list(context: Context) -> Iterator[Remark]:
    """A reason that is given by itself is one that its end offers.

    ## Why
    An overdue deal or a refusal moves a deal and gives a reason. If the end
    does not offer it, the CRM refuses the move.

    ## Wrong
    ```yaml
    reasons: {price: {name: Price}, silent: {name: No answer}}
    stages:
      - {id: qualified, name: Qualified, max_days: 30, overdue: {move_to: lost, reason: silent}, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost, reasons: [price]}
    ```

    ## Right
    ```yaml
    reasons: {price: {name: Price}, silent: {name: No answer}}
    stages:
      - {id: qualified, name: Qualified, max_days: 30, overdue: {move_to: lost, reason: silent}, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost, reasons: [price, silent]}
    ```
    """
    for at, target, reason in _given(context.playbook):
        end = context.playbook.stage.get(target)
        named = context.playbook.reasons.get(reason)
        if end is None or named is None or not end.reasons or reason in end.reasons:
            continue
        if context.may_be_meant(ReasonId, reason):
            continue
        message = _("{reason} is not among the reasons of {stage}.")
        message = message.format(reason=called(named.name, reason), stage=called(end.name, target))
        help = _("Add it there, or give one of these: {known}.")
        yield Remark(at, message, help.format(known=", ".join(end.reasons)))


def _given(playbook: Playbook) -> Iterator[tuple[At, StageId, ReasonId]]:
    """Where a deal is moved and given a reason by itself: the reason's place, the stage, the reason."""
    holders: list[Stage | Phase] = [*playbook.stages, *playbook.phases]
    for holder in holders:
        for part in (holder, *holder.by_segment.values()):
            if part.overdue and part.overdue.move_to and part.overdue.reason:
                yield (*part.overdue.at, "reason"), part.overdue.move_to, part.overdue.reason
    for _holder, criterion in playbook.criteria():
        if criterion.if_rejected and criterion.reason:
            yield (*criterion.at, "reason"), criterion.if_rejected, criterion.reason
