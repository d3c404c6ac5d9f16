"""Markdown of authors to HTML that is safe to show.

HTML in the text stays text, links lead only where a reader may go, and a
picture from elsewhere becomes a link, so that a page never asks the network.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain, zip_longest
from unicodedata import east_asian_width

from markdown_it import MarkdownIt
from markdown_it.common.utils import isWhiteSpace
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token
from markupsafe import Markup, escape

_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_SCHEME = re.compile(r"([^/?#]*?):")
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_MARKED_UP = re.compile(r"[\\`*_\[<&~{\n]|^\s*(?:[-+#>]|\d+[.)])")
"""What a text must have to be more than one plain paragraph."""
_PLACEHOLDER = re.compile(r"\{\{\s*([a-z][a-z0-9-]*)\s*\}\}")
_NOT_OF_A_WORD = re.compile(r"[^\w]+")


def is_safe_link(url: str) -> bool:
    """Whether a link may be followed: to the web, to a mailbox, to a phone, or to a page beside.

    >>> is_safe_link("https://example.com"), is_safe_link("javascript:alert(1)")
    (True, False)
    """
    if not url or _UNSEEN.search(url) or "\\" in url or url.startswith("/"):
        return False
    scheme = _SCHEME.match(url)
    return scheme is None or scheme[1].lower() in _SCHEMES


def html(
    text: str, *, heading: int = 3, anchors: bool = False, breaks: bool = False, marks: bool = False
) -> Markup:
    """The HTML of a text.

    Its highest headings become ``heading``; ``anchors`` gives them ids to link
    to. ``breaks`` keeps the ends of lines, as in an e-mail. ``marks`` marks
    placeholders such as ``{{account}}``.
    """
    if not _MARKED_UP.search(text):
        return Markup("<p>{}</p>\n").format(text.strip())
    markdown = _markdown(breaks, marks)
    env = {"heading": heading, "anchors": anchors}
    return Markup(markdown.render(text, env))  # noqa: S704 - every rule escapes what it puts in


def placeholders(text: str) -> tuple[str, ...]:
    """The ids of the fields that a text leaves open, in order."""
    return tuple(dict.fromkeys(_PLACEHOLDER.findall(text)))


def marked(text: str) -> Markup:
    """A text that is no Markdown, word for word, with its placeholders marked."""
    pieces = _PLACEHOLDER.split(text)
    fields = (Markup("<mark>{{{{{}}}}}</mark>").format(field) for field in pieces[1::2])
    words = (escape(piece) for piece in pieces[::2])
    return Markup("").join(chain.from_iterable(zip_longest(words, fields, fillvalue="")))


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """A text that is no Markdown in pieces, each with whether it is a placeholder."""
    end = 0
    for found in _PLACEHOLDER.finditer(text):
        yield text[end : found.start()], False
        yield f"{{{{{found[1]}}}}}", True
        end = found.end()
    yield text[end:], False


def tokens(
    text: str, *, heading: int = 3, breaks: bool = False, marks: bool = False
) -> Sequence[Token]:
    """What a text is made of, for those who write it in another format than HTML."""
    env = {"heading": heading, "anchors": False}
    return _markdown(breaks, marks).parse(text, env)


class _Markdown(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
        return is_safe_link(url)


@cache
def _markdown(breaks: bool, marks: bool) -> MarkdownIt:
    markdown = _Markdown("js-default", {"html": False, "breaks": breaks})
    markdown.inline.ruler.at("emphasis", _emphasis)
    if marks:
        markdown.inline.ruler.before("emphasis", "placeholder", _placeholder)
    markdown.core.ruler.push("headings", _headings)
    markdown.core.ruler.push("links", _links)
    markdown.core.ruler.push("empty headers", _empty_headers)
    if not breaks:
        markdown.core.ruler.push("folds", _folds)
    markdown.add_render_rule("table_open", lambda *_: '<div class="scroll" tabindex="0"><table>\n')
    markdown.add_render_rule("table_close", lambda *_: "</table></div>\n")
    return markdown


def _emphasis(state: StateInline, silent: bool) -> bool:
    """Emphasis that also works in text without spaces between words.

    CommonMark lets ``**重点：**说明`` stand as it is written, because no space
    follows the closing signs; there is none in Chinese.
    """
    marker = state.src[state.pos]
    if silent or marker not in "*_":
        return False
    scanned = state.scanDelims(state.pos, marker == "*")
    can_open, can_close = scanned.can_open, scanned.can_close
    if marker == "*":
        before = state.src[state.pos - 1] if state.pos else " "
        end = state.pos + scanned.length
        after = state.src[end] if end < state.posMax else " "
        can_open = can_open or (_is_wide(before) and not isWhiteSpace(ord(after)))
        can_close = can_close or (_is_wide(after) and not isWhiteSpace(ord(before)))
    for _number in range(scanned.length):
        state.push("text", "", 0).content = marker
        state.delimiters.append(
            Delimiter(ord(marker), scanned.length, len(state.tokens) - 1, -1, can_open, can_close)
        )
    state.pos += scanned.length
    return True


def _folds(state: StateCore) -> None:
    """Lines of Chinese go on without a space."""
    for token in state.tokens:
        inline = token.children or []
        for before, fold, after in zip(inline, inline[1:], inline[2:], strict=False):
            is_fold = fold.type == "softbreak" and before.type == after.type == "text"
            if is_fold and _runs_on(before.content[-1:]) and _runs_on(after.content[:1]):
                fold.type, fold.content = "text", ""


def _runs_on(character: str) -> bool:
    """Whether it is of a script without spaces between words; Korean has them."""
    return bool(character) and _is_wide(character) and not "\uac00" <= character <= "\ud7a3"


def _is_wide(character: str) -> bool:
    return east_asian_width(character) in "WF"


def _placeholder(state: StateInline, silent: bool) -> bool:
    found = _PLACEHOLDER.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        state.push("mark_open", "mark", 1)
        state.push("text", "", 0).content = found[0]
        state.push("mark_close", "mark", -1)
    state.pos = found.end()
    return True


def _headings(state: StateCore) -> None:
    """Put the text's headings below those of the page that it stands on."""
    levels = [int(token.tag[1]) for token in state.tokens if token.type == "heading_open"]
    if not levels:
        return
    lift = state.env["heading"] - min(levels)
    taken: set[str] = set()
    for number, token in enumerate(state.tokens):
        if token.type not in ("heading_open", "heading_close"):
            continue
        token.tag = f"h{min(6, int(token.tag[1]) + lift)}"
        if token.type == "heading_open" and state.env["anchors"]:
            token.attrSet("id", _anchor(state.tokens[number + 1].content, taken))


def _anchor(heading: str, taken: set[str]) -> str:
    """An id made of the words of a heading, in any script; ours never begin with ``s-``."""
    anchor = first = "s-" + (_NOT_OF_A_WORD.sub("-", heading).strip("-").lower() or "0")
    number = 1
    while anchor in taken:
        number += 1
        anchor = f"{first}-{number}"
    taken.add(anchor)
    return anchor


def _empty_headers(state: StateCore) -> None:
    """A cell without words is no heading of a column."""
    for first, words, last in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        if first.type == "th_open" and not words.content.strip():
            first.tag = last.tag = "td"


def _links(state: StateCore) -> None:
    """Name no referrer to other sites, and turn pictures into links or words."""
    for token in state.tokens:
        if token.type == "inline" and token.children:
            token.children = list(_followed(token.children))


def _followed(tokens: list[Token]) -> Iterator[Token]:
    is_in_link = False
    for token in tokens:
        if token.type in ("link_open", "link_close"):
            is_in_link = token.type == "link_open"
            if is_in_link and _leaves(token.attrs["href"]):
                token.attrSet("rel", "noreferrer")
        if token.type == "image":
            yield from _picture(token, is_in_link=is_in_link)
        else:
            yield token


def _picture(token: Token, *, is_in_link: bool) -> Iterator[Token]:
    source = str(token.attrs["src"])
    words = Token("text", "", 0, content=token.content or source)
    if is_in_link or not _leaves(source):
        yield words
        return
    yield Token("link_open", "a", 1, attrs={"href": source, "rel": "noreferrer"})
    yield words
    yield Token("link_close", "a", -1)


def _leaves(url: str | float) -> bool:
    return str(url).lower().startswith(("http:", "https:"))
