"""The words that the tool itself says, in the language of the one who reads them.

``_`` marks a sentence for translation and looks it up. Author's texts are put
in afterwards with ``format``, so they are never mistaken for ours.

The catalogues are parted, so that a command reads only what it says itself:
``playbook`` has the words of the program, ``rules`` the pages of the rules,
``schema`` what the schemas say of keys, ``cli`` the help texts, ``docs`` the
words of the made pages. ``scripts/catalogues.py`` collects the sentences; the
folders below ``locales`` say which languages there are.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path

LOCALES = Path(__file__).resolve().parents[1] / "locales"


def languages_in(locales: Path) -> tuple[str, ...]:
    """The languages that there are catalogues of in a folder, and English, which needs none."""
    found = (each.name for each in locales.iterdir() if (each / _PROGRAM).is_file())
    return ("en", *sorted(name.replace("_", "-") for name in found))


_PROGRAM = "LC_MESSAGES/playbook.mo"
LANGUAGES = languages_in(LOCALES)
"""The languages that the tool's own words are in; one more needs nothing but its catalogues."""

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


def later(context: str, message: str) -> str:  # noqa: ARG001 - it is read by who collects the words
    """Mark a word that ``p_`` looks up with the same context when it is needed."""
    return message


def look_up(domain: str, message: str, context: str | None = None) -> str:
    """A text of another catalogue in the language in use."""
    catalogue = _catalogue(_language.get(), domain)
    return catalogue.pgettext(context, message) if context else catalogue.gettext(message)


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
def _catalogue(language: str, domain: str = "playbook") -> NullTranslations:
    if language == "en":
        return NullTranslations()
    return translation(domain, LOCALES, [folder(language)], fallback=True)


def is_known(tag: str) -> bool:
    """Whether our words are in the language of a tag, in whatever form it is written."""
    return any(base(ours) == base(tag) for ours in LANGUAGES)


def closest(tag: str) -> str:
    """The language of ours that is closest to a tag: ``zh-Hans-SG`` is ``zh-CN``, ``de`` is ``en``."""
    if tag in LANGUAGES:
        return tag
    return next((ours for ours in LANGUAGES if base(ours) == base(tag)), "en")


def base(tag: str) -> str:
    """The language of a tag without country and script: ``zh`` of ``zh-CN``."""
    return tag.replace("_", "-").split("-")[0].lower()


def folder(tag: str) -> str:
    """What gettext calls the language of ours that is closest to a tag: ``zh_CN``."""
    return closest(tag).replace("-", "_")
