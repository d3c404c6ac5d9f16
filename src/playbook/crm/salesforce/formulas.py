"""The words of Salesforce's formula language, put together safely."""

import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from playbook.messages import _

LONGEST: Final = 3900
"""Characters in one formula."""


class Unsayable(Exception):
    """A formula cannot say this; the message is a sentence for people."""


def both(*conditions: str) -> str:
    """All of the conditions."""
    return _joined("AND", conditions, "TRUE")


def either(*conditions: str) -> str:
    """Any of the conditions."""
    return _joined("OR", conditions, "FALSE")


def opposite(condition: str) -> str:
    """Not the condition."""
    return _inside("NOT", condition) or f"NOT({condition})"


def _inside(function: str, condition: str) -> str:
    """What stands in a call that is the whole of a condition; empty if it is not."""
    if not condition.startswith(f"{function}("):
        return ""
    depth, in_text, skip = 0, False, False
    for index, sign in enumerate(condition):
        if skip or (in_text and sign == "\\"):
            skip = not skip
        elif sign == '"':
            in_text = not in_text
        elif not in_text and sign in "()":
            depth += 1 if sign == "(" else -1
            if depth == 0:
                whole = index == len(condition) - 1
                return condition[len(function) + 1 : -1] if whole else ""
    return ""


def quoted(text: str) -> str:
    """A text as a literal."""
    if any(unicodedata.category(sign) == "Cc" for sign in text):
        raise Unsayable(_("A Salesforce formula cannot hold a text of several lines."))
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def number(value: float | Decimal) -> str:
    """A number as a literal, without an exponent."""
    plain = f"{Decimal(str(value)):f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def one_of(field: str, values: Iterable[str]) -> str:
    """Whether a picklist, or what it was before, holds one of the values."""
    listed = _listed(values)
    return f"CASE({field}, {listed}, 0) = 1" if listed else "FALSE"


def none_of(field: str, values: Iterable[str]) -> str:
    """Whether a picklist, or what it was before, holds none of the values."""
    listed = _listed(values)
    return f"CASE({field}, {listed}, 0) = 0" if listed else "TRUE"


def _listed(values: Iterable[str]) -> str:
    return ", ".join(f"{quoted(value)}, 1" for value in dict.fromkeys(values))


def _joined(function: str, conditions: tuple[str, ...], nothing: str) -> str:
    needed = [each for each in dict.fromkeys(conditions) if each != nothing]
    if len(needed) < 2:
        return needed[0] if needed else nothing
    return f"{function}({', '.join(_inside(function, each) or each for each in needed)})"
