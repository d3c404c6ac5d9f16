"""What a sketch is made of, and the signs that both ways of writing YAML have in common."""

import re
from dataclasses import dataclass
from typing import Final

from playbook.source.document import Origin

CURSOR: Final = "\ue000"
"""Stands in a text where the cursor is; a letter that nobody writes."""
DEEPEST: Final = 60
COMMENT = re.compile(r"(?:^|(?<=\s))#")


@dataclass
class Node:
    """A value in the making: a block (``entries``), a list (``items``), or a text."""

    start: Origin
    end: Origin
    text: str | None = None
    entries: "dict[str, tuple[Origin, Node]] | None" = None
    items: "list[Node] | None" = None
    is_prose: bool = False
    """Whether it is a text over several lines, in which nothing is looked for."""
    is_flow: bool = False


def without_comment(text: str) -> str:
    """A piece of a line up to its comment, if it has one."""
    found = COMMENT.search(text)
    return (text[: found.start()] if found else text).rstrip(" \t")


def closing(text: str, start: int, quote: str) -> int | None:
    """Where a quoted text ends in its line, or None if it does not."""
    column = start
    while column < len(text):
        if text[column] == "\\" and quote == '"':
            column += 1
        elif text[column] == quote:
            if quote == "'" and text[column + 1 : column + 2] == quote:
                column += 1
            else:
                return column
        column += 1
    return None
