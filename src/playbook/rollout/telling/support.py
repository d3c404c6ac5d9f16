"""What all tellings rest on: whether the CRM holds a piece, people see to it, or there is no place."""

from collections.abc import Callable, Iterable

from playbook import wording
from playbook.messages import _
from playbook.model import Stage
from playbook.rollout import Told, by_hand, dropped, written
from playbook.rollout.compiling import Rollout
from playbook.rollout.inventory import Item
from playbook.rollout.people import ALWAYS, people
from playbook.rollout.surface import Capability, Topic

Tell = Callable[[Rollout, Item], Told]


def left_to_people(rollout: Rollout, item: Item) -> Told:
    """To be done by hand where the CRM has a place for it, else to be read in the handbook."""
    topic, how = people()[item.kind]
    if topic is None:
        return dropped(how or nowhere(rollout))
    return at_hand(rollout, topic, how)


def at_hand(rollout: Rollout, topic: Topic, how: str) -> Told:
    """A step by hand, if the CRM has a place for it."""
    if topic in rollout.surface.where or topic in ALWAYS:
        return by_hand(topic, how)
    return dropped(nowhere(rollout))


def to_require(rollout: Rollout, item: Item, stages: Iterable[str]) -> str:
    """The step of requiring in some stages what a piece wants filled."""
    names = wording.listed(stages)
    wanted = rollout.required.wanted.get(item.at, ())
    fields = wording.listed(each.name for each in rollout.setup.fields if each.ids in wanted)
    if item.kind == "criterion" and fields:
        return _("require {fields} in: {stages}").format(fields=fields, stages=names)
    return _("require it in: {stages}").format(stages=names)


def nowhere(rollout: Rollout) -> str:
    """What is said of a piece that the CRM has no place for."""
    return _("{title} has no place for it; see the handbook").format(title=rollout.surface.title)


def stage_of(item: Item) -> Stage:
    """The stage that a piece belongs to."""
    assert isinstance(item.part, Stage)
    return item.part


def by_capability(
    capability: Capability, topic: Topic, said: Callable[[Rollout, Item], str]
) -> Tell:
    """Written, done by hand or dropped, as the table says of one capability."""

    def tell(rollout: Rollout, item: Item) -> Told:
        match rollout.surface.can(capability):
            case "write":
                return written(said(rollout, item))
            case "manual":
                return at_hand(rollout, topic, said(rollout, item))
            case _:
                return dropped(nowhere(rollout))

    return tell
