"""What one reading gives: plain data, and the place of every key and value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

from playbook.findings import At, Place, Problem


class Mark(Protocol):
    """A position as the parser gives it; line and column count from 0."""

    @property
    def line(self) -> int:
        """The line, from 0."""

    @property
    def column(self) -> int:
        """The column, from 0."""


class Spot(NamedTuple):
    """Where a value stands: its file, its key (if it has one), its ends, and its parts."""

    file: str
    key: Mark | None
    start: Mark
    end: Mark
    parts: "dict[str, Spot] | list[Spot] | None"


class Origin(NamedTuple):
    """A mark for what has no line of its own, such as the text of a Markdown file."""

    line: int = 0
    column: int = 0


def value_in(data: Any, at: At) -> Any:
    """The value at a path in plain data, or None where there is none."""
    for step in at:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def whole_file(file: str) -> Spot:
    """The spot of a value that is a whole file."""
    return Spot(file, None, Origin(), Origin(0, 1), None)


@dataclass(frozen=True)
class Document:
    """Plain data (JSON types only) with the place of every key and value.

    ``data`` is None where nothing could be read; ``problems`` then says why.
    """

    file: str
    data: Any
    spot: Spot
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)
    """The text of every file in it."""
    problems: tuple[Problem, ...] = ()
    shared: frozenset[str] = frozenset()
    """The files among ``texts`` that belong to libraries."""
    doubtful: frozenset[tuple[str, int]] = frozenset()
    """Lines, by file and number, with slips that stop the reading, or left out because of one."""
    translated: Mapping[str, Mapping[str, tuple[str, str]]] = field(default_factory=dict)
    """Markdown in other languages: language, then path, to the text and its file."""
    layers: "tuple[Document, Document] | None" = field(default=None, repr=False)
    """Of a variant: what it extends, put together, and the variant as it was written."""

    def place(self, at: At, *, key: bool = False) -> Place:
        """Where ``at`` was written; what was not written is where its nearest parent was.

        A plain value is found at the value, a block at its key, a list's item
        at its beginning. With ``key`` it is always the key, where there is one.
        """
        at = self._written(at)
        spot, found = self._follow(at)
        at_key = spot.key is not None and (key or spot.parts is not None or found < len(at))
        if spot.key is not None and at_key:
            name = str(at[found - 1]) if found else ""
            return Place(spot.file, spot.key.line + 1, spot.key.column + 1, max(len(name), 1))
        one_line = spot.end.line == spot.start.line and spot.parts is None
        length = spot.end.column - spot.start.column if one_line else 1
        return Place(spot.file, spot.start.line + 1, spot.start.column + 1, max(length, 1))

    def _written(self, at: At) -> At:
        """The path at which something was written: what a stage inherits stands in every_stage."""
        if at[:1] == ("stages",) and len(at) > 2 and self._follow(at)[1] == 2:
            above = ("every_stage", *at[2:])
            if self._follow(above)[1] > 1:
                return above
        return at

    def _follow(self, at: At) -> tuple[Spot, int]:
        """The deepest spot on the way to ``at``, and how many steps lead there."""
        spot, found = self.spot, 0
        for step in at:
            parts = spot.parts
            if isinstance(parts, dict) and step in parts:
                spot = parts[str(step)]
            elif isinstance(parts, list) and isinstance(step, int) and step < len(parts):
                spot = parts[step]
            else:
                break
            found += 1
        return spot, found

    def stretch(self, at: At) -> Place | None:
        """All of a value as it is written, if it is written at ``at`` itself and on one line."""
        spot, found = self._follow(at)
        start, end = spot.start, spot.end
        if found < len(at) or end.line != start.line or end.column <= start.column:
            return None
        place = Place(spot.file, start.line + 1, start.column + 1, end.column - start.column)
        first = self.line(place)[start.column : start.column + 1]
        is_plain = first not in "*&!|>" and (spot.parts is None or first in "[{")
        return place if first and is_plain else None

    def lines(self, at: At) -> list[tuple[int, str]]:
        """The lines that a value stands on, by their numbers; a block's may go on to what follows."""
        spot = self._follow(at)[0]
        last = spot.end.line + (spot.end.column > 0)
        all = _lines(self.texts.get(spot.file, ""))
        return [(n + 1, all[n]) for n in range(spot.start.line, min(last, len(all)))]

    def is_torn(self, at: At) -> bool:
        """Whether a block is a whole file in which something stopped the reading."""
        spot = self._follow(at)[0]
        is_whole_file = spot.key is None and spot.start.column == 0
        return is_whole_file and any(file == spot.file for file, _line in self.doubtful)

    def value(self, at: At) -> Any:
        """The value at ``at``, or None where there is none."""
        return value_in(self.data, at)

    def path(self, at: At) -> str:
        """``at`` in the author's terms, by ids where there are any: ``stages.qualified.exit[0]``.

        What a stage inherits is named where it was written, in ``every_stage``.
        """
        steps, value = "", self.data
        for step in self._written(at):
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                value = None
            id = value.get("id") if isinstance(step, int) and isinstance(value, dict) else None
            name = id if isinstance(id, str) else step
            steps += f"[{name}]" if isinstance(name, int) else f".{name}" if steps else str(name)
        return steps

    def line(self, place: Place) -> str:
        """The line of text that a place is in, or nothing if its file is not at hand."""
        return line_in(self.texts, place)


def line_in(texts: Mapping[str, str], place: Place) -> str:
    """The line of text that a place is in, or nothing if its file is not among the texts."""
    lines = _lines(texts.get(place.file, ""))
    return lines[place.line - 1].rstrip("\r") if 0 < place.line <= len(lines) else ""


@lru_cache(maxsize=16)
def _lines(text: str) -> tuple[str, ...]:
    """The lines of a text, kept because one text is asked for many lines."""
    return tuple(text.split("\n"))
