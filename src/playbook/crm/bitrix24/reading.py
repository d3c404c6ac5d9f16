"""The pipelines of deals in the answers of Bitrix24's own lists."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from playbook.crm.bitrix24.fields import ids_of
from playbook.crm.bitrix24.stages import id_of
from playbook.messages import _
from playbook.model import StageKind
from playbook.rollout import answers
from playbook.rollout.reading import Dump, Found, Note, unreadable
from playbook.rollout.setup import Choice, FieldSetup, Setup, StageSetup

WHAT: Final = (
    "crm.category.list (entityTypeId 2), crm.status.list, crm.deal.userfield.list (filter: LANG)"
)
_DIRECTORY: Final = "DEAL_STAGE"
_DEALS: Final = (None, 2, "2")
_TYPES: Final = {
    "string": "text",
    "integer": "number",
    "double": "number",
    "boolean": "flag",
    "date": "date",
    "money": "money",
    "url": "link",
    "enumeration": "choice",
    "file": "file",
    "employee": "user",
}
_KINDS: Final[Mapping[str, StageKind]] = {
    "S": "won",
    "F": "lost",
    "success": "won",
    "failure": "lost",
    "apology": "lost",
}

Row = Mapping[str, Any]


def read(dump: Dump) -> Found:
    """The pipelines in the answers to crm.category.list, crm.status.list and the list of fields.

    Raises:
        Refused: a file holds something else.

    """
    categories, stages, fields = list[Row](), list[Row](), list[Row]()
    for name, content in dump.items():
        for row in _rows(name, content):
            if "STATUS_ID" in row:
                stages.append(row)
            elif "FIELD_NAME" in row:
                fields.append(row)
            elif "id" in row and "name" in row:
                categories.append(row)
            else:
                raise unreadable(name, WHAT)
    notes = list(_left_out(fields))
    setups = [
        _setup(row, _own(row, stages), fields)
        for row in categories
        if row.get("entityTypeId") in _DEALS
    ]
    for setup in setups:
        notes += _questions(setup)
    return Found(tuple(setups), tuple(notes))


def _rows(name: str, content: bytes) -> Sequence[Row]:
    whole = answers.parsed(name, content, WHAT)
    rows = whole.get("result") if isinstance(whole, dict) else None
    if isinstance(rows, dict):
        rows = rows.get("categories")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise unreadable(name, WHAT)
    return rows


def _own(category: Row, stages: Sequence[Row]) -> Sequence[Row]:
    """The stages of a pipeline in their order; the first pipeline of a portal has the number 0."""
    number = str(category["id"])
    directory = _DIRECTORY if number == "0" else f"{_DIRECTORY}_{number}"
    own = [row for row in stages if row.get("ENTITY_ID") == directory]
    return sorted(own, key=lambda row: (_number(row.get("SORT")), _number(row.get("ID"))))


def _setup(category: Row, stages: Sequence[Row], fields: Sequence[Row]) -> Setup:
    return Setup(
        id="",
        key=str(category["id"]),
        name=str(category["name"]),
        stages=tuple(
            StageSetup(
                id=id_of(str(row["STATUS_ID"])),
                key=str(row["STATUS_ID"]),
                name=str(row.get("NAME") or row["STATUS_ID"]),
                kind=_kind(row),
            )
            for row in stages
        ),
        fields=tuple(_field(row) for row in fields if _type(row)),
    )


def _kind(row: Row) -> StageKind:
    extra = row.get("EXTRA")
    told = row.get("SEMANTICS") or (extra.get("SEMANTICS") if isinstance(extra, dict) else None)
    return _KINDS.get(str(told), "open")


def _field(row: Row) -> FieldSetup:
    name = str(row["FIELD_NAME"])
    options = row.get("LIST")
    return FieldSetup(
        ids=ids_of(name),
        key=name,
        name=_label(row) or name,
        type=_type(row),
        about=_help(row),
        options=tuple(
            Choice(str(option.get("XML_ID") or option.get("ID") or ""), str(option["VALUE"]))
            for option in (options if isinstance(options, list) else ())
            if isinstance(option, dict) and option.get("VALUE")
        ),
    )


def _label(row: Row) -> str:
    """The name of a field; it is only told when the list is asked for a language."""
    told = row.get("EDIT_FORM_LABEL") or row.get("LIST_COLUMN_LABEL")
    if isinstance(told, dict):
        told = next((each for each in told.values() if each), None)
    return str(told or "")


def _help(row: Row) -> str:
    """The help beside a field; where there is none, Bitrix24 repeats the name."""
    told = row.get("HELP_MESSAGE")
    if isinstance(told, dict):
        told = next((each for each in told.values() if each), None)
    return str(told) if told and told != _label(row) else ""


def _type(row: Row) -> str:
    """The format's type; empty where it has none."""
    kind, settings = str(row.get("USER_TYPE_ID")), row.get("SETTINGS")
    bound = settings if isinstance(settings, dict) else {}
    if kind == "crm":
        linked = {each for each in ("LEAD", "CONTACT", "COMPANY", "DEAL") if bound.get(each) == "Y"}
        return {"CONTACT": "contact", "COMPANY": "company"}.get("".join(linked), "")
    if kind == "string" and _number(bound.get("ROWS")) > 1:
        return "long-text"
    if kind == "enumeration" and row.get("MULTIPLE") == "Y":
        return "choices"
    return _TYPES.get(kind, "")


def _left_out(fields: Sequence[Row]) -> Iterator[Note]:
    for row in fields:
        if not _type(row):
            name = str(row["FIELD_NAME"])
            what = _label(row) or str(row.get("USER_TYPE_ID") or "")
            yield Note("left out", name, what, _("a playbook has no fields of this type"))


def _questions(setup: Setup) -> Iterator[Note]:
    """Whether a further end counts as lost is not said there."""
    lost = [stage for stage in setup.stages if stage.kind == "lost"]
    for stage in lost[1:]:
        why = _("Is it lost, disqualified, or not counted? It was read as lost.")
        yield Note("question", stage.id or stage.key, stage.name, why)


def _number(value: object) -> int:
    """What stands for a number there; it may be written as text."""
    text = str(value)
    return int(text) if text.isdecimal() else 0
