"""What a slip is, and what the ways of looking for slips have in common."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import IntEnum
from typing import NamedTuple

KEY = r"[A-Za-z_][A-Za-z0-9_-]*"
"""A key as authors write it. A word in other letters before a colon is text."""
START = r"[ ]*(?:- +)*"
"""What may stand before the first key or the text of a line."""
VALUE = re.compile(rf"{START}(?:[a-z_][A-Za-z0-9_-]*:[ ]+)?(?P<value>\S.*)")
"""A line's value: what follows the hyphen, the key, or both. Keys begin in lower case."""
PAIR = re.compile(rf"(?P<start>{START})(?P<key>{KEY})[ ]*:(?=\s|$)")
"""A line that begins with a key."""
QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"' r"|'(?:[^']|'')*'")
"""A text in quotes, whole."""


class Trust(IntEnum):
    """How far the repair of a slip may be trusted, once it lets the parser read on."""

    NONE = 0
    """It shows the cause; what to write instead, only the author knows."""
    GUESS = 1
    """It may be what was meant; what stands around it is not looked at any more."""
    EXACT = 2
    """It is what was meant, as far as one can see; the file is read on with it."""
    SAFE = 3
    """It cannot be otherwise."""


class Slip(NamedTuple):
    """A slip, and the lines that would put it right; lines and columns count from 0."""

    line: int
    column: int
    length: int
    code: str
    message: str
    help: str
    repair: Mapping[int, str]
    """New lines by their numbers. No line goes away: one that is not wanted is left empty.

    Where a line has to be put in, it stands before another, with a line break between.
    """
    is_sure: bool = False
    """Whether it is a slip wherever it stands, even if the repair does not make the file whole."""
    trust: Trust = Trust.NONE
    instead: Mapping[int, str] | None = None
    """The lines that the author is to write, where they are not those of the repair."""


Look = Callable[[Sequence[str], int], Iterator[Slip]]
"""Looks at one line, given by its number, for slips of one sort."""


def repaired(lines: Sequence[str], slip: Slip) -> list[str]:
    """The lines with a slip put right."""
    return [slip.repair.get(number, line) for number, line in enumerate(lines)]


def quoted(text: str) -> str:
    """A text in the quotes that need no other change, if there are such."""
    text = text.strip()
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def indent(line: str) -> int:
    """How many spaces a line begins with."""
    return len(line) - len(line.lstrip(" "))


def says_something(line: str) -> bool:
    """Whether a line is neither empty nor a comment."""
    return bool(line.strip()) and not line.lstrip().startswith("#")


def is_key(lines: Sequence[str], word: str) -> bool:
    """Whether a word is a key somewhere in a file, so that it is hardly the start of a sentence."""
    pattern = re.compile(rf"{START}(?:[^#\"']*[{{,] *)?{re.escape(word)}:(?=\s|$)")
    return any(pattern.match(line) for line in lines)


def before(lines: Sequence[str], number: int) -> int | None:
    """The number of the last line before one that says something."""
    return next((n for n in range(number - 1, -1, -1) if says_something(lines[n])), None)


def after(lines: Sequence[str], number: int) -> int | None:
    """The number of the first line after one that says something."""
    below = range(number + 1, len(lines))
    return next((n for n in below if says_something(lines[n])), None)


def ends_here(lines: Sequence[str], number: int) -> bool:
    """Whether the value on a line cannot go on below it: there a key or an item begins."""
    other = after(lines, number)
    below = "" if other is None else lines[other]
    return not below or PAIR.match(below) is not None or below.lstrip().startswith("- ")


def run(lines: Sequence[str], number: int, belongs: Callable[[str], bool]) -> range:
    """The lines around one, itself included, that follow one another and belong together."""
    first, last = number, number + 1
    while first > 0 and belongs(lines[first - 1]):
        first -= 1
    while last < len(lines) and belongs(lines[last]):
        last += 1
    return range(first, last)


def short(text: str, most: int = 80) -> str:
    """A text that fits into a message."""
    text = text.strip()
    return text if len(text) <= most else text[: most - 1] + "…"


def safe_if(is_certain: bool) -> Trust:
    """The trust in a repair of which one condition says whether it could be otherwise."""
    return Trust.SAFE if is_certain else Trust.EXACT
