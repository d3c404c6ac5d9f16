"""Named files: what they are called, and what is in them."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from playbook.errors import PlaybookError
from playbook.messages import _

Files = Mapping[str, str | bytes]
"""What is to be written: names with forward slashes, and contents."""


def read_text(path: Path) -> str:
    """A text that somebody else has written.

    Raises:
        PlaybookError: it cannot be read, is no plain file, or is not in UTF-8.

    """
    message = _('"{path}" cannot be read as text in UTF-8.').format(path=path)
    if not path.is_file():  # a pipe would be waited for
        raise PlaybookError(message)
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PlaybookError(message) from error


def as_bytes(content: str | bytes) -> bytes:
    """What is written to the disk."""
    return content.encode("utf-8") if isinstance(content, str) else content


def fingerprint(content: bytes) -> str:
    """What tells whether a file is still as it was written."""
    return hashlib.sha256(content).hexdigest()[:16]


def safe(name: str) -> str:
    """A name that stays within the folder; ours always do."""
    parts = name.split("/")
    if name.startswith("/") or any(part in ("", ".", "..") for part in parts):
        raise PlaybookError(f"not a file name within a folder: {name!r}")
    return name
