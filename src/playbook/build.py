"""A document that has the right shape to the model.

The model's types say how each value is built, so there is one builder for all
of it. Shapes are not looked at again: the schema has done that.
"""

import dataclasses
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from playbook.findings import At
from playbook.model import Part, Playbook
from playbook.source import Document

_Build = Callable[[Any, At], Any]

_FORECAST = {"open": "pipeline", "won": "closed"}
_PROBABILITY = {"won": 100, "lost": 0, "disqualified": 0, "not-counted": 0, "parked": 0}
_INHERITING = frozenset({"lead", "open", "after-sale"})


def build(document: Document) -> Playbook:
    """The playbook that a document describes.

    The document must have passed ``schema.check``; what it leaves out gets
    the format's defaults.
    """
    data = {key: value for key, value in document.data.items() if key not in _PUT_TOGETHER}
    shared = document.data.get("every_stage", {})
    data["stages"] = [_complete(stage, shared) for stage in data["stages"]]
    if "tracks" in data:
        data["tracks"] = {id: _owned(track) for id, track in data["tracks"].items()}
    playbook: Playbook = _builder(Playbook)(data, ())
    return playbook


_PUT_TOGETHER = frozenset({"format", "uses", "every_stage"})
"""What only says how a document is put together, and is no part of the model."""


def _complete(stage: Mapping[str, Any], shared: Mapping[str, Any]) -> dict[str, Any]:
    """A stage with what every stage has and with the defaults of its kind."""
    kind = stage.get("kind", "open")
    whole = _with_shared(stage, shared, kind)
    whole.setdefault("forecast", _FORECAST.get(kind, "omitted"))
    if kind in _PROBABILITY:
        whole.setdefault("probability", _PROBABILITY[kind])
    return whole


def _with_shared(stage: Mapping[str, Any], shared: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """A stage with what every stage has: its own keys win, its own demands are added."""
    if kind not in _INHERITING:
        return dict(stage)
    after = kind == "after-sale"
    inherited = {
        key: value for key, value in shared.items() if not (after and key in _BEFORE_THE_SALE)
    }
    whole = {**inherited, **stage}
    for key in _ADDED:
        if key in inherited and key in stage:
            own = stage[key]
            whole[key] = [*own, *(each for each in inherited[key] if each not in own)]
    return whole


_BEFORE_THE_SALE = ("must_fill", "back")
_ADDED = ("must_fill", "rules")


def _owned(track: Mapping[str, Any]) -> dict[str, Any]:
    """A track whose phases have its owner, unless they name their own."""
    if "owner" not in track:
        return dict(track)
    phases = [{"owner": track["owner"], **phase} for phase in track["phases"]]
    return {**track, "phases": phases}


@cache
def _builder(hint: Any) -> _Build:
    """The function that builds a value of a type: written data and its path in, the value out."""
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        inner = [arg for arg in get_args(hint) if arg is not NoneType]
        return _builder(inner[0]) if len(inner) == 1 else _as_written
    if origin is tuple:
        return _list_of(_builder(get_args(hint)[0]))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _map_of(get_args(hint)[1])
    if isinstance(hint, type) and issubclass(hint, Part):
        return _part(hint)
    if hint is date:
        return lambda value, at: date.fromisoformat(value)
    return _as_written


def _as_written(value: Any, _at: At) -> Any:
    return value


def _list_of(item: _Build) -> _Build:
    if item is _as_written:
        return lambda value, at: tuple(value) if isinstance(value, list) else (value,)
    return lambda value, at: tuple([item(each, (*at, n)) for n, each in enumerate(value)])


def _map_of(hint: Any) -> _Build:
    """A catalogue's entries learn their ids from their keys."""
    item = _builder(hint)
    if isinstance(hint, type) and issubclass(hint, Part) and "id" in hint.__annotations__:
        return lambda value, at: {
            key: item({"id": key, **each}, (*at, key)) for key, each in value.items()
        }
    return lambda value, at: {key: item(each, (*at, key)) for key, each in value.items()}


def _part(kind: Any) -> _Build:
    shorthand: str | None = getattr(kind, "shorthand", None)

    def make(value: Any, at: At) -> Any:
        if type(value) is str and shorthand:
            value = {shorthand: value}
        fields = _fields(kind)
        given: dict[str, Any] = {"at": at}
        for key, written in value.items():
            name, builder = fields[key]
            given[name] = written if builder is _as_written else builder(written, (*at, key))
        return kind(**given)

    return make


@cache
def _fields(kind: Any) -> dict[str, tuple[str, _Build]]:
    """For each key that may be written: the model's name for it, and its builder."""
    hints = get_type_hints(kind)
    return {
        field.name.rstrip("_"): (field.name, _builder(hints[field.name]))
        for field in dataclasses.fields(kind)
        if field.name != "at"
    }
