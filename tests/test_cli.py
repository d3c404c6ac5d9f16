"""The command line: what people type, what they read, and the exit code."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from playbook.cli import main

GOOD = """\
id: sale
name: Sale
stages:
  - {id: qualified, name: Qualified, tasks: [Call], exit: [The buyer has signed]}
  - {id: won, name: Won, kind: won}
  - {id: lost, name: Lost, kind: lost}
"""
WARNED = GOOD.replace("The buyer has signed", "The buyer is interested")
WRONG = GOOD.replace("kind: lost", "kind: losst")


def run(*arguments: object) -> Result:
    words = [str(each) for each in arguments]
    result = CliRunner().invoke(main, words, prog_name="playbook")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


def playbook(folder: Path, text: str = GOOD) -> Path:
    path = folder / "playbook.yaml"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        (GOOD, 0, "1 playbook read; nothing found."),
        (WARNED, 1, '"interested" is judged differently by different people. [PB302]'),
        (WRONG, 1, 'Did you mean "lost"?'),
    ],
)
def test_lint_says_what_it_found_and_how_grave_it_is(
    tmp_path: Path, text: str, code: int, said: str
) -> None:
    result = run("lint", playbook(tmp_path, text))
    assert result.exit_code == code
    assert said in result.output


def test_lint_shows_the_line_a_caret_and_what_to_write(tmp_path: Path) -> None:
    path = playbook(tmp_path, WRONG)
    lines = run("lint", path).output.splitlines()
    assert lines[0] == f'{path}:6:34: error: "kind" cannot be "losst". [PB043]'
    assert lines[1] == "  6 |   - {id: lost, name: Lost, kind: losst}"
    assert lines[2] == "    |                                  ^~~~~"
    assert lines[3].startswith('  = Did you mean "lost"?')


def test_the_threshold_can_be_moved(tmp_path: Path) -> None:
    path = playbook(tmp_path, WARNED)
    assert run("lint", "--fail-on", "error", path).exit_code == 0
    assert run("lint", "--fail-on", "info", path).exit_code == 1


def test_json_is_one_object_with_findings_and_summary(tmp_path: Path) -> None:
    path = playbook(tmp_path, WRONG)
    result = run("lint", "--format", "json", path)
    whole = json.loads(result.stdout)
    (finding,) = whole["findings"]
    assert finding["fix"]["edits"][0]["text"] == "lost"
    assert finding["detail"]
    assert {key: finding[key] for key in finding if key not in ("fix", "detail")} == {
        "file": str(path),
        "line": 6,
        "column": 34,
        "end_column": 39,
        "code": "PB043",
        "severity": "error",
        "message": '"kind" cannot be "losst".',
        "help": finding["help"],
        "path": "stages.lost.kind",
    }
    counts = {"playbooks": 1, "findings": 1, "error": 1, "warning": 0, "info": 0}
    assert whole["summary"] == counts | {
        "fixable": 0,
        "fixable_unsafe": 1,
        "fixed": 0,
        "ignored": 0,
        "known": 0,
    }
    assert result.exit_code == 1


@pytest.mark.parametrize(
    ("name", "content", "code", "said"),
    [
        ("broken.yaml", b"id: [a\nname: b\n", 1, "never closed"),
        ("empty.yaml", b"", 1, "This file is empty."),
        ("comment.yaml", b"# later\n", 1, "nothing in this file but comments"),
        ("binary.yaml", bytes(range(256)) * 40, 1, "not text in UTF-8"),
        ("list.yaml", b"- a\n- b\n", 1, "block with keys"),
        ("number.yaml", b"42\n", 1, "block with keys"),
    ],
)
def test_a_file_that_is_no_playbook_is_one_clear_message(
    tmp_path: Path, name: str, content: bytes, code: int, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    result = run("lint", path)
    assert result.exit_code == code
    assert said in result.output
    assert result.output.count("error:") == 1


def test_a_missing_path_is_one_clear_message(tmp_path: Path) -> None:
    result = run("lint", tmp_path / "nowhere")
    assert result.exit_code == 2
    assert result.stderr.strip() == f'playbook: "{tmp_path}/nowhere" is not there.'


def test_a_folder_without_playbooks_is_one_clear_message(tmp_path: Path) -> None:
    (tmp_path / "docker-compose.yaml").write_text("services: {}\n")
    result = run("lint", tmp_path)
    assert result.exit_code == 2
    assert "There is no playbook in" in result.stderr
    assert '"playbook new" makes one' in result.stderr


def test_a_pipe_is_not_read(tmp_path: Path) -> None:
    import os

    os.mkfifo(tmp_path / "playbook.yaml")
    result = run("lint", tmp_path / "playbook.yaml")
    assert result.exit_code == 2
    assert "cannot be opened" in result.stderr


def test_a_folder_of_playbooks_is_linted_as_one(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        playbook(tmp_path / name, GOOD.replace("id: sale", f"id: {name}"))
    assert "2 playbooks read; nothing found." in run("lint", tmp_path).output


def test_one_playbook_is_one_however_its_path_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    playbook(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert (
        "1 playbook read; nothing found."
        in run("lint", ".", tmp_path, f"../{tmp_path.name}").output
    )


def test_two_playbooks_with_one_id_are_found_by_lint_as_by_the_handbook(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        playbook(tmp_path / name)
    result = run("lint", tmp_path)
    assert result.exit_code == 1
    assert f'The id "sale" is also that of {tmp_path}/one/playbook.yaml. [PB101]' in result.output
    assert run("handbook", tmp_path, "-o", tmp_path / "out").exit_code == 2


@pytest.mark.parametrize("beside", ["", "notes.txt"])
def test_a_playbook_that_goes_on_elsewhere_needs_no_other_playbook_beside_it(
    tmp_path: Path, beside: str
) -> None:
    folder = tmp_path / ".hidden"
    folder.mkdir()
    if beside:
        (tmp_path / beside).write_text("x")
    path = playbook(folder, GOOD + "continues: {again: {playbook: renewal, deal: new}}\n")
    result = run("lint", path)
    assert result.exit_code == 1
    assert 'There is no playbook "renewal". [PB102]' in result.output


def test_a_language_that_we_do_not_speak_is_refused() -> None:
    result = run("--language", "fr", "rules")
    assert result.exit_code == 2
    assert "Known here: en, bg, zh-CN." in result.stderr
    assert run("--language", "zh_CN", "rules").exit_code == 0


def test_a_reader_that_goes_away_is_no_mistake_of_ours() -> None:
    process = subprocess.run(
        [sys.executable, "-c", _GONE], capture_output=True, text=True, check=False
    )
    assert "mistake" not in process.stderr
    assert process.returncode == 1


_GONE = """
import os, sys
from playbook.cli import main
read, write = os.pipe()
os.close(read)
os.dup2(write, 1)
sys.argv = ["playbook", "rules"]
main()
"""


def test_rules_are_listed_one_a_line_code_first() -> None:
    lines = run("rules").output.splitlines()
    assert all(line.startswith("PB") for line in lines)
    assert len(lines) == len({line.split()[0] for line in lines})
    assert any(line.startswith("PB301  error") for line in lines)


@pytest.mark.parametrize("name", ["PB301", "pb301", "no-exit-criteria"])
def test_explain_prints_a_page(name: str) -> None:
    output = run("explain", name).output
    assert output.startswith("PB301 no-exit-criteria (error)")
    assert "## Why" in output
    assert "## Right" in output


def test_explain_says_where_the_codes_are() -> None:
    result = run("explain", "PBX")
    assert result.exit_code == 2
    assert result.stderr.endswith("`playbook rules` lists them.\n")


def test_explain_guesses_the_code() -> None:
    result = run("explain", "no-exit-criterion")
    assert result.exit_code == 2
    assert 'Did you mean "no-exit-criteria"?' in result.stderr


@pytest.mark.parametrize(("command", "out"), [("draw", "x.svg"), ("handbook", "x")])
def test_nothing_is_made_of_a_playbook_with_errors(tmp_path: Path, command: str, out: str) -> None:
    result = run(command, playbook(tmp_path, WRONG), "-o", tmp_path / out)
    assert result.exit_code == 1
    assert '"kind" cannot be "losst". [PB043]' in result.stderr
    assert not (tmp_path / out).exists()


def test_a_picture_that_cannot_be_drawn_is_refused(tmp_path: Path) -> None:
    result = run("draw", playbook(tmp_path), "-o", tmp_path / "x.gif")
    assert result.exit_code == 2
    assert '"gif" cannot be made.' in result.stderr


def test_a_picture_without_a_suffix_is_refused(tmp_path: Path) -> None:
    result = run("draw", playbook(tmp_path), "-o", tmp_path / "x")
    assert result.exit_code == 2
    assert "x.svg" in result.stderr


def test_a_base_for_a_target_that_merges_nothing_is_refused(tmp_path: Path) -> None:
    path = playbook(tmp_path)
    result = run("export", "hubspot", path, "-o", tmp_path / "out", "--base", path)
    assert result.exit_code == 2
    assert "leave out --base" in result.stderr
    assert not (tmp_path / "out").exists()


def test_one_folder_is_for_one_export(tmp_path: Path) -> None:
    path, out = playbook(tmp_path), tmp_path / "out"
    assert run("export", "hubspot", path, "-o", out).exit_code == 0
    assert run("export", "hubspot", path, "-o", out).exit_code == 0
    result = run("export", "salesforce", path, "-o", out)
    assert result.exit_code == 2
    assert "hubspot of sale" in result.stderr


def test_a_target_is_guessed(tmp_path: Path) -> None:
    result = run("export", "hubspott", playbook(tmp_path), "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert 'Did you mean "hubspot"?' in result.stderr


def test_export_says_what_becomes_of_every_part(tmp_path: Path) -> None:
    path = playbook(tmp_path)
    result = run("export", "hubspot", path, "-o", tmp_path / "out")
    assert result.exit_code == 0
    assert "Written (" in result.output
    assert f"{path}:4: " in result.output
    data = json.loads(
        run("export", "hubspot", path, "-o", tmp_path / "out", "--format", "json").stdout
    )
    assert sum(data["summary"].values()) == len(data["parts"])
    assert {"file", "line", "column", "path", "outcome", "what", "how"} == set(data["parts"][0])


def test_the_whole_road_from_one_file(tmp_path: Path) -> None:
    path = playbook(tmp_path)
    assert run("draw", path, "-o", tmp_path / "out" / "sale.svg").exit_code == 0
    assert (tmp_path / "out" / "sale.svg").read_text("utf-8").startswith("<?xml")
    assert run("handbook", path, "-o", tmp_path / "book").exit_code == 0
    assert "Qualified" in (tmp_path / "book" / "index.html").read_text("utf-8")
    assert run("export", "salesforce", path, "-o", tmp_path / "sf").exit_code == 0
    assert (tmp_path / "sf" / "sfdx-project.json").is_file()


def test_every_command_shows_an_example_in_its_help() -> None:
    for name in main.commands:
        result = run(name, "--help")
        assert result.exit_code == 0
        assert "Example:" in result.output, name


def test_a_mistake_of_our_own_is_a_sentence_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr("playbook.linting.lint", broken)
    result = run("lint", playbook(tmp_path))
    assert result.exit_code == 2
    assert "a mistake of playbook itself" in result.stderr
    assert "ZeroDivisionError" in result.stderr
