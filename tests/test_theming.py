"""What the page about a company's own look says is so: its files and commands are tried as they stand."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from playbook.cli import main

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "theming.md").read_text("utf-8")
FILES = re.findall(r"`([\w./-]+\.\w+)`:\n\n```\w+\n(.*?)```", PAGE, re.DOTALL)
COMMANDS = re.findall(r"```sh\n(.*?)\n```", PAGE)
FONT = b"wOF2" + bytes(44)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A team's folder, with all files that the page shows."""
    shutil.copytree(ROOT / "playbooks" / "smallest", tmp_path / "sale")
    for name, content in FILES:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    (tmp_path / "looks").mkdir()
    (tmp_path / "looks" / "logo.svg").write_bytes(SVG)
    (tmp_path / "looks" / "example-sans.woff2").write_bytes(FONT)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(command: str) -> str:
    name, *words = shlex.split(command)
    assert name == "playbook"
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.output
    return result.output


def stage(workspace: Path) -> str:
    [first, *_others] = sorted((workspace / "handbook").glob("stage-*.html"))
    return first.read_text("utf-8")


def test_the_page_shows_a_file_of_each_kind() -> None:
    assert [name for name, _content in FILES] == [
        "playbook.toml",
        "templates/handbook/base.html",
        "templates/handbook/assets/company.css",
        "templates/handbook/stage.html",
    ]


def test_the_handbook_has_the_name_the_logo_the_colours_and_the_font(workspace: Path) -> None:
    run(COMMANDS[0])
    files = [path for path in (workspace / "handbook").rglob("*") if path.is_file()]
    contents = {path.read_bytes() for path in files}
    assert {SVG, FONT} <= contents
    assert "Example &amp; Sons" in stage(workspace)
    styles = "".join(path.read_text("utf-8") for path in files if path.suffix == ".css")
    assert "#9a3412" in styles
    assert "#0f766e" in styles


def test_templates_of_one_s_own_come_before_ours_and_keep_the_rest(workspace: Path) -> None:
    run(COMMANDS[0])
    ours = stage(workspace)
    run(COMMANDS[1])
    own = stage(workspace)
    assert '<link rel="stylesheet" href="assets/company.css">' in own
    assert re.search(r"<p>Questions about [^<]+\? Ask in the channel #sales.</p>", own)
    assert (workspace / "handbook" / "assets" / "company.css").exists()
    assert "company.css" not in ours
    assert set(re.findall(r"<h\d[^>]*>", ours)) <= set(re.findall(r"<h\d[^>]*>", own))


def test_the_message_that_the_page_shows_is_what_is_said(workspace: Path) -> None:
    [shown] = re.findall(r"```text\n\s*(.*?)\n\s*```", PAGE)
    (workspace / "looks" / "logo.gif").write_bytes(b"GIF89a")
    text = (workspace / "playbook.toml").read_text("utf-8").replace("logo.svg", "logo.gif")
    (workspace / "playbook.toml").write_text(text, "utf-8")
    result = CliRunner().invoke(main, ["--language", "en", *shlex.split(COMMANDS[0])[1:]])
    assert result.exit_code == 2
    assert result.stderr.strip() == shown
    assert not (workspace / "handbook").exists()


@pytest.mark.parametrize(
    ("template", "block"),
    [
        (template, block)
        for template, blocks in re.findall(r"(?m)^\| `(\w+\.html)` \| (`[^|]+`) \|", PAGE)
        for block in re.findall(r"`(\w+)`", blocks)
    ],
)
def test_the_blocks_that_the_page_names_are_there(template: str, block: str) -> None:
    text = (ROOT / "templates" / "handbook" / template).read_text("utf-8")
    assert f"{{% block {block} %}}" in text
