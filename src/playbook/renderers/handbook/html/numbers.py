"""What the planned numbers mean: how many of a hundred deals get how far."""

from typing import TYPE_CHECKING, NamedTuple

from playbook.model import Stage

if TYPE_CHECKING:
    from playbook.renderers.handbook.html.book import Book

_ALL = 100


class Reached(NamedTuple):
    """A stage, and how many of a hundred deals get there; the days that are planned for it."""

    stage: Stage
    number: float
    share: int | None
    """How many percent go on from it, if that is planned."""


def funnel(book: "Book") -> tuple[Reached, ...]:
    """The stages before the sale and the sale itself, if how many go on is planned for any.

    It begins with the first stage that a share is given for; a stage without
    one lets all go on, because nothing else is known.
    """
    metrics = book.playbook.metrics
    shares = metrics.stage_conversion if metrics else {}
    line = [stage for stage in book.flow.line if not stage.for_]
    first = next((number for number, stage in enumerate(line) if stage.id in shares), None)
    if first is None:
        return ()
    found: list[Reached] = []
    count = float(_ALL)
    for stage in line[first:]:
        share = shares.get(stage.id)
        found.append(Reached(stage, count, share))
        count *= (100 if share is None else share) / 100
    won = next((stage for stage in book.playbook.stages if stage.kind == "won"), None)
    return (*found, Reached(won, count, None)) if won else tuple(found)
