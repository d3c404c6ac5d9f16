"""A schema's twins: the same shape with its words in another language, or in an older draft."""

from collections.abc import Callable, Iterator
from typing import Any

from playbook.messages import look_up
from playbook.messages.passages import EXAMPLE

Say = Callable[[str, str | None], str]
"""What to write for a text of the schema, given its context."""

_WORDS = ("title", "description", "errorMessage", "patternErrorMessage")
_NAMED = ("properties", "$defs")
"""Keywords whose keys are names of the format."""
_PLAIN = ("#/$defs/text", "#/$defs/prose", "#/$defs/texts")
"""What holds plain words, so that an example of it may be in another language."""
_DATA = ("examples", "default", "enum", "required", "type")
"""Keywords whose values are no schemas and no words of ours."""


def in_language(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema with its words in the language in use."""
    return spoken(schema, lambda message, context: look_up("schema", message, context))


def spoken(here: dict[str, Any], say: Say) -> dict[str, Any]:
    """A schema with each of its texts as ``say`` gives it."""
    made: dict[str, Any] = {}
    for key, value in here.items():
        if key in _WORDS:
            made[key] = say(value, None)
        elif key == "enumDescriptions":
            made[key] = [say(each, None) for each in value]
        elif key == "examples" and here.get("$ref") in _PLAIN:
            made[key] = [_example(each, say) for each in value]
        elif key in _NAMED:
            made[key] = {name: spoken(inner, say) for name, inner in value.items()}
        elif isinstance(value, dict) and key not in _DATA:
            made[key] = spoken(value, say)
        else:
            made[key] = value
    return made


def _example(value: Any, say: Say) -> Any:
    if isinstance(value, list):
        return [_example(each, say) for each in value]
    return say(value, EXAMPLE)


def as_draft_07(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema for tools that know only draft-07; nothing but names is different there.

    What draft-07 does not look at beside a ``$ref`` are the title, the
    description and the like: nothing that makes a value right or wrong.
    """
    moved: dict[str, Any] = _renamed(schema)
    return {**moved, "$schema": "http://json-schema.org/draft-07/schema#"}


def _renamed(value: Any) -> Any:
    if isinstance(value, list):
        return [_renamed(each) for each in value]
    if not isinstance(value, dict):
        return value
    made = {}
    for key, inner in value.items():
        if key == "$ref":
            inner = inner.replace("#/$defs/", "#/definitions/")
        made["definitions" if key == "$defs" else key] = _renamed(inner)
    return made


def schemas_in(here: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every schema within a schema, and the schema itself."""
    yield here
    for key, value in here.items():
        if key in _NAMED:
            for inner in value.values():
                yield from schemas_in(inner)
        elif isinstance(value, dict) and key not in _DATA:
            yield from schemas_in(value)
