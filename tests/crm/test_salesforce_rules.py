"""Salesforce: the rules and computed fields mean what the playbook means."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.crm import formula
from tests.crm.deals import Deal, Judge
from tests.crm.org import (
    SPACE,
    TODAY,
    api,
    everything,
    fate,
    fires,
    record_of,
    salesforce_name,
    values,
    world,
    world_of,
    xml,
)
from tests.crm.samples import EVERYTHING, playbook, rolled_out

from playbook.crm import Settings
from playbook.flow import Flow
from playbook.model import Criterion, Playbook, Stage
from playbook.registry import target

Build = Callable[[str], Playbook]


def values_of(kind: str | None, options: Iterable[str]) -> st.SearchStrategy[Any]:
    """A value of a type, or none."""
    numbers = st.integers(0, 5).map(Decimal)
    amounts = st.sampled_from([0, 1, 10_000, 49_999, 50_000, 60_000, 70_000]).map(Decimal)
    chosen = list(options) or ["x"]
    found: st.SearchStrategy[Any] = {
        "number": numbers,
        "money": amounts,
        "percent": st.integers(0, 100).map(Decimal),
        "rating": st.integers(0, 5).map(Decimal),
        "date": st.integers(-100, 100).map(lambda days: TODAY + timedelta(days=days)),
        "yes-no": st.sampled_from(["yes", "no"]),
        "choice": st.sampled_from(chosen),
        "choices": st.frozensets(st.sampled_from(chosen), min_size=1),
    }.get(kind or "", st.sampled_from(["x", 'a "b"', "日本"]))
    return st.none() | found


def some(values: dict[str, Any]) -> dict[str, Any]:
    return {id: value for id, value in values.items() if value is not None}


def deals(model: Playbook) -> st.SearchStrategy[Deal]:
    """Any deal of a playbook."""
    fields = {
        str(id): values_of(field.type, (option.id for option in field.options))
        for id, field in model.fields.items()
    }
    fields |= {"amount": values_of("money", ()), "close-date": values_of("date", ())}
    fields["loss-reason"] = values_of("choice", map(str, model.reasons))
    answers = {
        str(id): values_of(question.type, (option.id for option in question.options))
        for id, question in model.question.items()
        if question.field is None
    }
    by_hand = [str(id) for id, segment in model.segments.items() if segment.when is None]
    phases = [(str(t.id), str(p.id)) for t in model.tracks.values() for p in t.phases]
    return st.builds(
        Deal,
        st.fixed_dictionaries(fields).map(some),
        st.fixed_dictionaries(answers).map(some),
        st.frozensets(st.sampled_from(by_hand)),
        st.frozensets(st.sampled_from(phases)),
    )


MODEL = playbook(EVERYTHING)


DEALS = deals(MODEL)


FLOW = Flow(MODEL)


@cache
def is_beyond(passed: str, id: str) -> bool:
    """Whether no way forward leads to a stage but through another; found by walking without it."""
    if id == passed or is_aside(passed, id):
        return False
    onward = defaultdict(set)
    for move in FLOW.moves:
        if move.kind == "forward" and passed not in (move.source, move.target):
            onward[str(move.source)].add(str(move.target))
    seen, waiting = set[str](), [str(start) for start in FLOW.starts if start != passed]
    while waiting:
        each = waiting.pop()
        if each not in seen:
            seen.add(each)
            waiting += onward[each]
    reached = {str(move.target) for move in FLOW.moves if move.kind == "forward"}
    return id not in seen and id in reached


def is_aside(source: str, target: str) -> bool:
    """Whether a stage stands beside the main line and is reached from another."""
    stage = next(each for each in MODEL.stages if each.id == target)
    return stage.is_before_the_sale and source in (stage.from_ or ())


def passes(stage: Stage, source: str, target: str) -> bool:
    """Whether a move passes the gate at the end of a stage."""
    if is_beyond(stage.id, target) and not is_beyond(stage.id, source):
        return True
    kinds = ("forward", "skip", "return", "wake")
    straight = any(move.target == target and move.kind in kinds for move in FLOW.after[stage.id])
    return source == stage.id and straight and not is_aside(source, target)


def enters(stage: Stage, source: str, target: str) -> bool:
    """Whether a move enters a stage, or passes it at once."""
    inside = {id for id in (source, target) if id == stage.id or is_beyond(stage.id, id)}
    return target in inside and source not in inside


MOVES = [(str(a.id), str(b.id)) for a in MODEL.stages for b in MODEL.stages if a.id != b.id]


GATES = [
    (stage, each, kind)
    for stage in MODEL.stages
    for kind in ("entry", "exit")
    for each in getattr(stage, kind)
    if f"{stage.id}/{kind}/{each.id}" in everything().rules
]


def test_every_check_but_those_that_salesforce_cannot_say_is_a_rule() -> None:
    checked = {
        str(each.id) for _holder, each in MODEL.criteria() if each.check and each.level == "must"
    }
    assert checked - {str(each.id) for _stage, each, _kind in GATES} == {
        "champion-there",
        "open-end",
    }


def moves(looked_at: Callable[[str, str], bool]) -> st.SearchStrategy[tuple[str, str]]:
    """Any move, and more often one at which the gate is looked at."""
    passing = [move for move in MOVES if looked_at(*move)]
    return st.sampled_from(passing) | st.sampled_from(passing) | st.sampled_from(MOVES)


@pytest.mark.parametrize(
    ("stage", "criterion", "kind"), GATES, ids=lambda value: getattr(value, "id", value)
)
@settings(max_examples=150)
@given(data=st.data())
def test_a_gate_stops_a_deal_exactly_if_its_check_is_not_true(
    stage: Stage, criterion: Criterion, kind: str, data: st.DataObject
) -> None:
    def looked_at(source: str, target: str) -> bool:
        if criterion.to:
            return source == stage.id and target in criterion.to
        return (enters if kind == "entry" else passes)(stage, source, target)

    deal, move = data.draw(DEALS), data.draw(moves(looked_at))
    judge = Judge(MODEL, deal)
    assert criterion.check is not None
    concerned = judge.concerns(stage.for_) and judge.concerns(criterion.for_)
    wanted = looked_at(*move) and concerned and not judge.holds(criterion.check)
    rule = everything().rules[f"{stage.id}/{kind}/{criterion.id}"]
    names = salesforce_name(move[0]), salesforce_name(move[1])
    assert fires(rule, record_of(MODEL, deal), *names, everything()) == wanted


DEMANDED = [
    *((stage, str(id), f"must-fill/{id}") for stage in MODEL.stages for id in stage.must_fill),
    *(
        (stage, str(each.kept_in), f"exit/{each.id}/kept-in")
        for stage in MODEL.stages
        for each in stage.exit
        if each.kept_in and each.level == "must"
    ),
]


@pytest.mark.parametrize(
    ("stage", "field", "path"), DEMANDED, ids=lambda value: getattr(value, "id", value)
)
@settings(max_examples=100)
@given(data=st.data())
def test_a_field_is_demanded_of_the_deals_that_have_it(
    stage: Stage, field: str, path: str, data: st.DataObject
) -> None:
    def looked_at(source: str, target: str) -> bool:
        return (enters if stage.is_end else passes)(stage, source, target)

    deal, move = data.draw(DEALS), data.draw(moves(looked_at))
    judge = Judge(MODEL, deal)
    known = {str(id): each for id, each in MODEL.fields.items()}
    of_field = known[field].for_ if field in known and "must-fill" in path else ()
    concerned = judge.concerns(stage.for_) and judge.concerns(of_field)
    wanted = looked_at(*move) and concerned and field not in deal.fields
    rule = everything().rules[f"{stage.id}/{'loss-reason' if field == 'loss-reason' else path}"]
    names = salesforce_name(move[0]), salesforce_name(move[1])
    assert fires(rule, record_of(MODEL, deal), *names, everything()) == wanted


def test_a_deal_that_steps_aside_passes_no_gate() -> None:
    rule = everything().rules["signing/exit/signed/kept-in"]
    values = record_of(MODEL, Deal())
    assert not fires(rule, values, "Signing", "At_Risk", everything())
    assert fires(rule, values, "Signing", "Won", everything())
    assert fires(rule, values, "At_Risk", "Won", everything())


VALUES = """\
id: sale
name: Sale
fields: {it: {name: It, type: KIND}}
stages:
  - {id: qualified, name: Qualified, exit: [{id: ok, check: {field: it, CHECK}}]}
  - {id: won, name: Won, kind: won}
  - {id: lost, name: Lost, kind: lost}
"""


@pytest.mark.parametrize(
    ("kind", "check", "value", "holds"),
    [
        ("percent", "below: 50", Decimal("0.49"), True),
        ("percent", "below: 50", Decimal("0.5"), False),
        ("percent", "equals: 12.5", Decimal("0.125"), True),
        ("percent", "below: 50", None, False),
        ("number", "at_least: 3", Decimal(3), True),
        ("number", "at_least: 3", Decimal("2.9"), False),
        ("money", "one_of: [1, 2]", Decimal(2), True),
        ("money", "one_of: [1, 2]", Decimal(3), False),
        ("money", "at_most: 0", None, False),
        ("money", "at_most: 0", Decimal(0), True),
        ("money", "at_most: 10000000", Decimal(10_000_001), False),
        ("number", "not_equals: 1", None, False),
        ("date", "within_days: 3", TODAY + timedelta(days=3), True),
        ("date", "within_days: 3", TODAY + timedelta(days=4), False),
        ("date", "within_days: 3", TODAY - timedelta(days=4), False),
        ("date", "within_days: 3", None, False),
        ("date", 'equals: "2026-02-01"', date(2026, 2, 1), True),
        ("date", 'equals: "2026-02-01"', date(2026, 1, 2), False),
        ("text", "equals: a", "a", True),
        ("text", "equals: a", "A", False),
        ("text", "not_equals: a", "b", True),
        ("text", "not_equals: a", None, False),
        ("text", "is: empty", None, True),
        ("long-text", "is: filled", "x", True),
        ("long-text", "is: filled", None, False),
        ("yes-no", 'equals: "no"', "no", True),
        ("yes-no", 'equals: "no"', None, False),
        ("yes-no", "is: filled", "no", True),
        ("contact", "is: filled", "003", True),
        ("contact", "is: empty", "003", False),
    ],
)
def test_an_operator_means_what_the_format_says(
    kind: str, check: str, value: Any, holds: bool, built: Build
) -> None:
    own = world_of(built(VALUES.replace("KIND", kind).replace("CHECK", check)))
    stopped = fires(own.rules["qualified/exit/ok"], {"PB_It__c": value}, "Qualified", "Won", own)
    assert stopped is not holds


def test_computed_fields_tell_blanks_from_zero_and_cannot_be_typed_over() -> None:
    export = rolled_out("salesforce", EVERYTHING)
    fields = [ET.fromstring(str(text)) for name, text in export.files.items() if "/fields/" in name]
    computed = [each for each in fields if each.find(f"{SPACE}formula") is not None]
    assert len(computed) == 4
    assert all(values(each, "formulaTreatBlanksAs") == ["BlankAsBlank"] for each in computed)
    names = {f"Opportunity.{values(each, 'fullName')[0]}" for each in computed}
    permissions = xml(export, "PB_Machine_Sales.permissionset-meta.xml")
    fixed = {
        str(each.findtext(f"{SPACE}field"))
        for each in permissions.iterfind(f"{SPACE}fieldPermissions")
        if each.findtext(f"{SPACE}editable") == "false"
    }
    assert fixed == names


@settings(max_examples=60)
@given(data=st.data())
def test_the_fields_that_are_computed_show_the_score_and_the_segment(data: st.DataObject) -> None:
    deal = data.draw(DEALS)
    judge = Judge(MODEL, deal)
    own = everything()
    saved = formula.Record(record_of(MODEL, deal), own.picklists, None, own.formulas, TODAY)
    for id in ("large", "small", "abroad"):
        assert formula.value(api("segment", id), saved) == judge.is_in([id])
    bant = MODEL.questionnaires["bant"]  # type: ignore[index]
    assert formula.value(api("bant", "score"), saved) == judge.score(bant, bant.element_ids)


@pytest.mark.parametrize(("source", "target"), MOVES)
def test_a_deal_moves_as_the_playbook_allows(source: str, target: str) -> None:
    allowed = {(str(move.source), str(move.target)) for move in FLOW.moves}
    names = salesforce_name(source), salesforce_name(target)
    values = record_of(MODEL, Deal())
    stopped = fires(everything().rules["moves"], values, *names, everything())
    assert stopped == ((source, target) not in allowed)


@pytest.mark.parametrize("stage", MODEL.stages, ids=lambda stage: stage.id)
def test_a_deal_begins_where_the_playbook_allows(stage: Stage) -> None:
    values = record_of(MODEL, Deal())
    rule, name = everything().rules["start"], salesforce_name(stage.id)
    assert fires(rule, values, None, name, everything()) == (stage.id not in FLOW.starts)
    assert not fires(rule, values, "Fridge", name, everything())


@settings(max_examples=60)
@given(data=st.data())
def test_a_lost_deal_has_a_reason_that_fits(data: st.DataObject) -> None:
    deal = data.draw(DEALS)
    rules, values = everything().rules, record_of(MODEL, deal)
    given_ = deal.fields.get("loss-reason")
    lost = ("Qualified", "Lost")
    assert fires(rules["lost/loss-reason"], values, *lost, everything()) == (given_ is None)
    assert "lost/must-fill/loss-reason" not in rules
    wrong = given_ not in ("price", "discount", "silent")
    assert fires(rules["lost/reasons"], values, *lost, everything()) == wrong
    small = Judge(MODEL, deal).is_in(["small"])
    unfit = given_ == "discount" and not small
    assert fires(rules["reason/discount/for"], values, *lost, everything()) == unfit
    bare = given_ == "price" and "budget" not in deal.fields
    assert fires(rules["reason/price/must-fill"], values, *lost, everything()) == bare


@pytest.mark.parametrize(
    "more",
    [{"RecordType.DeveloperName": "Other_Team"}, {"$Permission.PB_Bypass": True}],
    ids=["a deal of another team", "a data load"],
)
def test_rules_leave_others_alone(more: dict[str, Any]) -> None:
    values = {**record_of(MODEL, Deal()), **more}
    for path, rule in everything().rules.items():
        for source in (None, "Lead", "Fridge"):
            assert not fires(rule, values, source, "Won", everything(), **more), path


def test_a_deal_whose_stage_stays_can_be_changed_whatever_is_missing() -> None:
    values = record_of(MODEL, Deal())
    for path, rule in everything().rules.items():
        for stage in MODEL.stages:
            name = salesforce_name(stage.id)
            assert not fires(rule, values, name, name, everything()), path


METHODS = """\
id: sale
name: Sale
questionnaires:
  q:
    framework: custom
    elements: [{id: a, name: A}, {id: b, name: B}]
    scoring: SCORING
    questions:
      - {id: one, element: a, ask: One?, type: yes-no}
      - {id: two, element: b, ask: Two?, type: number, score: [{above: 2, points: 2.5}, {one_of: [1, 2], points: 1}, {equals: 0, points: -1}]}
stages:
  - {id: qualified, name: Qualified, asks: {q: all}, exit: [{id: ok, check: CHECK}]}
  - {id: won, name: Won, kind: won}
  - {id: lost, name: Lost, kind: lost}
"""


@pytest.mark.parametrize(
    "scoring",
    [
        "{method: sum, pass: 2, weights: {b: 0.5}}",
        "{method: mean, pass: 1, weights: {a: 3}}",
        "{method: lowest, pass: 1}",
        "{method: count, pass: 1}",
        "{method: all}",
        "{method: sum, pass: 1, floors: {b: 1}}",
    ],
)
@pytest.mark.parametrize(
    "check",
    [
        "{questionnaire: q, is: passed}",
        "{questionnaire: q, elements: [b], at_least: 1}",
        "{questionnaire: q, above: 0}",
        "{questionnaire: q, is: complete}",
        "{answer: two, not_equals: 2}",
        "{any: [{answer: one, equals: no}, {answer: two, is: empty}]}",
    ],
)
def test_a_score_is_worked_out_by_its_method(scoring: str, check: str, built: Build) -> None:
    model = built(
        METHODS.replace("SCORING", scoring).replace("CHECK", check.replace(": no", ': "no"'))
    )
    own = world_of(model)
    criterion = model.stages[0].exit[0]
    assert criterion.check is not None
    for one in (None, "yes", "no"):
        for two in (None, *map(Decimal, range(5))):
            given_ = {"one": one, "two": two}
            deal = Deal(answers={id: value for id, value in given_.items() if value is not None})
            wanted = not Judge(model, deal).holds(criterion.check)
            rule = own.rules["qualified/exit/ok"]
            assert fires(rule, record_of(model, deal), "Qualified", "Won", own) == wanted, given_


BRANCHES = """\
id: sale
name: Sale
fields: {a: {name: A, type: text}, b: {name: B, type: text}}
stages:
  - {id: start, name: Start, next: [left, right]}
  - {id: left, name: Left, next: [end], must_fill: [a]}
  - {id: right, name: Right, next: [end], must_fill: [b]}
  - {id: end, name: End}
  - {id: won, name: Won, kind: won}
  - {id: lost, name: Lost, kind: lost}
"""


def test_a_deal_is_not_asked_for_what_another_branch_demands(built: Build) -> None:
    own = world_of(built(BRANCHES))
    values = {"PB_A__c": "x", "PB_B__c": None}
    assert not fires(own.rules["left/must-fill/a"], values, "Left", "End", own)
    assert not fires(own.rules["right/must-fill/b"], values, "Left", "End", own)
    assert fires(own.rules["right/must-fill/b"], values, "Right", "End", own)
    assert not fires(own.rules["right/must-fill/b"], values, "End", "Won", own)


@pytest.mark.parametrize(
    ("check", "said"),
    [
        ("{contacts: champion, at_least: 1}", "cannot count the contacts"),
        ("{field: decider, is: unknown}", "cannot tell “nobody knows”"),
        ("{field: note, equals: x}", "can only ask whether “Note” is filled in"),
        ("{field: day, equals: soon}", "“soon” is no date"),
        ("{questionnaire: q, is: passed}", "Nothing says which score is enough"),
        ("{questionnaire: q, equals: much}", "“much” is no number"),
    ],
)
def test_what_a_formula_cannot_say_is_done_by_hand_with_the_reason(
    check: str, said: str, built: Build
) -> None:
    text = f"""\
id: sale
name: Sale
buyer_roles: {{champion: {{name: Champion}}}}
fields:
  decider: {{name: Decider, type: contact}}
  note: {{name: Note, type: long-text}}
  day: {{name: Day, type: date}}
questionnaires:
  q:
    framework: custom
    elements: [{{id: one, name: One}}]
    questions: [{{id: x, element: one, ask: X?, type: yes-no}}]
stages:
  - {{id: qualified, name: Qualified, exit: [{{id: ok, check: {check}}}]}}
  - {{id: won, name: Won, kind: won}}
  - {{id: lost, name: Lost, kind: lost}}
"""
    told = fate(rolled_out("salesforce", built(text)), "stages", 0, "exit", 0)
    assert told.outcome == "by hand"
    assert said in told.how


def test_segments_that_lead_back_to_themselves_are_ticked_by_hand(built: Build) -> None:
    text = BRANCHES.replace(
        "stages:",
        "segments:\n"
        "  egg: {name: Egg, when: {any: [{segment: hen}, {field: a, is: filled}]}}\n"
        "  hen: {name: Hen, when: {all: [{segment: egg}, {field: b, is: filled}]}}\nstages:",
    )
    export = rolled_out("salesforce", built(text))
    told = fate(export, "segments", "egg")
    assert (told.outcome, "defined by itself" in told.how) == ("by hand", True)
    assert not world(export).formulas


def test_options_that_are_there_already_are_called_as_they_are_there(built: Build) -> None:
    model = built(
        """
        id: sale
        name: Sale
        fields:
          region: {name: Region, type: choice, options: [{id: eu, name: Europe}, {id: us, name: US}]}
        stages:
          - {id: open, name: Open, exit: [{check: {field: region, one_of: [eu, us]}}]}
          - {id: won, name: Won, kind: won}
          - {id: lost, name: Lost, kind: lost}
        """
    )
    values = {"fields": {"region": "Region__c"}, "options": {"region": {"eu": 'EMEA "old"'}}}
    export = target("salesforce").export(model, Settings(values))
    (formula,) = (each for each in world(export).rules.values() if "Region__c" in each)
    assert 'ISPICKVAL(Region__c, "EMEA \\"old\\"")' in formula
    assert 'ISPICKVAL(Region__c, "us")' in formula
    assert not any("Region__c.field-meta" in name for name in export.files)
