"""The part of Salesforce's formula language that our rules use, read and evaluated.

Blanks are told apart from values as Salesforce does in rules and in formula
fields that treat blanks as blanks. A comparison with a blank is an error here:
a formula of ours must never come that far.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:\\.|[^"\\])*")|(?P<number>\d+(?:\.\d+)?)"""
    r"""|(?P<name>\$?[A-Za-z_][\w.]*)|(?P<sign><>|<=|>=|[=<>+\-*/(),]))"""
)


class Wrong(Exception):
    """The formula is not one that Salesforce would take."""


@dataclass(frozen=True)
class Record:
    """A record as it is saved: values by field, picklists among them, and what was before."""

    values: Mapping[str, Any]
    picklists: frozenset[str] = frozenset()
    before: Mapping[str, Any] | None = None
    formulas: Mapping[str, str] = field(default_factory=dict)
    today: date = date(2026, 11, 21)


def value(formula: str, record: Record) -> Any:
    """What a formula gives for a record."""
    reader = _Reader(list(_tokens(formula)), record)
    result = reader.comparison()
    if reader.position != len(reader.tokens):
        raise Wrong(f"more follows: {reader.tokens[reader.position :]}")
    return result


def _tokens(formula: str) -> Iterator[tuple[str, str]]:
    position = 0
    while position < len(formula.rstrip()):
        found = _TOKEN.match(formula, position)
        if found is None:
            raise Wrong(f"cannot be read from here: {formula[position:]}")
        position = found.end()
        yield str(found.lastgroup), found[str(found.lastgroup)]


@dataclass
class _Picklist:
    value: Any


_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: bool(a == b),
    "<>": lambda a, b: bool(a != b),
    "<": lambda a, b: bool(a < b),
    ">": lambda a, b: bool(a > b),
    "<=": lambda a, b: bool(a <= b),
    ">=": lambda a, b: bool(a >= b),
}
_KINDS = ((bool,), (Decimal,), (str,), (date,))


@dataclass
class _Reader:
    tokens: list[tuple[str, str]]
    record: Record
    position: int = 0
    asleep: bool = False
    """Whether what is read is not needed, so that it may compare what is not there."""

    def comparison(self) -> Any:
        left = self.sum()
        while self.peek() in _COMPARE:
            sign = self.take()
            right = self.sum()
            if self.asleep:
                left = False
                continue
            if not any(isinstance(left, kind) and isinstance(right, kind) for kind in _KINDS):
                raise Wrong(f"cannot be compared: {left!r} {sign} {right!r}")
            left = _COMPARE[sign](left, right)
        return left

    def sum(self) -> Any:
        left = self.product()
        while self.peek() in ("+", "-"):
            plus = self.take() == "+"
            right = self.product()
            if self.asleep:
                continue
            if isinstance(left, date):
                left = left + timedelta(days=int(right) if plus else -int(right))
            elif isinstance(left, Decimal) and isinstance(right, Decimal):
                left = left + right if plus else left - right
            else:
                raise Wrong(f"cannot be added: {left!r} and {right!r}")
        return left

    def product(self) -> Any:
        left = self.primary()
        while self.peek() in ("*", "/"):
            times = self.take() == "*"
            right = self.primary()
            if not self.asleep:
                left = left * right if times else left / right
        return left

    def primary(self) -> Any:
        kind, text = self.tokens[self.position]
        self.position += 1
        if text == "-" and kind == "sign":
            return -self.primary()
        if text == "(" and kind == "sign":
            inner = self.comparison()
            self.expect(")")
            return inner
        if kind == "text":
            return re.sub(r"\\(.)", r"\1", text[1:-1])
        if kind == "number":
            return Decimal(text)
        if kind == "name" and self.peek() == "(":
            return self.call(text)
        if kind == "name":
            return self.look_up(text, self.record.values)
        raise Wrong(f"not expected here: {text}")

    def look_up(self, name: str, values: Mapping[str, Any]) -> Any:
        if name in ("TRUE", "FALSE"):
            return name == "TRUE"
        if name in self.record.formulas:
            return value(self.record.formulas[name], self.record)
        if name not in values:
            raise Wrong(f"there is no field {name}")
        found = values[name]
        return _Picklist(found) if name in self.record.picklists else found

    def call(self, name: str) -> Any:
        self.expect("(")
        made = getattr(self, f"call_{name.lower()}", None)
        if made is None:
            raise Wrong(f"there is no function {name}")
        result = made()
        self.expect(")")
        return result

    def call_and(self) -> bool:
        return self.logic(stop=False)

    def call_or(self) -> bool:
        return self.logic(stop=True)

    def logic(self, *, stop: bool) -> bool:
        """Salesforce does not look at the rest once the outcome is known; neither do we."""
        was_asleep, result = self.asleep, not stop
        while True:
            condition = self.comparison()
            if not self.asleep:
                if not isinstance(condition, bool):
                    raise Wrong(f"not true or false: {condition!r}")
                if condition is stop:
                    result, self.asleep = stop, True
            if self.peek() != ",":
                break
            self.take()
        self.asleep = was_asleep
        return result

    def call_not(self) -> bool:
        inner = self.comparison()
        if not self.asleep and not isinstance(inner, bool):
            raise Wrong(f"not true or false: {inner!r}")
        return not inner

    def call_if(self) -> Any:
        condition = self.comparison()
        was_asleep = self.asleep
        self.expect(",")
        self.asleep = was_asleep or condition is not True
        first = self.comparison()
        self.expect(",")
        self.asleep = was_asleep or condition is True
        second = self.comparison()
        self.asleep = was_asleep
        return first if condition is True else second

    def call_case(self) -> Any:
        subject = self.comparison()
        given = self.rest()
        if not self.asleep and not isinstance(subject, _Picklist):
            raise Wrong("CASE is used of a picklist")
        pairs, otherwise = given[:-1], given[-1]
        for wanted, result in zip(pairs[::2], pairs[1::2], strict=True):
            if isinstance(subject, _Picklist) and subject.value == wanted:
                return result
        return otherwise

    def rest(self) -> list[Any]:
        found = []
        while self.peek() == ",":
            self.take()
            found.append(self.comparison())
        return found

    def call_ispickval(self) -> bool:
        subject = self.comparison()
        (wanted,) = self.rest()
        if not isinstance(subject, _Picklist):
            raise Wrong("ISPICKVAL is used of a picklist")
        return bool(subject.value == wanted)

    def call_includes(self) -> bool:
        subject = self.comparison()
        (wanted,) = self.rest()
        if not isinstance(subject, frozenset | None):
            raise Wrong("INCLUDES is used of a multi-select picklist")
        return wanted in (subject or ())

    def call_isblank(self) -> bool:
        inner = self.comparison()
        if isinstance(inner, _Picklist | bool):
            raise Wrong("ISBLANK is not used of a picklist or a box")
        return inner in (None, "", frozenset())

    def call_text(self) -> Any:
        inner = self.comparison()
        if not isinstance(inner, _Picklist):
            raise Wrong("TEXT is used of a picklist")
        return inner.value

    def call_len(self) -> Decimal:
        return Decimal(len(self.comparison() or ""))

    def call_min(self) -> Any:
        given = [self.comparison(), *self.rest()]
        return None if self.asleep else min(given)

    def call_today(self) -> date:
        return self.record.today

    def call_date(self) -> date:
        year, month, day = self.comparison(), *self.rest()
        return date(int(year), int(month), int(day))

    def call_isnew(self) -> bool:
        return self.record.before is None

    def call_ischanged(self) -> bool:
        _kind, name = self.tokens[self.position]
        self.position += 1
        before = self.record.before
        return before is not None and before.get(name) != self.record.values[name]

    def call_priorvalue(self) -> Any:
        _kind, name = self.tokens[self.position]
        self.position += 1
        return self.look_up(name, self.record.before or self.record.values)

    def peek(self) -> str:
        kind, text = self.tokens[self.position] if self.position < len(self.tokens) else ("", "")
        return text if kind == "sign" else ""

    def take(self) -> str:
        self.position += 1
        return self.tokens[self.position - 1][1]

    def expect(self, sign: str) -> None:
        if self.peek() != sign:
            raise Wrong(
                f"{sign} is missing at {self.tokens[self.position - 1 : self.position + 2]}"
            )
        self.position += 1
