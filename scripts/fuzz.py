"""Fuzz the linter for a while: ``python3 scripts/fuzz.py [SECONDS]``, a minute by default.

Where atheris cannot be installed, it says so
and does nothing. An input that breaks something stays in out/fuzz.
"""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent))

from environment import ROOT, ready, run, say


def main() -> None:
    """Set up, and fuzz."""
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    python = ready(development=True) / "python"
    if not has_atheris(python):
        say("SKIPPED: atheris, which does the fuzzing, cannot be installed for this Python here.")
        return
    found = ROOT / "out" / "fuzz"
    found.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:  # the fuzzer ends without tidying up
        os.environ["TMPDIR"] = folder
        run(
            python,
            ROOT / "tests" / "fuzz" / "lint_target.py",
            f"-max_total_time={seconds}",
            "-max_len=6000",
            "-timeout=20",
            "-rss_limit_mb=1500",
            "-print_final_stats=1",
            f"-dict={ROOT / 'tests' / 'fuzz' / 'words.dict'}",
            f"-artifact_prefix={found}/",
        )


def has_atheris(python: Path) -> bool:
    """Whether the fuzzer is there, after trying to install it."""
    install = (python, "-m", "pip", "--quiet", "--disable-pip-version-check", "install")
    for command in ((python, "-c", "import atheris"), (*install, "--group", "fuzz")):
        words = [str(word) for word in command]
        if subprocess.run(words, cwd=ROOT, capture_output=True, check=False).returncode == 0:
            return True
    return False


if __name__ == "__main__":
    main()
