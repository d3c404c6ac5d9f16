"""Freshsales: a set-up workbook; what its API says of pipelines, stages and fields is read.

Nothing was found in its API that makes pipelines, stages or fields.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from playbook.crm import Target
from playbook.files import Files
from playbook.model import StageKind
from playbook.rollout import answers, csv_files
from playbook.rollout.compiling import Rollout
from playbook.rollout.reading import Dump, Found, unreadable
from playbook.rollout.rolling import Recipe
from playbook.rollout.setup import Choice, FieldSetup, ReasonSetup, Setup, StageSetup
from playbook.rollout.surface import Surface
from playbook.rollout.workbook import NAME, SETTINGS, first, workbook

_GIVEN: Final = (
    "GET /api/selector/deal_pipelines, /api/selector/deal_stages, /api/selector/deal_reasons, "
    "/api/settings/deals/fields"
)
_TYPES: Final = {
    "text": "Text field",
    "long-text": "Text area",
    "number": "Number",
    "money": "Number",
    "percent": "Number",
    "rating": "Number",
    "date": "Date picker",
    "yes-no": "Dropdown",
    "choice": "Dropdown",
    "choices": "Multi-select",
    "link": "Text field",
    "flag": "Checkbox",
}
_READ: Final = {
    "text": "text",
    "textarea": "long-text",
    "number": "number",
    "dropdown": "choice",
    "radio": "choice",
    "multi_select_dropdown": "choices",
    "checkbox": "flag",
    "date": "date",
}
_ENDS: Final[dict[str, StageKind]] = {"won": "won", "lost": "lost"}
_SURFACE: Final = Surface(
    title="Freshsales",
    supports={
        "pipelines": "manual",
        "stages": "manual",
        "order": "manual",
        "probability": "manual",
        "ends": "manual",
        "ageing": "none",
        "gates": "none",
        "guidance": "none",
        "tasks": "none",
        "fields": "manual",
        "reasons": "manual",
        "forecast": "none",
        "moves": "none",
        "translations": "none",
    },
    prefix="",
    stage_kinds=frozenset({"lead", "open", "parked", "won", "lost"}),
    types=_TYPES,
    built_in={
        "amount": "amount",
        "close-date": "expected_close",
        "account": "sales_account_id",
        "owner": "owner_id",
        "source": "lead_source_id",
        "loss-reason": "deal_reason_id",
    },
    stage_key=None,
    field_key=None,
    where={
        "stages": "Admin Settings → Deals & Pipelines",
        "fields": "Admin Settings → Deals & Pipelines → Deals",
        "reasons": "Admin Settings → Deals & Pipelines → Deals",
        "record": "Admin Settings → Deals & Pipelines → Deals",
    },
    settings=SETTINGS,
    source="https://crmsupport.freshworks.com/support/solutions/articles/50000002555",
)


def _write(rollout: Rollout) -> Files:
    return {NAME: workbook(rollout), csv_files.FIELDS: csv_files.fields(rollout.setup)}


def read(dump: Dump) -> Found:
    """The pipelines in what the API answers to GET.

    Raises:
        Refused: a file holds something else.

    """
    keys = ("deal_pipelines", "deal_stages", "deal_reasons", "fields")
    found: dict[str, list[answers.Row]] = {key: [] for key in keys}
    for name, content in dump.items():
        whole = answers.parsed(name, content, _GIVEN)
        given = [key for key in keys if isinstance(whole, dict) and key in whole]
        for key in given:
            rows = answers.rows(whole[key])
            if rows is None:
                raise unreadable(name, _GIVEN)
            found[key] += rows
        if not given:
            raise unreadable(name, _GIVEN)
    if not (found["deal_pipelines"] or found["deal_stages"]):
        raise unreadable(next(iter(dump), ""), _GIVEN)
    return Found(tuple(_setups(found)))


def _setups(found: dict[str, list[answers.Row]]) -> Iterator[Setup]:
    fields = tuple(_fields(found["fields"]))
    reasons = tuple(
        ReasonSetup(id="", key=answers.text(row, "id"), name=answers.text(row, "name"))
        for row in found["deal_reasons"]
    )
    for pipeline in found["deal_pipelines"] or [{"name": "Freshsales"}]:
        key = answers.text(pipeline, "id")
        own = [
            row
            for row in found["deal_stages"]
            if answers.text(row, "deal_pipeline_id", "pipeline_id") in ("", key)
        ]
        own.sort(key=lambda row: answers.whole(row, "position") or 0)
        yield Setup(
            id="",
            key=key,
            name=answers.text(pipeline, "name"),
            stages=tuple(map(_stage, own)),
            fields=fields,
            reasons=reasons,
        )


def _stage(row: answers.Row) -> StageSetup:
    """A stage; whether deals end in it stands in its type, such as Closed won."""
    type = answers.text(row, "forecast_type").lower().split()
    kinds = [kind for word, kind in _ENDS.items() if word in type]
    return StageSetup(
        id="",
        key=answers.text(row, "id"),
        name=answers.text(row, "name"),
        kind=kinds[0] if kinds else "open",
        probability=answers.whole(row, "probability", 100),
    )


def _fields(rows: Sequence[answers.Row]) -> Iterator[FieldSetup]:
    """The fields that somebody has added; their names begin with ``cf_``."""
    for row in rows:
        type, key = _READ.get(answers.text(row, "type")), answers.text(row, "name")
        if type and key.startswith("cf_"):
            yield FieldSetup(
                ids=(),
                key=key,
                name=answers.text(row, "label", "name"),
                type=type,
                options=tuple(
                    Choice(answers.text(choice, "id"), answers.text(choice, "value"))
                    for choice in answers.inner(row, "choices")
                ),
            )


FRESHSALES = Target(
    name="freshsales",
    about="A set-up workbook for Freshsales. Nothing is sent: somebody types it in.",
    surface=_SURFACE,
    export=Recipe(surface=_SURFACE, write=_write, first=first),
    read=read,
    dump=_GIVEN,
)
