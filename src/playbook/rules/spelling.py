"""Letters: what looks right and is not."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from playbook.findings import At, Place
from playbook.messages import _
from playbook.model.walk import Leaf
from playbook.rules import Context, Remark, Severity, rule
from playbook.suggest.words import LOOK_ALIKES

_CYRILLIC = "\u0400-\u04ff"
_MIXED = re.compile(rf"[a-zA-Z][{_CYRILLIC}]|[{_CYRILLIC}][a-zA-Z]")
_WORD = re.compile(r"[^\W\d_]+")
_PLACEHOLDER = re.compile(r"\{\{[a-z0-9-]+\}\}")
_ALIKE = frozenset(chr(code) for code in LOOK_ALIKES) | frozenset(
    chr(code) for code in LOOK_ALIKES.values()
)
_MOST_FOREIGN = 2
"""So many letters of another alphabet in a word are slips; more are a word of its own."""


class _Written(NamedTuple):
    """A text that people read, where it stands, and in which language."""

    text: str
    at: At | Place
    language: str
    leaf: Leaf


def _texts(context: Context) -> Iterator[_Written]:
    """Every text, in the playbook's language and in the others."""
    for leaf in context.playbook.texts:
        yield _Written(leaf.value, leaf.at, context.playbook.language, leaf)
    for language, pairs in context.translated.items():
        for leaf, entry in pairs:
            yield _Written(entry.text, entry.place, language, leaf)


@rule("PB112", Severity.WARNING)
def mixed_letters(context: Context) -> Iterator[Remark]:
    """A word has letters of one alphabet.

    ## Why
    A Latin "O" in "Оферта" looks the same, and nothing that searches or sorts
    finds the word any more. It happens where the keyboard was switched too
    late.

    ## Wrong
    ```yaml
    language: bg
    name: Oферти
    stages:
      - {id: qualified, name: Квалификация, exit: [Клиентът е подписал договора]}
      - {id: won, name: Спечелена, kind: won}
      - {id: lost, name: Загубена, kind: lost}
    ```

    ## Right
    ```yaml
    language: bg
    name: Оферти
    stages:
      - {id: qualified, name: Квалификация, exit: [Клиентът е подписал договора]}
      - {id: won, name: Спечелена, kind: won}
      - {id: lost, name: Загубена, kind: lost}
    ```
    """
    for written in _texts(context):
        for word in _WORD.findall(written.text) if _MIXED.search(written.text) else ():
            foreign = _foreign(word)
            if foreign:
                message = _('The word "{word}" has Latin and Cyrillic letters in it: {letters}.')
                message = message.format(word=word, letters=", ".join(foreign))
                yield Remark(written.at, message, _("Type the word again with one keyboard."))


def _foreign(word: str) -> list[str]:
    """The few letters in a word that only look as if they belonged there."""
    cyrillic = [letter for letter in word if "\u0400" <= letter <= "\u04ff"]
    latin = [letter for letter in word if letter.isascii()]
    few, many = sorted((cyrillic, latin), key=len)
    is_slip = len(few) <= _MOST_FOREIGN and len(many) > len(few) and _ALIKE.issuperset(few)
    return [f"{each} (U+{ord(each):04X})" for each in dict.fromkeys(few)] if is_slip else []


_ODD = re.compile("[\u00a0\u2007\u202f\u3000\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")


@rule("PB113", Severity.WARNING)
def odd_sign_in_label(context: Context) -> Iterator[Remark]:
    """A label has plain spaces, digits and letters.

    ## Why
    A wide "Ａ" or a space that does not break looks like the plain one. A CRM
    and a filter take the two labels for different ones.

    ## Wrong
    ```yaml
    reasons: {price: {name: Price above １０ %}}
    ```

    ## Right
    ```yaml
    reasons: {price: {name: Price above 10 %}}
    ```
    """
    for written in _texts(context):
        found = _ODD.search(written.text) if written.leaf.at[-1] == "name" else None
        if found:
            message = _('The label "{label}" has a sign that only looks plain: {sign}.')
            message = message.format(label=written.text, sign=f"U+{ord(found[0]):04X}")
            yield Remark(written.at, message, _("Type it again with the plain one."))


_SCRIPTS: Mapping[str, tuple[re.Pattern[str], frozenset[str]]] = {
    "Chinese": (re.compile("[\u4e00-\u9fff]"), frozenset({"zh", "ja"})),
    "Cyrillic": (
        re.compile("[\u0430-\u044f\u0410-\u042f]"),
        frozenset({"bg", "ru", "uk", "sr", "mk", "be", "kk", "mn"}),
    ),
}
_TRADITIONAL = re.compile(
    "[們個來這時會說國對開關門問題價單據戶產業務報訂購買賣車員長書語認識讓請進運動電話機網體經濟"
    "實學習與為無點後過還發應該種類總結給級線組織續變歡聯繫確簽約負責轉達標準簡項條證]"
)
_OF_ANOTHER: Mapping[str, re.Pattern[str]] = {
    "bg": re.compile("[ыэёЫЭЁ]"),
    "zh": _TRADITIONAL,
    "zh-CN": _TRADITIONAL,
    "zh-Hans": _TRADITIONAL,
    "zh-SG": _TRADITIONAL,
}
"""Letters that a language does not have, and one that is mistaken for it does."""
_MANY = 3
"""So many words with small letters are a sentence, and not a name."""


@rule("PB914", Severity.WARNING)
def other_letters(context: Context) -> Iterator[Remark]:
    """A text is written in the letters of its language.

    ## Why
    A translation into Chinese without a Chinese character was copied and not
    translated, and a Bulgarian text with "ы" came out of a Russian dictionary.
    Where the whole playbook is in other letters than its `language`, the key
    was forgotten: then dates, numbers and the words of the handbook come in
    the wrong language.

    ## Wrong
    ```yaml
    name: 新客户销售
    stages:
      - {id: qualified, name: 合格, exit: [客户已签署合同]}
      - {id: won, name: 赢单, kind: won}
      - {id: lost, name: 丢单, kind: lost}
    ```

    ## Right
    ```yaml
    language: zh-CN
    name: 新客户销售
    stages:
      - {id: qualified, name: 合格, exit: [客户已签署合同]}
      - {id: won, name: 赢单, kind: won}
      - {id: lost, name: 丢单, kind: lost}
    ```
    """
    playbook = context.playbook
    total = len(playbook.texts)
    for script, (letters, languages) in _SCRIPTS.items():
        having = sum(1 for leaf in playbook.texts if letters.search(leaf.value))
        is_such = playbook.language.split("-")[0] in languages
        if not is_such and having > total / 2:
            message = _("The language is {language}, and most texts are in {script} letters.")
            message = message.format(language=playbook.language, script=_script(script))
            help = _("Write `language:` with the language of the texts, such as zh-CN or bg.")
            yield Remark(("language",), message, help)
        elif is_such and having == 0 and total >= _MANY:
            message = _("The language is {language}, and no text is in {script} letters.")
            message = message.format(language=playbook.language, script=_script(script))
            help = _("Write `language:` with the language of the texts, such as en.")
            yield Remark(("language",), message, help)
    for written in _texts(context):
        foreign = _OF_ANOTHER.get(written.language)
        found = foreign.search(written.text) if foreign else None
        if found:
            message = _('{language} is not written with "{letter}".')
            message = message.format(language=written.language, letter=found[0])
            yield Remark(written.at, message, _("Write the word as this language has it."))
    for language, pairs in context.translated.items():
        for leaf, entry in pairs:
            if not entry.is_stale and _is_copied(leaf.value, entry.text, language):
                message = _("This text is not in {language}.").format(language=language)
                help = _("Translate it, or leave it empty: then it counts as missing.")
                yield Remark(entry.place, message, help)


def _script(name: str) -> str:
    """The name of a script."""
    return _("Chinese") if name == "Chinese" else _("Cyrillic")


def _is_copied(source: str, text: str, language: str) -> bool:
    """Whether a translation is still in the language that it was translated from."""
    source, text = _PLACEHOLDER.sub("", source), _PLACEHOLDER.sub("", text)
    sentence = len(re.findall(r"\b[^\W\d_]*[a-z\u0430-\u044f]{2,}\b", text)) >= _MANY
    if text == source:
        return sentence or len(re.findall("[\u4e00-\u9fff]", text)) > _MANY * 2
    own = [
        letters
        for letters, languages in _SCRIPTS.values()
        if language.split("-", maxsplit=1)[0] in languages
    ]
    return sentence and any(not letters.search(text) for letters in own)
