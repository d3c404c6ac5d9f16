"""The numbers a process is planned with."""

from collections.abc import Iterator, Mapping, Sequence
from math import prod

from playbook.messages import _
from playbook.model import Metrics, MetricsBySegment, SegmentId, Stage, StageId
from playbook.rules import Context, Remark, Severity, called, rule


@rule("PB811", Severity.ERROR)
def metric_of_no_stage(context: Context) -> Iterator[Remark]:
    """A conversion or a cycle is measured on the main line.

    ## Why
    Conversion is the share of deals that go on to the next stage, so it has a
    meaning only for stages that deals go through. The cycle counts from a
    stage in which a deal is still open.

    ## Wrong
    ```yaml
    metrics: {stage_conversion: {lost: 40}}
    ```

    ## Right
    ```yaml
    metrics: {stage_conversion: {qualified: 40}}
    ```
    """
    metrics = context.playbook.metrics
    if metrics is None:
        return
    line = {stage.id for stage in context.flow.line}
    for part in (metrics, *metrics.by_segment.values()):
        for id in part.stage_conversion:
            stage = context.playbook.stage.get(id)
            if stage is not None and id not in line:
                message = _("{stage} does not stand on the main line, so nothing goes on from it.")
                message = message.format(stage=called(stage.name, stage.id))
                help = _("Stages on the main line: {ids}.").format(
                    ids=", ".join(each.id for each in context.flow.line)
                )
                yield Remark((*part.at, "stage_conversion", id), message, help)
    begins = context.playbook.stage.get(metrics.cycle_from) if metrics.cycle_from else None
    if begins is not None and begins.id not in line:
        message = _("The cycle cannot count from {stage}, which is of the kind {kind}.")
        message = message.format(stage=called(begins.name, begins.id), kind=begins.kind)
        yield Remark((*metrics.at, "cycle_from"), message, _("Name a lead or an open stage."))


_ALIKE = 0.1
"""Shares that differ by less than a tenth say the same; one of the two was rounded."""


@rule("PB812", Severity.WARNING)
def two_win_rates(context: Context) -> Iterator[Remark]:
    """The conversions of all stages, multiplied, give the win rate.

    ## Why
    If half of the deals go on from each of three stages, one in eight is won.
    A win rate of 30 % beside that is another truth, and the plan is made with
    one of the two.

    ## Wrong
    ```yaml
    metrics: {win_rate: 30, stage_conversion: {qualified: 50, proposal: 50}}
    stages:
      - {id: qualified, name: Qualified, max_days: 14, tasks: [Call the buyer], exit: [The buyer has named who signs]}
      - {id: proposal, name: Proposal, max_days: 14, tasks: [Write the offer], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    metrics: {win_rate: 25, stage_conversion: {qualified: 50, proposal: 50}}
    stages:
      - {id: qualified, name: Qualified, max_days: 14, tasks: [Call the buyer], exit: [The buyer has named who signs]}
      - {id: proposal, name: Proposal, max_days: 14, tasks: [Write the offer], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    metrics = context.playbook.metrics
    if metrics is None:
        return
    for segment, part in (None, metrics), *metrics.by_segment.items():
        rate = metrics.win_rate if part.win_rate is None else part.win_rate
        shares = {**metrics.stage_conversion, **part.stage_conversion}
        if rate is None or (part.win_rate is None and not part.stage_conversion):
            continue
        found = [
            round(100 * prod(shares[stage.id] / 100 for stage in stages), 1)
            for stages in _lines(context, metrics, segment, shares)
        ]
        if found and all(abs(each - rate) > max(_ALIKE * rate, 1) for each in found):
            message = _(
                "The conversions multiplied give {product} %, and the win rate is {rate} %."
            )
            message = message.format(product=f"{found[0]:g}", rate=rate)
            key = "stage_conversion" if part.win_rate is None else "win_rate"
            yield Remark((*part.at, key), message, _("Mend the one that is only hoped for."))


def _lines(
    context: Context,
    metrics: Metrics,
    segment: SegmentId | None,
    shares: Mapping[StageId, int],
) -> Iterator[Sequence[Stage]]:
    """The stages that a deal goes through, from where it may count, if all their shares are known."""
    line = [
        stage
        for stage in context.flow.line
        if stage.id in shares or not (stage.optional or (stage.for_ and segment not in stage.for_))
    ]
    opened = next((stage.id for stage in line if stage.kind == "open"), None)
    begins = dict.fromkeys((metrics.cycle_from, opened, line[0].id if line else None))
    for begin in begins:
        ids = [stage.id for stage in line]
        stages = line[ids.index(begin) :] if begin in ids else []
        if stages and all(stage.id in shares for stage in stages):
            yield stages


_MONTH = 30.4
_ROOM = 1.15
"""Plans are round numbers: a seventh too many still fits."""


@rule("PB813", Severity.WARNING)
def more_deals_than_fit(context: Context) -> Iterator[Remark]:
    """The new deals of each month fit in what a rep can have open.

    ## Why
    Ten new deals a month that stay for four months are forty open ones. If a
    rep can have twenty-five, deals wait, and every other number is off.

    ## Wrong
    ```yaml
    metrics: {win_rate: 25, cycle_days: 120, loss_days: 120, new_per_month: 10, open_per_rep: 25}
    ```

    ## Right
    ```yaml
    metrics: {win_rate: 25, cycle_days: 120, loss_days: 120, new_per_month: 10, open_per_rep: 40}
    ```
    """
    metrics = context.playbook.metrics
    for part in (metrics, *metrics.by_segment.values()) if metrics else ():
        open_deals = _open_at_once(metrics or part, part)
        room = part.open_per_rep
        if room is not None and open_deals is not None and open_deals > room * _ROOM:
            message = _("{new} new deals a month are about {open} open ones, and {room} fit.")
            message = message.format(new=part.new_per_month, open=round(open_deals), room=room)
            help = _("Count again: new per month × the months that a deal stays.")
            yield Remark((*part.at, "open_per_rep"), message, help)


def _open_at_once(metrics: MetricsBySegment, part: MetricsBySegment) -> float | None:
    """How many deals are open with so many new ones a month; at least, where a number is missing."""
    rate = metrics.win_rate if part.win_rate is None else part.win_rate
    won = metrics.cycle_days if part.cycle_days is None else part.cycle_days
    lost = metrics.loss_days if part.loss_days is None else part.loss_days
    if rate is None or part.new_per_month is None:
        return None
    days = (rate * (won or 0) + (100 - rate) * (lost or 0)) / 100
    return part.new_per_month * days / _MONTH
