"""Copper: a strict server takes the fields; pipelines and fields are read as it answers."""

import itertools
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.crm.books import HOSTILE, attacked, rollout
from tests.crm.mangled import is_whole
from tests.crm.samples import CHINESE, EVERYTHING, HERE, PUBLISHED, rolled_out
from tests.crm.stub import Answer, Call, Route, Server, send, serving

from playbook.crm import Export
from playbook.errors import Refused
from playbook.model import Playbook
from playbook.registry import target
from playbook.rollout.reading import Found

SCHEMAS = json.loads((HERE / "copper.schema.json").read_text("utf-8"))
Build = Callable[[str], Playbook]
ACCOUNT = {"COPPER_TOKEN": "a-token", "COPPER_EMAIL": "me@shop.example"}


class Copper:
    """What the server keeps: fields, each with a key of its own."""

    def __init__(self) -> None:
        self.ids = itertools.count(100)
        self.fields: list[dict[str, Any]] = []

    def routes(self) -> list[Route]:
        path = "/developer_api/v1/custom_field_definitions"
        return [Route("POST", path, self.field, SCHEMAS["field"])]

    def field(self, call: Call) -> Answer:
        key = call.body.get("canonical_name")
        if key in {field.get("canonical_name") for field in self.fields}:
            return 422, {"message": f"{key} is taken"}
        options = [
            {"id": next(self.ids), "rank": rank, **option}
            for rank, option in enumerate(call.body.get("options", ()))
        ]
        made = {"id": next(self.ids), **call.body, **({"options": options} if options else {})}
        self.fields.append(made)
        return 200, made


def is_allowed(headers: Any) -> bool:
    wanted = {
        "x-pw-accesstoken": "a-token",
        "x-pw-application": "developer_api",
        "x-pw-useremail": "me@shop.example",
    }
    return all(headers.get(name) == value for name, value in wanted.items())


@contextmanager
def running() -> Iterator[tuple[Copper, Server]]:
    state = Copper()
    with serving(state.routes(), is_allowed=is_allowed) as server:
        yield state, server


def read(**files: Any) -> Found:
    reader = target("copper").read
    assert reader is not None
    return reader({f"{name}.json": json.dumps(value).encode() for name, value in files.items()})


PIPELINES = [
    {
        "id": 213214,
        "name": "Sales",
        "stages": [
            {"id": 987790, "name": "Qualified", "win_probability": 5},
            {"id": 987791, "name": "Follow-up", "win_probability": 10},
        ],
        "type": "opportunity",
        "is_revenue": True,
    },
    {"id": 213215, "name": "Partners", "stages": [{"id": 987795, "name": "First Meeting"}]},
]
STAGES = [
    {"id": 987790, "name": "Qualified", "pipeline_id": 213214, "win_probability": 5},
    {"id": 987791, "name": "Follow-up", "pipeline_id": 213214, "win_probability": 10},
    {"id": 987795, "name": "First Meeting", "pipeline_id": 213215, "win_probability": 10},
]


@pytest.mark.parametrize("path", [EVERYTHING, CHINESE, *PUBLISHED], ids=lambda path: path.stem)
def test_the_server_takes_every_field_and_gives_it_back(path: Path, tmp_path: Path) -> None:
    export, wanted = rolled_out("copper", path), rollout("copper", path)
    with running() as (state, server):
        if wanted.added:
            done = send(export, tmp_path / "out", server, **ACCOUNT)
            assert (done.returncode, done.stderr) == (0, ""), done.stderr
        assert server.refused == []
    found = read(pipelines=PIPELINES, fields=state.fields).setups[0]
    assert [(each.key, each.name) for each in found.fields] == [
        (each.key, each.name) for each in wanted.added
    ]
    for got, given in zip(found.fields, wanted.added, strict=True):
        assert [option.name for option in got.options] == [option.name for option in given.options]
        same = {"yes-no": "choice", "rating": "number"}
        if len(given.options) != 1:
            assert got.type == same.get(given.type, given.type)


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body.update(data_type="Picklist"),
        lambda body: body.update(required=True),
        lambda body: body.pop("name"),
        lambda body: body.update(available_on=["deal"]),
        lambda body: body.update(options=["North"]),
    ],
    ids=["type", "unknown", "missing", "object", "options"],
)
def test_the_server_refuses_planted_faults(
    change: Callable[[dict[str, Any]], object], tmp_path: Path
) -> None:
    files = dict(rolled_out("copper", EVERYTHING).files)
    (file,) = (each for each in files if each.endswith("-field-region.json"))
    request = json.loads(str(files[file]))
    change(request["body"])
    files[file] = json.dumps(request)
    with running() as (_state, server):
        done = send(Export(files), tmp_path / "out", server, **ACCOUNT)
    assert done.returncode == 1
    assert server.refused[0][1][0] == 422


def test_an_amount_counts_in_the_currency_of_the_playbook() -> None:
    bodies = [
        json.loads(str(text))["body"]
        for name, text in rolled_out("copper", EVERYTHING).files.items()
        if name.startswith("requests/")
    ]
    money = [body for body in bodies if body["data_type"] == "Currency"]
    assert money
    assert {body["currency"] for body in money} == {"EUR"}


@pytest.mark.parametrize("text", HOSTILE)
def test_texts_are_sent_as_they_are(text: str, built: Build, tmp_path: Path) -> None:
    try:
        model = built(attacked(text))
    except AssertionError:
        pytest.skip("the format itself refuses it")
    with running() as (state, server):
        done = send(rolled_out("copper", model), tmp_path / "out", server, **ACCOUNT)
        assert done.returncode == 0, done.stderr
    assert model.fields[next(iter(model.fields))].name in {each["name"] for each in state.fields}


def test_pipelines_with_their_stages_are_read() -> None:
    reasons = [{"id": 7, "name": "Price"}]
    for files in ({"pipelines": PIPELINES}, {"pipelines": PIPELINES, "stages": STAGES}):
        found = read(**files, loss_reasons=reasons)
        assert [setup.name for setup in found.setups] == ["Sales", "Partners"]
        assert [(each.key, each.name, each.probability) for each in found.setups[0].stages] == [
            ("987790", "Qualified", 5),
            ("987791", "Follow-up", 10),
        ]
        assert [each.name for each in found.setups[0].reasons] == ["Price"]
    assert found.setups[1].stages[0].probability == 10


@pytest.mark.parametrize(
    "value",
    [
        {},
        [],
        "x",
        [1],
        [{"id": 1}],
        [{"name": "x"}],
        [{"pipeline_id": 1, "name": "x"}],
        None,
        {"pipelines": []},
    ],
)
def test_what_is_something_else_is_refused(value: Any) -> None:
    with pytest.raises(Refused):
        read(answer=value)


@pytest.mark.parametrize("odd", [None, 3, "x", [], {}, [1, 2], [{"id": []}], True, -5, 1e400])
def test_odd_values_inside_make_nothing_stumble(odd: Any) -> None:
    for key in ("id", "name", "stages"):
        assert is_whole(
            read(
                pipelines=[
                    {"id": 1, "name": "x", "stages": [], key: odd}
                    if key != "stages"
                    else {"id": 1, "name": "x", "stages": odd}
                ]
            )
        )
    assert is_whole(read(pipelines=PIPELINES, stages=[{**STAGES[0], "win_probability": odd}]))
    assert is_whole(
        read(pipelines=PIPELINES, fields=[{"data_type": odd, "available_on": odd, "options": odd}])
    )
