"""A baseline: what was there when a team began does not count, wherever its line moves to."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from playbook.errors import PlaybookError
from playbook.linting import Linted, Request, Settings, lint, write_baseline

TODAY = date(2026, 11, 21)
PLAYBOOK = """\
id: example
name: Example
stages:
  - {id: qualified, name: Qualified, exit: [The buyer is interested]}
  - {id: won, name: Won, kind: won}
  - {id: lost, name: Lost, kind: lost}
"""
NEW = "  - {id: proposal, name: Proposal, exit: [The buyer is engaged]}\n"
ONLY = Settings(select=("PB302",))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "b2b.yaml"
    file.write_text(PLAYBOOK, "utf-8")
    (tmp_path / "playbook.toml").touch()
    return file


def request(settings: Settings = ONLY) -> Request:
    return Request(settings=lambda root: settings, language="en", today=TODAY)


def known(file: Path) -> Settings:
    where, count = write_baseline([file], request())
    assert where == file.parent / "playbook-baseline.json"
    assert count == 1
    return replace(ONLY, baseline=where)


def after(file: Path, settings: Settings, text: str) -> Linted:
    file.write_text(text, "utf-8")
    return lint([file], request(settings))


def test_what_is_in_the_baseline_does_not_count(file: Path) -> None:
    settings = known(file)
    linted = after(file, settings, PLAYBOOK)
    assert linted.report.findings == ()
    assert linted.report.known == 1
    assert not linted.is_failed
    assert linted.stale == ()


def test_it_stays_known_when_lines_and_stages_move(file: Path) -> None:
    settings = known(file)
    moved = PLAYBOOK.replace("stages:\n", "# a comment\n\nstages:\n" + NEW)
    linted = after(file, settings, moved.replace("    ", "  "))
    assert [each.message for each in linted.report.findings] == [
        '"engaged" is judged differently by different people.'
    ]
    assert linted.is_failed


def test_one_entry_covers_one_finding(file: Path) -> None:
    settings = known(file)
    twice = PLAYBOOK.replace("[The buyer", "[The buyer is interested, The buyer")
    linted = after(file, settings, twice)
    assert len(linted.report.findings) + linted.report.known == 2


def test_what_is_no_longer_found_is_told(file: Path) -> None:
    settings = known(file)
    linted = after(file, settings, PLAYBOOK.replace("is interested", "has signed"))
    assert [entry.code for entry in linted.stale] == ["PB302"]
    assert not linted.is_failed


def test_the_file_is_for_people_and_stays_the_same(file: Path) -> None:
    where, _count = write_baseline([file], request())
    first = where.read_bytes()
    assert json.loads(first) == {
        "format": 1,
        "findings": [
            {
                "file": "b2b.yaml",
                "code": "PB302",
                "path": "stages.qualified.exit[].criterion",
                "text": "- {id: qualified, name: Qualified, exit: [The buyer is interested]}",
            }
        ],
    }
    write_baseline([file], request())
    assert where.read_bytes() == first


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "There is no baseline"),
        ("{", "is no baseline"),
        ("[]", "is no baseline"),
        ('{"format": 9, "findings": []}', "another version"),
    ],
)
def test_a_file_that_is_no_baseline_is_refused(file: Path, content: str | None, says: str) -> None:
    where = file.parent / "old.json"
    if content is not None:
        where.write_text(content)
    with pytest.raises(PlaybookError, match=says):
        lint([file], request(replace(ONLY, baseline=where)))
