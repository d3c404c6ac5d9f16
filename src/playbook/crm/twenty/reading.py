"""What Twenty's metadata API says of opportunities: what is there to merge with, and a set-up."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from playbook.messages import _
from playbook.rollout import answers
from playbook.rollout.reading import Dump, Found, Note, unreadable
from playbook.rollout.setup import Choice, FieldSetup, Setup, StageSetup

GIVEN: Final = "GET /rest/metadata/objects (Twenty)"
TITLE: Final = "Twenty"
_READ: Final = {
    "TEXT": "text",
    "RICH_TEXT": "long-text",
    "NUMBER": "number",
    "NUMERIC": "number",
    "CURRENCY": "money",
    "DATE": "date",
    "DATE_TIME": "date",
    "SELECT": "choice",
    "MULTI_SELECT": "choices",
    "RATING": "rating",
    "LINKS": "link",
    "BOOLEAN": "flag",
    "EMAILS": "text",
    "PHONES": "text",
}


@dataclass(frozen=True)
class Known:
    """What is known of opportunities from the answers of the API."""

    object: str = ""
    stage: Mapping[str, Any] = field(default_factory=dict)
    fields: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """The others by their names."""


def read(dump: Dump) -> Found:
    """The stages and fields of opportunities in the answers to GET /rest/metadata/objects.

    Raises:
        Refused: a file holds something else.

    """
    there = known(dump)
    notes: list[Note] = []
    stages = tuple(
        StageSetup(id="", key=each["value"], name=each["label"])
        for each in sorted(options(there.stage), key=lambda each: each["position"])
    )
    fields = tuple(_fields(there, notes))
    if not stages:
        return Found((), tuple(notes))
    why = _("{title} does not know which stages mean won and lost; say it with kind")
    names = ", ".join(stage.name for stage in stages)
    notes.append(Note("question", "stage", names, why.format(title=TITLE)))
    setup = Setup(id="", key=there.object, name="Opportunities", stages=stages, fields=fields)
    return Found((setup,), tuple(notes))


def known(dump: Mapping[str, bytes]) -> Known:
    """What the answers say of opportunities; nothing where there are none.

    Raises:
        Refused: a file holds something else, or a stage that cannot be kept as it is.

    """
    rows = [row for name, content in dump.items() for row in _rows(name, content)]
    objects = [row for row in rows if row.get("nameSingular") == "opportunity"]
    if not objects:
        for name in dump:
            raise unreadable(name, GIVEN)
        return Known()
    id = objects[0]["id"]
    fields = [*_nested(objects[0])]
    fields += [row for row in rows if row.get("objectMetadataId") == id and row not in fields]
    named = {row["name"]: row for row in fields if _is_field(row)}
    stage = named.pop("stage", {})
    if any(not _is_whole(row) for row in (stage, *named.values())):
        raise unreadable(next(iter(dump)), GIVEN)
    return Known(id, stage if options(stage) else {}, named)


def _rows(name: str, content: bytes) -> Iterator[Mapping[str, Any]]:
    """The objects and fields in an answer; there is an old form of it and a new one."""
    whole = answers.parsed(name, content, GIVEN)
    data = whole.get("data") if isinstance(whole, dict) else whole
    if isinstance(data, dict):
        data = data.get("objects", data.get("fields"))
    if not isinstance(data, list):
        raise unreadable(name, GIVEN)
    for row in data:
        if not isinstance(row, dict) or not isinstance(row.get("id"), str):
            raise unreadable(name, GIVEN)
        yield row


def _nested(row: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    found = row.get("fields")
    if isinstance(found, dict):
        edges = found.get("edges")
        found = [
            edge.get("node")
            for edge in (edges if isinstance(edges, list) else ())
            if isinstance(edge, dict)
        ]
    for each in found if isinstance(found, list) else ():
        if isinstance(each, dict):
            yield each


def _is_field(row: Mapping[str, Any]) -> bool:
    return all(isinstance(row.get(key), str) for key in ("id", "name", "label", "type"))


def options(row: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The options of a field that can be told apart."""
    found = row.get("options")
    return [
        each
        for each in (found if isinstance(found, list) else ())
        if isinstance(each, dict)
        and isinstance(each.get("value"), str)
        and isinstance(each.get("label"), str)
        and isinstance(each.get("position"), int | float)
    ]


def _is_whole(row: Mapping[str, Any]) -> bool:
    """Whether each option can be kept as it is when the API replaces them all."""
    found = row.get("options")
    return found is None or (isinstance(found, list) and len(options(row)) == len(found))


def _fields(there: Known, notes: list[Note]) -> Iterator[FieldSetup]:
    for row in there.fields.values():
        if row.get("isCustom") is not True or row.get("isActive") is False:
            continue
        kind = _READ.get(row["type"])
        if kind is None:
            why = _("a playbook has no fields of this type")
            notes.append(Note("left out", row["label"], row["type"], why))
            continue
        yield FieldSetup(
            ids=(),
            key=row["name"],
            name=row["label"],
            type=kind,
            about=str(row.get("description") or ""),
            options=tuple(Choice(each["value"], each["label"]) for each in options(row)),
        )
