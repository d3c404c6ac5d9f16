"""Keys that the format does not know, keys that are missing, and ids that cannot be ids."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from playbook.findings import Problem
from playbook.messages import _
from playbook.schema.case import Case
from playbook.schema.node import Node, node_at
from playbook.source import WIDE_COLONS, quoted
from playbook.suggest import (
    did_you_mean,
    fold,
    has_look_alikes,
    id_for,
    nearest,
    without_look_alikes,
)

_MOST = 20
"""How many unknown keys of one block are named."""
_ID = re.compile(r"^[a-z][a-z0-9-]{0,19}$")
_TIGHT = re.compile(rf"(?P<key>[A-Za-z_]+)\s*(?P<sign>[:={WIDE_COLONS}])\s*(?P<value>\S.*)")
_BRACKET = re.compile(
    rf"(?P<key>[A-Za-z0-9_-]+)(?P<space>\s{{0,9}})(?P<sign>[:={WIDE_COLONS}]?)\s{{0,9}}(?P<value>[\[{{].*)"
)
_COMMAS = re.compile(r"[，、；;]|\s+")


def unknown(case: Case, found: Sequence[str]) -> Iterator[Problem]:
    """What is said of the keys that a block cannot have."""
    for key in found[:_MOST]:
        yield _unknown(case, key, found)


def _unknown(case: Case, key: str, found: Sequence[str]) -> Problem:
    inner = case.value[key]
    tight = _TIGHT.fullmatch(key)
    if inner is None and tight and tight["key"] in case.node.keys:
        return _tight_colon(case, key, tight)
    if bracket := _BRACKET.fullmatch(key):
        return _bracket_in_key(case, key, bracket)
    if (empty := _empty_above(case, key)) is not None:
        return _not_indented(case, key, empty)
    plain = key.strip().rstrip(":")
    if plain in case.node.keys and plain not in case.value and plain != key:
        return _odd_sign(case, key, plain)
    if _is_id_as_key(case, key):
        return _id_as_key(case, key)
    guess = _guess(case, key, found)
    if _is_text(case, key, guess):
        return colon_in_text(case)
    if inner is None and guess is None and _in_braces(case, key):
        message = _('"{key}" has no value: in {{ }} a comma begins the next key.').format(key=key)
        help = _("Put the whole text in quotes, or write one key a line.")
        problem = case.problem_at_key("PB021", key, message, help)
        return replace(problem, path=case.document.path(case.at))
    problem = case.problem_at_key(
        "PB040", key, _about(case, key, guess), _instead(case, key, guess)
    )
    if guess is None or guess in case.value:
        return problem
    return replace(problem, path=case.document.path((*case.at, guess)))


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
            return message.format(block=item.block_title.lower(), key=name)
    return None


def _tight_colon(case: Case, key: str, match: re.Match[str]) -> Problem:
    """A key and its value in braces, joined by a colon that does not part them."""
    sign = match["sign"]
    message = _about_sign(sign)
    help = _("Write: {text}").format(text=f"{match['key']}: {match['value']}")
    problem = case.problem_at_key("PB008", key, message, help)
    place = problem.place
    place = place._replace(column=place.column + match.start("sign"), length=1)
    path = case.document.path((*case.at, match["key"]))
    return replace(problem, place=place, path=path)


def _about_sign(sign: str) -> str:
    """What is wrong with what stands between a key and its value."""
    if sign == ":":
        return _("After the colon there must be a space.")
    if sign and sign in WIDE_COLONS:
        return _('"{colon}" is a full-width (Chinese) colon.').format(colon=sign)
    if sign:
        return _('Between a key and its value stands a colon, not "{sign}".').format(sign=sign)
    return _("A colon is missing here.")


def _bracket_in_key(case: Case, key: str, match: re.Match[str]) -> Problem:
    """A key and the brackets of its value, with no colon and space between them."""
    problem = case.problem_at_key("PB008", key, _about_sign(match["sign"]), "")
    column = problem.place.column - 1
    text = case.document.line(problem.place)[column + match.start("value") :].strip()
    help = _("Write: {text}").format(text=f"{match['key']}: {text}")
    place = problem.place._replace(column=column + match.start("space") + 1, length=1)
    return replace(problem, place=place, help=help)


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


def _odd_sign(case: Case, key: str, plain: str) -> Problem:
    """A key with a second colon, or with a space before its colon that is no plain space."""
    if key.endswith(":"):
        message = _("One colon is enough.")
    else:
        message = _("Beside this colon stands a space that is no plain space.")
    help = _("Write: {text}").format(text=f"{plain}: {_one_line(case.value[key])}".rstrip(": "))
    problem = case.problem_at_key("PB008", key, message, help)
    place = problem.place._replace(column=problem.place.column + len(plain), length=1)
    return replace(problem, place=place, path=case.document.path((*case.at, plain)))


def _is_id_as_key(case: Case, key: str) -> bool:
    """Whether an item begins with its id alone: ``- proposal:``."""
    lacks_id = "id" in case.node.required and "id" not in case.value
    return lacks_id and case.value[key] is None and bool(_ID.match(key))


def _id_as_key(case: Case, key: str) -> Problem:
    message = _('"{key}" is not known in {what}.').format(key=key, what=case.what)
    help = _("Write: {text}").format(text=f"id: {key}")
    problem = case.problem_at_key("PB040", key, message, help)
    return replace(problem, path=case.document.path((*case.at, "id")))


def _one_line(value: Any) -> str:
    return value[:60] if isinstance(value, str) else ""


def colon_in_text(case: Case) -> Problem:
    """A text that YAML takes for a key and its value."""
    message = _('This text contains ": ", so YAML reads it as a key and a value.')
    place, text = case.document.place(case.at), case.written
    in_brackets = re.search(r"[\[{]", case.document.line(place)[: place.column - 1])
    if text.startswith("? "):
        return case.problem(
            "PB011", message, _("Put it in quotes: {text}").format(text=quoted(text))
        )
    if in_brackets or not re.match(r"\S.*:(?:\s|$)", text) or text[:1] in "{\"'":
        key, inner = next(iter(case.value.items()))
        text = f"{key}: {inner}" if isinstance(inner, str | int | float) else f"{key}:"
    return case.problem("PB011", message, _("Put it in quotes: {text}").format(text=quoted(text)))


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


def bad_names(case: Case) -> Iterator[Problem]:
    """The keys of a catalogue that are no ids."""
    for key in [key for key in case.value if not _ID.match(key)][:_MOST]:
        if bracket := _BRACKET.fullmatch(key):
            yield _bracket_in_key(case, key, bracket)
            continue
        message, help = _about_id(key)
        yield case.problem_at_key("PB046", key, message, help)


def is_id(node: Node) -> bool:
    """Whether an id is wanted."""
    return bool(node.here.get("pattern") == _ID.pattern)


def bad_id(case: Case, value: str) -> Problem:
    """A value that cannot be an id; perhaps it is several."""
    for sign in "，、；;":
        if sign in value:
            message = _('Items are parted by commas, and "{sign}" is none, so this is one item.')
            if sign in "，、":
                message = _('"{sign}" is a full-width (Chinese) comma, so this is one item.')
            message = message.format(sign=sign)
            return case.problem_within("PB046", message, _as_list(value), value.index(sign), 1)
    message, help = _about_id(value)
    if (known := _named(case.document.data, value)) is not None:
        message = _('"{value}" is a name; here stands the id.').format(value=value[:60])
        return case.problem("PB046", message, _("Write {id}.").format(id=known))
    parts = value.split()
    if isinstance(case.at[-1], int) and len(parts) > 1 and all(_ID.match(each) for each in parts):
        message = _('"{value}" cannot be an id: there is a space in it.').format(value=value[:60])
        help = _as_list(value)
    return case.problem("PB046", message, help)


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
    known = [id for id in found if isinstance(id, str) and _ID.match(id)]
    return known[0] if len(known) == 1 else None


def _as_list(value: str) -> str:
    parts = ", ".join(part for part in _COMMAS.split(value) if part)
    return _("Write: [{parts}]").format(parts=parts)


def _about_id(value: str) -> tuple[str, str]:
    """What is wrong with an id, and one that would do."""
    plain = without_look_alikes(value)
    if has_look_alikes(value) and _ID.match(plain):
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
