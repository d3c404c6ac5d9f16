"""Markdown of authors as blocks: the same reading of it as on the pages."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from markdown_it.token import Token

from playbook.manuscript.blocks import (
    Block,
    Code,
    Divider,
    Heading,
    Items,
    Paragraph,
    Quote,
    Run,
    Table,
    Words,
)
from playbook.markdown import pieces, tokens

_STYLES: Final[Mapping[str, Callable[[Run, bool], Run]]] = {
    "strong": lambda run, is_on: replace(run, strong=is_on),
    "em": lambda run, is_on: replace(run, emphasis=is_on),
    "s": lambda run, is_on: replace(run, struck=is_on),
    "mark": lambda run, is_on: replace(run, mark=is_on),
}
_DEEPEST: Final = 6
"""Lists and quotes in one another beyond this depth stand in a row: no page is wide enough."""


_LEADS_OUT: Final = re.compile(r"(?i)(?:https?|mailto|tel):")
"""Links to pages beside a page lead nowhere from paper."""


def prose(
    text: str | None, *, level: int = 3, breaks: bool = False, marks: bool = False
) -> tuple[Block, ...]:
    """The blocks of a text.

    Its highest headings become those of ``level``. ``breaks`` keeps the ends of
    lines, as in an e-mail; ``marks`` marks placeholders such as ``{{account}}``.
    """
    if not text:
        return ()
    found = tokens(text, heading=level, breaks=breaks, marks=marks)
    if breaks:
        for token in (child for each in found for child in each.children or ()):
            token.type = token.type.replace("softbreak", "hardbreak")
    return tuple(_blocks(found, 0))


def lead(text: str | None) -> tuple[Block, ...]:
    """The blocks of a text that leads a chapter: its paragraphs say what the chapter is about."""
    return tuple(
        replace(block, is_lead=True) if isinstance(block, Paragraph) else block
        for block in prose(text, level=2)
    )


def marked(text: str) -> Words:
    """A text that is no Markdown, word for word, with its placeholders marked."""
    return tuple(Run(piece, mark=is_blank) for piece, is_blank in pieces(text) if piece)


def _blocks(tokens: Sequence[Token], depth: int) -> Iterator[Block]:
    """The blocks of tokens that stand side by side."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        end = _end(tokens, at)
        inner = tokens[at + 1 : end]
        at = end + 1
        match token.type:
            case "heading_open":
                yield Heading(_words(inner), level=int(token.tag[1]))
            case "paragraph_open":
                yield Paragraph(_words(inner))
            case "bullet_list_open" | "ordered_list_open" if depth < _DEEPEST:
                yield _items(token, inner, depth)
            case "blockquote_open" if depth < _DEEPEST:
                yield Quote(tuple(_blocks(inner, depth + 1)))
            case "fence" | "code_block":
                yield Code(token.content.rstrip("\n"))
            case "table_open":
                yield _table(inner)
            case "hr":
                yield Divider()
            case _:
                yield from _blocks(inner, depth)


def _end(tokens: Sequence[Token], begin: int) -> int:
    """Where what a token opens is closed; a token that opens nothing closes itself."""
    depth = 0
    for at in range(begin, len(tokens)):
        depth += tokens[at].nesting
        if depth == 0:
            return at
    return len(tokens) - 1


def _items(token: Token, inner: Sequence[Token], depth: int) -> Items:
    items, at = [], 0
    while at < len(inner):
        end = _end(inner, at)
        items.append(tuple(_blocks(inner[at + 1 : end], depth + 1)))
        at = end + 1
    is_numbered = token.type == "ordered_list_open"
    return Items(tuple(items), is_numbered, int(token.attrGet("start") or 1))


def _table(inner: Sequence[Token]) -> Table:
    rows: list[list[Words]] = []
    numbers: list[int] = []
    for token, content in zip(inner, [*inner[1:], None], strict=True):
        if token.type == "tr_open":
            rows.append([])
        elif token.type in ("th_open", "td_open") and content is not None:
            if token.type == "th_open" and "right" in str(token.attrGet("style") or ""):
                numbers.append(len(rows[-1]))
            rows[-1].append(_words([content]))
    return Table(tuple(rows[0]), tuple(map(tuple, rows[1:])), tuple(numbers))


def _words(tokens: Sequence[Token]) -> Words:
    made = [run for token in tokens if token.type == "inline" for run in _runs(token)]
    return tuple(_merged(made))


def _runs(inline: Token) -> Iterator[Run]:
    style = Run("")
    for token in inline.children or ():
        kind = token.type.removesuffix("_open").removesuffix("_close")
        if kind in _STYLES:
            style = _STYLES[kind](style, token.nesting > 0)
        elif kind == "link":
            address = str(token.attrGet("href")) if token.nesting > 0 else ""
            style = replace(style, link=address if _LEADS_OUT.match(address) else "")
        elif kind == "code_inline":
            yield replace(style, text=token.content, code=True)
        elif kind == "hardbreak":
            yield replace(style, text="\n")
        elif kind == "softbreak":
            yield replace(style, text=" ")
        else:
            yield replace(style, text=token.content.replace("\n", " "))


def _merged(runs: Sequence[Run]) -> Iterator[Run]:
    """Runs of one style one after the other are one."""
    last: Run | None = None
    for run in runs:
        if not run.text:
            continue
        if last is not None and replace(last, text=run.text) == run:
            last = replace(last, text=last.text + run.text)
            continue
        if last is not None:
            yield last
        last = run
    if last is not None:
        yield last
