"""Findings on GitHub: read back as its runner and its Markdown read them."""

import re
from dataclasses import dataclass
from html import unescape

import pytest
from markdown_it import MarkdownIt
from tests.report.samples import NASTY, STEERS, finding, report

from playbook.findings import Finding, Severity
from playbook.report import harmless, written
from playbook.report.github import page


@dataclass(frozen=True)
class Annotation:
    """What GitHub shows beside a line."""

    command: str
    properties: dict[str, str]
    message: str


def annotations(printed: str) -> list[Annotation]:
    """The commands in a step's output, as GitHub's runner takes them apart."""
    found = []
    for line in re.split("\r\n|\n|\r", printed):
        if (match := re.match(r"\s*::([^\s:]+)(?: (.*?))?::(.*)", line)) is None:
            continue
        pairs = (each.split("=", 1) for each in (match[2] or "").split(",") if "=" in each)
        properties = {
            key: decoded(value, {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ","})
            for key, value in pairs
        }
        message = decoded(match[3], {"%0D": "\r", "%0A": "\n"})
        found.append(Annotation(match[1], properties, message))
    return found


def decoded(text: str, signs: dict[str, str]) -> str:
    for written_so, sign in signs.items():
        text = text.replace(written_so, sign)
    return text.replace("%25", "%")


def shown(*findings: Finding) -> list[Annotation]:
    return annotations(written(report(findings), "github"))


def test_a_finding_is_an_annotation_beside_its_line() -> None:
    assert shown(finding(3, 5, 4)) == [
        Annotation(
            "error",
            {
                "file": "playbook.yaml",
                "line": "3",
                "col": "5",
                "endColumn": "9",
                "title": "PB042 rule-pb042",
            },
            "Something is wrong.\nWrite it right.",
        )
    ]


def test_a_rule_without_facts_is_named_by_its_code() -> None:
    (one,) = shown(finding(code="PB999", help=""))
    assert one.properties["title"] == "PB999"
    assert one.message == "Something is wrong."


def test_severities_are_githubs() -> None:
    commands = [one.command for one in shown(*(finding(severity=each) for each in Severity))]
    assert commands == ["error", "warning", "notice"], "the gravest first"


@pytest.mark.parametrize("nasty", NASTY, ids=ascii)
def test_what_an_author_writes_is_one_annotation_and_is_read_back(nasty: str) -> None:
    (one,) = shown(finding(file=nasty, message=nasty, help=nasty))
    assert one.command == "error"
    assert one.properties["file"] == harmless(nasty)
    assert one.properties["line"] == "1"
    assert set(one.properties) == {"file", "line", "col", "endColumn", "title"}
    assert one.message == f"{harmless(nasty)}\n{harmless(nasty)}"


ROOMS = [
    ((10, 10, 10), (10, 10, 10), 0),
    ((11, 0, 0), (10, 0, 0), 1),
    ((30, 1, 2), (10, 1, 2), 20),
    ((0, 25, 0), (0, 10, 0), 15),
    ((11, 0, 10), (10, 0, 9), 2),
    ((0, 0, 30), (0, 0, 9), 21),
    ((40, 50, 60), (10, 10, 9), 121),
    ((0, 0, 0), (0, 0, 0), 0),
]


@pytest.mark.parametrize(("counts", "expected", "left"), ROOMS)
def test_githubs_limits_are_kept_and_what_is_left_is_counted(
    counts: tuple[int, int, int], expected: tuple[int, int, int], left: int
) -> None:
    grave_last = zip(sorted(Severity), reversed(counts), strict=True)
    findings = [
        finding(number + 1, severity=severity, message=f"{severity.word} {number}.")
        for severity, count in grave_last
        for number in range(count)
    ]
    printed = written(report(findings), "github")
    seen = annotations(printed)
    rest = [one for one in seen if "line" not in one.properties]
    of = {word: sum(one.command == word for one in seen) for word in ("error", "warning", "notice")}
    assert max(of.values()) <= 10, "GitHub drops what is above"
    assert (of["error"], of["warning"], of["notice"] - len(rest)) == expected
    assert [one.message.split()[1] for one in rest] == ([str(left)] if left else [])
    order = [("error", "warning", "notice").index(one.command) for one in seen]
    assert order == sorted(order), "the gravest first"
    lines = [line for line in printed.split("\n") if re.match(r"playbook\.yaml:\d+:1: PB042", line)]
    assert len(lines) == left, "the log has the others"


def test_the_log_ends_with_the_counts() -> None:
    assert written(report([finding()]), "github").split("\n")[-1] == "1 playbook read, 1 error."
    assert written(report(), "github") == "1 playbook read; nothing found."


# The page of a run.


def rendered(markdown: str) -> str:
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return str(reader.render(markdown))


def cells(html: str) -> list[list[str]]:
    rows = re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)
    return [[unescape(each) for each in re.findall(r"<td>(.*?)</td>", row)] for row in rows[1:]]


def test_the_page_has_a_row_for_each_finding_the_gravest_first() -> None:
    findings = [finding(2, severity=Severity.WARNING), finding(3, 4, message="A *b* | c.")]
    html = rendered(page(report(findings)))
    assert "<h3>Playbooks checked</h3>" in html
    assert "<p>1 playbook read, 1 error, 1 warning.</p>" in html
    assert cells(html) == [
        ["error", "playbook.yaml:3:4", "PB042", "A *b* | c. Write it right."],
        ["warning", "playbook.yaml:2:1", "PB042", "Something is wrong. Write it right."],
    ]


def test_the_page_of_a_clean_run_says_so() -> None:
    assert rendered(page(report())).endswith("<p>1 playbook read; nothing found.</p>\n")


@pytest.mark.parametrize("nasty", NASTY, ids=ascii)
def test_what_an_author_writes_is_text_on_the_page(nasty: str) -> None:
    html = rendered(page(report([finding(file=nasty, message=nasty, help=nasty)])))
    tags = {"h3", "p", "table", "thead", "tbody", "tr", "th", "td"}
    assert set(re.findall(r"<([a-z0-9]+)", html)) == tags
    assert not STEERS.search(html)
    ((_severity, where, _code, said),) = cells(html)
    assert where == f"{harmless(nasty)}:1:1".strip()
    assert said.split() == f"{harmless(nasty)} {harmless(nasty)}".split()


def test_a_page_that_is_too_long_for_github_is_cut_and_says_so() -> None:
    findings = [finding(number + 1, message="合" * 1000) for number in range(1000)]
    made = page(report(findings))
    assert 800_000 < len(made.encode()) < 1_000_000
    rows = cells(rendered(made))
    assert rows[-1][0] == f"And {1000 - (len(rows) - 1)} more."
