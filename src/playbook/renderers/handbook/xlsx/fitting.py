"""How high a row must be for its text. Not every program finds that out by itself."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from playbook.drawing import text
from playbook.renderers.handbook.xlsx.looks import Style
from playbook.renderers.handbook.xlsx.sheets import Sheet

_DIGIT: Final = 7
"""A column of the width 1 has room for a digit, so many pixels wide."""
_MARGIN: Final = 8
_INDENT: Final = 9
_PIXELS: Final = 4 / 3
"""The pixels of a point."""
_LEADING: Final = 1.32
_PADDING: Final = 4.0
_HIGHEST: Final = 400.0
"""Excel shows no row higher than 409 points."""
_PLAIN: Final = 15.0
_NARROWER: Final = 0.94
"""Arial is a little narrower than the font whose widths we know."""


def heights(sheet: Sheet, language: str) -> Mapping[int, float]:
    """The heights of the rows with broken lines, in points; those that are given stay."""
    found: dict[int, float] = {}
    for (row, column), style in sheet.styles.items():
        content = sheet.cells.get((row, column))
        if style.wrap and isinstance(content, str) and row not in sheet.heights:
            needed = _height(content, style, sheet.widths.get(column, 8.43), language)
            found[row] = max(found.get(row, _PLAIN), needed)
    return found


def width(
    head: str, values: Iterable[str], language: str, *, least: float, most: float = 40
) -> float:
    """How wide a column must be for the longest word of its head and for each of its values."""
    bold, plain = text.Style(10 * _PIXELS, bold=True), text.Style(10 * _PIXELS)
    words = [line for word in head.split() for line in _unbroken(word)]
    needed = [text.width(word, bold, language) for word in words]
    needed += [text.width(value, plain, language) + _INDENT for value in values]
    found = (max(needed, default=0) * _NARROWER + 2 * _MARGIN) / _DIGIT
    return round(min(max(found, least), most), 1)


def _unbroken(word: str) -> Iterator[str]:
    """The parts of a word that stay on a line; Chinese may be broken anywhere, here after four signs."""
    is_wide = any(ord(sign) > 0x2E80 for sign in word)
    if not is_wide:
        yield word
        return
    yield from (word[at : at + 4] for at in range(0, len(word), 4))


def _height(content: str, style: Style, width: float, language: str) -> float:
    room = width * _DIGIT - _MARGIN - style.indent * _INDENT
    face = text.Style(style.size * _PIXELS, style.bold)
    lines = sum(
        len(text.wrap(line, max(room, 10) / _NARROWER, face, language)) if line.strip() else 1
        for line in content.split("\n")
    )
    return min(lines * style.size * _LEADING + _PADDING, _HIGHEST)
