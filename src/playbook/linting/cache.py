"""What was found last time, kept as long as nothing that it depends on has changed.

A playbook's findings depend on the bytes of the files that were read, the
names in the folders that were listed, what was not there, the day, and the
tool itself. All of it is compared by content; nothing is taken from a clock
of the file system. The cache lies with the user's other caches and can be
deleted at any time.
"""

import json
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any

from playbook import __version__
from playbook.errors import PlaybookError
from playbook.findings import Edit, Finding, Fix, Place, Severity
from playbook.linting.checked import Checked
from playbook.paths import content

_FORMAT = 1
_KEPT_DAYS = 30
_SEVERITIES = {int(each): each for each in Severity}
_PACKAGE = Path(__file__).resolve().parents[1]


class Cache:
    """The findings of one folder's playbooks, in one language or in their own."""

    def __init__(self, root: Path, language: str | None, today: date) -> None:
        name = _digest(f"{root}\n{os.getcwd()}\n{language}".encode())  # noqa: PTH109
        self.file = folder() / f"{name}.json"
        self.stamp = f"{_FORMAT} {__version__} {today} {_tool()}"
        self.entries: dict[str, Any] = {}
        self.digests: dict[str, str] = {}
        self.is_changed = False
        with suppress(OSError, ValueError, KeyError, TypeError):
            data = json.loads(self.file.read_bytes())
            if data["stamp"] == self.stamp:
                self.entries = data["entries"]

    def get(self, main: str) -> Checked | None:
        """What is known of a playbook, if it is still true."""
        entry = self.entries.get(main)
        if entry is None:
            return None
        if any(self._digest(path) != digest for path, digest in entry["looked_at"].items()):
            return None
        return _checked(main, entry)

    def put(self, checked: Checked) -> None:
        """Keep what is known of a playbook."""
        looked_at = {path: self._digest(path) for path in checked.looked_at}
        self.entries[checked.main] = _entry(checked, looked_at)
        self.is_changed = True

    def save(self) -> None:
        """Write it down; where that cannot be done, the next run looks anew."""
        if not self.is_changed:
            return
        from playbook.files import write_file

        data = {"stamp": self.stamp, "entries": self.entries}
        with suppress(PlaybookError):
            write_file(self.file, json.dumps(data, ensure_ascii=False, separators=(",", ":")))
            _forget_old(self.file.parent)

    def _digest(self, path: str) -> str:
        if path not in self.digests:
            self.digests[path] = _digest_at(path)
        return self.digests[path]


def folder() -> Path:
    """Where caches lie on this system."""
    if os.environ.get("XDG_CACHE_HOME"):
        return Path(os.environ["XDG_CACHE_HOME"], "playbook")
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home(), "playbook", "cache")
    home = Path.home()
    return home / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "playbook"


def _forget_old(folder: Path) -> None:
    """Delete caches that nobody has written for a month."""
    import time

    oldest = time.time() - _KEPT_DAYS * 86400
    for file in folder.glob("*.json"):
        with suppress(OSError):
            if file.stat().st_mtime < oldest:
                file.unlink()


def _digest_at(path: str) -> str:
    """The content of a file, the names in a folder, or nothing where neither can be read."""
    try:
        return _digest(content(path))
    except OSError:
        pass
    try:
        names = sorted(os.listdir(path))  # noqa: PTH208 - paths are kept as text
    except OSError:
        return ""
    return _digest("\n".join(names).encode("utf-8", "surrogateescape"))


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()


def _tool() -> str:
    """What the tool itself is: its files, and which packages stand beside it."""
    seen: list[str] = []
    for here, folders, names in os.walk(_PACKAGE):
        folders[:] = [name for name in folders if name != "__pycache__"]
        seen += (f"{here}/{name} {_age(f'{here}/{name}')}" for name in names)
    seen += (f"{path} {_age(path)}" for path in sys.path if path.endswith("-packages"))
    return _digest("\n".join(sorted(seen)).encode("utf-8", "surrogateescape"))


def _age(path: str) -> int:
    try:
        return os.stat(path).st_mtime_ns  # noqa: PTH116
    except OSError:
        return 0


def _entry(checked: Checked, looked_at: dict[str, str]) -> dict[str, Any]:
    """What is kept, as JSON has it."""
    lines = [[file, line, text] for (file, line), text in checked.lines.items()]
    return {
        "name": checked.name,
        "language": checked.language,
        "is_built": checked.is_built,
        "findings": [_packed(finding) for finding in checked.findings],
        "lines": lines,
        "ignored": checked.ignored,
        "id": checked.id,
        "looked_at": looked_at,
    }


def _checked(main: str, entry: dict[str, Any]) -> Checked:
    id = entry["id"]
    return Checked(
        main=main,
        name=entry["name"],
        language=entry["language"],
        is_built=entry["is_built"],
        findings=tuple(_unpacked(finding) for finding in entry["findings"]),
        lines={(file, line): text for file, line, text in entry["lines"]},
        ignored=entry["ignored"],
        id=(id[0], Place(*id[1])) if id else None,
        looked_at=tuple(entry["looked_at"]),
    )


def _packed(finding: Finding) -> list[Any]:
    return list(vars(finding).values())


def _unpacked(values: Iterable[Any]) -> Finding:
    place, code, severity, message, help, path, detail, fix = values
    return Finding(
        place=Place(*place),
        code=code,
        severity=_SEVERITIES[severity],
        message=message,
        help=help,
        path=path,
        detail=detail,
        fix=_fix(*fix) if fix else None,
    )


def _fix(title: str, edits: Iterable[Any], is_safe: bool) -> Fix:
    return Fix(title, tuple(Edit(Place(*place), text) for place, text in edits), is_safe)
