"""Pipedrive: a pipeline with its stages and deal fields, as requests to the second API.

Won, lost and archived are statuses of a deal there, and no stages. A field can
be required in stages and for statuses; so what a gate wants filled is kept,
for people who work in the browser. Stages stand in the order in which they
were made: the API cannot put them in another.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from playbook.crm import Target
from playbook.crm.pipedrive.reading import GIVEN, read
from playbook.crm.pipedrive.telling import TELLS, held, required_in, stage_key
from playbook.files import Files
from playbook.messages import _
from playbook.rollout.checklist import Step
from playbook.rollout.compiling import Rollout
from playbook.rollout.page import look
from playbook.rollout.requests import Request, Server, kept, sending, written
from playbook.rollout.rolling import Recipe
from playbook.rollout.setup import Choice, FieldSetup
from playbook.rollout.surface import Limits, Surface

_SERVER: Final = Server(
    address="https://api.pipedrive.com/api/v2",
    headers={"x-api-token": "{{PIPEDRIVE_TOKEN}}"},
    variables=("PIPEDRIVE_TOKEN",),
)
_TYPES: Final = {
    "text": "varchar",
    "long-text": "text",
    "number": "double",
    "money": "monetary",
    "percent": "double",
    "rating": "double",
    "date": "date",
    "yes-no": "enum",
    "choice": "enum",
    "choices": "set",
    "user": "user",
    "contact": "people",
    "company": "org",
    "link": "varchar",
    "flag": "enum",
}
_SURFACE: Final = Surface(
    title="Pipedrive",
    supports={
        "pipelines": "write",
        "stages": "write",
        "order": "write",
        "probability": "write",
        "ends": "write",
        "ageing": "write",
        "gates": "write",
        "guidance": "none",
        "tasks": "manual",
        "fields": "write",
        "reasons": "manual",
        "forecast": "none",
        "moves": "none",
        "translations": "none",
    },
    limits=Limits(field_name=255),
    versions=("v2",),
    stage_kinds=frozenset({"lead", "open", "parked"}),
    types=_TYPES,
    built_in={
        "amount": "value",
        "close-date": "expected_close_date",
        "account": "org_id",
        "owner": "owner_id",
        "loss-reason": "lost_reason",
    },
    prefix="",
    stage_key=None,
    field_key=None,
    where={
        "reasons": "Settings → Company settings → Lost reasons",
        "tasks": "Automations → + Automation → Deal updated → Create activity",
        "automation": "Automations → + Automation",
        "approvals": "Automations → + Automation → Create activity",
        "required": "Settings → Data fields → Deal → Required",
        "record": "Deal → Customize sections",
        "access": "Settings → Manage users → Permission sets",
        "reports": "Insights → + Create",
        "data": "Settings → Data fields → Deal",
        "account": "Settings → Company settings → Currencies",
    },
    source="https://developers.pipedrive.com/docs/api/v1",
    verified=("types",),
)


def _write(rollout: Rollout) -> Files:
    return written(_requests(rollout), _SERVER)


def _requests(rollout: Rollout) -> Iterator[Request]:
    pipeline = {"name": rollout.setup.name, "is_deal_probability_enabled": True}
    yield Request("pipeline", "POST", "/pipelines", pipeline, {"pipeline": "data.id"})
    for stage in rollout.stages:
        body = {
            "name": stage.name,
            "pipeline_id": kept("pipeline"),
            "deal_probability": stage.probability,
            "is_deal_rot_enabled": stage.days is not None,
        }
        if stage.days is not None:
            body["days_to_rotten"] = stage.days
        yield Request(
            f"stage-{stage.id}", "POST", "/stages", body, {stage_key(stage.id): "data.id"}
        )
    for field in rollout.added:
        name = "-".join(field.ids)
        yield Request(f"field-{name}", "POST", "/dealFields", _field(rollout, field))


def _field(rollout: Rollout, field: FieldSetup) -> dict[str, Any]:
    """The body that makes a field; it is required where the gates want it filled."""
    body: dict[str, Any] = {"field_name": field.name, "field_type": _TYPES[field.type]}
    if field.about:
        body["description"] = field.about
    options = field.options
    if field.type == "flag":
        options = (Choice("yes", _("Yes")), Choice("no", _("No")))
    if options:
        body["options"] = [{"label": option.name} for option in options]
    body["ui_visibility"] = {
        "add_visible_flag": False,
        "details_visible_flag": True,
        "show_in_pipelines": {"show_in_all": False, "pipeline_ids": [kept("pipeline")]},
    }
    required = required_in(rollout, field.required)
    if required:
        body["required_fields"] = required
    return body


def _first(_rollout: Rollout) -> Sequence[Step]:
    return (
        sending(_SERVER, "Settings → Personal preferences → API"),
        look("Deals → Pipeline"),
    )


PIPEDRIVE = Target(
    name="pipedrive",
    about="Requests for Pipedrive's API: a pipeline, its stages, and fields that stages require.",
    surface=_SURFACE,
    export=Recipe(
        surface=_SURFACE,
        write=_write,
        first=_first,
        tells=TELLS,
    ),
    read=read,
    held=held,
    dump=GIVEN,
)
