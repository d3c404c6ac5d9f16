"""Questions about gates: what must be true to leave a stage, to get to it, or to end a deal."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from playbook import wording
from playbook.learning.asking import choice, several
from playbook.learning.items import Item
from playbook.learning.likeness import overlap
from playbook.learning.matter import Candidate, Matter
from playbook.messages import _, n_
from playbook.model import Criterion, FieldId, Phase, Stage, Work

_NEXT = 6
"""The criteria of so many stages ahead are plausible."""


def gates(matter: Matter) -> Iterator[Item | None]:
    """The questions about the gates of all stages and phases."""
    for stage in matter.worked:
        yield _exit(matter, stage)
        yield _entry(matter, stage)
        yield from _in_segments(matter, stage)
        for criterion in stage.exit:
            yield _where(matter, stage, criterion)
    for stage in matter.playbook.stages:
        yield _must_fill(matter, stage)
    for track in matter.playbook.tracks.values():
        for phase in track.phases:
            yield _phase(matter, track.name, f"{track.id}.{phase.id}", phase)


def for_all(criteria: tuple[Criterion, ...]) -> tuple[Criterion, ...]:
    """The criteria that must hold for every deal on every way."""
    return tuple(
        each for each in criteria if each.level == "must" and not each.for_ and not each.to
    )


def _exit(matter: Matter, stage: Stage) -> Item | None:
    right = for_all(stage.exit)
    if not right:
        return None
    draft = replace(
        of_stage(matter, stage, f"gate.{stage.id}", "gate"),
        ask=_("What must be true before a deal may leave “{stage}”?").format(stage=stage.name),
        why=_(
            "A task that is done shows nothing yet. "
            "A deal leaves “{stage}” when its exit criteria are true:"
        ).format(stage=stage.name),
        quotes=tuple(matter.criterion(each).text for each in right),
    )
    candidates = [matter.criterion(each) for each in right]
    true = [matter.criterion(each).text for each in stage.exit]
    return several(
        matter,
        draft,
        candidates,
        _work(matter, stage),
        of_later_stages(matter, stage),
        also_true=true,
    )


def _entry(matter: Matter, stage: Stage) -> Item | None:
    right = for_all(stage.entry)
    if not right:
        return None
    candidates = [matter.criterion(each) for each in right]
    draft = replace(
        of_stage(matter, stage, f"entry.{stage.id}", "entry"),
        ask=_("What must be true before a deal may get to “{stage}”?").format(stage=stage.name),
        why=_("The playbook asks for this before a deal gets to “{stage}”:").format(
            stage=stage.name
        ),
        quotes=tuple(each.text for each in candidates),
    )
    own = [matter.criterion(each) for each in stage.exit]
    return several(
        matter, draft, candidates, own, _work(matter, stage), of_later_stages(matter, stage)
    )


def _in_segments(matter: Matter, stage: Stage) -> Iterator[Item | None]:
    for criterion in stage.exit:
        if criterion.level != "must" or len(criterion.for_) != 1 or criterion.to:
            continue
        right = matter.criterion(criterion)
        segment = matter.playbook.segments.get(criterion.for_[0])
        if segment is None:
            continue
        draft = replace(
            of_stage(matter, stage, f"gate-for.{stage.id}.{right.key}", "gate-for"),
            ask=_(
                "A deal in “{stage}” is in the segment “{segment}”. "
                "What else must be true before it may leave the stage?"
            ).format(stage=stage.name, segment=segment.name),
            why=_("For deals in the segment “{segment}”, the playbook asks for this too:").format(
                segment=segment.name
            ),
            quotes=(right.text,),
        )
        true = [matter.criterion(each).text for each in stage.exit]
        pools = (_work(matter, stage), of_later_stages(matter, stage))
        yield choice(matter, draft, right, *pools, also_true=true)


def _where(matter: Matter, stage: Stage, criterion: Criterion) -> Item | None:
    """To which stage a criterion belongs; not asked where several have the same."""
    right = matter.criterion(criterion)
    having = {*matter.asking[right.text], *matter.asking[criterion.check or right.text]}
    if having != {stage.id}:
        return None
    draft = replace(
        of_stage(matter, stage, f"where.{stage.id}.{right.key}", "where"),
        ask=_("Which stage has this exit criterion?"),
        facts=(right.text,),
        why=_("The exit criteria of the stage “{stage}”:").format(stage=stage.name),
        quotes=tuple(matter.criterion(each).text for each in stage.exit),
    )
    others = [matter.stage(each.id) for each in matter.worked if each.id != stage.id]
    return choice(matter, draft, matter.stage(stage.id), others)


def _must_fill(matter: Matter, stage: Stage) -> Item | None:
    """The fields to fill; what an earlier stage has filled is no wrong answer."""
    if not stage.must_fill:
        return None
    count = len(stage.must_fill)
    if stage.is_worked:
        ask = n_(
            "Which field must be filled in before a deal leaves “{stage}”?",
            "Which fields must be filled in before a deal leaves “{stage}”?",
            count,
        )
    else:
        ask = n_(
            "Which field must be filled in before a deal is moved to “{stage}”?",
            "Which fields must be filled in before a deal is moved to “{stage}”?",
            count,
        )
    right = [_field(matter, id) for id in stage.must_fill]
    draft = replace(
        of_stage(matter, stage, f"fill.{stage.id}", "fill"),
        ask=ask.format(stage=stage.name),
        why=n_("“{stage}” asks for this field:", "“{stage}” asks for these fields:", count).format(
            stage=stage.name
        ),
        quotes=tuple(each.text for each in right),
    )
    known = {*stage.must_fill, *matter.flow.possibly[stage.id]}
    others = [_field(matter, id) for id in matter.playbook.fields if id not in known]
    return several(matter, draft, right, others)


def _phase(matter: Matter, track: str, key: str, phase: Phase) -> Item | None:
    right = [matter.criterion(each) for each in for_all(phase.exit)]
    if not right:
        return None
    draft = Item(
        id=f"gate.{key}",
        kind="choice",
        topic="gate",
        ask=_("{track}: what must be true before “{phase}” is done?").format(
            track=track, phase=phase.name
        ),
        why=_("The exit criteria of the phase “{phase}”:").format(phase=phase.name),
        quotes=tuple(each.text for each in right),
        part=("phase", key),
        stages=phase.during,
        roles=(phase.owner,),
    )
    own = {*phase.exit}
    others = [
        matter.criterion(each)
        for other in matter.playbook.phases
        if other is not phase
        for each in other.exit
        if each not in own
    ]
    tasks = [matter.task(each) for each in phase.tasks]
    stages = [
        matter.criterion(each)
        for stage in matter.worked
        if stage.id not in phase.during
        for each in stage.exit
    ]
    return several(matter, draft, right, tasks, others, stages)


def of_stage(matter: Matter, stage: Stage, id: str, topic: str) -> Item:
    """The beginning of a question about a stage."""
    return Item(
        id=id,
        kind="choice",
        topic=topic,
        ask="",
        part=("stage", stage.id),
        stages=(stage.id,),
        roles=(stage.owner,) if stage.owner in matter.duties else (),
    )


def of_later_stages(matter: Matter, stage: Stage) -> list[Candidate]:
    """Criteria that nobody asks for yet: those of the next stages that come only after this one."""
    been = {stage.id, *matter.flow.before[stage.id]}
    passed = [each for each in matter.playbook.stages if each.id in been]
    asked = {each for other in passed for each in (*other.entry, *other.exit)}
    checks = {each.check for each in asked if each.check is not None}
    following = (other for other in matter.worked if other.id not in been)
    return [
        matter.criterion(each)
        for other in islice(following, _NEXT)
        for each in other.exit
        if each not in asked and each.check not in checks
    ]


def _work(matter: Matter, holder: Work) -> list[Candidate]:
    """The tasks, which are work and no proof; one that is nearly a criterion is left out."""
    criteria = [matter.criterion(each).text for each in (*holder.entry, *holder.exit)]
    tasks = (matter.task(each) for each in holder.tasks)
    return [each for each in tasks if all(overlap(each.text, said) < 0.5 for said in criteria)]


def _field(matter: Matter, id: FieldId) -> Candidate:
    return Candidate(id, wording.field_name(matter.playbook, id))
