"""Probabilities and forecast categories."""

from collections.abc import Iterator

from playbook.messages import _
from playbook.model import FAILED, Stage, StageBySegment
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
        if stage.kind == "won" and stage.probability != 100:
            right = 100
        elif stage.kind in FAILED and stage.probability != 0:
            right = 0
        else:
            continue
        message = _("{stage} is of the kind {kind}, so its probability is {right}.")
        message = message.format(stage=called(stage.name, stage.id), kind=stage.kind, right=right)
        yield Remark((*stage.at, "probability"), message, _("Leave the line out."))


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
        parts: list[Stage | StageBySegment] = [stage, *stage.by_segment.values()]
        for part in parts:
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
    before: Stage | None = None
    highest = 0
    for stage in context.flow.line:
        if stage.probability is None:
            continue
        if before is not None and stage.probability < highest:
            yield Remark(
                (*stage.at, "probability"),
                _("{stage} has {number} %, and {before} before it has {more} %.").format(
                    stage=called(stage.name, stage.id),
                    number=stage.probability,
                    before=called(before.name, before.id),
                    more=highest,
                ),
                _("Raise it, or say `from` if the stage stands beside the main line."),
            )
        before, highest = stage, stage.probability


@rule("PB414", Severity.ERROR)
def forecast_of_an_end(context: Context) -> Iterator[Remark]:
    """A won deal is closed in the forecast, one that ended otherwise is omitted.

    ## Why
    Otherwise a deal counts twice, or a lost one counts at all.

    ## Wrong
    ```yaml
    stages:
      - {id: contract, name: Contract, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won, forecast: commit}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: contract, name: Contract, forecast: commit, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    for stage in context.playbook.stages:
        if stage.kind == "won" and stage.forecast != "closed":
            right = "closed"
        elif stage.kind in FAILED and stage.forecast != "omitted":
            right = "omitted"
        else:
            continue
        message = _("{stage} is of the kind {kind}, so its forecast is {right}.")
        message = message.format(stage=called(stage.name, stage.id), kind=stage.kind, right=right)
        yield Remark((*stage.at, "forecast"), message, _("Leave the line out."))
