"""What may be written where the cursor is: ids, keys, and words to choose from."""

from collections.abc import Iterator

from lsprotocol import types

from playbook.lsp import describing
from playbook.lsp.books import Book
from playbook.lsp.describing import Known
from playbook.lsp.positions import Stretch
from playbook.lsp.session import Session
from playbook.lsp.sketch import Cursor, sketch
from playbook.lsp.written import YAML, File, placed
from playbook.model import ElementId, PartId, PlaybookId, QuestionId
from playbook.references import Slot, Symbol, key_at, value_at
from playbook.schema import Node

TRIGGERS = (":", " ", "-", "[", "{", ",")
_MOST = 500


def complete(session: Session, uri: str, position: types.Position) -> types.CompletionList:
    """What an editor may offer at a position."""
    file = session.file(uri)
    book = session.book(file.path) if file is not None else None
    if file is None or book is None or file.path.suffix not in YAML:
        return types.CompletionList(is_incomplete=False, items=[])
    offering = _Offering(session, file, book, session.counting.here(file.lines, position))
    return types.CompletionList(is_incomplete=False, items=offering.items()[:_MOST])


class _Offering:
    """What can be offered at one place."""

    def __init__(self, session: Session, file: File, book: Book, here: tuple[int, int]) -> None:
        self.session = session
        self.file = file
        self.book = book
        self.line, self.column = here
        made = sketch(file.text, str(file.path), here)
        self.cursor = made.cursor
        self.document = placed(made.document, file.prefix)

    def items(self) -> list[types.CompletionItem]:
        """What is offered, in the order in which it is to be shown."""
        cursor = self.cursor
        if cursor is None:
            return []
        found: list[types.CompletionItem] = []
        at = (*self.file.prefix, *cursor.at)
        data = self.document.data
        if cursor.may_be_value:
            slot = value_at(data, at)
            if slot is not None and not slot.is_new:
                found += self._ids(cursor, slot)
            if not found and self.session.wishes.keys:
                found += self._words(cursor, describing.node_of(self.file, self.book, at))
        if cursor.may_be_key:
            slot = key_at(data, at)
            if slot is not None and not slot.is_new:
                found += self._ids(cursor, slot, is_key=True)
            elif slot is None and self.session.wishes.keys:
                found += self._keys(cursor, describing.node_of(self.file, self.book, at))
        for number, item in enumerate(found):
            item.sort_text = f"{number:04}"
        return found

    def _ids(
        self, cursor: Cursor, slot: Slot, *, is_key: bool = False
    ) -> Iterator[types.CompletionItem]:
        given = self._given(cursor, is_key=is_key)
        for each in self._known(slot):
            if each.id not in given:
                yield self._item(
                    cursor,
                    each.id,
                    self._in_its_place(cursor, each.id, slot, is_key=is_key),
                    types.CompletionItemKind.Reference,
                    detail=f"{each.label} · {each.kind}" if each.label else each.kind,
                    documentation=self._about(each, slot),
                )

    def _known(self, slot: Slot) -> Iterator[Known]:
        """What may be referred to at a place."""
        if slot.kind is PartId:
            yield Known("all", "", describing.kind_word(QuestionId))
            yield from describing.known(ElementId, slot.scope, self.book)
            for each in describing.known(QuestionId, "", self.book):
                at = each.written.mention.at if each.written else ()
                if at[1:2] == (slot.scope,):
                    yield each
        elif slot.kind is PlaybookId:
            for other in self._others():
                yield Known(other.id, other.name, describing.kind_word(PlaybookId))
        elif slot.playbook not in (None, self.book.id):
            for other in self._others():
                if other.id == slot.playbook:
                    yield from describing.known(slot.kind, slot.scope, other)
        else:
            yield from describing.known(slot.kind, self._scope(slot), self.book)

    def _scope(self, slot: Slot) -> str:
        """Where the ids of a place are known, when one file alone does not say it."""
        return self.book.symbol(Symbol(slot.kind, "", slot.scope)).scope

    def _others(self) -> Iterator[Book]:
        """The other playbooks of the workspace."""
        for main in self.session.beside(self.book.main):
            if main != self.book.main:
                other = self.session.books.book(main)
                if other.id and other.id != self.book.id:
                    yield other

    def _about(self, each: Known, slot: Slot) -> str | None:
        if each.written is None or slot.playbook is not None:
            return None
        symbol = self.book.symbol(each.written.mention.symbol)
        return describing.about(self.book, symbol)

    def _given(self, cursor: Cursor, *, is_key: bool) -> set[str]:
        """What is there already, so that it is not offered a second time."""
        value = self.document.value((*self.file.prefix, *cursor.at))
        if is_key:
            return set(value) if isinstance(value, dict) else set()
        if not cursor.is_item:
            return set()
        at = (*self.file.prefix, *cursor.at)
        items = self.document.value(at[:-1])
        others = enumerate(items) if isinstance(items, list) else ()
        return {each for number, each in others if number != at[-1] and isinstance(each, str)}

    def _in_its_place(self, cursor: Cursor, id: str, slot: Slot, *, is_key: bool) -> str:
        """An id with the signs that it needs where it goes."""
        if is_key:
            return id if cursor.has_colon else f"{id}: "
        if not slot.is_list or cursor.is_item or (slot.kind is PartId and id == "all"):
            return id
        return f"[{id}]" if cursor.is_on_line_of_key or cursor.is_flow else f"- {id}"

    def _words(self, cursor: Cursor, node: Node | None) -> Iterator[types.CompletionItem]:
        if node is None:
            return
        is_list = "array" in node.types and not cursor.is_item
        inner = node.step(0) if is_list else node
        for word, meaning in describing.words(inner) if inner else ():
            text = word
            if is_list and inner is not node and "string" not in node.types:
                text = f"[{word}]" if cursor.is_on_line_of_key else f"- {word}"
            yield self._item(
                cursor,
                word,
                text,
                types.CompletionItemKind.EnumMember,
                documentation=meaning or None,
            )

    def _keys(self, cursor: Cursor, node: Node | None) -> Iterator[types.CompletionItem]:
        if node is None:
            return
        value = self.document.value((*self.file.prefix, *cursor.at))
        given = set(value) if isinstance(value, dict) else set()
        keys = [key for key in node.keys if key not in given]
        keys.sort(key=lambda key: key not in node.required)
        for key in keys:
            inner = node.step(key)
            if inner is None:
                continue
            is_deep = set(inner.types) <= {"object", "array"} and not cursor.is_flow
            text = key if cursor.has_colon else f"{key}:" if is_deep else f"{key}: "
            yield self._item(
                cursor,
                key,
                text,
                types.CompletionItemKind.Property,
                detail=describing.word_of(inner, "title") or None,
                documentation=describing.word_of(inner, "description") or None,
            )

    def _item(
        self,
        cursor: Cursor,
        word: str,
        text: str,
        kind: types.CompletionItemKind,
        *,
        detail: str | None = None,
        documentation: str | None = None,
    ) -> types.CompletionItem:
        """One thing to choose; it takes the place of what is written already."""
        line = self.file.lines[self.line] if self.line < len(self.file.lines) else ""
        before = line[: cursor.start].rstrip(" ")
        gap = before[-1:] in (":", "-") and cursor.start == len(before) and before.strip() != ""
        edit = self.session.counting.range(
            self.file.lines, Stretch(self.line, cursor.start, cursor.end)
        )
        return types.CompletionItem(
            label=word,
            kind=kind,
            detail=detail,
            documentation=(
                types.MarkupContent(types.MarkupKind.Markdown, documentation)
                if documentation
                else None
            ),
            filter_text=word,
            text_edit=types.TextEdit(edit, f" {text}" if gap else text),
        )
