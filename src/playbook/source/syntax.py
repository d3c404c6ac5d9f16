"""What a syntax error really is: the author's slip, in plain words, where it was made.

A YAML parser notices a slip only when nothing fits any more, often lines
later, and speaks of tokens and mappings. So the lines before are looked at
for the slips that people make, and the repair of each is tried: the slip
whose repair lets the parser read on is the cause.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import NamedTuple

from yaml import MarkedYAMLError, YAMLError
from yaml.events import CollectionEndEvent, CollectionStartEvent, Event, ScalarEvent

from playbook.findings import Fix, Place, Problem
from playbook.messages import _
from playbook.source.mending import Mending
from playbook.source.parsing import DEEPEST, events, words
from playbook.source.slips import Look, Slip, Trust, repaired
from playbook.source.slips.looks import LOOKS

_MOST_MENDED = 2_000
"""Lines that one fix may change; a file with more slips than that was not written by hand."""

_MOST = 20
"""How many slips are said at once."""
_TELLING = 3
"""How many of the ways of looking find slips that cannot be echoes of the first."""
_FAR = 40
"""How many lines back from where the parser gave up a slip is looked for."""
_MOST_COMPARED = 20_000
"""How many words of two repairs are compared."""
_EFFORT = 4_000_000
"""How many characters are parsed, all tries together, before the search is given up."""


class _Stop(NamedTuple):
    """Where the parser gave up; lines and columns count from 0."""

    line: int
    column: int
    since: int
    """The line on which began what the parser was in: a quoted text, or brackets."""
    words: str = ""
    """What the parser itself says."""


class Explained(NamedTuple):
    """What the author has done, and the text with those slips put right that can be."""

    problems: tuple[Problem, ...]
    mending: Mending


def explain(begun: Mending, file: str, *, pure: bool = False) -> Explained:
    """Say what the author has done in a text that the parser refuses."""
    search, mending = _Search(begun.copy(), pure=pure), begun.copy()
    problems: dict[int, Problem] = {}
    while search.stop is not None and len(problems) < _MOST:
        stop, before = search.stop, search.mending.copy()
        slip = search.cause(LOOKS[:_TELLING] if problems else LOOKS)
        if slip is None or slip.line in problems:
            break
        if _is_half_right(slip, search.stop):
            slip = slip._replace(trust=Trust.NONE)
        problems[slip.line] = problem(slip, file, before, stop.words)
        _go_on(mending, slip)
        if any("\n" in line for line in slip.repair.values()):
            break  # from here on lines would be counted wrong
    if not problems:
        problems[0] = _unexplained(search, file)
    if search.stop is not None:
        mending.leave_out((search.stop.since, search.stop.line))
    return Explained(tuple(problems.values()), mending)


def _is_half_right(slip: Slip, stop: _Stop | None) -> bool:
    """Whether columns were guessed, and the parser stops again right behind them."""
    is_guess = slip.is_sure or slip.trust is Trust.GUESS
    return is_guess and stop is not None and stop.since <= max(slip.repair, default=0) + 1


def _go_on(mending: Mending, slip: Slip) -> None:
    """Put a slip right, or leave out what stands around it."""
    lines = (slip.line, *slip.repair)
    if slip.trust >= Trust.EXACT and mending.doubtful.isdisjoint(lines):
        mending.repair(slip.repair)
    else:
        mending.leave_out(range(min(lines), max(lines) + 1))


def problem(slip: Slip, file: str, mending: Mending, detail: str) -> Problem:
    """A slip where it was made, with its repair if that is what the author is to write."""
    column = mending.column(slip.line, slip.column)
    place = Place(file, slip.line + 1, column + 1, max(slip.length, 1))
    fix = None
    lines = slip.instead or slip.repair
    if slip.trust > Trust.NONE and len(lines) <= _MOST_MENDED:
        edits = mending.edits(file, lines)
        fix = Fix(slip.help.rstrip(".。"), edits, is_safe=slip.trust is Trust.SAFE)
    return Problem(place, slip.code, slip.message, slip.help, detail=detail, fix=fix)


def _unexplained(search: "_Search", file: str) -> Problem:
    stop, mending = search.stop or _Stop(0, 0, 0), search.mending
    lines = mending.lines
    line = min(stop.line, len(lines) - 1)
    while line > 0 and not lines[line].strip():
        line -= 1
    column = stop.column if line == stop.line else len(lines[line]) - len(lines[line].lstrip())
    column = mending.column(line, min(column, len(lines[line])))
    return Problem(
        Place(file, line + 1, column + 1),
        "PB006",
        _("YAML cannot be read on from here."),
        _("Compare this line with those around it: spaces, colons, quotes and brackets."),
        detail=stop.words,
    )


class _Search:
    """A text in repair, and where the parser gives up on it."""

    def __init__(self, mending: Mending, *, pure: bool) -> None:
        self.pure = pure
        self.mending = mending
        self.stop = _stop(mending.text, pure=pure)
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
        if sure is None:
            return None
        self.stop = None
        return sure._replace(trust=Trust.NONE)

    def _slips(self, looks: Iterable[Sequence[Look]]) -> Iterator[list[Slip]]:
        """What is found, each time the several repairs of one slip."""
        for level in looks:
            for number in self._near():
                for look in level:
                    if slips := list(look(self.mending.lines, number)):
                        yield slips

    def _best(self, slips: Sequence[Slip]) -> Slip | None:
        """The repair of a slip with which the parser gets furthest, if it gets any further."""
        best, most = None, self.stop.since if self.stop else 0
        for slip in slips:
            lines = repaired(self.mending.lines, slip)
            if lines == self.mending.lines:
                continue
            stop = self._try(lines)
            put_in = sum(line.count("\n") for line in slip.repair.values())
            since = len(lines) + 1 if stop is None else stop.since - put_in
            if since > most:
                best, most, found = slip, since, stop
            elif best is not None and since == most and not self._are_alike(best, slip):
                best = best._replace(trust=min(best.trust, Trust.GUESS))
        if best is not None:
            self.mending.repair(best.repair)
            self.stop = found
        return best

    def _are_alike(self, one: Slip, other: Slip) -> bool:
        """Whether two repairs of a slip come to the same, but for the columns."""
        first, second = (
            _said("\n".join(repaired(self.mending.lines, slip)), pure=self.pure)
            for slip in (one, other)
        )
        return first == second

    def _near(self) -> Sequence[int]:
        """The lines to look at, the most likely first."""
        stop, last = self.stop or _Stop(0, 0, 0), len(self.mending.lines) - 1
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
        column = mark.column if mark else 0
        return _Stop(line, column, min(since, _begun(last, line)), words(error, pure=pure))
    except YAMLError as error:
        return _Stop(0, 0, 0, str(error))
    return None


def _said(text: str, *, pure: bool) -> list[tuple[str, str]]:
    """What a text says to the parser, as far as it can be read."""
    found: list[tuple[str, str]] = []
    with suppress(YAMLError):
        found.extend(
            (type(event).__name__, getattr(event, "value", ""))
            for event in islice(events(text, pure=pure), _MOST_COMPARED)
        )
    return found


def _begun(last: Event | None, line: int) -> int:
    """The line on which the last text began, if it is quoted and runs over several lines."""
    if isinstance(last, ScalarEvent) and last.style in ("'", '"') and last.start_mark is not None:
        return int(last.start_mark.line)
    return line
