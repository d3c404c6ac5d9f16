"""Published sales processes in the format: they are clean, they flow as written, and they use it whole.

Where each comes from, and what was hard to say, stands in published/NOTES.md.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import pytest

from playbook import pipeline
from playbook.assembly import assemble
from playbook.findings import Severity
from playbook.flow import Flow
from playbook.model import Playbook
from playbook.schema import Node, schema

PUBLISHED = Path(__file__).parent / "published"
TODAY = date(2026, 11, 21)
T = TypeVar("T")


@dataclass(frozen=True)
class Case:
    """One process: what the linter still says of it, and how its deals move."""

    path: str
    letter: str
    findings: tuple[str, ...]
    starts: tuple[str, ...]
    main: str
    cycles: frozenset[tuple[str, ...]] = frozenset()
    returns: frozenset[tuple[str, str]] = frozenset()
    continues: frozenset[str] = frozenset()


REGISTRATION_RETURNS = frozenset(
    {
        ("returned", "partner-review"),
        ("returned", "asm-review"),
        ("extended", "registered"),
        ("extended", "quoted"),
    }
)
CASES = {
    "enterprise-software": Case(
        path="enterprise-software/playbook.yaml",
        letter="E",
        findings=(),
        starts=("pending",),
        main="pending discovery scoping technical-eval proposal negotiating awaiting-signature"
        " won onboarding",
        continues=frozenset({"renewal"}),
    ),
    "showroom": Case(
        path="showroom.yaml",
        letter="S",
        # What the desk tells the finance manager is nowhere written in the published process.
        findings=("PB506 stages.numbers",),
        starts=("enquiry", "needs"),
        main="enquiry needs presentation test-drive numbers finance won handing-over ownership",
        returns=frozenset(
            {
                ("be-back", "needs"),
                ("be-back", "presentation"),
                ("be-back", "test-drive"),
                ("be-back", "numbers"),
            }
        ),
        continues=frozenset({"showroom"}),
    ),
    "channel": Case(
        path="channel.yaml",
        letter="C",
        # The second approval is a stage of its own, as published, and no buyer has a part in it.
        # What goes along at its hand-overs, and when the objection comes, was not published.
        findings=(
            "PB303 stages.asm-review.exit",
            "PB506 stages.submitted",
            "PB506 stages.won",
            "PB730 objections.went-direct",
        ),
        starts=("submitted",),
        main="submitted partner-review asm-review registered quoted ordering won paid-out",
        returns=REGISTRATION_RETURNS,
        continues=frozenset({"enterprise-software", "renewal"}),
    ),
    "channel-msp": Case(
        path="channel-msp.yaml",
        letter="M",
        # The stage between is named in the published process, and what is done in it is not.
        findings=(
            "PB303 stages.asm-review.exit",
            "PB503 stages.service-plan",
            "PB506 stages.submitted",
            "PB730 objections.went-direct",
        ),
        starts=("submitted",),
        main="submitted partner-review asm-review registered service-plan quoted ordering won",
        returns=REGISTRATION_RETURNS,
        continues=frozenset({"enterprise-software", "renewal"}),
    ),
    "tender": Case(
        path="tender.yaml",
        letter="T",
        findings=(),
        starts=("spotted",),
        main="spotted screening questions writing submitted pitch standstill won start",
        continues=frozenset({"tender"}),
    ),
    "renewal": Case(
        path="renewal.yaml",
        letter="R",
        findings=(),
        starts=("settling",),
        main="settling steady evaluation commercial won expansion",
        # Whoever answers again goes on to the order form, from wherever they fell silent.
        cycles=frozenset({("commercial", "silent")}),
        returns=frozenset(
            {("at-risk", "steady"), ("at-risk", "evaluation"), ("at-risk", "commercial")}
        ),
        continues=frozenset({"renewal", "enterprise-software"}),
    ),
}
each_process = pytest.mark.parametrize("case", CASES.values(), ids=CASES)


def playbook_of(name: str) -> Playbook:
    playbook = pipeline.valid(PUBLISHED / CASES[name].path).playbook
    assert playbook is not None
    return playbook


def flow_of(case: Case) -> Flow:
    loaded = pipeline.valid(PUBLISHED / case.path)
    assert loaded.playbook is not None
    return Flow(loaded.playbook)


def plain(catalogue: Mapping[Any, T]) -> Mapping[str, T]:
    """A catalogue to look things up in by ids as they are written."""
    return catalogue


@each_process
def test_nothing_new_is_found(case: Case) -> None:
    report = pipeline.lint([PUBLISHED / case.path], TODAY)
    found = {
        f"{each.code} {each.path}" for each in report.findings if each.severity > Severity.INFO
    }
    assert sorted(found) == list(case.findings)


def test_the_folder_holds_these_processes_and_no_others() -> None:
    report = pipeline.lint([PUBLISHED], TODAY)
    assert report.playbooks == len(CASES)


@pytest.mark.parametrize("name", CASES)
def test_it_is_built_whole(name: str) -> None:
    playbook = playbook_of(name)
    assert playbook.id == name
    assert len(list(playbook.parts)) > 150


@each_process
def test_deals_begin_where_the_process_says(case: Case) -> None:
    assert flow_of(case).starts == case.starts


@each_process
def test_the_main_line_is_the_published_one(case: Case) -> None:
    assert [stage.id for stage in flow_of(case).main] == case.main.split()


@each_process
def test_every_stage_can_be_reached_and_every_deal_decided(case: Case) -> None:
    flow = flow_of(case)
    ids = {stage.id for stage in flow.playbook.stages}
    assert flow.reachable == ids
    assert ids - flow.completing <= {stage.id for stage in flow.after_sale}


@each_process
def test_rings_lead_back_up_only_where_the_process_says(case: Case) -> None:
    assert set(flow_of(case).cycles) == case.cycles


@each_process
def test_from_beside_the_line_a_deal_comes_back_to_where_it_was(case: Case) -> None:
    moves = flow_of(case).moves
    assert {(move.source, move.target) for move in moves if move.kind == "return"} == case.returns


@each_process
def test_deals_go_on_in_the_processes_beside_it(case: Case) -> None:
    continues = flow_of(case).playbook.continues.values()
    assert {each.playbook for each in continues} == case.continues
    assert case.continues <= CASES.keys()


@each_process
def test_no_deal_moves_back_to_a_stage_it_cannot_have_been_in(case: Case) -> None:
    flow = flow_of(case)
    wrong = [
        (move.source, move.target)
        for move in flow.moves
        if move.kind == "back" and move.target not in flow.before[move.source]
    ]
    assert wrong == []


def moves_back(name: str) -> dict[str, set[str]]:
    """Where deals may move back to, for each stage that they may move back from."""
    found: dict[str, set[str]] = defaultdict(set)
    for move in flow_of(CASES[name]).moves:
        if move.kind == "back":
            found[move.source].add(move.target)
    return found


def test_a_deal_moves_back_as_far_as_the_process_says() -> None:
    back = moves_back("enterprise-software")
    assert back["negotiating"] == {"discovery", "scoping", "technical-eval", "proposal"}
    assert back["awaiting-signature"] == {"technical-eval", "proposal", "negotiating"}
    assert moves_back("channel") == {"ordering": {"quoted"}}
    assert moves_back("tender") == {
        "screening": {"spotted"},
        "questions": {"spotted", "screening"},
        "writing": {"questions"},
        "standstill": {"submitted"},
    }


def test_what_was_accepted_once_is_not_put_back_to_acceptance() -> None:
    assert all("pending" not in targets for targets in moves_back("enterprise-software").values())


def test_a_parked_tender_comes_back_to_where_it_was() -> None:
    woken = {(m.source, m.target) for m in flow_of(CASES["tender"]).moves if m.kind == "wake"}
    assert woken == {("on-hold", "spotted")}


def test_skipping_is_for_optional_stages_and_for_other_deals() -> None:
    skips = {
        name: {(move.source, move.target) for move in flow_of(case).moves if move.kind == "skip"}
        for name, case in CASES.items()
    }
    assert ("presentation", "numbers") in skips["showroom"]
    assert ("submitted", "standstill") in skips["tender"]
    assert ("registered", "ordering") in skips["channel"]
    assert skips["enterprise-software"] == set()


def test_a_refusal_a_limit_and_a_knock_out_lead_out_of_the_stage() -> None:
    jumps = {(move.source, move.target) for move in flow_of(CASES["tender"]).moves}
    assert {("screening", "no-bid"), ("writing", "questions"), ("writing", "no-bid")} <= jumps
    jumps = {(move.source, move.target) for move in flow_of(CASES["renewal"]).moves}
    assert {("silent", "lost"), ("steady", "at-risk"), ("commercial", "steady")} <= jumps


@pytest.mark.parametrize("name", ["enterprise-software", "showroom", "tender"])
def test_what_every_stage_demands_is_added_to_what_a_stage_demands(name: str) -> None:
    demanded: dict[bool, set[bool]] = defaultdict(set)
    for stage in playbook_of(name).stages:
        if stage.is_worked:
            demanded[stage.is_before_the_sale].add("next-step" in stage.must_fill)
    assert demanded == {True: {True}, False: {False}}


def test_an_approval_says_who_by_when_and_why_not() -> None:
    phases = plain(playbook_of("enterprise-software").tracks)["technical-win"].phases
    worth_it = phases[2].entry[2]
    assert (worth_it.verified_by, worth_it.enough) == (("asm", "sa-manager"), 1)
    gold = plain(playbook_of("tender").stage)["writing"].exit[1]
    assert gold.verified_by == ("bid-director", "finance")
    assert gold.due is not None
    assert (gold.due.workdays, gold.due.before) == (2, "submit-by")
    assert (gold.if_rejected, gold.reason) == ("no-bid", "not-worth")


def test_minutes_are_minutes() -> None:
    stages = plain(playbook_of("showroom").stage)
    due = [stages[id].tasks[0].due for id in ("enquiry", "needs")]
    assert [moment.minutes for moment in due if moment] == [15, 3]


def test_whom_to_know_depends_on_the_segment() -> None:
    stage = plain(playbook_of("enterprise-software").stage)["technical-eval"]
    assert "technical-lead" not in stage.buyer_roles
    assert plain(stage.by_segment)["proof"].buyer_roles == {
        "champion": 1,
        "economic-buyer": 1,
        "technical-lead": 1,
    }


def test_the_next_deal_begins_with_what_is_known() -> None:
    following = plain(playbook_of("showroom").continues)["next-car"]
    assert following.name == "The next car"
    assert following.carry == ("driver",)
    assert [(write.field, write.set) for write in following.set] == [("has-trade", "yes")]


def test_prose_and_sections_come_from_the_files_beside_the_playbook() -> None:
    playbook = playbook_of("enterprise-software")
    assert "A proof ends in a result." in (plain(playbook.stage)["technical-eval"].notes or "")
    assert "what you work with today" in (plain(playbook.assets)["recap"].text or "")
    assert "5000 characters" in (playbook.pages[0].text or "")
    assert set(playbook.questionnaires) == {"acceptance", "meddppicc", "plan"}
    assert plain(playbook.tracks)["technical-win"].phases[2].owner == "sa"


def test_two_processes_share_one_library() -> None:
    direct, partner = playbook_of("enterprise-software"), playbook_of("channel")
    assert plain(direct.roles)["ae"] == plain(partner.roles)["ae"]
    assert "partner-manager" in partner.roles
    assert "partner-manager" not in direct.roles


def test_the_ageing_of_a_deal_depends_on_the_size_of_the_company() -> None:
    stages = plain(playbook_of("enterprise-software").stage)
    for id in ("discovery", "scoping"):
        days = {
            segment: (differs.warn_days, differs.max_days)
            for segment, differs in stages[id].by_segment.items()
        }
        assert days == {"large": (45, 90), "mid-market": (21, 45), "smb": (7, 15)}
    assert stages["technical-eval"].overdue is None


def test_a_variant_says_only_what_differs() -> None:
    base, variant = playbook_of("channel"), playbook_of("channel-msp")
    assert "paid-out" in base.stage
    assert "paid-out" not in variant.stage
    assert plain(base.stage)["quoted"].for_ == ("resale",)
    assert plain(variant.stage)["quoted"].for_ == ()
    assert [task.id for task in plain(variant.stage)["partner-review"].tasks] == [
        "contact",
        "align",
        "rename",
        "connect",
    ]
    form = plain(variant.questionnaires)["registration"]
    asked: list[str] = [question.id for question in form.questions]
    assert asked.index("for-whom") + 1 == asked.index("who")
    assert "type" not in asked
    assert variant.owner == base.owner == "partner-ops"
    topics = [item.topic for item in plain(variant.reviews)["pipeline"].agenda]
    assert topics == ["Ends of protection", "Service plans"]


def key_table() -> Iterator[str]:
    """Every object and key of the format, with the letters of the processes that use it."""
    root = schema("variant")
    used: dict[tuple[str, str], set[str]] = defaultdict(set)
    for case in CASES.values():
        assembly = assemble(PUBLISHED / case.path)
        document = assembly.variants[-1] if assembly.variants else assembly.document
        _note(Node(root, root), document.data, case.letter, used)
    yield "| Object | Keys |"
    yield "|---|---|"
    for title, keys in _blocks(root).items():
        cells = []
        for key in keys:
            letters = "".join(c.letter for c in CASES.values() if c.letter in used[title, key])
            cells.append(f"`{key}` {letters or '–'}")
        yield f"| {title} | {' · '.join(cells)} |"


def _note(node: Node, value: Any, letter: str, used: dict[tuple[str, str], set[str]]) -> None:
    items = value.items() if isinstance(value, dict) else ()
    for key, inner in items:
        if key in node.keys:
            used[node.block_title, key].add(letter)
        step = node.step(key)
        if step is not None:
            _note(step, inner, letter, used)
    for inner in value if isinstance(value, list) else ():
        step = node.step(0)
        if step is not None:
            _note(step, inner, letter, used)


_OF_VARIANTS = ("remove", "unset", "place_after", "place_before")
"""What any object of a variant may have; the table names them once."""


def _blocks(root: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    every = {
        Node(root, block).block_title: Node(root, block).keys
        for block in (root, *root["$defs"].values())
    }
    return {
        title: tuple(key for key in keys if key not in _OF_VARIANTS)
        for title, keys in every.items()
        if keys
    }


def test_the_table_of_keys_in_the_notes_is_as_the_processes_are() -> None:
    notes = (PUBLISHED / "NOTES.md").read_text("utf-8").splitlines()
    missing = [line for line in key_table() if line not in notes]
    assert missing == [], "run: python -m tests.test_published, and put the table into NOTES.md"


if __name__ == "__main__":
    sys.stdout.write("\n".join(key_table()) + "\n")
