"""Findings as SARIF: by the schema, in the right place, and known again when lines move."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator  # type: ignore[import-untyped]
from tests.report.samples import NASTY, finding, fix, report

from playbook import __version__
from playbook.findings import Finding, Severity
from playbook.report import Report, written

SCHEMA = json.loads(Path(__file__).with_name("sarif-2.1.0-rtm.5.json").read_text("utf-8"))
VALID = Draft4Validator(SCHEMA, format_checker=Draft4Validator.FORMAT_CHECKER)


def run(of: Report) -> dict[str, Any]:
    """The one run of a log that is by the schema."""
    log = json.loads(written(of, "sarif"))
    VALID.validate(log)
    (only,) = log["runs"]
    made: dict[str, Any] = only
    return made


def results(*findings: Finding, text: str = "a: b") -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = run(report(findings, text))["results"]
    return made


def test_a_log_without_findings_is_one_too() -> None:
    assert run(report()) == {
        "tool": {"driver": {"name": "playbook", "semanticVersion": __version__, "rules": []}},
        "columnKind": "unicodeCodePoints",
        "results": [],
    }


def test_a_finding_has_its_place_its_part_and_its_rule() -> None:
    findings = [
        finding(3, 5, 4, code="PB301", severity=Severity.WARNING),
        finding(code="PB042", path="", help=""),
    ]
    made = run(report(findings, "a: b"))
    rules = made["tool"]["driver"]["rules"]
    assert [each["id"] for each in rules] == ["PB042", "PB301"]
    first, second = made["results"]
    assert rules[first["ruleIndex"]]["id"] == first["ruleId"] == "PB301"
    assert first["level"] == "warning"
    assert first["message"]["text"] == "Something is wrong.\nWrite it right."
    assert first["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "playbook.yaml", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 3, "startColumn": 5, "endColumn": 9},
            },
            "logicalLocations": [{"fullyQualifiedName": "stages.won"}],
        }
    ]
    assert second["message"]["text"] == "Something is wrong."
    assert "logicalLocations" not in second["locations"][0]


def test_a_rule_has_its_page() -> None:
    (rule,) = run(report([finding()]))["tool"]["driver"]["rules"]
    assert rule["name"] == "rule-pb042"
    assert rule["shortDescription"] == {"text": "What PB042 wants."}
    assert rule["fullDescription"] == {"text": "What PB042 wants."}
    assert rule["help"]["markdown"].startswith("What `PB042` wants.\n\n## Why")
    assert rule["defaultConfiguration"] == {"level": "warning"}


def test_a_rule_that_nothing_is_known_of_has_its_code() -> None:
    (rule,) = run(report([finding(code="PB999")]))["tool"]["driver"]["rules"]
    assert rule == {"id": "PB999"}


def test_severities_are_sarifs() -> None:
    levels = [each["level"] for each in results(*(finding(severity=each) for each in Severity))]
    assert levels == ["note", "warning", "error"]


ADDRESSES = [
    ("playbooks/b2b/playbook.yaml", "playbooks/b2b/playbook.yaml", True),
    ("продажби/план 1.yaml", "%D0%BF%D1%80%D0%BE%D0%B4%D0%B0%D0%B6%D0%B1%D0%B8/%D0%BF%D0%BB%D0%B0%D0%BD%201.yaml", True),
    ("a:b#c?d.yaml", "a%3Ab%23c%3Fd.yaml", True),
    ("/srv/sales/a b.yaml", "file:///srv/sales/a%20b.yaml", False),
    ("C:/Sales/план.yaml", "file:///C:/Sales/%D0%BF%D0%BB%D0%B0%D0%BD.yaml", False),
]  # fmt: skip


@pytest.mark.parametrize(("file", "uri", "is_below"), ADDRESSES)
def test_files_have_addresses(file: str, uri: str, is_below: bool) -> None:
    (result,) = results(finding(file=file))
    address = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert address == {"uri": uri, **({"uriBaseId": "%SRCROOT%"} if is_below else {})}


TEXT = "name: 合格 x\nkind: wonn\n\tend: 1\n"
FIXES = [
    (fix((2, 7, 4, "won")), "name: 合格 x\nkind: won\n\tend: 1\n"),
    (fix((1, 9, 2, "")), "name: 合格\nkind: wonn\n\tend: 1\n"),
    (fix((1, 7, 0, "🚀")), "name: 🚀合格 x\nkind: wonn\n\tend: 1\n"),
    (fix((1, 10, 14, "\n")), "name: 合格 \nend: 1\n"),
    (fix((1, 10, 2, "")), "name: 合格 kind: wonn\n\tend: 1\n"),
    (fix((1, 1, 4, "Name"), (3, 1, 1, "  ")), "Name: 合格 x\nkind: wonn\n  end: 1\n"),
    (fix((4, 1, 0, "last: 2\n")), "name: 合格 x\nkind: wonn\n\tend: 1\nlast: 2\n"),
]


@pytest.mark.parametrize(("mend", "expected"), FIXES)
def test_a_fix_can_be_made_from_the_log_alone(mend: Any, expected: str) -> None:
    (result,) = results(finding(fix=mend), text=TEXT)
    (made,) = result["fixes"]
    assert made["description"]["text"] == "Mend it"
    (change,) = made["artifactChanges"]
    text = TEXT
    starts = [0]
    for line in TEXT.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    for each in reversed(change["replacements"]):
        region = each["deletedRegion"]
        start = starts[region["startLine"] - 1] + region["startColumn"] - 1
        end = starts[region["endLine"] - 1] + region["endColumn"] - 1
        text = text[:start] + each["insertedContent"]["text"] + text[end:]
    assert text == expected


def test_a_fix_of_two_files_names_both() -> None:
    edits = (*fix((1, 1, 1, "x")).edits, *fix((1, 1, 1, "y"), file="stages.yaml").edits)
    (result,) = results(finding(fix=fix()._replace(edits=edits)))
    changes = result["fixes"][0]["artifactChanges"]
    assert [each["artifactLocation"]["uri"] for each in changes] == ["playbook.yaml", "stages.yaml"]


def known_by(text: str, *findings: Finding) -> list[str]:
    return [
        each["partialFingerprints"]["playbookFinding/v1"] for each in results(*findings, text=text)
    ]


def test_a_finding_is_known_again_when_its_line_moves() -> None:
    here = known_by("kind: wonn", finding(1, 7, path="stages[3].kind"))
    assert known_by("# new\n\n    kind:  wonn", finding(3, 12, path="stages[4].kind")) == here


@pytest.mark.parametrize(
    "other",
    [
        finding(code="PB043"),
        finding(file="stages.yaml"),
        finding(path="stages.lost"),
        finding(2),
    ],
    ids=["another rule", "another file", "another part", "another line"],
)
def test_what_is_another_finding_is_known_as_another(other: Finding) -> None:
    assert known_by("a: b\nc: d", finding()) != known_by("a: b\nc: d", other)


def test_findings_that_are_alike_are_known_apart_in_every_run() -> None:
    twice = known_by("a: b\na: b", finding(1), finding(2))
    assert len(set(twice)) == 2
    assert known_by("a: b\na: b", finding(1), finding(2)) == twice
    assert known_by("a: b", finding(1)) == twice[:1]


def test_another_language_is_no_other_finding() -> None:
    assert known_by("a: b", finding(message="x")) == known_by("a: b", finding(message="y"))


@pytest.mark.parametrize("nasty", NASTY, ids=ascii)
def test_whatever_an_author_writes_the_log_is_by_the_schema(nasty: str) -> None:
    mine = finding(file=nasty, message=nasty, help=nasty, path=nasty, fix=fix((1, 1, 1, nasty)))
    (result,) = results(mine, text=nasty)
    said = result["message"]["text"]
    assert "](" not in said
    assert "{0}" not in said.replace("{{0}}", "")
