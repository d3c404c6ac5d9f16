"""The search's index: every part of every page, as words without signs."""

import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_LEFT_OUT = re.compile(
    r"<(h1|svg|button|nav|footer|details)\b.*?</\1>"
    r'|<b class="badge[^>]*>.*?</b>'
    r'|<(section|div|fieldset|p|span|small)(?:\s[\w-]+(?:="[^"]*")?)*?\shidden(?:\s[^>]*)?>.*?</\2>',
    re.DOTALL,
)
"""What is a picture or a control, is said again on another page, or is shown by a script only."""
_WITHIN_WORDS = re.compile(r"</?(?:a|b|code|em|mark|s|span|strong)\b[^>]*>")
_SIGN = re.compile(r"<[^>]*>")
_SPACE = re.compile(r"\s+")
_PART = re.compile(r'<h([23])\b[^>]*?\sid="([^"]+)"[^>]*>(.*?)</h\1>', re.DOTALL)


class Heading(NamedTuple):
    """A heading that can be linked to."""

    level: int
    id: str
    words: str


class Entry(NamedTuple):
    """A part of a page: its address, the page's title, its own heading, its words, and whose it is."""

    address: str
    title: str
    heading: str
    words: str
    book: int


def words(markup: str) -> str:
    """The words of a piece of HTML, with one space between them."""
    text = _SIGN.sub(" ", _WITHIN_WORDS.sub("", _LEFT_OUT.sub(" ", markup)))
    return _SPACE.sub(" ", html.unescape(text)).strip()


def headings(markup: str) -> list[Heading]:
    """The headings of a page that can be linked to."""
    return [Heading(int(level), id, words(inner)) for level, id, inner in _PART.findall(markup)]


def entries(address: str, title: str, markup: str, book: int) -> Iterator[Entry]:
    """A page's own words, then those under each of its headings."""
    pieces = _PART.split(markup)
    yield Entry(address, title, "", words(pieces[0]), book)
    for id, heading, text in zip(pieces[2::4], pieces[3::4], pieces[4::4], strict=True):
        yield Entry(f"{address}#{html.unescape(id)}", title, words(heading), words(text), book)


def index(found: Iterable[Entry], books: Iterable[tuple[str, str]]) -> str:
    """The script that holds the index; ``books`` are names and languages."""
    data = {"books": list(books), "entries": list(found)}
    return f"var handbookIndex = {json.dumps(data, ensure_ascii=False, separators=(',', ':'))};\n"
