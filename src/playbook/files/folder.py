"""A folder of files, written whole or not at all; what is as it was is not touched."""

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from playbook.errors import Refused
from playbook.files.contents import Files, as_bytes, fingerprint, safe
from playbook.files.placing import beside, put, writing
from playbook.messages import _

_MANIFEST = ".playbook.json"
"""Lists what we wrote into a folder, so that we replace that and nothing else."""
_NOTHING: Mapping[str, str] = {}


def write_folder(folder: Path, files: Files, *, of: str) -> tuple[Path, ...]:
    """Write a folder whole, or leave the old one as it was; the paths of the files, in order.

    ``of`` says what the folder is, such as the handbook of a playbook. What an
    earlier run of the same wrote there is replaced, where it is different now;
    files that people have put beside it stay. A folder with other things in it
    is left alone.

    Raises:
        Refused: the folder holds what we did not write, something else of
            ours, or what people have changed since.
        PlaybookError: it cannot be written.

    """
    folder = folder.resolve()
    contents = {name: as_bytes(files[name]) for name in sorted(files)}
    prints = {name: fingerprint(content) for name, content in contents.items()}
    manifest = json.dumps({"of": of, "files": prints}, indent=1) + "\n"
    with writing(folder), beside(folder) as new:
        ours = _written_before(folder, of)
        same = {name for name, printed in prints.items() if ours.get(name) == printed}
        new.mkdir()
        for name in same:
            _take(folder / name, new / name)
        _fill(new, {name: each for name, each in contents.items() if name not in same})
        _fill(new, {_MANIFEST: manifest})
        _keep_others(folder, new, ours)
        put(new, folder)
    return tuple(folder / name for name in contents)


def write_new_folder(folder: Path, files: Files) -> None:
    """Write a folder that is the author's from now on; it must be new or empty.

    Raises:
        Refused: there is something in the folder already.
        PlaybookError: it cannot be written.

    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = _('There is something in "{path}" already. Name a new or an empty folder.')
        raise Refused(message.format(path=folder))
    folder = folder.absolute()
    with writing(folder), beside(folder) as new:
        new.mkdir()
        _fill(new, files)
        if not folder.exists():
            new.rename(folder)
            return
        for entry in new.iterdir():  # someone may stand in the empty folder
            entry.rename(folder / entry.name)


def _fill(folder: Path, files: Files) -> None:
    for name, content in files.items():
        path = folder / safe(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_bytes(content))


def _take(old: Path, new: Path) -> None:
    """The same file in another folder: a further name for it, or a copy where a disk has no such."""
    new.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(old, new, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(old, new, follow_symlinks=False)


def _written_before(folder: Path, of: str) -> Mapping[str, str]:
    """The files that an earlier run of the same wrote into a folder, if nobody has changed them."""
    if not folder.exists():
        return _NOTHING
    if not folder.is_dir():
        raise Refused(_('"{path}" is a file; name a folder.').format(path=folder))
    manifest = folder / _MANIFEST
    if not manifest.is_file():
        if any(folder.iterdir()):
            raise Refused(_not_ours().format(path=folder))
        return _NOTHING
    try:
        written = json.loads(manifest.read_text("utf-8"))
        before, prints = str(written["of"]), dict(written["files"])
    except (ValueError, KeyError, TypeError):
        raise Refused(_not_ours().format(path=folder)) from None
    if before != of:
        message = _('"{path}" holds something else: {what}. Name a new or an empty folder.')
        raise Refused(message.format(path=folder, what=before))
    for name, printed in prints.items():
        path = folder / safe(name)
        if path.is_file() and fingerprint(path.read_bytes()) != printed:
            message = _('"{path}" was changed by hand. Move it away, or name a new folder.')
            raise Refused(message.format(path=path))
    return {name: printed for name, printed in prints.items() if (folder / name).is_file()}


def _not_ours() -> str:
    return _('"{path}" holds files that playbook did not write. Name a new or an empty folder.')


def _keep_others(folder: Path, new_folder: Path, ours: Mapping[str, str]) -> None:
    """Take along what people have put beside our files."""
    if not folder.exists():
        return
    for here, folders, names in os.walk(folder):
        for name in folders:
            _keep_folder(Path(here, name), new_folder / Path(here, name).relative_to(folder))
        for name in names:
            old = Path(here, name)
            relative = old.relative_to(folder)
            if relative.as_posix() in (*ours, _MANIFEST):
                continue
            new = new_folder / relative
            if new.exists():
                raise Refused(_not_ours().format(path=old))
            _take(old, new)


def _keep_folder(old: Path, new: Path) -> None:
    """Take a link to a folder along, or an empty folder; others come with what is in them."""
    if old.is_symlink():
        new.symlink_to(old.readlink())
    elif not any(old.iterdir()):
        new.mkdir(parents=True, exist_ok=True)
