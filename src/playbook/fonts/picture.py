"""Pictures for programs that look up one font for a whole text, and pick any other for the rest.

They know no languages either: of the fonts in one file they would take the
Japanese one for Chinese, and set the Latin letters beside it in that as well.
So every run of letters stands by itself, and says by which font it is set.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Final, Literal

from playbook.drawing import text
from playbook.drawing.markup import element, escaped
from playbook.drawing.text import has_wide_quotes
from playbook.drawing.theme import STYLES
from playbook.extras import load
from playbook.fonts import CJK, faces, families
from playbook.fonts.coverage import covered

_TEXTS: Final = re.compile(r'<text class="f-([a-z-]{1,30})( [^"<]*)?"([^<>]*)>([^<]*)</text>')
_X: Final = re.compile(r' x="([^"]*)"')
_ANCHOR: Final = re.compile(r' text-anchor="([^"]*)"')
_WIDE_THERE: Final = "“”‘’—…‥"
"""Signs that share their code with Latin ones and are wide in Chinese and Japanese."""
_JOINED: Final = frozenset({"Mn", "Me", "Mc", "Cf"})
"""The kinds of sign that belong to the one before them."""
_SCALE: Final = 2.0
_Whose = Literal["ours", "cjk", "other"]


def png(svg: str, language: str, scale: float = _SCALE) -> bytes:
    """A picture in literal colours as PNG, so many times as large.

    Raises:
        PlaybookError: a package or a font is not installed; the message says how to get it.

    """
    resvg = load("resvg_py", "print")
    ready, files = prepared(svg, language)
    drawn = resvg.svg_to_bytes(
        svg_string=ready,
        skip_system_fonts=True,
        font_files=[str(file) for file in files],
        zoom=scale,
    )
    return bytes(drawn)


def prepared(svg: str, language: str) -> tuple[str, tuple[Path, ...]]:
    """A picture whose texts name their fonts, and the files of these.

    Raises:
        PlaybookError: a font is missing; the message says how to get it.

    """
    words = "".join(unescape(found[4]) for found in _TEXTS.finditer(svg))
    files, names = faces(language, words), families(language, words)
    if len(files) == 1:
        return svg, files
    setting = _Setting(names[-1], language, covered(files[0], set(words)))
    return _TEXTS.sub(setting.set, svg), files


@dataclass(frozen=True)
class _Setting:
    """Sets what our font has not in others."""

    family: str
    language: str
    ours: frozenset[str]

    def set(self, found: re.Match[str]) -> str:
        """A text of a picture, run by run."""
        runs = tuple(self._runs(unescape(found[4])))
        if all(whose == "ours" for _run, whose in runs):
            return found[0]
        style = STYLES[found[1]]
        widths = [text.width(run, style, self.language) for run, _whose in runs]
        anchor = _ANCHOR.search(found[3])
        share = {"middle": 0.5, "end": 1.0}.get(anchor[1] if anchor else "", 0.0)
        x = float(_X.findall(found[3])[0]) - share * sum(widths)
        parts = []
        for (run, whose), width in zip(runs, widths, strict=True):
            font = {"font-family": self.family} if whose == "cjk" else {}
            parts.append(element("tspan", {"x": f"{x:.2f}", **font}, escaped(run)))
            x += width
        rest = _ANCHOR.sub("", found[3])
        return f'<text class="f-{found[1]}{found[2] or ""}"{rest}>{"".join(parts)}</text>'

    def _runs(self, words: str) -> Iterator[tuple[str, _Whose]]:
        """The parts of a text, and whose font each is set in.

        A space within words of another script belongs to them, so that they
        may run from the right to the left as a whole.
        """
        whose = [self._whose(sign) for sign in words]
        for place, (before, after) in enumerate(pairwise(words), 1):
            if unicodedata.category(after) in _JOINED:
                whose[place] = whose[place - 1]
            if before == " " and whose[place - 2 : place - 1] == whose[place : place + 1]:
                whose[place - 1] = whose[place]
        begin = 0
        for place in range(1, len(words) + 1):
            if place == len(words) or whose[place] != whose[begin]:
                yield words[begin:place], whose[begin]
                begin = place

    def _whose(self, sign: str) -> _Whose:
        if (has_wide_quotes(self.language) and sign in _WIDE_THERE) or CJK.match(sign):
            return "cjk"
        return "ours" if sign in self.ours or sign.isspace() else "other"
