"""Findings for reviewdog: its columns count bytes."""

import json
from typing import Any

from tests.report.samples import finding, fix, report

from playbook.findings import Severity
from playbook.report import written


def diagnostics(*findings: Any, text: str = "a: b") -> list[dict[str, Any]]:
    read = json.loads(written(report(findings, text), "rdjson"))
    assert read["source"] == {"name": "playbook"}
    made: list[dict[str, Any]] = read["diagnostics"]
    return made


def test_a_diagnostic_has_what_reviewdog_asks_for() -> None:
    assert diagnostics(finding(1, 4)) == [
        {
            "message": "Something is wrong. Write it right.",
            "location": {
                "path": "playbook.yaml",
                "range": {"start": {"line": 1, "column": 4}, "end": {"line": 1, "column": 5}},
            },
            "severity": "ERROR",
            "code": {"value": "PB042"},
            "suggestions": [],
        }
    ]
    assert [one["severity"] for one in diagnostics(*(finding(severity=s) for s in Severity))] == [
        "INFO",
        "WARNING",
        "ERROR",
    ]


def test_columns_count_bytes() -> None:
    text = "合格 é 🚀 wonn\nжен"
    (one,) = diagnostics(finding(1, 8, 4, fix=fix((1, 8, 7, "won"))), text=text)
    assert one["location"]["range"] == {
        "start": {"line": 1, "column": 16},
        "end": {"line": 1, "column": 20},
    }
    assert text.encode()[15:19] == b"wonn"
    (suggestion,) = one["suggestions"]
    assert suggestion == {
        "range": {"start": {"line": 1, "column": 16}, "end": {"line": 2, "column": 5}},
        "text": "won",
    }


def test_an_edit_of_another_file_is_no_suggestion_here() -> None:
    (one,) = diagnostics(finding(fix=fix((1, 1, 1, "x"), file="stages.yaml")))
    assert one["suggestions"] == []
