"""How the cells of a set-up workbook look, and how much room their texts need."""

import unicodedata
from collections.abc import Iterable
from typing import Any, Final

from playbook.brand.colours import INK, WHITE, mixed, on
from playbook.brand.look import FIRST, LAST
from playbook.messages import base

ACCENT: Final = FIRST
SOFT: Final = "#55617a"
LINE: Final = "#dbe1ee"
BAND: Final = "#f6f7fc"
MADE: Final = "#f3f5fa"
TYPED: Final = "#fffdf2"
LATE: Final = ("#bd2b48", "#fdeaee")
GATE: Final = ("#765000", "#fff4d6")
KINDS: Final = {
    "won": ("#0a7450", "#e3f6ec"),
    "after-sale": ("#0a7450", "#e3f6ec"),
    "lost": LATE,
    "disqualified": LATE,
    "not-counted": (SOFT, MADE),
    "parked": GATE,
}
"""The colours of letters and ground for the kinds of stage that stand out."""
_FONTS: Final = {"zh": "Microsoft YaHei", "ja": "Yu Gothic", "ko": "Malgun Gothic"}
"""Fonts that come with the programs that open workbooks; others read Arial."""
_WIDE: Final = frozenset("WF")
_LEADING: Final = 1.28
_WIDE_LEADING: Final = 1.38
_PADDING: Final = 8.0
_HIGHEST: Final = 400.0
"""Excel shows no row higher than 409 points."""
_INDENT: Final = 2
"""The room, in digits, that the edges of a cell and its indent take."""

Look = tuple[tuple[str, Any], ...]


def font(language: str) -> str:
    """A font that readers of the language have."""
    return _FONTS.get(base(language), "Arial")


def stage_colour(place: int, count: int) -> str:
    """The colour of a stage between the first and the last."""
    return mixed(FIRST, LAST, place / max(count - 1, 1))


def head(colour: str = ACCENT) -> Look:
    """The head of a column."""
    return _look(
        bold=True, font_color=on(colour), bg_color=colour, text_wrap=True, valign="vcenter",
        border=1, border_color=mixed(colour, WHITE, 0.35), align="left", indent=1,
    )  # fmt: skip


def cell(
    *,
    band: bool = False,
    number: str = "",
    is_bold: bool = False,
    is_high: bool = False,
    **more: Any,
) -> Look:
    """A cell of a table; every second stage has a ground of its own. High rows begin at the top."""
    given: dict[str, Any] = {
        "font_color": INK, "valign": "top" if is_high else "vcenter", "text_wrap": True,
        "border": 1, "border_color": LINE,
    }  # fmt: skip
    if band:
        given["bg_color"] = BAND
    if is_bold:
        given["bold"] = True
    if number:
        given |= {"num_format": number, "align": "center", "text_wrap": False}
    else:
        given |= {"align": "left", "indent": 1}
    return _look(**{**given, **more})


def plain(**more: Any) -> Look:
    """A cell outside of tables."""
    return _look(**{"font_color": INK, "valign": "top", **more})


def lines(text: str, width: float, *, is_bold: bool = False) -> int:
    """How many lines a text takes in a column of so many digits."""
    room = max(width - _INDENT, 4.0)
    return sum(_broken(line, room, 1.06 if is_bold else 1.0) for line in text.split("\n"))


def height(counts: Iterable[int], language: str = "en") -> float:
    """How high a row must be for the longest of its cells, in points."""
    leading = _WIDE_LEADING if base(language) in _FONTS else _LEADING
    return min(max(counts, default=1) * 10 * leading + _PADDING, _HIGHEST)


def width(text: str) -> float:
    """How wide a text is, in digits. A Chinese sign is as wide as two."""
    return sum(_wide(sign) for sign in text)


def _wide(sign: str) -> float:
    if unicodedata.east_asian_width(sign) in _WIDE:
        return 1.85
    if sign in "mwMWШЩЖЮФшщжюфм@%":
        return 1.45
    return 1.2 if sign.isupper() else 0.55 if sign in "iljtfrI.,:;'|!()[] " else 1.02


def _broken(line: str, room: float, weight: float) -> int:
    """The lines of one paragraph, broken at spaces and between Chinese signs."""
    count, used = 1, 0.0
    for word in _words(line):
        wide = width(word) * weight
        if used + wide > room and used:
            count, used = count + 1, 0.0
        if wide > room:
            more = int(wide // room)
            count, used = count + more, wide - more * room
        else:
            used += wide
    return count


def _words(line: str) -> Iterable[str]:
    word = ""
    for sign in line:
        if unicodedata.east_asian_width(sign) in _WIDE:
            if word:
                yield word
            word = ""
            yield sign
        else:
            word += sign
            if sign == " ":
                yield word
                word = ""
    if word:
        yield word


def _look(**properties: Any) -> Look:
    return tuple(sorted(properties.items()))
