"""Which playbooks a path stands for."""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from playbook.assembly import is_library, shown
from playbook.assembly.folder import MAIN, OTHERS, sections
from playbook.errors import NotFound
from playbook.messages import _

_YAML = (".yaml", ".yml")
_COLON = rb"[\"']?[ \t]*(?::|\xef\xbc\x9a)"
_HAS_STAGES = re.compile(rb"(?:^|[\r\n])(?:\xef\xbb\xbf)?[\"']?(?:stages|extends)" + _COLON)
_HAS_NAME = re.compile(rb"(?:^|[\r\n])(?:\xef\xbb\xbf)?[\"']?(?:id|name)" + _COLON)
_IS_PIPELINE = re.compile(
    rb"(?:^|[\r\n])(?:stages[ \t]*:\s*-[ \t]+stage|[ \t]*(?:- )?(?:script|jobs|image))[ \t]*:"
)
"""What stands in the files of build services, which have stages too."""
_OTHER_PARTS = OTHERS | {"locales"}
"""What stands beside a playbook's main file and is no section."""
_SKIPPED = frozenset({"node_modules", "__pycache__", "site-packages"})


def find(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The main files of the playbooks at the paths, each once, in order.

    A file is a playbook, or a part of the one in its folder. A folder is a
    playbook if it holds a playbook.yaml, else every playbook below it.

    Raises:
        NotFound: a path is not there, or no playbook is below it.

    """
    found: dict[Path, Path] = {}
    for path in paths:
        if not os.path.exists(path):  # noqa: PTH110 - it is silent about names that cannot be
            raise NotFound(_('"{path}" is not there.').format(path=path))
        here = _main_of(path) if not path.is_dir() else list(_below(path))
        if not here:
            raise NotFound(_nothing_in(path if path.is_dir() else path.parent))
        for main in here:
            found.setdefault(main.resolve(), main)
    return tuple(found.values())


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


def _main_of(file: Path) -> list[Path]:
    """The file itself, or the main file of the playbook that it is a part of; none in a library."""
    if file.name in MAIN:
        return [file]
    for folder, part in ((file.parent, file.stem), (file.parent.parent, file.parent.name)):
        is_part = part in sections() or part in _OTHER_PARTS
        main = _main_in(folder) if is_part else None
        if main is not None:
            return [main]
    is_of_library = file.stem in sections() or file.parent.name in sections()
    return [] if is_of_library and not _looks_like_one(file) else [file]


def _main_in(folder: Path) -> Path | None:
    """The main file of the playbook that a folder is, or None."""
    return next((folder / name for name in MAIN if (folder / name).is_file()), None)


def _below(folder: Path) -> Iterator[Path]:
    main = _main_in(folder)
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
            if _may_be_one(file) and _looks_like_one(file):
                yield file


def _may_be_one(file: Path) -> bool:
    """Whether a file's name is one that a playbook may have."""
    is_part = file.stem in sections() or file.stem in _OTHER_PARTS
    return file.suffix in _YAML and not file.name.startswith(".") and not is_part


def _looks_like_one(file: Path) -> bool:
    """Whether a YAML file among others is a playbook: it has stages, or extends one."""
    try:
        if not file.is_file():
            return False
        with file.open("rb") as opened:
            content = opened.read(1_000_000).replace(b"\x00", b"")  # UTF-16 is for lint to explain
    except OSError:
        return False
    is_named = _HAS_STAGES.search(content) and _HAS_NAME.search(content)
    return bool(is_named) and not _IS_PIPELINE.search(content)


def _nothing_in(folder: Path) -> str:
    try:
        has_sections = is_library(folder)
    except OSError as error:
        message = _('"{path}" cannot be opened: {words}.')
        return message.format(path=folder, words=error.strerror or error)
    if has_sections:
        message = _('"{path}" is a library: it is checked with the playbooks that use it.')
    else:
        message = _('There is no playbook in "{path}". "playbook new" makes one to begin with.')
    return message.format(path=folder)
