"""Start-up: a command loads what it needs and nothing else."""

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {
    "networkx",
    "jinja2",
    "jsonschema",
    "babel",
    "graphviz",
    "markdown_it",
    "importlib.metadata",
}


def loaded_by(*arguments: str) -> set[str]:
    code = (
        "import sys\n"
        "from playbook.cli import main\n"
        "try:\n"
        f"    main({list(arguments)!r}, prog_name='playbook')\n"
        "except SystemExit as stop:\n"
        "    assert stop.code in (0, None), stop.code\n"
        "print('LOADED', *sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    return set(done.stdout.rsplit("LOADED", 1)[1].split())


def test_the_version_loads_neither_networkx_nor_jinja2_nor_jsonschema() -> None:
    assert not loaded_by("--version") & {
        "networkx",
        "jinja2",
        "jsonschema",
        "yaml",
        "jsonschema_rs",
    }


def test_help_loads_nothing_heavy() -> None:
    assert not loaded_by("--help") & (HEAVY | {"yaml", "jsonschema_rs"})


def test_a_lint_loads_nothing_heavy(shipped: tuple[Path, ...]) -> None:
    smallest = next(path for path in shipped if path.parent.name == "smallest")
    assert not loaded_by("lint", str(smallest)) & HEAVY


@pytest.mark.parametrize("command", [["rules"], ["explain", "PB301"]])
def test_the_rules_load_nothing_heavy(command: list[str]) -> None:
    assert not loaded_by(*command) & (HEAVY - {"markdown_it", "jinja2", "graphviz"})
