"""Pass marks: they can be reached and missed, hide nothing, and decide something."""

from collections.abc import Iterator

from playbook import scoring
from playbook.messages import _
from playbook.model import Questionnaire, QuestionnaireId, Test, Work
from playbook.rules import Context, Remark, Severity, called, rule


def _name(questionnaire: Questionnaire) -> str:
    return called(questionnaire.name or questionnaire.id, questionnaire.id)


def _number(value: float) -> str:
    return f"{value:g}"


@rule("PB602", Severity.ERROR)
def pass_mark_out_of_reach(context: Context) -> Iterator[Remark]:
    """A pass mark can be reached, and can be missed.

    ## Why
    A gate that no answers can open, or that every answer opens, is no gate.
    The highest score is what the best answers to all questions give.

    ## Wrong
    ```yaml
    questionnaires:
      fit:
        framework: custom
        scoring: {pass: 5}
        questions:
          - {id: fits, ask: Is it our market?, type: yes-no}
          - {id: funded, ask: Is there a budget?, type: yes-no}
    ```

    ## Right
    ```yaml
    questionnaires:
      fit:
        framework: custom
        scoring: {pass: 2}
        questions:
          - {id: fits, ask: Is it our market?, type: yes-no}
          - {id: funded, ask: Is there a budget?, type: yes-no}
    ```
    """
    playbook = context.playbook
    for questionnaire in playbook.questionnaires.values():
        rules = questionnaire.scoring
        if rules is None:
            continue
        reach = scoring.of_questionnaire(playbook, questionnaire)
        if rules.pass_ is not None and rules.pass_ > reach.high:
            message = _("The pass mark {mark} cannot be reached: the best answers give {high}.")
            help = _("Lower it, or give answers more points with `score`.")
        elif rules.pass_ is not None and rules.pass_ <= reach.low:
            message = _("The pass mark {mark} cannot be missed: no answers give less than {low}.")
            help = _("Raise it above {low}.").format(low=_number(reach.low))
        else:
            message = ""
        if message:
            message = message.format(
                mark=_number(rules.pass_ or 0), high=_number(reach.high), low=_number(reach.low)
            )
            yield Remark((*rules.at, "pass"), message, help)
        elements = scoring.of_elements(playbook, questionnaire)
        for element, floor in rules.floors.items():
            high = elements[element].high if element in elements else 0
            is_known = element in questionnaire.element_ids
            if is_known and floor > high and not _has_slip(questionnaire):
                message = _(
                    'The floor {floor} of "{element}" cannot be reached: its best is {high}.'
                )
                message = message.format(floor=_number(floor), element=element, high=_number(high))
                yield Remark((*rules.at, "floors", element), message, _("Lower it."))
    for _holder, criterion in playbook.criteria():
        for leaf in criterion.check.leaves() if criterion.check else ():
            asked = playbook.questionnaires.get(leaf.questionnaire) if leaf.questionnaire else None
            if asked and leaf.is_ == "passed" and _has_no_mark(asked):
                message = _("{name} cannot be passed: it has no pass mark.").format(
                    name=_name(asked)
                )
                yield Remark((*leaf.at, "is"), message, _("Add `scoring: {pass: …}` to it."))


def _has_slip(questionnaire: Questionnaire) -> bool:
    """Whether a question is of an element that is not there, so that it counts nowhere."""
    named = {question.element for question in questionnaire.questions}
    return not named.issubset((None, *questionnaire.element_ids))


def _has_no_mark(questionnaire: Questionnaire) -> bool:
    rules = questionnaire.scoring
    return rules is None or (rules.pass_ is None and not rules.floors and rules.method != "all")


@rule("PB619", Severity.INFO)
def zero_hidden_in_sum(context: Context) -> Iterator[Remark]:
    """A score that adds up says which element must not be nothing.

    ## Why
    With a strong need and a good budget, BANT is passed without anybody who
    can sign. A floor for an element, or the method `lowest`, keeps the sum
    from hiding a zero.

    ## Wrong
    ```yaml
    questionnaires:
      anum:
        framework: anum
        scoring: {pass: 3}
        questions:
          - {id: signer, element: authority, ask: Does our contact sign?, type: yes-no}
          - {id: pain, element: need, ask: Is there a problem?, type: yes-no}
          - {id: soon, element: urgency, ask: Is it needed this year?, type: yes-no}
          - {id: funded, element: money, ask: Is there a budget?, type: yes-no}
    stages:
      - {id: qualified, name: Qualified, max_days: 14, asks: {anum: all}, exit: [{id: fit, check: {questionnaire: anum, is: passed}}]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    questionnaires:
      anum:
        framework: anum
        scoring: {pass: 3, floors: {authority: 1}}
        questions:
          - {id: signer, element: authority, ask: Does our contact sign?, type: yes-no}
          - {id: pain, element: need, ask: Is there a problem?, type: yes-no}
          - {id: soon, element: urgency, ask: Is it needed this year?, type: yes-no}
          - {id: funded, element: money, ask: Is there a budget?, type: yes-no}
    stages:
      - {id: qualified, name: Qualified, max_days: 14, asks: {anum: all}, exit: [{id: fit, check: {questionnaire: anum, is: passed}}]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    for questionnaire in context.playbook.questionnaires.values():
        rules = questionnaire.scoring
        if rules is None or rules.pass_ is None or rules.floors:
            continue
        reach = scoring.of_questionnaire(context.playbook, questionnaire)
        points = scoring.of_elements(context.playbook, questionnaire)
        hidden = [
            element
            for element in _DECIDING
            if (each := points.get(element))
            and each.high > 0
            and reach.high - each.high >= rules.pass_
        ]
        if rules.method == "sum" and not rules.weights and hidden:
            message = _('{name} is passed with nothing for "{element}".')
            message = message.format(name=_name(questionnaire), element=hidden[0])
            help = _("Add `floors: {example}`, or use the method `lowest`.")
            yield Remark((*rules.at, "pass"), message, help.format(example=f"{{{hidden[0]}: 1}}"))


_DECIDING = ("authority", "economic-buyer", "need", "pain")
"""The elements without which there is no sale, whatever the rest of the score."""


@rule("PB620", Severity.WARNING)
def score_without_effect(context: Context) -> Iterator[Remark]:
    """A pass mark decides something.

    ## Why
    A score that opens no gate and makes no segment is work for nothing, and
    reps soon click through it.

    ## Wrong
    ```yaml
    questionnaires:
      fit:
        framework: custom
        scoring: {pass: 2}
        questions:
          - {id: fits, ask: Is it our market?, type: yes-no}
          - {id: funded, ask: Is there a budget?, type: yes-no}
    stages:
      - {id: qualified, name: Qualified, asks: {fit: all}, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    questionnaires:
      fit:
        framework: custom
        scoring: {pass: 2}
        questions:
          - {id: fits, ask: Is it our market?, type: yes-no}
          - {id: funded, ask: Is there a budget?, type: yes-no}
    stages:
      - {id: qualified, name: Qualified, asks: {fit: all}, exit: [The buyer has signed, {id: fit, check: {questionnaire: fit, is: passed}}]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    playbook = context.playbook
    tested = {part.questionnaire for part in playbook.parts if isinstance(part, Test)}
    handed = {
        id
        for holder in (*playbook.stages, *playbook.phases)
        if holder.handover
        for id in holder.handover.questionnaires
    }
    asked = {id for holder in (*playbook.stages, *playbook.phases) for id in _asked(holder)}
    for questionnaire in playbook.questionnaires.values():
        rules = questionnaire.scoring
        is_used = questionnaire.id in tested | handed or questionnaire.id not in asked
        if rules is None or rules.pass_ is None or is_used or rules.bands:
            continue
        message = _("Nothing depends on whether {name} is passed.")
        help = _("Add a criterion with `check: {example}`, or take the pass mark out.")
        example = f"{{questionnaire: {questionnaire.id}, is: passed}}"
        yield Remark(
            (*rules.at, "pass"),
            message.format(name=_name(questionnaire)),
            help.format(example=example),
        )


def _asked(holder: Work) -> Iterator[QuestionnaireId]:
    """The questionnaires that are asked in a stage or phase, in whole or in part."""
    yield from holder.asks
    for task in holder.tasks:
        yield from task.asks
        for topic in task.agenda:
            yield from topic.asks
