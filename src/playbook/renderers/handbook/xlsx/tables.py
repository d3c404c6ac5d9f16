"""The tables of the summary: by stage, from stage to stage, by month, by forecast, owner and reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from playbook.messages import _
from playbook.model import FieldId
from playbook.renderers.handbook.xlsx import examples
from playbook.renderers.handbook.xlsx.book import Book
from playbook.renderers.handbook.xlsx.figures import counted
from playbook.renderers.handbook.xlsx.formulas import (
    Block,
    Cell,
    Expression,
    Given,
    Scalar,
    call,
    op,
    total,
    when,
)
from playbook.renderers.handbook.xlsx.looks import COUNT, SHARE, TEXT
from playbook.renderers.handbook.xlsx.plan import (
    LOST,
    OPEN,
    OUT,
    SUMMARY,
    TODAY,
    WON,
)
from playbook.wording import field_name, number

MONTHS: Final = 12
OWNERS: Final = 12
HELPER: Final = 12
"""A hidden column of the summary, with the first day of each month."""
Row = Sequence[Scalar | Expression]


@dataclass(frozen=True)
class Table:
    """A table: where its first row stands, what stands in it and how it is shown."""

    key: str
    title: str
    heads: tuple[str, ...]
    numbers: tuple[str, ...]
    top: int
    """The first row below the heads."""
    rows: tuple[Row, ...]
    note: str = ""
    has_total: bool = False
    typed: bool = False
    """Whether people type the names in its first column."""
    helpers: tuple[Expression, ...] = ()

    @property
    def bottom(self) -> int:
        """The last row, without a total."""
        return self.top + len(self.rows) - 1

    @property
    def end(self) -> int:
        """The last row that anything stands in."""
        return self.bottom + int(self.has_total)

    def column(self, place: int) -> Block:
        """A column of the table."""
        return Block(SUMMARY, self.top, place, self.bottom, place)


def tables(book: Book, top: int) -> list[Table]:
    """All tables, one below the other."""
    made: list[Table] = []
    for make in (_stages, _conversion, _months, _categories, _owners, _reasons):
        table = make(book, (made[-1].end + 2 if made else top) + 2 + 1)
        if table.rows:
            made.append(table)
    return made


def owners(book: Book, top: int) -> Block:
    """Where the names of those who sell are typed."""
    return next(table for table in tables(book, top) if table.key == "owners").column(0)


def _if(book: Book, key: str, wanted: Given) -> tuple[Given, Given]:
    return book.columns.block(key), wanted


def _stages(book: Book, top: int) -> Table:
    columns, money = book.columns, book.looks.money
    line = [stage.id for stage in book.plan.flow.line]
    rank = {"lead": 1, "open": 1, "won": 2, "after-sale": 3, "parked": 4}
    order = sorted(
        book.playbook.stages,
        key=lambda each: 0 if each.id in line else rank.get(each.kind, 5),
    )
    rows: list[Row] = []
    for stage in order:
        place = book.plan.stage_row[stage.id]
        here = _if(book, "stage-number", place - book.plan.stages("name").top + 1)
        days = call("SUMIFS", columns.block("days"), *here)
        counted_days = call("COUNTIFS", *here, *_if(book, "days", ">=0"))
        rows.append(
            (
                Cell("stages", place, book.plan.stage_columns["name"]),
                call("COUNTIFS", *here),
                call("SUMIFS", columns.block("amount"), *here),
                call("SUMIFS", columns.block("weighted"), *here),
                call("IFERROR", op(days, "/", counted_days), ""),
                call("COUNTIFS", *here, *_if(book, "late", 1)),
            )
        )
    heads = (_("Stage"), _("Number of deals"), _("Amount"), _("Weighted amount"))
    more = (_("Average days in stage"), _("Overdue deals"))
    numbers = (TEXT, COUNT, money, money, COUNT, COUNT)
    return Table("stages", _("Deals by stage"), (*heads, *more), numbers, top, tuple(rows))


def _conversion(book: Book, top: int) -> Table:
    """Of the deals that came to a stage and are not there any more, how many went on."""
    metrics = book.playbook.metrics
    targets = metrics.stage_conversion if metrics else {}
    rows: list[Row] = []
    for place, stage in enumerate(book.plan.flow.line, start=1):
        row = top + place - 1
        name = Cell("stages", book.plan.stage_row[stage.id], book.plan.stage_columns["name"])
        on = call("COUNTIFS", *_if(book, "reached", f">{place}"))
        ended = total(
            *(
                call("COUNTIFS", *_if(book, "reached", place), *_if(book, "state", state))
                for state in (LOST, OUT)
            )
        )
        went, left = Cell(SUMMARY, row, 2), Cell(SUMMARY, row, 3)
        share = call("IFERROR", op(went, "/", op(went, "+", left)), "")
        target = targets.get(stage.id)
        reached = call("COUNTIFS", *_if(book, "reached", f">={place}"))
        rows.append((name, reached, on, ended, share, target / 100 if target is not None else None))
    won = [stage for stage in book.playbook.stages if stage.kind == "won"][:1]
    for stage in won if rows else []:
        name = Cell("stages", book.plan.stage_row[stage.id], book.plan.stage_columns["name"])
        reached = call("COUNTIFS", *_if(book, "reached", f">={len(rows) + 1}"))
        rows.append((name, reached, None, None, None, None))
    heads = (_("Stage"), _("Came here"), _("Went on"), _("Ended here"), _("Share that went on"))
    numbers = (TEXT, COUNT, COUNT, COUNT, SHARE, SHARE)
    note = _("Of the deals that came to a stage and have left it, so many percent went on.")
    title = _("From stage to stage")
    return Table("conversion", title, (*heads, _("Target")), numbers, top, tuple(rows), note)


def _months(book: Book, top: int) -> Table:
    columns, money = book.columns, book.looks.money
    first = call("DATE", call("YEAR", TODAY), call("MONTH", TODAY), 1)
    helpers: list[Expression] = [first]
    helpers += [call("EDATE", first, place) for place in range(1, MONTHS + 1)]
    start, end = Cell(SUMMARY, top + 1, HELPER), Cell(SUMMARY, top + MONTHS + 1, HELPER)
    spans: list[tuple[Scalar | Expression, tuple[Given, ...]]] = [
        (_("Earlier"), _if(book, "close", op("<", "&", start)))
    ]
    for place in range(MONTHS):
        begin, after = (Cell(SUMMARY, top + 1 + place + more, HELPER) for more in (0, 1))
        span = (
            *_if(book, "close", op(">=", "&", begin)),
            *_if(book, "close", op("<", "&", after)),
        )
        spans.append((_month(begin), span))
    spans.append((_("Later"), _if(book, "close", op(">=", "&", end))))
    rows = tuple(
        (
            name,
            call("COUNTIFS", *counted(book), *span),
            call("SUMIFS", columns.block("amount"), *counted(book), *span),
            call("SUMIFS", columns.block("weighted"), *counted(book), *span),
        )
        for name, span in spans
    )
    heads = (_("Month"), _("Number of deals"), _("Amount"), _("Weighted amount"))
    note = _("Open deals that count for the forecast, by the day they are expected to close.")
    numbers = (TEXT, COUNT, money, money)
    title = _("Weighted forecast by month")
    made = tuple(helpers)
    return Table("months", title, heads, numbers, top, rows, note, has_total=True, helpers=made)


def _month(begin: Cell) -> Expression:
    """A month as people sort it. TEXT would want other letters for a year in every language."""
    digits = call("RIGHT", op("0", "&", call("MONTH", begin)), 2)
    return op(op(call("YEAR", begin), "&", "-"), "&", digits)


def _categories(book: Book, top: int) -> Table:
    columns, money = book.columns, book.looks.money
    rows = []
    for place, _id in enumerate(book.plan.categories):
        here = (
            *_if(book, "forecast", place + 1),
            *_if(book, "state", f">={OPEN}"),
            *_if(book, "state", f"<={WON}"),
        )
        rows.append(
            (
                book.lists.cell("categories", place),
                call("COUNTIFS", *here),
                call("SUMIFS", columns.block("amount"), *here),
                call("SUMIFS", columns.block("weighted"), *here),
            )
        )
    heads = (_("Forecast"), _("Number of deals"), _("Amount"), _("Weighted amount"))
    numbers = (TEXT, COUNT, money, money)
    return Table("categories", _("By forecast category"), heads, numbers, top, tuple(rows))


def _owners(book: Book, top: int) -> Table:
    money, metrics = book.looks.money, book.playbook.metrics
    shown = examples.owners()
    rows = tuple(
        (shown[place] if place < len(shown) else None, *_of_owner(book, top + place))
        for place in range(OWNERS)
    )
    heads = (
        _("Owner"),
        _("Open deals"),
        _("Amount of open deals"),
        _("Weighted amount"),
        _("Overdue deals"),
        _("Won deals"),
        _("Won amount"),
        _("Win rate"),
        _("Begun this month"),
    )
    planned = [
        (_("Open deals per rep"), metrics.open_per_rep if metrics else None),
        (_("New deals per month"), metrics.new_per_month if metrics else None),
    ]
    targets = [
        _("{name}: {value}").format(name=name, value=number(value))
        for name, value in planned
        if value is not None
    ]
    note = " · ".join((_("Type the names of those who sell; the deals offer them."), *targets))
    numbers = (TEXT, COUNT, money, money, COUNT, COUNT, money, SHARE, COUNT)
    return Table("owners", _("By owner"), heads, numbers, top, rows, note, typed=True)


def _of_owner(book: Book, row: int) -> Row:
    columns = book.columns
    name = Cell(SUMMARY, row, 0)
    state = columns.block("state")
    own = op(columns.block("owner"), "=", name)

    def in_state(value: int, *more: Expression) -> Expression:
        return call("SUMPRODUCT", op(own, "*", op(state, "=", value)), *more)

    month = call("DATE", call("YEAR", TODAY), call("MONTH", TODAY), 1)
    begun = columns.block("created")
    this_month = op(op(begun, ">=", month), "*", op(begun, "<", call("EDATE", month, 1)))
    won = in_state(WON)
    found = (
        in_state(OPEN),
        in_state(OPEN, columns.block("amount")),
        in_state(OPEN, columns.block("weighted")),
        in_state(OPEN, columns.block("late")),
        won,
        in_state(WON, columns.block("amount")),
        call("IFERROR", op(won, "/", op(won, "+", in_state(LOST))), ""),
        call("SUMPRODUCT", op(own, "*", this_month)),
    )
    return tuple(when(op(name, "=", ""), "", each) for each in found)


def _reasons(book: Book, top: int) -> Table:
    columns, money = book.columns, book.looks.money
    rows = []
    for place, _id in enumerate(book.playbook.reasons):
        name = book.lists.cell("reasons", place)
        here = op(
            op(columns.block("reason"), "=", name), "*", op(columns.block("state"), ">=", LOST)
        )
        rows.append(
            (name, call("SUMPRODUCT", here), call("SUMPRODUCT", here, columns.block("amount")))
        )
    heads = (field_name(book.playbook, FieldId("loss-reason")), _("Number of deals"), _("Amount"))
    title = _("Why deals ended without a sale")
    return Table("reasons", title, heads, (TEXT, COUNT, money), top, tuple(rows))
