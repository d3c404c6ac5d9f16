"""When a field has to be filled: a condition on the status, as Frappe works it out."""

import json
import re
from collections.abc import Iterable
from typing import Final

from playbook.rollout.compiling import Rollout
from playbook.rollout.required import Ids, Required, required
from playbook.rollout.setup import StageSetup

TELLS_EMPTY: Final = frozenset(
    {"text", "long-text", "date", "yes-no", "choice", "choices", "user", "contact"}
    | {"company", "link", "file"}
)
"""The types that can be empty there: an empty number is a nought, and counts as filled."""
_CONDITION: Final = re.compile(r"eval:\s*(\[.*\])\.includes\(doc\.status\);?\s*", re.DOTALL)


def kept(rollout: Rollout) -> Required:
    """What the gates want filled, of what Frappe CRM can tell to be empty."""
    types = {each.ids: each.type for each in rollout.setup.fields}

    def tells_empty(ids: Ids) -> bool:
        return types.get(ids) in TELLS_EMPTY

    return required(rollout.playbook, tells_empty)


def condition(statuses: Iterable[str]) -> str:
    """True in these statuses.

    >>> condition(["Trial", "Won"])
    'eval:["Trial", "Won"].includes(doc.status)'
    """
    return f"eval:{json.dumps(list(statuses), ensure_ascii=False)}.includes(doc.status)"


def statuses_in(text: str) -> tuple[str, ...] | None:
    """The statuses of such a condition; None if it is another."""
    found = _CONDITION.fullmatch(text)
    if found is None:
        return None
    try:
        names = json.loads(found[1])
    except (ValueError, RecursionError):
        return None
    return tuple(names) if all(isinstance(name, str) for name in names) else None


def name_of(stage: StageSetup, known: Iterable[str]) -> str:
    """The name of a status: that of one which is there already, where only its letters differ."""
    same = (name for name in known if name.casefold() == stage.name.casefold())
    return next(same, stage.name)
