"""Where the language servers for YAML are, and texts that name a schema of ours."""

import json
import os
import re
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.editor.yaml_client import YamlServer

from playbook.resources import SCHEMAS

_GIVEN = os.environ.get("PLAYBOOK_TEST_YAML_SERVER")
_FOLDER = Path(_GIVEN or Path(sys.prefix) / "yaml-language-server")
NEEDED = [
    pytest.mark.node,
    pytest.mark.skipif(
        not _GIVEN and not (_FOLDER / "installed.json").is_file(),
        reason="the language server for YAML is not installed: scripts/test.py does that",
    ),
]
"""The marks of tests that start one."""
NEWEST, OLD = "yaml-language-server", "yaml-language-server-before-2020-12"
NO_STORE = {"yaml.schemaStore.enable": False}
SCRIPTS = {"en": r"[A-Za-z]", "zh-CN": r"[\u4e00-\u9fff]", "bg": r"[А-Яа-я]"}
"""A letter of each language."""


def server(folder: Path, settings: Mapping[str, Any], name: str = NEWEST) -> YamlServer:
    """A server that is started."""
    node = json.loads((_FOLDER / "installed.json").read_text("utf-8"))["node"]
    program = _FOLDER / "node_modules" / name / "bin" / "yaml-language-server"
    return YamlServer([node, str(program)], folder, settings)


@cache
def schema(name: str) -> dict[str, Any]:
    """One of the schemas, by its name."""
    loaded: dict[str, Any] = json.loads((SCHEMAS / name).read_text("utf-8"))
    return loaded


def checked_by(name: str, text: str) -> str:
    """A text whose first line, a comment, names a schema instead."""
    first, rest = text.split("\n", 1)
    assert first.startswith("#")
    return f"# yaml-language-server: $schema={(SCHEMAS / name).as_uri()}\n{rest}"


def plain(hover: str) -> str:
    """A hover text without what Markdown wants before signs of its own."""
    return re.sub(r"\\(.)", r"\1", hover).replace("&nbsp;", " ")
