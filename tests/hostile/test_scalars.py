"""Values as eemeli's `yaml` has them: the parser of the YAML language server, so of editors.

``scalars.json`` holds what it makes of each text; ``scalars.cjs`` says how to make it anew.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest

from playbook.source import parse

HERE = Path(__file__).parent
TABLE: Final = json.loads((HERE / "scalars.json").read_text("utf-8"))
VALUES: Final[list[tuple[str, Any]]] = [(text, value) for text, value in TABLE["values"]]
OTHERWISE: Final[dict[str, Any]] = {
    "! 1": 1,  # a tag that says nothing changes nothing
    "!!int '1'": "1",  # a tag is refused, so it changes nothing
    "*a": None,  # refused, and the rest of the file is read
}
"""What we mean to read in another way."""


def ours(text: str, *, pure: bool) -> Any:
    """What we make of a value: itself, or that it was refused."""
    document = parse(f"a: {text}", pure=pure)
    return {"refused": True} if document.data is None else document.data["a"]


@pytest.mark.parametrize("pure", [False, True], ids=["C parser", "pure Python"])
@pytest.mark.parametrize(("text", "theirs"), VALUES, ids=[ascii(text) for text, _ in VALUES])
def test_a_value_is_what_the_editor_shows(text: str, theirs: Any, pure: bool) -> None:
    if theirs == {"refused": True}:
        document = parse(f"a: {text}", pure=pure)
        assert document.problems, "nobody else can read it"
        return
    if isinstance(theirs, dict) and "number" in theirs:
        theirs = text  # JSON has no infinity, so it is a word
    value = ours(text, pure=pure)
    wanted = OTHERWISE.get(text, theirs)
    assert json.dumps(value) == json.dumps(wanted)


def test_the_table_is_long_enough_and_every_exception_is_in_it() -> None:
    assert len(VALUES) >= 60
    assert set(OTHERWISE) <= {text for text, _ in VALUES}


def test_the_table_is_what_the_package_says_today() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    found = subprocess.run([node, "-e", "require('yaml')"], capture_output=True, check=False)
    if found.returncode:
        pytest.skip("npm's yaml is not installed where node looks; NODE_PATH says where")
    said = subprocess.run(
        [node, HERE / "scalars.cjs", "--check"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env=dict(os.environ),
    )
    assert said.returncode == 0, said.stdout + said.stderr
