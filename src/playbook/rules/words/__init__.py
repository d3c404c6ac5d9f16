"""Words that rules listen for, one file a language.

English and Bulgarian words match whole words, Chinese ones wherever they
stand, stems the beginning of a word, because Bulgarian inflects.
"""

import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent
LANGUAGES = ("en", "zh", "bg")


@cache
def _list(language: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((_FOLDER / f"{language}.json").read_text("utf-8"))
    return loaded


@cache
def words(topic: str, kind: str) -> frozenset[str]:
    """The words of a topic in all languages."""
    return frozenset(word for language in LANGUAGES for word in _list(language)[topic][kind])


_SCRIPTS = {
    "bg": re.compile("[а-яА-Я]"),
    "zh": re.compile("[\u4e00-\u9fff]"),
    "en": re.compile("[a-zA-Z]"),
}


def heard(topic: str, text: str) -> str | None:
    """The first word of a topic in a text, as it is written there, or None.

    The letters say which languages to listen in: authors mix them, and forget
    to say which one they write.
    """
    for language, script in _SCRIPTS.items():
        if not script.search(text):
            continue
        found = _pattern(topic, language).finditer(text)
        word = next((match[0] for match in found if match["word"]), None)
        if word is not None:
            return word
    return None


@cache
def _pattern(topic: str, language: str) -> re.Pattern[str]:
    """The group ``word`` is a word of the topic; what is an exception matches before it."""
    entry = _list(language)[topic]
    words, stems = _alternatives(entry.get("words", ())), _alternatives(entry.get("stems", ()))
    if language != "zh":
        words = rf"(?:{words})(?![\w-])" if words else ""
        stems = rf"(?:{stems})\w*" if stems else ""
    before = "" if language == "zh" else r"(?<![\w-])"
    word = rf"{before}(?P<word>{'|'.join(filter(None, (words, stems)))})"
    exceptions = _alternatives(entry.get("except", ()))
    return re.compile(rf"(?i){exceptions}|{word}" if exceptions else rf"(?i){word}")


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
