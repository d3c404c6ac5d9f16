"""What the one who presents reads in the notes: a chapter of the handbook, line by line."""

from collections.abc import Iterable, Iterator

from playbook import wording
from playbook.manuscript.blocks import (
    Block,
    Box,
    Checklist,
    Code,
    Facts,
    Heading,
    Items,
    Paragraph,
    Quote,
    Rows,
    Run,
    Sample,
    Table,
    Words,
)
from playbook.messages import _

Line = tuple[str, bool]
"""A line, and whether it is bold."""
_STEP = "    "


def spoken(blocks: Iterable[Block], indent: str = "") -> Iterator[Line]:
    """Blocks as lines; nothing of what they say is left out."""
    for block in blocks:
        yield from ((f"{indent}{line}", bold) for line, bold in _block(block))


def said(words: Words) -> str:
    """Words as a line of text; a remark of its own stands in brackets."""
    return "".join(map(_run, words)).strip()


def aside(words: str) -> str:
    """A remark in the brackets of the language, to stand after something."""
    if not words:
        return ""
    text = _("({sentence})").format(sentence=words)
    return f" {text}" if text[0] == "(" else text


def _run(run: Run) -> str:
    if run.tag:
        return aside(run.text)
    return f"{run.text} " if run.tone is not None else run.text


def _block(block: Block) -> Iterator[Line]:
    match block:
        case Heading(words):
            yield "", False
            yield said(words), True
        case Paragraph(words):
            yield from _lines(said(words))
        case Items():
            yield from _items(block)
        case Checklist(ticks):
            for tick in ticks:
                yield f"☐ {said(tick.words)}", False
                if tick.note:
                    yield f"{_STEP}{said(tick.note)}", False
                yield from spoken(tick.more, _STEP)
        case Table(head, rows):
            for cells in (head, *rows):
                yield " | ".join(" ".join(said(cell).split()) for cell in cells), cells is head
        case Facts(facts):
            for label, words in facts:
                yield wording.headed(label, " ".join(said(words).split())), False
        case Rows(rows):
            for row in rows:
                yield said(row.label), True
                yield from spoken(row.blocks, _STEP)
        case Quote(inner):
            yield from spoken(inner, _STEP)
        case Sample(words, title):
            if title:
                yield f"{_('Subject:')} {title}", True
            yield from _lines(said(words))
        case Code(text):
            yield from _lines(text)
        case Box(_kind, title, inner):
            if title:
                yield "", False
                yield said(title), True
            yield from spoken(inner)


def _items(block: Items) -> Iterator[Line]:
    for number, blocks in enumerate(block.items, block.start):
        sign = f"{number}. " if block.is_numbered else "• "
        for place, (line, bold) in enumerate(spoken(blocks)):
            yield f"{_STEP if place else sign}{line}", bold


def _lines(text: str) -> Iterator[Line]:
    for line in text.split("\n"):
        yield line, False
