"""Guesses: the word that was meant, and an id for a name in any script."""

import re
import unicodedata
from collections.abc import Iterable

from playbook.messages import _
from playbook.suggest.words import (
    BULGARIAN,
    KEY_WORDS,
    LOOK_ALIKES,
    MONTHS,
    TRADE_WORDS,
    UNITS,
    VALUE_WORDS,
)

__all__ = [
    "MONTHS",
    "TRADE_WORDS",
    "UNITS",
    "VALUE_WORDS",
    "did_you_mean",
    "fold",
    "has_look_alikes",
    "id_for",
    "nearest",
    "without_look_alikes",
]

_QUOTES = "\"'“”„‘’‚＂「」«»"
_LONGEST = 80
"""Characters of a word that are compared; no word of ours is longer."""

_ALIKE = 0.85
"""From here on a word is misspelt; below it may as well be another word for the same."""


def fold(word: str) -> str:
    """A word as the eye compares it: case, width, quotes and look-alike letters do not count."""
    plain = unicodedata.normalize("NFKC", word[:_LONGEST]).translate(LOOK_ALIKES).casefold()
    return re.sub(r"[\s_]+", "-", plain.strip().strip(_QUOTES))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant, or None."""
    from difflib import SequenceMatcher

    choices = list(known)
    folded = fold(word)
    best, score = None, 0.0
    for candidate in choices:
        other = fold(candidate)
        ratio = 1.0 if other == folded else SequenceMatcher(None, folded, other).ratio()
        if ratio > score:
            best, score = candidate, ratio
    meant = _by_meaning(word, choices) if score < _ALIKE else None
    if meant is not None:
        return meant
    return best if score >= (0.6 if len(folded) < 4 else 0.7) else None


def _by_meaning(word: str, known: Iterable[str]) -> str | None:
    """The known word that says the same in other words, or in another language."""
    plain = unicodedata.normalize("NFKC", word[:_LONGEST]).casefold().strip().strip(_QUOTES)
    spellings = (plain, re.sub(r"[\s-]+", "_", plain), plain.replace("_", " "))
    choices = list(known)
    for spelling in spellings:
        meant = [words.get(spelling) for words in (VALUE_WORDS, TRADE_WORDS)]
        meant += [key for key, words in KEY_WORDS.items() if spelling in words]
        found = next((each for each in meant if each in choices), None)
        if found is not None:
            return found
    return None


def did_you_mean(word: str, known: Iterable[str], most: int = 12) -> str:
    """A sentence that guesses the word meant, or lists what there is."""
    choices = list(dict.fromkeys(known))
    guess = nearest(word, choices)
    if guess is not None:
        return _('Did you mean "{guess}"?').format(guess=guess)
    if not choices:
        return ""
    listed = ", ".join(choices[:most]) + (", …" if len(choices) > most else "")
    return _("Known here: {listed}.").format(listed=listed)


def without_look_alikes(word: str) -> str:
    """A word with Latin letters for the Cyrillic and Greek ones that look like them."""
    return word.translate(LOOK_ALIKES)


def has_look_alikes(word: str) -> bool:
    """Whether Cyrillic or Greek letters stand among Latin ones."""
    return bool(re.search("[A-Za-z]", word)) and word != without_look_alikes(word)


def _in_one_script(word: str) -> str:
    """A word in Latin letters altogether, if it was so but for some that only look Latin."""
    plain = without_look_alikes(word)
    return plain if has_look_alikes(word) and plain.isascii() else word


def id_for(name: str, longest: int = 20) -> str | None:
    """An id for a name: a word of the trade, else its letters in Latin, cut at a word."""
    name = unicodedata.normalize("NFKC", name[:_LONGEST]).strip().strip(_QUOTES).casefold()
    if name in TRADE_WORDS:
        return TRADE_WORDS[name]
    name = " ".join(_in_one_script(word) for word in name.split())
    latin = "".join(BULGARIAN.get(letter, letter) for letter in name)
    plain = (
        unicodedata.normalize("NFKD", without_look_alikes(latin)).encode("ascii", "ignore").decode()
    )
    words = re.findall("[a-z0-9]+", plain)
    while words and not words[0][0].isalpha():
        words.pop(0)
    id = ""
    for word in words:
        longer = f"{id}-{word}" if id else word[:longest]
        if len(longer) > longest:
            break
        id = longer
    return id or None
