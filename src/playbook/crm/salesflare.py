"""Salesflare: custom fields as requests to its API, and a workbook for pipeline and stages.

The API reads pipelines and makes custom fields. A field's type is a number
that only the API itself tells (GET /customfields/types); crm.yaml says it, and
without it people add the field by hand. A field can be required always or
never, but not in some stages, so gates stay with people.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from playbook.crm import Target
from playbook.files import Files
from playbook.messages import _
from playbook.model import Question
from playbook.rollout import Told, answers, csv_files
from playbook.rollout.checklist import Step
from playbook.rollout.compiling import Rollout
from playbook.rollout.inventory import Item
from playbook.rollout.page import look
from playbook.rollout.reading import Dump, Found, unreadable
from playbook.rollout.requests import Request, Server, sending, written
from playbook.rollout.rolling import Recipe
from playbook.rollout.setup import Choice, FieldSetup, Setup, StageSetup
from playbook.rollout.surface import Surface
from playbook.rollout.telling import at_hand, tell
from playbook.rollout.workbook import NAME, SETTINGS, first, workbook

_SERVER: Final = Server(
    address="https://api.salesflare.com",
    headers={"Authorization": "Bearer {{SALESFLARE_API_KEY}}"},
    variables=("SALESFLARE_API_KEY",),
)
_GIVEN: Final = "GET /pipelines, /customfields/opportunities"
_TYPES: Final = {
    type: type
    for type in (
        *("text", "long-text", "number", "money", "percent", "rating", "date"),
        *("yes-no", "choice", "choices", "link", "flag"),
    )
}
_MORE: Final[Mapping[str, Mapping[str, Any]]] = {
    "types": {
        "type": "object",
        "title": "Types of fields",
        "description": "For each type of the format the number that GET /customfields/types "
        "gives for it. Fields of the types that are missing are added by hand.",
        "propertyNames": {"enum": list(_TYPES)},
        "additionalProperties": {"type": "integer", "minimum": 0},
        "examples": [{"text": 1, "choice": 7}],
    },
    "pipeline": {
        "type": "integer",
        "title": "Number of the pipeline",
        "description": "The number of the pipeline to which the fields belong, as GET /pipelines "
        "gives it. Without it they are there in all pipelines.",
        "minimum": 0,
        "examples": [12],
    },
}
_SURFACE: Final = Surface(
    title="Salesflare",
    supports={
        "pipelines": "manual",
        "stages": "manual",
        "order": "manual",
        "probability": "manual",
        "ends": "manual",
        "ageing": "manual",
        "gates": "none",
        "guidance": "none",
        "tasks": "none",
        "fields": "write",
        "reasons": "manual",
        "forecast": "none",
        "moves": "none",
        "translations": "none",
    },
    prefix="",
    stage_kinds=frozenset({"lead", "open", "parked", "won", "lost"}),
    types=_TYPES,
    built_in={
        "amount": "value",
        "close-date": "close_date",
        "account": "account",
        "owner": "owner",
        "source": "lead_source",
        "loss-reason": "lost_reason",
    },
    stage_key=None,
    field_key=None,
    where={"stages": NAME, "ageing": NAME, "fields": NAME, "reasons": NAME},
    settings={**SETTINGS, **_MORE},
    source="https://api.salesflare.com/openapi.json",
)


def _types(rollout: Rollout) -> Mapping[str, int]:
    """The numbers of types that crm.yaml gives."""
    given = rollout.settings.values.get("types", {})
    return {str(type): int(number) for type, number in dict(given).items()}


def _write(rollout: Rollout) -> Files:
    files: dict[str, str | bytes] = {NAME: workbook(rollout, tells=_TELLS)}
    requests = list(_requests(rollout))
    if requests:
        files |= written(requests, _SERVER)
    if len(requests) < len(rollout.added):
        files[csv_files.FIELDS] = csv_files.fields(rollout.setup)
    return files


def _requests(rollout: Rollout) -> Iterator[Request]:
    types, pipeline = _types(rollout), rollout.settings.values.get("pipeline")
    for field in rollout.added:
        if field.type in types:
            body: dict[str, Any] = {
                "name": field.name,
                "type": types[field.type],
                "enabled": True,
                "required": False,
            }
            if pipeline is not None:
                body["pipeline"] = pipeline
            if field.options:
                body["options"] = [
                    {"name": option.name, "order": place}
                    for place, option in enumerate(field.options)
                ]
            name = f"field-{'-'.join(field.ids)}"
            yield Request(name, "POST", "/customfields/opportunities", body)


def _first(rollout: Rollout) -> Sequence[Step]:
    steps = list(first(rollout))
    if any(field.type not in _types(rollout) for field in rollout.added):
        how = _(
            "GET {address}/customfields/types lists the types of fields with their numbers. Say "
            "them in crm.yaml under types, and export again; else add the fields by hand."
        )
        steps.append(Step(_("Ask for the types of fields"), how.format(address=_SERVER.address)))
    if any(field.type in _types(rollout) for field in rollout.added):
        steps.append(sending(_SERVER, "Settings → API Keys"))
    return (*steps, look("Opportunities"))


def _field(rollout: Rollout, item: Item) -> Told:
    """A field is sent if the number of its type is known."""
    told, one = tell(rollout, item), rollout.setup.field_at(item.at)
    if isinstance(item.part, Question) and item.part.field:
        one = rollout.setup.field(str(item.part.field))
    if one is None or not one.is_ours or one.type in _types(rollout):
        return told
    return at_hand(rollout, "fields", _("field {key}").format(key=one.key or one.name))


def _questionnaire(rollout: Rollout, item: Item) -> Told:
    if all(field.type in _types(rollout) for field in rollout.added if field.kind == "question"):
        return tell(rollout, item)
    return at_hand(rollout, "fields", _("each answer is a field"))


_TELLS: Final = {
    **dict.fromkeys(("field", "question", "segment", "phase", "buyer_role"), _field),
    "questionnaire": _questionnaire,
}


def read(dump: Dump) -> Found:
    """The pipelines in the answers to GET /pipelines and /customfields/opportunities.

    Raises:
        Refused: a file holds something else.

    """
    pipelines, fields = list[answers.Row](), list[answers.Row]()
    for name, content in dump.items():
        rows = answers.rows(answers.parsed(name, content, _GIVEN))
        if rows is None or not all("name" in row for row in rows):
            raise unreadable(name, _GIVEN)
        for row in rows:
            (pipelines if isinstance(row.get("stages"), list) else fields).append(row)
    if not pipelines:
        raise unreadable(next(iter(dump), ""), _GIVEN)
    return Found(tuple(_setup(row, fields) for row in pipelines if not row.get("archived")))


def _setup(pipeline: answers.Row, fields: Sequence[answers.Row]) -> Setup:
    key, currency = answers.text(pipeline, "id"), pipeline.get("currency")
    stages = sorted(
        answers.inner(pipeline, "stages"), key=lambda row: answers.whole(row, "order") or 0
    )
    return Setup(
        id="",
        key=key,
        name=answers.text(pipeline, "name"),
        currency=answers.text(currency, "iso") or None if isinstance(currency, dict) else None,
        stages=tuple(map(_stage, stages)),
        fields=tuple(_fields(fields, key)),
    )


def _stage(row: answers.Row) -> StageSetup:
    """A stage. Those that cannot be taken away are where deals end: won at 100 %, lost at 0 %."""
    probability = answers.whole(row, "probability", 100)
    ends = {100: "won", 0: "lost"} if row.get("fixed_stage") else {}
    kind: Any = ends.get(-1 if probability is None else probability, "open")
    return StageSetup(
        id="",
        key=answers.text(row, "id"),
        name=answers.text(row, "name"),
        kind=kind,
        probability=probability,
        days=answers.whole(row, "days_until_account_inactive"),
    )


def _fields(rows: Sequence[answers.Row], pipeline: str) -> Iterator[FieldSetup]:
    """The fields of a pipeline. The numbers of their types mean nothing elsewhere."""
    for row in rows:
        options = answers.inner(row, "options")
        if answers.text(row, "pipeline") in ("", pipeline) and row.get("enabled", True):
            yield FieldSetup(
                ids=(),
                key=answers.text(row, "api_field", "id"),
                name=answers.text(row, "name"),
                type="choice" if options else "text",
                options=tuple(
                    Choice(answers.text(option, "id"), answers.text(option, "name"))
                    for option in options
                    if not option.get("archived")
                ),
            )


SALESFLARE = Target(
    name="salesflare",
    about="Requests that make custom fields in Salesflare, and a set-up workbook.",
    surface=_SURFACE,
    export=Recipe(surface=_SURFACE, write=_write, first=_first, tells=_TELLS),
    read=read,
    dump=_GIVEN,
)
