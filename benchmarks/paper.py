"""Times pictures against mermaid-cli, and the handbook as PDF against WeasyPrint.

    python benchmarks/paper.py [--mmdc PROGRAM] [--weasyprint PYTHON]

``--mmdc`` is mermaid-cli's program (``npm install @mermaid-js/mermaid-cli``), which gets the same
process as our Mermaid file. ``--weasyprint`` is a Python in which WeasyPrint is installed; it
prints the pages of our handbook site, so it does the same work from the same words. Whole commands,
in turn.
"""

import argparse
import json
import shutil
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from measure import Command, program, side_by_side

from playbook import pipeline
from playbook.drawing import views
from playbook.resources import PLAYBOOKS

STARTER = PLAYBOOKS / "b2b-starter"
PRINTING = """
import sys
from pathlib import Path
from weasyprint import HTML
pages = sorted(Path(sys.argv[1]).glob("*.html"))
made = [HTML(filename=str(page)).render() for page in pages]
made[0].copy([each for one in made for each in one.pages]).write_pdf(sys.argv[2])
"""
"""One PDF of all pages, as WeasyPrint's documentation does it."""


def own_time(rounds: int = 20) -> tuple[float, float]:
    """Milliseconds that one picture takes within a running process: with the engine, and at best."""
    playbook = pipeline.valid(PLAYBOOKS / "seven-stages" / "playbook.yaml").playbook
    assert playbook is not None
    times = []
    for _round in range(rounds):
        begin = time.perf_counter()
        views.svg(playbook, embed_font=False)
        times.append((time.perf_counter() - begin) * 1000)
    return sorted(times)[rounds // 2], min(times)


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--mmdc", default=shutil.which("mmdc"))
    parser.add_argument("--weasyprint")
    parser.add_argument("--rounds", type=int, default=3)
    wanted = parser.parse_args()
    median, least = own_time()
    print(f"a picture of seven stages in a running process: {median:.0f} ms (least {least:.0f})")
    with TemporaryDirectory() as name:
        folder = Path(name)
        ours = (program("playbook") or "playbook",)
        commands = [
            Command("playbook draw, SVG", (*ours, "draw", str(STARTER), "-o", f"{folder}/a.svg")),
            Command("playbook draw, PNG", (*ours, "draw", str(STARTER), "-o", f"{folder}/a.png")),
            Command(
                "playbook handbook, PDF", (*ours, "handbook", str(STARTER), "-o", f"{folder}/a.pdf")
            ),
        ]
        if wanted.mmdc:
            drawn = pipeline.render([STARTER], "picture", "mmd", _choices())
            (folder / "a.mmd").write_text(str(next(iter(drawn.values()))), "utf-8")
            browser = {"args": ["--no-sandbox"], "executablePath": shutil.which("chromium") or ""}
            (folder / "browser.json").write_text(json.dumps(browser), "utf-8")
            words = (wanted.mmdc, "-q", "-p", f"{folder}/browser.json", "-i", f"{folder}/a.mmd")
            commands.insert(2, Command("mermaid-cli, SVG", (*words, "-o", f"{folder}/m.svg")))
        if wanted.weasyprint:
            site = folder / "site"
            made = pipeline.render([STARTER], "handbook", "html", _choices(), ["en"])
            from playbook.files import write_folder

            write_folder(site, made, of="handbook")
            words = (wanted.weasyprint, "-c", PRINTING, str(site), f"{folder}/w.pdf")
            commands.append(Command("WeasyPrint, PDF of the site", words))
        print("| command | wall ms | CPU ms | MB |\n|---|---:|---:|---:|")
        for each in side_by_side(commands, wanted.rounds):
            print(
                f"| {each.name} | {each.wall:.0f} | {each.cpu:.0f} | {each.memory:.0f} |",
                flush=True,
            )


def _choices() -> "pipeline.Choices":
    return pipeline.Choices()


if __name__ == "__main__":
    sys.exit(main())
