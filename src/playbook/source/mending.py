"""A text in repair: its lines as they were written, and as they are read on with.

What stands in a mended line is still named where its author wrote it. Where
nobody can say what was meant, the lines around are left out, and nothing is
said that may follow from that.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from yaml.events import Event

from playbook.findings import Edit, Place
from playbook.source.document import Origin
from playbook.source.parsing import events
from playbook.source.slips.anatomy import KEY, after, before, indent, says_something

_HEADING = re.compile(rf"[\"']?{KEY}[\"']?\s*:(?:\s|$)")
"""A key in the first column, which begins a section."""


class Mending:
    """The lines of one text; lines and columns count from 0."""

    def __init__(self, written: str, lines: Iterable[str] | None = None) -> None:
        """Begin with the lines as they were written, or with some that are mended already."""
        self.written = written.split("\n")
        self.lines = self.written.copy() if lines is None else list(lines)
        self.doubtful: set[int] = set()
        """The lines that are left out, and those that say what they belonged to."""

    def copy(self) -> "Mending":
        """The same, to go on with in another way."""
        other = Mending("", self.lines)
        other.written, other.doubtful = self.written, self.doubtful.copy()
        return other

    @property
    def text(self) -> str:
        """The text as it is now."""
        return "\n".join(self.lines)

    def repair(self, lines: Mapping[int, str]) -> None:
        """Put new lines in place of old ones."""
        for number, line in lines.items():
            self.lines[number] = line

    def column(self, number: int, column: int) -> int:
        """Where in the written line stood what is in a column of the mended one."""
        new, old = self.lines[number], self.written[number]
        if new == old:
            return column
        before, behind = _same(old, new)
        if column <= before:
            return column
        return max(column - len(new) + len(old), before) if column >= len(new) - behind else before

    def edits(self, file: str, lines: Mapping[int, str]) -> tuple[Edit, ...]:
        """What to write where, so that some lines of the written text become as given."""
        found = []
        for number, new in lines.items():
            old = self.lines[number]
            if new != old:
                before, behind = _same(old, new)
                first = self.column(number, before)
                last = self.column(number, len(old) - behind)
                place = Place(file, number + 1, first + 1, last - first)
                found.append(Edit(place, new[before : len(new) - behind]))
        return tuple(found)

    def leave_out(self, numbers: Iterable[int], *, whole: bool = False) -> bool:
        """Leave out the entries, or the ``whole`` sections, that some lines stand in.

        Gives back whether there was anything left to leave out.
        """
        emptied: set[int] = set()
        for number in self._with_neighbours(numbers):
            heading = self._heading(number)
            block = self._section(heading) if whole else self._entry(number, heading)
            self.doubtful |= {*block} if heading is None else {heading, *block}
            emptied |= {n for n in block if self.lines[n].strip()}
        for number in emptied:
            self.lines[number] = ""
        return bool(emptied)

    def _with_neighbours(self, numbers: Iterable[int]) -> set[int]:
        """Some lines and those right above and below, as a line may have begun in a wrong column."""
        found = {min(max(number, 0), len(self.lines) - 1) for number in numbers}
        above, below = before(self.lines, min(found)), after(self.lines, max(found))
        return found | {number for number in (above, below) if number is not None}

    def _heading(self, number: int) -> int | None:
        """The line in the first column that a line belongs to; it may be the line itself."""
        return next((n for n in range(number, -1, -1) if self._is_heading(n)), None)

    def _is_heading(self, number: int) -> bool:
        return _HEADING.match(self.lines[number]) is not None

    def _section(self, heading: int | None) -> range:
        """All lines of a section, or those before the first one."""
        first = 0 if heading is None else heading
        below = range(first + (heading is not None), len(self.lines))
        return range(first, next((n for n in below if self._is_heading(n)), len(self.lines)))

    def _entry(self, number: int, heading: int | None) -> range:
        """The lines of an item of a section, or of a key right below its heading."""
        section = self._section(heading)
        body = section[1:] if heading is not None else section
        own = next((indent(self.lines[n]) for n in body if says_something(self.lines[n])), 0)
        starts = [n for n in body if says_something(self.lines[n]) and indent(self.lines[n]) <= own]
        if number == heading or not starts:
            return section
        first = max((n for n in starts if n <= number), default=body.start)
        return range(first, min((n for n in starts if n > number), default=body.stop))

    def events(self, *, pure: bool) -> Iterator[Event]:
        """The events of the mended text, each where it was written.

        Raises:
            yaml.MarkedYAMLError: there is still a syntax error.

        """
        for event in events(self.text, pure=pure):
            event.start_mark = self._as_written(event.start_mark)
            event.end_mark = self._as_written(event.end_mark)
            yield event

    def _as_written(self, mark: Any) -> Any:
        if mark is None or not 0 <= mark.line < len(self.lines):
            return mark
        return Origin(mark.line, self.column(mark.line, mark.column))


def _same(old: str, new: str) -> tuple[int, int]:
    """How many signs two lines have in common at their beginnings and at their ends."""
    most = min(len(old), len(new))
    before = next((n for n in range(most) if old[n] != new[n]), most)
    rest = most - before
    behind = next((n for n in range(rest) if old[-1 - n] != new[-1 - n]), rest)
    return before, behind
