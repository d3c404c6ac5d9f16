"""What an export is: files, and the fate of every part of the playbook."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from playbook.files import Files
from playbook.findings import At
from playbook.model import Playbook

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
    translations: Mapping[str, Playbook] = field(default_factory=dict)
    """The playbook in its other languages."""
    is_experimental: bool = False
    """Whether to write what nobody has tried on a real server yet."""

    def text(self, key: str, default: str = "") -> str:
        """A setting that is one word or one line."""
        return str(self.values.get(key, default))

    def names(self, key: str) -> Mapping[str, str]:
        """A setting that gives names to ids."""
        return {str(id): str(name) for id, name in dict(self.values.get(key, {})).items()}

    def options(self, *ids: str) -> Mapping[str, str]:
        """For a field that is there already, the keys of its options there, by ours."""
        found = dict(self.values.get("options", {})).get(".".join(ids), {})
        return {str(id): str(key) for id, key in found.items()}

    def listed(self, key: str) -> tuple[str, ...]:
        """A setting that is a list of words."""
        return tuple(str(each) for each in self.values.get(key, ()))
