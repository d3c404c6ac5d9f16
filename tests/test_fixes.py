"""What mends a mistake: the finding goes, nothing new comes, and all else stays as it was."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest
import yaml

from playbook.findings import Edit, Problem
from playbook.schema import check
from playbook.source import Document, parse

HERE = Path(__file__).parent / "mistakes"
BASES = {path.stem: path.read_text("utf-8") for path in sorted(HERE.glob("base/*.yaml"))}


def load(name: str) -> Any:
    return yaml.safe_load((HERE / name).read_text("utf-8"))


def texts() -> dict[str, str]:
    """The text of every mistake that is made in a file of readable text."""
    found = {}
    for path in sorted(HERE.glob("*.yaml")):
        for case in load(path.name)["cases"]:
            if "encoding" not in case:
                text = case["text"] if "text" in case else BASES[case["base"]]
                if "old" in case:
                    text = text.replace(case["old"], case["new"])
                found[f"{path.stem}: {case['name']}"] = text
    return found


TEXTS = texts()


def apply(text: str, edits: Iterable[Edit]) -> str:
    """A text with some edits made."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    spans = sorted(
        (starts[place.line - 1] + place.column - 1, place.length, new) for place, new in set(edits)
    )
    for start, length, new in reversed(spans):
        text = text[:start] + new + text[start + length :]
    return text


def examined(text: str) -> tuple[Document, list[Problem]]:
    """What a text says, and what is wrong with how it is written and with its shape."""
    document = parse(text)
    problems = list(document.problems)
    if document.data is not None:
        problems += check(document)
    return document, sorted(problems)


def mended(text: str, *, unsafe: bool = True) -> str:
    """A text mended as often as there is something to mend."""
    for _round in range(20):
        fixes = (each.fix for each in examined(text)[1] if each.fix is not None)
        fix = next((fix for fix in fixes if fix.is_safe or unsafe), None)
        if fix is None:
            return text
        text = apply(text, fix.edits)
    pytest.fail(f"mending comes to no end: {text}")


READ_AS_SOMETHING_ELSE = {"PB013", "PB022", "PB025"}
"""What is wrong there is that other lines were read as what they are not."""


def leaves(document: Document) -> dict[int, list[Any]]:
    """The plain values on each line."""
    found: dict[int, list[Any]] = {}

    def walk(value: Any, at: tuple[str | int, ...]) -> None:
        if isinstance(value, dict | list) and value:
            for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
                walk(inner, (*at, step))
        else:
            found.setdefault(document.place(at).line, []).append(value)

    walk(document.data, ())
    return found


def untouched(before: str, after: str) -> Iterator[tuple[int, int]]:
    """The lines that are the same in both texts, by their numbers in each."""
    lines = SequenceMatcher(None, before.split("\n"), after.split("\n"), autojunk=False)
    for old, new, size in lines.get_matching_blocks():
        yield from zip(range(old + 1, old + size + 1), range(new + 1, new + size + 1), strict=True)


FIXABLE = [name for name, text in TEXTS.items() if any(each.fix for each in examined(text)[1])]


@pytest.mark.parametrize("name", FIXABLE)
def test_a_fix_takes_its_finding_away_and_brings_no_other(name: str) -> None:
    before = examined(TEXTS[name])[1]
    for problem in before:
        if problem.fix is not None:
            lines = {edit.place.line for edit in problem.fix.edits}
            found = examined(apply(TEXTS[name], problem.fix.edits))[1]
            after = Counter(
                each.code for each in found if not was_hidden(each, problem.code, lines)
            )
            rest = Counter(each.code for each in before)
            rest[problem.code] -= 1
            assert after <= rest, (problem.fix, found)


def was_hidden(after: Problem, mended: str, lines: set[int]) -> bool:
    """Whether a finding could not be made before: a line is read, then its keys, then its values."""
    return after.place.line in lines and after.code > max(mended, "PB040")


@pytest.mark.parametrize("name", FIXABLE)
def test_a_fix_changes_nothing_beside_what_it_edits(name: str) -> None:
    document, problems = examined(TEXTS[name])
    if document.data is None or document.doubtful:
        return  # it could not be read, so there is nothing to compare with
    for problem in problems:
        if problem.fix is not None and problem.code not in READ_AS_SOMETHING_ELSE:
            text = apply(TEXTS[name], problem.fix.edits)
            before, after = leaves(document), leaves(examined(text)[0])
            for old, new in untouched(TEXTS[name], text):
                assert after.get(new) == before.get(old), problem.fix


@pytest.mark.parametrize("name", FIXABLE)
def test_what_is_mended_is_not_mended_again(name: str) -> None:
    for unsafe in (False, True):
        once = mended(TEXTS[name], unsafe=unsafe)
        assert mended(once, unsafe=unsafe) == once


@pytest.mark.parametrize("name", FIXABLE)
def test_an_edit_writes_something_else_and_has_a_title(name: str) -> None:
    lines = TEXTS[name].split("\n")
    for problem in examined(TEXTS[name])[1]:
        if problem.fix is not None:
            assert problem.fix.title.strip()
            assert problem.fix.edits
            assert apply(TEXTS[name], problem.fix.edits) != TEXTS[name]
            for place, _text in problem.fix.edits:
                assert place.file == problem.place.file
                assert 1 <= place.line <= len(lines)
                assert 1 <= place.column <= len(lines[place.line - 1]) + 1


TABLE = [case for case in load("table.yaml")["cases"] if "encoding" not in case]


@pytest.mark.parametrize("case", TABLE, ids=lambda case: case["name"])
def test_a_mistake_of_the_table_is_mended_as_it_says(case: dict[str, str]) -> None:
    """``mended`` comes of a safe fix, ``asks`` of one that somebody has to agree to."""
    text = TEXTS[f"table: {case['name']}"]
    right = case.get("mended", case.get("asks"))
    expected = text if right is None else text.replace(case["new"], right)
    assert mended(text, unsafe=True) == expected
    assert mended(text, unsafe=False) == (expected if "mended" in case else text)


EVERYWHERE = load("everywhere/slips.yaml")


@pytest.mark.parametrize("language", BASES)
@pytest.mark.parametrize(
    "slip",
    [slip for slip in EVERYWHERE["slips"] if "means" not in slip],
    ids=lambda slip: slip["name"],
)
def test_a_safe_fix_of_a_slip_gives_back_what_was_meant(
    slip: dict[str, str], language: str
) -> None:
    pattern, text = re.compile(EVERYWHERE["lines"][slip["line"]]), BASES[language]
    meant, lines, wrong = parse(text).data, text.split("\n"), []
    for number, line in enumerate(lines):
        if match := pattern.fullmatch(line):
            written = slip["written"].format(**match.groupdict())
            slipped = "\n".join([*lines[:number], written, *lines[number + 1 :]])
            again = mended(slipped, unsafe=False)
            if again != slipped and parse(again).data != meant:
                wrong.append((written, again.split("\n")[number]))
    assert not wrong, "\n".join(f"{old} -> {new}" for old, new in wrong)
