"""The one way from a playbook to an export: compile, write, tell."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from playbook.files import Files
from playbook.messages import _, closest, speaking
from playbook.model import Playbook
from playbook.rollout import Told
from playbook.rollout.checklist import Step
from playbook.rollout.compiling import Rollout
from playbook.rollout.export import Export, Fate, Settings
from playbook.rollout.inventory import Item, told_of
from playbook.rollout.page import guidance, page
from playbook.rollout.surface import Surface
from playbook.rollout.telling import Tell, tell


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """What a target adds to the common road."""

    surface: Surface
    write: Callable[[Rollout], Files]
    """The machine files; SETUP.md and guidance.md are made for all targets."""
    first: Callable[[Rollout], Sequence[Step]] = lambda _rollout: ()
    """The steps that bring the files in, before those by hand."""
    tells: Mapping[str, Tell] = field(default_factory=dict)
    """What becomes of some kinds of piece, where the table alone does not say it."""

    def __call__(self, playbook: Playbook, settings: Settings) -> Export:
        """The files, in the playbook's language, and the fate of every part, in the user's."""
        with speaking(closest(playbook.language)):
            rollout = Rollout(playbook, settings, self.surface)
            made = dict(self.write(rollout))
            if self.surface.can("guidance") == "manual":
                made["guidance.md"] = guidance(playbook)
            made["SETUP.md"] = page(rollout, self.first(rollout), self._told(rollout))
        rollout = Rollout(playbook, settings, self.surface)
        fates = [
            Fate(item.at, told.outcome, item.whole, told.how) for item, told in self._told(rollout)
        ]
        return Export(made, (_name(rollout), *fates))

    def _told(self, rollout: Rollout) -> Iterator[tuple[Item, Told]]:
        return told_of(rollout.playbook, partial(self._tell, rollout))

    def _tell(self, rollout: Rollout, item: Item) -> Told:
        return self.tells.get(item.kind, tell)(rollout, item)


def _name(rollout: Rollout) -> Fate:
    """What becomes of the playbook itself."""
    name = rollout.playbook.name
    support = rollout.surface.can("pipelines")
    if support == "write":
        return Fate(
            ("name",), "written", name, _("pipeline {name}").format(name=rollout.setup.name)
        )
    if support in ("manual", "read"):
        return Fate(("name",), "by hand", name, _("make a pipeline of this name"))
    how = _("{title} has one pipeline for all deals").format(title=rollout.surface.title)
    return Fate(("name",), "dropped", name, how)
