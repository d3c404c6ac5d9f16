"""Names that steer terminals and build services: they are shown, and steer nothing.

The report's own tests do this for findings made by hand; here the words come
from files, as an author or somebody's pull request would bring them.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from click.testing import CliRunner
from tests.hostile.playbooks import everything
from tests.hostile.samples import GOOD
from tests.report.samples import NASTY, assert_harmless, assert_no_command

from playbook import pipeline, report
from playbook.cli import main

TODAY: Final = date(2026, 11, 21)
FILES: Final = ("a\x1b[31mred", "b\r::error::x", "c\n::stop-commands::x", "d\u202elmay", "e%0A::x")
"""Names that files can have on most systems."""
WRITTEN: Final = [text for text in NASTY if not any("\ud800" <= sign <= "\udfff" for sign in text)]


def places_for(text: str) -> dict[str, str]:
    """A text as a value, a key, an id, an answer and a reference; raw, and as an escape."""
    quoted = json.dumps(text)
    return {
        "name": GOOD.replace("name: Proposal", f"name: {quoted}"),
        "key": f"{GOOD}{quoted}: x\n",
        "entry": f"{GOOD}fields:\n  {quoted}: {{name: X, type: text}}\n",
        "word": GOOD.replace("kind: won", f"kind: {quoted}"),
        "reference": GOOD.replace("owner: manager", f"owner: {quoted}"),
        "address": f"{GOOD}assets: {{a: {{name: A, url: {quoted}}}}}\n",
        "date": f"{GOOD}effective_from: {quoted}\n",
        "extends": f"id: a\nname: A\nreason: R\nextends: {quoted}\n",
        "raw": f"{GOOD}about: {text}\n",
        "broken": f"{GOOD}about: [{text}\n",
    }


def made(folder: Path) -> list[Path]:
    """A file for every nasty text at every place where one may stand."""
    (folder / "playbook.toml").touch()
    files = []
    for number, text in enumerate(WRITTEN):
        for name, content in places_for(text).items():
            file = folder / f"{number}-{name}.yaml"
            file.write_bytes(content.encode("utf-8", "surrogatepass"))
            files.append(file)
    return files


@pytest.fixture(scope="module")
def linted(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return pipeline.lint(made(tmp_path_factory.mktemp("nasty")), TODAY)


@pytest.mark.parametrize("form", report.FORMATS)
def test_what_authors_write_steers_nothing(form: str, linted: Any) -> None:
    printed = report.written(linted, form, verbose=True)
    assert len(linted.findings) > len(WRITTEN) * 8
    assert_harmless(printed)
    if form != "github":
        assert_no_command(printed)
    else:
        for line in printed.split("\n"):
            assert not line.startswith("::") or line.startswith(
                ("::error", "::warning", "::notice")
            )


@pytest.mark.parametrize("form", report.FORMATS)
def test_names_of_files_steer_nothing(form: str, tmp_path: Path) -> None:
    (tmp_path / "playbook.toml").touch()
    for name in FILES:
        try:
            (tmp_path / name).mkdir()
        except OSError:  # pragma: no cover - Windows
            continue
        (tmp_path / name / "playbook.yaml").write_text(f"{GOOD}nmae: x\n", "utf-8")
        (tmp_path / name / f"{name}.yaml").write_text("x", "utf-8")
    found = pipeline.lint([tmp_path], TODAY)
    assert len(found.findings) >= len(FILES)
    assert_harmless(report.written(found, form))


@pytest.mark.parametrize("name", [*FILES, "\x1b]0;x\x07", "no\rsuch"])
@pytest.mark.parametrize("words", [["lint"], ["draw"], ["handbook"], ["export", "hubspot"]])
def test_a_path_that_is_refused_steers_nothing(words: list[str], name: str, tmp_path: Path) -> None:
    output = [] if words == ["lint"] else ["-o", str(tmp_path / "out")]
    said = CliRunner().invoke(main, [*words, str(tmp_path / name), *output])
    assert said.exit_code == 2
    assert "Traceback" not in said.output
    assert_harmless(said.output)


def test_whatever_stands_everywhere_steers_nothing(tmp_path: Path) -> None:
    """All kinds of text in all fields at once; hidden signs are refused, the rest is quoted."""
    (tmp_path / "playbook.toml").touch()
    visible = [text for text in WRITTEN if text.isprintable()]
    file = tmp_path / "playbook.yaml"
    file.write_text(json.dumps(everything(visible), ensure_ascii=False), "utf-8")
    found = pipeline.lint([file], TODAY)
    assert found.findings
    for form in report.FORMATS:
        assert_harmless(report.written(found, form))
