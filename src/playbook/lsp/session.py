"""What an editor has open, what it wishes, and which playbooks its files belong to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lsprotocol import types

from playbook.assembly.folder import sections
from playbook.discovery import find, says_a_playbook
from playbook.errors import NotFound
from playbook.linting.settings import FILE as SETTINGS_FILE
from playbook.lsp.books import Book, Books
from playbook.lsp.positions import Counting, path_of, uri_of
from playbook.lsp.written import YAML, File, folder_of
from playbook.messages import closest, is_known
from playbook.paths import MAIN, root_around

_BESIDE = frozenset({"crm", "locales"})
"""What stands beside a playbook's main file and is no section."""


@dataclass
class Wishes:
    """What the user has set in the editor."""

    usual: str | None = None
    """The language of messages that the editor and the environment suggest."""
    asked: str | None = None
    """The language that was asked for in the editor's settings."""
    keys: bool = True
    """Whether keys and words of the format are completed and explained, or another server does it."""
    shape: bool = True
    """Whether findings about reading and shape are shown, or another server shows them."""

    @property
    def language(self) -> str | None:
        """The language of messages; None is each playbook's own."""
        return self.asked or self.usual

    def take(self, said: Any) -> None:
        """Take over what an editor says, as far as it can be understood."""
        if isinstance(said, Mapping) and isinstance(said.get("playbook"), Mapping):
            said = said["playbook"]
        if not isinstance(said, Mapping):
            return
        if isinstance(said.get("keys"), bool):
            self.keys = said["keys"]
        if isinstance(said.get("shape"), bool):
            self.shape = said["shape"]
        language = said.get("language")
        if isinstance(language, str):
            self.asked = closest(language) if is_known(language) else None


@dataclass
class Open:
    """A document that is open in the editor."""

    uri: str
    path: Path
    version: int | None
    text: str


@dataclass
class Survey:
    """The playbooks of the workspaces, as far as they have been looked for."""

    mains: dict[Path, tuple[Path, ...]] = field(default_factory=dict)
    """By root."""
    files: dict[Path, frozenset[Path]] = field(default_factory=dict)
    """The files of those playbooks that have to do with others."""

    def sharing(self, path: Path) -> list[Path]:
        """The playbooks that take a file in from elsewhere."""
        return sorted(main for main, files in self.files.items() if path in files and path != main)

    def look(self, root: Path, books: Books) -> None:
        """Look through a folder; this takes a while, so it is done beside the editor's requests."""
        try:
            found = tuple(main.resolve() for main in find([root]))
        except (NotFound, OSError):
            found = ()
        files = {
            main: frozenset(file.path for file in books.book(main).files)
            for main in found
            if books.shares(main)
        }
        gone = set(self.mains.get(root, ())) - set(found)
        self.files = {
            main: each for main, each in {**self.files, **files}.items() if main not in gone
        }
        self.mains[root] = found


@dataclass
class Session:
    """One editor, from the moment it says hello."""

    wishes: Wishes = field(default_factory=Wishes)
    books: Books = field(default_factory=Books)
    counting: Counting = field(default_factory=Counting)
    folders: list[Path] = field(default_factory=list)
    """The folders that are open in the editor."""
    open: dict[Path, Open] = field(default_factory=dict)
    survey: Survey = field(default_factory=Survey)
    capabilities: types.ClientCapabilities = field(default_factory=types.ClientCapabilities)

    def opened(self, uri: str, version: int | None, text: str) -> Path | None:
        """Take over a document's text; its path, or None if it is no file of ours."""
        path = path_of(uri)
        if path is None:
            return None
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        self.open[path] = Open(uri, path, version, text)
        self.books.buffers[path] = text
        return path

    def closed(self, uri: str) -> Path | None:
        """Forget a document's text; what is on the disk holds again."""
        path = path_of(uri)
        if path is None:
            return None
        self.open.pop(path, None)
        self.books.buffers.pop(path, None)
        return path

    def uri(self, path: Path) -> str:
        """The address that the editor knows a file by."""
        return self.open[path].uri if path in self.open else uri_of(path)

    def file(self, uri: str) -> File | None:
        """An open document, or another file, as it stands."""
        path = path_of(uri)
        return self.books.file(path) if path is not None else None

    def own_main(self, path: Path) -> Path | None:
        """The main file of the playbook that a file is a part of, or None for one of a library."""
        if path.name in MAIN:
            return path
        for folder, part in ((path.parent, path.stem), (path.parent.parent, path.parent.name)):
            if part in sections() or part in _BESIDE:
                main = next((folder / name for name in MAIN if (folder / name).is_file()), None)
                if main is not None:
                    return main.resolve()
        return path if self._is_playbook(path) else None

    def _is_playbook(self, path: Path) -> bool:
        """Whether a file of any name looks like a playbook, saved or not."""
        file = self.books.file(path) if path.suffix in YAML else None
        return file is not None and says_a_playbook(file.text.encode("utf-8", "replace"))

    def mains(self, path: Path) -> tuple[Path, ...]:
        """The playbooks that depend on a file: the one it is a part of, then those that share it."""
        own = self.own_main(path)
        others = self.survey.sharing(path)
        return tuple(dict.fromkeys([own, *others] if own else others))

    def book(self, path: Path) -> Book | None:
        """The playbook to look at a file in, or None if it is in none."""
        main = next(iter(self.mains(path)), None)
        if main is not None:
            return self.books.book(main)
        file = self.books.file(path) if path.suffix in YAML else None
        return self.books.library(path, folder_of(file)) if file and file.prefix else None

    def beside(self, path: Path) -> tuple[Path, ...]:
        """The playbooks of the workspace that a file is in, as far as they are known."""
        return self.survey.mains.get(self.root(path), ())

    def sharing(self, path: Path) -> Iterator[Path]:
        """Those among them that have to do with others."""
        yield from (main for main in self.beside(path) if main in self.survey.files)

    def named(self, id: str | None, beside: Path) -> Book | None:
        """A playbook by its id, in the workspace that a file is in."""
        for main in self.beside(beside):
            book = self.books.book(main)
            if id and book.id == id:
                return book
        return None

    def root(self, path: Path) -> Path:
        """The folder in which to look for the playbooks that a file may have to do with."""
        root = root_around(path)
        if any((root / marker).exists() for marker in (".git", SETTINGS_FILE)):
            return root
        around = [folder for folder in self.folders if path.is_relative_to(folder)]
        return max(around, key=lambda folder: len(folder.parts)) if around else path.parent
