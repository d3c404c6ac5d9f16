"""The numbers a process is planned with."""

from collections.abc import Iterator

from playbook.messages import _
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
