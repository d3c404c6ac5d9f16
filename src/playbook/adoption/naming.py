"""Ids and labels for what a CRM knows by labels alone, and the language that they are in."""

import unicodedata
from collections.abc import Iterable
from typing import Final

from playbook.rollout.plain import line
from playbook.suggest import fold, id_for

LONGEST: Final = 20


class Ids:
    """Ids that are given out once each."""

    def __init__(self, taken: Iterable[str] = (), longest: int = LONGEST) -> None:
        """Begin with those that stand for something already."""
        self._taken, self._longest = set(taken), longest

    def give(self, wanted: str, name: str, otherwise: str) -> str:
        """The wanted id if it is one, else one made of a name, else a word; numbered if taken."""
        is_fit = _is_id(wanted) and len(wanted) <= self._longest
        id = wanted if is_fit else id_for(name, self._longest) or otherwise
        number, found = 2, id
        while found in self._taken:
            end = f"-{number}"
            found = id[: self._longest - len(end)].rstrip("-") + end
            number += 1
        self._taken.add(found)
        return found


class Labels:
    """Labels that stand for one thing each, as people read them."""

    def __init__(self) -> None:
        """Begin with none."""
        self._taken: set[str] = set()

    def give(self, name: str, otherwise: str) -> str:
        """A name in one line; with a number behind it if another thing is called so."""
        name = line(name) or otherwise
        number, found = 2, name
        while fold(found) in self._taken:
            found = f"{name} ({number})"
            number += 1
        self._taken.add(fold(found))
        return found


def _is_id(text: str) -> bool:
    return (
        0 < len(text) <= LONGEST
        and text[0] in "abcdefghijklmnopqrstuvwxyz"
        and set(text) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    )


def language_of(texts: Iterable[str]) -> str:
    """The language that most of the letters are written in, as far as the script tells it."""
    han = cyrillic = latin = 0
    for text in texts:
        for sign in text:
            name = unicodedata.name(sign, "")
            han += name.startswith("CJK UNIFIED")
            cyrillic += name.startswith("CYRILLIC")
            latin += name.startswith("LATIN")
    if han * 2 > latin + cyrillic and han:
        return "zh-CN"
    return "bg" if cyrillic > latin else "en"
