"""Build: what a document leaves out gets the format's defaults."""

from collections.abc import Callable
from datetime import date

import pytest

from playbook.model import Playbook

Build = Callable[[str], Playbook]

TEXT = """\
id: sale
name: Sale
review_by: 2027-06-30
every_stage: {owner: rep, max_days: 30, overdue: {do: Decide, owner: rep}}
roles: {rep: {name: Rep}, engineer: {name: Engineer}}
tracks:
  tech:
    name: Technical win
    owner: engineer
    phases:
      - {id: plan, name: Plan, during: [a]}
      - {id: test, name: Test, during: [a], owner: rep}
stages:
  - {id: a, name: A, max_days: 10, asks: {fit: all}, tasks: [Call, {do: Write, due: {days: 2}}], exit: [Signed]}
  - {id: b, name: B, owner: engineer, next: [], asks: {fit: [q]}}
  - {id: won, name: Won, kind: won}
  - {id: lost, name: Lost, kind: lost}
  - {id: fridge, name: Fridge, kind: parked, wake_up: {days: 3, move_to: a}}
questionnaires: {fit: {framework: custom, questions: [{id: q, ask: Fit?}]}}
"""


def test_stages_have_what_every_stage_has_unless_they_say_otherwise(built: Build) -> None:
    first, second, won, *_rest = built(TEXT).stages
    assert (first.owner, first.max_days) == ("rep", 10)
    assert (second.owner, second.max_days) == ("engineer", 30)
    assert first.overdue is not None
    assert first.overdue.do == "Decide"
    assert (won.owner, won.max_days, won.overdue) == ("deal-owner", None, None)


def test_demands_and_rules_of_every_stage_are_added_to_a_stages_own(built: Build) -> None:
    playbook = built(
        "id: x\nname: X\n"
        "every_stage: {must_fill: [next-step], rules: [Write it down], back: {reason: true}}\n"
        "stages:\n"
        "  - {id: a, name: A, must_fill: [amount, next-step], rules: [Be kind]}\n"
        "  - {id: b, name: B}\n"
        "  - {id: won, name: Won, kind: won}\n"
        "  - {id: care, name: Care, kind: after-sale}\n"
    )
    a, b, won, care = playbook.stages
    assert (a.must_fill, b.must_fill) == (("amount", "next-step"), ("next-step",))
    assert [rule.rule for rule in a.rules] == ["Be kind", "Write it down"]
    assert (won.must_fill, care.must_fill, care.back) == ((), (), None)
    assert [rule.rule for rule in care.rules] == ["Write it down"]


@pytest.mark.parametrize(
    ("id", "probability", "forecast"),
    [
        ("a", None, "pipeline"),
        ("won", 100, "closed"),
        ("lost", 0, "omitted"),
        ("fridge", 0, "omitted"),
    ],
)
def test_a_kind_has_its_probability_and_forecast(
    built: Build, id: str, probability: int | None, forecast: str
) -> None:
    stage = built(TEXT).stage[id]  # type: ignore[index]
    assert (stage.probability, stage.forecast) == (probability, forecast)


def test_plain_text_is_the_item_with_nothing_but_its_text(built: Build) -> None:
    stage = built(TEXT).stages[0]
    assert [task.do for task in stage.tasks] == ["Call", "Write"]
    assert stage.exit[0].criterion == "Signed"
    assert stage.exit[0].level == "must"


def test_what_is_left_out_differs_from_what_is_empty(built: Build) -> None:
    first, second, *_rest = built(TEXT).stages
    assert first.next is None
    assert second.next == ()


def test_the_word_all_and_a_list_are_both_parts(built: Build) -> None:
    playbook = built(TEXT)
    assert [q.id for q in playbook.asked(playbook.stages[0].asks)] == ["q"]
    assert playbook.stages[0].asks == {"fit": ("all",)}
    assert playbook.stages[1].asks == {"fit": ("q",)}


def test_a_phase_has_its_tracks_owner(built: Build) -> None:
    plan, test = built(TEXT).phases
    assert (plan.owner, test.owner) == ("engineer", "rep")


def test_catalogue_entries_know_their_ids_and_dates_are_days(built: Build) -> None:
    playbook = built(TEXT)
    assert playbook.roles["rep"].id == "rep"  # type: ignore[index]
    assert playbook.review_by == date(2027, 6, 30)


def test_every_part_knows_where_it_was_written(built: Build) -> None:
    stage = built(TEXT).stages[0]
    assert stage.tasks[1].due is not None
    assert stage.tasks[1].due.at == ("stages", 0, "tasks", 1, "due")


def test_equal_parts_are_equal_wherever_they_stand(built: Build) -> None:
    moved = TEXT.replace("id: sale\nname: Sale\n", "name: Sale\n# a comment\nid: sale\n")
    assert built(moved) == built(TEXT)


def test_references_and_texts_are_found_by_their_types(built: Build) -> None:
    playbook = built(TEXT)
    references = {(leaf.kind.__name__, leaf.value) for leaf in playbook.references}
    assert {("RoleId", "engineer"), ("StageId", "a"), ("QuestionnaireId", "fit")} <= references
    texts = [leaf.value for leaf in playbook.texts]
    assert {"Sale", "Call", "Signed", "Technical win", "Fit?", "Decide"} <= set(texts)
    assert "rep" not in texts
