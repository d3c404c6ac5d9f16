"""What a syntax error really is: the author's slip, in plain words, where it was made.

A YAML parser notices a slip only when nothing fits any more, often lines
later, and speaks of tokens and mappings. So the lines before are looked at
for the slips that people make, and the repair of each is tried: the slip
whose repair lets the parser read on is the cause.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from yaml import MarkedYAMLError, YAMLError
from yaml.events import CollectionEndEvent, CollectionStartEvent, Event, ScalarEvent

from playbook.findings import Place, Problem
from playbook.messages import _
from playbook.source.parsing import DEEPEST, events
from playbook.source.slips import LOOKS, Look, Slip, repaired

_MOST = 20
"""How many slips are said at once."""
_TELLING = 3
"""How many of the ways of looking find slips that cannot be echoes of the first."""
_FAR = 40
"""How many lines back from where the parser gave up a slip is looked for."""
_EFFORT = 4_000_000
"""How many characters are parsed, all tries together, before the search is given up."""


class _Stop(NamedTuple):
    """Where the parser gave up; lines and columns count from 0."""

    line: int
    column: int
    since: int
    """The line on which began what the parser was in: a quoted text, or brackets."""


def explain(text: str, file: str, *, pure: bool = False) -> tuple[Problem, ...]:
    """Say what the author has done in a text that the parser refuses."""
    search = _Search(text, pure=pure)
    slips: list[Slip] = []
    while search.stop is not None and len(slips) < _MOST:
        slip = search.cause(LOOKS[:_TELLING] if slips else LOOKS)
        if slip is None or slip.line in {each.line for each in slips}:
            break
        slips.append(slip)
        if any("\n" in line for line in slip.repair.values()):
            break  # from here on lines would be counted wrong
    if slips:
        return tuple(_problem(slip, file) for slip in slips)
    return (_unexplained(search, file),)


def _problem(slip: Slip, file: str) -> Problem:
    place = Place(file, slip.line + 1, slip.column + 1, max(slip.length, 1))
    return Problem(place, slip.code, slip.message, slip.help)


def _unexplained(search: "_Search", file: str) -> Problem:
    stop = search.stop or _Stop(0, 0, 0)
    lines = search.lines
    line = min(stop.line, len(lines) - 1)
    while line > 0 and not lines[line].strip():
        line -= 1
    column = stop.column if line == stop.line else len(lines[line]) - len(lines[line].lstrip())
    return Problem(
        Place(file, line + 1, min(column, len(lines[line])) + 1),
        "PB006",
        _("YAML cannot be read on from here."),
        _("Compare this line with those around it: spaces, colons, quotes and brackets."),
    )


class _Search:
    """A text in repair: its lines, and where the parser gives up on them."""

    def __init__(self, text: str, *, pure: bool) -> None:
        self.pure = pure
        self.lines = text.split("\n")
        self.stop = _stop(text, pure=pure)
        self._effort = _EFFORT

    def cause(self, looks: Iterable[Sequence[Look]] = LOOKS) -> Slip | None:
        """The slip that explains where the parser gave up; the lines are then without it."""
        sure: Slip | None = None
        for slips in self._slips(looks):
            sure = sure or next((slip for slip in slips if slip.is_sure), None)
            best = self._best(slips)
            if best is not None:
                return best
            if self._effort < 0:
                break
        self.stop = None if sure else self.stop
        return sure

    def _slips(self, looks: Iterable[Sequence[Look]]) -> Iterator[list[Slip]]:
        """What is found, each time the several repairs of one slip."""
        for level in looks:
            for number in self._near():
                for look in level:
                    if slips := list(look(self.lines, number)):
                        yield slips

    def _best(self, slips: Sequence[Slip]) -> Slip | None:
        """The repair of a slip with which the parser gets furthest, if it gets any further."""
        best, most = None, self.stop.since if self.stop else 0
        for slip in slips:
            lines = repaired(self.lines, slip)
            if lines == self.lines:
                continue
            stop = self._try(lines)
            put_in = sum(line.count("\n") for line in slip.repair.values())
            since = len(lines) + 1 if stop is None else stop.since - put_in
            if since > most:
                best, most, found = slip, since, (lines, stop)
        if best is not None:
            self.lines, self.stop = found
        return best

    def _near(self) -> Sequence[int]:
        """The lines to look at, the most likely first."""
        stop, last = self.stop or _Stop(0, 0, 0), len(self.lines) - 1
        at = min(stop.line, last)
        back = range(at, max(at - _FAR, -1), -1)
        order = dict.fromkeys((*back[:2], stop.since, *back[2:], at + 1))
        return [number for number in order if 0 <= number <= last]

    def _try(self, lines: Sequence[str]) -> _Stop | None:
        text = "\n".join(lines)
        self._effort -= len(text) + 1
        return _stop(text, pure=self.pure)


def _stop(text: str, *, pure: bool) -> _Stop | None:
    """Where the parser gives up on a text, or None if it reads it."""
    depth, last = 0, None
    try:
        for event in events(text, pure=pure):
            last = event
            if isinstance(event, CollectionStartEvent):
                depth += 1
                if depth > DEEPEST:
                    return None
            elif isinstance(event, CollectionEndEvent):
                depth -= 1
    except MarkedYAMLError as error:
        mark, context = error.problem_mark, error.context_mark
        line = mark.line if mark else 0
        since = line
        if context is not None and re.search("quoted|flow", error.context or ""):
            since = min(since, context.line)
        return _Stop(line, mark.column if mark else 0, min(since, _begun(last, line)))
    except YAMLError:
        return _Stop(0, 0, 0)
    return None


def _begun(last: Event | None, line: int) -> int:
    """The line on which the last text began, if it is quoted and runs over several lines."""
    if isinstance(last, ScalarEvent) and last.style in ("'", '"') and last.start_mark is not None:
        return int(last.start_mark.line)
    return line
