"""What the model's types say of ids: which values and which keys are one, and of what."""

import dataclasses
from collections.abc import Mapping
from functools import cache
from types import GenericAlias, NoneType, UnionType
from typing import Any, Final, NewType, Union, get_args, get_origin, get_type_hints

from playbook.findings import At
from playbook.model import (
    Continuation,
    Field,
    KnockOut,
    Option,
    Part,
    Playbook,
    PlaybookId,
    Prose,
    ScoreRule,
    Stage,
    StageId,
    Task,
    TaskId,
    Test,
    Text,
    Write,
)

OptionId = NewType("OptionId", str)
"""An option of a field or of a question: what a test compares with, if it is one."""

Kind = Any
"""What an id is the id of: a reference's type, or the part itself where nothing refers to it."""

_COMPARED: Final = {"equals": OptionId, "not_equals": OptionId, "one_of": tuple[OptionId, ...]}
_CLOSER: Final[Mapping[type[Part], Mapping[str, Any]]] = {
    Playbook: {"id": PlaybookId, "every_stage": Stage},
    Continuation: {"stage": StageId},
    Option: {"id": OptionId},
    Task: {"id": TaskId},
    Field: {"default": OptionId},
    Write: {"set": OptionId},
    Test: _COMPARED,
    ScoreRule: _COMPARED,
    KnockOut: _COMPARED,
}
"""Keys of which more is known than the model's own types say."""
BESIDE: Final = ("place_after", "place_before")
"""Keys of a variant's items that name another item of the same list."""


def hint_at(at: At) -> tuple[Any, str]:
    """The type of the value at a path, and the last key on the way there."""
    hint: Any = Playbook
    name = ""
    for number, step in enumerate(at):
        if isinstance(step, int):
            hint = plain(get_args(hint)[0]) if get_origin(hint) is tuple else None
            continue
        name = step
        if is_mapping(hint):
            hint = plain(get_args(hint)[1])
        elif hint is Playbook and step == "keep" and len(at) > number + 1:
            kind = family(hints_of(Playbook).get(str(at[number + 1])))
            if kind is None:
                return None, name
            is_item = len(at) > number + 2
            return (kind if is_item else GenericAlias(tuple, (kind, ...))), name
        elif is_part(hint) and step in BESIDE:
            hint = hints_of(hint).get("id")
        elif is_part(hint):
            hint = hints_of(hint).get(step)
        else:
            return None, name
    return hint, name


def family(hint: Any) -> Kind | None:
    """What the items of a section are known by."""
    if get_origin(hint) is tuple:
        part = plain(get_args(hint)[0])
        return hints_of(part).get("id") if is_part(part) else None
    if is_mapping(hint):
        key, value = get_args(hint)
        return id_kind(value, key) if is_catalogue(value) else None
    return None


def is_id(hint: Any) -> bool:
    """Whether a type is that of an id, and not of a text."""
    return isinstance(hint, NewType) and hint not in (Text, Prose)


def is_mapping(hint: Any) -> bool:
    """Whether a type is that of a map."""
    origin = get_origin(hint)
    return isinstance(origin, type) and issubclass(origin, Mapping)


def is_part(hint: Any) -> bool:
    """Whether a type is a part of the model."""
    return isinstance(hint, type) and issubclass(hint, Part)


def is_catalogue(value: Any) -> bool:
    """Whether a map with such values is a catalogue: its keys define things."""
    return is_part(value) and "id" in hints_of(value)


def id_kind(value: Any, key: Any) -> Kind:
    """What the keys of a map are the ids of."""
    return key if is_id(key) else value


@cache
def hints_of(part: Any) -> dict[str, Any]:
    """The types behind the keys of a part; that of an id is the kind that it is the id of."""
    hints = get_type_hints(part)
    found = {
        field.name.rstrip("_"): plain(hints[field.name])
        for field in dataclasses.fields(part)
        if field.name != "at"
    }
    if "id" in found and not is_id(found["id"]):
        found["id"] = part
    return {**found, **_CLOSER.get(part, {})}


def plain(hint: Any) -> Any:
    """A type without the None that it may be."""
    if get_origin(hint) in (Union, UnionType):
        inner = [arg for arg in get_args(hint) if arg is not NoneType]
        return plain(inner[0]) if len(inner) == 1 else hint
    return hint
