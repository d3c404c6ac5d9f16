"""What a CRM target is: a function from a playbook to the files its administrator needs.

What becomes of every part is said, with its place: written, to be done by
hand, or dropped. Nothing is dropped in silence.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from playbook.files import Files
from playbook.findings import At
from playbook.model import Playbook

__all__ = ["Export", "Fate", "Outcome", "Settings", "Target"]

Outcome = Literal["written", "by hand", "dropped"]


@dataclass(frozen=True)
class Fate:
    """What becomes of one part of the playbook in a CRM."""

    at: At
    outcome: Outcome
    what: str
    """The part, as people call it."""
    how: str = ""
    """Where it went, what to do by hand, or why it cannot be held."""


@dataclass(frozen=True)
class Export:
    """The files for a CRM, and the fate of every part."""

    files: Files
    fates: tuple[Fate, ...] = ()

    @property
    def losses(self) -> tuple[Fate, ...]:
        """What the CRM cannot hold, or only by hand."""
        return tuple(fate for fate in self.fates if fate.outcome != "written")


@dataclass(frozen=True)
class Settings:
    """What crm.yaml says about a target, and what the command line adds."""

    values: Mapping[str, Any] = field(default_factory=dict)
    base: Mapping[str, str] = field(default_factory=dict)
    """Files of the CRM as it stands, by name, to merge with."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """A member of the family: a CRM that a playbook can be rolled out to."""

    name: str
    title: str
    about: str
    takes_base: bool = False
    """Whether it merges with files of the CRM as it stands."""
    export: Callable[[Playbook, Settings], Export]
