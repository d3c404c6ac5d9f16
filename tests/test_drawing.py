"""The picture of a process: nothing overlaps, nothing leaves its box, and everything is on it.

The kept pictures are made anew with: python -m tests.test_drawing
Look at them before you keep them.
"""

import json
import math
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from gettext import NullTranslations
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import long_labels

from playbook import messages, registry
from playbook.assembly import assemble
from playbook.brand import Brand
from playbook.build import build
from playbook.drawing import engine, text
from playbook.drawing.flow import picture, svg
from playbook.drawing.flow.format import FORMATS, Direction
from playbook.drawing.flow.links import links
from playbook.drawing.flow.scene import compose
from playbook.drawing.geometry import Point, Rect, span
from playbook.drawing.palette import palette
from playbook.drawing.svg import Line, Picture
from playbook.drawing.text import Style
from playbook.drawing.theme import STYLES
from playbook.errors import EngineFailed
from playbook.model import BuyerStep, Criterion, Phase, Playbook, Stage, Track, WakeUp
from playbook.renderers import Choices
from playbook.resources import TEMPLATES

TESTS = Path(__file__).parent
SAMPLES = sorted((TESTS / "playbooks").glob("drawing-*.yaml"))
PUBLISHED = sorted(
    path for path in (TESTS / "published").glob("**/*.yaml") if "\nname:" in path.read_text("utf-8")
)
DRAWN = [*SAMPLES, *PUBLISHED]
DIRECTIONS: tuple[Direction, ...] = ("down", "right")
GOLDEN = TESTS / "golden" / "drawing"
SVG = "{http://www.w3.org/2000/svg}"
NASTY = (
    "<script>alert(1)</script>",
    "\"quotes\" & 'apostrophes' <b>",
    "]]> --> {{ 7 * 7 }} ${x} \\N",
    "ThisIsOneWordWithoutAnySpaceThatIsMuchWiderThanAnyBoxOnThePictureCouldEverBe",
    "Непротивоконституционствувателствувайте",
    "合同条款已确认，“付款方式”——（含税）。",
    "مرحبا بالعالم שלום עולם",
    "👩‍👩‍👧‍👦🇧🇬🚀👍🏽 e\u0301\u0323",
    "bell\x07null\x00lone\ud800end\ufffe",
)


def read(path: Path) -> Playbook:
    return build(assemble(path).document)


def sample(name: str) -> Playbook:
    return read(TESTS / "playbooks" / f"drawing-{name}.yaml")


def root(drawn: str) -> ElementTree.Element:
    return ElementTree.fromstring(drawn)


def said(drawn: str) -> list[str]:
    """The lines of text on a picture, with plain spaces."""
    return [(each.text or "").replace("\u00a0", " ") for each in root(drawn).iter(f"{SVG}text")]


@pytest.fixture
def without_dot(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Only the engine that comes with us."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "graphviz-pure" in engine.find()


# ---------------------------------------------------------------------------- what is on it


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_kept_pictures_are_what_is_drawn(
    path: Path, direction: Direction, without_dot: None
) -> None:
    assert drawn_to_keep(path, direction) == kept(path, direction).read_text("utf-8"), (
        "run: python -m tests.test_drawing"
    )


def kept(path: Path, direction: Direction) -> Path:
    """Where the picture of a sample is kept."""
    return GOLDEN / f"{path.stem}{'' if direction == 'down' else '-right'}.svg"


def drawn_to_keep(path: Path, direction: Direction) -> str:
    return svg(read(path), direction=direction, theme="light", embed_font=False)


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_stage_step_and_phase_is_drawn_once(path: Path, direction: Direction) -> None:
    playbook = read(path)
    drawn = root(svg(playbook, direction=direction))
    for attribute, ids in (
        ("data-stage", [stage.id for stage in playbook.stages]),
        ("data-step", [step.id for step in playbook.buyer_steps]),
        ("data-phase", [phase.id for phase in playbook.phases]),
    ):
        found = Counter(each.get(attribute) for each in drawn.iter() if each.get(attribute))
        assert found == Counter(map(str, ids))


def test_boxes_are_links_where_they_have_an_address_and_can_be_reached_by_keyboard() -> None:
    playbook = sample("seven-zh")
    places = {str(stage.id): f"stages/{stage.id}.html" for stage in playbook.stages}
    places |= {str(step.id): f"buyer.html#{step.id}" for step in playbook.buyer_steps}
    drawn = root(svg(playbook, links=places))
    nodes = [each for each in drawn.iter() if each.get("data-stage") or each.get("data-step")]
    for node in nodes:
        id = node.get("data-stage") or node.get("data-step") or ""
        assert node.tag == f"{SVG}a"
        assert node.get("href") == places[id]
        assert "".join(node.itertext()).strip()
        assert node.get("aria-label") is None, "a link is called what is written on it"
    bare = [each for each in root(svg(playbook)).iter() if each.get("data-stage")]
    assert {(each.tag, each.get("tabindex"), each.get("role")) for each in bare} == {
        (f"{SVG}g", "0", "group")
    }


@pytest.mark.parametrize(
    ("extra", "stage", "expected"),
    [
        ("", "", {("next", "a", "b"), ("next", "b", "c"), ("next", "c", "won")}),
        ("", "b optional: true", {("skip", "b", "b")}),
        ("", "a next: [b, c]", {("next", "a", "b"), ("next", "a", "c")}),
        ("", "c back: {to: [a]}", {("back", "c", "a")}),
        ("", "c back: {approved_by: [deal-owner]}", set()),
        ("", "c kind: after-sale|next: [a]", {("again", "c", "a")}),
        ("", "c back: {as_far_as: b}", {("back", "c", "b")}),
        ("- {id: x, name: X, from: [b]}", "", {("next", "b", "x"), ("wake", "x", "b")}),
        (
            "- {id: x, name: X, from: [b, c], next: [b]}",
            "",
            {("next", "b", "x"), ("next", "c", "x"), ("wake", "x", "b")},
        ),
        ("- {id: x, name: X, from: [b], next: [c]}", "", {("next", "b", "x"), ("next", "x", "c")}),
        ("- {id: x, name: X, kind: lost}", "", set()),
        ("- {id: x, name: X, kind: disqualified, from: [a]}", "", {("end", "a", "x")}),
        (
            "- {id: x, name: X, kind: parked, from: [b], wake_up: {days: 9, move_to: a}}",
            "",
            {("park", "b", "x"), ("wake", "x", "a")},
        ),
    ],
)
def test_each_kind_of_move_is_a_line_of_its_own(
    built: Callable[[str], Playbook], extra: str, stage: str, expected: set[tuple[str, str, str]]
) -> None:
    more: dict[str, str] = {}
    if stage:
        id, words = stage.split(" ", maxsplit=1)
        more[id] = "".join(f", {word}" for word in words.split("|"))
    stages = "".join(f"  - {{id: {id}, name: {id}{more.get(id, '')}}}\n" for id in "abc")
    playbook = built(
        f"id: p\nname: P\nstages:\n{stages}  - {{id: won, name: Won, kind: won}}\n  {extra}"
    )
    scene = compose(playbook, FORMATS["down"])
    owner = {node.key: node.stands_for[1] for node in scene.nodes}
    found = {(link.kind, owner[link.source], owner[link.target]) for link in links(scene)}
    kinds = {kind for kind, _source, _target in expected} or {"end", "park", "wake", "back"}
    assert expected <= found
    assert {each for each in found if each[0] in kinds - {"next"}} == expected - {
        each for each in expected if each[0] == "next"
    }


def test_what_every_stage_says_of_going_back_is_not_drawn(
    built: Callable[[str], Playbook],
) -> None:
    stages = "".join(f"  - {{id: {id}, name: {id}}}\n" for id in "abc")
    head = "id: p\nname: P\nevery_stage: {back: {as_far_as: b}}\nstages:\n"
    own = "  - {id: d, name: d, back: {as_far_as: c}}\n"
    scene = compose(
        built(f"{head}{stages}{own}  - {{id: won, name: Won, kind: won}}\n"), FORMATS["down"]
    )
    backs = [link for link in links(scene) if link.kind == "back"]
    assert [(link.source, link.target) for link in backs] == [
        (scene.card_of["d"], scene.card_of["c"])
    ]


def test_what_leaves_the_line_leaves_it_at_the_card_and_not_through_the_gate() -> None:
    for path in PUBLISHED:
        scene = compose(read(path), FORMATS["down"])
        cards = {key: id for id, key in scene.card_of.items()}
        aside = {
            (cards.get(link.source), cards[link.target])
            for link in links(scene)
            if link.kind == "next" and cards.get(link.target) in scene.beside
        }
        assert aside == {
            (source, stage.id)
            for stage in scene.playbook.stages
            if stage.id in scene.beside
            for source in stage.from_ or ()
        }


def test_an_end_that_every_stage_leads_to_has_one_line_and_says_so() -> None:
    drawn = picture(sample("seven-bg"))
    ends = [line for line in drawn.lines if line.kind == "end"]
    assert [line.kind for line in drawn.lines].count("bus") == 1
    assert len(ends) == 3, "one to Lost, and one from each of the two stages to the disqualified"
    assert "from every stage" in said(svg(sample("fifteen-en")))


def test_only_lines_that_occur_are_explained(built: Callable[[str], Playbook]) -> None:
    playbook = built(
        "id: p\nname: P\nstages:\n"
        "  - {id: a, name: A, exit: [x]}\n  - {id: won, name: Won, kind: won}\n"
        "  - {id: lost, name: Lost, kind: lost}\n"
    )
    found = said(svg(playbook))
    assert {"Next stage", "Ends without a sale"} <= set(found)
    assert not {"Back", "Comes back", "The buyer moves on", "May be skipped"} & set(found)


def test_without_a_buyer_there_is_no_lane_for_one() -> None:
    drawn = picture(sample("fifteen-en"))
    assert [lane.tone for lane in drawn.lanes] == ["seller"]
    assert [lane.tone for lane in picture(sample("seven-en")).lanes] == ["seller", "buyer", "track"]


def test_the_picture_says_what_belongs_to_each_box() -> None:
    found = set(said(svg(sample("seven-en"))))
    assert {"may be skipped", "after the purchase", "all the time"} <= found
    assert {"3 months", "At most 2 times."} <= found, "when a deal that waits comes back"
    assert {"partner-sale", "service-contract"} <= found, "where deals go on, where it has no name"
    assert {"Safety", "Test lab", "Risk assessment"} <= found, "the track, its owner, a phase"
    assert {"7 stages · usual sales cycle 96 days", "85%"} <= found
    assert "only “Sold" in " ".join(found), "names of segments are quoted"
    assert {"Inside sales → Sales engineer", "about 3 days"} <= found, "who hands over to whom"
    assert "To fill in: Parts an hour, Who signs" in found


def test_a_way_on_is_called_what_its_author_calls_it() -> None:
    found = said(svg(read(TESTS / "published" / "channel.yaml")))
    assert {"Sold by us", "Co-sell", "Renewal", "the same deal"} <= set(found)
    assert not [line for line in found if "enterprise-software" in line]


@pytest.mark.parametrize("path", DRAWN, ids=lambda path: path.stem)
def test_the_heading_counts_the_stages_that_have_a_number(path: Path) -> None:
    playbook = read(path)
    numbered = [stage for stage in playbook.stages if stage.is_worked]
    with messages.speaking(playbook.language):
        words = messages.n_("{count} stage", "{count} stages", len(numbered))
    counted = [
        line
        for line in said(svg(playbook))
        if line.split(" · ")[0] == words.format(count=len(numbered))
    ]
    assert len(counted) == 1


@pytest.mark.parametrize("path", DRAWN, ids=lambda path: path.stem)
def test_no_line_of_text_begins_or_ends_with_a_separator(path: Path) -> None:
    assert not [line for line in said(svg(read(path))) if line.strip(" ·") != line]


def test_the_owner_of_all_stages_is_named_once(built: Callable[[str], Playbook]) -> None:
    one = "id: p\nname: P\nroles: {rep: {name: Sales rep}}\nstages:\n"
    two = "".join(f"  - {{id: {id}, name: {id}, owner: rep, max_days: 9}}\n" for id in "ab")
    found = said(svg(built(f"{one}{two}  - {{id: won, name: Won, kind: won}}\n")))
    assert found.count("Sales rep") == 1
    assert found.count("at most 9 days") == 2


def test_more_criteria_than_fit_are_counted() -> None:
    assert "+ 2 more" in said(svg(sample("fifteen-en")))


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_a_long_playbook_with_many_ways_is_drawn_whole(direction: Direction) -> None:
    count = 120
    stages = [
        stage(f"s{n}", next=tuple(f"s{n + step}" for step in (1, 3, 7) if n + step < count))
        for n in range(count)
    ]
    drawn = picture(playbook_of(*stages, stage("won", kind="won")), direction=direction)
    assert len([node for node, _place in drawn.nodes if node.is_main]) == count + 1


# ---------------------------------------------------------------------------- where it stands


def problems(drawn: Picture) -> Iterator[str]:
    """What overlaps, leaves its box or the picture, or stands askew."""
    for (one, here), (other, there) in combinations(drawn.nodes, 2):
        if here.meets(there):
            yield f"{one.key} overlaps {other.key}"
    for node, place in drawn.nodes:
        if place.x < 0 or place.y < 0 or place.right > drawn.width or place.bottom > drawn.height:
            yield f"{node.key} leaves the picture"
        for words in node.box.words:
            size = STYLES[words.style].size
            width = text.width(words.text, STYLES[words.style], drawn.language)
            left = words.x - {"start": 0.0, "middle": width / 2, "end": width}[words.anchor]
            if left < 3 or left + width > place.width - 3:
                yield f"{words.text!r} leaves {node.key} at the side"
            if words.y - size * 0.8 < 2 or words.y + size * 0.25 > place.height:
                yield f"{words.text!r} leaves {node.key} above or below"
    labels = [line.place for line in drawn.lines if line.place]
    for label in labels:
        if any(label.meets(place) for _node, place in drawn.nodes):
            yield "a label covers a box"
    if any(one.meets(other) for one, other in combinations(labels, 2)):
        yield "a label covers another"
    for line in drawn.lines:
        for begin, end in pairwise(line.points):
            if begin[0] != end[0] and begin[1] != end[1]:
                yield f"a line {line.kind} is askew"


def pieces(line: Line) -> Iterator[Rect]:
    """The straight pieces of a line, without what meets its boxes at its two ends."""
    points = list(line.points)
    points[0] = _nearer(points[0], points[1], 12)
    points[-1] = _nearer(points[-1], points[-2], 6)
    yield from (span(one, other) for one, other in pairwise(points))


def _nearer(point: Point, to: Point, by: float) -> Point:
    """A point moved along its piece, to the end of it at most."""
    x, y = to[0] - point[0], to[1] - point[1]
    share = min(by / (abs(x) + abs(y) or 1), 1)
    return point[0] + x * share, point[1] + y * share


def crossed(drawn: Picture) -> list[str]:
    """The boxes that a line runs under, or along the edge of."""
    return [
        f"{line.kind} runs under {node.key}"
        for line in drawn.lines
        for piece in pieces(line)
        for node, place in drawn.nodes
        if place.grown(5).meets(piece)
    ]


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("path", DRAWN, ids=lambda path: path.stem)
def test_nothing_overlaps_and_no_line_runs_under_a_box(path: Path, direction: Direction) -> None:
    drawn = picture(read(path), direction=direction)
    assert [*problems(drawn), *crossed(drawn)] == []


def goal(drawn: Picture, line: Line) -> Point:
    """Where a line leads; one without a head ends where it meets one that has one, or at a band's end."""
    if line.has_head:
        return line.points[-1]
    end = line.points[-1]
    trunks = [
        other
        for other in drawn.lines
        if other.kind == line.kind and other.has_head
        if any(
            span(*piece).grown(0.1).meets(span(end, end).grown(0.1))
            for piece in pairwise(other.points)
        )
    ]
    return trunks[-1].points[-1] if trunks else end


@pytest.mark.parametrize("path", DRAWN, ids=lambda path: path.stem)
def test_every_line_leaves_its_box_and_has_a_head_where_it_arrives(path: Path) -> None:
    playbook = read(path)
    drawn = picture(playbook)
    places = {node.key: place for node, place in drawn.nodes}
    joined = [link for link in links(compose(playbook, FORMATS["down"])) if link.kind != "skip"]
    assert joined
    for link in joined:
        lines = [line for line in drawn.lines if line.kind == link.kind]
        begins = [line for line in lines if _touches(places[link.source], line.points[0])]
        ends = [line for line in lines if _touches(places[link.target], goal(drawn, line))]
        assert [line for line in begins if line in ends], link
        assert [line for line in ends if line.has_head], link


def _touches(place: Rect, point: Point) -> bool:
    return place.grown(0.1).meets(span(point, point).grown(0.1))


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("path", DRAWN, ids=lambda path: path.stem)
def test_lines_that_lead_elsewhere_do_not_share_a_track(path: Path, direction: Direction) -> None:
    drawn = picture(read(path), direction=direction)
    lines = [line for line in drawn.lines if line.kind not in ("bus", "rail")]
    bracket = [line.points[1][0] for line in drawn.lines if line.kind == "bus"]
    forking = {
        line.points[0] for line in lines if line.kind == "wake" or line.points[0][0] in bracket
    }
    confused = []
    for one, other in combinations(lines, 2):
        forks = one.points[0] == other.points[0] and one.points[0] in forking
        if forks or (one.kind == other.kind and goal(drawn, one) == goal(drawn, other)):
            continue
        for here in pieces(one):
            for there in pieces(other):
                level = here.height == there.height == 0 and abs(here.y - there.y) < 5
                upright = here.width == there.width == 0 and abs(here.x - there.x) < 5
                if (level or upright) and here.grown(3).meets(there.grown(3)):
                    confused.append((one.kind, one.points, other.kind, other.points))
    assert confused == []


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_the_shipped_playbooks_are_drawn_clean(
    shipped: tuple[Path, ...], direction: Direction
) -> None:
    for path in shipped:
        playbook = read(path)
        if not playbook.template:
            drawn = picture(playbook, direction=direction)
            assert [path.parent.name, *problems(drawn), *crossed(drawn)] == [path.parent.name]


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("language", long_labels.LANGUAGES)
@pytest.mark.parametrize("size", long_labels.SIZES)
def test_long_labels_are_drawn_clean_at_every_size(
    size: int, language: str, direction: Direction
) -> None:
    playbook = long_labels.playbook(size, language)
    with messages.speaking(language):
        drawn = picture(playbook, direction=direction)
    assert [*problems(drawn), *crossed(drawn)] == []
    assert drawn.width < (1700 if direction == "down" else 2560)
    assert drawn.height < (350 if direction == "down" else 200) * (size + 5)


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("language", long_labels.LANGUAGES)
def test_our_own_words_are_never_cut_off(language: str, direction: Direction) -> None:
    playbook = long_labels.playbook(7, language)
    with messages.speaking(language):
        drawn = picture(playbook, direction=direction)
    gates = [node for node, _place in drawn.nodes if not node.is_main]
    assert gates
    for node in gates:
        heading = "".join(line.text for line in node.box.words if line.style == "head")
        about = node.box.about.replace(" ", "").replace("：", ":")
        assert about.startswith(heading.replace(" ", "") + ":")


# ---------------------------------------------------------------------------- to the right


def test_a_process_that_runs_to_the_right_has_its_gates_under_their_cards() -> None:
    drawn = picture(sample("seven-en"), direction="right")
    places = {node.key: place for node, place in drawn.nodes}
    gates = {node.stands_for: place for node, place in drawn.nodes if not node.is_main}
    stages = [(node.stands_for, place) for node, place in drawn.nodes if node.is_main]
    for stands, card in stages:
        if stands in gates:
            gate = gates[stands]
            assert gate.y == pytest.approx(card.bottom)
            assert gate.middle[0] == pytest.approx(card.middle[0])
    line = [card for (_kind, id), card in stages if id in ("lead", "visit", "trial", "offer")]
    assert len({(card.y, card.bottom) for card in line}) == 1, "on one line and of one height"
    assert [card.x for card in line] == sorted(card.x for card in line)
    assert places


def test_the_seller_is_above_the_buyer_and_below_what_stands_at_the_side() -> None:
    drawn = picture(sample("seven-en"), direction="right")
    seller, buyer, track = drawn.lanes
    assert seller.place.bottom < buyer.place.y < buyer.place.bottom < track.place.y
    assert seller.place.x == buyer.place.x == track.place.x
    by_id = cards(drawn)
    for id in ("lost", "unfit", "double", "later", "service", "partner"):
        assert by_id[id].bottom < seller.place.y, id
    for id in ("signs", "produces"):
        assert buyer.place.y < by_id[id].y < by_id[id].bottom < buyer.place.bottom
    assert by_id["second-site"].y > by_id["offer"].bottom
    assert by_id["second-site"].middle[0] == pytest.approx(by_id["offer"].middle[0])


def test_it_is_not_too_wide_for_a_slide() -> None:
    for name in ("seven-en", "seven-zh", "seven-bg"):
        drawn = picture(sample(name), direction="right")
        assert drawn.width / drawn.height < 3, name


def test_a_long_process_goes_on_in_a_second_band() -> None:
    drawn = picture(sample("fifteen-en"), direction="right")
    first, second = drawn.lanes
    assert first.name == second.name == "SELLER"
    assert first.place.bottom < second.place.y
    assert first.place.x == second.place.x
    assert first.place.width == pytest.approx(second.place.width)
    by_id = cards(drawn)
    order = [str(stage.id) for stage in sample("fifteen-en").stages if stage.is_worked]
    rows = [0 if by_id[id].y < first.place.bottom else 1 for id in order]
    assert rows == sorted(rows)
    assert 6 <= rows.count(0) <= 10
    leaving = {round(line.points[-1][0], 1) for line in drawn.lines if not line.has_head}
    assert round(first.place.right - 2, 1) in leaving, "lines go on to the end of the band"
    coming = {round(line.points[0][0], 1) for line in drawn.lines}
    assert len(coming) > 1


def test_cards_at_the_side_stand_in_one_band_each() -> None:
    for size in (15, 30):
        drawn = picture(long_labels.playbook(size, "en"), direction="right")
        sellers = [lane.place for lane in drawn.lanes if lane.tone == "seller"]
        assert len(sellers) == (2 if size == 15 else 4)
        for id in ("lost", "unfit", "later", "renewal"):
            place = cards(drawn)[id]
            assert any(
                lane.y - 400 < place.y < place.bottom < lane.y
                and lane.x < place.x < place.right < lane.right + 1
                for lane in sellers
            ), id


def test_lines_within_a_band_stay_in_the_picture() -> None:
    for size in long_labels.SIZES:
        drawn = picture(long_labels.playbook(size, "bg"), direction="right")
        for line in drawn.lines:
            for x, y in line.points:
                assert 0 < x < drawn.width, line
                assert 0 < y < drawn.height, line


# ---------------------------------------------------------------------------- where boxes stand


def of(kind: Any, **more: Any) -> Any:
    """A part of a playbook, whose ids and texts are plain here."""
    return kind(**more)


def cards(drawn: Picture) -> dict[str, Rect]:
    """Where the boxes stand that are no gates, by their ids."""
    return {node.stands_for[1]: place for node, place in drawn.nodes if node.is_main}


def test_what_goes_with_a_stage_stands_on_its_height() -> None:
    ids = [f"s{number}" for number in range(5)]
    steps = [of(BuyerStep, id=f"{id}-{number}", name=id) for id in ids for number in (1, 2, 3)]
    playbook = playbook_of(
        *(stage(id, buyer_steps=tuple(f"{id}-{number}" for number in (1, 2, 3))) for id in ids),
        buyer_steps=tuple(steps),
    )
    middles = {id: place.middle[1] for id, place in cards(picture(playbook)).items()}
    for id in ids:
        assert middles[f"{id}-1"] == pytest.approx(middles[id])
        assert middles[f"{id}-1"] < middles[f"{id}-2"] < middles[f"{id}-3"]


def test_stages_beside_the_line_stand_right_of_the_one_they_come_from() -> None:
    drawn = cards(picture(sample("seven-en")))
    assert drawn["second-site"].middle[1] == pytest.approx(drawn["offer"].middle[1])
    assert drawn["second-site"].x > drawn["offer"].right
    line = [drawn[id].middle[0] for id in ("lead", "visit", "trial", "offer", "contract", "won")]
    assert len(set(line)) == 1, "the line itself is straight"


def test_stages_beside_the_same_one_stand_in_their_order() -> None:
    drawn = cards(picture(read(TESTS / "published" / "renewal.yaml")))
    assert (
        drawn["commercial"].right < drawn["at-risk"].x < drawn["at-risk"].right < drawn["silent"].x
    )


def test_where_a_lost_deal_goes_on_stands_under_its_end() -> None:
    drawn = picture(read(TESTS / "published" / "channel.yaml"))
    denied, co_sell = (cards(drawn)[id] for id in ("denied", "co-sell"))
    others = [place for place in cards(drawn).values() if place.x == denied.x]
    below = [place for place in others if place.y > denied.y]
    assert min(below, key=lambda place: place.y) == co_sell


def stage(id: str, **more: Any) -> Stage:
    return Stage(**{"id": id, "name": id, **more})


def playbook_of(*stages: Stage, **more: Any) -> Playbook:
    return Playbook(**{"id": "p", "name": "P", "stages": stages, **more})


@st.composite
def playbooks(draw: st.DrawFn) -> Playbook:
    """Playbooks of every shape, with texts that are hard to set."""
    words = st.one_of(
        st.sampled_from(NASTY),
        st.text("abc defghij", min_size=1, max_size=60),
        st.text("我们已经确认客户需求，。“”（）", min_size=1, max_size=40),
        st.text("клиентът е потвърдил", min_size=1, max_size=60),
    )
    count = draw(st.integers(1, 8))
    ids = [f"s{number}" for number in range(count)]
    steps = [f"b{number}" for number in range(draw(st.integers(0, 5)))]
    some = st.lists(st.sampled_from(ids), max_size=2, unique=True).map(tuple)
    stages = [
        stage(
            id,
            name=draw(words),
            goal=draw(st.none() | words),
            probability=draw(st.none() | st.integers(0, 100)),
            max_days=draw(st.none() | st.just(14)),
            optional=draw(st.booleans()),
            exit=tuple(of(Criterion, criterion=each) for each in draw(st.lists(words, max_size=8))),
            next=draw(st.none() | some),
            from_=draw(st.none() | st.none() | some),
            buyer_steps=tuple(draw(st.lists(st.sampled_from(steps or [""]), max_size=2))),
        )
        for id in ids
    ]
    kinds = st.sampled_from(["lost", "disqualified", "not-counted", "parked", "after-sale"])
    stages += [
        stage(
            f"x{number}",
            name=draw(words),
            kind=kind,
            from_=draw(st.none() | some) if kind != "after-sale" else None,
            wake_up=of(WakeUp, days=90, move_to=ids[0]) if kind == "parked" else None,
        )
        for number, kind in enumerate(draw(st.lists(kinds, max_size=5)))
    ]
    phases = draw(st.lists(st.tuples(words, some), max_size=3))
    track = of(
        Track,
        id="t",
        name=draw(words),
        phases=tuple(
            of(Phase, id=f"p{number}", name=name, during=during)
            for number, (name, during) in enumerate(phases)
        ),
    )
    return playbook_of(
        *stages,
        stage("won", name=draw(words), kind="won"),
        name=draw(words),
        language=draw(st.sampled_from(["en", "zh-CN", "bg"])),
        tracks={"t": track} if phases else {},
        buyer_steps=tuple(
            of(BuyerStep, id=id, name=draw(words), shown_by=draw(st.none() | words)) for id in steps
        ),
    )


def test_a_line_that_comes_back_goes_around_a_gate_beside_its_stage() -> None:
    gate = (of(Criterion, criterion="<script>alert(1)</script>"),)
    playbook = playbook_of(
        *(stage("s0"), stage("s1"), stage("s2", next=()), stage("s3", exit=gate)),
        *(stage("s4", next=("s3",), from_=()), stage("s5"), stage("s6", next=("s4",))),
        stage("won", kind="won"),
    )
    for direction in DIRECTIONS:
        laid = picture(playbook, direction=direction)
        assert [*problems(laid), *crossed(laid)] == [], direction


@given(playbooks())
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
def test_whatever_is_written_nothing_overlaps_and_no_text_leaves_its_box(
    playbook: Playbook,
) -> None:
    for direction in DIRECTIONS:
        laid = picture(playbook, direction=direction)
        assert [*problems(laid), *crossed(laid)] == [], direction
        drawn = root(svg(playbook, direction=direction, embed_font=False))
        stages = [each for each in drawn.iter() if each.get("data-stage")]
        assert len(stages) == len(playbook.stages)


# ---------------------------------------------------------------------------- what is written


@pytest.mark.parametrize("words", NASTY, ids=range(len(NASTY)))
def test_what_an_author_writes_stays_text(words: str) -> None:
    playbook = playbook_of(
        stage("a", name=words, goal=words, exit=(of(Criterion, criterion=words),)),
        stage("won", name=words, kind="won"),
        stage("lost", name=words, kind="lost"),
        name=words,
        buyer_steps=(of(BuyerStep, id="b", name=words, shown_by=words),),
    )
    drawn = svg(playbook, links={"a": 'x" onload="alert(1)'})
    allowed = {"svg", "title", "desc", "style", "rect", "circle", "path", "g", "a", "text"}
    elements = list(root(drawn).iter())
    assert {each.tag.removeprefix(SVG) for each in elements} <= allowed
    assert not [name for each in elements for name in each.attrib if name.startswith("on")]
    readable = "".join(sign for sign in words if unicodedata.category(sign) not in ("Cc", "Cs"))
    shown = "".join(said(drawn)).replace("-", "").replace(" ", "")
    assert readable[:6].replace(" ", "").replace("-", "") in shown


def test_nothing_comes_from_outside() -> None:
    drawn = svg(sample("seven-zh"))
    assert "<script" not in drawn
    assert re.findall(r"https?://[^\"]*", drawn) == ["http://www.w3.org/2000/svg"]
    assert {link[:5] for link in re.findall(r"url\(\"?([^)\"]*)", drawn)} == {"data:"}
    assert "@import" not in drawn


def test_every_class_has_a_rule() -> None:
    for name in ("seven-en", "fifteen-en", "branches-en"):
        drawn = svg(sample(name), embed_font=False)
        ruled = set(re.findall(r"\.(f-[a-z0-9-]+)", drawn))
        used = {each for value in re.findall(r'class="([^"]*)"', drawn) for each in value.split()}
        assert used - ruled - {"playbook-flow"} == {"f-edge"} - ruled


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_theme_that_is_chosen_has_plain_colours(theme: Any) -> None:
    drawn = svg(sample("seven-en"), theme=theme)
    assert "var(" not in drawn
    assert "@media" not in drawn
    other = palette("dark" if theme == "light" else "light", 1)["ink"]
    assert palette(theme, 1)["ink"] in drawn
    assert other not in drawn


def test_auto_is_dark_on_a_dark_screen_and_light_on_paper() -> None:
    drawn = svg(sample("seven-en"), embed_font=False)
    rules = drawn[drawn.index("<style>") : drawn.index("</style>")].splitlines()
    dark = palette("dark", 1)["ink"]
    assert [rule for rule in rules if dark in rule and not rule.startswith("@media screen")] == []
    assert any("prefers-color-scheme:dark" in rule for rule in rules)
    assert any("[data-theme=dark]" in rule for rule in rules)


def test_words_can_be_read_on_what_lies_under_them() -> None:
    pairs = (
        *((ink, "card") for ink in ("ink", "soft", "buyer", "track", "tick")),
        *((ink, "gate-fill") for ink in ("ink", "soft", "gate")),
        *((tone, f"{tone}-fill") for tone in ("end", "park", "won", "other")),
        *(("soft", f"{tone}-fill") for tone in ("end", "park", "won", "other")),
        *((tone, f"{tone}-lane") for tone in ("seller", "buyer", "track")),
        *(("soft", under) for under in ("page", "seller-lane", "buyer-lane", "buyer-tint")),
        *((f"stage-{number}", under) for number in range(1, 16) for under in ("card", "on")),
        *((tone, "page") for tone in ("park", "other")),
    )
    for theme in ("light", "dark"):
        colours = palette(theme, 15)
        faint = [pair for pair in pairs if contrast(*(colours[name] for name in pair)) < 4.5]
        assert faint == [], theme


BRANDS = (
    ("#ffcc00", "#ff0000"),
    ("#000000", "#ffffff"),
    ("#e30613", "#003366"),
    ("#00ff00", "#0000ff"),
    ("#777777", "#00a0e3"),
    ("#ffffff", "#ffff00"),
    ("#c8102e", "#c8102e"),
)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("colours", BRANDS, ids="-".join)
def test_stages_in_a_company_s_colours_are_equally_light_and_can_be_read(
    colours: tuple[str, str], theme: Any
) -> None:
    named = palette(theme, 9, colours)
    stages = [named[f"stage-{number}"] for number in range(1, 10)]
    for stage in stages:
        assert contrast(stage, named["card"]) >= 4.5
        assert contrast(stage, named["on"]) >= 4.5
        tint = "#" + "".join(
            f"{round(0.1 * int(stage[at : at + 2], 16) + 0.9 * int(named['card'][at : at + 2], 16)):02x}"
            for at in (1, 3, 5)
        )
        assert contrast(stage, tint) >= 4.5
    assert contrast(named["seller"], named["seller-lane"]) >= 4.5
    assert contrast(named["soft"], named["seller-lane"]) >= 4.5
    lightness = [oklch(stage)[0] for stage in stages]
    assert max(lightness) - min(lightness) < 0.02


def test_the_stages_go_from_a_company_s_first_colour_to_its_last() -> None:
    for theme in ("light", "dark"):
        named = palette(theme, 5, ("#e30613", "#003366"))
        hues = [oklch(named[f"stage-{number}"])[2] for number in range(1, 6)]
        assert hues[0] == pytest.approx(oklch("#e30613")[2], abs=6)
        assert hues[-1] == pytest.approx(oklch("#003366")[2], abs=6)
        turned = [hue if hue > 180 else hue + 360 for hue in hues]
        assert turned == sorted(turned, reverse=True), "the shorter way round, without a step back"


def test_without_colours_of_its_own_a_picture_looks_like_ours() -> None:
    playbook = sample("seven-en")
    assert svg(playbook, colours=Brand().colours) == svg(playbook)
    branded = svg(playbook, colours=("#e30613", "#003366"), theme="light")
    named = palette("light", 7, ("#e30613", "#003366"))
    assert {f"{{fill:{named[f'stage-{number}']}}}" in branded for number in range(1, 8)} == {True}
    assert root(branded).get("viewBox") == root(svg(playbook)).get("viewBox")


def oklch(colour: str) -> tuple[float, float, float]:
    """Lightness, chroma and hue of a colour, by the formulas of CSS Color 4."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    x = 0.4123907993 * red + 0.3575843394 * green + 0.1804807884 * blue
    y = 0.2126390059 * red + 0.7151686788 * green + 0.0721923154 * blue
    z = 0.0193308187 * red + 0.1191947798 * green + 0.9505321522 * blue
    long = (0.8190224380 * x + 0.3619062601 * y - 0.1288737815 * z) ** (1 / 3)
    middle = (0.0329836539 * x + 0.9292868616 * y + 0.0361446663 * z) ** (1 / 3)
    short = (0.0481771893 * x + 0.2642395318 * y + 0.6335478285 * z) ** (1 / 3)
    a = 1.9779985325 * long - 2.4285922420 * middle + 0.4505937095 * short
    b = 0.0259040425 * long + 0.7827717124 * middle - 0.8086757549 * short
    lightness = 0.2104542683 * long + 0.7936177748 * middle - 0.0040720430 * short
    return lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, as WCAG counts it."""

    def light(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def test_on_a_page_of_its_own_it_has_a_heading_a_ground_and_the_font() -> None:
    playbook = sample("seven-en")
    alone, within = svg(playbook), svg(playbook, embed_font=False, heading=False)
    assert playbook.name in said(alone)
    assert playbook.name not in said(within)
    assert 'class="f-ink-page"' in alone
    assert 'class="f-ink-page"' not in within
    assert "@font-face" in alone
    assert "@font-face" not in within
    assert root(within).find(f"{SVG}title") is not None


class _Loud(NullTranslations):
    """A catalogue that marks everything as its own."""

    def gettext(self, message: str) -> str:
        return f"¡{message}"

    def pgettext(self, context: str, message: str) -> str:
        return f"¡{message}"


def test_it_speaks_the_language_of_the_playbook(monkeypatch: pytest.MonkeyPatch) -> None:
    catalogues = {"bg": _Loud()}
    monkeypatch.setattr(messages, "_catalogue", lambda tag: catalogues.get(tag, NullTranslations()))
    drawn = svg(sample("seven-bg"))
    assert {"¡Exit criteria", "¡SELLER", "¡BUYER", "¡Next stage"} <= set(said(drawn))
    assert root(drawn).get("lang") == "bg"
    assert root(drawn).get("{http://www.w3.org/XML/1998/namespace}lang") == "bg"
    assert "Exit criteria" in said(svg(sample("seven-en")))
    assert messages.language() == "en"


def test_chinese_quotes_come_from_the_chinese_font() -> None:
    assert "unicode-range" in svg(sample("seven-zh"))
    assert "unicode-range" not in svg(sample("seven-bg"))
    assert '"Microsoft YaHei"' in svg(sample("seven-zh"), embed_font=False)


def test_the_same_bytes_come_out_in_every_process() -> None:
    path = TESTS / "playbooks" / "drawing-seven-en.yaml"
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path;"
        "from playbook.assembly import assemble; from playbook.build import build;"
        "from playbook.drawing.flow import svg;"
        "sys.stdout.buffer.write(svg(build(assemble(Path(sys.argv[2])).document)).encode())"
    )
    drawn = {
        subprocess.run(
            [sys.executable, "-c", program, str(TESTS.parent / "src"), str(path)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert drawn == {svg(read(path)).encode()}


def test_the_renderer_makes_one_file_named_after_the_playbook() -> None:
    renderer = registry.renderer("svg", "picture")
    made = renderer.render([sample("seven-zh")], Choices(theme="dark"))
    declaration, drawn = str(made["drawing-seven-zh.svg"]).split("\n", maxsplit=1)
    assert declaration == '<?xml version="1.0" encoding="UTF-8"?>'
    assert drawn == svg(sample("seven-zh"), theme="dark")
    assert len(made) == 1
    choices = Choices(direction="right", brand=Brand(colours=("#e30613", "#003366")))
    [other] = renderer.render([sample("seven-zh")], choices).values()
    assert str(other).endswith(
        svg(sample("seven-zh"), direction="right", colours=("#e30613", "#003366"))
    )


# ---------------------------------------------------------------------------- the engine


def test_every_engine_gives_the_same_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    if not shutil.which("dot"):
        pytest.skip("there is no dot on the PATH to compare with")
    playbooks = [read(path) for path in SAMPLES]
    wanted = [(playbook, direction) for playbook in playbooks for direction in DIRECTIONS]
    assert engine.find() == shutil.which("dot")
    with_dot = [svg(playbook, direction=direction) for playbook, direction in wanted]
    monkeypatch.setenv("PATH", "")
    assert "graphviz-pure" in engine.find()
    assert [svg(playbook, direction=direction) for playbook, direction in wanted] == with_dot


def test_no_engine_is_said_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_given, **_more: None)
    with pytest.raises(EngineFailed, match="pip install graphviz-pure"):
        svg(sample("seven-zh"))


@pytest.fixture
def fake_dot(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], Path]:
    """A program named dot that does as told; it leaves what it was given beside it."""
    if os.name == "nt":
        pytest.skip("a script cannot stand in for a program here")

    def make(body: str) -> Path:
        program = tmp_path / "dot"
        program.write_text(
            f"#!{sys.executable}\nimport pathlib, subprocess, sys, time\n"
            f"given = sys.stdin.read()\nlog = pathlib.Path({str(tmp_path)!r}) / 'given.txt'\n"
            "attempt = log.read_text().count('digraph') + 1 if log.exists() else 1\n"
            f"log.open('a').write(given)\npure = {pure!r}\n{body}\n",
            "utf-8",
        )
        program.chmod(0o755)
        return tmp_path / "given.txt"

    monkeypatch.setenv("PATH", str(tmp_path))
    pure = engine.find()
    return make


_WORK = "sys.stdout.write(subprocess.run([pure, *sys.argv[1:]], input=given, text=True, capture_output=True).stdout)"


def test_an_engine_that_hangs_is_asked_once_more_for_less_and_then_given_up(
    fake_dot: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "SECONDS", 1.0)
    given = fake_dot("time.sleep(60)")
    with pytest.raises(EngineFailed, match="twice"):
        svg(sample("seven-en"))
    first, second = given.read_text().split("digraph")[1:]
    assert "nslimit" not in first
    assert "nslimit" in second


def test_an_engine_that_hangs_once_still_draws(
    fake_dot: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = svg(sample("seven-zh"))
    monkeypatch.setattr(engine, "SECONDS", 5.0)
    fake_dot(f"time.sleep(60 if attempt == 1 else 0)\n{_WORK}")
    assert svg(sample("seven-zh")) == expected


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("sys.exit('syntax error in line 1')", "syntax error in line 1"),
        ("print('no JSON')", "cannot be read"),
        ("print('{}')", "cannot be read"),
        ("sys.stdout.buffer.write(b'\\xff\\xfe')", "could not be laid out"),
    ],
)
def test_an_engine_that_fails_is_a_sentence(
    fake_dot: Callable[[str], Path], body: str, words: str
) -> None:
    fake_dot(body)
    with pytest.raises(EngineFailed, match=words):
        svg(sample("seven-en"))


def test_nothing_that_an_author_wrote_goes_to_the_engine(fake_dot: Callable[[str], Path]) -> None:
    given = fake_dot(_WORK)
    playbook = playbook_of(
        *(
            stage(f"secret-id-{number}", name=words, goal=words)
            for number, words in enumerate(NASTY)
        ),
        stage("won", name="SecretWon", kind="won"),
    )
    svg(playbook)
    asked = given.read_text()
    assert "digraph" in asked
    assert "secret" not in asked.lower()
    assert asked.isascii()
    assert "alert" not in asked


# ---------------------------------------------------------------------------- text


@given(st.text(max_size=200), st.integers(40, 300), st.sampled_from(["en", "zh-CN", "bg"]))
def test_lines_fit_and_nothing_is_lost(words: str, limit: int, language: str) -> None:
    style = Style(12)
    lines = text.wrap(words, limit, style, language)
    assert all(text.width(line, style, language) <= limit for line in lines)

    def bare(written: str) -> str:
        return re.sub(r"[\s\-·]", "", written)

    assert bare("".join(lines)) == bare(words)


@pytest.mark.parametrize("limit", range(40, 300, 7))
def test_chinese_lines_do_not_begin_or_end_with_the_wrong_sign(limit: int) -> None:
    words = (
        "客户（含“决策人”）已书面确认：需求、预算、时间；下一步是“签约”。真的吗？是的！《合同》（终稿）"
        * 3
    )
    lines = text.wrap(words, limit, Style(12), "zh-CN")
    assert len(lines) > 5
    assert not [line for line in lines if line[0] in "，。、；：？！”）》"]
    assert not [line for line in lines if line[-1] in "“（《"]


@given(st.text(max_size=100), st.integers(20, 200), st.integers(1, 4))
def test_no_more_lines_than_wanted(words: str, limit: int, most: int) -> None:
    lines = text.wrap(words, limit, Style(12), "en", most)
    assert len(lines) <= most
    whole = text.wrap(words, limit, Style(12), "en")
    assert lines == whole if len(whole) <= most else lines[-1].endswith("…")


def test_signs_that_belong_together_stay_together() -> None:
    family, flag, accent = "👩‍👩‍👧‍👦", "🇧🇬", "e\u0301"
    for cluster in (family, flag, accent):
        for line in text.wrap(cluster * 40, 60, Style(12), "en"):
            assert line.removesuffix("-").replace(cluster, "") == ""


def test_a_lost_word_is_brought_back() -> None:
    words = "Quantify the impact and map the people who decide, agree on it all"
    lines = text.wrap(words, 220, Style(12), "en")
    widths = [text.width(line, Style(12), "en") for line in lines]
    assert min(widths) > 0.4 * max(widths)


def test_quotes_are_wide_in_chinese_and_bulgarian_letters_have_their_own_forms() -> None:
    assert text.width("“”", Style(10), "zh-CN") == 20
    assert text.width("“”", Style(10), "en") < 10
    assert text.width("我🚀", Style(10), "en") > 20
    assert text.width("مر", Style(10), "en") > 10, "signs without a known width are taken for wide"
    assert text.width("т", Style(10), "bg") > 1.5 * text.width("т", Style(10), "ru")


def test_widths_are_those_of_the_font_that_is_shipped() -> None:
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    table = json.loads(Path(text.__file__).with_name("widths.json").read_text("utf-8"))
    assert set(table) == {"500", "700"}
    for weight, languages in table.items():
        font = TTFont(TEMPLATES / "handbook" / "assets" / "manrope.woff2")
        font = instantiateVariableFont(font, {"wght": int(weight)})
        unit = font["head"].unitsPerEm
        advances = {
            chr(code): font["hmtx"][glyph][0] * 1000 / unit
            for code, glyph in font.getBestCmap().items()
        }
        assert set(advances) == set(languages["every"])
        assert all(abs(advances[each] - size) <= 1 for each, size in languages["every"].items())
        assert set("вгджзийклптцшщю") - {"к"} <= set(languages["bg"])


def main() -> None:
    """Make the kept pictures anew."""
    os.environ["PATH"] = ""
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for path in SAMPLES:
        for direction in DIRECTIONS:
            kept(path, direction).write_text(drawn_to_keep(path, direction), "utf-8")


if __name__ == "__main__":
    main()
