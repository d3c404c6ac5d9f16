"""A playbook in other languages: gettext catalogues beside it.

An entry's context is the path of the text (``stages.qualified.goal``), its
source is the text in the playbook's own language. A text in a list has its
list's path. Any translation editor opens the files.
"""

import dataclasses
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from playbook.assembly import Workspace
from playbook.findings import Place, Problem
from playbook.messages import _
from playbook.model import Playbook
from playbook.model.part import Part
from playbook.model.walk import Leaf
from playbook.paths import shown
from playbook.source import Document

_NUMBERED = re.compile(r"\[\d+\]")


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
        """The entry of a text, or None if there is none."""
        return self.entries.get((context, source))


def context_of(document: Document, leaf: Leaf) -> str:
    """The context of a text in a catalogue: its path by ids, without numbers.

    A plain item has its list's path; what every stage has is translated once.
    """
    at = leaf.at
    if at[0] == "stages" and document.value(at[:3]) is None:
        at = ("every_stage", *at[2:])
    if isinstance(document.value(at[:-1]), str):
        at = at[:-1]
    return _NUMBERED.sub("", document.path(at))


def catalogues(
    document: Document, folder: Path, languages: tuple[str, ...], workspace: Workspace
) -> tuple[dict[str, Catalogue], tuple[Problem, ...]]:
    """The catalogues of a playbook, and why some cannot be read.

    A language without a file has an empty catalogue.
    """
    found: dict[str, Catalogue] = {}
    problems: list[Problem] = []
    for language in languages:
        path = folder / "locales" / f"{language}.po"
        entries: dict[tuple[str, str], Entry] = {}
        is_there = workspace.is_file(path)
        refusal = workspace.refusal(path) if is_there else None
        raw = path.read_bytes() if is_there and refusal is None else b""
        if refusal is not None:
            message = _("This catalogue cannot be read: {words}").format(words=refusal)
            problems.append(Problem(Place(shown(path)), "PB910", message))
        try:
            entries = dict(_entries(raw, shown(path)))
        except _Unreadable as error:
            message = _("This catalogue cannot be read: {words}.").format(words=error)
            problems.append(Problem(Place(shown(path), error.line), "PB910", message))
        for context, (text, file) in document.translated.get(language, {}).items():
            entries[context, ""] = Entry("", text, False, Place(file))
        written = raw.decode("utf-8", "replace")
        found[language] = Catalogue(language, shown(path), entries, written)
    return found, tuple(problems)


class _Unreadable(Exception):
    def __init__(self, words: str, line: int) -> None:
        super().__init__(words)
        self.line = line


def _entries(raw: bytes, file: str) -> Iterator[tuple[tuple[str, str], Entry]]:
    """The entries of a catalogue's bytes.

    Raises:
        _Unreadable: they are no gettext catalogue, or not in UTF-8.

    """
    if not raw.strip():
        return
    from babel.messages.pofile import PoFileError, read_po

    try:
        catalogue = read_po(BytesIO(raw), ignore_obsolete=True, abort_invalid=True)
    except PoFileError as error:
        raise _Unreadable(str(error), error.lineno + 1) from error
    except UnicodeDecodeError as error:
        raise _Unreadable(str(error), raw.count(b"\n", 0, error.start) + 1) from error
    except (LookupError, ValueError) as error:  # an unknown charset, or a date that is none
        raise _Unreadable(str(error), 1) from error
    for message in catalogue:
        if isinstance(message.id, str) and message.id:
            text = message.string if isinstance(message.string, str) else ""
            place = Place(file, message.lineno or 1)
            entry = Entry(message.id, text, "fuzzy" in message.flags, place)
            yield (message.context or "", message.id), entry


def translated(playbook: Playbook, document: Document, catalogue: Catalogue) -> Playbook:
    """The playbook in a catalogue's language; what is not translated stays as it is."""
    found: dict[tuple[Any, ...], str] = {}
    for leaf in playbook.texts:
        context = context_of(document, leaf)
        entry = catalogue.entry(context, leaf.value) or catalogue.entry(context, "")
        if entry is not None and entry.text:
            found[leaf.at] = entry.text
    turned: Playbook = _turn(playbook, found)
    return dataclasses.replace(turned, language=catalogue.language)


def _turn(part: Any, found: Mapping[tuple[Any, ...], str]) -> Any:
    """A part with its texts exchanged, and so its parts."""
    changed: dict[str, Any] = {}
    for field in dataclasses.fields(part):
        value = getattr(part, field.name)
        new = _turned(value, (*part.at, field.name.rstrip("_")), found)
        if new is not value:
            changed[field.name] = new
    return dataclasses.replace(part, **changed) if changed else part


def _turned(value: Any, at: tuple[Any, ...], found: Mapping[tuple[Any, ...], str]) -> Any:
    if isinstance(value, Part):
        return _turn(value, found)
    if isinstance(value, str):
        return found.get(at, value)
    if isinstance(value, tuple) and at and at[-1] != "at":
        new = tuple(_turned(each, (*at, number), found) for number, each in enumerate(value))
        return value if all(a is b for a, b in zip(new, value, strict=True)) else new
    if isinstance(value, Mapping):
        turned = {key: _turned(each, (*at, key), found) for key, each in value.items()}
        return value if all(turned[key] is value[key] for key in value) else turned
    return value
