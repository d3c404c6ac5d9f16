"""Tables with a head, and short facts beside each other."""

from collections.abc import Sequence
from typing import Any, Final

from playbook.manuscript.blocks import Table, Words
from playbook.renderers.handbook.docx import colours, tables
from playbook.renderers.handbook.docx.elements import paragraph, value
from playbook.renderers.handbook.docx.inline import Inline
from playbook.renderers.handbook.docx.place import Place

_IN_A_ROW: Final = 5
"""So many facts stand beside each other."""


def table(block: Table, inline: Inline, place: Place) -> Any:
    """A table whose head is repeated on every page."""
    wide = tables.widths(block, place.room, inline.letters.language)
    rows = [_row(block.head, inline, wide, block.numbers, is_head=True)]
    rows += (_row(cells, inline, wide, block.numbers) for cells in block.rows)
    return tables.grid(rows, wide, style="PlaybookTable", indent=place.indent, has_head=True)


def facts(found: Sequence[tuple[str, Words]], inline: Inline, place: Place) -> Any:
    """Facts in rows of the same length."""
    columns = -(-len(found) // -(-len(found) // _IN_A_ROW))
    wide = place.room // columns
    rows = []
    for begin in range(0, len(found), columns):
        cells = [_fact(*each, inline, wide) for each in found[begin : begin + columns]]
        cells += [tables.cell(wide, ()) for _empty in range(columns - len(cells))]
        rows.append(tables.row(cells))
    return tables.grid(rows, [wide] * columns, indent=place.indent)


def _row(
    cells: Sequence[Words],
    inline: Inline,
    wide: Sequence[int],
    numbers: Sequence[int],
    *,
    is_head: bool = False,
) -> Any:
    made = []
    for number, (words, each) in enumerate(zip(cells, wide, strict=True)):
        right = (value("w:jc", "right"),) if number in numbers else ()
        style = "TableHead" if is_head else "TableText"
        content = paragraph(style, inline.words(words), *right)
        fill = (tables.shade(colours.SHADE),) if is_head else ()
        made.append(tables.cell(each, [content], *fill, tables.margins(60, 108, 60)))
    return tables.row(made, is_head=is_head)


def _fact(label: str, words: Words, inline: Inline, wide: int) -> Any:
    content = [paragraph("FactLabel", inline.plain(label)), paragraph("Fact", inline.words(words))]
    look = (tables.shade(colours.SHADE), tables.margins(90, 140, 90))
    return tables.cell(wide, content, *look, tables.underlined())
