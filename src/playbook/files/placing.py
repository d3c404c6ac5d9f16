"""Putting something finished in its place in one step, so that nobody ever sees half of it.

What is new is made beside the place under a name of its own. Should a run be
killed, the next one to the same place finds what it left and clears it away.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from playbook.errors import PlaybookError
from playbook.messages import _

_HERE: Final = {"linux": -100, "darwin": -2}
"""AT_FDCWD: paths are from the folder that the process stands in."""
_SWAP: Final = 2
"""RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS."""


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Whatever the system refuses here is one sentence about the path."""
    try:
        yield
    except OSError as error:
        message = _('"{path}" cannot be written: {words}.')
        raise PlaybookError(message.format(path=path, words=error.strerror or error)) from error


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """A name beside a place, free to make something new under, and gone again afterwards.

    While it is used no other run of ours writes in that folder, on systems that
    can lock a folder.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    new, old = _new(path), _old(path)
    with _locked(path.parent):
        if old.exists() and not path.exists():  # a run was killed between two steps
            old.rename(path)
        _clear(old)
        _clear(new)
        try:
            yield new
        finally:
            _clear(new)


def put(new: Path, path: Path) -> None:
    """Put a finished folder in the place of another, which is in its own place afterwards, if any."""
    if not path.exists():
        new.rename(path)
    elif not _exchanged(new, path):
        old = _old(path)
        path.rename(old)
        try:
            new.rename(path)
        except OSError:
            old.rename(path)
            raise
        _clear(old)


def _new(path: Path) -> Path:
    return path.with_name(f".{path.name}.playbook-new")


def _old(path: Path) -> Path:
    return path.with_name(f".{path.name}.playbook-old")


def _clear(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    if sys.platform == "win32":
        yield
        return
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network disks have no locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _exchanged(one: Path, other: Path) -> bool:
    """Two folders in each other's place, in one step, where the system can do that."""
    swap = _swap()
    if swap is None:
        return False
    here = _HERE[sys.platform]
    done: int = swap(here, os.fsencode(one), here, os.fsencode(other), _SWAP)
    return done == 0


def _swap() -> Any:
    name = {"linux": "renameat2", "darwin": "renameatx_np"}.get(sys.platform)
    if name is None:
        return None
    import ctypes

    try:
        return getattr(ctypes.CDLL(None, use_errno=True), name, None)
    except OSError:
        return None
