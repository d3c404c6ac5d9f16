"""How long a deal takes altogether, and what happens when it takes too long."""

from collections.abc import Iterator
from typing import NamedTuple

from playbook.messages import _
from playbook.model import MetricsBySegment, Phase, SegmentId, Stage, StageId
from playbook.rules import Context, Remark, Severity, rule


@rule("PB405", Severity.WARNING)
def days_against_cycle(context: Context) -> Iterator[Remark]:
    """The days that deals are expected to stay in the stages add up to the cycle.

    ## Why
    `cycle_days` plans the year, and `expected_days` what a rep hears each
    week. If they differ by more than a quarter, one of them is a wish. The
    days count from `cycle_from`; stages that may be skipped count or not,
    whichever fits. It is looked at where all the others say their days.

    ## Wrong
    ```yaml
    metrics: {cycle_days: 90}
    stages:
      - {id: qualified, name: Qualified, expected_days: 10, exit: [The buyer has named who signs]}
      - {id: contract, name: Contract, expected_days: 20, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    metrics: {cycle_days: 30}
    stages:
      - {id: qualified, name: Qualified, expected_days: 10, exit: [The buyer has named who signs]}
      - {id: contract, name: Contract, expected_days: 20, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    metrics = context.playbook.metrics
    if metrics is None:
        return
    said: list[tuple[SegmentId | None, MetricsBySegment]] = [(None, metrics)]
    said += metrics.by_segment.items()
    for segment, numbers in said:
        if segment is not None and _is_unclear(context, segment):
            continue
        span = _span(context, metrics.cycle_from, segment)
        if numbers.cycle_days is None or span is None:
            continue
        fitting = min(max(numbers.cycle_days, span.least), span.most)
        if abs(fitting - numbers.cycle_days) > _TOLERANCE * numbers.cycle_days:
            message = _(
                "The cycle has {days} days, and the expected days of its stages make {sum}."
            )
            help = _("Change whichever you have not measured.")
            yield Remark(
                (*numbers.at, "cycle_days"),
                message.format(days=numbers.cycle_days, sum=fitting),
                help,
            )


_TOLERANCE = 0.25


def _is_unclear(context: Context, segment: SegmentId) -> bool:
    """Whether a slip in a segment's id may hide what is said of it."""
    is_known = segment in context.playbook.segments
    return not is_known or context.may_be_meant(SegmentId, segment)


class _Span(NamedTuple):
    """The fewest and the most days that the ways through the stages take."""

    least: int
    most: int


def _span(context: Context, first: StageId | None, segment: SegmentId | None) -> _Span | None:
    """The expected days of all ways from a stage to won, or None if they are not known."""
    line = context.flow.line
    opening = next((stage.id for stage in line if stage.kind == "open"), None)
    places = {stage.id: number for number, stage in enumerate(line)}
    start = places.get(first or opening or StageId(""))
    if start is None or len(places) < len(line):
        return None
    behind: dict[StageId, _Span] = {}
    for stage in reversed(line[start:]):
        days = _expected(stage, segment)
        if days is None:
            return None
        onward = [
            behind[move.target] if move.target in behind else _Span(0, 0)
            for move in context.flow.after[stage.id]
            if move.kind in ("forward", "skip")
            and (move.target in behind or context.playbook.stage[move.target].kind == "won")
        ]
        if onward:
            ends = _Span(min(each.least for each in onward), max(each.most for each in onward))
            behind[stage.id] = _Span(days + ends.least, days + ends.most)
    return behind.get(line[start].id)


def _expected(stage: Stage, segment: SegmentId | None) -> int | None:
    differs = stage.by_segment.get(segment) if segment else None
    return (differs.expected_days if differs else None) or stage.expected_days


@rule("PB406", Severity.WARNING)
def overdue_without_consequence(context: Context) -> Iterator[Remark]:
    """Somebody does something about a deal that is overdue.

    ## Why
    A limit that has no consequence is a number in a table. Either the stage
    says what happens (`overdue`), or a review looks at such deals. It is
    asked only where much else is written already.

    ## Wrong
    ```yaml
    owner: manager
    review_by: 2027-06-30
    roles: {manager: {name: Sales manager, about: Answers for all deals}}
    every_stage: {max_days: 30, owner: manager}
    reasons: {price: {name: Price}, silent: {name: No answer}, need: {name: No need}, rival: {name: Chose a friend}}
    buyer_steps: [{id: decides, name: Decides, shown_by: Names a day}, {id: signs, name: Signs, shown_by: Signs}]
    stages:
      - {id: qualified, name: Qualified, goal: They want it, probability: 20, buyer_steps: [decides], exit: [The buyer has named who signs]}
      - {id: accepted, name: Price accepted, goal: They can pay, probability: 50, buyer_steps: [decides], exit: [The buyer has accepted the price in writing]}
      - {id: contract, name: Contract, goal: They sign, probability: 80, buyer_steps: [signs], exit: [The buyer has signed the contract]}
      - {id: won, name: Won, kind: won, tasks: [{do: Thank the buyer, due: {days: 2}}]}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    owner: manager
    review_by: 2027-06-30
    roles: {manager: {name: Sales manager, about: Answers for all deals}}
    every_stage: {max_days: 30, owner: manager, overdue: {move_to: lost, reason: silent}}
    reasons: {price: {name: Price}, silent: {name: No answer}, need: {name: No need}, rival: {name: Chose a friend}}
    buyer_steps: [{id: decides, name: Decides, shown_by: Names a day}, {id: signs, name: Signs, shown_by: Signs}]
    stages:
      - {id: qualified, name: Qualified, goal: They want it, probability: 20, buyer_steps: [decides], exit: [The buyer has named who signs]}
      - {id: accepted, name: Price accepted, goal: They can pay, probability: 50, buyer_steps: [decides], exit: [The buyer has accepted the price in writing]}
      - {id: contract, name: Contract, goal: They sign, probability: 80, buyer_steps: [signs], exit: [The buyer has signed the contract]}
      - {id: won, name: Won, kind: won, tasks: [{do: Thank the buyer, due: {days: 2}}]}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    playbook = context.playbook
    limited = [stage for stage in playbook.stages if stage.is_before_the_sale and stage.is_limited]
    if not context.is_grown or not limited or playbook.reviews:
        return
    holders: list[Stage | Phase] = [*playbook.stages, *playbook.phases]
    parts = [part for each in holders for part in (each, *each.by_segment.values())]
    if not any(part.overdue for part in parts):
        message = _("Nothing happens to a deal that is overdue.")
        help = _("Add `overdue:` with what is done, or a review that looks at such deals.")
        yield Remark((*limited[0].at, "max_days"), message, help)
