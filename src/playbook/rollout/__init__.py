"""What a roll-out to any CRM needs of a playbook.

``surface`` is what a CRM can hold, as data. ``compiling`` turns a playbook into
what it is to hold (``setup``), ``misfits`` says what there is no room for, and
``rolling`` makes an export of it: files, fates, and SETUP.md (``page``).
``requests`` are calls of an API as files, ``workbook`` is a set-up as a workbook,
``document`` as JSON, and ``csv_files`` as tables with harmless ``cells``.

``reading`` is what a CRM gives; ``answers`` reads JSON with care, and ``plain`` texts.

``inventory`` names everything that an author wrote, piece by piece, so that a
target can say what becomes of each: ``telling`` does by the table, ``people``
knows what is done by hand. ``labels`` and ``words`` say what people call a piece
and what it says. ``guidance`` is a stage as short plain text. ``passage`` and
``required`` are what the flow means for gates. ``checklist`` is a page of steps.
"""

from dataclasses import dataclass
from typing import Literal

__all__ = ["Told", "by_hand", "dropped", "written"]


@dataclass(frozen=True)
class Told:
    """What a target says of one piece; ``topic`` is the step in which people do it by hand."""

    outcome: Literal["written", "by hand", "dropped"]
    how: str
    topic: str = ""


def written(where: str) -> Told:
    """The CRM holds it, and this is where."""
    return Told("written", where)


def by_hand(topic: str, what_to_do: str) -> Told:
    """People have to do it, and this is what."""
    return Told("by hand", what_to_do, topic)


def dropped(why: str) -> Told:
    """The CRM cannot hold it, and this is why."""
    return Told("dropped", why)
