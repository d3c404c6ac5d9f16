"""Findings as a test report: by the schema that Jenkins has for it."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import xmlschema
from tests.report.samples import NASTY, finding, report

from playbook.findings import Severity
from playbook.report import Report, written

SCHEMA = xmlschema.XMLSchema(Path(__file__).with_name("junit-10.xsd"))


def suite(of: Report) -> ET.Element:
    """The one suite of a report that is by the schema."""
    printed = written(of, "junit")
    SCHEMA.validate(printed)
    root = ET.fromstring(printed.encode())
    (only,) = root
    assert root.attrib == {key: value for key, value in only.attrib.items() if key != "name"}
    return only


def test_a_file_that_is_right_is_a_case_that_passes() -> None:
    made = suite(report(files=("a.yaml", "b.yaml"), playbooks=2))
    assert made.attrib == {"name": "playbook lint", "tests": "2", "failures": "0", "errors": "0"}
    assert [each.get("name") for each in made] == ["a.yaml", "b.yaml"]
    assert not any(len(case) for case in made)


def test_a_file_fails_once_by_its_gravest_finding_and_tells_all() -> None:
    findings = [
        finding(1, severity=Severity.WARNING, message="Small.", code="PB200"),
        finding(2, severity=Severity.INFO, message="Tiny.", help=""),
        finding(3, message="Big."),
        finding(1, file="stages.yaml"),
    ]
    made = suite(report(findings, files=("playbook.yaml", "other.yaml")))
    assert [case.get("name") for case in made] == ["playbook.yaml", "other.yaml", "stages.yaml"]
    assert made.get("failures") == "2"
    (failure,) = made[0].findall("failure")
    assert failure.attrib == {"message": "Big.", "type": "PB042"}
    assert failure.text == (
        "playbook.yaml:3:1: PB042 Big. [error]\n"
        "  = Write it right.\n"
        "playbook.yaml:1:1: PB200 Small. [warning]\n"
        "  = Write it right."
    )
    assert made[0].findtext("system-out") == "playbook.yaml:2:1: PB042 Tiny. [info]"


def test_notes_alone_fail_nothing() -> None:
    made = suite(report([finding(severity=Severity.INFO)]))
    assert made.get("failures") == "0"
    assert made[0].find("failure") is None


def test_a_report_without_files_is_one_too() -> None:
    assert len(suite(report(playbooks=0))) == 0


@pytest.mark.parametrize("nasty", NASTY, ids=ascii)
def test_whatever_an_author_writes_the_report_is_by_the_schema(nasty: str) -> None:
    for severity in Severity:
        mine = finding(file=nasty, message=nasty, help=nasty, severity=severity)
        (case,) = suite(report([mine], nasty, files=(nasty,)))
        assert len(case) == 1
