"""The functions of a spreadsheet that our formulas use, with the meaning that they have there."""

import math
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from playbook.renderers.handbook.xlsx.formulas import Scalar

_DAY_ZERO: Final = date(1899, 12, 30)
"""Days are counted from here."""


class Mistake(Exception):
    """What a spreadsheet shows as an error."""


def serial(day: date) -> int:
    """The number that a spreadsheet knows a day by."""
    return (day - _DAY_ZERO).days


def day(number: Scalar) -> date:
    """The day that a number stands for."""
    return _DAY_ZERO + timedelta(days=int(as_number(number)))


def as_number(value: Scalar) -> float:
    """A value to calculate with; an empty cell is 0, and a text is a mistake."""
    if value is None:
        return 0
    if isinstance(value, str):
        raise Mistake(f"{value!r} is no number.")
    return value


def as_truth(value: Scalar) -> bool:
    """Whether a value counts as true."""
    return bool(as_number(value))


def as_text(value: Scalar) -> str:
    """A value as a part of a text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return value
    return str(int(value)) if float(value).is_integer() else f"{value:.15g}"


def comparable(left: Scalar, right: Scalar) -> tuple[Any, Any]:
    """Two values as a spreadsheet compares them: numbers stand before texts, case does not count."""
    return _ranked(left, right), _ranked(right, left)


def _ranked(value: Scalar, other: Scalar) -> tuple[int, object]:
    if value is None:
        value = "" if isinstance(other, str) else 0
    if isinstance(value, str):
        return 1, value.casefold()
    return (2, value) if isinstance(value, bool) else (0, value)


def sum_of_products(columns: Sequence[Sequence[Scalar]]) -> float:
    """The sum of the products of what stands side by side; what is no number counts as 0."""
    return sum(math.prod(_plain(value) for value in row) for row in zip(*columns, strict=True))


def _plain(value: Scalar) -> float:
    return value if _is_number(value) else 0  # type: ignore[return-value]  # _is_number says so


def _is_number(value: Scalar) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _numbers(parts: Sequence[Any]) -> list[float]:
    """Single values as numbers, and of the blocks only the numbers."""
    found: list[float] = []
    for part in parts:
        if isinstance(part, tuple):
            found += [value for value in part if _is_number(value)]
        else:
            found.append(as_number(part))
    return found


def _fits(value: Scalar, wanted: Scalar) -> bool:
    """Whether a value fits a number, or a sign and a number such as ``>=5``."""
    if not isinstance(wanted, str):
        return _is_number(value) and value == wanted
    for sign, fits in _SIGNS:
        if wanted.startswith(sign):
            return _is_number(value) and fits(as_number(value), float(wanted[len(sign) :]))
    return isinstance(value, str) and value.casefold() == wanted.casefold()


_SIGNS: Final[tuple[tuple[str, Callable[[float, float], bool]], ...]] = (
    (">=", lambda value, limit: value >= limit),
    ("<=", lambda value, limit: value <= limit),
    (">", lambda value, limit: value > limit),
    ("<", lambda value, limit: value < limit),
)


def _rows_that_fit(parts: Sequence[Any]) -> list[int]:
    """The places at which every block fits what is wanted of it."""
    pairs = list(zip(parts[::2], parts[1::2], strict=True))
    size = len(pairs[0][0])
    return [at for at in range(size) if all(_fits(block[at], want) for block, want in pairs)]


def _sum_if(values: Sequence[Scalar], *parts: Any) -> float:
    return math.fsum(_plain(values[at]) for at in _rows_that_fit(parts))


def _match(wanted: Scalar, values: Sequence[Scalar], kind: float) -> int:
    """The place of a number, from 1; with the kind 1 that of the last one that is not above it."""
    found = 0
    for place, value in enumerate(values, start=1):
        if _is_number(value) and (
            value == wanted or (kind and as_number(value) < as_number(wanted))
        ):
            found = place
            if not kind:
                break
    if not found:
        raise Mistake(f"{wanted!r} is not there.")
    return found


def _index(values: Sequence[Scalar], place: Scalar) -> Scalar:
    number = int(as_number(place))
    if not 1 <= number <= len(values):
        raise Mistake(f"There is no place {number}.")
    return values[number - 1]


def _edate(start: Scalar, months: Scalar) -> int:
    """The same day so many months on, or the last of that month."""
    begin = day(start)
    year, month = divmod(begin.year * 12 + begin.month - 1 + int(as_number(months)), 12)
    last = monthrange(year, month + 1)[1]
    return serial(date(year, month + 1, min(begin.day, last)))


def _round(value: Scalar, digits: Scalar) -> float:
    """Half up, away from zero, as spreadsheets do."""
    scale = 10.0 ** int(as_number(digits))
    scaled = as_number(value) * scale
    return math.copysign(math.floor(abs(scaled) + 0.5 + 1e-9), scaled) / scale


FUNCTIONS: Final[Mapping[str, Callable[..., Scalar]]] = {
    "ABS": lambda value: abs(as_number(value)),
    "AND": lambda *tests: all(as_truth(test) for test in tests),
    "COUNTIF": lambda values, want: sum(_fits(value, want) for value in values),
    "COUNTIFS": lambda *parts: len(_rows_that_fit(parts)),
    "DATE": lambda year, month, of: serial(date(int(year), int(month), int(of))),
    "EDATE": _edate,
    "EXACT": lambda left, right: as_text(left) == as_text(right),
    "INDEX": _index,
    "ISNUMBER": _is_number,
    "MATCH": _match,
    "MAX": lambda *parts: max(_numbers(parts), default=0),
    "MID": lambda value, start, count: as_text(value)[int(start) - 1 :][: int(count)],
    "MIN": lambda *parts: min(_numbers(parts), default=0),
    "MONTH": lambda value: day(value).month,
    "NOT": lambda test: not as_truth(test),
    "OR": lambda *tests: any(as_truth(test) for test in tests),
    "RIGHT": lambda value, count: as_text(value)[-int(count) :],
    "ROUND": _round,
    "SUM": lambda *parts: math.fsum(_numbers(parts)),
    "SUMIFS": _sum_if,
    "YEAR": lambda value: day(value).year,
}
