"""The columns of the deals, and how a deal's own row says which segments it is in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from playbook.messages import _
from playbook.model import FieldId, Segment, Test
from playbook.renderers.handbook.xlsx.answers import Kind, Subject, holds
from playbook.renderers.handbook.xlsx.cards import Card
from playbook.renderers.handbook.xlsx.formulas import Block, Cell, Expression, both, either
from playbook.renderers.handbook.xlsx.plan import DEALS, PREPARED, TOP, Plan
from playbook.wording import field_name, questionnaire_name

Filling = Literal["typed", "made", "hidden"]
FIELDS: Final[Mapping[str, str]] = {
    "amount": "amount",
    "close-date": "close",
    "account": "company",
    "owner": "owner",
    "next-step": "next-step",
    "loss-reason": "reason",
}
"""The built-in fields that the deals have, and their columns."""
KINDS: Final[Mapping[str, Kind]] = {"amount": "number", "close-date": "date"}
HIDDEN: Final = ("stage-number", "state", "forecast", "reached", "late", "done", "needed")


@dataclass(frozen=True)
class Column:
    """A column of the deals; ``hidden`` ones hold what only formulas read."""

    key: str
    label: str
    width: float
    filling: Filling


@dataclass(frozen=True)
class Columns:
    """The columns of the deals: first those that people fill in, then those that fill themselves."""

    plan: Plan
    cards: Mapping[str, Card]

    @cached_property
    def all(self) -> tuple[Column, ...]:
        """All columns in order."""
        hidden = (Column(key, key, 8, "hidden") for key in HIDDEN)
        return (*self._first, *self._typed(), *self._made(), *hidden)

    @cached_property
    def _first(self) -> tuple[Column, ...]:
        """The columns that every playbook has; the segments may look at them."""
        name = self._name
        activity = (Column("activity", _("Last activity"), 12, "typed"),)
        return (
            Column("number", _("No."), 5, "typed"),
            Column("company", name("account"), 26, "typed"),
            Column("contact", _("Contact"), 18, "typed"),
            Column("owner", name("owner"), 16, "typed"),
            Column("stage", _("Stage"), 22, "typed"),
            Column("entered", _("In this stage since"), 12, "typed"),
            *(activity if self.plan.has_activity else ()),
            Column("amount", name("amount"), 15, "typed"),
            Column("close", name("close-date"), 12, "typed"),
            Column("next-step", name("next-step"), 30, "typed"),
        )

    def _typed(self) -> Iterator[Column]:
        for id, segment in self.plan.segments.items():
            if not self.finds(segment):
                yield Column(f"segment/{id}", segment.name, 11, "typed")
        yield Column("created", _("Begun on"), 12, "typed")
        yield Column("closed", _("Closed on"), 12, "typed")
        yield Column("last-stage", _("Last stage before the end"), 22, "typed")
        if self.plan.playbook.reasons:
            yield Column("reason", self._name("loss-reason"), 24, "typed")

    def _made(self) -> Iterator[Column]:
        yield Column("days", _("Days in stage"), 9, "made")
        yield Column("limit", _("At most"), 9, "made")
        yield Column("alert", _("Attention"), 13, "made")
        yield Column("gate", _("Exit criteria"), 10, "made")
        yield Column("probability", _("Probability"), 11, "made")
        yield Column("weighted", _("Weighted amount"), 15, "made")
        yield Column("category", _("Forecast"), 14, "made")
        yield Column("next-stage", _("Next stage"), 22, "made")
        yield Column("result", _("Result"), 13, "made")
        yield Column("cycle", _("Days until the end"), 11, "made")
        for id, segment in self.plan.segments.items():
            if self.finds(segment):
                yield Column(f"segment/{id}", segment.name, 11, "made")
        for key, card in self.cards.items():
            if "score" in card.results:
                yield Column(f"card/{key}", questionnaire_name(card.questionnaire), 20, "made")

    def _name(self, field: str) -> str:
        return field_name(self.plan.playbook, FieldId(field))

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {column.key: place for place, column in enumerate(self.all)}

    def place(self, key: str) -> int:
        """Which column it is."""
        return self._places[key]

    def has(self, key: str) -> bool:
        """Whether the deals have such a column."""
        return key in self._places

    def block(self, key: str) -> Block:
        """A column of all deals."""
        return Block(DEALS, TOP, self._places[key], TOP + PREPARED - 1, self._places[key])

    def cell(self, key: str, row: int) -> Cell:
        """A cell of a deal's own row, where it stays when the deals are sorted."""
        return Cell(DEALS, row, self._places[key], "column")

    def finds(self, segment: Segment) -> bool:
        """Whether a deal's row says by itself that the deal is in a segment."""
        return self.in_segment(segment, TOP) is not None

    def in_segment(self, segment: Segment, row: int) -> Expression | None:
        """Whether the deal of a row is in a segment, if the row says it."""
        return self._told(segment.when, row) if segment.when is not None else None

    def _told(self, test: Test, row: int) -> Expression | None:
        nested = [self._told(each, row) for each in (*test.all, *test.any)]
        told = [each for each in nested if each is not None]
        if len(told) < len(nested):
            return None
        if told:
            return both(*told) if test.all else either(*told)
        kind = KINDS.get(str(test.field))
        if kind is None:
            return None
        place = [column.key for column in self._first].index(FIELDS[str(test.field)])
        return holds(Subject(kind, Cell(DEALS, row, place, "column")), test)
