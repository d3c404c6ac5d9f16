"""Makes the file of a set-up workbook. What an author wrote is always a text, never a formula or a link."""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from playbook.extras import load
from playbook.rollout.workbook import looks
from playbook.rollout.workbook.looks import Look
from playbook.rollout.workbook.shapes import Cell, Row, Table
from playbook.rollout.workbook.titles import HIDDEN, LISTS

LONGEST: Final = 32767
"""More signs than that a cell cannot hold."""
_MADE: Final = datetime(1980, 1, 1)  # noqa: DTZ001 - two builds of the same are the same to the byte
_A4: Final = 9
_SPARE: Final = 60
"""So many rows below the last are checked like those above."""
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")

Range = tuple[int, int, int, int]


@dataclass
class Writer:
    """A workbook while it is being made."""

    title: str
    language: str
    product: str
    stream: io.BytesIO = field(default_factory=io.BytesIO)
    formats: dict[Look, Any] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    """For each list that cells are chosen from the range in which it stands."""
    values: list[tuple[str, ...]] = field(default_factory=list)
    """What stands in the columns of the hidden sheet of lists."""

    def __post_init__(self) -> None:
        self.font = looks.font(self.language)
        self.workbook = load("xlsxwriter", "office").Workbook(
            self.stream,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_numbers": False,
                "strings_to_urls": False,
                "default_format_properties": {"font_name": self.font, "font_size": 10},
            },
        )
        self.workbook.set_properties(
            {
                "title": _CONTROL.sub(" ", self.title)[:255],
                "subject": self.product,
                "created": _MADE,
            }
        )

    def done(self) -> bytes:
        """The bytes of the workbook."""
        self.workbook.close()
        return self.stream.getvalue()

    def add(self, title: str, colour: str = looks.ACCENT) -> Any:
        """A new sheet with an empty page."""
        sheet = self.workbook.add_worksheet(title)
        sheet.hide_gridlines(2)
        sheet.set_tab_color(colour)
        sheet.set_paper(_A4)
        sheet.set_landscape()
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.65)
        name = _CONTROL.sub(" ", self.title).replace("&", "&&")[:150]
        sheet.set_footer(f"&L&8 {name}&C&8&A&R&8&P / &N")
        sheet.fit_to_pages(1, 0)
        return sheet

    def style(self, look: Look) -> Any:
        """The format of a look, made once."""
        if look not in self.formats:
            given = {"font_name": self.font, "font_size": 10, **dict(look)}
            self.formats[look] = self.workbook.add_format(given)
        return self.formats[look]

    def put(self, sheet: Any, row: int, column: int, value: Cell, look: Look) -> None:
        """One cell: a text, a number, or nothing."""
        style = self.style(look)
        if value is None or value == "":
            sheet.write_blank(row, column, None, style)
        elif isinstance(value, int):
            sheet.write_number(row, column, value, style)
        else:
            sheet.write_string(row, column, _CONTROL.sub("", value)[:LONGEST], style)

    def table(self, table: Table, title: str, heads: Mapping[str, str], *, colours: int) -> None:
        """A table that begins in the first row, so that it can be taken for an import as it is."""
        sheet = self.add(title)
        many = [
            looks.lines(heads[column.key], column.width, is_bold=True) for column in table.columns
        ]
        sheet.set_row(0, max(looks.height(many, self.language) + 4, 24))
        for place, column in enumerate(table.columns):
            sheet.set_column(place, place, column.width)
            self.put(sheet, 0, place, heads[column.key], looks.head())
        for number, row in enumerate(table.rows, start=1):
            counts = _lines(table, row)
            sheet.set_row(number, looks.height(counts, self.language))
            is_high = max(counts, default=1) > 3
            for place, value in enumerate(row.cells):
                look = self._look(table, row, place, colours, is_high=is_high)
                self.put(sheet, number, place, value, look)
        sheet.freeze_panes(1, 2 if table.columns[0].key == "order" else 1)
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
        sheet.repeat_rows(0)
        sheet.print_area(0, 0, len(table.rows), len(table.columns) - 1)
        for place, column in enumerate(table.columns):
            self._checked(
                sheet, (1, place, len(table.rows) + _SPARE, place), column.key, column.choice
            )

    def _look(self, table: Table, row: Row, place: int, colours: int, *, is_high: bool) -> Look:
        column = table.columns[place]
        if column.key == "answer":
            return looks.cell(bg_color=looks.TYPED)
        look: dict[str, Any] = {"band": bool(row.group % 2), "is_high": is_high}
        if column.key == "stage":
            letters = looks.KINDS.get(row.kind, (looks.stage_colour(row.group, colours), ""))[0]
            look |= {"is_bold": True, "font_color": letters, "left": 5, "left_color": letters}
        elif column.key == "kind" and table.key == "stages" and row.kind in looks.KINDS:
            letters, ground = looks.KINDS[row.kind]
            look |= {"is_bold": True, "font_color": letters, "bg_color": ground}
        elif column.key in ("field", "question", "reason", "task", "criterion", "what"):
            look["is_bold"] = place <= 1
        return looks.cell(number=column.number, **look)

    def _checked(self, sheet: Any, block: Range, key: str, choice: str) -> None:
        """What may be typed into the cells of a column."""
        if key == "probability":
            rule = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 100}
        elif key in ("usual", "warning", "days", "due", "order"):
            rule = {"validate": "integer", "criteria": ">=", "value": 0}
        elif choice in self.lists:
            rule = {"validate": "list", "source": self.lists[choice]}
        else:
            return
        sheet.data_validation(*block, {**rule, "ignore_blank": True})

    def choice(self, name: str, values: Iterable[str]) -> str:
        """A list that cells are chosen from: the range in which it will stand."""
        listed = tuple(values)
        if name not in self.lists and listed:
            column = len(self.values)
            self.values.append(listed)
            self.lists[name] = area(LISTS, (0, column, len(listed) - 1, column))
        return self.lists[name]

    def write_lists(self) -> None:
        """The hidden sheet with what can be chosen."""
        sheet = self.workbook.add_worksheet(LISTS)
        sheet.hide()
        for column, values in enumerate(self.values):
            for row, value in enumerate(values):
                sheet.write_string(row, column, _CONTROL.sub("", value)[:LONGEST])

    def write_index(self, rows: Iterable[Sequence[str]]) -> None:
        """The hidden sheet that tells who is who."""
        sheet = self.workbook.add_worksheet(HIDDEN)
        sheet.very_hidden()
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write_string(number, column, _CONTROL.sub("", value)[:LONGEST])


def area(title: str, block: Range) -> str:
    """A block of a sheet in a formula: ``='Stages'!$A$2:$A$9``."""
    top, left, bottom, right = block
    quoted = title.replace("'", "''")
    return f"='{quoted}'!{place(top, left)}:{place(bottom, right)}"


def place(row: int, column: int) -> str:
    """A cell that stays where it is: ``$B$3``."""
    return f"${letters(column)}${row + 1}"


def letters(column: int) -> str:
    """The letters of a column: A, B … Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _lines(table: Table, row: Row) -> list[int]:
    return [
        looks.lines(value, column.width, is_bold=column.key in ("stage", "field"))
        for column, value in zip(table.columns, row.cells, strict=True)
        if isinstance(value, str)
    ]
