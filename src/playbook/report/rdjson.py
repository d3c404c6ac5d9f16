"""Findings in the diagnostic format of reviewdog, which comments on changes in many services."""

import json
from typing import Any

from playbook.findings import Edit, Finding, Place
from playbook.report.contents import Report
from playbook.report.escaping import harmless_json, harmless_words


def text(report: Report) -> str:
    """One JSON object: ``source`` and ``diagnostics``."""
    diagnostics = [_diagnostic(report, finding) for finding in report.findings]
    whole = {"source": {"name": "playbook"}, "diagnostics": diagnostics}
    return harmless_json(json.dumps(whole, ensure_ascii=False, indent=2))


def _diagnostic(report: Report, finding: Finding) -> dict[str, Any]:
    place = finding.place
    end = place.column + place.length
    edits = finding.fix.edits if finding.fix else ()
    return {
        "message": harmless_words(finding),
        "location": {"path": place.file, "range": _range(report, place, (place.line, end))},
        "severity": finding.severity.name,
        "code": {"value": finding.code},
        "suggestions": [
            _suggestion(report, edit) for edit in edits if edit.place.file == place.file
        ],
    }


def _suggestion(report: Report, edit: Edit) -> dict[str, Any]:
    return {"range": _range(report, edit.place, report.end_of(edit.place)), "text": edit.text}


def _range(report: Report, place: Place, end: tuple[int, int]) -> dict[str, Any]:
    return {
        "start": _position(report, place, place.line, place.column),
        "end": _position(report, place, *end),
    }


def _position(report: Report, place: Place, line: int, column: int) -> dict[str, int]:
    """A line, and a column in bytes, as this format counts."""
    before = report.line_of(place._replace(line=line))[: column - 1]
    more = len(before.encode("utf-8", "surrogatepass")) - len(before)
    return {"line": line, "column": column + more}
