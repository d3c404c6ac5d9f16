"""Blocks as paragraphs and tables of Word."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any, Final

from playbook.drawing.text import Style, width
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
from playbook.manuscript.prose import marked
from playbook.manuscript.words import text
from playbook.messages import _
from playbook.renderers.handbook.docx import colours, grids, tables
from playbook.renderers.handbook.docx.boxes import checkbox, lines
from playbook.renderers.handbook.docx.elements import element, paragraph, run, value
from playbook.renderers.handbook.docx.inline import Inline
from playbook.renderers.handbook.docx.lists import BULLETS, HANGING
from playbook.renderers.handbook.docx.place import Place

_DEEPEST: Final = 4
_LEVELS: Final = 3
_LABEL: Final = Style(9.5, bold=True)
_LABELS: Final = (1300, 3000)
"""The least and the most that labels on the left take, in twentieths of a point."""
_FEW_LINES: Final = 26
"""A box of so few lines stands on one page."""


@dataclass
class Writer:
    """Writes the blocks of one playbook."""

    inline: Inline
    offset: int
    """How many levels stand above a chapter."""
    picture: Callable[[Picture, Iterable[Any]], Iterable[Any]]
    """The sheets of a picture, with what stands above it."""
    new_list: Callable[[int, int], int]
    """The id of a new numbered list: its level, and its first number."""
    ids: Iterator[int]
    """The next number that nothing in the document has yet."""
    above: int = 1
    """The level of the heading before."""

    def blocks(self, blocks: Iterable[Block], place: Place) -> Iterator[Any]:
        """The paragraphs and tables of blocks, with room between tables."""
        found = tuple(blocks)
        held: list[Any] = []
        for block, after in zip_longest(found, found[1:]):
            if isinstance(block, Heading) and isinstance(after, Picture):
                held = list(self._block(block, place))  # it goes with the picture to its page
                continue
            written = (
                self.picture(block, held)
                if isinstance(block, Picture)
                else self._block(block, place)
            )
            for made in written:
                yield made
                if made.tag.endswith("}tbl"):
                    yield paragraph("Gap", ())
            held = []

    def heading(self, words: Words, level: int, anchor: str = "", *more: Any) -> Any:
        """A heading, never more than one level below that before."""
        self.above = min(level, self.above + 1, _DEEPEST)
        content = self.inline.words(words)
        return paragraph(f"Heading{self.above + self.offset}", self.marked(anchor, content), *more)

    def marked(self, anchor: str, content: Iterable[Any]) -> Iterator[Any]:
        """What links to an anchor lead to."""
        name = self.inline.bookmarks.get(anchor) if anchor else None
        if name is None:
            yield from content
            return
        id = next(self.ids)
        yield element("w:bookmarkStart", {"w:id": id, "w:name": name})
        yield from content
        yield element("w:bookmarkEnd", {"w:id": id})

    def _block(self, block: Block, place: Place) -> Iterator[Any]:
        match block:
            case Heading(words, level, anchor):
                if place.is_flat:
                    yield self._paragraph(_strong(words), place, element("w:keepNext"))
                else:
                    yield self.heading(words, level, anchor)
            case Paragraph(words, is_lead):
                style = "Lead" if is_lead and not place.in_box else ""
                yield self._paragraph(words, replace(place, style=style or place.style))
            case Items():
                yield from self._items(block, place)
            case Checklist(ticks):
                for tick in ticks:
                    yield from self._tick(tick, place)
            case Table():
                yield grids.table(block, self.inline, place)
            case Facts(facts):
                if facts:
                    yield grids.facts(facts, self.inline, place)
            case Rows(rows):
                yield from self._rows(rows, place)
            case Quote(inner):
                yield from self._quote(inner, place)
            case Sample():
                yield self._sample(block, place)
            case Code(written):
                made = self.inline.words((Run(written, code=True),))
                yield paragraph("CodeBlock", made, *_indented(place))
            case Divider():
                yield paragraph("Divider", ())
            case Box():
                yield self._box(block, place)
            case Picture():
                yield from self.picture(block, ())

    def _paragraph(self, words: Words, place: Place, *more: Any) -> Any:
        content = self.inline.words(words)
        return paragraph(place.style, content, *_indented(place), *more)

    def _items(self, block: Items, place: Place) -> Iterator[Any]:
        depth = min(place.depth, _LEVELS)
        style = "ListNumber" if block.is_numbered else "ListBullet"
        list_id = self.new_list(depth, block.start) if block.is_numbered else BULLETS
        inner = replace(place.indented(HANGING), depth=place.depth + 1)
        for blocks in block.items:
            first, rest = _parted(blocks)
            mark = element("w:numPr", {}, value("w:ilvl", depth), value("w:numId", list_id))
            indent = {"w:left": inner.indent, "w:hanging": HANGING}
            content = self.inline.words(first)
            yield paragraph(style, content, mark, element("w:ind", indent))
            yield from self.blocks(rest, inner)

    def _tick(self, tick: Tick, place: Place) -> Iterator[Any]:
        inner = place.indented(HANGING)
        indent = element("w:ind", {"w:left": inner.indent, "w:hanging": HANGING})
        tab = element("w:tab", {"w:val": "left", "w:pos": inner.indent})
        keep = (element("w:keepNext"),) if tick.note else ()
        content = (
            checkbox(next(self.ids)),
            run((), element("w:tab")),
            *self.inline.words(tick.words),
        )
        tabs = element("w:tabs", {}, tab)
        yield paragraph("Checklist", content, indent, tabs, element("w:keepLines"), *keep)
        if tick.note:
            note = self.inline.words(tick.note)
            yield paragraph("ChecklistNote", note, *_indented(inner))
        yield from self.blocks(tick.more, inner)

    def _rows(self, rows: Sequence[Row], place: Place) -> Iterator[Any]:
        """Labels on the left in a table; within boxes and lists above what is said."""
        if place.in_box or place.indent:
            for row in rows:
                yield from self._said(row, place)
            return
        language = self.inline.letters.language
        longest = max((width(text(row.label), _LABEL, language) for row in rows), default=0)
        left = round(min(max(longest * 21 + 216, _LABELS[0]), _LABELS[1]))
        wide = (left, place.room - left)
        made = []
        for row in rows:
            label = self.marked(row.anchor, self.inline.words(row.label))
            inner = Place(wide[1] - 216, style="TableText", in_box=True)
            look = (tables.margins(70, 108, 50), tables.underlined())
            cells = (
                tables.cell(wide[0], [paragraph("Label", label)], *look),
                tables.cell(wide[1], self.blocks(row.blocks, inner), *look),
            )
            made.append(tables.row(cells, splits=lines(row.blocks) > _FEW_LINES))
        yield tables.grid(made, wide)

    def _said(self, row: Row, place: Place) -> Iterator[Any]:
        """A label with what is said of it in the same line, or below."""
        label = list(self.marked(row.anchor, self.inline.words(_strong(row.label))))
        first, rest = _parted(row.blocks)
        if first:
            said = [*label, run((), element("w:tab")), *self.inline.words(first)]
            stop = self._stop(row.label, place)
            indent = element("w:ind", {"w:left": stop, "w:hanging": stop - place.indent})
            tabs = element("w:tabs", {}, element("w:tab", {"w:val": "left", "w:pos": stop}))
            yield paragraph(place.style, said, indent, tabs)
        else:
            yield paragraph(place.style, label, *_indented(place), element("w:keepNext"))
        yield from self.blocks(rest, place.indented(0))

    def _stop(self, label: Words, place: Place) -> int:
        """Where what is said begins: at the same place for all short labels."""
        style = Style(10.5, bold=True)
        needed = round(width(text(label), style, self.inline.letters.language) * 21) + 160
        return place.indent + (1700 if needed <= 1700 else min(needed, place.room // 2))

    def _sample(self, sample: Sample, place: Place) -> Any:
        inner = Place(place.room - tables.FRAME_ROOM, in_box=True, style="Sample")
        content = []
        if sample.title:
            title = (Run(_("Subject:"), strong=True), Run(" "), *marked(sample.title))
            content.append(self._paragraph(title, inner, element("w:keepNext")))
        content.append(self._paragraph(sample.words, inner))
        frame = colours.LETTER
        long = lines((sample,)) > _FEW_LINES
        return tables.framed(content, place.room, place.indent, frame, splits=long)

    def _quote(self, blocks: Sequence[Block], place: Place) -> Iterator[Any]:
        """What somebody says: paragraphs in their style, or all that belongs to it beside a bar."""
        if all(isinstance(block, Paragraph) for block in blocks):
            yield from self.blocks(blocks, replace(place, style="Quote"))
            return
        inner = Place(place.room - tables.FRAME_ROOM, in_box=True, is_flat=True)
        content = self.blocks(blocks, inner)
        long = lines(blocks) > _FEW_LINES
        bar = self.inline.colours.last
        yield tables.barred(content, place.room, place.indent, bar, splits=long)

    def _box(self, box: Box, place: Place) -> Any:
        frame = self.inline.colours.frame(box.kind)
        inner = Place(place.room - tables.FRAME_ROOM, in_box=True, is_flat=place.is_flat)
        content = []
        if box.title:
            tight = element("w:spacing", {"w:before": 0, "w:after": 70})
            title = self.inline.words(box.title, colour=frame.title)
            if place.is_flat:
                content.append(paragraph("GateTitle", self.marked(box.anchor, title)))
            else:
                self.above = min(box.level, self.above + 1, _DEEPEST)
                style = f"Heading{self.above + self.offset}"
                content.append(paragraph(style, self.marked(box.anchor, title), tight))
        content += self.blocks(box.blocks, inner)
        long = lines(box.blocks) > _FEW_LINES
        return tables.framed(content, place.room, place.indent, frame, splits=long)


def _indented(place: Place) -> tuple[Any, ...]:
    if not place.indent:
        return ()
    extra = 240 if place.style == "Quote" else 0
    return (element("w:ind", {"w:left": place.indent + extra}),)


def _parted(blocks: Sequence[Block]) -> tuple[Words, Sequence[Block]]:
    """The words of the first paragraph, and what comes after it."""
    match blocks:
        case (Paragraph(words), *rest):
            return words, rest
    return (), blocks


def _strong(words: Words) -> Words:
    return tuple(replace(each, strong=True) for each in words)
