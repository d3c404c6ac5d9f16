"""The requests that make a pipeline in EspoCRM 10.

A new pipeline has a stage for every option of the field that stages stand
for, in their order; the extension has added ours to them. So nothing has to be
made: ours are looked up and get their names, the usual others are taken away.
"""

from collections.abc import Iterator
from typing import Final

from playbook.crm.espocrm.extension import condition
from playbook.rollout.compiling import Rollout
from playbook.rollout.requests import Request, Server, Way, kept

SERVER: Final = Server(
    address="{{ESPOCRM_URL}}/api/v1",
    headers={"Authorization": "Basic {{ESPOCRM_LOGIN}}"},
    variables=("ESPOCRM_URL", "ESPOCRM_LOGIN"),
)
USUAL: Final = (
    *("Prospecting", "Qualification", "Proposal", "Negotiation", "Closed Won", "Closed Lost"),
)
"""The stages that EspoCRM is delivered with."""
_BORN: Final = (
    "/PipelineStage?where%5B0%5D%5Btype%5D=equals&where%5B0%5D%5Battribute%5D=pipelineId"
    "&where%5B0%5D%5Bvalue%5D={{pipeline}}&maxSize=200"
)


def requests(rollout: Rollout) -> Iterator[Request]:
    """The calls in their order."""
    body = {"name": rollout.setup.name, "entityType": "Opportunity", "isAvailableForAll": True}
    yield Request("pipeline", "POST", "/Pipeline", body, {"pipeline": "id"})
    ours: dict[str, Way] = {
        _stage(each.id): ["list", {"mappedStatus": each.key}, "id"] for each in rollout.stages
    }
    others: dict[str, Way] = {
        f"usual-{number}": ["list", {"mappedStatus": status}, "id"]
        for number, status in enumerate(USUAL, start=1)
    }
    yield Request("stages", "GET", _BORN, keep=ours, seek=others)
    for stage in rollout.stages:
        path = f"/PipelineStage/{{{{{_stage(stage.id)}}}}}"
        yield Request(_stage(stage.id), "PUT", path, {"name": stage.name})
    for name in others:
        yield Request(f"not-{name}", "DELETE", f"/PipelineStage/{{{{{name}}}}}", needs=name)
    known = {stage.id for stage in rollout.stages}
    for field in rollout.setup.fields:
        stages = [kept(_stage(id)) for id in field.required if id in known]
        if stages:
            yield Request(
                f"required-{field.key}",
                "PUT",
                f"/Admin/fieldManager/Opportunity/{field.key}",
                {"dynamicLogicRequired": condition("pipelineStageId", stages)},
            )


def _stage(id: str) -> str:
    return f"stage-{id}"
