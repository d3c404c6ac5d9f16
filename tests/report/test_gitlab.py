"""Findings for GitLab: what its Code Quality report asks for, and nothing twice."""

import json
from typing import Any

from tests.report.samples import finding, report

from playbook.findings import Severity
from playbook.report import written


def issues(*findings: Any, text: str = "a: b") -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = json.loads(written(report(findings, text), "gitlab"))
    return made


def test_an_issue_has_what_gitlab_asks_for() -> None:
    (one,) = issues(finding(3, 5, 4))
    assert len(one.pop("fingerprint")) == 32
    assert one == {
        "description": "PB042: Something is wrong. Write it right.",
        "check_name": "PB042",
        "severity": "major",
        "location": {"path": "playbook.yaml", "lines": {"begin": 3}},
    }


def test_severities_are_gitlabs() -> None:
    seen = [each["severity"] for each in issues(*(finding(severity=each) for each in Severity))]
    assert seen == ["info", "minor", "major"]


def test_no_two_issues_have_the_same_fingerprint() -> None:
    many = issues(finding(), finding(), finding(), finding(code="PB043"))
    assert len({each["fingerprint"] for each in many}) == 4


def test_a_report_without_findings_is_an_empty_list() -> None:
    assert issues() == []
