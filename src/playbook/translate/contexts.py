"""Where a text is used: for programs its path, for translators words."""

import re
from itertools import groupby
from typing import Any, Final

from playbook.findings import At
from playbook.messages import _, look_up
from playbook.model.walk import Leaf
from playbook.schema import Node, schema
from playbook.source import Document

_LABELS: Final = ("name", "ask", "criterion", "do", "rule", "topic", "situation")
"""The keys that say what people call a thing, the likeliest first."""
_PLAIN: Final = ("Text", "Prose")
"""What the schema calls items that are nothing but text; their list says what they are."""
_LONGEST: Final = 60
_NUMBERED: Final = re.compile(r"\[\d+\]")


def _written(document: Document, leaf: Leaf) -> At:
    """Where a text stands: what every stage has stands in ``every_stage``."""
    at = leaf.at
    if at[0] == "stages" and document.value(at[:3]) is None:
        return ("every_stage", *at[2:])
    return at


def context_of(document: Document, leaf: Leaf) -> str:
    """The context of a text in a catalogue: its path by ids, without numbers.

    A plain item has its list's path; what every stage has is translated once.
    """
    at = _written(document, leaf)
    if isinstance(document.value(at[:-1]), str):
        at = at[:-1]
    return _NUMBERED.sub("", document.path(at))


def note_of(document: Document, leaf: Leaf) -> str:
    """Where a text is used, in the language in use: ``Stage "Qualified" › Goal``."""
    at = _written(document, leaf)
    if isinstance(document.value(at[:-1]), str):
        at = at[:-1]
    node: Node | None = Node(schema("playbook"), schema("playbook"))
    steps: list[str] = []
    listed = ""
    for number, step in enumerate(at):
        above, node = node, node.step(step) if node else None
        if above is None or node is None:
            break
        here = at[: number + 1]
        is_key = step in above.here.get("properties", ())
        title = str(node.here.get("title", "")) if is_key else node.block_title
        if is_key and len(here) < len(at) and _holds_entries(node):
            listed = title
            continue
        title = listed if not is_key and title in _PLAIN else title
        label = "" if is_key else _label(document.value(here), step, at[len(here) :])
        steps.append(look_up("schema", title) + label if title else "")
    return " › ".join(word for word, _same in groupby(filter(None, steps)))


def _holds_entries(node: Node) -> bool:
    """Whether it is a list, or a catalogue of entries with ids."""
    return "items" in node.here or isinstance(node.here.get("additionalProperties"), dict)


def _label(part: Any, step: str | int, rest: At) -> str:
    """What people call an entry, unless that is the text in question."""
    said: Any = step if isinstance(step, str) else ""
    if isinstance(part, dict):
        key = next((key for key in _LABELS if isinstance(part.get(key), str)), None)
        said = part[key] if key is not None and rest != (key,) else "" if rest == (key,) else said
    words = " ".join(said.split())
    short = words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
    return " " + _('"{name}"').format(name=short) if short else ""
