"""Compare: what differs is said in the words of the trade, and what agrees is not."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from tests.crm.samples import CHINESE, EVERYTHING, PUBLISHED, playbook

from playbook.build import build
from playbook.cli import main
from playbook.crm import Settings
from playbook.drift import compared, pipeline_of
from playbook.errors import NotFound
from playbook.registry import all_targets, target
from playbook.rollout.compiling import Rollout
from playbook.rollout.reading import Found
from playbook.rollout.setup import FieldSetup, Setup, StageSetup
from playbook.source import parse

if TYPE_CHECKING:
    from playbook.model import StageKind

SALE = """
id: sale
name: Sale
currency: EUR
fields:
  need: {name: Need, type: text}
  size: {name: Size, type: choice, options: [{id: big, name: Big}, {id: small, name: Small}]}
reasons: {price: {name: Price}}
stages:
  - {id: first, name: First, probability: 10, must_fill: [need], exit: [The buyer has answered]}
  - {id: second, name: Second, probability: 40, max_days: 30, exit: [The buyer has a plan]}
  - {id: third, name: Third, probability: 80, exit: [The buyer has signed]}
  - {id: won, name: Won, kind: won}
  - {id: lost, name: Lost, kind: lost}
"""


def rollout(name: str = "pipedrive") -> Rollout:
    return Rollout(build(parse(SALE, "sale.yaml")), Settings(), target(name).surface)


def as_it_is(mine: Rollout) -> Setup:
    """What a CRM gives that is set up as the playbook says; stages are told by their keys."""
    keys = {each.id: f"s-{each.id}" for each in mine.stages}
    kinds = {each.id: each.kind for each in mine.setup.stages}
    kinds_there: dict[StageKind, StageKind] = dict.fromkeys(("lead", "open", "parked"), "open")
    kinds_there |= {"won": "won", "after-sale": "won"}
    kinds_there |= dict.fromkeys(("lost", "disqualified", "not-counted"), "lost")
    return replace(
        mine.setup,
        id="",
        stages=tuple(
            replace(each, id="", key=keys[each.id], kind=kinds_there[each.kind], at=())
            for each in mine.stages
        ),
        fields=tuple(
            replace(
                each,
                ids=(),
                key=f"f-{each.key}",
                required=tuple(keys.get(id, kinds[id]) for id in each.required),
                at=(),
            )
            for each in mine.held.fields
            if each.is_ours
        ),
        reasons=tuple(replace(each, id="", key="", at=()) for each in mine.setup.reasons),
    )


def stage(setup: Setup, which: str, **more: Any) -> Setup:
    stages = tuple(replace(each, **more) if each.name == which else each for each in setup.stages)
    return replace(setup, stages=stages)


def field(setup: Setup, name: str, **more: Any) -> Setup:
    fields = tuple(replace(each, **more) if each.name == name else each for each in setup.fields)
    return replace(setup, fields=fields)


Change = Callable[[Setup], Setup]
CASES: list[tuple[str, Change, list[tuple[str, str, str]]]] = [
    ("nothing", lambda one: one, []),
    (
        "pipeline",
        lambda one: replace(one, name="Sales"),
        [("pipeline-name", "Sale", "Sales")],
    ),
    (
        "label",
        lambda one: stage(one, "Second", name="Halfway"),
        [("stage-name", "Second", "Halfway")],
    ),
    (
        "probability",
        lambda one: stage(one, "Second", probability=50),
        [("stage-probability", "40%", "50%")],
    ),
    (
        "days",
        lambda one: stage(one, "Second", days=None),
        [("stage-days", "30 days", "–")],
    ),
    (
        "order",
        lambda one: replace(one, stages=(one.stages[0], one.stages[2], one.stages[1])),
        [("stage-order", "behind “First”", "behind “Third”")],
    ),
    (
        "gone",
        lambda one: replace(one, stages=one.stages[:2]),
        [("stage-missing", "Third", ""), ("gate", "Second, Third", "Second, Won, s-third")],
    ),
    (
        "new",
        lambda one: replace(
            one, stages=(*one.stages, StageSetup(id="", key="x", name="Legal", probability=95))
        ),
        [("stage-extra", "", "Legal")],
    ),
    (
        "won",
        lambda one: stage(one, "Third", kind="won", probability=None),
        [("stage-kind", "Open", "Won")],
    ),
    (
        "field",
        lambda one: replace(one, fields=one.fields[:1]),
        [("field-missing", "Size", "")],
    ),
    (
        "type",
        lambda one: field(one, "Size", type="date", options=()),
        [("field-type", "Choice", "Date")],
    ),
    (
        "options",
        lambda one: field(one, "Size", options=one.fields[1].options[:1]),
        [("field-options", "Big, Small", "Big")],
    ),
    (
        "gate",
        lambda one: field(one, "Need", required=("s-third",)),
        [("gate", "Second, Third", "Third")],
    ),
    (
        "no gate",
        lambda one: field(one, "Need", required=()),
        [("gate", "Second, Third", "–")],
    ),
    (
        "other field",
        lambda one: replace(
            one, fields=(*one.fields, FieldSetup(ids=(), key="z", name="Theirs", type="text"))
        ),
        [],
    ),
    (
        "reason",
        lambda one: replace(one, reasons=()),
        [],
    ),
    (
        "another reason",
        lambda one: replace(one, reasons=(replace(one.reasons[0], name="Timing"),)),
        [("reason-missing", "Price", ""), ("reason-extra", "", "Timing")],
    ),
    (
        "reason's name",
        lambda one: replace(one, reasons=(replace(one.reasons[0], key="price", name="Cost"),)),
        [("reason-name", "Price", "Cost")],
    ),
]


@pytest.mark.parametrize(
    ("change", "said"), [each[1:] for each in CASES], ids=[each[0] for each in CASES]
)
def test_each_difference_is_said(change: Change, said: list[tuple[str, str, str]]) -> None:
    mine = rollout()
    found = compared(mine, mine.held, change(as_it_is(mine)))
    assert [(each.kind, each.here, each.there) for each in found] == said


@pytest.mark.parametrize("path", [EVERYTHING, CHINESE, *PUBLISHED], ids=lambda path: path.stem)
@pytest.mark.parametrize("name", sorted(all_targets()))
def test_a_crm_that_is_as_the_playbook_says_agrees_with_it(name: str, path: Path) -> None:
    mine = Rollout(playbook(path), Settings(), target(name).surface)
    assert compared(mine, mine.held, as_it_is(mine)) == ()


def test_files_that_name_no_end_do_not_say_that_stages_are_open() -> None:
    mine = rollout("hubspot")
    theirs = as_it_is(mine)
    none = replace(theirs, stages=tuple(replace(each, kind="open") for each in theirs.stages))
    assert compared(mine, mine.held, none) == ()
    one = stage(theirs, "Won", kind="open")
    assert [each.kind for each in compared(mine, mine.held, one)] == ["stage-kind"]


@given(order=st.permutations(range(5)))
def test_as_few_stages_as_possible_are_said_to_stand_elsewhere(order: list[int]) -> None:
    mine = Rollout(playbook(EVERYTHING), Settings(), target("pipedrive").surface)
    theirs = as_it_is(mine)
    moved = replace(theirs, stages=tuple(theirs.stages[number] for number in order))
    found = [each for each in compared(mine, mine.held, moved) if each.kind == "stage-order"]
    assert len(found) == 5 - longest_rising(order)


def longest_rising(numbers: list[int]) -> int:
    lengths: list[int] = []
    for place, number in enumerate(numbers):
        before = [lengths[n] for n in range(place) if numbers[n] < number]
        lengths.append(max(before, default=0) + 1)
    return max(lengths)


def test_the_pipeline_is_found_by_its_key_by_its_name_or_because_it_is_the_only_one() -> None:
    mine = replace(rollout().setup, key="k")
    other = Setup(id="", key="k", name="Other")
    named = Setup(id="", key="n", name="SALE")
    third = Setup(id="", key="t", name="Third")
    assert pipeline_of(mine, Found((named, other))) is other
    assert pipeline_of(mine, Found((third, named))) is named
    assert pipeline_of(mine, Found((third,))) is third
    with pytest.raises(NotFound, match="“Third”, “Other”"):
        pipeline_of(mine, Found((third, replace(other, key="x"))))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "playbook.yaml").write_text(SALE, "utf-8")
    rows: list[dict[str, Any]] = [{"id": 1, "name": "Sale"}]
    for number, (name, odds) in enumerate((("First", 10), ("Second", 45), ("Third", 80))):
        rows.append(
            {
                "id": number + 2,
                "name": name,
                "pipeline_id": 1,
                "order_nr": number,
                "deal_probability": odds,
                "is_deal_rot_enabled": name == "Second",
                "days_to_rotten": 30,
            }
        )
    (tmp_path / "dump.json").write_text(json.dumps({"data": rows}), "utf-8")
    return tmp_path


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_the_command_says_it_in_each_form_and_tells_ci(form: str, folder: Path) -> None:
    command = ["compare", "pipedrive", str(folder), str(folder / "dump.json"), "--format", form]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 1
    if form == "json":
        (one,) = json.loads(done.output)["differences"]
        assert (one["kind"], one["playbook"], one["crm"]) == ("stage-probability", "40%", "45%")
        assert (one["line"], one["path"]) == (11, "stages.second.probability")
    elif form == "markdown":
        assert "| Stage “Second”: probability | 40% | 45% | " in done.output
    else:
        assert (
            "playbook.yaml:11: Stage “Second”: probability: here 40%, in Pipedrive 45%"
            in done.output
        )


def test_what_a_crm_says_becomes_no_markup_and_steers_no_terminal(folder: Path) -> None:
    dump = (folder / "dump.json").read_text("utf-8").replace("Second", "<b>a|b</b>\\u001b[31m")
    (folder / "dump.json").write_text(dump, "utf-8")
    for form in ("text", "markdown"):
        command = ["compare", "pipedrive", str(folder), str(folder / "dump.json"), "--format", form]
        done = CliRunner().invoke(main, command)
        assert "\x1b" not in done.output
        assert form == "text" or "<b>" not in done.output


def test_what_is_open_about_a_dump_is_said_beside_the_differences(folder: Path) -> None:
    whole = json.loads((folder / "dump.json").read_text("utf-8"))
    whole["additional_data"] = {"next_cursor": "abc"}
    (folder / "dump.json").write_text(json.dumps(whole), "utf-8")
    done = CliRunner().invoke(
        main, ["compare", "pipedrive", str(folder), str(folder / "dump.json")]
    )
    assert "Fetch all pages" in done.stderr
    assert "Fetch all pages" not in done.stdout
    assert "1 difference." in done.stdout
