"""Named files, and the only code that writes them to disk: whole or not at all."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from playbook.errors import PlaybookError, Refused
from playbook.messages import _

Files = Mapping[str, str | bytes]
"""What is to be written: names with forward slashes, and contents."""

_MANIFEST = ".playbook.json"
"""Lists what we wrote into a folder, so that we replace that and nothing else."""


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


def write_file(path: Path, content: str | bytes) -> None:
    """Write one file, or leave the old one as it was.

    Raises:
        PlaybookError: it cannot be written.

    """
    with _writing(path):
        path = path.resolve()
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_bytes(content))
            Path(name).chmod(0o666 & ~_umask())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def write_folder(folder: Path, files: Files, *, of: str) -> tuple[Path, ...]:
    """Write a folder whole, or leave the old one as it was; the paths of the files, in order.

    ``of`` says what the folder is, such as the handbook of a playbook. What an
    earlier run of the same wrote there is replaced; files that people have put
    beside it stay. A folder with other things in it is left alone.

    Raises:
        Refused: the folder holds what we did not write, something else of
            ours, or what people have changed since.
        PlaybookError: it cannot be written.

    """
    folder = folder.resolve()
    names = sorted(files)
    prints = {name: _print(_bytes(files[name])) for name in names}
    manifest = json.dumps({"of": of, "files": prints}, indent=1) + "\n"
    with _writing(folder):
        ours = _written_before(folder, of)
        with _fresh(folder, {**files, _MANIFEST: manifest}) as fresh:
            _keep_others(folder, fresh, ours)
            _swap(folder, fresh)
    return tuple(folder / name for name in names)


def write_new_folder(folder: Path, files: Files) -> None:
    """Write a folder that is the author's from now on; it must be new or empty.

    Raises:
        PlaybookError: it cannot be written.

    """
    folder = folder.absolute()
    with _writing(folder), _fresh(folder, files) as fresh:
        if not folder.exists():
            fresh.rename(folder)
            return
        for entry in fresh.iterdir():  # someone may stand in the empty folder
            entry.rename(folder / entry.name)
        fresh.rmdir()


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Whatever the system refuses here is one sentence about the path."""
    try:
        yield
    except OSError as error:
        message = _('"{path}" cannot be written: {words}.')
        raise PlaybookError(message.format(path=path, words=error.strerror or error)) from error


@contextmanager
def _fresh(folder: Path, files: Files) -> Iterator[Path]:
    """A new folder beside another, filled; gone again if anything fails."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-", suffix=".tmp"))
    try:
        for name, content in files.items():
            path = fresh / _safe(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(_bytes(content))
        fresh.chmod(0o777 & ~_umask())
        yield fresh
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise


def _written_before(folder: Path, of: str) -> frozenset[str]:
    """The files that an earlier run of the same wrote into a folder, if nobody has changed them."""
    if not folder.exists():
        return frozenset()
    if not folder.is_dir():
        raise Refused(_('"{path}" is a file; name a folder.').format(path=folder))
    manifest = folder / _MANIFEST
    if not manifest.is_file():
        if any(folder.iterdir()):
            raise Refused(_not_ours().format(path=folder))
        return frozenset()
    try:
        written = json.loads(manifest.read_text("utf-8"))
        before, prints = str(written["of"]), dict(written["files"])
    except (ValueError, KeyError, TypeError):
        raise Refused(_not_ours().format(path=folder)) from None
    if before != of:
        message = _('"{path}" holds something else: {what}. Name a new or an empty folder.')
        raise Refused(message.format(path=folder, what=before))
    for name, printed in prints.items():
        path = folder / _safe(name)
        if path.is_file() and _print(path.read_bytes()) != printed:
            message = _('"{path}" was changed by hand. Move it away, or name a new folder.')
            raise Refused(message.format(path=path))
    return frozenset(prints)


def _not_ours() -> str:
    return _('"{path}" holds files that playbook did not write. Name a new or an empty folder.')


def _print(content: bytes) -> str:
    """What tells whether a file is still as it was written."""
    return hashlib.sha256(content).hexdigest()[:16]


def _keep_others(folder: Path, fresh: Path, ours: frozenset[str]) -> None:
    """Take along what people have put beside our files."""
    if not folder.exists():
        return
    for here, folders, names in os.walk(folder):
        for name in folders:
            _keep_folder(Path(here, name), fresh / Path(here, name).relative_to(folder))
        for name in names:
            old = Path(here, name)
            relative = old.relative_to(folder)
            if relative.as_posix() in (*ours, _MANIFEST):
                continue
            new = fresh / relative
            if new.exists():
                raise Refused(_not_ours().format(path=old))
            new.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(old, new, follow_symlinks=False)


def _keep_folder(old: Path, new: Path) -> None:
    """Take a link to a folder along, or an empty folder; others come with what is in them."""
    if old.is_symlink():
        new.symlink_to(old.readlink())
    elif not any(old.iterdir()):
        new.mkdir(parents=True, exist_ok=True)


def _swap(folder: Path, fresh: Path) -> None:
    """Put the new folder in the place of the old one."""
    if not folder.exists():
        fresh.rename(folder)
        return
    old = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-", suffix=".old"))
    folder.rename(old / "old")
    try:
        fresh.rename(folder)
    except OSError:
        (old / "old").rename(folder)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


def _safe(name: str) -> str:
    """A name that stays within the folder; ours always do."""
    parts = name.split("/")
    if name.startswith("/") or any(part in ("", ".", "..") for part in parts):
        raise PlaybookError(f"not a file name within a folder: {name!r}")
    return name


def _bytes(content: str | bytes) -> bytes:
    return content.encode("utf-8") if isinstance(content, str) else content


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
