"""What becomes of every kind of piece in a CRM, told from its capabilities.

A target that does something of its own with a kind of piece tells that itself;
for all others the table says whether the files hold it, people set it up, or
there is no place for it.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from playbook.messages import _
from playbook.rollout import Told, written
from playbook.rollout.compiling import Rollout
from playbook.rollout.inventory import Item
from playbook.rollout.people import people
from playbook.rollout.telling.records import RECORDS
from playbook.rollout.telling.stages import STAGES
from playbook.rollout.telling.support import Tell, at_hand, left_to_people, nowhere, to_require

__all__ = ["Tell", "at_hand", "known", "left_to_people", "nowhere", "tell", "to_require"]

_SPECIAL: Final[Mapping[str, Tell]] = {**STAGES, **RECORDS}


def tell(rollout: Rollout, item: Item) -> Told:
    """What becomes of a piece in this CRM."""
    special = _SPECIAL.get(item.kind)
    told = special(rollout, item) if special else left_to_people(rollout, item)
    if told.outcome == "written" and any(map(_is_changed(rollout), _names_in(item))):
        how = _("{how}; commas become semicolons, because {title} takes none in a name")
        return written(how.format(how=told.how, title=rollout.surface.title))
    return told


def _is_changed(rollout: Rollout) -> Callable[[str], bool]:
    return lambda name: rollout.surface.named(name) != name


def _names_in(item: Item) -> Iterable[str]:
    """The names of a stage, of a reason, or of options that a piece is about."""
    if item.kind in ("stage", "reason", "reason.under"):
        return (str(item.part.name),)  # type: ignore[attr-defined]
    if item.kind in ("field", "question"):
        return (option.name for option in item.part.options)  # type: ignore[attr-defined]
    return ()


def known() -> frozenset[str]:
    """The kinds of piece that something is said of."""
    return frozenset({*_SPECIAL, *people()})
