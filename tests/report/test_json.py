"""Findings as JSON: all that a program needs, by the schema that is shipped."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from tests.report.samples import finding, fix, report

from playbook.findings import Severity
from playbook.report import written
from playbook.resources import SCHEMAS

FIX = fix((1, 1, 1, "x"), (2, 2, 5, "y\nz"), is_safe=False)
EVERYTHING = report(
    [
        finding(2, 7, 4, message="合格“x”", detail="oops", fix=FIX),
        finding(severity=Severity.WARNING, help="", path=""),
        finding(severity=Severity.INFO, fix=fix((1, 3, 0, "x"))),
    ],
    "name: x\nabc\ndef",
    playbooks=2,
    ignored=3,
    known=4,
    fixed=5,
)


def test_json_has_everything_a_program_needs() -> None:
    read = json.loads(written(EVERYTHING, "json"))
    assert read["format"] == 1
    assert read["findings"][0] == {
        "file": "playbook.yaml",
        "line": 2,
        "column": 7,
        "end_column": 11,
        "code": "PB042",
        "severity": "error",
        "message": "合格“x”",
        "help": "Write it right.",
        "path": "stages.won",
        "detail": "oops",
        "fix": {
            "title": "Mend it",
            "safe": False,
            "edits": [
                {
                    "file": "playbook.yaml",
                    "line": 1,
                    "column": 1,
                    "end_line": 1,
                    "end_column": 2,
                    "text": "x",
                },
                {
                    "file": "playbook.yaml",
                    "line": 2,
                    "column": 2,
                    "end_line": 3,
                    "end_column": 3,
                    "text": "y\nz",
                },
            ],
        },
    }
    assert [each["severity"] for each in read["findings"]] == ["error", "warning", "info"]
    assert read["findings"][1]["fix"] is None
    assert read["summary"] == {
        "playbooks": 2,
        "findings": 3,
        "error": 1,
        "warning": 1,
        "info": 1,
        "fixable": 1,
        "fixable_unsafe": 1,
        "fixed": 5,
        "ignored": 3,
        "known": 4,
    }
    assert "合格“x”" in written(EVERYTHING, "json"), "people may read it as well"


def schema() -> Any:
    return json.loads((SCHEMAS / "report.schema.json").read_text("utf-8"))


def test_the_schema_is_one_and_says_what_everything_is() -> None:
    Draft202012Validator.check_schema(schema())

    def described(part: Any, name: str = "") -> None:
        if "$ref" not in part:
            assert part.get("description", "").endswith("."), name
        for key, value in part.get("properties", {}).items():
            described(value, key)

    described(schema())
    for name, part in schema()["$defs"].items():
        described(part, name)


def test_what_is_written_is_by_the_schema() -> None:
    validator = Draft202012Validator(schema())
    for each in (EVERYTHING, report(), report(playbooks=0)):
        validator.validate(json.loads(written(each, "json")))


WRONG: dict[str, Callable[[Any], Any]] = {
    "another version": lambda read: read.update(format=2),
    "no summary": lambda read: read.pop("summary"),
    "more than we know of": lambda read: read.update(more=1),
    "a finding without a code": lambda read: read["findings"][0].pop("code"),
    "a finding with more": lambda read: read["findings"][0].update(more=1),
    "a code that is none": lambda read: read["findings"][0].update(code="x"),
    "a severity that is none": lambda read: read["findings"][0].update(severity="fatal"),
    "a line before the first": lambda read: read["findings"][0].update(line=0),
    "an edit without a text": lambda read: read["findings"][0]["fix"]["edits"][0].pop("text"),
    "a fix without an edit": lambda read: read["findings"][0]["fix"].update(edits=[]),
    "a count below zero": lambda read: read["summary"].update(error=-1),
    "a summary with less": lambda read: read["summary"].pop("fixed"),
}


@pytest.mark.parametrize("name", WRONG)
def test_the_schema_refuses(name: str) -> None:
    read = json.loads(written(EVERYTHING, "json"))
    wrong = copy.deepcopy(read)
    WRONG[name](wrong)
    assert not Draft202012Validator(schema()).is_valid(wrong)
