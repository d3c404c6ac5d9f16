"""Forecast categories."""

from collections.abc import Iterator
from itertools import pairwise

from playbook.messages import _
from playbook.model import FORECAST_ORDER, Stage, StageBySegment
from playbook.rules import Context, Remark, Severity, called, rule


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
        right = "closed" if stage.kind == "won" else "omitted"
        parts: list[Stage | StageBySegment] = [stage, *stage.by_segment.values()]
        for part in parts:
            if stage.is_end and part.forecast not in (None, right):
                message = _("{stage} is of the kind {kind}, so its forecast is {right}.").format(
                    stage=called(stage.name, stage.id), kind=stage.kind, right=right
                )
                yield Remark((*part.at, "forecast"), message, _("Leave the line out."))


@rule("PB415", Severity.WARNING)
def falling_forecast(context: Context) -> Iterator[Remark]:
    """The forecast category does not fall along the main line.

    ## Why
    A deal that was promised one stage ago and is not any more is a deal in
    the wrong stage, or a category that has slipped. Left out, an open stage
    is `pipeline`.

    ## Wrong
    ```yaml
    stages:
      - {id: proposal, name: Proposal, forecast: commit, exit: [The buyer has accepted the price in writing]}
      - {id: contract, name: Contract, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: proposal, name: Proposal, forecast: best-case, exit: [The buyer has accepted the price in writing]}
      - {id: contract, name: Contract, forecast: commit, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    line = [stage for stage in context.flow.line if stage.kind == "open"]
    segments = dict.fromkeys(id for stage in line for id in stage.by_segment)
    ways = [[(stage, stage.forecast, stage.at) for stage in line]]
    ways += [
        [
            (stage, differs.forecast, differs.at)
            for stage in line
            if (differs := stage.by_segment.get(id)) and differs.forecast
        ]
        for id in segments
    ]
    for way in ways:
        for (before, higher, _at), (stage, lower, at) in pairwise(way):
            if FORECAST_ORDER.index(lower) < FORECAST_ORDER.index(higher):
                yield Remark(
                    (*at, "forecast"),
                    _(
                        "{stage} is {lower} in the forecast, and {before} before it is {higher}."
                    ).format(
                        stage=called(stage.name, stage.id),
                        lower=lower,
                        before=called(before.name, before.id),
                        higher=higher,
                    ),
                    _("Write `forecast: {higher}` or more here, or less before.").format(
                        higher=higher
                    ),
                )


@rule("PB418", Severity.WARNING)
def likely_and_omitted(context: Context) -> Iterator[Remark]:
    """A stage beside the main line is not left out of the forecast while less likely ones count.

    ## Why
    If nobody reckons with the deals there, either their probability is too
    high or they wait: then the stage is of the kind `parked`, has a day on
    which deals wake up, and spoils no number.

    ## Wrong
    ```yaml
    stages:
      - {id: qualified, name: Qualified, probability: 30, exit: [The buyer has named who signs]}
      - {id: contract, name: Contract, probability: 80, exit: [The buyer has signed]}
      - {id: on-hold, name: On hold, from: [contract], probability: 60, forecast: omitted, exit: [The buyer has replied]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: qualified, name: Qualified, probability: 30, exit: [The buyer has named who signs]}
      - {id: contract, name: Contract, probability: 80, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
      - {id: on-hold, name: On hold, kind: parked, from: [contract], wake_up: {days: 60}}
    ```
    """
    counted = [
        stage
        for stage in context.flow.line
        if stage.kind == "open" and stage.forecast != "omitted" and stage.probability is not None
    ]
    for stage in context.playbook.stages:
        is_beside = stage.kind == "open" and stage.from_ is not None
        if not is_beside or stage.forecast != "omitted" or stage.probability is None:
            continue
        less = next((each for each in counted if (each.probability or 0) < stage.probability), None)
        if less is not None:
            message = _("{stage} has {number} % and is left out of the forecast; {less} counts.")
            message = message.format(
                stage=called(stage.name, stage.id),
                number=stage.probability,
                less=called(less.name, less.id),
            )
            help = _("Write `kind: parked` if deals wait there, or give it a category.")
            yield Remark((*stage.at, "forecast"), message, help)
