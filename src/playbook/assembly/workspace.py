"""Which files a playbook may refer to, and the one way to what is in them."""

import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from playbook.messages import _
from playbook.paths import root_around, shown
from playbook.source import Document, parse, read

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")
_BACKSLASHED = re.compile(r"[^/]*\\|[A-Za-z]:")


@dataclass(frozen=True)
class Workspace:
    """The folder that a playbook's files must lie in, and the one way to what is in it."""

    root: Path
    buffers: Mapping[Path, str] = field(default_factory=dict, repr=False)
    """Texts as they stand in an editor, not saved yet, by their resolved paths."""
    looked_at: set[Path] = field(default_factory=set, repr=False)
    """Every file and folder that was asked for, there or not: on them all an answer depends."""

    @classmethod
    def around(cls, path: Path, buffers: Mapping[Path, str] | None = None) -> "Workspace":
        """The workspace that a playbook's main file is in."""
        return cls(root_around(path), buffers or {})

    def refusal(self, path: Path, name: str = "") -> str | None:
        """Why a file or folder may not be read, or None if it may; ``name`` is how it was written."""
        if _ADDRESS.match(name):
            return _("It is an address on the web, and playbooks read nothing from there.")
        if name.startswith("/") or _BACKSLASHED.match(name):
            return _("Write it from this file's own folder, with forward slashes.")
        self.looked_at.add(path)
        try:
            target = path.resolve(strict=True)
            mode = target.stat().st_mode
        except (OSError, RuntimeError, ValueError):
            return _("It is not there.")
        if not target.is_relative_to(self.root):
            return _(
                "It lies outside the folder {root}, and playbooks read nothing outside it."
            ).format(root=shown(self.root))
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            return _("It is neither a file nor a folder.")
        return None

    def read(self, path: Path, *, plain: bool = False) -> Document:
        """A file's document; ``plain`` is for text that is not YAML.

        Raises:
            OSError: the file cannot be opened, or is no plain file.

        """
        self.looked_at.add(path)
        buffer = self.buffers.get(path.resolve()) if self.buffers else None
        if buffer is None or plain:
            return read(path, shown(path), plain=plain)
        return parse(buffer, shown(path))

    def is_file(self, path: Path) -> bool:
        """Whether there is a file at a path."""
        self.looked_at.add(path)
        return path.is_file()

    def entries(self, folder: Path) -> Iterator[Path]:
        """What stands in a folder."""
        self.looked_at.add(folder)
        return folder.iterdir()

    def files_below(self, folder: Path) -> Iterator[Path]:
        """The files in a folder and in those below it; links to folders are not followed."""
        for here, _folders, names in os.walk(folder):
            self.looked_at.add(Path(here))
            yield from (Path(here, name) for name in names)
