"""Attio: the stages of deals and their attributes, as requests to its second API.

Deals have one stage attribute for all teams, so stages are added to it and
nothing of it is taken away. With what is there already (``--base``) a stage of
the same title is brought up to date instead of being refused as its double.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from playbook.crm import Target
from playbook.files import Files
from playbook.messages import _
from playbook.rollout import answers
from playbook.rollout.checklist import Step, safe
from playbook.rollout.compiling import Rollout
from playbook.rollout.page import look
from playbook.rollout.reading import Dump, Found, Note, unreadable
from playbook.rollout.requests import Request, Server, sending, written
from playbook.rollout.rolling import Recipe
from playbook.rollout.setup import Choice, FieldSetup, Setup, StageSetup
from playbook.rollout.surface import Limits, Surface

_SERVER: Final = Server(
    address="https://api.attio.com",
    headers={"Authorization": "Bearer {{ATTIO_TOKEN}}"},
    variables=("ATTIO_TOKEN",),
)
_ATTRIBUTES: Final = "/v2/objects/deals/attributes"
_STATUSES: Final = f"{_ATTRIBUTES}/stage/statuses"
_SETTINGS: Final = "Workspace settings → Objects → Deals → Attributes → Deal stage"
_TYPES: Final = {
    "text": "text",
    "long-text": "text",
    "number": "number",
    "money": "currency",
    "percent": "number",
    "rating": "number",
    "date": "date",
    "yes-no": "select",
    "choice": "select",
    "choices": "select",
    "user": "actor-reference",
    "contact": "record-reference",
    "company": "record-reference",
    "link": "text",
    "flag": "checkbox",
}
_READ: Final = {
    "text": "text",
    "number": "number",
    "checkbox": "flag",
    "currency": "money",
    "date": "date",
    "timestamp": "date",
    "rating": "rating",
    "select": "choice",
    "record-reference": "contact",
    "actor-reference": "user",
    "email-address": "text",
    "phone-number": "text",
    "domain": "link",
    "location": "text",
}
_OBJECTS: Final = {"contact": "people", "company": "companies"}
_CURRENCIES: Final = re.compile(
    "ARS|AUD|BRL|BGN|CAD|CLP|CNY|COP|CZK|DKK|EUR|FJD|HKD|HUF|ISK|INR|ILS|JPY|KES|KRW|MYR|"
    "MXN|NTD|NZD|NGN|NOK|XPF|PEN|PHP|PLN|GBP|RWF|SAR|SGD|ZAR|SEK|CHF|THB|AED|UYU|USD"
)
"""Those that an attribute can count in."""
_DURATION: Final = re.compile(r"P(?:0Y)?(?:0M)?(?:(\d{1,5})W)?(?:(\d{1,5})D)?(?:T(?:0+[HMS])*)?")
_GIVEN: Final = (
    f"GET {_STATUSES}, GET {_ATTRIBUTES}, GET {_ATTRIBUTES}/{{attribute}}/options (api.attio.com)"
)
_SURFACE: Final = Surface(
    title="Attio",
    supports={
        "pipelines": "none",
        "stages": "write",
        "order": "manual",
        "probability": "none",
        "ends": "none",
        "ageing": "write",
        "gates": "none",
        "guidance": "none",
        "tasks": "manual",
        "fields": "write",
        "reasons": "write",
        "forecast": "none",
        "moves": "none",
        "translations": "none",
    },
    limits=Limits(are_names_unique=True),
    versions=("v2",),
    types=_TYPES,
    built_in={"amount": "value", "account": "associated_company", "owner": "owner"},
    stage_key=None,
    where={"tasks": "Automations → Workflows", "automation": "Automations → Workflows"},
    source="https://docs.attio.com/rest-api/endpoint-reference/attributes",
    verified=("types",),
)


def _write(rollout: Rollout) -> Files:
    return written(_requests(rollout), _SERVER)


def _requests(rollout: Rollout) -> Iterator[Request]:
    base = {name: text.encode() for name, text in rollout.settings.base.items()}
    there = {row["title"]: _part(row, "status_id") for row in _sorted(base)["statuses"]}
    for stage in rollout.stages:
        data: dict[str, Any] = {
            "title": stage.name,
            "celebration_enabled": stage.kind == "won",
            "target_time_in_status": _duration(stage.days),
        }
        name, known = f"stage-{stage.id}", there.get(stage.name)
        if known:
            data = {**data, "is_archived": False}
            yield Request(name, "PATCH", f"{_STATUSES}/{known}", {"data": data})
        else:
            yield Request(name, "POST", _STATUSES, {"data": data})
    for field in rollout.added:
        yield from _of_field(rollout, field)


def _duration(days: int | None) -> str | None:
    return None if days is None else f"P0Y0M{days}DT0H0M0S"


def _of_field(rollout: Rollout, field: FieldSetup) -> Iterator[Request]:
    """The request that makes an attribute, and one for each of its options."""
    name, config = f"field-{'-'.join(field.ids)}", _config(rollout, field)
    kind = _TYPES[field.type]
    data = {
        "title": field.name,
        "description": field.about or None,
        "api_slug": field.key,
        "type": kind if kind != "currency" or config else "number",
        "is_required": False,
        "is_unique": False,
        "is_multiselect": field.type == "choices",
        "config": config,
    }
    yield Request(name, "POST", _ATTRIBUTES, {"data": data})
    for number, option in enumerate(field.options, start=1):
        path = f"{_ATTRIBUTES}/{field.key}/options"
        yield Request(f"{name}-{number}", "POST", path, {"data": {"title": option.name}})


def _config(rollout: Rollout, field: FieldSetup) -> dict[str, Any]:
    currency = rollout.setup.currency or ""
    if field.type == "money" and _CURRENCIES.fullmatch(currency):
        return {"currency": {"default_currency_code": currency, "display_type": "symbol"}}
    if field.type in _OBJECTS:
        return {"record_reference": {"allowed_objects": [_OBJECTS[field.type]]}}
    return {}


def _first(rollout: Rollout) -> Sequence[Step]:
    order = _("New stages come last, and the API cannot move them. Drag them into this order.")
    base = _(
        "Stages that are there already are refused as doubles. Fetch them first and export again "
        "with --base: {what}"
    )
    before = Step(_("What is there already"), base.format(what=f"`GET {_STATUSES}`"))
    names = "\n".join(
        f"{place}. {safe(stage.name)}" for place, stage in enumerate(rollout.stages, start=1)
    )
    return (
        *(() if rollout.settings.base else (before,)),
        sending(_SERVER, "Workspace settings → Developers"),
        Step(_("Put the stages in order"), f"**{_SETTINGS}**\n\n{order}\n\n{names}"),
        look("Deals"),
    )


def read(dump: Dump) -> Found:
    """The stages and attributes of deals in the answers of the API.

    Raises:
        Refused: a file holds something else.

    """
    rows = _sorted(dump)
    notes: list[Note] = []
    stages = tuple(_stage(row, notes) for row in rows["statuses"])
    fields = tuple(_fields(rows["attributes"], rows["options"], notes))
    if not stages and not fields:
        return Found((), tuple(notes))
    if stages:
        why = _("{title} does not know which stages mean won and lost; say it with kind")
        names = ", ".join(stage.name for stage in stages)
        notes.append(Note("question", "stage", names, why.format(title=_SURFACE.title)))
    return Found(
        (Setup(id="", key="deals", name="Deals", stages=stages, fields=fields),), (*notes,)
    )


def _sorted(dump: Mapping[str, bytes]) -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = {"statuses": [], "attributes": [], "options": []}
    for name, content in dump.items():
        for row in answers.listed(name, content, _GIVEN):
            found[_sort(name, row)].append(row)
    return found


def _sort(name: str, row: Any) -> str:
    """Which kind of row it is, with all that is looked at later in its place."""
    if isinstance(row, dict) and isinstance(row.get("title"), str):
        if isinstance(row.get("type"), str) and isinstance(row.get("api_slug"), str):
            return "attributes"
        if _part(row, "status_id"):
            return "statuses"
        if _part(row, "option_id"):
            return "options"
    raise unreadable(name, _GIVEN)


def _part(row: Mapping[str, Any], name: str) -> str:
    """One part of an id that has several."""
    id = row.get("id")
    found = id.get(name) if isinstance(id, dict) else None
    return found if isinstance(found, str) else ""


def _stage(row: Mapping[str, Any], notes: list[Note]) -> StageSetup:
    time = row.get("target_time_in_status")
    match = _DURATION.fullmatch(time) if isinstance(time, str) else None
    days = int(match[1] or 0) * 7 + int(match[2] or 0) if match else 0
    if time and not days:
        why = _("a playbook counts whole days")
        notes.append(Note("left out", row["title"], str(time), why))
    return StageSetup(
        id="",
        key=_part(row, "status_id"),
        name=row["title"],
        days=days or None,
        is_active=row.get("is_archived") is not True,
    )


def _fields(
    rows: Sequence[Mapping[str, Any]], options: Sequence[Mapping[str, Any]], notes: list[Note]
) -> Iterator[FieldSetup]:
    for row in rows:
        if row.get("is_system_attribute") is True or row.get("is_archived") is True:
            continue
        kind = _type(row)
        if not kind:
            why = _("a playbook has no fields of this type")
            notes.append(Note("left out", row["title"], row["type"], why))
            continue
        if kind == "contact":
            why = _("it refers to records; say whether they are contacts or companies")
            notes.append(Note("question", row["title"], row["type"], why))
        own = _part(row, "attribute_id")
        yield FieldSetup(
            ids=(),
            key=row["api_slug"],
            name=row["title"],
            type=kind,
            about=str(row.get("description") or ""),
            options=tuple(
                Choice(_part(option, "option_id"), option["title"])
                for option in options
                if own and _part(option, "attribute_id") == own
                if option.get("is_archived") is not True
            ),
        )


def _type(row: Mapping[str, Any]) -> str:
    kind = _READ.get(row["type"], "")
    return "choices" if kind == "choice" and row.get("is_multiselect") is True else kind


ATTIO = Target(
    name="attio",
    about="Requests for Attio's API: the stages of deals with their target times, and attributes.",
    surface=_SURFACE,
    export=Recipe(surface=_SURFACE, write=_write, first=_first),
    read=read,
    dump=_GIVEN,
    takes_base=True,
)
