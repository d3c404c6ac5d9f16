"""Close: a pipeline of opportunity statuses and custom fields, as requests to its API.

A status is active, won or lost. The API makes statuses one by one and is then
told their order. It knows no required fields by status, no probability and no
guidance, so people see to these.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from playbook.crm import Target
from playbook.files import Files
from playbook.messages import _
from playbook.model import StageKind
from playbook.rollout import answers
from playbook.rollout.checklist import Step
from playbook.rollout.compiling import Rollout
from playbook.rollout.page import look
from playbook.rollout.reading import Dump, Found, Note, unreadable
from playbook.rollout.requests import Request, Server, kept, sending, written
from playbook.rollout.rolling import Recipe
from playbook.rollout.setup import Choice, FieldSetup, Setup, StageSetup
from playbook.rollout.surface import Limits, Surface

_SERVER: Final = Server(
    address="https://api.close.com/api/v1",
    headers={},
    variables=("CLOSE_API_KEY",),
    basic="CLOSE_API_KEY",
)
_TYPES: Final = {
    "text": "text",
    "long-text": "textarea",
    "number": "number",
    "money": "number",
    "percent": "number",
    "rating": "number",
    "date": "date",
    "yes-no": "choices",
    "choice": "choices",
    "choices": "choices",
    "user": "user",
    "contact": "contact",
    "company": "text",
    "link": "text",
    "flag": "choices",
}
_READ: Final = {
    "text": "text",
    "textarea": "long-text",
    "number": "number",
    "date": "date",
    "datetime": "date",
    "choices": "choice",
    "user": "user",
    "contact": "contact",
}
_KINDS: Final[Mapping[str, StageKind]] = {"active": "open", "won": "won", "lost": "lost"}
_STATUS: Final[Mapping[StageKind, str]] = {
    "won": "won",
    "after-sale": "won",
    "lost": "lost",
    "disqualified": "lost",
    "not-counted": "lost",
}
"""All other kinds are active."""
_GIVEN: Final = "GET /api/v1/pipeline/, /status/opportunity/, /custom_field/opportunity/"
_SURFACE: Final = Surface(
    title="Close",
    supports={
        "pipelines": "write",
        "stages": "write",
        "order": "write",
        "probability": "none",
        "ends": "write",
        "ageing": "none",
        "gates": "none",
        "guidance": "none",
        "tasks": "manual",
        "fields": "write",
        "reasons": "write",
        "forecast": "none",
        "moves": "none",
        "translations": "none",
    },
    limits=Limits(),
    versions=("v1",),
    types=_TYPES,
    built_in={
        "amount": "value",
        "close-date": "date_won",
        "account": "lead_id",
        "owner": "user_id",
    },
    prefix="",
    stage_key=None,
    field_key=None,
    where={"tasks": "Workflows", "automation": "Workflows"},
    source="https://developer.close.com/api/resources/pipelines",
    verified=("read",),
)


def _write(rollout: Rollout) -> Files:
    return written(_requests(rollout), _SERVER)


def _requests(rollout: Rollout) -> Iterator[Request]:
    pipeline = {"name": rollout.setup.name}
    yield Request("pipeline", "POST", "/pipeline/", pipeline, {"pipeline": "id"})
    for stage in rollout.stages:
        body = {
            "label": stage.name,
            "type": _STATUS.get(stage.kind, "active"),
            "pipeline_id": kept("pipeline"),
        }
        name = f"stage-{stage.id}"
        yield Request(name, "POST", "/status/opportunity/", body, {name: "id"})
    order = [{"id": kept(f"stage-{stage.id}")} for stage in rollout.stages]
    yield Request("order", "PUT", "/pipeline/{{pipeline}}/", {"statuses": order})
    for field in rollout.added:
        name = f"field-{'-'.join(field.ids)}"
        yield Request(name, "POST", "/custom_field/opportunity/", _field(field))


def _field(field: FieldSetup) -> dict[str, Any]:
    options = [option.name for option in field.options]
    if field.type == "flag":
        options = [_("Yes"), _("No")]
    body: dict[str, Any] = {"name": field.name, "type": _TYPES[field.type]}
    if field.about:
        body["description"] = field.about
    if options:
        body["choices"] = options
        body["accepts_multiple_values"] = field.type == "choices"
    return body


def _first(_rollout: Rollout) -> Sequence[Step]:
    return (
        sending(_SERVER, "Settings → Developer → API Keys"),
        look("Settings → Statuses & Pipelines"),
    )


def read(dump: Dump) -> Found:
    """The pipelines in the answers to GET /pipeline/, /status/opportunity/ and /custom_field/…/.

    Raises:
        Refused: a file holds something else.

    """
    rows: dict[str, list[Mapping[str, Any]]] = {"pipelines": [], "statuses": [], "fields": []}
    for name, content in dump.items():
        for row in answers.listed(name, content, _GIVEN):
            rows[_sort(name, row)].append(row)
    notes: list[Note] = []
    fields = tuple(_fields(rows["fields"], notes))
    setups = tuple(_setup(row, rows["statuses"], fields, notes) for row in rows["pipelines"])
    return Found(setups, tuple(notes))


def _sort(name: str, row: Mapping[str, Any]) -> str:
    """Which kind of row it is, with all that is looked at later in its place."""
    if isinstance(row.get("id"), str):
        if isinstance(row.get("statuses"), list) and isinstance(row.get("name"), str):
            return "pipelines"
        if isinstance(row.get("label"), str):
            return "statuses"
        if isinstance(row.get("type"), str) and isinstance(row.get("name"), str):
            return "fields"
    raise unreadable(name, _GIVEN)


def _setup(
    pipeline: Mapping[str, Any],
    statuses: Sequence[Mapping[str, Any]],
    fields: tuple[FieldSetup, ...],
    notes: list[Note],
) -> Setup:
    known = {row["id"]: row for row in statuses}
    stages = []
    for each in pipeline["statuses"]:
        row = {**known.get(str(each.get("id")), {}), **each} if isinstance(each, dict) else {}
        if isinstance(row.get("label"), str):
            stages.append(_stage(row, notes))
    return Setup(
        id="", key=pipeline["id"], name=pipeline["name"], stages=tuple(stages), fields=fields
    )


def _stage(row: Mapping[str, Any], notes: list[Note]) -> StageSetup:
    kind = _KINDS.get(str(row.get("type") or row.get("status_type")))
    if kind is None:
        why = _("{title} does not say here whether it means won, lost or open").format(
            title=_SURFACE.title
        )
        notes.append(Note("question", row["label"], str(row.get("type") or ""), why))
    return StageSetup(id="", key=str(row.get("id", "")), name=row["label"], kind=kind or "open")


def _fields(rows: Sequence[Mapping[str, Any]], notes: list[Note]) -> Iterator[FieldSetup]:
    for row in rows:
        kind = _READ.get(row["type"])
        if kind is None:
            why = _("a playbook has no fields of this type")
            notes.append(Note("left out", row["name"], row["type"], why))
            continue
        if kind == "choice" and row.get("accepts_multiple_values") is True:
            kind = "choices"
        choices = row.get("choices")
        yield FieldSetup(
            ids=(),
            key=row["id"],
            name=row["name"],
            type=kind,
            about=str(row.get("description") or ""),
            options=tuple(
                Choice("", each)
                for each in (choices if isinstance(choices, list) else ())
                if isinstance(each, str)
            ),
        )


CLOSE = Target(
    name="close",
    about="Requests for Close's API: a pipeline of opportunity statuses, and custom fields.",
    surface=_SURFACE,
    export=Recipe(surface=_SURFACE, write=_write, first=_first),
    read=read,
    dump=_GIVEN,
)
