"""After a slip that stops the reading: what else is wrong is found in the same run."""

import re
from pathlib import Path

import pytest
import yaml

from playbook.findings import Problem, Severity
from playbook.registry import all_rules
from playbook.schema import check
from playbook.source import Document, parse

HERE = Path(__file__).parent / "mistakes"
BASES = {path.stem: path.read_text("utf-8") for path in sorted(HERE.glob("base/*.yaml"))}


def examined(text: str, *, pure: bool = False) -> tuple[Document, list[Problem]]:
    """What a text says, and what is wrong with how it is written and with its shape."""
    document = parse(text, pure=pure)
    problems = list(document.problems)
    if document.data is not None:
        problems += check(document)
    return document, sorted(problems)


def said(text: str) -> list[tuple[int, str]]:
    return [(each.place.line, each.code) for each in examined(text)[1]]


def slips() -> dict[str, str]:
    """Texts with one slip each that stops the reading."""
    found = {}
    for path in sorted(HERE.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text("utf-8"))["cases"]:
            if "old" in case and "encoding" not in case:
                text = BASES[case["base"]].replace(case["old"], case["new"])
                if parse(text).doubtful and "kind: lost\n" in text and "\ncurrency: " in text:
                    found[f"{path.stem}: {case['name']}"] = text
    return found


SLIPS = slips()


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def with_more(text: str) -> tuple[str, list[tuple[int, str]]]:
    """A text with a mistake near its beginning and one near its end, and what is said of them."""
    text = re.sub("(?m)^currency: .*", "currency: Money", text, count=1)
    text = text.replace("kind: lost\n", "kind: lsot\n")
    more = [(line_of(text, "currency: Money"), "PB042"), (line_of(text, "kind: lsot"), "PB043")]
    return text, more


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_brings_no_findings_that_only_follow_from_it(name: str) -> None:
    text, more = with_more(SLIPS[name])
    assert set(said(text)) <= {*said(SLIPS[name]), *more}


def test_what_is_wrong_before_and_behind_a_slip_is_nearly_always_found_with_it() -> None:
    found = 0
    for text in SLIPS.values():
        worse, more = with_more(text)
        found += said(worse) == sorted([*said(text), *more])
    assert found / len(SLIPS) > 0.9, (found, len(SLIPS))


@pytest.mark.parametrize("name", SLIPS)
def test_nothing_is_made_of_a_text_that_was_read_on(name: str) -> None:
    stops = {code for code, rule in all_rules().items() if rule.severity is Severity.ERROR}
    document = parse(SLIPS[name])
    assert any(each.code in stops for each in document.problems)


SEVERAL: dict[str, tuple[dict[str, str], list[tuple[int, str]]]] = {
    "slips of different kinds": (
        {
            "name: New business": 'name: "New business',
            "    name: Qualified": "    name：Qualified",
            "next: [proposal]": "next: [proposal",
            "- Write the proposal with the buyer": "– Write the proposal with the buyer",
            "    kind: won": "    kind:won",
        },
        [(3, "PB007"), (23, "PB008"), (28, "PB010"), (52, "PB009"), (64, "PB008")],
    ),
    "a slip, and keys and values that are wrong elsewhere": (
        {
            "    name: Qualified": "    name Qualified",
            "    forecast: best-case": "    forcast: best-case",
            "minutes: 30": "minutes: half an hour",
            "effective_from: 2027-01-01": "effective_from: 01/02/2027",
        },
        [(8, "PB045"), (23, "PB008"), (39, "PB042"), (46, "PB040")],
    ),
    "a second document, and a value that is wrong behind it": (
        {"stages:": "---\nstages:", "    forecast: best-case": "    forecast: bestcase"},
        [(21, "PB016"), (47, "PB043")],
    ),
    "invisible signs, and a value that is wrong elsewhere": (
        {"name: Proposal": "name: Pro\u200bposal", "forecast: commit": "forecast: sure"},
        [(44, "PB004"), (56, "PB043")],
    ),
    "a line in a wrong column: its stage is left out, and the others are not": (
        {
            "    max_days: 30": "   max_days: thirty",
            "    forecast: best-case": "    forecast: nonsense",
            "    forecast: commit": "    forecast: nonsense",
        },
        [(47, "PB012"), (56, "PB043")],
    ),
    "no sense at all in one section: the others are read": (
        {"    max_days: 30\n": "    max_days: 30\n  }{ ][\n", "currency: EUR": "currency: Money"},
        [(7, "PB042"), (48, "PB011")],
    ),
    "both sides of a conflict are left out": (
        {
            "    name: Proposal\n": "<<<<<<< a\n    nmae: A\n=======\n    nmae: B\n>>>>>>> b\n",
            "    kind: won": "    kind: wonn",
        },
        [(44, "PB015"), (68, "PB043")],
    ),
}


@pytest.mark.parametrize(("changes", "expected"), SEVERAL.values(), ids=SEVERAL)
def test_several_mistakes_are_said_at_once(
    changes: dict[str, str], expected: list[tuple[int, str]]
) -> None:
    text = BASES["english"]
    for old, new in changes.items():
        text = text.replace(old, new, 1)
    assert said(text) == expected


def test_what_stands_behind_a_repair_is_named_where_it_was_written() -> None:
    text = BASES["chinese"].replace(
        "check: {field: budget, is: filled}", "check: ｛field：budget，is：filed｝"
    )
    text = text.replace("        minutes: 30", "\t\tminutes: 三十")
    found = {each.code: each for each in examined(text)[1]}
    assert found.keys() == {"PB010", "PB005"}, "of a line with a slip nothing more is said"
    indented = re.sub(r"(?m)^( +)", lambda m: "\t" * (len(m[1]) // 2), BASES["english"])
    wrong = indented.replace("forecast: commit", "forecast: sure")
    tab, value = examined(wrong)[1]
    assert (tab.code, tab.place[1:3]) == ("PB005", (11, 1))
    line = wrong.split("\n")[value.place.line - 1]
    assert line[value.place.column - 1 :][: value.place.length] == "sure"


def test_a_variant_whose_base_cannot_be_made_out_is_not_taken_for_a_playbook() -> None:
    text = "id: a\nname: A\n extends: ../base\nreason: R\nstages:\n  - {id: x, max_days: 3}\n"
    assert said(text) == [(3, "PB012")]


def test_a_text_that_makes_no_sense_anywhere_is_one_finding() -> None:
    assert len(said("}{\n][\n}{\n][\n")) == 1
    assert said("Dear all,\n\tplease: [read\nthis: carefully")[0][1].startswith("PB0")


@pytest.mark.parametrize("pure", [False, True], ids=["C parser", "pure Python"])
def test_what_the_parser_says_is_kept_for_who_asks(pure: bool) -> None:
    text = BASES["english"].replace("    name: Qualified", "    name：Qualified")
    (problem,) = examined(text, pure=pure)[1]
    assert re.fullmatch(r"(libyaml|PyYAML): .*':'.* at \d+:\d+", problem.detail)
    assert problem.detail not in problem.message + problem.help


def test_what_the_validator_says_is_kept_with_the_path_in_the_data() -> None:
    text = BASES["english"].replace("forecast: best-case", "forecast: bestcase")
    (problem,) = examined(text)[1]
    assert problem.detail.startswith("JSON Schema: ")
    assert problem.detail.endswith(" at $.stages[1].forecast")


def test_what_the_validator_says_of_a_large_block_is_cut_short() -> None:
    text = "id: a\nname: A\nstages: {" + ", ".join(f"k{n}: v" for n in range(500)) + "}\n"
    assert max(len(each.detail) for each in examined(text)[1]) < 300
