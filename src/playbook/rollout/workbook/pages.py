"""The first sheet of a set-up workbook: what it is about, and what is where."""

from collections.abc import Sequence
from typing import Any, Final

from playbook import wording
from playbook.messages import _
from playbook.rollout.compiling import Rollout
from playbook.rollout.workbook import looks
from playbook.rollout.workbook.shapes import Table
from playbook.rollout.workbook.writing import Writer

_WIDTHS: Final = (3, 26, 14, 60)


def process(
    writer: Writer, title: str, rollout: Rollout, tables: Sequence[tuple[Table, str]]
) -> None:
    """Name and facts of the process, its stages at a glance, and the other sheets."""
    sheet = writer.add(title)
    sheet.fit_to_pages(1, 1)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    big = looks.plain(font_size=20, bold=True, font_color=looks.ACCENT)
    sheet.set_row(0, 12)
    sheet.set_row(1, 32)
    writer.put(sheet, 1, 1, rollout.setup.name, big)
    said = _("This workbook sets up the sales process “{name}” in {title}.").format(
        name=rollout.setup.name, title=rollout.surface.title
    )
    row = _text(writer, sheet, 2, said)
    row = _text(
        writer, sheet, row, _("Try it first where no real deals are. Tick off the steps as you go.")
    )
    row = _facts(writer, sheet, row + 1, rollout)
    row = _stages(writer, sheet, row + 1, rollout)
    _contents(writer, sheet, row + 1, tables)


def _text(writer: Writer, sheet: Any, row: int, text: str) -> int:
    style = looks.plain(font_color=looks.SOFT, text_wrap=True)
    count = looks.lines(text, sum(_WIDTHS[1:]))
    sheet.set_row(row, looks.height([count], writer.language))
    sheet.merge_range(row, 1, row, 3, "", writer.style(style))
    writer.put(sheet, row, 1, text, style)
    return row + 1


def _facts(writer: Writer, sheet: Any, row: int, rollout: Rollout) -> int:
    playbook, setup = rollout.playbook, rollout.setup
    facts = (
        (_("Version"), playbook.version),
        (_("In force from"), str(playbook.effective_from) if playbook.effective_from else None),
        (_("Currency"), setup.currency),
        (_("Kept by"), wording.role_name(playbook, playbook.owner) if playbook.owner else None),
        (_("Sales teams"), wording.listed(setup.teams)),
    )
    for name, value in facts:
        if value:
            writer.put(sheet, row, 1, name, looks.plain(font_color=looks.SOFT))
            writer.put(sheet, row, 2, value, looks.plain(bold=True))
            row += 1
    return row


def _stages(writer: Writer, sheet: Any, row: int, rollout: Rollout) -> int:
    writer.put(sheet, row, 1, _("Stages"), looks.plain(font_size=12, bold=True))
    count = len(rollout.stages)
    for place, stage in enumerate(rollout.stages):
        row += 1
        colour = looks.KINDS.get(stage.kind, (looks.stage_colour(place, count), ""))[0]
        high = looks.height([looks.lines(stage.name, _WIDTHS[1], is_bold=True)], writer.language)
        sheet.set_row(row, high)
        middle = {"valign": "vcenter", "font_color": colour, "indent": 1}
        name = {"bold": True, "text_wrap": True, "align": "left", "left": 5, "left_color": colour}
        number = {"num_format": '0"%"', "align": "right"}
        writer.put(sheet, row, 1, stage.name, looks.plain(**middle, **name))
        writer.put(sheet, row, 2, stage.probability, looks.plain(**middle, **number))
        writer.put(sheet, row, 3, stage.probability, looks.plain(**middle))
        sheet.conditional_format(row, 3, row, 3, _bar(colour))
    return row + 1


def _bar(colour: str) -> dict[str, Any]:
    """A bar instead of a number of percent."""
    ends = {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": 100}
    look = {"bar_color": colour, "bar_solid": True, "bar_border_color": colour, "bar_only": True}
    return {"type": "data_bar", "data_bar_2010": True, **ends, **look}


def _contents(writer: Writer, sheet: Any, row: int, tables: Sequence[tuple[Table, str]]) -> None:
    writer.put(sheet, row, 1, _("Sheets"), looks.plain(font_size=12, bold=True))
    link = writer.style(looks.plain(font_color=looks.ACCENT, underline=1))
    for table, title in tables:
        row += 1
        target = title.replace("'", "''")
        sheet.write_url(row, 1, f"internal:'{target}'!A1", link, title)
        writer.put(sheet, row, 2, len(table.rows), looks.plain(align="right"))
    sheet.print_area(0, 0, row, len(_WIDTHS) - 1)
