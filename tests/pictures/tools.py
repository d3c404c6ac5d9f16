"""The programs for Node that judge pictures, where scripts/test.py has installed them."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.browser.harness import NEEDS_BROWSER, visit

_GIVEN = os.environ.get("PLAYBOOK_TEST_PICTURE_TOOLS")
FOLDER = Path(_GIVEN or Path(sys.prefix) / "picture-tools")
NEEDED = [
    pytest.mark.node,
    pytest.mark.skipif(
        not _GIVEN and not (FOLDER / "installed.json").is_file(),
        reason="what reads Mermaid and BPMN is not installed: scripts/test.py does that",
    ),
]
"""The marks of tests that need them."""
NEEDED_IN_BROWSER = [*NEEDED, *NEEDS_BROWSER]
MODULES = FOLDER / "node_modules"


def judged(files: Mapping[str, str]) -> dict[str, list[str]]:
    """What the BPMN parser and linter have to say of files, by their names."""
    node = json.loads((FOLDER / "installed.json").read_text("utf-8"))["node"]
    program = Path(__file__).parent / "node" / "judge.mjs"
    run = subprocess.run(
        [node, str(program), str(FOLDER)],
        input=json.dumps(files),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    said: dict[str, list[str]] = json.loads(run.stdout)
    return said


def in_browser(folder: Path, library: str, data: Any, script: str) -> Any:
    """What a script in a browser answers that has a library of Node's, and data as ``DATA``."""
    site = folder / "site"
    site.mkdir()
    (site / "data.js").write_text(f"window.DATA = {json.dumps(data)};", "utf-8")
    address = (MODULES / library).as_uri()
    loading = f"""
    for (const address of ["data.js", {json.dumps(address)}]) {{
      await new Promise((done, failed) => {{
        const each = document.createElement("script");
        [each.src, each.onload, each.onerror] = [address, done, failed];
        document.head.append(each);
      }});
    }}
    """
    seen = visit(site, loading + script)
    assert seen.console == (), seen.console
    return seen.answer
