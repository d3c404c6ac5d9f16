"""What stands under the cursor, explained."""

from lsprotocol import types

from playbook.findings import At
from playbook.lsp import describing
from playbook.lsp.books import Book
from playbook.lsp.everywhere import at_position, owner_of
from playbook.lsp.positions import Stretch
from playbook.lsp.session import Session
from playbook.lsp.written import YAML, File
from playbook.source import Spot


def hover(session: Session, uri: str, position: types.Position) -> types.Hover | None:
    """What an id is, or what a key or a word of the format means."""
    file = session.file(uri)
    book = session.book(file.path) if file is not None else None
    if file is None or book is None:
        return None
    here = session.counting.here(file.lines, position)
    text, stretch = None, None
    written = at_position(file, here)
    if written is not None:
        owner = owner_of(session, book, written) or book
        text = describing.about(owner, owner.symbol(written.mention.symbol))
        stretch = written.stretch
    if text is None and session.wishes.keys and file.path.suffix in YAML:
        text, stretch = _of_format(file, book, here)
    if text is None or stretch is None:
        return None
    return types.Hover(
        types.MarkupContent(types.MarkupKind.Markdown, text),
        session.counting.range(file.lines, stretch),
    )


def _of_format(file: File, book: Book, here: tuple[int, int]) -> tuple[str | None, Stretch | None]:
    """What a key or a word of the format means."""
    found = _found(file.document.spot, (), here)
    if found is None:
        return None, None
    at, stretch, is_key = found
    node = describing.node_of(file, book, at)
    if node is None:
        return None, None
    if is_key:
        title, said = describing.word_of(node, "title"), describing.word_of(node, "description")
        chosen = "\n".join(f"- `{word}` {meaning}" for word, meaning in describing.words(node))
        parts = [f"**{title}**" if title else "", said, chosen]
        return "\n\n".join(part for part in parts if part) or None, stretch
    value = file.document.value(at)
    meaning = dict(describing.words(node)).get(value) if isinstance(value, str) else None
    return (f"`{value}` {meaning}" if meaning else None), stretch


def _found(spot: Spot, at: At, here: tuple[int, int]) -> tuple[At, Stretch, bool] | None:
    """The key or the plain value at a position: its path, its place, and whether it is a key."""
    parts = spot.parts
    inner = parts.items() if isinstance(parts, dict) else enumerate(parts or ())
    for step, each in inner:
        if each.key is not None:
            stretch = Stretch(each.key.line, each.key.column, each.key.column + len(str(step)))
            if stretch.holds(*here):
                return (*at, step), stretch, True
        if each.parts is None and each.start.line == each.end.line == here[0]:
            stretch = Stretch(each.start.line, each.start.column, each.end.column)
            if stretch.holds(*here) and each.start.column < each.end.column:
                return (*at, step), stretch, False
        found = _found(each, (*at, step), here)
        if found is not None:
            return found
    return None
