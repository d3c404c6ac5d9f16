"""The numbers that a process is planned with, its forecast, and the meetings that look at them."""

from collections.abc import Iterator, Sequence

from playbook import wording
from playbook.facts import facts, minutes
from playbook.manuscript.blocks import Block, Chapter, Checklist, Heading, Row
from playbook.manuscript.draft import Draft, anchor
from playbook.manuscript.prose import prose
from playbook.manuscript.rows import differing, row, rows
from playbook.manuscript.words import pair, pairs, paragraph, plain
from playbook.manuscript.work import agenda, criterion
from playbook.messages import _
from playbook.model import FORECAST_ORDER, ForecastCategory, Review


def chapters(draft: Draft) -> Iterator[Chapter]:
    """Numbers, forecast and meetings; what has no content has no chapter."""
    meetings = (block for each in draft.playbook.reviews.values() for block in _review(draft, each))
    for id, title, blocks in (
        ("metrics", _("The numbers we plan with"), tuple(_metrics(draft))),
        ("forecast", _("The forecast"), tuple(_forecast(draft))),
        ("reviews", _("Regular meetings"), tuple(meetings)),
    ):
        if blocks:
            yield Chapter(id, title, _("Reference"), blocks, is_short=True)


def _metrics(draft: Draft) -> Iterator[Block]:
    metrics = draft.playbook.metrics
    if metrics is None:
        return
    yield from prose(metrics.about)
    yield from rows(
        *(row(label, value) for label, value in facts(draft, metrics).items()),
        row(_("Not counted"), draft.linked("segment", metrics.leaves_out)),
    )
    if metrics.by_segment:
        yield differing(draft, metrics.by_segment)


def _forecast(draft: Draft) -> Iterator[Block]:
    """The categories that stages are in or that are described, if any is described."""
    playbook = draft.playbook
    if not playbook.forecast:
        return
    counted = [each for each in playbook.stages if not each.is_end or each.kind == "won"]
    for id in FORECAST_ORDER:
        stages = [stage.id for stage in counted if stage.forecast == id]
        if stages or id in playbook.forecast:
            yield from rows(_category(draft, id, stages))


def _category(draft: Draft, id: ForecastCategory, stages: Sequence[str]) -> Row:
    entry = draft.playbook.forecast.get(id)
    criteria = entry.criteria if entry else ()
    ticks = tuple(criterion(draft, each) for each in criteria)
    return row(
        wording.forecast_name(draft.playbook, id),
        *prose(entry.about if entry else None),
        pair(_("Stages:"), draft.linked("stage", stages)),
        *((Checklist(ticks),) if ticks else ()),
    )


def _review(draft: Draft, each: Review) -> Iterator[Block]:
    yield Heading(plain(each.name), 2, anchor("review", each.id))
    yield paragraph(
        pairs(
            pair(_("How often:"), wording.interval(each.every)),
            pair(_("Led by:"), draft.link("role", each.owner) if each.owner else ()),
            pair(_("Takes:"), minutes(each.minutes) if each.minutes else ""),
            pair(_("Looks at:"), draft.linked("stage", each.stages)),
            pair(_("Material:"), draft.linked("asset", each.assets)),
        ),
        draft.only_for(each.for_),
    )
    yield from prose(each.about)
    if each.agenda:
        yield Heading(plain(_("Agenda")), 3)
        yield agenda(draft, each.agenda)
