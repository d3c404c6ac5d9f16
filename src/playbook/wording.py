"""The model in words, in the language in use: conditions, times, and the terms of the trade.

A criterion may leave its sentence out where it has a check; it is then made
here, so that it reads well in every language.
"""

from collections.abc import Iterable, Sequence

from playbook.messages import _, language, n_, p_
from playbook.model import (
    DEAL_OWNER,
    SYSTEM,
    Answer,
    BuyerRoleId,
    Criterion,
    Field,
    FieldId,
    Moment,
    Option,
    Playbook,
    Questionnaire,
    RoleId,
    Test,
    Value,
)


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


def number(value: float, unit: str | None = None) -> str:
    """A number as it is written in the language in use, with its currency or percent sign."""
    from playbook.local import Local

    local = Local(language(), unit)
    if unit is None:
        return local.number(value)
    return local.number(value) + unit if unit == "%" else local.money(value)


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


def moment(playbook: Playbook, each: Moment) -> str:
    """A span of time: ``2 workdays``, ``30 days before Contract end``."""
    span, day = _span(each), each.before or each.after
    if day is not None and each.days == 0:
        return _("on the day of “{field}”").format(field=field_name(playbook, day))
    if each.before:
        return _("{span} before “{field}”").format(
            span=span, field=field_name(playbook, each.before)
        )
    if each.after:
        return _("{span} after “{field}”").format(span=span, field=field_name(playbook, each.after))
    if each.after_task:
        tasks = {task.id: task.do for _holder, task in playbook.tasks()}
        return _("{span} after “{task}”").format(
            span=span, task=tasks.get(each.after_task, each.after_task)
        )
    return span


def _span(each: Moment) -> str:
    """The one unit that a moment counts in, with its number."""
    if each.minutes is not None:
        return n_("{count} minute", "{count} minutes", each.minutes).format(count=each.minutes)
    if each.hours is not None:
        return n_("{count} hour", "{count} hours", each.hours).format(count=each.hours)
    if each.workdays is not None:
        return n_("{count} workday", "{count} workdays", each.workdays).format(count=each.workdays)
    if each.weeks is not None:
        return n_("{count} week", "{count} weeks", each.weeks).format(count=each.weeks)
    if each.months is not None:
        return n_("{count} month", "{count} months", each.months).format(count=each.months)
    return days(each.days) if each.days is not None else ""


def interval(each: Moment) -> str:
    """How often something comes again: ``every week``, ``every 2 months``."""
    for count, words in (
        (each.days, n_("every day", "every {count} days", each.days or 0)),
        (each.workdays, n_("every workday", "every {count} workdays", each.workdays or 0)),
        (each.weeks, n_("every week", "every {count} weeks", each.weeks or 0)),
        (each.months, n_("every month", "every {count} months", each.months or 0)),
        (each.hours, n_("every hour", "every {count} hours", each.hours or 0)),
        (each.minutes, n_("every minute", "every {count} minutes", each.minutes or 0)),
    ):
        if count is not None:
            return words.format(count=count)
    return ""


def days(count: int) -> str:
    """A number of days."""
    return n_("{count} day", "{count} days", count).format(count=count)


def listed(names: Iterable[str]) -> str:
    """Names one after the other."""
    return p_("list", ", ").join(names)


def together(clauses: Iterable[str]) -> str:
    """Clauses one after the other; what says nothing is left out."""
    return p_("list", "; ").join(filter(None, clauses))


def role_name(playbook: Playbook, id: RoleId) -> str:
    """The label of a role, the author's or a built-in one."""
    if id in playbook.roles:
        return playbook.roles[id].name
    return {DEAL_OWNER: _("Deal owner"), SYSTEM: _("System")}.get(id, str(id))


def buyer_role_name(playbook: Playbook, id: BuyerRoleId) -> str:
    """The label of a buyer role, the author's or a built-in one."""
    if id in playbook.buyer_roles:
        return playbook.buyer_roles[id].name
    return {
        "economic-buyer": _("Economic buyer"),
        "champion": _("Champion"),
        "technical-buyer": _("Technical buyer"),
        "user-buyer": _("User"),
        "influencer": _("Influencer"),
        "blocker": _("Opponent"),
        "coach": _("Coach"),
    }.get(str(id), str(id))


def field_name(playbook: Playbook, id: FieldId) -> str:
    """The label of a field, the author's or a built-in one."""
    if id in playbook.fields:
        return playbook.fields[id].name
    return {
        "amount": _("Amount"),
        "close-date": _("Close date"),
        "account": _("Account"),
        "owner": _("Owner"),
        "source": _("Source"),
        "next-step": _("Next step"),
        "loss-reason": _("Loss reason"),
    }.get(str(id), str(id))


def value_name(field: Field | None, given: Value | None) -> str:
    """A value of a field as people read it: yes or no, or the name of a choice."""
    names = {str(option.id): str(option.name) for option in field.options} if field else {}
    if field and field.type == "yes-no":
        names = {"yes": p_("answer", "yes"), "no": p_("answer", "no")}
    return names.get(str(given), str(given))


def questionnaire_name(each: Questionnaire, elements: Sequence[str] = ()) -> str:
    """The label of a questionnaire, or its framework's name; some of its elements in brackets."""
    names = {"gpctba-ci": "GPCTBA/C&I", "spiced": "SPICED", "custom": each.id}
    name = each.name or names.get(each.framework, each.framework.upper())
    if not elements:
        return name
    parts = listed(element_name(each, id) for id in elements)
    return _("{questionnaire} ({parts})").format(questionnaire=name, parts=parts)


def element_name(each: Questionnaire, id: str) -> str:
    """The label of a framework's element."""
    own = {str(element.id): str(element.name) for element in each.elements}
    return own.get(id) or {
        "budget": _("Budget"),
        "authority": _("Authority"),
        "need": _("Need"),
        "timeline": _("Timeline"),
        "urgency": _("Urgency"),
        "money": _("Money"),
        "challenges": _("Challenges"),
        "prioritization": _("Prioritization"),
        "funds": _("Funds"),
        "interest": _("Interest"),
        "timing": _("Timing"),
        "economic-impact": _("Economic impact"),
        "access": _("Access to authority"),
        "goals": _("Goals"),
        "plans": _("Plans"),
        "consequences": _("Negative consequences"),
        "implications": _("Positive implications"),
        "metrics": _("Metrics"),
        "economic-buyer": _("Economic buyer"),
        "decision-criteria": _("Decision criteria"),
        "decision-process": _("Decision process"),
        "paper-process": _("Paper process"),
        "pain": _("Pain"),
        "champion": _("Champion"),
        "competition": _("Competition"),
        "partner": _("Partner"),
        "situation": _("Situation"),
        "impact": _("Impact"),
        "critical-event": _("Critical event"),
        "decision": _("Decision"),
        "problem": _("Problem"),
        "implication": _("Implication"),
        "need-payoff": _("Need-payoff"),
    }.get(id, id)


def forecast_name(playbook: Playbook, id: str) -> str:
    """The label of a forecast category, the author's or the usual one."""
    own = {str(key): entry.name for key, entry in playbook.forecast.items()}
    return own.get(id) or {
        "omitted": _("Omitted"),
        "pipeline": _("Pipeline"),
        "best-case": _("Best case"),
        "most-likely": _("Most likely"),
        "commit": _("Commit"),
        "closed": _("Closed"),
    }.get(id, id)


def term(id: str) -> str:
    """A word of the format, as people say it: kinds of stage, evidence, levels and the like."""
    return {
        "lead": p_("stage", "Lead"),
        "open": p_("stage", "Open"),
        "won": p_("stage", "Won"),
        "lost": p_("stage", "Lost"),
        "disqualified": p_("stage", "Disqualified"),
        "not-counted": p_("stage", "Not counted"),
        "parked": p_("stage", "Parked"),
        "after-sale": p_("stage", "After sale"),
        "signed-document": _("Signed document"),
        "written-confirmation": _("Written confirmation"),
        "payment": _("Payment"),
        "meeting-held": _("Meeting held"),
        "calendar-event": _("Calendar event"),
        "buyer-reply": _("Buyer's reply"),
        "product-usage": _("Product usage"),
        "record-exists": _("Record exists"),
        "approval": _("Approval"),
        "field-value": _("Field value"),
        "stated-orally": _("Stated orally"),
        "seller-judgement": _("Seller's judgement"),
        "buyer": p_("evidence", "Buyer"),
        "third-party": _("Third party"),
        "seller": p_("evidence", "Seller"),
        "system": _("System"),
        "must": _("Required"),
        "should": p_("level", "Expected"),
        "may": _("Optional"),
        "call": _("Call"),
        "meeting": _("Meeting"),
        "email": _("E-mail"),
        "message": _("Message"),
        "document": _("Document"),
        "internal": _("Internal"),
        "script": _("Script"),
        "slides": _("Slides"),
        "sheet": _("Sheet"),
        "video": _("Video"),
        "link": _("Link"),
        "price": _("Price"),
        "need": _("Need"),
        "time": _("Time"),
        "authority": _("Authority"),
        "trust": _("Trust"),
        "competitor": _("Competitor"),
        "product": _("Product"),
        "status-quo": _("Status quo"),
        "listen": _("Listen"),
        "acknowledge": _("Acknowledge"),
        "explore": _("Explore"),
        "respond": _("Respond"),
        "text": _("Text"),
        "long-text": _("Long text"),
        "number": _("Number"),
        "money": p_("type", "Money"),
        "percent": _("Percent"),
        "date": _("Date"),
        "yes-no": _("Yes or no"),
        "choice": _("Choice"),
        "choices": _("Choices"),
        "user": p_("type", "Colleague"),
        "contact": _("Contact"),
        "company": _("Company"),
        "file": _("File"),
        "rating": _("Rating"),
    }.get(id, id)
