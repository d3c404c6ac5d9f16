"""``playbook translate``: what it makes of a playbook's texts, and what it leaves as it is."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from click.testing import CliRunner, Result

from playbook import pipeline
from playbook.cli import main
from playbook.errors import NotFound
from playbook.renderers import Choices

PLAYBOOK = """\
id: sale
name: Sale
language: en  # what we write
stages:
  - id: trial
    name: Trial
    goal: The buyer has tried it
    tasks: [Call the sponsor, Write the recap]
    exit: [The sponsor has agreed in writing]
  - {id: won, name: Won, kind: won}
  - {id: lost, name: Lost, kind: lost}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    here = tmp_path / "sale"
    here.mkdir()
    (here / "playbook.yaml").write_text(PLAYBOOK, "utf-8")
    return here


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["--language", "en", "translate", *words])


def read(folder: Path, tag: str = "bg") -> Catalog:
    return read_po(BytesIO((folder / "locales" / f"{tag}.po").read_bytes()), abort_invalid=True)


def contexts(folder: Path) -> list[tuple[object, object, object]]:
    return [(each.context, each.id, each.string) for each in read(folder) if each.id]


def say(folder: Path, source: str, text: str) -> None:
    """Do a translator's work."""
    path = folder / "locales" / "bg.po"
    before = path.read_text("utf-8")
    old = f'msgid "{source}"\nmsgstr ""'
    assert before.count(old) == 1
    path.write_text(before.replace(old, f'msgid "{source}"\nmsgstr "{text}"'), "utf-8")


def edit(folder: Path, old: str, new: str) -> None:
    path = folder / "playbook.yaml"
    before = path.read_text("utf-8")
    assert old in before
    path.write_text(before.replace(old, new), "utf-8")


def test_a_new_language_gets_a_catalogue_of_all_texts_in_the_order_of_the_playbook(
    folder: Path,
) -> None:
    result = run("sale", "--language", "bg")
    assert result.exit_code == 0, result.output
    assert contexts(folder) == [
        ("name", "Sale", ""),
        ("stages.trial.name", "Trial", ""),
        ("stages.trial.goal", "The buyer has tried it", ""),
        ("stages.trial.exit", "The sponsor has agreed in writing", ""),
        ("stages.trial.tasks", "Call the sponsor", ""),
        ("stages.trial.tasks", "Write the recap", ""),
        ("stages.won.name", "Won", ""),
        ("stages.lost.name", "Lost", ""),
    ]


def test_an_entry_says_where_the_text_is_used_in_the_language_of_the_playbook(folder: Path) -> None:
    edit(folder, "language: en", "language: zh-CN")
    assert run("sale", "--language", "bg").exit_code == 0
    [goal] = [each for each in read(folder) if each.context == "stages.trial.goal"]
    assert goal.auto_comments == ["阶段 “Trial” › 目标"]
    assert [file for file, _line in goal.locations] == ["playbook.yaml"]


def test_the_language_is_added_to_the_playbook_and_nothing_else_is_touched(folder: Path) -> None:
    run("sale", "--language", "bg")
    run("sale", "--language", "zh-CN")
    named = "language: en  # what we write\nlanguages: [bg, zh-CN]\n"
    assert (folder / "playbook.yaml").read_text("utf-8") == PLAYBOOK.replace(
        "language: en  # what we write\n", named
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("languages: [ zh-CN ]  # ours\r\n", "languages: [zh-CN, bg]  # ours\r\n"),
        ("languages: []\n", "languages: [bg]\n"),
        ("", "languages: [bg]\n"),
    ],
)
def test_a_list_of_languages_keeps_what_stands_around_it(
    folder: Path, written: str, expected: str
) -> None:
    path = folder / "playbook.yaml"
    head = "\ufeffid: sale\nname: Sale\n"
    tail = PLAYBOOK[PLAYBOOK.index("stages:") :]
    path.write_bytes(f"{head}{written}{tail}".encode())
    run("sale", "--language", "bg")
    assert path.read_bytes().decode() == f"{head}{expected}{tail}"


def test_a_list_that_cannot_be_edited_safely_is_left_to_its_author(folder: Path) -> None:
    edit(folder, "language: en  # what we write\n", "languages:\n  - zh-CN\n")
    before = (folder / "playbook.yaml").read_bytes()
    result = run("sale", "--language", "bg")
    assert 'Add bg to "languages" in sale/playbook.yaml' in result.output
    assert (folder / "playbook.yaml").read_bytes() == before


def test_a_second_run_changes_no_byte(folder: Path) -> None:
    run("sale", "--language", "bg")
    say(folder, "Trial", "Проба")
    path = folder / "locales" / "bg.po"
    before, stamp = path.read_bytes(), path.stat().st_mtime_ns
    assert run("sale").exit_code == 0
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (before, stamp)


def test_a_changed_source_keeps_its_translation_with_a_mark_and_the_old_source(
    folder: Path,
) -> None:
    run("sale", "--language", "bg")
    say(folder, "The buyer has tried it", "Купувачът го е опитал")
    edit(folder, "The buyer has tried it", "All users have tried it")
    assert run("sale").exit_code == 0
    written = (folder / "locales" / "bg.po").read_text("utf-8")
    assert (
        "#, fuzzy\n"
        '#| msgid "The buyer has tried it"\n'
        'msgctxt "stages.trial.goal"\n'
        'msgid "All users have tried it"\n'
        'msgstr "Купувачът го е опитал"\n'
    ) in written
    edit(folder, "All users have tried it", "Everybody has tried it")
    run("sale")
    again = (folder / "locales" / "bg.po").read_text("utf-8")
    assert again == written.replace("All users have tried it", "Everybody has tried it")


def test_a_source_that_is_what_it_was_again_needs_no_second_look(folder: Path) -> None:
    run("sale", "--language", "bg")
    say(folder, "The buyer has tried it", "Купувачът го е опитал")
    before = (folder / "locales" / "bg.po").read_bytes()
    edit(folder, "The buyer has tried it", "All users have tried it")
    run("sale")
    edit(folder, "All users have tried it", "The buyer has tried it")
    run("sale")
    assert (folder / "locales" / "bg.po").read_bytes() == before


def test_of_a_list_the_text_that_changed_keeps_the_translation_that_is_its_own(
    folder: Path,
) -> None:
    run("sale", "--language", "bg")
    say(folder, "Call the sponsor", "Обадете се на спонсора")
    say(folder, "Write the recap", "Напишете резюмето")
    edit(
        folder,
        "[Call the sponsor, Write the recap]",
        "[Write the recap by hand, Ask for the budget, Call the sponsor]",
    )
    run("sale")
    tasks = {
        each.id: (each.string, each.fuzzy)
        for each in read(folder)
        if each.context == "stages.trial.tasks"
    }
    assert tasks == {
        "Write the recap by hand": ("Напишете резюмето", True),
        "Ask for the budget": ("", False),
        "Call the sponsor": ("Обадете се на спонсора", False),
    }


def test_a_text_that_stands_elsewhere_now_keeps_its_translation(folder: Path) -> None:
    run("sale", "--language", "bg")
    say(folder, "The sponsor has agreed in writing", "Спонсорът е приел писмено")
    edit(folder, "    exit: [The sponsor has agreed in writing]\n", "")
    edit(
        folder,
        "id: won, name: Won, kind: won",
        "id: won, name: Won, kind: won, goal: The sponsor has agreed in writing",
    )
    run("sale")
    assert (
        "stages.won.goal",
        "The sponsor has agreed in writing",
        "Спонсорът е приел писмено",
    ) in contexts(folder)
    assert not read(folder).obsolete


def test_what_is_needed_no_more_is_kept_at_the_end_and_comes_back(folder: Path) -> None:
    run("sale", "--language", "bg")
    say(folder, "Write the recap", "Напишете резюмето")
    before = (folder / "locales" / "bg.po").read_bytes()
    edit(folder, ", Write the recap", "")
    run("sale")
    written = (folder / "locales" / "bg.po").read_text("utf-8")
    assert written.endswith(
        '#~ msgctxt "stages.trial.tasks"\n'
        '#~ msgid "Write the recap"\n'
        '#~ msgstr "Напишете резюмето"\n'
    )
    edit(folder, "[Call the sponsor]", "[Call the sponsor, Write the recap]")
    run("sale")
    assert (folder / "locales" / "bg.po").read_bytes() == before


def test_what_translators_have_written_is_kept(folder: Path) -> None:
    run("sale", "--language", "bg")
    path = folder / "locales" / "bg.po"
    text = path.read_text("utf-8")
    text = text.replace("# Sale: Български (bg)\n", "# Мария, 2027\n# для отдела продаж\n")
    text = text.replace('"Language: bg\\n"\n', '"Language: bg\\n"\n"X-Generator: Poedit 3.5\\n"\n')
    text = text.replace(
        '#. Stage › Name\n#: playbook.yaml\nmsgctxt "stages.trial', "# пробен?\n\\0"
    )
    text = text.replace("\\0", '#. Stage › Name\n#: playbook.yaml\nmsgctxt "stages.trial')
    path.write_text(text, "utf-8")
    edit(folder, "name: Lost", "name: Gone")
    assert run("sale").exit_code == 0
    assert path.read_text("utf-8") == text.replace('"Lost"', '"Gone"')


def test_a_file_whose_lines_an_editor_has_folded_is_left_alone(folder: Path) -> None:
    run("sale", "--language", "bg")
    path = folder / "locales" / "bg.po"
    folded = path.read_text("utf-8").replace(
        'msgid "The buyer has tried it"', 'msgid ""\n"The buyer "\n"has tried it"'
    )
    path.write_text(folded, "utf-8")
    assert run("sale").exit_code == 0
    assert path.read_text("utf-8") == folded


def test_entries_of_msgmerge_are_read(folder: Path) -> None:
    run("sale", "--language", "bg")
    path = folder / "locales" / "bg.po"
    more = '\n#, fuzzy\n#~| msgid "Before"\n#~ msgctxt "rules"\n#~ msgid "Old"\n#~ msgstr "Старо"\n'
    path.write_text(path.read_text("utf-8") + more, "utf-8")
    assert run("sale", "--check").exit_code == 1
    edit(folder, "name: Lost", "name: Gone")
    run("sale")
    assert [each.id for each in read(folder).obsolete.values()] == ["Old"]
    assert "PB910" not in [
        each.code for each in pipeline.lint([folder]).findings if "cannot be read" in each.message
    ]


def test_a_text_of_nothing_but_placeholders_is_its_own_translation(folder: Path) -> None:
    edit(folder, "name: Sale\n", 'name: Sale\ndeal_name: "{{account}} – {{source}}"\n')
    run("sale", "--language", "bg")
    name = "{{account}} – {{source}}"
    assert ("deal_name", name, name) in contexts(folder)
    assert {each.code for each in pipeline.lint([folder]).findings} == {"PB910"}


def test_long_prose_is_translated_beside_its_file_and_missing_files_are_named(
    folder: Path,
) -> None:
    (folder / "stages").mkdir()
    (folder / "stages" / "trial.md").write_text("Ask **why**.", "utf-8")
    result = run("sale", "--language", "bg")
    assert "1 file to be written:\n    sale/stages/trial.bg.md" in result.output
    assert "stages.trial.notes" not in [context for context, _id, _text in contexts(folder)]
    assert not (folder / "stages" / "trial.bg.md").exists()
    (folder / "stages" / "trial.bg.md").write_text("Попитайте **защо**.", "utf-8")
    assert "to be written" not in run("sale").output


def test_prose_that_somebody_has_translated_in_the_catalogue_stays_there(folder: Path) -> None:
    (folder / "stages").mkdir()
    (folder / "stages" / "trial.md").write_text("Ask why.", "utf-8")
    run("sale", "--language", "bg")
    path = folder / "locales" / "bg.po"
    own = '\nmsgctxt "stages.trial.notes"\nmsgid "Ask why."\nmsgstr "Попитайте защо."\n'
    path.write_text(path.read_text("utf-8") + own, "utf-8")
    result = run("sale")
    assert ("stages.trial.notes", "Ask why.", "Попитайте защо.") in contexts(folder)
    assert "to be written" not in result.output


def test_the_table_and_the_linter_count_alike(folder: Path) -> None:
    edit(folder, "stages:", "every_stage: {rules: [Be honest]}\nstages:")
    (folder / "stages").mkdir()
    (folder / "stages" / "trial.md").write_text("Ask **why**.", "utf-8")
    run("sale", "--language", "bg")
    say(folder, "Trial", "Проба")
    [row] = json.loads(run("sale", "--format", "json").stdout)["folders"][0]["languages"]
    assert (row["translated"], row["missing"], row["stale"], row["percent"]) == (1, 9, 0, 10)
    assert row["missing_files"] == ["sale/stages/trial.bg.md"]
    [finding] = [each for each in pipeline.lint([folder]).findings if each.code == "PB910"]
    assert finding.message == "9 of 10 texts are not translated into bg."


def test_check_writes_nothing_and_fails_until_all_is_done(folder: Path) -> None:
    edit(folder, "language: en", "languages: [bg]\nlanguage: en")
    result = run("sale", "--check")
    assert result.exit_code == 1
    assert "sale/locales/bg.po does not have the texts that there are now." in result.output
    assert not (folder / "locales").exists()
    run("sale")
    for each in read(folder):
        if each.id:
            say(folder, str(each.id), f"На български: {str(each.id).upper()}")
    done = run("sale", "--check")
    assert (done.exit_code, done.output.split()[-1]) == (0, "100%")
    edit(folder, "Call the sponsor", "Call our sponsor")
    before = (folder / "locales" / "bg.po").read_bytes()
    stale = run("sale", "--check", "--format", "json")
    assert stale.exit_code == 1
    [row] = json.loads(stale.stdout)["folders"][0]["languages"]
    assert (row["stale"], row["current"]) == (1, False)
    assert (folder / "locales" / "bg.po").read_bytes() == before


def test_a_made_catalogue_passes_the_linter_apart_from_what_is_missing(folder: Path) -> None:
    run("sale", "--language", "bg")
    assert {each.code for each in pipeline.lint([folder]).findings} == {"PB910"}
    say(folder, "The buyer has tried it", "Купувачът го е опитал")
    edit(folder, "The buyer has tried it", "All users have tried it")
    for _again in range(2):
        assert {each.code for each in pipeline.lint([folder]).findings} == {"PB910", "PB911"}
        run("sale")


def test_a_variant_takes_over_what_its_base_has_translated(folder: Path) -> None:
    run("sale", "--language", "bg")
    say(folder, "Trial", "Проба")
    variant = folder.parent / "partners"
    variant.mkdir()
    text = "id: partners\nname: Partners\nextends: ../sale\nreason: They call first\n"
    (variant / "playbook.yaml").write_text(text, "utf-8")
    assert run("partners").exit_code == 0
    assert ("stages.trial.name", "Trial", "Проба") in contexts(variant)
    assert ("name", "Partners", "") in contexts(variant)


def test_prose_of_a_library_is_translated_in_the_library(folder: Path) -> None:
    library = folder.parent / "library"
    (library / "assets").mkdir(parents=True)
    (library / "assets.yaml").write_text("mail: {name: Mail, kind: email}\n", "utf-8")
    (library / "assets" / "mail.md").write_text("Dear buyer", "utf-8")
    edit(folder, "name: Sale\n", "name: Sale\nuses: [../library]\n")
    result = run("sale", "--language", "bg")
    assert "library/assets/mail.bg.md" in result.output
    assert ("assets.mail.name", "Mail", "") in contexts(folder)
    (library / "assets" / "mail.bg.md").write_text("Уважаеми купувачо", "utf-8")
    assert "to be written" not in run("sale").output


def test_playbooks_in_one_folder_share_a_catalogue(folder: Path) -> None:
    other = PLAYBOOK.replace("id: sale", "id: sale-again").replace("name: Sale", "name: Anew")
    named = "languages: [bg]\nlanguage: en"
    (folder / "playbook.yaml").rename(folder / "sale.yaml")
    (folder / "sale.yaml").write_text(PLAYBOOK.replace("language: en", named), "utf-8")
    (folder / "anew.yaml").write_text(other.replace("language: en", named), "utf-8")
    run("sale")
    say(folder, "Anew", "Отново")
    before = (folder / "locales" / "bg.po").read_bytes()
    run("sale/sale.yaml")
    assert (folder / "locales" / "bg.po").read_bytes() == before
    codes = {each.code for each in pipeline.lint([folder]).findings}
    assert "PB911" not in codes


def test_a_folder_of_playbooks_is_done_in_one_go(folder: Path) -> None:
    other = folder.parent / "anew"
    other.mkdir()
    text = PLAYBOOK.replace("language: en", "language: zh-CN").replace("id: sale", "id: sale-again")
    (other / "playbook.yaml").write_text(text, "utf-8")
    assert run(".", "--language", "zh-CN").exit_code == 0
    assert (folder / "locales" / "zh-CN.po").exists()
    assert not (other / "locales").exists()


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("sale", "--language", "../x"), 2, '"../x" is no language tag'),
        (("sale", "--language", "en"), 2, '"en" is the language that it is written in'),
        (("nowhere",), 2, "nowhere"),
        (("sale",), 0, "It names no other languages"),
        (("sale", "--check"), 0, "It names no other languages"),
    ],
)
def test_what_cannot_be_done_is_said(
    folder: Path, words: tuple[str, ...], code: int, says: str
) -> None:
    result = run(*words)
    assert (result.exit_code, says in result.output) == (code, True), result.output
    assert not (folder / "locales").exists()


def test_a_broken_catalogue_is_named_with_its_line_and_not_overwritten(folder: Path) -> None:
    run("sale", "--language", "bg")
    path = folder / "locales" / "bg.po"
    path.write_text('msgid "Trial"\nmsgstr Проба\n', "utf-8")
    result = run("sale")
    assert result.exit_code == 2
    assert "sale/locales/bg.po, line 2: this catalogue cannot be read" in result.stderr
    assert path.read_text("utf-8") == 'msgid "Trial"\nmsgstr Проба\n'


def test_a_playbook_that_cannot_be_read_is_not_translated(folder: Path) -> None:
    edit(folder, "id: trial", "id: Trial!")
    result = run("sale", "--language", "bg")
    assert result.exit_code == 1
    assert not (folder / "locales").exists()


def test_a_mistake_in_a_translation_does_not_stop_its_translator(folder: Path) -> None:
    edit(folder, "The buyer has tried it", "The buyer has tried it for 14 days")
    run("sale", "--language", "bg")
    say(folder, "The buyer has tried it for 14 days", "Купувачът го е опитвал 40 дни")
    assert "PB913" in {each.code for each in pipeline.lint([folder]).findings}
    assert run("sale").exit_code == 0


@pytest.mark.parametrize("name", ["locales", "locales/bg.po"])
def test_nothing_is_written_outside_the_workspace(folder: Path, name: str) -> None:
    outside = folder.parent.parent / f"outside-{folder.parent.name}"
    outside.mkdir()
    target = outside if name == "locales" else outside / "bg.po"
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).symlink_to(target, target_is_directory=name == "locales")
    result = run("sale", "--language", "bg")
    assert result.exit_code == 2
    assert "is not written" in result.stderr
    assert list(outside.iterdir()) == []
    assert (folder / "playbook.yaml").read_text("utf-8") == PLAYBOOK


def test_an_empty_catalogue_is_no_translation_yet(folder: Path) -> None:
    edit(folder, "name: Sale\n", 'name: Sale\ndeal_name: "{{account}} – {{source}}"\n')
    run("sale", "--language", "bg")
    with pytest.raises(NotFound, match="not translated into"):
        pipeline.render([folder], "picture", "svg", Choices(), ["bg"])
    say(folder, "Trial", "Проба")
    [picture] = pipeline.render([folder], "picture", "svg", Choices(), ["bg"]).values()
    assert "Проба" in str(picture)
