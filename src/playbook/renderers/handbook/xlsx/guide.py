"""The first sheet: what to type where, in a few plain sentences."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from playbook.messages import _, n_, p_
from playbook.renderers.handbook.xlsx import colours
from playbook.renderers.handbook.xlsx.book import Book
from playbook.renderers.handbook.xlsx.cards import Card
from playbook.renderers.handbook.xlsx.looks import Style, words
from playbook.renderers.handbook.xlsx.plan import (
    CHECKLIST,
    DEALS,
    GUIDE,
    PREPARED,
    STAGES,
    SUMMARY,
    card_key,
)
from playbook.renderers.handbook.xlsx.sheets import Print, Sheet
from playbook.wording import together


def sheet(book: Book, names: Mapping[str, str]) -> Sheet:
    """The sheet that says how to use the others."""
    looks, playbook = book.looks, book.playbook
    made = Sheet(GUIDE, looks.accent)
    made.widths |= {0: 4, 1: 30, 2: 88}
    made.put(0, 1, playbook.name, looks.title)
    made.put(1, 1, _subtitle(book), replace(looks.note, size=11))
    made.heights[0] = 34
    row = _steps(made, book, 3)
    row = _colours(made, book, row + 1)
    row = _sheets(made, book, names, row + 1)
    made.printed = Print(block=(0, 0, row, 2), landscape=False)
    return made


def _subtitle(book: Book) -> str:
    parts = [book.looks.brand.company, _("Pipeline tracker")]
    if book.playbook.version:
        parts.append(_("Version {version}").format(version=book.playbook.version))
    return " · ".join(filter(None, parts))


def _steps(made: Sheet, book: Book, row: int) -> int:
    looks = book.looks
    made.put(row, 1, _("How to use it"), looks.heading)
    for number, (name, said) in enumerate(_instructions(book), start=1):
        row += 1
        badge = Style(bold=True, colour=looks.accent, align="center", upright="top")
        made.put(row, 0, number, badge)
        made.put(row, 1, name, Style(bold=True, wrap=True, upright="top"))
        made.put(row, 2, said, Style(wrap=True, upright="top"))
    return row + 1


def _instructions(book: Book) -> Iterator[tuple[str, str]]:
    yield (
        _("Enter your deals"),
        _(
            "One row for each deal on the sheet “{sheet}”. Type in the white columns: company, owner, stage, the day it entered the stage, amount and the day you expect it to close. There is room for {count} deals."
        ).format(sheet=_("Deals"), count=PREPARED),
    )
    yield (
        _("Tick the exit criteria"),
        _(
            "Each deal has a column on the sheet “{sheet}”, under its number. What its stage asks for is yellow until it is ticked, then green."
        ).format(sheet=_("Checklist")),
    )
    if book.cards:
        yield (
            _("Answer the questionnaires"),
            _(
                "Each questionnaire has a sheet of its own. Choose or type the answers; score, result and what is still unknown are worked out. Choose “{unknown}” where you have asked and nobody could say."
            ).format(unknown=book.plan.unknown),
        )
    yield (
        _("Move a deal"),
        _(
            "Choose the new stage and type the day it entered it. When it is won, lost or parked, choose the last stage it was in; when it has ended, type the day and, if it was lost, the reason."
        ),
    )
    yield (
        _("Read the summary"),
        _(
            "The sheet “{sheet}” counts everything as of today: forecast, overdue deals, conversion and sales cycle, beside what the playbook plans."
        ).format(sheet=_("Summary")),
    )
    yield (_("Days of the sales cycle"), _cycle(book))
    yield (
        _("Remove the examples"),
        _(
            "The first rows are examples. Select their white cells on the sheet “{sheet}” and press Delete; leave the numbers and the grey cells. Empty the same columns on the checklist and the questionnaires."
        ).format(sheet=_("Deals")),
    )


def _cycle(book: Book) -> str:
    metrics, plan = book.playbook.metrics, book.plan
    begin = metrics.cycle_from if metrics else None
    first = next((stage.id for stage in plan.flow.line if stage.kind == "open"), None)
    stage = plan.stage_labels.get(begin or first or "", "")
    return _("They count from the day in “{column}”: the day the deal entered “{stage}”.").format(
        column=_("Begun on"), stage=stage
    )


def _colours(made: Sheet, book: Book, row: int) -> int:
    looks = book.looks
    made.put(row, 1, _("Colours"), looks.heading)
    meanings = (
        (looks.typed, _("You type here")),
        (looks.made, _("Fills itself")),
        (Style(fill=colours.GATE_FILL, colour=colours.GATE), _("To do now, or soon too late")),
        (Style(fill=colours.LATE_FILL, colour=colours.LATE), _("Overdue, or ends the deal")),
        (Style(fill=colours.DONE_FILL, colour=colours.DONE), p_("criterion", "Done")),
    )
    for style, said in meanings:
        row += 1
        made.put(row, 1, said, words(replace(style, edge=colours.LINE)))
    return row + 1


def _about(card: Card) -> str:
    count = len(card.questionnaire.questions)
    said = n_("{count} question", "{count} questions", count).format(count=count)
    return together((_("Questionnaire"), said))


def _sheets(made: Sheet, book: Book, names: Mapping[str, str], row: int) -> int:
    made.put(row, 1, _("Sheets"), book.looks.heading)
    about = {
        DEALS: _("All deals, one row each"),
        CHECKLIST: _("The exit criteria of every stage, a column for each deal"),
        SUMMARY: _("Forecast, conversion, sales cycle and charts"),
        **{card_key(id): _about(card) for id, card in book.cards.items()},
        STAGES: _("What the playbook says of each stage"),
    }
    for key, said in about.items():
        row += 1
        made.put(row, 1, names[key], Style(colour=book.looks.accent, underlined=True))
        made.links[row, 1] = key
        made.put(row, 2, said, Style(wrap=True))
    return row
