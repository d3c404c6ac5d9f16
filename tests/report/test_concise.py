"""Findings in one line each."""

from tests.report.samples import finding, report

from playbook.findings import Severity
from playbook.report import written


def test_a_finding_is_one_line_without_help() -> None:
    findings = [finding(12, 7, 4), finding(severity=Severity.INFO, file="::x.yaml")]
    assert written(report(findings, "\n" * 11 + "kind: wonn"), "concise") == (
        "playbook.yaml:12:7: PB042 Something is wrong. [error]\n"
        "./::x.yaml:1:1: PB042 Something is wrong. [info]\n"
        "1 playbook read, 1 error, 1 note."
    )
