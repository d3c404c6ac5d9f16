"""What ``playbook new`` writes for editors, with the language server for YAML, the real one."""

import json
import re
import socket
from pathlib import Path
from typing import Any

import pytest
from tests.editor.yaml_client import YamlServer
from tests.editor.yaml_servers import NEEDED, NO_STORE, OLD, SCRIPTS, plain, schema, server

from playbook import starters
from playbook.files import write_new_folder
from playbook.messages import closest, speaking
from playbook.resources import schema_name

pytestmark = NEEDED
SHIPPED = starters.all_starters()


def made(folder: Path, starter: starters.Starter) -> Path:
    with speaking(closest(starter.language)):
        write_new_folder(folder, starters.new(starter, folder, []))
    return folder


def settings_of(folder: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((folder / ".vscode" / "settings.json").read_text("utf-8"))
    return loaded


def texts_in(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in sorted(folder.rglob("*.yaml"))
    }


def spoilt(text: str) -> str:
    """A text with something at its end that no schema of ours takes."""
    return f"{text.rstrip()}\n- nothing: here\n" if "\n- " in text else f"{text.rstrip()}\n12: x\n"


def assert_all_is_looked_at(running: YamlServer, texts: dict[str, str]) -> None:
    assert {name: said for name, said in running.remarks(texts).items() if said} == {}
    said = running.remarks({name: spoilt(text) for name, text in texts.items()})
    assert [name for name, found in said.items() if not found] == []


def test_every_file_of_every_new_playbook_names_a_schema_that_it_keeps_to(tmp_path: Path) -> None:
    """In editors that know nothing of our settings, and in folders with names of all kinds."""
    for starter in SHIPPED:
        made(tmp_path / f"Продажби {starter.id} 销售", starter)
    with server(tmp_path, NO_STORE) as running:
        assert_all_is_looked_at(running, texts_in(tmp_path))


@pytest.mark.parametrize("name", ["b2b-starter", "six-stage", "overview-channel"])
def test_a_file_that_names_no_schema_has_one_by_the_settings(name: str, tmp_path: Path) -> None:
    folder = made(tmp_path / "our sales", starters.choose(name, None))
    texts = {
        name: text if "extends:" in text else re.sub(r"(?m)^# yaml-language-server.*", "#", text)
        for name, text in texts_in(folder).items()
    }
    with server(folder, settings_of(folder)) as running:
        assert_all_is_looked_at(running, texts)


@pytest.mark.parametrize("name", ["smallest", "smallest-zh", "smallest-bg"])
def test_a_new_playbook_is_explained_in_its_own_language(name: str, tmp_path: Path) -> None:
    starter = starters.choose(name, None)
    folder = made(tmp_path / "our-sales", starter)
    text = (folder / "playbook.yaml").read_text("utf-8")
    wanted = schema(schema_name("playbook", starter.language))["properties"]["stages"]
    with server(folder, settings_of(folder)) as running:
        said = plain(running.hover("playbook.yaml", text.replace("\nstages:", "\nstag‸es:")))
        part = running.hover("stages.yaml", "- id: new\n  na‸me: New\n")
    assert said.startswith(f"#### {wanted['title']}\n\n{wanted['description']}")
    assert re.search(SCRIPTS[starter.language], part)
    assert "schema.json" not in said, "where our words stand is no news to the author"


def test_one_file_after_the_other_is_explained_by_old_servers_too(tmp_path: Path) -> None:
    """They fail at schemas that lead to one another: each of ours stands by itself."""
    folder = made(tmp_path / "our-sales", starters.choose("b2b-starter", None))
    with server(folder, settings_of(folder), OLD) as running:
        for name in ("fields.yaml", "stages.yaml", "tracks.yaml", "playbook.yaml", "stages.yaml"):
            text = (folder / name).read_text("utf-8")
            said = running.hover(name, re.sub(r"(?m)\bname:", "na‸me:", text, count=1))
            assert said.startswith("#### Name"), name


def test_a_new_stage_begins_as_an_id_and_a_name(tmp_path: Path) -> None:
    folder = made(tmp_path / "our-sales", starters.choose(None, "en"))
    with server(folder, settings_of(folder)) as running:
        offered = running.suggestions("empty/playbook.yaml", "id: a\nname: A\n‸\n")
    assert re.findall(r"\w+(?=:)", offered["stages"]["insertText"]) == ["stages", "id", "name"]


@pytest.mark.parametrize("asks", [False, True])
def test_the_editor_of_a_new_playbook_asks_nobody(asks: bool, tmp_path: Path) -> None:
    """Only with the store does it go through the proxy that it is given here."""
    folder = made(tmp_path / "our-sales", starters.choose(None, "en"))
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        proxy.settimeout(60 if asks else 0.5)
        address = f"http://127.0.0.1:{proxy.getsockname()[1]}"
        settings = {**settings_of(folder), "http.proxy": address}
        assert settings["yaml.schemaStore.enable"] is False
        if asks:
            settings["yaml.schemaStore.enable"] = True
        with server(folder, settings) as running:
            if asks:
                proxy.accept()[0].close()
            assert running.remarks(texts_in(folder)) == {"playbook.yaml": []}
            if not asks:
                with pytest.raises(TimeoutError):
                    proxy.accept()
