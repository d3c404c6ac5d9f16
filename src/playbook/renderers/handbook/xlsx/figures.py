"""The figures at the head of the summary, each beside what is planned."""

from collections.abc import Iterator
from dataclasses import dataclass

from playbook.messages import _
from playbook.renderers.handbook.xlsx.book import Book
from playbook.renderers.handbook.xlsx.formulas import Block, Expression, call, op
from playbook.renderers.handbook.xlsx.looks import COUNT, SHARE
from playbook.renderers.handbook.xlsx.plan import LOST, OPEN, WON


@dataclass(frozen=True)
class Figure:
    """One figure: its name, its formula, how it is shown, and what is planned."""

    name: str
    formula: Expression
    number: str
    target: float | None = None
    is_alarming: bool = False


def figures(book: Book) -> Iterator[Figure]:
    """The figures of the whole pipeline."""
    metrics, money = book.playbook.metrics, book.looks.money
    columns = book.columns
    state, amount = columns.block("state"), columns.block("amount")
    yield Figure(_("Open deals"), call("COUNTIFS", state, OPEN), COUNT)
    yield Figure(_("Amount of open deals"), call("SUMIFS", amount, state, OPEN), money)
    weighted = call("SUMIFS", columns.block("weighted"), *counted(book))
    yield Figure(_("Weighted forecast"), weighted, money)
    late = call("COUNTIFS", columns.block("late"), 1)
    yield Figure(_("Overdue deals"), late, COUNT, is_alarming=True)
    yield Figure(_("Won amount"), call("SUMIFS", amount, state, WON), money)
    won, lost = (call("COUNTIFS", state, each) for each in (WON, LOST))
    rate = metrics.win_rate / 100 if metrics and metrics.win_rate is not None else None
    yield Figure(_("Win rate"), _share(won, op(won, "+", lost)), SHARE, rate)
    cycle = metrics.cycle_days if metrics else None
    yield Figure(_("Sales cycle"), _mean(book, "cycle", WON), COUNT, cycle)
    loss = metrics.loss_days if metrics else None
    yield Figure(_("Time to a loss"), _mean(book, "cycle", LOST), COUNT, loss)
    average = metrics.average_deal if metrics else None
    yield Figure(_("Average deal"), _mean(book, "amount", WON), money, average)


def counted(book: Book) -> tuple[Block | int | str, ...]:
    """What SUMIFS and COUNTIFS ask of a deal that a forecast counts: open, and not left out."""
    found: tuple[Block | int | str, ...] = (book.columns.block("state"), OPEN)
    if "omitted" in book.plan.categories:
        left_out = book.plan.categories.index("omitted") + 1
        found += (book.columns.block("forecast"), f">{left_out}")
    return found


def _share(part: Expression, whole: Expression) -> Expression:
    return call("IFERROR", op(part, "/", whole), "")


def _mean(book: Book, key: str, state: int) -> Expression:
    """The mean of a column over the deals that have a number in it."""
    values, states = book.columns.block(key), book.columns.block("state")
    count = call("COUNTIFS", values, ">=0", states, state)
    return _share(call("SUMIFS", values, states, state), count)
