"""Blocks and lists by their indents, as far as they are written."""

import re

from playbook.lsp.sketch.brackets import Brackets
from playbook.lsp.sketch.nodes import CURSOR, DEEPEST, Node, closing, without_comment
from playbook.source.document import Origin

_KEY = re.compile(
    r"""(?P<key>"(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*'|[^\s\#\[\]{},"'|>][^\#\n{}\[\],"]*?)[ \t]*
        (?::(?=\s|$|\ue000)|：)""",
    re.VERBOSE,
)
_HEADER = re.compile(r"[|>][-+0-9]*\s*(?:#.*)?$")


class Blocks:
    """Goes through the lines once, from the top."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.line = 0
        self.column: int | None = None
        """Where to go on within the line, or None at its beginning."""

    def _next(self) -> tuple[int, int] | None:
        """Where the next content stands, or None at the end."""
        if self.column is not None:
            return self.line, self.column
        while self.line < len(self.lines):
            line = self.lines[self.line]
            stripped = line.lstrip(" \t")
            if stripped and not stripped.startswith("#") and stripped not in ("---", "..."):
                return self.line, len(line) - len(stripped)
            self.line += 1
        return None

    def _at(self, line: int, column: int | None) -> None:
        self.line, self.column = line, column

    def block(self, above: int, depth: int) -> Node | None:
        """The block, list or text that begins next, if it stands deeper than what is above it."""
        here = self._next()
        if here is None or here[1] <= above or depth > DEEPEST:
            return None
        line, column = here
        rest = self.lines[line][column:]
        if _is_item(rest):
            return self._list(column, depth)
        if _KEY.match(rest):
            return self._map(column, depth)
        return self._value(line, column, above, depth)

    def _map(self, indent: int, depth: int) -> Node:
        line, _column = self._next() or (self.line, 0)
        node = Node(Origin(line, indent), Origin(line, indent), entries={})
        entries: dict[str, tuple[Origin, Node]] = {}
        while (here := self._next()) is not None and here[1] >= indent:
            line, column = here
            rest = self.lines[line][column:]
            match = _KEY.match(rest)
            if column > indent or (match is None and not _is_item(rest)):
                if column == indent:
                    self._begun(entries, line, column)
                self._at(line + 1, None)
                continue
            if match is None:
                break  # an item of a list that a key above is the name of
            key = match["key"].strip("\"'")
            mark = Origin(line, column)
            value = self._behind(line, column + match.end(), indent, depth)
            entries.setdefault(key, (mark, value))
            node.end = value.end
        node.entries = entries
        return node

    def _begun(self, entries: dict[str, tuple[Origin, Node]], line: int, column: int) -> None:
        """A line that may become an entry: what is being written there is a key."""
        text = without_comment(self.lines[line][column:])
        if CURSOR in text:
            empty = Origin(line, column + len(text))
            entries.setdefault(text, (Origin(line, column), Node(empty, empty)))

    def _behind(self, line: int, column: int, indent: int, depth: int) -> Node:
        """The value behind a key: on its line, or below it."""
        rest = self.lines[line][column:]
        if without_comment(rest).strip():
            start = column + len(rest) - len(rest.lstrip())
            return self._value(line, start, indent, depth)
        self._at(line + 1, None)
        here = self._next()
        empty = Origin(line, min(column + 1, len(self.lines[line])))
        if here is None:
            return Node(empty, empty)
        if here[1] == indent and _is_item(self.lines[here[0]][here[1] :]):
            return self._list(indent, depth + 1)
        return self.block(indent, depth + 1) or Node(empty, empty)

    def _list(self, indent: int, depth: int) -> Node:
        line, _column = self._next() or (self.line, 0)
        node = Node(Origin(line, indent), Origin(line, indent), items=[])
        items: list[Node] = []
        while (here := self._next()) is not None and here[1] >= indent:
            line, column = here
            rest = self.lines[line][column:]
            if column > indent:
                self._at(line + 1, None)
                continue
            if not _is_item(rest):
                break
            inner = rest[1:]
            start = column + 1 + len(inner) - len(inner.lstrip())
            if not without_comment(inner).strip():
                self._at(line + 1, None)
                empty = Origin(line, min(column + 2, len(self.lines[line])))
                item = self.block(indent, depth + 1) or Node(empty, empty)
            else:
                self._at(line, start)
                item = self.block(indent, depth + 1) or self._value(line, start, indent, depth)
            items.append(item)
            node.end = item.end
        node.items = items
        return node

    def _value(self, line: int, column: int, above: int, depth: int) -> Node:
        """A value that begins in a line, and all that belongs to it."""
        rest = self.lines[line][column:]
        if _HEADER.match(rest.replace(CURSOR, "")):
            return self._prose(line, column, above)
        if rest[:1] in ("[", "{"):
            flow = Brackets(self.lines, line, column, above)
            node = flow.value(depth)
            self._at(flow.line + 1, None)
            return node
        if rest[:1] in ("'", '"'):
            return self._quoted(line, column, above)
        return self._text(line, column, above)

    def _prose(self, line: int, column: int, above: int) -> Node:
        node = Node(Origin(line, column), Origin(line, column + 1), "", is_prose=True)
        kept = []
        line += 1
        while line < len(self.lines):
            text = self.lines[line]
            if text.strip() and len(text) - len(text.lstrip(" ")) <= above:
                break
            kept.append(text.strip())
            line += 1
        node.text = "\n".join(kept).strip()
        node.end = Origin(line, 0)
        self._at(line, None)
        return node

    def _quoted(self, line: int, column: int, above: int) -> Node:
        quote = self.lines[line][column]
        start = Origin(line, column)
        text, at = "", column + 1
        while True:
            end = closing(self.lines[line], at, quote)
            text += self.lines[line][at : len(self.lines[line]) if end is None else end]
            if end is not None:
                break
            following = self.lines[line + 1] if line + 1 < len(self.lines) else ""
            indent = len(following) - len(following.lstrip())
            if not following.strip() or indent <= above:
                end = len(self.lines[line]) - 1
                break
            line, at, text = line + 1, indent, text + " "
        self._at(line + 1, None)
        is_prose = line != start.line
        return Node(start, Origin(line, end + 1), text, is_prose=is_prose)

    def _text(self, line: int, column: int, above: int) -> Node:
        """Plain text, with the lines that it goes on in."""
        text = without_comment(self.lines[line][column:])
        start, end = Origin(line, column), Origin(line, column + len(text))
        self._at(line + 1, None)
        is_prose = False
        while (here := self._next()) is not None and here[1] > above:
            rest = self.lines[here[0]][here[1] :]
            if _is_item(rest) or _KEY.match(rest) or CURSOR in rest:
                break
            more = without_comment(rest)
            text, is_prose = f"{text} {more}", True
            end = Origin(here[0], here[1] + len(more))
            self._at(here[0] + 1, None)
        return Node(start, end, text, is_prose=is_prose)


def _is_item(rest: str) -> bool:
    return rest == "-" or rest[:2] in ("- ", "-\t")
