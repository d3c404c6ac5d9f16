"""Findings as GitLab's Code Quality shows them beside a merge request."""

import json
from typing import Any

from playbook.findings import Finding, Severity
from playbook.report.contents import Report
from playbook.report.escaping import harmless_json, harmless_words
from playbook.report.fingerprints import fingerprints

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def text(report: Report) -> str:
    """A JSON list with an object for each finding."""
    issues = [_issue(finding, known_by) for finding, known_by in fingerprints(report)]
    return harmless_json(json.dumps(issues, ensure_ascii=False, indent=2))


def _issue(finding: Finding, fingerprint: str) -> dict[str, Any]:
    place = finding.place
    return {
        "description": f"{finding.code}: {harmless_words(finding)}",
        "check_name": finding.code,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": place.file, "lines": {"begin": place.line}},
    }
