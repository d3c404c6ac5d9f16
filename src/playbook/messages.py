"""The words that the tool itself says, in the language of the one who reads them.

``_`` marks a sentence for translation and looks it up. Author's texts are put
in afterwards with ``format``, so they are never mistaken for ours.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path

LOCALES = Path(__file__).with_name("locales")
LANGUAGES = ("en", "zh-CN", "bg")
"""The languages that the tool's own words are in."""

_language: ContextVar[str] = ContextVar("language", default="en")


def _(message: str) -> str:
    """The message in the language in use."""
    return _catalogue(_language.get()).gettext(message)


def n_(one: str, many: str, count: int) -> str:
    """The form of a message that goes with a number."""
    return _catalogue(_language.get()).ngettext(one, many, count)


def p_(context: str, message: str) -> str:
    """The message in the language in use, where a word means different things."""
    return _catalogue(_language.get()).pgettext(context, message)


def language() -> str:
    """The language in use."""
    return _language.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Use a language within a block. A language without a catalogue speaks English."""
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


@cache
def _catalogue(language: str) -> NullTranslations:
    if language == "en":
        return NullTranslations()
    return translation("playbook", LOCALES, [closest(language).replace("-", "_")], fallback=True)


def is_known(tag: str) -> bool:
    """Whether our words are in the language of a tag, in whatever form it is written."""
    base = tag.replace("_", "-").split("-")[0].lower()
    return any(ours.split("-")[0] == base for ours in LANGUAGES)


def closest(tag: str) -> str:
    """The language of ours that is closest to a tag: ``zh-Hans-SG`` is ``zh-CN``, ``de`` is ``en``."""
    if tag in LANGUAGES:
        return tag
    base = tag.replace("_", "-").split("-")[0].lower()
    return next((ours for ours in LANGUAGES if ours.split("-")[0] == base), "en")
