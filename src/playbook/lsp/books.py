"""The playbooks of a workspace, each with all the files it is made of, as they are written.

What is in an editor comes before what is on the disk. Nothing is remembered of
which files there are; of a file it is remembered what was made out of it, as
long as its text is the same.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from playbook.assembly import Workspace
from playbook.assembly.folder import sections
from playbook.assembly.variant import DEEPEST
from playbook.findings import At
from playbook.lsp.written import YAML, File, Written, prefix_of
from playbook.model import ElementId, PartId, QuestionId
from playbook.paths import MAIN
from playbook.references import OptionId, Symbol
from playbook.source.decoding import LARGEST_FILE

_MOST_FILES = 1000
_SHARES = re.compile(r"^[\"']?(?:uses|extends|continues)\b", re.MULTILINE)


@dataclass(frozen=True)
class Book:
    """A playbook: its files, and what the ids in them stand for."""

    main: Path
    files: tuple[File, ...]
    prose: Mapping[Path, At]
    """The Markdown files that belong to parts of it, and the folders and names they have there."""

    @property
    def id(self) -> str:
        """Its id, or nothing where none is written yet."""
        return self._said("id")

    @property
    def name(self) -> str:
        """What people call it, or nothing."""
        return self._said("name")

    @property
    def language(self) -> str:
        """The language that it says it is in, or nothing."""
        return self._said("language")

    def _said(self, key: str) -> str:
        for file in self.files:
            if not file.prefix and isinstance(value := file.document.value((key,)), str):
                return value
        return ""

    @cached_property
    def _questions(self) -> Mapping[str, Mapping[str, Any]]:
        """The questions of each questionnaire, by their ids."""
        found: dict[str, dict[str, Any]] = {}
        for file in self.files:
            all_of_them = file.document.value(("questionnaires",))
            for id, each in all_of_them.items() if isinstance(all_of_them, dict) else ():
                questions = each.get("questions") if isinstance(each, dict) else None
                for question in questions if isinstance(questions, list) else ():
                    if isinstance(question, dict) and isinstance(question.get("id"), str):
                        found.setdefault(id, {}).setdefault(question["id"], question)
        return found

    def symbol(self, symbol: Symbol) -> Symbol:
        """What an id stands for in this playbook, where one file alone does not say it."""
        kind, id, scope = symbol
        if kind is PartId:
            if id in self._questions.get(scope, ()):
                return Symbol(QuestionId, id)
            return Symbol(ElementId, id, scope)
        if kind is OptionId and scope.startswith("question."):
            name = scope.partition(".")[2]
            for questions in self._questions.values():
                if isinstance(field := questions.get(name, {}).get("field"), str):
                    return Symbol(kind, id, f"fields.{field}")
        return symbol

    @cached_property
    def _by_symbol(self) -> Mapping[Symbol, tuple[Written, ...]]:
        found: dict[Symbol, list[Written]] = {}
        for file in self.files:
            for written in file.written:
                if written.mention.playbook in (None, self.id):
                    found.setdefault(self.symbol(written.mention.symbol), []).append(written)
        return {symbol: tuple(each) for symbol, each in found.items()}

    @cached_property
    def _defined(self) -> Mapping[Symbol, Written]:
        found: dict[Symbol, Written] = {}
        for each in (each for file in self.files for each in file.written):
            if each.mention.is_definition:
                found.setdefault(self.symbol(each.mention.symbol), each)
        return found

    def written(self, symbol: Symbol) -> tuple[Written, ...]:
        """Every place where an id is written."""
        return self._by_symbol.get(symbol, ())

    def definitions(self, symbol: Symbol) -> tuple[Written, ...]:
        """Where a thing is defined; more than one where a variant changes it."""
        return tuple(each for each in self.written(symbol) if each.mention.is_definition)

    def defined(self, kind: Any, scope: str = "") -> Iterator[tuple[Symbol, Written]]:
        """What there is of a kind, each with its first definition."""
        for symbol, first in self._defined.items():
            if symbol.kind is kind and symbol.scope == scope:
                yield symbol, first

    def file(self, path: Path) -> File | None:
        """One of its files."""
        return next((file for file in self.files if file.path == path), None)

    def part(self, written: Written) -> tuple[At, dict[str, Any]]:
        """The part that a definition defines: its path, and what is written of it."""
        at = written.mention.at if written.mention.is_key else written.mention.at[:-1]
        file = self.file(written.path)
        value = file.document.value(at) if file else None
        return at, value if isinstance(value, dict) else {}


class Books:
    """Finds and reads playbooks; texts in an editor come before those on the disk."""

    def __init__(self) -> None:
        self.buffers: dict[Path, str] = {}
        self._read: dict[Path, tuple[Any, File]] = {}

    def file(self, path: Path, prefix: At | None = None) -> File | None:
        """A file as it stands now, or None if it cannot be read."""
        text = self.buffers.get(path)
        stamp: Any = text if text is not None else _stamp(path)
        if stamp is None:
            return None
        known = self._read.get(path)
        if known is not None and known[0] == stamp and prefix in (None, known[1].prefix):
            return known[1]
        if text is None:
            text = _text(path)
        if text is None or len(text) > LARGEST_FILE:
            return None
        if prefix is None:
            prefix = known[1].prefix if known else prefix_of(path)
        file = File(path, text, prefix)
        self._read[path] = (stamp, file)
        return file

    def book(self, main: Path) -> Book:
        """A playbook with all its files."""
        return self._gathered(main, self._parts(main, Workspace.around(main), ()))

    def library(self, main: Path, folder: Path) -> Book:
        """A library that no known playbook uses; one of its files stands for the main file."""
        return self._gathered(main, in_folder(folder))

    def _gathered(self, main: Path, parts: Iterable[tuple[Path, At]]) -> Book:
        files: dict[Path, File] = {}
        prose: dict[Path, At] = {}
        for path, prefix in parts:
            if path.suffix == ".md":
                prose.setdefault(path, prefix)
            if path not in files and len(files) < _MOST_FILES:
                file = self.file(path, prefix)
                if file is not None:
                    files[path] = file
        return Book(main, tuple(files.values()), prose)

    def shares(self, main: Path) -> bool:
        """Whether a playbook says that it has to do with others."""
        text = self.buffers.get(main)
        text = _text(main) if text is None else text
        return bool(text and _SHARES.search(text))

    def _parts(
        self, main: Path, workspace: Workspace, chain: tuple[Path, ...]
    ) -> Iterator[tuple[Path, At]]:
        """The files that a playbook is put together from; itself comes first."""
        if main in chain or len(chain) > DEEPEST:
            return
        yield main, ()
        if main.name in MAIN:
            yield from in_folder(main.parent)
        file = self.file(main, ())
        data = file.document.data if file else None
        if not isinstance(data, dict):
            return
        used = data.get("uses")
        for name in used if isinstance(used, list) else ():
            folder = _allowed(main.parent, name, workspace)
            if folder is not None and folder.is_dir():
                yield from in_folder(folder)
        base = _allowed(main.parent, data.get("extends"), workspace, suffix=".yaml")
        if base is not None and base.is_dir():
            base = next((base / name for name in MAIN if (base / name).is_file()), None)
        if base is not None:
            yield from self._parts(base, workspace, (*chain, main))


def _allowed(folder: Path, name: Any, workspace: Workspace, suffix: str = "") -> Path | None:
    """A file or folder that a playbook names, if it may be read."""
    if not isinstance(name, str) or not name:
        return None
    for path in (folder / name, folder / f"{name}{suffix}"):
        if workspace.refusal(path, name) is None:
            return path.resolve()
    return None


def in_folder(folder: Path) -> Iterator[tuple[Path, At]]:
    """The section files of a folder and what stands in folders named after sections.

    Each comes with the place in the playbook that its name gives it.
    """
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return
    for entry in entries:
        if entry.suffix in YAML and entry.name not in MAIN and entry.stem in sections():
            yield entry.resolve(), (entry.stem,)
        elif entry.name in sections() and entry.is_dir():
            for here, _folders, names in os.walk(entry):
                for path in (Path(here, name) for name in sorted(names)):
                    if path.suffix in YAML:
                        yield path.resolve(), (entry.name, path.stem)
                    elif path.suffix == ".md":
                        yield path.resolve(), path.relative_to(folder).parts


def _stamp(path: Path) -> tuple[int, int] | None:
    """What changes when a file on the disk is written."""
    try:
        stat = path.stat()
    except (OSError, ValueError):
        return None
    return stat.st_mtime_ns, stat.st_size


def _text(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1).decode("utf-8-sig")
    except (OSError, ValueError):
        return None


def catalogues_beside(mains: Iterable[Path]) -> Iterator[Path]:
    """The catalogues of playbooks."""
    for main in mains:
        folder = main.parent / "locales"
        try:
            yield from sorted(path.resolve() for path in folder.glob("*.po"))
        except OSError:
            continue
