"""A set-up as one JSON document, which ``setup.schema.json`` describes, and back again.

The places of the pieces in the playbook stay behind: they mean nothing elsewhere.
"""

import dataclasses
import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files as resources
from typing import Any, Final

import jsonschema_rs

from playbook.rollout import answers
from playbook.rollout.reading import unreadable
from playbook.rollout.setup import (
    Choice,
    FieldSetup,
    ReasonSetup,
    Setup,
    StageSetup,
    TaskSetup,
)

FORMAT: Final = 1
NAME: Final = "playbook.json"
SCHEMA: Final = "setup.schema.json"
_GIVEN: Final = f"`playbook export csv` ({NAME})"


def write(setup: Setup) -> str:
    """The document of a set-up."""
    whole = {"$schema": SCHEMA, "format": FORMAT, **_plain(setup)}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def schema() -> str:
    """What may stand in such a document, as JSON Schema."""
    return (resources("playbook.rollout") / SCHEMA).read_text("utf-8")


def read(name: str, content: bytes) -> Setup:
    """The set-up of a document.

    Raises:
        Refused: it is none; the message says where it is wrong.

    """
    whole = answers.parsed(name, content, _GIVEN, _number)
    wrong = next(_validator().iter_errors(whole), None)
    if wrong is not None:
        place = "".join(f"/{step}" for step in wrong.instance_path)
        raise unreadable(f"{name}{place}", _GIVEN)
    return _setup(whole)


@cache
def _validator() -> Any:
    return jsonschema_rs.validator_for(json.loads(schema()))


def _number(text: str) -> int | float:
    value = float(text)
    return int(value) if value.is_integer() else value


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        names = [field.name for field in dataclasses.fields(value) if field.name != "at"]
        return {name: _plain(getattr(value, name)) for name in names}
    if isinstance(value, Choice):
        return {"key": value.key, "name": value.name}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return dict(value) if isinstance(value, Mapping) else value


def _setup(row: Mapping[str, Any]) -> Setup:
    given = {name: value for name, value in row.items() if name not in ("$schema", "format")}
    return Setup(
        **{
            "id": "",
            **given,
            "stages": tuple(_stage(each) for each in row["stages"]),
            "fields": tuple(_field(each) for each in row.get("fields", ())),
            "reasons": tuple(ReasonSetup(**{"id": "", **each}) for each in row.get("reasons", ())),
            "teams": tuple(row.get("teams", ())),
        }
    )


def _stage(row: Mapping[str, Any]) -> StageSetup:
    tasks = tuple(TaskSetup(**each) for each in row.get("tasks", ()))
    criteria = tuple(row.get("criteria", ()))
    return StageSetup(**{"id": "", **row, "tasks": tasks, "criteria": criteria})


def _field(row: Mapping[str, Any]) -> FieldSetup:
    options = tuple(Choice(each.get("key", ""), each["name"]) for each in row.get("options", ()))
    ids, required = tuple(row.get("ids", ())), tuple(row.get("required", ()))
    return FieldSetup(**{**row, "ids": ids, "options": options, "required": required})
