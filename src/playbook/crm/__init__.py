"""What a CRM target is: a function from a playbook to the files its administrator needs.

What becomes of every part is said, with its place: written, to be done by
hand, or dropped. Nothing is dropped in silence. Most targets are a table of
what the CRM can hold (``rollout.surface``), and one function that writes it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from playbook.model import Playbook
from playbook.rollout.compiling import Rollout
from playbook.rollout.export import Export, Fate, Outcome, Settings
from playbook.rollout.reading import Dump, Found
from playbook.rollout.setup import Setup
from playbook.rollout.surface import Surface

__all__ = ["Export", "Fate", "Outcome", "Settings", "Target"]


@dataclass(frozen=True, kw_only=True)
class Target:
    """A member of the family: a CRM that a playbook can be rolled out to."""

    name: str
    about: str
    surface: Surface
    export: Callable[[Playbook, Settings], Export]
    read: Callable[[Dump], Found] | None = None
    """Reads what the CRM gives of its own set-up, for import and compare.

    Raises:
        Refused: it is something else.

    """
    held: Callable[[Rollout], Setup] = lambda rollout: rollout.held
    """What it can show of a playbook when everything is set up: what a comparison begins with."""
    dump: str = ""
    """What to fetch from the CRM to read it, in a few words."""
    takes_base: bool = False
    """Whether it merges with files of the CRM as it stands."""

    @property
    def title(self) -> str:
        """The product's name."""
        return self.surface.title
