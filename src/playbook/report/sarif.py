"""Findings in SARIF 2.1.0, which code hosts and editors show."""

import json
import re
from typing import Any
from urllib.parse import quote

from playbook import __version__
from playbook.findings import Edit, Finding, Fix, Severity
from playbook.report.contents import Report, RuleFacts
from playbook.report.escaping import harmless, harmless_json
from playbook.report.fingerprints import fingerprints

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0-rtm.5.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_PLACEHOLDER = re.compile(r"\{(\d+)\}")
_DRIVE = re.compile(r"[A-Za-z]:/")


def text(report: Report) -> str:
    """A SARIF log with one run."""
    codes = sorted({finding.code for finding in report.findings})
    driver = {
        "name": "playbook",
        "semanticVersion": __version__,
        "rules": [_rule(code, report.rule_of(code)) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(report, finding, codes.index(finding.code), known_by)
            for finding, known_by in fingerprints(report)
        ],
    }
    whole = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return harmless_json(json.dumps(whole, ensure_ascii=False, indent=2))


def _rule(code: str, facts: RuleFacts | None) -> dict[str, Any]:
    if facts is None:
        return {"id": code}
    return {
        "id": code,
        "name": facts.name,
        "shortDescription": {"text": facts.summary},
        "fullDescription": {"text": _plain(facts.explanation)},
        "help": {"text": facts.explanation, "markdown": facts.explanation},
        "defaultConfiguration": {"level": _LEVELS[facts.severity]},
    }


def _plain(explanation: str) -> str:
    """A rule's page up to its first heading, as running text."""
    return " ".join(explanation.split("\n## ", 1)[0].replace("`", "").split())


def _result(report: Report, finding: Finding, rule: int, fingerprint: str) -> dict[str, Any]:
    place = finding.place
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endColumn": place.column + place.length,
    }
    location: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": _artifact(place.file), "region": region}
    }
    if finding.path:
        location["logicalLocations"] = [{"fullyQualifiedName": finding.path}]
    said = [_said(finding.message), *([_said(finding.help)] if finding.help else [])]
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": "\n".join(said)},
        "locations": [location],
        "partialFingerprints": {"playbookFinding/v1": fingerprint},
        **({"fixes": [_fix(report, finding.fix)]} if finding.fix else {}),
    }


def _said(text: str) -> str:
    """A text in which a viewer finds neither a link nor a gap to fill."""
    return _PLACEHOLDER.sub(r"{{\1}}", harmless(text).replace("](", "] ("))


def _artifact(file: str) -> dict[str, str]:
    address = quote(file.encode("utf-8", "surrogatepass"))
    if file.startswith("/"):
        return {"uri": f"file://{address}"}
    if _DRIVE.match(file):
        return {"uri": f"file:///{file[:2]}{address[4:]}"}
    return {"uri": address, "uriBaseId": "%SRCROOT%"}


def _fix(report: Report, fix: Fix) -> dict[str, Any]:
    files = dict.fromkeys(edit.place.file for edit in fix.edits)
    changes = [
        {
            "artifactLocation": _artifact(file),
            "replacements": [
                _replacement(report, edit) for edit in fix.edits if edit.place.file == file
            ],
        }
        for file in files
    ]
    return {"description": {"text": _said(fix.title)}, "artifactChanges": changes}


def _replacement(report: Report, edit: Edit) -> dict[str, Any]:
    line, column = report.end_of(edit.place)
    region = {
        "startLine": edit.place.line,
        "startColumn": edit.place.column,
        "endLine": line,
        "endColumn": column,
    }
    return {"deletedRegion": region, "insertedContent": {"text": edit.text}}
