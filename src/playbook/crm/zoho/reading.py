"""The pipelines in the answers of Zoho CRM's own lists of pipelines and of fields."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from playbook.crm.zoho.fields import MODULES, whole
from playbook.crm.zoho.stages import CATEGORIES, KINDS
from playbook.messages import _
from playbook.rollout import answers
from playbook.rollout.reading import Dump, Found, Note, unreadable
from playbook.rollout.setup import Choice, FieldSetup, ReasonSetup, Setup, StageSetup

WHAT: Final = "GET /crm/v8/settings/pipeline?layout_id=…, GET /crm/v8/settings/fields?module=Deals"
_STAGE: Final = "Stage"
_REASON: Final = "Reason_For_Loss__s"
_NOTHING: Final = "-None-"
"""What stands for no choice in a list."""
_TYPES: Final = {
    "text": "text",
    "email": "text",
    "phone": "text",
    "textarea": "long-text",
    "integer": "number",
    "bigint": "number",
    "double": "number",
    "currency": "money",
    "percent": "percent",
    "date": "date",
    "picklist": "choice",
    "multiselectpicklist": "choices",
    "userlookup": "user",
    "ownerlookup": "user",
    "website": "link",
    "fileupload": "file",
    "boolean": "flag",
}
_LOOKUPS: Final = {module: type for type, module in MODULES.items()}

Row = Mapping[str, Any]


def read(dump: Dump) -> Found:
    """The pipelines in the answers to GET settings/pipeline and settings/fields.

    Without pipelines every deal goes through all stages of the list.

    Raises:
        Refused: a file holds something else.

    """
    pipelines, fields = list[Row](), list[Row]()
    for name, content in dump.items():
        key, rows = _rows(name, content)
        if key == "pipeline":
            pipelines += rows
        elif key == "fields":
            fields += rows
    values, reasons = _values(fields, _STAGE), tuple(_reasons(fields))
    added = tuple(_field(row) for row in fields if row.get("custom_field") and _type(row))
    setups = tuple(_setup(row, values, added, reasons) for row in pipelines)
    if not pipelines and values:
        rows = sorted(values, key=lambda row: _number(row.get("sequence_number")) or 0)
        stages = tuple(_stage(row, row) for row in rows)
        setups = (Setup(id="", name="Deals", stages=stages, fields=added, reasons=reasons),)
    return Found(setups, (*_left_out(fields), *_always(fields)))


def _rows(name: str, content: bytes) -> tuple[str, Sequence[Row]]:
    """What the rows of a file are, and the rows."""
    whole = answers.parsed(name, content, WHAT)
    for key in ("pipeline", "fields", "layouts"):
        rows = answers.rows(whole.get(key)) if isinstance(whole, dict) else None
        if rows is not None:
            return key, rows
    raise unreadable(name, WHAT)


def _listed(value: object) -> Sequence[Row]:
    rows = value if isinstance(value, list) else []
    return [row for row in rows if isinstance(row, dict)]


def _values(fields: Sequence[Row], field: str) -> Sequence[Row]:
    """What can be chosen in a field: the stages of all pipelines, the reasons of a loss."""
    for row in fields:
        if row.get("api_name") == field:
            values = _listed(row.get("pick_list_values"))
            return [each for each in values if _name(each) not in ("", _NOTHING)]
    return []


def _reasons(fields: Sequence[Row]) -> Iterator[ReasonSetup]:
    for row in filter(_is_used, _values(fields, _REASON)):
        key = str(row.get("actual_value") or _name(row))
        yield ReasonSetup(id="", key=key, name=_name(row))


def _setup(
    row: Row,
    values: Sequence[Row],
    fields: tuple[FieldSetup, ...],
    reasons: tuple[ReasonSetup, ...],
) -> Setup:
    known = {str(each.get("id")): each for each in values}
    maps = sorted(
        _listed(row.get("maps")), key=lambda one: _number(one.get("sequence_number")) or 0
    )
    return Setup(
        id="",
        key=str(row.get("id") or ""),
        name=_name(row),
        stages=tuple(_stage(one, known.get(str(one.get("id")), one)) for one in maps),
        fields=fields,
        reasons=reasons,
    )


def _stage(place: Row, value: Row) -> StageSetup:
    """A stage in its place, with what the list of stages says of it."""
    told = value.get("deal_category") or value.get("forecast_type") or place.get("forecast_type")
    category = value.get("forecast_category") or place.get("forecast_category")
    name = category.get("name") if isinstance(category, dict) else None
    return StageSetup(
        id="",
        key=str(place.get("id") or ""),
        name=_name(place),
        kind=KINDS.get(str(told), "open"),
        probability=_number(value.get("probability")),
        forecast=CATEGORIES.get(str(name)),
        is_active=_is_used(value),
    )


def _field(row: Row) -> FieldSetup:
    tooltip = row.get("tooltip")
    help = str(tooltip.get("value") or "") if isinstance(tooltip, dict) else ""
    name, about = whole(_label(row), help)
    listed = filter(_is_used, _listed(row.get("pick_list_values")))
    options = [each for each in listed if _name(each) != _NOTHING]
    return FieldSetup(
        ids=(),
        key=str(row.get("api_name") or ""),
        name=name,
        type=_type(row),
        about=about,
        options=tuple(
            Choice(str(each.get("actual_value") or _name(each)), _name(each)) for each in options
        ),
    )


def _type(row: Row) -> str:
    """The format's type; empty where it has none."""
    kind = str(row.get("data_type"))
    if kind != "lookup":
        return _TYPES.get(kind, "")
    lookup = row.get("lookup")
    module = lookup.get("module") if isinstance(lookup, dict) else None
    if isinstance(module, dict):
        module = module.get("api_name")
    return _LOOKUPS.get(str(module), "")


def _left_out(fields: Sequence[Row]) -> Iterator[Note]:
    for row in fields:
        if row.get("custom_field") and not _type(row):
            where = str(row.get("api_name") or "")
            yield Note("left out", where, _label(row), _("a playbook has no fields of this type"))


def _always(fields: Sequence[Row]) -> Iterator[Note]:
    """A question for every field of the team's own that a deal cannot be saved without."""
    for row in fields:
        if row.get("custom_field") and row.get("system_mandatory") is True and _type(row):
            where = str(row.get("api_name") or "")
            why = _("every deal needs it there; say with must_fill which stages ask for it")
            yield Note("question", where, _label(row), why)


def _is_used(value: Row) -> bool:
    """Whether a value can still be chosen."""
    return value.get("type") != "unused"


def _label(row: Row) -> str:
    return str(row.get("field_label") or row.get("display_label") or row.get("api_name") or "")


def _name(row: Row) -> str:
    return str(row.get("display_value") or row.get("actual_value") or "")


def _number(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return int(value)
    except (ValueError, OverflowError):
        return None
