"""Scores: what counts in them, how much, and what they are called."""

from collections.abc import Iterator
from itertools import pairwise

from playbook import scoring
from playbook.messages import _
from playbook.model import ElementId, Scoring
from playbook.rules import Context, Remark, Severity, rule


def _number(value: float) -> str:
    return f"{value:g}"


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


@rule("PB606", Severity.WARNING)
def element_without_points(context: Context) -> Iterator[Remark]:
    """An element that counts in a score can get points.

    ## Why
    A weight on an element none of whose answers gives points changes nothing,
    and where all elements must have points, one that never can is passed over
    in silence.

    ## Wrong
    ```yaml
    questionnaires:
      fit:
        framework: custom
        elements: [{id: market, name: Market}, {id: money, name: Money}]
        scoring: {method: all}
        questions:
          - {id: fits, element: market, ask: Is it our market?, type: yes-no}
          - {id: funds, element: money, ask: Where does the money come from?, type: choice, options: [{id: own, name: Own}, {id: bank, name: Bank}]}
    stages:
      - {id: qualified, name: Qualified, max_days: 14, asks: {fit: all}, exit: [{id: fit, check: {questionnaire: fit, is: passed}}]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    questionnaires:
      fit:
        framework: custom
        elements: [{id: market, name: Market}, {id: money, name: Money}]
        scoring: {method: all}
        questions:
          - {id: fits, element: market, ask: Is it our market?, type: yes-no}
          - {id: funds, element: money, ask: Where does the money come from?, type: choice, options: [{id: own, name: Own, points: 2}, {id: bank, name: Bank, points: 1}]}
    stages:
      - {id: qualified, name: Qualified, max_days: 14, asks: {fit: all}, exit: [{id: fit, check: {questionnaire: fit, is: passed}}]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    for questionnaire in context.playbook.questionnaires.values():
        rules = questionnaire.scoring
        named = {question.element for question in questionnaire.questions}
        if rules is None or not named.issubset((None, *questionnaire.element_ids)):
            continue
        points = scoring.of_elements(context.playbook, questionnaire)
        for id in questionnaire.element_ids:
            element = ElementId(id)
            reach = points.get(id)
            gives = reach is not None and reach.low != reach.high
            if reach is None or gives or not _is_counted(rules, element):
                continue
            message = _('"{element}" counts in the score, and none of its answers gives points.')
            at = (*rules.at, "weights", id) if element in rules.weights else (*rules.at, "method")
            help = _("Give its options `points`, or one of its questions a `score`.")
            yield Remark(at, message.format(element=id), help)


def _is_counted(rules: Scoring, element: ElementId) -> bool:
    """Whether the author has said that this element counts."""
    return rules.method in ("all", "lowest", "count") or rules.weights.get(element, 0) > 0


_PERCENT = 100
_NEARLY = 5
"""Weights that miss a hundred by no more than this were meant to add up to it."""
_SEVERAL = 3


@rule("PB607", Severity.WARNING)
def weights_do_not_add_up(context: Context) -> Iterator[Remark]:
    """Weights are not all nothing, and weights in percent add up to a hundred.

    ## Why
    Without weight nothing counts. And percentages that give 105 together were
    changed in one place and not in the others.

    ## Wrong
    ```yaml
    questionnaires:
      fit:
        framework: custom
        elements: [{id: market, name: Market}, {id: money, name: Money}, {id: time, name: Time}]
        scoring: {weights: {market: 50, money: 30, time: 25}, bands: [{id: low, name: Low, from: 0}, {id: high, name: High, from: 60}]}
        questions:
          - {id: fits, element: market, ask: Is it our market?, type: yes-no}
          - {id: funded, element: money, ask: Is there a budget?, type: yes-no}
          - {id: soon, element: time, ask: Is it needed this year?, type: yes-no}
    ```

    ## Right
    ```yaml
    questionnaires:
      fit:
        framework: custom
        elements: [{id: market, name: Market}, {id: money, name: Money}, {id: time, name: Time}]
        scoring: {weights: {market: 50, money: 30, time: 20}, bands: [{id: low, name: Low, from: 0}, {id: high, name: High, from: 60}]}
        questions:
          - {id: fits, element: market, ask: Is it our market?, type: yes-no}
          - {id: funded, element: money, ask: Is there a budget?, type: yes-no}
          - {id: soon, element: time, ask: Is it needed this year?, type: yes-no}
    ```
    """
    for questionnaire in context.playbook.questionnaires.values():
        rules = questionnaire.scoring
        if rules is None or not rules.weights:
            continue
        at, weights = (*rules.at, "weights"), list(rules.weights.values())
        total = sum(weights)
        if total == 0:
            yield Remark(at, _("All weights are 0, so nothing counts."), _("Raise some of them."))
        elif len(weights) >= _SEVERAL and 0 < abs(total - _PERCENT) <= _NEARLY:
            message = _("The weights add up to {total}, and not to 100.")
            help = _("Mend the one that was forgotten.")
            yield Remark(at, message.format(total=_number(total)), help)
