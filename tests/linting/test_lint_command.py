"""``playbook lint``: options, exit codes, mending, and what it does to files."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from playbook.cli import main
from playbook.cli.progress import Progress
from playbook.linting import settings_of

WARNED = """\
id: sale
name: Sale
stages:
  - {id: qualified, name: Qualified, tasks: [Call], exit: [The buyer is interested]}
  - {id: won, name: Won, kind: won}
  - {id: lost, name: Lost, kind: lost}
"""
SLIPPED = WARNED.replace("is interested", "has signed").replace("name: Sale", "name：Sale")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings_of.cache_clear()
    monkeypatch.chdir(tmp_path)
    Path("playbook.yaml").write_text(WARNED, "utf-8")
    Path("playbook.toml").touch()
    return tmp_path


def run(*words: str) -> Result:
    result = CliRunner().invoke(main, ["lint", *words], prog_name="playbook")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ([], 1),
        (["--fail-on", "error"], 0),
        (["--profile", "starter"], 0),
        (["--ignore", "PB302,PB303"], 0),
        (["--ignore", "PB302", "--ignore", "PB303"], 0),
        (["--select", "PB302"], 1),
        (["--select", "PB1"], 0),
        (["--select", "PB999"], 2),
        (["--profile", "wild"], 2),
        (["--baseline", "none.json"], 2),
    ],
)
def test_options_decide_about_the_exit_code(folder: Path, words: list[str], code: int) -> None:
    result = run(*words)
    assert result.exit_code == code, result.output
    assert code != 2 or result.stderr


@pytest.mark.parametrize(
    "form", ["full", "concise", "json", "github", "sarif", "gitlab", "junit", "rdjson"]
)
def test_every_format_can_be_printed_and_written_to_a_file(folder: Path, form: str) -> None:
    printed = run("--format", form)
    assert "PB302" in printed.stdout
    written = run("--format", form, "--output-file", "found.txt")
    assert written.stdout == ""
    assert Path("found.txt").read_text("utf-8") == printed.stdout
    assert written.exit_code == printed.exit_code == 1


def test_github_gets_a_page_as_well(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("page.md").write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "page.md")
    run("--format", "github")
    page = Path("page.md").read_text("utf-8")
    assert page.startswith("before\n")
    assert "PB302" in page


def test_what_can_be_mended_is_mended_on_request(folder: Path) -> None:
    Path("playbook.yaml").write_text(SLIPPED, "utf-8")
    shown = run("--diff")
    assert "-name：Sale" in shown.stdout.replace("\\uff1a", "：")
    assert "+name: Sale" in shown.stdout
    assert shown.exit_code == 1
    assert Path("playbook.yaml").read_text("utf-8") == SLIPPED, "--diff changes nothing"
    mended = run("--fix")
    assert mended.exit_code == 0, mended.output
    assert Path("playbook.yaml").read_text("utf-8") == SLIPPED.replace("：", ": ")
    assert run("--diff").exit_code == 0
    assert run("--diff").stdout == ""


def test_a_baseline_is_written_used_and_told_of_when_it_ages(folder: Path) -> None:
    said = run("--write-baseline")
    assert "playbook-baseline.json" in said.stdout
    assert said.exit_code == 0
    Path("playbook.toml").write_text('[lint]\nbaseline = "playbook-baseline.json"\n')
    settings_of.cache_clear()
    assert run().exit_code == 0
    Path("playbook.yaml").write_text(WARNED.replace("is interested", "has signed"), "utf-8")
    aged = run()
    assert aged.exit_code == 0
    assert "no longer found" in aged.stderr
    assert run("--strict-baseline").exit_code == 1
    assert run("--write-baseline").exit_code == 0
    assert json.loads(Path("playbook-baseline.json").read_text())["findings"] == []
    assert run("--strict-baseline").exit_code == 0


def test_grades_are_printed_with_their_reasons(folder: Path) -> None:
    result = run("--grades")
    assert result.exit_code == 0
    assert "D  The buyer is interested" in result.stdout
    assert "1 criterion: D 1" in result.stdout


def test_grades_of_what_cannot_be_built_are_refused(folder: Path) -> None:
    Path("playbook.yaml").write_text("id: a\n")
    result = run("--grades")
    assert result.exit_code == 1
    assert "Traceback" not in result.output


def test_verbose_adds_the_parsers_words(folder: Path) -> None:
    Path("playbook.yaml").write_text("id: [a\nname: b\n", "utf-8")
    assert "The parser says" not in run().stdout
    assert "The parser says" in run("--verbose").stdout


def test_each_playbook_is_spoken_of_in_its_own_language(folder: Path) -> None:
    Path("playbook.yaml").write_text(WARNED + "language: bg\n", "utf-8")
    own = run().stdout
    asked = CliRunner().invoke(main, ["--language", "en", "lint"]).stdout
    assert own != asked
    assert "playbook read" in asked
    assert "playbook read" not in own


def test_many_playbooks_are_checked_by_several_processes_with_the_same_answer(
    folder: Path,
) -> None:
    Path("playbook.yaml").unlink()
    for number in range(205):
        text = WARNED.replace("id: sale", f"id: sale-{number}")
        Path(f"{number:03}.yaml").write_text(text, "utf-8")
    many = json.loads(run("--format", "json", "--select", "PB302").stdout)
    assert many["summary"]["playbooks"] == 205
    assert [each["file"] for each in many["findings"]] == [f"{n:03}.yaml" for n in range(205)]
    few = json.loads(run("--format", "json", "--select", "PB302", "000.yaml").stdout)
    assert many["findings"][0] == few["findings"][0]


def test_a_terminal_is_told_how_far_it_is_once_it_takes_long(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = iter([0.0, 0.5, 1.5])
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    progress = Progress("{done} of {total} playbooks")
    progress(1, 4)
    assert capsys.readouterr().err == "", "nobody waits half a second for words"
    progress(2, 4)
    assert capsys.readouterr().err == "\r2 of 4 playbooks"
    progress(4, 4)
    assert "\r" in capsys.readouterr().err, "the line is wiped when all is done"


QUICK = (
    "import sys; from playbook.cli import main, progress; progress._SLOW = -1.0; "
    "sys.argv = ['playbook', 'lint', '--no-cache']; main()"
)
"""A lint that finds each moment too long to wait in silence."""


def test_a_pipe_is_told_nothing_of_progress_and_gets_no_colours(folder: Path) -> None:
    Path("other.yaml").write_text(WARNED.replace("id: sale", "id: other"), "utf-8")
    Path("playbook.yaml").rename("one.yaml")
    piped = subprocess.run([sys.executable, "-c", QUICK], capture_output=True, check=False)
    assert piped.stderr == b""
    assert b"2 playbooks read" in piped.stdout
    assert b"\x1b" not in piped.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
@pytest.mark.parametrize("colours", [True, False])
def test_a_terminal_is_told_of_progress_and_gets_colours(folder: Path, colours: bool) -> None:
    import pty

    Path("other.yaml").write_text(WARNED.replace("id: sale", "id: other"), "utf-8")
    Path("playbook.yaml").rename("one.yaml")
    environment = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", QUICK],
        stdout=theirs,
        stderr=theirs,
        env=environment if colours else environment | {"NO_COLOR": "1"},
    )
    os.close(theirs)
    said = b"".join(pieces(ours))
    os.close(ours)
    assert process.wait() == 1
    assert b"1 of 2 playbooks" in said
    assert (b"\x1b[1;33mwarning:" in said) is colours


def pieces(handle: int) -> Iterator[bytes]:
    """What is written to a terminal, until its other end is closed, which Linux calls an error."""
    while True:
        try:
            piece = os.read(handle, 65536)
        except OSError:
            return
        if not piece:
            return
        yield piece
