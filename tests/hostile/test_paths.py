"""What a playbook refers to, and what lies in its folder: nothing outside, and nothing odd, is read."""

import os
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from tests.hostile.guarded import lint
from tests.hostile.samples import GOOD, HEAD

from playbook import pipeline
from playbook.errors import PlaybookError
from playbook.findings import Finding

TODAY = date(2026, 11, 21)


def findings(*paths: Path) -> tuple[Finding, ...]:
    return pipeline.lint(paths, TODAY).findings


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with a playbook in it, and a secret outside it."""
    (tmp_path / "secret.yaml").write_text("password: hunter2\n", "utf-8")
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "roles.yaml").write_text("hunter2: {name: Hunter}\n", "utf-8")
    folder = tmp_path / "work" / "sales"
    folder.mkdir(parents=True)
    (tmp_path / "work" / "playbook.toml").write_text("", "utf-8")
    (folder / "playbook.yaml").write_text(GOOD, "utf-8")
    return folder


OUTSIDE = {
    "the folder above": "../../secrets",
    "far above": "../" * 60 + "etc",
    "from the root": "/etc",
    "from the root of another computer": "C:\\Windows",
    "with backslashes": "..\\..\\secrets",
    "from a home": "~/.ssh",
    "on the web": "https://example.com/library",
    "in a file's address": "file:///etc",
    "on a share": "//server/share",
    "a device": "/dev",
    "of 70 000 characters": "x" * 60_000,
    "of 300 folders": "x/" * 300,
    "nothing": "",
    "with a zero": "a\\0b",
    "with a line break": "a\\nb",
    "that is the folder itself": ".",
}


@pytest.mark.parametrize("name", OUTSIDE.values(), ids=OUTSIDE)
@pytest.mark.parametrize("key", ["uses", "extends"])
def test_nothing_outside_the_workspace_is_read(key: str, name: str, workspace: Path) -> None:
    written = name if "\\0" in name or "\\n" in name else name.replace("\\", "\\\\")
    value = f'["{written}"]' if key == "uses" else f'"{written}"'
    main = workspace / "playbook.yaml"
    text = GOOD if key == "uses" else HEAD + "reason: Another team\n"
    main.write_text(f"{text}{key}: {value}\n", "utf-8")
    found = findings(main)
    assert not any("hunter2" in f"{each.message} {each.help}" for each in found)
    is_itself = key == "uses" and name in ("", ".")
    assert bool(found) is not (key == "uses" and name == "."), found
    if not is_itself:
        at = text.count("\n") + 1
        assert {each.place.line for each in found} == {at}, found
        assert {each.code for each in found} & {"PB105", "PB901", "PB004", "PB044"}, found


def link(at: Path, to: Path) -> None:
    at.parent.mkdir(exist_ok=True)
    try:
        at.symlink_to(to)
    except OSError:  # pragma: no cover - Windows without the right to
        pytest.skip("this computer makes no links")


@pytest.mark.parametrize(
    "name", ["roles.yaml", "roles", "stages/won.md", "roles/boss.yaml", "crm.yaml"]
)
def test_a_link_out_of_the_workspace_is_not_followed(name: str, workspace: Path) -> None:
    outside = workspace.parents[1]
    link(workspace / name, outside / ("secrets" if name == "roles" else "secret.yaml"))
    (found,) = findings(workspace)
    assert found.code == "PB106"
    assert "outside" in found.help
    assert found.place.file.endswith(name)


def test_a_catalogue_that_is_a_link_out_of_the_workspace_is_not_read(workspace: Path) -> None:
    main = workspace / "playbook.yaml"
    main.write_text(main.read_text("utf-8") + "languages: [bg]\n", "utf-8")
    link(workspace / "locales" / "bg.po", workspace.parents[1] / "secret.yaml")
    said = [f"{each.code} {each.message}" for each in findings(workspace)]
    assert any(each.startswith("PB910") and "outside" in each for each in said), said
    assert not any("hunter2" in each for each in said)


def test_a_playbook_that_is_a_link_out_of_the_workspace_is_not_opened(workspace: Path) -> None:
    main = workspace / "playbook.yaml"
    main.unlink()
    link(main, workspace.parents[1] / "secret.yaml")
    with pytest.raises(PlaybookError, match="link to a file outside"):
        findings(main)


def test_a_link_within_the_workspace_is_followed(workspace: Path) -> None:
    shared = workspace.parent / "shared.yaml"
    shared.write_text("- Only a signed order counts\n", "utf-8")
    link(workspace / "rules.yaml", shared)
    assert findings(workspace) == ()


def test_links_that_lead_nowhere_or_round_are_named(workspace: Path) -> None:
    link(workspace / "roles.yaml", workspace / "gone.yaml")
    link(workspace / "fields.yaml", workspace / "fields.yaml")
    found = findings(workspace)
    assert [each.code for each in found] == ["PB106", "PB106"]
    assert all("not there" in each.help for each in found)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this computer has no pipes with names")
def test_pipes_and_devices_are_not_read(workspace: Path) -> None:
    os.mkfifo(workspace / "roles.yaml")
    os.mkfifo(workspace / "crm.yaml")
    (workspace / "stages").mkdir()
    os.mkfifo(workspace / "stages" / "won.md")
    run = lint(workspace, inside=workspace.parents[1])
    assert {each["code"] for each in run.findings} == {"PB106"}
    assert len(run.findings) == 2
    os.mkfifo(workspace / "main.yaml")
    assert "no plain file" in lint(workspace / "main.yaml", inside=workspace).err
    if Path("/dev/zero").exists():
        assert "no plain file" in lint(Path("/dev/zero"), inside=workspace).err
        link(workspace / "endless.yaml", Path("/dev/zero"))
        assert lint(workspace / "endless.yaml", inside=workspace).code == 2


def test_a_folder_with_a_files_name_is_named(workspace: Path) -> None:
    (workspace / "roles.yaml").mkdir()
    (found,) = findings(workspace)
    assert (found.code, found.help) == ("PB106", "It is a folder.")


@pytest.mark.parametrize("name", ["", "x" * 5000, "a\u202eb", "../" * 2000])
def test_a_path_that_cannot_be_is_said_to_be_missing(name: str, tmp_path: Path) -> None:
    with pytest.raises(PlaybookError, match=r"not there|no playbook"):
        findings(tmp_path / "none" / name)


def chain(folder: Path, length: int) -> Path:
    """A row of playbooks, each extending the next; the last one stands for itself."""
    for number in range(length):
        text = f"id: p{number}\nname: P\nextends: p{number + 1}\nreason: Another team\n"
        (folder / f"p{number}.yaml").write_text(text, "utf-8")
    (folder / f"p{length}.yaml").write_text(GOOD, "utf-8")
    return folder / "p0.yaml"


def test_a_chain_may_be_long_and_not_endless(tmp_path: Path) -> None:
    assert "PB901" not in {each.code for each in findings(chain(tmp_path, 15))}
    too_long = findings(chain(tmp_path, 300))
    assert [each.code for each in too_long] == ["PB901"]
    assert "More than 16" in too_long[0].help


@pytest.mark.parametrize("length", [1, 2, 5])
def test_a_circle_is_shown(length: int, tmp_path: Path) -> None:
    main = chain(tmp_path, length)
    last = tmp_path / f"p{length}.yaml"
    last.write_text("id: last\nname: L\nextends: p0\nreason: Another team\n", "utf-8")
    found = findings(main)
    assert [each.code for each in found] == ["PB901"]
    assert found[0].place.file.endswith(last.name)
    assert "circle" in found[0].help
    assert found[0].help.count("→") == length + 1


def test_a_folder_of_very_many_files_is_read_in_part_and_that_is_said(workspace: Path) -> None:
    (workspace / "glossary").mkdir()
    for number in range(1100):
        text = f"name: Term {number}\nmeans: Something\n"
        (workspace / "glossary" / f"t{number}.yaml").write_text(text, "utf-8")
    found = findings(workspace)
    assert [each.code for each in found] == ["PB003"]
    assert "too many files" in found[0].message


def test_files_that_are_too_much_together_are_read_in_part(workspace: Path) -> None:
    (workspace / "pages.yaml").write_text(
        "".join(f"- {{id: p{n}, name: Page {n}}}\n" for n in range(15)), "utf-8"
    )
    (workspace / "pages").mkdir()
    for number in range(15):
        (workspace / "pages" / f"p{number}.md").write_text("word " * 190_000, "utf-8")
    found = findings(workspace)
    assert [each.code for each in found] == ["PB003"]


# Names that are fine here and mean something else, or the same, on another computer.


RESERVED = ["CON", "nul", "aux.b", "COM1", "LPT9", "con.", "roles ", "a:b", "a*b", 'a"b', "a|b"]


@pytest.mark.parametrize("name", RESERVED)
@pytest.mark.parametrize("key", ["uses", "extends"])
def test_a_name_that_windows_keeps_for_itself_is_no_library(
    key: str, name: str, workspace: Path
) -> None:
    """It is not there, like any other name; nothing is opened, and the line is named."""
    main = workspace / "playbook.yaml"
    value = f"['{name}']" if key == "uses" else f"'{name}'"
    text = GOOD if key == "uses" else HEAD + "reason: Another team\n"
    main.write_text(f"{text}{key}: {value}\n", "utf-8")
    found = findings(main)
    assert {each.place.line for each in found} == {text.count("\n") + 1}, found
    assert {each.code for each in found} <= {"PB105", "PB901"}


def test_a_file_whose_name_differs_in_case_only_is_said(workspace: Path) -> None:
    """On a Mac or on Windows it would be the section's file; here nobody would read it."""
    (workspace / "Roles.yaml").write_text("boss: {name: Boss}\n", "utf-8")
    (found,) = findings(workspace)
    assert (found.code, Path(found.place.file).name) == ("PB106", "Roles.yaml")
    assert "roles" in found.help


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_library_is_found_however_its_accents_are_written(form: str, workspace: Path) -> None:
    """Macs take names apart that were typed in one piece; what is on the disk is what counts."""
    name = unicodedata.normalize(form, "отдел-й-é")  # type: ignore[arg-type]
    library = workspace.parent / name
    library.mkdir()
    (library / "assets.yaml").write_text("deck: {name: Deck, url: 'https://a.b'}\n", "utf-8")
    main = workspace / "playbook.yaml"
    main.write_text(f"{GOOD}uses: ['../{name}']\n", "utf-8")
    assert [each for each in findings(main) if each.code in ("PB105", "PB004", "PB046")] == []


def test_ids_that_look_alike_or_differ_in_form_are_refused(workspace: Path) -> None:
    """Only Latin letters without accents are ids, so there is one way to write each."""
    for number, id in enumerate(["ro\u0301le", "r\u00f3le", "rоle", "ROLE", "ｒole"]):
        main = workspace / "playbook.yaml"
        main.write_text(f"{GOOD}fields:\n  {id}: {{name: F{number}, type: text}}\n", "utf-8")
        said = {each.code for each in findings(main)}
        assert "PB046" in said, (id, said)
