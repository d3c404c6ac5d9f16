"""Files that somebody gives us to read: a file, several, or a folder of them."""

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from playbook.errors import NotFound, PlaybookError
from playbook.messages import _
from playbook.paths import shown

_LARGEST: Final = 50_000_000
"""Bytes of all files together; what a CRM gives of its set-up is a small part of that."""
_MOST: Final = 20_000
_TO_BE_READ: Final = frozenset({".md", ".txt", ".pdf", ".docx", ".png", ".jpg", ".jpeg"})
"""The endings of what nobody gives of a set-up, and people put beside it."""


def read_given(paths: Iterable[Path]) -> Mapping[str, bytes]:
    """The contents by their names: within a folder with forward slashes, else the name alone.

    Links, hidden files, and what is there for people to read are left out of a folder.

    Raises:
        NotFound: there is nothing at a path.
        PlaybookError: a file cannot be read, or it is too much.

    """
    found: dict[str, bytes] = {}
    size = 0
    for path in paths:
        if not path.exists():
            raise NotFound(_('There is nothing at "{path}".').format(path=shown(path)))
        for name, file in _files(path):
            try:
                size += file.stat().st_size
                if size > _LARGEST or len(found) >= _MOST:
                    message = _('"{path}" holds too much to be what a CRM gives of its set-up.')
                    raise PlaybookError(message.format(path=shown(path)))
                found[name] = file.read_bytes()
            except OSError as error:
                message = _('"{path}" cannot be opened: {words}.')
                raise PlaybookError(
                    message.format(path=shown(file), words=error.strerror or error)
                ) from error
    return found


def _files(path: Path) -> Iterator[tuple[str, Path]]:
    if not path.is_dir():
        if path.is_file():  # a pipe would be waited for
            yield path.name, path
        return
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for name in sorted(names):
            file = Path(folder) / name
            is_data = not name.startswith(".") and file.suffix.lower() not in _TO_BE_READ
            if is_data and file.is_file() and not file.is_symlink():
                yield file.relative_to(path).as_posix(), file
