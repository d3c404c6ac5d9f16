"""Mistakes of authors: one finding each, where it was made, with words that say what to write.

The cases stand in ``mistakes/``, by topic. Each changes one of three good
playbooks (English, Chinese, Bulgarian), or is a text of its own.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from playbook.findings import Finding, Severity
from playbook.linting import Request, Settings, lint
from playbook.linting.checking import findings as findings_of
from playbook.loading import load
from playbook.schema import check
from playbook.source import Document, parse

HERE = Path(__file__).parent
TODAY = date(2026, 11, 21)
BASES = {path.stem: path.read_text("utf-8") for path in sorted(HERE.glob("mistakes/base/*.yaml"))}


WITHOUT_GAPS = Settings(least=Severity.WARNING, ignore=("PB206", "PB406", "PB703"))
"""The good playbooks leave out the buyer's steps, some goals, and what happens to overdue deals."""


@dataclass(frozen=True)
class Mistake:
    """A playbook with one mistake, and what is to be said about it."""

    name: str
    text: str
    raw: bytes
    line: int
    column: int
    code: str
    says: str
    still: str | None
    """What is not yet as it should be; the line at least is right."""


def mistakes() -> Iterator[Mistake]:
    for path in sorted(HERE.glob("mistakes/*.yaml")):
        for case in yaml.safe_load(path.read_text("utf-8"))["cases"]:
            yield mistake(path.stem, case)


def mistake(topic: str, case: dict[str, Any]) -> Mistake:
    text = case["text"] if "text" in case else BASES[case["base"]]
    if "old" in case:
        assert text.count(case["old"]) == 1, f"{case['name']}: {case['old']!r} is not there once"
        text = text.replace(case["old"], case["new"])
    place, code = case["finding"].split()
    line, column = map(int, place.split(":"))
    raw = text.encode(case.get("encoding", "utf-8"))
    name = f"{topic}: {case['name']}"
    return Mistake(name, text, raw, line, column, code, case["says"], case.get("still"))


MISTAKES = list(mistakes())


def findings(folder: Path, raw: bytes) -> tuple[Finding, ...]:
    file = folder / "playbook.yaml"
    file.write_bytes(raw)
    request = Request(settings=lambda root: WITHOUT_GAPS, language="en", today=TODAY)
    return lint([file], request).report.findings


@pytest.mark.parametrize("language", BASES)
def test_the_playbook_that_the_mistakes_are_made_in_has_none(language: str, tmp_path: Path) -> None:
    assert findings(tmp_path, BASES[language].encode()) == ()


@pytest.mark.parametrize("case", MISTAKES, ids=[case.name for case in MISTAKES])
def test_a_mistake_is_one_finding_where_it_was_made(case: Mistake, tmp_path: Path) -> None:
    found = findings(tmp_path, case.raw)
    said = [
        (each.place.line, each.place.column, each.code)
        for each in found
        if case.says in f"{each.message} {each.help}"
    ]
    right = (case.line, case.column, case.code)
    if case.still is None:
        assert (len(found), said) == (1, [right]), found
    else:
        assert right in said, found
        assert len(found) > 1, f"as it should be by now: {case.still}"


HARMLESS = {
    "a TAB after a colon": ("    name: Proposal", "    name:\tProposal"),
    "spaces after a colon": ("    name: Proposal", "    name:    Proposal"),
    "spaces at the end of a line": ("    name: Proposal", "    name: Proposal   "),
    "a line of spaces": ("    name: Proposal\n", "    name: Proposal\n      \n"),
    "a note": ("    name: Proposal", "    name: Proposal  # as in the CRM"),
    "a note between the lines": ("    name: Proposal\n", "# as in the CRM\n    name: Proposal\n"),
    "double quotes": ("    name: Proposal", '    name: "Proposal"'),
    "single quotes": ("    name: Proposal", "    name: 'Proposal'"),
    "a key in quotes": ("    name: Proposal", '    "name": Proposal'),
    "a text over two lines": ("and who has it", "and\n      who has it"),
    "an item that goes on with a name": (
        "has named who signs",
        "has signed at the office of\n        Siemens and nobody else",
    ),
    "an item that is wrapped where a line is full": (
        "has named who signs",
        "has named everybody who signs, and has introduced each\n        Person by name",
    ),
    "an item that goes on with what others call it": (
        "has named who signs",
        "has accepted\n        Sofia Office Terms",
    ),
    "an item of two sentences": ("has named who signs", "signs.\n        The champion agrees"),
    "a text below its key": ("    goal: We know", "    goal:\n      We know"),
    "a folded text": ("    goal: We know", "    goal: >-\n      We know"),
    "a list at its key's column": (
        "      - Write the proposal with the buyer",
        "    - Write the proposal with the buyer",
    ),
    "a list in a list's brackets": ("next: [proposal]", "next:\n      - proposal"),
    "a comma at the end of a list": ("next: [proposal]", "next: [proposal,]"),
    "a list over two lines": ("next: [proposal]", "next: [\n      proposal]"),
    "a time of day": ("with the buyer", "with the buyer at 10:30"),
    "an address": ("with the buyer", "with the buyer on https://example.com/a?b=c#d"),
    "an apostrophe": ("with the buyer", "with the buyer's team"),
    "quotes within a text": ("with the buyer", 'with the "buyer"'),
    "curly quotes within a text": ("with the buyer", "with the “buyer”"),
    "brackets within a text": ("with the buyer", "with the buyer (and [others])"),
    "a percentage within a text": ("with the buyer", "with 20 % less"),
    "a hyphen within a text": ("with the buyer", "– with the buyer - always"),
    "a number sign within a word": ("with the buyer", "with the buyer in C#"),
    "an emoji": ("with the buyer", "with the buyer 🚀"),
    "a beginning": ("# The sales process", "---\n# The sales process"),
    "a date in quotes": ("effective_from: 2027-01-01", 'effective_from: "2027-01-01"'),
    "a number that ends in zeros": ("probability: 20", "probability: 20.0"),
    "a plus sign": ("probability: 20", "probability: +20"),
    "a flag in capitals": ("optional: false", "optional: False"),
    "a word of old YAML in quotes": ("    name: Proposal", '    name: "No"'),
    "braces in a block": ("due: {days: 2}", "due:\n          days: 2"),
    "a schema for the editor": (
        "# The sales process",
        "# yaml-language-server: $schema=../x.json\n# The sales process",
    ),
}


@pytest.mark.parametrize(("old", "new"), HARMLESS.values(), ids=HARMLESS)
def test_what_is_only_another_way_of_writing_is_no_mistake(
    old: str, new: str, tmp_path: Path
) -> None:
    assert BASES["english"].count(old) >= 1
    assert findings(tmp_path, BASES["english"].replace(old, new, 1).encode()) == ()


@pytest.mark.parametrize("language", BASES)
def test_windows_line_ends_and_a_mark_at_the_beginning_are_no_mistake(
    language: str, tmp_path: Path
) -> None:
    raw = b"\xef\xbb\xbf" + BASES[language].replace("\n", "\r\n").encode().rstrip()
    assert findings(tmp_path, raw) == ()


def test_the_table_has_every_row_that_is_a_mistake() -> None:
    harmless = {"19", "38", "50"}
    rows = {f"{number:02}" for number in range(1, 59)} - harmless
    cases = yaml.safe_load((HERE / "mistakes/table.yaml").read_text("utf-8"))["cases"]
    assert {case["name"][:2] for case in cases} == rows


def test_names_say_each_mistake_once() -> None:
    names = [case.name for case in MISTAKES]
    assert len(set(names)) == len(names)


def test_help_is_a_sentence_about_what_to_write_and_not_about_yaml_parsers(tmp_path: Path) -> None:
    jargon = re.compile(
        r"\b(schema|mapping|scalar|token|instance|property|enum|node|parser|sequence)\b"
    )
    for case in MISTAKES:
        for each in findings(tmp_path, case.raw):
            assert each.help, each
            assert not jargon.search(re.sub(r'".*?"', "", f"{each.message} {each.help}")), each


# The same slips on every line of the good playbooks, without looking for easy ones.

_EVERYWHERE = yaml.safe_load((HERE / "mistakes/everywhere/slips.yaml").read_text("utf-8"))
SLIPS = {
    each["name"]: (re.compile(_EVERYWHERE["lines"][each["line"]]), each["written"])
    for each in _EVERYWHERE["slips"]
}


@pytest.mark.parametrize(
    ("slip", "language"),
    [
        (slip, language)
        for number, slip in enumerate(SLIPS)
        for language in ("english", ("bulgarian", "chinese")[number % 2])
    ],
)
def test_a_slip_is_one_finding_on_whatever_line_it_is_made(
    slip: str, language: str, tmp_path: Path
) -> None:
    pattern, written = SLIPS[slip]
    lines = BASES[language].split("\n")
    missed, tried = [], 0
    for number, line in enumerate(lines, 1):
        match = pattern.fullmatch(line)
        if match is None:
            continue
        tried += 1
        text = [*lines[: number - 1], written.format(**match.groupdict()), *lines[number:]]
        found = findings(tmp_path, "\n".join(text).encode())
        if [each.place.line for each in found] != [number]:
            missed.append((number, text[number - 1], found))
    assert tried
    assert not missed


@pytest.mark.parametrize("shift", [-2, -1, 1, 2])
def test_a_line_in_the_wrong_column_is_named_itself_nearly_always(
    shift: int, tmp_path: Path
) -> None:
    """Where a block has one line, or a list one item, another column may be right as well."""
    lines = BASES["english"].split("\n")
    right, tried = 0, 0
    for number, line in enumerate(lines, 1):
        own = len(line) - len(line.lstrip())
        if not line.strip() or line.startswith("#") or own + shift < 0:
            continue
        text = [*lines[: number - 1], " " * (own + shift) + line.lstrip(), *lines[number:]]
        found = findings(tmp_path, "\n".join(text).encode())
        tried += 1
        right += [each.place.line for each in found] == [number]
    assert right / tried > 0.88, (right, tried)


def test_several_slips_are_said_at_once(tmp_path: Path) -> None:
    lines = BASES["chinese"].split("\n")
    wrong = [5, 24, 26, 33, 47]
    for number in wrong:
        lines[number - 1] = lines[number - 1].replace(": ", "：", 1)
    found = findings(tmp_path, "\n".join(lines).encode())
    assert [(each.place.line, each.code) for each in found] == [(n, "PB008") for n in wrong]


def test_the_same_slip_on_every_line_is_said_once_and_counted(tmp_path: Path) -> None:
    found = findings(tmp_path, BASES["chinese"].replace(": ", "：").encode())
    assert [(each.place.line, each.code) for each in found] == [(2, "PB008")]
    assert "53 more lines have it" in found[0].help


def test_a_file_indented_with_tabs_is_one_mistake(tmp_path: Path) -> None:
    text = re.sub(r"(?m)^( +)", lambda match: "\t" * (len(match[1]) // 2), BASES["english"])
    found = findings(tmp_path, text.encode())
    assert [(each.place.line, each.code) for each in found] == [(11, "PB005")]


# Both parsers, and texts that nobody would write.


def corpus() -> dict[str, str]:
    """All texts at hand: good ones, and those with mistakes."""
    root = HERE.parent
    files = [*root.glob("playbooks/**/*.yaml"), *HERE.glob("published/**/*.yaml")]
    found = {str(path.relative_to(root)): path.read_text("utf-8") for path in sorted(files)}
    return {**BASES, **found, **{case.name: case.text for case in MISTAKES}}


CORPUS = corpus()


def paths(value: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield at
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from paths(inner, (*at, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from paths(inner, (*at, number))


def as_read(document: Document) -> tuple[Any, ...]:
    """Everything that a document says of a text."""
    places = [(document.place(at), document.place(at, key=True)) for at in paths(document.data)]
    return document.data, places, document.problems


def test_both_parsers_read_the_same_and_find_the_same() -> None:
    differ = [
        name
        for name, text in CORPUS.items()
        if as_read(parse(text)) != as_read(parse(text, pure=True))
    ]
    assert differ == []


_SIGNS = ":- \n\t\"'[]{},#&*!|>%@`?=~.0123xaж名：，“”—•\u00a0\u3000\U0001f680"


def mutated(text: str, chance: random.Random) -> str:
    """A text with one to three accidents: signs or lines lost, put in, swapped or doubled."""
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(text) + 1)
        lines = text.split("\n")
        line = chance.randrange(len(lines))
        match chance.randrange(7):
            case 0:
                text = text[:at] + text[at + 1 :]
            case 1:
                text = text[:at] + chance.choice(_SIGNS) + text[at:]
            case 2:
                text = text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]
            case 3:
                text = text[:at] + chance.choice(_SIGNS) + text[at + 1 :]
            case 4:
                text = "\n".join(lines[:line] + lines[line + 1 :])
            case 5:
                text = "\n".join(
                    [*lines[:line], lines[chance.randrange(len(lines))], *lines[line:]]
                )
            case _:
                end = at + chance.randrange(40)
                text = text[:at] + text[end:]
    return text


def examine(text: str, *, pure: bool = False) -> Document:
    """Read a text and check its shape; whatever is wrong has a code, a place and words."""
    document = parse(text, pure=pure)
    problems = [*document.problems]
    if document.data is not None:
        problems += check(document)
    else:
        assert problems, text
    height = text.count("\n") + 1
    for each in problems:
        assert re.fullmatch(r"PB\d{3}", each.code), each
        assert each.message, each
        assert 1 <= each.place.line <= height, (each, text)
        assert each.place.column >= 1, each
        assert each.place.length >= 1, each
    return document


@pytest.mark.parametrize("seed", range(3))
def test_no_accident_makes_reading_fail(seed: int) -> None:
    chance = random.Random(seed)
    texts = [text for text in CORPUS.values() if len(text) < 20_000]
    for _ in range(400):
        examine(mutated(chance.choice(texts), chance))


def test_after_an_accident_both_parsers_still_agree() -> None:
    chance = random.Random(5)
    for _ in range(40):
        text = mutated(chance.choice(list(BASES.values())), chance)
        assert as_read(examine(text)) == as_read(examine(text, pure=True)), text


def test_an_accident_in_a_file_ends_in_findings_or_in_a_model(tmp_path: Path) -> None:
    chance = random.Random(7)
    for _ in range(400):
        text = mutated(chance.choice(list(BASES.values())), chance)
        file = tmp_path / "playbook.yaml"
        file.write_text(text, "utf-8")
        loaded = load(file)
        assert loaded.playbook is not None or loaded.problems, text
        findings_of(loaded, TODAY)
