"""Which fonts a document in several languages is set with."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from playbook import fonts
from playbook.messages import base


def files(languages: Iterable[str], words: str) -> tuple[Path, ...]:
    """The font files for texts in these languages.

    Ours comes in two forms of one name: with Bulgarian letters as they are written
    there, and without. Where Bulgarian is among the languages, that form is for all.

    Raises:
        PlaybookError: letters are missing; the message says what to install.

    """
    ordered = sorted(languages, key=lambda tag: (base(tag) != "bg", tag))
    found = [fonts.faces(tag, words if not at else "") for at, tag in enumerate(ordered)]
    ours = found[0][0]
    return tuple(dict.fromkeys([ours, *(file for each in found for file in each[1:])]))


def families(language: str, words: str, company: str) -> list[dict[str, Any]]:
    """The families for a language, best first; ``wide`` are those for Chinese and the like."""
    own, *cjk = fonts.families(language, words)
    narrow = [name for name in (company, own) if name]
    return [
        *({"name": name, "wide": False} for name in narrow),
        *({"name": name, "wide": True} for name in cjk),
    ]
