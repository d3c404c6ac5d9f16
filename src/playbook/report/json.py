"""Findings as JSON for programs, by a schema that the package carries."""

import json
from typing import Any

from playbook.findings import Edit, Finding, Fix, Severity
from playbook.report.contents import Report
from playbook.report.escaping import harmless_json

FORMAT = 1
"""The version of the JSON; it goes up when a key changes its meaning or goes away."""


def text(report: Report) -> str:
    """One JSON object: ``findings`` and ``summary``."""
    counts = {severity.word: report.count(severity) for severity in reversed(Severity)}
    whole = {
        "format": FORMAT,
        "findings": [_finding(report, finding) for finding in report.findings],
        "summary": {
            "playbooks": report.playbooks,
            "findings": len(report.findings),
            **counts,
            "fixable": report.fixable(safely=True),
            "fixable_unsafe": report.fixable(safely=False),
            "fixed": report.fixed,
            "ignored": report.ignored,
            "known": report.known,
        },
    }
    return harmless_json(json.dumps(whole, ensure_ascii=False, indent=2))


def _finding(report: Report, finding: Finding) -> dict[str, Any]:
    place = finding.place
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "end_column": place.column + place.length,
        "code": finding.code,
        "severity": finding.severity.word,
        "message": finding.message,
        "help": finding.help,
        "path": finding.path,
        "detail": finding.detail,
        "fix": _fix(report, finding.fix) if finding.fix else None,
    }


def _fix(report: Report, fix: Fix) -> dict[str, Any]:
    edits = [_edit(report, edit) for edit in fix.edits]
    return {"title": fix.title, "safe": fix.is_safe, "edits": edits}


def _edit(report: Report, edit: Edit) -> dict[str, Any]:
    place = edit.place
    end_line, end_column = report.end_of(place)
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "end_line": end_line,
        "end_column": end_column,
        "text": edit.text,
    }
