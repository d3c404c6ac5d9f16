"""The playbook's tests as formulas about the deal of a column."""

from collections.abc import Mapping
from dataclasses import dataclass

from playbook.messages import p_
from playbook.model import Question, Test
from playbook.renderers.handbook.xlsx.answers import Subject, holds
from playbook.renderers.handbook.xlsx.cards import Card
from playbook.renderers.handbook.xlsx.columns import FIELDS, KINDS, Columns
from playbook.renderers.handbook.xlsx.formulas import (
    Expression,
    both,
    call,
    either,
    op,
    total,
)
from playbook.renderers.handbook.xlsx.gates import Gates
from playbook.renderers.handbook.xlsx.lists import Lists
from playbook.renderers.handbook.xlsx.plan import Plan


def passed_word() -> str:
    """What stands where a questionnaire is passed."""
    return p_("questionnaire", "Passed")


@dataclass(frozen=True)
class Conditions:
    """What a workbook can tell of a deal; a test that it cannot tell is None."""

    plan: Plan
    lists: Lists
    cards: Mapping[str, Card]
    columns: Columns
    gates: Gates

    def asked(self, question: Question, column: int) -> Expression:
        """Whether a question is asked of a deal; where that cannot be told, it is."""
        asked = self.gates.applies(question.for_, column)
        when = self.test(question.when, column, question) if question.when else None
        return asked if when is None else both(asked, when)

    def test(self, test: Test, column: int, before: Question | None = None) -> Expression | None:
        """Whether a test holds for the deal of a column; a question looks only at those before it."""
        nested = [self.test(each, column, before) for each in (*test.all, *test.any)]
        told = [each for each in nested if each is not None]
        if len(told) < len(nested):
            return None
        if told:
            return both(*told) if test.all else either(*told)
        if test.segment:
            known = test.segment in self.plan.segments
            return self.gates.applies((test.segment,), column) if known else None
        if test.questionnaire:
            return self._questionnaire(test, column) if before is None else None
        subject = self._subject(test, column, before)
        return holds(subject, test) if subject is not None else None

    def _questionnaire(self, test: Test, column: int) -> Expression | None:
        card = self.cards.get(str(test.questionnaire))
        if card is None:
            return None
        if test.is_ == "complete":
            gaps = [id for id in card.elements if not test.elements or id in test.elements]
            return op(total(*(card.cell(card.row_of("gap", id), column) for id in gaps)), "=", 0)
        if test.elements:
            return None
        if test.is_ == "passed" and "passed" in card.results:
            return op(card.cell(card.results["passed"], column), "=", passed_word())
        if test.is_ is None and "score" in card.results:
            return holds(Subject("number", card.cell(card.results["score"], column)), test)
        return None

    def _subject(self, test: Test, column: int, before: Question | None) -> Subject | None:
        if test.field and test.field in FIELDS:
            return self._field(str(test.field), column)
        for card in self.cards.values():
            for question in card.questionnaire.questions:
                if question is before:
                    return None
                if test.answer == question.id or (test.field and test.field == question.field):
                    return card.subject(question, column)
        return None

    def _field(self, field: str, column: int) -> Subject | None:
        key = FIELDS[field]
        if not self.columns.has(key):
            return None
        position = call("MAX", 1, self.gates.head("position", column))
        cell = call("INDEX", self.columns.block(key), position)
        if key == "reason":
            names = {
                str(id): self.lists.cell("reasons", place)
                for place, id in enumerate(self.plan.playbook.reasons)
            }
            return Subject("choice", cell, names=names)
        return Subject(KINDS.get(field, "text"), cell)
