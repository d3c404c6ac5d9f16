"""The summary: the figures that count, charts, and tables below them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from playbook.messages import _
from playbook.renderers.handbook.xlsx import colours
from playbook.renderers.handbook.xlsx.book import Book
from playbook.renderers.handbook.xlsx.figures import Figure, figures
from playbook.renderers.handbook.xlsx.formulas import Block, Cell, call, op
from playbook.renderers.handbook.xlsx.looks import (
    DATE,
    Style,
    as_text,
    dashed,
    figure,
    quoted,
    words,
)
from playbook.renderers.handbook.xlsx.plan import SUMMARY, TODAY
from playbook.renderers.handbook.xlsx.sheets import Bars, Chart, Highlight, Print, Series, Sheet
from playbook.renderers.handbook.xlsx.tables import HELPER, Table, tables
from playbook.renderers.handbook.xlsx.tables import owners as _owners

_TILES: Final = 4
_CHARTS: Final = 8
_TABLES: Final = 25
_WIDTH: Final = 9
"""So many columns wide the summary is."""
_CHART: Final = (358, 320)
_STEP: Final = 368
"""So many pixels from one chart to the next."""


def owners(book: Book) -> Block:
    """Where the names of those who sell are typed."""
    return _owners(book, _TABLES)


def sheet(book: Book) -> Sheet:
    """The sheet of the summary."""
    looks = book.looks
    made = Sheet(SUMMARY, looks.second)
    made.put(0, 0, _("Summary"), looks.title)
    made.put(1, 0, book.playbook.name, replace(looks.note, size=11))
    made.put(TODAY.row, 0, _("As of"), replace(looks.label, align="right"))
    day = replace(looks.typed, number=DATE, align="center", bold=True)
    made.put(TODAY.row, TODAY.column, call("TODAY"), day)
    made.put(TODAY.row, TODAY.column + 1, _("Type a day here to see another one."), looks.note)
    made.heights |= {0: 30, TODAY.row: 20}
    made.widths |= {0: 30, HELPER: 12} | dict.fromkeys(range(1, _WIDTH), 15.0)
    made.hidden_columns.add(HELPER)
    for place, each in enumerate(figures(book)):
        _tile(made, book, place, each)
    placed = {table.key: table for table in tables(book, _TABLES)}
    for table in placed.values():
        _table(made, book, table)
    _charts(made, book, placed)
    last = max(table.end for table in placed.values())
    made.freeze = (TODAY.row + 1, 0)
    made.printed = Print(block=(0, 0, last, _WIDTH - 1), landscape=False)
    return made


def _tile(made: Sheet, book: Book, place: int, shown: Figure) -> None:
    """A figure, with its name above and what is planned below."""
    accent = book.looks.accent
    tint = colours.tint(accent, 0.92)
    name = Style(colour=colours.SOFT, fill=tint, wrap=True, align="center", size=9)
    value = Style(bold=True, size=15, fill=tint, number=shown.number, align="center", colour=accent)
    said = _("{name}: {value}").format(name=_("Target"), value="\n")
    before, after = map(quoted, said.split("\n"))
    planned = f"{before}{shown.number}{after}"
    target = replace(name, number=planned, wrap=False)
    made.put(_TILES, place, shown.name, name)
    made.put(_TILES + 1, place, shown.formula, value)
    made.put(_TILES + 2, place, shown.target, target)
    made.heights |= {_TILES: 28, _TILES + 1: 28, _TILES + 2: 18}
    if shown.is_alarming:
        cell = Cell(SUMMARY, _TILES + 1, place)
        block = Block(SUMMARY, _TILES + 1, place, _TILES + 1, place)
        late = Style(colour=colours.LATE, fill=colours.LATE_FILL, bold=True)
        made.highlights.append(Highlight(block, op(cell, ">", 0), late))


def _table(made: Sheet, book: Book, table: Table) -> None:
    looks = book.looks
    made.put(table.top - 3, 0, table.title, looks.heading)
    made.put(table.top - 2, 0, table.note or None, looks.note)
    made.line(table.top - 1, 0, table.heads, looks.made_head)
    made.heights |= {table.top - 3: 22, table.top - 2: 15 if table.note else 4, table.top - 1: 32}
    for place, row in enumerate(table.rows):
        for column, (content, number) in enumerate(zip(row, table.numbers, strict=True)):
            made.put(table.top + place, column, content, _style(book, table, column, number))
    for place, helper in enumerate(table.helpers):
        made.put(table.top + 1 + place, HELPER, helper)
    if table.has_total:
        style = replace(looks.made, bold=True)
        made.put(table.end, 0, _("Total"), words(style))
        for column, number in enumerate(table.numbers[1:], start=1):
            made.put(table.end, column, call("SUM", table.column(column)), figure(style, number))
    if len(table.heads) > 1:
        made.bars.append(Bars(table.column(1), colours.tint(looks.accent, 0.7)))


def _style(book: Book, table: Table, column: int, number: str) -> Style:
    looks = book.looks
    if column == 0:
        return words(as_text(looks.typed)) if table.typed else looks.label
    return figure(looks.made, dashed(number))


def _charts(made: Sheet, book: Book, placed: Mapping[str, Table]) -> None:
    looks, plan = book.looks, book.plan
    stages, months = placed["stages"], placed["months"]
    before = len(plan.passed)
    if before:
        shown = replace(stages, rows=stages.rows[:before])
        ramp = looks.ramp(before)
        made.charts.append(_chart(shown, 1, ramp, 0))
    if "conversion" in placed:
        funnel = placed["conversion"]
        made.charts.append(_chart(funnel, 1, looks.ramp(len(funnel.rows)), 1))
    amount, weighted = (
        Series(
            Cell(SUMMARY, months.top - 1, column),
            months.column(0),
            months.column(column),
            (colour,),
        )
        for column, colour in ((2, colours.tint(looks.second, 0.65)), (3, looks.second))
    )
    title = Cell(SUMMARY, months.top - 3, 0)
    series = (amount, weighted)
    made.charts.append(Chart("column", title, series, (_CHARTS, 0), _CHART, looks.money, 2 * _STEP))


def _chart(table: Table, column: int, ramp: tuple[str, ...], place: int) -> Chart:
    series = Series(
        Cell(SUMMARY, table.top - 1, column), table.column(0), table.column(column), ramp
    )
    title = Cell(SUMMARY, table.top - 3, 0)
    return Chart("bar", title, (series,), (_CHARTS, 0), _CHART, shift=place * _STEP)
