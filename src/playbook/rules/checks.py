"""Tests and choices: made so that they can be true."""

from collections.abc import Iterator

from playbook.messages import _
from playbook.model import Answer, Field, Question, Test
from playbook.rules import Context, Remark, Severity, rule


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
