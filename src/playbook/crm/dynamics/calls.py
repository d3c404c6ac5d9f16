"""The requests to Dataverse: columns, lookups, and the process flow if that is wanted."""

from collections.abc import Iterator

from playbook.crm.dynamics import xaml
from playbook.crm.dynamics.columns import Columns
from playbook.crm.dynamics.flow import Flow
from playbook.rollout.compiling import Rollout
from playbook.rollout.requests import Request, Server
from playbook.rollout.surface import snake


def server(rollout: Rollout) -> Server:
    """How Dataverse is reached; what is made belongs to the solution that crm.yaml names."""
    headers = {
        "Authorization": "Bearer {{DYNAMICS_TOKEN}}",
        "Accept": "application/json",
        "OData-MaxVersion": "4.0",
        "OData-Version": "4.0",
    }
    if solution := rollout.settings.text("solution"):
        headers["MSCRM.SolutionUniqueName"] = solution
    return Server(
        address="{{DYNAMICS_URL}}/api/data/v9.2",
        headers=headers,
        variables=("DYNAMICS_URL", "DYNAMICS_TOKEN"),
    )


def requests(rollout: Rollout) -> Iterator[Request]:
    """The calls in their order."""
    columns = Columns(rollout)
    for field, body in columns.attributes():
        path = f"/EntityDefinitions(LogicalName='{xaml.TABLE}')/Attributes"
        yield Request(f"column-{field.key}", "POST", path, body)
    for field, body in columns.relations():
        yield Request(f"lookup-{field.key}", "POST", "/RelationshipDefinitions", body)
    yield Request("publish", "POST", "/PublishAllXml", {})
    if rollout.settings.is_experimental:
        flow = Flow(rollout)
        body = {
            "workflowid": flow.id,
            "name": rollout.setup.name,
            "uniquename": snake(rollout.prefix, rollout.playbook.id),
            "category": 4,
            "businessprocesstype": 0,
            "type": 1,
            "primaryentity": xaml.TABLE,
            "scope": 4,
            "xaml": xaml.document(flow),
        }
        yield Request("process-flow", "POST", "/workflows", body)
