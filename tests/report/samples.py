"""Reports to write, and what no author may get through to a terminal or a build service."""

import re
from collections.abc import Iterable

from playbook.findings import Edit, Finding, Fix, Place, Severity
from playbook.report import Report, RuleFacts


def finding(
    line: int = 1,
    column: int = 1,
    length: int = 1,
    *,
    file: str = "playbook.yaml",
    code: str = "PB042",
    severity: Severity = Severity.ERROR,
    message: str = "Something is wrong.",
    help: str = "Write it right.",
    path: str = "stages.won",
    detail: str = "",
    fix: Fix | None = None,
) -> Finding:
    place = Place(file, line, column, length)
    return Finding(place, code, severity, message, help, path, detail, fix)


def report(
    findings: Iterable[Finding] = (),
    text: str = "",
    playbooks: int = 1,
    *,
    files: tuple[str, ...] = (),
    ignored: int = 0,
    known: int = 0,
    fixed: int = 0,
) -> Report:
    """A report on a text; every file in it is said to hold that text."""
    lines = text.split("\n")

    def line_of(place: Place) -> str:
        return lines[place.line - 1] if place.line <= len(lines) else ""

    return Report(
        tuple(findings), playbooks, line_of, ignored, known, fixed, files=files, rule_of=rule_of
    )


def rule_of(code: str) -> RuleFacts | None:
    """The facts of a rule; there is none with the code PB999."""
    page = f"What `{code}` wants.\n\n## Why\n\nA `deal` is lost.\n\n## Wrong\n\n```yaml\na: b\n```"
    facts = RuleFacts(code, f"rule-{code.lower()}", f"What {code} wants.", page, Severity.WARNING)
    return None if code == "PB999" else facts


def fix(
    *edits: tuple[int, int, int, str], is_safe: bool = True, file: str = "playbook.yaml"
) -> Fix:
    """A fix from lines, columns, lengths and texts."""
    made = (Edit(Place(file, line, column, length), text) for line, column, length, text in edits)
    return Fix("Mend it", tuple(made), is_safe)


NASTY = [
    "\x1b[31mred",
    "\x1b]0;title\x07",
    "\x1b]8;;https://example.com\x1b\\link",
    "\x9b31m",
    "\rplaybook.yaml:1:1: fine",
    "a\r\n::error file=x::boo",
    "a\n::stop-commands::x",
    "::set-output name=x::y",
    "%0A::error::x",
    "##[add-matcher]x",
    "##vso[task.setvariable variable=x]y",
    "##teamcity[buildStatus text='x']",
    "section_start:0:x\r\x1b[0K",
    "\x00\x08\x7f",
    "\u202edlrow",
    "\u2066x\u2069",
    "\u200bhidden",
    "\ufeff",
    "\u2028::error::x",
    "\x85::error::x",
    "\U000e0041\U000e007f",
    "\udc80",
    "\ud83d",
    "\x0b\x0c",
    "\ufffe\uffff",
    "<script>alert(1)</script>",
    "]]></failure><failure>",
    "&lt;&#10;",
    "a | b `c` *d* _e_ ~~f~~",
    "[link](https://example.com) ![picture](https://example.com/x.png)",
    "@everyone #1 https://example.com",
    "{0} {1} %s {{x}}",
    '"\\',
    "line=1,file=x:y",
]
STEERS = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff"
    "\U000e0000-\U000e007f\ud800-\udfff]"
)


def assert_harmless(printed: str) -> None:
    """Nothing in a text steers a terminal, GitHub, Azure Pipelines, TeamCity or GitLab."""
    assert not STEERS.search(printed), ascii(printed)
    assert not re.search(r"##[A-Za-z]*\[", printed), ascii(printed)
    printed.encode("utf-8")


def assert_no_command(printed: str) -> None:
    """No line of a text is a command."""
    for line in re.split("[\r\n\x85\u2028\u2029\x0b\x0c]", printed):
        assert not line.lstrip().startswith("::"), line
