"""CSV and JSON: everything is in them, described by a schema, harmless, and read back exactly."""

import contextlib
import csv
import dataclasses
import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.crm.books import HOSTILE, SETUPS, TEXT, attacked, rollout, without_places
from tests.crm.mangled import is_whole
from tests.crm.samples import CHINESE, EVERYTHING, PUBLISHED, rolled_out

from playbook.crm import Settings
from playbook.errors import Refused
from playbook.model import Playbook
from playbook.registry import target
from playbook.rollout import cells, csv_files, document
from playbook.rollout.reading import Found
from playbook.rollout.setup import Choice, FieldSetup, ReasonSetup, Setup, StageSetup, TaskSetup

Build = Callable[[str], Playbook]
FORMULA = tuple("=+-@\t\r")


def read(dump: Mapping[str, bytes]) -> Found:
    reader = target("csv").read
    assert reader is not None
    return reader(dump)


def encoded(files: Mapping[str, str | bytes]) -> dict[str, bytes]:
    return {
        name: content if isinstance(content, bytes) else content.encode()
        for name, content in files.items()
    }


def only(files: Mapping[str, bytes], *suffixes: str) -> dict[str, bytes]:
    return {name: content for name, content in files.items() if name.endswith(suffixes)}


@given(SETUPS)
def test_a_document_is_read_back_exactly(setup: Setup) -> None:
    assert document.read("playbook.json", document.write(setup).encode()) == setup


@given(SETUPS)
def test_tables_are_read_back_exactly(setup: Setup) -> None:
    assert csv_files.read(encoded(csv_files.write(setup))) == setup


@given(SETUPS)
def test_the_schema_takes_every_document(setup: Setup) -> None:
    jsonschema_rs.validate(json.loads(document.schema()), json.loads(document.write(setup)))


def test_the_schema_describes_every_key_and_itself_is_valid() -> None:
    schema = json.loads(document.schema())
    assert jsonschema_rs.meta.is_valid(schema)
    described: dict[Any, Any] = {
        Setup: schema,
        StageSetup: schema["$defs"]["stage"],
        TaskSetup: schema["$defs"]["task"],
        FieldSetup: schema["$defs"]["field"],
        ReasonSetup: schema["$defs"]["reason"],
    }
    for of, part in described.items():
        keys = {field.name for field in dataclasses.fields(of)} - {"at"}
        assert keys <= part["properties"].keys()
        assert part["properties"].keys() - keys <= {"$schema", "format"}
        assert part["additionalProperties"] is False
        assert all("description" in each or "$ref" in each for each in part["properties"].values())
    assert schema["$defs"]["option"]["properties"].keys() == set(Choice._fields)


@pytest.mark.parametrize("path", [EVERYTHING, CHINESE, *PUBLISHED], ids=lambda path: path.stem)
def test_an_export_gives_back_what_the_playbook_says(path: Path) -> None:
    files = encoded(rolled_out("csv", path).files)
    wanted = without_places(rollout("csv", path).setup)
    for dump in (only(files, "playbook.json"), only(files, ".csv"), only(files, ".csv", ".json")):
        found = read(dump)
        assert (found.setups, found.notes) == ((wanted,), ())
    assert all(
        set(field.required) <= {stage.key for stage in wanted.stages} for field in wanted.fields
    )


@pytest.mark.parametrize("path", [EVERYTHING, CHINESE], ids=lambda path: path.stem)
def test_excel_opens_the_tables_in_their_letters(path: Path) -> None:
    files = rolled_out("csv", path).files
    for name, content in files.items():
        if name.endswith(".csv"):
            assert isinstance(content, str)
            assert content.startswith("\ufeff")
            rows = list(csv.reader(io.StringIO(content.removeprefix("\ufeff"), newline="")))
            assert {len(row) for row in rows} == {len(rows[0])}


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_begins_a_formula(text: str, built: Build) -> None:
    try:
        model = built(attacked(text))
    except AssertionError:
        pytest.skip("the format itself refuses it")
    export = target("csv").export(model, Settings())
    for name, content in export.files.items():
        if name.endswith(".csv"):
            assert isinstance(content, str)
            for row in csv.reader(io.StringIO(content.removeprefix("\ufeff"), newline="")):
                assert not any(cell.lstrip().startswith(FORMULA) for cell in row)
    (found,) = read(only(encoded(export.files), ".csv")).setups
    assert found == read(only(encoded(export.files), "playbook.json")).setups[0]
    assert found.stages[0].name == model.stages[0].name


@given(TEXT)
def test_a_guard_is_taken_away_again(text: str) -> None:
    assert cells.unguarded(cells.guarded(text)) == text
    assert not cells.guarded(text).lstrip(" ").startswith(tuple("=+-@\t\r\n＝＋－＠"))


@given(st.lists(st.tuples(TEXT, TEXT)))
def test_pairs_and_lists_in_a_cell_are_parted_again(items: list[tuple[str, str]]) -> None:
    assert [cells.pair(line) for line in cells.lines(cells.pairs(items))] == items
    assert cells.parted(cells.joined(key for key, _name in items)) == tuple(k for k, _n in items)


def changed(path: Path, change: Callable[[dict[str, Any]], object]) -> dict[str, bytes]:
    whole = json.loads(str(rolled_out("csv", path).files["playbook.json"]))
    change(whole)
    return {"playbook.json": json.dumps(whole).encode()}


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda whole: whole.update(format=2), "/format"),
        (lambda whole: whole.update(colour="red"), ""),
        (lambda whole: whole["stages"][1].update(probability=101), "/stages/1/probability"),
        (lambda whole: whole["stages"][0].update(kind="maybe"), "/stages/0/kind"),
        (lambda whole: whole["stages"][0].update(tasks="call"), "/stages/0/tasks"),
        (lambda whole: whole["fields"][0]["options"].append({"key": "x"}), "/fields/0/options"),
        (lambda whole: whole.pop("stages"), ""),
    ],
)
def test_a_document_that_is_wrong_is_refused_with_the_place(
    change: Callable[[dict[str, Any]], object], place: str
) -> None:
    with pytest.raises(Refused, match=f"playbook.json{place}"):
        read(changed(EVERYTHING, change))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"format": 1, "name": "x", "stages": [{"name": "y", "probability": NaN}]}',
        b'{"format": 1, "name": "x", "stages": [{"name": "y", "probability": 1e999}]}',
    ],
)
def test_what_is_no_document_is_refused(content: bytes) -> None:
    with pytest.raises(Refused):
        read({"playbook.json": content})


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("probability", "chance"),
        (",open,", ",maybe,"),
        (",20,", ",many,"),
        (",20,", ",101,"),
        (",yes\r", ",perhaps\r"),
    ],
)
def test_a_table_of_ours_that_is_wrong_is_refused_or_asked(old: str, new: str) -> None:
    files = encoded(rolled_out("csv", CHINESE).files)
    text = files["stages.csv"].decode()
    assert old in text
    files["stages.csv"] = text.replace(old, new, 1).encode()
    try:
        found = read(only(files, ".csv"))
    except Refused as error:
        assert "stages.csv" in str(error)
    else:
        assert found.notes


def test_files_that_say_different_things_are_asked_about() -> None:
    files = only(encoded(rolled_out("csv", CHINESE).files), ".csv", "playbook.json")
    files["stages.csv"] = files["stages.csv"].replace("合格".encode(), "评估".encode())
    found = read(files)
    assert [note.kind for note in found.notes] == ["question"]
    assert found.setups[0].stages[0].name == "合格"


def test_a_table_from_a_country_with_decimal_commas_is_read() -> None:
    files = only(encoded(rolled_out("csv", CHINESE).files), ".csv")
    (wanted,) = read(files).setups
    for name, content in files.items():
        rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        stream = io.StringIO()
        csv.writer(stream, delimiter=";").writerows(rows)
        files[name] = stream.getvalue().encode()
    assert read(files).setups == (wanted,)


@given(st.binary(max_size=60))
def test_no_table_makes_it_stumble(content: bytes) -> None:
    for name in ("stages.csv", "anything.csv", "playbook.json", "x.xlsx"):
        with contextlib.suppress(Refused):
            assert is_whole(read({name: content}))
