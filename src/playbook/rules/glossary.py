"""The words of the team: explained once, and used as they are explained."""

import re
from collections.abc import Iterable, Iterator, Mapping

from playbook.findings import At
from playbook.messages import _
from playbook.model import Term, Text
from playbook.rules import Context, Remark, Severity, rule

_HAN = re.compile("[\u4e00-\u9fff]")


@rule("PB917", Severity.WARNING)
def term_translated_otherwise(context: Context) -> Iterator[Remark]:
    """A term of the glossary is translated everywhere as in the glossary.

    ## Why
    Where one "handover" is three words in the translation, readers look for
    the difference. Endings do not count.

    ## Wrong
    ```yaml
    # file: playbook.yaml
    languages: [bg]
    about: Plan the handover
    glossary: {handover: {name: handover, means: Passing a deal on}}
    # file: locales/bg.po
    msgctxt "glossary.handover.name"
    msgid "handover"
    msgstr "предаване"

    msgctxt "about"
    msgid "Plan the handover"
    msgstr "Планирай трансфера"
    ```

    ## Right
    ```yaml
    # file: playbook.yaml
    languages: [bg]
    about: Plan the handover
    glossary: {handover: {name: handover, means: Passing a deal on}}
    # file: locales/bg.po
    msgctxt "glossary.handover.name"
    msgid "handover"
    msgstr "предаване"

    msgctxt "about"
    msgid "Plan the handover"
    msgstr "Планирай предаването"
    ```
    """
    glossary = context.playbook.glossary
    for pairs in context.translated.values():
        known = {leaf.at: entry.text for leaf, entry in pairs}
        terms = [
            (term, wanted) for term in glossary.values() if (wanted := _translations(term, known))
        ]
        for leaf, entry in pairs if terms else ():
            for term, wanted in terms:
                if leaf.at[:2] == term.at or entry.is_stale:
                    continue
                if not _says(leaf.value, term.name, plural=len(term.name) > _SHORT):
                    continue
                if not any(_says_in_any_form(entry.text, word) for word in wanted):
                    message = _('"{term}" is translated otherwise than in the glossary: {wanted}.')
                    message = message.format(term=term.name, wanted=", ".join(wanted))
                    help = _("Use the glossary's word, or add yours to `also` there.")
                    yield Remark(entry.place, message, help)


def _translations(term: Term, known: Mapping[At, str]) -> list[str]:
    """What a term is called in another language; nothing if it is not translated there."""
    places = [(*term.at, "name"), *((*term.at, "also", number) for number in range(len(term.also)))]
    found = [known[at] for at in places if at in known]
    return found if places[0] in known else []


@rule("PB919", Severity.WARNING)
def avoided_word(context: Context) -> Iterator[Remark]:
    """A word that the glossary says to avoid is avoided.

    ## Why
    Two words for one thing are two things to whoever is new. The glossary
    says which one the team has chosen. What is quoted, what buyers say and
    longer prose are left alone, and in Chinese all but labels, since there a
    word may also stand in another sense.

    ## Wrong
    ```yaml
    rules: [A prospect is called within a day]
    glossary: {lead: {name: lead, means: Somebody who may buy, avoid: [prospect]}}
    ```

    ## Right
    ```yaml
    rules: [A lead is called within a day]
    glossary: {lead: {name: lead, means: Somebody who may buy, avoid: [prospect]}}
    ```
    """
    glossary = context.playbook.glossary.values()
    terms = [term for term in glossary if term.avoid]
    allowed = [word for each in glossary for word in _names(each)]
    for leaf in context.playbook.texts if terms else ():
        if leaf.kind is not Text or leaf.at[0] in _IN_OTHER_WORDS:
            continue
        text = _QUOTED.sub("", leaf.value)
        for term, word in [(each, word) for each in terms for word in each.avoid]:
            is_label = leaf.at[-1] == "name"
            if (is_label or not _HAN.search(word)) and _says(_without(text, allowed, word), word):
                message = _('The glossary says to avoid "{word}".').format(word=word)
                help = _('Write "{term}".').format(term=term.name)
                yield Remark(leaf.at, message, help)


_IN_OTHER_WORDS = frozenset({"glossary", "assets", "competitors", "objections", "questionnaires"})
"""Where buyers and others speak, each in their own words."""
_QUOTED = re.compile('[“„「《][^”“」》]*[”“」》]|"[^"]*"')


def _names(term: Term) -> tuple[str, ...]:
    return (term.name, *term.also)


def _without(text: str, allowed: Iterable[str], word: str) -> str:
    """A text without the longer terms that a word is only a part of."""
    for term in allowed:
        if term != word and word.casefold() in term.casefold():
            text = re.sub(re.escape(term), "\0", text, flags=re.IGNORECASE)
    return text


def _says(text: str, word: str, *, plural: bool = True) -> bool:
    """Whether a text has a word, as it is or in the plural; Chinese has no ends of words."""
    folded, wanted = text.casefold(), word.casefold()
    if wanted not in folded:
        return False
    if _HAN.search(word):
        return True
    ending = "(?:e?s)?" if plural else ""
    return re.search(rf"(?<![\w-]){re.escape(wanted)}{ending}(?![\w-])", folded) is not None


_SHORT = 4
"""A word of so many letters with an ending is often another: a deal lives, something goes live."""


_ENDING = 3
"""So many letters may change at the end of a word of a language with endings."""


def _says_in_any_form(text: str, words: str) -> bool:
    """Whether every word of a term is in a text, in whatever form."""
    folded = text.casefold()
    if _HAN.search(words):
        return words.casefold() in folded
    return all(
        word[: max(len(word) - _ENDING, _ENDING)] in folded
        for word in re.findall(r"\w+", words.casefold())
    )


@rule("PB826", Severity.WARNING)
def term_twice(context: Context) -> Iterator[Remark]:
    """A word is explained once in the glossary.

    ## Why
    Two explanations of one word drift apart, and each reader finds the one
    that suits.

    ## Wrong
    ```yaml
    glossary:
      lead: {name: Lead, means: Somebody who may buy}
      enquiry: {name: Enquiry, means: Somebody who has asked, also: [lead]}
    ```

    ## Right
    ```yaml
    glossary:
      lead: {name: Lead, means: Somebody who may buy}
      enquiry: {name: Enquiry, means: Somebody who has asked}
    ```
    """
    first: dict[str, Term] = {}
    for term in context.playbook.glossary.values():
        for word in dict.fromkeys(each.casefold() for each in _names(term)):
            other = first.setdefault(word, term)
            if other is not term:
                message = _('"{word}" is explained under "{id}" already.')
                help = _("Keep one of the two, or name each after what it alone is.")
                yield Remark(term.at, message.format(word=word, id=other.id), help)
