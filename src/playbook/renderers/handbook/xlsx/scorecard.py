"""The sheet of a questionnaire: a row for each question, a column for each deal."""

from dataclasses import replace
from typing import Final

from playbook import scoring
from playbook.messages import _
from playbook.model import Answer, FieldId, Question
from playbook.renderers.handbook.xlsx import colours, examples
from playbook.renderers.handbook.xlsx.book import Book
from playbook.renderers.handbook.xlsx.cards import NUMBERS, Card, Row
from playbook.renderers.handbook.xlsx.conditions import passed_word
from playbook.renderers.handbook.xlsx.formulas import Cell, both, op
from playbook.renderers.handbook.xlsx.lists import options
from playbook.renderers.handbook.xlsx.looks import DATE, Style, as_text, flush, words
from playbook.renderers.handbook.xlsx.plan import LEFT, NO, PREPARED
from playbook.renderers.handbook.xlsx.scores import formulas
from playbook.renderers.handbook.xlsx.sheets import Choice, Highlight, Print, Sheet
from playbook.wording import (
    answer,
    element_name,
    field_name,
    number,
    questionnaire_name,
    term,
    together,
)

PRINTED: Final = 12
_RIGHT: Final = LEFT + PREPARED - 1


def sheet(book: Book, card: Card) -> Sheet:
    """The sheet of a questionnaire."""
    looks, questionnaire = book.looks, card.questionnaire
    made = Sheet(card.key, looks.second)
    made.put(0, 0, questionnaire_name(questionnaire), looks.title)
    made.put(1, 0, _about(), looks.note)
    made.heights |= {0: 30, 3: 44, 4: 30}
    made.widths |= {0: 46, 1: 36, 2: 16, 3: 16}
    made.widths |= dict.fromkeys(range(LEFT, _RIGHT + 1), 15.0)
    _labels(made, book, card)
    for column in range(LEFT, _RIGHT + 1):
        _deal(made, book, card, column)
    _questions(made, book, card)
    _answers(made, book, card)
    _computed(made, book, card)
    last = _bands(made, book, card)
    _highlights(made, card)
    made.freeze = (5, 1)
    made.printed = Print(block=(0, 0, last, LEFT + PRINTED - 1), rows=(2, 4), columns=(0, 0))
    return made


def _about() -> str:
    return _("Answer in the white cells, a column for each deal. The grey cells fill themselves.")


def _labels(made: Sheet, book: Book, card: Card) -> None:
    looks = book.looks
    for row, said in (
        (2, _("No.")),
        (3, field_name(book.playbook, FieldId("account"))),
        (4, _("Stage")),
    ):
        made.line(row, 0, (said, None, None, None), flush(looks.made_head))
    heads = (_("What to listen for"), _("How binding"), _("Element"))
    made.line(4, 1, heads, flush(looks.made_head))
    names = {
        "score": _("Score"),
        "band": _("Result"),
        "passed": _passed(card),
        "knocked": _("Knock-out"),
        "open": _("Still unknown"),
        "where": _("Unknown in"),
    }
    for name, row in card.results.items():
        made.line(row, 0, (names[name], None, None, None), flush(looks.label))
    if "where" in card.results:
        made.heights[card.results["where"]] = 44


def _passed(card: Card) -> str:
    mark = card.rules.pass_ if card.rules else None
    if mark is None:
        return passed_word()
    return f"{_('Passed from')} {number(mark)}"


def _deal(made: Sheet, book: Book, card: Card, column: int) -> None:
    looks, gates = book.looks, book.gates
    head = replace(looks.soft_band(looks.second), wrap=True, align="center")
    plain = replace(head, bold=False)
    made.put(2, column, gates.head("number", column), plain)
    made.put(3, column, op(gates.head("company", column), "&", ""), head)
    made.put(4, column, op(gates.head("stage", column), "&", ""), plain)
    result = replace(looks.made, align="center", wrap=True, bold=True)
    for row, formula in formulas(book, card, column):
        if row in card.results.values():
            made.put(row, column, formula, replace(result, number=_figures(book, card)))
        else:
            small = replace(
                looks.made, align="center", colour=colours.SOFT, number='General;-General;"·"'
            )
            made.put(row, column, formula, small)


def _figures(book: Book, card: Card) -> str:
    """How a score is shown: with decimals where it can have some."""
    spread = scoring.of_questionnaire(book.playbook, card.questionnaire)
    rules = card.rules
    weights = rules.weights.values() if rules else ()
    is_whole = (rules is None or rules.method != "mean") and all(
        float(each).is_integer() for each in (spread.low, spread.high, *weights)
    )
    return "0" if is_whole else "0.00"


def _questions(made: Sheet, book: Book, card: Card) -> None:
    looks = book.looks
    wrapped = replace(looks.typed, wrap=True, upright="top")
    soft = words(replace(wrapped, colour=colours.SOFT, size=9))
    for at, row in card.rows.items():
        if row.element is not None:
            name = (
                element_name(card.questionnaire, row.element)
                if row.element
                else _("Further questions")
            )
            band = looks.soft_band(looks.second)
            made.put(at, 0, name, words(band))
            made.fill(at, range(1, _RIGHT + 1), replace(band, edge=""))
        elif row.option is not None and row.question is not None:
            place = [each.id for each in options(book.playbook, row.question)].index(row.option)
            label = book.lists.columns[f"options/{row.question.id}"][place]
            made.line(at, 0, (label, None, None, None), replace(words(wrapped), indent=3))
        elif row.question is not None:
            made.put(at, 0, row.question.ask, words(wrapped))
            made.put(at, 1, _listening(book, row.question), soft)
            made.put(at, 2, term(row.question.level), soft)
            made.put(at, 3, _element(card, row.question), soft)


def _element(card: Card, question: Question) -> str | None:
    return element_name(card.questionnaire, question.element) if question.element else None


def _listening(book: Book, question: Question) -> str:
    """What to listen for, what an answer is worth, and what it ends."""
    return "\n".join(
        filter(None, (question.listen_for, _worth(book, question), _end(book, question)))
    )


def _worth(book: Book, question: Question) -> str:
    choices = options(book.playbook, question)
    if question.score:
        rules = ((_said(book, question, rule), rule.points) for rule in question.score)
    else:
        rules = ((each.name, each.points) for each in choices if each.points is not None)
    worth = _("{answer}: {points}")
    return together(worth.format(answer=said, points=number(points)) for said, points in rules)


def _end(book: Book, question: Question) -> str:
    knock_out = question.knock_out
    if knock_out is None:
        return ""
    stage = book.plan.stage_labels.get(knock_out.move_to, str(knock_out.move_to))
    said = _said(book, question, knock_out)
    return _("{answer}: the deal moves to {stage}.").format(answer=said, stage=stage)


def _said(book: Book, question: Question, given: Answer) -> str:
    unit = {"money": book.playbook.currency, "percent": "%"}.get(
        book.playbook.type_of_question(question) or ""
    )
    choices = options(book.playbook, question)
    return answer(given, choices, unit).format(subject=_("The answer"))


def _answers(made: Sheet, book: Book, card: Card) -> None:
    given = examples.answers(book, card)
    for at, row in card.rows.items():
        if row.question is None:
            continue
        style = _answer_style(book, card, row)
        for column in range(LEFT, _RIGHT + 1):
            shown = given.get((at, column), NO if row.option is not None else None)
            made.put(at, column, shown, style)
        made.choices.append(_choice(book, card, at, row))


def _answer_style(book: Book, card: Card, row: Row) -> Style:
    style = replace(book.looks.typed, align="center", wrap=True)
    kind = card.type_of(row.question) if row.question else "text"
    if row.option is not None:
        return as_text(replace(style, size=12))
    if kind == "date":
        return replace(style, number=DATE)
    if kind == "money":
        return replace(style, number=book.looks.money)
    if kind == "percent":
        return replace(style, number='General"%"')
    return replace(style, number="General") if kind in NUMBERS else as_text(style)


def _choice(book: Book, card: Card, at: int, row: Row) -> Choice:
    block, lists, question = card.block(at), book.lists, row.question
    if row.option is not None:
        return Choice(block, lists.block("ticks"))
    kind = card.type_of(question) if question else "text"
    if question is not None and kind == "choice":
        return Choice(block, lists.block(f"options/{question.id}"))
    if question is not None and kind == "rating":
        return Choice(block, lists.block(f"rating/{question.max}"))
    if kind == "yes-no":
        return Choice(block, lists.block("yes-no"))
    return Choice(block, lists.block("unknown"), only=False)


def _computed(made: Sheet, book: Book, card: Card) -> None:
    """The names of the rows below the questions."""
    soft = words(replace(book.looks.made, colour=colours.SOFT, size=9, wrap=True, edge=""))
    made.put(max(card.rows) + 1, 0, _("Points"), book.looks.heading)
    for question in card.questionnaire.questions:
        row = card.row_of("points", question.id)
        made.line(row, 0, (question.ask, None, None, None), soft)
        made.hidden_rows.add(card.row_of("open", question.id))
    for element in card.elements:
        name = element_name(card.questionnaire, element) if element else _("Further questions")
        row = card.row_of("element", element)
        band = words(replace(book.looks.soft_band(book.looks.second), edge=""))
        made.line(row, 0, (name, None, None, None), band)
        made.put(card.row_of("gap", element), 0, name, soft)
        made.hidden_rows.add(card.row_of("gap", element))


def _bands(made: Sheet, book: Book, card: Card) -> int:
    """The table of the bands; gives the last row."""
    if not card.bands:
        return card.last
    looks, row = book.looks, card.bands.top - 1
    made.line(row, 0, (_("Result"), _("What it means"), _("From")), looks.made_head)
    for place, band in enumerate(card.rules.bands if card.rules else (), start=1):
        made.put(row + place, 0, band.name, looks.label)
        made.put(row + place, 1, band.about, replace(looks.typed, wrap=True))
        made.put(row + place, 2, band.from_, replace(looks.typed, number="General"))
    return card.bands.bottom


def _highlights(made: Sheet, card: Card) -> None:
    late = Style(colour=colours.LATE, fill=colours.LATE_FILL, bold=True)
    soon = Style(colour=colours.GATE, fill=colours.GATE_FILL)
    done = Style(colour=colours.DONE, fill=colours.DONE_FILL, bold=True)
    company = Cell(card.key, 3, LEFT, "row")
    for question in card.questionnaire.questions:
        at = card.answer_row(question)
        gap = both(card.cell_is_open(question, LEFT), op(company, "<>", ""))
        made.highlights.append(Highlight(card.block(at), gap, soon))
    for name, style in (("passed", done), ("knocked", late)):
        row = card.results.get(name)  # type: ignore[call-overload]  # a name that it may not have
        if row is not None:
            cell = Cell(card.key, row, LEFT, "none")
            word = op(cell, "=", passed_word()) if name == "passed" else op(cell, "<>", "")
            made.highlights.append(Highlight(card.block(row), word, style))
