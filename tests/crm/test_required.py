"""Required fields: a deal is stopped where the playbook stops it, and nowhere else."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.crm.deals import Deal, Judge
from tests.crm.samples import CHINESE, EVERYTHING, PUBLISHED, playbook

from playbook import model as models
from playbook.flow import Flow
from playbook.model import Criterion, Playbook, Stage
from playbook.rollout.records import records
from playbook.rollout.required import required

Build = Callable[[str], Playbook]
SAMPLES = [EVERYTHING, CHINESE, *PUBLISHED]


@cache
def ways_to(path: Path, target: str) -> tuple[frozenset[str], ...]:
    """The stages on each way forward to a stage, without the stage itself."""
    flow, found = Flow(playbook(path)), []

    def walk(here: str, before: tuple[str, ...]) -> None:
        if here == target:
            found.append(frozenset(before))
            return
        for move in flow.moves:
            if move.source == here and move.kind == "forward" and move.target not in before:
                walk(move.target, (*before, here))

    for start in flow.starts:
        walk(start, ())
    return tuple(found)


def surely_left(path: Path, stage: Stage) -> Iterator[Stage]:
    """The stages that every deal has left when it stands in this one."""
    passed = ways_to(path, stage.id)
    beside = stage.from_ or ()
    for each in playbook(path).stages:
        is_passed = passed and all(each.id in way for way in passed)
        if is_passed and not (stage.is_before_the_sale and each.id in beside):
            yield each


def is_simple(test: models.Test) -> bool:
    """Whether a test wants nothing but fields and answers filled."""
    leaves = list(test.leaves())
    return all(each.is_ == "filled" and (each.field or each.answer) for each in leaves) and (
        not has_any(test)
    )


def has_any(test: models.Test) -> bool:
    return bool(test.any) or any(map(has_any, test.all))


def stopped(path: Path, stage: Stage, deal: Deal) -> bool:
    """Whether the playbook itself says that a deal without something cannot be in a stage."""
    model = playbook(path)
    judge = Judge(model, deal)

    def fails(criterion: Criterion) -> bool:
        if criterion.level != "must" or criterion.for_ or criterion.to:
            return False
        kept = criterion.kept_in and not filled(criterion.kept_in)
        check = criterion.check and is_simple(criterion.check)
        return bool(kept) or bool(check and not judge.holds(criterion.check))  # type: ignore[arg-type]

    def filled(id: str) -> bool:
        return deal.fields.get(id) is not None

    def lacks(each: Stage) -> bool:
        wanted = [id for id in each.must_fill if not (id in model.fields and model.fields[id].for_)]
        return not all(map(filled, wanted))

    left = [each for each in surely_left(path, stage) if not each.for_]
    entered = [*left, *([] if stage.for_ else [stage])]
    return (
        any(lacks(each) for each in left if not each.is_end)
        or any(fails(one) for each in left for one in each.exit)
        or any(fails(one) for each in entered for one in each.entry)
        or (stage.is_end and not stage.for_ and lacks(stage))
    )


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
@given(data=st.data())
def test_a_deal_is_stopped_where_the_playbook_stops_it(path: Path, data: st.DataObject) -> None:
    model = playbook(path)
    kept = [each for each in records(model) if each.kind in ("field", "question")]
    found = required(model, {each.ids for each in kept}.__contains__)
    there = {each.ids: data.draw(st.booleans(), label="-".join(each.ids)) for each in kept}
    values: dict[str, Any] = {
        ids[0]: "x" for ids, is_there in there.items() if is_there and len(ids) == 1
    }
    answers = {ids[1]: "x" for ids, is_there in there.items() if is_there and len(ids) == 2}
    deal = Deal(fields=values, answers=answers)
    for stage in model.stages:
        wanted = [ids for ids, stages in found.fields.items() if stage.id in stages]
        assert (not all(there[ids] for ids in wanted)) == stopped(path, stage, deal), stage.id


def test_what_wants_more_than_something_filled_is_left_to_people(built: Build) -> None:
    model = built(
        """
        id: sale
        name: Sale
        fields: {a: {name: A, type: number}, b: {name: B, type: text}}
        stages:
          - id: first
            name: First
            exit:
              - {check: {field: a, at_least: 3}}
              - {check: {any: [{field: a, is: filled}, {field: b, is: filled}]}}
              - {check: {all: [{field: a, is: filled}, {field: b, equals: x}]}}
              - {check: {field: b, is: filled}, level: should}
              - {check: {all: [{field: a, is: filled}, {field: b, is: filled}]}, criterion: Both}
          - {id: won, name: Won, kind: won}
          - {id: lost, name: Lost, kind: lost}
        """
    )
    found = required(model, lambda ids: True)
    assert dict(found.fields) == {("a",): ("won",), ("b",): ("won",)}
    assert list(found.pieces) == [("stages", 0, "exit", 4)]
    assert required(model, lambda ids: ids == ("a",)).fields == {}
