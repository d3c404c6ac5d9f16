"""Wording: a criterion without a sentence gets one, made from its check."""

from collections.abc import Callable

import pytest

from playbook import wording
from playbook.model import Playbook

TEXT = """\
id: x
name: X
currency: EUR
segments: {large: {name: Large deals}}
buyer_roles: {sponsor: {name: Sponsor}}
fields:
  budget: {name: Budget, type: money}
  region: {name: "Region {or} {{area}}", type: choice, options: [{id: eu, name: Europe}, {id: us, name: America}]}
questionnaires:
  bant:
    framework: bant
    scoring: {pass: 2}
    questions:
      - {id: funds, element: budget, ask: What is the budget?, field: budget}
      - {id: signs, element: authority, ask: Do you sign?, type: yes-no}
      - {id: pain, element: need, ask: What hurts?}
      - {id: when, element: timeline, ask: By when?, type: date}
tracks: {tech: {name: Technical win, phases: [{id: test, name: Test, during: [a]}]}}
stages:
  - id: a
    name: A
    exit:
      - {id: c1, check: CHECK}
"""


@pytest.mark.parametrize(
    ("check", "sentence"),
    [
        ("{field: budget, is: filled}", "“Budget” is filled in"),
        ("{field: amount, at_least: 50000}", "“Amount” is at least €50,000"),
        ("{field: amount, below: 0.5}", "“Amount” is below €0.50"),
        ("{field: region, equals: eu}", "“Region {or} {{area}}” is Europe"),
        ("{field: region, one_of: [eu, us]}", "“Region {or} {{area}}” is one of: Europe, America"),
        ("{field: close-date, within_days: 1}", "“Close date” is within 1 day"),
        ("{field: close-date, within_days: 90}", "“Close date” is within 90 days"),
        ("{answer: signs, equals: yes}", "“Do you sign?” is yes"),
        ("{answer: signs, not_equals: no}", "“Do you sign?” is not no"),
        ("{answer: pain, is: unknown}", "“What hurts?” is not known"),
        ("{questionnaire: bant, is: passed}", "BANT is passed"),
        ("{questionnaire: bant, elements: [need], is: complete}", "BANT (Need) is complete"),
        ("{questionnaire: bant, at_least: 2}", "The score of BANT is at least 2"),
        ("{contacts: sponsor, at_least: 2}", "At least 2 contacts are known as “Sponsor”"),
        ("{contacts: champion, is: filled}", "1 contact is known as “Champion”"),
        ("{track: tech, is: done}", "Technical win is done"),
        ("{track: tech, phase: test, is: done}", "Technical win: the phase “Test” is done"),
        ("{segment: large}", "The deal is in the segment “Large deals”"),
        (
            "{any: [{field: budget, is: empty}, {segment: large}]}",
            "“Budget” is empty or the deal is in the segment “Large deals”",
        ),
        (
            "{all: [{any: [{field: budget, is: empty}, {segment: large}]}, {track: tech, is: done}]}",
            "(“Budget” is empty or the deal is in the segment “Large deals”) and Technical win is done",
        ),
    ],
)
def test_a_check_reads_as_a_sentence(
    built: Callable[[str], Playbook], check: str, sentence: str
) -> None:
    playbook = built(TEXT.replace("CHECK", check))
    assert wording.criterion(playbook, playbook.stages[0].exit[0]) == sentence


def test_the_authors_own_sentence_comes_first(built: Callable[[str], Playbook]) -> None:
    playbook = built(TEXT.replace("check: CHECK", "criterion: It is so, check: {segment: large}"))
    assert wording.criterion(playbook, playbook.stages[0].exit[0]) == "It is so"


@pytest.mark.parametrize(
    ("due", "words"),
    [
        ("{days: 1}", "1 day"),
        ("{workdays: 2}", "2 workdays"),
        ("{days: 30, before: close-date}", "30 days before “Close date”"),
        ("{days: 0, before: close-date}", "on the day of “Close date”"),
        ("{months: 1, after: close-date}", "1 month after “Close date”"),
        ("{hours: 24, after_task: call}", "24 hours after “Call the buyer”"),
    ],
)
def test_a_span_of_time_reads_as_words(
    built: Callable[[str], Playbook], due: str, words: str
) -> None:
    playbook = built(
        "id: x\nname: X\nstages:\n  - id: a\n    name: A\n"
        f"    tasks: [{{id: call, do: Call the buyer}}, {{do: Write, due: {due}}}]\n"
    )
    moment = playbook.stages[0].tasks[1].due
    assert moment is not None
    assert wording.moment(playbook, moment) == words
