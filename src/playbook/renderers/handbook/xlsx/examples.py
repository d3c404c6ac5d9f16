"""A few deals that show how the workbook is filled in, made from the playbook itself.

Their days are counted from today and their months are whole months, so that
what is computed from them is the same on every day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from playbook import scoring
from playbook.messages import p_
from playbook.model import Question, Stage
from playbook.renderers.handbook.xlsx.book import Book
from playbook.renderers.handbook.xlsx.cards import NUMBERS, Card
from playbook.renderers.handbook.xlsx.formulas import Expression, Scalar, call, op
from playbook.renderers.handbook.xlsx.gates import Row
from playbook.renderers.handbook.xlsx.lists import options
from playbook.renderers.handbook.xlsx.plan import LEFT, LOST, TODAY, WON, YES

_MOST: Final = 6
"""So many open deals at most."""
_SIZES: Final = (0.6, 1.0, 1.6, 0.8, 1.2, 0.9, 1.1, 0.7)
_NEUTRAL: Final = 10_000


@dataclass(frozen=True)
class Example:
    """A deal to look at; its values by the columns they stand in."""

    number: int
    stage: Stage
    values: Mapping[str, Scalar | Expression]


def companies() -> tuple[str, ...]:
    """Names of companies that there are none of."""
    return (
        p_("demo", "Harbour Foods (example)"),
        p_("demo", "Miller Printing (example)"),
        p_("demo", "Northside Clinic (example)"),
        p_("demo", "Lakeview Hotels (example)"),
        p_("demo", "Stonebridge Transport (example)"),
        p_("demo", "Brightwater Labs (example)"),
        p_("demo", "Oakfield School (example)"),
        p_("demo", "Riverside Garage (example)"),
    )


def owners() -> tuple[str, ...]:
    """Names of people who sell."""
    return p_("demo", "Anna"), p_("demo", "Martin")


def deals(book: Book) -> tuple[Example, ...]:
    """Open deals through the stages, one of them overdue, and one won and one lost."""
    plan = book.plan
    line = [stage for stage in plan.flow.line if stage.is_before_the_sale]
    step = max(1, -(-len(line) // _MOST))
    chosen = line[::step][:_MOST]
    ends = [
        next((stage for stage in plan.playbook.stages if plan.state(stage) == state), None)
        for state in (WON, LOST)
    ]
    stages = [*chosen, *(stage for stage in ends if stage is not None)]
    return tuple(_deal(book, number, stage) for number, stage in enumerate(stages, start=1))


def _deal(book: Book, number: int, stage: Stage) -> Example:
    values: dict[str, Scalar | Expression] = {
        "company": companies()[number - 1],
        "contact": p_("demo", "Purchasing"),
        "owner": owners()[number % 2],
        "stage": book.plan.stage_labels[stage.id],
        "amount": _amount(book, number),
        "entered": op(TODAY, "-", _stay(stage, number)),
    }
    if stage.is_before_the_sale:
        values |= {
            "created": call("EDATE", TODAY, -(number // 2)),
            "close": call("EDATE", TODAY, 1 + (number * 2) % 5),
            "next-step": stage.tasks[0].do if stage.tasks else None,
        }
    else:
        values |= _ended(book, stage)
    return Example(number, stage, values)


def _ended(book: Book, stage: Stage) -> dict[str, Scalar | Expression]:
    metrics, plan = book.playbook.metrics, book.plan
    is_won = plan.state(stage) == WON
    usual = (metrics.cycle_days if is_won else metrics.loss_days) if metrics else None
    closed = 40
    values: dict[str, Scalar | Expression] = {
        "entered": op(TODAY, "-", closed),
        "created": op(TODAY, "-", closed + (usual or 60)),
        "close": op(TODAY, "-", closed),
        "closed": op(TODAY, "-", closed),
    }
    if line := plan.flow.line:
        last = line[-1] if is_won else line[len(line) // 2]
        values["last-stage"] = plan.stage_labels[last.id]
    if not is_won and plan.playbook.reasons:
        ids = list(plan.playbook.reasons)
        given = [id for id in stage.reasons if id in ids] or ids
        values["reason"] = book.lists.columns["reasons"][ids.index(given[0])]
    return values


def _stay(stage: Stage, number: int) -> int:
    """How long the deal has been here; the second one for too long."""
    limit = stage.max_days
    if number == 2 and limit:
        return limit + 3
    usual = stage.expected_days or (limit // 2 if limit else 6)
    return max(1, min(usual, 20) - number % 3)


def _amount(book: Book, number: int) -> float:
    metrics = book.playbook.metrics
    average = (metrics.average_deal if metrics else None) or _NEUTRAL
    size = average * _SIZES[number - 1]
    scale = 10.0 ** max(len(str(int(size))) - 2, 0)
    return max(round(size / scale) * scale, 1)


def ticks(book: Book) -> Mapping[int, frozenset[int]]:
    """The rows of the checklist that are ticked, each with the numbers of the deals.

    What stands before a deal's stage is ticked, and the first half of what its stage asks.
    """
    order = [stage.id for stage in book.plan.flow.line]
    found: dict[int, set[int]] = {}
    for example in deals(book):
        at = order.index(example.stage.id) if example.stage.id in order else len(order)
        here = 0
        for row, each in book.gates.rows.items():
            if not isinstance(each, Row) or each.group.stage is None:
                continue
            place = order.index(each.group.stage.id) if each.group.stage.id in order else None
            if place is not None and place < at and book.plan.state(example.stage) != LOST:
                found.setdefault(row, set()).add(example.number)
            elif place == at:
                here += 1
                if here % 2:
                    found.setdefault(row, set()).add(example.number)
    return {row: frozenset(numbers) for row, numbers in found.items()}


def answers(book: Book, card: Card) -> Mapping[tuple[int, int], Scalar | Expression]:
    """Answers for the first deals: good ones, and for the second some that nobody knows."""
    found: dict[tuple[int, int], Scalar | Expression] = {}
    for example in deals(book)[:3]:
        column = LEFT + example.number - 1
        for place, question in enumerate(card.questionnaire.questions):
            if (place + example.number) % 4 == 3 and example.number > 1:
                found[card.answer_row(question), column] = book.plan.unknown
                continue
            _answer(book, card, question, column, found)
    return found


def _answer(
    book: Book,
    card: Card,
    question: Question,
    column: int,
    found: dict[tuple[int, int], Scalar | Expression],
) -> None:
    choices = options(book.playbook, question)
    row = card.answer_row(question)
    match card.type_of(question):
        case "choices":
            for place, option in enumerate(choices):
                if place == 0 or (option.points or 0) > 0:
                    found[row + 1 + place, column] = YES
        case "choice":
            best = max(range(len(choices)), key=lambda at: (choices[at].points or 0, -at))
            found[row, column] = book.lists.columns[f"options/{question.id}"][best]
        case "yes-no":
            found[row, column] = book.plan.yes_no[0]
        case "rating":
            found[row, column] = max(question.max - column % 2, 0)
        case "date":
            found[row, column] = op(TODAY, "+", 30)
        case kind if kind in NUMBERS:
            found[row, column] = _enough(book, question)
        case _:
            found[row, column] = p_("demo", "Known")


def _enough(book: Book, question: Question) -> float:
    """A number that is worth something."""
    limits = [
        rule.at_least or rule.above or rule.equals
        for rule in question.score
        if rule.points == scoring.of_question(book.playbook, question).high
    ]
    wanted = next((limit for limit in limits if isinstance(limit, int | float) and limit), None)
    return wanted or 10
