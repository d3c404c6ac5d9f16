"""What has been read from a CRM: its pipelines, and what could not be placed."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from playbook.errors import Refused
from playbook.messages import _
from playbook.rollout.setup import Setup

_MORE: Final = (
    ("paging", "next"),
    ("additional_data", "next_cursor"),
    ("additional_data", "pagination", "more_items_in_collection"),
    ("info", "more_records"),
    ("next",),
    ("next_cursor",),
    ("has_more",),
    ("@odata.nextLink",),
)
"""Where the answers of APIs say that there are more pages."""
Dump = Mapping[str, bytes]
"""Files that a CRM has given, by their names with forward slashes."""


@dataclass(frozen=True)
class Note:
    """What could not be placed, or what only people can say."""

    kind: Literal["left out", "question"]
    where: str
    """What it is about, as the CRM calls it; an id of a stage where it belongs to one."""
    what: str
    """What was found there."""
    why: str
    """Why it has no place in a playbook, or what is to be decided."""


@dataclass(frozen=True)
class Found:
    """The pipelines that a CRM holds."""

    setups: tuple[Setup, ...]
    notes: tuple[Note, ...] = ()


def first_pages(dump: Dump) -> Iterator[Note]:
    """A question for every answer that says of itself that it is only the first page."""
    for name, content in dump.items():
        if not name.endswith(".json"):
            continue
        try:
            whole = json.loads(content)
        except (ValueError, RecursionError):
            continue
        if isinstance(whole, dict) and any(_goes_on(whole, *way) for way in _MORE):
            why = _("It says that there is more. Fetch all pages and put them beside it.")
            yield Note("question", name, "", why)


def _goes_on(value: Any, *way: str) -> bool:
    for step in way:
        value = value.get(step) if isinstance(value, dict) else None
    return bool(value)


def unreadable(name: str, what: str, why: str = "") -> Refused:
    """The error for a file that is not what it should be; ``what`` is what was expected."""
    message = _("“{name}” is not what {what} gives.")
    if why:
        message = _("“{name}”: {why}. Wanted is what {what} gives.")
    return Refused(message.format(name=name, what=what, why=why))
