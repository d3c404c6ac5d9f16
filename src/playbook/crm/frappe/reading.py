"""From the documents that Frappe CRM gives to a pipeline: its one list of statuses."""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from playbook.crm.frappe.conditions import statuses_in
from playbook.crm.frappe.documents import DEAL, FIELD, LINKS, REASON, SETTER, STATUS, TRANSLATION
from playbook.messages import _
from playbook.model import StageKind
from playbook.rollout import answers
from playbook.rollout.reading import Dump, Found, Note, unreadable
from playbook.rollout.setup import Choice, FieldSetup, ReasonSetup, Setup, StageSetup

WHAT: Final = "GET /api/resource/CRM Deal Status, CRM Lost Reason, Custom Field"
_KINDS: Final[Mapping[str, StageKind]] = {
    "Open": "open",
    "Ongoing": "open",
    "On Hold": "parked",
    "Won": "won",
    "Lost": "lost",
}
_READ: Final = {
    "Data": "text",
    "Small Text": "long-text",
    "Text": "long-text",
    "Long Text": "long-text",
    "Text Editor": "long-text",
    "Float": "number",
    "Int": "number",
    "Rating": "rating",
    "Currency": "money",
    "Percent": "percent",
    "Date": "date",
    "Datetime": "date",
    "Select": "choice",
    "Attach": "file",
    "Attach Image": "file",
    "Check": "flag",
}
_LAYOUT: Final = frozenset(
    {"Tab Break", "Section Break", "Column Break", "Heading", "HTML", "Fold"}
)
_SIGNS: Final = {
    "deal_status": STATUS,
    "lost_reason": REASON,
    "source_text": TRANSLATION,
    "field_name": SETTER,
    "fieldtype": FIELD,
}
_TAG: Final = re.compile(r"<[^<>]*>")

Row = Mapping[str, Any]


def read(dump: Dump) -> Found:
    """The list of statuses with fields and reasons, from fixtures or from answers.

    Raises:
        Refused: a file holds something else.

    """
    known: dict[str, list[Row]] = {}
    for name, content in dump.items():
        for row in _rows(name, content):
            known.setdefault(_doctype(name, row), []).append(row)
    notes: list[Note] = []
    names = _names(known.get(TRANSLATION, ()))
    setup = Setup(
        id="",
        name="Frappe CRM",
        stages=tuple(_stages(known.get(STATUS, ()), names)),
        fields=tuple(_fields(known, names, notes)),
        reasons=tuple(
            ReasonSetup(id="", key=_name(row, "lost_reason"), name=_name(row, "lost_reason"))
            for row in known.get(REASON, ())
        ),
    )
    return Found((setup,) if setup.stages or setup.fields else (), tuple(notes))


def _rows(name: str, content: bytes) -> Sequence[Row]:
    whole = answers.parsed(name, content, WHAT)
    if isinstance(whole, dict):
        whole = whole.get("data", whole.get("message", [whole]))
    found = whole if isinstance(whole, list) else [whole]
    if not all(isinstance(row, dict) for row in found):
        raise unreadable(name, WHAT)
    return found


def _doctype(name: str, row: Row) -> str:
    told = row.get("doctype")
    if isinstance(told, str):
        return told
    found = next((doctype for key, doctype in _SIGNS.items() if key in row), None)
    if found is None:
        raise unreadable(name, WHAT)
    return found


def _stages(rows: Sequence[Row], names: Mapping[str, Mapping[str, str]]) -> Iterator[StageSetup]:
    for row in sorted(rows, key=lambda row: _number(row.get("position")) or 0):
        name = _name(row, "deal_status")
        yield StageSetup(
            id="",
            key=name,
            name=name,
            kind=_KINDS.get(str(row.get("type")), "open"),
            probability=_number(row.get("probability")),
            names=names.get(name, {}),
        )


def _fields(
    known: Mapping[str, Sequence[Row]],
    names: Mapping[str, Mapping[str, str]],
    notes: list[Note],
) -> Iterator[FieldSetup]:
    for row in known.get(FIELD, ()):
        if row.get("dt", DEAL) != DEAL or _text(row.get("fieldtype")) in _LAYOUT:
            continue
        label = _text(row.get("label")) or _text(row.get("fieldname"))
        type = _type(row)
        if type is None:
            why = _("a type that the playbook does not know")
            notes.append(Note("left out", label, str(row.get("fieldtype")), why))
            continue
        yield FieldSetup(
            ids=(),
            key=_text(row.get("fieldname")),
            name=label,
            type=type,
            about=html.unescape(_TAG.sub("", _text(row.get("description")))),
            options=tuple(_options(row, type)),
            required=_required(label, row.get("mandatory_depends_on"), notes),
            names=names.get(label, {}),
        )
    for row in known.get(SETTER, ()):
        if row.get("doc_type") == DEAL and row.get("property") == "mandatory_depends_on":
            field = _text(row.get("field_name"))
            required = _required(field, row.get("value"), notes)
            yield FieldSetup(
                ids=(), key=field, name=field, type="text", required=required, is_ours=False
            )


def _type(row: Row) -> str | None:
    if row.get("fieldtype") == "Link":
        linked = {doctype: type for type, doctype in LINKS.items()}
        return linked.get(_text(row.get("options")))
    if row.get("fieldtype") == "Data" and row.get("options") == "URL":
        return "link"
    return _READ.get(_text(row.get("fieldtype")))


def _options(row: Row, type: str) -> Iterator[Choice]:
    if type == "choice":
        for line in _text(row.get("options")).split("\n"):
            if line.strip():
                yield Choice(line.strip(), line.strip())


def _required(label: str, value: Any, notes: list[Note]) -> tuple[str, ...]:
    """The statuses in which a field has to be filled."""
    text = _text(value)
    found = statuses_in(text) if text else ()
    if found is None:
        notes.append(Note("left out", label, text, _("a condition that is not about the stage")))
    return found or ()


def _names(rows: Sequence[Row]) -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        source, text = _text(row.get("source_text")), _text(row.get("translated_text"))
        language = _text(row.get("language"))
        if source and text and language:
            found.setdefault(source, {})["zh-CN" if language == "zh" else language] = text
    return found


def _name(row: Row, key: str) -> str:
    return _text(row.get(key)) or _text(row.get("name"))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _number(value: Any) -> int | None:
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 10**9:
        return round(value)
    return None
