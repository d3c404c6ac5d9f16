"""The outline of a file: its sections, and what is in them."""

from collections.abc import Iterator
from typing import Any

from lsprotocol import types

from playbook.assembly.folder import sections
from playbook.findings import At
from playbook.lsp import describing
from playbook.lsp.positions import Counting, Stretch
from playbook.lsp.session import Session
from playbook.lsp.written import YAML, File
from playbook.schema import node_at, schema
from playbook.source import Spot

_WITHIN = (
    "entry",
    "exit",
    "tasks",
    "phases",
    "elements",
    "questions",
    "options",
    "quiz",
    "scenarios",
)
"""The keys of a part whose items are shown under it."""
_KINDS = {
    "stages": types.SymbolKind.Class,
    "phases": types.SymbolKind.Class,
    "entry": types.SymbolKind.Boolean,
    "exit": types.SymbolKind.Boolean,
    "tasks": types.SymbolKind.Function,
    "questions": types.SymbolKind.Method,
    "questionnaires": types.SymbolKind.Interface,
    "tracks": types.SymbolKind.Module,
    "fields": types.SymbolKind.Field,
    "options": types.SymbolKind.EnumMember,
    "elements": types.SymbolKind.EnumMember,
    "roles": types.SymbolKind.Object,
    "buyer_roles": types.SymbolKind.Object,
    "segments": types.SymbolKind.Enum,
    "assets": types.SymbolKind.File,
    "pages": types.SymbolKind.File,
    "buyer_steps": types.SymbolKind.Event,
}
_LONGEST = 80


def outline(session: Session, uri: str) -> list[types.DocumentSymbol]:
    """The outline of a file that is part of a playbook."""
    file = session.file(uri)
    if file is None or file.path.suffix not in YAML or session.book(file.path) is None:
        return []
    outliner = _Outliner(file, session.counting)
    spot, value = file.document.spot, file.document.data
    for step in file.prefix:
        if not isinstance(spot.parts, dict) or not isinstance(value, dict):
            return []
        spot, value = spot.parts[str(step)], value[step]
    if file.prefix:
        return list(outliner.items(value, spot, file.prefix))
    return list(outliner.sections(value, spot))


def flat(symbols: list[types.DocumentSymbol], uri: str) -> Iterator[types.SymbolInformation]:
    """The outline for an editor that knows no nesting."""
    for each in symbols:
        yield types.SymbolInformation(
            location=types.Location(uri, each.range), name=each.name, kind=each.kind
        )
        yield from flat(list(each.children or ()), uri)


class _Outliner:
    def __init__(self, file: File, counting: Counting) -> None:
        self.file = file
        self.counting = counting

    def sections(self, value: Any, spot: Spot) -> Iterator[types.DocumentSymbol]:
        """The top-level sections of a playbook's main file."""
        parts = spot.parts if isinstance(spot.parts, dict) else {}
        for key, inner in value.items() if isinstance(value, dict) else ():
            if key not in sections() or not isinstance(inner, dict | list):
                continue
            children = list(self.items(inner, parts[key], (key,)))
            node = node_at(schema("playbook"), (key,))
            name = describing.word_of(node, "title") if node else ""
            kind = types.SymbolKind.Namespace
            yield self._symbol(name or key, key, kind, parts[key], children)

    def items(self, value: Any, spot: Spot, at: At) -> Iterator[types.DocumentSymbol]:
        """The items of a list or the entries of a catalogue."""
        key = next((step for step in reversed(at) if step in _KINDS), "")
        kind = _KINDS.get(str(key), types.SymbolKind.Property)
        node = node_at(schema("playbook"), at)
        if isinstance(value, dict) and (node is None or node.entries is None):
            yield from self._within(value, spot, at)  # one part, such as a questionnaire's file
            return
        if isinstance(value, list) and isinstance(spot.parts, list):
            for number, (each, here) in enumerate(zip(value, spot.parts, strict=True)):
                yield from self._item(each, here, (*at, number), "", kind)
        elif isinstance(value, dict) and isinstance(spot.parts, dict):
            for id, each in value.items():
                if isinstance(each, dict):
                    yield from self._item(each, spot.parts[id], (*at, id), id, kind)

    def _item(
        self, value: Any, spot: Spot, at: At, id: str, kind: types.SymbolKind
    ) -> Iterator[types.DocumentSymbol]:
        if isinstance(value, str):
            yield self._symbol(value, "", kind, spot, [])
        if not isinstance(value, dict):
            return
        id = id or (value["id"] if isinstance(value.get("id"), str) else "")
        name = describing.label(value) or id
        if name:
            children = list(self._within(value, spot, at))
            yield self._symbol(name, id if id != name else "", kind, spot, children)

    def _within(self, value: Any, spot: Spot, at: At) -> Iterator[types.DocumentSymbol]:
        parts = spot.parts if isinstance(spot.parts, dict) else {}
        for key in _WITHIN:
            if key in value and key in parts:
                yield from self.items(value[key], parts[key], (*at, key))

    def _symbol(
        self,
        name: str,
        detail: str,
        kind: types.SymbolKind,
        spot: Spot,
        children: list[types.DocumentSymbol],
    ) -> types.DocumentSymbol:
        lines, counting = self.file.lines, self.counting
        top = spot.key or spot.start
        start = counting.position(lines, top.line, top.column)
        line, column = spot.end.line, spot.end.column
        while line > top.line and not lines[min(line, len(lines) - 1)][:column].strip():
            line -= 1
            column = len(lines[min(line, len(lines) - 1)])
        end = counting.position(lines, line, column)
        width = len(lines[top.line]) if top.line < len(lines) else 0
        picked = counting.range(lines, Stretch(top.line, top.column, width))
        if (picked.end.line, picked.end.character) > (end.line, end.character):
            picked.end = end
        name = " ".join(name.split())
        short = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
        return types.DocumentSymbol(
            name=short,
            detail=detail or None,
            kind=kind,
            range=types.Range(start, end),
            selection_range=picked,
            children=children,
        )
