"""Excel and Google Sheets: LibreOffice computes the sheet of deals, and it says what we mean."""

import datetime
import random
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest
from tests.crm.books import book, rollout, saved
from tests.crm.deals import Deal, Judge
from tests.crm.samples import CHINESE, EVERYTHING, playbook, rolled_out
from tests.office.calc import needs_office, opened, recalculated

from playbook.model import Criterion, Playbook
from playbook.rollout.compiling import Rollout
from playbook.rollout.inventory import inventory
from playbook.rollout.setup import FieldSetup

SINCE: Final = datetime.date(2026, 1, 5)
VALUES: Final[Mapping[str, Any]] = {
    "number": 3,
    "money": 1000,
    "percent": 40,
    "rating": 4,
    "date": datetime.date(2026, 12, 1),
}


@dataclass
class Sheet:
    """The sheet of deals, found by the titles of its columns."""

    sheet: Any
    top: int
    columns: dict[str, int]

    @classmethod
    def of(cls, workbook: Any) -> "Sheet":
        sheet = workbook.worksheets[1]
        top = next(cell.row for cell in sheet["A"] if cell.value in ("Deal", "商机", "Сделка"))
        names = {str(cell.value): cell.column for cell in reversed(sheet[top])}
        return cls(sheet, top, names)

    def cell(self, row: int, name: str) -> Any:
        return self.sheet.cell(self.top + 1 + row, self.columns[name])


def computed(folder: Path, content: bytes) -> Sheet:
    (made,) = recalculated(folder, {"deals": content}).values()
    return Sheet.of(opened(made))


def value_of(field: FieldSetup) -> Any:
    if field.options:
        return field.options[0].name
    return VALUES.get(field.type, "something")


def test_the_sheet_has_a_column_for_every_field_and_a_list_for_every_choice() -> None:
    workbook = opened(book("excel", EVERYTHING), computed=False)
    page, made = Sheet.of(workbook), rollout("excel", EVERYTHING)
    assert {field.name for field in made.setup.fields} <= page.columns.keys()
    rules = {
        str(rule.sqref).split(":")[0]: rule for rule in page.sheet.data_validations.dataValidation
    }
    first = page.cell(0, "Stage").coordinate
    assert rules[first].formula1 == "'Stages'!$B$2:$B$11"
    for field in made.setup.fields:
        rule = rules.get(page.cell(0, field.name).coordinate)
        if field.options and field.type != "choices":
            assert rule is not None
            assert rule.type == "list"
        if field.type == "date":
            assert rule is not None
            assert rule.type == "date"
    hidden = [number for number, row in page.sheet.row_dimensions.items() if row.hidden]
    assert hidden == list(range(1, page.top))


@needs_office
@pytest.mark.parametrize("path", [EVERYTHING, CHINESE], ids=lambda path: path.stem)
def test_probability_kind_and_days_follow_the_stage(path: Path, tmp_path: Path) -> None:
    workbook = opened(book("excel", path), computed=False)
    page, made = Sheet.of(workbook), rollout("excel", path)
    heads = [cell.value for cell in page.sheet[page.top]]
    names = dict(
        zip(("deal", "stage", "since", "odds", "forecast", "kind", "age"), heads, strict=False)
    )
    for row, stage in enumerate(made.stages):
        page.cell(row, names["deal"]).value = f"Deal {row}"
        page.cell(row, names["stage"]).value = stage.name
        page.cell(row, names["since"]).value = SINCE
    days = (datetime.date.today() - SINCE).days
    after = computed(tmp_path, saved(workbook))
    for row, stage in enumerate(made.stages):
        assert after.cell(row, names["odds"]).value == stage.probability
        assert (after.cell(row, names["kind"]).value in ("Won", "赢单")) == (stage.kind == "won")
        age = after.cell(row, names["age"]).value
        assert age in (days, days + 1)  # it may have become midnight
    empty = len(made.stages)
    assert after.cell(empty, names["odds"]).value in (None, "")
    errors = [
        cell.value
        for line in after.sheet.iter_rows()
        for cell in line
        if isinstance(cell.value, str) and cell.value.startswith("#")
    ]
    assert errors == []


@needs_office
def test_a_new_probability_and_a_new_name_hold_at_once(tmp_path: Path) -> None:
    workbook = opened(book("excel", EVERYTHING), computed=False)
    page = Sheet.of(workbook)
    workbook["Stages"]["B4"] = "Testing"
    workbook["Stages"]["D4"] = 77
    page.cell(0, "Stage").value = "Testing"
    after = computed(tmp_path, saved(workbook))
    assert after.cell(0, "Probability").value == 77
    assert after.cell(0, "Still to fill in").value == 4


def pieces(made: Rollout, stage: str) -> list[tuple[Any, Any]]:
    """The kept pieces that hold in a stage, with what each of them is about."""
    items = {item.at: item for item in inventory(made.playbook)}
    return [
        (at, items[at].value if at in items else None)
        for at, stages in made.required.pieces.items()
        if stage in stages
    ]


def holds(judge: Judge, piece: Any) -> bool:
    """Whether a piece is kept by a deal, as the playbook means it."""
    if isinstance(piece, Criterion):
        return piece.check is None or judge.holds(piece.check)
    return judge.deal.fields.get(str(piece)) is not None


def deal_of(model: Playbook, made: Rollout, filled: frozenset[tuple[str, ...]]) -> Deal:
    """The same deal as the playbook sees it."""
    fields, answers = {}, {}
    for field in made.setup.fields:
        if field.ids in filled:
            value = field.options[0].key if field.options else value_of(field)
            if field.type == "choices":
                value = [value]
            if isinstance(value, int):
                value = Decimal(value)
            if field.kind == "field":
                fields[field.ids[0]] = value
            elif field.kind == "question":
                answers[field.ids[1]] = value
    return Deal(fields=fields, answers=answers)


@needs_office
@pytest.mark.parametrize("path", [EVERYTHING, CHINESE], ids=lambda path: path.stem)
def test_what_is_marked_is_what_the_playbook_wants_filled(path: Path, tmp_path: Path) -> None:
    """On deals made at random nothing is missing exactly where every gate that is kept holds."""
    workbook = opened(book("excel", path), computed=False)
    page, made, model = Sheet.of(workbook), rollout("excel", path), playbook(path)
    dice = random.Random(7)
    wanted = set(made.required.fields)
    cases = []
    heads = [str(cell.value) for cell in page.sheet[page.top]]
    for row in range(150):
        stage = dice.choice(made.stages)
        share = dice.choice([0.5, 0.9, 1.0])
        filled = frozenset(
            field.ids
            for field in made.setup.fields
            if dice.random() < (share if field.ids in wanted else 0.3)
        )
        page.cell(row, heads[1]).value = stage.name
        for field in made.setup.fields:
            if field.ids in filled:
                page.cell(row, field.name).value = value_of(field)
        cases.append((stage.id, filled))
    after = computed(tmp_path, saved(workbook))
    verdicts = []
    for row, (id, filled) in enumerate(cases):
        missing = after.cell(row, heads[7]).value
        judge = Judge(model, deal_of(model, made, filled))
        by_gate = all(holds(judge, piece) for _at, piece in pieces(made, id))
        assert (missing == 0) == by_gate, (id, sorted(wanted - filled), missing)
        verdicts.append(by_gate)
    assert 20 < sum(verdicts) < 140


def test_cells_that_are_wanted_are_marked_by_a_rule() -> None:
    page = Sheet.of(opened(book("excel", EVERYTHING), computed=False))
    made = rollout("excel", EVERYTHING)
    marked = {
        str(each.sqref).split(":")[0]
        for each in page.sheet.conditional_formatting
        if "SUMPRODUCT" in each.rules[0].formula[0]
    }
    for field in made.setup.fields:
        assert page.cell(0, field.name).coordinate in marked
        wanted = {
            page.sheet.cell(number, 2).value: page.sheet.cell(
                number, page.columns[field.name]
            ).value
            for number in range(1, page.top)
        }
        ones = [bool(value) for value in wanted.values()]
        assert ones == [stage.id in field.required for stage in made.stages]


def test_what_is_written_is_in_the_file() -> None:
    export = rolled_out("excel", EVERYTHING)
    assert set(export.files) == {"machine-sales.xlsx", "SETUP.md"}
    content = export.files["machine-sales.xlsx"]
    assert isinstance(content, bytes)
    shown = "\n".join(
        str(cell.value)
        for sheet in opened(content)
        if sheet.sheet_state == "visible"
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    )
    for stage in playbook(EVERYTHING).stages:
        assert stage.name in shown
        for text in (stage.goal, stage.guidance):
            assert text is None or " ".join(text.split()) in shown
        for task in stage.tasks:
            assert task.do in shown
    for reason in playbook(EVERYTHING).reasons.values():
        assert reason.name in shown
