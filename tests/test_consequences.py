"""One cause, one finding: a playbook with one mistake gets one finding, not its consequences as well.

Each case changes one text of a playbook in which nothing else is found. And
of two shipped playbooks many references are misspelt, one at a time.
"""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from playbook import pipeline
from playbook.findings import Severity
from playbook.flow import Flow
from playbook.loading import load

TODAY = date(2026, 11, 21)
SHIPPED = Path(__file__).parents[1] / "playbooks"
BASE = """\
id: example
name: Example
owner: manager
review_by: 2027-06-30
roles:
  rep: {name: Sales rep, about: Answers for the deal}
  manager: {name: Sales manager, about: Answers for the playbook}
segments:
  small: {name: Small, group: size, when: {field: amount, below: 5000}}
  large: {name: Large, group: size, when: {field: amount, at_least: 5000}}
fields:
  signer: {name: Signer, type: contact}
  problem: {name: Problem, type: text}
  rival: {name: Chosen supplier, type: text}
reasons:
  price: {name: Price}
  silent: {name: No answer, may_return: true}
  chosen: {name: Chose somebody else, must_fill: [rival]}
  unfit: {name: Not our market}
questionnaires:
  bant:
    framework: bant
    scoring: {pass: 1}
    questions:
      - {id: funds, element: budget, ask: Is there a budget?, type: yes-no}
      - {id: who, element: authority, ask: Who signs?, field: signer}
      - {id: pain, element: need, ask: What hurts?, field: problem}
      - {id: when, element: timeline, ask: By when must it be solved?}
objections:
  dear: {name: It is too dear, kind: price, responses: [Compared with what?]}
buyer_steps:
  - {id: defines, name: Says what is needed, shown_by: Writes it down}
  - {id: compares, name: Compares offers, shown_by: Asks about the offer}
  - {id: signs, name: Signs, shown_by: Returns the contract}
every_stage: {owner: rep, max_days: 30, overdue: {move_to: lost, reason: silent}}
metrics: {cycle_days: 30}
stages:
  - id: qualified
    name: Qualified
    goal: Both sides want to go on
    probability: 20
    expected_days: 10
    buyer_steps: [defines]
    asks: {bant: all}
    tasks: [{do: Ask the buyer what hurts, due: {days: 2}}]
    exit: [{id: bant-ok, check: {questionnaire: bant, is: passed}}, The buyer has named who signs]
  - id: accepted
    name: Offer accepted
    goal: An offer that the buyer can defend
    probability: 50
    expected_days: 10
    buyer_steps: [compares]
    objections: [dear]
    confirms: {bant: [authority]}
    tasks: [{do: Write the offer, due: {days: 5}}]
    exit: [The buyer has accepted the offer in writing]
  - id: contract
    name: Contract
    goal: A contract that both can keep
    probability: 80
    expected_days: 10
    buyer_steps: [signs]
    tasks: [{do: Send the contract to the signer, due: {days: 2}}]
    exit: [The buyer has signed the contract]
    handover: {fields: [signer, problem]}
  - {id: won, name: Won, kind: won, tasks: [{do: Thank the signer, due: {days: 1}}]}
  - {id: lost, name: Lost, kind: lost, reasons: [price, silent, chosen]}
  - {id: unfit, name: Not for us, kind: disqualified, from: [qualified], reasons: [unfit]}
  - {id: fridge, name: Fridge, kind: parked, wake_up: {days: 90, times: 2, move_to: qualified}}
rules: [{rule: The manager sees every offer, for: [large]}]
"""


@dataclass(frozen=True)
class Slip:
    """One mistake: what stands in its place, and what is said about it."""

    name: str
    old: str
    new: str
    code: str
    says: str


SLIPS = (
    Slip(
        "the next stage is misspelt",
        "    name: Qualified\n",
        "    name: Qualified\n    next: [acepted]\n",
        "PB102",
        'There is no stage "acepted".',
    ),
    Slip(
        "one of two next stages is like no other",
        "    name: Qualified\n",
        "    name: Qualified\n    next: [contract, xyz]\n",
        "PB102",
        'There is no stage "xyz".',
    ),
    Slip(
        "an end is reached from a stage that is not there",
        "from: [qualified]",
        "from: [qualfied]",
        "PB102",
        'There is no stage "qualfied".',
    ),
    Slip(
        "deals wake up in a stage that is not there",
        "move_to: qualified",
        "move_to: qualfied",
        "PB102",
        'There is no stage "qualfied".',
    ),
    Slip("two stages have one id", "id: accepted", "id: qualified", "PB101", '"qualified"'),
    Slip("the last two stages have one id", "id: contract", "id: accepted", "PB101", '"accepted"'),
    Slip("two questions have one id", "id: funds", "id: who", "PB101", '"who"'),
    Slip("two buyer steps have one id", "id: compares", "id: defines", "PB101", '"defines"'),
    Slip("lost is open", "kind: lost, ", "", "PB203", '"Lost" is of the kind open'),
    Slip("won is open", "name: Won, kind: won", "name: Won", "PB203", '"Won" is of the kind open'),
    Slip(
        "won is lost",
        "name: Won, kind: won",
        "name: Won, kind: lost",
        "PB203",
        '"Won" is of the kind lost',
    ),
    Slip(
        "nothing brings parked deals back",
        ", wake_up: {days: 90, times: 2, move_to: qualified}",
        "",
        "PB802",
        'Nothing brings a deal back from "Fridge".',
    ),
    Slip(
        "a role is misspelt that is used once",
        "owner: manager",
        "owner: manger",
        "PB102",
        'There is no role "manger".',
    ),
    Slip(
        "a questionnaire is misspelt",
        "asks: {bant: all}",
        "asks: {bnat: all}",
        "PB102",
        'There is no questionnaire "bnat".',
    ),
    Slip(
        "a part of a questionnaire is misspelt",
        "asks: {bant: all}",
        "asks: {bant: [budget, authorty, need, timeline]}",
        "PB102",
        'There is no element or question "authorty".',
    ),
    Slip(
        "an element is misspelt",
        "element: authority",
        "element: authorty",
        "PB601",
        'BANT has no element "authorty".',
    ),
    Slip(
        "an element is forgotten",
        "element: authority, ",
        "",
        "PB601",
        "This question belongs to no element of BANT.",
    ),
    Slip(
        "a question's field is misspelt",
        "field: problem",
        "field: problm",
        "PB102",
        'There is no field "problm".',
    ),
    Slip(
        "a reason's field is misspelt",
        "must_fill: [rival]",
        "must_fill: [rivla]",
        "PB102",
        'There is no field "rivla".',
    ),
    Slip(
        "an end's reason is misspelt",
        "reasons: [price, silent, chosen]",
        "reasons: [price, silnt, chosen]",
        "PB102",
        'There is no reason "silnt".',
    ),
    Slip(
        "an objection is misspelt",
        "objections: [dear]",
        "objections: [deer]",
        "PB102",
        'There is no objection "deer".',
    ),
    Slip(
        "a buyer step is misspelt",
        "buyer_steps: [compares]",
        "buyer_steps: [compars]",
        "PB102",
        'There is no buyer step "compars".',
    ),
    Slip(
        "a stage has no buyer step",
        "    buyer_steps: [compares]\n",
        "",
        "PB701",
        'No step of the buyer goes with "Offer accepted" (accepted).',
    ),
    Slip(
        "a segment is misspelt",
        "for: [large]",
        "for: [lagre]",
        "PB102",
        'There is no segment "lagre".',
    ),
    Slip(
        "the owner of every stage is misspelt",
        "every_stage: {owner: rep",
        "every_stage: {owner: rpe",
        "PB102",
        'There is no role "rpe".',
    ),
    Slip(
        "the exit of the last stage is forgotten",
        "    exit: [The buyer has signed the contract]\n",
        "",
        "PB301",
        "",
    ),
)


def said(folder: Path, text: str) -> list[tuple[str, str]]:
    main = folder / "playbook.yaml"
    main.write_text(text, "utf-8")
    found = pipeline.lint([main], TODAY).findings
    return [(each.code, each.message) for each in found if each.severity is not Severity.INFO]


def test_nothing_is_found_before_the_slip(tmp_path: Path) -> None:
    assert said(tmp_path, BASE) == []


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name)
def test_one_mistake_is_one_finding(slip: Slip, tmp_path: Path) -> None:
    assert slip.old in BASE
    found = said(tmp_path, BASE.replace(slip.old, slip.new, 1))
    assert [code for code, _message in found] == [slip.code], found
    assert slip.says in found[0][1]


@pytest.mark.parametrize(("name", "suffix"), [("seven-stages", "x"), ("pipeline-basics", "-zzzzz")])
def test_every_misspelt_reference_is_one_finding(name: str, suffix: str, tmp_path: Path) -> None:
    """Every thirteenth, because each needs a lint of its own."""
    playbook = tmp_path / name
    for file in (SHIPPED / name).rglob("*"):
        if file.suffix in (".yaml", ".md") and file.name != "crm.yaml":
            copy = playbook / file.relative_to(SHIPPED / name)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(file.read_text("utf-8"), "utf-8")
    main = playbook / "playbook.yaml"
    before = set(_found(main))
    loaded = load(main)
    assert loaded.playbook is not None
    tried = 0
    for leaf in loaded.playbook.references[::13]:
        place = loaded.document.place(leaf.at)
        file = next(each for each in playbook.rglob("*.yaml") if place.file.endswith(each.name))
        text = file.read_text("utf-8")
        lines = text.split("\n")
        head, tail = (
            lines[place.line - 1][: place.column - 1],
            lines[place.line - 1][place.column - 1 :],
        )
        if not re.match(rf"{leaf.value}(?![\w-])", tail) or len(leaf.value + suffix) > 20:
            continue
        lines[place.line - 1] = head + leaf.value + suffix + tail[len(leaf.value) :]
        file.write_text("\n".join(lines), "utf-8")
        more = set(_found(main)) - before
        file.write_text(text, "utf-8")
        assert len(more) == 1, (leaf, more)
        tried += 1
    assert tried > 8


def _found(main: Path) -> list[tuple[str, str, str]]:
    found = pipeline.lint([main], TODAY).findings
    return [
        (each.code, each.path, each.message) for each in found if each.severity is not Severity.INFO
    ]


def test_two_mistakes_are_two_findings(tmp_path: Path) -> None:
    text = BASE.replace("owner: manager", "owner: manger", 1).replace(
        "probability: 80", "probability: 100"
    )
    assert [code for code, _message in said(tmp_path, text)] == ["PB102", "PB412"]


def test_a_stage_that_nothing_leads_to_is_still_said_beside_a_slip(tmp_path: Path) -> None:
    text = BASE.replace("from: [qualified], ", "from: [], ").replace("for: [large]", "for: [lrge]")
    assert [code for code, _message in said(tmp_path, text)] == ["PB211", "PB102"]


def test_a_flow_takes_a_stage_that_is_not_there_as_not_named(tmp_path: Path) -> None:
    main = tmp_path / "playbook.yaml"
    main.write_text(BASE.replace("    name: Qualified\n", "    name: Qualified\n    next: [nix]\n"))
    playbook = load(main).playbook
    assert playbook is not None
    assert [str(id) for id in Flow(playbook).next(playbook.stages[0])] == ["accepted"]
