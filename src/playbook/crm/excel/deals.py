"""The sheet of deals: one a row, its fields as columns, and what its stage still wants marked.

Hidden rows above the heads say which field is wanted in which stage. All
formulas look at them, or at the sheet of stages by name; so the table can be
sorted, and a new probability holds at once. Nothing that an author wrote
stands in a formula.
"""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from playbook.messages import _, p_
from playbook.rollout.compiling import Rollout
from playbook.rollout.setup import FieldSetup
from playbook.rollout.workbook import looks
from playbook.rollout.workbook.shapes import Table
from playbook.rollout.workbook.writing import Writer, area, letters, place

ROWS: Final = 200
"""So many deals there is room for; more rows can be filled down."""
_DEAL, _STAGE, _SINCE, _ODDS, _CATEGORY, _KIND, _AGE, _MISSING = range(8)
_FIRST: Final = 8
"""The first column of fields."""
_DATE: Final = "yyyy-mm-dd"
_NUMBERS: Final = {"number": "General", "money": "#,##0", "percent": '0"%"', "date": _DATE}
_PAPER: Final = 190
"""So many digits stand side by side on paper, and can still be read."""
_WANTED: Final = "#ffd9df"
_WIDTHS: Final = {"text": 22, "long-text": 36, "date": 13, "number": 12, "money": 14}


class _Stages(NamedTuple):
    """Where the sheet of stages has what is looked up."""

    title: str
    table: Table

    def column(self, key: str) -> str:
        """The cells below a head, in a formula."""
        column = self.table.place(key)
        return area(self.title, (1, column, len(self.table.rows), column))[1:]

    def cell(self, number: int, key: str) -> str:
        """One of these cells."""
        title = self.title.replace("'", "''")
        return f"'{title}'!{place(number + 1, self.table.place(key))}"


def sheet(
    rollout: Rollout, writer: Writer, title: str, tables: Sequence[tuple[Table, str]]
) -> None:
    """Write the sheet."""
    stages = next(_Stages(name, table) for table, name in tables if table.key == "stages")
    page = _Page(rollout, writer, writer.add(title), stages)
    page.hidden()
    page.heads()
    for row in range(page.top + 1, page.top + 1 + ROWS):
        page.deal(row)
    page.rules()


class _Page:
    """The sheet while it is being written."""

    def __init__(self, rollout: Rollout, writer: Writer, sheet: Any, stages: _Stages) -> None:
        self.setup = rollout.setup
        self.fields = rollout.setup.fields
        self.writer = writer
        self.sheet = sheet
        self.stages = stages
        self.top = len(self.setup.stages)
        """The row of the heads; above it are as many hidden rows as there are stages."""
        self.last = self.top + ROWS

    def hidden(self) -> None:
        """For each stage its name, and a one below each field that it wants filled."""
        for number, stage in enumerate(self.setup.stages):
            self.sheet.set_row(number, None, None, {"hidden": True})
            name = self.stages.cell(number, "stage")
            self.sheet.write_formula(number, _STAGE, f"={name}", None, stage.name)
            for column, field in enumerate(self.fields, start=_FIRST):
                if stage.id in field.required:
                    self.sheet.write_number(number, column, 1)

    def heads(self) -> None:
        """The heads of the columns; those that fill themselves are of another colour."""
        own = (
            (p_("deal", "Deal"), 28, True),
            (_("Stage"), 22, True),
            (_("In this stage since"), 13, True),
            (_("Probability"), 12, False),
            (_("Forecast"), 14, False),
            (_("Kind"), 13, False),
            (_("Days in stage"), 11, False),
            (p_("deal", "Still to fill in"), 12, False),
        )
        heads = [*own, *((each.name, _WIDTHS.get(each.type, 20), True) for each in self.fields)]
        counts = []
        for column, (name, width, is_typed) in enumerate(heads):
            look = looks.head() if is_typed else looks.head(looks.SOFT)
            self.sheet.set_column(column, column, width)
            self.writer.put(self.sheet, self.top, column, name, look)
            counts.append(looks.lines(name, width, is_bold=True))
        high = looks.height(counts, self.writer.language) + 4
        self.sheet.set_row(self.top, min(max(high, 24), 120))
        self.sheet.freeze_panes(self.top + 1, 2)
        self.sheet.autofilter(self.top, 0, self.last, len(heads) - 1)
        self.sheet.repeat_rows(self.top)
        self.sheet.repeat_columns(0, 1)
        wide = sum(width for _name, width, _is_typed in heads)
        self.sheet.fit_to_pages(max(1, round(wide / _PAPER)), 0)
        self.sheet.print_area(0, 0, min(self.last, self.top + 40), len(heads) - 1)

    def deal(self, row: int) -> None:
        """One empty row with its formulas."""
        name, since = f"${letters(_STAGE)}{row + 1}", f"${letters(_SINCE)}{row + 1}"
        found = f"({self.stages.column('stage')}={name})"
        number = f"SUMPRODUCT({found}*(ROW({self.stages.column('stage')})-1))"
        made = looks.cell(bg_color=looks.MADE)
        self.writer.put(self.sheet, row, _DEAL, None, looks.cell(is_bold=True))
        self.writer.put(self.sheet, row, _STAGE, None, looks.cell())
        self.writer.put(self.sheet, row, _SINCE, None, looks.cell(number=_DATE))
        for column, key, look in (
            (_ODDS, "probability", looks.cell(number='0"%"', bg_color=looks.MADE)),
            (_CATEGORY, "forecast", made),
            (_KIND, "kind", made),
        ):
            value = '""'
            if self.stages.table.has(key):
                value = f'IF({number}=0,"",INDEX({self.stages.column(key)},{number}))'
            self._formula(row, column, f'=IF({name}="","",{value})', look)
        days = f'=IF(OR({name}="",{since}=""),"",TODAY()-{since})'
        self._formula(row, _AGE, days, looks.cell(number="0", bg_color=looks.MADE))
        self._formula(
            row, _MISSING, self._missing(row, name), looks.cell(number="0;;", bg_color=looks.MADE)
        )
        for column, field in enumerate(self.fields, start=_FIRST):
            look = looks.cell(number=_NUMBERS.get(field.type, ""))
            self.writer.put(self.sheet, row, column, None, look)

    def _formula(self, row: int, column: int, formula: str, look: looks.Look) -> None:
        self.sheet.write_formula(row, column, formula, self.writer.style(look), "")

    def _missing(self, row: int, name: str) -> str:
        """How many fields are wanted and empty."""
        if not self.fields:
            return '=""'
        right = letters(_FIRST + len(self.fields) - 1)
        left = letters(_FIRST)
        names = f"${letters(_STAGE)}$1:${letters(_STAGE)}${self.top}"
        wanted = f"${left}$1:${right}${self.top}"
        filled = f"${left}{row + 1}:${right}{row + 1}"
        return f'=IF({name}="","",SUMPRODUCT(({names}={name})*({wanted}=1)*(LEN({filled})=0)))'

    def rules(self) -> None:
        """What may be typed, and what is marked."""
        top, last = self.top + 1, self.last
        stages = {"validate": "list", "source": f"={self.stages.column('stage')}"}
        self.sheet.data_validation(top, _STAGE, last, _STAGE, stages)
        self.sheet.data_validation(top, _SINCE, last, _SINCE, _day())
        for column, field in enumerate(self.fields, start=_FIRST):
            rule = self._rule(field)
            if rule:
                self.sheet.data_validation(top, column, last, column, rule)
            self._mark(column)
        self._mark_late()

    def _rule(self, field: FieldSetup) -> dict[str, Any]:
        if field.options and field.type != "choices":
            names = [option.name for option in field.options]
            return {"validate": "list", "source": self.writer.choice(field.key, names)}
        if field.type in ("flag", "yes-no"):
            return {"validate": "list", "source": self.writer.choice("yes-no", (_("Yes"), _("No")))}
        if field.type == "date":
            return _day()
        if field.type in ("number", "money", "percent", "rating"):
            return {
                "validate": "decimal",
                "criteria": "between",
                "minimum": -1e15,
                "maximum": 1e15,
            }
        return {}

    def _mark(self, column: int) -> None:
        """Mark a cell as long as its deal's stage wants it filled and it is empty."""
        row = self.top + 2
        names = f"${letters(_STAGE)}$1:${letters(_STAGE)}${self.top}"
        wanted = f"{letters(column)}$1:{letters(column)}${self.top}"
        formula = (
            f"=AND(LEN({letters(column)}{row})=0,"
            f"SUMPRODUCT(({names}=${letters(_STAGE)}{row})*({wanted}=1))>0)"
        )
        look = self.writer.workbook.add_format({"bg_color": _WANTED})
        rule = {"type": "formula", "criteria": formula, "format": look}
        self.sheet.conditional_format(self.top + 1, column, self.last, column, rule)

    def _mark_late(self) -> None:
        """Mark the days of a deal that has been in its stage for too long."""
        keys = [key for key in ("days", "warning") if self.stages.table.has(key)]
        if not keys:
            return
        row, name = self.top + 2, f"${letters(_STAGE)}{self.top + 2}"
        found = f"({self.stages.column('stage')}={name})"
        days = self.stages.column(keys[0])
        limit = f"SUMPRODUCT({found}*{days})"
        age = f"${letters(_AGE)}{row}"
        formula = f"=AND(ISNUMBER({age}),{limit}>0,N({age})>{limit})"
        ink, ground = looks.LATE
        look = self.writer.workbook.add_format(
            {"bg_color": ground, "font_color": ink, "bold": True}
        )
        rule = {"type": "formula", "criteria": formula, "format": look}
        self.sheet.conditional_format(self.top + 1, _AGE, self.last, _AGE, rule)


def _day() -> dict[str, Any]:
    from datetime import date

    return {
        "validate": "date",
        "criteria": "between",
        "minimum": date(1990, 1, 1),
        "maximum": date(2100, 12, 31),
    }
