"""Whether a value answers a test, and what answers are worth."""

from collections.abc import Mapping

from playbook.model import Answer, Questionnaire, Value
from playbook.scoring import Range


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
