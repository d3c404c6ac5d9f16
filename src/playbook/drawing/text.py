"""Measures text and breaks it into lines, from a table of glyph widths instead of fonts.

The table is made by ``scripts/make_font.py``. Chinese signs are as wide as
the size of the type. Where a sign is in no table the guess is on the wide side, so
that text rather stays too short than leaves its box.
"""

import json
import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

from playbook.messages import base

_TABLE = Path(__file__).with_name("widths.json")
_WIDE: Final = 1000
_EMOJI: Final = 1300
_UNKNOWN: Final = 720
_WIDE_THERE = frozenset("“”‘’—…‥")
"""Signs that share their code with Latin ones and are wide in Chinese text."""
_NOT_FIRST = frozenset("，。、；：？！）】》」』〉〕”’…—·％%,.;:?!)]}›»～ー々々ゝ°℃\u00a0")
_NOT_LAST = frozenset("（【《「『〈〔“‘([{‹«￥$€£№#\u00a0")
_BREAK_AFTER = frozenset("-–/|_")
_ELLIPSIS = "…"
_SEPARATOR = " ·"
_STOPS = ("，", "。", "；", "：", "！", "？", "、")
_LOST_SHARE = 0.4
_LOST_SIGNS = 2.6
"""A last line looks lost below this share of the width, or with so few Chinese signs."""
_NARROWEST = 0.7
_LEAST_LETTERS: Final = 3
"""How many letters of a word that is parted go to the next line at least."""
_SPACES = re.compile(r"[ \t\r\n\f\v]+")


@dataclass(frozen=True)
class Style:
    """How a text is set: its size, and whether it is bold."""

    size: float
    bold: bool = False


def has_wide_quotes(language: str) -> bool:
    """Whether quotes, dashes and dots are as wide as the other signs."""
    return base(language) in ("zh", "ja")


class _Widths(dict[str, int]):
    """The widths of signs; that of one which is in no table is guessed once."""

    def __missing__(self, sign: str) -> int:
        self[sign] = guess = _guess(sign)
        return guess


@cache
def _widths(language: str, bold: bool) -> _Widths:
    table = json.loads(_TABLE.read_text("utf-8"))["700" if bold else "500"]
    widths = _Widths({**table["every"], **table.get(base(language), {})})
    if has_wide_quotes(language):
        widths.update(dict.fromkeys(_WIDE_THERE, _WIDE))
    return widths


def _guess(sign: str) -> int:
    """The width of a sign that the font does not have."""
    if unicodedata.category(sign) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    if ord(sign) >= 0x1F000 or 0x2600 <= ord(sign) < 0x2800:
        return _EMOJI
    return _WIDE if _is_wide(sign) else _UNKNOWN


@cache
def _is_wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in "WF"


def width(text: str, style: Style, language: str) -> float:
    """How wide a line of text is."""
    widths = _widths(language, style.bold)
    return sum(map(widths.__getitem__, text)) * style.size / 1000


def wrap(text: str, limit: float, style: Style, language: str, most: int = 99) -> tuple[str, ...]:
    """The lines of a text, none wider than the limit and no more than ``most``.

    What does not fit into the last line is cut off with an ellipsis. Lines
    rather end at a Chinese stop, and are evened out where the last would
    look lost, as long as they are no more for it.
    """
    pieces = [
        part for piece in _pieces(_squeezed(text)) for part in _split(piece, limit, style, language)
    ]
    sized = [(piece, width(piece, style, language)) for piece in pieces]
    paragraph = _Paragraph(sized, width(" ", style, language))
    lines = paragraph.fill(limit)
    if len(lines) > most:
        rest = "".join(lines[most - 1 :])
        return (*map(_ended, lines[: most - 1]), cut(rest, limit, style, language))
    if len(lines) > 1:
        is_wide = any(map(_is_wide, text))
        lines = paragraph.at_stops(limit, len(lines)) if is_wide else lines
        lost = style.size * _LOST_SIGNS if is_wide else limit * _LOST_SHARE
        if width(lines[-1].strip(), style, language) < lost:
            lines = paragraph.even(limit, len(lines))
    return (*(_ended(line) for line in lines[:-1]), lines[-1].strip())


def _ended(line: str) -> str:
    """A line without the separator after which it breaks."""
    return line.strip().removesuffix(_SEPARATOR).rstrip()


def cut(text: str, limit: float, style: Style, language: str) -> str:
    """One line of text that fits, with an ellipsis where something is left out."""
    text = _squeezed(text)
    if width(text, style, language) <= limit:
        return text
    kept = ""
    for cluster in _clusters(text):
        if width(kept + cluster + _ELLIPSIS, style, language) > limit:
            break
        kept += cluster
    return kept.rstrip(" ·，。、；：,.;:") + _ELLIPSIS


def _squeezed(text: str) -> str:
    """A text with single spaces; those that forbid a break stay."""
    return _SPACES.sub(" ", text).strip(" ")


@dataclass(frozen=True)
class _Paragraph:
    """Pieces of text with their widths; a space at the end of a line takes no room."""

    pieces: Sequence[tuple[str, float]]
    space: float

    def fill(self, limit: float, full: float = math.inf) -> list[str]:
        """As many pieces in a line as fit; from a width of ``full`` on a stop ends the line."""
        lines, used = [""], 0.0
        for piece, size in self.pieces:
            needed = size - self.space if piece.endswith(" ") else size
            stops = used >= full and lines[-1].endswith(_STOPS)
            if lines[-1] and (stops or used + needed > limit):
                lines.append("")
                used = 0.0
            lines[-1] += piece
            used += size
        return lines

    def at_stops(self, limit: float, count: int) -> list[str]:
        """Lines that rather end at a stop, if they are no more for it."""
        lines = self.fill(limit, limit * _NARROWEST)
        return lines if len(lines) == count else self.fill(limit)

    def even(self, limit: float, count: int) -> list[str]:
        """So many lines within the narrowest width that holds them."""
        low, high = max(limit * _NARROWEST, *(size for _piece, size in self.pieces)), limit
        while high - low > 2:
            middle = (low + high) / 2
            if len(self.fill(middle)) > count:
                low = middle
            else:
                high = middle
        return self.fill(high)


def _split(piece: str, limit: float, style: Style, language: str) -> Iterator[str]:
    """A piece, or its parts if it is wider than a line; words are parted with a hyphen."""
    if width(piece.rstrip(), style, language) <= limit:
        yield piece
        return
    parts: list[list[str]] = [[]]
    for cluster in _clusters(piece):
        written = "".join(parts[-1]) + cluster.rstrip()
        if parts[-1] and width(f"{written}-", style, language) > limit:
            parts.append([])
        parts[-1].append(cluster)
    before, last = parts[-2:] if len(parts) > 1 else ([], parts[-1])
    while len("".join(last).rstrip()) < _LEAST_LETTERS < len(before):
        last.insert(0, before.pop())
    for part, following in pairwise(parts):
        written = "".join(part)
        is_word = written[-1].isalpha() and following[0].isalpha() and not _is_wide(following[0])
        yield f"{written}-" if is_word else written
    yield "".join(parts[-1])


def _pieces(text: str) -> Iterator[str]:
    """The text in pieces between which a line may end; a space stays with what stands before it."""
    clusters = list(_clusters(text))
    piece = ""
    for here, following in pairwise([*clusters, ""]):
        piece += here
        if not following or _may_break(here, following):
            yield piece
            piece = ""


def _may_break(here: str, following: str) -> bool:
    if following == " ":
        return False
    if here == " ":
        return following[0] not in _NOT_FIRST or following[0] in "—…"
    if following[0] in _NOT_FIRST or here[-1] in _NOT_LAST:
        return False
    if _is_wide(here[0]) or _is_wide(following[0]):
        return True
    return here in _BREAK_AFTER and following[0].isalpha()


def _clusters(text: str) -> Iterator[str]:
    """The signs of a text with the marks, joiners and variants that belong to them."""
    cluster = ""
    for sign in text:
        joined = cluster.endswith("\u200d") or _continues(sign, cluster)
        if cluster and not joined:
            yield cluster
            cluster = ""
        cluster += sign
    if cluster:
        yield cluster


def _continues(sign: str, cluster: str) -> bool:
    """Whether a sign belongs to the cluster before it."""
    if sign == "\u200d" or unicodedata.category(sign) in ("Mn", "Me", "Mc"):
        return True
    if 0x1F3FB <= ord(sign) <= 0x1F3FF:
        return True
    is_flag = 0x1F1E6 <= ord(sign) <= 0x1F1FF
    return is_flag and len(cluster) == 1 and 0x1F1E6 <= ord(cluster) <= 0x1F1FF
