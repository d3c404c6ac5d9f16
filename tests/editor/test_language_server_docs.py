"""The page on editors and the VS Code extension: what can be copied from there is sound."""

import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.editor.client import Editor
from tests.editor.team import team

from playbook.lsp.session import Wishes
from playbook.source import parse

ROOT = Path(__file__).resolve().parents[2]
EXTENSION = ROOT / "editors/vscode"
PAGE = (ROOT / "docs/editors.md").read_text("utf-8")
SNIPPETS = re.findall(r"```(\w+)\n(.*?)```", PAGE, re.DOTALL)


def _package() -> dict[str, Any]:
    package: dict[str, Any] = json.loads((EXTENSION / "package.json").read_text("utf-8"))
    return package


@pytest.mark.parametrize(("kind", "text"), SNIPPETS)
def test_what_can_be_copied_can_be_read(kind: str, text: str) -> None:
    readers: dict[str, Any] = {
        "json": json.loads,
        "toml": tomllib.loads,
        "yaml": lambda text: parse(f"{text}id: x\n").data,
        "lua": lambda text: text.count("{") == text.count("}"),
        "console": lambda text: not text.startswith("$"),
    }
    assert readers[kind](text)


def test_the_page_shows_something_for_each_editor() -> None:
    assert {kind for kind, _text in SNIPPETS} == {"json", "toml", "yaml", "lua", "console"}


def test_settings_on_the_page_are_settings_of_the_extension() -> None:
    known = _package()["contributes"]["configuration"]["properties"]
    named = set(re.findall(r'"(playbook\.\w+)":', PAGE))
    assert named <= set(known)
    assert named


def test_the_extensions_settings_are_the_servers_wishes() -> None:
    known = _package()["contributes"]["configuration"]["properties"]
    wishes = Wishes()
    wishes.take({"playbook": {"keys": False, "shape": False, "language": "bg"}})
    assert (wishes.keys, wishes.shape, wishes.language) == (False, False, "bg")
    assert set(known) == {"playbook.command", *(f"playbook.{each}" for each in ("language", "keys", "shape"))}  # fmt: skip
    wishes.take({"playbook": {key.split(".")[1]: each["default"] for key, each in known.items()}})
    assert wishes == Wishes()


@pytest.mark.parametrize("config", [text for kind, text in SNIPPETS if kind == "toml"])
def test_the_server_understands_what_helix_sends(tmp_path: Path, config: str) -> None:
    server = tomllib.loads(config)["language-server"]["playbook"]
    assert (server["command"], server["args"]) == ("playbook", ["lsp"])
    with Editor(team(tmp_path), options=server["config"]) as editor:
        uri = editor.open(editor.folder / "direct/stages.yaml")
        hover = editor.at("hover", uri, (2, 3))
        assert (hover is None) == (server["config"].get("keys") is False)


_STUBS = """
const Module = require("module");
const started = [];
const vscode = {
  workspace: {
    getConfiguration: () => ({ get: (key) => ({ command: "playbook", language: "bg" })[key] }),
    onDidChangeConfiguration: () => ({}),
  },
  window: { showErrorMessage: (text) => started.push(text) },
  commands: { registerCommand: (name) => started.push(name) },
  l10n: { t: (text, ...more) => text.replace("{0}", more[0]) },
};
class LanguageClient {
  constructor(_id, _name, server, options) {
    started.push(server.command, ...server.args, options.initializationOptions().language);
  }
  async start() { if (process.argv[1] === "broken") throw new Error("not found"); }
  async stop() {}
}
const known = { vscode, "vscode-languageclient/node": { LanguageClient, TransportKind: {} } };
const load = Module._load;
Module._load = (name, ...rest) => known[name] ?? load(name, ...rest);
const extension = require(process.argv[2] ?? process.argv[1]);
extension.activate({ subscriptions: [] }).then(() => extension.deactivate()).then(() =>
  console.log(JSON.stringify(started)));
"""


@pytest.mark.skipif(shutil.which("node") is None, reason="needs Node")
@pytest.mark.parametrize(
    ("how", "said"),
    [
        ([], ["playbook.restart", "playbook", "lsp", "bg"]),
        (["broken"], ["playbook.restart", "playbook", "lsp", "bg", 'pip install "sales-playbook[editor]"']),
    ],
)  # fmt: skip
def test_the_extension_starts_the_server_or_says_how_to_install_it(
    how: list[str], said: list[str]
) -> None:
    command = ["node", "-e", _STUBS, *how, str(EXTENSION / "extension.js")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    assert found[: len(said) - len(how)] == said[: len(said) - len(how)]
    assert len(found) == len(said)
    assert said[-1] in found[-1]
