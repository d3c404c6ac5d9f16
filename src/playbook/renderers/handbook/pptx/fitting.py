"""Text that fits into its shape: measured, set smaller, and cut where it is too much."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from playbook.drawing.markup import plain
from playbook.drawing.text import Style, wrap
from playbook.drawing.text import width as measured
from playbook.messages import n_

_SPARE: Final = 0.95
"""Fonts differ a little from the one whose widths we know: so much of a line is used."""
_LEADING: Final = 1.26
_ELLIPSIS: Final = "…"
_HANGING: Final = 1.35
"""The room for the sign before an item, in sizes of its letters."""
_BREAKS: Final = re.compile("[\\s\\-/|_\u2e80-\uffdc]+")
"""Where a line may end: at a space, after a sign, and between Chinese ones."""
MOST_LINES: Final = 4
"""An item of a list takes so many lines at most; the notes have all of it."""


@dataclass(frozen=True, kw_only=True)
class Para:
    """A paragraph on a slide."""

    text: str
    size: float = 12
    bold: bool = False
    colour: str = "tx1"
    sign: str = ""
    """What stands before an item: ``tick``, ``dot``."""
    sign_colour: str = "accent1"
    after: float = 3
    align: str = "l"
    strong: str = ""
    """Bold words after it."""
    more: str = ""
    """Words after these that are said in passing."""

    @property
    def words(self) -> str:
        """All that is in it."""
        return f"{self.text}{self.strong}{self.more}"

    @property
    def hanging(self) -> float:
        """How far its lines stand from the left."""
        return self.size * _HANGING if self.sign else 0

    @property
    def leading(self) -> float:
        """How high a line is."""
        return self.size * _LEADING


def height(paras: Sequence[Para], width: float, language: str) -> float:
    """How high paragraphs are in a shape of a width."""
    return sum(lines(each, width, language) * each.leading + each.after for each in paras) - (
        paras[-1].after if paras else 0
    )


def lines(para: Para, width: float, language: str) -> int:
    """How many lines a paragraph has."""
    return _lines(para.words, para, width, language)


def shortened(para: Para, width: float, language: str, most: int = MOST_LINES) -> Para:
    """A paragraph of so many lines at most: cut with an ellipsis."""
    text = _squeezed(para.text)
    para = replace(para, text=text)
    if lines(para, width, language) <= most:
        return para
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if _lines(text[:middle] + _ELLIPSIS, para, width, language) <= most:
            low = middle
        else:
            high = middle - 1
    kept = text[:low].rstrip(" ,.;:，。；：、·–-")
    return replace(para, text=kept + _ELLIPSIS, strong="", more="")


def resized(para: Para, size: float) -> Para:
    """A paragraph in another size; what stands between paragraphs goes along."""
    return replace(para, size=size, after=para.after * size / para.size)


def fitted(
    paras: Sequence[Para],
    width: float,
    room: float,
    language: str,
    *,
    least: float = 10,
    largest: float = 0,
    most_lines: int = MOST_LINES,
) -> tuple[Para, ...]:
    """Paragraphs that fit: as large as they can be, and in the end with "+ 3 more"."""
    if not paras:
        return ()
    paras = [replace(each, text=_squeezed(each.text)) for each in paras]
    base = max(each.size for each in paras)
    size = max(largest, base)
    while size >= least:
        tried = _scaled(paras, size / base, least)
        made = [shortened(each, width, language, most_lines) for each in tried]
        is_whole = made == tried and not any(_is_torn(each, width, language) for each in made)
        if is_whole and height(made, width, language) <= room:
            return tuple(made)
        size -= 0.5
    small = _scaled(paras, least / base, least)
    for most in (most_lines, 2, 1):
        made = [shortened(each, width, language, most) for each in small]
        if height(made, width, language) <= room:
            return tuple(made)
    return _first([shortened(each, width, language, 2) for each in small], width, room, language)


def _scaled(paras: Sequence[Para], share: float, least: float) -> list[Para]:
    """Paragraphs so much larger or smaller; none smaller than it is or than what can be read."""
    sizes = (max(round(each.size * share * 2) / 2, min(each.size, least)) for each in paras)
    return [resized(each, size) for each, size in zip(paras, sizes, strict=True)]


def _squeezed(text: str) -> str:
    """A text in one line, with single spaces."""
    return " ".join(plain(text).split())


def _is_torn(para: Para, width: float, language: str) -> bool:
    """Whether a word is longer than a line."""
    style = Style(para.size, para.bold or bool(para.strong))
    room = (width - para.hanging) * _SPARE
    longest = max(_BREAKS.split(para.words), key=len)
    return measured(longest, style, language) > room


def _first(made: Sequence[Para], width: float, room: float, language: str) -> tuple[Para, ...]:
    """As many paragraphs as there is room for, and how many are left."""
    for count in range(len(made) - 1, -1, -1):
        left = len(made) - count
        said = n_("+ {count} more", "+ {count} more", left).format(count=left)
        more = Para(text=said, size=made[-1].size, colour="tx2")
        found = (*made[:count], more)
        if height(found, width, language) <= room:
            return found
    return tuple(shortened(each, width, language, 1) for each in made[:1])


def pages(heights: Sequence[float], room: float) -> list[range]:
    """Which things stand on which slide: on as few as can be, and about as many on each."""
    found = _greedy(heights, room)
    fair = sum(heights) / len(found)
    while len(found) > 1 and fair < room:
        even = _greedy(heights, fair)
        if len(even) == len(found):
            return even
        fair += 6
    return found


def _greedy(heights: Sequence[float], room: float) -> list[range]:
    starts = [0]
    used = 0.0
    for place, high in enumerate(heights):
        if used and used + high > room:
            starts.append(place)
            used = 0
        used += high
    return [range(begin, end) for begin, end in pairwise((*starts, len(heights)))]


def _lines(text: str, para: Para, width: float, language: str) -> int:
    style = Style(para.size, para.bold or bool(para.strong))
    room = max((width - para.hanging) * _SPARE, para.size)
    return sum(
        len(wrap(line, room, style, language)) if line.strip() else 1 for line in text.split("\n")
    )
