"""Questionnaires as scoring cards: what is asked, what the answers are worth, what score means what."""

from collections.abc import Iterator, Sequence
from typing import Final

from playbook import scoring, wording
from playbook.drawing import text
from playbook.drawing.boxes import Box, Sheet, Words, circle, path, rect
from playbook.drawing.desk import Desk
from playbook.drawing.theme import STYLES
from playbook.drawing.views.answers import Card, answers, knock_out
from playbook.drawing.views.page import MARGIN, Placed, Plan
from playbook.drawing.views.pieces import badge, hairline, pill, plain
from playbook.drawing.views.scale import scale
from playbook.errors import PlaybookError
from playbook.messages import _, n_
from playbook.model import Question, Scoring

_WIDTH: Final = 1040.0
_GUTTER: Final = 196.0
"""The column with the elements."""
_ASK: Final = 404.0
"""The column with the questions; the answers have the rest."""
_PAD: Final = 20.0
_BETWEEN: Final = 26.0


def _subtitle(desk: Desk) -> str:
    """What the cards show, in a line."""
    each = desk.playbook.questionnaires
    questions = sum(len(one.questions) for one in each.values())
    return " · ".join(
        [
            n_("{count} questionnaire", "{count} questionnaires", len(each)).format(
                count=len(each)
            ),
            n_("{count} question", "{count} questions", questions).format(count=questions),
        ]
    )


def _scorecards(desk: Desk, direction: str) -> list[Placed]:
    """The cards below each other, or side by side.

    Raises:
        PlaybookError: the playbook has no questionnaire.

    """
    if not desk.playbook.questionnaires:
        raise PlaybookError(
            _("The playbook has no questionnaire. Add one under `questionnaires:`.")
        )
    placed: list[Placed] = []
    x, y = MARGIN, 0.0
    for each in desk.playbook.questionnaires.values():
        blocks = list(_blocks(Card(desk, each)))
        height = max(block.y + block.box.height for block in blocks)
        frame = Box(_WIDTH, height, (rect(0, 0, _WIDTH, height, "f-box-card", 14),), ())
        placed += (block.moved(x, y) for block in (Placed(frame, 0, 0), *blocks))
        if direction == "right":
            x += _WIDTH + _BETWEEN
        else:
            y += height + _BETWEEN
    return placed


def _blocks(card: Card) -> Iterator[Placed]:
    """The head of a card, its elements, and the scale of its score."""
    head = _head(card)
    yield Placed(head, 0, 0, ("questionnaire", str(card.each.id)))
    y = head.height
    for id, questions in card.elements:
        block = list(_element(card, id, questions))
        yield from (each.moved(0, y) for each in block)
        y += max(each.y + each.box.height for each in block)
    best = scoring.of_questionnaire(card.desk.playbook, card.each)
    if card.each.scoring and best.high > best.low:
        yield Placed(_foot(card, card.each.scoring, best), 0, y)


def _head(card: Card) -> Box:
    desk, each = card.desk, card.each
    sheet = Sheet(_WIDTH, desk.language, y=18)
    right = _WIDTH - _PAD
    taken = 0.0
    if each.scoring and each.scoring.pass_ is not None:
        best = scoring.of_questionnaire(desk.playbook, each)
        said = _("It is passed from {score}; the best possible is {best}.").format(
            score=card.local.number(each.scoring.pass_), best=card.local.number(best.high)
        )
        said = text.cut(said, 540, STYLES["pill"], desk.language)
        taken = pill(sheet, said, right, sheet.y - 1, "won") + 12
    name = wording.questionnaire_name(each)
    sheet.write(name, "name", x=_PAD, limit=right - _PAD - taken, most=2, leading=1.3)
    sheet.y += 2
    about = plain(each.about)
    if about:
        sheet.write(about, "body", x=_PAD, limit=_WIDTH - 2 * _PAD, tone="soft", most=3)
    _asked_in(sheet, card)
    height = sheet.y + 14
    under = (path(_rounded_above(height), "f-ink-seller-lane f-edge"),)
    return sheet.box(height, under, wording.headed(_("Questionnaire"), name))


def _asked_in(sheet: Sheet, card: Card) -> None:
    """The stages in which it is asked, with their numbers."""
    if not card.stages:
        return
    sheet.y += 6
    label = _("Asked in")
    sheet.words.append(Words(_PAD, sheet.y + 15, label, "item", "soft"))
    x = left = _PAD + sheet.measure(label, "item") + 14
    for stage in card.stages:
        name = text.cut(stage.name, 260, STYLES["meta"], card.desk.language)
        needed = 28 + sheet.measure(name, "meta")
        if x > left and x + needed > _WIDTH - _PAD:
            x, sheet.y = left, sheet.y + 27
        badge(sheet, card.desk, stage, x + 10.5, sheet.y + 11)
        sheet.words.append(Words(x + 27, sheet.y + 15, name, "meta"))
        x += needed + 18
    sheet.y += 22


def _element(card: Card, id: str, questions: Sequence[Question]) -> Iterator[Placed]:
    """The questions of an element below each other, its name beside them."""
    gutter = _gutter(card, id, questions)
    y = 0.0
    for question in questions:
        is_last = question is questions[-1]
        least = gutter.height - y if is_last else 0
        box = _question(card, question, is_first=not y, least=least)
        yield Placed(box, 0, y, ("question", str(question.id)))
        y += box.height
    yield Placed(gutter, 0, 0)


def _gutter(card: Card, id: str, questions: Sequence[Question]) -> Box:
    """The name of an element and what it counts."""
    desk, known = card.desk, card.each.element_ids
    sheet = Sheet(_GUTTER, desk.language, y=14)
    name = wording.element_name(card.each, id) if id else _further(card, questions)
    left = _PAD
    if id:
        share = known.index(id) / max(1, len(known) - 1)
        number = 1 + round((len(desk.numbers) - 1) * share)
        sheet.shapes.append(circle(left + 12, sheet.y + 11, 13, f"f-ink-stage-{number}"))
        letter = Words(left + 12, sheet.y + 15.2, name[:1].upper(), "pill", "on", "middle")
        sheet.words.append(letter)
        left += 33
    sheet.y += 2
    sheet.write(name, "side-name", x=left, limit=_GUTTER - left - 8, most=3, leading=1.28)
    sheet.y = max(sheet.y + 4, 44)
    for line in _counts(card, id):
        sheet.write(line, "item", x=_PAD, limit=_GUTTER - _PAD - 8, tone="soft", most=4)
        sheet.y += 2
    return sheet.box(sheet.y + 10, (), "")


def _further(card: Card, questions: Sequence[Question]) -> str:
    return _("Further questions") if len(questions) < len(card.each.questions) else _("Questions")


def _counts(card: Card, id: str) -> Iterator[str]:
    """What an element counts: the most it can get, its weight, and what it must have."""
    rules = card.each.scoring
    if rules is None or not id:
        return
    own = scoring.of_elements(card.desk.playbook, card.each).get(id)
    if own and own.high:
        yield _("At most {points}.").format(points=card.points(own.high))
    weight = {str(key): value for key, value in rules.weights.items()}.get(id)
    if weight is not None:
        yield _("Weight: {times}.").format(times=card.local.number(weight))
    floor = {str(key): value for key, value in rules.floors.items()}.get(id)
    if floor is not None:
        yield _("At least {points} here, or it is not passed.").format(points=card.points(floor))


def _question(card: Card, question: Question, *, is_first: bool, least: float) -> Box:
    """A question in the middle, its answers at the right; at least so high."""
    desk = card.desk
    asked = Sheet(_WIDTH, desk.language, y=14)
    left = _GUTTER + 12
    asked.write(question.ask, "body", x=left, limit=_ASK, most=6)
    small = list(_small(card, question))
    if small:
        asked.y += 1
        asked.write(" · ".join(small), "item", x=left, limit=_ASK, tone="soft", most=3)
    given = Sheet(_WIDTH, desk.language, y=13)
    x = left + _ASK + 20
    limit = _WIDTH - _PAD - x
    answers(given, card, question, x=x, limit=limit)
    knock_out(given, card, question, x=x, limit=limit)
    sheet = Sheet(_WIDTH, desk.language)
    for part in (asked, given):
        sheet.shapes += part.shapes
        sheet.words += part.words
        sheet.y = max(sheet.y, part.y)
    height = max(sheet.y + 12, least)
    begin = 1.0 if is_first else _GUTTER + 12
    hairline(sheet, begin, 0, _WIDTH - begin - 1)
    under = (rect(1, 0, _WIDTH - 2, height - 1, "f-ink-card f-edge", 13),)
    return sheet.box(height, under, question.ask)


def _small(card: Card, question: Question) -> Iterator[str]:
    playbook = card.desk.playbook
    yield wording.term(playbook.type_of_question(question) or question.type)
    if question.level != "must":
        yield wording.term(question.level)
    if question.for_:
        yield card.desk.only(question.for_)
    if question.when:
        yield wording.headed(_("Only if"), wording.test(playbook, question.when))


def _foot(card: Card, rules: Scoring, best: scoring.Range) -> Box:
    """How the answers count, and the scale of the score."""
    sheet = Sheet(_WIDTH, card.desk.language, y=16)
    hairline(sheet, 1, 0, _WIDTH - 2)
    sheet.write(_("How the answers count"), "side-name", x=_PAD, limit=_GUTTER - _PAD - 8, most=3)
    beside = Sheet(_WIDTH, card.desk.language, y=16)
    x = _GUTTER + 12
    beside.write(_method(rules.method), "body", x=x, limit=_WIDTH - _PAD - x, most=2)
    beside.y += 6
    scale(beside, card.desk, rules, best, x=x, limit=_WIDTH - _PAD - x)
    sheet.shapes += beside.shapes
    sheet.words += beside.words
    height = max(sheet.y, beside.y) + 14
    return sheet.box(height, (path(_rounded_below(height), "f-ink-seller-lane"),), "")


def _rounded_above(height: float) -> str:
    """The head of a card, within its frame."""
    right = _WIDTH - 0.7
    return f"M.7 {height:g}V14A13.3 13.3 0 0 1 14 .7H{right - 13.3:g}A13.3 13.3 0 0 1 {right:g} 14V{height:g}Z"


def _rounded_below(height: float) -> str:
    """The foot of a card, within its frame."""
    right, bottom = _WIDTH - 0.7, height - 0.7
    return (
        f"M.7 0H{right:g}V{bottom - 13.3:g}A13.3 13.3 0 0 1 {right - 13.3:g} {bottom:g}H14"
        f"A13.3 13.3 0 0 1 .7 {bottom - 13.3:g}Z"
    )


def _method(method: str) -> str:
    return {
        "sum": _("The points of all answers are added up."),
        "mean": _("The score is the average of the elements."),
        "lowest": _("The weakest element is the score."),
        "count": _("Every element with at least one point counts one."),
        "all": _("Every element needs at least one point."),
    }[method]


QUESTIONNAIRE = Plan(_subtitle, _scorecards)
