"""Try playbook: set it up in a folder of its own, and run the main job on the shipped playbooks.

    python3 scripts/try.py

Needs Python 3.11 or newer and nothing else. What it makes is in the folder out/.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from environment import ROOT, ready, run, say

OUT = ROOT / "out"
STARTER = ROOT / "playbooks" / "b2b-starter"


def main() -> None:
    """Set up, and run."""
    playbook = ready(development=False) / "playbook"
    say("Checking the shipped playbooks ...")
    run(playbook, "lint", "playbooks")
    say("Drawing a process ...")
    run(playbook, "draw", STARTER, "-o", OUT / "process.svg")
    say("Making the handbook of all shipped playbooks ...")
    run(playbook, "handbook", "playbooks", "-o", OUT / "handbook")
    say("Making a handbook to print, a workbook for the pipeline, and a quiz ...")
    run(playbook, "handbook", STARTER, "-o", OUT / "handbook.pdf")
    run(playbook, "handbook", STARTER, "-o", OUT / "pipeline.xlsx")
    run(playbook, "train", STARTER, "-o", OUT / "training")
    for target in ("hubspot", "salesforce"):
        say(f"Writing the files for {target} ...")
        run(playbook, "export", target, STARTER, "-o", OUT / target, quiet=True)
    say("")
    say("Done. Look at these, in your browser or your editor:")
    say(f"  the handbook   {OUT / 'handbook' / 'index.html'}")
    say(f"  the picture    {OUT / 'process.svg'}")
    say(f"  to print       {OUT / 'handbook.pdf'}")
    say(f"  the workbook   {OUT / 'pipeline.xlsx'}")
    say(f"  the quiz       {OUT / 'training' / 'quiz' / 'index.html'}")
    say(f"  CRM files      {OUT / 'hubspot'} and {OUT / 'salesforce'}; begin with SETUP.md")
    say("")
    say("Make a playbook of your own:")
    say(f"  {playbook} new my-sales")


if __name__ == "__main__":
    main()
