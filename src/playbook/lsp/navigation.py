"""From an id to where its thing is defined, and to everywhere it is written."""

from pathlib import Path

from lsprotocol import types

from playbook.lsp.everywhere import at_position, everywhere, owner_of, under_cursor
from playbook.lsp.positions import Stretch
from playbook.lsp.session import Session
from playbook.lsp.written import File, Written
from playbook.paths import MAIN


def definition(session: Session, uri: str, position: types.Position) -> list[types.Location] | None:
    """Where the thing under the cursor is defined, or the file that stands there."""
    file = session.file(uri)
    book = session.book(file.path) if file is not None else None
    if file is None or book is None:
        return None
    here = session.counting.here(file.lines, position)
    written = at_position(file, here)
    if written is None:
        return _file_named(session, file, here)
    owner = owner_of(session, book, written)
    found = owner.definitions(owner.symbol(written.mention.symbol)) if owner else ()
    return [location(session, each) for each in found]


def references(
    session: Session, uri: str, position: types.Position, *, with_definition: bool
) -> list[types.Location] | None:
    """Everywhere in the workspace where the thing under the cursor is written."""
    found = under_cursor(session, uri, position)
    if found is None:
        return None
    owner, symbol, _written = found
    return [
        location(session, each)
        for each in everywhere(session, owner, symbol).written
        if with_definition or not each.mention.is_definition
    ]


def highlight(
    session: Session, uri: str, position: types.Position
) -> list[types.DocumentHighlight] | None:
    """Where in the same file the thing under the cursor is written."""
    file = session.file(uri)
    book = session.book(file.path) if file is not None else None
    written = (
        at_position(file, session.counting.here(file.lines, position)) if file and book else None
    )
    if file is None or book is None or written is None:
        return None
    symbol = book.symbol(written.mention.symbol)
    return [
        types.DocumentHighlight(
            session.counting.range(file.lines, each.stretch),
            types.DocumentHighlightKind.Write
            if each.mention.is_definition
            else types.DocumentHighlightKind.Read,
        )
        for each in file.written
        if not each.is_file_name
        and each.mention.playbook == written.mention.playbook
        and book.symbol(each.mention.symbol) == symbol
    ]


def location(session: Session, written: Written) -> types.Location:
    """A place for the editor."""
    file = session.books.file(written.path)
    lines = file.lines if file is not None else ()
    return types.Location(session.uri(written.path), session.counting.range(lines, written.stretch))


def _file_named(session: Session, file: File, here: tuple[int, int]) -> list[types.Location] | None:
    """The playbook that ``extends`` names, or the folder's first file that ``uses`` names."""
    data = file.document.data
    if not isinstance(data, dict):
        return None
    used = data.get("uses")
    names = (
        [(("uses", number), name) for number, name in enumerate(used or ())]
        if isinstance(used, list)
        else []
    )
    for at, name in [(("extends",), data.get("extends")), *names]:
        place = file.document.place(at)
        start = place.column - 1
        stretch = Stretch(place.line - 1, start, start + place.length)
        if isinstance(name, str) and stretch.holds(*here):
            path = _first_file((file.path.parent / name).resolve())
            return [types.Location(session.uri(path), _TOP)] if path else None
    return None


def _first_file(path: Path) -> Path | None:
    if path.is_dir():
        mains = [path / name for name in MAIN]
        return next(
            (each for each in (*mains, *sorted(path.glob("*.yaml"))) if each.is_file()), None
        )
    return next(
        (each for each in (path, path.with_name(f"{path.name}.yaml")) if each.is_file()), None
    )


_TOP = types.Range(types.Position(0, 0), types.Position(0, 0))
