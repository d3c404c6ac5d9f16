"""What stands under the cursor, and where in the document that is."""

from dataclasses import dataclass, field
from typing import NamedTuple

from playbook.findings import At
from playbook.lsp.sketch.nodes import CURSOR, Node
from playbook.source.document import Origin


class Cursor(NamedTuple):
    """What stands under the cursor, and where in the document that is."""

    at: At
    """The path of the value, or of the block whose key is being written."""
    word: str
    """What is written already, up to the cursor."""
    start: int
    end: int
    """From which to which column the word goes, in characters from 0."""
    may_be_key: bool
    may_be_value: bool
    is_flow: bool
    """Whether it stands within brackets or braces."""
    is_item: bool = False
    """Whether it is an item of a list already."""
    is_on_line_of_key: bool = False
    has_colon: bool = False
    """Whether a colon stands behind the word already."""


@dataclass
class Search:
    """Looks for the cursor's sign among the nodes."""

    file: str
    lines: list[str]
    cursor: tuple[int, int] | None
    found: Cursor | None = field(default=None)

    def of(self, root: Node) -> Cursor | None:
        """Where the cursor is, or None if it is where nothing can be offered."""
        if self.cursor is None:
            return None
        self._look(root, (), None, is_flow=False, is_item=False)
        return self.found

    def _look(
        self, node: Node, at: At, key: Origin | None, *, is_flow: bool, is_item: bool
    ) -> None:
        is_flow = is_flow or node.is_flow
        for name, (mark, inner) in (node.entries or {}).items():
            if CURSOR in name:
                self._say(at, name, mark.column, is_flow=is_flow, key=None, keyed=True)
            self._look(inner, (*at, name), mark, is_flow=is_flow, is_item=False)
        for number, inner in enumerate(node.items or ()):
            self._look(inner, (*at, number), None, is_flow=is_flow, is_item=True)
        if node.text is not None and CURSOR in node.text and not node.is_prose:
            self._say(
                at,
                node.text,
                node.start.column,
                is_flow=is_flow,
                key=key,
                is_item=is_item,
                keyed=False,
                line=node.start.line,
            )

    def _say(
        self,
        at: At,
        text: str,
        column: int,
        *,
        is_flow: bool,
        key: Origin | None,
        keyed: bool,
        is_item: bool = False,
        line: int = -1,
    ) -> None:
        number = self.cursor[0] if self.cursor else 0
        shown = self.lines[number]
        end = shown.index(CURSOR)
        quote = 1 if shown[column : column + 1] in ("'", '"') and column < end else 0
        start = column + quote
        behind = text.partition(CURSOR)[2].strip()
        rest = shown[end + 1 :]
        is_on_line_of_key = key is not None and key.line == line
        self.found = Cursor(
            at=tuple(step for step in at if not (isinstance(step, str) and CURSOR in step)),
            word=shown[start:end],
            start=start,
            end=end + (len(behind) if rest.startswith(behind) else 0),
            may_be_key=keyed or not is_on_line_of_key,
            may_be_value=not keyed,
            is_flow=is_flow,
            is_item=is_item,
            is_on_line_of_key=is_on_line_of_key,
            has_colon=rest[len(behind) :].lstrip()[:1] in (":", "："),
        )
