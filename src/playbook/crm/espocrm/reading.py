"""What EspoCRM gives of its own set-up: metadata, labels, pipelines and their stages."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from playbook.messages import _
from playbook.model import StageKind
from playbook.rollout import answers
from playbook.rollout.reading import Dump, Found, Note, unreadable
from playbook.rollout.setup import Choice, FieldSetup, Setup, StageSetup

_WHAT: Final = "GET /api/v1/Metadata, /Pipeline, /PipelineStage"
_TYPES: Final = {
    "varchar": "text",
    "text": "long-text",
    "wysiwyg": "long-text",
    "float": "number",
    "int": "number",
    "decimal": "number",
    "currency": "money",
    "date": "date",
    "enum": "choice",
    "multiEnum": "choices",
    "checklist": "choices",
    "url": "link",
    "file": "file",
    "bool": "flag",
}
_LINKED: Final = {"User": "user", "Contact": "contact", "Account": "company"}
_USUAL: Final = frozenset(
    {
        *("name", "amount", "amountConverted", "amountWeightedConverted", "account", "contacts"),
        *("contact", "stage", "lastStage", "probability", "leadSource", "closeDate"),
        *("description", "campaign", "originalLead", "contactRole", "createdAt", "modifiedAt"),
        *("createdBy", "modifiedBy", "assignedUser", "teams", "pipeline", "pipelineStage"),
    }
)
"""The fields that every opportunity has."""
_KINDS: Final[Mapping[int | None, StageKind]] = {100: "won", 0: "lost"}
_LOGIC: Final = frozenset({"visible", "required", "readOnly", "readOnlySaved", "invalid"})
_LABELS: Final = re.compile(r"(?:^|/)i18n/([a-z]{2}_[A-Z]{2})/Opportunity\.json$")
_OTHERS: Final = re.compile(r"/(?:metadata|i18n|layouts)/(?!.*(?:^|/)Opportunity\.json$)")
"""Files of the same folder about something else."""


@dataclass
class _Pieces:
    """What has been found so far, file by file."""

    fields: dict[str, Any] = field(default_factory=dict)
    links: dict[str, Any] = field(default_factory=dict)
    logic: dict[str, Any] = field(default_factory=dict)
    labels: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    pipelines: list[Mapping[str, Any]] = field(default_factory=list)
    stages: list[Mapping[str, Any]] = field(default_factory=list)


def read(dump: Dump) -> Found:
    """The pipelines in what EspoCRM gives; before version 10 there is one, and it has no name.

    Raises:
        Refused: a file holds something else.

    """
    pieces, notes = _Pieces(), list[Note]()
    for name, content in dump.items():
        whole = answers.parsed(name, content, _WHAT)
        language = _LABELS.search(name)
        if language and isinstance(whole, dict):
            pieces.labels[language[1]] = whole
        elif not _OTHERS.search(f"/{name}") and not _sort(whole, pieces):
            raise unreadable(name, _WHAT)
    if pieces.pipelines:
        setups = tuple(_of_pipeline(row, pieces, notes) for row in pieces.pipelines)
    elif _dict(pieces.fields.get("stage")):
        setups = (_of_field(pieces, notes),)
    else:
        raise unreadable(next(iter(dump), "…"), _WHAT)
    return Found(setups, tuple(notes))


def _sort(whole: Any, pieces: _Pieces) -> bool:
    """Put what a file holds where it belongs; False if it is something else."""
    if not isinstance(whole, dict):
        return False
    rows = whole.get("list")
    if isinstance(rows, list) and all(isinstance(row, dict) for row in rows):
        for row in rows:
            (pieces.stages if "mappedStatus" in row else pieces.pipelines).append(row)
        return all("name" in row and "id" in row for row in rows)
    if any(key in whole for key in ("entityDefs", "clientDefs", "logicDefs")):
        return all(
            _sort(of["Opportunity"], pieces)
            for key in ("entityDefs", "clientDefs", "logicDefs")
            if "Opportunity" in (of := _dict(whole.get(key)))
        )
    if "dynamicLogic" in whole:
        pieces.logic |= _dict(_dict(whole["dynamicLogic"]).get("fields"))
        return True
    fields = _dict(whole.get("fields"))
    if not fields:
        return "kanbanViewMode" in whole or "controller" in whole
    is_logic = all({*_dict(each)} <= _LOGIC for each in fields.values())
    (pieces.logic if is_logic else pieces.fields).update(fields)
    pieces.links |= _dict(whole.get("links"))
    return True


def _dict(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _texts(value: Any) -> Sequence[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _of_pipeline(row: Mapping[str, Any], pieces: _Pieces, notes: list[Note]) -> Setup:
    own = [each for each in pieces.stages if each.get("pipelineId") == row.get("id")]
    own.sort(key=lambda each: order if isinstance(order := each.get("order"), int) else 0)
    statuses = [str(each.get("mappedStatus")) for each in own]
    keys = {
        str(each["id"]): status if statuses.count(status) == 1 else str(each["id"])
        for each, status in zip(own, statuses, strict=True)
    }
    stages = [
        _stage(pieces, keys[str(each["id"])], status, str(each["name"]))
        for each, status in zip(own, statuses, strict=True)
    ]
    return Setup(
        id="",
        key=str(row["id"]),
        name=str(row["name"]),
        stages=tuple(stages),
        fields=tuple(_fields(pieces, {"pipelineStageId": keys}, notes)),
    )


def _of_field(pieces: _Pieces, notes: list[Note]) -> Setup:
    keys = [key for key in _texts(_dict(pieces.fields["stage"]).get("options")) if key]
    keys = [key for key in keys if key != "__APPEND__"]
    stages = [_stage(pieces, key, key, _option(pieces, "stage", key)) for key in keys]
    known = {"stage": {key: key for key in keys}}
    return Setup(
        id="",
        name="EspoCRM",
        stages=tuple(stages),
        fields=tuple(_fields(pieces, known, notes)),
    )


def _stage(pieces: _Pieces, key: str, status: str, name: str) -> StageSetup:
    odds = _dict(_dict(pieces.fields.get("stage")).get("probabilityMap")).get(status)
    percent = odds if isinstance(odds, int) and not isinstance(odds, bool) else None
    return StageSetup(
        id=status.rpartition("__")[2].replace("_", "-") if "__" in status else "",
        key=key,
        name=name,
        kind=_KINDS.get(percent, "open"),
        probability=percent,
        names=_others(pieces, "stage", status),
    )


def _option(pieces: _Pieces, field: str, key: str) -> str:
    """The label of an option in the language that comes first."""
    for labels in _in_order(pieces).values():
        found = _dict(_dict(labels.get("options")).get(field)).get(key)
        if isinstance(found, str) and found:
            return found
    return key


def _others(pieces: _Pieces, field: str, key: str) -> Mapping[str, str]:
    found = {}
    for language, labels in list(_in_order(pieces).items())[1:]:
        name = _dict(_dict(labels.get("options")).get(field)).get(key)
        if isinstance(name, str) and name:
            found[language.replace("_", "-")] = name
    return found


def _in_order(pieces: _Pieces) -> Mapping[str, Mapping[str, Any]]:
    return dict(sorted(pieces.labels.items(), key=lambda each: (each[0] != "en_US", each[0])))


def _fields(
    pieces: _Pieces, keys: Mapping[str, Mapping[str, str]], notes: list[Note]
) -> Iterator[FieldSetup]:
    for key, made in pieces.fields.items():
        if key in _USUAL or not isinstance(made, dict):
            continue
        type = _type(key, made, pieces)
        if not type:
            why = _("EspoCRM keeps it in a way of its own.")
            notes.append(Note("left out", key, str(made.get("type", "")), why))
            continue
        labels = list(_in_order(pieces).values())
        names = [_dict(each.get("fields")).get(key) for each in labels]
        tips = [_dict(each.get("tooltips")).get(key) for each in labels]
        yield FieldSetup(
            ids=(),
            key=key,
            name=next((each for each in names if isinstance(each, str)), key),
            type=type,
            about=next((each for each in tips if isinstance(each, str)), ""),
            options=tuple(
                Choice(each, _option(pieces, key, each))
                for each in _texts(made.get("options"))
                if each
            ),
            required=tuple(_required(key, pieces, keys, notes)),
        )


def _type(key: str, made: Mapping[str, Any], pieces: _Pieces) -> str:
    if made.get("type") == "link":
        return _LINKED.get(str(_dict(pieces.links.get(key)).get("entity")), "")
    if made.get("type") == "enum" and {*_texts(made.get("options"))} == {"", "yes", "no"}:
        return "yes-no"
    return _TYPES.get(str(made.get("type")), "")


def _required(
    key: str,
    pieces: _Pieces,
    keys: Mapping[str, Mapping[str, str]],
    notes: list[Note],
) -> Iterator[str]:
    """The keys of the stages in which a field is required, if that is all that is wanted."""
    group = _dict(_dict(pieces.logic.get(key)).get("required")).get("conditionGroup")
    if not group:
        return
    only = _dict(group[0]) if isinstance(group, list) and len(group) == 1 else {}
    values = only.get("value")
    values = [values] if only.get("type") == "equals" else values
    known = keys.get(str(only.get("attribute")))
    if known is None or only.get("type") not in ("in", "equals") or not isinstance(values, list):
        why = _("Only what asks for the stage, and for nothing else, is understood.")
        notes.append(Note("left out", key, json.dumps(group, ensure_ascii=False), why))
        return
    yield from (known[str(value)] for value in values if str(value) in known)
