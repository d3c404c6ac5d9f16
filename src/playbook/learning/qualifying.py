"""Questions about qualifying: why we ask, what to listen for, knock-outs, scores and bands."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from playbook import wording
from playbook.learning.asking import choice, number, yes_or_no
from playbook.learning.items import Item
from playbook.learning.matter import Candidate, Matter
from playbook.messages import _, n_
from playbook.model import KnockOut, Question, Questionnaire, StageId
from playbook.scoring import is_passed, of_elements, score, whole

_MOST_ELEMENTS = 9


def qualifying(matter: Matter) -> Iterator[Item | None]:
    """The questions about all questionnaires."""
    for questionnaire in matter.playbook.questionnaires.values():
        for question in questionnaire.questions:
            yield _why(matter, questionnaire, question)
            yield _listening(matter, questionnaire, question)
            yield _element(matter, questionnaire, question)
            if question.knock_out is not None:
                yield _knock_out(matter, questionnaire, question, question.knock_out)
        yield _pass_mark(matter, questionnaire)
        yield from _results(matter, questionnaire)


def _why(matter: Matter, questionnaire: Questionnaire, question: Question) -> Item | None:
    draft = replace(
        _draft(matter, questionnaire, question, "why"),
        ask=_("Why do we ask the buyer this?"),
        why=_("The playbook gives this reason:"),
    )
    return _about(matter, question, draft, lambda each: each.why)


def _listening(matter: Matter, questionnaire: Questionnaire, question: Question) -> Item | None:
    draft = replace(
        _draft(matter, questionnaire, question, "listen"),
        ask=_("You ask the buyer this. What do you listen for?"),
        why=_("The playbook tells you to listen for:"),
    )
    return _about(matter, question, draft, lambda each: each.listen_for)


def _about(
    matter: Matter, question: Question, draft: Item, said: Callable[[Question], str | None]
) -> Item | None:
    """What the playbook says about one question, among what it says about those of other elements."""
    right = said(question)
    if not right:
        return None
    others = [
        Candidate(each.id, words)
        for each in matter.playbook.question.values()
        if (words := said(each))
        and each is not question
        and (each.element != question.element or not each.element)
    ]
    draft = replace(draft, facts=(question.ask,), quotes=(right,))
    return choice(matter, draft, Candidate(question.id, right), others)


def _element(matter: Matter, questionnaire: Questionnaire, question: Question) -> Item | None:
    if question.element not in questionnaire.element_ids:
        return None
    right = Candidate(question.element, wording.element_name(questionnaire, question.element))
    others = [
        Candidate(id, wording.element_name(questionnaire, id)) for id in questionnaire.element_ids
    ]
    draft = replace(
        _draft(matter, questionnaire, question, "element"),
        ask=_("To which part of “{questionnaire}” does this question belong?").format(
            questionnaire=wording.questionnaire_name(questionnaire)
        ),
        facts=(question.ask,),
        why=_("This question is about: {element}.").format(element=right.text),
        quotes=(question.why,) if question.why else (),
    )
    return choice(matter, draft, right, others)


def _knock_out(
    matter: Matter, questionnaire: Questionnaire, question: Question, each: KnockOut
) -> Item | None:
    """What an answer does that ends or parks the deal."""
    playbook = matter.playbook
    if each.move_to not in playbook.stage:
        return None
    unit = {"money": playbook.currency, "percent": "%"}.get(
        playbook.type_of_question(question) or ""
    )
    field = playbook.fields.get(question.field) if question.field else None
    options = field.options if field else question.options
    answer = wording.answer(each, options, unit).format(subject=_("The answer"))
    right = _ends(matter, each.move_to, each.reason)
    reasons = [id for id in playbook.reasons if each.reason and id != each.reason]
    elsewhere = [
        _ends(matter, stage.id, reasons[matter.draw(question.id, stage.id) % len(reasons)])
        if reasons
        else _ends(matter, stage.id, None)
        for stage in playbook.stages
        if not stage.is_worked and stage.kind != "won" and stage.id != each.move_to
    ]
    otherwise = [_ends(matter, each.move_to, id) for id in reasons]
    stays = [Candidate("stays", _("Nothing: the deal goes on as before."))]
    draft = replace(
        _draft(matter, questionnaire, question, "knock-out"),
        ask=_("A buyer has answered a question of ours like this. What happens to the deal?"),
        facts=(question.ask, answer),
        why=_("For this answer, the playbook says:"),
        quotes=(right.text, *((question.why,) if question.why else ())),
    )
    return choice(matter, draft, right, stays, elsewhere, otherwise)


def _ends(matter: Matter, stage: str, reason: str | None) -> Candidate:
    """What becomes of a deal, as a sentence."""
    playbook = matter.playbook
    name = next(each.name for each in playbook.stages if each.id == stage)
    named = next((each.name for id, each in playbook.reasons.items() if id == reason), None)
    if named is None:
        return Candidate(stage, _("The deal moves to {stage}.").format(stage=name))
    sentence = _("The deal moves to {stage}, with the reason “{reason}”.")
    return Candidate(f"{stage}-{reason}", sentence.format(stage=name, reason=named))


def _pass_mark(matter: Matter, questionnaire: Questionnaire) -> Item | None:
    scoring = questionnaire.scoring
    if scoring is None or not scoring.pass_ or not float(scoring.pass_).is_integer():
        return None
    name = wording.questionnaire_name(questionnaire)
    draft = Item(
        id=f"pass.{questionnaire.id}",
        kind="choice",
        topic="pass",
        ask=_("From which score is “{questionnaire}” passed?").format(questionnaire=name),
        why=_("“{questionnaire}” is passed from {score}.").format(
            questionnaire=name, score=matter.local.number(scoring.pass_)
        ),
        part=("questionnaire", questionnaire.id),
        stages=_asking(matter, questionnaire),
    )
    bands = [int(band.from_) for band in scoring.bands if band.from_ > 0]
    mark = int(scoring.pass_)
    near = [mark + 1, mark + 2, mark - 1, mark - 2]
    highest = sum(each.high for each in of_elements(matter.playbook, questionnaire).values())
    return number(
        matter, draft, mark, [*bands, *near], matter.local.number, most=max(highest, mark + 2)
    )


def _results(matter: Matter, questionnaire: Questionnaire) -> Iterator[Item | None]:
    """What points of the elements give: passed or not, and which band."""
    scoring = questionnaire.scoring
    points = _points(matter, questionnaire)
    if scoring is None or not points:
        return
    name = wording.questionnaire_name(questionnaire)
    reached = score(questionnaire, points)
    draft = Item(
        id=f"passed.{questionnaire.id}",
        kind="yes-no",
        topic="passed",
        ask=_("The answers to “{questionnaire}” give these points. Is it passed?").format(
            questionnaire=name
        ),
        facts=tuple(_points_of(matter, questionnaire, id, each) for id, each in points.items()),
        why=_passing(matter, questionnaire, points),
        part=("questionnaire", questionnaire.id),
        stages=_asking(matter, questionnaire),
    )
    if scoring.pass_ is not None or scoring.method == "all":
        yield yes_or_no(draft, holds=is_passed(questionnaire, points))
    bands = sorted(scoring.bands, key=lambda band: band.from_)
    fitting = [band for band in bands if band.from_ <= reached]
    if fitting:
        right = Candidate(fitting[-1].id, fitting[-1].name)
        draft = replace(
            draft,
            id=f"band.{questionnaire.id}",
            topic="band",
            ask=_("The answers to “{questionnaire}” give these points. What is the result?").format(
                questionnaire=name
            ),
            why=_("The score is {score}. From {least} on, the result is “{band}”.").format(
                score=matter.local.number(reached),
                least=matter.local.number(fitting[-1].from_),
                band=right.text,
            ),
        )
        yield choice(matter, draft, right, [Candidate(band.id, band.name) for band in bands])


def _passing(matter: Matter, questionnaire: Questionnaire, points: Mapping[str, float]) -> str:
    """Why it is passed or not."""
    scoring = questionnaire.scoring
    floors = {str(id): floor for id, floor in scoring.floors.items()} if scoring else {}
    for id, floor in floors.items():
        if points.get(id, 0) < floor:
            return _("“{element}” needs at least {points} by itself.").format(
                element=wording.element_name(questionnaire, id), points=matter.local.number(floor)
            )
    if scoring is None or scoring.pass_ is None:
        return _("Every element needs at least one point.")
    return _("The score is {score}; {pass_mark} are needed.").format(
        score=matter.local.number(score(questionnaire, points)),
        pass_mark=matter.local.number(scoring.pass_),
    )


def _points(matter: Matter, questionnaire: Questionnaire) -> dict[str, float]:
    """Points of the elements: drawn so that about every second time it is passed."""
    if any(question.for_ for question in questionnaire.questions):
        return {}
    ranges = {
        id: each
        for id, each in of_elements(matter.playbook, questionnaire).items()
        if each.high > 0 or each.low < 0
    }
    if "" in ranges or not 1 < len(ranges) <= _MOST_ELEMENTS:
        return {}
    id = f"points.{questionnaire.id}"
    wanted = bool(matter.draw(id, "holds") % 2)
    found: dict[str, float] = {}
    for attempt in range(40):
        found = {
            element: whole(each)[matter.draw(id, str(attempt), element) % len(whole(each))]
            for element, each in ranges.items()
        }
        if is_passed(questionnaire, found) == wanted:
            break
    return found


def _points_of(matter: Matter, questionnaire: Questionnaire, id: str, points: float) -> str:
    sentence = n_("“{element}”: {count} point", "“{element}”: {count} points", int(abs(points)))
    return sentence.format(
        element=wording.element_name(questionnaire, id), count=matter.local.number(points)
    )


def _draft(matter: Matter, owner: Questionnaire, question: Question, topic: str) -> Item:
    return Item(
        id=f"{topic}.{question.id}",
        kind="choice",
        topic=topic,
        ask="",
        part=("question", question.id),
        stages=_asking(matter, owner, question),
    )


def _asking(
    matter: Matter, owner: Questionnaire, question: Question | None = None
) -> tuple[StageId, ...]:
    """The stages in which a question is asked, or any question of a questionnaire."""
    ids = [question.id] if question else [each.id for each in owner.questions]
    asking = frozenset[StageId]().union(*(matter.asked_in.get(id, ()) for id in ids))
    return tuple(stage.id for stage in matter.playbook.stages if stage.id in asking)
