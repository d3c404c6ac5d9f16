"""What has changed since the last version, in sentences that lead to the pages."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from playbook.changes import Change

if TYPE_CHECKING:
    from playbook.renderers.handbook.html.book import Book


class Section(NamedTuple):
    """The changes of one kind: what is new, what is different, what is gone."""

    kind: str
    changes: tuple[Change, ...]


def sections(book: "Book") -> tuple[Section, ...]:
    """The changes by kind."""
    return tuple(_sections(book.changes))


def _sections(changes: tuple[Change, ...]) -> Iterator[Section]:
    for kind in ("added", "changed", "removed"):
        own = tuple(change for change in changes if change.kind == kind)
        if own:
            yield Section(kind, own)
