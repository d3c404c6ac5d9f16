"""How long a lint takes after an accident: ``python benchmarks/accidents.py [COUNT]``.

Changes shipped and generated playbooks at random, as tests/hostile does, and prints the median,
the slowest one in a hundred, and the slowest of all with what was found in them.
"""

import random
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.hostile.mutations import mutated
from tests.hostile.playbooks import playbook
from tests.hostile.writing import written

from playbook import pipeline

ROOT = Path(__file__).resolve().parents[1]
SLOWEST = 5


def main() -> None:
    """Measure, and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    shipped = [file.read_text("utf-8") for file in sorted(ROOT.glob("playbooks/*/playbook.yaml"))]
    rows = []
    with TemporaryDirectory() as name:
        file = Path(name) / "one" / "playbook.yaml"
        file.parent.mkdir()
        file.write_text(shipped[0], "utf-8")
        pipeline.lint([file])  # whatever is loaded once is loaded now
        for seed in range(count):
            chance = random.Random(seed)
            text = chance.choice(shipped) if seed % 2 else written(playbook(chance), chance)
            raw = mutated(text, chance).encode("utf-8", "surrogatepass")
            file.write_bytes(raw)
            before = time.process_time()
            findings = pipeline.lint([file]).findings
            took = (time.process_time() - before) * 1000
            codes = ", ".join(dict.fromkeys(each.code for each in findings))
            rows.append((took, seed, len(raw), codes[:60]))
    rows.sort()
    print(f"{count} accidents, milliseconds of processor time for each lint\n")
    print(f"median {rows[count // 2][0]:.0f}, 99 % below {rows[count * 99 // 100][0]:.0f}\n")
    print("| ms | accident | bytes | found |\n|---:|---:|---:|---|")
    for took, seed, size, codes in reversed(rows[-SLOWEST:]):
        print(f"| {took:.0f} | {seed} | {size} | {codes} |")


if __name__ == "__main__":
    main()
