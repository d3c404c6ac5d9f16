"""What has been read from a CRM: its pipelines, and what could not be placed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from playbook.errors import Refused
from playbook.messages import _
from playbook.rollout.setup import Setup

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


def unreadable(name: str, what: str) -> Refused:
    """The error for a file that is not what it should be; ``what`` is what was expected."""
    message = _("“{name}” is not what {what} gives.")
    return Refused(message.format(name=name, what=what))
