"""What becomes of stages and options in Twenty, where the table alone does not say it."""

from collections.abc import Mapping
from typing import Final

from playbook.crm.twenty.reading import TITLE, Known, known
from playbook.messages import _
from playbook.rollout import Told, by_hand, written
from playbook.rollout.compiling import Rollout
from playbook.rollout.inventory import Item
from playbook.rollout.telling import Tell, tell


def there(rollout: Rollout) -> Known:
    """What is there already, as far as it is known."""
    return known({name: text.encode() for name, text in rollout.settings.base.items()})


def without_commas(name: str) -> str:
    """A name that Twenty takes."""
    return name.replace(",", ";")


def _stage(rollout: Rollout, item: Item) -> Told:
    """Stages are written only where it is known which are there."""
    stage = rollout.setup.stage(str(getattr(item.part, "id", "")))
    assert stage is not None
    if there(rollout).stage:
        return _with_commas(tell(rollout, item), stage.name)
    return by_hand("stages", _("add the option “{name}”").format(name=without_commas(stage.name)))


def _field(rollout: Rollout, item: Item) -> Told:
    told, one = tell(rollout, item), rollout.setup.field_at(item.at)
    return _with_commas(told, *(option.name for option in one.options)) if one else told


def _reason(rollout: Rollout, item: Item) -> Told:
    return _with_commas(tell(rollout, item), str(getattr(item.part, "name", "")))


def _with_commas(told: Told, *names: str) -> Told:
    if told.outcome == "written" and any("," in name for name in names):
        how = _("{how}; commas become semicolons, because {title} takes none in a name")
        return written(how.format(how=told.how, title=TITLE))
    return told


TELLS: Final[Mapping[str, Tell]] = {
    "stage": _stage,
    "field": _field,
    "question": _field,
    "reason": _reason,
    "reason.under": _reason,
}
