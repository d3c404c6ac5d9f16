"""Every id in what an author wrote: where it is defined, and where something refers to it.

The model's types say which values are ids and of what. This walk goes beside
them over plain data, so that it also works on one file of a playbook alone,
on a variant, and on what does not have the right shape yet.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple, get_args, get_origin

from playbook.findings import At
from playbook.model import ElementId, FieldId, Part, PartId, PhaseId, Playbook, StageId
from playbook.references.hints import (
    BESIDE,
    Kind,
    OptionId,
    family,
    hint_at,
    hints_of,
    id_kind,
    is_catalogue,
    is_id,
    is_mapping,
    is_part,
    plain,
)
from playbook.source import value_in

__all__ = [
    "Kind",
    "Mention",
    "OptionId",
    "Slot",
    "Symbol",
    "along",
    "key_at",
    "mentions",
    "value_at",
]


class Symbol(NamedTuple):
    """What an id stands for: two ids with the same symbol are the same thing."""

    kind: Kind
    id: str
    scope: str = ""
    """Where it is known; nothing for the whole playbook, else what it is a part of."""


class Mention(NamedTuple):
    """An id as it is written somewhere."""

    at: At
    symbol: Symbol
    is_definition: bool = False
    is_key: bool = False
    playbook: str | None = None
    """The id of the playbook that it belongs to, if that is another one."""


def mentions(data: Any) -> Iterator[Mention]:
    """Every id in the data of a playbook, a variant, or a part of one at its path."""
    walk = _Walk(data)
    for at, kind, id, is_definition, is_key in walk.inside(data, Playbook, ()):
        yield walk.mention(at, kind, id, is_definition, is_key)


class Slot(NamedTuple):
    """What may be written at a path."""

    kind: Kind
    scope: str = ""
    playbook: str | None = None
    is_list: bool = False
    """Whether a list of ids stands here, and not one id."""
    is_new: bool = False
    """Whether what stands here defines a thing, so that it is in nobody's list."""


def value_at(data: Any, at: At) -> Slot | None:
    """What kind of id a value is at a path, or None if it is none; ``data`` is what is around it."""
    hint, name = hint_at(at)
    is_list = get_origin(hint) is tuple
    kind = plain(get_args(hint)[0]) if is_list else hint
    if name == "id" and at and kind is not None:
        return Slot(kind, is_new=True)
    if not is_id(kind) and (kind is None or name not in (*BESIDE, "keep")):
        return None
    symbol, playbook = _Walk(data).known(at, kind, "")
    return Slot(kind, symbol.scope, playbook, is_list)


def key_at(data: Any, at: At) -> Slot | None:
    """What kind of id a key of the block at a path is, or None if its keys are words of ours."""
    hint, _name = hint_at(at)
    if not is_mapping(hint):
        return None
    key, value = get_args(hint)
    if is_catalogue(value):
        return Slot(id_kind(value, key), is_new=True)
    if not is_id(key):
        return None
    symbol, playbook = _Walk(data).known((*at, ""), key, "")
    return Slot(key, symbol.scope, playbook)


def along(steps: tuple[str, ...]) -> Iterator[tuple[int, Symbol]]:
    """The ids in a path by ids, such as a catalogue's context: which step, and what it stands for."""
    hint: Any = Playbook
    for number, step in enumerate(steps):
        is_last = number == len(steps) - 1
        if get_origin(hint) is tuple:
            part = plain(get_args(hint)[0])
            if not is_part(part):
                return
            if is_last and step in hints_of(part):
                return  # an item without an id has its list's path
            kind, hint = hints_of(part).get("id"), part
            if kind is None:
                return
            yield number, Symbol(kind, step, _scope(kind, steps[:number]))
        elif is_mapping(hint):
            key, value = get_args(hint)
            if is_catalogue(value) or is_id(key):
                kind = id_kind(value, key)
                yield number, Symbol(kind, step, _scope(kind, steps[:number]))
            hint = plain(value)
        elif is_part(hint) and step in hints_of(hint):
            hint = hints_of(hint)[step]
        else:
            return


class _Walk:
    """One walk over what somebody wrote; ids are understood by what stands around them."""

    def __init__(self, data: Any) -> None:
        self.data = data

    def inside(self, value: Any, hint: Any, at: At) -> Iterator[tuple[At, Kind, str, bool, bool]]:
        """Every id in a value: its path, its kind, itself, whether it defines, whether it is a key."""
        if is_id(hint):
            if isinstance(value, str) and value:
                yield at, hint, value, at[-1:] == ("id",), False
        elif get_origin(hint) is tuple:
            inner = plain(get_args(hint)[0])
            if isinstance(value, list):
                for number, each in enumerate(value):
                    yield from self.inside(each, inner, (*at, number))
            elif is_id(inner):
                yield from self.inside(value, inner, at)
        elif is_mapping(hint) and isinstance(value, dict):
            key, inner = get_args(hint)
            yield from self._entries(value, key, inner, at)
        elif is_part(hint) and isinstance(value, dict):
            yield from self._part(value, hint, at)

    def _entries(
        self, values: dict[str, Any], key: Any, hint: Any, at: At
    ) -> Iterator[tuple[At, Kind, str, bool, bool]]:
        """The keys of a map, where they are ids, and what is in its values."""
        defines = is_catalogue(hint)
        for id, value in values.items():
            if defines or is_id(key):
                yield (*at, id), id_kind(hint, key), id, defines, True
            yield from self.inside(value, plain(hint), (*at, id))

    def _part(
        self, values: dict[str, Any], part: Any, at: At
    ) -> Iterator[tuple[At, Kind, str, bool, bool]]:
        hints = hints_of(part)
        for key, value in values.items():
            here = (*at, key)
            if key == "id" and isinstance(value, str) and "id" in hints:
                yield here, hints["id"], value, True, False
            elif key in BESIDE and isinstance(value, str) and "id" in hints:
                yield here, hints["id"], value, False, False
            elif key == "keep" and part is Playbook and isinstance(value, dict):
                for section, ids in value.items():
                    kind = family(hints.get(section))
                    for number, id in enumerate(ids if isinstance(ids, list) else ()):
                        if kind is not None and isinstance(id, str):
                            yield (*here, section, number), kind, id, False, False
            elif key in hints:
                yield from self.inside(value, hints[key], here)

    def mention(self, at: At, kind: Kind, id: str, is_definition: bool, is_key: bool) -> Mention:
        """An id with what it stands for."""
        symbol, playbook = self.known(at, kind, id)
        return Mention(at, symbol, is_definition, is_key, playbook)

    def known(self, at: At, kind: Kind, id: str) -> tuple[Symbol, str | None]:
        """What an id at a path stands for, and whose it is if it is another playbook's."""
        beside = at[:-1] if isinstance(at[-1], int) else at
        around = value_in(self.data, beside[:-1])
        around = around if isinstance(around, dict) else {}
        scope: Any = None
        if kind is PhaseId:
            scope = around.get("track")
        elif kind is ElementId and beside[-1:] == ("elements",):
            scope = around.get("questionnaire")
        elif kind is PartId:
            scope = beside[-1]
        elif kind is OptionId and "field" in around:
            scope = f"fields.{around['field']}"
        elif kind is OptionId and "answer" in around:
            scope = f"question.{around['answer']}"
        if not isinstance(scope, str):
            scope = _scope(kind, self._ids(at))
        return Symbol(kind, id, scope), self._playbook(at, kind)

    def _playbook(self, at: At, kind: Kind) -> str | None:
        """The playbook that a deal goes on in, where an id is one of that playbook's."""
        is_stage = kind is StageId and at[2:] == ("stage",)
        is_field = kind is FieldId and at[2:3] == ("set",) and at[-1] == "field"
        if at[0] != "continues" or not (is_stage or is_field):
            return None
        id = value_in(self.data, (*at[:2], "playbook"))
        return id if isinstance(id, str) else None

    def _ids(self, at: At) -> tuple[str, ...]:
        """A path with the ids of items in place of their numbers, up to the list or block it ends in."""
        end = len(at) - 1
        while end > 0 and isinstance(at[end - 1], int):
            end -= 1
        found = []
        for number in range(end):
            step: Any = at[number]
            if isinstance(step, int):
                item = value_in(self.data, at[: number + 1])
                step = item.get("id") if isinstance(item, dict) else None
            found.append(step if isinstance(step, str) else "")
        return tuple(found)


def _scope(kind: Kind, ids: tuple[str, ...]) -> str:
    """Where an id is known that stands in the list or block at a path by ids."""
    if kind in (PhaseId, ElementId):
        return ids[1] if len(ids) > 1 else ""
    if kind is OptionId:
        if "questions" in ids[:-1]:
            return f"question.{ids[ids.index('questions') + 1]}"
        return f"fields.{ids[1]}" if len(ids) > 1 else ""
    return ".".join(ids) if isinstance(kind, type) and issubclass(kind, Part) else ""
