"""Criteria and their checks as sentences.

A criterion may leave its sentence out where it has a check; it is then made
here, so that it reads well in every language.
"""

from playbook.messages import _, n_, p_
from playbook.model import Answer, BuyerRoleId, Criterion, Option, Playbook, Test, Value
from playbook.wording.lists import listed
from playbook.wording.names import (
    buyer_role_name,
    field_name,
    questionnaire_name,
)
from playbook.wording.values import number


def criterion(playbook: Playbook, each: Criterion) -> str:
    """The sentence of a criterion: the author's, or one made from its check."""
    if each.criterion or each.check is None:
        return each.criterion or ""
    sentence = test(playbook, each.check)
    return sentence[:1].upper() + sentence[1:]


def test(playbook: Playbook, each: Test) -> str:
    """A test as a clause, to stand alone or among others."""
    if each.all:
        return _(" and ").join(_grouped(playbook, inner) for inner in each.all)
    if each.any:
        return _(" or ").join(_grouped(playbook, inner) for inner in each.any)
    if each.segment:
        name = (
            playbook.segments[each.segment].name
            if each.segment in playbook.segments
            else each.segment
        )
        return _("the deal is in the segment “{segment}”").format(segment=name)
    if each.contacts:
        return _contacts(playbook, each)
    if each.track:
        return _track(playbook, each)
    subject, options = _subject(playbook, each)
    unit = {"money": playbook.currency, "percent": "%"}.get(_type(playbook, each) or "")
    return answer(each, options, unit).format(subject=subject)


def _grouped(playbook: Playbook, each: Test) -> str:
    """A test among others; one that holds several itself stands in brackets."""
    sentence = test(playbook, each)
    return _("({sentence})").format(sentence=sentence) if each.all or each.any else sentence


def _type(playbook: Playbook, each: Test) -> str | None:
    if each.field:
        return playbook.type_of_field(each.field)
    question = playbook.question.get(each.answer) if each.answer else None
    return playbook.type_of_question(question) if question else None


def answer(each: Answer, options: tuple[Option, ...] = (), unit: str | None = None) -> str:
    """What an operator says of its subject; ``{subject}`` stands for that."""
    names = {option.id: str(option.name) for option in options}

    def said(value: Value | None) -> str:
        if value in ("yes", "no"):
            return p_("answer", "yes") if value == "yes" else p_("answer", "no")
        if isinstance(value, int | float) and not isinstance(value, bool):
            return number(value, unit)
        return names.get(str(value), str(value)).replace("{", "{{").replace("}", "}}")

    if each.is_:
        return {
            "filled": _("{subject} is filled in"),
            "empty": _("{subject} is empty"),
            "unknown": _("{subject} is not known"),
            "passed": _("{subject} is passed"),
            "complete": _("{subject} is complete"),
            "done": _("{subject} is done"),
        }[each.is_]
    for value, sentence in (
        (each.equals, _("{{subject}} is {value}")),
        (each.not_equals, _("{{subject}} is not {value}")),
        (each.at_least, _("{{subject}} is at least {value}")),
        (each.at_most, _("{{subject}} is at most {value}")),
        (each.above, _("{{subject}} is above {value}")),
        (each.below, _("{{subject}} is below {value}")),
    ):
        if value is not None:
            return sentence.format(value=said(value))
    if each.one_of:
        values = listed(said(value) for value in each.one_of)
        return _("{{subject}} is one of: {values}").format(values=values)
    if each.within_days is not None:
        sentence = n_(
            "{{subject}} is within {count} day",
            "{{subject}} is within {count} days",
            each.within_days,
        )
        return sentence.format(count=each.within_days)
    return "{subject}"


def _subject(playbook: Playbook, each: Test) -> tuple[str, tuple[Option, ...]]:
    if each.field:
        field = playbook.fields.get(each.field)
        return _quoted(field_name(playbook, each.field)), field.options if field else ()
    if each.answer and each.answer in playbook.question:
        question = playbook.question[each.answer]
        options = question.options
        if question.field and question.field in playbook.fields:
            options = playbook.fields[question.field].options
        return _quoted(question.ask), options
    if each.questionnaire and each.questionnaire in playbook.questionnaires:
        questionnaire = playbook.questionnaires[each.questionnaire]
        name = questionnaire_name(questionnaire, each.elements)
        scored = _("the score of {questionnaire}").format(questionnaire=name)
        return (name if each.is_ else scored), ()
    return "", ()


def _contacts(playbook: Playbook, each: Test) -> str:
    role = buyer_role_name(playbook, each.contacts or BuyerRoleId(""))
    least = int(each.at_least or 1)
    if each.is_ == "empty":
        return _("no contact is known as “{role}”").format(role=role)
    sentence = n_(
        "{count} contact is known as “{role}”",
        "at least {count} contacts are known as “{role}”",
        least,
    )
    return sentence.format(count=least, role=role)


def _track(playbook: Playbook, each: Test) -> str:
    track = playbook.tracks.get(each.track) if each.track else None
    name = track.name if track else each.track
    phase = next((p.name for p in (track.phases if track else ()) if p.id == each.phase), None)
    if phase:
        return _("{track}: the phase “{phase}” is done").format(track=name, phase=phase)
    return _("{track} is done").format(track=name)


def _quoted(text: str) -> str:
    return _("“{text}”").format(text=text)
