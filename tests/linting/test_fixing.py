"""Mending: only what fixes name is changed, errors never come of it, and twice is as good as once."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.findings import Edit, Finding, Fix, Place, Severity
from playbook.linting import Request, fixing, lint, mend

TODAY = date(2026, 11, 21)
REQUEST = Request(language="en", today=TODAY)
PLAYBOOK = """\
id: example
name: Example   # a comment stays
stages:
  - id: qualified
    name: Qualified
    probability: {probability}
    exit: [The buyer has signed]
  - {{id: won, name: Won, kind: won}}
  - {{id: lost, name: Lost, kind: {kind}}}
"""


def place(line: int, column: int, length: int) -> Place:
    return Place("a.yaml", line, column, length)


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ([Edit(place(1, 1, 3), "two")], "two\nthree\n"),
        ([Edit(place(1, 1, 0), "- ")], "- one\nthree\n"),
        ([Edit(place(1, 1, 4), "")], "three\n"),
        ([Edit(place(1, 3, 4), "X")], "onXree\n"),
        ([Edit(place(2, 1, 5), "3"), Edit(place(1, 1, 3), "1")], "1\n3\n"),
        ([Edit(place(2, 6, 99), "")], "one\nthree"),
    ],
)
def test_edits_replace_stretches(edits: list[Edit], expected: str) -> None:
    assert fixing.apply("one\nthree\n", edits) == expected


@given(st.lists(st.text("ab中\t ", max_size=5), min_size=1, max_size=5), st.data())
def test_an_edit_changes_its_stretch_and_nothing_else(
    lines: list[str], data: st.DataObject
) -> None:
    text = "\n".join(lines)
    start = data.draw(st.integers(0, len(text)))
    length = data.draw(st.integers(0, len(text) - start))
    before = text[:start]
    at = place(before.count("\n") + 1, start - (before.rfind("\n") + 1) + 1, length)
    expected = text[:start] + "NEW" + text[start + length :]
    assert fixing.apply(text, [Edit(at, "NEW")]) == expected


def write(folder: Path, probability: str = "20", kind: str = "lost") -> Path:
    file = folder / "playbook.yaml"
    file.write_text(PLAYBOOK.format(probability=probability, kind=kind), "utf-8")
    return file


def texts(folder: Path, *, unsafe: bool = False) -> dict[str, str]:
    changes, _count = mend([folder], REQUEST, unsafe=unsafe)
    return {path.name: after for path, (_before, after) in changes.items()}


def test_a_safe_fix_leaves_everything_else_as_it_is(tmp_path: Path) -> None:
    write(tmp_path, probability="20%")
    assert texts(tmp_path) == {"playbook.yaml": PLAYBOOK.format(probability="20", kind="lost")}


def test_a_guess_waits_until_it_is_asked_for(tmp_path: Path) -> None:
    write(tmp_path, kind="lots")
    assert texts(tmp_path) == {}
    good = PLAYBOOK.format(probability="20", kind="lost")
    assert texts(tmp_path, unsafe=True) == {"playbook.yaml": good}


def test_mended_files_have_nothing_left_to_mend(tmp_path: Path) -> None:
    file = write(tmp_path, probability="20%", kind="lots")
    file.write_text(texts(tmp_path, unsafe=True)["playbook.yaml"], "utf-8")
    assert texts(tmp_path, unsafe=True) == {}
    assert lint([file], REQUEST).report.count(Severity.ERROR) == 0


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_marks_and_line_ends_stay(tmp_path: Path, mark: str, end: str) -> None:
    file = write(tmp_path, probability="20%")
    text = mark + file.read_text("utf-8").replace("\n", end)
    file.write_bytes(text.encode())
    assert texts(tmp_path) == {"playbook.yaml": text.replace("20%", "20")}


def found(code: str, line: int, fix: Fix | None = None) -> Finding:
    return Finding(place(line, 1, 1), code, Severity.ERROR, "Wrong.", fix=fix)


def test_a_fix_that_mends_nothing_is_given_up() -> None:
    bad = Fix("Try", (Edit(place(1, 1, 1), "b"),))
    good = Fix("Try this", (Edit(place(2, 1, 1), "c"),))

    def look(texts: Mapping[Path, str]) -> tuple[Finding, ...]:
        text = texts.get(Path("a.yaml").resolve(), "a\na\n")
        first = [found("PB041", 1, bad)]
        return tuple(first if text.split("\n")[1] == "c" else [*first, found("PB042", 2, good)])

    mended, count = fixing.mend(look, lambda path: "a\na\n")
    assert list(mended.values()) == ["a\nc\n"]
    assert count == 1


def test_a_fix_that_brings_an_error_is_given_up() -> None:
    bad = Fix("Try", (Edit(place(1, 1, 1), "b"),))

    def look(texts: Mapping[Path, str]) -> tuple[Finding, ...]:
        worse = [found("PB005", 1), found("PB006", 1)]
        return tuple(worse if texts else [found("PB301", 1, bad)])

    assert fixing.mend(look, lambda path: "a\n") == ({}, 0)
