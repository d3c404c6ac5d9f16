"""A manuscript as plain data for a template: nothing in it is markup."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final

from playbook.manuscript.blocks import (
    Block,
    Box,
    Chapter,
    Checklist,
    Heading,
    Items,
    Manuscript,
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

_LONGEST: Final = 60
"""A column counts as so many signs wide at most: the rest of a text goes on in the next line."""
_LINE: Final = 85
_FEW_LINES: Final = 24
"""A box of so few lines stands on one page. Lists in lists count as lines too."""
_SHORT: Final = 12
"""A column of so few signs is as wide as it needs."""


def chapters(manuscript: Manuscript) -> Iterator[dict[str, Any]]:
    """The chapters of a manuscript, without its pictures."""
    group = ""
    for each in manuscript.chapters:
        blocks, _level = _levelled(tuple(_without_pictures(each.blocks)), 1)
        yield {
            "id": each.id,
            "title": each.title,
            "opens": each.group if each.group != group else "",
            "place": each.group if each.group != each.title else "",
            "sign": each.sign,
            "tone": each.tone,
            "note": each.note,
            "flows": each.is_short and each.group == group,
            "blocks": plain(blocks, manuscript.chapter_of),
        }
        group = each.group


def pictures(chapter: Chapter) -> tuple[Picture, ...]:
    """The pictures of a chapter; each has a page of its own."""
    return tuple(block for block in chapter.blocks if isinstance(block, Picture))


def texts(value: object) -> Iterator[str]:
    """Every text in plain data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)


def plain(value: object, anchors: Collection[str]) -> Any:
    """Blocks and words as lists and dictionaries; a link to no anchor is none."""
    if isinstance(value, tuple):
        return [plain(each, anchors) for each in value]
    if isinstance(value, Run):
        return _run(value, anchors)
    if not is_dataclass(value):
        return value
    made = {field.name: plain(getattr(value, field.name), anchors) for field in fields(value)}
    if isinstance(value, Table):
        made["widths"] = _widths(value)
        made["is_short"] = _lines(made["rows"]) <= _FEW_LINES
        for run in (run for cell in made["head"] for run in cell):
            run.pop("link", None)  # it is repeated on the next page, where it leads from nowhere
    elif isinstance(value, Box):
        made["is_short"] = _lines(made) <= _FEW_LINES
    elif isinstance(value, Sample):
        made["title"] = plain(marked(value.title), anchors)
    return made if isinstance(value, Row | Tick) else {"is": type(value).__name__, **made}


def _run(run: Run, anchors: Collection[str]) -> dict[str, Any]:
    """A run with what it differs in from plain text."""
    made = {
        field.name: getattr(run, field.name)
        for field in fields(run)
        if getattr(run, field.name) != field.default
    }
    if run.link.startswith("#") and run.link[1:] not in anchors:
        del made["link"]
    return made


def _lines(made: object) -> int:
    """How many lines a block takes, roughly."""
    if isinstance(made, dict):
        if "text" in made and isinstance(made["text"], str):
            return len(made["text"]) // _LINE + made["text"].count("\n")
        return sum(map(_lines, made.values()))
    if isinstance(made, list):
        return 1 + sum(map(_lines, made))
    return 0


def _widths(table: Table) -> list[int]:
    """How wide the columns are beside each other; 0 for one that is as wide as it needs."""
    widths = []
    for column in zip(table.head, *table.rows, strict=True):
        longest = max(max(map(len, text(words).split("\n"))) for words in column)
        widths.append(0 if longest <= _SHORT else min(longest, _LONGEST))
    return widths if any(widths) else [1] * len(widths)


def _without_pictures(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks without pictures, and without the headings that only a picture stands under."""
    for block, after in zip(blocks, [*blocks[1:], None], strict=True):
        is_of_picture = isinstance(block, Heading) and isinstance(after, Picture)
        if not is_of_picture and not isinstance(block, Picture):
            yield block


def _levelled(blocks: Sequence[Block], above: int) -> tuple[tuple[Block, ...], int]:
    """The blocks with headings that skip no level after the one ``above``, and the last level."""
    made: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            above = min(block.level, above + 1)
            made.append(replace(block, level=above))
        elif isinstance(block, Box):
            above = min(block.level, above + 1)
            inner, above = _levelled(block.blocks, above)
            level = min(block.level, above)
            made.append(replace(block, level=level, blocks=inner))
        else:
            made.append(_without_headings(block))
    return tuple(made), above


def _without_headings(block: Block) -> Block:
    """A block in which headings are bold lines: there they would tear the contents apart."""
    match block:
        case Heading(words):
            return Paragraph(_strong(words))
        case Items(items):
            return replace(block, items=tuple(map(_flat, items)))
        case Quote(blocks):
            return Quote(_flat(blocks))
        case Box(blocks=blocks):
            return replace(block, blocks=_flat(blocks))
        case Rows(rows):
            return Rows(tuple(replace(row, blocks=_flat(row.blocks)) for row in rows))
        case Checklist(ticks):
            return Checklist(tuple(replace(tick, more=_flat(tick.more)) for tick in ticks))
        case _:
            return block


def _flat(blocks: Sequence[Block]) -> tuple[Block, ...]:
    return tuple(map(_without_headings, blocks))


def _strong(words: Words) -> Words:
    return tuple(replace(run, strong=True) for run in words)
