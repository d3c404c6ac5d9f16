"""A tolerant reading of YAML: what somebody is writing, as far as it stands, and where the cursor is.

The proper reader refuses what does not parse, and that is most of what stands
in an editor while somebody types. This one never refuses: it goes by indents
and brackets, takes what is unfinished for what it begins to be, and passes over
what it cannot make out.
"""

from dataclasses import dataclass
from typing import Any

from playbook.lsp.sketch.blocks import Blocks
from playbook.lsp.sketch.cursor import Cursor, Search
from playbook.lsp.sketch.nodes import CURSOR, Node
from playbook.source import Document, Spot
from playbook.source.document import Origin

__all__ = ["Cursor", "Sketch", "sketch"]


@dataclass
class Sketch:
    """What was made out of a text, and the place of the cursor in it."""

    document: Document
    cursor: Cursor | None = None


def sketch(text: str, file: str, cursor: tuple[int, int] | None = None) -> Sketch:
    """Make out a text; the cursor is a line and a column, from 0."""
    lines = [line.rstrip("\r") for line in text.split("\n")]
    if cursor is not None:
        number, column = cursor
        lines += [""] * (number + 1 - len(lines))
        line = lines[number].ljust(column)
        lines[number] = line[:column] + CURSOR + line[column:]
    reader = Blocks(lines)
    root = reader.block(-1, 0) or Node(Origin(), Origin(), entries={})
    found = Search(file, lines, cursor).of(root)
    data, spot = _plain(root, file, None)
    return Sketch(Document(file, data, spot, {file: text}), found)


def _plain(node: Node, file: str, key: Origin | None) -> tuple[Any, Spot]:
    """A node as data, and its spot; the cursor's sign is in neither."""
    if node.entries is not None:
        data: dict[str, Any] = {}
        parts: dict[str, Spot] = {}
        for name, (mark, inner) in node.entries.items():
            if CURSOR not in name:
                data[name], parts[name] = _plain(inner, file, mark)
        return data, Spot(file, key, node.start, node.end, parts)
    if node.items is not None:
        pairs = [_plain(inner, file, None) for inner in node.items]
        spots = [spot for _data, spot in pairs]
        return [data for data, _spot in pairs], Spot(file, key, node.start, node.end, spots)
    text = None if node.text is None else node.text.replace(CURSOR, "")
    return text or None, Spot(file, key, node.start, node.end, None)
