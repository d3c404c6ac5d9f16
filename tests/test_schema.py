"""The schemas: what they may say, that they say it of every key, and that validators agree on it."""

import dataclasses
import json
import random
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import jsonschema  # type: ignore[import-untyped]
import jsonschema_rs
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from playbook import model
from playbook.schema import Kind, Node, check, node_at, schema
from playbook.source import parse
from playbook.suggest import MONTHS, UNITS, VALUE_WORDS, fold, id_for, nearest
from playbook.suggest.words import KEY_WORDS

HERE = Path(__file__).parent
ROOT = HERE.parent
KINDS: tuple[Kind, ...] = get_args(Kind)

PORTABLE = {
    *("$schema", "$defs", "$ref", "title", "description", "examples", "default"),
    *(
        "type",
        "enum",
        "enumDescriptions",
        "pattern",
        "errorMessage",
        "patternErrorMessage",
        "format",
        "minLength",
        "maxLength",
    ),
    *("minimum", "maximum", "items", "minItems", "maxItems", "uniqueItems"),
    *("properties", "required", "additionalProperties", "propertyNames"),
    *("minProperties", "maxProperties", "if", "then", "else"),
}
"""What every editor's validator understands, of whatever draft."""
_NAMED = ("properties", "$defs")
"""Keywords whose keys are names of the author."""
_DATA = ("examples", "default", "enum", "enumDescriptions", "required", "type")
"""Keywords whose values are no schemas."""


def parts(here: Any, path: str = "#") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema within a schema, with where it stands."""
    if not isinstance(here, dict):
        return
    yield path, here
    for keyword, value in here.items():
        if keyword in _NAMED:
            for name, inner in value.items():
                yield from parts(inner, f"{path}/{keyword}/{name}")
        elif keyword not in _DATA:
            yield from parts(value, f"{path}/{keyword}")


def properties(kind: Kind) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key that an author may write, with its schema."""
    for path, part in parts(schema(kind)):
        for name, inner in part.get("properties", {}).items():
            yield f"{path}/{name}", inner


def resolved(kind: Kind, here: dict[str, Any]) -> dict[str, Any]:
    """A schema that stands for itself."""
    return {**here, "$defs": schema(kind).get("$defs", {})}


def is_valid(kind: Kind, here: dict[str, Any], value: Any) -> bool:
    return jsonschema_rs.validator_for(resolved(kind, here), validate_formats=True).is_valid(value)


@pytest.mark.parametrize("kind", KINDS)
def test_only_portable_keywords_are_used(kind: Kind) -> None:
    strange = {(path, key) for path, part in parts(schema(kind)) for key in set(part) - PORTABLE}
    assert strange == set()


@pytest.mark.parametrize("kind", KINDS)
def test_references_stay_within_the_schema(kind: Kind) -> None:
    root = schema(kind)
    for path, part in parts(root):
        if "$ref" in part:
            start, name = part["$ref"].rsplit("/", 1)
            assert start == "#/$defs", path
            assert name in root["$defs"], path


@pytest.mark.parametrize("kind", KINDS)
def test_every_definition_is_used(kind: Kind) -> None:
    root = schema(kind)
    used = {part["$ref"].rsplit("/", 1)[1] for _path, part in parts(root) if "$ref" in part}
    assert set(root["$defs"]) - used == set()


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_has_a_title_and_a_description_for_the_editor(kind: Kind) -> None:
    for path, part in properties(kind):
        assert part.get("title"), path
        description = part.get("description", "")
        assert description[:1].isupper() or description[:1] == "`", path
        assert description.endswith((".", "!", "?", ")")), path


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_has_an_example_that_is_right(kind: Kind) -> None:
    wrong = set()
    for path, part in properties(kind):
        assert part.get("examples"), path
        wrong |= {path for example in part["examples"] if not is_valid(kind, part, example)}
    assert wrong <= {"#/tracks", "#/questionnaires"}, "their examples are cut too short"


@pytest.mark.parametrize("kind", KINDS)
def test_every_example_of_a_definition_is_right(kind: Kind) -> None:
    for name, part in schema(kind)["$defs"].items():
        for example in part.get("examples", ()):
            assert is_valid(kind, part, example), (name, example)


@pytest.mark.parametrize("kind", KINDS)
def test_every_word_to_choose_from_is_described(kind: Kind) -> None:
    for path, part in parts(schema(kind)):
        if "enum" in part and not path.endswith("/then"):
            assert len(part["enumDescriptions"]) == len(part["enum"]), path
            assert all(part["enumDescriptions"]), path
            assert len(set(map(str, part["enum"]))) == len(part["enum"]), path


@pytest.mark.parametrize("kind", KINDS)
def test_every_default_is_a_value_that_may_be_written(kind: Kind) -> None:
    defaults = [(path, part) for path, part in parts(schema(kind)) if "default" in part]
    assert defaults
    for path, part in defaults:
        assert is_valid(kind, part, part["default"]), path


@pytest.mark.parametrize("kind", KINDS)
def test_every_block_is_closed(kind: Kind) -> None:
    """A key with a slip in it must not pass."""
    for path, part in parts(schema(kind)):
        if "properties" in part:
            # Of CRMs there are more than we know; what is said of them has a shape all the same.
            is_open = path.endswith("$defs/targets")
            assert is_open or part.get("additionalProperties") is False, path


@pytest.mark.parametrize("kind", KINDS)
def test_the_schemas_are_schemas(kind: Kind) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(kind))


def test_a_schema_from_the_web_is_never_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: Any, **_more: Any) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    from playbook import schema as package

    for address in ("http://127.0.0.1:9/x.json", "https://example.com/x", "file:///etc/passwd"):
        with pytest.raises(jsonschema_rs.ValidationError, match="refer to nothing outside"):
            package._validator_for({"$ref": address})


# The model and the schema are the same thing said twice.

NOT_IN_THE_MODEL = {
    ("playbook", "format"): "says how the file is read",
    ("playbook", "uses"): "says what the document is put together from",
    ("playbook", "every_stage"): "has been put into the stages",
}
NOT_IN_THE_SCHEMA = {"at": "where a part was written", "id": "the key of a catalogue's entry"}
OF_A_PARENT = {("wake_up", "after_task"): "a moment has it, and nobody works on a parked deal"}
FROM_THE_KIND = {("stage", "forecast"): "the default depends on the kind of stage"}


def definitions() -> dict[str, dict[str, Any]]:
    """The blocks of a playbook: the whole, and those that have definitions."""
    root = schema("playbook")
    blocks = {name: part for name, part in root["$defs"].items() if "properties" in part}
    return {"playbook": root, **blocks}


def class_of(name: str) -> Any:
    return getattr(model, "".join(word.capitalize() for word in name.split("_")), None)


BLOCKS = {name: part for name, part in definitions().items() if class_of(name) is not None}
WITHOUT_CLASS = {
    "every_stage": "its keys are those of stages",
    "forecast": "maps the categories to entries",
}


def test_every_block_has_its_class() -> None:
    assert set(definitions()) - set(BLOCKS) == set(WITHOUT_CLASS)


@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_and_its_class_have_the_same_keys(name: str) -> None:
    keys = {key for key in BLOCKS[name]["properties"] if (name, key) not in NOT_IN_THE_MODEL}
    fields = {field.name.rstrip("_") for field in dataclasses.fields(class_of(name))}
    assert keys - fields == set()
    more = {key for key in fields - keys if (name, key) not in OF_A_PARENT}
    assert more <= set(NOT_IN_THE_SCHEMA)
    assert "id" in keys or "id" not in fields or name in entries()


def entries() -> set[str]:
    """The blocks that stand in catalogues, where their id is their key."""
    refs = (part.get("additionalProperties") for _path, part in parts(schema("playbook")))
    return {
        ref["$ref"].rsplit("/", 1)[1] for ref in refs if isinstance(ref, dict) and "$ref" in ref
    }


@pytest.mark.parametrize("name", BLOCKS)
def test_what_a_block_must_have_its_class_must_have(name: str) -> None:
    part = BLOCKS[name]
    required = set(part.get("required", ()))
    mandatory = {
        field.name.rstrip("_")
        for field in dataclasses.fields(class_of(name))
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    }
    assert mandatory - set(NOT_IN_THE_SCHEMA) <= required
    assert required - mandatory == set()


@pytest.mark.parametrize("name", BLOCKS)
def test_a_default_is_the_same_in_the_schema_and_in_the_model(name: str) -> None:
    node = Node(schema("playbook"), BLOCKS[name])
    for field in dataclasses.fields(class_of(name)):
        key = field.name.rstrip("_")
        inner = node.step(key) if key in node.keys else None
        if inner is None or (name, key) in FROM_THE_KIND or "default" not in inner.here:
            continue
        default = list(field.default) if isinstance(field.default, tuple) else field.default
        differs = "_by_segment" in name  # there, what is left out is as it was
        assert default == (None if differs else inner.here["default"]), key


def test_a_node_follows_references_and_keys() -> None:
    root = schema("playbook")
    stage = node_at(root, ("stages", 3))
    assert stage is not None
    assert stage.block_title == "Stage"
    assert {"id", "name", "exit"} <= set(stage.keys)
    role = node_at(root, ("roles", "rep", "name"))
    assert role is not None
    assert role.types == ("string",)
    assert node_at(root, ("roles", "rep", "nmae")) is None
    assert node_at(root, ("stages", 0, "gone", "further")) is None


# The words that people write for those of the format.


def test_words_for_keys_stand_for_keys_that_there_are() -> None:
    everything = (*properties("playbook"), *properties("variant"))
    assert set(KEY_WORDS) <= {path.rsplit("/", 1)[1] for path, _part in everything}
    for key, words in KEY_WORDS.items():
        assert key not in words
        for word in words:
            assert word == word.strip().casefold(), (key, word)


def test_words_for_values_stand_for_values_that_there_are() -> None:
    options = {
        str(option) for _path, part in parts(schema("playbook")) for option in part.get("enum", ())
    }
    codes = {"EUR", "USD", "GBP", "CNY", "BGN", "en", "bg", "zh-CN"}
    assert set(VALUE_WORDS.values()) <= options | codes


def test_units_and_months_are_those_of_a_moment_and_of_a_year() -> None:
    node = node_at(schema("playbook"), ("stages", 0, "leave_by"))
    assert node is not None
    assert set(UNITS.values()) <= {*node.keys, "minutes", "quarters", "years"}
    assert set(MONTHS.values()) == set(range(1, 13))


@given(st.text(max_size=60))
def test_a_proposed_id_can_be_an_id(name: str) -> None:
    proposal = id_for(name)
    assert proposal is None or re.fullmatch("[a-z][a-z0-9-]{0,19}", proposal)


@given(st.text(max_size=30), st.lists(st.text("abcdefgh-", min_size=1, max_size=9), max_size=9))
def test_a_guess_is_one_of_the_words_there_are(word: str, known: list[str]) -> None:
    assert nearest(word, known) in {None, *known}
    for each in known:
        assert fold(nearest(each, known) or "") == fold(each)


@pytest.mark.parametrize(
    ("word", "known", "guess"),
    [
        ("Probability", ["owner", "probability"], "probability"),
        ("ｐrobability", ["owner", "probability"], "probability"),
        ("рrobаbility", ["owner", "probability"], "probability"),
        ("max days", ["min_days", "max_days"], "max_days"),
        ("maxDays", ["min_days", "max_days"], "max_days"),
        ("“won”", ["won", "lost"], "won"),
        ("загубена", ["won", "lost"], "lost"),
        ("赢单", ["won", "lost"], "won"),
        ("вероятност", ["owner", "probability"], "probability"),
        ("名称", ["name", "goal"], "name"),
        ("xyzzy", ["name", "goal"], None),
    ],
)
def test_a_word_is_guessed(word: str, known: list[str], guess: str | None) -> None:
    assert nearest(word, known) == guess


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("Qualified lead", "qualified-lead"),
        ("合格", "qualified"),
        ("Квалификация", "qualified"),
        ("Първа среща с клиента", "parva-sreshta-s"),
        ("CRM система", "crm-sistema"),
        ("рroposal", "proposal"),
        ("“Won”", "won"),
        ("3. Offer", "offer"),
        ("新客户", None),
    ],
)
def test_an_id_is_proposed(name: str, id: str | None) -> None:
    assert id_for(name) == id


# Two validators, and what we say of what they find.


def corpus() -> dict[str, Any]:
    """The data of all texts at hand that can be read: good ones, and those with mistakes."""
    files = [
        *ROOT.glob("playbooks/*/playbook.yaml"),
        *HERE.glob("published/**/*.yaml"),
        *HERE.glob("mistakes/base/*.yaml"),
        *HERE.glob("playbooks/*.yaml"),
    ]
    texts = {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in sorted(files)}
    for path in sorted(HERE.glob("mistakes/*.yaml")):
        for case in yaml.safe_load(path.read_text("utf-8"))["cases"]:
            if "old" in case:
                base = HERE / "mistakes" / "base" / f"{case['base']}.yaml"
                changed = base.read_text("utf-8").replace(case["old"], case["new"])
                texts[f"{path.stem}: {case['name']}"] = changed
    read = {name: parse(text).data for name, text in texts.items()}
    return {name: data for name, data in read.items() if data is not None}


CORPUS = corpus()
_THEIRS = jsonschema.Draft202012Validator(
    schema("playbook"), format_checker=jsonschema.FormatChecker(["date"])
)
_OURS = jsonschema_rs.validator_for(schema("playbook"), validate_formats=True)


def found_by_jsonschema(data: Any) -> set[tuple[str, str]]:
    return {
        (
            "/".join(map(str, error.absolute_path)),
            "propertyNames" if "propertyNames" in error.absolute_schema_path else error.validator,
        )
        for error in _THEIRS.iter_errors(data)
    }


def found_by_jsonschema_rs(data: Any) -> set[tuple[str, str]]:
    return {
        ("/".join(map(str, error.instance_path)), error.kind.name)
        for error in _OURS.iter_errors(data)
    }


def test_both_validators_find_the_same_in_every_text() -> None:
    assert len(CORPUS) > 100
    invalid = 0
    for name, data in CORPUS.items():
        found = found_by_jsonschema(data)
        assert found_by_jsonschema_rs(data) == found, name
        invalid += bool(found)
    assert invalid > 50


_ODD: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 20, 0.5, 1e9, "", "x", "no", "Proposal", "2027-02-30", "20%"),
    *([], ["x"], ["x", "x"], [None], [[]], {}, {"x": 1}, {"id": "x"}, {"days": 2}, "all", "x" * 70),
)


def mutated(data: Any, chance: random.Random) -> Any:
    """A copy with one to three changes: keys or items gone, put in, doubled, or exchanged."""
    data = json.loads(json.dumps(data))
    for _ in range(chance.randint(1, 3)):
        blocks = [block for block in walk(data) if block]
        block = chance.choice(blocks)
        key = chance.choice(list(block) if isinstance(block, dict) else range(len(block)))
        match chance.randrange(4):
            case 0:
                del block[key]
            case 1:
                block[key] = chance.choice(_ODD)
            case 2 if isinstance(block, dict):
                block[chance.choice(["x", "Name", "title", "for", "exit", "1", "a b"])] = "x"
            case 2:
                block.append(block[key])
            case _:
                other = chance.choice(blocks)
                block[key] = json.loads(json.dumps(other)) if len(str(other)) < 400 else "x"
    return data


def walk(value: Any) -> Iterator[Any]:
    """All blocks and lists in some data."""
    if isinstance(value, dict | list):
        yield value
        for inner in value.values() if isinstance(value, dict) else value:
            yield from walk(inner)


@pytest.mark.parametrize("seed", range(4))
def test_both_validators_find_the_same_after_accidents(seed: int) -> None:
    chance = random.Random(seed)
    small = [data for data in CORPUS.values() if len(str(data)) < 6000]
    for _ in range(60):
        data = mutated(chance.choice(small), chance)
        assert found_by_jsonschema_rs(data) == found_by_jsonschema(data), data


@pytest.mark.parametrize("seed", range(4))
def test_what_a_validator_finds_we_have_words_for(seed: int) -> None:
    """Wrong data has at least one finding, right data none, and all findings have words."""
    chance = random.Random(100 + seed)
    small = [data for data in CORPUS.values() if len(str(data)) < 6000]
    for _ in range(150):
        data = mutated(chance.choice(small), chance)
        document = parse(json.dumps(data, ensure_ascii=False, indent=1))
        problems = check(document)
        wrong = {each.place[:2] for each in document.problems}
        if document.data != data or wrong:
            continue  # hidden in strings, or said while reading
        assert bool(problems) is not _OURS.is_valid(data), data
        for each in problems:
            assert each.message.endswith((".", ")")), each
            assert not re.search(r"\{[a-z_]+\}", f"{each.message} {each.help}"), each


def test_a_mistake_below_an_empty_key_is_found_where_it_is() -> None:
    text = 'id: a\nname: A\nstages: []\nreviews:\n  "": {name: R, every: {weeks: x}}\n'
    found = [each for each in check(parse(text)) if each.code == "PB042"]
    assert [(each.place.line, each.path) for each in found] == [(5, "reviews..every.weeks")]
