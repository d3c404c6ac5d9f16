"""Ids, and texts that cannot be ids."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from playbook.findings import Fix, Problem
from playbook.messages import _
from playbook.schema import colons, mends
from playbook.schema.case import Case
from playbook.schema.node import Node
from playbook.suggest import fold, has_look_alikes, id_for, without_look_alikes

_MOST = 20
"""How many bad names of one catalogue are named."""
ID = re.compile(r"^[a-z][a-z0-9-]{0,19}$")
"""An id, as the schema has it."""
_COMMAS = re.compile(r"[，、；;]|\s+")


def bad_names(case: Case) -> Iterator[Problem]:
    """The keys of a catalogue that are no ids."""
    for key in [key for key in case.value if not ID.match(key)][:_MOST]:
        if bracket := colons.BRACKET.fullmatch(key):
            yield colons.bracket(case, key, bracket)
            continue
        message, help = _about_id(key)
        yield case.problem_at_key("PB046", key, message, help)


def is_id(node: Node) -> bool:
    """Whether an id is wanted."""
    return bool(node.here.get("pattern") == ID.pattern)


def bad_id(case: Case, value: str) -> Problem:
    """A value that cannot be an id; perhaps it is several."""
    for sign in "，、；;":
        if sign in value:
            message = _('Items are parted by commas, and "{sign}" is none, so this is one item.')
            if sign in "，、":
                message = _('"{sign}" is a full-width (Chinese) comma, so this is one item.')
            message, fix = message.format(sign=sign), _as_items(case, value)
            return case.problem_within("PB046", message, _as_list(value), value.index(sign), 1, fix)
    message, help = _about_id(value)
    if (known := _named(case.document.data, value)) is not None:
        message = _('"{value}" is a name; here stands the id.').format(value=value[:60])
        fix = mends.value(case, known, is_safe=False)
        return case.problem("PB046", message, _("Write {id}.").format(id=known), fix)
    parts = value.split()
    if isinstance(case.at[-1], int) and len(parts) > 1 and all(ID.match(each) for each in parts):
        message = _('"{value}" cannot be an id: there is a space in it.').format(value=value[:60])
        return case.problem("PB046", message, _as_list(value), _as_items(case, value))
    return case.problem("PB046", message, help, _as_id(case, value))


def _as_items(case: Case, value: str) -> Fix | None:
    """Several items of a list in brackets, with commas between them."""
    above = mends.written(replace(case, at=case.at[:-1]))
    parts = _parts(value)
    if above[:1] != "[" or not isinstance(case.at[-1], int):
        return None
    is_safe = all(ID.match(part) for part in re.split(r"\s?[，、；;]\s?", value))
    return mends.value(case, ", ".join(parts), is_safe=is_safe)


def _as_id(case: Case, value: str) -> Fix | None:
    """The id that was meant; where something is given its id, others may refer to it as it is."""
    plain = without_look_alikes(value).strip("“”‘’„\"'")
    proposal = plain if ID.match(plain) else id_for(value)
    is_reference = case.at[-1] != "id"
    is_safe = proposal == plain and is_reference
    return mends.value(case, proposal, is_safe=is_safe) if proposal else None


def _named(data: Any, name: str) -> str | None:
    """The id of what has a name, anywhere in a playbook; None if nothing has it, or several."""
    wanted, found, waiting = fold(name), set(), [(None, data)]
    while waiting:
        id, value = waiting.pop()
        if isinstance(value, dict):
            if isinstance(value.get("name"), str) and fold(value["name"]) == wanted:
                found.add(value.get("id", id))
            waiting += value.items()
        elif isinstance(value, list):
            waiting += ((None, each) for each in value)
    known = [id for id in found if isinstance(id, str) and ID.match(id)]
    return known[0] if len(known) == 1 else None


def _as_list(value: str) -> str:
    return _("Write: [{parts}]").format(parts=", ".join(_parts(value)))


def _parts(value: str) -> list[str]:
    return [part for part in _COMMAS.split(value) if part]


def _about_id(value: str) -> tuple[str, str]:
    """What is wrong with an id, and one that would do."""
    plain = without_look_alikes(value)
    if has_look_alikes(value) and ID.match(plain):
        message = _('"{value}" contains letters that look Latin and are not.').format(value=value)
        return message, _('Did you mean "{guess}"?').format(guess=plain)
    message = _('"{value}" cannot be an id.').format(value=value[:60])
    help = _(
        "Ids begin with a letter and have lower-case Latin letters, digits and hyphens, at most 20."
    )
    proposal = id_for(value)
    if proposal:
        help += " " + _('For example "{id}".').format(id=proposal)
    return message, help
