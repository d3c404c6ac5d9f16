"""Labels and translations."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Protocol

from playbook.messages import _
from playbook.model import Playbook, Text
from playbook.rules import Context, Remark, Severity, rule
from playbook.translate import Catalogue, Entry

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
            if (entry is None or not entry.text) and where not in outdated
        ]
        if missing:
            message = _("{missing} of {all} texts are not translated into {language}.")
            message = message.format(missing=len(missing), all=len(pairs), language=language)
            help = _("The first one is {path}; write it in {file}.")
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


@rule("PB912", Severity.ERROR)
def label_twice(context: Context) -> Iterator[Remark]:
    """Two things of one kind do not have the same label.

    ## Why
    In the CRM people see labels only. Two stages called "Proposal" are one to
    them, and some CRMs refuse the second. Case, width and spaces do not
    count.

    ## Wrong
    ```yaml
    stages:
      - {id: first-offer, name: Offer, exit: [The buyer has named who signs]}
      - {id: last-offer, name: "offer ", exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: first-offer, name: First offer, exit: [The buyer has named who signs]}
      - {id: last-offer, name: Last offer, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    for named in _families(context.playbook):
        first: dict[str, str] = {}
        for part in named:
            label = _folded(part.name)
            if label in first:
                message = _('The label "{label}" is also that of {id}.')
                message = message.format(label=part.name, id=first[label])
                yield Remark((*part.at, "name"), message, _("Give it a label of its own."))
            first.setdefault(label, part.id)
    for catalogue in context.catalogues.values():
        yield from _twice_in(context, catalogue)


def _twice_in(context: Context, catalogue: Catalogue) -> Iterator[Remark]:
    """Labels that differ in the source and are the same in a translation."""
    entries = dict(_by_place(context, catalogue))
    for named in _families(context.playbook):
        first: dict[str, str] = {}
        for part in named:
            entry = entries.get((*part.at, "name"))
            if entry is None or not entry.text:
                continue
            label = _folded(entry.text)
            if label in first:
                message = _('In {language}, the label "{label}" is also that of {id}.')
                message = message.format(
                    language=catalogue.language, label=entry.text, id=first[label]
                )
                yield Remark(entry.place, message, _("Give it a label of its own."))
            first.setdefault(label, part.id)


class _Named(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> Text: ...
    @property
    def at(self) -> tuple[str | int, ...]: ...


def _families(playbook: Playbook) -> Iterator[Iterable[_Named]]:
    """The parts that people see side by side in one list."""
    yield playbook.stages
    yield playbook.buyer_steps
    yield playbook.roles.values()
    yield playbook.fields.values()
    yield playbook.segments.values()
    yield playbook.reasons.values()
    yield playbook.objections.values()
    yield playbook.assets.values()
    for track in playbook.tracks.values():
        yield track.phases
    yield from (field.options for field in playbook.fields.values())
    yield from (question.options for question in playbook.question.values())


def _folded(label: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", label).casefold().split())


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
    """Every text of the playbook, its context, and its entry in a catalogue."""
    for leaf in context.playbook.texts:
        where = context.context_of(leaf)
        entry = catalogue.entry(where, leaf.value) or catalogue.entry(where, "")
        yield where, leaf.value, entry


def _outdated(catalogue: Catalogue, pairs: list[tuple[str, str, Entry | None]]) -> dict[str, Entry]:
    """Entries whose source text stands nowhere any more, by their context."""
    current = {(where, source) for where, source, _entry in pairs}
    return {
        key[0]: entry
        for key, entry in catalogue.entries.items()
        if key not in current and key[1] and entry.text
    }


def _by_place(
    context: Context, catalogue: Catalogue
) -> Iterator[tuple[tuple[str | int, ...], Entry]]:
    for leaf in context.playbook.texts:
        entry = catalogue.entry(context.context_of(leaf), leaf.value)
        if entry is not None:
            yield leaf.at, entry
