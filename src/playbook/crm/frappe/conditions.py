"""When a field has to be filled: a condition on the status, as Frappe works it out."""

import json
import re
from collections.abc import Iterable
from typing import Final

from playbook.rollout.setup import StageSetup

_CONDITION: Final = re.compile(r"eval:\s*(\[.*\])\.includes\(doc\.status\);?\s*", re.DOTALL)


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
