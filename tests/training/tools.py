"""Where the packages of Node are that the training tests compare with, if they are installed."""

import os
from pathlib import Path
from typing import Final

import pytest

VARIABLE: Final = "PLAYBOOK_TEST_TRAINING_NODE"
"""Names the folder in which ``tests/training/node`` is installed. With it they are needed."""
FOLDER: Final = Path(
    os.environ.get(VARIABLE) or Path(__file__).parents[2] / ".venv" / "training-node"
)


def package(name: str) -> Path:
    """The folder of a package; the test skips without it, unless it is said where it has to be."""
    path = FOLDER / "node_modules" / name
    if not path.is_dir():
        assert VARIABLE not in os.environ, f"{name} is not in {FOLDER}"
        pytest.skip(f"the npm package {name} is not installed")
    return path
