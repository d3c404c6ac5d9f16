"""From what BottleCRM answers to its pipelines."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from playbook.messages import _
from playbook.model import StageKind
from playbook.rollout import answers
from playbook.rollout.reading import Dump, Found, Note, unreadable
from playbook.rollout.setup import Choice, FieldSetup, Setup, StageSetup

WHAT: Final = "GET /api/opportunities/pipelines/, /api/custom-fields/?target_model=Opportunity"
_KINDS: Final[Mapping[str, StageKind]] = {"open": "open", "won": "won", "lost": "lost"}
_TYPES: Final = {
    "text": "text",
    "textarea": "long-text",
    "number": "number",
    "date": "date",
    "dropdown": "choice",
    "checkbox": "flag",
}


def read(dump: Dump) -> Found:
    """The pipelines in the answers to GET /opportunities/pipelines/ and /custom-fields/.

    Raises:
        Refused: a file holds something else.

    """
    pipelines: list[Mapping[str, Any]] = []
    fields: list[FieldSetup] = []
    notes: list[Note] = []
    for name, content in dump.items():
        for row in _rows(name, content):
            if "stages" in row:
                pipelines.append(row)
            elif row.get("target_model", "Opportunity") == "Opportunity":
                fields += _read_field(row, notes)
    return Found(tuple(_setup(each, fields) for each in pipelines), tuple(notes))


def _rows(name: str, content: bytes) -> Sequence[Mapping[str, Any]]:
    whole = answers.parsed(name, content, WHAT)
    if isinstance(whole, dict):
        found = whole.get("pipelines", whole.get("definitions"))
        whole = [whole] if found is None else found
    if not isinstance(whole, list) or not all(map(_is_known, whole)):
        raise unreadable(name, WHAT)
    return whole


def _is_known(row: Any) -> bool:
    if not isinstance(row, dict):
        return False
    stages = row.get("stages")
    if isinstance(stages, list):
        return "name" in row and all(isinstance(stage, dict) for stage in stages)
    return isinstance(row.get("key"), str) and isinstance(row.get("field_type"), str)


def _setup(pipeline: Mapping[str, Any], fields: Sequence[FieldSetup]) -> Setup:
    stages = sorted(pipeline["stages"], key=lambda row: _number(row.get("order")) or 0)
    return Setup(
        id="",
        key=str(pipeline.get("id", "")),
        name=str(pipeline["name"]),
        stages=tuple(
            StageSetup(
                id=_id(str(row.get("code", ""))),
                key=str(row.get("code", "")),
                name=str(row.get("label", "")),
                kind=_KINDS.get(str(row.get("kind")), "open"),
                days=_number(row.get("expected_days")),
            )
            for row in stages
        ),
        fields=tuple(fields),
    )


def _read_field(row: Mapping[str, Any], notes: list[Note]) -> Iterator[FieldSetup]:
    label = str(row.get("label") or row["key"])
    if row["field_type"] not in _TYPES:
        why = _("a type that the playbook does not know")
        notes.append(Note("left out", label, row["field_type"], why))
        return
    options = row.get("options")
    yield FieldSetup(
        ids=(),
        key=row["key"],
        name=label,
        type=_TYPES[row["field_type"]],
        options=tuple(
            Choice(str(each["value"]), str(each["label"]))
            for each in (options if isinstance(options, list) else ())
            if isinstance(each, dict) and "value" in each and "label" in each
        ),
    )


def _id(code: str) -> str:
    """Our id in a code that we have made."""
    found = re.fullmatch(r"PB_([A-Z0-9_]+)", code)
    return found[1].lower().replace("_", "-") if found else ""


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None
