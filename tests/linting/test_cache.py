"""The cache: the same answer, sooner, and never a stale one."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from playbook.linting import Linted, Request, checking, lint
from playbook.linting.cache import folder

TODAY = date(2026, 11, 21)
PLAYBOOK = """\
id: example
name: Example
owner: Ann
review_by: 2026-12-01
uses: [../shared]
stages:
  - {id: qualified, name: Qualified, exit: [The buyer is interested], owner: rep}
  - {id: won, name: Won, kind: won}
  - {id: lost, name: Lost, kind: lost}
"""
ROLES = "rep: {name: Rep, about: Sells.}\n"


@pytest.fixture
def looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The playbooks that were looked at anew."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    for file, text in (("b2b/playbook.yaml", PLAYBOOK), ("shared/roles.yaml", ROLES)):
        (tmp_path / file).parent.mkdir()
        (tmp_path / file).write_text(text, "utf-8")
    (tmp_path / "playbook.toml").touch()
    seen: list[Path] = []
    look = checking.check

    def spy(main: Path, *rest: object) -> object:
        seen.append(main)
        return look(main, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(checking, "check", spy)
    return seen


def run(today: date = TODAY, language: str | None = "en") -> Linted:
    return lint([Path()], Request(language=language, today=today, is_cached=True))


def test_a_second_run_looks_at_nothing_and_says_the_same(looked_at: list[Path]) -> None:
    first = run()
    again = run()
    assert len(looked_at) == 1
    assert again.report.findings == first.report.findings
    assert [vars(each) for each in again.report.findings] == [
        vars(each) for each in first.report.findings
    ]
    for finding in first.report.findings:
        assert again.report.line_of(finding.place) == first.report.line_of(finding.place) != ""


def touch(file: str, text: str) -> Callable[[], object]:
    def change() -> None:
        path = Path(file)
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")

    return change


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(touch("b2b/playbook.yaml", PLAYBOOK + "# more\n"), id="the playbook"),
        pytest.param(touch("shared/roles.yaml", ROLES + "# more\n"), id="the library"),
        pytest.param(touch("shared/fields.yaml", "{}\n"), id="a new file of the library"),
        pytest.param(touch("b2b/metrics.yaml", "{}\n"), id="a new section"),
        pytest.param(touch("b2b/crm.yaml", "targets: {hubspot: {}}\n"), id="new settings of CRMs"),
        pytest.param(touch("b2b/stages/qualified.md", "Words.\n"), id="a new text"),
        pytest.param(lambda: Path("shared/roles.yaml").unlink(), id="a file that is gone"),
    ],
)
def test_whatever_it_depends_on_counts(looked_at: list[Path], change: Callable[[], object]) -> None:
    run()
    change()
    after = run()
    assert len(looked_at) == 2
    uncached = lint([Path()], Request(language="en", today=TODAY))
    assert after.report.findings == uncached.report.findings


def test_the_day_and_the_language_count(looked_at: list[Path]) -> None:
    run()
    run(TODAY + timedelta(days=30))
    assert len(looked_at) == 2
    run(language="bg")
    assert len(looked_at) == 3


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"stamp": 1}', b"\xff\xfe"])
def test_a_broken_cache_is_as_good_as_none(looked_at: list[Path], content: bytes) -> None:
    first = run()
    (file,) = folder().glob("*.json")
    file.write_bytes(content)
    assert run().report.findings == first.report.findings
    assert len(looked_at) == 2


def test_where_nothing_can_be_kept_the_answer_is_the_same(
    looked_at: list[Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert run().report.findings == run().report.findings
    assert len(looked_at) == 2


def test_a_playbook_that_stops_being_one_is_forgotten(looked_at: list[Path]) -> None:
    Path("other.yaml").write_text(PLAYBOOK.replace("[../shared]", "[shared]"), "utf-8")
    assert run().report.playbooks == 2
    Path("other.yaml").write_text("services: {}\n", "utf-8")
    assert run().report.playbooks == 1
