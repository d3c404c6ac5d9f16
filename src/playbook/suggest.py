"""Guesses: the word that was meant, and an id for a name in any script."""

import re
import unicodedata
from collections.abc import Iterable

from playbook.messages import _

_LOOK_ALIKES = str.maketrans(
    "аеорсухіјѕԁһкмтвнАЕОРСУХІЈЅКМТВНɡα",
    "aeopcyxijsdhkmtbhaeopcyxijskmtbhga",
)
"""Cyrillic and Greek letters that look Latin (Unicode Technical Standard 39)."""

_BULGARIAN = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъьюя",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "zh",
            "z",
            "i",
            "y",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "h",
            "ts",
            "ch",
            "sh",
            "sht",
            "a",
            "y",
            "yu",
            "ya",
        ],
        strict=True,
    )
)
"""The streamlined system of the Bulgarian Transliteration Act (2009), article 4."""

TRADE_WORDS = {
    "线索": "lead",
    "潜在客户": "lead",
    "已联系": "contacted",
    "初步接洽": "first-contact",
    "见面约访": "appointment",
    "合格": "qualified",
    "资格审查": "qualified",
    "了解需求": "needs",
    "需求分析": "needs",
    "需求确认": "needs",
    "方案制定": "solution",
    "呈现": "presentation",
    "演示": "demo",
    "价值展示": "value",
    "处理异议": "objections",
    "提案": "proposal",
    "报价": "quote",
    "谈判": "negotiation",
    "价格谈判": "price-talks",
    "商务谈判": "negotiation",
    "合同": "contract",
    "合同阶段": "contract",
    "成交签约": "signing",
    "签约": "signing",
    "赢单": "won",
    "成交": "won",
    "输单": "lost",
    "丢单": "lost",
    "冰箱": "fridge",
    "培育": "nurture",
    "交付": "delivery",
    "收款": "payment",
    "售后服务": "service",
    "续约": "renewal",
    "销售代表": "rep",
    "销售经理": "manager",
    "销售总监": "director",
    "预算": "budget",
    "决策者": "decider",
    "决策人": "decider",
    "需求": "need",
    "проучване": "prospecting",
    "потенциален клиент": "lead",
    "квалификация": "qualified",
    "квалифициран": "qualified",
    "среща": "meeting",
    "предложение": "proposal",
    "оферта": "offer",
    "преговори": "negotiation",
    "затваряне": "closing",
    "договор": "contract",
    "спечелена": "won",
    "загубена": "lost",
    "отложени": "parked",
    "изпълнение": "delivery",
    "следпродажбено обслужване": "service",
    "подновяване": "renewal",
    "търговец": "rep",
    "търговски представител": "rep",
    "мениджър": "manager",
    "бюджет": "budget",
    "нужда": "need",
    "вземащ решение": "decider",
}
"""Words of the trade and the ids they usually have."""


def fold(word: str) -> str:
    """A word as the eye compares it: case, width and look-alike letters do not count."""
    return unicodedata.normalize("NFKC", word).translate(_LOOK_ALIKES).casefold().replace("_", "-")


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant, or None."""
    from difflib import SequenceMatcher

    folded = fold(word)
    best, score = None, 0.0
    for candidate in known:
        other = fold(candidate)
        ratio = 1.0 if other == folded else SequenceMatcher(None, folded, other).ratio()
        if ratio > score:
            best, score = candidate, ratio
    return best if score >= (0.6 if len(folded) < 4 else 0.7) else None


def did_you_mean(word: str, known: Iterable[str], most: int = 12) -> str:
    """A sentence that guesses the word meant, or lists what there is."""
    choices = list(dict.fromkeys(known))
    guess = nearest(word, choices)
    if guess is not None:
        return _('Did you mean "{guess}"?').format(guess=guess)
    if not choices:
        return ""
    listed = ", ".join(choices[:most]) + (", …" if len(choices) > most else "")
    return _("Known here: {listed}.").format(listed=listed)


def has_look_alikes(word: str) -> bool:
    """Whether Cyrillic or Greek letters stand among Latin ones."""
    return bool(re.search("[A-Za-z]", word)) and word != word.translate(_LOOK_ALIKES)


def id_for(name: str, longest: int = 20) -> str | None:
    """An id for a name: a word of the trade, else its letters in Latin, cut at a word."""
    name = unicodedata.normalize("NFKC", name).strip().casefold()
    if name in TRADE_WORDS:
        return TRADE_WORDS[name]
    latin = "".join(_BULGARIAN.get(letter, letter) for letter in name)
    plain = (
        unicodedata.normalize("NFKD", latin.translate(_LOOK_ALIKES))
        .encode("ascii", "ignore")
        .decode()
    )
    words = re.findall("[a-z0-9]+", plain)
    while words and not words[0][0].isalpha():
        words.pop(0)
    id = ""
    for word in words:
        longer = f"{id}-{word}" if id else word[:longest]
        if len(longer) > longest:
            break
        id = longer
    return id or None
