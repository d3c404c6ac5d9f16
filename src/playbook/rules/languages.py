"""Translations: whole, up to date, and true to their source."""

import re
from collections.abc import Iterable, Iterator

from playbook.messages import _
from playbook.rules import Context, Remark, Severity, rule
from playbook.translate import Catalogue, Entry
from playbook.words import mistaken

_PLACEHOLDER = re.compile(r"\{\{[a-z0-9-]+\}\}")
_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d{3})*(?:[.,]\d+)?")


@rule("PB910", Severity.WARNING)
def not_translated(context: Context) -> Iterator[Remark]:
    """Every language that the playbook names is complete.

    ## Why
    A colleague who reads Chinese meets an English criterion in the middle of
    a checklist, and guesses.

    ## Wrong
    ```yaml
    # file: playbook.yaml
    languages: [bg]
    # file: locales/bg.po
    msgctxt "name"
    msgid "Example"
    msgstr "Пример"
    ```

    ## Right
    ```yaml
    # file: playbook.yaml
    languages: []
    ```
    """
    for number, (language, catalogue) in enumerate(context.catalogues.items()):
        pairs = list(_pairs(context, catalogue))
        outdated = _outdated(catalogue, pairs)
        missing = [
            where
            for where, _source, entry in pairs
            if (where not in outdated if entry is None else not entry.text)
        ]
        if missing:
            message = _("{missing} of {all} texts are not translated into {language}.")
            message = message.format(missing=len(missing), all=len(pairs), language=language)
            help = (
                _("The first one is {path}; write it in {file}.")
                if catalogue.written
                else _('"playbook translate" makes {file}, for a translator to fill in.')
            )
            help = help.format(path=missing[0], file=catalogue.file)
            yield Remark(("languages", number), message, help)


@rule("PB911", Severity.WARNING)
def stale_translation(context: Context) -> Iterator[Remark]:
    """A translation is of the text that stands there now.

    ## Why
    When a gate is tightened in one language and not in the other, two teams
    work by two rules.

    ## Wrong
    ```yaml
    # file: playbook.yaml
    languages: [bg]
    # file: locales/bg.po
    msgctxt "name"
    msgid "What the playbook was called before"
    msgstr "Пример"
    ```

    ## Right
    ```yaml
    # file: playbook.yaml
    languages: [bg]
    # file: locales/bg.po
    msgctxt "name"
    msgid "Example"
    msgstr "Пример"
    ```
    """
    for catalogue in context.catalogues.values():
        pairs = list(_pairs(context, catalogue))
        outdated = _outdated(catalogue, pairs)
        for where, _source, entry in pairs:
            old = outdated.get(where) if entry is None else entry if entry.is_stale else None
            if old is not None:
                message = _("The text of {path} has changed since it was translated.")
                help = _("Translate it anew, and take the mark `fuzzy` away.")
                yield Remark(old.place, message.format(path=where), help)


@rule("PB913", Severity.ERROR)
def translation_differs(context: Context) -> Iterator[Remark]:
    """A translation has the same numbers and placeholders as its source.

    ## Why
    A threshold that changes in translation is another rule, and a placeholder
    that is lost leaves a gap in an e-mail to the buyer.

    ## Wrong
    ```yaml
    # file: playbook.yaml
    languages: [bg]
    about: Up to 14 days
    # file: locales/bg.po
    msgctxt "about"
    msgid "Up to 14 days"
    msgstr "До 40 дни"
    ```

    ## Right
    ```yaml
    # file: playbook.yaml
    languages: [bg]
    about: Up to 14 days
    # file: locales/bg.po
    msgctxt "about"
    msgid "Up to 14 days"
    msgstr "До 14 дни"
    ```
    """
    for catalogue in context.catalogues.values():
        for where, source, entry in _pairs(context, catalogue):
            if entry is None or not entry.text or entry.is_stale:
                continue
            for pattern, message in (
                (
                    _PLACEHOLDER,
                    _("The translation of {path} has other placeholders: {there}, not {here}."),
                ),
                (_NUMBER, _("The translation of {path} has other numbers: {there}, not {here}.")),
            ):
                here, there = _found(pattern, source), _found(pattern, entry.text)
                if here != there:
                    message = message.format(
                        path=where, there=", ".join(there) or "–", here=", ".join(here) or "–"
                    )
                    yield Remark(entry.place, message, _("Put the same ones in."))


def _found(pattern: re.Pattern[str], text: str) -> list[str]:
    """What a pattern finds in a text, sorted; numbers without their separators."""
    if pattern is _PLACEHOLDER:
        return sorted(pattern.findall(text))
    return sorted(re.sub(r"\D", "", match) for match in pattern.findall(_PLACEHOLDER.sub("", text)))


def _pairs(context: Context, catalogue: Catalogue) -> Iterator[tuple[str, str, Entry | None]]:
    """Every text of the playbook once, its context, and its entry in a catalogue."""
    texts = ((context.context_of(leaf), leaf.value) for leaf in context.playbook.texts)
    for where, source in dict.fromkeys(texts):
        yield where, source, catalogue.entry(where, source)


def _outdated(catalogue: Catalogue, pairs: list[tuple[str, str, Entry | None]]) -> dict[str, Entry]:
    """Entries whose source text stands nowhere any more, by their context."""
    current = {(where, source) for where, source, _entry in pairs}
    return {
        key[0]: entry
        for key, entry in catalogue.entries.items()
        if key not in current and key[1] and entry.text
    }


@rule("PB915", Severity.WARNING)
def wrong_meaning(context: Context) -> Iterator[Remark]:
    """A word of the trade is not translated as what it means elsewhere.

    ## Why
    A translation machine takes "won" for money from Korea, and "lead" for a
    metal. People who read it first laugh, and then trust the rest less.

    ## Wrong
    ```yaml
    # file: playbook.yaml
    languages: [bg]
    about: What a won deal is
    # file: locales/bg.po
    msgctxt "about"
    msgid "What a won deal is"
    msgstr "Какво е уон сделка"
    ```

    ## Right
    ```yaml
    # file: playbook.yaml
    languages: [bg]
    about: What a won deal is
    # file: locales/bg.po
    msgctxt "about"
    msgid "What a won deal is"
    msgstr "Какво е спечелена сделка"
    ```
    """
    for language, pairs in context.translated.items():
        slips = mistaken(language.split("-")[0])
        for leaf, entry in pairs if slips else ():
            for word, wrong in slips.items():
                said = _stands_in(wrong, entry.text)
                if said and _stands_in((word,), leaf.value):
                    message = _('"{said}" is "{word}" in another sense of the word.')
                    help = _("Say what it means in sales, as in your glossary.")
                    yield Remark(entry.place, message.format(said=said, word=word), help)


def _stands_in(words: Iterable[str], text: str) -> str:
    """The first of the words that a text has, or nothing; Chinese has no ends of words."""
    folded = text.casefold()
    for word in words:
        begin, end = ("", "") if word[-1] >= "\u4e00" else (r"(?<!\w)", r"(?!\w)")
        if word in folded and re.search(f"{begin}{re.escape(word)}{end}", folded):
            return word
    return ""
