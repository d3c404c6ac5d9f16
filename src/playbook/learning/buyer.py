"""Questions about the buyer's side: what buyers say, do and care about, and with whom they compare us."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from playbook import wording
from playbook.learning.asking import choice, matched, ordered, several
from playbook.learning.gates import of_stage
from playbook.learning.items import Item
from playbook.learning.matter import Candidate, Matter
from playbook.messages import _
from playbook.model import BuyerRoleId, Competitor, Objection, Response, Stage

_MOST = 6


def buyer(matter: Matter) -> Iterator[Item | None]:
    """The questions about the buyer's side."""
    for objection in matter.playbook.objections.values():
        yield _objection(matter, objection)
        yield _help(matter, objection)
    for competitor in matter.playbook.competitors.values():
        yield _against(matter, competitor)
        yield _winning(matter, competitor)
    yield _journey(matter)
    yield _steps_with_stages(matter)
    for stage in matter.worked:
        yield _step(matter, stage)
        yield _people(matter, stage)
    yield from _signs(matter)
    yield from _cares(matter)


def _objection(matter: Matter, objection: Objection) -> Item | None:
    """What to answer; an answer to an objection of the same kind might do as well, so it is left out."""
    answer = _answer(objection)
    if answer is None:
        return None
    others = [
        Candidate(other.id, response.say)
        for other in matter.playbook.objections.values()
        if other is not objection and (other.kind is None or other.kind != objection.kind)
        for response in other.responses
        if response.step == answer.step
    ]
    said = [
        Candidate(each.id, say)
        for each in matter.playbook.competitors.values()
        if objection.id not in each.objections
        for say in each.say
    ]
    draft = _of_objection(matter, objection, "objection")
    draft = replace(
        draft,
        ask=_("A buyer says this. What does the playbook advise you to answer?"),
        facts=(objection.name,),
        why=_("The playbook has this answer to “{objection}”:").format(objection=objection.name),
        quotes=tuple(response.say for response in objection.responses),
    )
    also = [response.say for response in objection.responses]
    return choice(matter, draft, Candidate(objection.id, answer.say), others, said, also_true=also)


def _answer(objection: Objection) -> Response | None:
    """The answer proper: not the listening before it."""
    for step in ("respond", "explore", None):
        for response in objection.responses:
            if response.step == step:
                return response
    return None


def _help(matter: Matter, objection: Objection) -> Item | None:
    if objection.ask_help is None:
        return None
    right = matter.role(objection.ask_help)
    draft = replace(
        _of_objection(matter, objection, "help"),
        ask=_("A buyer says this, and you know no answer. Whom do you ask?"),
        facts=(objection.name,),
        why=_("Whom to ask for help: {role}.").format(role=right.text),
        roles=(objection.ask_help,),
    )
    return choice(matter, draft, right, matter.roles)


def _of_objection(matter: Matter, objection: Objection, topic: str) -> Item:
    heard = [stage for stage in matter.playbook.stages if objection.id in stage.objections]
    return Item(
        id=f"{topic}.{objection.id}",
        kind="choice",
        topic=topic,
        ask="",
        part=("objection", objection.id),
        stages=tuple(stage.id for stage in heard),
        roles=tuple(dict.fromkeys(stage.owner for stage in heard)),
    )


def _against(matter: Matter, competitor: Competitor) -> Item | None:
    if not competitor.say:
        return None
    others = [
        Candidate(other.id, say)
        for other in matter.playbook.competitors.values()
        if other is not competitor
        for say in other.say
    ]
    draft = replace(
        _of_competitor(matter, competitor, "against"),
        ask=_(
            "The buyer also looks at “{competitor}”. What does the playbook advise you to say?"
        ).format(competitor=competitor.name),
        why=_("What to say when it comes to “{competitor}”:").format(competitor=competitor.name),
        quotes=competitor.say,
    )
    right = Candidate(competitor.id, competitor.say[0])
    return choice(matter, draft, right, others, also_true=competitor.say)


def _winning(matter: Matter, competitor: Competitor) -> Item | None:
    if not competitor.we_win_when:
        return None
    losing = [Candidate(f"lose-{text}", text) for text in competitor.we_lose_when]
    others = [
        Candidate(f"{other.id}-{text}", text)
        for other in matter.playbook.competitors.values()
        if other is not competitor
        for text in other.we_lose_when
    ]
    draft = replace(
        _of_competitor(matter, competitor, "winning"),
        ask=_("When do we win against “{competitor}”?").format(competitor=competitor.name),
        why=_("We win against “{competitor}” when:").format(competitor=competitor.name),
        quotes=competitor.we_win_when,
    )
    right = Candidate(competitor.id, competitor.we_win_when[0])
    return choice(matter, draft, right, losing, others, also_true=competitor.we_win_when)


def _of_competitor(matter: Matter, competitor: Competitor, topic: str) -> Item:
    met = [stage for stage in matter.playbook.stages if competitor.id in stage.competitors]
    return Item(
        id=f"{topic}.{competitor.id}",
        kind="choice",
        topic=topic,
        ask="",
        part=("competitor", competitor.id),
        stages=tuple(stage.id for stage in met),
        roles=tuple(dict.fromkeys(stage.owner for stage in met)),
    )


def _journey(matter: Matter) -> Item | None:
    steps = [step for step in matter.playbook.buyer_steps if not step.always_on]
    draft = Item(
        id="journey",
        kind="order",
        topic="journey",
        ask=_("Put the steps of the buyer in order, the first one on top."),
        why=_("The way of a buyer to a decision:"),
        quotes=tuple(step.name for step in steps),
        part=("buyer", ""),
    )
    if len(steps) > _MOST + 1:
        return None
    return ordered(matter, draft, [Candidate(step.id, step.name) for step in steps])


def _steps_with_stages(matter: Matter) -> Item | None:
    """Pairs of stages and steps that have only each other."""
    steps = {step.id: step for step in matter.playbook.buyer_steps if not step.always_on}
    found = []
    for stage in matter.playbook.stages:
        if len(stage.buyer_steps) == 1 and stage.buyer_steps[0] in steps:
            step = steps[stage.buyer_steps[0]]
            users = [each for each in matter.playbook.stages if step.id in each.buyer_steps]
            if users == [stage]:
                found.append((matter.stage(stage.id), Candidate(step.id, step.name)))
    draft = Item(
        id="steps",
        kind="match",
        topic="steps",
        ask=_("What does the buyer do meanwhile? Find the buyer's step for each stage."),
        why=_("These go together:"),
        quotes=tuple(f"{left.text} – {right.text}" for left, right in found[:_MOST]),
        part=("buyer", ""),
    )
    return matched(matter, draft, found[:_MOST])


def _step(matter: Matter, stage: Stage) -> Item | None:
    known = matter.playbook.buyer_step
    right = [Candidate(id, known[id].name) for id in stage.buyer_steps if id in known]
    if not right:
        return None
    others = [
        Candidate(step.id, step.name)
        for step in known.values()
        if step.id not in stage.buyer_steps and not step.always_on
    ]
    shown_by = [known[id].shown_by for id in stage.buyer_steps if id in known]
    draft = replace(
        of_stage(matter, stage, f"step.{stage.id}", "step"),
        ask=_("Where on the way to a decision is the buyer while we are in “{stage}”?").format(
            stage=stage.name
        ),
        why=_("By this you can tell what the buyer does in “{stage}”:").format(stage=stage.name),
        quotes=tuple(filter(None, shown_by)) or tuple(each.text for each in right),
    )
    return several(matter, draft, right, others)


def _signs(matter: Matter) -> Iterator[Item | None]:
    """How to tell that a buyer has taken a step."""
    steps = [step for step in matter.playbook.buyer_steps if step.shown_by]
    for step in steps:
        draft = Item(
            id=f"sign.{step.id}",
            kind="choice",
            topic="sign",
            ask=_("How can you tell that the buyer is at this step: “{step}”?").format(
                step=step.name
            ),
            why=_("It is shown by:"),
            quotes=(step.shown_by or "",),
            part=("buyer_step", step.id),
            stages=tuple(
                stage.id for stage in matter.playbook.stages if step.id in stage.buyer_steps
            ),
        )
        others = [Candidate(each.id, each.shown_by or "") for each in steps if each is not step]
        yield choice(matter, draft, Candidate(step.id, step.shown_by or ""), others)


def _people(matter: Matter, stage: Stage) -> Item | None:
    """Whom to know by the end of a stage; who was known before is no wrong answer."""
    if not stage.buyer_roles or any(each.buyer_roles for each in stage.by_segment.values()):
        return None
    earlier = {
        id
        for other in matter.playbook.stages
        if other.id in matter.flow.before[stage.id]
        for id in other.buyer_roles
    }
    right = [_buyer_role(matter, id) for id in stage.buyer_roles]
    others = [
        _buyer_role(matter, id)
        for id in matter.playbook.buyer_roles
        if id not in stage.buyer_roles and id not in earlier
    ]
    draft = replace(
        of_stage(matter, stage, f"people.{stage.id}", "people"),
        ask=_("Whom on the buyer's side should you know by the end of “{stage}”?").format(
            stage=stage.name
        ),
        why=_("By the end of “{stage}” you should know: {roles}.").format(
            stage=stage.name, roles=wording.listed(each.text for each in right)
        ),
    )
    return several(matter, draft, right, others)


def _cares(matter: Matter) -> Iterator[Item | None]:
    roles = matter.playbook.buyer_roles
    for id, role in roles.items():
        if not role.cares_about:
            continue
        draft = Item(
            id=f"cares.{id}",
            kind="choice",
            topic="cares",
            ask=_("What does this person care about: {role}?").format(role=role.name),
            why=_("What this person cares about:"),
            quotes=role.cares_about,
            part=("buyer_role", id),
            stages=tuple(stage.id for stage in matter.playbook.stages if id in stage.buyer_roles),
        )
        others = list(_others_care(matter, id))
        right = Candidate(id, role.cares_about[0])
        yield choice(matter, draft, right, others, also_true=role.cares_about)


def _others_care(matter: Matter, id: BuyerRoleId) -> Iterable[Candidate]:
    for other, role in matter.playbook.buyer_roles.items():
        if other != id:
            yield from (Candidate(f"{other}-{text}", text) for text in role.cares_about)


def _buyer_role(matter: Matter, id: BuyerRoleId) -> Candidate:
    return Candidate(id, wording.buyer_role_name(matter.playbook, id))
