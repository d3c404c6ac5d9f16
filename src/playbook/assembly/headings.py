"""Files that begin with a key that their name has said already: ``stages:`` in stages.yaml."""

from dataclasses import replace

from playbook.findings import Problem
from playbook.messages import _, n_
from playbook.schema import node_at, schema
from playbook.source import Document, Spot


def without_heading(document: Document, at: tuple[str, ...]) -> tuple[Problem | None, Document]:
    """What a file holds for a path below a key that is its own name, and a problem if so."""
    name, data, parts = at[-1], document.data, document.spot.parts
    if not isinstance(data, dict) or not isinstance(parts, dict) or list(data) != [name]:
        return None, document
    inner, spot, node = data[name], parts[name], node_at(schema("playbook"), at)
    keys = node.entries.keys if node is not None and node.entries is not None else ()
    is_key = node is None or name in node.keys
    is_entry = isinstance(inner, dict) and not inner.keys().isdisjoint(keys)
    if is_key or is_entry or not isinstance(inner, dict | list | None):
        return None, document
    place = document.place((name,), key=True)
    message = _("The file's name says it already.")
    problem = Problem(place, "PB042", message, _instead(name, spot), ".".join(at))
    return problem, replace(document, data=inner, spot=spot)


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
