"""What Odoo gives, in three forms, as rows: sheets, data files of a module, answers in JSON."""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, Final, NamedTuple
from xml.etree import ElementTree as ET

from playbook.rollout import answers, cells
from playbook.rollout.reading import Dump, unreadable

WHAT: Final = "Odoo (crm.stage: CSV, XML, JSON)"
MODELS: Final = (
    "mail.activity.plan.template",
    "mail.activity.plan",
    "crm.lost.reason",
    "crm.stage",
    "crm.team",
    "ir.model.fields.selection",
    "ir.model.fields",
)
_SIGNS: Final[Mapping[str, frozenset[str]]] = {
    "crm.stage": frozenset({"is_won", "requirements", "fold", "rotting_threshold_days"}),
    "crm.team": frozenset({"lead_properties_definition", "use_opportunities", "use_leads"}),
    "mail.activity.plan.template": frozenset({"plan_id", "activity_type_id"}),
    "mail.activity.plan": frozenset({"res_model", "template_ids"}),
    "ir.model.fields": frozenset({"ttype", "field_description"}),
    "crm.lost.reason": frozenset({"leads_count"}),
}
"""The columns by which rows are known whose file does not say what they are."""
_HEADINGS: Final = {
    "External ID": "id",
    "ID": "id",
    "Stage Name": "name",
    "Sales Team": "name",
    "Description": "name",
    "Sequence": "sequence",
    "Is Won Stage?": "is_won",
    "Requirements": "requirements",
    "Folded in Pipeline": "fold",
    "Days to rot": "rotting_threshold_days",
    "Sales Team/External ID": "team_id/id",
    "Sales Teams/External ID": "team_ids/id",
    "Sales Teams": "team_ids",
}
"""What the export for people calls the columns."""
_REFERENCES: Final = re.compile(r"ref\(\s*(['\"])([\w.]+)\1\s*\)")
_MOST: Final = 4_000_000
"""No set-up is larger, in bytes."""


class Row(NamedTuple):
    """One record: its model, its external id or number, and what is known of it."""

    model: str
    key: str
    values: Mapping[str, Any]


def rows(dump: Dump) -> Iterator[Row]:
    """Every record of a model that we know.

    Raises:
        Refused: a file holds something else.

    """
    # Data files hold more than the sheets of the same records, so they come first.
    for name, content in sorted(dump.items(), key=lambda item: not item[0].endswith(".xml")):
        if len(content) > _MOST:
            raise unreadable(name, WHAT)
        match PurePosixPath(name).suffix.lower():
            case ".csv":
                yield from _sheet(name, content)
            case ".xml":
                yield from _data(name, content)
            case ".json":
                whole = answers.parsed(name, content, WHAT)
                yield from _answered(name, whole, _named(name))
            case _ if len(dump) == 1:
                raise unreadable(name, WHAT)


def _named(name: str) -> str:
    """The model that the name of a file tells; empty if it tells none."""
    base = PurePosixPath(name).name.replace("_", ".")
    return next((model for model in MODELS if model in base), "")


def _guessed(columns: Sequence[str]) -> str:
    known = {column.partition("/")[0] for column in columns}
    return next((model for model, signs in _SIGNS.items() if signs & known), "")


def _sheet(name: str, content: bytes) -> Iterator[Row]:
    grid = list(cells.grid(name, content, WHAT))
    if not grid:
        raise unreadable(name, WHAT)
    model = _named(name)
    columns = [_column(heading, model) for heading in grid[0]]
    model = model or _guessed(columns)
    if not model or "name" not in columns:
        raise unreadable(name, WHAT)
    for cells_of_row in grid[1:]:
        values = {key: cell for key, cell in zip(columns, cells_of_row, strict=False) if cell}
        if values:
            yield Row(model, str(values.get("id", "")), values)


def _column(heading: str, model: str) -> str:
    if heading == "Sales Team" and model != "crm.team":
        return "team_id"
    return _HEADINGS.get(heading, heading)


def _answered(name: str, whole: Any, model: str) -> Iterator[Row]:
    if isinstance(whole, dict) and "result" in whole:
        whole = whole["result"]
    if isinstance(whole, dict) and whole and set(whole) <= set(MODELS):
        for each, found in whole.items():
            yield from _answered(name, found, each)
        return
    if not isinstance(whole, list) or not all(isinstance(row, dict) for row in whole):
        raise unreadable(name, WHAT)
    for row in whole:
        known = model or _guessed(list(row))
        if not known:
            raise unreadable(name, WHAT)
        yield Row(known, str(row.get("id", "")), row)


def _data(name: str, content: bytes) -> Iterator[Row]:
    """The records of a data file; an id without a dot belongs to the module of the folder."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise unreadable(name, WHAT)
    try:
        root = ET.fromstring(content)  # noqa: S314 - it has no entities of its own
    except (ET.ParseError, ValueError, LookupError):
        raise unreadable(name, WHAT) from None
    if root.tag not in ("odoo", "openerp"):
        raise unreadable(name, WHAT)
    folders = PurePosixPath(name).parts[:-1]
    module = folders[-2] if len(folders) > 1 and folders[-1] == "data" else ""
    for record in root.iter("record"):
        model = record.get("model", "")
        if model in MODELS:
            values = {
                field.get("name", ""): _value(field, module) for field in record.findall("field")
            }
            yield Row(model, _whole(record.get("id", ""), module), values)


def _whole(id: str, module: str) -> str:
    return f"{module}.{id}" if module and id and "." not in id else id


def _value(field: ET.Element, module: str) -> Any:
    """Of an expression we read literals and references, and nothing else is worked out."""
    reference, expression = field.get("ref"), field.get("eval")
    if reference is not None:
        return _whole(reference, module)
    if expression is None:
        return field.text or ""
    found = [_whole(each[2], module) for each in _REFERENCES.finditer(expression)]
    if found:
        return ",".join(found)
    try:
        return ast.literal_eval(expression)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return None
