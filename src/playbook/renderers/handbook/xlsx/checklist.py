"""The checklist: a row for each criterion, a column for each deal."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from playbook.messages import _
from playbook.model import Criterion, FieldId
from playbook.renderers.handbook.xlsx import colours, examples
from playbook.renderers.handbook.xlsx.book import Book
from playbook.renderers.handbook.xlsx.formulas import (
    Block,
    Cell,
    Expression,
    both,
    call,
    op,
    total,
    when,
)
from playbook.renderers.handbook.xlsx.gates import SEEN, UNSEEN, Group, Row
from playbook.renderers.handbook.xlsx.looks import Style, as_text, flush, words
from playbook.renderers.handbook.xlsx.plan import CHECKLIST, LEFT, NO, PREPARED, YES
from playbook.renderers.handbook.xlsx.sheets import Choice, Highlight, Print, Sheet
from playbook.wording import criterion, field_name, gap, listed, role_name, term

PRINTED: Final = 12
"""So many deals are printed on a page."""
_RIGHT: Final = LEFT + PREPARED - 1
_NUMBER: Final = 3
"""The hidden column with the number of the stage that needs the criterion."""


def sheet(book: Book) -> Sheet:
    """The sheet of the checklist."""
    made = Sheet(CHECKLIST, book.looks.accent)
    made.put(0, 0, _("Checklist"), book.looks.title)
    made.put(1, 0, _about(), book.looks.note)
    made.heights[0] = 30
    made.widths |= {0: 46, 1: 36, 2: 16, _NUMBER: 6}
    made.widths |= dict.fromkeys(range(LEFT, _RIGHT + 1), 13.0)
    made.hidden_columns.add(_NUMBER)
    _labels(made, book)
    for column in range(LEFT, _RIGHT + 1):
        _head(made, book, column)
    _criteria(made, book)
    _highlights(made, book)
    gates = book.gates
    made.freeze = (gates.row("count") + 1, 1)
    made.printed = Print(
        block=(0, 0, gates.last, LEFT + PRINTED - 1),
        rows=(gates.row("number"), gates.row("count")),
        columns=(0, 0),
    )
    return made


def _about() -> str:
    return _(
        "Choose ☑ for what is true. What counts for a deal now is yellow; the grey cells fill themselves."
    )


def _labels(made: Sheet, book: Book) -> None:
    looks, gates = book.looks, book.gates
    corner = flush(looks.made_head)
    said = {
        "number": _("No."),
        "company": field_name(book.playbook, FieldId("account")),
        "stage": _("Stage"),
        "count": _("Exit criteria"),
    }
    for key in SEEN:
        made.line(gates.row(key), 0, (said[key], None, None, None), corner)
    heads = (_("How anyone can tell"), _("How binding"))
    made.line(gates.row("count"), 1, heads, corner)
    made.heights |= {gates.row("company"): 44, gates.row("stage"): 30}
    made.hidden_rows.update(gates.row(key) for key in UNSEEN)
    made.hidden_rows.update(gates.segment_row(id) for id in book.plan.segments)


def _head(made: Sheet, book: Book, column: int) -> None:
    gates, columns, plan, looks = book.gates, book.columns, book.plan, book.looks
    number, position = gates.head("number", column), gates.head("position", column)
    stage = gates.head("stage-number", column)

    def of_deal(key: str, otherwise: str | int) -> Expression:
        return when(op(position, "=", 0), otherwise, call("INDEX", columns.block(key), position))

    head = replace(looks.soft_band(looks.accent), wrap=True, align="center")
    made.put(gates.row("number"), column, column - LEFT + 1, replace(head, bold=False))
    made.put(gates.row("company"), column, op(of_deal("company", ""), "&", ""), head)
    made.put(
        gates.row("stage"), column, op(of_deal("stage", ""), "&", ""), replace(head, bold=False)
    )
    done, needed = gates.head("done", column), gates.head("needed", column)
    count = when(op(needed, "=", 0), "", op(op(done, "&", " / "), "&", needed))
    made.put(gates.row("count"), column, count, head)
    found = call("MATCH", number, columns.block("number"), 0)
    made.put(gates.row("position"), column, call("IFERROR", found, 0))
    made.put(gates.row("stage-number"), column, of_deal("stage-number", 0))
    for key, counts in (("done", _done), ("needed", _needed)):
        made.put(gates.row(key), column, when(op(stage, "=", 0), 0, counts(book, column)))
    for id in plan.segments:
        is_in = op(of_deal(f"segment/{id}", ""), "=", YES)
        made.put(gates.segment_row(id), column, when(is_in, 1, 0))


def _column(book: Book, column: int) -> Block:
    return Block(CHECKLIST, book.gates.top, column, book.gates.last, column)


def _here(book: Book, column: int) -> Expression:
    """For each row, whether the deal's stage needs its criterion."""
    return op(_column(book, _NUMBER), "=", book.gates.head("stage-number", column))


def _needed(book: Book, column: int) -> Expression:
    """How many criteria the deal's stage needs; those of a segment only for its deals."""
    shared = [call("SUMPRODUCT", op(_here(book, column), "*", 1))]
    stage = book.gates.head("stage-number", column)
    for _row, each in _for_some(book):
        here = both(op(stage, "=", _stage_of(book, each)), _applies(book, each, column))
        shared.append(when(here, 1, 0))
    return total(*shared)


def _done(book: Book, column: int) -> Expression:
    """How many of them are ticked."""
    ticked = op(_column(book, column), "=", YES)
    shared = [call("SUMPRODUCT", op(_here(book, column), "*", ticked))]
    stage = book.gates.head("stage-number", column)
    for row, each in _for_some(book):
        here = both(
            op(stage, "=", _stage_of(book, each)),
            _applies(book, each, column),
            op(Cell(CHECKLIST, row, column, "row"), "=", YES),
        )
        shared.append(when(here, 1, 0))
    return total(*shared)


def _for_some(book: Book) -> Iterator[tuple[int, Row]]:
    """The criteria that only the deals of some segments need."""
    for row, each in book.gates.rows.items():
        if isinstance(each, Row) and each.is_needed and each.criterion.for_:
            yield row, each


def _stage_of(book: Book, row: Row) -> int:
    stage = row.group.stage
    return [each.id for each in book.playbook.stages].index(stage.id) + 1 if stage else 0


def _applies(book: Book, row: Row, column: int) -> Expression:
    return book.gates.applies(row.criterion.for_, column)


def _criteria(made: Sheet, book: Book) -> None:
    ramp = book.looks.ramp(len(book.playbook.stages))
    ticks = examples.ticks(book)
    for row, each in book.gates.rows.items():
        if isinstance(each, Group):
            stage = each.stage
            colour = (
                ramp[[s.id for s in book.playbook.stages].index(stage.id)]
                if stage
                else colours.SOFT
            )
            made.put(row, 0, each.name, words(book.looks.soft_band(colour)))
            made.fill(row, range(1, _RIGHT + 1), replace(book.looks.soft_band(colour), edge=""))
            continue
        _criterion(made, book, row, each)
        _ticks(made, book, row, each, ticks.get(row, frozenset()))


def _criterion(made: Sheet, book: Book, row: int, each: Row) -> None:
    looks = book.looks
    wrapped = replace(looks.typed, wrap=True, upright="top")
    made.put(row, 0, criterion(book.playbook, each.criterion), words(wrapped))
    made.put(
        row, 1, _proof(book, each.criterion), words(replace(wrapped, colour=colours.SOFT, size=9))
    )
    made.put(row, 2, _binding(each), words(replace(wrapped, colour=colours.SOFT, size=9)))
    is_shared = each.is_needed and not each.criterion.for_
    made.put(row, _NUMBER, _stage_of(book, each) if is_shared else 0)


def _binding(row: Row) -> str:
    said = [_("Before entering") if row.is_entry else "", term(row.criterion.level)]
    return listed(filter(None, said))


def _proof(book: Book, each: Criterion) -> str:
    """What shows that it is true, and for which deals it is asked."""
    parts = [
        term(each.evidence) if each.evidence else "",
        term(each.given_by) if each.given_by else "",
        listed(role_name(book.playbook, role) for role in each.verified_by),
    ]
    found = " · ".join(filter(None, parts))
    names = [book.playbook.segments[id].name for id in each.for_ if id in book.playbook.segments]
    if names:
        only = _("only for {segments}").format(segments=listed(names))
        found = f"{found}\n{only}" if found else only
    if each.to:
        stages = listed(book.plan.stage_labels.get(id, str(id)) for id in each.to)
        label = _("Only on the way to:")
        found = f"{found}\n{label}{gap(label)}{stages}".strip()
    return found


def _ticks(made: Sheet, book: Book, row: int, each: Row, ticked: frozenset[int]) -> None:
    """The boxes of a criterion; where a check can be told from the workbook, it is."""
    typed = as_text(replace(book.looks.typed, align="center", size=12))
    made_by_itself = replace(book.looks.made, align="center", size=12)
    check = each.criterion.check
    for column in range(LEFT, _RIGHT + 1):
        holds = book.conditions.test(check, column) if check is not None else None
        if holds is None:
            made.put(row, column, YES if column - LEFT + 1 in ticked else NO, typed)
        else:
            made.put(row, column, when(holds, YES, NO), made_by_itself)
    block = Block(CHECKLIST, row, LEFT, row, _RIGHT)
    made.choices.append(Choice(block, book.lists.block("ticks")))


def _highlights(made: Sheet, book: Book) -> None:
    gates = book.gates
    top, last = gates.top, gates.last
    block = Block(CHECKLIST, top, LEFT, last, _RIGHT)
    tick = Cell(CHECKLIST, top, LEFT, "none")
    number = Cell(CHECKLIST, top, _NUMBER, "column")
    stage = gates.head("stage-number", LEFT)
    unused = op(stage, "=", 0)
    here = both(op(number, "=", stage), op(number, ">", 0))
    done = Style(colour=colours.DONE, fill=colours.DONE_FILL, bold=True)
    wanted = Style(colour=colours.GATE, fill=colours.GATE_FILL, bold=True)
    made.highlights += [
        Highlight(block, both(here, op(tick, "=", YES)), done),
        Highlight(block, here, wanted),
    ]
    for row, each in _for_some(book):
        line = Block(CHECKLIST, row, LEFT, row, _RIGHT)
        own = both(op(stage, "=", _stage_of(book, each)), _applies(book, each, LEFT))
        ticked = op(Cell(CHECKLIST, row, LEFT, "none"), "=", YES)
        made.highlights += [Highlight(line, both(own, ticked), done), Highlight(line, own, wanted)]
    made.highlights.append(Highlight(block, unused, Style(colour="#c5cbd8")))
    count = gates.block("count")
    needed, finished = gates.head("needed", LEFT), gates.head("done", LEFT)
    full = both(op(needed, ">", 0), op(finished, "=", needed))
    made.highlights.append(Highlight(count, full, done))
