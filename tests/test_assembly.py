"""A playbook from its parts: section files, Markdown, libraries, bases; and how playbooks are found."""

import random
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from playbook import pipeline
from playbook.assembly import assemble
from playbook.discovery import find, find_one
from playbook.errors import NotFound
from playbook.linting.checking import findings as findings_of
from playbook.loading import load
from playbook.source import Document, parse

TODAY = date(2026, 11, 21)
HEAD = "id: new-business\nname: New business\n"
STAGES = """\
- id: qualified
  name: Qualified
  exit: [The buyer has named who signs]
- id: proposal
  name: Proposal
  exit: [The buyer has signed]
- {id: won, name: Won, kind: won}
- {id: lost, name: Lost, kind: lost}
"""
WHOLE = HEAD + "stages:\n" + STAGES

Files = dict[str, str]
Write = Callable[[Files], Path]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Write some files into a workspace and go there."""
    (tmp_path / "playbook.toml").write_text("", "utf-8")
    monkeypatch.chdir(tmp_path)

    def make(files: Files) -> Path:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return tmp_path

    return make


def document(main: str) -> Document:
    return assemble(Path(main)).document


def said(*paths: str) -> list[str]:
    """The findings at some paths: ``file:line:column CODE``."""
    found = pipeline.lint(map(Path, paths or ["."]), TODAY).findings
    return [f"{f.place.file}:{f.place.line}:{f.place.column} {f.code}" for f in found]


def words(*paths: str) -> str:
    found = pipeline.lint(map(Path, paths or ["."]), TODAY).findings
    return "\n".join(f"{each.message} {each.help}" for each in found)


# Sections in files of their own.


def test_a_section_may_be_a_file(write: Write) -> None:
    write({"a/playbook.yaml": HEAD, "a/stages.yaml": STAGES, "b/playbook.yaml": WHOLE})
    assert document("a/playbook.yaml").data == document("b/playbook.yaml").data
    assert said("a") == []


QUESTIONS = """\
questionnaires:
  bant:
    framework: bant
    questions:
      - {id: budget, element: budget, ask: How much}
"""


@pytest.mark.parametrize(
    ("name", "text", "place", "help"),
    [
        pytest.param(
            "stages.yaml",
            "# Ours\nstages:\n" + "".join(f"  {line}\n" for line in STAGES.splitlines()),
            "2:1",
            'Leave out the line "stages:", and move what follows 2 spaces to the left.',
            id="a list",
        ),
        pytest.param(
            "stages.yaml",
            "stages:\n" + STAGES,
            "1:1",
            'it already. Leave out the line "stages:".',
            id="a list in the column of its key",
        ),
        pytest.param(
            "rules.yaml", "rules: [No discounts]\n", "1:1", 'Leave out "rules:".', id="brackets"
        ),
        pytest.param(
            "stages.yaml", "stages:\n", "1:1", 'Leave out the line "stages:".', id="nothing more"
        ),
        pytest.param(
            "questionnaires.yaml",
            QUESTIONS,
            "1:1",
            'Leave out the line "questionnaires:", and move what follows 2 spaces to the left.',
            id="a catalogue",
        ),
        pytest.param(
            "questionnaires/bant.yaml",
            QUESTIONS.split("\n", 1)[1].replace("\n  ", "\n")[2:],
            "1:1",
            'Leave out the line "bant:", and move what follows 2 spaces to the left.',
            id="an entry",
        ),
        pytest.param(
            "questionnaires/bant.yaml",
            QUESTIONS,
            "1:1",
            'Leave out the line "questionnaires: bant:", and move what follows 4 spaces to the left.',
            id="an entry below its section's name and its own",
        ),
        pytest.param(
            "questionnaires/bant.yaml",
            "questionnaires:\n" + QUESTIONS.split("\n", 2)[2].replace("\n    ", "\n  ")[2:],
            "1:1",
            'Leave out the line "questionnaires:", and move what follows 2 spaces to the left.',
            id="an entry below its section's name",
        ),
    ],
)
def test_a_file_that_begins_with_its_own_name_is_one_error(
    name: str, text: str, place: str, help: str, write: Write
) -> None:
    write({"playbook.yaml": HEAD if name == "stages.yaml" else WHOLE, name: text})
    assert said() == [f"{name}:{place} PB042"]
    assert help in words()


def test_an_entry_called_like_its_section_or_a_key_called_like_its_file_is_no_mistake(
    write: Write,
) -> None:
    write(
        {
            "playbook.yaml": WHOLE + "owner: roles\nevery_stage: {must_fill: [name]}\n",
            "roles.yaml": "roles: {name: Roles manager}\n",
            "fields/name.yaml": "name: Name of the signer\n",
        }
    )
    assert document("playbook.yaml").data["roles"] == {"roles": {"name": "Roles manager"}}
    assert document("playbook.yaml").data["fields"] == {"name": {"name": "Name of the signer"}}
    assert "says it already" not in words()


def test_the_entries_of_a_catalogue_may_be_files(write: Write) -> None:
    bant = "framework: bant\nquestions:\n  - {id: budget, element: budget, ask: How much}\n"
    write(
        {
            "playbook.yaml": WHOLE + "roles:\n  rep: {name: Sales rep}\n",
            "questionnaires/bant.yaml": bant,
            "roles/boss.yml": "name: Sales manager\n",
        }
    )
    read = document("playbook.yaml")
    assert read.data["questionnaires"] == {"bant": yaml.safe_load(bant)}
    assert list(read.data["roles"]) == ["rep", "boss"]
    assert read.place(("questionnaires", "bant", "questions", 0, "ask"))[:2] == (
        "questionnaires/bant.yaml",
        3,
    )


def test_markdown_is_the_text_of_what_its_path_names(write: Write) -> None:
    write(
        {
            "playbook.yaml": WHOLE
            + "assets: {recap: {name: Recap, kind: email}}\npages: [{id: hello, name: Hello}]\n",
            "stages/proposal.md": "\n**Listen** first.\n\n",
            "assets/recap.md": "What we heard: …",
            "pages/hello.md": "Welcome!",
            "stages/proposal.bg.md": "Първо **слушай**.",
        }
    )
    read = document("playbook.yaml")
    assert read.data["stages"][1]["notes"] == "**Listen** first."
    assert read.data["assets"]["recap"]["text"] == "What we heard: …"
    assert read.data["pages"][0]["text"] == "Welcome!"
    assert read.place(("stages", 1, "notes")).file == "stages/proposal.md"
    assert read.translated == {
        "bg": {"stages.proposal.notes": ("Първо **слушай**.", "stages/proposal.bg.md")}
    }


def test_single_files_are_not_put_together_with_what_lies_beside_them(write: Write) -> None:
    write({"sales.yaml": WHOLE, "roles.yaml": "rep: {name: Rep}\n", "other.yaml": "a: b\n"})
    assert "roles" not in document("sales.yaml").data
    assert said("sales.yaml") == []


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            {"playbook.yaml": WHOLE, "stages.yaml": STAGES},
            ["stages.yaml:1:1 PB103"],
            id="a section in two places",
        ),
        pytest.param(
            {
                "playbook.yaml": WHOLE + "owner: rep\nroles: {rep: {name: Rep}}\n",
                "roles/rep.yaml": "name: Rep\n",
            },
            ["roles/rep.yaml:1:1 PB103"],
            id="an entry in two places",
        ),
        pytest.param(
            {
                "playbook.yaml": WHOLE.replace("name: Proposal\n", "name: Proposal\n  notes: A\n"),
                "stages/proposal.md": "B",
            },
            ["stages/proposal.md:1:1 PB103"],
            id="notes in two places",
        ),
        pytest.param(
            {"playbook.yaml": HEAD, "stage.yaml": STAGES, "stages.yaml": STAGES},
            ["stage.yaml:1:1 PB106"],
            id="a section's file with a slip in its name",
        ),
        pytest.param(
            {"playbook.yaml": WHOLE, "stages/won.yaml": "name: Won\n"},
            ["stages/won.yaml:1:1 PB106"],
            id="an ordered list cut into files",
        ),
        pytest.param(
            {"playbook.yaml": WHOLE, "stages/propsal.md": "Listen."},
            ["stages/propsal.md:1:1 PB106"],
            id="a text for a stage that is not there",
        ),
        pytest.param(
            {
                "playbook.yaml": WHOLE + "reasons: {price: {name: Price}}\n",
                "reasons/price.md": "x",
            },
            ["reasons/price.md:1:1 PB106"],
            id="a text for something without texts",
        ),
        pytest.param(
            {
                "playbook.yaml": HEAD,
                "stages.yaml": STAGES.replace("name: Proposal", "name：Proposal"),
            },
            ["stages.yaml:5:7 PB008"],
            id="a slip in a section's file",
        ),
        pytest.param(
            {
                "playbook.yaml": HEAD,
                "stages.yaml": STAGES.replace("name: Proposal", "nmae: Proposal"),
            },
            ["stages.yaml:5:3 PB040"],
            id="a misspelt key in a section's file",
        ),
        pytest.param(
            {"playbook.yaml": HEAD, "stages.yaml": STAGES + "\nlost: x\n"},
            ["stages.yaml:10:1 PB006"],
            id="a list that goes on as something else",
        ),
        pytest.param(
            {"playbook.yaml": WHOLE + "owner: rep\n", "roles.yaml": "rep: {name: R, aim: x}\n"},
            ["roles.yaml:1:16 PB040"],
            id="an unknown key in another file",
        ),
        pytest.param(
            {"playbook.yaml": WHOLE, "roles.yaml": ""},
            ["roles.yaml:1:1 PB002"],
            id="an empty section",
        ),
        pytest.param(
            {"playbook.yaml": WHOLE, "roles.yaml": "- rep\n"},
            ["roles.yaml:1:1 PB042"],
            id="a list where entries are wanted",
        ),
        pytest.param(
            {"playbook.yaml": HEAD, "stages.yaml": "qualified: {name: Q}\n"},
            ["stages.yaml:1:1 PB042"],
            id="entries where a list is wanted",
        ),
        pytest.param(
            {"playbook.yaml": WHOLE + "assets: {recap: Hello}\n", "assets/recap.md": "x"},
            ["playbook.yaml:12:17 PB042"],
            id="a text for an asset that is none",
        ),
        pytest.param(
            {"playbook.yaml": WHOLE + "roles: [rep]\n", "roles/boss.yaml": "name: Boss\n"},
            ["playbook.yaml:12:1 PB042"],
            id="an entry's file beside a list",
        ),
        pytest.param(
            {"playbook.yaml": "- a\n", "stages.yaml": STAGES},
            ["playbook.yaml:1:1 PB042"],
            id="a main file that is no playbook",
        ),
    ],
)
def test_findings_about_parts_are_in_the_parts(
    files: Files, expected: list[str], write: Write
) -> None:
    write(files)
    assert said() == expected


def test_messages_about_parts_say_where_the_other_is_and_what_was_meant(write: Write) -> None:
    write({"playbook.yaml": WHOLE, "stages.yaml": STAGES, "glosary.yaml": "x: y\n"})
    text = words()
    assert '"stages" is also given in playbook.yaml, line 4.' in text
    assert 'Did you mean "glossary"?' in text


def test_a_slip_in_an_id_is_found_where_it_is_and_not_where_the_right_one_stands(
    write: Write,
) -> None:
    roles = "rep: {name: Rep}\nboss: {name: Boss}\n"
    write({"playbook.yaml": HEAD + "owner: bos\n", "stages.yaml": STAGES, "roles.yaml": roles})
    assert "playbook.yaml:3:8 PB102" in said()
    assert 'Did you mean "boss"?' in words()


# Libraries.

ROLES = "rep: {name: Sales rep}\nmanager: {name: Sales manager}\n"


def test_a_library_stands_behind_what_the_playbook_defines(write: Write) -> None:
    write(
        {
            "lib/roles.yaml": ROLES,
            "lib/fields/budget.yaml": "name: Budget\ntype: money\n",
            "b2b/playbook.yaml": WHOLE
            + "uses: [../lib]\nowner: manager\nroles: {engineer: {name: Engineer}}\n"
            + "every_stage: {owner: engineer, must_fill: [budget]}\n",
        }
    )
    read = document("b2b/playbook.yaml")
    assert list(read.data["roles"]) == ["rep", "manager", "engineer"]
    assert read.place(("roles", "rep", "name")) == ("lib/roles.yaml", 1, 13, 9)
    assert read.place(("fields", "budget", "type"))[:2] == ("lib/fields/budget.yaml", 2)
    assert read.shared == {"lib/roles.yaml", "lib/fields/budget.yaml"}
    assert not [each for each in said("b2b") if each.startswith("lib")], "rep may wait for others"


@pytest.mark.parametrize(
    ("files", "expected", "help"),
    [
        pytest.param(
            {"b2b/playbook.yaml": WHOLE + "uses: [../lbi]\n"},
            ["b2b/playbook.yaml:12:8 PB105"],
            "It is not there.",
            id="not there",
        ),
        pytest.param(
            {"b2b/playbook.yaml": WHOLE + "uses: [../lib.yaml]\n", "lib.yaml": ROLES},
            ["b2b/playbook.yaml:12:8 PB105"],
            "It is not a folder.",
            id="a file",
        ),
        pytest.param(
            {"b2b/playbook.yaml": WHOLE + "uses: [library]\n", "library/roles.yaml": ROLES},
            ["b2b/playbook.yaml:12:8 PB105"],
            "It is not there. Did you mean ../library?",
            id="one folder up",
        ),
        pytest.param(
            {"b2b/playbook.yaml": WHOLE + "uses: [../lbirary]\n", "library/roles.yaml": ROLES},
            ["b2b/playbook.yaml:12:8 PB105"],
            "It is not there. Did you mean ../library?",
            id="misspelt",
        ),
        pytest.param(
            {
                "b2b/playbook.yaml": WHOLE + "uses: [../b2c]\n",
                "b2c/playbook.yaml": WHOLE.replace("new-business", "b2c"),
            },
            ["b2b/playbook.yaml:12:8 PB105"],
            "It is a playbook.",
            id="a playbook",
        ),
        pytest.param(
            {"b2b/playbook.yaml": WHOLE + "uses: [../lib]\n", "lib/notes.txt": "x"},
            ["b2b/playbook.yaml:12:8 PB105"],
            "Nothing to share is in it",
            id="nothing in it",
        ),
        pytest.param(
            {"b2b/playbook.yaml": WHOLE + "uses: [../..]\n"},
            ["b2b/playbook.yaml:12:8 PB105"],
            "playbooks read nothing outside it",
            id="outside",
        ),
        pytest.param(
            {"b2b/playbook.yaml": WHOLE + "uses: ../lib\n", "lib/roles.yaml": ROLES},
            ["b2b/playbook.yaml:12:7 PB042"],
            "Write [../lib]",
            id="not in a list",
        ),
        pytest.param(
            {"b2b/playbook.yaml": WHOLE + "uses: [3]\n"},
            ["b2b/playbook.yaml:12:8 PB042"],
            '"3"',
            id="a number",
        ),
        pytest.param(
            {
                "b2b/playbook.yaml": WHOLE + "uses: [../lib]\n",
                "lib/stages.yaml": STAGES,
                "lib/roles.yaml": ROLES,
            },
            ["lib/stages.yaml:1:1 PB105"],
            'A library cannot hold "stages"',
            id="with stages",
        ),
        pytest.param(
            {
                "b2b/playbook.yaml": WHOLE
                + "uses: [../lib]\nowner: rep\nroles: {rep: {name: R}}\n",
                "lib/roles.yaml": ROLES,
            },
            ["b2b/playbook.yaml:14:9 PB103"],
            '"rep" is also defined in lib/roles.yaml, line 1.',
            id="that defines the same",
        ),
        pytest.param(
            {
                "b2b/playbook.yaml": WHOLE + "uses: [../lib]\nowner: rep\n",
                "lib/roles.yaml": ROLES.replace("name: Sales rep", "name: 3"),
            },
            ["lib/roles.yaml:1:13 PB042"],
            '"3"',
            id="with a mistake",
        ),
        pytest.param(
            {
                "b2b/playbook.yaml": WHOLE + "uses: [../lib, ../lib2]\nowner: rep\n",
                "lib/roles.yaml": ROLES,
                "lib2/roles.yaml": "rep: {name: Rep}\n",
            },
            ["lib/roles.yaml:1:1 PB103"],
            "lib2/roles.yaml",
            id="two that define the same",
        ),
    ],
)
def test_a_library_that_cannot_be_used_is_explained(
    files: Files, expected: list[str], help: str, write: Write
) -> None:
    write(files)
    assert said("b2b") == expected
    assert help in words("b2b")


# Variants.

BASE = """\
id: base
name: Base
version: "1"
review_by: 2027-06-30
owner: manager
roles: {manager: {name: Manager}, rep: {name: Rep}}
stages:
  - id: qualified
    name: Qualified
    max_days: 14
    consult: [manager]
    tasks:
      - {id: call, do: Call the buyer, kind: call, minutes: 30}
      - {id: recap, do: Send the recap}
    exit: [The buyer has named who signs]
  - id: proposal
    name: Proposal
    exit: [{id: signed, criterion: The buyer has signed}]
  - {id: won, name: Won, kind: won}
  - {id: lost, name: Lost, kind: lost}
metrics: {win_rate: 25, cycle_days: 60}
"""
OVER = "id: partner\nname: Partner\nextends: base\nreason: Partners sell\nversion: '2'\n"


def variant(write: Write, over: str) -> Any:
    write({"base.yaml": BASE, "partner.yaml": OVER + over})
    return document("partner.yaml").data


def by_id(items: list[Any], id: str) -> Any:
    return next(item for item in items if isinstance(item, dict) and item.get("id") == id)


def test_a_variant_is_its_base_with_what_differs(write: Write) -> None:
    data = variant(write, "stages: [{id: qualified, max_days: 30}]\n")
    assert (data["id"], data["name"], data["version"]) == ("partner", "Partner", "2")
    assert [stage["id"] for stage in data["stages"]] == ["qualified", "proposal", "won", "lost"]
    assert by_id(data["stages"], "qualified")["max_days"] == 30
    assert by_id(data["stages"], "qualified")["name"] == "Qualified"
    assert "review_by" not in data, "the base says that of itself"
    assert not {"extends", "reason", "keep"} & set(data)


def test_items_within_items_are_merged_by_id_and_others_are_added(write: Write) -> None:
    over = "stages: [{id: qualified, tasks: [{id: recap, minutes: 5}, Thank the partner]}]\n"
    tasks = by_id(variant(write, over)["stages"], "qualified")["tasks"]
    assert [task if isinstance(task, str) else task["id"] for task in tasks] == [
        "call",
        "recap",
        "Thank the partner",
    ]
    assert tasks[1] == {"id": "recap", "do": "Send the recap", "minutes": 5}


def test_lists_of_ids_are_replaced_whole(write: Write) -> None:
    data = variant(write, "stages: [{id: qualified, consult: [rep]}]\n")
    assert by_id(data["stages"], "qualified")["consult"] == ["rep"]


def test_what_a_variant_removes_is_gone(write: Write) -> None:
    over = (
        "stages: [{id: proposal, remove: true}, {id: qualified, tasks: [{id: call, remove: true}]}]\n"
        "roles: {rep: {remove: true}}\n"
    )
    data = variant(write, over)
    assert [stage["id"] for stage in data["stages"]] == ["qualified", "won", "lost"]
    assert [task["id"] for task in data["stages"][0]["tasks"]] == ["recap"]
    assert list(data["roles"]) == ["manager"]


def test_keys_that_a_variant_unsets_are_gone(write: Write) -> None:
    data = variant(write, "stages: [{id: qualified, unset: [max_days, consult]}]\n")
    assert not {"max_days", "consult", "unset"} & set(data["stages"][0])


@pytest.mark.parametrize(
    ("place", "order"),
    [
        ("place_after: qualified", ["qualified", "demo", "proposal", "won", "lost"]),
        ("place_before: qualified", ["demo", "qualified", "proposal", "won", "lost"]),
        ("place_after: lost", ["qualified", "proposal", "won", "lost", "demo"]),
    ],
)
def test_a_new_item_goes_where_it_says(place: str, order: list[str], write: Write) -> None:
    data = variant(write, f"stages: [{{id: demo, name: Demo, {place}}}]\n")
    assert [stage["id"] for stage in data["stages"]] == order
    assert set(by_id(data["stages"], "demo")) == {"id", "name"}


def test_an_item_of_the_base_may_be_moved(write: Write) -> None:
    data = variant(write, "stages: [{id: proposal, place_before: qualified, max_days: 3}]\n")
    assert [stage["id"] for stage in data["stages"]][:2] == ["proposal", "qualified"]
    assert data["stages"][0]["max_days"] == 3


def test_a_variant_keeps_what_it_names_in_its_order(write: Write) -> None:
    data = variant(write, "keep: {stages: [won, qualified, lost], roles: [rep]}\nowner: rep\n")
    assert [stage["id"] for stage in data["stages"]] == ["won", "qualified", "lost"]
    assert list(data["roles"]) == ["rep"]


def test_blocks_are_merged_and_plain_values_replaced(write: Write) -> None:
    data = variant(write, "metrics: {win_rate: 40}\nowner: rep\nroles: {rep: {about: Sells}}\n")
    assert data["metrics"] == {"win_rate": 40, "cycle_days": 60}
    assert data["owner"] == "rep"
    assert data["roles"]["rep"] == {"name": "Rep", "about": "Sells"}


def test_a_variant_of_a_variant_is_laid_over_both(write: Write) -> None:
    write(
        {
            "base.yaml": BASE,
            "partner.yaml": OVER + "stages: [{id: qualified, max_days: 30, goal: One}]\n",
            "reseller.yaml": "id: reseller\nname: Reseller\nextends: partner\nreason: R\n"
            "stages: [{id: qualified, goal: Two}]\n",
        }
    )
    read = document("reseller.yaml")
    stage = read.data["stages"][0]
    assert (stage["max_days"], stage["goal"], read.data["id"]) == (30, "Two", "reseller")
    assert "version" not in read.data
    files = {
        key: read.place(("stages", 0, key)).file for key in ("name", "max_days", "goal", "tasks")
    }
    assert files == {
        "name": "base.yaml",
        "max_days": "partner.yaml",
        "goal": "reseller.yaml",
        "tasks": "base.yaml",
    }


def test_everything_in_a_variant_is_where_it_was_written(write: Write) -> None:
    over = "stages:\n  - id: qualified\n    tasks:\n      - {id: call, minutes: 45}\n"
    variant(write, over)
    read = document("partner.yaml")
    assert read.place(("stages", 0, "tasks", 0, "minutes"))[:3] == ("partner.yaml", 9, 29)
    assert read.place(("stages", 0, "tasks", 0, "kind"))[:3] == ("base.yaml", 13, 46)
    assert read.place(("stages", 1, "name"))[:3] == ("base.yaml", 17, 11)
    assert read.place(("id",))[:3] == ("partner.yaml", 1, 5)
    assert read.place(("metrics", "win_rate"))[:2] == ("base.yaml", 21)


def test_a_variant_may_have_markdown_for_what_its_base_defines(write: Write) -> None:
    write(
        {
            "base/playbook.yaml": BASE,
            "base/stages/qualified.md": "Of the base.",
            "base/stages/qualified.bg.md": "От основата.",
            "base/stages/won.md": "Ring the bell.",
            "base/stages/won.bg.md": "Бий камбаната.",
            "partner/playbook.yaml": OVER.replace("base", "../base"),
            "partner/stages/qualified.md": "Of the partner.",
            "partner/stages/qualified.bg.md": "От партньора.",
        }
    )
    read = document("partner/playbook.yaml")
    assert read.data["stages"][0]["notes"] == "Of the partner."
    assert by_id(read.data["stages"], "won")["notes"] == "Ring the bell."
    assert {context: text for context, (text, _file) in read.translated["bg"].items()} == {
        "stages.qualified.notes": "От партньора.",
        "stages.won.notes": "Бий камбаната.",
    }
    assert read.place(("stages", 0, "notes")).file == "partner/stages/qualified.md"


@pytest.mark.parametrize("name", ["../base", "../base/playbook.yaml", "../base/", "../base/."])
def test_a_base_is_named_by_its_folder_or_its_file(name: str, write: Write) -> None:
    write(
        {
            "base/playbook.yaml": BASE,
            "partner/playbook.yaml": OVER.replace("extends: base", f"extends: {name}"),
        }
    )
    assert len(document("partner/playbook.yaml").data["stages"]) == 4


@pytest.mark.parametrize(
    ("over", "expected", "help"),
    [
        pytest.param(
            "stages: [{id: qualfied, max_days: 30}]\n",
            ["partner.yaml:6:15 PB902"],
            'Did you mean "qualified"?',
            id="an item that the base has not",
        ),
        pytest.param(
            "stages: [{id: demo, remove: true}]\n",
            ["partner.yaml:6:15 PB902"],
            "Known here: qualified, proposal, won, lost.",
            id="an item to remove that the base has not",
        ),
        pytest.param(
            "stages: [{id: demo, name: Demo, exit: [The buyer has seen it], place_after: qualfied}]\n",
            ["partner.yaml:6:77 PB902"],
            'Did you mean "qualified"?',
            id="a place that the base has not",
        ),
        pytest.param(
            "stages: [{id: qualified, unset: [max_day]}]\n",
            ["partner.yaml:6:34 PB902"],
            'Did you mean "max_days"?',
            id="a key to unset that the base has not",
        ),
        pytest.param(
            "keep: {stages: [qualified, proposal, won, lsot]}\n",
            ["partner.yaml:6:43 PB902"],
            'Did you mean "lost"?',
            id="an item to keep that the base has not",
        ),
        pytest.param(
            "keep: {stage: [qualified, won, lost]}\n",
            ["partner.yaml:6:8 PB902"],
            'Did you mean "stages"?',
            id="a section to keep that the base has not",
        ),
        pytest.param(
            "roles: {boss: {remove: true}}\n",
            ["partner.yaml:6:9 PB902"],
            "Known here: manager, rep.",
            id="an entry to remove that the base has not",
        ),
        pytest.param(
            "stages: [{id: qualified, max_days: soon}]\n",
            ["partner.yaml:6:36 PB042"],
            "whole number",
            id="a value that cannot be",
        ),
        pytest.param(
            "stages: [{id: qualified, mxa_days: 3}]\n",
            ["partner.yaml:6:26 PB040"],
            'Did you mean "max_days"?',
            id="a key that cannot be",
        ),
    ],
)
def test_a_slip_in_a_variant_is_found_in_the_variant(
    over: str, expected: list[str], help: str, write: Write
) -> None:
    variant(write, over)
    assert [each for each in said("partner.yaml") if "PB9" in each or "PB0" in each] == expected
    assert help in words("partner.yaml")


@pytest.mark.parametrize(
    ("files", "expected", "help"),
    [
        pytest.param({}, ["partner.yaml:3:10 PB901"], "It is not there.", id="not there"),
        pytest.param(
            {"base.yaml": BASE.replace("name: Base", "name: Base\nnmae: x")},
            ["base.yaml:3:1 PB040"],
            "",
            id="with a mistake in it",
        ),
        pytest.param(
            {"base.yaml": BASE.replace("name: Base", "name：Base")},
            ["base.yaml:2:5 PB008"],
            "",
            id="that cannot be read",
        ),
        pytest.param({"base.yaml": ""}, ["base.yaml:1:1 PB002"], "", id="empty"),
        pytest.param(
            {"base/notes.txt": "x"}, ["partner.yaml:3:10 PB901"], "not there", id="no playbook"
        ),
        pytest.param(
            {
                "base.yaml": BASE.replace(
                    "name: Base\n", "name: Base\nextends: partner\nreason: R\n"
                )
            },
            ["base.yaml:3:10 PB901"],
            "partner.yaml → base.yaml → partner.yaml",
            id="that extends the variant",
        ),
    ],
)
def test_a_base_that_cannot_be_used_is_explained(
    files: Files, expected: list[str], help: str, write: Write
) -> None:
    write({**files, "partner.yaml": OVER})
    assert said("partner.yaml") == expected
    assert help in words("partner.yaml")


@pytest.mark.parametrize("value", ["3", "[base]", "{a: b}", "true", "''"])
def test_a_base_that_is_no_name_is_one_finding(value: str, write: Write) -> None:
    write({"base.yaml": BASE, "partner.yaml": OVER.replace("extends: base", f"extends: {value}")})
    (found,) = said("partner.yaml")
    assert found.startswith("partner.yaml:3:")


def accidents(text: str, chance: random.Random) -> Iterator[str]:
    """Variants with values that nobody expects there."""
    odd = ["[[a]]", "{a: {b: c}}", "3", "~", "[~, {id: [x]}]", "{id: {}}", "true", "[qualified]"]
    lines = text.split("\n")
    for _ in range(300):
        key = chance.choice(
            ["stages", "keep", "roles", "metrics", "tasks", "unset", "remove", "id"]
        )
        inner = chance.choice([f"{key}: {chance.choice(odd)}", f"- {chance.choice(odd)}"])
        at = chance.randrange(3, len(lines))
        pad = " " * chance.choice([0, 2, 4])
        yield "\n".join([*lines[:at], pad + inner, *lines[at:]])


def test_no_accident_in_a_variant_makes_merging_fail(write: Write) -> None:
    over = OVER + (
        "keep: {stages: [qualified, won]}\n"
        "stages:\n  - id: qualified\n    unset: [max_days]\n    place_after: won\n"
        "    tasks:\n      - {id: call, remove: true}\nroles: {rep: {remove: true}}\n"
    )
    root = write({"base.yaml": BASE})
    for text in accidents(over, random.Random(3)):
        (root / "partner.yaml").write_text(text, "utf-8")
        loaded = load(Path("partner.yaml"))
        assert loaded.playbook is not None or loaded.problems, text
        findings_of(loaded, TODAY)


# Which playbooks a path stands for.

OTHERS = {
    "docker-compose.yaml": "services:\n  web:\n    extends: base\n",
    ".gitlab-ci.yml": "stages:\n  - build\nname: x\n",
    "azure-pipelines.yml": "name: build\nstages:\n- stage: Build\n  jobs: []\n",
    "gitlab/ci.yml": "stages: [build, test]\nname: x\nbuild:\n  script: make\n",
    "mkdocs.yml": "site_name: x\nnav: []\n",
    ".github/workflows/ci.yaml": "name: ci\nstages: x\n",
    "node_modules/a/playbook.yaml": WHOLE,
    "env/pyvenv.cfg": "home = /usr\n",
    "env/share/sales.yaml": WHOLE,
    ".hidden/playbook.yaml": WHOLE,
    "ansible/playbook.txt": WHOLE,
    "locales/bg.po": 'msgid ""\n',
    "lib/roles.yaml": ROLES,
    "lib/stages.yaml": STAGES,
}


def found(*paths: str) -> list[str]:
    return [path.as_posix() for path in find(map(Path, paths or ["."]))]


def test_playbooks_are_found_among_other_files(write: Write) -> None:
    write(
        {
            **OTHERS,
            "b2b/playbook.yaml": HEAD,
            "b2b/stages.yaml": STAGES,
            "b2b/extra/playbook.yaml": WHOLE,
            "smb/playbook.yml": WHOLE,
            "single/renewal.yaml": WHOLE
            + "continues:\n  again:\n    deal: new\n    stage: qualified\n",
            "single/partner.yml": OVER,
            "single/wide.yaml": WHOLE.replace("stages:", "stages："),
        }
    )
    (Path("single") / "utf16.yaml").write_bytes(WHOLE.encode("utf-16"))
    assert found() == [
        "b2b/playbook.yaml",
        "b2b/extra/playbook.yaml",
        "single/partner.yml",
        "single/renewal.yaml",
        "single/utf16.yaml",
        "single/wide.yaml",
        "smb/playbook.yml",
    ]
    assert found("b2b") == ["b2b/playbook.yaml"]
    assert found("single/renewal.yaml", "single") == [
        "single/renewal.yaml",
        "single/partner.yml",
        "single/utf16.yaml",
        "single/wide.yaml",
    ], "each once, in the order asked for"


@pytest.mark.parametrize(
    "part",
    [
        "stages.yaml",
        "questionnaires/bant.yaml",
        "stages/won.md",
        "stages/won.bg.md",
        "crm.yaml",
        "locales/bg.po",
        "playbook.yaml",
    ],
)
def test_a_part_stands_for_its_playbook(part: str, write: Write) -> None:
    write({"b2b/playbook.yaml": HEAD, f"b2b/{part}": HEAD if part == "playbook.yaml" else "x"})
    assert found(f"b2b/{part}") == ["b2b/playbook.yaml"]


def test_a_file_that_is_named_is_a_playbook_whatever_is_in_it(write: Write) -> None:
    write(OTHERS)
    assert found("docker-compose.yaml") == ["docker-compose.yaml"]
    assert found("node_modules/a/playbook.yaml") == ["node_modules/a/playbook.yaml"]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("gone", '"gone" is not there.'),
        ("gone/playbook.yaml", "is not there"),
        ("empty", 'There is no playbook in "empty"'),
        ("lib", '"lib" is a library'),
        ("lib/roles.yaml", '"lib" is a library'),
        ("node_modules", "There is no playbook"),
    ],
)
def test_a_path_without_a_playbook_is_explained(path: str, message: str, write: Write) -> None:
    root = write(OTHERS)
    (root / "empty").mkdir()
    if path == "node_modules":
        (root / "node_modules/a/playbook.yaml").unlink()
    with pytest.raises(NotFound, match=message):
        find([Path(path)])


def test_one_playbook_is_asked_for_by_name_where_there_are_several(write: Write) -> None:
    write({"b2b/playbook.yaml": WHOLE, "single/renewal.yaml": WHOLE})
    assert find_one(Path("b2b")) == Path("b2b/playbook.yaml")
    with pytest.raises(NotFound, match=r"Name one of them: b2b, single/renewal\.yaml"):
        find_one(Path())


def test_a_document_of_its_own_has_no_parts() -> None:
    assert parse(WHOLE).translated == {}
    assert parse(WHOLE).shared == frozenset()


def test_a_slip_in_one_file_of_a_folder_does_not_hide_mistakes_in_others(write: Write) -> None:
    write(
        {
            "playbook.yaml": HEAD.replace("name: New", "name：New"),
            "stages.yaml": STAGES.replace("kind: lost", "kind: lsot"),
            "roles.yaml": "rep: {nmae: Rep}\n",
        }
    )
    assert said() == [
        "playbook.yaml:2:5 PB008",
        "roles.yaml:1:7 PB040",
        "stages.yaml:8:32 PB043",
    ]


def test_what_is_left_out_after_a_slip_is_not_missed_elsewhere(write: Write) -> None:
    torn = WHOLE.replace("  name: Proposal", " name: Proposal")
    write(
        {
            "base/playbook.yaml": torn,
            "base/stages/proposal.md": "**Listen** first.\n",
            "partner/playbook.yaml": "id: partner\nname: P\nextends: ../base\nreason: R\n"
            "stages: [{id: proposal, max_days: 3}]\n",
        }
    )
    assert said("base") == ["base/playbook.yaml:8:2 PB012"]
    assert said("partner") == ["base/playbook.yaml:8:2 PB012"]
