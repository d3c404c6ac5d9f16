"""Names that a workbook allows: of sheets, and in lists to choose from."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f]")
_CALL: Final = re.compile(r"(?<=\w)\(")
"""A bracket that could be a function's: xlsxwriter looks for some in formulas, and names stand there."""
_LONGEST: Final = 31
_RESERVED: Final = frozenset({"history"})


def sheet_names(wanted: Sequence[str]) -> tuple[str, ...]:
    """Names for sheets: at most 31 signs, without those that Excel refuses, and each only once."""
    found: list[str] = []
    taken = set(_RESERVED)
    for name in wanted:
        plain = " ".join(_CALL.sub(" (", _FORBIDDEN.sub(" ", name)).split()).strip("' ") or "_"
        made, number = _cut(plain, _LONGEST), 1
        while made.casefold() in taken:
            number += 1
            after = f" ({number})"
            made = _cut(plain, _LONGEST - len(after)) + after
        taken.add(made.casefold())
        found.append(made)
    return tuple(found)


def labels(names: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The names of things to choose from; the same name twice has its id behind it."""
    found: list[str] = []
    taken: set[str] = set()
    for id, name in names:
        made = name
        while made.casefold() in taken:
            made = f"{made} ({id})"
        taken.add(made.casefold())
        found.append(made)
    return tuple(found)


def _cut(name: str, length: int) -> str:
    """The beginning of a name; a sign beyond the first 65,536 counts twice for Excel."""
    while len(name.encode("utf-16-le")) > 2 * length:
        name = name[:-1]
    return name.rstrip("' ")
