"""Flow: the moves that the format leaves out are put in, and what follows from them."""

from collections.abc import Callable
from typing import Any

import networkx
from hypothesis import given
from hypothesis import strategies as st

from playbook.build import build
from playbook.flow import Flow, Move
from playbook.model import Playbook
from playbook.source import parse

Build = Callable[[str], Playbook]


def moves(flow: Flow, kind: str) -> set[tuple[str, str]]:
    return {(move.source, move.target) for move in flow.moves if move.kind == kind}


SALE = """\
id: sale
name: Sale
stages:
  - {id: lead, name: Lead, kind: lead}
  - {id: qualified, name: Qualified}
  - {id: trial, name: Trial, optional: true}
  - {id: contract, name: Contract}
  - {id: risk, name: At risk, from: [trial]}
  - {id: won, name: Won, kind: won}
  - {id: care, name: Care, kind: after-sale}
  - {id: again, name: Again, kind: after-sale}
  - {id: lost, name: Lost, kind: lost, reopen: same-deal}
  - {id: duplicate, name: Duplicate, kind: not-counted, from: [lead]}
  - {id: fridge, name: Fridge, kind: parked, wake_up: {days: 90, move_to: qualified}}
"""


def test_the_main_line_needs_no_next(built: Build) -> None:
    flow = Flow(built(SALE))
    assert [stage.id for stage in flow.main] == [
        "lead",
        "qualified",
        "trial",
        "contract",
        "won",
        "care",
        "again",
    ]
    assert moves(flow, "forward") == {
        ("lead", "qualified"),
        ("qualified", "trial"),
        ("trial", "contract"),
        ("contract", "won"),
        ("won", "care"),
        ("care", "again"),
        ("trial", "risk"),
    }


def test_a_stage_beside_the_main_line_returns_to_where_the_deal_was(built: Build) -> None:
    flow = Flow(built(SALE))
    assert moves(flow, "return") == {("risk", "trial")}
    assert not {pair for pair in moves(flow, "back") if "risk" in pair}
    onward = Flow(built(SALE.replace("from: [trial]", "from: [trial], next: [contract]")))
    assert moves(onward, "return") == set()
    assert ("risk", "contract") in moves(onward, "forward")


def test_an_optional_stage_may_be_skipped(built: Build) -> None:
    assert moves(Flow(built(SALE)), "skip") == {("qualified", "contract")}


def test_several_optional_stages_in_a_row_may_all_be_skipped(built: Build) -> None:
    flow = Flow(
        built(
            "id: x\nname: X\nstages:\n"
            "  - {id: a, name: A}\n"
            "  - {id: b, name: B, optional: true}\n"
            "  - {id: c, name: C, optional: true}\n"
            "  - {id: d, name: D}\n"
            "  - {id: won, name: Won, kind: won}\n"
        )
    )
    assert moves(flow, "skip") == {("a", "c"), ("a", "d"), ("b", "d")}


def test_very_many_optional_stages_are_no_trouble(built: Build) -> None:
    lines = [
        f"  - {{id: s{n}, name: S, optional: true, next: [s{n + 1}, s{n + 2}, s{n + 3}]}}\n"
        for n in range(60)
    ]
    ends = "".join(f"  - {{id: s{n}, name: S}}\n" for n in (60, 61, 62))
    flow = Flow(built("id: x\nname: X\nstages:\n" + "".join(lines) + ends))
    skips = moves(flow, "skip")
    assert ("s0", "s2") in skips
    assert ("s0", "s62") in skips


def test_a_stage_for_a_segment_is_skipped_by_the_others(built: Build) -> None:
    flow = Flow(
        built(
            "id: x\nname: X\nsegments: {large: {name: Large}}\nstages:\n"
            "  - {id: a, name: A}\n"
            "  - {id: b, name: B, for: [large]}\n"
            "  - {id: won, name: Won, kind: won}\n"
        )
    )
    assert moves(flow, "skip") == {("a", "won")}


def test_ends_and_parked_stages_are_reached_from_every_lead_and_open_stage(built: Build) -> None:
    flow = Flow(built(SALE))
    worked = {"lead", "qualified", "trial", "contract", "risk"}
    assert moves(flow, "end") == {(id, "lost") for id in worked} | {("lead", "duplicate")}
    assert moves(flow, "park") == {(id, "fridge") for id in worked}
    assert moves(flow, "wake") == {("fridge", "qualified")}
    assert moves(flow, "reopen") == {("lost", "lead")}


def test_a_deal_may_move_back_to_all_earlier_stages_unless_it_is_said(built: Build) -> None:
    flow = Flow(
        built(
            "id: x\nname: X\nstages:\n"
            "  - {id: a, name: A}\n"
            "  - {id: b, name: B, back: {to: []}}\n"
            "  - {id: c, name: C}\n"
            "  - {id: d, name: D, back: {to: [c]}}\n"
            "  - {id: e, name: E, back: {as_far_as: c}}\n"
            "  - {id: won, name: Won, kind: won}\n"
        )
    )
    assert moves(flow, "back") == {("c", "a"), ("c", "b"), ("d", "c"), ("e", "c"), ("e", "d")}


def test_what_every_stage_says_of_going_back_leads_only_to_earlier_stages(built: Build) -> None:
    flow = Flow(
        built(
            "id: x\nname: X\nevery_stage: {back: {to: [b, c]}}\nstages:\n"
            "  - {id: a, name: A}\n"
            "  - {id: b, name: B}\n"
            "  - {id: c, name: C}\n"
            "  - {id: won, name: Won, kind: won}\n"
            "  - {id: care, name: Care, kind: after-sale}\n"
        )
    )
    assert moves(flow, "back") == {("c", "b")}


def test_going_back_as_far_as_a_stage_is_not_going_back_further(built: Build) -> None:
    text = SALE.replace("stages:", "every_stage: {back: {as_far_as: trial}}\nstages:")
    assert moves(Flow(built(text)), "back") == {("contract", "trial"), ("again", "care")}


def test_beside_the_line_only_what_a_stage_names_is_a_way_back(built: Build) -> None:
    text = SALE.replace("stages:", "every_stage: {back: {reason: true}}\nstages:")
    assert not {pair for pair in moves(Flow(built(text)), "back") if "risk" in pair}
    named = SALE.replace("from: [trial]", "from: [trial], back: {to: [lead]}")
    assert ("risk", "lead") in moves(Flow(built(named)), "back")


def test_a_deal_may_have_been_aside_from_every_stage_on_its_way(built: Build) -> None:
    before = {str(id): set(been) for id, been in Flow(built(SALE)).before.items()}
    assert "risk" in before["trial"]
    assert "risk" in before["contract"]
    assert "risk" not in before["qualified"]
    assert "fridge" in before["qualified"]
    assert "contract" not in before["qualified"]


def test_overdue_refusals_and_knock_outs_lead_somewhere(built: Build) -> None:
    flow = Flow(
        built(
            "id: x\nname: X\n"
            "questionnaires:\n"
            "  fit: {framework: custom, questions: [{id: q, ask: Fit?, type: yes-no,"
            " knock_out: {equals: no, move_to: unfit}}]}\n"
            "stages:\n"
            "  - {id: a, name: A, asks: {fit: all}, overdue: {move_to: lost}}\n"
            "  - {id: b, name: B, exit: [{id: ok, criterion: Approved, if_rejected: a}]}\n"
            "  - {id: won, name: Won, kind: won}\n"
            "  - {id: lost, name: Lost, kind: lost}\n"
            "  - {id: unfit, name: No fit, kind: disqualified, from: []}\n"
        )
    )
    assert moves(flow, "jump") == {("a", "lost"), ("b", "a"), ("a", "unfit")}
    assert "unfit" in flow.reachable


def test_a_flywheel_is_a_ring(built: Build) -> None:
    flow = Flow(
        built(SALE.replace("id: again, name: Again", "id: again, name: Again, next: [qualified]"))
    )
    assert flow.cycles == (("qualified", "trial", "contract", "won", "care", "again"),)
    assert Flow(built(SALE)).cycles == ()


def test_fields_are_surely_filled_only_on_every_way(built: Build) -> None:
    flow = Flow(
        built(
            "id: x\nname: X\n"
            "fields:\n"
            "  one: {name: One, type: text}\n"
            "  two: {name: Two, type: text}\n"
            "stages:\n"
            "  - {id: a, name: A, must_fill: [one], next: [b, c]}\n"
            "  - {id: b, name: B, must_fill: [two], next: [d]}\n"
            "  - {id: c, name: C, next: [d]}\n"
            "  - {id: d, name: D}\n"
            "  - {id: won, name: Won, kind: won}\n"
        )
    )
    assert flow.surely["b"] == {"one", "two"}  # type: ignore[index]
    assert flow.surely["d"] == {"one"}  # type: ignore[index]
    assert flow.possibly["d"] == {"one", "two"}  # type: ignore[index]


def test_a_deal_that_may_begin_later_brings_nothing_along(built: Build) -> None:
    text = (
        "id: x\nname: X\nfields: {one: {name: One, type: text}}\nstages:\n"
        "  - {id: a, name: A, must_fill: [one]}\n"
        "  - {id: b, name: B}\n"
        "  - {id: won, name: Won, kind: won}\n"
    )
    assert Flow(built(text)).surely["b"] == {"one"}  # type: ignore[index]
    later = Flow(built(text.replace("name: B", "name: B, can_start: true")))
    assert later.starts == ("a", "b")
    assert later.surely["b"] == frozenset()  # type: ignore[index]


def test_the_graph_is_for_whoever_analyses_further(built: Build) -> None:
    graph: Any = Flow(built(SALE)).graph()
    assert networkx.has_path(graph, "fridge", "won")
    assert graph.nodes["won"]["probability"] == 100
    text = "\n".join(networkx.generate_graphml(graph))
    assert 'source="contract" target="won"' in text


@st.composite
def playbooks(draw: st.DrawFn) -> Playbook:
    """Playbooks of up to eight stages with any moves between them."""
    ids = [f"s{n}" for n in range(draw(st.integers(1, 8)))]
    lines = ["id: x", "name: X", "stages:"]
    for id in ids:
        kind = draw(st.sampled_from(["lead", "open", "won", "lost", "parked", "after-sale"]))
        extra = ""
        if draw(st.booleans()):
            extra += f", next: {draw(st.lists(st.sampled_from(ids), unique=True, max_size=3))}"
        if draw(st.booleans()):
            extra += f", from: {draw(st.lists(st.sampled_from(ids), unique=True, max_size=3))}"
        if draw(st.booleans()):
            extra += ", optional: true"
        if kind == "parked":
            extra += f", wake_up: {{days: 9, move_to: {draw(st.sampled_from(ids))}}}"
        lines.append(f"  - {{id: {id}, name: {id}, kind: {kind}{extra}}}".replace("'", ""))
    return build(parse("\n".join(lines) + "\n"))


@given(playbooks())
def test_our_plain_lines_agree_with_networkx(playbook: Playbook) -> None:
    flow = Flow(playbook)
    graph: Any = flow.graph()
    reached = set(flow.starts).union(*(networkx.descendants(graph, start) for start in flow.starts))
    assert flow.reachable == reached
    ends = {stage.id for stage in playbook.stages if stage.is_end}
    completing = ends.union(*(networkx.ancestors(graph, end) for end in ends))
    assert flow.completing == completing
    onward = graph.edge_subgraph(
        [edge for edge in graph.edges(keys=True) if edge[2] in ("forward", "skip", "end", "park")]
    )
    for stage in playbook.stages:
        ancestors = networkx.ancestors(onward, stage.id) if stage.id in onward else set()
        loops = {stage.id} if stage.id in flow.before[stage.id] else set()
        aside = {
            move.source
            for move in flow.moves
            if move.kind in ("return", "wake") and move.target in ancestors | {stage.id}
        }
        assert flow.before[stage.id] == ancestors | loops | aside


@given(playbooks())
def test_a_ring_is_made_of_forward_moves(playbook: Playbook) -> None:
    flow = Flow(playbook)
    for ring in flow.cycles:
        for source, target in zip(ring, (*ring[1:], ring[0]), strict=True):
            assert Move(source, target, "forward") in flow.moves
