"""Formulas as trees: the text in a cell and the value stored with it come from the same tree.

A tree says what is computed; ``calculation`` computes it. Only functions that
Excel, LibreOffice and Google Sheets all know are used, and no structured
references, which LibreOffice does not read.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

Scalar = str | float | bool | None
"""What a cell holds; a date is its number of days, an empty cell is None."""

Anchor = Literal["both", "row", "column", "none"]
"""What of a reference stays when its formula is copied or sorted elsewhere."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A reference to one cell; rows and columns count from 0."""

    sheet: str
    row: int
    column: int
    anchor: Anchor = "both"


@dataclass(frozen=True, slots=True)
class Block:
    """A reference to cells that stand together, from corner to corner."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int

    def cell(self, place: int) -> Cell:
        """One cell of a row or a column, from 0."""
        if self.top == self.bottom:
            return Cell(self.sheet, self.top, self.left + place)
        return Cell(self.sheet, self.top + place, self.left)


@dataclass(frozen=True, slots=True)
class Known:
    """A value that stands in the formula itself."""

    value: str | float | bool


@dataclass(frozen=True, slots=True)
class Operation:
    """Two parts and a sign between them."""

    left: "Expression"
    sign: str
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the spreadsheet."""

    name: str
    parts: tuple["Expression", ...]


Expression = Cell | Block | Known | Operation | Call
Given = Expression | str | float | bool


_CALLS: Final = re.compile(r"(?<=\w)(?=\()")


def known(given: Given) -> Expression:
    """A part of a formula; a plain value stands for itself."""
    return Known(given) if isinstance(given, str | int | float) else given


def op(left: Given, sign: str, right: Given) -> Expression:
    """Two parts with a sign between them: ``+ - * / & = <> < <= > >=``."""
    return Operation(known(left), sign, known(right))


def call(name: str, *parts: Given) -> Expression:
    """A function of the spreadsheet."""
    return Call(name, tuple(known(part) for part in parts))


def when(test: Given, then: Given, otherwise: Given) -> Expression:
    """One of two values."""
    return call("IF", test, then, otherwise)


def both(*tests: Given) -> Expression:
    """Whether all tests hold; true for none of them."""
    return _joined("AND", tests, nothing=True)


def either(*tests: Given) -> Expression:
    """Whether any test holds; false for none of them."""
    return _joined("OR", tests, nothing=False)


def total(*parts: Given) -> Expression:
    """A sum of single values."""
    found = known(parts[0]) if parts else Known(0)
    for part in parts[1:]:
        found = op(found, "+", part)
    return found


def _joined(name: str, tests: tuple[Given, ...], *, nothing: bool) -> Expression:
    found = [known(test) for test in tests if known(test) != Known(nothing)]
    if not found:
        return Known(nothing)
    return found[0] if len(found) == 1 else Call(name, tuple(found))


def text(formula: Expression, here: str, names: Mapping[str, str]) -> str:
    """The text of a formula on a sheet, without the sign ``=``; ``names`` are the sheets' names."""
    match formula:
        case Known(value):
            return _literal(value)
        case Cell(sheet, row, column, anchor):
            return _of(sheet, here, names) + address(row, column, anchor)
        case Block(sheet, top, left, bottom, right):
            return f"{_of(sheet, here, names)}{address(top, left)}:{address(bottom, right)}"
        case Operation(left, sign, right):
            return f"{_operand(left, here, names)}{sign}{_operand(right, here, names)}"
        case Call(name, parts):
            return f"{name}({','.join(text(part, here, names) for part in parts)})"


@cache
def address(row: int, column: int, anchor: Anchor = "both") -> str:
    """The name of a cell: ``$A$1``."""
    letters = ""
    rest = column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    before = "$" if anchor in ("both", "column") else ""
    between = "$" if anchor in ("both", "row") else ""
    return f"{before}{letters}{between}{row + 1}"


def _operand(part: Expression, here: str, names: Mapping[str, str]) -> str:
    said = text(part, here, names)
    return f"({said})" if isinstance(part, Operation) else said


def _of(sheet: str, here: str, names: Mapping[str, str]) -> str:
    if sheet == here:
        return ""
    return "'" + names[sheet].replace("'", "''") + "'!"


def _quoted(value: str) -> str:
    """A text in a formula. xlsxwriter looks for the names of functions in it, so none stands there."""
    parts = ['"' + part.replace('"', '""') + '"' for part in _CALLS.split(value)]
    return f"({'&'.join(parts)})" if len(parts) > 1 else parts[0]


def _literal(value: str | float | bool) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return _quoted(value)
    return str(int(value)) if float(value).is_integer() else repr(float(value))
