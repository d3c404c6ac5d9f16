"""The process at a glance: what it is for, the picture, and its stages in a table."""

from collections.abc import Iterator

from playbook import wording
from playbook.manuscript.blocks import (
    Block,
    Chapter,
    Facts,
    Heading,
    Items,
    Paragraph,
    Picture,
    Run,
    Table,
    Words,
)
from playbook.manuscript.draft import Draft
from playbook.manuscript.prose import lead
from playbook.manuscript.words import joined, plain, sentence, soft, softly, tag
from playbook.messages import _
from playbook.model import Stage


def chapter(draft: Draft) -> Chapter:
    """The first chapter."""
    return Chapter("overview", _("Overview"), _("Overview"), tuple(_blocks(draft)))


def _blocks(draft: Draft) -> Iterator[Block]:
    playbook = draft.playbook
    yield from lead(playbook.about)
    if playbook.for_:
        yield Paragraph(draft.only_for(playbook.for_))
    yield Facts(tuple(_facts(draft)))
    yield Heading(plain(_("The process")))
    yield Picture("flow", _in_words(draft))
    yield Heading(plain(_("The stages")))
    yield _stages(draft)
    ends = [stage for stage in playbook.stages if not stage.is_worked]
    if ends:
        yield Heading(plain(_("Ends and waiting")))
        yield Items(tuple((Paragraph(_end(draft, stage)),) for stage in ends))
    if playbook.tracks:
        yield Heading(plain(_("Alongside the stages")))
        lines = (
            (
                *joined((draft.link("track", each.id), draft.link("role", each.owner)), " · "),
                *draft.only_for(each.for_),
            )
            for each in playbook.tracks.values()
        )
        yield Items(tuple((Paragraph(line),) for line in lines))


def _facts(draft: Draft) -> Iterator[tuple[str, Words]]:
    metrics, local = draft.playbook.metrics, draft.local
    yield _("Stages"), plain(local.number(len(draft.worked)))
    if metrics and metrics.cycle_days:
        begin = metrics.cycle_from
        stage = draft.link("stage", begin) if begin else ()
        since = softly((*plain("\n"), *sentence(_("from {stage}"), stage=stage))) if stage else ()
        yield _("Typical sales cycle"), (*plain(wording.days(metrics.cycle_days)), *since)
    if metrics and metrics.win_rate is not None:
        yield _("Win rate"), plain(local.percent(metrics.win_rate))
    if metrics and metrics.average_deal is not None:
        yield _("Average deal"), plain(local.money(metrics.average_deal))
    if draft.playbook.owner:
        yield _("Kept by"), draft.link("role", draft.playbook.owner)


def _in_words(draft: Draft) -> str:
    """The process for those who cannot see its picture."""
    way = " → ".join(stage.name for stage in draft.flow.main)
    rest = (stage.name for stage in draft.playbook.stages if stage not in draft.flow.main)
    return ". ".join(filter(None, (way, wording.listed(rest))))


def _stages(draft: Draft) -> Table:
    """The stages with number, name, owner, time, probability, forecast, and how many deals go on."""
    metrics = draft.playbook.metrics
    conversion = metrics.stage_conversion if metrics else {}
    stages = draft.worked
    none = plain("–")
    columns = [
        (_("Stage"), [_name(draft, each) for each in stages]),
        (_("Owner"), [draft.link("role", each.owner) for each in stages]),
    ]
    if any(each.is_limited or each.expected_days for each in stages):
        columns.append((_("Time"), [_time(each) or none for each in stages]))
    shares = [_share(draft, each.probability) for each in stages]
    if any(shares):
        columns.append((_("Probability"), [share or none for share in shares]))
        forecasts = [
            plain(wording.forecast_name(draft.playbook, each.forecast))
            if each.is_before_the_sale
            else none
            for each in stages
        ]
        columns.append((_("Forecast"), forecasts))
    if conversion:
        goes_on = [_share(draft, conversion.get(each.id)) or none for each in stages]
        columns.append((_("Goes on"), goes_on))
    shown = (_("Probability"), _("Goes on"))
    return Table(
        tuple(plain(label) for label, _cells in columns),
        tuple(zip(*(cells for _label, cells in columns), strict=True)),
        tuple(number for number, (label, _cells) in enumerate(columns) if label in shown),
    )


def _share(draft: Draft, share: int | None) -> Words:
    return plain(draft.local.percent(share)) if share is not None else ()


def _name(draft: Draft, stage: Stage) -> Words:
    badge = Run(draft.sign(stage), tone=draft.tone(stage))
    goal = soft(f"\n{stage.goal}") if stage.goal else ()
    return (badge, *draft.link("stage", stage.id), *goal)


def _time(stage: Stage) -> Words:
    if stage.expected_days:
        return plain(wording.days(stage.expected_days))
    if stage.max_days:
        return plain(_("at most {days}").format(days=wording.days(stage.max_days)))
    return ()


def _end(draft: Draft, stage: Stage) -> Words:
    goal = soft(f"\n{stage.goal}") if stage.goal else ()
    kind = wording.term(stage.kind)
    return (*draft.link("stage", stage.id), *(tag(kind) if kind != stage.name else ()), *goal)
