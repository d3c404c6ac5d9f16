"""What is collected about a deal: once, and for a purpose."""

from collections.abc import Iterator

from playbook.messages import _
from playbook.rules import Context, Remark, Severity, called, rule


@rule("PB621", Severity.INFO)
def asked_twice(context: Context) -> Iterator[Remark]:
    """What one field holds is asked by one question.

    ## Why
    Two questions that fill the same field overwrite each other's answers, and
    the buyer is asked twice. Where an answer is to be confirmed later,
    `confirms` says so.

    ## Wrong
    ```yaml
    fields: {budget: {name: Budget, type: money, purpose: The offer is made by it}}
    questionnaires:
      first: {framework: custom, questions: [{id: funds, ask: What is the budget?, field: budget}]}
      second: {framework: custom, questions: [{id: money, ask: How much can be spent?, field: budget}]}
    stages:
      - {id: qualified, name: Qualified, asks: {first: all, second: all}, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    fields: {budget: {name: Budget, type: money, purpose: The offer is made by it}}
    questionnaires:
      first: {framework: custom, questions: [{id: funds, ask: What is the budget?, field: budget}]}
    stages:
      - {id: qualified, name: Qualified, asks: {first: all}, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    playbook = context.playbook
    first: dict[str, str] = {}
    for holder in (*playbook.stages, *playbook.phases):
        for question in playbook.asked_in(holder):
            if question.field is None or question.when or question.for_:
                continue
            other = first.setdefault(question.field, question.id)
            if other != question.id:
                message = _('The answer goes where that of "{id}" goes: {field}.')
                message = message.format(id=other, field=question.field)
                help = _("Ask once, and confirm it later with `confirms`.")
                yield Remark((*question.at, "field"), message, help)


@rule("PB622", Severity.WARNING)
def personal_without_purpose(context: Context) -> Iterator[Remark]:
    """Personal data has a purpose, and a day on which it goes.

    ## Why
    The law in Europe and in China asks for both, and a buyer may ask any day
    why we keep it.

    ## Wrong
    ```yaml
    fields: {birthday: {name: Birthday, type: date, personal: true}}
    stages:
      - {id: qualified, name: Qualified, tasks: [Call the buyer], exit: [The buyer has signed, {criterion: The birthday is known, kept_in: birthday}]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    fields: {birthday: {name: Birthday, type: date, personal: true, purpose: A card every year, keep_months: 24}}
    stages:
      - {id: qualified, name: Qualified, tasks: [Call the buyer], exit: [The buyer has signed, {criterion: The birthday is known, kept_in: birthday}]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    for field in context.playbook.fields.values():
        if field.personal and not (field.purpose and field.keep_months):
            message = _("{field} is personal, and nothing says why it is kept or for how long.")
            if field.purpose:
                message = _("{field} is personal, and nothing says for how long it is kept.")
            elif field.keep_months:
                message = _("{field} is personal, and nothing says why it is kept.")
            help = _("Add `purpose:` with a sentence and `keep_months:` with a number.")
            yield Remark(field.at, message.format(field=called(field.name, field.id)), help)


@rule("PB625", Severity.INFO)
def demanded_again(context: Context) -> Iterator[Remark]:
    """A field that was demanded in an earlier stage is not demanded again.

    ## Why
    The second demand looks at what is filled already, and hides the ones that
    matter. What holds in every stage stands under `every_stage`.

    ## Wrong
    ```yaml
    fields: {budget: {name: Budget, type: money, purpose: The offer is made by it}}
    stages:
      - {id: qualified, name: Qualified, tasks: [Call the buyer], must_fill: [budget], exit: [The buyer has named who signs]}
      - {id: proposal, name: Proposal, tasks: [Write the offer], exit: [The buyer has accepted the offer in writing]}
      - {id: contract, name: Contract, tasks: [Send the contract], must_fill: [budget], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    fields: {budget: {name: Budget, type: money, purpose: The offer is made by it}}
    stages:
      - {id: qualified, name: Qualified, tasks: [Call the buyer], must_fill: [budget], exit: [The buyer has named who signs]}
      - {id: proposal, name: Proposal, tasks: [Write the offer], exit: [The buyer has accepted the offer in writing]}
      - {id: contract, name: Contract, tasks: [Send the contract], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    line = [stage for stage in context.flow.line if not stage.for_]
    fields = context.playbook.fields
    cleared = {id for stage in line if stage.back for id in stage.back.clear}
    first: dict[str, str] = {}
    for stage in line:
        for number, id in enumerate(stage.must_fill):
            in_all = all(id in each.must_fill for each in line)
            if in_all or id in cleared or id not in fields:
                continue
            earlier = first.get(id)
            if earlier is not None and stage.id not in context.flow.starts:
                message = _("{field} was demanded in {stage} already.").format(
                    field=called(fields[id].name, id), stage=earlier
                )
                help = _("Take it out here, or move it to the stage that needs it.")
                yield Remark((*stage.at, "must_fill", number), message, help)
            elif earlier is None and not stage.optional:
                first[id] = called(stage.name, stage.id)
