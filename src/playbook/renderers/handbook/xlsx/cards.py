"""Where everything stands on the sheet of a questionnaire."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from playbook import scoring
from playbook.model import Playbook, Question, Questionnaire, Scoring
from playbook.renderers.handbook.xlsx.answers import Kind, Subject
from playbook.renderers.handbook.xlsx.formulas import Block, Cell, Expression, Known, op
from playbook.renderers.handbook.xlsx.lists import Lists, options
from playbook.renderers.handbook.xlsx.plan import LEFT, PREPARED, Plan, card_key

Result = Literal["score", "band", "passed", "knocked", "open", "where"]
_HEAD: Final = 5
"""The rows with the name of the sheet and of the deals."""
NUMBERS: Final = frozenset({"number", "money", "percent", "rating"})


@dataclass(frozen=True)
class Row:
    """A row of questions: the name of an element, a question, or an option of it to tick."""

    element: str | None = None
    question: Question | None = None
    option: str | None = None


@dataclass(frozen=True)
class Card:
    """The rows of a questionnaire's sheet."""

    plan: Plan
    lists: Lists
    questionnaire: Questionnaire

    @cached_property
    def key(self) -> str:
        """The key of the sheet."""
        return card_key(self.questionnaire.id)

    @property
    def playbook(self) -> Playbook:
        """The playbook that asks."""
        return self.plan.playbook

    @property
    def rules(self) -> Scoring | None:
        """How the answers count."""
        return self.questionnaire.scoring

    @cached_property
    def counting(self) -> tuple[str, ...]:
        """The elements that can get points at all; the others do not count."""
        ranges = scoring.of_elements(self.playbook, self.questionnaire)
        return tuple(id for id, each in ranges.items() if each.high > 0 or each.low < 0)

    @cached_property
    def results(self) -> Mapping[Result, int]:
        """The row of each result."""
        names: list[Result] = []
        if self.rules is not None and self.counting:
            names.append("score")
            if self.rules.bands:
                names.append("band")
            if self.rules.pass_ is not None or self.rules.method == "all":
                names.append("passed")
        if any(question.knock_out for question in self.questionnaire.questions):
            names.append("knocked")
        names.append("open")
        if len(self.elements) > 1:
            names.append("where")
        return {name: _HEAD + place for place, name in enumerate(names)}

    @cached_property
    def elements(self) -> tuple[str, ...]:
        """The elements that questions belong to, in order; last those without one."""
        named = [str(each.element or "") for each in self.questionnaire.questions]
        known = [id for id in self.questionnaire.element_ids if id in named]
        return (*known, *(id for id in dict.fromkeys(named) if id not in known))

    @cached_property
    def rows(self) -> Mapping[int, Row]:
        """The rows of questions."""
        first = _HEAD + len(self.results) + 1
        return dict(enumerate(self._rows(), start=first))

    def _rows(self) -> Iterator[Row]:
        for element in self.elements:
            yield Row(element=element)
            for question in self.questionnaire.questions:
                if str(question.element or "") == element:
                    yield Row(question=question)
                    if self.type_of(question) == "choices":
                        for option in options(self.playbook, question):
                            yield Row(question=question, option=option.id)

    def type_of(self, question: Question) -> str:
        """The type of an answer."""
        return self.playbook.type_of_question(question) or "text"

    @cached_property
    def _answer_rows(self) -> Mapping[tuple[str, str | None], int]:
        return {
            (row.question.id, row.option): at
            for at, row in self.rows.items()
            if row.question is not None
        }

    @cached_property
    def _computed(self) -> Mapping[str, int]:
        """The rows below the questions: points, and what is still unknown."""
        first = max(self.rows) + 2
        names = [f"points/{each.id}" for each in self.questionnaire.questions]
        names += [f"element/{id}" for id in self.elements]
        names += [f"open/{each.id}" for each in self.questionnaire.questions]
        names += [f"gap/{id}" for id in self.elements]
        return {name: first + place for place, name in enumerate(names)}

    def row_of(self, name: str, id: str) -> int:
        """A row below the questions: ``points`` and ``open`` of a question, ``element`` and ``gap``."""
        return self._computed[f"{name}/{id}"]

    @property
    def last(self) -> int:
        """The last row that is computed."""
        return max(self._computed.values())

    @property
    def bands(self) -> Block | None:
        """Where the names of the bands stand, below everything else."""
        count = len(self.rules.bands) if self.rules is not None and "band" in self.results else 0
        first = self.last + 3
        return Block(self.key, first, 0, first + count - 1, 0) if count else None

    def answer_row(self, question: Question) -> int:
        """The row that a question is answered in."""
        return self._answer_rows[question.id, None]

    def cell_is_open(self, question: Question, column: int) -> Expression:
        """Whether a question is asked of a deal and nobody has an answer."""
        return op(self.cell(self.row_of("open", question.id), column), ">", 0)

    def block(self, row: int) -> Block:
        """A row of all deals."""
        return Block(self.key, row, LEFT, row, LEFT + PREPARED - 1)

    def cell(self, row: int, column: int) -> Cell:
        """A cell of a deal's column."""
        return Cell(self.key, row, column, "row")

    def answers(self, column: int) -> Block:
        """All answers of a deal."""
        return Block(self.key, min(self.rows), column, max(self.rows), column)

    def subject(self, question: Question, column: int) -> Subject:
        """Where the answer of a deal stands, and what it can be."""
        cell = self.cell(self._answer_rows[question.id, None], column)
        unknown = self.plan.unknown
        match self.type_of(question):
            case "choices":
                ticks = {
                    option.id: self.cell(self._answer_rows[question.id, option.id], column)
                    for option in options(self.playbook, question)
                }
                return Subject("choices", cell, unknown, ticks=ticks)
            case "choice":
                names = {
                    option.id: self.lists.cell(f"options/{question.id}", place)
                    for place, option in enumerate(options(self.playbook, question))
                }
                return Subject("choice", cell, unknown, names)
            case "yes-no":
                yes, no = self.plan.yes_no
                return Subject("choice", cell, unknown, {"yes": Known(yes), "no": Known(no)})
        return Subject(_kind(self.type_of(question)), cell, unknown)


def _kind(type: str) -> Kind:
    if type in NUMBERS:
        return "number"
    return "date" if type == "date" else "text"
