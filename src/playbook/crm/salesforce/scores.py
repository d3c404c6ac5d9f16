"""The score of a questionnaire as a Salesforce formula."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from playbook import scoring
from playbook.crm.salesforce.answers import filled, holds
from playbook.crm.salesforce.columns import Column
from playbook.crm.salesforce.formulas import LONGEST, Unsayable, both, number, quoted
from playbook.messages import _
from playbook.model import ElementId, Question, Questionnaire, Scoring

if TYPE_CHECKING:
    from playbook.crm.salesforce.conditions import Conditions


def passed(
    conditions: "Conditions", questionnaire: Questionnaire, elements: tuple[ElementId, ...]
) -> str:
    """Whether the score is enough, and no element has less than it needs."""
    rules = questionnaire.scoring or Scoring()
    mark = rules.pass_
    if mark is None and rules.method == "all":
        mark = len(_counting(conditions, questionnaire, elements))
    if mark is None:
        raise Unsayable(_("Nothing says which score is enough; add `pass` to the scoring."))
    floors = [
        f"{_of_element(conditions, questionnaire, element)} >= {number(least)}"
        for element, least in rules.floors.items()
        if not elements or element in elements
    ]
    return both(f"{shown(conditions, questionnaire, elements)} >= {number(mark)}", *floors)


def shown(
    conditions: "Conditions", questionnaire: Questionnaire, elements: tuple[ElementId, ...] = ()
) -> str:
    """The score: the field that shows it, where there is one, or the sum itself."""
    column = conditions.columns.of_score(questionnaire.id)
    if column and not elements and field_formula(conditions, questionnaire):
        return column.api
    return _score(conditions, questionnaire, elements)


def field_formula(conditions: "Conditions", questionnaire: Questionnaire) -> str:
    """The formula of the field that shows the score; empty where no field can.

    Salesforce lets rules read a long text, and formula fields not.
    """
    try:
        formula = _score(conditions, questionnaire, ())
    except Unsayable:
        return ""
    long = {each.api for each in conditions.columns.added if each.type == "long-text"}
    readable = long.isdisjoint(re.findall(r"\w+", formula))
    return formula if readable and formula != "0" and len(formula) <= LONGEST else ""


def _score(
    conditions: "Conditions", questionnaire: Questionnaire, elements: tuple[ElementId, ...]
) -> str:
    rules = questionnaire.scoring or Scoring()
    counting = _counting(conditions, questionnaire, elements)
    if not counting:
        return "0"
    points = {id: _of_element(conditions, questionnaire, id) for id in counting}
    if rules.method == "lowest":
        return f"MIN({', '.join(points.values())})" if len(points) > 1 else points[counting[0]]
    if rules.method in ("count", "all"):
        return _sum(f"IF({each} > 0, 1, 0)" for each in points.values())
    weights = {str(id): weight for id, weight in rules.weights.items()}
    whole = _sum(
        each if weights.get(id, 1) == 1 else f"{number(weights[id])} * {each}"
        for id, each in points.items()
    )
    if rules.method == "mean":
        total = sum(weights.get(id, 1) for id in counting)
        if not total:
            return "0"
        return f"{whole} / {number(total)}"
    return whole


def _counting(
    conditions: "Conditions", questionnaire: Questionnaire, elements: tuple[ElementId, ...]
) -> list[str]:
    """The elements that can get points at all; the others do not count."""
    ranges = scoring.of_elements(conditions.playbook, questionnaire)
    return [
        id
        for id, each in ranges.items()
        if (each.high > 0 or each.low < 0) and (not elements or id in elements)
    ]


def _of_element(conditions: "Conditions", questionnaire: Questionnaire, element: str) -> str:
    questions = [each for each in questionnaire.questions if (each.element or "") == element]
    return _sum(_of_question(conditions, each) for each in questions)


def _of_question(conditions: "Conditions", question: Question) -> str:
    """The points of one answer; a question that is not asked gives none."""
    points = _points(conditions, question)
    asked = conditions.asked(question) if points != "0" else "TRUE"
    return points if asked == "TRUE" else f"IF({asked}, {points}, 0)"


def _points(conditions: "Conditions", question: Question) -> str:
    spread = scoring.of_question(conditions.playbook, question)
    if spread.low == spread.high == 0:
        return "0"
    column = conditions.answer(question)
    if question.score:
        nested = "0"
        for rule in reversed(question.score):
            nested = f"IF({holds(column, rule)}, {number(rule.points)}, {nested})"
        return nested
    if column.type == "rating":
        return f"IF({filled(column)}, {column.api}, 0)"
    if column.type == "yes-no":
        return f"IF(ISPICKVAL({column.api}, {quoted(column.value('yes'))}), 1, 0)"
    return _of_options(conditions, question, column)


def _of_options(conditions: "Conditions", question: Question, column: Column) -> str:
    field = conditions.playbook.fields.get(question.field) if question.field else None
    options = field.options if field else question.options
    worth = {
        quoted(column.value(option.id)): number(option.points)
        for option in options
        if option.points
    }
    if column.type == "choices":
        return _sum(f"IF(INCLUDES({column.api}, {key}), {each}, 0)" for key, each in worth.items())
    listed = ", ".join(f"{key}, {each}" for key, each in worth.items())
    return f"CASE({column.api}, {listed}, 0)"


def _sum(terms: Iterable[str]) -> str:
    needed = [each for each in terms if each != "0"]
    if len(needed) < 2:
        return needed[0] if needed else "0"
    return f"({' + '.join(needed)})"
