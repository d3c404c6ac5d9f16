"""Import: what a CRM gives becomes a playbook without errors, and nothing of it is lost in silence."""

import json
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from tests.crm.samples import CHINESE

from playbook import pipeline
from playbook.adoption import adopted
from playbook.cli import main
from playbook.crm import Settings
from playbook.drift import compared
from playbook.model import StageKind
from playbook.registry import target
from playbook.rollout.compiling import Rollout
from playbook.rollout.plain import paragraph
from playbook.rollout.reading import Found, Note
from playbook.rollout.setup import Choice, FieldSetup, ReasonSetup, Setup, StageSetup

ROOT = Path(__file__).resolve().parents[2]
PIPEDRIVE = target("pipedrive")


def visible(text: str) -> str:
    return "".join(
        " " if sign in "\t\n\r\x0b\x0c\x85" else sign
        for sign in text
        if sign in "\t\n\r\x0b\x0c\x85"
        or unicodedata.category(sign) not in ("Cc", "Cf", "Co", "Cs", "Cn")
    )


SIGNS = st.characters(
    codec="utf-8", exclude_categories=("Cs", "Cn"), exclude_characters="\x00"
) | st.sampled_from(list("\u200b\u202e\ufeff\x07\x85:#-?*&!|>'\"%@`{}[], \n\tпродажба销售"))
NAMES = st.text(SIGNS, min_size=1, max_size=30).filter(lambda text: visible(text).strip())
KINDS: st.SearchStrategy[StageKind] = st.sampled_from(
    ["open", "open", "open", "won", "lost", "parked", "disqualified"]
)


@st.composite
def setups(draw: st.DrawFn) -> Setup:
    stages = tuple(
        StageSetup(
            id="",
            key=f"s{number}",
            name=draw(NAMES),
            kind=draw(KINDS),
            probability=draw(st.none() | st.integers(0, 100)),
            days=draw(st.none() | st.integers(1, 90)),
            guidance=draw(st.just("") | NAMES),
            is_active=draw(st.booleans()) or number == 0,
        )
        for number in range(draw(st.integers(1, 6)))
    )
    keys = [each.key for each in stages]
    fields = tuple(
        FieldSetup(
            ids=(),
            key=f"f{number}",
            name=draw(NAMES),
            type=draw(st.sampled_from(["text", "money", "choice", "date", "flag", "odd"])),
            about=draw(st.just("") | NAMES),
            options=tuple(
                Choice(str(each), draw(NAMES)) for each in range(draw(st.integers(0, 3)))
            ),
            required=tuple(draw(st.lists(st.sampled_from([*keys, "won", "lost"]), unique=True))),
        )
        for number in range(draw(st.integers(0, 4)))
    )
    reasons = tuple(
        ReasonSetup(id="", key=str(number), name=draw(NAMES))
        for number in range(draw(st.integers(0, 3)))
    )
    return Setup(id="", key="p", name=draw(NAMES), stages=stages, fields=fields, reasons=reasons)


@st.composite
def tidy_setups(draw: st.DrawFn) -> Setup:
    """What a well-kept CRM gives: every name once, and nothing switched off."""
    words = st.text(st.sampled_from("abcdefghijkмнопрст销售报价"), min_size=1, max_size=12)
    names = draw(st.lists(words, min_size=12, max_size=12, unique_by=str.casefold))
    stages = tuple(
        StageSetup(
            id="",
            key=f"s{number}",
            name=names[number],
            probability=draw(st.integers(0, 100)),
            days=draw(st.none() | st.integers(1, 90)),
        )
        for number in range(draw(st.integers(1, 6)))
    )
    keys = [*(each.key for each in stages), "won", "lost"]
    fields = tuple(
        FieldSetup(
            ids=(),
            key=f"f{number}",
            name=names[6 + number],
            type=kind,
            options=(Choice("1", "x"), Choice("2", "y")) if kind == "choice" else (),
            required=tuple(draw(st.lists(st.sampled_from(keys), unique=True))),
        )
        for number in range(draw(st.integers(0, 4)))
        for kind in [draw(st.sampled_from(["text", "money", "choice", "date", "flag"]))]
    )
    reasons = tuple(ReasonSetup(id="", name=names[10 + n]) for n in range(draw(st.integers(0, 2))))
    return Setup(id="", key="p", name=names[0], stages=stages, fields=fields, reasons=reasons)


@given(setup=tidy_setups())
def test_exported_again_it_is_the_same_set_up(
    setup: Setup, tmp_path_factory: pytest.TempPathFactory
) -> None:
    made = adopted(Found((setup,)), PIPEDRIVE)
    loaded = pipeline.valid(written(tmp_path_factory.mktemp("adopted"), made.files))
    assert loaded.playbook is not None
    assert loaded.settings is not None
    settings = Settings(loaded.settings.targets["pipedrive"])
    rollout = Rollout(loaded.playbook, settings, PIPEDRIVE.surface)
    questions = [note.where for note in made.notes]
    for each in compared(rollout, rollout.held, setup):
        assert each.kind == "gate"  # the CRM requires it in some stages, and not behind them
        assert any(name in each.what for name in questions)
    keys = [each.key for each in rollout.setup.fields]
    assert all(each.key in keys for each in setup.fields)
    assert not any(each.is_ours for each in rollout.setup.fields if each.ids != ("loss-reason",))


def written(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder / "playbook.yaml"


@given(setup=setups())
def test_whatever_is_read_becomes_a_playbook_without_errors(
    setup: Setup, tmp_path_factory: pytest.TempPathFactory
) -> None:
    made = adopted(Found((setup,)), PIPEDRIVE)
    path = written(tmp_path_factory.mktemp("adopted"), made.files)
    loaded = pipeline.valid(path)
    assert loaded.playbook is not None
    assert loaded.settings is not None
    rollout = Rollout(
        loaded.playbook, Settings(loaded.settings.targets["pipedrive"]), PIPEDRIVE.surface
    )
    kept = [each for each in setup.stages if each.is_active]
    names = {stage.name for stage in loaded.playbook.stages}
    assert len(loaded.playbook.stages) >= len(kept)
    assert {" ".join(visible(each.name).split()) for each in kept} <= names
    told = {note.where for note in made.notes}
    for each in setup.stages:
        assert each.is_active or each.name in told
    for field in setup.fields:
        assert field.type != "odd" or field.name in told
    gates = [each for each in compared(rollout, rollout.held, setup) if each.kind == "gate"]
    asked = [note for note in made.notes if note.kind == "question"]
    assert not gates or asked or any(each.kind != "open" for each in kept)


SALES = Setup(
    id="",
    key="1",
    name="Продажби",
    currency="BGN",
    stages=(
        StageSetup(id="", key="2", name="Квалифициран", probability=20),
        StageSetup(id="", key="3", name="Оферта", probability=60, days=14),
        StageSetup(id="", key="4", name="Договор", probability=90),
    ),
    fields=(
        FieldSetup(ids=(), key="abc", name="Бюджет", type="money", required=("3", "4", "won")),
        FieldSetup(ids=(), key="def", name="Скок", type="text", required=("2", "4")),
        FieldSetup(
            ids=(),
            key="ghi",
            name="Съгласен?",
            type="choice",
            options=(Choice("1", "Да"), Choice("2", "Не")),
            required=("lost",),
        ),
    ),
    teams=("София",),
)


def adopted_file(setup: Setup = SALES, **more: Any) -> str:
    return adopted(Found((setup,), **more), PIPEDRIVE).files["playbook.yaml"]


def test_what_a_crm_requires_from_a_stage_on_is_filled_before_it() -> None:
    text = adopted_file()
    qualified = text[text.index("id: qualified") : text.index("id: offer")]
    assert "must_fill:\n      - budget" in qualified
    lost = text[text.index("id: lost") :]
    assert "- saglasen" in lost
    assert "type: yes-no" in text
    assert "language: bg" in text
    assert "currency: BGN" in text


def test_what_has_no_place_is_a_comment_with_its_reason_and_what_is_open_a_question() -> None:
    note = Note("left out", "Rule 7", "formula", "nobody can read it\nnot even we")
    made = adopted(Found((SALES,), (note,)), PIPEDRIVE)
    text = made.files["playbook.yaml"]
    assert "# - Rule 7 (formula): nobody can read it not even we\n" in text
    assert "# - Скок (field to fill): It is not required in Оферта" in text
    assert [each.where for each in made.notes if each.kind == "question"] == ["Скок"]


def test_several_pipelines_have_a_folder_each() -> None:
    other = Setup(id="", key="9", name="Renewals", stages=SALES.stages)
    made = adopted(Found((SALES, other)), PIPEDRIVE)
    assert {name.split("/")[0] for name in made.files} == {"prodazhbi", "renewals"}


def test_names_that_would_be_the_same_id_are_told_apart() -> None:
    stages = tuple(StageSetup(id="", key=str(each), name="报价") for each in range(12))
    text = adopted_file(Setup(id="", key="1", name="销售", stages=stages))
    ids = [line.split(": ")[1] for line in text.splitlines() if line.startswith("  - id: ")]
    assert len(ids) == len(set(ids)) == 14
    assert "language: zh-CN" in text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it is empty"),
        (b"<html>", "it is a web page"),
        ("\ufeff<html>".encode("utf-16"), "it is a web page"),
        (b"\xef\xbb\xbf", "it is empty"),
        (b'{"data":\n x', "it is no JSON from line 2, column 2 on"),
        (b"\x80", "it is no JSON."),
        (b"[1, 2]", "is not what"),
        (b'{"data": 7}', "is not what"),
        (b'{"data": []}', "There is no pipeline"),
        (b'{"data": [{"colour": "red"}]}', "is not what"),
    ],
)
def test_what_is_no_dump_is_refused_in_a_sentence(
    content: bytes, said: str, tmp_path: Path
) -> None:
    (tmp_path / "dump.json").write_bytes(content)
    done = CliRunner().invoke(
        main, ["import", "pipedrive", str(tmp_path / "dump.json"), "-o", str(tmp_path / "new")]
    )
    assert done.exit_code == 2
    assert said in done.output
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", ["csv", "excel", "zhike"])
@pytest.mark.parametrize("starter", ["b2b-starter", "six-stage"])
def test_what_we_exported_is_a_playbook_again_with_its_texts_and_fields(
    name: str, starter: str, tmp_path: Path
) -> None:
    there, here = tmp_path / "there", tmp_path / "here"
    for command in (
        ["export", name, str(ROOT / "playbooks" / starter), "-o", str(there)],
        ["import", name, str(there), "-o", str(here)],
        ["lint", str(here), "--fail-on", "error"],
    ):
        done = CliRunner().invoke(main, command)
        assert done.exit_code == 0, done.output
        assert "say something else" not in done.output
    before = Rollout(
        pipeline.valid(ROOT / "playbooks" / starter / "playbook.yaml").built,
        Settings(),
        target(name).surface,
    )
    after = pipeline.valid(here / "playbook.yaml").built
    assert not [
        id for id in after.fields if re.fullmatch(r"(amount|close-date|source|next-step)-\d", id)
    ]
    told = {str(stage.name): stage.guidance for stage in after.stages}
    for stage in before.stages:
        assert (told[stage.name] or "") == paragraph(stage.guidance)


def test_what_people_put_beside_a_dump_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "dump").mkdir()
    (tmp_path / "dump" / "pipelines.json").write_text(dump(), "utf-8")
    (tmp_path / "dump" / "README.txt").write_text("From Monday", "utf-8")
    done = CliRunner().invoke(
        main, ["import", "pipedrive", str(tmp_path / "dump"), "-o", str(tmp_path / "new")]
    )
    assert done.exit_code == 0, done.output


def test_our_own_requests_are_no_dump_and_that_is_said(tmp_path: Path) -> None:
    runner = CliRunner()
    export = ["export", "pipedrive", str(CHINESE), "-o", str(tmp_path / "out")]
    assert runner.invoke(main, export).exit_code == 0
    done = runner.invoke(
        main, ["import", "pipedrive", str(tmp_path / "out"), "-o", str(tmp_path / "new")]
    )
    assert done.exit_code == 2
    assert "This is what playbook export has written. Fetch this from Pipedrive" in done.output


def test_a_file_of_ours_with_a_slip_is_told_the_slip(tmp_path: Path) -> None:
    runner = CliRunner()
    export = ["export", "csv", str(CHINESE), "-o", str(tmp_path / "out")]
    assert runner.invoke(main, export).exit_code == 0
    (tmp_path / "out" / "playbook.json").write_text('{"format": 1,', "utf-8")
    done = runner.invoke(
        main, ["import", "csv", str(tmp_path / "out"), "-o", str(tmp_path / "new")]
    )
    assert done.exit_code == 2
    assert "“playbook.json”: it is no JSON from line 1, column 14 on" in done.output


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "dump.json").write_text(dump(), "utf-8")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "playbook.yaml").write_text("id: mine\n")
    done = CliRunner().invoke(
        main,
        ["import", "pipedrive", str(tmp_path / "dump.json"), "-o", str(tmp_path / "mine")],
    )
    assert done.exit_code == 2
    assert (tmp_path / "mine" / "playbook.yaml").read_text() == "id: mine\n"


def dump() -> str:
    rows: list[dict[str, Any]] = [
        {"id": 1, "name": "Sales"},
        {"id": 2, "name": "Offer", "pipeline_id": 1, "order_nr": 1, "deal_probability": 40},
    ]
    return json.dumps({"success": True, "data": rows})


def test_the_command_makes_a_folder_that_an_editor_knows(tmp_path: Path) -> None:
    (tmp_path / "dump.json").write_text(dump(), "utf-8")
    new = tmp_path / "new"
    done = CliRunner().invoke(
        main, ["import", "pipedrive", str(tmp_path / "dump.json"), "-o", str(new)]
    )
    assert (done.exit_code, done.exception) == (0, None), done.output
    assert (new / ".schemas" / "playbook.schema.json").is_file()
    assert " error" not in CliRunner().invoke(main, ["lint", str(new)]).output.split("\n1 ")[0]
    same = CliRunner().invoke(main, ["compare", "pipedrive", str(new), str(tmp_path / "dump.json")])
    assert (same.exit_code, same.output) == (0, "The playbook and Pipedrive agree.\n")


def test_an_answer_that_is_only_the_first_page_says_so(tmp_path: Path) -> None:
    whole = json.loads(dump()) | {"additional_data": {"next_cursor": "abc"}}
    (tmp_path / "dump.json").write_text(json.dumps(whole), "utf-8")
    made = pipeline.adopt("pipedrive", [tmp_path / "dump.json"])
    (note,) = (each for each in made.notes if each.where == "dump.json")
    assert "Fetch all pages" in note.why
    assert "# - dump.json: It says that there is more." in made.files["playbook.yaml"]


def test_an_end_that_a_crm_should_have_and_has_not_is_added_with_a_question() -> None:
    stages = (
        StageSetup(id="", key="1", name="Offer"),
        StageSetup(id="", key="2", name="Sold", kind="won"),
    )
    made = adopted(Found((Setup(id="", key="p", name="Sale", stages=stages),)), target("hubspot"))
    assert [each.where for each in made.notes if each.kind == "question"] == ["Lost"]
    assert not adopted(Found((SALES,)), PIPEDRIVE).notes[1:]


def test_ids_of_stages_fit_into_every_crm() -> None:
    stages = (StageSetup(id="", key="1", name="Анализ на загубата и причините"),)
    text = adopted_file(Setup(id="", key="p", name="Продажби", stages=stages))
    ids = [line.split(": ")[1] for line in text.splitlines() if line.startswith("  - id: ")]
    assert all(len(id) <= 17 for id in ids)
