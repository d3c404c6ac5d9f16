"""Fields: filled before they are used, used after they are filled, and of the right type."""

from collections.abc import Iterator

from playbook.findings import At
from playbook.messages import _
from playbook.model import (
    BUILT_IN_FIELDS,
    Answer,
    Field,
    FieldId,
    Moment,
    Option,
    Playbook,
    Question,
    Stage,
    Test,
    Value,
)
from playbook.rules import Context, Remark, Severity, called, rule
from playbook.suggest import did_you_mean

_NUMBERS = frozenset({"number", "money", "percent", "rating"})
_COMPARING = ("at_least", "at_most", "above", "below")


@rule("PB610", Severity.ERROR)
def used_before_filled(context: Context) -> Iterator[Remark]:
    """A field that a gate looks at is filled by then.

    ## Why
    If nothing before the gate fills the field, nobody can pass honestly, and
    people type in whatever opens it.

    ## Wrong
    ```yaml
    fields: {budget: {name: Budget, type: money}}
    stages:
      - {id: qualified, name: Qualified, exit: [{id: funded, check: {field: budget, at_least: 1000}}]}
      - {id: contract, name: Contract, must_fill: [budget], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    fields: {budget: {name: Budget, type: money}}
    stages:
      - {id: qualified, name: Qualified, must_fill: [budget], exit: [{id: funded, check: {field: budget, at_least: 1000}}]}
      - {id: contract, name: Contract, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    for stage, at, id in _uses(context):
        if id not in context.flow.possibly[stage.id]:
            message = _("{field} is used in {stage}, and nothing fills it by then.")
            help = _("Add it to `must_fill`, or let a question hold its answer there.")
            yield Remark(at, _message(context, message, stage, id), help)


@rule("PB611", Severity.WARNING)
def sometimes_not_filled(context: Context) -> Iterator[Remark]:
    """A field that a gate looks at is filled on every way that leads there.

    ## Why
    Where one way fills it and another does not, or only an optional question
    asks for it, some deals come to the gate without it.

    ## Wrong
    ```yaml
    fields: {budget: {name: Budget, type: money}}
    stages:
      - {id: qualified, name: Qualified, next: [trial, contract], exit: [The buyer has named who signs]}
      - {id: trial, name: Trial, must_fill: [budget], exit: [The users have logged in]}
      - {id: contract, name: Contract, exit: [{id: funded, check: {field: budget, at_least: 1000}}, The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    fields: {budget: {name: Budget, type: money}}
    stages:
      - {id: qualified, name: Qualified, next: [trial, contract], must_fill: [budget], exit: [The buyer has named who signs]}
      - {id: trial, name: Trial, exit: [The users have logged in]}
      - {id: contract, name: Contract, exit: [{id: funded, check: {field: budget, at_least: 1000}}, The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    flow = context.flow
    for stage, at, id in _uses(context):
        if id in flow.possibly[stage.id] and id not in flow.surely[stage.id]:
            message = _("{field} is used in {stage}, and some deals get there without it.")
            help = _("Add it to `must_fill` where every deal passes, or make its question a must.")
            yield Remark(at, _message(context, message, stage, id), help)


def _message(context: Context, message: str, stage: Stage, id: FieldId) -> str:
    field = called(context.playbook.fields[id].name, id)
    return message.format(field=field, stage=called(stage.name, stage.id))


def _uses(context: Context) -> Iterator[tuple[Stage, At, FieldId]]:
    """Where a stage uses the value of a field that people must have filled."""
    playbook = context.playbook
    for stage in playbook.stages:
        for at, id in _uses_in(stage):
            field = playbook.fields.get(id)
            if field is None or field.filled_by == "system":
                continue
            if field.default is None and not field.for_:
                yield stage, at, id


def _uses_in(stage: Stage) -> Iterator[tuple[At, FieldId]]:
    for criterion in (*stage.entry, *stage.exit):
        for leaf in (
            criterion.check.leaves() if criterion.check and criterion.level == "must" else ()
        ):
            if leaf.field and leaf.is_ not in ("filled", "empty", "unknown"):
                yield (*leaf.at, "field"), leaf.field
    for write in (*stage.on_enter, *stage.on_leave):
        if write.copy:
            yield (*write.at, "copy"), write.copy
    for number, id in enumerate(stage.handover.fields if stage.handover else ()):
        yield (*stage.at, "handover", "fields", number), id
    if stage.leave_by:
        for key, moment_field in (
            ("before", stage.leave_by.before),
            ("after", stage.leave_by.after),
        ):
            if moment_field:
                yield (*stage.leave_by.at, key), moment_field


@rule("PB612", Severity.WARNING)
def filled_for_nothing(context: Context) -> Iterator[Remark]:
    """A field that must be filled is used for something.

    ## Why
    Fields that nobody looks at creep into every CRM, and each costs every rep
    time on every deal. A gate, a score, a copy, a handover, a text, a reason
    or a `purpose` is a use.

    ## Wrong
    ```yaml
    fields: {region: {name: Region, type: text}}
    stages:
      - {id: qualified, name: Qualified, must_fill: [region], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    fields: {region: {name: Region, type: text, purpose: The yearly plan is made by region}}
    stages:
      - {id: qualified, name: Qualified, must_fill: [region], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    playbook = context.playbook
    filled: dict[FieldId, At] = {}
    used: set[FieldId] = set()
    for leaf in playbook.references:
        if leaf.kind is FieldId:
            id = FieldId(leaf.value)
            if leaf.at[-2] == "must_fill" and leaf.at[0] != "reasons":
                filled.setdefault(id, leaf.at)
            elif leaf.at[0] != "questionnaires" or "when" in leaf.at:
                used.add(id)
    for text in playbook.texts:
        used.update(FieldId(id) for id in playbook.fields if "{{" + id + "}}" in text.value)
    for question in playbook.question.values():
        if question.field and (
            question.score or question.knock_out or _is_tested(playbook, question)
        ):
            used.add(question.field)
    for id, at in filled.items():
        field = playbook.fields.get(id)
        if field is None or id in used or field.purpose or context.is_shared(field.at):
            continue
        if field.filled_by == "system":
            continue
        message = _("{field} is filled and never used.").format(field=called(field.name, id))
        help = _("Use it, say its `purpose`, or do not ask for it.")
        yield Remark(at, message, help)


def _is_tested(playbook: Playbook, question: Question) -> bool:
    for _holder, criterion in playbook.criteria():
        for leaf in criterion.check.leaves() if criterion.check else ():
            questionnaire = (
                playbook.questionnaires.get(leaf.questionnaire) if leaf.questionnaire else None
            )
            if questionnaire and question in questionnaire.questions:
                return True
            if leaf.answer == question.id:
                return True
    return False


@rule("PB613", Severity.ERROR)
def wrong_comparison(context: Context) -> Iterator[Remark]:
    """A value is compared with what its type allows.

    ## Why
    "At least" makes no sense of a text, and a choice equals one of its own
    options. Such a test is never true, so its gate never opens.

    ## Wrong
    ```yaml
    fields: {region: {name: Region, type: choice, options: [{id: eu, name: Europe}]}}
    stages:
      - {id: qualified, name: Qualified, must_fill: [region], exit: [{id: ours, check: {field: region, equals: europe}}]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    fields: {region: {name: Region, type: choice, options: [{id: eu, name: Europe}]}}
    stages:
      - {id: qualified, name: Qualified, must_fill: [region], exit: [{id: ours, check: {field: region, equals: eu}}]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    playbook = context.playbook
    for part in playbook.parts:
        if isinstance(part, Test):
            if part.subjects:
                kind, options = _subject(playbook, part)
                yield from _compared(part, kind, options)
        elif isinstance(part, Moment):
            yield from _dates(playbook, part)
    for question in playbook.question.values():
        kind, options = playbook.type_of_question(question), _options(playbook, question)
        for score in question.score:
            yield from _compared(score, kind, options)
        if question.knock_out:
            yield from _compared(question.knock_out, kind, options)
    for field in playbook.fields.values():
        if field.default is not None:
            problem = _misfit(field.default, field.type, field.options)
            if problem:
                yield Remark((*field.at, "default"), *problem)


def _subject(playbook: Playbook, test: Test) -> tuple[str | None, tuple[Option, ...]]:
    """The type of what a test looks at, and the options it has."""
    if test.field:
        field = playbook.fields.get(test.field)
        return playbook.type_of_field(test.field), field.options if field else ()
    if test.answer:
        question = playbook.question.get(test.answer)
        if question is None:
            return None, ()
        return playbook.type_of_question(question), _options(playbook, question)
    if test.questionnaire:
        return "score", ()
    if test.contacts:
        return "count", ()
    return "state", ()


def _options(playbook: Playbook, question: Question) -> tuple[Option, ...]:
    if question.field and question.field in playbook.fields:
        return playbook.fields[question.field].options
    return question.options


_STATES = {
    "score": ("passed", "complete"),
    "count": ("filled", "empty"),
    "state": ("done",),
}


def _compared(answer: Answer, kind: str | None, options: tuple[Option, ...]) -> Iterator[Remark]:
    """What is wrong with comparing a value of this type in this way."""
    if kind is None:
        return
    numeric = kind in _NUMBERS or kind in ("score", "count")
    for operator in answer.operators:
        key = operator.rstrip("_")
        at = (*answer.at, key)
        if operator == "is_":
            allowed = _STATES.get(kind, ("filled", "empty", "unknown"))
            if answer.is_ not in allowed:
                message = _('"{state}" cannot be tested here.').format(state=answer.is_)
                yield Remark(at, message, did_you_mean(str(answer.is_), allowed))
        elif operator in _COMPARING and not numeric:
            message = _('"{operator}" compares numbers, and this is of the type {type}.')
            help = _("Use `equals`, `one_of` or `is: filled`.")
            yield Remark(at, message.format(operator=key, type=kind), help)
        elif operator == "within_days" and kind != "date":
            message = _('"{operator}" looks at a date, and this is of the type {type}.')
            yield Remark(
                at, message.format(operator=key, type=kind), _("Name a field of the type date.")
            )
        elif operator in ("equals", "not_equals", "one_of"):
            for value in answer.values:
                problem = _misfit(value, kind, options)
                if problem:
                    yield Remark(at, *problem)


def _misfit(value: Value, kind: str, options: tuple[Option, ...]) -> tuple[str, str] | None:
    """Why a value cannot be of a type, and what to write instead; None if it can."""
    shown = str(value).lower() if isinstance(value, bool) else str(value)
    if kind in ("choice", "choices"):
        ids = [option.id for option in options]
        if options and value not in ids:
            return _('"{value}" is none of the options.').format(value=shown), did_you_mean(
                shown, ids
            )
    elif kind == "yes-no":
        if value not in ("yes", "no"):
            guess = "yes" if value is True else "no" if value is False else "yes, no"
            message = _("This is answered with yes or no, not with {value}.").format(value=shown)
            return message, _("Write {guess}.").format(guess=guess)
    elif kind in _NUMBERS or kind in ("score", "count"):
        if isinstance(value, str | bool):
            message = _('"{value}" is no number, and this is of the type {type}.')
            return message.format(value=shown, type=kind), _("Write a number without quotes.")
    elif kind == "state":
        return _("This is done or not; there is no value to compare."), _("Write `is: done`.")
    elif not isinstance(value, str):
        message = _("{value} is no text, and this is of the type {type}.")
        return message.format(value=shown, type=kind), _('Put quotes around it: "{value}".').format(
            value=shown
        )
    return None


def _dates(playbook: Playbook, moment: Moment) -> Iterator[Remark]:
    for key, id in (("before", moment.before), ("after", moment.after)):
        kind = playbook.type_of_field(id) if id else None
        if id and kind not in (None, "date"):
            message = _('Time counts from a date, and "{id}" is of the type {type}.')
            dates = [each.id for each in playbook.fields.values() if each.type == "date"]
            dates += [built_in for built_in, type in BUILT_IN_FIELDS.items() if type == "date"]
            help = _("Dates here: {ids}.").format(ids=", ".join(dates))
            yield Remark((*moment.at, key), message.format(id=id, type=kind), help)


@rule("PB614", Severity.ERROR)
def test_without_sense(context: Context) -> Iterator[Remark]:
    """A test looks at one thing, and compares it in one way.

    ## Why
    A test with two subjects leaves open which one is meant, and one without
    says nothing. Several tests stand under `all` or `any`.

    ## Wrong
    ```yaml
    fields: {budget: {name: Budget, type: money}}
    stages:
      - {id: qualified, name: Qualified, must_fill: [budget], exit: [{id: funded, check: {field: budget}}]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    fields: {budget: {name: Budget, type: money}}
    stages:
      - {id: qualified, name: Qualified, must_fill: [budget], exit: [{id: funded, check: {field: budget, is: filled}}]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    for part in context.playbook.parts:
        if isinstance(part, Test):
            message = _nonsense(part)
            if message:
                help = _("For example: {example}").format(example="{field: amount, at_least: 1000}")
                yield Remark(part.at, message, help)
        elif isinstance(part, Answer) and len(part.operators) != 1:
            yield Remark(
                part.at, _("One comparison is needed here."), _("For example: equals: yes")
            )


def _nonsense(test: Test) -> str | None:
    groups = bool(test.all) + bool(test.any)
    if groups:
        if groups > 1 or test.subjects or test.operators:
            return _("`all` or `any` stands alone, with the tests below it.")
        inner = [each for each in (*test.all, *test.any) if each.all or each.any]
        if any(deeper.all or deeper.any for each in inner for deeper in (*each.all, *each.any)):
            return _("Tests are nested one level deep at most.")
        return None
    if len(test.subjects) != 1:
        return _(
            "A test looks at one thing: field, answer, questionnaire, contacts, track or segment."
        )
    if test.segment:
        return _("A segment is tested by naming it alone.") if test.operators else None
    if len(test.operators) != 1:
        return _("A test needs one comparison: is, equals, at_least and the like.")
    if test.phase and not test.track:
        return _("A phase is named together with its track.")
    if test.elements and not test.questionnaire:
        return _("Elements are named together with their questionnaire.")
    return None


@rule("PB615", Severity.ERROR)
def choice_without_options(context: Context) -> Iterator[Remark]:
    """What is chosen has options, and nothing else has.

    ## Why
    A list without entries cannot be filled, and options of a text are never
    shown.

    ## Wrong
    ```yaml
    fields: {region: {name: Region, type: choice}}
    ```

    ## Right
    ```yaml
    fields: {region: {name: Region, type: choice, options: [{id: eu, name: Europe}]}}
    ```
    """
    playbook = context.playbook
    choosing: list[Field | Question] = [*playbook.fields.values(), *playbook.question.values()]
    for part in choosing:
        if isinstance(part, Question) and part.field:
            continue
        chosen = part.type in ("choice", "choices")
        if chosen and not part.options:
            message = _("There is nothing to choose from.")
            help = _("Add options: [{example}].").format(example="{id: eu, name: Europe}")
            yield Remark((*part.at, "type"), message, help)
        elif part.options and not chosen:
            message = _("Only the types choice and choices have options, and this is {type}.")
            yield Remark(
                (*part.at, "options"), message.format(type=part.type), _("Write type: choice.")
            )
