"""The words of the glossary in authors' texts: the first time a page says one, it leads to its meaning."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

from markupsafe import Markup, escape

from playbook import markdown
from playbook.model import Playbook, Term
from playbook.renderers.handbook.html.search import words

_LONGEST_TIP = 240
_WIDE = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
_WIDE_SIGN = re.compile(f"[{_WIDE}]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LETTERS = "0-9A-Za-z\u00c0-\u024f\u0400-\u04ff"
_TAG = re.compile(r"(<[^<>]*>)")
_LEFT_ALONE: Final = frozenset({"a", "code", "pre", "mark", "h1", "h2", "h3", "h4", "h5", "h6"})
_TAG_NAME = re.compile(r"</?([a-z][a-z0-9]*)")
_ACRONYM = re.compile(r"[A-Z0-9][A-Z0-9&/-]{1,6}")
_CYRILLIC_ENDINGS = (
    "(?:а|я|о|е|и|у|ю|ът|ят|ия|ият|ата|ята|та|то|ото|ето|те|ите|ове|овете|еве|евете|ища|ищата|"
    "ни|ния|ният|ната|ното|ните|на|но)?"
)
_CYRILLIC_VOWELS = "аеиоуъюяй"


class _Word(NamedTuple):
    """One way to say a term: what a text must contain, and where exactly it is said."""

    id: str
    core: str
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Terms:
    """The terms of a playbook, ready to be found."""

    words: tuple[_Word, ...]
    meanings: dict[str, str]

    def found(self, text: str) -> list[tuple[int, int, str]]:
        """Where a text says which terms; where two overlap, the longer one that begins first."""
        low = text.lower()
        hits = [
            (*match.span(), word.id)
            for word in self.words
            if word.core in low
            for match in word.pattern.finditer(text)
        ]
        hits.sort(key=lambda hit: (hit[0], -hit[1]))
        kept: list[tuple[int, int, str]] = []
        for hit in hits:
            if not kept or hit[0] >= kept[-1][1]:
                kept.append(hit)
        return kept


def terms(playbook: Playbook) -> Terms:
    """The terms of a playbook, with their other names."""
    found = [
        _word(term.id, name, playbook.language)
        for term in playbook.glossary.values()
        for name in (term.name, *term.also)
        if len(name.strip()) > 1
    ]
    meanings = {term.id: _tip(term) for term in playbook.glossary.values()}
    return Terms(tuple(found), meanings)


def _tip(term: Term) -> str:
    said = words(str(markdown.html(term.means)))
    if len(said) <= _LONGEST_TIP:
        return said
    return said[:_LONGEST_TIP].rsplit(" ", 1)[0].rstrip() + "…"


def _word(id: str, name: str, language: str) -> _Word:
    """How a name is found: as it stands, or with the endings that its language gives it."""
    name = " ".join(name.split())
    if _WIDE_SIGN.search(name):
        return _Word(id, name.lower(), re.compile(re.escape(name), re.IGNORECASE))
    if _CYRILLIC.search(name):
        stems = [_stem(part) for part in name.split(" ")]
        body = r"\s+".join(re.escape(stem) + _CYRILLIC_ENDINGS for stem in stems)
        core = max(stems, key=len)
    else:
        core = name
        ending = "(?:s|es)?" if language.partition("-")[0] == "en" else ""
        if ending and re.search(r"[^aeiou]y$", name):
            core, ending = name[:-1], "(?:y|ies)"
        body = r"\s+".join(re.escape(part) for part in core.split(" ")) + ending
        core = max(core.split(" "), key=len)
    flags = re.RegexFlag(0) if _ACRONYM.fullmatch(name) else re.IGNORECASE
    return _Word(id, core.lower(), re.compile(f"(?<![{_LETTERS}]){body}(?![{_LETTERS}])", flags))


def _stem(word: str) -> str:
    """A Bulgarian word without the vowel that its endings take the place of."""
    stem = word
    while len(stem) > 3 and stem[-1].lower() in _CYRILLIC_VOWELS:
        stem = stem[:-1]
    return stem


@dataclass
class Reading:
    """A page while it is filled in: which terms it has said already."""

    terms: Terms
    said: set[str] = field(default_factory=set)

    def text(self, text: str, *, but: str = "") -> Markup:
        """A line of an author's, with links to the terms that it says first."""
        return Markup("").join(self._linked(str(text), but))

    def prose(self, text: str, *, but: str = "", **options: bool | int) -> Markup:
        """Markdown of an author's, with links to the terms that it says first."""
        made = _html(text, **options)
        if not self.terms.words or not self.terms.found(text):
            return made
        return Markup("").join(self._within(str(made), but))

    def _linked(self, text: str, but: str) -> Iterator[Markup]:
        end = 0
        for start, stop, id in self.terms.found(text) if self.terms.words else ():
            if id in self.said or id == but:
                continue
            self.said.add(id)
            yield escape(text[end:start])
            yield _LINK.format(id, self.terms.meanings[id], text[start:stop])
            end = stop
        yield escape(text[end:])

    def _within(self, made: str, but: str) -> Iterator[Markup]:
        """The pieces of HTML that is ours already; links, code and headings are left alone."""
        inside = 0
        for number, piece in enumerate(_TAG.split(made)):
            if number % 2:
                name = _TAG_NAME.match(piece)
                if name and name[1] in _LEFT_ALONE:
                    inside += -1 if piece.startswith("</") else 1
            if number % 2 or inside or not piece.strip():
                yield Markup(piece)  # noqa: S704 - it is a piece of what was safe before
            else:
                yield from self._linked(html.unescape(piece), but)


_LINK: Final = Markup('<a class="term" href="glossary.html#term-{}" data-means="{}">{}</a>')


@lru_cache(maxsize=4096)
def _html(text: str, **options: bool | int) -> Markup:
    return markdown.html(text, **options)  # type: ignore[arg-type] # the options are its own
