"""The thing under the cursor, and every place in the workspace where it is written."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lsprotocol import types

from playbook.lsp.books import Book
from playbook.lsp.session import Session
from playbook.lsp.written import File, Written
from playbook.model import PlaybookId
from playbook.references import Symbol


def at_position(file: File, here: tuple[int, int]) -> Written | None:
    """The id at a position, if there is one."""
    for each in file.written:
        if each.stretch.holds(*here) and not each.is_file_name:
            return each
    return None


def owner_of(session: Session, book: Book, written: Written) -> Book | None:
    """The playbook that an id is one of: the one it is written in, or one that deals go on in."""
    other = written.mention.playbook
    if other is None and written.mention.at[2:] == ("playbook",):
        return session.named(written.mention.symbol.id, book.main) or book
    return book if other in (None, book.id) else session.named(other, book.main)


def under_cursor(
    session: Session, uri: str, position: types.Position
) -> tuple[Book, Symbol, Written] | None:
    """The thing whose id is at a position, and the playbook that it is one of."""
    file = session.file(uri)
    book = session.book(file.path) if file is not None else None
    if file is None or book is None:
        return None
    written = at_position(file, session.counting.here(file.lines, position))
    owner = owner_of(session, book, written) if written else None
    if written is None or owner is None:
        return None
    return owner, owner.symbol(written.mention.symbol), written


@dataclass(frozen=True)
class Everywhere:
    """A thing, the playbooks that it is one and the same thing in, and where it is written."""

    symbol: Symbol
    books: dict[Path, Book]
    written: tuple[Written, ...]


def everywhere(session: Session, book: Book, symbol: Symbol) -> Everywhere:
    """Look for a thing in its playbook and in all that share it, extend it or go on in it."""
    books = _sharing(session, book, symbol)
    found: dict[tuple[object, ...], Written] = {}
    for each in (*_in_books(books, symbol), *_from_outside(session, books, symbol)):
        found.setdefault((each.path, each.stretch, each.is_file_name), each)
    written = sorted(found.values(), key=lambda each: (each.path, each.stretch))
    return Everywhere(symbol, books, tuple(written))


def _sharing(session: Session, book: Book, symbol: Symbol) -> dict[Path, Book]:
    """The playbooks that have a file in common in which the thing is written."""
    known = {main: session.books.book(main) for main in session.sharing(book.main)}
    mains = set(session.beside(book.main))
    found = {book.main: book}
    waiting = [book]
    while waiting:
        here = {each.path for each in waiting.pop().written(symbol)}
        for main in (here & mains) - found.keys():
            found[main] = session.books.book(main)
            waiting.append(found[main])
        for main, other in known.items():
            if main not in found and here & {file.path for file in other.files}:
                found[main] = other
                waiting.append(other)
    return found


def _in_books(books: dict[Path, Book], symbol: Symbol) -> Iterator[Written]:
    for book in books.values():
        yield from book.written(symbol)


def _from_outside(session: Session, books: dict[Path, Book], symbol: Symbol) -> Iterator[Written]:
    """Where deals of other playbooks go on in one of these."""
    ids = {book.id for book in books.values()}
    start = next(iter(books))
    for main in session.sharing(start):
        for file in session.books.book(main).files:
            for each in file.written:
                mention = each.mention
                is_goal = symbol.kind is PlaybookId and not mention.is_definition
                if mention.symbol == symbol and (is_goal or mention.playbook in ids):
                    yield each
