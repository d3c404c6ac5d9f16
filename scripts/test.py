"""Run the tests: set up a development environment in .venv, and pass what is given on to pytest.

    python3 scripts/test.py [PYTEST ARGUMENT ...]

Needs Python 3.11 or newer and nothing else. Tests that need a browser skip, and say so, where
there is none; so do those that need programs for Node, where npm cannot install them, and those
that look into office files, where there is no LibreOffice.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from environment import ready, run, say
from node_tools import set_up


def main() -> None:
    """Set up, and run."""
    binaries = ready(development=True)
    set_up(binaries)
    say("Running the tests ...")
    run(binaries / "pytest", "-n", "auto", "--dist", "worksteal", *sys.argv[1:])


if __name__ == "__main__":
    main()
