"""The whole handbook: every page of every playbook, the search, and the files beside them."""

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from hashlib import sha256
from typing import Any

from markupsafe import Markup, escape

from playbook import markdown, wording
from playbook.brand import Look, look
from playbook.drawing import views as drawing
from playbook.files import Files
from playbook.local import language_name
from playbook.messages import speaking
from playbook.model import Playbook
from playbook.model.part import Part
from playbook.renderers import Choices, folders
from playbook.renderers.handbook.html import practice, search
from playbook.renderers.handbook.html.book import Book
from playbook.renderers.handbook.html.pages import Page, badge
from playbook.renderers.handbook.html.terms import Reading, Terms, terms
from playbook.renderers.handbook.html.vocabulary import vocabulary
from playbook.templating import assets, fill

_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)
_MAIN = re.compile(r"<main\b[^>]*>(.*)</main>", re.DOTALL)
_POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; script-src 'self' file:; "
    "style-src 'self' file:{styles}; img-src 'self' file:; font-src 'self' file:"
)
"""A page takes scripts, styles, pictures and fonts from beside it, and nothing from anywhere else.

On a disk a browser may not count the files beside a page as its own; ``file:`` says so.
"""


def build(playbooks: Sequence[Playbook], choices: Choices) -> Files:
    """The files of a handbook.

    Raises:
        PlaybookError: two playbooks cannot be told apart, or a user's template has a mistake.

    """
    books = [
        Book(playbook, folder, choices.earlier.get((playbook.id, playbook.language)))
        for folder, playbook in folders(playbooks)
    ]
    brand = look(choices.brand)
    beside = assets("handbook/assets", choices.templates)
    files: dict[str, str | bytes] = {f"assets/{name}": each for name, each in beside.items()}
    files |= practice.files(choices.templates)
    files |= brand.files
    found: list[search.Entry] = []
    done, total = 0, sum(len(book.pages) for book in books)
    for number, book in enumerate(books):
        with speaking(book.playbook.language):
            for page, text in _pages(book, books, choices, brand):
                address = f"{book.folder}/{page.name}".lstrip("/")
                files[address] = text
                done += 1
                choices.progress(done, total)
                said = _main(text) if page.is_searched else ""
                found += search.entries(address, page.title, said, number)
    if _are_many(books):
        files["index.html"] = _start(books, choices, brand)
    names = [(str(book.playbook.name), book.playbook.language) for book in books]
    files["assets/search-index.js"] = search.index(found, names)
    return files


def _are_many(books: Sequence[Book]) -> bool:
    return len({book.playbook.id for book in books}) > 1


def _pages(
    book: Book, books: Sequence[Book], choices: Choices, brand: Look
) -> Iterator[tuple[Page, str]]:
    """The pages of a playbook, filled in."""
    known = terms(book.playbook)
    values = {
        **vocabulary(book),
        "root": book.root,
        "number": books.index(book),
        "are_many": _are_many(books),
        "others": {each.playbook.id: _seen_from(book, each) for each in books},
        "theme": choices.theme,
        "brand": brand,
        "policy": _policy(""),
        "at": partial(_at, book) if choices.is_live else lambda _part: "",
    }
    contents = fill("handbook/contents.html", values, choices.templates)
    pages = (None, *book.pages, None)
    for before, page, after in zip(pages, book.pages, pages[2:], strict=False):
        own: dict[str, Any] = {
            **values,
            **_words(known),
            **page.values,
            "page": page,
            "contents": _marked(contents, page),
            "before": before,
            "after": after,
            "languages": tuple(_languages(book, page, books)),
        }
        if page.picture is not None:
            own |= _diagram(book, page.picture, choices.brand.colours)
        yield page, fill(f"handbook/{page.template}", own, choices.templates)


def _words(known: Terms) -> Mapping[str, Any]:
    """How a page says what an author wrote; it leads to a term's meaning only once."""
    reading = Reading(known)
    return {"say": reading.text, "prose": reading.prose}


def _seen_from(book: Book, other: Book) -> Mapping[str, Any]:
    """The name and the address of another playbook, and the names of its stages."""
    folder = f"{other.folder}/" if other.folder else ""
    return {
        "name": _named(book, other),
        "address": f"{book.root}{folder}index.html",
        "stages": {stage.id: stage.name for stage in other.playbook.stages},
    }


def _named(book: Book, other: Book) -> Markup:
    """The name of another playbook, and its language where that is another one."""
    name, language = other.playbook.name, other.playbook.language
    if language == book.playbook.language:
        return escape(name)
    return Markup('<span lang="{}">{}</span>').format(language, name)


def _marked(contents: str, page: Page) -> Markup:
    """The contents, made once for all pages, with the place where the reader is."""
    address = f'href="{page.under or page.name}"'
    return Markup(contents.replace(address, f'{address} aria-current="page"'))  # noqa: S704


def _languages(
    book: Book, page: Page, books: Sequence[Book]
) -> Iterator[tuple[str, str, str, bool]]:
    """The same page in other languages: tag, name, address, and whether it is this one."""
    same = [each for each in books if each.playbook.id == book.playbook.id]
    for each in same if len(same) > 1 else ():
        has_it = any(page.name == other.name for other in each.pages)
        folder = f"{each.folder}/" if each.folder else ""
        address = f"{book.root}{folder}{page.name if has_it else 'index.html'}"
        tag = each.playbook.language
        yield tag, language_name(tag), address, each is book


def _diagram(book: Book, view: drawing.View, colours: tuple[str, str]) -> Mapping[str, Any]:
    """The picture of a page, and the policy that allows the style in it."""
    svg = drawing.svg(
        book.playbook,
        view,
        theme="auto",
        links=book.addresses,
        embed_font=False,
        heading=False,
        colours=colours,
    )
    return {"diagram": Markup(svg), "policy": _policy(svg)}  # noqa: S704 - the drawing escapes


def _policy(svg: str) -> str:
    hashes = [b64encode(sha256(style.encode()).digest()).decode() for style in _STYLE.findall(svg)]
    return _POLICY.format(styles="".join(f" 'sha256-{each}'" for each in hashes))


def _start(books: Sequence[Book], choices: Choices, brand: Look) -> str:
    """The page from which the reader chooses a playbook."""
    cards: dict[str, list[Book]] = {}
    for book in books:
        cards.setdefault(book.playbook.id, []).append(book)
    language = books[0].playbook.language
    values = {
        "cards": tuple(cards.values()),
        "language": language,
        "language_name": language_name,
        "prose": markdown.html,
        "days": wording.days,
        "badge": badge,
        "theme": choices.theme,
        "brand": brand,
        "policy": _policy(""),
        "root": "",
        "number": "",
    }
    with speaking(language):
        return fill("handbook/start.html", values, choices.templates)


def _at(book: Book, part: object) -> Markup | str:
    """Which part of the playbook stands here, as an attribute; nothing for what is no part of it."""
    if not isinstance(part, Part) or not part.at:
        return ""
    return Markup(' data-at="{}/{}"').format(book.playbook.id, "/".join(map(str, part.at)))


def _main(text: str) -> str:
    """What a page says, without what stands around it on every page."""
    found = _MAIN.search(text)
    return found[1] if found else text
