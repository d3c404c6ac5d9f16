"""Validators agree: two libraries, the schema and its twin of an older draft, and we ourselves."""

import json
import os
import random
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Final

import jsonschema  # type: ignore[import-untyped]
import jsonschema_rs
import pytest
from tests.hostile.playbooks import playbook

from playbook.resources import SCHEMAS
from playbook.schema import check, schema
from playbook.source import parse

PARTS: Final = 4
INSTANCES: Final = int(os.environ.get("PLAYBOOK_TEST_INSTANCES", "600"))
"""How many in all; test 10 of a release is made with 5000."""
# No text ends in a line break: to Python's "$" that is an end as well, to nobody else's.
_ODD: Final[tuple[Any, ...]] = (
    *(None, True, False, 0, 1, -1, 1.0, 0.5, 2**53, -(2**63), 1e15, "", " ", "x", "a" * 21),
    *("2027-02-29", "2028-02-29", "2027-13-01", "0000-01-01", "2027-1-1", "eur", "ЕUR", " EUR"),
    *("Qualified", "é", "\u2028", "https://a b", "ftp://a", "all", "won", "money"),
    *([], {}, [None], ["x", "x"], [1, True], [1, 1.0], {"x": 1}, {"": 1}, {"id": "x"}, [[]]),
)


@cache
def verdicts() -> dict[str, Callable[[Any], bool]]:
    """What says of some data whether it is a playbook."""
    drafts = {
        "playbook.schema.json": jsonschema.Draft202012Validator,
        "draft-07/playbook.schema.json": jsonschema.Draft7Validator,
    }
    found: dict[str, Callable[[Any], bool]] = {}
    for name, draft in drafts.items():
        stored = json.loads((SCHEMAS / name).read_text("utf-8"))
        formats = jsonschema.FormatChecker(["date"])
        found[f"jsonschema: {name}"] = draft(stored, format_checker=formats).is_valid
        fast = jsonschema_rs.validator_for(stored, validate_formats=True)
        found[f"jsonschema-rs: {name}"] = fast.is_valid
    return found


def instances(seed: int, count: int) -> Iterator[Any]:
    """Playbooks, most of them with something wrong in them."""
    chance = random.Random(seed)
    for number in range(count):
        data: Any = playbook(chance, room=40)
        yield data if number % 5 == 0 else spoilt(data, chance)


def spoilt(data: Any, chance: random.Random) -> Any:
    """The data with one or two values changed, lost, doubled or put elsewhere."""
    for _ in range(chance.randint(1, 2)):
        places = [each for each in _blocks(data) if each]
        where = chance.choice(places)
        key = chance.choice(list(where) if isinstance(where, dict) else range(len(where)))
        match chance.randrange(5):
            case 0:
                del where[key]
            case 1 if isinstance(where, dict):
                where[chance.choice([f"{key}s", "Id", "", "x" * 30])] = where.pop(key)
            case 2 if isinstance(where, list):
                where.append(where[key])
            case 3:
                where[key] = json.loads(json.dumps(chance.choice(places)))
            case _:
                where[key] = json.loads(json.dumps(chance.choice(_ODD)))
    return data


def _blocks(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list):
        yield value
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _blocks(inner)


@pytest.mark.parametrize("part", range(PARTS))
def test_all_agree_on_what_a_playbook_is(part: int) -> None:
    good = bad = 0
    for data in instances(part, INSTANCES // PARTS):
        said = {name: is_valid(data) for name, is_valid in verdicts().items()}
        assert len(set(said.values())) == 1, (said, json.dumps(data, ensure_ascii=False))
        good, bad = good + all(said.values()), bad + (not any(said.values()))
    assert good > INSTANCES // PARTS // 8
    assert bad > INSTANCES // PARTS // 4


@pytest.mark.parametrize("part", range(PARTS))
def test_we_find_something_where_they_do_and_nothing_where_they_do_not(part: int) -> None:
    is_valid = jsonschema_rs.validator_for(schema("playbook"), validate_formats=True).is_valid
    for data in instances(100 + part, INSTANCES // PARTS):
        document = parse(json.dumps(data, ensure_ascii=False, indent=1))
        if document.data != data:
            assert document.problems, "read as something else, and nothing is said of it"
            continue
        problems = [*document.problems, *check(document)]
        assert bool(problems) or is_valid(data), json.dumps(data, ensure_ascii=False)
        assert is_valid(data) or check(document) or document.problems
        if is_valid(data):
            assert check(document) == ()
