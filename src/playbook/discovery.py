"""Which playbooks a path stands for."""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from playbook.errors import NotFound
from playbook.messages import _
from playbook.paths import MAIN, content, shown

_YAML = (".yaml", ".yml")
_COLON = rb"[\"']?[ \t]*(?::|\xef\xbc\x9a)"
_HAS_STAGES = re.compile(rb"(?:^|[\r\n])(?:\xef\xbb\xbf)?[\"']?(?:stages|extends)" + _COLON)
_HAS_NAME = re.compile(rb"(?:^|[\r\n])(?:\xef\xbb\xbf)?[\"']?(?:id|name)" + _COLON)
_IS_PIPELINE = re.compile(
    rb"(?:^|[\r\n])(?:stages[ \t]*:\s*-[ \t]+stage|[ \t]*(?:- )?(?:script|jobs|image))[ \t]*:"
)
"""What stands in the files of build services, which have stages too."""
_USES = re.compile(
    rb"(?:^|[\r\n])uses[ \t]*:(?:[ \t]*\[[^\]]*\]|(?:[ \t]*[\r\n]+[ \t]*-[^\r\n]*)+)"
)
_OTHER_PARTS = frozenset({"crm", "locales"})
"""What stands beside a playbook's main file and is no section."""
_SKIPPED = frozenset({"node_modules", "__pycache__", "site-packages"})


def find(
    paths: Iterable[Path],
    looked_at: set[Path] | None = None,
    knows: Callable[[Path], bool] = lambda file: False,
) -> tuple[Path, ...]:
    """The main files of the playbooks at the paths, each once, in order.

    A file is a playbook, or a part of the one in its folder, or one of a
    library and then stands for the playbooks beside it that use the library. A
    folder is a playbook if it holds a playbook.yaml, else every playbook below
    it. What was looked through on the way is added to ``looked_at``. Files that
    the caller knows to be playbooks need not be opened.

    Raises:
        NotFound: a path is not there, or no playbook is below it.

    """
    found: dict[str, Path] = {}
    for path in paths:
        if not os.path.exists(path):  # noqa: PTH110 - it is silent about names that cannot be
            raise NotFound(_('"{path}" is not there.').format(path=path))
        if path.is_dir():
            here = list(_below(path, looked_at, knows))
        elif knows(path):
            here = [path]
        else:
            here = _main_of(path) or list(_users_of(path))
        if not here:
            raise NotFound(_nothing_in(path if path.is_dir() else path.parent))
        folders: dict[str, str] = {}
        for main in here:
            folder, name = os.path.split(main)
            if folder not in folders:
                folders[folder] = os.path.realpath(folder)
            found.setdefault(_whole(folders[folder], name), main)
    return tuple(found.values())


def _whole(folder: str, name: str) -> str:
    """A file's name with the folder's links followed already, and its own if it is one."""
    path = os.path.join(folder, name)  # noqa: PTH118 - a thousand of these are made at once
    return os.path.realpath(path) if os.path.islink(path) else path  # noqa: PTH114


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


def beside(mains: Sequence[Path]) -> tuple[Path, ...]:
    """The other playbooks in the folder of these, which are single files there."""
    if not mains or mains[0].name in MAIN:
        return ()
    known = {main.resolve() for main in mains}
    return tuple(
        file
        for file in sorted(mains[0].parent.iterdir())
        if file.name.endswith(_YAML)
        and not file.name.startswith(".")
        and file.resolve() not in known
        and _looks_like_one(file)
        and not _is_part(file)
    )


def _main_of(file: Path) -> list[Path]:
    """The file itself, or the main file of the playbook that it is a part of; none in a library."""
    if file.name in MAIN:
        return [file]
    for folder, part in ((file.parent, file.stem), (file.parent.parent, file.parent.name)):
        is_part = part in _OTHER_PARTS or part in _sections()
        main = _main_in(folder) if is_part else None
        if main is not None:
            return [main]
    is_of_library = file.stem in _sections() or file.parent.name in _sections()
    return [] if is_of_library and not _looks_like_one(file) else [file]


def _users_of(file: Path) -> Iterator[Path]:
    """The playbooks beside a library that use it, of which a file is a part."""
    library = file.parent if file.stem in _sections() else file.parent.parent
    for main in _below(library.parent, None, lambda file: False):
        with suppress(OSError):
            uses = _USES.search(content(main, 1_000_000))
            if uses and os.fsencode(library.resolve().name) in uses[0]:
                yield main


def _main_in(folder: Path) -> Path | None:
    """The main file of the playbook that a folder is, or None."""
    return next((folder / name for name in MAIN if (folder / name).is_file()), None)


def _below(
    folder: Path, looked_at: set[Path] | None, knows: Callable[[Path], bool]
) -> Iterator[Path]:
    looked_at = set() if looked_at is None else looked_at
    looked_at.add(folder)
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
        looked_at.add(Path(here))
        main = next((Path(here, name) for name in MAIN if name in names), None)
        if main is not None:
            yield main
            continue
        for name in sorted(names):
            file = Path(here, name)
            if not name.endswith(_YAML) or name.startswith("."):
                continue
            looked_at.add(file)
            if knows(file) or (_looks_like_one(file) and not _is_part(file)):
                yield file


def _is_part(file: Path) -> bool:
    """Whether a file's name is that of a part of a playbook."""
    return file.stem in _sections() or file.stem in _OTHER_PARTS


def _sections() -> Iterable[str]:
    from playbook.assembly.folder import sections

    return sections()


def _looks_like_one(file: Path) -> bool:
    """Whether a YAML file among others is a playbook."""
    try:
        return says_a_playbook(content(file, 1_000_000))
    except OSError:
        return False


def says_a_playbook(raw: bytes) -> bool:
    """Whether the bytes of a YAML file are those of a playbook: it has stages, or extends one."""
    text = raw.replace(b"\x00", b"")  # UTF-16 is for lint to explain
    is_named = _HAS_STAGES.search(text) and _HAS_NAME.search(text)
    return bool(is_named) and not _IS_PIPELINE.search(text)


def _nothing_in(folder: Path) -> str:
    from playbook.assembly import is_library

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
