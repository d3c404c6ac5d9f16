"""Lists in brackets and blocks in braces, as far as they are written."""

from playbook.lsp.sketch.nodes import COMMENT, CURSOR, DEEPEST, Node, closing
from playbook.source.document import Origin


class Brackets:
    """A value in brackets or braces; it ends where they close, or where less indented text begins."""

    def __init__(self, lines: list[str], line: int, column: int, above: int) -> None:
        self.lines = lines
        self.line = line
        self.column = column
        self.above = above
        self.is_over = False

    def value(self, depth: int) -> Node:
        """The value that begins here."""
        sign = self._sign()
        start = Origin(self.line, self.column)
        if sign in ("[", "{") and depth <= DEEPEST:
            self.column += 1
            node = self._list(start, depth) if sign == "[" else self._map(start, depth)
            node.is_flow = True
            return node
        return self._text(start, ends=",]}")

    def _sign(self) -> str:
        """The next sign that is no space, or nothing where the brackets are given up."""
        while True:
            text = self.lines[self.line]
            while self.column < len(text) and text[self.column] in " \t":
                self.column += 1
            if self.column < len(text) and not COMMENT.match(text, self.column):
                return text[self.column]
            following = self.lines[self.line + 1] if self.line + 1 < len(self.lines) else None
            if following is None:
                self.is_over = True
                return ""
            indent = len(following) - len(following.lstrip())
            if following.strip() and indent <= self.above and following.strip()[0] not in "]}":
                self.is_over = True
                return ""
            self.line, self.column = self.line + 1, 0

    def _list(self, start: Origin, depth: int) -> Node:
        items: list[Node] = []
        while True:
            sign = self._sign()
            if sign in ("]", "") or sign == "}":
                break
            if sign == ",":
                self.column += 1
                continue
            items.append(self.value(depth + 1))
        self.column += 0 if self.is_over else 1
        return Node(start, Origin(self.line, self.column), items=items)

    def _map(self, start: Origin, depth: int) -> Node:
        entries: dict[str, tuple[Origin, Node]] = {}
        while True:
            sign = self._sign()
            if sign in ("}", "", "]"):
                break
            if sign == ",":
                self.column += 1
                continue
            mark = Origin(self.line, self.column)
            key = self._text(mark, ends=",]}{[", until_colon=True)
            value = Node(Origin(self.line, self.column), Origin(self.line, self.column))
            if self.column < len(self.lines[self.line]) and self._is_colon():
                self.column += 1
                value = self._behind(depth)
            elif key.end == mark:
                self.column += 1  # a sign that has no business here
            entries.setdefault((key.text or "").strip("\"'"), (mark, value))
        self.column += 0 if self.is_over else 1
        return Node(start, Origin(self.line, self.column), entries=entries)

    def _behind(self, depth: int) -> Node:
        """The value behind a colon, which may not be written yet."""
        line, column = self.line, self.column
        if self._sign() in (",", "}", "]", ""):
            empty = Origin(line, min(column + 1, len(self.lines[line])))
            return Node(empty, empty)
        return self.value(depth + 1)

    def _is_colon(self) -> bool:
        return self.lines[self.line][self.column] in ":："

    def _text(self, start: Origin, ends: str, *, until_colon: bool = False) -> Node:
        text = self.lines[self.line]
        begin = self.column
        if text[begin : begin + 1] in ("'", '"'):
            end = closing(text, begin + 1, text[begin])
            self.column = len(text) if end is None else end + 1
        else:
            while self.column < len(text) and text[self.column] not in ends:
                if COMMENT.match(text, self.column):
                    break
                if until_colon and _ends_key(text, self.column):
                    break
                self.column += 1
        found = text[begin : self.column].rstrip()
        end_mark = Origin(self.line, begin + len(found))
        if self.column == begin and not until_colon:
            self.column += 1  # a sign that has no business here
        return Node(start, end_mark, found.strip("\"'"))


def _ends_key(text: str, column: int) -> bool:
    return text[column] == "：" or (
        text[column] == ":" and (column + 1 == len(text) or text[column + 1] in " \t,]}" + CURSOR)
    )
