"""Blocks as Markdown."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from playbook.manuscript.blocks import (
    Block,
    Box,
    Checklist,
    Code,
    Divider,
    Facts,
    Heading,
    Items,
    Paragraph,
    Picture,
    Quote,
    Row,
    Rows,
    Run,
    Sample,
    Table,
    Tick,
    Words,
)
from playbook.renderers.handbook.markdown.flavours import Flavour
from playbook.renderers.handbook.markdown.inline import Address, inline

_ALERTS: Final = {"tip": "TIP", "warning": "WARNING", "buyer": "NOTE"}
"""The boxes that are notes beside the text; the others are parts of it, with a heading."""
_BOX: Final = "☐"
_DEEPEST: Final = 6


@dataclass(frozen=True)
class Writer:
    """Writes blocks for a wiki."""

    flavour: Flavour
    address: Address
    picture: Callable[[Picture], str]
    """The name of a picture's file, from the page's folder."""

    def page(self, title: str, blocks: Iterable[Block]) -> str:
        """A page: its title, then its blocks."""
        head = f"# {self.words((Run(title),), is_one_line=True)}"
        return "\n\n".join((head, *self.blocks(blocks))) + "\n"

    def blocks(self, blocks: Iterable[Block]) -> Iterator[str]:
        """Each block as text, without an empty line around it."""
        for block in blocks:
            yield from filter(None, self._block(block))

    def words(self, words: Words, *, is_one_line: bool = False) -> str:
        """Words within a line, or in a paragraph."""
        return inline(words, self.address, ends_lines=not is_one_line)

    def _block(self, block: Block) -> Iterator[str]:
        match block:
            case Heading(words, level):
                yield f"{'#' * min(level, _DEEPEST)} {self.words(words, is_one_line=True)}"
            case Paragraph(words):
                yield self.words(words)
            case Items():
                yield self._items(block)
            case Checklist(ticks):
                yield "\n".join(map(self._tick, ticks))
            case Table(head, rows):
                yield from self._table(head, rows, frozenset(block.numbers))
            case Facts(facts):
                head = tuple((Run(name),) for name, _value in facts)
                yield from self._table(head, (tuple(value for _name, value in facts),), frozenset())
            case Rows(rows):
                yield self._items(Items(tuple(map(_labelled, rows))))
            case Quote(inner):
                yield _quoted("\n\n".join(self.blocks(inner)))
            case Sample():
                yield _quoted("\n\n".join(self.blocks(_sample(block))))
            case Code(text):
                yield _fenced(text)
            case Divider():
                yield "---"
            case Box():
                yield from self._box(block)
            case Picture(about=about):
                yield f"![{self.words((Run(about),), is_one_line=True)}]({self.picture(block)})"

    def _items(self, block: Items) -> str:
        items = []
        for number, blocks in enumerate(block.items, block.start):
            sign = f"{number}. " if block.is_numbered else "- "
            items.append(_hanging(sign, "\n\n".join(self.blocks(blocks))))
        is_loose = any(len(blocks) > 1 for blocks in block.items)
        return ("\n\n" if is_loose else "\n").join(items)

    def _tick(self, tick: Tick) -> str:
        sign = "- [ ] " if self.flavour.has_ticks else f"- {_BOX} "
        said = [self.words(tick.words)]
        if tick.note:
            said[0] += f"\\\n{self.words(tick.note)}"
        said += self.blocks(tick.more)
        return _hanging("- ", "\n\n".join(said)).replace("- ", sign, 1)

    def _table(
        self, head: Sequence[Words], rows: Sequence[Sequence[Words]], numbers: frozenset[int]
    ) -> Iterator[str]:
        most = self.flavour.most_rows or len(rows)
        signs = ("---:" if column in numbers else "---" for column in range(len(head)))
        rule = f"| {' | '.join(signs)} |"
        for begin in range(0, max(len(rows), 1), max(most, 1)):
            written = map(self._row, rows[begin : begin + most])
            yield "\n".join((self._row(head), rule, *written))

    def _row(self, cells: Iterable[Words]) -> str:
        # a sign of a table within a cell is escaped wherever it stands, in code too
        written = (self.words(cell, is_one_line=True) for cell in cells)
        return f"| {' | '.join(_no_bars(cell) for cell in written)} |"

    def _box(self, box: Box) -> Iterator[str]:
        sign = _ALERTS.get(box.kind)
        if sign is None:
            if box.title:
                yield from self._block(Heading(box.title, box.level))
            yield from self.blocks(box.blocks)
            return
        title = [self.words(_strong(box.title))] if box.title else []
        inner = "\n\n".join((*title, *self.blocks(box.blocks)))
        yield _quoted(f"[!{sign}]\n{inner}" if self.flavour.note == "alert" else inner)


def _labelled(row: Row) -> tuple[Block, ...]:
    """A label, with what is said of it in the next line, or below."""
    label = _strong(row.label)
    match row.blocks:
        case (Paragraph(words), *rest):
            return (Paragraph((*label, Run("\n"), *words)), *rest)
    return (Paragraph(label), *row.blocks)


def _strong(words: Words) -> Words:
    return tuple(Run(run.text, strong=True, link=run.link) for run in words)


def _sample(sample: Sample) -> tuple[Block, ...]:
    subject = (Paragraph((Run(sample.title, strong=True),)),) if sample.title else ()
    return (*subject, Paragraph(sample.words))


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def _hanging(sign: str, text: str) -> str:
    """A text whose further lines stand below its first word."""
    indent = " " * len(sign)
    first, *rest = text.split("\n")
    return "\n".join((sign + first, *(f"{indent}{line}".rstrip() for line in rest)))


def _fenced(text: str) -> str:
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}\n{text}\n{fence}"


def _no_bars(cell: str) -> str:
    """A cell in which no bar ends it."""
    made, is_escaped = [], False
    for sign in cell:
        made.append(f"\\{sign}" if sign == "|" and not is_escaped else sign)
        is_escaped = sign == "\\" and not is_escaped
    return "".join(made)
