"""Pipedrive: a pipeline with its stages and deal fields, as requests to the second API.

Won, lost and archived are statuses of a deal there, and no stages. A field can
be required in stages and for statuses; so what a gate wants filled is kept,
for people who work in the browser. Stages stand in the order in which they
were made: the API cannot put them in another.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from playbook.crm import Target
from playbook.files import Files
from playbook.messages import _
from playbook.rollout.checklist import Step
from playbook.rollout.compiling import Rollout
from playbook.rollout.page import look
from playbook.rollout.reading import Dump, Found, Note, unreadable
from playbook.rollout.requests import Request, Server, kept, sending, written
from playbook.rollout.rolling import Recipe
from playbook.rollout.setup import Choice, FieldSetup, Setup, StageSetup
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
_READ: Final = {
    "varchar": "text",
    "varchar_auto": "text",
    "text": "long-text",
    "double": "number",
    "monetary": "money",
    "date": "date",
    "enum": "choice",
    "set": "choices",
    "user": "user",
    "people": "contact",
    "org": "company",
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
        yield Request(f"stage-{stage.id}", "POST", "/stages", body, {_stage(stage.id): "data.id"})
    for field in rollout.added:
        name = "-".join(field.ids)
        yield Request(f"field-{name}", "POST", "/dealFields", _field(rollout, field))


def _stage(id: str) -> str:
    return f"stage-{id}"


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
    required = _required(rollout, field.required)
    if required:
        body["required_fields"] = required
    return body


def _required(rollout: Rollout, ids: Sequence[str]) -> dict[str, Any]:
    kinds = {stage.id: stage.kind for stage in rollout.setup.stages}
    inside = {stage.id for stage in rollout.stages}
    statuses = [name for name in ("won", "lost") if name in {kinds[id] for id in ids}]
    stages = [kept(_stage(id)) for id in ids if id in inside]
    if not (stages or statuses):
        return {}
    made: dict[str, Any] = {"enabled": True, "stage_ids": stages}
    if statuses:
        made["statuses"] = {"{{pipeline}}": statuses}
    return made


def _first(_rollout: Rollout) -> Sequence[Step]:
    return (
        sending(_SERVER, "Settings → Personal preferences → API"),
        look("Deals → Pipeline"),
    )


def read(dump: Dump) -> Found:
    """The pipelines in the answers to GET /pipelines, /stages and /dealFields.

    Raises:
        Refused: a file holds something else.

    """
    rows: dict[str, list[Mapping[str, Any]]] = {"pipelines": [], "stages": [], "fields": []}
    for name, content in dump.items():
        for row in _rows(name, content):
            rows[_sort(name, row)].append(row)
    setups, notes = [], list[Note]()
    for pipeline in rows["pipelines"]:
        own = [row for row in rows["stages"] if row.get("pipeline_id") == pipeline["id"]]
        setups.append(_setup(pipeline, own, rows["fields"]))
    return Found(tuple(setups), tuple(notes))


def _rows(name: str, content: bytes) -> Sequence[Mapping[str, Any]]:
    try:
        whole = json.loads(content)
    except ValueError:
        whole = None
    rows = whole.get("data") if isinstance(whole, dict) else whole
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise unreadable(name, "GET /api/v2/pipelines, /stages, /dealFields")
    return rows


def _sort(name: str, row: Mapping[str, Any]) -> str:
    if "field_code" in row or "field_type" in row:
        return "fields"
    if "pipeline_id" in row:
        return "stages"
    if "name" in row and "id" in row:
        return "pipelines"
    raise unreadable(name, "GET /api/v2/pipelines, /stages, /dealFields")


def _setup(
    pipeline: Mapping[str, Any],
    stages: Sequence[Mapping[str, Any]],
    fields: Sequence[Mapping[str, Any]],
) -> Setup:
    ordered = sorted(stages, key=lambda row: (row.get("order_nr", 0), row.get("id", 0)))
    return Setup(
        id="",
        key=str(pipeline["id"]),
        name=str(pipeline["name"]),
        stages=tuple(
            StageSetup(
                id="",
                key=str(row["id"]),
                name=str(row["name"]),
                probability=row.get("deal_probability"),
                days=row.get("days_to_rotten") if row.get("is_deal_rot_enabled") else None,
                is_active=not row.get("is_deleted", False),
            )
            for row in ordered
        ),
        fields=tuple(
            FieldSetup(
                ids=(),
                key=str(row.get("field_code", "")),
                name=str(row["field_name"]),
                type=_READ[row["field_type"]],
                about=str(row.get("description") or ""),
                options=tuple(
                    Choice(str(option.get("id", "")), str(option["label"]))
                    for option in row.get("options") or ()
                ),
                required=_stages_in(row, pipeline["id"]),
            )
            for row in fields
            if row.get("is_custom_field", True) and row.get("field_type") in _READ
        ),
    )


def _stages_in(row: Mapping[str, Any], pipeline: object) -> tuple[str, ...]:
    """Where a field is required: keys of stages, and the statuses won and lost."""
    required = row.get("required_fields") or {}
    if not required.get("enabled"):
        return ()
    statuses = (required.get("statuses") or {}).get(str(pipeline), ())
    return (*map(str, required.get("stage_ids") or ()), *statuses)


PIPEDRIVE = Target(
    name="pipedrive",
    about="Requests for Pipedrive's API: a pipeline, its stages, and fields that stages require.",
    surface=_SURFACE,
    export=Recipe(surface=_SURFACE, write=_write, first=_first),
    read=read,
    dump="GET /api/v2/pipelines, /api/v2/stages, /api/v2/dealFields",
)
