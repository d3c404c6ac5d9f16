"""The sheet of the deals: one row each, half of it typed and half computed."""

from dataclasses import replace
from typing import Final

from playbook.messages import _
from playbook.renderers.handbook.xlsx import colours, examples
from playbook.renderers.handbook.xlsx.alerts import late_word, warning_word
from playbook.renderers.handbook.xlsx.book import Book
from playbook.renderers.handbook.xlsx.columns import Column
from playbook.renderers.handbook.xlsx.examples import Example
from playbook.renderers.handbook.xlsx.fitting import width
from playbook.renderers.handbook.xlsx.formulas import Block, Cell, both, op
from playbook.renderers.handbook.xlsx.looks import COUNT, DATE, SHARE, Style, as_text, figure, words
from playbook.renderers.handbook.xlsx.plan import DEALS, LOST, PREPARED, TOP, WON
from playbook.renderers.handbook.xlsx.rows import formula
from playbook.renderers.handbook.xlsx.sheets import Bars, Choice, Highlight, Print, Sheet
from playbook.renderers.handbook.xlsx.summary import owners

_LAST: Final = TOP + PREPARED - 1
PRINTED: Final = 50
"""So many rows are printed; the others are room."""
_DATES: Final = frozenset({"entered", "activity", "close", "created", "closed"})
_NUMBERS: Final = {
    "days": COUNT,
    "limit": COUNT,
    "probability": SHARE,
    "cycle": COUNT,
    "number": "0",
}
_MONEY: Final = frozenset({"amount", "weighted"})


def sheet(book: Book) -> Sheet:
    """The sheet of the deals."""
    made = Sheet(DEALS, book.looks.accent)
    made.put(0, 0, _("Deals"), book.looks.title)
    made.put(1, 0, _about(), book.looks.note)
    made.heights[0], made.heights[TOP - 1] = 30, 48
    _heads(made, book)
    shown = {example.number: example for example in examples.deals(book)}
    for row in range(TOP, _LAST + 1):
        _row(made, book, row, shown.get(row - TOP + 1))
    _choices(made, book)
    _highlights(made, book)
    visible = len([column for column in book.columns.all if column.filling != "hidden"])
    made.freeze = (TOP, book.columns.place("company") + 1)
    made.filter = Block(DEALS, TOP - 1, 0, _LAST, visible - 1)
    made.printed = Print(
        block=(0, 0, TOP + PRINTED - 1, visible - 1),
        rows=(TOP - 1, TOP - 1),
        columns=(0, 1),
        pages=(2, 1),
    )
    return made


def _about() -> str:
    return _(
        "Type in the white columns; the grey ones fill themselves. Sort and filter as you like."
    )


def _heads(made: Sheet, book: Book) -> None:
    looks = book.looks
    filling = ""
    for place, column in enumerate(book.columns.all):
        values = _values(book, column)
        made.widths[place] = width(column.label, values, book.looks.language, least=column.width)
        if column.filling == "hidden":
            made.hidden_columns.add(place)
        typed = column.filling == "typed"
        made.put(TOP - 1, place, column.label, looks.typed_head if typed else looks.made_head)
        band = looks.soft_band(looks.accent if typed else colours.SOFT)
        said = _("You type here") if typed else _("Fills itself")
        if column.filling != "hidden":
            made.put(
                TOP - 2, place, said if filling != column.filling else None, replace(band, edge="")
            )
        filling = column.filling


def _values(book: Book, column: Column) -> tuple[str, ...]:
    """What can stand in a column, where that is known."""
    known = {
        "stage": tuple(book.plan.stage_labels.values()),
        "next-stage": tuple(book.plan.stage_labels.values()),
        "company": examples.companies(),
        **{
            key: tuple(map(str, book.lists.columns[name]))
            for key, name in (
                ("last-stage", "passed"),
                ("category", "categories"),
                ("result", "states"),
                ("reason", "reasons"),
            )
        },
    }
    return known.get(column.key, ())


def _row(made: Sheet, book: Book, row: int, example: Example | None) -> None:
    for place, column in enumerate(book.columns.all):
        style = _style(book, column)
        if column.key == "number":
            made.put(row, place, row - TOP + 1, style)
        elif column.filling == "typed":
            made.put(row, place, example.values.get(column.key) if example else None, style)
        else:
            made.put(row, place, formula(book, column.key, row), style)


def _style(book: Book, column: Column) -> Style:
    looks = book.looks
    style = looks.typed if column.filling == "typed" else looks.made
    if column.key in _DATES:
        return replace(style, number=DATE, align="center")
    if column.key in _MONEY:
        return figure(style, looks.money)
    if column.key in _NUMBERS:
        style = replace(style, number=_NUMBERS[column.key])
        return (
            replace(style, align="center", colour=colours.SOFT) if column.key == "number" else style
        )
    if column.key.startswith("segment/") or column.key in ("gate", "alert"):
        style = replace(style, align="center")
        return as_text(style) if column.filling == "typed" else style
    style = words(style)
    return as_text(style) if column.filling == "typed" else style


def _choices(made: Sheet, book: Book) -> None:
    columns, lists = book.columns, book.lists
    made.choices.append(Choice(columns.block("stage"), book.plan.stages("name")))
    made.choices.append(Choice(columns.block("owner"), owners(book), only=False))
    made.choices.append(Choice(columns.block("last-stage"), lists.block("passed")))
    if columns.has("reason"):
        made.choices.append(Choice(columns.block("reason"), lists.block("reasons")))
    for column in columns.all:
        if column.filling == "typed" and column.key.startswith("segment/"):
            made.choices.append(Choice(columns.block(column.key), lists.block("ticks")))


def _highlights(made: Sheet, book: Book) -> None:
    columns = book.columns

    def cell(key: str) -> Cell:
        return columns.cell(key, TOP)

    late = Style(colour=colours.LATE, fill=colours.LATE_FILL, bold=True)
    soon = Style(colour=colours.GATE, fill=colours.GATE_FILL, bold=True)
    done = Style(colour=colours.DONE, fill=colours.DONE_FILL, bold=True)
    over = Style(colour=colours.SOFT)
    watched = Block(DEALS, TOP, columns.place("days"), _LAST, columns.place("alert"))
    row = Block(DEALS, TOP, 0, _LAST, columns.place("stage-number") - 1)
    is_full = both(op(cell("needed"), ">", 0), op(cell("done"), "=", cell("needed")))
    result = columns.block("result")
    made.highlights += [
        Highlight(watched, op(cell("alert"), "=", late_word()), late),
        Highlight(watched, op(cell("alert"), "=", warning_word()), soon),
        Highlight(columns.block("gate"), is_full, done),
        Highlight(result, op(cell("state"), "=", WON), done),
        Highlight(result, op(cell("state"), "=", LOST), late),
        Highlight(row, op(cell("state"), ">=", LOST), over),
    ]
    made.bars.append(Bars(columns.block("weighted"), colours.tint(book.looks.second, 0.6)))
