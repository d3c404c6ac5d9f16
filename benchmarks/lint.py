"""How long a lint takes beside its peers: ``python benchmarks/lint.py [COUNT ...]``.

Measures 1, 100 and 1000 generated playbooks of about 450 lines, looked at anew and remembered. A
peer is measured where it is installed (``pip install check-jsonschema yamllint``, ``npm install ajv-cli``); the peers check
the schema or the style only, ours runs every rule.
"""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import generate
from measure import Command, program, side_by_side, table

SCHEMA = Path(__file__).resolve().parents[1] / "schemas" / "playbook.schema.json"
OURS = "playbook lint --no-cache"


def commands(folder: Path) -> list[Command]:
    """Ours and those of the peers that are installed, on all playbooks of a folder."""
    files = [str(path) for path in sorted(folder.glob("*.yaml"))]
    ours = program("playbook") or sys.exit("install the project first")
    found = [
        Command("python -c pass", (sys.executable, "-c", "pass")),
        Command(OURS, (ours, "lint", "--no-cache", str(folder))),
        Command("playbook lint, nothing changed", (ours, "lint", str(folder))),
    ]
    peers = {
        "check-jsonschema": ("--schemafile", str(SCHEMA), *files),
        "yamllint": ("-d", "{rules: {key-duplicates: {}, truthy: {}, indentation: {}}}", *files),
        "ajv": (
            "validate",
            "--spec=draft2020",
            "-c",
            "ajv-formats",
            "--strict=false",
            "-s",
            str(SCHEMA),
        ),
    }
    for name, arguments in peers.items():
        binary = program(name)
        if binary and name == "ajv":
            arguments = (*arguments, "-d", f"{folder}/*.yaml")
        if binary:
            found.append(Command(name, (binary, *arguments)))
    return found


def main() -> None:
    """Measure, and print a table for each number of playbooks."""
    for count in [int(word) for word in sys.argv[1:]] or [1, 100, 1000]:
        with TemporaryDirectory() as name, TemporaryDirectory() as cache:
            os.environ["XDG_CACHE_HOME"] = cache
            folder = Path(name)
            generate.write(folder, count)
            figures = side_by_side(commands(folder), rounds={1: 9, 100: 3}.get(count, 1))
        print(f"\n{count} playbooks\n\n{table(figures, against=OURS)}")


if __name__ == "__main__":
    main()
