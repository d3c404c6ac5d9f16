"""The playbook's tests as Salesforce formulas."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from playbook.crm.salesforce import scores
from playbook.crm.salesforce.answers import compared, filled, holds
from playbook.crm.salesforce.columns import Column, Columns
from playbook.crm.salesforce.formulas import Unsayable, both, either, opposite
from playbook.messages import _
from playbook.model import (
    ElementId,
    FieldId,
    Phase,
    Playbook,
    Question,
    Questionnaire,
    SegmentId,
    Test,
    Track,
)


@dataclass(frozen=True)
class Conditions:
    """What the conditions of a playbook are in Salesforce."""

    playbook: Playbook
    columns: Columns

    def test(self, test: Test) -> str:
        """The formula that is true where a test is.

        Raises:
            Unsayable: a formula cannot say it.

        """
        if test.all:
            return both(*(self.test(inner) for inner in test.all))
        if test.any:
            return either(*(self.test(inner) for inner in test.any))
        if test.segment:
            return self.applies((test.segment,))
        if test.track:
            return self._track(test)
        if test.questionnaire:
            return self._questionnaire(test)
        if test.field:
            return holds(self._column(self.columns.of_field(test.field)), test)
        if test.answer and test.answer in self.playbook.question:
            question = self.playbook.question[test.answer]
            return holds(self._column(self.columns.of_question(question)), test)
        raise Unsayable(_("A Salesforce formula cannot count the contacts of a deal."))

    def applies(self, segments: Iterable[SegmentId]) -> str:
        """Whether a deal is in any of the segments; true for none of them."""
        boxes = [self._column(self.columns.of_segment(id)).api for id in segments]
        return either(*boxes) if boxes else "TRUE"

    def filled(self, id: FieldId) -> str:
        """Whether a field holds a value."""
        return filled(self._column(self.columns.of_field(id)))

    def asked(self, question: Question) -> str:
        """Whether a question is asked of a deal at all."""
        when = self.test(question.when) if question.when else "TRUE"
        return both(self.applies(question.for_), when)

    def answer(self, question: Question) -> Column:
        """The column that holds an answer."""
        return self._column(self.columns.of_question(question))

    def _column(self, column: Column | None) -> Column:
        if column is None:
            raise Unsayable(_("A field that it needs has no name in Salesforce."))
        return column

    def _track(self, test: Test) -> str:
        track = self.playbook.tracks.get(test.track) if test.track else None
        if track is None:
            raise Unsayable(_("It refers to something that is not there."))
        phases = (phase for phase in track.phases if test.phase in (None, phase.id))
        return both(*(self._done(track, phase) for phase in phases))

    def _done(self, track: Track, phase: Phase) -> str:
        box = self._column(self.columns.of_phase(track.id, phase.id)).api
        return either(opposite(self.applies(phase.for_)), box) if phase.for_ else box

    def _questionnaire(self, test: Test) -> str:
        known = self.playbook.questionnaires
        questionnaire = known.get(test.questionnaire) if test.questionnaire else None
        if questionnaire is None:
            raise Unsayable(_("It refers to something that is not there."))
        if test.is_ == "complete":
            return self._complete(questionnaire, test.elements)
        if test.is_ == "passed":
            return scores.passed(self, questionnaire, test.elements)
        return compared(scores.shown(self, questionnaire, test.elements), test, Decimal(1))

    def _complete(self, questionnaire: Questionnaire, elements: tuple[ElementId, ...]) -> str:
        needed = []
        for question in questionnaire.questions:
            if question.level == "must" and (not elements or question.element in elements):
                answered, asked = filled(self.answer(question)), self.asked(question)
                needed.append(answered if asked == "TRUE" else either(opposite(asked), answered))
        return both(*needed)
