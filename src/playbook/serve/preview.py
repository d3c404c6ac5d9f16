"""The pages as they stand, what is found in the playbooks, and on which page that belongs."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playbook import pipeline
from playbook.discovery import find
from playbook.errors import PlaybookError
from playbook.files import Files
from playbook.findings import Finding
from playbook.linting import Request, lint, settings_of
from playbook.loading import Loaded, load
from playbook.messages import _
from playbook.model.walk import parts
from playbook.renderers import Choices
from playbook.templating import environment

_MARKED = re.compile(r'\bdata-at="([^"]*)"')
_START = "index.html"


@dataclass(frozen=True)
class Shown:
    """A state of the preview: pages, what is found, and what it all depends on."""

    pages: Files
    notes: str
    """What is found, as JSON for the script in the pages."""
    problem: str
    """Why the pages are not as the files say; empty if they are."""
    looked_at: frozenset[Path]


@dataclass
class Preview:
    """Makes the state of the preview from the files, as often as it is asked."""

    paths: Sequence[Path]
    templates: tuple[Path, ...] = ()
    language: str | None = None
    _last: Files = field(default_factory=dict, init=False)
    _looked_at: frozenset[Path] = field(default=frozenset(), init=False)

    def make(self) -> Shown:
        """The state now. While something stops the pages, the last ones are shown."""
        found: tuple[Finding, ...] = ()
        loaded: list[Loaded] = []
        problem = ""
        looked_at = frozenset(self.paths) | frozenset(self._templates())
        if self.templates:
            environment.cache_clear()  # a template that is new stands before one of ours
        try:
            mains = find(self.paths)
            loaded = [load(main) for main in mains]
            looked_at = looked_at.union(*(each.workspace.looked_at for each in loaded), mains)
            request = Request(settings=settings_of, language=self.language, is_cached=True)
            found = lint(self.paths, request).report.findings
            choices = Choices(templates=self.templates, is_live=True)
            self._last = pipeline.render(self.paths, "handbook", "html", choices)
        except PlaybookError as error:
            problem = str(error)
        except Exception as error:  # noqa: BLE001 - the preview goes on, and says what is wrong
            words = _("This is a mistake of playbook itself, not of yours: {words}")
            problem = words.format(words=f"{type(error).__name__}: {error}")
        if problem:
            looked_at |= self._looked_at  # what was there before may come back
        self._looked_at = looked_at
        notes = {
            "problem": problem,
            "words": {"problem": _("The pages are as they were before."), "none": ""},
            "notes": list(_notes(found, loaded, self._last)),
        }
        written = json.dumps(notes, ensure_ascii=False, separators=(",", ":"))
        return Shown(self._last, written, problem, looked_at)

    def _templates(self) -> Iterator[Path]:
        for folder in self.templates:
            yield folder
            yield from folder.rglob("*")


def _notes(
    found: Iterable[Finding], loaded: Iterable[Loaded], pages: Files
) -> Iterator[Mapping[str, Any]]:
    """What is found, with the page and the mark on it where it belongs."""
    where = _where(loaded)
    marks = _marks(pages)
    for each in found:
        page, mark = _place(where.get(each.place.file, {}), each.path, marks)
        yield {
            "page": page,
            "at": mark,
            "severity": each.severity.word,
            "code": each.code,
            "message": each.message,
            "help": each.help,
            "place": f"{each.place.file}:{each.place.line}",
        }


def _where(loaded: Iterable[Loaded]) -> dict[str, dict[str, str]]:
    """For each file the marks of the parts that are written in it, by their paths."""
    found: dict[str, dict[str, str]] = {}
    for one in loaded:
        if one.playbook is None:
            continue
        known = {
            one.document.path(part.at): f"{one.playbook.id}/{'/'.join(map(str, part.at))}"
            for part in parts(one.playbook)
        }
        for file in one.texts:
            found.setdefault(file, {}).update(known)
    return found


def _marks(pages: Files) -> dict[str, str]:
    """For each mark the page that it is on; the first one that is not the start page counts."""
    found: dict[str, str] = {}
    for name in sorted(pages, key=lambda name: (name.endswith(_START), name)):
        text = pages[name]
        if isinstance(text, str) and name.endswith(".html"):
            for mark in _MARKED.findall(text):
                found.setdefault(mark, name)
    return found


def _place(known: Mapping[str, str], path: str, marks: Mapping[str, str]) -> tuple[str, str]:
    """The page and the mark for a path, or for the nearest part around it that is on a page."""
    while path:
        mark = known.get(path, "")
        if mark in marks:
            return marks[mark], mark
        path = _around(path)
    return _START, ""


def _around(path: str) -> str:
    """The path of what is around a part: ``stages.qualified.exit`` for ``….exit[0]``."""
    return path[: max(path.rfind("."), path.rfind("["), 0)]
