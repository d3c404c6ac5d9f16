"""The language server for YAML: what authors see who give their editor the schemas and no more.

The real one, the newest and the last that knows only draft-07 of JSON Schema;
``scripts/test.py`` installs both.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.editor.yaml_client import Remark, YamlServer
from tests.editor.yaml_servers import (
    NEEDED,
    NEWEST,
    NO_STORE,
    OLD,
    SCRIPTS,
    checked_by,
    plain,
    schema,
    server,
)

from playbook.resources import PLAYBOOKS, schema_name

MISTAKES = Path(__file__).parents[1] / "mistakes"
BASES = {path.stem: path.read_text("utf-8") for path in sorted(MISTAKES.glob("base/*.yaml"))}
pytestmark = NEEDED


@pytest.fixture(scope="module", params=[NEWEST, OLD])
def either(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    with server(tmp_path_factory.mktemp("either"), NO_STORE, request.param) as running:
        yield running


@pytest.fixture(scope="module")
def newest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[YamlServer]:
    with server(tmp_path_factory.mktemp("newest"), NO_STORE) as running:
        yield running


def changed(old: str, new: str, base: str = "english") -> str:
    text = BASES[base]
    assert text.count(old) == 1, old
    return text.replace(old, new)


# What is wrong, and what is not.


@pytest.mark.parametrize("folder", ["", "draft-07/"])
@pytest.mark.parametrize("language", SCRIPTS)
def test_of_a_good_playbook_nothing_is_said(either: YamlServer, folder: str, language: str) -> None:
    name = folder + schema_name("playbook", language)
    said = either.remarks({f"{base}.yaml": checked_by(name, text) for base, text in BASES.items()})
    assert said == {f"{base}.yaml": [] for base in BASES}


def test_of_the_shipped_playbooks_nothing_is_said() -> None:
    with server(PLAYBOOKS.parent, NO_STORE) as running:
        paths = sorted(PLAYBOOKS.rglob("*.yaml"))
        texts = {
            path.relative_to(PLAYBOOKS.parent).as_posix(): path.read_text("utf-8") for path in paths
        }
        said = running.remarks(texts)
    assert {name: found for name, found in said.items() if found} == {}


MISTAKEN = [
    ("max_days: 30", "max_days: thirty", [(47, 15, 'Incorrect type. Expected "integer".')]),
    ("optional: false", "optional: maybe", [(27, 15, 'Incorrect type. Expected "boolean".')]),
    ("next: [proposal]", "next: proposal", [(28, 11, 'Incorrect type. Expected "array".')]),
    ("probability: 60", "probability: 160", [(45, 18, "Value is above the maximum of 100.")]),
    ("must_fill: [budget]", "must_fill: [a, a]", [(29, 16, "Array has duplicate items.")]),
    (
        "    kind: won",
        "    kind: win",
        [(64, 11, "Value is not accepted. Valid values: <stage.kind>.")],
    ),
    (
        "is: filled",
        "is: full",
        [(34, 36, "Value is not accepted. Valid values: <test.is>.")],
    ),
    ("    goal: We", "    gaol: We", [(24, 5, "Property gaol is not allowed.")]),
    ("    name: Contract\n", "", [(53, 5, 'Missing property "name".')]),
    ("name: New business\n", "", [(2, 1, 'Missing property "name".')]),
    (
        "criterion: The buyer has signed\n",
        "level: must\n",
        [(59, 9, 'Missing property "criterion".')],
    ),
    (
        "do: Send the recap",
        "doo: Send the recap",
        [(40, 9, 'Missing property "do".'), (40, 9, "Property doo is not allowed.")],
    ),
    ("effective_from: 2027-01-01", "effective_from: 01.01.2027", [(8, 17, "<date>")]),
    ("  - id: proposal", "  - id: Proposal", [(43, 9, "<id>")]),
    ("  silent: {", "  Silent: {", [(17, 3, "<id>")]),
    ("currency: EUR", "currency: euro", [(7, 11, "<currency>")]),
    ("language: en", "language: in English", [(5, 11, "<language_tag>")]),
    ("owner: rep\n", "owner: rep\n  owner: rep\n", [(20, 3, "Map keys must be unique")]),
]
"""Mistakes in the English playbook, and all that is said of each; ``<…>`` is what the schema says."""


def words_of(place: str, language: str) -> str:
    """What the schema says itself, in the author's language, of a value that is not right."""
    root = schema(schema_name("playbook", language))
    name, _dot, key = place.partition(".")
    here = root["$defs"].get(name) or root["properties"][name]
    here = here["properties"][key] if key else here
    if "enum" in here:
        return ", ".join(json.dumps(word) for word in here["enum"])
    said = here.get("patternErrorMessage") or here.get("errorMessage")
    return str(said or "String is not a RFC3339 date.")


def in_full(message: str, language: str) -> str:
    return re.sub("<(.+)>", lambda match: words_of(match[1], language), message)


@pytest.mark.parametrize("language", SCRIPTS)
def test_a_mistake_is_told_once_at_its_line_in_the_words_of_the_schema(
    either: YamlServer, language: str
) -> None:
    name = schema_name("playbook", language)
    texts = {
        f"{number}.yaml": checked_by(name, changed(old, new))
        for number, (old, new, _said) in enumerate(MISTAKEN)
    }
    found = either.remarks(texts)
    for number, (_old, new, said) in enumerate(MISTAKEN):
        wanted = [Remark(line, column, in_full(words, language)) for line, column, words in said]
        assert found[f"{number}.yaml"] == wanted, new


def test_what_the_schema_says_itself_is_in_the_authors_language() -> None:
    for language, script in SCRIPTS.items():
        for block in ("id", "currency", "language_tag"):
            said = words_of(block, language)
            assert re.search(script, said), said
            assert language == "en" or said != words_of(block, "en")


# The mistakes of the linter's own tests: in an editor they stand at the same lines.


def shapes() -> dict[str, tuple[int, str]]:
    """Mistakes of shape, by their names: where they are, and the text."""
    found = {}
    for path in sorted(MISTAKES.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text("utf-8"))["cases"]:
            place, code = case["finding"].split()
            text = case["text"] if "text" in case else BASES[case["base"]]
            if not "PB040" <= code <= "PB046" or not text.startswith("#"):
                continue
            text = text.replace(case["old"], case["new"]) if "old" in case else text
            found[f"{path.stem}: {case['name']}"] = (int(place.split(":")[0]), text)
    return found


SHAPES = shapes()
NOT_IN_THE_CALENDAR = re.compile(r"\d{4}-(02-(29|30|31)|(04|06|09|11)-31)['\"]?$")
"""What looks like a day and is none, as a schema sees it."""


def wrong(running: YamlServer, schema: str) -> dict[str, list[Remark]]:
    """What is said of every mistake of shape."""
    said = running.remarks(
        {f"{n}.yaml": checked_by(schema, text) for n, (_line, text) in enumerate(SHAPES.values())}
    )
    return dict(zip(SHAPES, said.values(), strict=True))


@pytest.fixture(scope="module")
def remarks(newest: YamlServer) -> dict[str, list[Remark]]:
    return wrong(newest, "playbook.schema.json")


def test_a_mistake_of_shape_is_shown_where_the_linter_shows_it(
    remarks: dict[str, list[Remark]],
) -> None:
    exact = 0
    for name, said in remarks.items():
        line, text = SHAPES[name]
        rows = text.split("\n")
        if NOT_IN_THE_CALENDAR.search(rows[line - 1]):
            assert said == [], name
            continue
        # A key that is written wrongly is missing under its right name, too.
        others = [each for each in said if not each.message.startswith("Missing property")]
        lines = {each.line for each in others or said}
        exact += lines == {line}
        # Of a block that stands where something else should, the server shows the first line.
        is_below = lines == {line + 1} and rows[line - 1].rstrip().endswith(":")
        assert lines == {line} or is_below, (name, said)
    assert exact > 0.95 * len(SHAPES) > 100


@pytest.mark.parametrize("name", [NEWEST, OLD])
def test_the_older_draft_gives_the_same_remarks_in_old_editors_too(
    name: str, remarks: dict[str, list[Remark]], tmp_path: Path
) -> None:
    assert sum(map(bool, remarks.values())) > 100
    with server(tmp_path, NO_STORE, name) as running:
        assert wrong(running, "draft-07/playbook.schema.json") == remarks


# What is offered, and what is told of it.


def properties(block: str) -> dict[str, Any]:
    found: dict[str, Any] = schema("playbook.schema.json")["$defs"][block]["properties"]
    return found


def offered(running: YamlServer, old: str, new: str) -> list[str]:
    text = checked_by("playbook.schema.json", changed(old, new))
    return list(running.suggestions("playbook.yaml", text))


def test_at_the_left_edge_the_sections_are_offered_that_are_not_there_yet(
    newest: YamlServer,
) -> None:
    said = offered(newest, "currency: EUR\n", "currency: EUR\n‸\n")
    there = set(re.findall(r"(?m)^(\w+):", BASES["english"]))
    assert set(said) == set(schema("playbook.schema.json")["properties"]) - there
    assert {"tracks", "questionnaires", "metrics"} <= set(said)


@pytest.mark.parametrize(
    ("old", "new", "block", "there"),
    [
        ("    kind: won\n", "    kind: won\n    ‸\n", "stage", {"id", "name", "kind"}),
        (
            "        minutes: 30\n",
            "        minutes: 30\n        ‸\n",
            "task",
            {"do", "kind", "due", "minutes"},
        ),
        (
            "        verified_by: [manager]\n",
            "        verified_by: [manager]\n        ‸\n",
            "criterion",
            {"criterion", "evidence", "verified_by"},
        ),
        (
            "        check: {field: budget, is: filled}\n",
            "        check:\n          field: budget\n          ‸\n",
            "test",
            {"field"},
        ),
        ("  owner: rep\n", "  owner: rep\n  ‸\n", "every_stage", {"owner", "back"}),
    ],
)
def test_in_a_block_its_own_keys_are_offered_that_are_not_there_yet(
    newest: YamlServer, old: str, new: str, block: str, there: set[str]
) -> None:
    assert set(offered(newest, old, new)) == set(properties(block)) - there


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("    kind: won", "    kind: ‸", properties("stage")["kind"]),
        ("        kind: call", "        kind: ‸", properties("task")["kind"]),
        ("type: money", "type: ‸", properties("field")["type"]),
        ("forecast: commit", "forecast: ‸", properties("stage")["forecast"]),
        (
            "        evidence: written-confirmation",
            "        evidence: ‸",
            properties("criterion")["evidence"],
        ),
        ("is: filled}", "is: ‸}", properties("test")["is"]),
        ("language: en", "record: ‸", schema("playbook.schema.json")["properties"]["record"]),
    ],
)
def test_where_there_are_words_to_choose_from_those_of_this_key_are_offered(
    newest: YamlServer, old: str, new: str, words: dict[str, Any]
) -> None:
    if "$ref" in words:
        words = schema("playbook.schema.json")["$defs"][words["$ref"].rpartition("/")[2]]
    assert offered(newest, old, new) == words["enum"]


@pytest.mark.parametrize("language", SCRIPTS)
def test_a_key_is_explained_in_the_language_of_the_schema(
    either: YamlServer, language: str
) -> None:
    name = schema_name("playbook", language)
    twin = schema(name)
    keys = [
        *((f"\n{key}:", twin["properties"][key]) for key in ("name", "currency", "stages")),
        *((f"\n    {key}:", twin["$defs"]["stage"]["properties"][key]) for key in ("goal", "exit")),
        ("\n        evidence:", twin["$defs"]["criterion"]["properties"]["evidence"]),
    ]
    for key, wanted in keys:
        first, rest = checked_by(name, BASES["english"]).split(key, 1)
        text = f"{first}{key[:-1]}‸:{rest}"
        said = plain(either.hover("playbook.yaml", text))
        assert said.startswith(f"#### {wanted['title']}\n\n{wanted['description']}"), key
        assert re.search(SCRIPTS[language], wanted["description"])
        assert language == "en" or wanted != schema("playbook.schema.json")
    evidence = twin["$defs"]["evidence"]
    for word, meaning in zip(evidence["enum"], evidence["enumDescriptions"], strict=True):
        assert f"`{word}`: {meaning}" in said
