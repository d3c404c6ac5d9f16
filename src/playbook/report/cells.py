"""Text in a terminal's cells: how wide it is, and rows of it in columns."""

import unicodedata
from collections.abc import Iterable, Sequence

_JOINER, _AS_EMOJI = "\u200d", "\ufe0f"
_FIRST_SKIN, _LAST_SKIN = "\U0001f3fb", "\U0001f3ff"


def width(text: str) -> int:
    """How many cells a terminal gives a text: two for East Asian wide characters, none for marks.

    An emoji has two, of however many characters it is put together.
    """
    if text.isascii():
        return len(text)
    cells = last = 0
    before, is_joined = "", False
    for sign in text:
        if sign == _JOINER:
            is_joined = last == 2
        elif sign == _AS_EMOJI or _FIRST_SKIN <= sign <= _LAST_SKIN:
            is_joined = False
            wider = 2 - last if _is_symbol(before) else _alone(sign)
            cells, last, before = cells + wider, last + wider, before or sign
        elif is_joined and _is_symbol(sign):
            is_joined = False
        elif own := _alone(sign):
            cells, last, before, is_joined = cells + own, own, sign, False
    return cells


def _alone(sign: str) -> int:
    if unicodedata.category(sign) in ("Mn", "Me", "Cf") or "\u1160" <= sign <= "\u11ff":
        return 0  # marks, and what stands below another letter of a Korean syllable
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def _is_symbol(sign: str) -> bool:
    """Whether a sign may be part of an emoji: a digit may, and of letters only this one."""
    return sign == "ℹ" or (bool(sign) and not sign.isalpha() and not sign.isspace())


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows of text with their columns in line."""
    widths = [max(width(row[n]) for row in rows) for n in range(len(rows[0]))] if rows else []
    return "\n".join(_row(row, widths) for row in rows)


def _row(cells: Iterable[str], widths: Sequence[int]) -> str:
    padded = (cell + " " * (size - width(cell)) for cell, size in zip(cells, widths, strict=True))
    return "  ".join(padded).rstrip()
