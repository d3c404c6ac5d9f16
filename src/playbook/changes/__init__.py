"""What has changed in a playbook since it was as it was before, as people of the trade say it.

Parts are matched by their ids, a renamed stage by what it ``replaces``, and what
has no id by its words. Each change is one sentence in the language in use.
"""

from playbook.changes.catalogues import of_catalogues
from playbook.changes.change import Change
from playbook.changes.stages import of_stages
from playbook.changes.whole import of_whole
from playbook.model import Playbook

__all__ = ["Change", "changes"]


def changes(before: Playbook, after: Playbook) -> tuple[Change, ...]:
    """The changes, in the order of the playbook: what it is as a whole, stages, and what they use.

    >>> changes(playbook, playbook)
    ()
    """
    return (
        *of_whole(before, after),
        *of_stages(before, after),
        *of_catalogues(before, after),
    )
