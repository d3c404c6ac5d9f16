"""Which playbooks a path stands for."""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from playbook.assembly import is_library, shown
from playbook.assembly.folder import MAIN, sections
from playbook.errors import NotFound
from playbook.messages import _

_YAML = (".yaml", ".yml")
_LOOKS_LIKE_ONE = re.compile(rb"(?m)^(?:\xef\xbb\xbf)?[\"']?(?:stages|extends)[\"']?\s*:")
_SKIPPED = frozenset({"node_modules", "__pycache__", "site-packages"})


def find(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The main files of the playbooks at the paths, each once, in order.

    A file is a playbook, or a part of the one in its folder. A folder is a
    playbook if it holds a playbook.yaml, else every playbook below it.

    Raises:
        NotFound: a path is not there, or no playbook is below it.

    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            raise NotFound(_('"{path}" is not there.').format(path=path))
        here = [_main_of(path)] if not path.is_dir() else list(_below(path))
        if not here:
            raise NotFound(_nothing_in(path))
        found.update(dict.fromkeys(here))
    return tuple(found)


def find_one(path: Path) -> Path:
    """The main file of the one playbook at a path.

    Raises:
        NotFound: there is none, or more than one.

    """
    found = find([path])
    if len(found) > 1:
        names = ", ".join(shown(each.parent if each.name in MAIN else each) for each in found)
        message = _('"{path}" holds several playbooks. Name one of them: {names}.')
        raise NotFound(message.format(path=path, names=names))
    return found[0]


def _main_of(file: Path) -> Path:
    """The file itself, or the main file of the playbook that it is a section of."""
    if file.name not in MAIN and file.stem in sections():
        for main in MAIN:
            if (file.parent / main).is_file():
                return file.parent / main
    return file


def _below(folder: Path) -> Iterator[Path]:
    main = next((folder / name for name in MAIN if (folder / name).is_file()), None)
    if main is not None:
        yield main
        return
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".")
            and name not in _SKIPPED
            and not Path(here, name, "pyvenv.cfg").exists()
        )
        main = next((Path(here, name) for name in MAIN if name in names), None)
        if main is not None:
            yield main
            continue
        for name in sorted(names):
            file = Path(here, name)
            if file.suffix in _YAML and file.stem not in sections() and _looks_like_one(file):
                yield file


def _looks_like_one(file: Path) -> bool:
    """Whether a YAML file among others is a playbook: it has stages, or extends one."""
    try:
        if not file.is_file():
            return False
        with file.open("rb") as opened:
            return bool(_LOOKS_LIKE_ONE.search(opened.read(1_000_000)))
    except OSError:
        return False


def _nothing_in(folder: Path) -> str:
    if is_library(folder):
        message = _('"{path}" is a library: it is checked with the playbooks that use it.')
    else:
        message = _('There is no playbook in "{path}". "playbook new" makes one to begin with.')
    return message.format(path=folder)
