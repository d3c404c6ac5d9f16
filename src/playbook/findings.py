"""What checks say, how grave it is, and where."""

from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple

At = tuple[str | int, ...]
"""A path in a document: ``("stages", 2, "exit", 0)``."""


class Severity(IntEnum):
    """How grave a finding is; a higher number is graver."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        """The word that people and programs read: ``error``."""
        return self.name.lower()


class Place(NamedTuple):
    """A stretch of one line in a file; lines and columns count from 1, in characters."""

    file: str
    line: int = 1
    column: int = 1
    length: int = 1


class Edit(NamedTuple):
    """A stretch of a file and what to write in its place.

    The place's length is in characters from where it begins; a line break
    counts as one, so a stretch may go over several lines. Length 0 inserts.
    """

    place: Place
    text: str


class Fix(NamedTuple):
    """A way to mend what a finding is about, by editing the text as it stands.

    A safe fix cannot change what the author meant; one that is not asks first.
    """

    title: str
    """What it does, in the words of a menu: ``Write "probability"``."""
    edits: tuple[Edit, ...]
    is_safe: bool = True


class Remark(NamedTuple):
    """What a rule has to say about one spot: a path in the playbook, or a place in another file."""

    at: At | Place
    message: str
    help: str = ""
    instead: str = ""
    """What was probably meant: a plain value to write in place of the one at ``at``."""


@dataclass(frozen=True, order=True)
class Problem:
    """What reading or a rule has found, before the rule's severity is put to it."""

    place: Place
    code: str
    message: str
    help: str = ""
    path: str = ""
    detail: str = field(default="", compare=False)
    """The parser's own words, for who asks for them."""
    fix: Fix | None = field(default=None, compare=False)


@dataclass(frozen=True, order=True)
class Finding:
    """One thing an author should look at. Findings sort by file, line and column."""

    place: Place
    code: str
    severity: Severity
    message: str
    help: str = ""
    path: str = ""
    detail: str = field(default="", compare=False)
    fix: Fix | None = field(default=None, compare=False)
