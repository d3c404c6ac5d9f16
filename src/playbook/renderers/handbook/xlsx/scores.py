"""The formulas of a questionnaire: points, score, result, knock-out and what is still unknown.

They follow the rules of ``playbook.scoring``: elements that cannot get points
do not count, and an answer that nobody knows gives none.
"""

from collections.abc import Iterator
from functools import reduce

from playbook import scoring
from playbook.messages import _, p_
from playbook.model import Question
from playbook.renderers.handbook.xlsx.answers import filled, holds
from playbook.renderers.handbook.xlsx.book import Book
from playbook.renderers.handbook.xlsx.cards import Card
from playbook.renderers.handbook.xlsx.conditions import passed_word
from playbook.renderers.handbook.xlsx.formulas import (
    Block,
    Cell,
    Expression,
    Known,
    both,
    call,
    either,
    op,
    total,
    when,
)
from playbook.renderers.handbook.xlsx.lists import options
from playbook.renderers.handbook.xlsx.plan import NO, STAGES, YES

Placed = tuple[int, Expression]


def formulas(book: Book, card: Card, column: int) -> Iterator[Placed]:
    """The formulas of a deal's column, each with its row."""
    questions = card.questionnaire.questions
    for question in questions:
        asked = book.conditions.asked(question, column)
        points = _points(book, card, question, column)
        worth = points if asked == Known(value=True) else when(asked, points, 0)
        yield card.row_of("points", question.id), worth
        lacking = both(asked, call("NOT", filled(card.subject(question, column))))
        yield card.row_of("open", question.id), when(lacking, _weight(question), 0)
    for element in card.elements:
        own = [str(each.id) for each in questions if str(each.element or "") == element]
        yield card.row_of("element", element), _sum(card, "points", own, column)
        must = [str(each.id) for each in questions if each.id in own and each.level == "must"]
        yield card.row_of("gap", element), _sum(card, "open", must, column)
    yield from _results(book, card, column)


def _weight(question: Question) -> float:
    """What an open question counts: what need not be asked is shown as open and not counted."""
    return 1 if question.level == "must" else 0.5


def _sum(card: Card, name: str, ids: list[str], column: int) -> Expression:
    return total(*(card.cell(card.row_of(name, id), column) for id in ids))


def _points(book: Book, card: Card, question: Question, column: int) -> Expression:
    """The points of an answer."""
    spread = scoring.of_question(book.playbook, question)
    subject = card.subject(question, column)
    if spread.low == spread.high == 0:
        return Known(0)
    if question.score:
        found: Expression = Known(0)
        for rule in reversed(question.score):
            fits = holds(subject, rule)
            found = when(Known(value=False) if fits is None else fits, rule.points, found)
        return found
    match card.type_of(question):
        case "rating":
            return when(call("ISNUMBER", subject.cell), subject.cell, 0)
        case "yes-no":
            return when(op(subject.cell, "=", book.plan.yes_no[0]), 1, 0)
        case "choices":
            return total(
                *(
                    when(op(subject.ticks[option.id], "=", YES), option.points, 0)
                    for option in options(book.playbook, question)
                    if option.points
                )
            )
    labels = book.lists.block(f"options/{question.id}")
    points = book.lists.block(f"points/{question.id}")
    return call("SUMPRODUCT", op(op(labels, "=", subject.cell), "*", points))


def _results(book: Book, card: Card, column: int) -> Iterator[Placed]:
    rows = card.results
    answers = card.answers(column)
    given = op(op(answers, "<>", ""), "*", op(answers, "<>", NO))
    asked = {book.conditions.asked(each, column): None for each in card.questionnaire.questions}
    is_asked = Known(value=True) if Known(value=True) in asked else either(*asked)
    is_begun = both(op(call("SUMPRODUCT", given), ">", 0), is_asked)
    if "score" in rows:
        yield rows["score"], when(is_begun, _score(card, column), "")
        score = card.cell(rows["score"], column)
        if card.bands is not None:
            yield rows["band"], _band(card.bands, score)
        if "passed" in rows:
            words = when(_is_passed(card, score, column), passed_word(), _not_passed())
            yield rows["passed"], when(op(score, "=", ""), "", words)
    if "knocked" in rows:
        yield rows["knocked"], _knocked(book, card, column)
    company = book.gates.head("company", column)
    gaps = [card.cell(card.row_of("gap", id), column) for id in card.elements]
    is_used = op(company, "<>", "")
    yield rows["open"], when(is_used, total(*gaps), "")
    if "where" in rows:
        yield rows["where"], when(is_used, _where(card, column), "")


def _score(card: Card, column: int) -> Expression:
    rules = card.rules
    method = rules.method if rules else "sum"
    points = {id: card.cell(card.row_of("element", id), column) for id in card.counting}
    if method == "lowest":
        return call("MIN", *points.values())
    if method in ("count", "all"):
        return total(*(when(op(each, ">", 0), 1, 0) for each in points.values()))
    given = {str(id): weight for id, weight in rules.weights.items()} if rules else {}
    weights = {id: given.get(id, 1) for id in points}
    whole = total(
        *(each if weights[id] == 1 else op(each, "*", weights[id]) for id, each in points.items())
    )
    if method == "mean":
        share = sum(weights.values())
        return op(whole, "/", share) if share else Known(0)
    return whole


def _band(names: Block, score: Cell) -> Expression:
    begins = Block(names.sheet, names.top, 2, names.bottom, 2)
    place = call("MATCH", score, begins, 1)
    found = call("IFERROR", call("INDEX", names, place), "")
    return when(op(score, "=", ""), "", found)


def _is_passed(card: Card, score: Cell, column: int) -> Expression:
    rules = card.rules
    mark = len(card.counting) if rules is None or rules.pass_ is None else rules.pass_
    floors = [
        op(card.cell(card.row_of("element", str(id)), column), ">=", least)
        for id, least in (rules.floors.items() if rules else ())
        if str(id) in card.elements
    ]
    return both(op(score, ">=", mark), *floors)


def _knocked(book: Book, card: Card, column: int) -> Expression:
    """The stage that an answer sends the deal to, the first there is."""
    found: Expression = Known("")
    for question in reversed(card.questionnaire.questions):
        ends = question.knock_out
        if ends is None or ends.move_to not in book.plan.stage_row:
            continue
        fits = holds(card.subject(question, column), ends)
        if fits is not None:
            name = Cell(STAGES, book.plan.stage_row[ends.move_to], book.plan.stage_columns["name"])
            found = when(both(book.conditions.asked(question, column), fits), name, found)
    return found


def _where(card: Card, column: int) -> Expression:
    """The elements that something is still unknown of."""
    parts = [
        when(
            op(card.cell(card.row_of("gap", id), column), ">", 0),
            op(p_("list", ", "), "&", Cell(card.key, card.row_of("gap", id), 0)),
            "",
        )
        for id in card.elements
    ]
    joined = reduce(lambda left, right: op(left, "&", right), parts)
    return call("MID", joined, len(p_("list", ", ")) + 1, 999)


def _not_passed() -> str:
    return _("Not passed")
