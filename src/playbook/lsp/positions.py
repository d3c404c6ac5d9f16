"""Places in files and positions in an editor: two ways to count, and two ways to name a file.

We count lines and columns from 1 and in characters. The protocol counts from 0
and, unless the editor agrees on something else, in units of UTF-16, where an
emoji takes two.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from lsprotocol import types
from pygls.uris import from_fs_path, to_fs_path


class Stretch(NamedTuple):
    """A stretch of one line, counted from 0 in characters."""

    line: int
    start: int
    end: int

    def holds(self, line: int, column: int) -> bool:
        """Whether a position is in it or at its end."""
        return self.line == line and self.start <= column <= self.end


class Counting:
    """How an editor counts within a line."""

    def __init__(self, encoding: str | None = None) -> None:
        self.encoding = encoding or types.PositionEncodingKind.Utf16.value

    def units(self, text: str) -> int:
        """How long a text is for the editor."""
        if self.encoding == types.PositionEncodingKind.Utf8.value:
            return len(text.encode("utf-8", "surrogatepass"))
        if self.encoding == types.PositionEncodingKind.Utf32.value:
            return len(text)
        return len(text) + sum(sign > "\uffff" for sign in text)

    def column(self, line: str, units: int) -> int:
        """How many characters a number of units is, counted from the line's beginning."""
        if self.encoding == types.PositionEncodingKind.Utf32.value:
            return min(units, len(line))
        counted = 0
        for column, sign in enumerate(line):
            if counted >= units:
                return column
            counted += self.units(sign)
        return len(line)

    def position(self, lines: Sequence[str], line: int, column: int) -> types.Position:
        """A position for the editor; what lies behind the text is at its end."""
        if line >= len(lines):
            return types.Position(max(len(lines), 0), 0)
        return types.Position(line, self.units(lines[line][:column]))

    def range(self, lines: Sequence[str], stretch: Stretch) -> types.Range:
        """A stretch for the editor."""
        line, start, end = stretch
        return types.Range(self.position(lines, line, start), self.position(lines, line, end))

    def here(self, lines: Sequence[str], position: types.Position) -> tuple[int, int]:
        """The line and the column of an editor's position, from 0 and in characters."""
        if position.line >= len(lines):
            return max(len(lines) - 1, 0), len(lines[-1]) if lines else 0
        return position.line, self.column(lines[position.line], position.character)


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a text as findings and editors count them."""
    return tuple(line.removesuffix("\r") for line in text.split("\n"))


def path_of(uri: str) -> Path | None:
    """The file that an address stands for, with links followed, or None if it is no file."""
    if not uri.startswith("file:"):
        return None
    path = to_fs_path(uri)
    try:
        return Path(path).resolve() if path else None
    except (OSError, RuntimeError, ValueError):  # a name that cannot be
        return None


def uri_of(path: Path) -> str:
    """The address of a file."""
    return from_fs_path(str(path)) or path.as_uri()
