"""Words of the trade that criteria and names are judged by, one file a language.

A topic has ``words``, which are matched whole (in Chinese wherever they
stand, the longest first), ``stems``, which begin a word, because Bulgarian
inflects, ``forms``, which are regular expressions, and ``except``: what
only looks like a word of the topic, such as "interest rate".
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

_FOLDER = Path(__file__).parent
LANGUAGES = ("en", "zh", "bg")

_SCRIPTS = {
    "bg": re.compile("[а-яА-Я]"),
    "zh": re.compile("[\u4e00-\u9fff]"),
    "en": re.compile("[a-zA-Z]"),
}
_WORD = re.compile(r"[\w-]+")
_STRAIGHT = str.maketrans("’‘", "''")


class Hit(NamedTuple):
    """A word that was heard, as it is written in the text, and where."""

    word: str
    start: int
    end: int


@dataclass(frozen=True)
class _Topic:
    """A topic in one language, made ready for quick looking: no long patterns are compiled."""

    whole: frozenset[str]
    phrases: tuple[str, ...]
    stems: tuple[str, ...]
    form: re.Pattern[str] | None
    exceptions: tuple[str, ...]
    has_spaces: bool

    def hits(self, text: str) -> Iterator[tuple[int, int]]:
        """Where words of the topic stand in a text in lower case, in no order."""
        for exception in self.exceptions:
            if exception in text:
                text = text.replace(exception, "\0" * len(exception))
        if self.whole or self.stems:
            for found in _WORD.finditer(text):
                word = found[0]
                if word in self.whole or (self.stems and word.startswith(self.stems)):
                    yield found.span()
        for phrase in self.phrases:
            start = text.find(phrase)
            while start >= 0:
                end = start + len(phrase)
                if not self.has_spaces or _stands_alone(text, start, end):
                    yield start, end
                start = text.find(phrase, end)
        if self.form is not None:
            for found in self.form.finditer(text):
                yield found.span()


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether neither letters nor hyphens touch a stretch of a text."""
    return not _WORD.match(text[start - 1 : start]) and not _WORD.match(text[end : end + 1])


@cache
def words(topic: str, kind: str) -> frozenset[str]:
    """The words of a topic in all languages."""
    return frozenset(word for language in LANGUAGES for word in _list(language)[topic][kind])


def heard(topic: str, text: str) -> str | None:
    """The first word of a topic in a text, as it is written there, or None."""
    found = hits(topic, text)
    return found[0].word if found else None


def hits(topic: str, text: str) -> tuple[Hit, ...]:
    """The words of a topic in a text, in order; where words overlap, the first and longest.

    The letters say which languages to listen in: authors mix them, and forget
    to say which one they write.
    """
    plain = text.lower().translate(_STRAIGHT)
    if len(plain) != len(text):  # some capitals of other scripts become two letters
        plain = text
    spans: dict[int, int] = {}
    for language, script in _SCRIPTS.items():
        if script.search(text):
            for start, end in _topic(topic, language).hits(plain):
                spans[start] = max(end, spans.get(start, 0))
    found: list[Hit] = []
    for start, end in sorted(spans.items()):
        if not found or start >= found[-1].end:
            found.append(Hit(text[start:end], start, end))
    return tuple(found)


def mistaken(language: str) -> Mapping[str, tuple[str, ...]]:
    """For words of the trade in English, what they are not in a language, though a dictionary says so."""
    listed = _list(language)["mistaken"] if language in LANGUAGES else {}
    return {word: tuple(wrong) for word, wrong in listed.items()}


@cache
def _list(language: str) -> dict[str, Any]:
    loaded: dict[str, Any] = {}
    for file in (f"{language}.json", f"work-{language}.json"):
        loaded |= json.loads((_FOLDER / file).read_text("utf-8"))
    return loaded


@cache
def _topic(topic: str, language: str) -> _Topic:
    entry = _list(language)[topic]
    listed = entry.get("words", ())
    has_spaces = language != "zh"
    whole = frozenset(word for word in listed if has_spaces and _WORD.fullmatch(word))
    forms = entry.get("forms", ())
    return _Topic(
        whole=whole,
        phrases=tuple(word for word in listed if word not in whole),
        stems=tuple(entry.get("stems", ())),
        form=re.compile("|".join(forms)) if forms else None,
        exceptions=tuple(sorted(entry.get("except", ()), key=len, reverse=True)),
        has_spaces=has_spaces,
    )
