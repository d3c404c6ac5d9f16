"""What the page about translations says is so: its commands are run, and their answers are theirs."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from playbook.cli import main

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "translating.md").read_text("utf-8")
COMMANDS = re.findall(r"```sh\n(.*?)\n```", PAGE)
PLAYBOOK = """\
id: sale
name: Sale
stages:
  - id: trial
    name: Trial
    goal: The buyer has tried it
    tasks: [Call the sponsor]
    exit: [The sponsor has agreed in writing]
  - {id: won, name: Won, kind: won}
  - {id: lost, name: Lost, kind: lost}
"""


def run(command: str) -> tuple[int, str]:
    name, *words = shlex.split(command)
    assert name == "playbook"
    result = CliRunner().invoke(main, ["--language", "en", *words])
    return result.exit_code, result.output


def test_the_page_s_commands_do_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    stages = tmp_path / "sale" / "stages"
    stages.mkdir(parents=True)
    (tmp_path / "sale" / "playbook.yaml").write_text(PLAYBOOK, "utf-8")
    (stages / "trial.md").write_text("Ask why.", "utf-8")
    begin, update, check = COMMANDS

    code, said = run(begin)
    [table] = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
    assert (code, said.startswith(table)) == (0, True), said

    [entry] = re.findall(r"```po\n(.*?)```", PAGE, re.DOTALL)
    catalogue = tmp_path / "sale" / "locales" / "bg.po"
    source, _quote, _text = entry.rpartition('msgstr "')
    before = catalogue.read_text("utf-8")
    assert source in before
    catalogue.write_text(before.replace(f'{source}msgstr ""\n', entry), "utf-8")

    assert run(update)[0] == 0
    assert entry in catalogue.read_text("utf-8")
    assert run(check)[0] == 1
