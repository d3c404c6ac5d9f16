"""Salesflare: fields whose type is known are sent, all others are told; pipelines are read."""

import itertools
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.crm.books import rollout
from tests.crm.mangled import is_whole
from tests.crm.samples import CHINESE, EVERYTHING, HERE, PUBLISHED, rolled_out
from tests.crm.stub import Answer, Call, Route, Server, send, serving

from playbook.crm import Export
from playbook.errors import Refused
from playbook.model import Playbook
from playbook.registry import target
from playbook.rollout.reading import Found

SCHEMAS = json.loads((HERE / "salesflare.schema.json").read_text("utf-8"))
Build = Callable[[str], Playbook]
TYPES = {type: number for number, type in enumerate(target("salesflare").surface.types, start=1)}
"""Numbers as GET /customfields/types could give them."""


class Salesflare:
    """What the server keeps. It makes no pipelines and no stages."""

    def __init__(self) -> None:
        self.ids = itertools.count(100)
        self.fields: list[dict[str, Any]] = []

    def routes(self) -> list[Route]:
        path = "/customfields/opportunities"
        return [
            Route("POST", path, self.field, SCHEMAS["field"]),
            Route("GET", "/(?:pipelines|stages)", lambda _call: (200, [])),
        ]

    def field(self, call: Call) -> Answer:
        if call.body["type"] not in TYPES.values():
            return 422, {"message": "no such type"}
        options = [{"id": next(self.ids), **option} for option in call.body.get("options", ())]
        made = {"id": next(self.ids), **call.body, **({"options": options} if options else {})}
        self.fields.append(made)
        return 200, {"id": made["id"]}


@contextmanager
def running() -> Iterator[tuple[Salesflare, Server]]:
    state = Salesflare()
    with serving(
        state.routes(), is_allowed=lambda headers: headers.get("authorization") == "Bearer key"
    ) as server:
        yield state, server


def read(**files: Any) -> Found:
    reader = target("salesflare").read
    assert reader is not None
    return reader({f"{name}.json": json.dumps(value).encode() for name, value in files.items()})


def exported(what: Path | Playbook, **values: Any) -> Export:
    return rolled_out("salesflare", what, **values)


PIPELINES = [
    {
        "id": 12,
        "name": "Sales",
        "currency": {"id": 1, "iso": "EUR", "html": "€"},
        "archived": False,
        "stages": [
            {"id": 3, "name": "Won", "order": 3, "probability": 100, "fixed_stage": 1},
            {
                "id": 1,
                "name": "Lead",
                "order": 1,
                "probability": 10,
                "days_until_account_inactive": 7,
            },
            {"id": 2, "name": "Proposal", "order": 2, "probability": 50},
            {"id": 4, "name": "Lost", "order": 4, "probability": 0, "fixed_stage": 2},
        ],
    },
    {"id": 13, "name": "Old", "archived": True, "stages": []},
]


@pytest.mark.parametrize("path", [EVERYTHING, CHINESE, *PUBLISHED], ids=lambda path: path.stem)
def test_the_server_takes_every_field_and_gives_it_back(path: Path, tmp_path: Path) -> None:
    export, wanted = exported(path, types=TYPES, pipeline=12), rollout("salesflare", path)
    with running() as (state, server):
        if wanted.added:
            done = send(export, tmp_path / "out", server, SALESFLARE_API_KEY="key")
            assert (done.returncode, done.stderr) == (0, ""), done.stderr
        assert server.refused == []
    assert [each["type"] for each in state.fields] == [TYPES[each.type] for each in wanted.added]
    assert {each["pipeline"] for each in state.fields} <= {12}
    (found,) = read(pipelines=PIPELINES, fields=state.fields).setups
    assert [each.name for each in found.fields] == [each.name for each in wanted.added]
    assert [[option.name for option in each.options] for each in found.fields] == [
        [option.name for option in each.options] for each in wanted.added
    ]


def told(export: Export, kind: str) -> set[str]:
    return {each.outcome for each in export.fates if each.at[:1] == (kind,) and len(each.at) == 2}


def test_without_the_numbers_of_types_people_add_the_fields() -> None:
    export = exported(EVERYTHING)
    assert not any(name.startswith("requests/") for name in export.files)
    assert told(export, "fields") <= {"by hand", "dropped", "written"}
    written = {each.what for each in export.fates if each.outcome == "written"}
    known = exported(EVERYTHING, types=TYPES)
    more = {each.what for each in known.fates if each.outcome == "written"}
    assert written < more
    sent = {
        json.loads(str(text))["body"]["name"]
        for name, text in known.files.items()
        if name.startswith("requests/")
    }
    assert sent == {each.name for each in rollout("salesflare", EVERYTHING).added}
    assert "customfields/types" in str(export.files["SETUP.md"])
    assert "customfields/types" not in str(known.files["SETUP.md"])


def test_only_fields_whose_type_is_known_are_sent() -> None:
    export = exported(EVERYTHING, types={"date": 5})
    sent = [
        json.loads(str(text))["body"]
        for name, text in export.files.items()
        if name.startswith("requests/")
    ]
    assert sent
    assert {body["type"] for body in sent} == {5}
    assert "fields.csv" in export.files
    names = {each.name: each.type for each in rollout("salesflare", EVERYTHING).added}
    for fate in export.fates:
        if fate.at[0] == "fields" and len(fate.at) == 2 and fate.outcome == "written":
            name = fate.what.removeprefix("Field: ")
            assert names.get(name, "date") == "date"


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body.update(type="7"),
        lambda body: body.update(type=99),
        lambda body: body.update(stages=[1]),
        lambda body: body.pop("name"),
    ],
    ids=["text", "no such type", "unknown", "missing"],
)
def test_the_server_refuses_planted_faults(
    change: Callable[[dict[str, Any]], object], tmp_path: Path
) -> None:
    files = dict(exported(EVERYTHING, types=TYPES).files)
    (file,) = (each for each in files if each.endswith("-field-region.json"))
    request = json.loads(str(files[file]))
    change(request["body"])
    files[file] = json.dumps(request)
    with running() as (_state, server):
        done = send(Export(files), tmp_path / "out", server, SALESFLARE_API_KEY="key")
    assert done.returncode == 1
    assert server.refused[0][1][0] == 422


def test_stages_cannot_be_sent(tmp_path: Path) -> None:
    files = dict(exported(EVERYTHING, types=TYPES).files)
    files["requests/00-stage.json"] = json.dumps(
        {"method": "POST", "path": "/stages", "body": {"name": "Lead"}}
    )
    with running() as (_state, server):
        done = send(Export(files), tmp_path / "out", server, SALESFLARE_API_KEY="key")
    assert (done.returncode, server.refused[0][1][0]) == (1, 405)


def test_pipelines_are_read_in_their_order() -> None:
    (found,) = read(pipelines=PIPELINES).setups
    assert (found.key, found.name, found.currency) == ("12", "Sales", "EUR")
    assert [(each.name, each.kind, each.probability, each.days) for each in found.stages] == [
        ("Lead", "open", 10, 7),
        ("Proposal", "open", 50, None),
        ("Won", "won", 100, None),
        ("Lost", "lost", 0, None),
    ]


@pytest.mark.parametrize("value", [{}, [], "x", [1], [{"id": 1}], None, [{"name": "x"}]])
def test_what_is_something_else_is_refused(value: Any) -> None:
    with pytest.raises(Refused):
        read(answer=value)


@pytest.mark.parametrize("odd", [None, 3, "x", [], {}, [1, 2], [{"id": []}], True, -5])
def test_odd_values_inside_make_nothing_stumble(odd: Any) -> None:
    for key in PIPELINES[0]:
        if key != "stages":
            assert is_whole(read(pipelines=[{**PIPELINES[0], key: odd}, PIPELINES[0]]))
    stages: Any = PIPELINES[0]["stages"]
    for key in ("id", "name", "order", "probability", "fixed_stage", "days_until_account_inactive"):
        assert is_whole(read(pipelines=[{**PIPELINES[0], "stages": [{**stages[0], key: odd}]}]))
    for key in ("id", "name", "options", "pipeline", "enabled"):
        assert is_whole(read(pipelines=PIPELINES, fields=[{"id": 1, "name": "x", key: odd}]))
