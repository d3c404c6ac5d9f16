"""What has changed in the stages: their order, facts, gates, tasks and ways on."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from playbook import wording
from playbook.changes.change import Change, by, matched
from playbook.changes.whole import moved
from playbook.flow import Flow
from playbook.local import Local
from playbook.messages import _
from playbook.model import Criterion, Playbook, Stage, StageId, Task


def of_stages(before: Playbook, after: Playbook) -> Iterator[Change]:
    """The changes to stages, in the order of the new version, and those that are gone."""
    renamed = {old: stage.id for stage in after.stages for old in stage.replaces}
    stages = {str(renamed.get(stage.id, stage.id)): stage for stage in before.stages}
    found = matched(stages, {str(stage.id): stage for stage in after.stages})
    pairs = {new.id: old for old, new in found.kept}
    for stage in after.stages:
        part = ("stage", str(stage.id))
        if stage.id in pairs:
            for sentence in _differences(before, pairs[stage.id], after, stage, renamed):
                yield Change("changed", part, stage.name, sentence)
        else:
            yield Change("added", part, stage.name, _("This stage is new."))
    for stage in found.removed:
        sentence = _("This stage is gone. Deals that are in it have to be moved.")
        yield Change("removed", ("stage", str(stage.id)), stage.name, sentence)
    if _order(before, renamed, after) != [stage.id for stage in after.stages if stage.id in pairs]:
        sentence = _("The stages come in another order.")
        yield Change("changed", ("playbook", after.id), after.name, sentence)


def _order(before: Playbook, renamed: Mapping[str, StageId], after: Playbook) -> list[StageId]:
    """The stages that both versions have, in the old order, by their new ids."""
    old = [renamed.get(stage.id, stage.id) for stage in before.stages]
    return [id for id in old if id in after.stage]


def _differences(
    before: Playbook, old: Stage, after: Playbook, new: Stage, renamed: Mapping[str, StageId]
) -> Iterator[str]:
    if old.name != new.name:
        yield _("It was called “{before}” and is called “{after}” now.").format(
            before=old.name, after=new.name
        )
    yield from _facts(before, old, after, new)
    if old.goal != new.goal and new.goal:
        yield _("Its goal now: {goal}").format(goal=new.goal)
    yield from _gate(before, old.entry, after, new.entry, is_exit=False)
    yield from _gate(before, old.exit, after, new.exit, is_exit=True)
    yield from _tasks(old.tasks, new.tasks)
    yield from _fields(before, old, after, new)
    yield from _ways(before, old, after, new, renamed)
    if old.guidance != new.guidance or old.notes != new.notes:
        yield _("Its guidance is different.")


def _facts(before: Playbook, old: Stage, after: Playbook, new: Stage) -> Iterator[str]:
    local = Local(after.language)
    pairs = (
        (_("Probability"), _written(local.percent, old.probability, new.probability)),
        (_("Usually takes"), _written(wording.days, old.expected_days, new.expected_days)),
        (_("At most"), _written(wording.days, old.max_days, new.max_days)),
    )
    for name, (was, now) in pairs:
        if was != now:
            yield moved(name, was, now)
    for name, was, now in (
        (_("Owner"), wording.role_name(before, old.owner), wording.role_name(after, new.owner)),
        (
            _("Forecast"),
            wording.forecast_name(before, old.forecast),
            wording.forecast_name(after, new.forecast),
        ),
        (_("Kind of stage"), wording.term(old.kind), wording.term(new.kind)),
    ):
        if was != now:
            yield moved(name, was, now)


def _written(write: Callable[[int], str], *values: int | None) -> tuple[str | None, ...]:
    return tuple(None if value is None else write(value) for value in values)


def _gate(
    before: Playbook,
    old: Iterable[Criterion],
    after: Playbook,
    new: Iterable[Criterion],
    *,
    is_exit: bool,
) -> Iterator[str]:
    """What is demanded now and was not, and the other way round."""
    found = matched(
        by(old, lambda each: each.id, lambda each: wording.criterion(before, each)),
        by(new, lambda each: each.id, lambda each: wording.criterion(after, each)),
    )
    more, less, other = (
        (
            _("To leave it, this must be true as well: “{text}”"),
            _("No longer needed to leave it: “{text}”"),
            _("To leave it: “{before}” → “{after}”"),
        )
        if is_exit
        else (
            _("To enter it, this must be true as well: “{text}”"),
            _("No longer needed to enter it: “{text}”"),
            _("To enter it: “{before}” → “{after}”"),
        )
    )
    for each in found.added:
        yield more.format(text=wording.criterion(after, each))
    for each in found.removed:
        yield less.format(text=wording.criterion(before, each))
    for was, now in found.kept:
        words = wording.criterion(before, was), wording.criterion(after, now)
        if words[0] != words[1]:
            yield other.format(before=words[0], after=words[1])
        elif was.level != now.level:
            yield moved(words[1], wording.term(was.level), wording.term(now.level))
        elif was != now:
            yield _("How this is checked is different: “{text}”").format(text=words[1])


def _tasks(old: Iterable[Task], new: Iterable[Task]) -> Iterator[str]:
    found = matched(
        by(old, lambda each: each.id, lambda each: each.do),
        by(new, lambda each: each.id, lambda each: each.do),
    )
    for each in found.added:
        yield _("A new task: “{text}”").format(text=each.do)
    for each in found.removed:
        yield _("No longer a task: “{text}”").format(text=each.do)
    for was, now in found.kept:
        if was.do != now.do:
            yield _("Task: “{before}” → “{after}”").format(before=was.do, after=now.do)
        elif was != now:
            yield _("This task is different: “{text}”").format(text=now.do)


def _fields(before: Playbook, old: Stage, after: Playbook, new: Stage) -> Iterator[str]:
    more = [wording.field_name(after, id) for id in new.must_fill if id not in old.must_fill]
    less = [wording.field_name(before, id) for id in old.must_fill if id not in new.must_fill]
    if more:
        yield _("To be filled in as well: {fields}").format(fields=wording.listed(more))
    if less:
        yield _("No longer to be filled in: {fields}").format(fields=wording.listed(less))


def _ways(
    before: Playbook, old: Stage, after: Playbook, new: Stage, renamed: Mapping[str, StageId]
) -> Iterator[str]:
    """Where deals may go on to, if somebody has written that down: else the order says it."""
    if old.next is None and new.next is None:
        return
    was, now = Flow(before).next(old), Flow(after).next(new)
    if {renamed.get(id, id) for id in was} != set(now):
        names = [before.stage[id].name for id in was], [after.stage[id].name for id in now]
        yield moved(_("What comes next"), *map(_row, names))


def _row(names: Iterable[str]) -> str | None:
    return wording.listed(names) or None
