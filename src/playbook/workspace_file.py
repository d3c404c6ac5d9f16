"""What a team has settled for all playbooks of a workspace: ``playbook.toml`` at its root.

This module reads the file and refuses in words what is not known in it. What a
table means is said where it is used: ``lint`` in ``linting``, ``brand`` in
``brand``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from playbook.errors import PlaybookError
from playbook.messages import _
from playbook.paths import content
from playbook.suggest import did_you_mean

FILE: Final = "playbook.toml"
_TABLES: Final = ("brand", "lint")
_LARGEST: Final = 1_000_000
"""Bytes; nobody settles that much."""


@dataclass(frozen=True)
class Table:
    """A table of the file, whose values are asked for by their kinds."""

    name: str
    values: Mapping[str, Any]

    def only(self, known: Iterable[str]) -> None:
        """Refuse keys that are not known.

        Raises:
            PlaybookError: there is one.

        """
        for key in self.values:
            if key not in known:
                raise self.wrong(_('"{key}" is not known.').format(key=key), key, known)

    def table(self, key: str) -> "Table":
        """A table in this one; an empty one if it is not there.

        Raises:
            PlaybookError: it is no table.

        """
        return _table(f"{self.name}.{key}", self.values.get(key, {}))

    def text(self, key: str) -> str:
        """A text; nothing if it is not there.

        Raises:
            PlaybookError: it is no text.

        """
        value = self.values.get(key, "")
        if not isinstance(value, str):
            raise self.wrong(_("{key} must be a text.").format(key=key))
        return value

    def texts(self, key: str) -> tuple[str, ...] | None:
        """A list of texts; None if it is something else.

        It is for the caller to say of what it must be a list.
        """
        value = self.values.get(key, [])
        is_such = isinstance(value, list) and all(isinstance(each, str) for each in value)
        return tuple(value) if is_such else None

    def choice(self, key: str, known: Iterable[str], other: str) -> str:
        """One of the texts that are known; the other if it is not there.

        Raises:
            PlaybookError: it is none of them.

        """
        value = self.values.get(key, other)
        if isinstance(value, str) and value in known:
            return value
        message = _('{key} = "{value}" is not known.').format(key=key, value=value)
        raise self.wrong(message, str(value), known)

    def wrong(self, message: str, name: str = "", known: Iterable[str] = ()) -> PlaybookError:
        """What to raise where the table says what it cannot; with a name, a guess at what was meant."""
        help = did_you_mean(name, known, most=20) if name else ""
        return PlaybookError(f"{FILE}, [{self.name}]: {message} {help}".strip())


def table(root: Path, name: str) -> Table:
    """A table of the file at a workspace's root; an empty one if it is not there.

    Raises:
        PlaybookError: the file cannot be read, or has a table that is not known.

    """
    file = root / FILE
    if not file.is_file():
        return Table(name, {})
    import tomllib

    try:
        data = tomllib.loads(content(file, _LARGEST).decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        message = _("{file} cannot be read: {words}.").format(file=FILE, words=error)
        raise PlaybookError(message) from error
    for key in data:
        if key not in _TABLES:
            message = _('"{key}" is not known.').format(key=key)
            raise PlaybookError(f"{FILE}: {message} {did_you_mean(key, _TABLES)}".strip())
    return _table(name, data.get(name, {}))


def _table(name: str, value: Any) -> Table:
    found = Table(name, value if isinstance(value, dict) else {})
    if not isinstance(value, dict):
        raise found.wrong(_("It must be a table."))
    return found
