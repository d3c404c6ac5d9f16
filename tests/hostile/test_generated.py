"""Laws that hold for every playbook: it is read as it was written, by whatever parser, each time."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

import jsonschema  # type: ignore[import-untyped]
import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from tests.hostile.playbooks import Data, everything, playbook
from tests.hostile.strategies import playbooks, texts
from tests.hostile.writing import write_folder, written

from playbook import loading, pipeline
from playbook.schema import check, schema
from playbook.source import Document, parse
from playbook.source.decoding import decode

TODAY: Final = date(2026, 11, 21)
UNHURRIED = settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
_THEIRS = jsonschema.Draft202012Validator(
    schema("playbook"), format_checker=jsonschema.FormatChecker(["date"])
)
_OURS = jsonschema_rs.validator_for(schema("playbook"), validate_formats=True)


def keys_of_the_format() -> Iterator[tuple[str, str]]:
    """Every block of the format with every key in it."""
    root = schema("playbook")
    for name, node in (("playbook", root), *root["$defs"].items()):
        for key in node.get("properties", {}):
            yield name, key


def keys_in(value: Any, node: Data, name: str) -> Iterator[tuple[str, str]]:
    """Every block in some data with every key in it."""
    while "$ref" in node:
        name = node["$ref"].rpartition("/")[2]
        node = schema("playbook")["$defs"][name]
    if isinstance(value, dict):
        known = node.get("properties", {})
        for key, inner in value.items():
            if key in known:
                yield name, key
            yield from keys_in(inner, known.get(key) or node["additionalProperties"], name)
    elif isinstance(value, list):
        for inner in value:
            yield from keys_in(inner, node["items"], name)


def test_every_key_of_the_format_is_written_sooner_or_later() -> None:
    found: set[tuple[str, str]] = set()
    for seed in range(300):
        made = playbook(random.Random(seed))
        found |= set(keys_in(made, schema("playbook"), "playbook"))
    assert set(keys_of_the_format()) - found == set()


def test_the_fullest_playbook_has_every_key_that_its_blocks_have_room_for() -> None:
    missing = set(keys_of_the_format()) - set(keys_in(everything(), schema("playbook"), "playbook"))
    assert {name for name, _key in missing} <= {"score_rule"}
    assert _OURS.is_valid(everything())


@UNHURRIED
@given(playbooks())
def test_what_is_generated_is_valid_for_both_libraries_and_for_us(data: Data) -> None:
    assert _OURS.is_valid(data)
    assert _THEIRS.is_valid(data)
    document = parse(json.dumps(data, ensure_ascii=False))
    assert document.data == data
    assert check(document) == ()


@UNHURRIED
@given(texts())
def test_nothing_stops_what_is_generated_from_being_a_playbook(text: str) -> None:
    document = _read(text)
    assert [each for each in document.problems if loading.stops(each)] == []
    assert check(document) == ()


@pytest.mark.parametrize("seed", range(40))
def test_a_playbook_is_read_as_it_was_written(seed: int, tmp_path: Path) -> None:
    """As one file, and as a folder of files."""
    chance = random.Random(seed)
    data = playbook(chance)
    (tmp_path / "playbook.toml").touch()
    file = tmp_path / "one" / "process.yaml"
    file.parent.mkdir()
    file.write_bytes(written(data, chance).encode())
    for main in (file, write_folder(data, tmp_path / "many", chance)):
        loaded = loading.load(main)
        assert loaded.document.data == data
        assert loaded.playbook is not None
        assert loaded.playbook.id == data["id"]
        assert [stage.id for stage in loaded.playbook.stages] == [
            stage["id"] for stage in data["stages"]
        ]
        findings = pipeline.lint([main], TODAY).findings
        assert pipeline.lint([main], TODAY).findings == findings
        for each in findings:
            text = loaded.texts.get(each.place.file, "")
            assert 1 <= each.place.line <= text.count("\n") + 1, each


@UNHURRIED
@given(playbooks())
def test_a_playbook_is_the_same_in_every_style(data: Data) -> None:
    for seed in range(4):
        assert _read(written(data, random.Random(seed))).data == data


@settings(UNHURRIED, max_examples=25)
@given(texts())
def test_both_parsers_read_the_same_at_the_same_places(text: str) -> None:
    decoded = decode(text.encode(), "playbook.yaml")
    assert isinstance(decoded, str)
    assert _all_of(parse(decoded)) == _all_of(parse(decoded, pure=True))


def _read(text: str) -> Document:
    decoded = decode(text.encode(), "playbook.yaml")
    assert isinstance(decoded, str)
    return parse(decoded)


def _all_of(document: Document) -> tuple[Any, ...]:
    """Everything that a document says of a text."""
    places = [(document.place(at), document.place(at, key=True)) for at in _paths(document.data)]
    return document.data, places, document.problems


def _paths(value: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield at
    if isinstance(value, dict | list):
        for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _paths(inner, (*at, step))


def test_findings_do_not_depend_on_how_python_orders_its_sets(tmp_path: Path) -> None:
    (tmp_path / "playbook.toml").touch()
    for seed in range(12):
        chance = random.Random(seed)
        file = tmp_path / str(seed) / "playbook.yaml"
        file.parent.mkdir()
        file.write_bytes(written(playbook(chance), chance).encode())
    words = ["-m", "playbook", "lint", "--format", "json", "--profile", "strict", "--no-cache"]
    said = {
        subprocess.run(
            [sys.executable, *words, "."],
            cwd=tmp_path,
            capture_output=True,
            check=False,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(said) == 1
    assert json.loads(said.pop())["findings"]
