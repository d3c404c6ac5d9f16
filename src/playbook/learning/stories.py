"""Small stories about deals that are answered with yes or no."""

from collections.abc import Iterator
from dataclasses import replace

from playbook import wording
from playbook.learning.asking import yes_or_no
from playbook.learning.gates import for_all, of_stage
from playbook.learning.items import Item
from playbook.learning.likeness import overlap
from playbook.learning.matter import Matter
from playbook.messages import _, n_
from playbook.model import Criterion, Segment, Stage, Test, Value
from playbook.scoring import fits

_MOST_FACTS = 5


def stories(matter: Matter) -> Iterator[Item | None]:
    """The questions that tell of a deal and are answered with yes or no."""
    for stage in matter.worked:
        yield _ready(matter, stage)
        for criterion in stage.exit:
            yield _met(matter, stage, criterion)
    for segment in matter.playbook.segments.values():
        yield _of_kind(matter, segment)


def _ready(matter: Matter, stage: Stage) -> Item | None:
    """Whether the gate is passed. Work that is done stands beside what is true, and proves nothing."""
    criteria = for_all(stage.exit)
    if not criteria or any(each.for_ or each.to for each in stage.exit if each.level == "must"):
        return None
    id = f"ready.{stage.id}"
    said = [matter.criterion(each) for each in criteria]
    tasks = [
        task
        for task in map(matter.task, stage.tasks)
        if all(overlap(task.text, each.text) < 0.5 for each in said)
    ]
    if not tasks or len(said) >= _MOST_FACTS:
        return None
    missing = matter.mixed(id, said, "missing")[0] if matter.draw(id, "holds") % 2 else None
    true = [each for each in said if each is not missing]
    done = matter.mixed(id, tasks, "done")[: max(1, min(2, _MOST_FACTS - len(true)))]
    facts = [
        *((each.key, _("True: {criterion}").format(criterion=each.text)) for each in true),
        *((each.key, _("Done: {task}").format(task=each.text)) for each in done),
    ]
    why = (
        _(
            "This is missing: “{criterion}”. Work that is done takes the place of no criterion."
        ).format(criterion=missing.text)
        if missing
        else _("Every exit criterion of “{stage}” is true.").format(stage=stage.name)
    )
    draft = replace(
        of_stage(matter, stage, id, "ready"),
        ask=_("This is all we know of a deal in “{stage}”. Are its exit criteria met?").format(
            stage=stage.name
        ),
        facts=tuple(text for _key, text in matter.mixed(id, facts, "facts")),
        why=why,
        quotes=tuple(each.text for each in said),
    )
    return yes_or_no(draft, holds=missing is None)


def _met(matter: Matter, stage: Stage, criterion: Criterion) -> Item | None:
    """Whether a criterion with a check is met; not asked where the story would only repeat it."""
    test = criterion.check
    if test is None or not test.field or criterion.verified_by:
        return None
    if criterion.criterion is None and test.is_:
        return None
    said = matter.criterion(criterion)
    id = f"met.{stage.id}.{said.key}"
    made = _value(matter, id, test)
    if made is None:
        return None
    value, fact = made
    draft = replace(
        of_stage(matter, stage, id, "met"),
        ask=_(
            "In a deal in “{stage}”, this is so. Is this exit criterion met: “{criterion}”?"
        ).format(stage=stage.name, criterion=said.text),
        facts=(fact,),
        why=_("The system checks this: {test}.").format(test=wording.test(matter.playbook, test)),
    )
    return yes_or_no(draft, holds=fits(test, value))


def _of_kind(matter: Matter, segment: Segment) -> Item | None:
    """Whether a deal is in a segment."""
    test = segment.when
    if test is None or not test.field:
        return None
    id = f"segment.{segment.id}"
    made = _value(matter, id, test)
    if made is None:
        return None
    value, fact = made
    draft = Item(
        id=id,
        kind="yes-no",
        topic="segment",
        ask=_("This is what we know of a deal. Is it in the segment “{segment}”?").format(
            segment=segment.name
        ),
        facts=(_sentence(fact),),
        why=_("A deal is in the segment “{segment}” when: {test}.").format(
            segment=segment.name, test=wording.test(matter.playbook, test)
        ),
        part=("segment", segment.id),
    )
    return yes_or_no(draft, holds=fits(test, value))


def _value(matter: Matter, id: str, test: Test) -> tuple[Value | None, str] | None:
    """A value for the field of a test that passes it or does not, and the sentence that tells it."""
    values = _values(matter, test)
    if not values:
        return None
    passing = [value for value in values if fits(test, value)]
    failing = [value for value in values if not fits(test, value)]
    wanted = passing if matter.draw(id, "holds") % 2 else failing
    if not wanted:
        return None
    value = wanted[matter.draw(id, "value") % len(wanted)]
    if test.field and test.within_days is not None and isinstance(value, int):
        name = wording.field_name(matter.playbook, test.field)
        away = n_("“{field}” is {count} day from now", "“{field}” is {count} days from now", value)
        return value, _sentence(away.format(field=name, count=value))
    fact = (
        replace(_bare(test), is_="empty" if value is None else "filled")
        if test.is_
        else replace(_bare(test), equals=value)
    )
    return value, _sentence(wording.test(matter.playbook, fact))


def _values(matter: Matter, test: Test) -> list[Value | None]:
    """Values that tell whether somebody knows the test: at its edge, above and below."""
    if test.is_ in ("filled", "empty"):
        return [None, "x"]
    field = matter.playbook.fields.get(test.field) if test.field else None
    if test.equals is not None or test.not_equals is not None or test.one_of:
        if matter.playbook.type_of_field(test.field) == "yes-no" if test.field else False:
            return ["yes", "no"]
        options = field.options if field and field.type == "choice" else ()
        return [option.id for option in options]
    edge = next(
        (
            each
            for each in (test.at_least, test.at_most, test.above, test.below)
            if each is not None
        ),
        None,
    )
    if edge is not None and float(edge).is_integer():
        step = max(1, round(abs(edge) / 5))
        return [int(each) for each in (edge, edge + step, edge - step) if each >= 0]
    if test.within_days:
        return [test.within_days // 2 or 1, test.within_days, test.within_days * 2]
    return []


def _bare(test: Test) -> Test:
    return Test(field=test.field)


def _sentence(clause: str) -> str:
    """A clause as a line of its own."""
    return clause[:1].upper() + clause[1:]
