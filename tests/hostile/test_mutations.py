"""Ten thousand accidents: whatever happens to a file, it ends in findings that lie within it.

A run by hand has two thousand; ``PLAYBOOK_TEST_ACCIDENTS`` asks for another number.
"""

import os
import random
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from tests.hostile.guarded import ROOT
from tests.hostile.mutations import mutated
from tests.hostile.playbooks import playbook
from tests.hostile.strategies import accidents
from tests.hostile.writing import written

from playbook import pipeline, report
from playbook.findings import Finding
from playbook.source import parse
from playbook.source.decoding import decode

TODAY: Final = date(2026, 11, 21)
PARTS: Final = 8
ACCIDENTS: Final = int(os.environ.get("PLAYBOOK_TEST_ACCIDENTS", "2000"))
SHIPPED: Final = sorted((ROOT / "playbooks").glob("*/playbook.yaml"))
_CODE: Final = re.compile(r"PB\d{3}")


def examine(main: Path, file: Path) -> tuple[Finding, ...]:
    """Lint a playbook one of whose files has had an accident; all findings are in order."""
    linted = pipeline.lint([main], TODAY)
    text = decode(file.read_bytes(), str(file))
    lines = text.split("\n") if isinstance(text, str) else None
    for each in linted.findings:
        assert _CODE.fullmatch(each.code), each
        assert each.message, each
        assert not re.search(r"\{[a-z_]+\}", each.message.replace("{{", "")) or '"' in each.message
        assert each.place.length >= 1, each
        if Path(each.place.file).name == file.name and lines is not None:
            assert 1 <= each.place.line <= len(lines), (each, file.read_bytes())
            line = lines[each.place.line - 1]
            assert 1 <= each.place.column <= len(line) + 1, (each, line)
    assert list(linted.findings) == sorted(linted.findings)
    return linted.findings


def accidents_to_shipped(chance: random.Random, folder: Path) -> Callable[[], Path]:
    """Makes accidents to one file of a shipped playbook, again and again."""
    source = chance.choice(SHIPPED).parent
    shutil.copytree(source.parent / source.name, folder / "playbooks" / source.name)
    for library in source.parent.glob("*-library"):
        shutil.copytree(library, folder / "playbooks" / library.name)
    files = sorted((folder / "playbooks" / source.name).rglob("*.yaml"))
    texts = {file: file.read_text("utf-8") for file in files}
    last = files[0]

    def happen() -> Path:
        nonlocal last
        last.write_text(texts[last], "utf-8")
        last = chance.choice(files)
        last.write_bytes(mutated(texts[last], chance).encode("utf-8", "surrogatepass"))
        return last

    return happen


@pytest.mark.parametrize("part", range(PARTS))
def test_an_accident_to_a_shipped_playbook_ends_in_findings(part: int, tmp_path: Path) -> None:
    left = ACCIDENTS // 2 // PARTS
    (tmp_path / "playbook.toml").touch()
    for seed in range(4):
        chance = random.Random(part * 100 + seed)
        happen = accidents_to_shipped(chance, tmp_path / str(seed))
        for _ in range(left // 4):
            file = happen()
            main = next(each for each in file.parents if (each / "playbook.yaml").exists())
            examine(main / "playbook.yaml", file)


@pytest.mark.parametrize("part", range(PARTS))
def test_an_accident_to_any_playbook_ends_in_findings(part: int, tmp_path: Path) -> None:
    chance = random.Random(1000 + part)
    (tmp_path / "playbook.toml").touch()
    file = tmp_path / "one" / "playbook.yaml"
    file.parent.mkdir()
    for _ in range(ACCIDENTS // 2 // PARTS):
        text = mutated(written(playbook(chance, room=150), chance), chance)
        file.write_bytes(text.encode("utf-8", "surrogatepass"))
        examine(file, file)


def test_after_an_accident_every_format_can_be_written(tmp_path: Path) -> None:
    chance = random.Random(3)
    (tmp_path / "playbook.toml").touch()
    file = tmp_path / "one" / "playbook.yaml"
    file.parent.mkdir()
    for _ in range(60):
        text = mutated(written(playbook(chance, room=60), chance), chance)
        file.write_bytes(text.encode("utf-8", "surrogatepass"))
        linted = pipeline.lint([file], TODAY)
        for form in report.FORMATS:
            report.written(linted, form).encode("utf-8")


@settings(
    max_examples=100,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.function_scoped_fixture,
        HealthCheck.differing_executors,
    ],
)
@given(text=accidents())
def test_an_accident_is_found_in_its_simplest_form(text: str, tmp_path: Path) -> None:
    """The same law for Hypothesis, which shrinks what breaks it."""
    file = tmp_path / "playbook.yaml"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    examine(file, file)


def test_after_an_accident_both_parsers_agree() -> None:
    chance = random.Random(11)
    for _ in range(60):
        text = mutated(written(playbook(chance, room=40), chance), chance)
        text = text.replace("!", "?")  # both refuse tags, and say so of different stretches
        decoded = decode(text.encode("utf-8", "surrogatepass"), "playbook.yaml")
        if isinstance(decoded, str):
            fast, slow = parse(decoded), parse(decoded, pure=True)
            assert (fast.data, fast.problems) == (slow.data, slow.problems), decoded
