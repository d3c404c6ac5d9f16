"""The views beside the flow: what is on them, where it stands, and that it stays in its place.

The kept pictures are made anew with: python -m tests.test_views
Look at them before you keep them.
"""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any, Final, cast, get_args
from xml.etree import ElementTree

import pytest
from tests import long_labels

from playbook import registry
from playbook.assembly import assemble
from playbook.build import build
from playbook.cli import making
from playbook.drawing import text, views
from playbook.drawing.boxes import Box, Shape, Words
from playbook.drawing.palette import palette
from playbook.drawing.theme import STYLES
from playbook.drawing.views import Direction, View
from playbook.drawing.views.page import Page, Placed
from playbook.drawing.views.pieces import plain
from playbook.errors import PlaybookError
from playbook.messages import speaking
from playbook.model import Playbook
from playbook.renderers import VIEWS, Choices
from playbook.resources import PLAYBOOKS

TESTS = Path(__file__).parent
GOLDEN = TESTS / "golden" / "drawing" / "views"
EVERYTHING = TESTS / "handbook" / "everything.yaml"
SVG: Final = "{http://www.w3.org/2000/svg}"
OWN: Final[tuple[View, ...]] = ("buyer", "raci", "questionnaire", "board")
DIRECTIONS: Final[tuple[Direction, ...]] = ("down", "right")
NASTY: Final = (
    "<script>alert(1)</script>",
    "\"quotes\" & 'apostrophes' <b> ]]> --> {{ 7 * 7 }} ${x}",
    "ThisIsOneWordWithoutAnySpaceThatIsMuchWiderThanAnyBoxOnThePictureCouldEverBe",
    "Непротивоконституционствувателствувайте, обяснителнозаключителен протокол",
    "合同条款已确认，“付款方式”——（含税），双方法务、财务、采购和业务部门都已书面同意。",
    "👩‍👩‍👧‍👦🇧🇬🚀👍🏽 e\u0301\u0323 bell\x07null\x00lone\ud800end\ufffe",
)


def read(path: Path) -> Playbook:
    return build(assemble(path).document)


def everything() -> Playbook:
    return read(EVERYTHING)


def shipped_ones() -> list[Path]:
    return sorted(PLAYBOOKS.glob("*/playbook.yaml"))


def has(playbook: Playbook, view: View) -> bool:
    """Whether a playbook has what a view shows."""
    return {
        "buyer": bool(playbook.buyer_steps),
        "questionnaire": bool(playbook.questionnaires),
        "raci": any(True for _task in playbook.tasks()),
    }.get(view, True)


def drawn(playbook: Playbook, view: View, direction: Direction = "down") -> Page:
    with speaking(playbook.language):
        return views.draw(playbook, view, direction, heading=True)


def root(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def said(svg: str) -> str:
    """All words on a picture, with plain spaces."""
    lines = (each.text or "" for each in root(svg).iter(f"{SVG}text"))
    return " ".join(lines).replace("\u00a0", " ")


def boxes(page: Page, kind: str) -> dict[str, Placed]:
    return {each.part[1]: each for each in page.placed if each.part and each.part[0] == kind}


def lines_of(box: Box) -> str:
    return " ".join(each.text for each in box.words).replace("\u00a0", " ")


# ---------------------------------------------------------------------------- kept pictures


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("view", OWN)
def test_the_kept_pictures_are_what_is_drawn(view: View, direction: Direction) -> None:
    kept = (GOLDEN / f"{view}-{direction}.svg").read_text("utf-8")
    made = views.svg(everything(), view, direction=direction, theme="light", embed_font=False)
    assert made == kept, "run: python -m tests.test_views"


@pytest.mark.parametrize("view", OWN)
def test_the_same_bytes_come_out_in_every_process(view: View) -> None:
    code = (
        "import sys, hashlib\n"
        "from tests.test_views import everything, views\n"
        f"svg = views.svg(everything(), {view!r})\n"
        "print(hashlib.sha256(svg.encode()).hexdigest())"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=TESTS.parent,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(made) == 1


# ---------------------------------------------------------------------------- places


def frame(shape: Shape) -> tuple[float, float, float, float] | None:
    """The rectangle around a rectangle or a circle; nothing for a path."""
    at = cast("dict[str, float]", dict(shape.attributes))
    if shape.tag == "rect":
        return at["x"], at["y"], at["x"] + at["width"], at["y"] + at["height"]
    if shape.tag == "circle":
        left, top = at["cx"] - at["r"], at["cy"] - at["r"]
        return left, top, left + 2 * at["r"], top + 2 * at["r"]
    return None


def around(words: Words, language: str) -> tuple[float, float, float, float]:
    """The room that a line of text takes, by the table of widths."""
    style = STYLES[words.style]
    width = text.width(words.text, style, language)
    left = words.x - {"start": 0, "middle": width / 2, "end": width}[words.anchor]
    return left, words.y - style.size * 0.8, left + width, words.y + style.size * 0.25


def homeless(page: Page) -> Iterator[str]:
    """Lines of text that stick out of the smallest shape they begin in, or out of their box."""
    language = page.desk.language
    for placed in page.placed:
        box = placed.box
        whole = (0.0, 0.0, box.width, box.height)
        frames = [whole, *filter(None, map(frame, box.shapes))]
        for words in box.words:
            left, top, right, bottom = around(words, language)
            at = words.x, (top + bottom) / 2
            holding = [
                each
                for each in frames
                if each[0] <= at[0] <= each[2] and each[1] <= at[1] <= each[3]
            ]
            small = min(
                holding or [whole], key=lambda each: (each[2] - each[0]) * (each[3] - each[1])
            )
            slack = 0.6
            if (
                left < small[0] - slack
                or right > small[2] + slack
                or top < small[1] - 2
                or bottom > small[3] + 2
            ):
                yield f"{words.text!r} leaves {small}"


def overlapping(page: Page) -> Iterator[tuple[str, str]]:
    """Boxes that stand for something and lie on each other."""
    own = [each for each in page.placed if each.part]
    for one, other in combinations(own, 2):
        if (
            one.x < other.x + other.box.width - 0.5
            and other.x < one.x + one.box.width - 0.5
            and one.y < other.y + other.box.height - 0.5
            and other.y < one.y + one.box.height - 0.5
        ):
            yield str(one.part), str(other.part)


def outside(page: Page) -> Iterator[str]:
    for each in page.placed:
        right, bottom = each.x + each.box.width, each.y + each.box.height
        if each.x < 0 or each.y < 0 or right > page.width or bottom > page.height:
            yield str(each.part)


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("path", [EVERYTHING, *shipped_ones()], ids=lambda path: path.parent.name)
def test_no_text_leaves_its_shape_and_no_box_lies_on_another(
    path: Path, direction: Direction
) -> None:
    playbook = read(path)
    for view in OWN:
        if has(playbook, view):
            page = drawn(playbook, view, direction)
            assert list(homeless(page)) == []
            assert list(overlapping(page)) == []
            assert list(outside(page)) == []


@pytest.mark.parametrize("language", long_labels.LANGUAGES)
@pytest.mark.parametrize("size", long_labels.SIZES)
def test_long_labels_stay_in_their_shapes(size: int, language: str) -> None:
    playbook = long_labels.playbook(size, language)
    for view in OWN:
        if has(playbook, view):
            page = drawn(playbook, view)
            assert list(homeless(page)) == []
            assert list(overlapping(page)) == []


def renamed(words: str) -> Playbook:
    """Everything, with the words in place of every name and sentence that a view shows."""

    def changed(data: Any) -> Any:
        if isinstance(data, dict):
            return {
                key: words
                if isinstance(value, str) and key in _SHOWN
                else [words for _each in value]
                if key == "cares_about"
                else changed(value)
                for key, value in data.items()
            }
        return [changed(each) for each in data] if isinstance(data, list) else data

    document = assemble(EVERYTHING).document
    return build(replace(document, data=changed(document.data)))


_SHOWN = {"name", "goal", "do", "criterion", "ask", "about", "shown_by", "trigger"}


@pytest.mark.parametrize("words", NASTY, ids=range(len(NASTY)))
@pytest.mark.parametrize("direction", DIRECTIONS)
def test_whatever_an_author_writes_stays_text_and_stays_in_its_place(
    words: str, direction: Direction
) -> None:
    playbook = renamed(words)
    assert playbook.name == words
    for view in OWN:
        page = drawn(playbook, view, direction)
        assert list(homeless(page)) == []
        assert list(overlapping(page)) == []
        tree = root(views.svg(playbook, view, direction=direction, embed_font=False))
        tags = {each.tag.removeprefix(SVG) for each in tree.iter()}
        assert tags <= {"svg", "title", "desc", "style", "g", "a", "rect", "circle", "path", "text"}


def test_sixty_tasks_of_eight_roles_are_drawn_with_the_heads_repeated(
    built: Callable[[str], Playbook],
) -> None:
    roles = "".join(f"  role-{n}: {{name: Role number {n}}}\n" for n in range(8))
    stages = "".join(
        f"  - {{id: s{n}, name: Stage {n}, owner: role-{n}, tasks: ["
        + ", ".join(
            f"{{do: Task {n}-{m}, by: [role-{m % 8}], inform: [role-7]}}" for m in range(10)
        )
        + "]}\n"
        for n in range(6)
    )
    ends = "  - {id: won, name: Won, kind: won}\n  - {id: lost, name: Lost, kind: lost}\n"
    playbook = built(f"id: big\nname: Big\nroles:\n{roles}stages:\n{stages}{ends}")
    page = drawn(playbook, "raci")
    heads = Counter(each.part for each in page.placed if each.part and each.part[0] == "role")
    assert set(heads.values()) == {3}
    rows = sorted({each.y for each in page.placed if each.part and each.part[0] == "role"})
    assert all(below - above < 1100 for above, below in pairwise(rows))
    assert list(homeless(page)) == []


# ---------------------------------------------------------------------------- what is on them


def test_the_journey_shows_every_step_with_the_stages_that_help() -> None:
    playbook = read(PLAYBOOKS / "b2b-starter" / "playbook.yaml")
    page = drawn(playbook, "buyer")
    assert list(boxes(page, "step")) == [
        *(step.id for step in playbook.buyer_steps if not step.always_on),
        *(step.id for step in playbook.buyer_steps if step.always_on),
    ]
    beside = [each.part[1] for each in page.placed if each.part and each.part[0] == "stage"]
    assert Counter(beside) == Counter(
        {stage.id: len(stage.buyer_steps) for stage in playbook.stages if stage.buyer_steps}
    )
    steps = boxes(page, "step")
    assert steps["explores"].y == next(
        each.y
        for each in page.placed
        if each.part == ("stage", "lead") and "accepted" in lines_of(each.box)
    )


def test_a_stage_is_told_of_in_full_at_the_last_step_it_helps_with_and_only_named_before() -> None:
    playbook = read(PLAYBOOKS / "b2b-starter" / "playbook.yaml")
    page = drawn(playbook, "buyer")
    lead = [each for each in page.placed if each.part == ("stage", "lead")]
    assert next(lines_of(each.box) for each in lead) == "1 New lead"
    assert "A person at a company that fits has answered us" in lines_of(lead[1].box)


def test_a_step_says_who_takes_part_how_one_can_tell_and_what_is_said_against_it() -> None:
    steps = boxes(drawn(everything(), "buyer"), "step")
    first = (
        lines_of(steps["sees"].box) if "sees" in steps else lines_of(next(iter(steps.values())).box)
    )
    for words in (
        "Something has broken.",
        "You can tell by:",
        "Talks about the stop of last week",
        "The one who signs: 2 people",
        "“That is too dear”",
    ):
        assert words in first


def test_a_step_that_none_of_our_stages_helps_with_says_so() -> None:
    assert "None of our stages helps here." in said(views.svg(everything(), "buyer"))


def test_the_people_who_decide_stand_under_the_journey_with_what_they_care_about() -> None:
    playbook = everything()
    page = drawn(playbook, "buyer")
    people = boxes(page, "buyer_role")
    assert list(people) == list(playbook.buyer_roles)
    lowest = max(each.y + each.box.height for each in boxes(page, "step").values())
    assert all(each.y > lowest for each in people.values())
    assert "What it brings" in lines_of(next(iter(people.values())).box)


def marks(page: Page, words: str) -> dict[str, str]:
    """The letters of a row by the names of the roles; a tick is an approval."""
    heads = {
        round(each.x + each.box.width / 2): " ".join(line.text for line in each.box.words)
        for each in page.placed
        if each.part and each.part[0] == "role"
    }
    row = next(each for each in page.placed if words in lines_of(each.box) and each.box.about)
    found: dict[str, str] = {}
    for word in row.box.words:
        if word.style == "badge" and word.x > 400:
            name = min(heads, key=lambda middle: abs(middle - row.x - word.x))
            found[heads[name]] = found.get(heads[name], "") + word.text
    for shape in row.box.shapes:
        if shape.classes == "f-box-gate":
            at = frame(shape)
            assert at
            x = row.x + (at[0] + at[2]) / 2
            found[heads[min(heads, key=lambda middle: abs(middle - x))]] = "tick"
    return found


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("Call them back", {"Sales rep": "RA"}),
        ("Visit the factory", {"Sales rep": "RA", "Sales manager": "I", "Sales engineer": "C"}),
        ("Write down what we saw", {"Sales rep": "A", "Sales engineer": "R"}),
        ("Special terms are approved", {"Sales manager": "tick", "Sales engineer": "tick"}),
        ("Qualified", {"Sales rep": "A", "Sales engineer": "C"}),
        (
            "Safety: Plan the test",
            {"Sales engineer": "RA", "Sales manager": "C", "Sales rep": "I"},
        ),
    ],
)
def test_the_matrix_says_who_does_answers_is_asked_is_told_and_approves(
    row: str, expected: dict[str, str]
) -> None:
    assert marks(drawn(everything(), "raci"), row) == expected


def test_the_matrix_is_said_in_words_to_those_who_cannot_see_it() -> None:
    labels = [
        each.get("aria-label") for each in root(views.svg(everything(), "raci")).iter(f"{SVG}g")
    ]
    assert "Write down what we saw. Does it: Sales engineer. Accountable: Sales rep" in labels


def test_only_letters_that_occur_are_explained() -> None:
    smallest = said(views.svg(read(PLAYBOOKS / "smallest" / "playbook.yaml"), "raci"))
    assert "Accountable" in smallest
    assert "Is told" not in smallest
    assert "Approves" not in smallest
    assert "Approves" in said(views.svg(everything(), "raci"))


def test_to_the_right_the_matrix_stands_in_two_halves_of_about_the_same_height() -> None:
    playbook = read(PLAYBOOKS / "b2b-starter" / "playbook.yaml")
    down, right = drawn(playbook, "raci"), drawn(playbook, "raci", "right")
    assert right.width > 1.8 * down.width
    assert right.height < 0.7 * down.height
    rows = {each.box.about for each in down.placed if each.box.about}
    assert {each.box.about for each in right.placed if each.box.about} == rows


@pytest.mark.parametrize(
    "words",
    [
        "It is passed from 4; the best possible is 18.",
        "Asked in 2 Qualified",
        "At least 1 point here, or it is not passed.",
        "Weight: 2.",
        "The answer is at least €10,000",
        "3 points",
        "-1 point",
        "The answer is no: the deal moves to In the drawer, with the reason “Does not answer”.",
        "Only if: “Do you sign yourself?” is no",
        "The points of all answers are added up.",
        "Cold fish",
        "Passed from 4",
    ],
)
def test_a_scoring_card_says_what_is_asked_and_what_the_answers_are_worth(words: str) -> None:
    assert words in said(views.svg(everything(), "questionnaire"))


def test_a_scoring_card_has_every_question_once_by_element() -> None:
    for path in shipped_ones():
        playbook = read(path)
        if not playbook.questionnaires:
            continue
        page = drawn(playbook, "questionnaire")
        assert sorted(boxes(page, "question")) == sorted(playbook.question)
        assert list(boxes(page, "questionnaire")) == list(playbook.questionnaires)


@pytest.mark.parametrize(
    ("scoring", "expected"),
    [
        ("pass: 8", [("0", ""), ("8", ""), ("10", "")]),
        (
            "bands: [{id: low, name: Low, from: 0}, {id: high, name: High, from: 5}]",
            [("0", "Low"), ("5", "High"), ("10", "")],
        ),
        (
            "bands: [{id: high, name: High, from: 9}, {id: mid, name: Middle, from: 4}]",
            [("0", ""), ("4", "Middle"), ("9", "High"), ("10", "")],
        ),
        ("bands: [{id: never, name: Never, from: 11}]", [("0", ""), ("10", "")]),
    ],
)
def test_the_scale_has_a_part_for_each_band_from_the_lowest_to_the_highest_score(
    built: Callable[[str], Playbook], scoring: str, expected: list[tuple[str, str]]
) -> None:
    playbook = built(
        "id: x\nname: X\nstages:\n  - {id: a, name: A}\n  - {id: won, name: Won, kind: won}\n"
        "questionnaires:\n  q:\n    framework: custom\n    questions:\n"
        "      - {id: how, ask: How much?, type: rating, max: 10}\n"
        f"    scoring: {{{scoring}}}\n"
    )
    foot = next(
        each.box
        for each in drawn(playbook, "questionnaire").placed
        if "How the answers count" in lines_of(each.box)
    )
    zones = sorted(
        at
        for at, shape in ((frame(shape), shape) for shape in foot.shapes)
        if at and shape.classes.startswith("f-box-")
    )
    begins = [
        words.text
        for words in sorted(foot.words, key=lambda each: each.x)
        if words.style == "meta" and words.text.isdigit()
    ]
    assert begins == [score for score, _name in expected]
    names = [
        next(
            (each.text for each in foot.words if left < each.x < right and top < each.y < bottom),
            "",
        )
        for left, top, right, bottom in zones
    ]
    assert names == [name for _score, name in expected[:-1]]


def test_the_board_has_a_column_for_every_stage_with_the_ends_last() -> None:
    page = drawn(read(PLAYBOOKS / "b2b-starter" / "playbook.yaml"), "board", "right")
    columns = sorted(boxes(page, "stage").items(), key=lambda each: each[1].x)
    assert [id for id, _placed in columns] == [
        "lead",
        "discovery",
        "solution",
        "proposal",
        "contract",
        "won",
        "onboarding",
        "lost",
        "disqualified",
        "duplicate",
        "parked",
    ]
    assert len({placed.y for _id, placed in columns}) == 1


def test_the_board_wraps_into_rows_that_are_as_full_as_can_be() -> None:
    for name, expected in (("b2b-starter", [4, 4, 3]), ("smallest", [5]), ("six-stage", [5, 5])):
        page = drawn(read(PLAYBOOKS / name / "playbook.yaml"), "board")
        rows = Counter(placed.y for placed in boxes(page, "stage").values())
        assert [count for _y, count in sorted(rows.items())] == expected


def test_a_column_says_what_a_crm_keeps_with_the_stage() -> None:
    columns = boxes(drawn(everything(), "board"), "stage")
    qualified = lines_of(columns["qualified"].box)
    for words in (
        "20%",
        "Sales rep",
        "Forecast Pipeline",
        "about 10 days · at most 20 days",
        "They have named who signs",
        "To fill in: Region, Amount",
        "30 days before “Close date”",
    ):
        assert words in qualified
    ticked = [each for each in columns["qualified"].box.shapes if each.classes == "f-mark-soft"]
    assert Counter(each.tag for each in ticked) == {"rect": 2, "path": 1}


def test_an_end_has_its_reasons_to_choose_from_and_a_parked_stage_says_when_it_comes_back() -> None:
    found = said(views.svg(everything(), "board"))
    assert "Reasons to choose from Too dear for them Does not answer" in found
    assert "After 90 days the deal comes back to Qualified. Sooner, if: They hire a new" in found


@pytest.mark.parametrize(
    ("view", "words"),
    [
        ("buyer", "Nothing says which steps the buyer takes. Add `buyer_steps:`"),
        ("questionnaire", "Add one under `questionnaires:`"),
        ("raci", "No stage has a task or an approval."),
    ],
)
def test_a_playbook_with_nothing_for_a_view_is_told_what_to_add(
    built: Callable[[str], Playbook], view: View, words: str
) -> None:
    empty = built(
        "id: x\nname: X\nstages:\n  - {id: a, name: A}\n  - {id: won, name: Won, kind: won}\n"
    )
    with pytest.raises(PlaybookError, match=re.escape(words)):
        views.svg(empty, view)
    assert views.svg(empty, "board").startswith("<svg")


def test_markdown_in_a_text_is_not_shown() -> None:
    assert (
        plain("**Bold**, `code` and [a link](https://x.test).\n\nMore.") == "Bold, code and a link."
    )
    assert plain("- one\n- two") == "one\ntwo"
    assert plain(None) == ""


# ---------------------------------------------------------------------------- as a picture


@pytest.mark.parametrize("view", VIEWS)
def test_one_function_draws_every_view(view: View) -> None:
    tree = root(views.svg(everything(), view, embed_font=False))
    assert tree.get("role") == "graphics-document document"
    title, about = (tree.get("aria-labelledby") or "").split()
    assert {each.get("id") for each in tree if each.get("id")} == {title, about}
    assert tree.findtext(f"{SVG}title") == "Selling machines"
    assert tree.findtext(f"{SVG}desc")


def test_the_views_of_a_playbook_may_stand_on_one_page() -> None:
    ids = [
        id for view in VIEWS for id in re.findall(r' id="([^"]+)"', views.svg(everything(), view))
    ]
    assert len(ids) == len(set(ids)) == 2 * len(VIEWS)


@pytest.mark.parametrize("view", OWN)
def test_what_has_an_address_is_a_link_and_the_rest_can_be_reached_by_keyboard(view: View) -> None:
    playbook = everything()
    parts = {each.part for each in drawn(playbook, view).placed if each.part}
    assert parts
    plain_ids = ("stage", "step")
    links = {
        (id if kind in plain_ids else f"{kind}/{id}"): f"{kind}.html#{id}" for kind, id in parts
    }
    linked = list(root(views.svg(playbook, view, links=links)).iter(f"{SVG}a"))
    assert {each.get("href") for each in linked} == set(links.values())
    assert all("".join(each.itertext()).strip() for each in linked)
    bare = [
        each for each in root(views.svg(playbook, view)).iter() if each.get("class") == "f-node"
    ]
    assert len(bare) == len(linked)
    assert {(each.tag, each.get("tabindex"), each.get("role")) for each in bare} == {
        (f"{SVG}g", "0", "group")
    }


@pytest.mark.parametrize("view", OWN)
def test_every_class_has_a_rule(view: View) -> None:
    svg = views.svg(everything(), view)
    used = {name for each in root(svg).iter() for name in (each.get("class") or "").split()}
    marked = {"f-edge", "f-mark", f"playbook-{view}"}
    assert {
        name for name in used - marked if f".{name}{{" not in svg and f".{name} " not in svg
    } == set()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("view", OWN)
def test_a_theme_that_is_chosen_has_plain_colours(view: View, theme: Any) -> None:
    svg = views.svg(everything(), view, theme=theme)
    assert "var(" not in svg
    assert "@media" not in svg
    assert palette(theme, 5)["page"] in svg


Colour = tuple[float, float, float]


def parsed(colour: str) -> Colour:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return red, green, blue


def luminance(colour: Colour) -> float:
    """How light a colour is, as WCAG counts it."""
    shares = (part / 255 for part in colour)
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def fills(svg: str) -> dict[str, Colour]:
    """What the classes of a picture in plain colours fill shapes and letters with."""
    found = re.findall(r"\.(f-(?:ink|box)-[\w-]+)\{fill:(#[0-9a-f]{6})", svg)
    return {name: parsed(colour) for name, colour in found}


def faint(page: Page, colours: dict[str, Colour]) -> Iterator[str]:
    """Words that can hardly be read on what lies under them."""
    painted: list[tuple[tuple[float, float, float, float], Colour]] = []

    def ground(x: float, y: float) -> Colour:
        here = (
            colour
            for (left, top, right, bottom), colour in reversed(painted)
            if left <= x <= right and top <= y <= bottom
        )
        return next(here, colours["f-ink-page"])

    for placed in page.placed:
        for shape in placed.box.shapes:
            at = frame(shape)
            classes = shape.classes.split()
            fill = next((colours[name] for name in classes if name in colours), None)
            if at and fill:
                left, top, right, bottom = at
                x, y = placed.x, placed.y
                painted.append(((x + left, y + top, x + right, y + bottom), fill))
        for words in placed.box.words:
            below = ground(placed.x + words.x, placed.y + words.y - 3)
            light = luminance(colours[f"f-ink-{words.tone}"]), luminance(below)
            ratio = (max(light) + 0.05) / (min(light) + 0.05)
            if ratio < 4.5:
                yield f"{words.text} ({words.tone}): {ratio:.2f}"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("view", OWN)
def test_words_can_be_read_on_what_lies_under_them(view: View, theme: Any) -> None:
    for path in (EVERYTHING, PLAYBOOKS / "b2b-starter" / "playbook.yaml"):
        playbook = read(path)
        colours = fills(views.svg(playbook, view, theme=theme, embed_font=False))
        assert list(faint(drawn(playbook, view), colours)) == []


@pytest.mark.parametrize("view", OWN)
def test_auto_is_dark_on_a_dark_screen_and_light_on_paper(view: View) -> None:
    svg = views.svg(everything(), view)
    assert "@media screen and (prefers-color-scheme:dark)" in svg
    assert "@media print" not in svg


@pytest.mark.parametrize("view", OWN)
def test_nothing_comes_from_outside(view: View) -> None:
    found = re.findall(
        r'(?:href|src|url)\s*[=(]\s*["\']?([^"\')\s]+)', views.svg(everything(), view)
    )
    assert [each for each in found if not each.startswith("data:")] == []


@pytest.mark.parametrize("view", OWN)
def test_without_a_heading_there_is_neither_a_title_nor_a_ground(view: View) -> None:
    whole, bare = (views.svg(everything(), view, heading=on) for on in (True, False))
    assert "Selling machines" in said(whole)
    assert "Selling machines" not in said(bare)
    assert 'class="f-ink-page" x="0" y="0"' in whole
    height = float(root(whole).get("height") or 0)
    assert float(root(bare).get("height") or 0) < height - 50


def test_the_font_is_inside_unless_the_page_has_it() -> None:
    assert "data:font/woff2;base64," in views.svg(everything(), "board")
    assert "@font-face" not in views.svg(everything(), "board", embed_font=False)


@pytest.mark.parametrize(
    ("name", "words"),
    [("six-stage", "推进标准"), ("seven-stages", "Критерии за преминаване")],
)
def test_a_view_speaks_the_language_of_the_playbook(name: str, words: str) -> None:
    svg = views.svg(read(PLAYBOOKS / name / "playbook.yaml"), "board")
    assert words in said(svg)
    assert "Exit criteria" not in svg


@pytest.mark.parametrize("view", VIEWS)
def test_the_renderer_draws_what_is_chosen(view: View) -> None:
    renderer = registry.renderer("svg", "picture")
    assert view in renderer.views
    [(name, content)] = renderer.render(
        [everything()], Choices(view=view, direction="right", theme="dark")
    ).items()
    assert name == "machines.svg"
    expected = views.svg(everything(), view, direction="right", theme="dark")
    assert content == f'<?xml version="1.0" encoding="UTF-8"?>\n{expected}'


def main() -> None:
    """Make the kept pictures anew."""
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for view in OWN:
        for direction in DIRECTIONS:
            made = views.svg(
                everything(), view, direction=direction, theme="light", embed_font=False
            )
            (GOLDEN / f"{view}-{direction}.svg").write_text(made, "utf-8")
            print(json.dumps(f"{view}-{direction}"))  # noqa: T201


if __name__ == "__main__":
    main()


def test_the_views_are_the_same_wherever_they_are_named() -> None:
    assert making.VIEWS == VIEWS == get_args(views.View)
