"""The catalogues that a playbook's languages have, as they are read beside it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from playbook.assembly import Workspace
from playbook.findings import Place, Problem
from playbook.messages import _
from playbook.paths import shown
from playbook.source import Document
from playbook.translate import po


@dataclass(frozen=True)
class Entry:
    """One translated text."""

    source: str
    text: str
    is_stale: bool
    place: Place


@dataclass(frozen=True)
class Catalogue:
    """The translations into one language, by context and source text."""

    language: str
    file: str
    entries: Mapping[tuple[str, str], Entry]
    written: str = ""
    """The catalogue's file as it is written, for showing lines of it."""

    def entry(self, context: str, source: str) -> Entry | None:
        """The entry of a text, or None if there is none; a Markdown file is one too."""
        found = self.entries.get((context, source))
        return found if found and found.text else self.entries.get((context, "")) or found


def file_of(folder: Path, language: str) -> Path:
    """Where the catalogue of a language is, beside the playbooks of a folder."""
    return folder / "locales" / f"{language}.po"


def catalogues(
    document: Document, folder: Path, languages: tuple[str, ...], workspace: Workspace
) -> tuple[dict[str, Catalogue], tuple[Problem, ...]]:
    """The catalogues of a playbook, and why some cannot be read.

    A language without a file has an empty catalogue.
    """
    found: dict[str, Catalogue] = {}
    problems: list[Problem] = []
    for language in languages:
        path = file_of(folder, language)
        entries: dict[tuple[str, str], Entry] = {}
        is_there = workspace.is_file(path)
        refusal = workspace.refusal(path) if is_there else None
        raw = path.read_bytes() if is_there and refusal is None else b""
        if refusal is not None:
            message = _("This catalogue cannot be read: {words}").format(words=refusal)
            problems.append(Problem(Place(shown(path)), "PB910", message))
        try:
            entries = dict(_entries(raw, shown(path)))
        except po.Unreadable as error:
            message = _("This catalogue cannot be read: {words}.").format(words=error)
            problems.append(Problem(Place(shown(path), error.line), "PB910", message))
        for context, (text, file) in document.translated.get(language, {}).items():
            entries[context, ""] = Entry("", text, False, Place(file))
        written = raw.decode("utf-8", "replace")
        found[language] = Catalogue(language, shown(path), entries, written)
    return found, tuple(problems)


def _entries(raw: bytes, file: str) -> Iterator[tuple[tuple[str, str], Entry]]:
    """The entries of a catalogue's bytes."""
    for unit in po.read(raw).units:
        yield unit.key, Entry(unit.source, unit.text, unit.is_fuzzy, Place(file, unit.line))
