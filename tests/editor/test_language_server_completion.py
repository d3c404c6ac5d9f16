"""What the server offers while somebody writes, also where the file cannot be read yet."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.editor.client import Editor, position
from tests.editor.team import PLAYBOOK, RENEWAL, STAGES, VARIANT, team


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    with Editor(team(tmp_path_factory.mktemp("team"))) as editor:
        yield editor


def _offered(editor: Editor, name: str, text: str) -> list[dict[str, Any]]:
    text, here = position(text)
    uri = editor.open(editor.folder / name, text)
    editor.found(uri)
    items: list[dict[str, Any]] = editor.at("completion", uri, here)["items"]
    editor.close(uri)
    return items


_FIRST = "- id: one\n  name: One\n  exit: [The buyer has signed]\n"
_CHECK = "- id: one\n  name: One\n  exit:\n    - criterion: Yes\n      check: "

IDS = {
    "the owner of a stage": ("direct/stages.yaml", _FIRST + "  owner: |", ["rep", "manager", "engineer", "deal-owner", "system"]),
    "a part of a word": ("direct/stages.yaml", _FIRST + "  owner: ma|", ["rep", "manager", "engineer", "deal-owner", "system"]),
    "right behind the colon": ("direct/stages.yaml", _FIRST + "  owner:|", ["rep", "manager", "engineer", "deal-owner", "system"]),
    "a bracket that nobody has closed": ("direct/stages.yaml", _FIRST + "  next: [|\n- id: two\n  name: Two\n", ["one", "two"]),
    "what is in the list is not offered again": ("direct/stages.yaml", _FIRST + "  consult: [rep, |]", ["manager", "engineer", "deal-owner", "system"]),
    "an item on a line of its own": ("direct/stages.yaml", _FIRST + "  consult:\n    - rep\n    - |\n", ["manager", "engineer", "deal-owner", "system"]),
    "a field of the library": ("direct/stages.yaml", _FIRST + "  must_fill: [|", ["decider", "region", "amount", "close-date", "account", "owner", "source", "next-step", "loss-reason"]),
    "the elements and questions of the questionnaire at hand": ("direct/stages.yaml", _FIRST + "  asks:\n    first-call: [|", ["all", "money", "power", "budget-set", "signer", "where"]),
    "a questionnaire as a key": ("direct/stages.yaml", _FIRST + "  asks:\n    |", ["first-call"]),
    "a segment as a key": ("direct/stages.yaml", _FIRST + "  by_segment: {|", ["europe", "asia"]),
    "the options of the field that is compared": ("direct/stages.yaml", _CHECK + "{field: region, equals: |", ["eu", "asia"]),
    "the options of a question's field": ("direct/stages.yaml", _CHECK + "{answer: where, one_of: [|", ["eu", "asia"]),
    "the elements of the questionnaire beside": ("direct/stages.yaml", _CHECK + "{questionnaire: first-call, elements: [|", ["money", "power"]),
    "the tasks": ("direct/stages.yaml", STAGES.replace("after_task: call", "after_task: |"), ["call"]),
    "the reasons": ("direct/stages.yaml", STAGES.replace("[price]", "[|"), ["price"]),
    "the other playbooks": ("direct/playbook.yaml", PLAYBOOK.replace("playbook: renewal", "playbook: |"), ["partners", "renewal"]),
    "the stages of the playbook that deals go on in": ("direct/playbook.yaml", PLAYBOOK.replace("stage: talk", "stage: |"), ["talk", "won", "lost"]),
    "the stages of the base": ("partners/playbook.yaml", VARIANT.replace("place_after: qualified", "place_after: |"), ["joint-call", "qualified", "proposal", "won", "lost"]),
    "what a variant keeps": ("partners/playbook.yaml", VARIANT + "keep: {stages: [|", ["qualified", "joint-call", "proposal", "won", "lost"]),
    "the roles in one file of Chinese": ("renewal/playbook.yaml", RENEWAL.replace("owner: rep\nuses", "about: 👩‍💼 手册\nowner: |\nuses"), ["rep", "manager", "engineer", "deal-owner", "system"]),
}  # fmt: skip


@pytest.mark.parametrize("case", IDS, ids=str)
def test_ids_are_offered(editor: Editor, case: str) -> None:
    name, text, ids = IDS[case]
    assert sorted(each["label"] for each in _offered(editor, name, text)) == sorted(ids)


KEYS = {
    "a key of a stage": (_FIRST + "  |\n", {"goal": "goal: ", "tasks": "tasks:", "owner": "owner: "}),
    "a key that is begun": (_FIRST + "  go|\n", {"goal": "goal: "}),
    "a key before a colon": (_FIRST + "  go|: Win\n", {"goal": "goal"}),
    "a key in braces": ("- {id: one, n|}\n", {"name": "name: ", "exit": "exit: "}),
    "a word of the format": ("- id: one\n  kind: |\n", {"won": "won", "parked": "parked"}),
    "a list of words": (_FIRST + "  tasks:\n    - {do: Call, kind: |", {"call": "call"}),
    "yes or no": (_FIRST + "  optional: |", {"true": "true", "false": "false"}),
}  # fmt: skip


@pytest.mark.parametrize("case", KEYS, ids=str)
def test_keys_and_words_are_offered(editor: Editor, case: str) -> None:
    text, expected = KEYS[case]
    offered = {
        each["label"]: each["textEdit"]["newText"]
        for each in _offered(editor, "direct/stages.yaml", text)
    }
    assert expected.items() <= offered.items()
    assert "id" not in offered


def test_the_settings_of_a_crm_have_keys_of_their_own(editor: Editor) -> None:
    offered = _offered(editor, "direct/crm.yaml", "targets:\n  hubspot:\n    |")
    assert [each["label"] for each in offered] == [
        *("version", "prefix", "name", "language", "stages", "fields", "options", "teams")
    ]


def test_only_a_variant_is_offered_what_only_a_variant_may_say(
    editor: Editor, tmp_path: Path
) -> None:
    folder = team(tmp_path)
    (folder / "partners/stages.yaml").write_text("[]\n")
    for name, is_variant in (("direct/stages.yaml", False), ("partners/stages.yaml", True)):
        offered = _offered(editor, str(folder / name), _FIRST + "  |")
        assert ("place_after" in [each["label"] for each in offered]) == is_variant


NOTHING = {
    "a comment": _FIRST + "  # owner: |",
    "a text": "- id: one\n  name: |",
    "a text of several lines": _FIRST + "  goal: >\n    next: |",
    "a text in quotes": '- id: one\n  name: "owner: |"',
}


@pytest.mark.parametrize("case", NOTHING, ids=str)
def test_nothing_is_offered_in_texts(editor: Editor, case: str) -> None:
    assert _offered(editor, "direct/stages.yaml", NOTHING[case]) == []


def test_an_id_comes_with_its_label_its_kind_and_what_it_is(editor: Editor) -> None:
    offered = _offered(editor, "direct/stages.yaml", _FIRST + "  must_fill: [|")
    first = offered[0]
    assert (first["label"], first["detail"]) == ("decider", "Who signs · field")
    assert "The person whose name will stand on the contract" in str(first["documentation"])


def test_a_key_comes_with_the_schemas_description(editor: Editor) -> None:
    offered = {e["label"]: e for e in _offered(editor, "direct/stages.yaml", _FIRST + "  |")}
    assert "What is reached when the stage is done." in str(offered["goal"]["documentation"])


def test_the_word_that_is_begun_is_written_over_whatever_stands_before_it(editor: Editor) -> None:
    text = "- {id: one, name: 🤝 合格, owner: ma|nager}\n"
    edit = next(
        each["textEdit"]
        for each in _offered(editor, "direct/stages.yaml", text)
        if each["label"] == "manager"
    )
    start = len("- {id: one, name: 🤝 合格, owner: ".encode("utf-16-le")) // 2
    assert edit["range"] == {
        "start": {"line": 0, "character": start},
        "end": {"line": 0, "character": start + len("manager")},
    }


def test_a_list_that_is_not_begun_gets_its_brackets_or_its_hyphen(editor: Editor) -> None:
    for text, new in (("  next: |", "[one]"), ("  next:\n    |", "- one")):
        offered = _offered(editor, "direct/stages.yaml", _FIRST + text)
        assert [each["textEdit"]["newText"] for each in offered] == [new]


@pytest.mark.parametrize(
    ("locale", "title", "description"),
    [("zh-cn", "目标", "这个阶段"), ("bg", "Цел", "Какво е постигнато")],
)
def test_keys_are_explained_in_the_language_of_the_editor(
    tmp_path: Path, locale: str, title: str, description: str
) -> None:
    with Editor(team(tmp_path), locale=locale) as editor:
        offered = {e["label"]: e for e in _offered(editor, "direct/stages.yaml", _FIRST + "  |")}
        assert offered["goal"]["detail"] == title
        assert description in str(offered["goal"]["documentation"])


def test_keys_are_left_to_another_server_if_one_wishes(tmp_path: Path) -> None:
    with Editor(team(tmp_path), options={"keys": False}) as editor:
        assert _offered(editor, "direct/stages.yaml", _FIRST + "  |") == []
        assert _offered(editor, "direct/stages.yaml", _FIRST + "  owner: |") != []


def test_there_is_nothing_to_say_of_files_that_are_no_playbooks(tmp_path: Path) -> None:
    with Editor(tmp_path) as editor:
        text, here = position("stages:\n  - build\nowner: |\n")
        uri = editor.open(tmp_path / "pipeline.yaml", text)
        assert editor.at("completion", uri, here)["items"] == []
