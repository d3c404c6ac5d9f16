"""How long a handbook of a thousand pages takes: ``python benchmarks/handbook.py [PAGES]``.

The playbooks are those that the project ships, again and again, each time with other ids and with
other words, so that nothing is remembered from one to the next. ``--profile`` says where the time
goes. With ``-o DIR`` the pages are written, and with ``--mkdocs`` their words are given to MkDocs
with Material too, where it is installed (``pip install mkdocs-material``).
"""

import argparse
import cProfile
import json
import pstats
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from measure import program

from playbook import discovery
from playbook.assembly import assemble
from playbook.build import build
from playbook.drawing import views
from playbook.errors import PlaybookError
from playbook.files import Files, write_folder
from playbook.model import Playbook
from playbook.renderers import Choices
from playbook.renderers.handbook.html import render
from playbook.renderers.handbook.html.book import Book
from playbook.resources import PLAYBOOKS


def playbooks(pages: int) -> list[Playbook]:
    """Playbooks that make so many pages."""
    found: list[Playbook] = []
    there = 0
    for playbook in _different():
        found.append(playbook)
        there += len(Book(playbook).pages)
        if there >= pages:
            break
    return found


def _different() -> Iterator[Playbook]:
    documents = [assemble(path).document for path in discovery.find([PLAYBOOKS])]
    for number in count(1):
        for document in documents:
            first = build(document)
            if first.template or len(first.stages) < 4:
                continue
            data: Any = json.loads(json.dumps(document.data))
            data["id"] = f"{first.id[:14]}-{number}"
            for leaf in first.texts:
                _change(data, leaf.at, number)
            yield build(replace(document, data=data))


def _change(data: Any, at: tuple[str | int, ...], number: int) -> None:
    """Put a number behind a text, whether it stands in short or in full."""
    holder = data
    for step in at[:-1]:
        if isinstance(holder, str) or step not in _keys(holder):
            return
        outer, last, holder = holder, step, holder[step]
    if isinstance(holder, str):
        outer[last] = f"{holder} {number}"
    elif at[-1] in _keys(holder) and isinstance(holder[at[-1]], str):
        holder[at[-1]] += f" {number}"


def _keys(holder: Any) -> Any:
    return range(len(holder)) if isinstance(holder, list) else holder


def main() -> None:
    """Measure, and say what took how long."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="?", type=int, default=1000)
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--mkdocs", action="store_true")
    options = parser.parse_args()
    found = playbooks(options.pages)
    profile = cProfile.Profile()
    begin = time.perf_counter()
    if options.profile:
        profile.enable()
    files = render(found, Choices())
    profile.disable()
    took = time.perf_counter() - begin
    pages = [name for name in files if name.endswith(".html")]
    size = sum(len(each) for each in files.values()) / 1e6
    drawn = _drawing(found)
    print(f"{len(pages)} pages of {len(found)} playbooks, {size:.1f} MB")
    print(f"all of it: {took:.2f} s; the pictures in it: {drawn:.2f} s")
    if options.profile:
        pstats.Stats(profile).sort_stats("tottime").print_stats(30)
    if options.output:
        write_folder(options.output, files, of="handbook")
    if options.mkdocs:
        print(f"MkDocs with Material: {_mkdocs(files):.2f} s")


def _drawing(found: list[Playbook]) -> float:
    """How long the pictures take by themselves: most of it is graphviz."""
    begin = time.perf_counter()
    for playbook in found:
        for view in ("flow", "buyer"):
            try:
                views.svg(playbook, view, embed_font=False, heading=False)
            except PlaybookError:
                continue
    return time.perf_counter() - begin


def _mkdocs(files: Files) -> float:
    """The words of the same pages, as Markdown, through MkDocs with Material and its search."""
    from playbook.renderers.handbook.html.search import words

    mkdocs = program("mkdocs") or sys.exit("pip install mkdocs-material")
    with TemporaryDirectory() as name:
        folder = Path(name)
        for address, text in files.items():
            if address.endswith(".html"):
                page = folder / "docs" / address.replace(".html", ".md")
                page.parent.mkdir(parents=True, exist_ok=True)
                page.write_text(_markdown(str(text), words), "utf-8")
        settings = (
            "site_name: Pages\nuse_directory_urls: false\nplugins: [search]\n"
            "theme: {name: material, features: [navigation.prune]}\n"
        )
        (folder / "mkdocs.yml").write_text(settings, "utf-8")
        begin = time.perf_counter()
        subprocess.run([mkdocs, "build", "--quiet"], cwd=folder, check=True)
        return time.perf_counter() - begin


def _markdown(text: str, words: Any) -> str:
    """A page's words below its headings."""
    main = text.partition("<main")[2].partition(">")[2].rpartition("</main>")[0]
    lines = []
    for piece in (
        main.replace("<h", "\0<h").replace("<p", "\0<p").replace("<li", "\0<li").split("\0")
    ):
        level = piece[2:3] if piece[:2] == "<h" and piece[2:3].isdigit() else ""
        mark = f"{'#' * int(level)} " if level else "- " if piece.startswith("<li") else ""
        lines.append(mark + words(piece.replace("h1", "div")))
    return "\n\n".join(line for line in lines if line.strip("#- "))


if __name__ == "__main__":
    main()
