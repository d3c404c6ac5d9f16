"""Questionnaires: their elements, and when they are asked."""

from collections.abc import Iterator

from playbook.messages import _
from playbook.model import (
    FRAMEWORKS,
    Question,
    QuestionId,
    QuestionnaireId,
    Stage,
)
from playbook.rules import Context, Remark, Severity, called, rule


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
        if missing and asked.issubset(known):
            message = _("{name} has no question on: {elements}.")
            message = message.format(
                name=called(questionnaire.name or questionnaire.id, questionnaire.id),
                elements=", ".join(missing),
            )
            yield Remark(
                (*questionnaire.at, "questions"), message, _("Add a question for each of them.")
            )


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
            yield from _used_too_early(context, stage, asked)
        for question in playbook.asked(stage.confirms):
            if question.id not in asked and not context.may_be_asked(question.id):
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


def _used_too_early(context: Context, stage: Stage, asked: set[QuestionId]) -> Iterator[Remark]:
    playbook = context.playbook
    for criterion in (*stage.entry, *stage.exit):
        for leaf in criterion.check.leaves() if criterion.check else ():
            is_asked = leaf.answer in asked or leaf.answer not in playbook.question
            if leaf.answer and not is_asked and not context.may_be_asked(leaf.answer):
                message = _('"{id}" is used here and asked nowhere before.')
                at, id = (*leaf.at, "answer"), str(leaf.answer)
            elif leaf.questionnaire and _nothing_asked(context, leaf.questionnaire, asked):
                message = _('Nothing of "{id}" is asked here or before.')
                at, id = (*leaf.at, "questionnaire"), str(leaf.questionnaire)
            else:
                continue
            help = _("Ask it under `asks` in this stage or an earlier one.")
            yield Remark(at, message.format(id=id), help)


def _nothing_asked(context: Context, id: QuestionnaireId, asked: set[QuestionId]) -> bool:
    questionnaire = context.playbook.questionnaires.get(id)
    return questionnaire is not None and not any(
        each.id in asked or context.may_be_asked(each.id) for each in questionnaire.questions
    )


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
            if question.level == "must"
            and question.id not in asked
            and not context.may_be_asked(question.id)
        ]
        if missing and len(missing) < len(questionnaire.questions):
            message = _("These questions of {name} are asked nowhere: {ids}.").format(
                name=called(questionnaire.name or questionnaire.id, questionnaire.id),
                ids=", ".join(question.id for question in missing),
            )
            yield Remark(missing[0].at, message, _("Name them under `asks` in a stage."))
