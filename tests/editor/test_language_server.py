"""The language server, as an editor sees it: what is found while somebody types."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.editor.client import Editor, Failed, position
from tests.editor.team import PLAYBOOK, STAGES, team

from playbook.messages import LANGUAGES, _, p_, speaking

SMALL = """\
id: shop
name: Shop
stages:
  - id: talk
    name: Talk
    exit: [The buyer has named who signs]
  - {id: won, name: Won, kind: won}
  - {id: lost, name: Lost, kind: lost}
"""


GUESSES = SMALL.replace("[The buyer has named who signs]", "[Needs are clear]")
"""A playbook with nothing wrong but a gate that nobody can judge."""


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """One editor for all tests that wish nothing special; each opens a workspace of its own."""
    with Editor(tmp_path_factory.mktemp("empty")) as editor:
        yield editor
    assert editor.noise == ""


def _workspace(folder: Path, text: str = SMALL, profile: str = "starter") -> Path:
    folder = folder.resolve()
    (folder / "playbook.toml").write_text(f'[lint]\nprofile = "{profile}"\n')
    file = folder / "shop.yaml"
    file.write_text(text, "utf-8")
    return file


def test_a_sound_playbook_is_left_in_peace(tmp_path: Path) -> None:
    file = _workspace(tmp_path)
    with Editor(file.parent) as editor:
        assert editor.found(editor.open(file)) == []
    assert (editor.code, editor.noise) == (0, "")


def test_a_slip_is_found_where_it_is_while_it_is_not_saved(editor: Editor, tmp_path: Path) -> None:
    file = _workspace(tmp_path)
    uri = editor.open(file)
    editor.type(uri, SMALL.replace("Talk\n", "Talk\n    next: [wno]\n"))
    (found,) = editor.found(uri)
    assert found["code"] == "PB102"
    assert found["severity"] == 1
    assert found["source"] == "playbook"
    assert found["message"] == 'There is no stage "wno".\nDid you mean "won"?'
    assert found["range"] == {
        "start": {"line": 5, "character": 11},
        "end": {"line": 5, "character": 14},
    }
    assert "codeDescription" not in found
    editor.type(uri, SMALL)
    assert editor.found(uri) == []


def test_what_cannot_be_parsed_is_one_finding(editor: Editor, tmp_path: Path) -> None:
    file = _workspace(tmp_path)
    uri = editor.open(file, SMALL.replace("kind: lost}", "kind: lost"))
    assert [each["severity"] for each in editor.found(uri)] == [1]


@pytest.mark.parametrize(
    ("encodings", "agreed"),
    [
        (None, "utf-16"),
        (["utf-16"], "utf-16"),
        (["utf-32", "utf-16"], "utf-32"),
        (["utf-8", "utf-16"], "utf-8"),
    ],
)
def test_columns_are_counted_as_the_editor_counts(
    tmp_path: Path, encodings: list[str] | None, agreed: str
) -> None:
    file = _workspace(tmp_path)
    can: dict[str, Any] = {"general": {"positionEncodings": encodings}} if encodings else {}
    text = SMALL.replace("{id: won, name: Won,", "{id: won, name: 🤝赢单, owner: nobody,")
    with Editor(file.parent, capabilities=can) as editor:
        assert editor.capabilities["positionEncoding"] == agreed
        (found,) = editor.found(editor.open(file, text))
        line = "  - {id: won, name: 🤝赢单, owner: nobody, kind: won}"
        before = line.partition("nobody")[0]
        sizes = {"utf-16": len(before.encode("utf-16-le")) // 2, "utf-32": len(before)}
        start = sizes.get(agreed, len(before.encode()))
        assert found["range"]["start"] == {"line": 6, "character": start}
        assert found["range"]["end"] == {"line": 6, "character": start + len("nobody")}


def _said(language: str) -> str:
    """What is said of a stage "wno" that is not there."""
    with speaking(language):
        return _('There is no {kind} "{id}".').format(kind=p_("kind of part", "stage"), id="wno")


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_are_in_the_language_of_the_editor(tmp_path: Path, language: str) -> None:
    file = _workspace(tmp_path, SMALL.replace("Talk\n", "Talk\n    next: [wno]\n"))
    with Editor(file.parent, locale=language.lower()) as editor:
        (found,) = editor.found(editor.open(file))
        assert _said(language) in found["message"]


def test_an_editor_in_another_language_leaves_it_to_the_environment(tmp_path: Path) -> None:
    file = _workspace(tmp_path, SMALL.replace("Talk\n", "Talk\n    next: [wno]\n"))
    with Editor(file.parent, locale="de", environment={"PLAYBOOK_LANGUAGE": "bg"}) as editor:
        assert _said("bg") in editor.found(editor.open(file))[0]["message"]


def test_what_is_asked_for_in_the_settings_comes_before_the_editors_language(
    tmp_path: Path,
) -> None:
    file = _workspace(tmp_path, SMALL.replace("Talk\n", "Talk\n    next: [wno]\n"))
    with Editor(file.parent, locale="en", options={"language": "bg"}) as editor:
        assert _said("bg") in editor.found(editor.open(file))[0]["message"]


def test_without_any_wish_a_playbook_is_answered_in_its_own_language(
    editor: Editor, tmp_path: Path
) -> None:
    text = "language: bg\n" + SMALL.replace("Talk\n", "Talk\n    next: [wno]\n")
    file = _workspace(tmp_path, text)
    uri = editor.open(file)
    assert _said("bg") in editor.found(uri)[0]["message"]
    text = text.replace("language: bg", "language: zh-CN")
    editor.type(uri, text)
    assert _said("zh-CN") in editor.found(uri)[0]["message"]


def test_a_slip_in_a_section_is_shown_in_the_sections_file(editor: Editor, tmp_path: Path) -> None:
    folder = team(tmp_path)
    stages = editor.open(folder / "direct/stages.yaml")
    main = editor.open(folder / "direct/playbook.yaml")
    assert editor.codes(stages) == []
    assert editor.codes(main) == []
    editor.type(stages, STAGES.replace("next: [proposal]", "next: [propsal]"))
    assert [each["code"] for each in editor.found(stages)] == ["PB102"]
    editor.type(main, PLAYBOOK.replace("  price:", "  prise:"))
    assert len(editor.found(stages)) == 2 or editor.wait_for(stages, ["PB102", "PB102"])


def test_what_breaks_in_a_library_is_found_in_all_that_use_it(
    editor: Editor, tmp_path: Path
) -> None:
    folder = team(tmp_path)
    roles = editor.open(folder / "library/roles.yaml")
    editor.type(roles, "manager: {name: Sales manager}\nengineer: {name: Engineer}\n")
    editor.wait_for((folder / "direct/playbook.yaml").as_uri(), ["PB102"])
    editor.wait_for((folder / "renewal/playbook.yaml").as_uri(), ["PB102", "PB102"])
    editor.close(roles)
    editor.wait_for((folder / "renewal/playbook.yaml").as_uri(), [])


def test_what_breaks_in_a_base_is_found_in_its_variant(editor: Editor, tmp_path: Path) -> None:
    folder = team(tmp_path)
    variant = (folder / "partners/playbook.yaml").as_uri()
    stages = editor.open(folder / "direct/stages.yaml")
    editor.found(stages)
    editor.type(stages, STAGES.replace("qualified", "fit"))
    editor.wait_for(variant, ["PB902", "PB902"])


def test_a_file_that_changes_on_the_disk_is_looked_at_again(editor: Editor, tmp_path: Path) -> None:
    folder = team(tmp_path)
    main = editor.open(folder / "direct/playbook.yaml")
    assert editor.found(main) == []
    roles = folder / "library/roles.yaml"
    roles.write_text(roles.read_text("utf-8").replace("manager:", "boss:"), "utf-8")
    editor.tell(
        "workspace/didChangeWatchedFiles", {"changes": [{"uri": roles.as_uri(), "type": 2}]}
    )
    editor.wait_for(main, ["PB102"])


def test_the_settings_of_the_workspace_decide_what_is_shown(editor: Editor, tmp_path: Path) -> None:
    file = _workspace(tmp_path, GUESSES, profile="recommended")
    settings = file.parent / "playbook.toml"
    uri = editor.open(file)
    assert {each["severity"] for each in editor.found(uri)} <= {2}
    assert editor.found(uri)
    shown = set(editor.codes(uri))
    rules = "".join(f'{code} = "off"\n' for code in shown)
    settings.write_text(f"[lint.rules]\n{rules}")
    change = {"changes": [{"uri": settings.as_uri(), "type": 2}]}
    editor.tell("workspace/didChangeWatchedFiles", change)
    editor.wait_for(uri, [])


def test_wrong_settings_are_said_once_and_do_not_stop_anything(
    editor: Editor, tmp_path: Path
) -> None:
    file = _workspace(tmp_path, SMALL.replace("name: Talk", "name: [Talk]"), profile="sloppy")
    uri = editor.open(file)
    assert "PB042" in editor.codes(uri)
    editor.type(uri, SMALL)
    editor.found(uri)
    assert len([each for each in editor.messages if "sloppy" in each]) == 1


def test_what_a_baseline_holds_is_not_shown(editor: Editor, tmp_path: Path) -> None:
    from click.testing import CliRunner

    from playbook.cli import main

    file = _workspace(tmp_path, GUESSES, profile="recommended")
    (file.parent / "playbook.toml").write_text('[lint]\nbaseline = "known.json"\n')
    baseline = str(file.parent / "known.json")
    made = CliRunner().invoke(main, ["lint", str(file), "--baseline", baseline, "--write-baseline"])
    assert made.exit_code == 0, made.output
    assert editor.found(editor.open(file)) == []


def test_shape_is_left_to_another_server_if_one_wishes(tmp_path: Path) -> None:
    file = _workspace(tmp_path, SMALL.replace("name: Talk", "nmae: Talk"))
    with Editor(file.parent) as editor:
        assert editor.codes(editor.open(file)) == ["PB040"]
    with Editor(file.parent, options={"shape": False}) as editor:
        assert editor.codes(editor.open(file)) == []


def test_a_wish_may_change_on_the_way(tmp_path: Path) -> None:
    file = _workspace(tmp_path, SMALL.replace("name: Talk", "nmae: Talk"))
    with Editor(file.parent) as editor:
        uri = editor.open(file)
        assert editor.codes(uri) == ["PB040"]
        wishes = {"settings": {"playbook": {"shape": False}}}
        editor.tell("workspace/didChangeConfiguration", wishes)
        editor.wait_for(uri, [])


STRANGERS = {
    "a file of a build service": ".gitlab-ci.yml:stages: [build, test]\njob:\n  script: [make]\n",
    "a file of another kind": "compose.yaml:services:\n  web: {image: nginx}\n",
    "stages of a pipeline": "pipeline.yaml:name: build\nstages:\n  - stage: Build\n    jobs: []\n",
    "prose": "README.md:# stages\n",
}


@pytest.mark.parametrize("case", STRANGERS, ids=str)
def test_nothing_is_said_of_files_that_are_no_playbooks(
    editor: Editor, tmp_path: Path, case: str
) -> None:
    name, _colon, text = STRANGERS[case].partition(":")
    folder = tmp_path.resolve()
    (folder / name).write_text(text)
    stranger = editor.open(folder / name)
    assert editor.at("hover", stranger, (0, 1)) is None
    assert editor.found(editor.open(_workspace(folder))) == []
    assert stranger not in editor.diagnostics


def test_what_has_no_file_yet_is_looked_at_by_its_name(editor: Editor, tmp_path: Path) -> None:
    folder = tmp_path.resolve()
    uri = editor.open(folder / "playbook.yaml", SMALL.replace("exit:", "exi:"))
    assert editor.codes(uri) == ["PB040"]


HOSTILE = {
    "no text": "",
    "zeros": "\x00\x00\x01\x7f" * 2000,
    "brackets": "[" * 5000,
    "indents": "\n".join(" " * n + "- " for n in range(1500)),
    "a bomb of aliases": "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n",
    "lone halves of a sign": "id: \ud83d\ude00 \ud83d",
    "a sign of our own": "id: \ue000\nname: \ue000 x\nstages:\n  - \ue000: 1\n",
    "many keys": "".join(f"key{n}: [a, b\n" for n in range(4000)),
    "one long line": "name: " + "a " * 200_000,
    "more than may be read": "# " + "x" * 1_200_000,
    "line ends of all kinds": "id: a\r\nname: b\rstages:\n  - {id: x\u2028, name: y\x85}\r\n",
}


@pytest.mark.parametrize("case", HOSTILE, ids=str)
def test_a_hostile_text_ends_nothing(editor: Editor, tmp_path: Path, case: str) -> None:
    folder = tmp_path.resolve()
    text = HOSTILE[case]
    last = text.count("\n")
    uri = editor.open(folder / "playbook.yaml", text)
    for here in ((0, 0), (0, 7), (last, 3), (10**6, 10**6)):
        for method in ("completion", "hover", "definition", "documentHighlight"):
            editor.at(method, uri, here)
        editor.at("prepareRename", uri, here)
        editor.at("references", uri, here, context={"includeDeclaration": True})
    for method in ("documentSymbol", "codeLens"):
        editor.ask(f"textDocument/{method}", {"textDocument": {"uri": uri}})
    everything = {"start": {"line": 0, "character": 0}, "end": {"line": 9999, "character": 0}}
    asked = {"textDocument": {"uri": uri}, "range": everything, "context": {"diagnostics": []}}
    editor.ask("textDocument/codeAction", asked)
    editor.type(uri, SMALL.replace("id: won", "id: wn"))
    assert editor.found(uri) is not None
    assert [each for each in editor.messages if "mistake of playbook" in each] == []
    editor.close(uri)


def test_a_file_of_bytes_beside_a_playbook_ends_nothing(editor: Editor, tmp_path: Path) -> None:
    folder = team(tmp_path)
    (folder / "direct/fields.yaml").write_bytes(bytes(range(256)) * 10)
    (folder / "direct/locales/bg.po").write_bytes(b"\xff\xfe" + bytes(range(256)))
    main = editor.open(folder / "direct/playbook.yaml")
    assert editor.found(main) == []
    assert editor.wait_for((folder / "direct/fields.yaml").as_uri(), ["PB001"])
    _text, here = position(PLAYBOOK.replace("owner: manager", "owner: |manager"))
    assert editor.at("definition", main, here)


def test_a_request_that_makes_no_sense_is_refused_and_the_next_one_answered(
    editor: Editor,
    tmp_path: Path,
) -> None:
    file = _workspace(tmp_path)
    uri = editor.open(file)
    for method, params in (
        ("workspace/executeCommand", {"command": "rm"}),
        ("no/such/thing", {}),
    ):
        with pytest.raises(Failed):
            editor.ask(method, params)
    for nonsense in (
        b'{"jsonrpc": "2.0", "method": ',
        b"\xff\xfe",
        b'{"jsonrpc": "2.0", "id": "a", "method": "textDocument/hover", "params": {}}',
        b'{"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": 7}',
    ):
        editor.send(nonsense)
    for address in ("untitled:Untitled-1", "http://example.org/a.yaml", "file:///%00", "?"):
        assert editor.at("hover", address, (0, 0)) is None
    assert editor.found(uri) == []


def test_typing_fast_ends_with_what_holds_for_the_last_letter(
    editor: Editor, tmp_path: Path
) -> None:
    file = _workspace(tmp_path)
    uri = editor.open(file)
    for length in range(len(SMALL)):
        editor.type(uri, SMALL[:length])
    editor.type(uri, SMALL)
    assert editor.found(uri) == []
    time.sleep(0.1)
    assert editor.found(uri) == []


def test_without_pygls_the_command_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    from click.testing import CliRunner

    from playbook.cli import main

    monkeypatch.setitem(sys.modules, "pygls", None)
    for name in [each for each in sys.modules if each.startswith("playbook.lsp")]:
        monkeypatch.delitem(sys.modules, name)
    done = CliRunner().invoke(main, ["lsp"])
    assert done.exit_code == 2
    assert 'pip install "sales-playbook[editor]"' in done.output


def test_a_mistake_of_our_own_is_logged_and_nothing_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from pygls.exceptions import JsonRpcException

    from playbook.errors import Refused
    from playbook.lsp.host import PlaybookServer
    from playbook.lsp.server import _answering

    server = PlaybookServer(None)
    logged: list[str] = []
    monkeypatch.setattr(server, "window_log_message", lambda said: logged.append(said.message))

    async def slips(_server: PlaybookServer, _params: Any) -> None:
        raise KeyError("odd")

    async def refuses(_server: PlaybookServer, _params: Any) -> None:
        raise Refused("Choose another id.")

    assert asyncio.run(_answering(slips)(server, None)) is None
    assert "KeyError: 'odd' (test_language_server.py:" in logged[0]
    with pytest.raises(JsonRpcException, match="Choose another id") as refused:
        asyncio.run(_answering(refuses)(server, None))
    assert refused.value.code == -32803
