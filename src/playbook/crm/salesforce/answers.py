"""One operator on one column as a Salesforce formula.

A comparison of something that is not filled in does not hold; only "is empty"
does. Salesforce treats blanks differently by type, so every comparison says
first that there is a value.
"""

from datetime import date
from decimal import Decimal

from playbook.crm.salesforce.columns import Column
from playbook.crm.salesforce.formulas import Unsayable, both, either, number, opposite, quoted
from playbook.messages import _
from playbook.model import Answer, Value

_NUMBERS = frozenset({"number", "money", "percent", "rating", "score"})
_TEXTS = frozenset({"text", "link", "file"})
_COMPARING = {"at_least": ">=", "at_most": "<=", "above": ">", "below": "<"}


def filled(column: Column) -> str:
    """Whether a column holds a value."""
    return opposite(_empty(column))


def _empty(column: Column) -> str:
    match column.type:
        case "choice" | "yes-no":
            return f"ISBLANK(TEXT({column.api}))"
        case "long-text":
            return f"LEN({column.api}) = 0"
        case "flag":
            return opposite(column.api)
    return f"ISBLANK({column.api})"


def holds(column: Column, answer: Answer) -> str:
    """Whether what a column holds fits an operator.

    Raises:
        Unsayable: a formula cannot say it.

    """
    if answer.is_ == "filled":
        return filled(column)
    if answer.is_ == "empty":
        return _empty(column)
    if answer.is_ is not None:
        raise Unsayable(_("Salesforce cannot tell “nobody knows” from “not asked yet”."))
    if column.type in _NUMBERS:
        scale = Decimal(100) if column.type == "percent" else Decimal(1)
        return both(filled(column), compared(column.api, answer, scale))
    if answer.within_days is not None:
        days = answer.within_days
        near = (f"{column.api} >= TODAY() - {days}", f"{column.api} <= TODAY() + {days}")
        return both(filled(column), *near)
    if answer.not_equals is not None:
        return both(filled(column), opposite(_equals(column, answer.not_equals)))
    values = answer.one_of or (answer.equals,)
    return either(*(_equals(column, value) for value in values if value is not None))


def _equals(column: Column, value: Value) -> str:
    match column.type:
        case "choice" | "yes-no":
            return f"ISPICKVAL({column.api}, {quoted(column.value(value))})"
        case "choices":
            return f"INCLUDES({column.api}, {quoted(column.value(value))})"
        case "date":
            return f"{column.api} = {_date(str(value))}"
        case kind if kind in _TEXTS:
            return f"{column.api} = {quoted(str(value))}"
    message = _("A Salesforce formula can only ask whether “{name}” is filled in.")
    raise Unsayable(message.format(name=column.name))


def _date(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        message = _("“{text}” is no date; write it as year-month-day.")
        raise Unsayable(message.format(text=text)) from None
    return f"DATE({day.year}, {day.month}, {day.day})"


def compared(value: str, answer: Answer, scale: Decimal) -> str:
    """A number against an operator; percent are fractions in formulas."""

    def literal(each: Value) -> str:
        if isinstance(each, str):
            raise Unsayable(_("“{text}” is no number.").format(text=each))
        return number(Decimal(str(float(each))) / scale)

    for operator, sign in _COMPARING.items():
        limit = getattr(answer, operator)
        if limit is not None:
            return f"{value} {sign} {literal(limit)}"
    if answer.not_equals is not None:
        return f"{value} <> {literal(answer.not_equals)}"
    values = answer.one_of or (answer.equals,)
    return either(*(f"{value} = {literal(each)}" for each in values if each is not None))
