"""What the server changes when it is asked to: an id in every file, and what a finding says to mend."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.editor.client import ROOMY, Editor, Failed, applied, changed, position
from tests.editor.team import FILES, PLAYBOOK, STAGES, team

from playbook.linting import Request, lint, settings_of


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """One editor; each test opens a workspace of its own in it."""
    with Editor(tmp_path_factory.mktemp("empty")) as editor:
        yield editor
    assert editor.noise == ""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The team's files."""
    return team(tmp_path)


def _codes(folder: Path) -> list[str]:
    """What is found in the team's playbooks as they are on the disk."""
    linted = lint([folder], Request(settings=settings_of, language="en"))
    return [f"{each.place.file}: {each.message}" for each in linted.report.findings]


def _marked(name: str, place: str) -> tuple[str, tuple[int, int]]:
    """The text of one of the team's files, and where the mark is in a piece of it."""
    piece = place.replace("|", "")
    assert piece in FILES[name]
    return position(FILES[name].replace(piece, place, 1))


def _renamed(editor: Editor, folder: Path, name: str, place: str, new: str) -> dict[str, Any]:
    _text, here = _marked(name, place)
    uri = editor.open(folder / name)
    edit: dict[str, Any] = editor.at("rename", uri, here, newName=new)
    return edit


RENAMINGS = {
    "a stage": (
        "direct/stages.yaml", "id: qual|ified", "fit",
        {
            "direct/stages.yaml": [("id: qualified", "id: fit"), ("if_rejected: qualified", "if_rejected: fit")],
            "partners/playbook.yaml": [("id: qualified", "id: fit"), ("place_after: qualified", "place_after: fit")],
            "direct/locales/bg.po": [
                ('"stages.qualified.name"', '"stages.fit.name"'),
                ('msgctxt ""\n"stages.qualified.exit.signer-named."\n"criterion"', 'msgctxt "stages.fit.exit.signer-named.criterion"'),
            ],
        },
        {"direct/stages/qualified.md": "direct/stages/fit.md"},
    ),
    "a stage, from its variant": (
        "partners/playbook.yaml", "place_after: qualified|", "fit",
        {
            "direct/stages.yaml": [("id: qualified", "id: fit"), ("if_rejected: qualified", "if_rejected: fit")],
            "partners/playbook.yaml": [("id: qualified", "id: fit"), ("place_after: qualified", "place_after: fit")],
            "direct/locales/bg.po": [
                ('"stages.qualified.name"', '"stages.fit.name"'),
                ('msgctxt ""\n"stages.qualified.exit.signer-named."\n"criterion"', 'msgctxt "stages.fit.exit.signer-named.criterion"'),
            ],
        },
        {"direct/stages/qualified.md": "direct/stages/fit.md"},
    ),
    "a role of the library, from a playbook": (
        "renewal/playbook.yaml", "owner: |rep", "seller",
        {
            "library/roles.yaml": [("rep:", "seller:")],
            "direct/playbook.yaml": [("every_stage: {owner: rep}", "every_stage: {owner: seller}")],
            "renewal/playbook.yaml": [("owner: rep\n", "owner: seller\n"), ("{owner: rep}", "{owner: seller}")],
        },
        {},
    ),
    "a field, with its placeholders": (
        "library/fields.yaml", "|decider:", "signatory",
        {
            "library/fields.yaml": [("decider:", "signatory:")],
            "library/questionnaires/first-call.yaml": [("field: decider", "field: signatory")],
            "direct/playbook.yaml": [("{{decider}}", "{{signatory}}")],
            "direct/stages.yaml": [("[decider,", "[signatory,"), ("kept_in: decider", "kept_in: signatory")],
            "direct/locales/bg.po": [("{{decider}}", "{{signatory}}")],
        },
        {},
    ),
    "an option": (
        "direct/playbook.yaml", "equals: e|u", "emea",
        {
            "direct/playbook.yaml": [("equals: eu", "equals: emea")],
            "library/fields.yaml": [("id: eu", "id: emea")],
        },
        {},
    ),
    "an element": (
        "direct/stages.yaml", "[m|oney,", "cash",
        {
            "direct/stages.yaml": [("[money,", "[cash,")],
            "library/questionnaires/first-call.yaml": [("id: money", "id: cash"), ("element: money", "element: cash")],
        },
        {},
    ),
    "a question": (
        "library/questionnaires/first-call.yaml", "id: sign|er", "who",
        {
            "direct/stages.yaml": [("signer, where", "who, where")],
            "library/questionnaires/first-call.yaml": [("id: signer", "id: who")],
        },
        {},
    ),
    "a questionnaire that is a file": (
        "direct/stages.yaml", "first-|call:", "bant",
        {"direct/stages.yaml": [("first-call:", "bant:")]},
        {"library/questionnaires/first-call.yaml": "library/questionnaires/bant.yaml"},
    ),
    "a task": (
        "direct/stages.yaml", "after_task: c|all", "first-talk",
        {"direct/stages.yaml": [("id: call", "id: first-talk"), ("after_task: call", "after_task: first-talk")]},
        {},
    ),
    "a criterion": (
        "direct/stages.yaml", "id: signer|-named", "named",
        {
            "direct/stages.yaml": [("id: signer-named", "id: named")],
            "direct/locales/bg.po": [
                ('msgctxt ""\n"stages.qualified.exit.signer-named."\n"criterion"', 'msgctxt "stages.qualified.exit.named.criterion"'),
            ],
        },
        {},
    ),
    "a stage that deals of another playbook go on in": (
        "direct/playbook.yaml", "stage: t|alk", "again",
        {
            "direct/playbook.yaml": [("stage: talk", "stage: again")],
            "renewal/playbook.yaml": [("id: talk", "id: again")],
        },
        {},
    ),
    "a playbook": (
        "renewal/playbook.yaml", "id: |renewal", "follow-up",
        {
            "direct/playbook.yaml": [("playbook: renewal", "playbook: follow-up")],
            "renewal/playbook.yaml": [("id: renewal", "id: follow-up")],
        },
        {},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", RENAMINGS, ids=str)
def test_an_id_changes_wherever_it_is_known_and_nowhere_else(
    editor: Editor, folder: Path, case: str
) -> None:
    name, place, new, pieces, moved = RENAMINGS[case]
    expected = dict(FILES)
    for file, pairs in pieces.items():
        for old, piece in pairs:
            assert old in expected[file], (file, old)
            expected[file] = expected[file].replace(old, piece)
    expected = {moved.get(file, file): text for file, text in expected.items()}
    applied(_renamed(editor, folder, name, place, new))
    texts = {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }
    assert texts == expected
    assert _codes(folder) == []


def test_what_is_not_saved_is_renamed_as_it_stands(editor: Editor, folder: Path) -> None:
    text = "# 🤝 合格\n" + STAGES.replace("id: qualified", "id:   qualified")
    text, here = position(text.replace("if_rejected: qualified", "if_rejected: qual|ified"))
    uri = editor.open(folder / "direct/stages.yaml", text)
    edit = editor.at("rename", uri, here, newName="fit")
    (mine,) = [
        each for each in edit["documentChanges"] if each.get("textDocument", {}).get("uri") == uri
    ]
    assert mine["textDocument"]["version"] == 1
    new = text.replace("id:   qualified", "id:   fit").replace(
        "rejected: qualified", "rejected: fit"
    )
    assert changed(text, mine["edits"]) == new


def test_a_file_that_is_broken_elsewhere_is_renamed_in_as_well(
    editor: Editor, folder: Path
) -> None:
    text, here = position(STAGES.replace("id: qualified", "id: quali|fied") + "- {id: odd\n")
    uri = editor.open(folder / "direct/stages.yaml", text)
    edit = editor.at("rename", uri, here, newName="fit")
    (mine,) = [
        each for each in edit["documentChanges"] if each.get("textDocument", {}).get("uri") == uri
    ]
    assert len(mine["edits"]) == 2


def test_an_editor_that_cannot_rename_files_is_told_which(tmp_path: Path) -> None:
    folder = team(tmp_path)
    with Editor(folder, capabilities={}) as editor:
        edit = _renamed(editor, folder, "direct/stages.yaml", "id: qual|ified", "fit")
        assert sorted(Path(uri).name for uri in edit["changes"]) == [
            "bg.po",
            "playbook.yaml",
            "stages.yaml",
        ]
        (said,) = editor.messages
        assert "direct/stages/qualified.md → fit.md" in said


REFUSED = {
    "no id": ("direct/stages.yaml", "id: qual|ified", "Fit for sale", '"Fit for sale" is no id.'),
    "too long": ("direct/stages.yaml", "id: qual|ified", "a" * 21, "is no id."),
    "taken": ("direct/stages.yaml", "id: qual|ified", "won", 'There is a stage "won" already.'),
    "taken in a variant": ("direct/stages.yaml", "id: qual|ified", "joint-call", "already"),
    "taken by an element": ("library/questionnaires/first-call.yaml", "id: sign|er", "money", "already"),
    "taken by what is built in": ("library/fields.yaml", "|decider:", "amount", 'There is a field "amount" already.'),
    "reserved": ("direct/stages.yaml", "id: qual|ified", "all", "it is built in"),
    "a text": ("direct/stages.yaml", "name: Qual|ified", "fit", "There is no id here."),
    "a comment": ("library/roles.yaml", "stage named prop|osal", "fit", "There is no id here."),
    "a key of the format": ("direct/stages.yaml", "ta|sks", "fit", "There is no id here."),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_a_renaming_that_cannot_be_is_refused_in_words(
    editor: Editor, folder: Path, case: str
) -> None:
    name, place, new, words = REFUSED[case]
    with pytest.raises(Failed, match=words) as refused:
        _renamed(editor, folder, name, place, new)
    assert refused.value.code == -32803


def test_what_is_built_in_cannot_be_renamed(editor: Editor, folder: Path) -> None:
    text, here = position(STAGES.replace("kept_in: decider", "kept_in: am|ount"))
    uri = editor.open(folder / "direct/stages.yaml", text)
    with pytest.raises(Failed, match='"amount" is built in'):
        editor.at("prepareRename", uri, here)


def test_a_renaming_is_prepared_with_the_id_and_its_place(editor: Editor, folder: Path) -> None:
    _text, here = _marked("direct/playbook.yaml", "stage: t|alk")
    uri = editor.open(folder / "direct/playbook.yaml")
    line, character = here
    assert editor.at("prepareRename", uri, here) == {
        "range": {
            "start": {"line": line, "character": character - 1},
            "end": {"line": line, "character": character + 3},
        },
        "placeholder": "talk",
    }
    assert editor.at("prepareRename", uri, (1, 7)) is None


def test_a_file_that_is_there_already_is_never_written_over(editor: Editor, folder: Path) -> None:
    (folder / "direct/stages/fit.md").write_text("other\n")
    with pytest.raises(Failed, match=r"fit\.md is there already"):
        _renamed(editor, folder, "direct/stages.yaml", "id: qual|ified", "fit")


def _actions(editor: Editor, uri: str, line: int, only: list[str] | None = None) -> Any:
    place = {"line": line, "character": 0}
    context: dict[str, Any] = {"diagnostics": editor.found(uri)}
    if only:
        context["only"] = only
    return editor.ask(
        "textDocument/codeAction",
        {
            "textDocument": {"uri": uri},
            "range": {"start": place, "end": place},
            "context": context,
        },
    )


def _done(text: str, action: dict[str, Any], uri: str) -> str:
    return changed(text, action["edit"]["changes"][uri])


FIXES = {
    "an id that is misspelt": ("if_rejected: qualified", "if_rejected: qualifed", "qualified", False),
    "a key that is misspelt": ("max_days: 14", "max_dys: 14", "max_days", False),
    "a wide colon": ("max_days: 14", "max_days：14", None, True),
}  # fmt: skip


@pytest.mark.parametrize("case", FIXES, ids=str)
def test_a_finding_offers_to_mend_itself(editor: Editor, folder: Path, case: str) -> None:
    right, wrong, title, is_safe = FIXES[case]
    text = STAGES.replace(right, wrong).replace("name: Qualified ", "name: 🤝 合格 ")
    uri = editor.open(folder / "direct/stages.yaml", text)
    (found,) = editor.found(uri)
    action = _actions(editor, uri, found["range"]["start"]["line"])[0]
    assert action["kind"] == "quickfix"
    assert action["isPreferred"] == is_safe
    assert action["diagnostics"][0]["code"] == found["code"]
    if title is not None:
        assert title in action["title"]
    mended = _done(text, action, uri)
    assert mended == text.replace(wrong, right)
    editor.type(uri, mended)
    assert editor.found(uri) == []


def test_a_finding_can_be_silenced_with_a_reason_that_is_asked_for(
    editor: Editor, folder: Path
) -> None:
    (folder / "playbook.toml").write_text('[lint]\nselect = ["PB2", "PB03"]\n')
    uri = editor.open(folder / "direct/stages.yaml")
    found = editor.found(uri)[-1]
    code, line = found["code"], found["range"]["start"]["line"]
    before = editor.codes(uri).count(code)
    actions = _actions(editor, uri, line)
    (action,) = [e for e in actions if e["title"] == f"Ignore {code} here, with a reason"]
    text = _done(STAGES, action, uri)
    assert f"# playbook: ignore {code} -- \n" in text
    editor.type(uri, text)
    assert "PB030" in editor.codes(uri)
    editor.type(uri, text.replace("-- \n", "-- we are only two\n"))
    assert editor.codes(uri).count(code) < before
    assert "PB030" not in editor.codes(uri)


def test_what_must_not_be_silenced_is_not_offered(editor: Editor, folder: Path) -> None:
    uri = editor.open(folder / "direct/stages.yaml", STAGES.replace("max_days", "max_dys", 1))
    actions = _actions(editor, uri, editor.found(uri)[0]["range"]["start"]["line"])
    assert len(actions) == 1
    assert "max_days" in actions[0]["title"]


def test_all_that_is_safe_is_mended_at_once_and_nothing_else(editor: Editor, folder: Path) -> None:
    text = (
        STAGES.replace("max_days: 14", "max_days：14")
        .replace("max_days: 21", "max_days：21")
        .replace("if_rejected: qualified", "if_rejected: qualifed")
    )
    uri = editor.open(folder / "direct/stages.yaml", text)
    (action,) = _actions(editor, uri, 0, ["source.fixAll"])
    assert action["kind"] == "source.fixAll.playbook"
    assert _done(text, action, uri) == text.replace("：", ": ")


def test_there_is_nothing_to_mend_in_a_sound_file(editor: Editor, folder: Path) -> None:
    uri = editor.open(folder / "direct/playbook.yaml")
    assert _actions(editor, uri, 3) == []
    assert _actions(editor, uri, 3, ["source.fixAll"]) == []
    assert _actions(editor, uri, 3, ["refactor"]) == []


def test_the_server_says_what_it_can_do(tmp_path: Path) -> None:
    with Editor(team(tmp_path), capabilities=ROOMY) as editor:
        can = editor.capabilities
    assert can["renameProvider"] == {"prepareProvider": True}
    assert can["codeActionProvider"]["codeActionKinds"] == ["quickfix", "source.fixAll.playbook"]
    assert can["textDocumentSync"]["change"] == 1
    assert PLAYBOOK
