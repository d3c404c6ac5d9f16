"""Longer texts, such as a rule's page or a command's help, translated passage by passage.

A passage is a paragraph, a heading, an item of a list, or a block of code. So a
translator has sentences before him and not pages, and where a page gains a
paragraph only that one stands in English until it is translated. How a
paragraph is broken into lines is no part of it.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from playbook.messages import look_up

EXAMPLE = "example"
"""The context of what may be translated and need not: code, whose words an English one will do for."""

_PASSAGE = re.compile(
    r"""
      ^(?P<fence>```\w*\n)(?P<code>.*?)(?P<end>\n```)$
    | ^(?P<marks>\#+[ ])(?P<heading>[^\n]+)$
    | ^(?P<bullet>[-*][ ])?(?P<text>(?!```|\#)[^\n]*\S[^\n]*(?:\n(?!```|\#+[ ]|[-*][ ]|[ \t]*$)[^\n]+)*)
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)


class Passage(NamedTuple):
    """What is translated as one, and the marks around it."""

    message: str
    context: str | None = None
    before: str = ""
    after: str = ""


def passages(text: str) -> Iterator[Passage]:
    """The passages of a text, in order."""
    for match in _PASSAGE.finditer(text):
        yield _passage(match)


def in_language(domain: str, text: str) -> str:
    """A text in the language in use; what is not translated stands as it was written."""

    def said(match: re.Match[str]) -> str:
        passage = _passage(match)
        found = look_up(domain, passage.message, passage.context)
        return match[0] if found == passage.message else passage.before + found + passage.after

    return _PASSAGE.sub(said, text)


def _passage(match: re.Match[str]) -> Passage:
    if match["code"] is not None:
        return Passage(match["code"], EXAMPLE, match["fence"], match["end"])
    if match["heading"] is not None:
        return Passage(match["heading"], None, match["marks"])
    lines = match["text"].split("\n")
    return Passage(" ".join(line.strip() for line in lines), None, match["bullet"] or "")
