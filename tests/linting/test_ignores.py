"""Comments that silence a rule: in the right place, with a reason, and only while there is need."""

from datetime import date
from pathlib import Path

import pytest

from playbook.findings import Finding
from playbook.linting import Request, fixing, lint
from playbook.report import Report

TODAY = date(2026, 11, 21)
TEXT = """\
id: example
name: Example
stages:
  {above}
  - {{id: qualified, name: Qualified, tasks: [Call the buyer]}}{behind}
  - {{id: won, name: Won, kind: won}}
  - {{id: lost, name: Lost, kind: lost}}
"""


def found(folder: Path, *, above: str = "#", behind: str = "") -> Report:
    file = folder / "playbook.yaml"
    file.write_text(TEXT.format(above=above, behind=behind), "utf-8")
    return lint([file], Request(language="en", today=TODAY)).report


def codes(report: Report) -> list[str]:
    return [finding.code for finding in report.findings]


@pytest.mark.parametrize(
    ("above", "behind"),
    [
        ("# playbook: ignore PB301 -- a bot works here", ""),
        ("#playbook: ignore PB301 -- a bot works here", ""),
        ("# playbook: ignore no-exit-criteria -- a bot works here", ""),
        ("# playbook: ignore PB301 — 由系统处理", ""),
        ("# playbook: ignore pb301 – обработва се от система", ""),
        ("# playbook: ignore PB301 -- a bot works here\n  # more words", ""),
        ("#", "  # playbook: ignore PB301 -- a bot works here"),
    ],
)
def test_a_comment_silences_a_rule_on_its_line_or_the_next(
    tmp_path: Path, above: str, behind: str
) -> None:
    report = found(tmp_path, above=above, behind=behind)
    assert codes(report) == []
    assert report.ignored == 1


def test_without_the_comment_there_is_something_to_silence(tmp_path: Path) -> None:
    assert codes(found(tmp_path)) == ["PB301"]


@pytest.mark.parametrize(
    ("comment", "says"),
    [
        ("# playbook: ignore", "does not say which rule"),
        ("# playbook: ignore -- because", "does not say which rule"),
        ("# playbook: ignore PB301", "does not say why"),
        ("# playbook: ignore PB301 --", "does not say why"),
        ("# playbook: ignore PB999 -- because", 'There is no rule "PB999"'),
        ("# playbook: ignore no-exit-criterion -- because", "no-exit-criteria"),
        ("# playbook: ignore PB041 -- because", "PB041 cannot be silenced"),
    ],
)
def test_a_comment_that_says_too_little_silences_nothing(
    tmp_path: Path, comment: str, says: str
) -> None:
    report = found(tmp_path, above=comment)
    assert codes(report) == ["PB030", "PB301"]
    assert says in report.findings[0].message
    assert report.findings[0].place.line == 4


def test_a_comment_without_need_is_a_finding_and_can_be_deleted(tmp_path: Path) -> None:
    report = found(tmp_path, above="# playbook: ignore PB301, PB302 -- a bot works here")
    assert codes(report) == ["PB031"]
    assert "PB302" in report.findings[0].message
    assert report.findings[0].fix is None, "half of it is needed"
    report = found(tmp_path, behind=" # playbook: ignore PB302 -- a bot works here")
    assert codes(report) == ["PB301", "PB031"]
    assert mended(report.findings[1], tmp_path) == TEXT.format(above="#", behind="")


def test_a_comment_on_a_line_of_its_own_goes_with_its_line(tmp_path: Path) -> None:
    report = found(tmp_path, above="# playbook: ignore PB302 -- a bot works here")
    assert mended(report.findings[0], tmp_path) == TEXT.replace("  {above}\n", "").format(behind="")


def mended(finding: Finding, folder: Path) -> str:
    assert finding.fix is not None
    assert finding.fix.is_safe
    return fixing.apply((folder / "playbook.yaml").read_text("utf-8"), finding.fix.edits)


def test_no_comment_is_idle_while_the_rules_cannot_run(tmp_path: Path) -> None:
    file = tmp_path / "playbook.yaml"
    text = TEXT.format(above="# playbook: ignore PB302 -- a bot works here", behind="")
    file.write_text(text.replace("name: Example", "nam: Example"), "utf-8")
    report = lint([file], Request(language="en", today=TODAY)).report
    assert codes(report) == ["PB040"]
