"""The handbook's pages for people at work: first weeks, duties, numbers, words to use, changes, brand."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any, Final

import pytest

from playbook import scoring
from playbook.assembly import assemble
from playbook.brand import Brand, Piece
from playbook.build import build
from playbook.files import Files
from playbook.model import Playbook, RoleId, Text
from playbook.renderers import Choices
from playbook.renderers.handbook.html import pages as registry
from playbook.renderers.handbook.html import render
from playbook.renderers.handbook.html.book import Book
from playbook.renderers.handbook.html.pages import Page
from playbook.renderers.handbook.html.search import words
from playbook.renderers.handbook.html.week import plan
from playbook.resources import PLAYBOOKS

Built = Callable[[str], Playbook]

EVERYTHING: Final = Path(__file__).with_name("handbook") / "everything.yaml"
SMALL: Final = """\
id: small
name: Small
stages:
  - {id: open, name: Open, tasks: [Call], exit: [The buyer has signed]}
  - {id: won, name: Won, kind: won}
  - {id: lost, name: Lost, kind: lost}
"""


@pytest.fixture(scope="module")
def everything() -> Playbook:
    return build(assemble(EVERYTHING).document)


@pytest.fixture(scope="module")
def whole(everything: Playbook) -> Files:
    return render([everything], Choices())


def links(text: str) -> list[str]:
    return re.findall(r'href="([^"]+)"', text.partition("<main")[2])


# The first week


def test_a_first_week_begins_with_the_process_and_ends_with_the_people(
    everything: Playbook,
) -> None:
    days = plan(Book(everything), RoleId("rep"))
    assert [day.number for day in days] == [1, 2, 3, 4, 5]
    steps = {day.title: [words(str(step.words)) for step in day.steps] for day in days}
    assert steps["The process"][:3] == [
        "Read Overview",
        "Read Your first day",
        "Read Rules of the house",
    ]
    assert (
        "Read Qualified, then say without looking what must be true to leave it"
        in steps["Your stages"]
    )
    assert "Go through your tasks in Qualified, one by one" in steps["Your tasks"]
    assert "Fill in Quick check for a customer you know" in steps["The buyer"]
    assert (
        "Somebody says “That is too dear”: answer aloud, then read what has worked"
        in steps["The buyer"]
    )
    people = steps["The people around you"]
    assert (
        "Ask Sales engineer what they want to know when they take a deal over after Qualified"
        in people
    )
    assert (
        "Ask Sales manager, Sales engineer what they look at before they approve: "
        "Special terms are approved" in people
    )
    assert "Sit in on Look at the pipeline" in people
    assert people[-1].startswith("Find out what you know already: ")


def test_who_only_approves_has_a_short_week(everything: Playbook) -> None:
    days = plan(Book(everything), RoleId("manager"))
    said = " ".join(words(str(step.words)) for day in days for step in day.steps)
    assert "Know what you need to see before you approve: Special terms are approved" in said
    assert "Go through your tasks" not in said
    assert "Look through Our slides: you keep it up to date" in said


def test_the_steps_of_a_week_can_be_told_apart() -> None:
    for path in sorted(PLAYBOOKS.iterdir()):
        if not (path / "playbook.yaml").is_file():
            continue
        book = Book(build(assemble(path / "playbook.yaml").document))
        for role in book.people:
            keys = [step.key for day in plan(book, role) for step in day.steps]
            assert keys
            assert len(keys) == len(set(keys)), f"{path.name}: {role}"


def test_every_role_finds_its_week_from_the_overview_and_from_its_page(whole: Files) -> None:
    assert "first-week.html" in links(str(whole["index.html"]))
    for role in ("rep", "manager", "engineer", "service"):
        assert f"first-week-{role}.html" in links(str(whole["first-week.html"]))
        assert f"first-week-{role}.html" in links(str(whole[f"role-{role}.html"]))
        page = str(whole[f"first-week-{role}.html"])
        assert '<a href="first-week.html" aria-current="page">' in page


def test_who_works_without_roles_has_one_week(built: Built) -> None:
    files = render([built(SMALL)], Choices())
    assert "<h1>Your first week</h1>" in str(files["first-week.html"])
    assert "Call" in words(str(files["first-week.html"]))
    assert not [name for name in files if name.startswith(("role", "first-week-"))]


def test_the_search_finds_pages_that_repeat_others_by_their_titles_only(whole: Files) -> None:
    index = str(whole["assets/search-index.js"])
    assert '["first-week-rep.html","Your first week: Sales rep","","",0]' in index
    assert '["roles.html","Who does what","","",0]' in index


# Stages


def test_a_stage_shows_the_words_to_use_with_a_button_to_copy_them(whole: Files) -> None:
    page = str(whole["stage-qualified.html"])
    talk = re.findall(r'<details class="talk">.*?</details>', page, re.DOTALL)
    assert [words(each.partition("</summary>")[0]) for each in talk] == [
        "Mail after the visit for the buyer"
    ]
    assert "Dear friends, we saw {{problem}}." in words(talk[0].replace("details", "div"))
    assert talk[0].count("data-copy=") == 2


def test_the_search_finds_words_to_use_once(whole: Files) -> None:
    assert str(whole["assets/search-index.js"]).count("Dear friends") == 1


def test_a_stage_says_beside_its_gate_what_the_buyer_does_and_what_comes_next(
    whole: Files,
) -> None:
    page = str(whole["stage-qualified.html"])
    beside = page.partition('<div class="beside">')[2].partition("data-deal")[0]
    said = words(beside)
    assert "Sees the problem" in said
    assert "Talks about the stop of last week" in said
    assert "What comes next Trial run" in said
    assert "Handed over to: Sales engineer" in said
    assert "When overdue: The deal moves to Not sold" in said
    assert page.index('<div class="beside">') < page.index('id="exit"')


def test_a_day_to_review_is_for_the_reader_s_clock_to_judge(whole: Files) -> None:
    page = str(whole["assets.html"])
    assert '<time datetime="2027-03-31" data-due>March 31, 2027</time>' in page
    assert re.search(r"</time><span class=\"chip stop overdue\" hidden>Review overdue</span>", page)


# Who does what, and the numbers


def _cells(page: str, row: str) -> list[str]:
    found = re.search(
        rf'<th scope="row(?:group)?">(?:<a[^>]*>)?{row}(?:</a>)?</th>(.*?)</tr>', page, re.DOTALL
    )
    assert found, row
    return [words(cell) for cell in re.findall(r"<td>(.*?)</td>", found[1], re.DOTALL)]


def test_the_table_of_duties_says_what_each_role_has_to_do_with_a_task(whole: Files) -> None:
    page = str(whole["roles.html"])
    heads = re.search(r"<thead>(.*?)</thead>", page, re.DOTALL)
    assert heads
    assert [words(each) for each in re.findall(r"<th .*?</th>", heads[1])] == [
        "Task",
        "Sales rep",
        "Sales manager",
        "Sales engineer",
        "Service team",
    ]
    assert _cells(page, "Visit the factory") == ["R A", "I", "C", ""]
    assert _cells(page, "Write down what we saw") == ["A", "", "R", ""]
    assert _cells(page, "Special terms are approved") == ["", "V", "V", ""]
    assert _cells(page, "Qualified") == ["A", "", "C", ""]


def test_of_a_hundred_deals_as_many_get_on_as_is_planned(built: Built) -> None:
    playbook = built(
        SMALL.replace(
            "  - {id: won",
            "  - {id: offer, name: Offer, expected_days: 5, exit: [They agree]}\n  - {id: won",
        )
        + "metrics: {stage_conversion: {open: 50, offer: 25}, win_rate: 12}\n"
    )
    page = str(render([playbook], Choices())["numbers.html"])
    table = re.search(r'<table class="funnel">.*?</table>', page, re.DOTALL)
    assert table
    rows = [
        words(row) for row in re.findall(r"<tr><th scope=\"row\">.*?</tr>", table[0], re.DOTALL)
    ]
    assert rows == ["Open 100 50% –", "Offer 50 25% 5 days", "Won 12.5 – –"]


def test_where_no_share_is_planned_nothing_is_said_of_a_hundred_deals(built: Built) -> None:
    page = str(render([built(SMALL + "metrics: {win_rate: 12}\n")], Choices())["numbers.html"])
    assert "12%" in words(page)
    assert "Of 100 deals" not in page


# What has changed


def test_what_has_changed_is_told_with_links_to_the_pages(everything: Playbook) -> None:
    stages = tuple(
        replace(stage, name=Text("Old name")) if stage.id == "qualified" else stage
        for stage in everything.stages
    )
    before = replace(everything, stages=stages, version="2.0", pages=())
    files = render([everything], Choices(earlier={("machines", "en"): before}))
    page = str(files["changes.html"])
    assert "From version 2.0 to version 2.1" in words(page)
    assert "Old name" in words(page)
    assert "stage-qualified.html" in links(page)
    assert "changes.html" in links(str(files["index.html"]))


def test_without_an_earlier_version_or_a_change_there_is_no_such_page(
    everything: Playbook, whole: Files
) -> None:
    same = render([everything], Choices(earlier={("machines", "en"): everything}))
    other = render(
        [everything], Choices(earlier={("machines", "bg"): replace(everything, name=Text("x"))})
    )
    for files in (whole, same, other):
        assert "changes.html" not in files
        assert "changes.html" not in str(files["index.html"])


# Questionnaires as data


def _sheet(files: Files, name: str) -> Any:
    found = re.search(r'data-sheet="([^"]*)"', str(files[f"questionnaire-{name}.html"]))
    assert found
    return json.loads(unescape(found[1]))


def test_a_questionnaire_tells_the_browser_what_answers_are_worth(
    everything: Playbook, whole: Files
) -> None:
    sheet = _sheet(whole, "check")
    best = scoring.of_questionnaire(everything, everything.questionnaires["check"]).high  # type: ignore[index]
    assert sheet["best"] == best == 18
    assert (sheet["method"], sheet["pass"]) == ("sum", 4)
    assert (sheet["weights"], sheet["floors"]) == ({"need": 2}, {"authority": 1})
    assert [band["from"] for band in sheet["bands"]] == [-2, 4]
    money, signs, who = sheet["questions"][:3]
    assert money["rules"][0] == {"is": "at_least", "value": 10000, "points": 3}
    assert signs["stop"] == {"is": "equals", "value": "no"}
    assert who["when"] == {"answer": "signs", "is": "equals", "value": "no"}
    assert sheet["questions"][5]["points"] == {"keen": 2, "lost": -1}


def test_a_test_of_what_a_questionnaire_cannot_know_is_left_to_people(built: Built) -> None:
    playbook = built(
        SMALL
        + """\
fields: {sum: {name: Sum, type: money}}
segments: {big: {name: Big}}
questionnaires:
  fit:
    framework: custom
    questions:
      - {id: how-much, ask: How much?, field: sum}
      - {id: by-field, ask: A, type: yes-no, when: {field: sum, above: 5}}
      - {id: elsewhere, ask: B, type: yes-no, when: {field: amount, above: 5}}
      - {id: ahead, ask: C, type: yes-no, when: {any: [{segment: big}, {contacts: champion, at_least: 1}]}}
"""
    )
    questions = _sheet(render([playbook], Choices()), "fit")["questions"]
    assert [each.get("when") for each in questions] == [
        None,
        {"answer": "how-much", "is": "above", "value": 5},
        {"elsewhere": True},
        {"any": [{"segment": "big"}, {"elsewhere": True}]},
    ]


# The company's own look

_LOGO = Piece("Our Logo.SVG", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
_FONT = Piece("house.ttf", b"\x00\x01\x00\x00")


def test_a_company_s_name_logo_and_font_are_on_every_page(everything: Playbook) -> None:
    brand = Brand(company="Север & Co", logo=_LOGO, font=_FONT)
    files = render([everything, replace(everything, id="other")], Choices(brand=brand))
    assert files["assets/brand/logo.svg"] == _LOGO.content
    assert files["assets/brand/font.ttf"] == _FONT.content
    style = str(files["assets/brand/brand.css"])
    assert 'url("font.ttf") format("truetype")' in style
    for name, text in files.items():
        if name.endswith(".html"):
            root = "../" * name.count("/")
            assert f'<img src="{root}assets/brand/logo.svg" alt="">' in str(text), name
            assert f'<link rel="stylesheet" href="{root}assets/brand/brand.css">' in str(text)
            assert " · Север &amp; Co</title>" in str(text), name
            assert "<small>Север &amp; Co</small>" in str(text), name


def test_without_a_brand_nothing_of_it_is_there(whole: Files) -> None:
    assert not [name for name in whole if "brand" in name]
    assert "brand.css" not in str(whole["index.html"])


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("#ffe600", "#ff0000"),
        ("#101010", "#f8f8f8"),
        ("#e4002b", "#00a3e0"),
        ("#FFFFFF", "#ffffff"),
    ],
)
def test_a_company_s_colours_can_be_read_in_light_and_dark(
    everything: Playbook, first: str, last: str
) -> None:
    files = render([everything], Choices(brand=Brand(colours=(first, last))))
    blocks = str(files["assets/brand/brand.css"]).strip().splitlines()
    assert len(blocks) == 3
    light, screen, chosen = (
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block)) for block in blocks
    )
    assert screen == chosen
    for colours, page, on in ((light, "#ffffff", "#ffffff"), (chosen, "#0d131f", "#0d131f")):
        assert set(colours) == {"accent", "accent-tint", *(f"tone-{n}" for n in range(9))}
        assert _contrast(colours["accent"], page) >= 4.5
        assert _contrast(colours["accent"], colours["accent-tint"]) >= 4.5
        for number in range(9):
            assert _contrast(colours[f"tone-{number}"], on) >= 4.5


def _contrast(one: str, other: str) -> float:
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


# More pages


def test_a_chapter_more_is_a_function_more(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, built: Built
) -> None:
    folder = tmp_path / "handbook"
    folder.mkdir()
    (folder / "songs.html").write_text(
        '{% extends "handbook/base.html" %}{% block content %}<h1>{{ page.title }}</h1>{% endblock %}'
    )

    def chapter(_book: Book) -> Iterator[Page]:
        yield Page("songs.html", "songs.html", "Songs", "more")

    monkeypatch.setattr(registry, "CHAPTERS", (*registry.CHAPTERS, chapter))
    files = render([built(SMALL)], Choices(templates=(tmp_path,)))
    assert "<h1>Songs</h1>" in str(files["songs.html"])
    assert "songs.html" in str(files["index.html"])
