"""Signs and forms of address that a text keeps to."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from playbook.findings import At, Place
from playbook.messages import _
from playbook.model import AssetId, Playbook
from playbook.rules import Context, Remark, Severity, rule


class _Sign(NamedTuple):
    """A way of writing that a language has, and the one it has instead."""

    wrong: re.Pattern[str]
    right: str


_SIGNS: Mapping[str, tuple[_Sign, ...]] = {
    "zh": (_Sign(re.compile("(?<=[\u4e00-\u9fff])[,;:?!](?=[\u4e00-\u9fff]|$)"), "，；：？！"),),
    "bg": (_Sign(re.compile('"[^"а-я]*[а-я][^"]*"|“[^”„“а-я]*[а-я][^”„“]*”'), "„…“"),),
}


@rule("PB916", Severity.INFO)
def signs_of_another_language(context: Context) -> Iterator[Remark]:
    """Commas, question marks and quotes are those of the language.

    ## Why
    Chinese has wide signs, and Bulgarian quotes begin below the line. In a
    printed handbook the others look like a slip.

    ## Wrong
    ```yaml
    language: zh-CN
    name: 新客户,老客户
    stages:
      - {id: qualified, name: 合格, exit: [客户已签署合同]}
      - {id: won, name: 赢单, kind: won}
      - {id: lost, name: 丢单, kind: lost}
    ```

    ## Right
    ```yaml
    language: zh-CN
    name: 新客户，老客户
    stages:
      - {id: qualified, name: 合格, exit: [客户已签署合同]}
      - {id: won, name: 赢单, kind: won}
      - {id: lost, name: 丢单, kind: lost}
    ```
    """
    for text, at, language in _texts(context):
        for sign in _SIGNS.get(language.split("-")[0], ()):
            found = sign.wrong.search(text)
            if found:
                message = _("This language writes {right}, and here stands {wrong}.")
                message = message.format(right=sign.right, wrong=found[0])
                yield Remark(at, message, _("Use the signs of the language."))


def _texts(context: Context) -> Iterator[tuple[str, At | Place, str]]:
    """Every text, where it stands, and its language."""
    for leaf in context.playbook.texts:
        yield leaf.value, leaf.at, context.playbook.language
    for language, pairs in context.translated.items():
        for _leaf, entry in pairs:
            yield entry.text, entry.place, language


class _Address(NamedTuple):
    """The two ways in which a language says you to one person."""

    near: re.Pattern[str]
    polite: re.Pattern[str]


_ADDRESS: Mapping[str, _Address] = {
    "zh": _Address(re.compile("你(?!们)"), re.compile("您")),
    "bg": _Address(
        re.compile(r"\b(?:ти|теб|тебе|твоя|твой|твое|твои|твоят)\b", re.IGNORECASE),
        re.compile(
            r"\b(?:вие|ви|вас|ваш|ваша|вашата|вашето|вашите|вашият|ваше|ваши)\b", re.IGNORECASE
        ),
    ),
}


@rule("PB918", Severity.INFO)
def two_forms_of_address(context: Context) -> Iterator[Remark]:
    """What is said to the buyer keeps to one form of address.

    ## Why
    A buyer who is 您 in the first e-mail and 你 in the second one notices.
    Only words for the buyer are looked at: questions, answers to objections,
    and assets that may go to the buyer.

    ## Wrong
    ```yaml
    language: zh-CN
    name: 新客户销售
    objections:
      price: {name: 太贵了, responses: [您说的贵是和谁比, 你的预算是多少]}
    stages:
      - {id: qualified, name: 合格, objections: [price], exit: [客户已签署合同]}
      - {id: won, name: 赢单, kind: won}
      - {id: lost, name: 丢单, kind: lost}
    ```

    ## Right
    ```yaml
    language: zh-CN
    name: 新客户销售
    objections:
      price: {name: 太贵了, responses: [您说的贵是和谁比, 您的预算是多少]}
    stages:
      - {id: qualified, name: 合格, objections: [price], exit: [客户已签署合同]}
      - {id: won, name: 赢单, kind: won}
      - {id: lost, name: 丢单, kind: lost}
    ```
    """
    playbook = context.playbook
    spoken = {leaf.at: leaf.value for leaf in playbook.texts if _is_said(playbook, leaf.at)}
    yield from _mixed(playbook.language, ((text, at) for at, text in spoken.items()))
    for language, pairs in context.translated.items():
        places = ((entry.text, entry.place) for leaf, entry in pairs if leaf.at in spoken)
        yield from _mixed(language, places)


def _is_said(playbook: Playbook, at: At) -> bool:
    """Whether a text is meant for the buyer's ears or eyes."""
    match at:
        case ("questionnaires", _, "questions", _, "ask" | "probes", *_):
            return True
        case ("objections", _, "responses", _, "say"):
            return True
        case ("assets", str() as id, "text" | "subject"):
            asset = playbook.assets.get(AssetId(id))
            return asset is not None and asset.audience == "buyer"
    return False


def _mixed(language: str, texts: Iterable[tuple[str, At | Place]]) -> Iterator[Remark]:
    address = _ADDRESS.get(language.split("-", maxsplit=1)[0])
    if address is None:
        return
    said = list(texts)
    near = [(at, found[0]) for text, at in said if (found := address.near.search(text))]
    polite = [(at, found[0]) for text, at in said if (found := address.polite.search(text))]
    if near and polite:
        at, word = min(near, polite, key=len)[0]
        message = _('Buyers are called "{word}" here, and otherwise in other texts.')
        help = _("Choose one form of address for everything a buyer reads.")
        yield Remark(at, message.format(word=word), help)
