"""What a team settles in playbook.toml, and the options of one run over it."""

from datetime import date
from pathlib import Path

import pytest

from playbook.errors import PlaybookError
from playbook.findings import Severity
from playbook.linting import Linted, Request, Settings, lint, settings_of

TODAY = date(2026, 11, 21)
PLAYBOOK = """\
id: example
name: Example
stages:
  - {id: qualified, name: Qualified, tasks: [Call the buyer]}
  - {id: proposal, name: Proposal, exit: [The buyer is interested]}
  - {id: won, name: Won, kind: won}
  - {id: lost, name: Lost, kind: lost}
"""
"""It has an error (PB301), and a warning (PB302)."""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    settings_of.cache_clear()
    (tmp_path / "playbooks").mkdir()
    (tmp_path / "playbooks/b2b.yaml").write_text(PLAYBOOK, "utf-8")
    return tmp_path


def settled(workspace: Path, toml: str, **options: object) -> Linted:
    (workspace / "playbook.toml").write_text(toml, "utf-8")

    def settings(root: Path) -> Settings:
        return settings_of(root).but(**options)  # type: ignore[arg-type]

    return lint([workspace], Request(settings=settings, language="en", today=TODAY))


def codes(linted: Linted) -> list[str]:
    return [finding.code for finding in linted.report.findings if finding.code < "PB303"]


@pytest.mark.parametrize(
    ("toml", "expected"),
    [
        ("", ["PB301", "PB302"]),
        ("[lint]\nprofile = 'starter'", ["PB301"]),
        ("[lint]\nprofile = 'recommended'", ["PB301", "PB302"]),
        ("[lint]\nprofile = 'starter'\nrules.PB302 = 'warning'", ["PB301", "PB302"]),
        ("[lint.rules]\nPB301 = 'off'", ["PB302"]),
        ("[lint.rules]\nno-exit-criteria = 'off'", ["PB302"]),
        ("[lint]\nignore = ['PB3']", []),
        ("[lint]\nselect = ['vague-criterion']", ["PB302"]),
        ("[lint.per-file]\n'playbooks/*' = ['PB301']", ["PB302"]),
        ("[lint.per-file]\n'other/*' = ['PB301']", ["PB301", "PB302"]),
        ("[lint.per-file]\n'**/b2b.yaml' = ['PB']", []),
    ],
)
def test_the_settings_say_what_is_shown(workspace: Path, toml: str, expected: list[str]) -> None:
    assert codes(settled(workspace, toml)) == expected


def test_a_severity_can_be_set_and_decides_about_failing(workspace: Path) -> None:
    linted = settled(workspace, "[lint.rules]\nPB301 = 'info'\nPB302 = 'error'")
    graveness = {each.code: each.severity for each in linted.report.findings}
    assert graveness["PB301"] is Severity.INFO
    assert graveness["PB302"] is Severity.ERROR
    assert linted.is_failed
    settings_of.cache_clear()
    linted = settled(workspace, "[lint]\nfail-on = 'error'\nrules = {PB301 = 'warning'}")
    assert not linted.is_failed


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"profile": "starter"}, ["PB301"]),
        ({"select": ["PB301,PB302"]}, ["PB301", "PB302"]),
        ({"ignore": ["PB301"]}, []),
    ],
)
def test_options_come_over_the_file(
    workspace: Path, options: dict[str, object], expected: list[str]
) -> None:
    assert codes(settled(workspace, "[lint]\nignore = ['PB302']", **options)) == [
        code for code in expected if code != "PB302"
    ]


def test_what_stops_a_playbook_is_shown_whatever_is_settled(workspace: Path) -> None:
    (workspace / "playbooks/b2b.yaml").write_text("id: example\nnam: Example\nstages: []\n")
    linted = settled(workspace, "[lint]\nselect = ['PB302']\nignore = ['PB0']")
    assert "PB040" in [finding.code for finding in linted.report.findings]
    assert linted.is_failed


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        ("[lint", "playbook.toml cannot be read"),
        ("lint = 3", "[lint]: It must be a table"),
        ("[lint]\nprofil = 'strict'", 'Did you mean "profile"'),
        ("[lint]\nprofile = 'strikt'", 'Did you mean "strict"'),
        ("[lint]\nselect = 'PB301'", "select must be a list of codes"),
        ("[lint]\nignore = ['PB999']", 'There is no rule "PB999"'),
        ("[lint.rules]\nPB999 = 'off'", 'There is no rule "PB999"'),
        ("[lint.rules]\nPB302 = 'of'", 'Did you mean "off"'),
        ("[lint.rules]\nPB041 = 'off'", "PB041 cannot be changed"),
    ],
)
def test_wrong_settings_are_refused_in_words(workspace: Path, toml: str, says: str) -> None:
    with pytest.raises(PlaybookError) as refused:
        settled(workspace, toml)
    assert says in str(refused.value)
    assert "playbook.toml" in str(refused.value)
