"""How long the command takes to begin, as multiples of bare Python: ``python benchmarks/startup.py``."""

import sys

from measure import Command, program, side_by_side, table

PLAYBOOK = program("playbook") or sys.exit("install the project first")
BARE = "python -c pass"


def main() -> None:
    """Measure, and print a table."""
    smallest = "playbooks/smallest"
    commands = [
        Command(BARE, (sys.executable, "-c", "pass")),
        Command("playbook --version", (PLAYBOOK, "--version")),
        Command("playbook --help", (PLAYBOOK, "--help")),
        Command("playbook rules", (PLAYBOOK, "rules")),
        Command("playbook lint smallest", (PLAYBOOK, "lint", smallest)),
    ]
    print(table(side_by_side(commands, rounds=15), against=BARE))


if __name__ == "__main__":
    main()
