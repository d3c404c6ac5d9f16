"""What has changed between two versions, told in sentences."""

import copy
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from playbook import pipeline
from playbook.build import build
from playbook.changes import changes
from playbook.errors import NotFound
from playbook.messages import speaking
from playbook.model import Playbook
from playbook.resources import PLAYBOOKS
from playbook.source import parse

BEFORE = """\
id: sale
name: New business
owner: lead
roles:
  lead: {name: Sales lead}
  rep: {name: Rep}
metrics: {win_rate: 20, cycle_days: 60}
rules: [Answer within a day]
fields:
  budget: {name: Budget, type: money}
questionnaires:
  bant:
    framework: custom
    questions:
      - {id: money, ask: "Is there money?", type: yes-no}
glossary:
  lead: {name: Lead, means: Somebody who may buy}
stages:
  - id: qualified
    name: Qualified
    goal: We know the problem
    probability: 20
    max_days: 14
    tasks: [Hold the call, {id: recap, do: Write the recap}]
    exit: [The buyer has named who signs, {id: pain, criterion: The pain is written down}]
  - id: proposal
    name: Proposal
    probability: 50
    exit: [The buyer has accepted in writing]
  - {id: won, name: Won, kind: won}
  - {id: lost, name: Lost, kind: lost}
"""


def made(data: dict[str, Any]) -> Playbook:
    document = parse(yaml.safe_dump(data, allow_unicode=True, sort_keys=False))
    return build(document)


def sentences(edit: Callable[[dict[str, Any]], object]) -> list[tuple[str, str]]:
    before = yaml.safe_load(BEFORE)
    after = copy.deepcopy(before)
    edit(after)
    found = changes(made(before), made(after))
    return [(f"{each.kind} {each.part[1]}", each.sentence) for each in found]


CASES: dict[str, tuple[Callable[[dict[str, Any]], object], list[tuple[str, str]]]] = {
    "a probability": (
        lambda data: data["stages"][0].update(probability=40),
        [("changed qualified", "Probability: 20% → 40%")],
    ),
    "a limit that is new": (
        lambda data: data["stages"][1].update(max_days=30),
        [("changed proposal", "At most: 30 days, nothing before.")],
    ),
    "a limit that is gone": (
        lambda data: data["stages"][0].pop("max_days"),
        [("changed qualified", "At most: nothing, 14 days before.")],
    ),
    "a tighter gate": (
        lambda data: data["stages"][1]["exit"].append("The buyer has a start date"),
        [
            (
                "changed proposal",
                "To leave it, this must be true as well: “The buyer has a start date”",
            )
        ],
    ),
    "a looser gate": (
        lambda data: data["stages"][0]["exit"].pop(0),
        [("changed qualified", "No longer needed to leave it: “The buyer has named who signs”")],
    ),
    "a criterion with an id in other words": (
        lambda data: data["stages"][0]["exit"][1].update(criterion="The pain costs money"),
        [
            (
                "changed qualified",
                "To leave it: “The pain is written down” → “The pain costs money”",
            )
        ],
    ),
    "a criterion that is only wished for now": (
        lambda data: data["stages"][0]["exit"][1].update(level="should"),
        [("changed qualified", "The pain is written down: Required → Expected")],
    ),
    "a task in other words, a task more, a task less": (
        lambda data: data["stages"][0].update(
            tasks=[{"id": "recap", "do": "Send the recap"}, "Ask who signs"]
        ),
        [
            ("changed qualified", "A new task: “Ask who signs”"),
            ("changed qualified", "No longer a task: “Hold the call”"),
            ("changed qualified", "Task: “Write the recap” → “Send the recap”"),
        ],
    ),
    "another owner": (
        lambda data: data["stages"][1].update(owner="rep"),
        [("changed proposal", "Owner: Deal owner → Rep")],
    ),
    "a field to fill in": (
        lambda data: data["stages"][0].update(must_fill=["budget"]),
        [("changed qualified", "To be filled in as well: Budget")],
    ),
    "a stage more": (
        lambda data: data["stages"].insert(1, {"id": "demo", "name": "Demo"}),
        [("added demo", "This stage is new.")],
    ),
    "a stage less": (
        lambda data: data["stages"].pop(1),
        [("removed proposal", "This stage is gone. Deals that are in it have to be moved.")],
    ),
    "a stage with another id, which says so": (
        lambda data: data["stages"][1].update(id="offer", name="Offer", replaces=["proposal"]),
        [("changed offer", "It was called “Proposal” and is called “Offer” now.")],
    ),
    "a way on": (
        lambda data: data["stages"][0].update(next=["won", "proposal"]),
        [("changed qualified", "What comes next: Proposal → Won, Proposal")],
    ),
    "a target and a rule": (
        lambda data: data.update(metrics={"win_rate": 25, "cycle_days": 60}, rules=["Be kind"]),
        [
            ("changed sale", "Win rate: 20% → 25%"),
            ("changed sale", "A new rule of the house: “Be kind”"),
            ("changed sale", "No longer a rule of the house: “Answer within a day”"),
        ],
    ),
    "a question more, and a term that means something else": (
        lambda data: (
            data["questionnaires"]["bant"]["questions"].append(
                {"id": "who", "ask": "Who signs?", "type": "text"}
            ),
            data["glossary"]["lead"].update(means="Somebody who asked"),
        ),
        [
            ("changed bant", "A new question: “Who signs?”"),
            ("changed lead", "This is different."),
        ],
    ),
    "a field less": (
        lambda data: data.pop("fields"),
        [("removed budget", "This is gone.")],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_change_is_one_sentence_at_the_part_that_it_is_about(name: str) -> None:
    edit, expected = CASES[name]
    assert sentences(edit) == expected


def test_stages_in_another_order_are_noticed() -> None:
    found = sentences(lambda data: data["stages"].insert(0, data["stages"].pop(1)))
    assert ("changed sale", "The stages come in another order.") in found


SHIPPED = sorted(path.parent.name for path in PLAYBOOKS.glob("*/playbook.yaml"))


@pytest.mark.parametrize("name", SHIPPED)
def test_nothing_has_changed_since_now_and_every_stage_since_nothing(name: str) -> None:
    playbook = pipeline.valid(PLAYBOOKS / name / "playbook.yaml").playbook
    assert playbook is not None
    with speaking(playbook.language):
        assert changes(playbook, playbook) == ()
        first = replace(playbook, stages=playbook.stages[:1])
        added = {each.part[1] for each in changes(first, playbook) if each.kind == "added"}
        assert added == {stage.id for stage in playbook.stages[1:]}


def git(*words: str, cwd: Path) -> None:
    person = ("-c", "user.name=A", "-c", "user.email=a@example.com")
    subprocess.run(["git", *person, *words], cwd=cwd, check=True, capture_output=True)


def test_an_earlier_version_comes_from_a_revision_of_git_or_from_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "ours" / "sale"
    folder.mkdir(parents=True)
    file = folder / "playbook.yaml"
    file.write_text(BEFORE, "utf-8")
    git("init", "-q", cwd=tmp_path / "ours")
    git("add", ".", cwd=tmp_path / "ours")
    git("commit", "-qm", "first", cwd=tmp_path / "ours")
    git("tag", "v1", cwd=tmp_path / "ours")
    old = tmp_path / "old"
    old.mkdir()
    (old / "playbook.yaml").write_text(BEFORE, "utf-8")
    file.write_text(BEFORE.replace("probability: 20", "probability: 30"), "utf-8")
    for paths, since in (
        ([folder], "v1"),
        ([tmp_path / "ours"], "v1"),
        ([file], "HEAD"),
        ([folder], str(old)),
    ):
        before = pipeline.earlier(paths, since)
        assert {key: each.stages[0].probability for key, each in before.items()} == {
            ("sale", "en"): 20
        }


@pytest.mark.parametrize("revision", ["v9", "--output=stolen", "HEAD:./.."])
def test_a_revision_that_is_not_there_is_said_so(tmp_path: Path, revision: str) -> None:
    (tmp_path / "playbook.yaml").write_text(BEFORE, "utf-8")
    git("init", "-q", cwd=tmp_path)
    with pytest.raises(NotFound, match="git has no"):
        pipeline.earlier([tmp_path], revision)
    assert sorted(each.name for each in tmp_path.iterdir()) == [".git", "playbook.yaml"]
