"""Writes the sheets as a workbook. Whatever an author wrote is written as a text, never as a formula."""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from playbook.extras import load
from playbook.renderers.handbook.xlsx.calculation import Calculation
from playbook.renderers.handbook.xlsx.fitting import heights
from playbook.renderers.handbook.xlsx.formulas import (
    Block,
    Call,
    Cell,
    Expression,
    Known,
    Operation,
    text,
)
from playbook.renderers.handbook.xlsx.looks import Style
from playbook.renderers.handbook.xlsx.sheets import Chart, Highlight, Series, Sheet

_LONGEST: Final = 32767
"""More signs than that a cell cannot hold."""
_MADE: Final = datetime(1980, 1, 1, tzinfo=UTC)
"""Two builds of the same are the same to the byte, so no file says when it was made."""
_A4: Final = 9
_LIKE_ESCAPED: Final = re.compile(r"(_x[0-9a-fA-F]{4}_)")
_CONTROL: Final = re.compile(r"([\x00-\x08\x0b-\x1f])")


@dataclass(frozen=True, kw_only=True)
class Properties:
    """What the workbook says of itself."""

    title: str
    company: str
    subject: str
    font: str
    footer: str
    language: str


def write(
    sheets: Sequence[Sheet], names: Mapping[str, str], properties: Properties, today: int
) -> bytes:
    """The bytes of a workbook; ``today`` is the day that stored values are computed for."""
    stream = io.BytesIO()
    workbook = load("xlsxwriter", "office").Workbook(
        stream,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
            "default_format_properties": {"font_name": properties.font, "font_size": 10},
        },
    )
    workbook.set_properties(
        {
            "title": properties.title,
            "subject": properties.subject,
            "company": properties.company,
            "created": _MADE.replace(tzinfo=None),
        }
    )
    calculation = Calculation({sheet.key: sheet.cells for sheet in sheets}, today)
    writer = _Writer(workbook, names, properties, calculation)
    for sheet in sheets:
        writer.add(sheet)
    for sheet in sheets:
        writer.fill(sheet)
    workbook.close()
    return stream.getvalue()


@dataclass
class _Writer:
    workbook: Any
    names: Mapping[str, str]
    properties: Properties
    calculation: Calculation
    formats: dict[Style, Any] = field(default_factory=dict)
    worksheets: dict[str, Any] = field(default_factory=dict)

    def add(self, sheet: Sheet) -> None:
        self.worksheets[sheet.key] = self.workbook.add_worksheet(self.names[sheet.key])

    def fill(self, sheet: Sheet) -> None:
        worksheet = self.worksheets[sheet.key]
        worksheet.hide_gridlines(2)
        worksheet.set_tab_color(sheet.tab)
        if sheet.hidden:
            worksheet.hide()
        self._sizes(worksheet, sheet)
        for row, column in sorted({*sheet.cells, *sheet.styles, *sheet.links}):
            self._cell(worksheet, sheet, row, column)
        self._rules(worksheet, sheet)
        for chart in sheet.charts:
            self._chart(worksheet, chart)
        self._page(worksheet, sheet)

    def _sizes(self, worksheet: Any, sheet: Sheet) -> None:
        plain = self._format(Style())
        for column in sorted({*sheet.widths, *sheet.hidden_columns}):
            options = {"hidden": True} if column in sheet.hidden_columns else {}
            worksheet.set_column(column, column, sheet.widths.get(column, 8), plain, options)
        high = {**heights(sheet, self.properties.language), **sheet.heights}
        for row in sorted({*high, *sheet.hidden_rows}):
            options = {"hidden": True} if row in sheet.hidden_rows else {}
            worksheet.set_row(row, high.get(row), None, options)

    def _cell(self, worksheet: Any, sheet: Sheet, row: int, column: int) -> None:
        content = sheet.cells.get((row, column))
        style = self._format(sheet.styles.get((row, column), Style()))
        match content:
            case None:
                worksheet.write_blank(row, column, None, style)
            case Cell() | Block() | Known() | Operation() | Call():
                value = self.calculation.cell(sheet.key, row, column)
                stored = _escaped(value) if isinstance(value, str) else value
                worksheet.write_formula(row, column, self._said(content, sheet), style, stored)
            case str() if (row, column) in sheet.links:
                target = self.names[sheet.links[row, column]].replace("'", "''")
                worksheet.write_url(row, column, f"internal:'{target}'!A1", style, content)
            case str():
                worksheet.write_string(row, column, content[:_LONGEST], style)
            case bool():
                worksheet.write_boolean(row, column, content, style)
            case _:
                worksheet.write_number(row, column, content, style)

    def _said(self, formula: Expression, sheet: Sheet) -> str:
        return "=" + text(formula, sheet.key, self.names)

    def _rules(self, worksheet: Any, sheet: Sheet) -> None:
        for choice in sheet.choices:
            worksheet.data_validation(
                *_corners(choice.block),
                {
                    "validate": "list",
                    "source": self._said(choice.source, sheet),
                    "show_error": choice.only,
                },
            )
        for highlight in sheet.highlights:
            worksheet.conditional_format(
                *_corners(highlight.block), self._highlighted(highlight, sheet)
            )
        for bars in sheet.bars:
            worksheet.conditional_format(
                *_corners(bars.block),
                {
                    "type": "data_bar",
                    "bar_color": bars.colour,
                    "bar_solid": True,
                    "bar_border_color": bars.colour,
                    "min_type": "num",
                    "min_value": 0,
                },
            )
        if sheet.filter is not None:
            worksheet.autofilter(*_corners(sheet.filter))
        if sheet.freeze is not None:
            worksheet.freeze_panes(*sheet.freeze)

    def _highlighted(self, highlight: Highlight, sheet: Sheet) -> dict[str, Any]:
        style = highlight.style
        look: dict[str, Any] = {"font_color": style.colour}
        if style.fill:
            look["bg_color"] = style.fill
        if style.bold:
            look["bold"] = True
        return {
            "type": "formula",
            "criteria": self._said(highlight.formula, sheet),
            "format": self.workbook.add_format(look),
        }

    def _format(self, style: Style) -> Any:
        if style not in self.formats:
            self.formats[style] = self.workbook.add_format(_properties(style, self.properties.font))
        return self.formats[style]

    def _chart(self, worksheet: Any, chart: Chart) -> None:
        made = self.workbook.add_chart({"type": chart.kind})
        for series in chart.series:
            made.add_series(self._series(series, chart))
        font = {"name": self.properties.font, "size": 9, "color": "#55617a"}
        title = {"name": self.properties.font, "size": 11, "bold": True, "color": "#111a2e"}
        made.set_title(
            {
                "name": self._said(chart.title, Sheet("", "")),
                "name_font": title,
                "overlay": False,
            }
        )
        quiet = {"visible": False}
        lines = {"major_gridlines": {"visible": True, "line": {"color": "#e7ebf4"}}}
        numbers = {"num_font": font, "line": {"none": True}, **lines}
        if chart.number:
            numbers |= {"num_format": chart.number}
        words = {"num_font": font, "text_axis": True, "major_gridlines": quiet}
        if chart.kind == "bar":
            made.set_x_axis({"visible": False, "major_gridlines": quiet, "min": 0})
            made.set_y_axis({**words, "reverse": True})
        else:
            made.set_x_axis(words)
            made.set_y_axis(numbers)
        if len(chart.series) > 1:
            made.set_legend({"position": "bottom", "font": font})
        else:
            made.set_legend({"none": True})
        made.set_chartarea({"border": {"color": "#dbe1ee"}})
        width, height = chart.size
        made.set_size({"width": width, "height": height})
        place = {"x_offset": chart.shift, "object_position": 2}
        worksheet.insert_chart(*chart.at, made, place)

    def _series(self, series: Series, chart: Chart) -> dict[str, Any]:
        nowhere = Sheet("", "")
        made: dict[str, Any] = {
            "name": self._said(series.name, nowhere),
            "categories": self._said(series.categories, nowhere),
            "values": self._said(series.values, nowhere),
            "fill": {"color": series.colours[0]},
            "gap": 45,
        }
        if len(series.colours) > 1:
            made["points"] = [{"fill": {"color": colour}} for colour in series.colours]
        if len(chart.series) == 1:
            made["data_labels"] = {
                "value": True,
                "num_format": chart.number or "#,##0;;",
                "font": {"name": self.properties.font, "size": 9, "color": "#111a2e"},
            }
        return made

    def _page(self, worksheet: Any, sheet: Sheet) -> None:
        worksheet.set_paper(_A4)
        worksheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        name = self.properties.footer.replace("&", "&&")[:200]
        worksheet.set_footer(f"&L&8 {name}&C&8&A&R&8&P / &N")
        page = sheet.printed
        if page is None:
            worksheet.fit_to_pages(1, 0)
            return
        if page.landscape:
            worksheet.set_landscape()
        worksheet.fit_to_pages(*page.pages)
        worksheet.print_area(*page.block)
        if page.rows is not None:
            worksheet.repeat_rows(*page.rows)
        if page.columns is not None:
            worksheet.repeat_columns(*page.columns)


def _escaped(value: str) -> str:
    """A stored text with what XML cannot hold written as Excel writes it; xlsxwriter leaves that out."""
    value = _LIKE_ESCAPED.sub(r"_x005F\1", value)
    return _CONTROL.sub(lambda found: f"_x{ord(found[1]):04X}_", value)


def _corners(block: Block) -> tuple[int, int, int, int]:
    return block.top, block.left, block.bottom, block.right


def _properties(style: Style, font: str) -> dict[str, Any]:
    made: dict[str, Any] = {
        "font_name": font,
        "font_size": style.size,
        "font_color": style.colour,
        "valign": style.upright,
    }
    if style.bold:
        made["bold"] = True
    if style.underlined:
        made["underline"] = 1
    if style.fill:
        made["bg_color"] = style.fill
    if style.number:
        made["num_format"] = style.number
    if style.align:
        made["align"] = style.align
    if style.wrap:
        made["text_wrap"] = True
    if style.indent:
        made["indent"] = style.indent
    if style.edge:
        made |= {"border": 1, "border_color": style.edge}
    return made
