"""The virtual environment that the scripts work in."""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OLDEST = (3, 11)


def ready(*, development: bool) -> Path:
    """The folder of the environment's programs, installed as pyproject.toml says now."""
    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:3]))
        sys.exit(f"playbook needs Python {'.'.join(map(str, OLDEST))} or newer; this is {found}.")
    folder = Path(os.environ.get("PLAYBOOK_VENV", ROOT / ".venv"))
    binaries = folder / ("Scripts" if os.name == "nt" else "bin")
    mark = folder / ".installed"
    wanted = _wanted(development=development)
    if mark.is_file() and wanted in mark.read_text("utf-8").split():
        return binaries
    say(f"Setting up Python's packages in {folder.name} (once, about a minute) ...")
    if not (binaries / ("python.exe" if os.name == "nt" else "python")).exists():
        try:
            venv.create(folder, with_pip=True)
        except (OSError, subprocess.CalledProcessError) as error:
            sys.exit(f"Python could not make a virtual environment: {error}")
    pip = (binaries / "python", "-m", "pip", "--quiet", "--disable-pip-version-check", "install")
    group: tuple[str, ...] = ()
    if development:
        run(*pip, "--upgrade", "pip>=25.1")  # the first that knows dependency groups
        group = ("--group", "dev")
    run(*pip, "--editable", ".[all]", *group)
    others = mark.read_text("utf-8").split() if mark.is_file() else []
    mark.write_text("\n".join([*others[-3:], wanted]), "utf-8")
    return binaries


def _wanted(*, development: bool) -> str:
    """What an installation depends on, in short."""
    text = (ROOT / "pyproject.toml").read_bytes() + sys.version.encode()
    return ("dev-" if development else "run-") + hashlib.sha256(text).hexdigest()[:16]


def run(*command: object, quiet: bool = False) -> None:
    """Run a program in the repository's folder; stop with its exit code if it fails."""
    sys.stdout.flush()
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=ROOT, check=False, stdout=subprocess.PIPE if quiet else None)
    if done.returncode:
        sys.exit(done.returncode)


def say(text: str) -> None:
    """Tell the one who waits what is going on."""
    print(text, flush=True)
