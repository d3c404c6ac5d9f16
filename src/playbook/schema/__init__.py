"""The shape of a document against its JSON Schema, in the author's words.

The schemas are the only authority on shape; what follows reading runs on what
passed here and needs no defensive code.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import Any, Literal

import jsonschema_rs

from playbook.findings import At, Place, Problem
from playbook.messages import _
from playbook.resources import SCHEMAS
from playbook.schema.case import Case
from playbook.schema.node import Node, node_at
from playbook.source import Document

__all__ = ["Kind", "Node", "check", "node_at", "schema"]

Kind = Literal["playbook", "variant", "crm"]

_MOST = 200
"""How many errors are looked at; what comes after them is no news."""
_LONGEST = 200
"""Characters of what the validator says; it quotes whole blocks."""
_WARNINGS = frozenset({"PB017", "PB018", "PB019", "PB020", "PB023", "PB024", "PB025"})
"""What reading says of a word and does not stop it from being used."""
_SLIPS = frozenset({"PB008", "PB009", "PB010"})
"""Slips of the hand that break more than one value on their line."""
_GUESSES = frozenset({"PB008", "PB012", "PB040"})
"""What says which key was meant; that key is then neither missing nor empty."""
_VALUES = frozenset({"PB042", "PB043", "PB044", "PB045", "PB046"})
"""What is wrong with one value; the first that is said of it is enough."""
_TEXTS = frozenset({"PB009", "PB011", "PB021"})
"""What makes a text look like a block, so that the block's missing keys are no news."""


def check(document: Document, kind: Kind = "playbook") -> tuple[Problem, ...]:
    """What in the document has the wrong shape: one problem for each cause."""
    if _validator(kind).is_valid(document.data):
        return ()
    problems: list[Problem] = []
    for error in islice(_nameless(kind).iter_errors(document.data), _MOST):
        detail = _words(error)
        found = _explained(document, schema(kind), error)
        problems += (replace(problem, detail=detail) for problem in found)
    whole = Case(document, schema(kind), (), Node(schema(kind), schema(kind)))
    problems += islice(_bad_names(whole), _MOST)
    certain = [each for each in problems if each.place[:2] not in document.doubtful]
    return _without_echoes(certain, document.problems)


@cache
def schema(kind: Kind) -> dict[str, Any]:
    """The schema of a kind of document, put together from its files.

    A playbook's main file may leave its stages to a file of their own, which
    editors cannot know; the playbook has them.
    """
    here = published(kind)
    return {**here, "required": [*here["required"], "stages"]} if kind == "playbook" else here


@cache
def published(kind: Kind) -> dict[str, Any]:
    """The schema of a kind of file, as editors are given it."""
    text = (SCHEMAS / f"{kind}.schema.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@cache
def _validator(kind: Kind) -> jsonschema_rs.Validator:
    return _validator_for(schema(kind))


@cache
def _nameless(kind: Kind) -> jsonschema_rs.Validator:
    """A validator that does not look at the names of entries.

    For each bad name it would keep a copy of the whole catalogue, so that a
    few thousand of them fill the memory.
    """
    return _validator_for(_without_names(schema(kind)))


def _validator_for(schema: dict[str, Any]) -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for(schema, retriever=_refuse, validate_formats=True)


def _without_names(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without_names(v) for k, v in value.items() if k != "propertyNames"}
    return [_without_names(each) for each in value] if isinstance(value, list) else value


def _bad_names(case: Case) -> Iterator[Problem]:
    """The entries of catalogues, anywhere in the document, whose names are no ids."""
    from playbook.schema import ids

    value = case.value
    if isinstance(value, dict) and "propertyNames" in case.node.here:
        yield from ids.bad_names(case)
    for step, inner in _parts(value):
        node = case.node.step(step)
        if node is not None and isinstance(inner, dict | list):
            yield from _bad_names(Case(case.document, case.root, (*case.at, step), node))


def _parts(value: Any) -> Iterable[tuple[Any, Any]]:
    """The parts of a block or a list, with their keys or numbers."""
    if isinstance(value, dict):
        return value.items()
    return enumerate(value) if isinstance(value, list) else ()


def _refuse(uri: str) -> Any:
    raise LookupError(f"schemas refer to nothing outside themselves: {uri}")


def _explained(
    document: Document, root: dict[str, Any], error: jsonschema_rs.ValidationError
) -> Iterator[Problem]:
    """A validator's error in an author's words."""
    from playbook.schema import keys, values

    at = _path(document.data, error.instance_path)
    kind: Any = error.kind
    node = node_at(root, at)
    if node is None:
        place = document.place(at)
        yield Problem(place, "PB042", _("This does not belong here."), "", document.path(at))
        return
    case = Case(document, root, at, node)
    name = kind.name
    if name == "additionalProperties":
        yield from keys.unknown(case, kind.unexpected)
    elif name == "required":
        if not document.is_torn(at) and not keys.is_id_over_block(case):
            yield keys.missing(case, kind.property)
    elif name == "enum":
        yield values.not_a_choice(case, kind.options)
    elif name == "pattern":
        yield values.wrong_form(case)
    elif name == "type":
        yield values.wrong_type(case)
    elif name == "format":
        yield values.bad_date(case)
    else:
        yield values.beyond_limit(case, name)


def _words(error: jsonschema_rs.ValidationError) -> str:
    """What the validator itself says, and of what."""
    at = "".join(
        f"[{step}]" if isinstance(step, int) else f".{step}" for step in error.instance_path
    )
    said = error.message if len(error.message) <= _LONGEST else error.message[:_LONGEST] + "…"
    return f"JSON Schema: {said} at ${at}"


def _path(value: Any, steps: Iterable[str | int]) -> At:
    """A validator's path; it takes a key that looks like a number for one, and drops an empty key."""
    at: list[str | int] = []
    for step in steps:
        key = str(step) if isinstance(value, dict) else step
        while isinstance(value, dict) and key not in value and "" in value:
            at.append("")
            value = value[""]
            key = str(step) if isinstance(value, dict) else step
        at.append(key)
        value = value[key]
    return tuple(at)


def _without_echoes(problems: Iterable[Problem], read: Iterable[Problem]) -> tuple[Problem, ...]:
    """One problem for each cause.

    A misspelt key is not a missing one as well, a text taken for a block lacks
    no keys, and where a line is no good its shape is no news.
    """
    problems, read = list(problems), list(read)
    guessed = {problem.path for problem in problems if problem.code in _GUESSES}
    guessed |= {problem.path for problem in read} - {""}
    texts = {problem.path for problem in problems if problem.code in _TEXTS}
    wrong = {problem.place[:2] for problem in read if problem.code not in _WARNINGS}
    slips = {problem.place[:2] for problem in problems if problem.code in _SLIPS}
    first: dict[tuple[Place, str], Problem] = {}
    for problem in problems:
        is_echo = (
            (problem.code in ("PB041", "PB042") and problem.path in guessed)
            or (problem.code == "PB041" and problem.path.rpartition(".")[0] in texts)
            or (problem.code not in _SLIPS and problem.place[:2] in slips)
            or problem.place[:2] in wrong
        )
        if not is_echo:
            cause = "a value" if problem.code in _VALUES else problem.code
            first.setdefault((problem.place._replace(length=1), cause), problem)
    return tuple(first.values())
