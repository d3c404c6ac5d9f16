"""What a handbook on paper is made of: words, blocks and chapters, in no format yet.

A writer (PDF, Word, Markdown …) turns each kind of block into its own format.
Texts are plain: nothing in them is markup, and every writer escapes them.
"""

from dataclasses import dataclass, field
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


@dataclass(frozen=True)
class Tick:
    """A line of a checklist, and what is said about it in smaller type."""

    words: Words
    note: Words = ()


@dataclass(frozen=True)
class Checklist:
    """Boxes to tick: tasks, or criteria."""

    ticks: tuple[Tick, ...]


@dataclass(frozen=True)
class Table:
    """A table; every row has as many cells as the head."""

    head: tuple[Words, ...]
    rows: tuple[tuple[Words, ...], ...]


@dataclass(frozen=True)
class Facts:
    """Short facts in a row: probability, owner, days."""

    facts: tuple[tuple[str, Words], ...]


@dataclass(frozen=True)
class Quote:
    """What somebody says, or may say."""

    blocks: tuple["Block", ...]


@dataclass(frozen=True)
class Sample:
    """A text to take over word for word, such as an e-mail, with the ends of its lines."""

    words: Words
    title: str = ""


@dataclass(frozen=True)
class Code:
    """Text in which each character counts."""

    text: str


@dataclass(frozen=True)
class Box:
    """Blocks that belong together and stand out: the gate of a stage, a warning, a tip."""

    kind: Literal["gate", "tip", "warning", "buyer", "lost", "parked"]
    title: str
    blocks: tuple["Block", ...]


@dataclass(frozen=True)
class Picture:
    """A picture of the process; the writer draws it in its own format."""

    view: str
    about: str
    """What it shows, for those who cannot see it."""


Block = (
    Heading | Paragraph | Items | Checklist | Table | Facts | Quote | Sample | Code | Box | Picture
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


@dataclass(frozen=True)
class Manuscript:
    """A handbook in one language, ready to be written in any format."""

    playbook: Playbook
    title: str
    subtitle: str
    language: str
    facts: tuple[tuple[str, str], ...] = ()
    """What stands on the cover: version, owner, valid from."""
    chapters: tuple[Chapter, ...] = field(default=())
