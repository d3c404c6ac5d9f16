"""How far a translation is."""

from collections.abc import Iterable
from dataclasses import dataclass

from playbook.translate.po import Unit


@dataclass(frozen=True, kw_only=True)
class Completeness:
    """How many texts are translated, how many are not, and how many have changed since."""

    translated: int
    missing: int
    stale: int
    obsolete: int

    @property
    def all(self) -> int:
        """All texts that there are now."""
        return self.translated + self.missing + self.stale

    @property
    def percent(self) -> int:
        """How much of it is done; 100 is all of it and nothing less."""
        return self.translated * 100 // self.all if self.all else 100

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to do."""
        return self.translated == self.all


def completeness(
    units: Iterable[Unit], obsolete: Iterable[Unit], *, prose: int, missing_prose: int
) -> Completeness:
    """How far a catalogue is, with the texts that have files of their own."""
    units = list(units)
    stale = sum(unit.is_fuzzy for unit in units)
    missing = sum(not unit.text for unit in units)
    return Completeness(
        translated=len(units) - stale - missing + prose - missing_prose,
        missing=missing + missing_prose,
        stale=stale,
        obsolete=len(list(obsolete)),
    )
