"""Copper: fields of opportunities as requests to its API, and a workbook for the rest.

Its API reads pipelines and stages and makes custom fields; won and lost are
statuses of an opportunity, and no stages.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from playbook.crm import Target
from playbook.files import Files
from playbook.rollout import answers
from playbook.rollout.checklist import Step
from playbook.rollout.compiling import Rollout
from playbook.rollout.page import look
from playbook.rollout.reading import Dump, Found, unreadable
from playbook.rollout.requests import Request, Server, sending, written
from playbook.rollout.rolling import Recipe
from playbook.rollout.setup import Choice, FieldSetup, ReasonSetup, Setup, StageSetup
from playbook.rollout.surface import Surface
from playbook.rollout.workbook import NAME, SETTINGS, first, workbook

_SERVER: Final = Server(
    address="https://api.copper.com/developer_api/v1",
    headers={
        "X-PW-AccessToken": "{{COPPER_TOKEN}}",
        "X-PW-Application": "developer_api",
        "X-PW-UserEmail": "{{COPPER_EMAIL}}",
    },
    variables=("COPPER_TOKEN", "COPPER_EMAIL"),
)
_GIVEN: Final = "GET /pipelines, /pipeline_stages, /custom_field_definitions, /loss_reasons"
_TYPES: Final = {
    "text": "String",
    "long-text": "Text",
    "number": "Float",
    "money": "Currency",
    "percent": "Percentage",
    "rating": "Float",
    "date": "Date",
    "yes-no": "Dropdown",
    "choice": "Dropdown",
    "choices": "MultiSelect",
    "link": "URL",
    "flag": "Checkbox",
}
_READ: Final = {
    "String": "text",
    "Text": "long-text",
    "Float": "number",
    "Currency": "money",
    "Percentage": "percent",
    "Date": "date",
    "Dropdown": "choice",
    "MultiSelect": "choices",
    "URL": "link",
    "Checkbox": "flag",
}
_SURFACE: Final = Surface(
    title="Copper",
    supports={
        "pipelines": "manual",
        "stages": "manual",
        "order": "manual",
        "probability": "manual",
        "ends": "write",
        "ageing": "none",
        "gates": "none",
        "guidance": "none",
        "tasks": "manual",
        "fields": "write",
        "reasons": "manual",
        "forecast": "none",
        "moves": "none",
        "translations": "none",
    },
    versions=("v1",),
    stage_kinds=frozenset({"lead", "open", "parked"}),
    types=_TYPES,
    built_in={
        "amount": "monetary_value",
        "close-date": "close_date",
        "account": "company_id",
        "owner": "assignee_id",
        "source": "customer_source_id",
        "loss-reason": "loss_reason_id",
    },
    stage_key=None,
    where={
        "stages": "Settings → Customize Copper → Pipelines",
        "reasons": "Settings → Customize Copper → Loss Reasons",
        "tasks": "Settings → Workflow Automation",
        "automation": "Settings → Workflow Automation",
        "access": "Settings → Manage Users → Teams & Visibility Permissions",
        "account": "Settings → Preferences → Currency Settings",
    },
    settings=SETTINGS,
    source="https://developer.copper.com/custom-fields/general/create-a-new-custom-field-definition.html",
)


def _write(rollout: Rollout) -> Files:
    return {**written(_requests(rollout), _SERVER), NAME: workbook(rollout)}


def _requests(rollout: Rollout) -> Iterator[Request]:
    for field in rollout.added:
        name = f"field-{'-'.join(field.ids)}"
        yield Request(name, "POST", "/custom_field_definitions", _body(rollout, field))


def _body(rollout: Rollout, field: FieldSetup) -> dict[str, Any]:
    """The body that makes a field. A field of several choices needs two of them at least."""
    type = _TYPES[field.type]
    if type == "MultiSelect" and len(field.options) < 2:
        type = "Dropdown"
    body: dict[str, Any] = {
        "name": field.name,
        "canonical_name": field.key,
        "data_type": type,
        "available_on": ["opportunity"],
        "is_filterable": True,
    }
    if type == "Currency" and rollout.setup.currency:
        body["currency"] = rollout.setup.currency
    if field.options:
        body["options"] = [{"name": option.name} for option in field.options]
    return body


def _first(rollout: Rollout) -> Sequence[Step]:
    return (
        sending(_SERVER, "Settings → Preferences → API Keys"),
        *first(rollout),
        look("Opportunities"),
    )


def read(dump: Dump) -> Found:
    """The pipelines in the answers to GET /pipelines, /pipeline_stages and the others.

    Raises:
        Refused: a file holds something else.

    """
    found: dict[str, list[answers.Row]] = {
        "pipelines": [],
        "stages": [],
        "fields": [],
        "reasons": [],
    }
    for name, content in dump.items():
        rows = answers.rows(answers.parsed(name, content, _GIVEN))
        if rows is None:
            raise unreadable(name, _GIVEN)
        for row in rows:
            found[_sort(name, row)].append(row)
    if not found["pipelines"]:
        raise unreadable(next(iter(dump), ""), _GIVEN)
    fields = tuple(_fields(found["fields"]))
    reasons = tuple(
        ReasonSetup(id="", key=answers.text(row, "id"), name=answers.text(row, "name"))
        for row in found["reasons"]
    )
    setups = (_setup(row, found["stages"], fields, reasons) for row in found["pipelines"])
    return Found(tuple(setups))


def _sort(name: str, row: answers.Row) -> str:
    if "data_type" in row:
        return "fields"
    if "pipeline_id" in row:
        return "stages"
    if "stages" in row:
        return "pipelines"
    if "name" in row and "reason" in name.lower():
        return "reasons"
    raise unreadable(name, _GIVEN)


def _setup(
    pipeline: answers.Row,
    stages: Sequence[answers.Row],
    fields: tuple[FieldSetup, ...],
    reasons: tuple[ReasonSetup, ...],
) -> Setup:
    key = answers.text(pipeline, "id")
    known = {answers.text(row, "id"): row for row in stages}
    own = answers.inner(pipeline, "stages")
    own = own or [row for row in stages if answers.text(row, "pipeline_id") == key]
    return Setup(
        id="",
        key=key,
        name=answers.text(pipeline, "name"),
        stages=tuple(_stage({**known.get(answers.text(row, "id"), {}), **row}) for row in own),
        fields=fields,
        reasons=reasons,
    )


def _stage(row: Mapping[str, Any]) -> StageSetup:
    return StageSetup(
        id="",
        key=answers.text(row, "id"),
        name=answers.text(row, "name"),
        probability=answers.whole(row, "win_probability", 100),
    )


def _fields(rows: Sequence[answers.Row]) -> Iterator[FieldSetup]:
    for row in rows:
        type = _READ.get(answers.text(row, "data_type"))
        places = row.get("available_on")
        if type and (not isinstance(places, list) or "opportunity" in places):
            yield FieldSetup(
                ids=(),
                key=answers.text(row, "canonical_name", "id"),
                name=answers.text(row, "name"),
                type=type,
                options=tuple(
                    Choice(answers.text(option, "id"), answers.text(option, "name"))
                    for option in answers.inner(row, "options")
                ),
            )


COPPER = Target(
    name="copper",
    about="Requests that make the fields of opportunities in Copper, and a set-up workbook.",
    surface=_SURFACE,
    export=Recipe(surface=_SURFACE, write=_write, first=_first),
    read=read,
    dump=_GIVEN,
)
