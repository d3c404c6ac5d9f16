"""The schema's twins: other words or an older draft, and the same shape."""

import json
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args

import jsonschema  # type: ignore[import-untyped]
import jsonschema_rs
import pytest
import yaml

from playbook.docs import twins
from playbook.messages import LANGUAGES
from playbook.resources import SCHEMAS, schema_name
from playbook.schema import Kind, published
from playbook.source import parse

HERE = Path(__file__).parent
KINDS: tuple[Kind, ...] = get_args(Kind)
WORDS = (
    "title",
    "description",
    "enumDescriptions",
    "examples",
    "errorMessage",
    "patternErrorMessage",
)
DRAFTS = {
    "https://json-schema.org/draft/2020-12/schema": jsonschema.Draft202012Validator,
    "http://json-schema.org/draft-07/schema#": jsonschema.Draft7Validator,
}


@cache
def stored(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((SCHEMAS / name).read_text("utf-8"))
    return loaded


def names(kind: Kind) -> Iterator[str]:
    for language in LANGUAGES:
        yield schema_name(kind, language)


def bare(here: Any) -> Any:
    """A schema without its words."""
    if isinstance(here, dict):
        is_names = all(isinstance(each, dict) for each in here.values())
        return {k: bare(v) for k, v in here.items() if is_names or k not in WORDS}
    return here


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_twin_in_another_language_has_the_same_shape(kind: Kind, language: str) -> None:
    twin = stored(schema_name(kind, language))
    assert bare(twin) == bare(published(kind))
    assert json.dumps(bare(twin)) == json.dumps(bare(published(kind))), "the order of the keys too"
    for ours, theirs in zip(twins.schemas_in(twin), twins.schemas_in(published(kind)), strict=True):
        for word in set(WORDS) & set(theirs):
            assert type(ours[word]) is type(theirs[word])
            assert len(ours[word]) > 0
            if isinstance(theirs[word], list):
                assert len(ours[word]) == len(theirs[word])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_twin_for_older_editors_differs_in_names_only(kind: Kind, language: str) -> None:
    name = schema_name(kind, language)
    text = json.dumps(stored(f"draft-07/{name}"))
    assert "$defs" not in text
    new = text.replace("#/definitions/", "#/$defs/").replace('"definitions": ', '"$defs": ')
    [old_draft, new_draft] = (stored(f"draft-07/{name}")["$schema"], stored(name)["$schema"])
    assert json.loads(new.replace(old_draft, new_draft)) == stored(name)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("folder", ["", "draft-07/"])
def test_every_twin_is_a_schema_of_its_draft(kind: Kind, folder: str) -> None:
    for name in names(kind):
        root = stored(folder + name)
        validator = DRAFTS[root["$schema"]]
        validator.check_schema(root)
        assert ("draft-07" in root["$schema"]) == bool(folder)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_that_decides_stands_beside_a_reference(kind: Kind) -> None:
    """Draft-07 does not look at it there."""
    harmless = {"$ref", "title", "description", "examples", "default"}
    for here in twins.schemas_in(published(kind)):
        if "$ref" in here:
            assert set(here) <= harmless, here


# What one of them takes, all of them take.


def corpus() -> Iterator[Any]:
    """Good playbooks, and what is left of them after an accident."""
    paths = [
        *sorted((HERE / "mistakes" / "base").glob("*.yaml")),
        *sorted((HERE / "playbooks").glob("*.yaml")),
        *sorted((HERE.parent / "playbooks").glob("*/playbook.yaml")),
        *sorted((HERE.parent / "playbooks").glob("*/crm.yaml")),
    ]
    for path in paths:
        data = parse(path.read_text("utf-8")).data
        yield data
        chance = random.Random(f"{path.parent.name}/{path.name}")
        for _round in range(25):
            yield spoilt(data, chance)


_VALUES: tuple[Any, ...] = (
    *(None, True, 0, 7, -1, 2.5, "", "word", "Two words", "2027-02-30", "2027-02-28", "мост"),
    *([], ["word"], {}, {"id": "x"}, "all", "signed-document", "a" * 50, 10**9),
)
"""What is put where something else is: a few fit somewhere, most nowhere."""


def spoilt(data: Any, chance: random.Random) -> Any:
    """A document with one value changed, taken away, or put under another key."""
    data = json.loads(json.dumps(data))
    places = [each for each in containers(data) if each]
    where = chance.choice(places)
    key = chance.choice(list(where) if isinstance(where, dict) else range(len(where)))
    match chance.randrange(4):
        case 0:
            del where[key]
        case 1 if isinstance(where, dict):
            where[f"{key}s"] = where.pop(key)
        case 2 if isinstance(where, list):
            where.append(where[key])
        case _:
            where[key] = chance.choice(_VALUES)
    return data


def containers(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list):
        yield value
        for each in value.values() if isinstance(value, dict) else value:
            yield from containers(each)


def verdicts(kind: Kind) -> list[tuple[str, Any]]:
    """Every twin with every library, as what says whether a document is valid."""
    found: list[tuple[str, Any]] = []
    for name in names(kind):
        for each in (name, f"draft-07/{name}"):
            root = stored(each)
            fast = jsonschema_rs.validator_for(root, validate_formats=True)
            found.append((f"jsonschema-rs: {each}", fast.is_valid))
            if name == schema_name(kind, "en"):
                slow = DRAFTS[root["$schema"]]
                checker = slow(root, format_checker=slow.FORMAT_CHECKER)
                found.append((f"jsonschema: {each}", checker.is_valid))
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_all_twins_and_both_libraries_agree(kind: Kind) -> None:
    validators = verdicts(kind)
    good = bad = 0
    for data in corpus():
        said = {name: is_valid(data) for name, is_valid in validators}
        assert len(set(said.values())) == 1, (said, yaml.safe_dump(data, allow_unicode=True)[:2000])
        good, bad = good + all(said.values()), bad + (not any(said.values()))
    assert bad > 100
    assert good > 1
