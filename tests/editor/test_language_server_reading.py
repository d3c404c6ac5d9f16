"""What the server tells of what stands there: hover, definition, references, outline, grades."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.editor.client import Editor, position
from tests.editor.team import BANT, FILES, PLAYBOOK, ROLES, STAGES, VARIANT, team


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    with Editor(team(tmp_path_factory.mktemp("team"))) as editor:
        yield editor


def _asked(editor: Editor, method: str, name: str, text: str, **more: Any) -> Any:
    text, here = position(text)
    uri = editor.open(editor.folder / name, text)
    editor.found(uri)
    answer = editor.at(method, uri, here, **more)
    editor.close(uri)
    return answer


def _at(text: str, word: str) -> str:
    """A text with the cursor in a word."""
    assert word in text
    return text.replace(word, f"{word[:1]}|{word[1:]}", 1)


HOVERS = {
    "a stage": ("direct/stages.yaml", _at(STAGES, "qualified,\n"), ["**Qualified** · stage `qualified`", "We know who signs", "stages.yaml, line 1"]),
    "a role of the library": ("direct/playbook.yaml", _at(PLAYBOOK, "manager"), ["**Sales manager** · role `manager`", "roles.yaml, line 3"]),
    "a field": ("direct/stages.yaml", _at(STAGES, "decider"), ["**Who signs** · field", "The person whose name", "`type: contact`"]),
    "an element": ("direct/stages.yaml", _at(STAGES, "money"), ["**Money** · element `money`"]),
    "a question": ("direct/stages.yaml", _at(STAGES, "signer,"), ["**Who signs?** · question `signer`"]),
    "an option": ("direct/playbook.yaml", _at(PLAYBOOK, "eu}"), ["**Europe** · option `eu`"]),
    "a stage of another playbook": ("direct/playbook.yaml", _at(PLAYBOOK, "talk"), ["**Talk** · stage `talk`"]),
    "another playbook": ("direct/playbook.yaml", _at(PLAYBOOK, "renewal, stage"), ["**Renewal** · playbook `renewal`"]),
    "a stage that a variant changes": ("partners/playbook.yaml", _at(VARIANT, "qualified, max"), ["**Qualified** · stage"]),
    "what is built in": ("direct/stages.yaml", STAGES.replace("[decider, region]", "[am|ount]"), ["**Amount** · field", "Built in"]),
    "a placeholder": ("direct/playbook.yaml", _at(PLAYBOOK, "decider}}"), ["**Who signs** · field"]),
    "a key": ("direct/stages.yaml", _at(STAGES, "goal"), ["**Goal**", "What is reached when the stage is done."]),
    "a key with words to choose from": ("direct/stages.yaml", _at(STAGES, "kind: call"), ["- `meeting`"]),
    "a word": ("direct/stages.yaml", STAGES.replace("kind: won", "kind: w|on"), ["`won` The buyer has bought."]),
    "a key where the file is broken": ("direct/stages.yaml", _at(STAGES, "goal") + "  next: [", ["**Goal**"]),
}  # fmt: skip


@pytest.mark.parametrize("case", HOVERS, ids=str)
def test_what_stands_under_the_cursor_is_explained(editor: Editor, case: str) -> None:
    name, text, parts = HOVERS[case]
    said = _asked(editor, "hover", name, text)["contents"]["value"]
    assert [part for part in parts if part not in said] == []


@pytest.mark.parametrize("text", [_at(STAGES, "signs, in"), _at(STAGES, "comes first")])
def test_there_is_nothing_to_say_of_texts_and_comments(editor: Editor, text: str) -> None:
    assert _asked(editor, "hover", "direct/stages.yaml", text) is None


@pytest.mark.parametrize(
    ("locale", "said"),
    [("en", "What is reached"), ("zh-CN", "目标"), ("bg", "Какво е постигнато")],
)
def test_keys_are_explained_in_three_languages(tmp_path: Path, locale: str, said: str) -> None:
    with Editor(team(tmp_path), locale=locale) as editor:
        answer = _asked(editor, "hover", "direct/stages.yaml", _at(STAGES, "goal"))
        assert said in answer["contents"]["value"]


def test_what_an_author_wrote_is_no_markdown(editor: Editor) -> None:
    text = STAGES.replace("name: Qualified ", 'name: "[x](http://e.org) <b>"').replace(
        "if_rejected: qualified", "if_rejected: qual|ified"
    )
    said = _asked(editor, "hover", "direct/stages.yaml", text)["contents"]["value"]
    assert r"\[x\](http://e.org) \<b\>" in said


DEFINITIONS = {
    "a stage in the same file": ("direct/stages.yaml", _at(STAGES, "qualified,\n"), ["direct/stages.yaml: id: qualified"]),
    "a role in the library": ("direct/playbook.yaml", _at(PLAYBOOK, "manager"), ["library/roles.yaml: manager:"]),
    "a reason in the main file": ("direct/stages.yaml", STAGES.replace("[price]", "[pr|ice]"), ["direct/playbook.yaml: price:"]),
    "a questionnaire that is a file": ("direct/stages.yaml", _at(STAGES, "first-call"), ["library/questionnaires/first-call.yaml: framework"]),
    "an element": ("direct/stages.yaml", _at(STAGES, "money"), ["library/questionnaires/first-call.yaml: id: money"]),
    "a stage in base and variant": ("partners/playbook.yaml", _at(VARIANT, "qualified\n"), ["direct/stages.yaml: id: qualified", "partners/playbook.yaml: id: qualified"]),
    "a stage of another playbook": ("direct/playbook.yaml", _at(PLAYBOOK, "talk"), ["renewal/playbook.yaml: id: talk"]),
    "another playbook": ("direct/playbook.yaml", _at(PLAYBOOK, "renewal, stage"), ["renewal/playbook.yaml: id: renewal"]),
    "a library": ("direct/playbook.yaml", _at(PLAYBOOK, "../library"), ["library/fields.yaml: decider"]),
    "a base": ("partners/playbook.yaml", _at(VARIANT, "../direct"), ["direct/playbook.yaml: id: direct"]),
    "what is built in": ("direct/stages.yaml", STAGES.replace("[decider, region]", "[am|ount]"), []),
}  # fmt: skip


@pytest.mark.parametrize("case", DEFINITIONS, ids=str)
def test_a_definition_is_found_in_whichever_file_it_is(editor: Editor, case: str) -> None:
    name, text, places = DEFINITIONS[case]
    found = _asked(editor, "definition", name, text)
    expected = set()
    for file, _colon, words in (place.partition(": ") for place in places):
        line = FILES[file].partition(words)[0].count("\n")
        expected.add(((editor.folder / file).as_uri(), line))
    assert {(each["uri"], each["range"]["start"]["line"]) for each in found} == expected


def test_references_are_found_in_all_playbooks_that_share_the_library(editor: Editor) -> None:
    found = _asked(
        editor,
        "references",
        "library/roles.yaml",
        _at(ROLES, "rep:"),
        context={"includeDeclaration": True},
    )
    names = sorted(Path(each["uri"]).parent.name for each in found)
    assert names == ["direct", "library", "renewal", "renewal"]


def test_references_may_leave_the_definition_out(editor: Editor) -> None:
    asked = {"context": {"includeDeclaration": False}}
    found = _asked(editor, "references", "direct/stages.yaml", _at(STAGES, "qualified\n"), **asked)
    assert [(Path(each["uri"]).parent.name, each["range"]["start"]["line"]) for each in found] == [
        ("direct", 22),
        ("partners", 8),
    ]


def test_the_same_id_of_another_kind_is_no_reference(editor: Editor) -> None:
    text = BANT.replace("id: signer", "id: won").replace("id: money", "id: m|oney")
    found = _asked(
        editor,
        "references",
        "library/questionnaires/first-call.yaml",
        text,
        context={"includeDeclaration": True},
    )
    assert len(found) == 3


def test_an_id_lights_up_where_it_stands_in_the_file(editor: Editor) -> None:
    text = STAGES.replace("id: qualified", "id: qual|ified")
    found = _asked(editor, "documentHighlight", "direct/stages.yaml", text)
    assert [(each["range"]["start"]["line"], each["kind"]) for each in found] == [(0, 3), (22, 2)]


def _names(symbols: list[dict[str, Any]]) -> list[Any]:
    return [
        [each["name"], *([_names(each["children"])] if each["children"] else [])]
        for each in symbols
    ]


def test_the_outline_shows_stages_with_their_tasks_and_criteria(editor: Editor) -> None:
    uri = editor.open(editor.folder / "direct/stages.yaml")
    outline = editor.ask("textDocument/documentSymbol", {"textDocument": {"uri": uri}})
    assert _names(outline) == [
        ["Qualified", [["The buyer has named who signs"], ["Call the sponsor"], ["Send the letter"]]],
        ["Proposal", [["The buyer has accepted the proposal in writing"], ["Write the proposal with the buyer"]]],
        ["Won"],
        ["Lost"],
    ]  # fmt: skip
    first = outline[0]
    assert first["range"]["start"]["line"] == 0
    assert first["range"]["end"]["line"] == 15
    editor.close(uri)


def test_the_outline_of_a_main_file_shows_its_sections(editor: Editor) -> None:
    uri = editor.open(editor.folder / "direct/playbook.yaml")
    outline = editor.ask("textDocument/documentSymbol", {"textDocument": {"uri": uri}})
    assert ["Segments", [["Europe"], ["Asia"]]] in _names(outline)
    assert ["Reasons", [["Too dear"]]] in _names(outline)
    editor.close(uri)


def test_the_outline_of_a_questionnaires_file_shows_its_questions(editor: Editor) -> None:
    uri = editor.open(editor.folder / "library/questionnaires/first-call.yaml")
    outline = editor.ask("textDocument/documentSymbol", {"textDocument": {"uri": uri}})
    assert [each["name"] for each in outline] == [
        "Money",
        "Power",
        "Is there a budget?",
        "Who signs?",
        "Where do you buy?",
    ]
    editor.close(uri)


def test_an_editor_that_knows_no_nesting_gets_a_flat_outline(tmp_path: Path) -> None:
    with Editor(team(tmp_path), capabilities={}) as editor:
        uri = editor.open(editor.folder / "direct/stages.yaml")
        outline = editor.ask("textDocument/documentSymbol", {"textDocument": {"uri": uri}})
        assert [each["name"] for each in outline][:2] == [
            "Qualified",
            "The buyer has named who signs",
        ]
        assert outline[0]["location"]["uri"] == uri


def test_each_exit_criterion_has_its_grade_above_it(editor: Editor) -> None:
    text = STAGES.replace(
        "    - {criterion: The buyer has accepted",
        "    - Needs are clear\n    - {criterion: The buyer has accepted",
    )
    uri = editor.open(editor.folder / "direct/stages.yaml", text)
    editor.found(uri)
    lenses = editor.ask("textDocument/codeLens", {"textDocument": {"uri": uri}})
    lines = text.split("\n")
    said = {
        lines[each["range"]["start"]["line"]].strip()[:20]: each["command"]["title"]
        for each in lenses
    }
    assert said["- id: signer-named"] == "Grade A"
    assert said["- {criterion: The bu"].startswith("Grade ")
    assert said["- Needs are clear"].startswith("Grade D: ")
    editor.type(uri, text + "  next: [")
    editor.found(uri)
    assert editor.ask("textDocument/codeLens", {"textDocument": {"uri": uri}}) == []
    editor.close(uri)
