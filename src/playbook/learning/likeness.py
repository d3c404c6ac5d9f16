"""Whether two texts say the same, or one gives the other away."""

import re
from functools import lru_cache
from unicodedata import east_asian_width, normalize

_WORD = re.compile(r"\w+")
_SHORT = 24
"""Labels up to this width may differ in length as they like."""
_NEARLY = 0.7
"""Two texts that share more than this of their words say nearly the same."""
_APART = 1.7
"""A text so many times longer than all others is seen at once."""


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """A text without what does not count: case, signs and spaces.

    >>> plain("The buyer  has signed.") == plain("the buyer has signed")
    True
    """
    return "".join(_WORD.findall(normalize("NFKC", text).casefold()))


def is_like(one: str, other: str) -> bool:
    """Whether two texts cannot both stand as answers: they are the same, or nearly.

    >>> is_like("Price", "Price!"), is_like("It is signed", "It is not signed"), is_like("a", "b")
    (True, False, False)
    >>> is_like("The buyer has signed the order", "The buyer has signed the order form")
    True
    """
    a, b = sorted((plain(one), plain(other)), key=len)
    if a == b or (a in b and len(a) > _NEARLY * len(b)):
        return True
    return overlap(one, other) > _NEARLY and overlap(other, one) > _NEARLY and width(one) > _SHORT


@lru_cache(maxsize=4096)
def width(text: str) -> int:
    """How long a text looks: a Chinese sign counts two."""
    return sum(2 if east_asian_width(each) in "WF" else 1 for each in text)


def distance(text: str, right: tuple[str, ...]) -> int:
    """How far a text is in length from the right ones: 0 for about as long."""
    length = max(1, width(text))
    around = max(1, sum(map(width, right)) // max(1, len(right)))
    ratio = max(length, around) / min(length, around)
    if max(length, around) <= _SHORT:
        return 0
    return 0 if ratio <= 1.4 else 1 if ratio <= _APART else 2 if ratio <= 2.5 else 3


def stands_out(right: tuple[str, ...], wrong: tuple[str, ...]) -> bool:
    """Whether the right answers are known by nothing but their length."""
    long, short = max(map(width, right)), min(map(width, right))
    wrong_widths = [width(text) for text in wrong]
    if max(long, *wrong_widths) <= _SHORT:
        return False
    return short > _APART * max(wrong_widths) or long * _APART < min(wrong_widths)


def overlap(text: str, within: str) -> float:
    """The share of a text's words that another text has too; endings do not count.

    Where there are no spaces between words, pairs of signs count instead.

    >>> overlap("Sign the contract", "Who has signed a contract?")
    1.0
    """
    words = _stems(text)
    return len(words & _stems(within)) / len(words) if words else 0.0


@lru_cache(maxsize=4096)
def _stems(text: str) -> frozenset[str]:
    found: set[str] = set()
    for word in _WORD.findall(normalize("NFKC", text).casefold()):
        if any(east_asian_width(each) in "WF" for each in word):
            found.update(word[at : at + 2] for at in range(max(1, len(word) - 1)))
        elif len(word) > 3:
            found.add(word[:5] if len(word) > 5 else word[:4])
    return frozenset(found)
