"""The one way from a playbook to an export: compile, write, tell."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from playbook.files import Files
from playbook.messages import _, closest, speaking
from playbook.model import Playbook
from playbook.rollout import Told, by_hand, dropped, written
from playbook.rollout.checklist import Step
from playbook.rollout.compiling import Rollout
from playbook.rollout.export import Export, Fate, Settings
from playbook.rollout.inventory import Item, told_of
from playbook.rollout.page import guidance, page
from playbook.rollout.surface import Surface
from playbook.rollout.telling import Tell, at_hand, tell
from playbook.wording import listed


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
        rollout = Rollout(playbook, settings, self.surface)
        with speaking(closest(playbook.language)):
            made = dict(self.write(rollout))
            if self.surface.can("guidance") == "manual":
                made["guidance.md"] = guidance(rollout.playbook)
            made["SETUP.md"] = page(rollout, self.first(rollout), self._told(rollout))
        told = self._told(rollout)
        return Export(
            made, tuple(Fate(item.at, each.outcome, item.whole, each.how) for item, each in told)
        )

    def _told(self, rollout: Rollout) -> Iterator[tuple[Item, Told]]:
        yield _name(rollout)
        if rollout.setup.teams and not rollout.surface.has_teams:
            yield _teams(rollout)
        yield from told_of(rollout.playbook, partial(self._tell, rollout))

    def _tell(self, rollout: Rollout, item: Item) -> Told:
        return self.tells.get(item.kind, tell)(rollout, item)


def _teams(rollout: Rollout) -> tuple[Item, Told]:
    """What becomes of the teams that crm.yaml names."""
    item = Item(
        ("name",),
        "playbook.teams",
        _("Sales teams"),
        listed(rollout.setup.teams),
        rollout.playbook,
        rollout.setup.teams,
    )
    return item, by_hand("access", _("let these work with the pipeline"))


def _name(rollout: Rollout) -> tuple[Item, Told]:
    """What becomes of the playbook itself."""
    playbook, name = rollout.playbook, rollout.setup.name
    item = Item(("name",), "playbook.name", playbook.name, "", playbook, playbook.name)
    match rollout.surface.can("pipelines"):
        case "write":
            return item, written(_("pipeline {name}").format(name=name))
        case "manual" | "read":
            return item, at_hand(rollout, "stages", _("make a pipeline of this name"))
    how = _("{title} has one pipeline for all deals").format(title=rollout.surface.title)
    return item, dropped(how)
