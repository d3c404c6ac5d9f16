"""Answers of an API in JSON, read with care: rows, texts and numbers, or a word that they are none."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from playbook.messages import _
from playbook.rollout.reading import unreadable

Row = Mapping[str, Any]


def parsed(name: str, content: bytes, what: str, number: Callable[[str], Any] | None = None) -> Any:
    """The value of an answer; ``what`` is what was expected.

    ``number`` makes something of numbers with a point, and of those that are none.

    Raises:
        Refused: it is no JSON.

    """
    try:
        return json.loads(content, parse_float=number, parse_constant=number)
    except (ValueError, RecursionError) as error:
        raise unreadable(name, what, _why(content, error)) from error


def _why(content: bytes, error: Exception) -> str:
    """What keeps a file from being an answer in JSON."""
    begin = content.decode(json.detect_encoding(content), "replace").lstrip("\ufeff \t\r\n")
    if not begin:
        return _("it is empty")
    if begin.startswith("<"):
        return _("it is a web page or XML, and no JSON")
    if isinstance(error, json.JSONDecodeError):
        message = _("it is no JSON from line {line}, column {column} on")
        return message.format(line=error.lineno, column=error.colno)
    return _("it is no JSON")


def listed(name: str, content: bytes, what: str, key: str = "data") -> Sequence[Row]:
    """The rows of an answer: those under a key, or the answer itself.

    Raises:
        Refused: it is no JSON, or holds something else.

    """
    value = parsed(name, content, what)
    found = rows(value.get(key) if isinstance(value, dict) else value)
    if found is None:
        raise unreadable(name, what)
    return found


def rows(value: Any) -> Sequence[Row] | None:
    """The rows of a list; None if it is something else."""
    if isinstance(value, list) and all(isinstance(row, dict) for row in value):
        return value
    return None


def text(row: Row, *keys: str) -> str:
    """The first text or number that stands under one of the keys."""
    for key in keys:
        value = row.get(key)
        if isinstance(value, str | int) and not isinstance(value, bool) and value != "":
            return str(value)
    return ""


def whole(row: Row, key: str, most: int = 1_000_000) -> int | None:
    """A whole number from 0 to ``most``; None if it is something else."""
    value = row.get(key)
    if isinstance(value, str):
        value = int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, float) and not value.is_integer():
        return None
    return int(value) if 0 <= value <= most else None


def inner(row: Row, key: str) -> Sequence[Row]:
    """The rows in a row; none if there is something else."""
    return rows(row.get(key)) or ()
