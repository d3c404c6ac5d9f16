"""A playbook with its texts exchanged for those of another language."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from playbook.model import Playbook
from playbook.model.part import Part
from playbook.source import Document
from playbook.translate.catalogue import Catalogue
from playbook.translate.contexts import context_of


def translated(playbook: Playbook, document: Document, catalogue: Catalogue) -> Playbook:
    """The playbook in a catalogue's language; what is not translated stays as it is."""
    found: dict[tuple[Any, ...], str] = {}
    for leaf in playbook.texts:
        entry = catalogue.entry(context_of(document, leaf), leaf.value)
        if entry is not None and entry.text:
            found[leaf.at] = entry.text
    turned: Playbook = _turn(playbook, found)
    return dataclasses.replace(turned, language=catalogue.language)


def _turn(part: Any, found: Mapping[tuple[Any, ...], str]) -> Any:
    """A part with its texts exchanged, and so its parts."""
    changed: dict[str, Any] = {}
    for field in dataclasses.fields(part):
        value = getattr(part, field.name)
        new = _turned(value, (*part.at, field.name.rstrip("_")), found)
        if new is not value:
            changed[field.name] = new
    return dataclasses.replace(part, **changed) if changed else part


def _turned(value: Any, at: tuple[Any, ...], found: Mapping[tuple[Any, ...], str]) -> Any:
    if isinstance(value, Part):
        return _turn(value, found)
    if isinstance(value, str):
        return found.get(at, value)
    if isinstance(value, tuple) and at and at[-1] != "at":
        new = tuple(_turned(each, (*at, number), found) for number, each in enumerate(value))
        return value if all(a is b for a, b in zip(new, value, strict=True)) else new
    if isinstance(value, Mapping):
        turned = {key: _turned(each, (*at, key), found) for key, each in value.items()}
        return value if all(turned[key] is value[key] for key in value) else turned
    return value
