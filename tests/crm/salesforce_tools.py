"""The library behind Salesforce's command line, where scripts/test.py has installed it."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pytest

_GIVEN: Final = os.environ.get("PLAYBOOK_TEST_SALESFORCE")
_ALONE: Final = {"SF_ORG_API_VERSION": "66.0", "SF_DISABLE_TELEMETRY": "true"}
"""Without these the library asks the net for the version of the day, and waits for the answer."""
FOLDER: Final = Path(_GIVEN or Path(sys.prefix) / "salesforce-tools")
NEEDED: Final = [
    pytest.mark.node,
    pytest.mark.skipif(
        not _GIVEN and not (FOLDER / "installed.json").is_file(),
        reason="what reads and converts Salesforce projects is not installed: "
        "scripts/test.py does that",
    ),
]
"""The marks of tests that need it."""


def converted(projects: Sequence[tuple[Path, Path]]) -> list[dict[str, list[str]]]:
    """What is in each project, by types; the projects in the metadata format go to the others."""
    node = json.loads((FOLDER / "installed.json").read_text("utf-8"))["node"]
    program = Path(__file__).parent / "node" / "convert.cjs"
    run = subprocess.run(
        [node, str(program), str(FOLDER)],
        input=json.dumps([[str(source), str(target)] for source, target in projects]),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        env={**os.environ, **_ALONE},
    )
    said: list[dict[str, Any]] = json.loads(run.stdout)
    return said
