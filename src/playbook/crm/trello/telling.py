"""What becomes of fields on a board, where the table alone does not say it."""

from collections.abc import Mapping
from typing import Final

from playbook.crm.trello.reading import TITLE
from playbook.messages import _
from playbook.model import Question
from playbook.rollout import Told, dropped, written
from playbook.rollout.compiling import Rollout
from playbook.rollout.inventory import Item
from playbook.rollout.setup import FieldSetup
from playbook.rollout.telling import Tell, tell

FIELDS: Final = 50
"""How many fields a board may have."""


def _field(rollout: Rollout, item: Item) -> Told:
    """There is room for so many fields only, and none for what there is to know about one."""
    told, one = tell(rollout, item), _field_of(rollout, item)
    if one is None or not one.is_ours:
        return told
    if one not in rollout.added[:FIELDS]:
        why = _("{title} has room for {most} fields, and the playbook adds {count}.")
        return dropped(why.format(title=TITLE, most=FIELDS, count=len(rollout.added)))
    if one.about and told.outcome == "written":
        return written(_("{how}; its explanation is in the handbook").format(how=told.how))
    return told


def _field_of(rollout: Rollout, item: Item) -> FieldSetup | None:
    """The field that is made of a piece, or that a question fills."""
    if isinstance(item.part, Question) and item.part.field:
        return rollout.setup.field(str(item.part.field))
    return rollout.setup.field_at(item.at)


TELLS: Final[Mapping[str, Tell]] = dict.fromkeys(
    ("field", "question", "segment", "phase", "buyer_role"), _field
)
