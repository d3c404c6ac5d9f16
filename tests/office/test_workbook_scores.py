"""The scorecards: two hundred deals answer at random, and LibreOffice must score them as the format says."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from tests.office.books import EVERYTHING, ROOT, below, made, playbook, row_of
from tests.office.calc import DAY, needs_office, on, opened, recalculated, saved
from tests.office.judge import UNKNOWN, Deal, Given

from playbook import scoring
from playbook.model import Playbook, Question, Questionnaire
from playbook.wording import questionnaire_name

pytestmark = needs_office

NOBODY: Final = "nobody knows"
FIRST: Final = 5
"""The column of the first deal."""
DEALS: Final = 200
PATHS: Final = (
    EVERYTHING,
    ROOT / "playbooks" / "b2b-starter" / "playbook.yaml",
    ROOT / "playbooks" / "nine-nodes" / "playbook.yaml",
    ROOT / "tests" / "published" / "showroom.yaml",
    ROOT / "tests" / "published" / "renewal.yaml",
    ROOT / "tests" / "published" / "enterprise-software" / "playbook.yaml",
)
"""Questionnaires with every method, every type of answer, floors, weights, bands and branches."""


def drawn(made: Playbook, chance: random.Random) -> Callable[[Question], Given]:
    """Answers at random; some questions nobody can answer, and some are not asked yet."""

    def one(question: Question) -> Given:
        way = chance.random()
        if way < 0.12:
            return None
        if way < 0.24:
            return UNKNOWN
        options = _options(made, question)
        match made.type_of_question(question):
            case "yes-no":
                return chance.choice(["yes", "no"])
            case "rating":
                return chance.randint(0, question.max)
            case "choice":
                return chance.choice(options)
            case "choices":
                return frozenset(each for each in options if chance.random() < 0.5) or None
            case "date":
                return DAY + timedelta(days=chance.randint(-200, 400))
            case "number" | "money" | "percent":
                return chance.choice([0, 1, 5, 9, 10, 49, 1000, 20000, 50000, 100000, 400000])
        return "said"

    return one


def _options(made: Playbook, question: Question) -> list[str]:
    field = made.fields.get(question.field) if question.field else None
    return [each.id for each in (field.options if field else question.options)]


@dataclass(frozen=True)
class Scored:
    """A workbook that was answered, as LibreOffice computes it, and the deals as we know them."""

    playbook: Playbook
    book: Any
    deals: tuple[Deal, ...]


@pytest.fixture(scope="module", params=PATHS, ids=lambda path: path.stem)
def scored(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Scored:
    """Two hundred deals that answer at random."""
    own = playbook(request.param)
    if own.language != "en":
        from dataclasses import replace

        own = replace(own, language="en")
    chance = random.Random(7)
    book = opened(made(own), computed=False)
    deals = tuple(_enter(book, own, row, chance) for row in range(DEALS))
    shown = recalculated(tmp_path_factory.mktemp("scored"), {"book": on(DAY, saved(book))})["book"]
    return Scored(own, opened(shown), deals)


def _enter(book: Any, own: Playbook, place: int, chance: random.Random) -> Deal:
    sheet, row = book["Deals"], place + 5
    amount = chance.choice([1000, 29999, 30000, 60000, 250000])
    for head, value in (("Account", f"Deal {place}"), ("Stage", own.stages[0].name)):
        below(sheet, head, row).value = value
    below(sheet, "Amount", row).value = amount
    segments = set()
    for id, segment in own.segments.items():
        try:
            cell = below(sheet, segment.name, row)
        except KeyError:
            continue
        if segment.when and segment.when.field == "amount":
            knows = Deal(own, frozenset(), {}, DAY)
            is_in = knows.fits(amount, segment.when)
        else:
            is_in = chance.random() < 0.5
            cell.value = "☑" if is_in else "☐"
        if is_in:
            segments.add(str(id))
    answer = drawn(own, chance)
    given: dict[str, Given] = {str(each.id): answer(each) for each in own.question.values()}
    for questionnaire in own.questionnaires.values():
        _answer(book[questionnaire_name(questionnaire)[:31]], own, questionnaire, place, given)
    return Deal(own, frozenset(segments), given, DAY)


def _answer(
    sheet: Any, own: Playbook, asked: Questionnaire, place: int, given: Mapping[str, Given]
) -> None:
    for question in asked.questions:
        row, column = row_of(sheet, question.ask), place + FIRST
        answer = given[question.id]
        cell = sheet.cell(row, column)
        cell.value = None
        if made_of_ticks := own.type_of_question(question) == "choices":
            for below_it, id in enumerate(_options(own, question), start=1):
                is_ticked = isinstance(answer, frozenset) and id in answer
                sheet.cell(row + below_it, column).value = "☑" if is_ticked else "☐"
        if answer == UNKNOWN:
            cell.value = NOBODY
        elif answer is not None and not made_of_ticks:
            cell.value = _shown(own, question, answer)


def _shown(own: Playbook, question: Question, answer: Given) -> Any:
    """An answer as people choose it."""
    if own.type_of_question(question) == "choice":
        field = own.fields.get(question.field) if question.field else None
        names = {each.id: each.name for each in (field.options if field else question.options)}
        return names[str(answer)]
    return answer


def _results(scored: Scored, questionnaire: Questionnaire, name: str) -> list[Any] | None:
    sheet = scored.book[questionnaire_name(questionnaire)[:31]]
    heads = {str(sheet.cell(row, 1).value): row for row in range(6, 12)}
    row = next((row for head, row in heads.items() if head.startswith(name)), None)
    if row is None:
        return None
    found = (sheet.cell(row, FIRST + place).value for place in range(DEALS))
    return [None if value == "" else value for value in found]


def _is_begun(deal: Deal, questionnaire: Questionnaire) -> bool:
    given = any(deal.answers[each.id] is not None for each in questionnaire.questions)
    return given and any(deal.asked(each) for each in questionnaire.questions)


def test_the_score_is_that_of_the_format(scored: Scored) -> None:
    checked = 0
    for questionnaire in scored.playbook.questionnaires.values():
        shown = _results(scored, questionnaire, "Score")
        if shown is None:
            assert questionnaire.scoring is None
            continue
        reach = scoring.of_questionnaire(scored.playbook, questionnaire)
        for deal, score in zip(scored.deals, shown, strict=True):
            if not _is_begun(deal, questionnaire):
                assert score is None
                continue
            assert score == pytest.approx(deal.score(questionnaire))
            assert reach.low - 1e-9 <= score <= reach.high + 1e-9
            checked += 1
    assert checked > 100


def test_it_is_passed_where_the_score_is_enough_and_no_element_below_its_floor(
    scored: Scored,
) -> None:
    for questionnaire in scored.playbook.questionnaires.values():
        shown = _results(scored, questionnaire, "Passed")
        if shown is None:
            continue
        for deal, words in zip(scored.deals, shown, strict=True):
            wanted = "Passed" if deal.passed(questionnaire) else "Not passed"
            assert words == (wanted if _is_begun(deal, questionnaire) else None)


def test_the_band_is_the_highest_that_the_score_reaches(scored: Scored) -> None:
    for questionnaire in scored.playbook.questionnaires.values():
        shown = _results(scored, questionnaire, "Result")
        if shown is None or questionnaire.scoring is None:
            continue
        for deal, name in zip(scored.deals, shown, strict=True):
            if _is_begun(deal, questionnaire):
                score = deal.score(questionnaire)
                reached = [b.name for b in questionnaire.scoring.bands if b.from_ <= score + 1e-9]
                assert name == (reached[-1] if reached else None)


def test_a_knock_out_says_where_the_deal_goes(scored: Scored) -> None:
    for questionnaire in scored.playbook.questionnaires.values():
        shown = _results(scored, questionnaire, "Knock-out")
        ends = any(question.knock_out for question in questionnaire.questions)
        assert (shown is not None) == ends
        for deal, name in zip(scored.deals, shown or (), strict=bool(shown)):
            stage = deal.knocked(questionnaire)
            assert name == (scored.playbook.stage[stage].name if stage else None)  # type: ignore[index]  # a stage's id


def test_what_is_still_unknown_is_counted(scored: Scored) -> None:
    for questionnaire in scored.playbook.questionnaires.values():
        shown = _results(scored, questionnaire, "Still unknown")
        assert shown == [deal.open(questionnaire) for deal in scored.deals]


def test_the_best_and_the_worst_answers_give_the_ends_of_the_range(
    tmp_path: Path,
) -> None:
    own = playbook(EVERYTHING)
    questionnaire = next(iter(own.questionnaires.values()))
    book = opened(made(own), computed=False)
    best: dict[str, Given] = {"money": 10000, "signs": "yes", "pain": 5, "mood": "keen"}
    worst: dict[str, Given] = {"money": None, "signs": "no", "pain": 0, "mood": "lost"}
    for place, given in enumerate((best, worst)):
        below(book["Deals"], "Account", place + 5).value = f"Deal {place}"
        filled: dict[str, Given] = {
            str(question.id): given.get(question.id) for question in questionnaire.questions
        }
        _answer(book["Quick check"], own, questionnaire, place, filled)
    shown = opened(recalculated(tmp_path, {"book": on(DAY, saved(book))})["book"])["Quick check"]
    reach = scoring.of_questionnaire(own, questionnaire)
    row = row_of(shown, "Score")
    assert (shown.cell(row, FIRST).value, shown.cell(row, FIRST + 1).value) == (
        reach.high,
        reach.low,
    )
    assert reach.high > reach.low
