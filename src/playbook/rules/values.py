"""Values: of the type that they are compared with, or written to."""

from collections.abc import Iterator
from datetime import date

from playbook.findings import At
from playbook.messages import _
from playbook.model import (
    BUILT_IN_FIELDS,
    Answer,
    Moment,
    Option,
    Playbook,
    Question,
    Test,
    Value,
    Write,
)
from playbook.rules import Context, Remark, Severity, rule
from playbook.suggest import did_you_mean, nearest

_NUMBERS = frozenset({"number", "money", "percent", "rating"})
_COMPARING = ("at_least", "at_most", "above", "below")


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
            yield from _misfits((*field.at, "default"), field.default, field.type, field.options)


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
        elif operator == "one_of":
            for number, value in enumerate(answer.one_of):
                yield from _misfits((*at, number), value, kind, options)
        elif operator in ("equals", "not_equals"):
            for value in answer.values[:1]:
                yield from _misfits(at, value, kind, options)


def _misfits(at: At, value: Value, kind: str, options: tuple[Option, ...]) -> Iterator[Remark]:
    """What is wrong with a value for a type, with a guess at the one that was meant."""
    problem = _misfit(value, kind, options)
    if problem:
        guess = ""
        if kind in ("choice", "choices"):
            guess = nearest(str(value), [option.id for option in options]) or ""
        elif kind == "yes-no" and isinstance(value, bool):
            guess = "yes" if value else "no"
        yield Remark(at, *problem, guess)


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
    elif kind == "date" and isinstance(value, str) and not _is_day(value):
        return _('"{value}" is no day.').format(value=value), _("Write it as 2026-03-31.")
    elif not isinstance(value, str):
        message = _("{value} is no text, and this is of the type {type}.")
        return message.format(value=shown, type=kind), _('Put quotes around it: "{value}".').format(
            value=shown
        )
    return None


def _is_day(value: str) -> bool:
    """Whether a text is a day in the calendar, or the word today."""
    try:
        date.fromisoformat(value)
    except ValueError:
        return value == "today"
    return True


def _dates(playbook: Playbook, moment: Moment) -> Iterator[Remark]:
    for key, id in (("before", moment.before), ("after", moment.after)):
        kind = playbook.type_of_field(id) if id else None
        if id and kind not in (None, "date"):
            message = _('Time counts from a date, and "{id}" is of the type {type}.')
            dates = [each.id for each in playbook.fields.values() if each.type == "date"]
            dates += [built_in for built_in, type in BUILT_IN_FIELDS.items() if type == "date"]
            help = _("Dates here: {ids}.").format(ids=", ".join(dates))
            yield Remark((*moment.at, key), message.format(id=id, type=kind), help)


@rule("PB626", Severity.ERROR)
def wrong_write(context: Context) -> Iterator[Remark]:
    """What the system writes into a field is of the field's type.

    ## Why
    A CRM refuses a word where a day belongs, or keeps it and sorts it wrongly.
    A write sets a value or copies a field, one of the two.

    ## Wrong
    ```yaml
    fields: {qualified-on: {name: Qualified on, type: date, filled_by: system}}
    stages:
      - {id: qualified, name: Qualified, tasks: [Call the buyer], on_leave: [{field: qualified-on, set: yes}], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    fields: {qualified-on: {name: Qualified on, type: date, filled_by: system}}
    stages:
      - {id: qualified, name: Qualified, tasks: [Call the buyer], on_leave: [{field: qualified-on, set: today}], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    playbook = context.playbook
    for part in playbook.parts:
        if isinstance(part, Write):
            yield from _written(playbook, part)


def _written(playbook: Playbook, write: Write) -> Iterator[Remark]:
    kind = playbook.type_of_field(write.field)
    field = playbook.fields.get(write.field)
    if (write.set is None) == (write.copy is None):
        message = _("A write sets a value or copies a field: one of the two.")
        yield Remark(write.at, message, _("Write `set: today`, `set:` with a value, or `copy:`."))
        return
    if kind is None:
        return
    if write.plus_days is not None and kind != "date":
        message = _('Days are added to a date, and "{id}" is of the type {type}.')
        help = _("Leave `plus_days` out, or write to a date.")
        yield Remark((*write.at, "plus_days"), message.format(id=write.field, type=kind), help)
    if write.set is not None:
        options = field.options if field else ()
        yield from _misfits((*write.at, "set"), write.set, kind, options)
    source = playbook.type_of_field(write.copy) if write.copy else None
    if source is not None and not _holds(kind, source):
        message = _('"{id}" is of the type {type} and does not hold what is of the type {source}.')
        message = message.format(id=write.field, type=kind, source=source)
        yield Remark((*write.at, "copy"), message, _("Copy into a field of the same type."))


_TEXTS = frozenset({"text", "long-text"})


def _holds(kind: str, source: str) -> bool:
    """Whether a field of one type can hold what one of another type holds."""
    alike = (_NUMBERS, frozenset({"choice", "choices"}))
    return kind == source or kind in _TEXTS or any({kind, source} <= types for types in alike)
