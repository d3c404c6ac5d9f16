"""Who does what: for each task and approval, the part that each role has in it."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

from playbook import wording
from playbook.duties import Holder, holders
from playbook.model import Criterion, RoleId, Task

if TYPE_CHECKING:
    from playbook.renderers.handbook.html.book import Book

Share = Literal["A", "R", "C", "I", "V"]
"""Accountable, responsible, consulted, informed, verifies: what a role has to do with a thing."""


class Row(NamedTuple):
    """A task or an approval: where it stands, its words, and the shares of the roles."""

    holder: Holder
    words: str
    shares: Mapping[RoleId, tuple[Share, ...]]


def rows(book: "Book") -> tuple[Row, ...]:
    """The tasks, and the criteria that somebody has to verify, in the order of the work."""
    return tuple(_rows(book))


def _rows(book: "Book") -> Iterator[Row]:
    for holder in holders(book.playbook):
        for task in holder.work.tasks:
            yield Row(holder, task.do, _of_task(task, holder.work.owner))
        for criterion in (*holder.work.entry, *holder.work.exit):
            if criterion.verified_by:
                said = wording.criterion(book.playbook, criterion)
                yield Row(holder, said, _of_criterion(criterion, holder.work.owner))


def _of_task(task: Task, owner: RoleId) -> Mapping[RoleId, tuple[Share, ...]]:
    accountable = task.owner or owner
    found: dict[RoleId, tuple[Share, ...]] = {accountable: ("A",)}
    shares: tuple[tuple[Share, tuple[RoleId, ...]], ...] = (
        ("R", task.by or (accountable,)),
        ("C", task.consult),
        ("I", task.inform),
    )
    for share, roles in shares:
        for role in roles:
            found[role] = (*found.get(role, ()), share)
    return found


def _of_criterion(criterion: Criterion, owner: RoleId) -> Mapping[RoleId, tuple[Share, ...]]:
    found: dict[RoleId, tuple[Share, ...]] = {owner: ("A",)}
    for role in criterion.verified_by:
        found[role] = (*found.get(role, ()), "V")
    return found
