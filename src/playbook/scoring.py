"""What answers are worth: the score they give a questionnaire, and the scores that are possible."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from playbook.model import Answer, Playbook, Question, Questionnaire, Value


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


def fits(each: Answer, value: Value | None) -> bool:
    """Whether a value passes an operator; None is an empty one.

    A date is given as the number of days that it is away.
    """
    if each.is_ in ("filled", "empty"):
        return (value is not None) == (each.is_ == "filled")
    if each.is_ is not None or value is None:
        return False
    if each.equals is not None:
        return value == each.equals
    if each.not_equals is not None:
        return value != each.not_equals
    if each.one_of:
        return value in each.one_of
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    if each.at_least is not None:
        return value >= each.at_least
    if each.at_most is not None:
        return value <= each.at_most
    if each.above is not None:
        return value > each.above
    if each.below is not None:
        return value < each.below
    return each.within_days is not None and abs(value) <= each.within_days


def score(questionnaire: Questionnaire, points: Mapping[str, float]) -> float:
    """The score of a questionnaire from the points of its elements."""
    scoring = questionnaire.scoring
    method = scoring.method if scoring else "sum"
    if method in ("count", "all"):
        return sum(each >= 1 for each in points.values())
    if method == "lowest":
        return min(points.values(), default=0)
    weights = {str(id): weight for id, weight in scoring.weights.items()} if scoring else {}
    total = sum(weights.get(id, 1) * each for id, each in points.items())
    if method == "mean":
        return total / (sum(weights.get(id, 1) for id in points) or 1)
    return total


def is_passed(questionnaire: Questionnaire, points: Mapping[str, float]) -> bool:
    """Whether the points of the elements are enough, and none is below its floor."""
    scoring = questionnaire.scoring
    if scoring is None:
        return False
    if any(points.get(id, 0) < floor for id, floor in scoring.floors.items()):
        return False
    reached = score(questionnaire, points)
    needed = len(points) if scoring.method == "all" else scoring.pass_
    return needed is not None and reached >= needed


def whole(each: Range) -> range:
    """The whole numbers of points that a range allows."""
    return range(int(each.low), int(each.high) + 1)
