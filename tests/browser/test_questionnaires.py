"""Questionnaires in a browser: what answers come to, and the page that they are filled in on.

The answers are counted here once more, straight from the model and by the rules that the format
states, and must come to the same in the browser.
"""

import json
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from tests.browser.harness import NEEDS_BROWSER, handbook, read, text, visit

from playbook import model, scoring
from playbook.assembly import assemble
from playbook.build import build
from playbook.model import Answer, Playbook, Question, Questionnaire
from playbook.resources import PLAYBOOKS

pytestmark = NEEDS_BROWSER

NOBODY_KNOWS: Final = None
TODAY: Final = date(2026, 11, 22)
Given = Mapping[str, Any]

_SCORED = """
  const all = [];
  for (const [name, cases] of Object.entries(CASES)) {
    const frame = await open(`questionnaire-${name}.html`);
    const sheet = JSON.parse(page(frame).querySelector("[data-sheet]").dataset.sheet);
    const scored = frame.contentWindow.handbook.scored;
    all.push(cases.map((answers) => scored(sheet, answers, [], "2026-11-22")));
    frame.remove();
  }
  return all;
"""


# Counted by hand


def in_the_browser(folder: Path, cases: Mapping[str, Sequence[Given]]) -> Any:
    return visit(folder, _SCORED.replace("CASES", json.dumps(cases))).answer


def test_answers_come_to_what_they_come_to_by_hand(everything_site: Path) -> None:
    cases: list[Given] = [
        {},
        {"money": 12000, "signs": "yes"},
        {"money": 12000, "signs": NOBODY_KNOWS},
        {"signs": "no"},
        {"money": 500, "signs": "yes", "pain": "0", "mood": "lost", "place": "eu"},
        {"money": 10000, "signs": "yes", "pain": 5, "mood": "keen", "place": "far"},
        {"money": 0, "signs": "yes", "pain": 1, "mood": "keen"},
    ]
    found = in_the_browser(everything_site, {"check": cases})[0]
    short = [(each["score"], each["verdict"], each["band"]) for each in found]
    assert short == [
        (0, "open", "Cold fish"),
        (4, "passed", "Warm soup"),
        (3, "open", "Cold fish"),
        (0, "stop", "Cold fish"),
        (0, "failed", "Cold fish"),
        (18, "passed", "Warm soup"),
        (7, "passed", "Warm soup"),
    ]
    assert found[0]["unknown"] == ["money", "signs", "pain", "place", "mood"]
    assert found[1]["unknown"] == ["pain", "place", "mood"]
    assert found[2]["unknown"] == ["signs", "pain", "place", "mood"]
    assert found[3]["unknown"] == ["money", "who-signs", "pain", "place", "mood"]
    assert found[3]["stops"] == ["signs"]
    assert [found[0]["least"], found[0]["most"]] == [-2, 18]
    assert found[5]["unknown"] == []


METHODS = """\
name: Methods
segments: {big: {name: Big}}
stages:
  - {id: open, name: Open, tasks: [Call], exit: [The buyer has signed]}
  - {id: won, name: Won, kind: won}
  - {id: lost, name: Lost, kind: lost}
questionnaires:
"""
_QUESTIONS = """\
    framework: custom
    elements: [{id: a, name: A}, {id: b, name: B}, {id: c, name: C}]
    questions:
      - {id: a-NAME, element: a, ask: A?, type: rating, max: 4}
      - {id: b-NAME, element: b, ask: B?, type: choices, options: [{id: x, name: X, points: 2}, {id: y, name: Y, points: 1}, {id: z, name: Z, points: -1}]}
      - {id: c-NAME, element: c, ask: C?, type: text}
      - {id: d-NAME, element: a, ask: D?, type: date, score: [{within_days: 30, points: 3}, {is: unknown, points: -2}], for: [big]}
"""


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ("{method: sum, pass: 5, weights: {a: 2, b: 0.5}}", (0, 9.5, 6, 8.5, -4)),
        ("{method: mean, pass: 3, weights: {a: 3}}", (0, 3.75, 2.25, 3.25, -1.5)),
        ("{method: lowest, pass: 2}", (0, 3, 0, 1, -2)),
        ("{method: count, pass: 2}", (0, 2, 1, 2, 0)),
        ("{method: all}", (0, 2, 1, 2, 0)),
    ],
)
def test_each_method_puts_the_elements_together_its_own_way(
    tmp_path: Path, rules: str, expected: tuple[float, ...]
) -> None:
    playbook = text(
        tmp_path,
        "methods",
        f"{METHODS}  one:\n    scoring: {rules}\n{_QUESTIONS.replace('NAME', 'one')}",
    )
    cases: list[Given] = [
        {},
        {"a-one": 4, "b-one": ["x", "y"]},
        {"a-one": 3, "b-one": ["y", "z"], "d-one": "2027-06-01"},
        {"a-one": 1, "b-one": ["x", "z"], "d-one": "2026-12-01"},
        {"d-one": NOBODY_KNOWS},
    ]
    found = in_the_browser(handbook(tmp_path, [playbook]), {"one": cases})[0]
    assert tuple(each["score"] for each in found) == expected


# Counted again from the model


def fits(answer: Any, operator: Answer) -> bool:
    empty = answer in (None, "", [])
    if operator.is_:
        return {"filled": not empty, "empty": empty, "unknown": answer is None}[operator.is_]
    if empty:
        return False
    several = answer if isinstance(answer, list) else [answer]
    name = operator.operators[0]
    value: Any = getattr(operator, name)
    if name in ("equals", "not_equals"):
        return (str(value) in map(str, several)) == (name == "equals")
    if name == "one_of":
        return not set(map(str, value)).isdisjoint(map(str, several))
    if name == "within_days":
        return abs((date.fromisoformat(answer) - TODAY).days) <= int(value)
    number = float(answer)
    return {
        "at_least": number >= float(value),
        "at_most": number <= float(value),
        "above": number > float(value),
        "below": number < float(value),
    }[name]


def holds(playbook: Playbook, test: model.Test, given: Given, before: Sequence[Question]) -> bool:
    if test.all:
        return all(holds(playbook, each, given, before) for each in test.all)
    if test.any:
        return any(holds(playbook, each, given, before) for each in test.any)
    known = [each for each in before if each.id == test.answer]
    known += [each for each in before if test.field and each.field == test.field][:1]
    return fits(given[known[0].id], test) if known and known[0].id in given else not known


def points(playbook: Playbook, question: Question, answer: Any) -> float:
    if question.score:
        return next((rule.points for rule in question.score if fits(answer, rule)), 0)
    if answer is None:
        return 0
    field = playbook.fields.get(question.field) if question.field else None
    worth = {each.id: each.points or 0 for each in (field.options if field else question.options)}
    match playbook.type_of_question(question):
        case "yes-no":
            return float(answer == "yes")
        case "rating":
            return float(answer)
        case "choice":
            return worth[answer]
        case "choices":
            return sum(worth[each] for each in answer)
    return 0


def counted(playbook: Playbook, questionnaire: Questionnaire, given: Given) -> dict[str, Any]:
    elements: dict[str, float] = defaultdict(float)
    asked: list[Question] = []
    for number, question in enumerate(questionnaire.questions):
        before = questionnaire.questions[:number]
        shown = {str(each.id): given[each.id] for each in asked if each.id in given}
        if question.when and not holds(playbook, question.when, shown, before):
            continue
        asked.append(question)
        if question.id in given:
            elements[question.element or ""] += points(playbook, question, given[question.id])
    ranges = scoring.of_elements(playbook, questionnaire)
    counting = {id: elements[id] for id, each in ranges.items() if each.high > 0 or each.low < 0}
    rules = questionnaire.scoring
    weight = {id: float((rules.weights if rules else {}).get(id, 1)) for id in counting}  # type: ignore[call-overload]
    method = rules.method if rules else "sum"
    score: float = 0
    if counting and method in ("count", "all"):
        score = sum(each >= 1 for each in counting.values())
    elif counting and method == "lowest":
        score = min(counting.values())
    elif counting:
        score = sum(weight[id] * each for id, each in counting.items())
        score = score / sum(weight.values()) if method == "mean" else score
    bands = [band.name for band in (rules.bands if rules else ()) if score >= band.from_]
    return {
        "score": pytest.approx(score),
        "band": bands[-1] if bands else None,
        "asked": [each.id for each in asked],
        "unknown": [each.id for each in asked if given.get(each.id) in (None, "", [])],
        "stops": [
            each.id
            for each in asked
            if each.knock_out and each.id in given and fits(given[each.id], each.knock_out)
        ],
    }


def invented(playbook: Playbook, questionnaire: Questionnaire, chance: random.Random) -> Given:
    given: dict[str, Any] = {}
    for question in questionnaire.questions:
        if chance.random() < 0.25:
            continue
        field = playbook.fields.get(question.field) if question.field else None
        ids = [each.id for each in (field.options if field else question.options)]
        answers: dict[str | None, Any] = {
            "yes-no": chance.choice(["yes", "no"]),
            "rating": chance.randint(0, question.max),
            "choice": chance.choice(ids) if ids else "",
            "choices": chance.sample(ids, chance.randint(1, len(ids))) if ids else [],
            "number": chance.choice([0, 1, 5, 20, 100]),
            "money": chance.choice([0, 1, 500, 10000, 50000, 1000000]),
            "percent": chance.choice([0, 10, 55, 100]),
            "date": "2026-12-01",
        }
        answer = answers.get(playbook.type_of_question(question), "Somebody")
        given[question.id] = NOBODY_KNOWS if chance.random() < 0.15 else answer
    return given


@pytest.mark.parametrize("source", ["everything", "b2b-starter", "six-stage", "seven-stages"])
def test_any_answers_come_to_the_same_as_in_the_model(source: str, tmp_path: Path) -> None:
    playbook = (
        read("everything.yaml")
        if source == "everything"
        else build(assemble(PLAYBOOKS / source / "playbook.yaml").document)
    )
    chance = random.Random(source)
    cases = {
        str(each.id): [invented(playbook, each, chance) for _number in range(150)]
        for each in playbook.questionnaires.values()
    }
    found = in_the_browser(handbook(tmp_path, [playbook]), cases)
    for questionnaire, results in zip(playbook.questionnaires.values(), found, strict=True):
        reach = scoring.of_questionnaire(playbook, questionnaire)
        for given, result in zip(cases[str(questionnaire.id)], results, strict=True):
            expected = counted(playbook, questionnaire, given)
            assert {name: result[name] for name in expected} == expected, given
            assert (
                reach.low - 1e-9 <= result["least"] <= result["score"] + 1e-9 or result["unknown"]
            )
            assert result["most"] <= reach.high + 1e-9


# The page


_STATE = """
  const state = (frame) => {
    const result = page(frame).querySelector("[data-result]");
    const shown = (name) => { const each = result.querySelector(`[data-${name}]`); return each.hidden ? "" : each.textContent; };
    return [shown("points"), shown("verdict"), shown("band"), shown("count")];
  };
  const put = (frame, question, value) => {
    const article = page(frame).querySelector(`[data-question=${question}]`);
    const fields = [...article.querySelectorAll("[data-answer] :is(input, textarea):not([data-unsure])")];
    const field = fields.find((each) => each.value === value && /radio|checkbox/.test(each.type));
    if (field) field.click();
    else {
      fields[0].value = value;
      fields[0].dispatchEvent(new frame.contentWindow.Event("input", { bubbles: true }));
    }
  };
"""


def test_a_questionnaire_counts_while_it_is_filled_in_and_remembers(everything_site: Path) -> None:
    seen = visit(
        everything_site,
        _STATE
        + """
        let frame = await open("questionnaire-check.html");
        const first = state(frame);
        put(frame, "money", "12000");
        const second = state(frame);
        put(frame, "signs", "yes");
        put(frame, "pain", "5");
        const third = state(frame);
        const left = [...page(frame).querySelectorAll("[data-unknown] a")].map((each) => each.textContent);
        await pause(500);
        const said = page(frame).querySelector("[data-said]").textContent;
        frame.remove();
        frame = await open("questionnaire-check.html");
        const again = state(frame);
        const radio = page(frame).querySelector("[data-question=signs] input[value=yes]").checked;
        page(frame).querySelector("[data-question=signs] [data-unsure]").click();
        const unsure = [state(frame), page(frame).querySelector("[data-question=signs] input[value=yes]").checked];
        page(frame).querySelector("[data-question=money] [data-empty]").click();
        const emptied = [state(frame), page(frame).activeElement.closest("article").dataset.question];
        page(frame).querySelector("[data-reset]").click();
        const reset = state(frame);
        frame.remove();
        const last = state(await open("questionnaire-check.html"));
        return { first, second, third, left, said, again, radio, unsure, emptied, reset, last };
        """,
    )
    nothing = ["0", "Not decided yet", "", "5"]
    passed = ["14", "Passed", "Warm soup", "2"]
    assert seen.answer == {
        "first": nothing,
        "second": ["3", "Not decided yet", "Cold fish", "4"],
        "third": passed,
        "left": ["Where will it stand?", "Which of these is you?"],
        "said": "Score: 14. Passed. Warm soup. Still unknown: 2",
        "again": passed,
        "radio": True,
        "unsure": [["13", "Not decided yet", "Warm soup", "3"], False],
        "emptied": [["10", "Not decided yet", "Warm soup", "4"], "money"],
        "reset": nothing,
        "last": nothing,
    }
    assert seen.console == ()


def test_a_knock_out_is_told_with_where_the_deal_goes(everything_site: Path) -> None:
    seen = visit(
        everything_site,
        _STATE
        + """
        const frame = await open("questionnaire-check.html");
        const asked = () => !page(frame).querySelector("[data-question=who-signs]").classList.contains("unasked");
        const before = asked();
        put(frame, "signs", "no");
        const stops = page(frame).querySelector("[data-stops]").textContent;
        return { before, after: asked(), state: state(frame), stops };
        """,
    )
    assert seen.answer["before"] is False
    assert seen.answer["after"] is True
    assert seen.answer["state"][1] == "Knock-out"
    assert "the deal moves to In the drawer" in seen.answer["stops"]
    assert "Do you sign yourself?" in seen.answer["stops"]


def test_answers_and_ticks_are_kept_for_each_deal_apart(everything_site: Path) -> None:
    seen = visit(
        everything_site,
        _STATE
        + """
        const name = (frame, words) => {
          const input = page(frame).querySelector("[data-deal] input");
          input.value = words;
          input.dispatchEvent(new frame.contentWindow.Event("change"));
        };
        const box = (frame) => page(frame).querySelector(".gate input");
        let frame = await open("questionnaire-check.html");
        name(frame, "Фабрика <b>Север</b>");
        put(frame, "money", "12000");
        const north = state(frame)[0];
        name(frame, "南方");
        const south = state(frame)[0];
        frame.remove();
        frame = await open("stage-qualified.html");
        const stillSouth = page(frame).querySelector("[data-deal] input").value;
        box(frame).click();
        name(frame, "Фабрика <b>Север</b>");
        const other = box(frame).checked;
        name(frame, "南方");
        const same = box(frame).checked;
        name(frame, "");
        const none = box(frame).checked;
        const known = [...page(frame).querySelectorAll("[data-deal] option")].map((each) => each.value);
        frame.remove();
        frame = await open("questionnaire-check.html");
        const nobody = state(frame)[0];
        return { north, south, stillSouth, other, same, none, known, nobody };
        """,
    )
    assert seen.answer == {
        "north": "3",
        "south": "0",
        "stillSouth": "南方",
        "other": False,
        "same": True,
        "none": False,
        "known": ["南方", "Фабрика <b>Север</b>"],
        "nobody": "0",
    }


def test_without_scripts_a_questionnaire_shows_everything_and_no_dead_controls(
    everything_site: Path,
) -> None:
    seen = visit(
        everything_site,
        """
        const frame = document.createElement("iframe");
        frame.sandbox = "allow-same-origin";
        frame.style.cssText = "width:1280px;height:900px";
        const loaded = new Promise((done) => { frame.onload = done; });
        frame.src = "questionnaire-check.html";
        document.body.append(frame);
        await loaded;
        const shown = (selector) => [...page(frame).querySelectorAll(selector)].filter((each) => each.getClientRects().length).length;
        return { asks: shown(".ask"), options: shown(".options li"), dead: shown(".answering, .result, .outcome, .deal, main button") };
        """,
    )
    assert seen.answer == {"asks": 6, "options": 4, "dead": 0}
