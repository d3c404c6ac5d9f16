"""Computes the value of every formula, as a spreadsheet would.

Readers that do not compute, such as a preview on a phone, show the values that
are stored with the formulas; so does LibreOffice when it opens a file.
"""

import operator
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from playbook.renderers.handbook.xlsx import functions
from playbook.renderers.handbook.xlsx.formulas import (
    Block,
    Call,
    Cell,
    Expression,
    Known,
    Operation,
    Scalar,
)
from playbook.renderers.handbook.xlsx.functions import Mistake, as_number, as_truth

Contents = Mapping[str, Mapping[tuple[int, int], Scalar | Expression]]
"""What stands in the cells, by sheet, row and column."""

_ARITHMETIC: Final[Mapping[str, Callable[[float, float], float]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}
_COMPARING: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class Calculation:
    """The values of a workbook on a day; each formula is computed once."""

    def __init__(self, contents: Contents, today: int) -> None:
        self._contents = contents
        self._today = today
        self._found: dict[tuple[str, int, int], Scalar] = {}

    def cell(self, sheet: str, row: int, column: int) -> Scalar:
        """The value of a cell; None for an empty one.

        Raises:
            Mistake: its formula has no value.

        """
        key = (sheet, row, column)
        if key not in self._found:
            content = self._contents[sheet].get((row, column))
            if isinstance(content, Cell | Block | Known | Operation | Call):
                content = self.value(content)
                content = 0 if content is None else content
            self._found[key] = content
        return self._found[key]

    def value(self, formula: Expression) -> Scalar:
        """The value of a formula."""
        match formula:
            case Known(value):
                return value
            case Cell(sheet, row, column):
                return self.cell(sheet, row, column)
            case Operation(left, sign, right):
                return _operated(self.value(left), sign, self.value(right))
            case Call(name, parts):
                return self._called(name, parts)
            case Block():
                raise Mistake("A block is no single value.")

    def values(self, block: Block) -> tuple[Scalar, ...]:
        """The values of a block, row by row."""
        return tuple(
            self.cell(block.sheet, row, column)
            for row in range(block.top, block.bottom + 1)
            for column in range(block.left, block.right + 1)
        )

    def _called(self, name: str, parts: tuple[Expression, ...]) -> Scalar:
        match name:
            case "IF":
                return self.value(parts[1] if as_truth(self.value(parts[0])) else parts[2])
            case "IFERROR":
                try:
                    return self.value(parts[0])
                except Mistake:
                    return self.value(parts[1])
            case "TODAY":
                return self._today
            case "SUMPRODUCT":
                return functions.sum_of_products([list(self._each(part)) for part in parts])
        given = [
            self.values(part) if isinstance(part, Block) else self.value(part) for part in parts
        ]
        return functions.FUNCTIONS[name](*given)

    def _each(self, formula: Expression) -> Iterator[Scalar]:
        """The values of a formula over blocks of one size, one after the other."""
        match formula:
            case Block():
                yield from self.values(formula)
            case Operation(left, sign, right):
                size = max(_size(left), _size(right))
                pairs = zip(self._spread(left, size), self._spread(right, size), strict=True)
                for one, other in pairs:
                    yield _operated(one, sign, other)
            case _:
                yield self.value(formula)

    def _spread(self, formula: Expression, size: int) -> list[Scalar]:
        found = list(self._each(formula))
        return found * size if len(found) == 1 else found


def _size(formula: Expression) -> int:
    match formula:
        case Block(_, top, left, bottom, right):
            return (bottom - top + 1) * (right - left + 1)
        case Operation(left_part, _, right_part):
            return max(_size(left_part), _size(right_part))
    return 1


def _operated(left: Scalar, sign: str, right: Scalar) -> Scalar:
    if sign in _ARITHMETIC:
        if sign == "/" and as_number(right) == 0:
            raise Mistake("Nothing can be divided by zero.")
        return _ARITHMETIC[sign](as_number(left), as_number(right))
    if sign == "&":
        return functions.as_text(left) + functions.as_text(right)
    return _COMPARING[sign](*functions.comparable(left, right))
