"""What Notion's API says of a database of deals, as a set-up."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from playbook.messages import _
from playbook.rollout import answers
from playbook.rollout.reading import Dump, Found, Note, unreadable
from playbook.rollout.setup import Choice, FieldSetup, Setup, StageSetup

TITLE: Final = "Notion"
GIVEN: Final = "GET /v1/data_sources/{id} (api.notion.com)"
_READ: Final = {
    "rich_text": "text",
    "number": "number",
    "select": "choice",
    "status": "choice",
    "multi_select": "choices",
    "date": "date",
    "people": "user",
    "files": "file",
    "checkbox": "flag",
    "url": "link",
    "email": "text",
    "phone_number": "text",
}
_NAMES: Final = frozenset({"stage", "status", "阶段", "状态", "етап", "статус"})
"""What people call the column of stages."""


def read(dump: Dump) -> Found:
    """The databases in the answers to GET /v1/data_sources/{id} or, of old, /v1/databases/{id}.

    Raises:
        Refused: a file holds something else.

    """
    notes: list[Note] = []
    setups = []
    for name, content in dump.items():
        setup = _setup(_whole(name, content), notes)
        if setup:
            setups.append(setup)
    return Found(tuple(setups), tuple(notes))


def _whole(name: str, content: bytes) -> Mapping[str, Any]:
    whole = answers.parsed(name, content, GIVEN)
    if not isinstance(whole, dict) or not isinstance(whole.get("properties"), dict):
        raise unreadable(name, GIVEN)
    return whole


def _setup(whole: Mapping[str, Any], notes: list[Note]) -> Setup | None:
    name = _title(whole.get("title"))
    columns = {
        column: row
        for column, row in whole["properties"].items()
        if isinstance(row, dict) and isinstance(row.get("type"), str)
    }
    stage = _stage_column(columns)
    if not stage:
        why = _("no column of it is known to be the stage")
        notes.append(Note("question", name, ", ".join(columns), why))
        return None
    stages = tuple(
        StageSetup(id="", key=option.key, name=option.name) for option in _options(columns[stage])
    )
    why = _("{title} does not know which stages mean won and lost; say it with kind")
    names = ", ".join(each.name for each in stages)
    notes.append(Note("question", name, names, why.format(title=TITLE)))
    others = {column: row for column, row in columns.items() if column != stage}
    fields = tuple(_fields(others, notes))
    return Setup(id="", key=str(whole.get("id", "")), name=name, stages=stages, fields=fields)


def _title(pieces: Any) -> str:
    texts = [
        piece.get("plain_text", "")
        for piece in (pieces if isinstance(pieces, list) else ())
        if isinstance(piece, dict)
    ]
    return "".join(text for text in texts if isinstance(text, str))


def _stage_column(columns: Mapping[str, Mapping[str, Any]]) -> str:
    """The column of stages: it is called so, or it is the only one of the type for it."""
    fitting = [
        column
        for column, row in columns.items()
        if row["type"] in ("select", "status") and _options(row)
    ]
    called = [column for column in fitting if column.casefold() in _NAMES]
    states = [column for column in fitting if columns[column]["type"] == "status"]
    for found in (called, states, fitting):
        if len(found) == 1:
            return found[0]
    return ""


def _options(row: Mapping[str, Any]) -> tuple[Choice, ...]:
    config = row.get(row["type"])
    options = config.get("options") if isinstance(config, dict) else None
    return tuple(
        Choice(str(option.get("id", "")), option["name"])
        for option in (options if isinstance(options, list) else ())
        if isinstance(option, dict) and isinstance(option.get("name"), str)
    )


def _fields(columns: Mapping[str, Mapping[str, Any]], notes: list[Note]) -> Iterator[FieldSetup]:
    for name, row in columns.items():
        if row["type"] == "title":
            continue
        kind = _READ.get(row["type"])
        if kind is None:
            why = _("a playbook has no fields of this type")
            notes.append(Note("left out", name, row["type"], why))
            continue
        about = row.get("description")
        yield FieldSetup(
            ids=(),
            key=str(row.get("id", "")),
            name=name,
            type=kind,
            about=about if isinstance(about, str) else "",
            options=_options(row),
        )
