"""Files: what they are called to people, what is in them, and where a playbook's must lie."""

import errno
import os
import stat
from pathlib import Path

from playbook.messages import _

MAIN = ("playbook.yaml", "playbook.yml")
"""The main file of a playbook that is a folder."""
_MARKERS = (".git", "playbook.toml")


def shown(path: Path) -> str:
    """A path as people know it: from the folder they stand in, where it is below that."""
    absolute = os.path.abspath(path)  # noqa: PTH100 - links keep the name people gave them
    below = os.path.relpath(absolute)
    return (absolute if below.startswith("..") else below).replace(os.sep, "/")


def below(root: Path, file: str) -> str:
    """A file's path from a root, with forward slashes; ``file`` is as ``shown`` gives it."""
    return os.path.relpath(os.path.abspath(file), root).replace(os.sep, "/")  # noqa: PTH100


def root_around(path: Path) -> Path:
    """The nearest folder above with .git or playbook.toml, else the one around the playbook's."""
    folder = path.parent.resolve()
    for above in (folder, *folder.parents):
        if any((above / marker).exists() for marker in _MARKERS):
            return above
    return folder.parent


def content(path: str | Path, most: int = -1) -> bytes:
    """The bytes of a plain file, or so many of them; nothing else is waited for.

    Raises:
        OSError: the file cannot be opened, or is no plain file.

    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb", buffering=0) as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, _("it is no plain file"), str(path))
        return file.read(most)
