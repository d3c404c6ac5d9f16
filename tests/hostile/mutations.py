"""Accidents of every kind to a text: what fingers, editors, merges and enemies do to it."""

import random
from typing import Final

_SIGNS: Final = (
    ":- \n\t\"'[]{},#&*!|>%@`?=~.0123xaж名：，。“”„—•\u00a0\u3000\u200b\u202e\x00\x1b\U0001f680"
)
_HOSTILE: Final = (
    "!!python/object/apply:os.system ['true']",
    "&a [*a]",
    "<<: *b",
    "? [x]",
    "{{ 7*7 }}",
    "\x1b]0;x\x07",
    "\r::error::x",
    "${jndi:ldap://x}",
    "%YAML 9.9",
    "---",
    "...",
    "\ufeff",
    "\u2028",
    "1e999",
    "0x" + "f" * 40,
    "9" * 400,
    "[" * 80,
    "{a: " * 80,
    "- " * 80,
    "'" * 7,
    '"' * 7,
    "|2-",
    ">+9",
    "\ud800",
    "../../../../etc/passwd",
    "<<<<<<< HEAD\n",
    "=======\n",
    "null",
    "true",
    "[]",
    "{}",
    "# playbook: ignore PB042 because",
    "# noqa",
)
"""What is put into a text whole; a lone surrogate can only stand in a text, not in a file."""
_TOKENS: Final = (": ", "- ", ", ", "[", "]", "{", "}", '"', "'", "\n", "  ", "id", "kind", "name")


def mutated(text: str, chance: random.Random) -> str:
    """The text with one to three accidents."""
    for _ in range(chance.choice([1, 1, 1, 2, 3])):
        text = chance.choice(_ACCIDENTS)(text, chance)
    return text


def _delete(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + text[at + chance.choice([1, 1, 1, 4, 40]) :]


def _insert(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice(_SIGNS) + text[at:]


def _replace(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice(_SIGNS) + text[at + 1 :]


def _swap(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]


def _double(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + text[at : at + 1] + text[at:]


def _hostile(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice(_HOSTILE) + text[at:]


def _hostile_value(text: str, chance: random.Random) -> str:
    """Something hostile in the place of the rest of a line."""
    colon = text.find(": ", chance.randrange(len(text) + 1))
    end = text.find("\n", colon)
    if colon < 0 or end < 0:
        return _hostile(text, chance)
    return text[: colon + 2] + chance.choice(_HOSTILE) + text[end:]


def _token(text: str, chance: random.Random) -> str:
    """One token in the place of another."""
    token = chance.choice(_TOKENS)
    at = text.find(token, chance.randrange(len(text) + 1))
    return text if at < 0 else text[:at] + chance.choice(_TOKENS) + text[at + len(token) :]


def _swap_words(text: str, chance: random.Random) -> str:
    """Two words that change places."""
    words = text.split(" ")
    here, there = (chance.randrange(len(words)) for _ in range(2))
    words[here], words[there] = words[there], words[here]
    return " ".join(words)


def _lines(text: str, chance: random.Random) -> str:
    """A line lost, doubled, moved, or moved in or out."""
    lines = text.split("\n")
    here, there = (chance.randrange(len(lines)) for _ in range(2))
    match chance.randrange(5):
        case 0:
            del lines[here]
        case 1:
            lines.insert(here, lines[there])
        case 2:
            lines[here], lines[there] = lines[there], lines[here]
        case 3:
            lines[here] = " " * chance.randint(1, 4) + lines[here]
        case _:
            lines[here] = lines[here].removeprefix(" " * chance.randint(1, 4))
    return "\n".join(lines)


def _cut(text: str, chance: random.Random) -> str:
    """The file as it is when saving was interrupted."""
    return text[: chance.randrange(len(text) + 1)]


_ACCIDENTS: Final = (
    *(_delete, _insert, _replace, _swap, _double, _hostile, _hostile_value),
    *(_token, _swap_words, _lines, _lines, _lines, _cut),
)
