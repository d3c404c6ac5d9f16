"""What becomes of stages in Twenty: they are written where it is known which are there."""

from collections.abc import Mapping
from typing import Final

from playbook.crm.twenty.reading import Known, known
from playbook.messages import _
from playbook.rollout import Told, by_hand
from playbook.rollout.compiling import Rollout
from playbook.rollout.inventory import Item
from playbook.rollout.telling import Tell, tell


def there(rollout: Rollout) -> Known:
    """What is there already, as far as it is known."""
    return known({name: text.encode() for name, text in rollout.settings.base.items()})


def _stage(rollout: Rollout, item: Item) -> Told:
    """Stages are written only where it is known which are there."""
    stage = rollout.setup.stage(str(getattr(item.part, "id", "")))
    assert stage is not None
    if there(rollout).stage:
        return tell(rollout, item)
    return by_hand("stages", _("add the option “{name}”").format(name=stage.name))


TELLS: Final[Mapping[str, Tell]] = {"stage": _stage}
