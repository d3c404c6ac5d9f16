"""What Pipedrive's API says of pipelines, stages and deal fields, as set-ups."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from playbook.messages import _
from playbook.rollout import answers
from playbook.rollout.reading import Dump, Found, Note, unreadable
from playbook.rollout.setup import Choice, FieldSetup, Setup, StageSetup

GIVEN: Final = "GET /api/v2/pipelines, /api/v2/stages, /api/v2/dealFields"
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

Row = Mapping[str, Any]


def read(dump: Dump) -> Found:
    """The pipelines in the answers to GET /pipelines, /stages and /dealFields.

    Raises:
        Refused: a file holds something else.

    """
    rows: dict[str, list[Row]] = {"pipelines": [], "stages": [], "fields": []}
    for name, content in dump.items():
        for row in answers.listed(name, content, GIVEN):
            rows[_sort(name, row)].append(row)
    why = _("a playbook has no fields of this type")
    own = [row for row in rows["fields"] if row.get("is_custom_field") is not False]
    strange = [row for row in own if row["field_type"] not in _READ]
    notes = [Note("left out", row["field_name"], row["field_type"], why) for row in strange]
    fields = [row for row in own if row["field_type"] in _READ]
    setups = [
        _setup(
            pipeline,
            [row for row in rows["stages"] if row["pipeline_id"] == pipeline["id"]],
            [row for row in fields if _is_shown(row, pipeline["id"])],
        )
        for pipeline in rows["pipelines"]
        if not pipeline.get("is_deleted")
    ]
    off = _("it is switched off in the CRM")
    deleted = (row for row in rows["pipelines"] if row.get("is_deleted"))
    notes += [Note("left out", row["name"], "", off) for row in deleted]
    return Found(tuple(setups), tuple(notes))


def _sort(name: str, row: Row) -> str:
    """Which kind of row it is, with all that is looked at later in its place.

    What only the first version of the API says is refused: its keys mean other things.
    """
    if {"rotten_flag", "active_flag", "edit_flag", "mandatory_flag"} & set(row):
        raise unreadable(name, GIVEN)
    if isinstance(row.get("field_name"), str) and isinstance(row.get("field_type"), str):
        return "fields"
    if isinstance(row.get("name"), str) and isinstance(row.get("id"), int):
        return "stages" if "pipeline_id" in row else "pipelines"
    raise unreadable(name, GIVEN)


def _setup(pipeline: Row, stages: Sequence[Row], fields: Sequence[Row]) -> Setup:
    ordered = sorted(stages, key=lambda row: (answers.whole(row, "order_nr") or 0, row["id"]))
    keys = tuple(str(row["id"]) for row in ordered)
    return Setup(
        id="",
        key=str(pipeline["id"]),
        name=pipeline["name"],
        stages=tuple(
            StageSetup(
                id="",
                key=str(row["id"]),
                name=row["name"],
                probability=answers.whole(row, "deal_probability"),
                days=answers.whole(row, "days_to_rotten")
                if row.get("is_deal_rot_enabled")
                else None,
                is_active=row.get("is_deleted") is not True,
            )
            for row in ordered
        ),
        fields=tuple(
            FieldSetup(
                ids=(),
                key=str(row.get("field_code", "")),
                name=row["field_name"],
                type=_READ[row["field_type"]],
                about=str(row.get("description") or ""),
                options=tuple(_options(row)),
                required=_required(row, str(pipeline["id"]), keys),
            )
            for row in fields
        ),
    )


def _listed(row: Row, key: str) -> list[Any]:
    found = row.get(key)
    return found if isinstance(found, list) else []


def _part(row: Row, key: str) -> Row:
    found = row.get(key)
    return found if isinstance(found, dict) else {}


def _options(row: Row) -> Iterator[Choice]:
    for option in _listed(row, "options"):
        if isinstance(option, dict) and isinstance(option.get("label"), str):
            yield Choice(str(option.get("id", "")), option["label"])


def _is_shown(row: Row, pipeline: int) -> bool:
    """Whether a field is shown in a pipeline, as all are of which nothing is said."""
    shown = _part(_part(row, "ui_visibility"), "show_in_pipelines")
    return shown.get("show_in_all") is not False or pipeline in _listed(shown, "pipeline_ids")


def _required(row: Row, pipeline: str, every: tuple[str, ...]) -> tuple[str, ...]:
    """Where a field is required: keys of stages, and the statuses won and lost.

    Where no stage is named, it is required in all.
    """
    required = _part(row, "required_fields")
    if required.get("enabled") is not True:
        return ()
    named = [str(id) for id in _listed(required, "stage_ids")]
    stages = [key for key in every if key in named] if named else every
    statuses = _listed(_part(required, "statuses"), pipeline)
    return (*stages, *(each for each in statuses if each in ("won", "lost")))
