"""Rules: their pages are whole, and the examples on them are true."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from playbook import pipeline, registry
from playbook.report import Report
from playbook.rules import Rule

TODAY = date(2026, 11, 21)
RULES = registry.all_rules()
_EXAMPLE = re.compile(r"## (Wrong|Right)\n```yaml\n(.*?)```", re.DOTALL)
_FILE = re.compile(r"^# file: (\S+)\n", re.MULTILINE)
_STAGES = """\
stages:
  - {id: qualified, name: Qualified, exit: [The buyer has signed]}
  - {id: won, name: Won, kind: won}
  - {id: lost, name: Lost, kind: lost}
"""
WITHOUT_EXAMPLES = {"PB001", "PB004", "PB005"}
"""What cannot be written down in an example: other encodings, invisible signs, TABs."""


def examples(rule: Rule) -> list[tuple[str, str]]:
    return _EXAMPLE.findall(rule.doc)


def whole(text: str) -> str:
    """An example with what it leaves out: an id, a name and stages."""
    head = "" if re.search(r"(?m)^id:", text) else "id: example\n"
    head += "" if re.search(r"(?m)^name:", text) else "name: Example\n"
    tail = "" if re.search(r"(?m)^(stages|extends):", text) else _STAGES
    return head + tail + text


def write(folder: Path, text: str) -> list[Path]:
    """The files of an example; the playbooks among them are returned."""
    pieces = _FILE.split(text)
    if len(pieces) == 1:
        pieces = ["", "playbook.yaml", text]
    mains = []
    for name, content in zip(pieces[1::2], pieces[2::2], strict=True):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        is_main = path.parent == folder and (
            name == "playbook.yaml" or re.search(r"(?m)^(stages|extends):", content)
        )
        path.write_text(whole(content) if is_main else content, "utf-8")
        if is_main:
            mains.append(path)
    return mains


def lint(folder: Path, text: str) -> Report:
    return pipeline.lint(write(folder, text), TODAY)


def codes(folder: Path, text: str) -> dict[str, str]:
    return {finding.code: finding.message for finding in lint(folder, text).findings}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_page_says_what_why_wrong_and_right(rule: Rule) -> None:
    assert rule.summary.endswith("."), rule.summary
    assert "\n## Why\n" in rule.doc
    kinds = {kind for kind, _text in examples(rule)}
    assert kinds == (set() if rule.code in WITHOUT_EXAMPLES else {"Wrong", "Right"})


@pytest.mark.parametrize(
    ("rule", "kind", "text"),
    [
        pytest.param(rule, kind, text, id=f"{rule.code}-{kind}")
        for rule in RULES.values()
        for kind, text in examples(rule)
    ],
)
def test_the_wrong_example_is_found_and_the_right_one_is_clean(
    rule: Rule, kind: str, text: str, tmp_path: Path
) -> None:
    found = codes(tmp_path, text)
    if kind == "Wrong":
        assert rule.code in found, found
    else:
        assert rule.code not in found, found
        assert not [code for code in found if RULES[code].severity.word == "error"], found


_CASES = Path(__file__).with_name("rules")


def cases() -> list[Any]:
    """Cases as data, one file a topic: what a rule catches, and what it leaves alone."""
    return [
        pytest.param(case, id=f"{file.stem}-{case['name']}")
        for file in sorted(_CASES.glob("*.yaml"))
        for case in yaml.safe_load(file.read_text("utf-8"))
    ]


@pytest.mark.parametrize("case", cases())
def test_a_rule_catches_this_and_leaves_that_alone(case: dict[str, Any], tmp_path: Path) -> None:
    report = lint(tmp_path, case["playbook"])
    found = [each for each in report.findings if each.code == case["rule"]]
    said = [each.message for each in found]
    for wanted in case["findings"]:
        assert any(wanted in message for message in said), said
    assert len(said) == len(case["findings"]), said
    others = [each for each in report.findings if RULES[each.code].check is None]
    assert not [each for each in others if each not in found], "the case itself is malformed"
    for each in found:
        line = report.line_of(each.place)
        assert each.place.file.endswith("crm.yaml") or line.strip(), "it points at an empty line"
        assert each.place.column <= len(line) + 1


def test_every_rule_shows_what_it_leaves_alone() -> None:
    quiet = {case.values[0]["rule"] for case in cases() if not case.values[0]["findings"]}
    of_the_model = {rule.code for rule in RULES.values() if rule.check is not None}
    with_right_example = {rule.code for rule in RULES.values() if examples(rule)}
    assert of_the_model - quiet <= with_right_example


def test_codes_and_names_are_used_once() -> None:
    names = [rule.name for rule in RULES.values()]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"PB\d{3}", code) for code in RULES)
