"""Every reference and every text of a playbook, found by the model's own types."""

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import NoneType, UnionType
from typing import Any, NamedTuple, NewType, Union, cast, get_args, get_origin, get_type_hints

from playbook.findings import At
from playbook.model.part import Part


class Leaf(NamedTuple):
    """A reference or a text: where it stands, what kind it is, and what it says."""

    at: At
    kind: type[str]
    value: str


_Walk = Callable[[Any, At], Iterator[Leaf]]


def walk(part: Part) -> Iterator[Leaf]:
    """The references and texts in a part and in all its parts, in the order of the model.

    An id that defines something is not among them; an id that refers to
    something is, wherever it stands: as a value, in a list, or as a key.
    """
    kind: Any = type(part)
    for name, visit in _fields(kind):
        value = getattr(part, name)
        if value:
            yield from visit(value, (*part.at, name.rstrip("_")))


def parts(part: Part) -> Iterator[Part]:
    """A part and all parts in it, each place once: what every stage has counts once."""
    seen: set[tuple[type[Part], At]] = set()
    waiting = [part]
    while waiting:
        each = waiting.pop()
        if (type(each), each.at) in seen:
            continue
        seen.add((type(each), each.at))
        yield each
        kind: Any = type(each)
        for name in _names(kind):
            value = getattr(each, name)
            if isinstance(value, Part):
                waiting.append(value)
            elif isinstance(value, tuple):
                waiting += (one for one in value if isinstance(one, Part))
            elif isinstance(value, dict):
                waiting += (one for one in value.values() if isinstance(one, Part))


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind) if field.name != "at")


@cache
def _fields(kind: Any) -> tuple[tuple[str, _Walk], ...]:
    hints = get_type_hints(kind)
    found = []
    for field in dataclasses.fields(kind):
        visit = None if field.name in ("id", "at") else _visitor(hints[field.name])
        if visit is not None:
            found.append((field.name, visit))
    return tuple(found)


@cache
def _visitor(hint: Any) -> _Walk | None:
    """How to walk values of a type; None if there is nothing in them to find."""
    origin = get_origin(hint)
    if isinstance(hint, NewType):
        kind = cast("type[str]", hint)
        return lambda value, at: iter((Leaf(at, kind, value),))
    if origin in (Union, UnionType):
        inner = [arg for arg in get_args(hint) if arg is not NoneType]
        return _visitor(inner[0]) if len(inner) == 1 else None
    if origin is tuple:
        return _each(_visitor(get_args(hint)[0]))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _entries(*get_args(hint))
    if isinstance(hint, type) and issubclass(hint, Part):
        return lambda value, at: walk(value)
    return None


def _each(visit: _Walk | None) -> _Walk | None:
    if visit is None:
        return None

    def each(values: Any, at: At) -> Iterator[Leaf]:
        for number, value in enumerate(values):
            yield from visit(value, (*at, number))

    return each


def _entries(key: Any, value: Any) -> _Walk | None:
    """Keys of a catalogue define; keys of any other map refer."""
    is_part = isinstance(value, type) and issubclass(value, Part)
    defines = is_part and any(field.name == "id" for field in dataclasses.fields(value))
    refers = isinstance(key, NewType) and not defines
    visit = _visitor(value)
    if not refers and visit is None:
        return None

    def entries(values: Any, at: At) -> Iterator[Leaf]:
        for id, inner in values.items():
            if refers:
                yield Leaf((*at, id), key, id)
            if visit is not None:
                yield from visit(inner, (*at, id))

    return entries
