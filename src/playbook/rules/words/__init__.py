"""Words that rules listen for, one file a language.

English words match whole words, Chinese ones wherever they stand, Bulgarian
stems at the beginning of a word, because Bulgarian inflects.
"""

import json
import re
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


def heard(topic: str, text: str, language: str) -> str | None:
    """The first word of a topic in a text, as it is written there, or None.

    English is listened for in every language, since authors mix it in.
    """
    base = language.split("-", maxsplit=1)[0]
    for each in dict.fromkeys((base, "en")):
        match = _pattern(topic, each).search(text) if each in LANGUAGES else None
        if match:
            return match[0]
    return None


@cache
def _pattern(topic: str, language: str) -> re.Pattern[str]:
    entry = _list(language)[topic]
    alternatives = "|".join(
        re.escape(word)
        for word in sorted(
            (*entry.get("words", ()), *entry.get("stems", ())), key=len, reverse=True
        )
    )
    if language == "zh":
        return re.compile(alternatives)
    if language == "bg":
        return re.compile(rf"(?i)(?<!\w)(?:{alternatives})\w*")
    return re.compile(rf"(?i)(?<![\w-])(?:{alternatives})(?![\w-])")
