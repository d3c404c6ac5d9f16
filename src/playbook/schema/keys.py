"""Keys that the format does not know, and keys that are missing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from playbook.findings import Edit, Fix, Place, Problem
from playbook.messages import _
from playbook.schema import colons, meant, mends
from playbook.schema.case import Case
from playbook.schema.ids import ID
from playbook.schema.node import node_at
from playbook.source import quoted
from playbook.suggest import did_you_mean, fold, has_look_alikes, id_for, nearest

_MOST = 20
"""How many unknown keys of one block are named."""


def unknown(case: Case, found: Sequence[str]) -> Iterator[Problem]:
    """What is said of the keys that a block cannot have."""
    for key in found[:_MOST]:
        yield _unknown(case, key, found)


def _unknown(case: Case, key: str, found: Sequence[str]) -> Problem:
    inner = case.value[key]
    tight = colons.TIGHT.fullmatch(key)
    if inner is None and tight and tight["key"] in case.node.keys:
        return colons.tight(case, key, tight)
    if bracket := colons.BRACKET.fullmatch(key):
        return colons.bracket(case, key, bracket)
    if (empty := _empty_above(case, key)) is not None:
        return _not_indented(case, key, empty)
    plain = key.strip().rstrip(":")
    if plain in case.node.keys and plain not in case.value and plain != key:
        return colons.odd(case, key, plain)
    if _is_id_as_key(case, key):
        return _id_as_key(case, key)
    if span := meant.in_known_unit(key, inner, case.node.keys):
        return _other_unit(case, key, span)
    guess = _guess(case, key, found)
    if _is_text(case, key, guess):
        return colon_in_text(case)
    if inner is None and guess is None and _in_braces(case, key):
        message = _('"{key}" has no value: in {{ }} a comma begins the next key.').format(key=key)
        help = _("Put the whole text in quotes, or write one key a line.")
        problem = case.problem_at_key("PB021", key, message, help, _rejoined(case, key))
        return replace(problem, path=case.document.path(case.at))
    message, help = _about(case, key, guess), _instead(case, key, guess)
    if guess is None or guess in case.value:
        return case.problem_at_key("PB040", key, message, help)
    fix = None
    if re.search(rf'["“„]{re.escape(guess)}["”“]', message + help):
        fix = mends.key(case, key, guess, is_safe=fold(guess) == fold(key))
    problem = case.problem_at_key("PB040", key, message, help, fix)
    return replace(problem, path=case.document.path((*case.at, guess)))


def _rejoined(case: Case, key: str) -> Fix | None:
    """The text that a comma has cut in braces, whole and in quotes."""
    keys = list(case.value)
    above = keys[keys.index(key) - 1]
    first = case.document.stretch((*case.at, above))
    last = case.document.place((*case.at, key), key=True)
    if first is None or not isinstance(case.value[above], str) or first[:2] != last[:2]:
        return None
    place = first._replace(length=last.column + last.length - first.column)
    text = case.document.line(place)[place.column - 1 :][: place.length]
    return mends.at(place, quoted(text), is_safe=False)


def _guess(case: Case, key: str, found: Sequence[str]) -> str | None:
    """The key that was probably meant: a missing one before a free one before one that is there."""
    node, value = case.node, case.value
    missing = [name for name in node.required if name not in value]
    free = [name for name in node.keys if name not in value]
    guess = nearest(key, missing) or nearest(key, free) or nearest(key, node.keys)
    is_alone = list(found) == [key] and len(missing) == 1 and "string" not in node.types
    if guess is None and is_alone and not key.isascii():
        inner = node.step(missing[0])
        if inner is not None and isinstance(value[key], str) and "string" in inner.types:
            return missing[0]
    return guess


def _is_text(case: Case, key: str, guess: str | None) -> bool:
    """Whether a block is a text with a colon in it, where a text may stand."""
    if "string" not in case.node.types or len(case.value) != 1:
        return False
    return guess is None or (guess not in case.node.required and not key[:1].islower())


def _in_braces(case: Case, key: str) -> bool:
    """Whether a key stands on the line its block begins on, as in ``{a: x, b}``."""
    place = case.document.place((*case.at, key), key=True)
    return "{" in case.document.line(place)[: place.column - 1]


def _about(case: Case, key: str, guess: str | None) -> str:
    if has_look_alikes(key):
        return _('"{key}" contains letters that look Latin and are not.').format(key=key)
    if guess is not None and fold(guess) == fold(key):
        return _('"{key}" is written "{guess}".').format(key=key, guess=guess)
    return _('"{key}" is not known in {what}.').format(key=key[:60], what=case.what)


def _instead(case: Case, key: str, guess: str | None) -> str:
    elsewhere = None if guess and fold(guess) == fold(key) else _elsewhere(case, key)
    if elsewhere is not None:
        return elsewhere
    if guess is not None and guess not in case.value:
        return _('Did you mean "{guess}"?').format(guess=guess)
    free = [name for name in case.node.keys if name not in case.value]
    return did_you_mean(key, free, most=40)


def _elsewhere(case: Case, key: str) -> str | None:
    """Where a key that is not known here is known: in a block around, or in one within."""
    for length in range(len(case.at) - 1, 0, -1):
        node = node_at(case.root, case.at[:length])
        if node is not None and key in node.keys:
            if _in_braces(case, key):
                return None
            around = Case(case.document, case.root, case.at[:length], node)
            return _("It belongs to {what}: begin it further left.").format(what=around.what)
    for name in case.node.keys:
        inner = case.node.step(name)
        item = inner.step(0) if inner is not None and "array" in inner.types else None
        if item is not None and key in item.keys and name in case.value:
            message = _("It belongs to a {block} under `{key}`: begin it further right.")
            return message.format(block=item.kind, key=name)
    return None


def _empty_above(case: Case, key: str) -> str | None:
    """The empty key right above an unknown one, if a block was to stand below it."""
    keys = list(case.value)
    above = keys[keys.index(key) - 1] if keys[0] != key else None
    node = case.node.step(above) if above is not None else None
    is_block = node is not None and set(node.types) <= {"object", "array"}
    return above if above is not None and is_block and case.value[above] is None else None


def _not_indented(case: Case, key: str, above: str) -> Problem:
    """The first key of a block that begins in the same column as the block's own key."""
    message = _('"{key}" begins in the same column as "{above}", so it does not belong to it.')
    help = _("Begin it two spaces further in.")
    problem = case.problem_at_key("PB012", key, message.format(key=key[:60], above=above), help)
    return replace(problem, path=case.document.path((*case.at, above)))


def _is_id_as_key(case: Case, key: str) -> bool:
    """Whether an item begins with its id alone: ``- proposal:``."""
    lacks_id = "id" in case.node.required and "id" not in case.value
    is_empty = case.value[key] is None or is_id_over_block(case)
    return lacks_id and is_empty and bool(ID.match(key))


def _shifted(place: Place, lines: list[tuple[int, str]]) -> Iterator[Edit]:
    """The lines of a block, moved to the column that a key begins in."""
    for number, line in lines:
        shift = len(lines[0][1]) - len(lines[0][1].lstrip()) - place.column + 1
        if line[: place.column - 1].strip():
            return
        if line.strip():
            yield Edit(place._replace(line=number, column=1, length=shift), "")


def is_id_over_block(case: Case) -> bool:
    """Whether an item is a key with all the rest below it: the key was to be its id."""
    if "id" not in case.node.required or not isinstance(case.value, dict) or len(case.value) != 1:
        return False
    ((key, inner),) = case.value.items()
    return (
        key not in case.node.keys
        and isinstance(inner, dict)
        and inner.keys() <= set(case.node.keys)
    )


def _other_unit(case: Case, key: str, span: str) -> Problem:
    """A span of time in a unit that is not known, and in one that is."""
    message = _('"{key}" is not known in {what}.').format(key=key, what=case.what)
    help = _("Write: {text}").format(text=span)
    place, fix = case.document.place((*case.at, key), key=True), None
    value = case.document.stretch((*case.at, key))
    if value is not None and value[:2] == place[:2]:
        whole = place._replace(length=value.column + value.length - place.column)
        fix = mends.at(whole, span, is_safe=False)
    return case.problem_at_key("PB040", key, message, help, fix)


def _id_as_key(case: Case, key: str) -> Problem:
    message = _('"{key}" is not known in {what}.').format(key=key, what=case.what)
    help = _("Write: {text}").format(text=f"id: {key}")
    place, fix = case.document.place((*case.at, key), key=True), None
    if case.document.line(place)[place.column - 1 :].rstrip() == f"{key}:":
        inner = case.document.lines((*case.at, key)) if case.value[key] is not None else []
        edits = [Edit(place._replace(length=len(key) + 1), f"id: {key}")]
        edits += _shifted(place, inner)
        fix = mends.in_lines(help, edits, is_safe=False)
    problem = case.problem_at_key("PB040", key, message, help, fix)
    return replace(problem, path=case.document.path((*case.at, "id")))


def colon_in_text(case: Case) -> Problem:
    """A text that YAML takes for a key and its value."""
    message = _('This text contains ": ", so YAML reads it as a key and a value.')
    place, text = case.document.place(case.at), case.written
    in_brackets = re.search(r"[\[{]", case.document.line(place)[: place.column - 1])
    fix = None
    if not text.startswith("? "):
        if in_brackets or not re.match(r"\S.*:(?:\s|$)", text) or text[:1] in "{\"'":
            key, inner = next(iter(case.value.items()))
            text = f"{key}: {inner}" if isinstance(inner, str | int | float) else f"{key}:"
        fix = _in_quotes(case)
    help = _("Put it in quotes: {text}").format(text=quoted(text))
    return case.problem("PB011", message, help, fix)


def _in_quotes(case: Case) -> Fix | None:
    """A key and its value as one text in quotes, with what stands behind them left as it is."""
    ((key, value),) = case.value.items()
    place = case.document.place(case.at)
    end = case.document.stretch((*case.at, key))
    if value is not None and (end is None or end.line != place.line):
        return None
    length = len(key) + 1 if end is None else end.column + end.length - place.column
    text = case.document.line(place)[place.column - 1 :][:length]
    if not text.startswith(f"{key}:") or isinstance(value, dict | list):
        return None
    return mends.at(place._replace(length=length), quoted(text), is_safe=True)


def missing(case: Case, key: str) -> Problem:
    """A key that a block cannot do without."""
    message = _('"{key}" is missing in {what}.').format(key=key, what=case.what)
    inner = case.node.step(key)
    example: Any = inner.example if inner else None
    name = case.value.get("name")
    if key == "id" and isinstance(name, str):
        example = id_for(name) or example
    help = ""
    if isinstance(example, str | int):
        help = _("For example: {key}: {example}").format(key=key, example=example)
    elif inner is not None and "array" in inner.types:
        help = _('Write "{key}:", and below it each item after "- ".').format(key=key)
    elif inner is not None:
        help = _('Write "{key}:", and its own keys below it.').format(key=key)
    problem = case.problem("PB041", message, help)
    return replace(problem, path=case.document.path((*case.at, key)))
