"""Findings as the test report that build servers know how to show."""

from xml.etree import ElementTree as ET

from playbook.findings import Finding, Severity
from playbook.report.concise import line
from playbook.report.contents import Report
from playbook.report.escaping import harmless

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def text(report: Report) -> str:
    """One suite with a case for each file; a file fails by its errors and warnings."""
    by_file: dict[str, list[Finding]] = {file: [] for file in report.files}
    for finding in report.findings:
        by_file.setdefault(finding.place.file, []).append(finding)
    cases = [_case(file, findings) for file, findings in by_file.items()]
    failures = str(sum(case.find("failure") is not None for case in cases))
    counts = {"tests": str(len(cases)), "failures": failures, "errors": "0"}
    suites = ET.Element("testsuites", counts)
    suite = ET.SubElement(suites, "testsuite", {"name": "playbook lint", **counts})
    suite.extend(cases)
    ET.indent(suites)
    return f"{_HEAD}\n{ET.tostring(suites, 'unicode')}"


def _case(file: str, findings: list[Finding]) -> ET.Element:
    case = ET.Element("testcase", {"name": _xml(harmless(file)), "classname": "playbook"})
    failing = sorted(
        (each for each in findings if each.severity > Severity.INFO),
        key=lambda each: -each.severity,
    )
    notes = [each for each in findings if each.severity is Severity.INFO]
    if failing:
        said = {"message": _xml(harmless(failing[0].message)), "type": failing[0].code}
        ET.SubElement(case, "failure", said).text = _rows(failing)
    if notes:
        ET.SubElement(case, "system-out").text = _rows(notes)
    return case


def _rows(findings: list[Finding]) -> str:
    rows = []
    for finding in findings:
        rows.append(line(finding))
        if finding.help:
            rows.append(f"  = {harmless(finding.help)}")
    return _xml("\n".join(rows))


def _xml(text: str) -> str:
    """A text without the two characters that are harmless and yet not allowed in XML."""
    return text.replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")
