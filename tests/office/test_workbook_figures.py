"""What LibreOffice computes in the workbook: the stored values, and what follows from what people type."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from tests.office.books import PATHS, SMALL, below, cells, made, row_of, title, workbook
from tests.office.calc import DAY, needs_office, on, opened, recalculated, saved, values

from playbook.model import Playbook

pytestmark = needs_office

NOON: Final = datetime(DAY.year, DAY.month, DAY.day)  # noqa: DTZ001 - a day in a sheet
Build = Callable[[str], Playbook]


@pytest.mark.parametrize("path", PATHS, ids=title)
def test_it_computes_the_values_that_are_stored(path: Path, tmp_path: Path) -> None:
    theirs = recalculated(tmp_path, {"book": on(DAY, workbook(path))})["book"]
    stored, computed = values(opened(workbook(path))), values(opened(theirs))
    assert len(stored) > 1000
    assert stored.keys() == computed.keys()
    assert {at for at, mine in stored.items() if not same(mine, computed[at])} == set()


def same(mine: Any, theirs: Any) -> bool:
    """Whether two values are the same but for the last digits of a number."""
    if isinstance(mine, int | float) and isinstance(theirs, int | float):
        return bool(mine == pytest.approx(theirs, rel=1e-9))
    return bool(mine == theirs)


def test_on_another_day_only_days_and_months_are_different(tmp_path: Path) -> None:
    path = PATHS[0]
    days = (date(2026, 2, 28), date(2027, 12, 31), date(2028, 2, 29))
    later = {f"on-{day}": on(day, workbook(path)) for day in days}
    before = values(opened(workbook(path)))
    may_differ = {
        at
        for at, cell in cells(opened(workbook(path)))
        if cell.number_format == "mm-dd-yy"
        or re.fullmatch(r"\d{4}-\d\d", str(before.get(at)))
        or (at[0] == "Summary" and at[1].startswith("M"))
    }
    for changed in recalculated(tmp_path, later).values():
        now = values(opened(changed))
        assert {at for at in before if now.get(at) != before[at]} <= may_differ


def test_as_it_is_opened_it_shows_the_days_of_today_and_no_error(tmp_path: Path) -> None:
    shown = opened(recalculated(tmp_path, {"book": workbook(PATHS[0])})["book"])
    assert not [at for at, cell in cells(shown) if re.match(r"#|Err:", str(cell.value))]
    deals = shown["Deals"]
    begun, today = below(deals, "In this stage since", 5).value, shown["Summary"]["B3"].value
    assert (today - begun).days == below(deals, "Days in stage", 5).value
    assert abs(today.date() - date.today()) <= timedelta(days=1)


# What follows from what people type


def empty(book: Any) -> None:
    """Take the examples out, as the first sheet says."""
    deals = book["Deals"]
    typed = [cell.column for cell in deals[4] if cell.value][: deals.max_column]
    last = next(cell.column for cell in deals[3] if cell.value == "Fills itself")
    for row in range(5, 13):
        for column in typed:
            if 1 < column < last:
                deals.cell(row, column).value = None
    for row in book["Checklist"].iter_rows(min_col=5, max_col=12):
        for cell in row:
            if cell.value == "☑":
                cell.value = "☐"


def enter(book: Any, row: int, **typed: Any) -> None:
    """Type a deal; an underscore in a name is a space in a head."""
    deals = book["Deals"]
    for name, value in typed.items():
        below(deals, name.replace("_", " "), row).value = value


def days_ago(count: int) -> datetime:
    """A day before the day of the test."""
    return NOON - timedelta(days=count)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A small workbook that a team has worked with, as LibreOffice computes it."""
    from playbook.build import build
    from playbook.source import parse

    book = opened(made(build(parse(SMALL))), computed=False)
    empty(book)
    since = "In_this_stage_since"
    begun = {"Begun_on": days_ago(20), since: days_ago(12)}
    enter(book, 5, Account="Alpha", Owner="Anna", Stage="First talk", Amount=4000, **begun)
    enter(book, 6, Account="Beta", Owner="Anna", Stage="First talk", Amount=20000, **begun)
    enter(book, 7, Account="Gamma", Owner="Martin", Stage="Offer", Amount=1000, Abroad="☑", **begun)
    enter(book, 8, Account="Delta", Owner="Anna", Stage="Won", Amount=6000, Begun_on=days_ago(50))
    enter(book, 8, Closed_on=days_ago(10), Last_stage_before_the_end="Offer")
    enter(book, 9, Account="Epsilon", Owner="Martin", Stage="Lost", Amount=500)
    enter(book, 9, Last_stage_before_the_end="First talk", Loss_reason="Silence")
    enter(book, 10, Account="Zeta", Owner="Anna", Stage="First talk", Amount=100, Abroad="☑")
    enter(book, 10, **{since: days_ago(8)})
    enter(book, 11, Account="Eta", Stage="First talk", **{since: days_ago(10)})
    for row, days in ((5, 10), (6, 40), (7, -30)):
        enter(book, row, Close_date=NOON + timedelta(days=days))
    checklist = book["Checklist"]
    signs = row_of(checklist, "They have named who signs")
    checklist.cell(signs, 5).value = checklist.cell(signs, 10).value = "☑"
    folder = tmp_path_factory.mktemp("small")
    return opened(recalculated(folder, {"small": on(DAY, saved(book))})["small"])


@pytest.mark.parametrize(
    ("row", "head", "value"),
    [
        (5, "Days in stage", 12),
        (5, "At most", 10),
        (5, "Attention", "Overdue"),
        (5, "Probability", 0.2),
        (5, "Weighted amount", 800),
        (5, "Exit criteria", "1 / 1"),
        (5, "Next stage", "Offer"),
        (5, "Result", "Open"),
        (5, "Large", "☐"),
        (6, "At most", 30),
        (6, "Attention", "Soon overdue"),
        (6, "Probability", 0.5),
        (6, "Weighted amount", 10000),
        (6, "Exit criteria", "0 / 1"),
        (7, "Attention", None),
        (7, "Forecast", "Commit"),
        (7, "Next stage", "Won"),
        (8, "Result", "Won"),
        (8, "Days until the end", 40),
        (8, "Weighted amount", 6000),
        (8, "Days in stage", None),
        (9, "Result", "Lost"),
        (9, "Weighted amount", 0),
        (10, "Exit criteria", "1 / 2"),
        (10, "Attention", "Soon overdue"),
        (11, "Days in stage", 10),
        (11, "Attention", "Soon overdue"),
        (11, "Weighted amount", None),
        (12, "Result", None),
        (12, "Days in stage", None),
    ],
)
def test_a_deal_shows_what_the_playbook_says_of_it(
    small: Any, row: int, head: str, value: object
) -> None:
    shown = below(small["Deals"], head, row).value
    assert (None if shown == "" else shown) == value


@pytest.mark.parametrize(
    ("table", "line", "head", "value"),
    [
        ("Deals by stage", "First talk", "Number of deals", 4),
        ("Deals by stage", "First talk", "Amount", 24100),
        ("Deals by stage", "First talk", "Weighted amount", 10820),
        ("Deals by stage", "First talk", "Overdue deals", 1),
        ("Deals by stage", "Offer", "Average days in stage", 12),
        ("From stage to stage", "First talk", "Came here", 7),
        ("From stage to stage", "First talk", "Went on", 2),
        ("From stage to stage", "First talk", "Ended here", 1),
        ("From stage to stage", "First talk", "Target", 0.5),
        ("From stage to stage", "Offer", "Share that went on", 1),
        ("From stage to stage", "Won", "Came here", 1),
        ("Weighted forecast by month", "2026-01", "Weighted amount", 800),
        ("Weighted forecast by month", "2026-02", "Amount", 20000),
        ("Weighted forecast by month", "Earlier", "Number of deals", 1),
        ("Weighted forecast by month", "Total", "Number of deals", 3),
        ("By forecast category", "Commit", "Amount", 1000),
        ("By forecast category", "Closed", "Weighted amount", 6000),
        ("By owner", "Anna", "Open deals", 3),
        ("By owner", "Anna", "Amount of open deals", 24100),
        ("By owner", "Anna", "Overdue deals", 1),
        ("By owner", "Anna", "Win rate", 1),
        ("By owner", "Martin", "Weighted amount", 600),
        ("By owner", "Martin", "Win rate", 0),
        ("Why deals ended without a sale", "Silence", "Number of deals", 1),
        ("Why deals ended without a sale", "Silence", "Amount", 500),
        ("Why deals ended without a sale", "Price", "Number of deals", 0),
    ],
)
def test_the_summary_counts_what_was_typed(
    small: Any, table: str, line: str, head: str, value: float
) -> None:
    summary = small["Summary"]
    heads = row_of(summary, table) + 2
    shown = below(summary, head, row_of(summary, line, heads), heads).value
    assert shown == pytest.approx(value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Open deals", 5),
        ("Amount of open deals", 25100),
        ("Weighted forecast", 11420),
        ("Overdue deals", 1),
        ("Won amount", 6000),
        ("Win rate", 0.5),
        ("Sales cycle", 40),
        ("Average deal", 6000),
    ],
)
def test_the_figures_at_the_head_are_those_of_all_deals(
    small: Any, name: str, value: float
) -> None:
    assert below(small["Summary"], name, 6, heads=5).value == pytest.approx(value)


def test_deals_keep_their_ticks_when_they_are_sorted(tmp_path: Path, built: Build) -> None:
    book = opened(made(built(SMALL)), computed=False)
    empty(book)
    checklist = book["Checklist"]
    checklist.cell(row_of(checklist, "They have named who signs"), 7).value = "☑"
    enter(book, 5, Account="Moved", Stage="First talk")
    below(book["Deals"], "No.", 5).value, below(book["Deals"], "No.", 7).value = 3, 1
    shown = opened(recalculated(tmp_path, {"book": on(DAY, saved(book))})["book"])
    assert below(shown["Deals"], "Exit criteria", 5).value == "1 / 1"
    assert shown["Checklist"]["G4"].value == "Moved"
