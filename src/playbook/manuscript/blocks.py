"""What a handbook on paper is made of: words, blocks and chapters, in no format yet.

A writer (PDF, Word, Markdown …) turns each kind of block into its own format.
Texts are plain: nothing in them is markup, and every writer escapes them. A line
feed in a text is the end of a line within a paragraph, and nothing else.

Links are addresses that are safe to follow, or ``#anchor``. An anchor is the
``id`` of a chapter, or the ``anchor`` of a heading or a box in one; it is
unique within a manuscript, and ``Manuscript.chapter_of`` says where it is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from playbook.model import Playbook


@dataclass(frozen=True)
class Run:
    """A stretch of text in one style; ``link`` is an address that is safe to follow, or ``#anchor``."""

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    mark: bool = False
    """A placeholder such as ``{{account}}`` that is still to be filled in."""
    link: str = ""
    struck: bool = False
    soft: bool = False
    """Said in passing: smaller or paler than what stands around it."""
    tag: bool = False
    """A remark of its own, such as "Call" or "Optional": in a frame, or in brackets."""
    tone: int | None = None
    """The text is a stage's number, to be shown in that colour of the stages, 0 to 8."""


Words = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """A heading within a chapter: level 2 or deeper."""

    words: Words
    level: int = 2
    anchor: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; one that leads a chapter says what it is about."""

    words: Words
    is_lead: bool = False


@dataclass(frozen=True)
class Items:
    """A list; an item may hold further lists."""

    items: tuple[tuple["Block", ...], ...]
    is_numbered: bool = False
    start: int = 1
    """The number of the first item."""


@dataclass(frozen=True)
class Tick:
    """A line of a checklist; what is said about it in smaller type; and what explains it below."""

    words: Words
    note: Words = ()
    more: tuple["Block", ...] = ()


@dataclass(frozen=True)
class Checklist:
    """Boxes to tick: tasks, criteria, or the answers to a question."""

    ticks: tuple[Tick, ...]


@dataclass(frozen=True)
class Table:
    """A table; every row has as many cells as the head."""

    head: tuple[Words, ...]
    rows: tuple[tuple[Words, ...], ...]
    numbers: tuple[int, ...] = ()
    """The columns of numbers, counted from 0: they stand right."""


@dataclass(frozen=True)
class Facts:
    """Short facts in a row: probability, owner, days."""

    facts: tuple[tuple[str, Words], ...]


@dataclass(frozen=True)
class Row:
    """A label, and what is said of it."""

    label: Words
    blocks: tuple["Block", ...]
    anchor: str = ""


@dataclass(frozen=True)
class Rows:
    """Labels on the left, what is said of each on the right."""

    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Quote:
    """What somebody says, or may say."""

    blocks: tuple["Block", ...]


@dataclass(frozen=True)
class Sample:
    """A text to take over word for word, such as an e-mail, with the ends of its lines."""

    words: Words
    title: str = ""
    """The subject of an e-mail."""
    language: str = ""
    """The language that it is in, if it has one of its own."""


@dataclass(frozen=True)
class Code:
    """Text in which each character counts."""

    text: str


@dataclass(frozen=True)
class Divider:
    """A line between two parts of an author's text."""


@dataclass(frozen=True)
class Box:
    """Blocks that belong together and stand out.

    gate       what must be true to leave: criteria to tick
    entry      what must be true before a deal gets here
    work       tasks to tick
    question   a question to ask, why, and the answers to tick
    objection  what a buyer may say, and what to answer
    tip        how to do it well
    warning    what goes wrong: too late, knocked out
    buyer      the buyer's side
    won, lost, parked   an end or a waiting stage
    plain      anything else that stands in a frame
    """

    kind: Literal[
        "gate",
        "entry",
        "work",
        "question",
        "objection",
        "tip",
        "warning",
        "buyer",
        "won",
        "lost",
        "parked",
        "plain",
    ]
    title: Words
    blocks: tuple["Block", ...]
    level: int = 2
    """The level of its title as a heading."""
    anchor: str = ""


@dataclass(frozen=True)
class Picture:
    """A picture of the process; the writer draws it in its own format."""

    view: str
    about: str
    """What it shows, for those who cannot see it."""


Block = (
    Heading
    | Paragraph
    | Items
    | Checklist
    | Table
    | Facts
    | Rows
    | Quote
    | Sample
    | Code
    | Divider
    | Box
    | Picture
)


@dataclass(frozen=True)
class Chapter:
    """A chapter: what has a page of its own in the handbook."""

    id: str
    """A name for a file or an anchor, such as ``stage-qualified``."""
    title: str
    group: str
    """The part of the handbook that it stands in, as the contents call it."""
    blocks: tuple[Block, ...] = ()
    part: tuple[str, str] | None = None
    """The kind and id of what it is about: ``("stage", "qualified")``."""
    sign: str = ""
    """A stage's number, or its kind if nobody works in it."""
    tone: int = 0
    """Which of the colours from the first stage's to the last's it has, 0 to 8."""
    note: str = ""
    """What the contents say beside the title: a stage's probability."""
    is_short: bool = False
    """It says little, and may stand on the page of the one before it."""

    @property
    def anchors(self) -> Iterator[str]:
        """The anchors in it, its own first."""
        yield self.id
        yield from _anchors(self.blocks)


@dataclass(frozen=True)
class Manuscript:
    """A handbook in one language, ready to be written in any format."""

    playbook: Playbook
    title: str
    subtitle: str
    """What it is about, in a sentence or two; may be empty."""
    language: str
    facts: tuple[tuple[str, str], ...] = ()
    """What stands on the cover: version, owner, valid from."""
    chapters: tuple[Chapter, ...] = field(default=())

    @cached_property
    def chapter_of(self) -> Mapping[str, Chapter]:
        """For each anchor, the chapter that it is in."""
        return {anchor: each for each in self.chapters for anchor in each.anchors}


def _anchors(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading(anchor=anchor) if anchor:
                yield anchor
            case Box(anchor=anchor, blocks=inner):
                if anchor:
                    yield anchor
                yield from _anchors(inner)
            case Rows(rows):
                for row in rows:
                    if row.anchor:
                        yield row.anchor
                    yield from _anchors(row.blocks)
