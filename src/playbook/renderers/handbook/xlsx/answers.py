"""What can be told of an answer or a field in a workbook, as formulas.

The meaning is that of the format: a comparison with an empty answer does not
hold, and an answer that nobody knows is neither empty nor filled in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from playbook.model import Answer, Value
from playbook.renderers.handbook.xlsx.formulas import (
    Cell,
    Expression,
    Known,
    both,
    call,
    either,
    op,
)
from playbook.renderers.handbook.xlsx.plan import TODAY, YES

_COMPARING: Final = {"at_least": ">=", "at_most": "<=", "above": ">", "below": "<"}
_LONGEST: Final = 255
"""A formula takes no longer text."""
Kind = Literal["number", "date", "choice", "choices", "text"]


@dataclass(frozen=True)
class Subject:
    """Where an answer stands, and what it can be."""

    kind: Kind
    cell: Expression
    unknown: str = ""
    """What is chosen where nobody knows."""
    names: Mapping[str, Cell | Known] = field(default_factory=dict)
    """Where the label of each option stands."""
    ticks: Mapping[str, Cell] = field(default_factory=dict)
    """Where each option is ticked, if several can be."""


def filled(subject: Subject) -> Expression:
    """Whether there is an answer."""
    if subject.kind == "choices":
        return either(*(op(tick, "=", YES) for tick in subject.ticks.values()))
    tests = [op(subject.cell, "<>", "")]
    if subject.unknown:
        tests.append(op(subject.cell, "<>", subject.unknown))
    return both(*tests)


def is_unknown(subject: Subject) -> Expression:
    """Whether it was asked and nobody knows."""
    return op(subject.cell, "=", subject.unknown) if subject.unknown else Known(value=False)


def holds(subject: Subject, answer: Answer) -> Expression | None:
    """Whether an answer fits an operator; None where a workbook cannot tell."""
    if answer.is_ is not None:
        return _state(subject, answer)
    if answer.within_days is not None:
        away = call("ABS", op(subject.cell, "-", TODAY))
        near = call("IFERROR", op(away, "<=", answer.within_days), False)
        return both(call("ISNUMBER", subject.cell), near)
    for name, sign in _COMPARING.items():
        limit = getattr(answer, name)
        if limit is not None:
            return both(call("ISNUMBER", subject.cell), op(subject.cell, sign, limit))
    values = answer.one_of or tuple(answer.values)
    found = [_equals(subject, value) for value in values]
    if None in found:
        return None
    fitting = either(*(each for each in found if each is not None))
    if answer.not_equals is not None:
        return both(filled(subject), call("NOT", fitting))
    return fitting


def _state(subject: Subject, answer: Answer) -> Expression | None:
    match answer.is_:
        case "filled":
            return filled(subject)
        case "empty":
            return both(call("NOT", filled(subject)), call("NOT", is_unknown(subject)))
        case "unknown":
            return is_unknown(subject)
    return None


def _equals(subject: Subject, value: Value) -> Expression | None:
    match subject.kind:
        case "choices":
            tick = subject.ticks.get(str(value))
            return op(tick, "=", YES) if tick is not None else Known(value=False)
        case "choice":
            name = subject.names.get(_plain(value))
            return op(subject.cell, "=", name) if name is not None else Known(value=False)
        case "number":
            if isinstance(value, str):
                return None
            return both(call("ISNUMBER", subject.cell), op(subject.cell, "=", value))
        case "date":
            return _is_day(subject, str(value))
    if len(str(value)) > _LONGEST:
        return None
    return call("EXACT", subject.cell, str(value))


def _plain(value: Value) -> str:
    """A value as an option's id; true and false are yes and no."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _is_day(subject: Subject, value: str) -> Expression | None:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    wanted = call("DATE", day.year, day.month, day.day)
    return both(call("ISNUMBER", subject.cell), op(subject.cell, "=", wanted))
