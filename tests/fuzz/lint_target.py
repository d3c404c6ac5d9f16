"""Feed the linter whatever leads it to code it has not been in: ``scripts/fuzz.py`` runs this.

    python tests/fuzz/lint_target.py [ARGUMENT ...]

Takes the arguments of libFuzzer, and begins with playbooks of its own. An input that breaks
something is written to a file, whose name it prints; with that file as its argument it tries
it again.
"""

import random
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris  # type: ignore[import-not-found,import-untyped,unused-ignore]

ROOT = Path(__file__).resolve().parents[2]
SMALL = 5_000
"""Bytes of a file from which the fuzzer learns quickly."""

sys.path.insert(0, str(ROOT))


def sow(folder: Path) -> None:
    """Write the inputs to begin with: playbooks by chance, and the small ones that are shipped."""
    from tests.hostile.playbooks import playbook
    from tests.hostile.writing import written

    for seed in range(150):
        chance = random.Random(seed)
        text = written(playbook(chance, room=25), chance)
        (folder / f"made-{seed}").write_bytes(text.encode())
    for number, file in enumerate(sorted(ROOT.glob("playbooks/*/*.yaml"))):
        if file.stat().st_size < SMALL:
            (folder / f"shipped-{number}").write_bytes(file.read_bytes())


def main() -> None:
    """Fuzz."""
    with atheris.instrument_imports(include=["playbook"]):
        from tests.fuzz.oracle import examine
    with TemporaryDirectory() as folder:
        sow(Path(folder))
        files = [each for each in sys.argv[1:] if not each.startswith("-")]
        atheris.Setup([*sys.argv, *([] if files else [folder])], examine)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
