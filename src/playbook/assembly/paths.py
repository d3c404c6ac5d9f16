"""Which files a playbook may refer to, and what they are called to people."""

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from playbook.messages import _

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")
_BACKSLASHED = re.compile(r"[^/]*\\|[A-Za-z]:")
_MARKERS = (".git", "playbook.toml")


def shown(path: Path) -> str:
    """A path as people know it: from the folder they stand in, where it is below that."""
    absolute = os.path.abspath(path)  # noqa: PTH100 - links keep the name people gave them
    below = os.path.relpath(absolute)
    return (absolute if below.startswith("..") else below).replace(os.sep, "/")


@dataclass(frozen=True)
class Workspace:
    """The folder that a playbook's files must lie in."""

    root: Path

    @classmethod
    def around(cls, path: Path) -> "Workspace":
        """The nearest folder above with .git or playbook.toml, else the one around the playbook's."""
        folder = path.parent.resolve()
        for above in (folder, *folder.parents):
            if any((above / marker).exists() for marker in _MARKERS):
                return cls(above)
        return cls(folder.parent)

    def refusal(self, path: Path, name: str = "") -> str | None:
        """Why a file or folder may not be read, or None if it may; ``name`` is how it was written."""
        if _ADDRESS.match(name):
            return _("It is an address on the web, and playbooks read nothing from there.")
        if name.startswith("/") or _BACKSLASHED.match(name):
            return _("Write it from this file's own folder, with forward slashes.")
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
