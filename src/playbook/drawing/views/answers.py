"""A questionnaire in numbers and words, and its answers with what they are worth."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from playbook import wording
from playbook.drawing import icons
from playbook.drawing.boxes import Sheet, Words, circle, path, rect
from playbook.drawing.desk import Desk
from playbook.local import Local
from playbook.messages import _, n_
from playbook.model import Answer, Option, Question, Questionnaire, Stage

_MOST_OPTIONS: Final = 12


@dataclass(frozen=True)
class Card:
    """A questionnaire, and how its points are written."""

    desk: Desk
    each: Questionnaire

    @property
    def local(self) -> Local:
        """How numbers are written."""
        return Local(self.desk.language, self.desk.playbook.currency)

    def points(self, count: float) -> str:
        """A number of points."""
        many = 2 if count != int(count) else abs(int(count))
        words = n_("{count} point", "{count} points", many)
        return words.format(count=self.local.number(count))

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages in which some of it is asked."""
        ids = {question.id for question in self.each.questions}
        playbook = self.desk.playbook
        return tuple(
            stage
            for stage in playbook.stages
            if any(question.id in ids for question in playbook.asked_in(stage))
        )

    @property
    def elements(self) -> Iterator[tuple[str, tuple[Question, ...]]]:
        """The elements that have questions; the rest stands under an empty name."""
        known = self.each.element_ids
        for id in known:
            own = tuple(each for each in self.each.questions if each.element == id)
            if own:
                yield id, own
        loose = tuple(each for each in self.each.questions if each.element not in known)
        if loose:
            yield "", loose


def _options(card: Card, question: Question) -> tuple[Option, ...]:
    fields = card.desk.playbook.fields
    if question.field and question.field in fields:
        return fields[question.field].options
    return question.options


def _words_of(card: Card, question: Question, rule: Answer) -> str:
    """What an operator says of the answer."""
    playbook = card.desk.playbook
    kind = playbook.type_of_question(question) or ""
    unit = {"money": playbook.currency, "percent": "%"}.get(kind)
    said = wording.answer(rule, _options(card, question), unit)
    return said.format(subject=_("The answer"))


def answers(sheet: Sheet, card: Card, question: Question, *, x: float, limit: float) -> None:
    """What can be answered, and the points that it gives."""
    kind = card.desk.playbook.type_of_question(question)
    options = _options(card, question)
    if question.score:
        for rule in question.score:
            words = _words_of(card, question, rule)
            _answer(sheet, card, words, rule.points, x, limit)
    elif options:
        shown = options if len(options) <= _MOST_OPTIONS else options[: _MOST_OPTIONS - 1]
        for option in shown:
            _answer(sheet, card, option.name, option.points, x, limit)
        left = len(options) - len(shown)
        if left:
            more = n_("+ {count} more", "+ {count} more", left).format(count=left)
            sheet.write(more, "item", x=x + 19, limit=limit - 19, tone="soft", most=1)
    elif kind == "yes-no":
        counts = card.each.scoring is not None
        _answer(sheet, card, _("Yes"), 1 if counts else None, x, limit)
        _answer(sheet, card, _("No"), 0 if counts else None, x, limit)
    elif kind == "rating":
        _rating(sheet, card, question, x)
    else:
        sheet.shapes.append(rect(x, sheet.y + 15, limit, 1, "f-ink-next"))
        sheet.y += 20


def _answer(
    sheet: Sheet, card: Card, words: str, points: float | None, x: float, limit: float
) -> None:
    """An answer with a ring to tick, and its points at the right."""
    given = "" if points is None else card.points(points)
    room = sheet.measure(given, "meta") + 14 if given else 0
    sheet.shapes.append(circle(x + 6, sheet.y + 8, 5.2, "f-mark-soft"))
    if given:
        tone = "soft" if not points else ("won" if points > 0 else "end")
        sheet.words.append(Words(x + limit, sheet.y + 12, given, "meta", tone, "end"))
    sheet.write(words, "item", x=x + 19, limit=limit - 19 - room, most=3)
    sheet.y += 4


def _rating(sheet: Sheet, card: Card, question: Question, x: float) -> None:
    """The numbers to choose from, in a row, as far as there is room."""
    most = min(question.max, 10)
    for number in range(most + 1):
        left = x + number * 29
        sheet.shapes.append(rect(left, sheet.y, 24, 21, "f-chip-soft", 6))
        value = question.max if number == most else number
        sheet.words.append(
            Words(left + 12, sheet.y + 14.6, card.local.number(value), "tag", "ink", "middle")
        )
    sheet.y += 26


def knock_out(sheet: Sheet, card: Card, question: Question, *, x: float, limit: float) -> None:
    """The answer that ends the deal."""
    rule = question.knock_out
    if rule is None:
        return
    playbook = card.desk.playbook
    answer = _words_of(card, question, rule)
    target = playbook.stage.get(rule.move_to)
    stage = target.name if target else str(rule.move_to)
    reason = playbook.reasons.get(rule.reason) if rule.reason else None
    words = (
        _("{answer}: the deal moves to {stage}, with the reason “{reason}”.").format(
            answer=answer, stage=stage, reason=reason.name
        )
        if reason
        else _("{answer}: the deal moves to {stage}.").format(answer=answer, stage=stage)
    )
    top = sheet.y + 2
    sheet.y = top + 7
    sheet.shapes.append(path(icons.BAN, "f-mark f-mark-end", x + 16, sheet.y + 8))
    sheet.write(_("Knock-out"), "head", x=x + 29, limit=limit - 40, tone="end", most=1)
    sheet.write(words, "item", x=x + 29, limit=limit - 40, most=5)
    sheet.y += 6
    sheet.shapes.insert(0, rect(x, top, limit, sheet.y - top, "f-box-end", 8))
    sheet.y += 2
