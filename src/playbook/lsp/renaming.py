"""Giving a thing another id, in every file that knows it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lsprotocol import types

from playbook.errors import Refused
from playbook.lsp import catalogues, describing
from playbook.lsp.books import Book, catalogues_beside
from playbook.lsp.everywhere import Everywhere, everywhere, under_cursor
from playbook.lsp.session import Session
from playbook.lsp.written import Written
from playbook.messages import _
from playbook.model import RESERVED, ElementId, FieldId, QuestionId
from playbook.paths import shown
from playbook.references import Symbol
from playbook.schema import Node, schema


@dataclass
class Renaming:
    """What a new id changes: stretches of files, and the names of files."""

    edits: dict[Path, list[types.TextEdit]] = field(default_factory=dict)
    files: dict[Path, Path] = field(default_factory=dict)


def prepare(
    session: Session, uri: str, position: types.Position
) -> types.PrepareRenamePlaceholder | None:
    """The id under the cursor, if it can be changed; None where there is none.

    Raises:
        Refused: it is built in, or nothing defines it.

    """
    found = _under(session, uri, position)
    if found is None:
        return None
    book, symbol, written = found
    _must_be_ours(book, symbol)
    file = session.books.file(written.path)
    lines = file.lines if file is not None else ()
    return types.PrepareRenamePlaceholder(session.counting.range(lines, written.stretch), symbol.id)


def rename(session: Session, uri: str, position: types.Position, new: str) -> Renaming | None:
    """What it takes to give the thing under the cursor a new id; None where there is none.

    Raises:
        Refused: the thing is not ours to rename, or the new id is no good.

    """
    found = _under(session, uri, position)
    if found is None:
        return None
    book, symbol, _written = found
    _must_be_ours(book, symbol)
    if new == symbol.id:
        return Renaming()
    everything = everywhere(session, book, symbol)
    _must_be_free(everything, new)
    renaming = Renaming()
    for each in everything.written:
        if each.is_file_name:
            renaming.files[each.path] = each.path.with_name(new + each.path.suffix)
        elif each.text != symbol.id:
            message = _('"{id}" is written in an unusual way in {file}, line {line}.')
            place = {"file": shown(each.path), "line": each.stretch.line + 1}
            raise Refused(message.format(id=symbol.id, **place))
        else:
            file = session.books.file(each.path)
            lines = file.lines if file is not None else ()
            edit = types.TextEdit(session.counting.range(lines, each.stretch), new)
            renaming.edits.setdefault(each.path, []).append(edit)
    _in_catalogues(session, everything, new, renaming)
    for book in everything.books.values():
        renaming.files.update(_prose(book, symbol, new))
    for target in renaming.files.values():
        if target.exists():
            raise Refused(_("{file} is there already.").format(file=shown(target)))
    return renaming


def _under(
    session: Session, uri: str, position: types.Position
) -> tuple[Book, Symbol, Written] | None:
    """The thing under the cursor, if it is there and not only meant."""
    found = under_cursor(session, uri, position)
    if found is None:
        return None
    owner, symbol, _written = found
    return found if owner.definitions(symbol) or describing.about(owner, symbol) else None


def _must_be_ours(book: Book, symbol: Symbol) -> None:
    if not book.definitions(symbol):
        message = _('"{id}" is built in and keeps its id.')
        raise Refused(message.format(id=symbol.id))


def _must_be_free(everything: Everywhere, new: str) -> None:
    symbol = everything.symbol
    root = schema("playbook")
    node = Node(root, root["$defs"]["id"])
    if not re.search(node.here["pattern"], new):
        message = _('"{id}" is no id. {rule}')
        raise Refused(message.format(id=new, rule=describing.word_of(node, "description")))
    if new in RESERVED:
        raise Refused(_('The id "{id}" is taken: it is built in.').format(id=new))
    for book in everything.books.values():
        if new in _taken(book, symbol):
            message = _('There is a {kind} "{id}" already.')
            raise Refused(message.format(kind=describing.kind_word(symbol.kind), id=new))


def _taken(book: Book, symbol: Symbol) -> Iterator[str]:
    """The ids that a thing cannot have, because another has it."""
    yield from (each.id for each in describing.known(symbol.kind, symbol.scope, book))
    if symbol.kind is QuestionId:  # what is asked names questions and elements alike
        for written in book.definitions(symbol):
            scope = str(written.mention.at[1])
            yield from (each.id for each in describing.known(ElementId, scope, book))
    elif symbol.kind is ElementId:
        yield from (each.id for each in describing.known(QuestionId, "", book))


def _in_catalogues(session: Session, everything: Everywhere, new: str, renaming: Renaming) -> None:
    """The contexts of translations, and placeholders in them."""
    symbol = everything.symbol
    seen: set[Path] = set()
    for main, book in everything.books.items():
        for path in catalogues_beside([main]):
            file = session.books.file(path) if path not in seen else None
            seen.add(path)
            if file is None:
                continue
            counting, lines = session.counting, file.lines
            edits = [
                types.TextEdit(
                    types.Range(
                        counting.position(lines, *each.start), counting.position(lines, *each.end)
                    ),
                    each.text,
                )
                for each in catalogues.contexts(lines, symbol, new, book.symbol)
            ]
            if symbol.kind is FieldId:
                edits += (
                    types.TextEdit(counting.range(lines, each), new)
                    for each in catalogues.placeholders(lines, symbol.id)
                )
            if edits:
                renaming.edits.setdefault(path, []).extend(edits)


def _prose(book: Book, symbol: Symbol, new: str) -> Iterator[tuple[Path, Path]]:
    """The Markdown files whose names are made of the id: what they are called, and will be."""
    for path, parts in book.prose.items():
        names = [str(part) for part in parts]
        stem, dot, rest = names[-1].partition(".")
        before = ".".join((*names[:-1], stem, "notes"))
        after = catalogues.with_id(before, symbol, new, book.symbol)
        if after != before:
            steps = after.split(".")[:-1]
            folder = path.parents[len(names) - 1]
            yield path, folder.joinpath(*steps[:-1], f"{steps[-1]}{dot}{rest}")


def workspace_edit(session: Session, renaming: Renaming) -> types.WorkspaceEdit:
    """The changes as the editor takes them; files are renamed only where it can do that."""
    wishes = session.capabilities.workspace
    can = wishes.workspace_edit if wishes else None
    if can is None or not can.document_changes:
        return types.WorkspaceEdit(
            changes={session.uri(path): edits for path, edits in renaming.edits.items()}
        )
    changes: list[types.TextDocumentEdit | types.RenameFile] = []
    for path, edits in renaming.edits.items():
        known = session.open.get(path)
        document = types.OptionalVersionedTextDocumentIdentifier(
            session.uri(path), known.version if known else None
        )
        changes.append(types.TextDocumentEdit(document, list(edits)))
    if renames_files(session):
        for old, target in renaming.files.items():
            changes.append(types.RenameFile(session.uri(old), session.uri(target)))
    return types.WorkspaceEdit(document_changes=list(changes))


def renames_files(session: Session) -> bool:
    """Whether the editor can rename files as a part of a change."""
    wishes = session.capabilities.workspace
    can = wishes.workspace_edit if wishes else None
    operations = (can.resource_operations or ()) if can and can.document_changes else ()
    return types.ResourceOperationKind.Rename in operations


def by_hand(renaming: Renaming) -> str:
    """Which files the user has to rename, where the editor cannot."""
    names = "; ".join(f"{shown(old)} → {new.name}" for old, new in renaming.files.items())
    return _("Your editor cannot rename files here. Please rename: {names}.").format(names=names)
