"""Files that begin with a key that their name has said already: ``stages:`` in stages.yaml."""

from dataclasses import replace
from typing import Any

from playbook.findings import Problem
from playbook.messages import _, n_
from playbook.schema import node_at, schema
from playbook.source import Document, Spot


def without_heading(document: Document, at: tuple[str, ...]) -> tuple[Problem | None, Document]:
    """What a file holds for a path below keys that its own name and folder say, and a problem if so."""
    for names in dict.fromkeys((at, at[-1:], at[:1])):
        below = _below(document, at, names)
        if below is not None:
            data, spot = below
            place = document.place(names[:1], key=True)
            message, help = _("The file's name says it already."), _instead(": ".join(names), spot)
            problem = Problem(place, "PB042", message, help, ".".join(at))
            return problem, replace(document, data=data, spot=spot)
    return None, document


def _below(
    document: Document, at: tuple[str, ...], names: tuple[str, ...]
) -> tuple[Any, Spot] | None:
    """What stands below some keys, each alone in its block, if they are headings."""
    data, spot, node = document.data, document.spot, node_at(schema("playbook"), at)
    for name in names:
        if not isinstance(data, dict) or not isinstance(spot.parts, dict) or list(data) != [name]:
            return None
        data, spot = data[name], spot.parts[name]
    keys = node.keys if node is not None else ()
    if names == at[-1:]:
        entries = node.entries.keys if node is not None and node.entries is not None else ()
        is_entry = isinstance(data, dict) and not data.keys().isdisjoint(entries)
        is_heading = node is not None and names[0] not in keys and not is_entry
    else:
        is_heading = isinstance(data, dict) and not data.keys().isdisjoint(keys)
    return (data, spot) if is_heading and isinstance(data, dict | list | None) else None


def _instead(name: str, spot: Spot) -> str:
    """How to do without the key."""
    if spot.parts is not None and spot.key is not None and spot.key.line == spot.start.line:
        return _('Leave out "{key}:".').format(key=name)
    if spot.parts is None or spot.start.column == 0:
        return _('Leave out the line "{key}:".').format(key=name)
    return n_(
        'Leave out the line "{key}:", and move what follows {count} space to the left.',
        'Leave out the line "{key}:", and move what follows {count} spaces to the left.',
        spot.start.column,
    ).format(key=name, count=spot.start.column)
