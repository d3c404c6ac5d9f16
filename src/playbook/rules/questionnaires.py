"""Questionnaires: their elements, their scores, and when they are asked."""

from collections.abc import Iterator
from itertools import pairwise

from playbook import scoring
from playbook.messages import _
from playbook.model import (
    FRAMEWORKS,
    Playbook,
    Question,
    QuestionId,
    Questionnaire,
    QuestionnaireId,
    Stage,
)
from playbook.rules import Context, Remark, Severity, called, rule


def _name(questionnaire: Questionnaire) -> str:
    return (
        called(questionnaire.name, questionnaire.id)
        if questionnaire.name
        else f'"{questionnaire.id}"'
    )


def _number(value: float) -> str:
    return f"{value:g}"


@rule("PB601", Severity.ERROR)
def framework_incomplete(context: Context) -> Iterator[Remark]:
    """A questionnaire asks for every element of its framework, and for no other.

    ## Why
    MEDDPICC without a question on the paper process is MEDDICC, and the gap
    shows when legal takes six weeks. A set of one's own is the framework
    `custom`.

    ## Wrong
    ```yaml
    questionnaires:
      bant:
        framework: bant
        questions:
          - {id: funds, element: budget, ask: What is the budget?}
          - {id: signer, element: authority, ask: Who signs?}
          - {id: pain, element: need, ask: What is the problem?}
    ```

    ## Right
    ```yaml
    questionnaires:
      bant:
        framework: bant
        questions:
          - {id: funds, element: budget, ask: What is the budget?}
          - {id: signer, element: authority, ask: Who signs?}
          - {id: pain, element: need, ask: What is the problem?}
          - {id: when, element: timeline, ask: By when must it be solved?}
    ```
    """
    for questionnaire in context.playbook.questionnaires.values():
        known = questionnaire.element_ids
        fixed = FRAMEWORKS[questionnaire.framework]
        if fixed and questionnaire.elements:
            message = _("The elements of {framework} are fixed: {elements}.").format(
                framework=questionnaire.framework.upper(), elements=", ".join(fixed)
            )
            help = _("Leave `elements` out, or write `framework: custom`.")
            yield Remark((*questionnaire.at, "elements"), message, help)
        asked = {question.element for question in questionnaire.questions}
        for question in questionnaire.questions:
            if question.element is None and known:
                message = _("This question belongs to no element of {framework}.")
            elif question.element is not None and question.element not in known:
                message = _('{framework} has no element "{element}".')
            else:
                continue
            at = (*question.at, "element") if question.element else question.at
            message = message.format(
                framework=questionnaire.framework.upper(), element=question.element
            )
            yield Remark(
                at, message, _("Choose one: {elements}.").format(elements=", ".join(known))
            )
        missing = [element for element in known if element not in asked]
        if missing:
            message = _("{name} has no question on: {elements}.")
            message = message.format(name=_name(questionnaire), elements=", ".join(missing))
            yield Remark(
                (*questionnaire.at, "questions"), message, _("Add a question for each of them.")
            )


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
            if element in questionnaire.element_ids and floor > high:
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


def _has_no_mark(questionnaire: Questionnaire) -> bool:
    rules = questionnaire.scoring
    return rules is None or (rules.pass_ is None and not rules.floors and rules.method != "all")


@rule("PB603", Severity.ERROR)
def bands_with_gaps(context: Context) -> Iterator[Remark]:
    """The bands of a score begin at the lowest score, rise, and can all be reached.

    ## Why
    A deal whose score falls in no band, or in two, gets no colour or a wrong
    one.

    ## Wrong
    ```yaml
    questionnaires:
      fit:
        framework: custom
        scoring: {bands: [{id: red, name: Red, from: 1}, {id: green, name: Green, from: 2}]}
        questions:
          - {id: fits, ask: Is it our market?, type: yes-no}
          - {id: funded, ask: Is there a budget?, type: yes-no}
    ```

    ## Right
    ```yaml
    questionnaires:
      fit:
        framework: custom
        scoring: {bands: [{id: red, name: Red, from: 0}, {id: green, name: Green, from: 2}]}
        questions:
          - {id: fits, ask: Is it our market?, type: yes-no}
          - {id: funded, ask: Is there a budget?, type: yes-no}
    ```
    """
    for questionnaire in context.playbook.questionnaires.values():
        bands = questionnaire.scoring.bands if questionnaire.scoring else ()
        if not bands:
            continue
        reach = scoring.of_questionnaire(context.playbook, questionnaire)
        if bands[0].from_ > reach.low:
            message = _("Scores from {low} to {first} fall in no band.")
            message = message.format(low=_number(reach.low), first=_number(bands[0].from_))
            help = _("Let the first band begin at {low}.").format(low=_number(reach.low))
            yield Remark((*bands[0].at, "from"), message, help)
        for before, band in pairwise(bands):
            if band.from_ <= before.from_:
                message = _('The band "{band}" does not begin above the one before it.')
                help = _("Write the bands from the lowest up, each with a higher `from`.")
                yield Remark((*band.at, "from"), message.format(band=band.name), help)
            elif band.from_ > reach.high:
                message = _('The band "{band}" cannot be reached: the best answers give {high}.')
                message = message.format(band=band.name, high=_number(reach.high))
                yield Remark((*band.at, "from"), message, _("Lower its `from`."))


@rule("PB604", Severity.ERROR)
def answer_before_question(context: Context) -> Iterator[Remark]:
    """An answer is used and confirmed after its question is asked.

    ## Why
    A gate that looks at an answer nobody has asked for yet cannot be met
    honestly. Within a questionnaire a question looks back, never ahead.

    ## Wrong
    ```yaml
    questionnaires:
      fit: {framework: custom, questions: [{id: fits, ask: Is it our market?, type: yes-no}]}
    stages:
      - {id: qualified, name: Qualified, exit: [{id: fit, check: {answer: fits, equals: yes}}]}
      - {id: contract, name: Contract, asks: {fit: all}, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    questionnaires:
      fit: {framework: custom, questions: [{id: fits, ask: Is it our market?, type: yes-no}]}
    stages:
      - {id: qualified, name: Qualified, asks: {fit: all}, exit: [{id: fit, check: {answer: fits, equals: yes}}]}
      - {id: contract, name: Contract, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    playbook = context.playbook
    for stage in playbook.stages:
        asked = _asked_by(context, stage)
        if stage.is_before_the_sale or stage.kind == "after-sale":
            yield from _used_too_early(playbook, stage, asked)
        for question in playbook.asked(stage.confirms):
            if question.id not in asked:
                message = _('"{id}" is confirmed here and asked nowhere before.')
                help = _("Ask it under `asks` in an earlier stage.")
                yield Remark((*stage.at, "confirms"), message.format(id=question.id), help)
    for questionnaire in playbook.questionnaires.values():
        before: set[str] = set()
        for question in questionnaire.questions:
            for leaf in question.when.leaves() if question.when else ():
                own = leaf.answer in {each.id for each in questionnaire.questions}
                if leaf.answer and own and leaf.answer not in before:
                    message = _('This looks ahead: "{id}" is asked later.').format(id=leaf.answer)
                    help = _("Move this question behind it.")
                    yield Remark((*leaf.at, "answer"), message, help)
            before.add(question.id)


def _asked_by(context: Context, stage: Stage) -> set[QuestionId]:
    """The questions that are asked before a deal leaves a stage, on some way or in some track."""
    playbook = context.playbook
    stages = [stage, *(playbook.stage[id] for id in context.flow.before[stage.id])]
    found = {question.id for each in stages for question in playbook.asked_in(each)}
    for phase in playbook.phases:
        if any(each.id in phase.during for each in stages):
            found |= {question.id for question in playbook.asked_in(phase)}
    return found


def _used_too_early(playbook: Playbook, stage: Stage, asked: set[QuestionId]) -> Iterator[Remark]:
    for criterion in (*stage.entry, *stage.exit):
        for leaf in criterion.check.leaves() if criterion.check else ():
            if leaf.answer and leaf.answer in playbook.question and leaf.answer not in asked:
                message = _('"{id}" is used here and asked nowhere before.')
                at, id = (*leaf.at, "answer"), str(leaf.answer)
            elif leaf.questionnaire and _nothing_asked(playbook, leaf.questionnaire, asked):
                message = _('Nothing of "{id}" is asked here or before.')
                at, id = (*leaf.at, "questionnaire"), str(leaf.questionnaire)
            else:
                continue
            help = _("Ask it under `asks` in this stage or an earlier one.")
            yield Remark(at, message.format(id=id), help)


def _nothing_asked(playbook: Playbook, id: QuestionnaireId, asked: set[QuestionId]) -> bool:
    questionnaire = playbook.questionnaires.get(id)
    return questionnaire is not None and not any(q.id in asked for q in questionnaire.questions)


@rule("PB605", Severity.WARNING)
def never_asked(context: Context) -> Iterator[Remark]:
    """Every required question of a questionnaire is asked somewhere.

    ## Why
    Where stages ask a questionnaire in parts, a part is easily forgotten, and
    then the score can never be complete.

    ## Wrong
    ```yaml
    questionnaires:
      fit: {framework: custom, questions: [{id: fits, ask: Is it our market?}, {id: funded, ask: Is there a budget?}]}
    stages:
      - {id: qualified, name: Qualified, asks: {fit: [fits]}, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    questionnaires:
      fit: {framework: custom, questions: [{id: fits, ask: Is it our market?}, {id: funded, ask: Is there a budget?}]}
    stages:
      - {id: qualified, name: Qualified, asks: {fit: all}, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    playbook = context.playbook
    asked = {
        q.id for holder in (*playbook.stages, *playbook.phases) for q in playbook.asked_in(holder)
    }
    for questionnaire in playbook.questionnaires.values():
        if context.is_shared(questionnaire.at):
            continue
        missing: list[Question] = [
            question
            for question in questionnaire.questions
            if question.level == "must" and question.id not in asked
        ]
        if missing and len(missing) < len(questionnaire.questions):
            message = _("These questions of {name} are asked nowhere: {ids}.").format(
                name=_name(questionnaire), ids=", ".join(question.id for question in missing)
            )
            yield Remark(missing[0].at, message, _("Name them under `asks` in a stage."))
