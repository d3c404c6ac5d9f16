"""Plain words as YAML 1.2 reads them."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

LARGEST_NUMBER = 2**53
"""Beyond it JSON and CRMs no longer keep whole numbers exactly."""

NUMBER_START = frozenset("0123456789+-.")
"""The signs that a number may begin with."""
INTEGER = re.compile(r"[-+]?[0-9]+\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_OTHER_BASE = re.compile(r"0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_LONGEST_NUMBER = 40
_WORDS: dict[str, Any] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_WIDE = "[\u2e80-\u312f\u31a0-\u9fff\uf900-\ufaff\uff00-\uff60]"
"""Signs of the scripts that put no spaces between words; Korean does."""
_TAIL = re.compile(rf"({_WIDE}{{1,9}})[ ]*\Z")
_HEAD = re.compile(rf"[ ]*({_WIDE}{{1,9}})")


def value_of(text: str) -> Any:
    """The value of a plain word, after the core rules of YAML 1.2; too large a number stays text."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in NUMBER_START or len(text) > _LONGEST_NUMBER:
        return text
    if INTEGER.match(text):
        number: float = int(text)
    elif _FLOAT.match(text):
        number = float(text)
    elif _OTHER_BASE.match(text):
        number = int(text, 0)
    else:
        return text
    if abs(number) > LARGEST_NUMBER:
        return text
    return int(number) if number == int(number) else number


def without_folds(text: str, lines: Sequence[str]) -> str:
    """A text that stood on several lines, without a space where Chinese went on with Chinese."""
    for line, below in pairwise(lines):
        tail, head = _TAIL.search(line), _HEAD.match(below)
        if tail and head:
            text = text.replace(f"{tail[1]} {head[1]}", tail[1] + head[1], 1)
    return text


def is_word(text: str) -> bool:
    """Whether a plain key is a word, and no number or nothing that only looks like one."""
    return isinstance(value_of(text), str) and not INTEGER.match(text)
