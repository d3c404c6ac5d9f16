"""Questions about the numbers of a process: days, chances, forecasts, the usual figures."""

from collections.abc import Iterator
from dataclasses import replace

from playbook import wording
from playbook.learning.asking import choice, number
from playbook.learning.gates import of_stage
from playbook.learning.items import Item
from playbook.learning.matter import Candidate, Matter
from playbook.messages import _
from playbook.model import FORECAST_ORDER, Stage

_PERCENT = 100


def numbers(matter: Matter) -> Iterator[Item | None]:
    """The questions about numbers; one that differs by segment has no one answer."""
    for stage in matter.worked:
        yield _days(matter, stage)
        yield _chance(matter, stage)
        yield _forecast(matter, stage)
    yield _win_rate(matter)
    yield _cycle(matter)


def _days(matter: Matter, stage: Stage) -> Item | None:
    if not stage.max_days or any(each.max_days for each in stage.by_segment.values()):
        return None
    if stage.clock == "last-activity":
        ask = _("How long may a deal in “{stage}” stay without any activity?")
        why = _("A deal in “{stage}” may go without any activity for at most {days}.")
    else:
        ask = _("How long may a deal stay in “{stage}”?")
        why = _("“{stage}” takes at most {days}.")
    draft = replace(
        of_stage(matter, stage, f"days.{stage.id}", "days"),
        ask=ask.format(stage=stage.name),
        why=why.format(stage=stage.name, days=wording.days(stage.max_days)),
        quotes=(stage.goal,) if stage.goal else (),
    )
    others = [each.max_days for each in matter.worked if each.max_days]
    near = (stage.expected_days, stage.warn_days)
    return number(
        matter,
        draft,
        stage.max_days,
        (*others, *filter(None, near)),
        wording.days,
    )


def _chance(matter: Matter, stage: Stage) -> Item | None:
    if not stage.is_before_the_sale or not stage.probability:
        return None
    if any(each.probability is not None for each in stage.by_segment.values()):
        return None
    percent = matter.local.percent
    draft = replace(
        of_stage(matter, stage, f"chance.{stage.id}", "chance"),
        ask=_("How likely is it that a deal in “{stage}” is won?").format(stage=stage.name),
        why=_("The playbook gives deals in “{stage}” a probability of {percent}.").format(
            stage=stage.name, percent=percent(stage.probability)
        ),
        quotes=(stage.goal,) if stage.goal else (),
    )
    others = [each.probability for each in matter.flow.line if each.probability]
    return number(matter, draft, stage.probability, others, percent, most=_PERCENT)


def _forecast(matter: Matter, stage: Stage) -> Item | None:
    """In which forecast category a stage's deals are; only where the playbook says what it means."""
    entry = matter.playbook.forecast.get(stage.forecast)
    if entry is None or not entry.about or not stage.is_before_the_sale:
        return None
    if entry.criteria or any(each.forecast for each in stage.by_segment.values()):
        return None
    used = [id for id in FORECAST_ORDER if id != "closed"]
    named = [Candidate(id, wording.forecast_name(matter.playbook, id)) for id in used]
    draft = replace(
        of_stage(matter, stage, f"forecast.{stage.id}", "forecast"),
        ask=_("In which forecast category does a deal in “{stage}” stand?").format(
            stage=stage.name
        ),
        why=_("What the category means:"),
        quotes=(entry.about.strip(),),
    )
    right = next((each for each in named if each.key == stage.forecast), None)
    return choice(matter, draft, right, named) if right else None


def _win_rate(matter: Matter) -> Item | None:
    metrics = matter.playbook.metrics
    if metrics is None or not metrics.win_rate or _differs(matter, "win_rate"):
        return None
    percent = matter.local.percent
    draft = Item(
        id="win-rate",
        kind="choice",
        topic="figures",
        ask=_("How many of all our deals do we usually win?"),
        why=_("The playbook is planned with a win rate of {percent}.").format(
            percent=percent(metrics.win_rate)
        ),
        part=("overview", ""),
    )
    return number(matter, draft, metrics.win_rate, (), percent, most=_PERCENT)


def _cycle(matter: Matter) -> Item | None:
    metrics = matter.playbook.metrics
    if metrics is None or not metrics.cycle_days or _differs(matter, "cycle_days"):
        return None
    begin = matter.playbook.stage.get(metrics.cycle_from) if metrics.cycle_from else None
    ask = (
        _("How long does it usually take from “{stage}” to the sale?").format(stage=begin.name)
        if begin
        else _("How long does it usually take from the first stage to the sale?")
    )
    draft = Item(
        id="cycle",
        kind="choice",
        topic="figures",
        ask=ask,
        why=_("The usual sales cycle is {days}.").format(days=wording.days(metrics.cycle_days)),
        part=("overview", ""),
    )
    return number(matter, draft, metrics.cycle_days, (), wording.days)


def _differs(matter: Matter, name: str) -> bool:
    metrics = matter.playbook.metrics
    values = metrics.by_segment.values() if metrics else ()
    return any(getattr(each, name) is not None for each in values)
