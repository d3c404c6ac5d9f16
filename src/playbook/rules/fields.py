"""Fields: filled before they are used, and used after they are filled."""

from collections.abc import Iterator

from playbook.findings import At
from playbook.messages import _
from playbook.model import (
    FieldId,
    Playbook,
    Question,
    Stage,
)
from playbook.rules import Context, Remark, Severity, called, rule


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
        if id not in context.flow.possibly[stage.id] and not context.may_be_filled(id):
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
        is_sometimes = id in flow.possibly[stage.id] and id not in flow.surely[stage.id]
        if is_sometimes and not context.may_be_filled(id):
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
        if field.filled_by == "system" or context.may_be_meant(FieldId, id):
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
