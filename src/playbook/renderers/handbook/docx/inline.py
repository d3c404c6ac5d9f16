"""Words within a line as Word's runs: in styles, linked, and in their language."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlsplit

from playbook.fonts import CJK
from playbook.manuscript.blocks import Run, Words
from playbook.renderers.handbook.docx import colours
from playbook.renderers.handbook.docx.colours import Colours
from playbook.renderers.handbook.docx.elements import element, run, text, value
from playbook.renderers.handbook.docx.letters import Letters

_WIDE_THERE: Final = re.compile("[“”‘’—…‥·]")
"""Signs that share their code with Latin ones and are wide in Chinese and Japanese."""
_KEPT: Final = "!#$%&'()*+,/:;=?@[]~-._"
_LONE_PERCENT: Final = re.compile("%(?![0-9A-Fa-f]{2})")
_LONGEST: Final = 2000
"""Longer addresses Word does not open."""


@dataclass(frozen=True)
class Inline:
    """Writes words in one language."""

    letters: Letters
    is_main: bool
    """Whether it is the language of the whole document, so that nothing has to be said of it."""
    colours: Colours
    bookmarks: Mapping[str, str]
    """What Word calls each anchor."""
    outside: Callable[[str], str]
    """The relation to an address outside."""

    def words(self, words: Words, *, colour: str = "", bold: bool = False) -> list[Any]:
        """Words as runs; ``colour`` is that of what has none of its own."""
        return list(self._all(words, colour, bold))

    def plain(self, words: str, *, colour: str = "", bold: bool = False) -> list[Any]:
        """A text without styles as runs."""
        return self.words((Run(words),), colour=colour, bold=bold)

    def _all(self, words: Words, colour: str, bold: bool) -> Iterator[Any]:
        before = ""
        for each in words:
            if not each.text:
                continue
            if (each.tag or each.tone is not None) and before[-1:].strip():
                yield run((), text(" "))
            yield self._linked(each, self._run(each, colour, bold))
            before = each.text
            if each.tone is not None:
                yield run((), text(" "))
                before = " "

    def _linked(self, each: Run, made: Any) -> Any:
        if each.link.startswith("#"):
            anchor = self.bookmarks.get(each.link[1:])
            return element("w:hyperlink", {"w:anchor": anchor}, made) if anchor else made
        address = _address(each.link)
        if not address:
            return made
        return element("w:hyperlink", {"r:id": self.outside(address)}, made)

    def _run(self, each: Run, colour: str, bold: bool) -> Any:
        words = f"\u00a0{each.text}\u00a0" if each.tag or each.tone is not None else each.text
        content = []
        for number, line in enumerate(words.split("\n")):
            content += [element("w:br")] if number else []
            content += [text(line)] if line else []
        return run(self._properties(each, colour, bold), *content)

    def _properties(self, each: Run, colour: str, bold: bool) -> Iterator[Any]:
        style = _style(each)
        if style:
            yield value("w:rStyle", style)
        if self.letters.is_cjk and _WIDE_THERE.search(each.text) and not each.code:
            yield self._fonts("eastAsia")
        elif not self.is_main and not each.code:
            yield self._fonts()
        if each.strong or bold:
            yield element("w:b")
        elif each.soft or each.tag:
            yield value("w:b", 0)
        if each.emphasis:
            yield value("w:em", "underDot") if CJK.search(each.text) else element("w:i")
        if each.struck:
            yield element("w:strike")
        if each.tone is not None:
            tone = self.colours.tone(each.tone)
            yield value("w:color", colours.on(tone))
            yield element("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": tone})
        elif colour and (not style or style == "Hyperlink"):
            yield value("w:color", colour)
        if not self.is_main:
            yield self.letters.tongue()

    def _fonts(self, hint: str = "") -> Any:
        made = self.letters.fonts()
        if hint:
            made.set(made.tag.replace("rFonts", "hint"), hint)
        return made


def _style(each: Run) -> str:
    """The style of a run's signs; each has one at most."""
    if each.mark:
        return "Placeholder"
    if each.code:
        return "Code"
    if each.tone is not None:
        return "Badge"
    if each.tag:
        return "Tag"
    if each.link:
        return "Hyperlink"
    return "Soft" if each.soft else ""


def _address(link: str) -> str:
    """An address in signs that Word takes; nothing if it is none."""
    made = _LONE_PERCENT.sub("%25", quote(link.strip(), safe=_KEPT))
    try:
        parts = urlsplit(made)
    except ValueError:
        return ""
    is_odd = "[" in made or "]" in made
    return "" if is_odd or not parts.scheme or len(made) > _LONGEST else made
