"""The formulas of a deal's row. They look only at their own row and at whole blocks, so rows can be sorted."""

from collections.abc import Callable, Mapping
from typing import Final

from playbook.model import SegmentId
from playbook.renderers.handbook.xlsx.alerts import late_word, warning_word
from playbook.renderers.handbook.xlsx.book import Book
from playbook.renderers.handbook.xlsx.formulas import (
    Block,
    Cell,
    Expression,
    both,
    call,
    either,
    op,
    when,
)
from playbook.renderers.handbook.xlsx.plan import NO, OPEN, PARKED, SKIPPED, TODAY, YES, Numbered


def formula(book: Book, key: str, row: int) -> Expression:
    """The formula of a column that fills itself."""
    kind, _slash, id = key.partition("/")
    if kind == "segment":
        return _segment(book, SegmentId(id), row)
    if kind == "card":
        return _score(book, id, row)
    return _FORMULAS[key](_Row(book, row))


class _Row:
    """The cells of a row, and what the sheet of the stages says of its stage."""

    def __init__(self, book: Book, row: int) -> None:
        self.book = book
        self.row = row

    def __getitem__(self, key: str) -> Cell:
        return self.book.columns.cell(key, self.row)

    def says(self, column: str) -> Expression:
        """What the sheet of the stages says of the deal's stage."""
        return call("INDEX", self.book.plan.stages(column), self["stage-number"])

    def number(self, key: Numbered) -> Expression:
        """A number of the stage, or the one for a segment that the deal is in."""
        base = self.says(key)
        found = when(op(base, "=", ""), "", base)
        for id in reversed(list(self.book.plan.segments)):
            if f"{key}/{id}" in self.book.plan.stage_columns:
                own = self.says(f"{key}/{id}")
                is_in = op(self[f"segment/{id}"], "=", YES)
                found = when(both(is_in, op(own, "<>", "")), own, found)
        return found

    def if_staged(self, then: Expression | str, otherwise: str | int = "") -> Expression:
        """A value for a deal that has a stage."""
        return when(op(self["stage-number"], "=", 0), otherwise, then)


def _stage_number(row: _Row) -> Expression:
    plan = row.book.plan
    return _numbered(plan.stages("name"), row["stage"], plan.stages("number"))


def _numbered(names: Block, name: Cell, numbers: Block) -> Expression:
    """The number beside a name. MATCH would take ``*`` and ``?`` in a name for any signs."""
    return call("SUMPRODUCT", op(op(names, "=", name), "*", numbers))


def _days(row: _Row) -> Expression:
    here = [op(row["state"], "=", OPEN), op(row["state"], "=", PARKED)]
    stays = either(*here, call("ISNUMBER", row["limit"]))
    known = both(call("ISNUMBER", row["entered"]), stays)
    return row.if_staged(when(known, op(TODAY, "-", row["entered"]), ""))


def _counted(row: _Row) -> Expression:
    """The days that the limit is held against."""
    if not row.book.columns.has("activity"):
        return row["days"]
    is_by_activity = both(op(row.says("clock"), "=", 1), call("ISNUMBER", row["activity"]))
    return when(is_by_activity, op(TODAY, "-", row["activity"]), row["days"])


def _alert(row: _Row) -> Expression:
    counted, warn = _counted(row), row.number("warn_days")
    is_late = both(call("ISNUMBER", row["limit"]), op(counted, ">", row["limit"]))
    is_soon = both(call("ISNUMBER", warn), op(counted, ">", warn))
    told = when(is_late, late_word(), when(is_soon, warning_word(), ""))
    return when(call("ISNUMBER", row["days"]), told, "")


def _weighted(row: _Row) -> Expression:
    known = both(call("ISNUMBER", row["amount"]), call("ISNUMBER", row["probability"]))
    return when(known, op(row["amount"], "*", row["probability"]), "")


def _reached(row: _Row) -> Expression:
    plan = row.book.plan
    before = _numbered(plan.stages("name"), row["last-stage"], plan.stages("line"))
    line = row.says("line")
    come = when(op(line, ">", 0), line, before)
    return row.if_staged(when(op(row["state"], "=", SKIPPED), 0, come), 0)


def _cycle(row: _Row) -> Expression:
    known = both(call("ISNUMBER", row["created"]), call("ISNUMBER", row["closed"]))
    return when(known, op(row["closed"], "-", row["created"]), "")


def _on_checklist(row: _Row, key: str) -> Expression:
    gates = row.book.gates
    found = call("MATCH", row["number"], gates.block("number"), 0)
    return call("IFERROR", call("INDEX", gates.block(key), found), 0)


def _segment(book: Book, id: SegmentId, row: int) -> Expression:
    test = book.columns.in_segment(book.plan.segments[id], row)
    if test is None:
        raise KeyError(id)
    return _Row(book, row).if_staged(when(test, YES, NO))


def _score(book: Book, id: str, row: int) -> Expression:
    card = book.cards[id]
    found = call("MATCH", book.columns.cell("number", row), book.gates.block("number"), 0)
    score = call("INDEX", card.block(card.results["score"]), found)
    shown = call("ROUND", score, 2)
    if "band" in card.results:
        band = call("INDEX", card.block(card.results["band"]), found)
        shown = op(op(shown, "&", " · "), "&", band)
    return call("IFERROR", when(op(score, "=", ""), "", shown), "")


_FORMULAS: Final[Mapping[str, Callable[[_Row], Expression]]] = {
    "days": _days,
    "limit": lambda row: row.if_staged(row.number("max_days")),
    "alert": _alert,
    "gate": lambda row: when(
        op(row["needed"], "=", 0), "", op(op(row["done"], "&", " / "), "&", row["needed"])
    ),
    "probability": lambda row: row.if_staged(row.number("probability")),
    "weighted": _weighted,
    "category": lambda row: row.if_staged(
        call("INDEX", row.book.lists.block("categories"), row["forecast"])
    ),
    "next-stage": lambda row: row.if_staged(op(row.says("next"), "&", "")),
    "result": lambda row: row.if_staged(
        call("INDEX", row.book.lists.block("states"), row["state"])
    ),
    "cycle": _cycle,
    "stage-number": _stage_number,
    "state": lambda row: row.if_staged(row.says("state"), 0),
    "forecast": lambda row: row.if_staged(row.number("forecast"), 0),
    "reached": _reached,
    "late": lambda row: when(op(row["alert"], "=", late_word()), 1, 0),
    "done": lambda row: _on_checklist(row, "done"),
    "needed": lambda row: _on_checklist(row, "needed"),
}
