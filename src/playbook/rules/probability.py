"""How likely deals are won."""

from collections.abc import Iterator
from itertools import pairwise
from math import prod
from typing import NamedTuple

from playbook.findings import At
from playbook.messages import _
from playbook.model import MetricsBySegment, SegmentId, Stage, StageBySegment, StageId
from playbook.rules import Context, Remark, Severity, called, rule


@rule("PB411", Severity.ERROR)
def probability_of_an_end(context: Context) -> Iterator[Remark]:
    """A won deal is certain, and one that ended otherwise has no chance.

    ## Why
    CRMs add up amounts by these numbers. A lost deal at 10 % is in every
    forecast.

    ## Wrong
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won, probability: 90}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    for stage in context.playbook.stages:
        right = 100 if stage.kind == "won" else 0
        for part in _numbered(stage):
            if stage.is_end and part.probability not in (None, right):
                message = _("{stage} is of the kind {kind}, so its probability is {right}.").format(
                    stage=called(stage.name, stage.id), kind=stage.kind, right=right
                )
                yield Remark((*part.at, "probability"), message, _("Leave the line out."))


def _numbered(stage: Stage) -> tuple[Stage | StageBySegment, ...]:
    """A stage, and what differs in it by segment: whatever has numbers of its own."""
    return (stage, *stage.by_segment.values())


@rule("PB412", Severity.WARNING)
def certain_before_the_end(context: Context) -> Iterator[Remark]:
    """An open deal is neither certain nor hopeless.

    ## Why
    At 100 % an open deal counts in the forecast as if it were signed, and
    some CRMs then close it; at 0 % some take it for lost.

    ## Wrong
    ```yaml
    stages:
      - {id: contract, name: Contract, probability: 100, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: contract, name: Contract, probability: 90, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    for stage in context.playbook.stages:
        for part in _numbered(stage):
            if stage.kind == "open" and part.probability in (0, 100):
                message = _("{stage} is open and has a probability of {number} %.").format(
                    stage=called(stage.name, stage.id), number=part.probability
                )
                help = _("Write a number from 1 to 99.")
                yield Remark((*part.at, "probability"), message, help)


@rule("PB413", Severity.WARNING)
def falling_probability(context: Context) -> Iterator[Remark]:
    """The probability does not fall along the main line.

    ## Why
    A deal that moves on does not become less likely. If it does, the stages
    are in the wrong order or a number has slipped. A stage of risk stands
    beside the main line, with `from`.

    ## Wrong
    ```yaml
    stages:
      - {id: qualified, name: Qualified, probability: 40, exit: [The buyer has named who signs]}
      - {id: proposal, name: Proposal, probability: 20, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: qualified, name: Qualified, probability: 20, exit: [The buyer has named who signs]}
      - {id: proposal, name: Proposal, probability: 40, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    line = context.flow.line
    segments = dict.fromkeys(id for stage in line for id in stage.by_segment)
    ways: list[list[tuple[Stage, Stage | StageBySegment]]] = [[(stage, stage) for stage in line]]
    ways += [
        [(stage, stage.by_segment[id]) for stage in line if id in stage.by_segment]
        for id in segments
    ]
    for way in ways:
        yield from _falls([each for each in way if each[1].probability is not None])


def _falls(way: list[tuple[Stage, Stage | StageBySegment]]) -> Iterator[Remark]:
    """Where a number is lower than the one before it; a segment is compared with itself."""
    for (before, higher), (stage, lower) in pairwise(way):
        if (lower.probability or 0) < (higher.probability or 0):
            yield Remark(
                (*lower.at, "probability"),
                _("{stage} has {number} %, and {before} before it has {more} %.").format(
                    stage=called(stage.name, stage.id),
                    number=lower.probability,
                    before=called(before.name, before.id),
                    more=higher.probability,
                ),
                _("Raise it, or say `from` if the stage stands beside the main line."),
            )


@rule("PB416", Severity.WARNING)
def same_probability(context: Context) -> Iterator[Remark]:
    """The probability tells the open stages apart.

    ## Why
    If every open stage has the same number, the forecast is the sum of all
    amounts times a constant: nobody sees which deals are nearly there. Better
    no number than one that says nothing.

    ## Wrong
    ```yaml
    stages:
      - {id: qualified, name: Qualified, probability: 10, exit: [The buyer has named who signs]}
      - {id: proposal, name: Proposal, probability: 10, exit: [The buyer has accepted the price in writing]}
      - {id: contract, name: Contract, probability: 10, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has named who signs]}
      - {id: proposal, name: Proposal, exit: [The buyer has accepted the price in writing]}
      - {id: contract, name: Contract, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    stages = [stage for stage in context.flow.line if stage.kind == "open"]
    numbers = {stage.probability for stage in stages}
    if len(stages) >= _SEVERAL and len(numbers) == 1 and None not in numbers:
        message = _("All {count} open stages have a probability of {number} %.")
        message = message.format(count=len(stages), number=stages[0].probability)
        help = _("Say how many of the deals in each stage you win, or leave the numbers out.")
        yield Remark((*stages[0].at, "probability"), message, help)


_SEVERAL = 3


@rule("PB417", Severity.INFO)
def probability_against_conversion(context: Context) -> Iterator[Remark]:
    """The probability of a stage is what the conversions from there on multiply to.

    ## Why
    Of the deals in a stage, as many are won as get through this stage and
    all later ones. If `probability` and `stage_conversion` differ by more
    than 15 points, one of the two is a wish. It is looked at where every
    stage from there on has a conversion and none may be skipped.

    ## Wrong
    ```yaml
    metrics: {stage_conversion: {qualified: 40, contract: 50}}
    stages:
      - {id: qualified, name: Qualified, probability: 60, exit: [The buyer has named who signs]}
      - {id: contract, name: Contract, probability: 60, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    metrics: {stage_conversion: {qualified: 40, contract: 50}}
    stages:
      - {id: qualified, name: Qualified, probability: 20, exit: [The buyer has named who signs]}
      - {id: contract, name: Contract, probability: 50, exit: [The buyer has signed]}
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
        if segment is not None and context.may_be_meant(SegmentId, segment):
            continue
        off = [each for each in _products(context, segment, numbers) if each.is_off]
        if off:
            widest = max(off, key=lambda each: abs(each.given - each.product))
            message = _(
                "{stage} has {number} %, and the conversions from there on make {product} %."
            )
            message = message.format(
                stage=called(widest.stage.name, widest.stage.id),
                number=widest.given,
                product=round(widest.product),
            )
            help = _("Count how many deals that came to this stage were won, and change the other.")
            yield Remark(widest.at, message, help)


class _Product(NamedTuple):
    """What is said of a stage, and what the conversions from it to the end multiply to."""

    stage: Stage
    at: At
    given: int
    product: float

    @property
    def is_off(self) -> bool:
        return abs(self.given - self.product) > _POINTS


_POINTS = 15


def _products(
    context: Context, segment: SegmentId | None, numbers: MetricsBySegment
) -> Iterator[_Product]:
    """The stages, from the last one up, as long as a conversion is given and none is skipped."""
    conversions: list[int] = []
    for stage in reversed(context.flow.line):
        conversion = numbers.stage_conversion.get(StageId(stage.id))
        if conversion is None or stage.optional or stage.for_:
            return
        conversions.append(conversion)
        part = stage.by_segment.get(segment) if segment else stage
        if stage.kind == "open" and part is not None and part.probability is not None:
            product = 100 * prod(each / 100 for each in conversions)
            yield _Product(stage, (*part.at, "probability"), part.probability, product)
