"""Looking at many playbooks in several processes."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path

from playbook import registry
from playbook.linting.checked import Checked
from playbook.linting.checking import check
from playbook.linting.neighbours import Neighbourhood

_MOST_PROCESSES = 8
_AT_ONCE = 10
"""How many playbooks a process is given in one go."""

_neighbourhood = Neighbourhood()
"""What a process of its own has read of the playbooks that others go on in."""


def checked_by_many(mains: Sequence[Path], language: str | None, today: date) -> Iterator[Checked]:
    """What is found in each of the playbooks, in their order.

    Raises:
        PlaybookError: a file cannot be opened.

    """
    processes = min(_MOST_PROCESSES, os.cpu_count() or 1)
    registry.all_rules()  # where processes begin as copies, they need not import them again
    with ProcessPoolExecutor(processes) as pool:
        count = len(mains)
        yield from pool.map(_check, mains, [language] * count, [today] * count, chunksize=_AT_ONCE)


def _check(main: Path, language: str | None, today: date) -> Checked:
    return check(main, language, today, _neighbourhood)
