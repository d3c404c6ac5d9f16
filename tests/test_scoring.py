"""Scores: what a questionnaire's answers can give at least and at most."""

from collections.abc import Callable

import pytest

from playbook import scoring
from playbook.model import Playbook

HEAD = """\
id: x
name: X
fields:
  region: {name: Region, type: choice, options: [{id: eu, name: Europe, points: 3}, {id: us, name: America, points: -1}]}
stages: [{id: a, name: A}]
questionnaires:
  q:
    framework: custom
    elements: [{id: one, name: One}, {id: two, name: Two}]
"""


@pytest.mark.parametrize(
    ("question", "low", "high"),
    [
        ("type: yes-no", 0, 1),
        ("type: rating", 0, 5),
        ("type: rating, max: 3", 0, 3),
        ("type: text", 0, 0),
        ("field: region", -1, 3),
        (
            "type: choices, options: [{id: a, name: A, points: 2}, {id: b, name: B, points: 1}]",
            0,
            3,
        ),
        ("type: money, score: [{at_least: 10, points: 4}, {at_least: 1, points: 2}]", 0, 4),
        ("type: yes-no, score: [{equals: no, points: -2}]", -2, 0),
    ],
)
def test_one_question(
    built: Callable[[str], Playbook], question: str, low: float, high: float
) -> None:
    playbook = built(f"{HEAD}    questions: [{{id: a1, element: one, ask: A?, {question}}}]\n")
    reach = scoring.of_question(playbook, playbook.question["a1"])  # type: ignore[index]
    assert (reach.low, reach.high) == (low, high)


@pytest.mark.parametrize(
    ("rules", "low", "high"),
    [
        ("method: sum", 0, 9),
        ("method: sum, weights: {one: 2}", 0, 15),
        ("method: mean", 0, 4.5),
        ("method: mean, weights: {one: 2}", 0, 5),
        ("method: lowest", 0, 3),
        ("method: count", 0, 2),
        ("method: all", 0, 2),
    ],
)
def test_the_whole(built: Callable[[str], Playbook], rules: str, low: float, high: float) -> None:
    playbook = built(
        f"{HEAD}    scoring: {{{rules}}}\n"
        "    questions:\n"
        "      - {id: a1, element: one, ask: A?, type: rating}\n"
        "      - {id: a2, element: one, ask: B?, type: yes-no}\n"
        "      - {id: a3, element: two, ask: C?, type: rating, max: 3}\n"
    )
    reach = scoring.of_questionnaire(playbook, playbook.questionnaires["q"])  # type: ignore[index]
    assert (reach.low, reach.high) == (low, high)
