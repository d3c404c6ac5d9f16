"""What scores a questionnaire can give."""

from collections import defaultdict
from dataclasses import dataclass

from playbook.model import Playbook, Question, Questionnaire


@dataclass(frozen=True)
class Range:
    """The lowest and the highest score that answers can give."""

    low: float
    high: float


def of_question(playbook: Playbook, question: Question) -> Range:
    """The points one question can give; an answer nobody knows gives none."""
    if question.score:
        points = [rule.points for rule in question.score]
        return Range(min(0, *points), max(0, *points))
    options = question.options
    if question.field and question.field in playbook.fields:
        options = playbook.fields[question.field].options
    worth = [option.points or 0 for option in options]
    match playbook.type_of_question(question):
        case "yes-no":
            return Range(0, 1)
        case "rating":
            return Range(0, question.max)
        case "choice" if worth:
            return Range(min(0, *worth), max(0, *worth))
        case "choices":
            return Range(sum(p for p in worth if p < 0), sum(p for p in worth if p > 0))
    return Range(0, 0)


def of_elements(playbook: Playbook, questionnaire: Questionnaire) -> dict[str, Range]:
    """The points each element can get; questions without one count under an empty name."""
    low: dict[str, float] = defaultdict(float)
    high: dict[str, float] = defaultdict(float)
    for question in questionnaire.questions:
        points = of_question(playbook, question)
        low[question.element or ""] += points.low
        high[question.element or ""] += points.high
    return {element: Range(low[element], high[element]) for element in low}


def of_questionnaire(playbook: Playbook, questionnaire: Questionnaire) -> Range:
    """The score the whole questionnaire can give, by its method and weights."""
    scoring = questionnaire.scoring
    method = scoring.method if scoring else "sum"
    weights = scoring.weights if scoring else {}
    ranges = of_elements(playbook, questionnaire)
    counting = {id: each for id, each in ranges.items() if each.high > 0 or each.low < 0}
    if not counting:
        return Range(0, 0)
    if method in ("count", "all"):
        return Range(0, len(counting))
    if method == "lowest":
        return Range(
            min(each.low for each in counting.values()),
            min(each.high for each in counting.values()),
        )
    by_id: dict[str, float] = {str(id): weight for id, weight in weights.items()}
    weight = {id: by_id.get(id, 1.0) for id in counting}
    low = sum(weight[id] * each.low for id, each in counting.items())
    high = sum(weight[id] * each.high for id, each in counting.items())
    total = sum(weight.values()) if method == "mean" else 1
    return Range(low / total, high / total) if total else Range(0, 0)
