"""Set-up workbooks: all targets' are opened, read back and harmless; strangers' are recognised."""

import contextlib
import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.crm.books import (
    HOSTILE,
    attacked,
    book,
    filled,
    in_one_language,
    rollout,
    saved,
    without_places,
)
from tests.crm.mangled import is_whole
from tests.crm.samples import CHINESE, EVERYTHING, PUBLISHED, rolled_out
from tests.office.calc import needs_office, opened, recalculated, values

from playbook.errors import Refused
from playbook.model import Playbook
from playbook.registry import all_targets, target
from playbook.rollout.compiling import Rollout
from playbook.rollout.reading import Found
from playbook.rollout.setup import Choice, Setup
from playbook.rollout.workbook import read
from playbook.rollout.workbook.headings import COLUMNS as HEADINGS
from playbook.rollout.workbook.headings import KINDS as KIND_WORDS
from playbook.rollout.workbook.headings import TYPES as TYPE_WORDS
from playbook.rollout.workbook.headings import plain
from playbook.rollout.workbook.index import Known, who
from playbook.rollout.workbook.titles import COLUMNS, HIDDEN, SHEETS

Build = Callable[[str], Playbook]
NAMES = ("zhike", "fxiaoke", "neocrm", "copper", "freshsales", "salesflare", "excel")
"""The targets that make a workbook."""


def taken(content: bytes, name: str = "set-up.xlsx") -> Found:
    return read({name: content})


def wanted(made: Rollout) -> Setup:
    """What a workbook of a roll-out gives back."""
    setup = in_one_language(without_places(made.setup))
    inside = {stage.id for stage in made.stages}
    by_id = {
        stage.id: stage.key or stage.id
        if stage.id in inside or stage.kind not in ("won", "lost")
        else stage.kind
        for stage in setup.stages
    }
    fields = []
    for field in setup.fields:
        options = tuple(Choice(each.key, each.name) for each in field.options)
        required = tuple(by_id[id] for id in field.required)
        fields.append({**field.__dict__, "options": options, "required": required})
    return Setup(
        **{
            **setup.__dict__,
            "stages": tuple(stage for stage in setup.stages if stage.id in inside),
            "fields": tuple(type(setup.fields[0])(**each) for each in fields),
        }
    )


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("path", [EVERYTHING, CHINESE, *PUBLISHED], ids=lambda path: path.stem)
def test_a_workbook_is_read_back(path: Path, name: str) -> None:
    found = taken(book(name, path))
    assert (found.setups, found.notes) == ((wanted(rollout(name, path)),), ())


@pytest.mark.parametrize("name", [*NAMES, "csv"])
def test_the_folder_of_an_export_is_read_as_a_whole(name: str) -> None:
    files = rolled_out(name, EVERYTHING).files
    reader = target(name).read
    assert reader is not None
    dump = {
        file: content if isinstance(content, bytes) else content.encode()
        for file, content in files.items()
    }
    found = (read if name in ("copper", "freshsales", "salesflare") else reader)(dump)
    assert [len(setup.stages) for setup in found.setups] == [len(rollout(name, EVERYTHING).stages)]
    assert found.notes == ()


@pytest.mark.parametrize("path", [EVERYTHING, CHINESE], ids=lambda path: path.stem)
def test_two_builds_are_the_same_to_the_byte(path: Path) -> None:
    assert book("zhike", path) == book("zhike", path)


@needs_office
def test_libreoffice_opens_every_workbook_and_keeps_all_texts(tmp_path: Path) -> None:
    made = {name: book(name, EVERYTHING) for name in NAMES}
    for name, content in recalculated(tmp_path, made).items():
        before, after = values(opened(made[name])), values(opened(content))
        kept = {place for place in before if place[0] != HIDDEN}
        assert {place: after.get(place) for place in kept} == {
            place: before[place] for place in kept
        }
        assert taken(content).setups == taken(made[name]).setups


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", ["zhike", "excel"])
def test_what_an_author_wrote_stays_a_text(name: str, text: str, built: Build) -> None:
    try:
        model = built(attacked(text))
    except AssertionError:
        pytest.skip("the format itself refuses it")
    content = book(name, model)
    ours = re.compile(r"^=(IF|'?[^']*'?!\$[A-Z]+\$\d+$)")
    found = set()
    for sheet in opened(content, computed=False):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f" or (name == "excel" and ours.match(str(cell.value)))
                assert cell.hyperlink is None or cell.hyperlink.target is None
                found.add(cell.value)
    assert any(isinstance(each, str) and text.partition("\n")[0] in each for each in found)
    for part, data in parts(content):
        assert "externalLink" not in part
        if part.startswith("xl/worksheets/sheet"):
            formulas = re.findall(r"<(?:f|formula1?)>([^<]*)<", data)
            assert not any("SUM(A1)" in each or "HYPERLINK" in each for each in formulas)
    (setup,) = taken(content).setups
    assert setup.stages[0].name == model.stages[0].name


def parts(content: bytes) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            yield name, archive.read(name).decode("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_sheets_are_ready_to_be_worked_with(name: str) -> None:
    workbook = opened(book(name, EVERYTHING))
    assert workbook.properties.created == datetime(1980, 1, 1)  # noqa: DTZ001
    assert workbook[HIDDEN].sheet_state == "veryHidden"
    tables = [sheet for sheet in workbook if sheet.sheet_state == "visible"][1:]
    assert len(tables) > 6
    for sheet in tables:
        assert sheet.freeze_panes
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.print_title_rows
        assert sheet.page_setup.fitToHeight == 0
        assert all(cell.alignment.wrap_text for cell in sheet[sheet.max_row] if cell.value == "x")


def test_a_sheet_begins_with_its_heads_so_that_it_can_be_imported() -> None:
    workbook = opened(book("copper", EVERYTHING))
    for title in ("Stages", "Fields", "Tasks"):
        assert all(cell.value for cell in workbook[title][1])
        assert workbook[title].data_validations.dataValidation


def test_titles_can_be_those_of_a_template() -> None:
    given = {
        "sheets": {"stages": "商机阶段模板", "questionnaire": "{name} 表"},
        "columns": {"stage": "阶段名称*", "probability": "赢率(%)", "guidance": "=1+1"},
    }
    content = book("zhike", EVERYTHING, **given)
    workbook = opened(content)
    assert {"商机阶段模板", "BANT 表"} <= set(workbook.sheetnames)
    heads = [cell.value for cell in workbook["商机阶段模板"][1]]
    assert {"阶段名称*", "赢率(%)", "=1+1"} <= set(heads)
    assert taken(content).setups == taken(book("zhike", EVERYTHING)).setups


def test_what_crm_yaml_may_say_names_every_sheet_and_column() -> None:
    for name in NAMES:
        settings = all_targets()[name].surface.settings
        assert set(settings["sheets"]["propertyNames"]["enum"]) == set(SHEETS)
        assert set(settings["columns"]["propertyNames"]["enum"]) == set(COLUMNS)


def test_sheets_of_the_same_name_are_told_apart() -> None:
    content = book("zhike", EVERYTHING, sheets={"stages": "A/B", "fields": "a b", "tasks": "A B"})
    assert {"A B", "a b (2)", "A B (3)"} <= set(opened(content).sheetnames)
    assert taken(content).setups == taken(book("zhike", EVERYTHING)).setups


def changed(content: bytes, change: Callable[[Any], object]) -> bytes:
    workbook = opened(content, computed=False)
    change(workbook)
    return saved(workbook)


def test_what_people_have_changed_is_read_and_ids_are_kept() -> None:
    def change(workbook: Any) -> None:
        stages = workbook["Stages"]
        heads = {cell.value: cell.column for cell in stages[1]}
        stages.cell(3, heads["Stage"]).value = "Evaluated"
        stages.cell(3, heads["Probability"]).value = 33
        for sheet in workbook:
            for row in sheet.iter_rows(min_row=2):
                for cell in row:
                    if cell.value == "Qualified" and sheet.title not in (HIDDEN, "Stages"):
                        cell.value = "Evaluated"
        workbook["Reasons for lost deals"].append([5, "Bought elsewhere"])
        workbook["Fields"].append(["Plant", "Text"])

    before = taken(book("excel", EVERYTHING)).setups[0]
    (after,) = taken(changed(book("excel", EVERYTHING), change)).setups
    assert after.stages[1].name == "Evaluated"
    assert (after.stages[1].id, after.stages[1].probability) == (before.stages[1].id, 33)
    assert after.stages[1].tasks == before.stages[1].tasks
    assert (after.reasons[-1].id, after.reasons[-1].name) == ("", "Bought elsewhere")
    assert (after.fields[-1].ids, after.fields[-1].name) == ((), "Plant")
    assert after.fields[:-1] == before.fields


def test_what_people_wrote_that_cannot_be_is_asked_about() -> None:
    def change(workbook: Any) -> None:
        heads = {cell.value: cell.column for cell in workbook["Stages"][1]}
        workbook["Stages"].cell(2, heads["Kind"]).value = "Wobbly"
        workbook["Stages"].cell(3, heads["Probability"]).value = "about half"
        workbook["Tasks"].cell(2, 1).value = "No such stage"

    found = taken(changed(book("excel", EVERYTHING), change))
    assert {note.what for note in found.notes} == {"Wobbly", "about half", "No such stage"}
    assert {note.kind for note in found.notes} == {"question"}


def test_rows_are_known_by_name_and_then_by_place() -> None:
    known = [Known(name, name.lower(), "", "") for name in "ABC"]
    assert [each.id for each in who(known, ["C", "A", "B"])] == ["c", "a", "b"]
    assert [each.id for each in who(known, ["A", "X", "C"])] == ["a", "b", "c"]
    assert [each.id for each in who(known, ["A", "X", "B", "C"])] == ["a", "", "b", "c"]


TEAMS: dict[str, dict[str, list[list[Any]]]] = {
    "english": {
        "Pipeline": [
            ["Our sales process", None, None, None],
            [],
            ["#", "Stage name", "Probability (%)", "Max. days", "Exit criteria", "Tasks", "Mood"],
            [1, "Qualified", 20, 14, "Budget is known\nSigner is named", "- Call\n- Visit", "good"],
            [2, "Proposal", 60, 30, "Offer is accepted", "1. Write the offer", None],
            [3, "Closed won", 100, None, None, None, None],
            [4, "Closed lost", 0, None, None, None, None],
        ],
        "Fields": [
            ["Field", "Field type", "Options", "Required in"],
            ["Budget", "Currency", None, "Proposal, Closed won"],
            ["Region", "Dropdown", "North\nSouth", None],
        ],
        "Why we lose": [["Loss reasons"], ["Price"], ["No decision"]],
    },
    "chinese": {
        "销售流程": [
            ["序号", "销售阶段", "赢率", "停留天数", "推进标准", "关键动作"],
            [1, "合格", 0.2, 14, "预算已知\n决策人已明确", "电话\n拜访"],
            [2, "方案", 0.6, 30, "报价已被接受", "撰写报价"],
            [3, "赢单", 1, None, None, None],
            [4, "输单", 0, None, None, None],
        ],
        "字段": [
            ["字段名称", "字段类型", "选项", "必填阶段"],
            ["预算", "金额", None, "方案、赢单"],
            ["区域", "单选", "北方\n南方", None],
        ],
        "原因": [["输单原因"], ["价格"], ["没有决定"]],
    },
    "bulgarian": {
        "Процес": [
            ["Етап", "Вероятност, %", "Най-много дни", "Критерии за преминаване", "Задачи"],
            ["Квалификация", 20, 14, "Бюджетът е известен", "Обаждане"],
            [None, None, None, "Известно е кой подписва", "Посещение"],
            ["Оферта", 60, 30, "Офертата е приета", "Подготовка на оферта"],
            ["Спечелена", 100, None, None, None],
            ["Загубена", 0, None, None, None],
        ],
        "Полета": [
            ["Поле", "Тип", "Стойности", "Задължително в"],
            ["Бюджет", "Сума", None, "Оферта; Спечелена"],
            ["Район", "Падащ списък", "Север\nЮг", None],
        ],
        "Причини": [["Причина за загуба"], ["Цена"], ["Без решение"]],
    },
}


@pytest.mark.parametrize("language", TEAMS)
def test_the_workbook_that_a_team_has_is_recognised(language: str) -> None:
    (setup,) = taken(filled(**TEAMS[language])).setups
    assert [stage.kind for stage in setup.stages] == ["open", "open", "won", "lost"]
    assert [stage.probability for stage in setup.stages] == [20, 60, 100, 0]
    assert [len(stage.criteria) for stage in setup.stages] == [2, 1, 0, 0]
    assert [len(stage.tasks) for stage in setup.stages] == [2, 1, 0, 0]
    assert [stage.days for stage in setup.stages] == [14, 30, None, None]
    assert [field.type for field in setup.fields] == ["money", "choice"]
    assert [len(field.options) for field in setup.fields] == [0, 2]
    assert setup.fields[0].required == (setup.stages[1].key, setup.stages[2].key)
    assert len(setup.reasons) == 2


def test_what_is_not_known_is_said_and_not_guessed() -> None:
    found = taken(filled(**TEAMS["english"]))
    assert [(note.kind, note.where, note.what) for note in found.notes] == [
        ("left out", "Pipeline: Mood", "good")
    ]
    odd: dict[str, list[list[Any]]] = {
        "Deals": [
            ["Stage", "Kind", "Probability", "Required fields", "Days"],
            ["One", "wobbly", 150, "Budget", "two weeks"],
            ["Nearly", "open", 100, None, 3],
        ],
        "Holidays": [["Day", "Who"], ["Monday", "Ivan"]],
    }
    notes = taken(filled(**odd)).notes
    assert {(note.kind, note.where, note.what) for note in notes} == {
        ("question", "One", "wobbly"),
        ("question", "One", "150"),
        ("question", "One", "two weeks"),
        ("question", "Budget", ""),
        ("left out", "Holidays", ""),
    }
    bare: dict[str, list[list[Any]]] = {
        "Deals": [["Stage", "Probability"], ["One", 10], ["The end", 100]]
    }
    (note,) = taken(filled(**bare)).notes
    assert (note.kind, note.where) == ("question", "The end")


def test_two_processes_in_one_workbook_are_two() -> None:
    heads = ["Stage", "Probability"]
    found = taken(
        filled(
            New=[heads, ["A", 10], ["Won", 100]],
            Renewal=[heads, ["B", 50], ["Won", 100]],
            Work=[["Stage", "Task"], ["A", "Call"]],
        )
    )
    assert [setup.name for setup in found.setups] == ["New", "Renewal"]
    assert [task.name for task in found.setups[0].stages[0].tasks] == ["Call"]
    assert found.setups[1].stages[0].tasks == ()


@pytest.mark.parametrize("words", [HEADINGS, KIND_WORDS, TYPE_WORDS])
def test_no_word_means_two_things(words: dict[str, str]) -> None:
    means: dict[str, set[str]] = {}
    for key, listed in words.items():
        for word in listed.split(","):
            means.setdefault(plain(word), set()).add(key)
    assert {word: keys for word, keys in means.items() if len(keys) > 1} == {}


def test_only_what_a_program_has_stored_for_a_formula_is_read() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    workbook = openpyxl.Workbook()
    workbook.active.append(["Stage", "Probability"])
    workbook.active.append(["One", "=10+10"])
    workbook.active.append(["Won", 100])
    (setup,) = taken(saved(workbook)).setups
    assert [stage.probability for stage in setup.stages] == [None, 100]


def zipped(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def with_part(content: bytes, name: str, data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        kept = {each: archive.read(each) for each in archive.namelist()}
    return zipped({**kept, name: data})


BAD: dict[str, bytes] = {
    "nothing": b"",
    "no zip": b"PK\x03\x04 and then nothing",
    "an empty zip": zipped({}),
    "another zip": zipped({"hello.txt": b"hello"}),
    "a bomb": zipped({f"xl/{n}.xml": b"0" * 10_000_000 for n in range(6)}),
    "many parts": zipped({f"xl/{n}.xml": b"" for n in range(2_500)}),
    "old": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
}


@pytest.mark.parametrize("kind", BAD)
def test_what_is_no_workbook_is_refused(kind: str) -> None:
    with pytest.raises(Refused, match=r"set-up\.xlsx"):
        taken(BAD[kind])


def test_macros_are_refused() -> None:
    content = with_part(filled(**TEAMS["english"]), "xl/vbaProject.bin", b"x")
    with pytest.raises(Refused, match="macros"):
        taken(content)


def test_entities_that_grow_are_refused() -> None:
    content = filled(**TEAMS["english"])
    grown = b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 12) for n in range(1, 12))
    attack = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "aaaaaaaaaa">' + grown + b"]><x>&a11;</x>"
    )
    with pytest.raises(Refused):
        taken(with_part(content, "xl/workbook.xml", attack))


@pytest.mark.parametrize(
    "rows",
    [[["Stage"]] + [[f"s{n}"] for n in range(20_001)], [["Stage", *range(40)]] * 15_000],
    ids=["rows", "cells"],
)
def test_a_sheet_that_is_too_large_is_refused(rows: list[list[Any]]) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet("Stages")
    for row in rows:
        sheet.append(row)
    with pytest.raises(Refused, match="too large"):
        taken(saved(workbook))


def test_a_cell_far_away_costs_nothing() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    workbook = openpyxl.Workbook()
    workbook.active.append(["Stage", "Probability"])
    workbook.active.append(["One", 10])
    workbook.active["XFD1048576"] = "far"
    with pytest.raises(Refused, match="too large"):
        taken(saved(workbook))


def test_a_workbook_of_another_version_is_refused() -> None:
    def change(workbook: Any) -> None:
        workbook[HIDDEN]["B1"] = "99"

    with pytest.raises(Refused):
        taken(changed(book("excel", CHINESE), change))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_workbook_makes_nothing_stumble(data: st.DataObject) -> None:
    content = bytearray(_SMALL)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    with warnings.catch_warnings(), contextlib.suppress(Refused):
        assert is_whole(taken(bytes(content)))


@settings(max_examples=60)
@given(st.data())
def test_damaged_xml_makes_nothing_stumble(data: st.DataObject) -> None:
    with zipfile.ZipFile(io.BytesIO(_SMALL)) as archive:
        kept = {name: archive.read(name) for name in archive.namelist()}
    name = data.draw(st.sampled_from(sorted(kept)))
    text = bytearray(kept[name])
    place = data.draw(st.integers(0, len(text)))
    text[place : place + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=10))
    with contextlib.suppress(Refused):
        assert is_whole(taken(zipped({**kept, name: bytes(text)})))


_SMALL = filled(**TEAMS["english"])
