"""What the page about all that can be made says is so: its commands are run as they stand."""

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from playbook import registry
from playbook.cli import main
from playbook.renderers import VIEWS

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "making.md").read_text("utf-8")
COMMANDS = [
    line
    for block in re.findall(r"```sh\n(.*?)\n```", PAGE, re.DOTALL)
    for line in block.splitlines()
    if line.startswith(("playbook draw", "playbook handbook", "playbook train"))
]


def words() -> Iterator[tuple[str, ...]]:
    for command in COMMANDS:
        name, *rest = shlex.split(command)
        assert name == "playbook"
        yield tuple(rest)


@pytest.mark.parametrize("rest", list(words()), ids=" ".join)
def test_a_command_makes_what_it_names(
    rest: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "playbooks" / "b2b-starter", tmp_path / "my-sales")
    shutil.copytree(ROOT / "playbooks" / "b2b-starter", tmp_path / "before")
    monkeypatch.chdir(tmp_path)
    known = ["before" if word == "v1.2" else word for word in rest]
    result = CliRunner().invoke(main, ["--language", "en", *known])
    assert result.exit_code == 0, result.output
    made = tmp_path / rest[rest.index("-o") + 1]
    assert any(made.iterdir()) if made.is_dir() else made.stat().st_size


def test_the_page_names_all_views_suffixes_and_flavours() -> None:
    wikis = registry.renderer("markdown", "handbook").flavours
    named = set(re.findall(r"(?:`\.?|--flavour )(\w+)`", PAGE))
    assert {*VIEWS, *registry.all_renderers("picture"), *wikis} <= named
