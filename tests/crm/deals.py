"""A deal, and what a playbook's tests say of it: the meaning that every CRM has to keep.

Written from the format's own descriptions, and without a look at any target.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from operator import ge, gt, le, lt
from typing import Any

from playbook.model import Answer, Playbook, Question, Questionnaire, Test

Number = Decimal


@dataclass(frozen=True)
class Deal:
    """What is recorded: values of fields, answers, boxes that are ticked. Nothing is None."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    ticked: frozenset[str] = frozenset()
    """The segments without a condition that someone has ticked."""
    done: frozenset[tuple[str, str]] = frozenset()
    """The phases that are done, with their tracks."""
    today: date = date(2026, 11, 21)


@dataclass(frozen=True)
class Judge:
    """Says what holds for a deal."""

    playbook: Playbook
    deal: Deal

    def holds(self, test: Test) -> bool:
        """Whether a test is true."""
        if test.all or test.any:
            inner = [self.holds(each) for each in (*test.all, *test.any)]
            return all(inner) if test.all else any(inner)
        if test.segment:
            return self.is_in([test.segment])
        if test.track:
            phases = self.playbook.tracks[test.track].phases
            wanted = [each for each in phases if test.phase in (None, each.id)]
            return all(
                (str(test.track), str(each.id)) in self.deal.done or not self.concerns(each.for_)
                for each in wanted
            )
        if test.questionnaire:
            return self._questionnaire(test, self.playbook.questionnaires[test.questionnaire])
        if test.field:
            kind = self.playbook.type_of_field(test.field) or ""
            return fits(self.deal.fields.get(test.field), kind, test, self.deal.today)
        question = self.playbook.question[test.answer]  # type: ignore[index]
        return self.answered_so(question, test)

    def is_in(self, segments: Iterable[str]) -> bool:
        """Whether the deal is in any of the segments."""
        known = {str(id): segment for id, segment in self.playbook.segments.items()}
        return any(
            self.holds(when) if (when := known[id].when) else id in self.deal.ticked
            for id in segments
        )

    def concerns(self, segments: Iterable[str]) -> bool:
        """Whether what is for these segments, or for all, is for this deal."""
        wanted = list(segments)
        return not wanted or self.is_in(wanted)

    def answer(self, question: Question) -> Any:
        """What was answered."""
        if question.field:
            return self.deal.fields.get(question.field)
        return self.deal.answers.get(question.id)

    def answered_so(self, question: Question, answer: Answer) -> bool:
        """Whether an answer fits."""
        kind = self.playbook.type_of_question(question) or ""
        return fits(self.answer(question), kind, answer, self.deal.today)

    def is_asked(self, question: Question) -> bool:
        """Whether a question is asked of this deal."""
        return self.concerns(question.for_) and (not question.when or self.holds(question.when))

    def points(self, question: Question) -> Number:
        """What an answer is worth."""
        if not self.is_asked(question):
            return Number(0)
        if question.score:
            for rule in question.score:
                if self.answered_so(question, rule):
                    return Number(str(rule.points))
            return Number(0)
        value = self.answer(question)
        if value is None:
            return Number(0)
        options = question.options
        if question.field and question.field in self.playbook.fields:
            options = self.playbook.fields[question.field].options
        worth = {option.id: Number(str(option.points or 0)) for option in options}
        match self.playbook.type_of_question(question):
            case "yes-no":
                return Number(value == "yes")
            case "rating":
                return Number(value)
            case "choice":
                return worth[value]
            case "choices":
                return sum((worth[each] for each in value), Number(0))
        return Number(0)

    def element(self, questionnaire: Questionnaire, element: str) -> Number:
        """The points of an element."""
        questions = (each for each in questionnaire.questions if each.element == element)
        return sum((self.points(each) for each in questions), Number(0))

    def score(self, questionnaire: Questionnaire, elements: Iterable[str]) -> Number:
        """The score by the questionnaire's method."""
        rules = questionnaire.scoring
        assert rules is not None
        points = {id: self.element(questionnaire, id) for id in elements}
        if rules.method == "lowest":
            return min(points.values())
        if rules.method in ("count", "all"):
            return Number(sum(each > 0 for each in points.values()))
        weights = {str(id): Number(str(weight)) for id, weight in rules.weights.items()}
        whole = sum((weights.get(id, Number(1)) * each for id, each in points.items()), Number(0))
        if rules.method == "mean":
            return whole / sum((weights.get(id, Number(1)) for id in points), Number(0))
        return whole

    def _questionnaire(self, test: Test, questionnaire: Questionnaire) -> bool:
        elements = test.elements or questionnaire.element_ids
        if test.is_ == "complete":
            return all(
                self.answer(each) is not None
                for each in questionnaire.questions
                if each.level == "must" and each.element in elements and self.is_asked(each)
            )
        scoring = [id for id in elements if self._can_score(questionnaire, id)]
        score = self.score(questionnaire, scoring)
        rules = questionnaire.scoring
        assert rules is not None
        if test.is_ == "passed":
            floors = {id: least for id, least in rules.floors.items() if id in elements}
            mark = rules.pass_ if rules.pass_ is not None else len(scoring)
            enough = all(self.element(questionnaire, id) >= least for id, least in floors.items())
            return enough and score >= mark
        return fits(score, "number", test, self.deal.today)

    def _can_score(self, questionnaire: Questionnaire, element: str) -> bool:
        from playbook import scoring

        spread = scoring.of_elements(self.playbook, questionnaire).get(element)
        return spread is not None and (spread.high > 0 or spread.low < 0)


def fits(value: Any, kind: str, answer: Answer, today: date) -> bool:
    """Whether a value fits an operator. Of nothing, only "is empty" is true."""
    if answer.is_ in ("filled", "empty"):
        return (value is None) == (answer.is_ == "empty")
    if value is None:
        return False
    if answer.within_days is not None:
        return bool(abs((value - today).days) <= answer.within_days)
    for operator, holds in (
        (answer.at_least, ge),
        (answer.at_most, le),
        (answer.above, gt),
        (answer.below, lt),
    ):
        if operator is not None:
            return bool(holds(value, Number(str(operator))))
    if answer.not_equals is not None:
        return not _same(value, kind, answer.not_equals)
    return any(_same(value, kind, wanted) for wanted in answer.values)


def _same(value: Any, kind: str, wanted: Any) -> bool:
    if kind == "choices":
        return wanted in value
    if kind == "date":
        return bool(value == date.fromisoformat(str(wanted)))
    return bool(value == wanted)
