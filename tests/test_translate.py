"""Translations: a catalogue beside the playbook turns its texts, and nothing else."""

from pathlib import Path

from playbook import translate
from playbook.loading import load
from playbook.model import Playbook

PLAYBOOK = """\
id: sale
name: Sale
languages: [bg]
every_stage: {max_days: 30, overdue: {do: Decide, owner: rep}}
owner: rep
review_by: 2099-01-31
roles: {rep: {name: Rep}}
reasons: {price: {name: Price}}
stages:
  - {id: a, name: First, tasks: [Call], exit: [The buyer has signed]}
  - {id: won, name: Won, kind: won}
  - {id: lost, name: Lost, kind: lost}
"""
CATALOGUE = """\
msgctxt "name"
msgid "Sale"
msgstr "Продажба"

msgctxt "stages.a.name"
msgid "First"
msgstr "Първи"

msgctxt "stages.a.tasks"
msgid "Call"
msgstr "Обадете се"

msgctxt "every_stage.overdue.do"
msgid "Decide"
msgstr "Решете"

msgctxt "roles.rep.name"
msgid "Rep"
msgstr ""
"""


def folder_with(tmp_path: Path, **more: str) -> Path:
    (tmp_path / "locales").mkdir()
    (tmp_path / "playbook.yaml").write_text(PLAYBOOK, "utf-8")
    (tmp_path / "locales" / "bg.po").write_text(CATALOGUE, "utf-8")
    for name, text in more.items():
        path = tmp_path / name.replace("__", "/")
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path / "playbook.yaml"


def in_bulgarian(main: Path) -> Playbook:
    loaded = load(main)
    assert loaded.playbook is not None
    return translate.translated(loaded.playbook, loaded.document, loaded.catalogues["bg"])


def test_texts_are_turned_and_ids_stay(tmp_path: Path) -> None:
    playbook = in_bulgarian(folder_with(tmp_path))
    assert playbook.language == "bg"
    assert playbook.name == "Продажба"
    first = playbook.stages[0]
    assert (first.id, first.name) == ("a", "Първи")
    assert first.tasks[0].do == "Обадете се"
    assert first.overdue is not None
    assert first.overdue.do == "Решете"


def test_what_is_not_translated_stays_as_it_is(tmp_path: Path) -> None:
    playbook = in_bulgarian(folder_with(tmp_path))
    assert [role.name for role in playbook.roles.values()] == ["Rep"]
    assert playbook.stages[1].name == "Won"


def test_markdown_in_another_language_is_a_translation(tmp_path: Path) -> None:
    main = folder_with(tmp_path, stages__a_md="")
    (main.parent / "stages" / "a_md").unlink()
    (main.parent / "stages" / "a.md").write_text("Ask **why**.", "utf-8")
    (main.parent / "stages" / "a.bg.md").write_text("Попитайте **защо**.", "utf-8")
    loaded = load(main)
    assert loaded.playbook is not None
    assert loaded.playbook.stages[0].notes == "Ask **why**."
    assert in_bulgarian(main).stages[0].notes == "Попитайте **защо**."
