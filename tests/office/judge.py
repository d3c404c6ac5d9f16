"""Scores answers by the words of the format, to hold the workbook's formulas against."""

import operator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from playbook import scoring
from playbook.model import Answer, Option, Playbook, Question, Questionnaire, Scoring, Test

Given = str | float | date | frozenset[str] | None
UNKNOWN = "?"
"""An answer that nobody knows; None is no answer."""


@dataclass(frozen=True)
class Deal:
    """A deal: the segments it is in, and its answers by question."""

    playbook: Playbook
    segments: frozenset[str]
    answers: Mapping[str, Given]
    today: date

    def options(self, question: Question) -> tuple[Option, ...]:
        """What can be chosen."""
        field = self.playbook.fields.get(question.field) if question.field else None
        return field.options if field else question.options

    def asked(self, question: Question) -> bool:
        """Whether a question is asked of the deal."""
        is_for = not question.for_ or not self.segments.isdisjoint(question.for_)
        return is_for and (question.when is None or self.holds(question.when))

    def holds(self, test: Test) -> bool:
        """Whether a test of an answer or of a segment holds."""
        if test.all or test.any:
            results = [self.holds(each) for each in (*test.all, *test.any)]
            return all(results) if test.all else any(results)
        if test.segment:
            return test.segment in self.segments
        assert test.answer, "the judge knows only answers and segments"
        return self.fits(self.answers[test.answer], test)

    def fits(self, given: Given, answer: Answer) -> bool:
        """Whether an answer fits an operator."""
        if answer.is_ is not None:
            states = {"filled": given not in (None, UNKNOWN), "empty": given is None}
            return states.get(answer.is_, given == UNKNOWN)
        if given in (None, UNKNOWN):
            return False
        if answer.within_days is not None:
            assert isinstance(given, date)
            return abs(given - self.today) <= timedelta(days=answer.within_days)
        for limit, fits in (
            (answer.at_least, operator.ge),
            (answer.at_most, operator.le),
            (answer.above, operator.gt),
            (answer.below, operator.lt),
        ):
            if limit is not None:
                return isinstance(given, int | float) and bool(fits(given, limit))
        wanted = {str(value) for value in (*answer.values, *answer.one_of)}
        found = given if isinstance(given, frozenset) else {str(given)}
        if answer.not_equals is not None:
            return str(answer.not_equals) not in found
        return not wanted.isdisjoint(found)

    def points(self, question: Question) -> float:
        """The points of an answer."""
        given = self.answers[question.id]
        if not self.asked(question):
            return 0
        if question.score:
            return next((r.points for r in question.score if self.fits(given, r)), 0)
        match self.playbook.type_of_question(question):
            case "yes-no":
                return int(given == "yes")
            case "rating":
                return given if isinstance(given, int | float) else 0
            case "choice" | "choices":
                chosen = given if isinstance(given, frozenset) else {given}
                return sum(o.points or 0 for o in self.options(question) if o.id in chosen)
        return 0

    def elements(self, questionnaire: Questionnaire) -> dict[str, float]:
        """The points of each element that counts."""
        ranges = scoring.of_elements(self.playbook, questionnaire)
        return {
            id: sum(
                self.points(each) for each in questionnaire.questions if (each.element or "") == id
            )
            for id, each_range in ranges.items()
            if each_range.low or each_range.high
        }

    def score(self, questionnaire: Questionnaire) -> float:
        """The score, by the method of the questionnaire."""
        rules = questionnaire.scoring or Scoring()
        points = self.elements(questionnaire)
        if rules.method == "lowest":
            return min(points.values())
        if rules.method in ("count", "all"):
            return sum(each > 0 for each in points.values())
        weights = {id: {str(k): v for k, v in rules.weights.items()}.get(id, 1) for id in points}
        whole = sum(weights[id] * each for id, each in points.items())
        return whole / sum(weights.values()) if rules.method == "mean" else whole

    def passed(self, questionnaire: Questionnaire) -> bool:
        """Whether the score is enough, and no element is below its floor."""
        rules = questionnaire.scoring or Scoring()
        points = self.elements(questionnaire)
        mark = len(points) if rules.pass_ is None else rules.pass_
        floors = all(points.get(str(id), 0) >= least for id, least in rules.floors.items())
        return self.score(questionnaire) >= mark and floors

    def open(self, questionnaire: Questionnaire) -> int:
        """How many answers are still missing that must be there."""
        return sum(
            self.asked(each) and each.level == "must" and self.answers[each.id] in (None, UNKNOWN)
            for each in questionnaire.questions
        )

    def knocked(self, questionnaire: Questionnaire) -> str | None:
        """The stage that an answer sends the deal to."""
        return next(
            (
                each.knock_out.move_to
                for each in questionnaire.questions
                if each.knock_out
                and self.asked(each)
                and self.fits(self.answers[each.id], each.knock_out)
            ),
            None,
        )
