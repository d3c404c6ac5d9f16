"""Questions about people: who owns, does, answers for, is asked, is told, and takes over."""

from collections.abc import Iterator
from dataclasses import replace

from playbook import wording
from playbook.duties import Duties, holders, takers
from playbook.learning.asking import choice, several
from playbook.learning.gates import of_stage
from playbook.learning.items import Item
from playbook.learning.matter import Candidate, Matter
from playbook.messages import _, n_
from playbook.model import DEAL_OWNER, SYSTEM, RoleId, Stage, Task


def people(matter: Matter) -> Iterator[Item | None]:
    """The questions about roles; none where nobody has one."""
    if len(matter.roles) <= 1:
        return
    for stage in matter.worked:
        yield _owner(matter, stage)
        yield _back(matter, stage)
        yield _entering(matter, stage)
        yield _handover(matter, stage)
        for task in stage.tasks:
            yield _doer(matter, stage, task)
            yield _accountable(matter, stage, task)
            yield _consulted(matter, stage, task)
            yield _informed(matter, stage, task)
    for id, duties in matter.duties.items():
        if id != SYSTEM:
            yield _stages_of(matter, id, duties)
            yield _tasks_of(matter, id, duties)
    yield from _reviews(matter)


def _owner(matter: Matter, stage: Stage) -> Item | None:
    differing = [each.owner for each in stage.by_segment.values() if each.owner]
    owner = matter.role(stage.owner)
    draft = replace(
        of_stage(matter, stage, f"owner.{stage.id}", "owner"),
        ask=_("Who owns a deal in “{stage}”?").format(stage=stage.name),
        why=_("The owner of “{stage}” is: {role}. What the stage is for:").format(
            stage=stage.name, role=owner.text
        )
        if stage.goal
        else _("The owner of “{stage}” is: {role}.").format(stage=stage.name, role=owner.text),
        quotes=(stage.goal,) if stage.goal else (),
        roles=(stage.owner,),
    )
    also = [matter.role(id).text for id in (*differing, *stage.consult)]
    return choice(matter, draft, owner, matter.roles, also_true=also)


def _back(matter: Matter, stage: Stage) -> Item | None:
    if stage.back is None or not stage.back.approved_by or stage.back.to == ():
        return None
    right = [matter.role(id) for id in stage.back.approved_by]
    draft = replace(
        of_stage(matter, stage, f"back.{stage.id}", "back"),
        ask=_("A deal is to go back from “{stage}” to an earlier stage. Who must agree?").format(
            stage=stage.name
        ),
        why=_("Going back from “{stage}” is approved by: {roles}.").format(
            stage=stage.name, roles=wording.listed(each.text for each in right)
        ),
        roles=stage.back.approved_by,
    )
    return several(matter, draft, right, matter.roles)


def _entering(matter: Matter, stage: Stage) -> Item | None:
    if not stage.entered_by or SYSTEM in stage.entered_by:
        return None
    right = [matter.role(id) for id in stage.entered_by]
    draft = replace(
        of_stage(matter, stage, f"enter.{stage.id}", "enter"),
        ask=_("Who may bring a deal into “{stage}”?").format(stage=stage.name),
        why=_("Who may bring deals into “{stage}”: {roles}.").format(
            stage=stage.name, roles=wording.listed(each.text for each in right)
        ),
        roles=stage.entered_by,
    )
    return several(matter, draft, right, matter.roles)


def _handover(matter: Matter, stage: Stage) -> Item | None:
    taking = takers(stage, matter.flow)
    if stage.handover is None or len(taking) != 1 or taking[0] == DEAL_OWNER:
        return None
    right = matter.role(taking[0])
    draft = replace(
        of_stage(matter, stage, f"handover.{stage.id}", "handover"),
        ask=_("“{stage}” is done. Who takes the deal over?").format(stage=stage.name),
        why=_("After “{stage}” the deal is handed over to: {role}.").format(
            stage=stage.name, role=right.text
        ),
        roles=(stage.owner, taking[0]),
    )
    return choice(matter, draft, right, matter.roles)


def _doer(matter: Matter, stage: Stage, task: Task) -> Item | None:
    """Who does a task; not asked where it is the stage's owner anyway."""
    doing = task.by or (task.owner or stage.owner,)
    if doing == (stage.owner,) or SYSTEM in doing or task.by_segment:
        return None
    right = [matter.role(id) for id in doing]
    draft = replace(
        _of_task(matter, stage, task, "does"),
        ask=_("Who does this in “{stage}”?").format(stage=stage.name),
        why=_("This is done by: {roles}.").format(
            roles=wording.listed(each.text for each in right)
        ),
        roles=doing,
    )
    also = [matter.role(id).text for id in _involved(stage, task)]
    return several(matter, draft, right, matter.roles, also_true=also)


def _accountable(matter: Matter, stage: Stage, task: Task) -> Item | None:
    accountable = task.owner or stage.owner
    if not task.by or accountable in task.by or task.by_segment:
        return None
    right = matter.role(accountable)
    doing = [matter.role(id) for id in task.by]
    draft = replace(
        _of_task(matter, stage, task, "accountable"),
        ask=_("This is done by: {roles}. Who answers for it?").format(
            roles=wording.listed(each.text for each in doing)
        ),
        why=_("Who answers for it: {role}.").format(role=right.text),
        roles=(accountable,),
    )
    return choice(matter, draft, right, matter.roles)


def _consulted(matter: Matter, stage: Stage, task: Task) -> Item | None:
    if not task.consult:
        return None
    right = [matter.role(id) for id in task.consult]
    draft = replace(
        _of_task(matter, stage, task, "consult"),
        ask=_("Whose advice is asked for here?"),
        why=_("Whose advice is asked for: {roles}.").format(
            roles=wording.listed(each.text for each in right)
        ),
        roles=task.consult,
    )
    also = [matter.role(id).text for id in (*stage.consult, *_involved(stage, task))]
    return several(matter, draft, right, matter.roles, also_true=also)


def _informed(matter: Matter, stage: Stage, task: Task) -> Item | None:
    if not task.inform:
        return None
    right = [matter.role(id) for id in task.inform]
    draft = replace(
        _of_task(matter, stage, task, "inform"),
        ask=_("Who is told about it?"),
        why=_("Who is told: {roles}.").format(roles=wording.listed(each.text for each in right)),
        roles=task.inform,
    )
    also = [matter.role(id).text for id in _involved(stage, task)]
    return several(matter, draft, right, matter.roles, also_true=also)


def _stages_of(matter: Matter, id: RoleId, duties: Duties) -> Item | None:
    owned = [each.key for each in duties.owns if each.kind == "stage"]
    right = [matter.stage(stage.id) for stage in matter.worked if stage.id in owned]
    if not right:
        return None
    partly = {
        stage.id
        for stage in matter.playbook.stages
        if any(each.owner == id for each in stage.by_segment.values())
    }
    others = [
        matter.stage(stage.id)
        for stage in matter.worked
        if stage.id not in owned and stage.id not in partly
    ]
    draft = Item(
        id=f"owns.{id}",
        kind="several",
        topic="owns",
        ask=n_(
            "Which stage does this role own: {role}?",
            "Which stages does this role own: {role}?",
            len(right),
        ).format(role=matter.role(id).text),
        why=_("{role} owns: {stages}.").format(
            role=matter.role(id).text, stages=wording.listed(each.text for each in right)
        ),
        part=("role", id),
        roles=(id,),
    )
    return several(matter, draft, right, others)


def _tasks_of(matter: Matter, id: RoleId, duties: Duties) -> Item | None:
    """Which work is a role's; work that it has a part in is neither right nor wrong."""
    right = [matter.task(each.part) for each in duties.does]
    around = (duties.does, duties.answers_for, duties.consulted, duties.informed)
    near = {each.part.at for part in around for each in part}
    others = [
        matter.task(task)
        for holder in holders(matter.playbook)
        if id not in holder.work.consult
        for task in holder.work.tasks
        if task.at not in near and not task.by_segment
    ]
    shown = matter.mixed(f"does.{id}", right, "right")[:2]
    texts = [each.text for each in right]
    draft = Item(
        id=f"work.{id}",
        kind="several",
        topic="work",
        ask=_("Which of these does this role do: {role}?").format(role=matter.role(id).text),
        why=_("{role} does this:").format(role=matter.role(id).text),
        quotes=tuple(each.text for each in shown),
        part=("role", id),
        roles=(id,),
    )
    return several(matter, draft, shown, others, also_true=texts) if shown else None


def _reviews(matter: Matter) -> Iterator[Item | None]:
    for each in matter.playbook.reviews.values():
        if each.owner is None:
            continue
        draft = Item(
            id=f"review.{each.id}",
            kind="choice",
            topic="review",
            ask=_("Who leads the meeting “{review}”?").format(review=each.name),
            why=_("Who leads it: {role}.").format(role=matter.role(each.owner).text),
            roles=(each.owner,),
        )
        yield choice(matter, draft, matter.role(each.owner), matter.roles)


def _of_task(matter: Matter, stage: Stage, task: Task, topic: str) -> Item:
    said: Candidate = matter.task(task)
    draft = of_stage(matter, stage, f"{topic}.{stage.id}.{said.key}", topic)
    return replace(draft, facts=(said.text,), quotes=(task.goal,) if task.goal else ())


def _involved(stage: Stage, task: Task) -> tuple[RoleId, ...]:
    """Everybody who has a part in a task."""
    return (*task.by, task.owner or stage.owner, *task.consult, *task.inform)
