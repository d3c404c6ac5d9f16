"""知客CRM and the other CRMs that speak Chinese only: workbooks in their words, and true fates."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.crm.books import book
from tests.crm.samples import CHINESE, EVERYTHING, PUBLISHED, playbook, rolled_out
from tests.office.calc import opened

from playbook.model import Playbook
from playbook.registry import target
from playbook.rollout.workbook.titles import CHINESE_COLUMNS, CHINESE_SHEETS, COLUMNS, SHEETS

Build = Callable[[str], Playbook]
SHEETS_OF = {
    "zhike": ["销售流程", "阶段", "必填字段", "字段", "任务", "推进标准", "问卷(BANT)"],
    "fxiaoke": [
        "销售流程",
        "商机阶段",
        "阶段必填字段",
        "字段",
        "阶段任务",
        "推进标准",
        "问卷(BANT)",
    ],
    "neocrm": ["销售流程", "销售阶段", "必填字段", "字段", "任务", "推进标准", "问卷(BANT)"],
}
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("name", SHEETS_OF)
@pytest.mark.parametrize("path", [CHINESE, EVERYTHING], ids=lambda path: path.stem)
def test_titles_are_chinese_whatever_the_language_of_the_playbook(path: Path, name: str) -> None:
    workbook = opened(book(name, path))
    shown = [sheet.title for sheet in workbook if sheet.sheet_state == "visible"]
    assert shown[:7] == SHEETS_OF[name]
    assert shown[-2:] == ["输单原因", "操作步骤"]
    for title in shown[1:]:
        for cell in workbook[title][1]:
            assert HAN.search(cell.value), cell.value


def test_there_is_a_chinese_word_for_every_sheet_and_column() -> None:
    assert set(CHINESE_SHEETS) == set(SHEETS)
    assert set(CHINESE_COLUMNS) == set(COLUMNS)


@pytest.mark.parametrize("name", SHEETS_OF)
def test_texts_stay_as_the_author_wrote_them(name: str) -> None:
    workbook, model = opened(book(name, EVERYTHING)), playbook(EVERYTHING)
    stages = workbook.worksheets[1]
    assert [row[1].value for row in stages.iter_rows(min_row=2)] == [
        stage.name for stage in model.stages
    ]
    shown = {cell.value for sheet in workbook for row in sheet for cell in row}
    assert {field.name for field in model.fields.values()} <= shown
    assert {
        question.ask for each in model.questionnaires.values() for question in each.questions
    } <= shown


@pytest.mark.parametrize("name", SHEETS_OF)
@pytest.mark.parametrize("path", [EVERYTHING, CHINESE, *PUBLISHED], ids=lambda path: path.stem)
def test_nothing_is_claimed_to_be_sent(path: Path, name: str) -> None:
    export = rolled_out(name, path)
    assert {each.outcome for each in export.fates} <= {"by hand", "dropped"}
    assert {"set-up.xlsx", "fields.csv", "SETUP.md"} <= set(export.files)
    assert all(each.how for each in export.fates)


@pytest.mark.parametrize("name", SHEETS_OF)
def test_every_step_by_hand_stands_in_the_last_sheet(name: str) -> None:
    sheet = opened(book(name, EVERYTHING)).worksheets
    steps = next(each for each in sheet if each.title == "操作步骤")
    by_hand = [
        each
        for each in rolled_out(name, EVERYTHING).fates
        if each.outcome == "by hand" and each.how != "with the stage"
    ]
    assert steps.max_row - 1 == len(by_hand)


@pytest.mark.parametrize("name", SHEETS_OF)
def test_what_nobody_knows_is_not_told_as_a_fact(name: str) -> None:
    title = target(name).title
    dropped = [each.how for each in rolled_out(name, EVERYTHING).fates if each.outcome == "dropped"]
    assert not any(f"{title} has no place" in how for how in dropped)
    assert any("not known" in how for how in dropped)


@pytest.mark.parametrize("name", SHEETS_OF)
def test_paths_lead_to_sheets_that_are_there(name: str) -> None:
    workbook = opened(book(name, EVERYTHING))
    heads = {cell.value for sheet in workbook for cell in sheet[1]}
    for path in target(name).surface.where.values():
        steps = re.split(r" → |（|）", path)
        steps = [step for step in steps if step and step not in ("set-up.xlsx", "阶段推进器")]
        assert steps[0] in workbook.sheetnames
        assert set(steps[1:]) <= heads
