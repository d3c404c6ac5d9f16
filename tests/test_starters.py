"""A first playbook: every starter, in a new folder, is one that its owner can go on from."""

import io
import json
import re
import shlex
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
import yaml
from click.testing import CliRunner, Result

from playbook import starters
from playbook.assembly.folder import sections
from playbook.cli import main
from playbook.messages import closest, speaking
from playbook.resources import PLAYBOOKS, SCHEMAS, schema_name

SHIPPED = starters.all_starters()
SMALLEST = [starter for starter in SHIPPED if starter.id.startswith("smallest")]
MODELINE = re.compile(r"^# yaml-language-server: \$schema=(\S+)$", re.MULTILINE)


def playbook(*arguments: str | Path, answers: str | None = None) -> Result:
    """What the command line says to someone who reads English."""
    words = ["--language", "en", *(str(each) for each in arguments)]
    return CliRunner().invoke(main, words, input=answers, catch_exceptions=False)


def made(folder: Path, *options: str, answers: str | None = None) -> Path:
    """A new playbook's folder."""
    result = playbook("new", folder, *options, answers=answers)
    assert result.exit_code == 0, result.output
    return folder


def data(file: Path) -> Any:
    return yaml.safe_load(file.read_text("utf-8"))


def assert_clean(folder: Path, level: str = "warning") -> None:
    result = playbook("lint", folder, "--fail-on", level)
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize(
    ("options", "language", "won"),
    [
        ((), "en", "Won"),
        (("--language", "en"), "en", "Won"),
        (("--language", "zh-CN"), "zh-CN", "赢单"),
        (("--language", "zh"), "zh-CN", "赢单"),
        (("--language", "bg"), "bg", "Спечелена"),
        (("--language", "bg_BG"), "bg", "Спечелена"),
    ],
)
def test_without_a_name_it_is_the_smallest_one_in_the_language(
    options: tuple[str, ...], language: str, won: str, tmp_path: Path
) -> None:
    folder = made(tmp_path / "my-sales", *options)
    first = data(folder / "playbook.yaml")
    assert first["language"] == language
    assert [stage["name"] for stage in first["stages"] if stage.get("kind") == "won"] == [won]
    assert_clean(folder)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--language", "fr"), "There is no starter in fr. Known here: en, bg, zh-CN."),
        (
            ("--starter", "smallest", "--language", "fr"),
            "There is no starter in fr. Known here: en, bg, zh-CN.",
        ),
        (
            ("--starter", "b2b-starter", "--language", "bg"),
            '"b2b-starter" is in en. In bg there are: seven-stages, smallest-bg.',
        ),
        (
            ("--starter", "overview-channel", "--language", "en"),
            '"overview-channel" is in zh-CN. In en there are: b2b-starter, smallest.',
        ),
    ],
)
def test_a_language_that_cannot_be_had_is_not_english_instead(
    options: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    result = playbook("new", tmp_path / "my-sales", *options)
    assert result.exit_code == 2
    assert said in result.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("starter", "tag"), [("b2b-starter", "en"), ("overview-channel", "zh")])
def test_a_starter_and_its_own_language_go_together(starter: str, tag: str, tmp_path: Path) -> None:
    made(tmp_path / "mine", "--starter", starter, "--language", tag)
    assert (tmp_path / "mine" / "playbook.yaml").is_file()


@pytest.mark.parametrize("word", ["null", "yes", "true"])
def test_a_folder_with_a_word_of_yaml_for_a_name_gives_no_id(word: str, tmp_path: Path) -> None:
    made(tmp_path / word)
    assert "\nid: smallest\n" in f"\n{(tmp_path / word / 'playbook.yaml').read_text('utf-8')}"


@pytest.mark.parametrize("starter", SHIPPED, ids=lambda starter: starter.id)
def test_every_starter_is_clean_and_makes_a_handbook_from_wherever_one_stands(
    starter: starters.Starter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand = tmp_path / "stand"
    stand.mkdir()
    monkeypatch.chdir(stand)
    made(Path("mychan"), "--starter", starter.id)
    for place, book in ((".", "all"), ("mychan", "own")):
        assert_clean(Path(place), "error")
        result = playbook("handbook", place, "-o", tmp_path / book)
        assert result.exit_code == 0, result.output
        assert (tmp_path / book / "index.html").is_file()


def test_a_folder_named_like_the_base_does_not_take_its_id(tmp_path: Path) -> None:
    folder = made(tmp_path / "overview-b2b", "--starter", "overview-channel")
    assert data(folder / "playbook.yaml")["id"] == "overview-channel"
    assert_clean(tmp_path, "error")


def test_the_base_goes_on_in_the_new_playbook_by_its_new_id(tmp_path: Path) -> None:
    folder = made(tmp_path / "my-sales", "--starter", "overview-channel")
    base = data(folder / "overview-b2b" / "playbook.yaml")
    assert base["id"] == "overview-b2b"
    assert base["continues"]["to-channel"]["playbook"] == "my-sales"


@pytest.mark.parametrize("starter", SHIPPED, ids=lambda starter: starter.id)
def test_a_new_playbook_needs_nothing_outside_its_folder(
    starter: starters.Starter, tmp_path: Path
) -> None:
    folder = made(tmp_path / "my-sales", "--starter", starter.id)
    first = data(folder / "playbook.yaml")
    named = [*first.get("uses", []), *([first["extends"]] if "extends" in first else [])]
    for name in named:
        assert (folder / name).resolve().is_relative_to(folder.resolve())
        assert (folder / name).is_dir()


@pytest.mark.parametrize("starter", SHIPPED, ids=lambda starter: starter.id)
def test_the_folder_gives_the_playbook_its_id(starter: starters.Starter, tmp_path: Path) -> None:
    folder = made(tmp_path / "my-sales", "--starter", starter.id)
    first = data(folder / "playbook.yaml")
    assert first["id"] == "my-sales"
    assert starter.id not in {each.get("playbook") for each in first.get("continues", {}).values()}


def test_what_goes_on_in_a_playbook_that_does_not_come_along_waits_behind_a_hash(
    tmp_path: Path,
) -> None:
    shipped = tmp_path / "shipped" / "sales"
    shipped.mkdir(parents=True)
    (shipped / "playbook.yaml").write_text(
        (starters.choose(None, "en").folder / "playbook.yaml").read_text("utf-8") + "continues:\n"
        "  again: {from: [won], playbook: smallest, deal: new}\n"
        "  care:\n"
        "    from: [won]\n"
        "    playbook: care\n"
        "    deal: new\n"
        "\n"
        "# The words\n"
        "glossary:\n"
        "  care: {name: Care, means: What comes after}\n",
        "utf-8",
    )
    folder = tmp_path / "my-sales"
    for name, text in starters.new(
        starters.Starter("smallest", "Sales", "en", shipped), folder, []
    ).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
    assert list(data(folder / "playbook.yaml")["continues"]) == ["again"]
    lines = (folder / "playbook.yaml").read_text("utf-8").splitlines()
    hidden = lines.index("#   care:")
    assert lines[hidden - 1].startswith("# This goes on in a playbook that is not here.")
    assert lines[hidden + 1 : hidden + 6] == [
        "#     from: [won]",
        "#     playbook: care",
        "#     deal: new",
        "",
        "# The words",
    ]
    assert_clean(folder)


@pytest.mark.parametrize(
    ("folder", "id"),
    [
        ("Our sales 2027", "our-sales-2027"),
        ("Продажби София", "prodazhbi-sofiya"),
        ("销售", "smallest"),
    ],
)
def test_an_id_is_made_of_a_folders_name_where_that_can_be_written_in_latin(
    folder: str, id: str, tmp_path: Path
) -> None:
    made(tmp_path / folder)
    assert data(tmp_path / folder / "playbook.yaml")["id"] == id


def test_the_list_shows_every_starter_with_its_language_and_makes_nothing(tmp_path: Path) -> None:
    result = playbook("new", tmp_path / "my-sales", "--starter", "list")
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert len(lines) == len(SHIPPED)
    for starter, line in zip(SHIPPED, lines, strict=True):
        assert line.split()[:2] == [starter.id, starter.language]
        assert line.endswith(starter.name)
    assert list(tmp_path.iterdir()) == []


def test_a_variant_is_in_the_language_of_its_base() -> None:
    channel = next(each for each in SHIPPED if each.id == "overview-channel")
    assert "language" not in data(channel.folder / "playbook.yaml")
    assert channel.language == "zh-CN"


def test_a_starter_that_is_not_there_is_guessed(tmp_path: Path) -> None:
    result = playbook("new", tmp_path / "my-sales", "--starter", "seven-stage")
    assert result.exit_code == 2
    assert 'There is no starter "seven-stage". Did you mean "seven-stages"?' in result.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "there",
    ["notes.txt", ".hidden", "playbook.yaml"],
)
def test_a_folder_with_something_in_it_is_left_alone(there: str, tmp_path: Path) -> None:
    (tmp_path / there).write_text("mine", "utf-8")
    result = playbook("new", tmp_path)
    assert result.exit_code == 2
    assert f'There is something in "{tmp_path}" already.' in result.output
    assert {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()} == {there: "mine"}


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    file = tmp_path / "my-sales"
    file.write_text("mine", "utf-8")
    assert playbook("new", file).exit_code == 2
    assert file.read_text("utf-8") == "mine"


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    folder = tmp_path / "my-sales"
    folder.mkdir()
    assert_clean(made(folder))


def test_it_says_what_to_do_next(tmp_path: Path) -> None:
    folder = tmp_path / "my-sales"
    result = playbook("new", folder)
    assert f"Made: {folder}/playbook.yaml" in result.output
    for command in ("lint", "draw", "handbook"):
        assert f"playbook {command} {folder}" in result.output


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("My Sales 2027", "'My Sales 2027'"),
        ("R&D", "'R&D'"),
        ("Продажби", "Продажби"),
        ("销售", "销售"),
    ],
)
def test_what_to_do_next_can_be_typed_as_it_stands(
    name: str, typed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    lines = playbook("new", name).output.splitlines()
    assert lines[0] == f"Made: {name}/playbook.yaml"
    command = next(line for line in lines if "playbook lint" in line).partition(":")[2].strip()
    assert command == f"playbook lint {typed}"
    assert shlex.split(command)[2] == name


@pytest.mark.parametrize("starter", SHIPPED, ids=lambda starter: starter.id)
def test_the_answers_of_an_interview_are_a_page_in_the_playbooks_language(
    starter: starters.Starter, tmp_path: Path
) -> None:
    with speaking(closest(starter.language)):
        questions = starters.questions()
    given = [f"Отговор 答案 {number}" for number in range(len(questions))]
    given[2] = ""
    folder = made(
        tmp_path / "my-sales",
        *("--starter", starter.id, "--interview"),
        answers="".join(f"{answer}\n" for answer in given),
    )
    page = (folder / "pages" / "team.md").read_text("utf-8")
    parts = re.split(r"(?m)^## (.+)\n", page)[1:]
    assert tuple(parts[0::2]) == questions
    texts = [part.strip() for part in parts[1::2]]
    assert texts[:2] + texts[3:] == given[:2] + given[3:]
    assert texts[2].startswith("*")
    assert texts[2].endswith("*")
    assert_clean(folder, "error")


def test_the_page_of_an_interview_stands_before_the_other_pages_or_after(tmp_path: Path) -> None:
    folder = made(tmp_path / "a", "--starter", "seven-stages", "--interview", answers="\n" * 13)
    ids = [page["id"] for page in data(folder / "playbook.yaml")["pages"]]
    assert ids[0] == "team"
    assert "first-day" in ids
    folder = made(tmp_path / "b", "--interview", answers="\n" * 13)
    assert [page["id"] for page in data(folder / "playbook.yaml")["pages"]] == ["team"]


@pytest.mark.parametrize("given", [[], ["Good", "By hand", "Six times"]])
def test_an_interview_that_ends_early_keeps_what_was_answered(
    given: list[str], tmp_path: Path
) -> None:
    folder = made(
        tmp_path / "my-sales", "--interview", answers="".join(f"{answer}\n" for answer in given)
    )
    page = (folder / "pages" / "team.md").read_text("utf-8")
    parts = re.split(r"(?m)^## (.+)\n", page)[1:]
    assert tuple(parts[0::2]) == starters.questions()
    texts = [part.strip() for part in parts[1::2]]
    assert texts == given + ["*Not answered yet.*"] * (len(texts) - len(given))
    assert_clean(folder)


class Interrupted(io.BytesIO):
    """A keyboard on which Ctrl-C is pressed."""

    def read1(self, _size: int | None = -1, /) -> bytes:
        raise KeyboardInterrupt


def test_an_interview_that_is_broken_off_leaves_nothing(tmp_path: Path) -> None:
    words = ["--language", "en", "new", str(tmp_path / "my-sales"), "--interview"]
    result = CliRunner().invoke(main, words, input=Interrupted(), catch_exceptions=False)
    assert result.exit_code == 1
    assert "Aborted!" in result.output
    assert list(tmp_path.iterdir()) == []


def test_a_question_ends_with_its_question_mark(tmp_path: Path) -> None:
    said = playbook("new", tmp_path / "my-sales", "--interview", answers="Good\n").output
    assert "How good are the leads you get? Good\n" in said
    assert "?:" not in said


@pytest.mark.parametrize("starter", SHIPPED, ids=lambda starter: starter.id)
def test_every_yaml_file_tells_the_editor_a_schema_that_is_there(
    starter: starters.Starter, tmp_path: Path
) -> None:
    folder = made(tmp_path / "my-sales", "--starter", starter.id)
    for file in folder.rglob("*.yaml"):
        said = MODELINE.findall(file.read_text("utf-8"))
        assert len(said) == 1, file
        assert_is_schema(file.parent / said[0])


@pytest.mark.parametrize("starter", SHIPPED, ids=lambda starter: starter.id)
def test_a_shipped_playbook_is_explained_in_its_own_language(starter: starters.Starter) -> None:
    [said] = MODELINE.findall((starter.folder / "playbook.yaml").read_text("utf-8"))
    kind = "variant" if "extends" in data(starter.folder / "playbook.yaml") else "playbook"
    wanted = SCHEMAS / schema_name(kind, starter.language)
    assert (starter.folder / said).resolve() == wanted


@pytest.mark.parametrize("starter", SMALLEST, ids=lambda starter: starter.id)
@pytest.mark.parametrize("kind", ["playbook", "variant", "crm"])
def test_the_schemas_are_copied_in_the_playbooks_language(
    kind: str, starter: starters.Starter, tmp_path: Path
) -> None:
    folder = made(tmp_path / "my-sales", "--starter", starter.id)
    copied = schema_in(folder / ".schemas" / f"{kind}.schema.json")
    shipped = schema_in(SCHEMAS / schema_name(kind, starter.language))
    assert {**copied, "required": []} == {**shipped, "required": []}
    assert set(shipped["required"]) - set(copied["required"]) <= {"stages"}


def test_in_a_variants_folder_a_part_is_checked_by_what_a_variant_may_say(tmp_path: Path) -> None:
    folder = made(tmp_path / "my-sales", "--starter", "overview-channel")
    own = MODELINE.findall((folder / "tracks.yaml").read_text("utf-8"))
    base = MODELINE.findall((folder / "overview-b2b" / "tracks.yaml").read_text("utf-8"))
    assert own == [".schemas/variant-sections/tracks.schema.json"]
    assert base == ["../.schemas/sections/tracks.schema.json"]
    by_pattern = {pattern: name for name, pattern in settings_in(folder)["yaml.schemas"].items()}
    assert by_pattern["tracks.{yaml,yml}"] == own[0]


@pytest.mark.parametrize("starter", ["smallest", "overview-channel"])
def test_the_editors_settings_name_a_schema_for_every_file_that_there_can_be(
    starter: str, tmp_path: Path
) -> None:
    folder = made(tmp_path / "my-sales", "--starter", starter)
    settings = settings_in(folder)
    schemas = settings["yaml.schemas"]
    wanted = {"playbook", "crm", *sections()}
    wanted |= {f"{name}/*" for name, is_catalogue in sections().items() if is_catalogue}
    assert sorted(schemas.values()) == sorted(f"{each}.{{yaml,yml}}" for each in wanted)
    assert {"stages", "questionnaires/*"} <= wanted
    for name in schemas:
        assert_is_schema(folder / name)
    assert settings["yaml.schemaStore.enable"] is False
    extensions = json.loads((folder / ".vscode" / "extensions.json").read_text("utf-8"))
    assert extensions["recommendations"] == ["redhat.vscode-yaml"]


def test_the_schemas_that_the_page_about_editors_names_are_there(tmp_path: Path) -> None:
    page = (PLAYBOOKS.parent / "docs" / "editors.md").read_text("utf-8")
    named = set(re.findall(r"\.schemas/\S+?\.json", page))
    folder = made(tmp_path / "my-sales")
    assert len(named) >= 5
    for name in named:
        assert_is_schema(folder / name)


def settings_in(folder: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((folder / ".vscode" / "settings.json").read_text("utf-8"))
    return loaded


def schema_in(file: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return loaded


def assert_is_schema(file: Path) -> None:
    """A schema that says something, and needs no other file."""
    schema = schema_in(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema.get("description") or schema["$ref"]
    named = set(re.findall(r'"\$ref": "([^"]+)"', json.dumps(schema)))
    assert named <= {f"#/$defs/{name}" for name in schema["$defs"]}
    assert not jsonschema.Draft202012Validator(schema).is_valid(12)


@pytest.mark.parametrize("starter", SMALLEST, ids=lambda starter: starter.id)
def test_the_smallest_one_fits_on_a_screen_and_explains_itself(starter: starters.Starter) -> None:
    lines = (starter.folder / "playbook.yaml").read_text("utf-8").splitlines()
    said = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    assert len(said) <= 22
    explained = [line for line in lines if line.startswith("  ") and line.lstrip().startswith("#")]
    assert len(explained) >= 4


def test_the_smallest_ones_differ_in_their_words_only() -> None:
    def bones(starter: starters.Starter) -> list[Any]:
        stages = data(starter.folder / "playbook.yaml")["stages"]
        return [
            (
                stage["id"],
                stage.get("kind"),
                len(stage.get("tasks", [])),
                len(stage.get("exit", [])),
            )
            for stage in stages
        ]

    assert len(SMALLEST) == 3
    assert {starter.language for starter in SMALLEST} == {"en", "zh-CN", "bg"}
    first, *others = map(bones, SMALLEST)
    assert others == [first, first]


@pytest.mark.parametrize("starter", SMALLEST, ids=lambda starter: starter.id)
def test_what_the_smallest_one_advises_to_add_is_right(
    starter: starters.Starter, tmp_path: Path
) -> None:
    folder = made(tmp_path / "my-sales", "--starter", starter.id)
    file = folder / "playbook.yaml"
    lines = file.read_text("utf-8").splitlines()
    last = max(number for number, line in enumerate(lines) if "kind: lost" in line)
    advice = [
        line.removeprefix("# ")
        for line in lines[last + 1 :]
        if re.match(r"# ([a-z_]+:|  [a-z])", line)
    ]
    file.write_text("\n".join([*lines[: last + 1], *advice]) + "\n", "utf-8")
    grown = data(file)
    assert {"owner", "review_by", "roles", "every_stage", "reasons"} <= set(grown)
    assert_clean(folder)
