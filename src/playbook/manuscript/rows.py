"""Labels and what is said of them, and what differs by segment, side by side."""

from collections.abc import Iterator, Mapping
from typing import Any

from playbook.facts import differences
from playbook.manuscript.blocks import Block, Paragraph, Row, Rows, Table, Words
from playbook.manuscript.draft import Draft
from playbook.manuscript.words import plain
from playbook.messages import _, n_
from playbook.model import Part


def differing(draft: Draft, by_segment: Mapping[Any, Part]) -> Table:
    """What differs for the deals of each segment, side by side."""
    head = (plain(_("Different by segment")), *(draft.link("segment", id) for id in by_segment))
    return Table(
        head,
        tuple(
            (plain(label), *(own.get(segment, plain("–")) for segment in by_segment))
            for label, own in differences(draft, by_segment).items()
        ),
    )


def row(label: str | Words, *content: Words | Block, anchor: str = "") -> Row:
    """A label, and words or blocks that are said of it."""
    words = plain(label) if isinstance(label, str) else label
    blocks = (Paragraph(each) if isinstance(each, tuple) else each for each in content if each)
    return Row(words, tuple(blocks), anchor)


def rows(*found: Row) -> Iterator[Rows]:
    """Rows; those that say nothing are left out."""
    given = tuple(each for each in found if each.blocks)
    if given:
        yield Rows(given)


def points(draft: Draft, count: float) -> str:
    """A number of points."""
    form = 2 if count != int(count) else abs(int(count))
    return n_("{count} point", "{count} points", form).format(count=draft.local.number(count))
