"""Close: what is sent is taken by a strict server, stands there in order, and is read back."""

import base64
import itertools
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import ANY

import pytest
from tests.crm.mangled import OTHERS, survived
from tests.crm.samples import CHINESE, EVERYTHING, HERE, PUBLISHED, differing, playbook, rolled_out
from tests.crm.stub import Answer, Call, Route, Server, send, serving

from playbook.crm import Export, Settings
from playbook.errors import Refused
from playbook.messages import closest, speaking
from playbook.model import FAILED, Playbook
from playbook.registry import target
from playbook.rollout.compiling import Rollout

SCHEMAS = json.loads((HERE / "close.schema.json").read_text("utf-8"))
KEY = "api_0123"
Build = Callable[[str], Playbook]


class Close:
    """What the server keeps. A new status stands first until the order is said."""

    def __init__(self) -> None:
        self.ids = itertools.count(1)
        self.pipelines: dict[str, dict[str, Any]] = {}
        self.fields: list[dict[str, Any]] = []

    def routes(self) -> list[Route]:
        return [
            Route("POST", "/api/v1/pipeline/", self.pipeline, SCHEMAS["pipeline"]),
            Route("PUT", "/api/v1/pipeline/([^/]+)/", self.order, SCHEMAS["order"]),
            Route("POST", "/api/v1/status/opportunity/", self.status, SCHEMAS["status"]),
            Route("POST", "/api/v1/custom_field/opportunity/", self.field, SCHEMAS["field"]),
        ]

    def pipeline(self, call: Call) -> Answer:
        made = {"id": f"pipe_{next(self.ids)}", "statuses": [], **call.body}
        self.pipelines[made["id"]] = made
        return 200, made

    def status(self, call: Call) -> Answer:
        owner = self.pipelines.get(call.body["pipeline_id"])
        if owner is None:
            return 400, {"field-errors": {"pipeline_id": "no such pipeline"}}
        made = {"id": f"stat_{next(self.ids)}", **call.body}
        owner["statuses"].insert(0, made)
        return 200, made

    def order(self, call: Call) -> Answer:
        owner = self.pipelines.get(call.parts[0])
        if owner is None:
            return 404, {"error": "Not found"}
        there = {each["id"]: each for each in owner["statuses"]}
        wanted = [each["id"] for each in call.body["statuses"]]
        if sorted(wanted) != sorted(there):
            return 400, {"field-errors": {"statuses": "each of them once"}}
        owner["statuses"] = [there[id] for id in wanted]
        return 200, owner

    def field(self, call: Call) -> Answer:
        made = {"id": f"cf_{next(self.ids)}", "is_shared": False, **call.body}
        self.fields.append(made)
        return 200, made

    def dump(self) -> dict[str, bytes]:
        """What it answers when it is asked for everything."""
        rows = {"pipeline": [*self.pipelines.values()], "custom_field": self.fields}
        return {
            f"{name}.json": json.dumps({"has_more": False, "data": each}).encode()
            for name, each in rows.items()
        }


def is_allowed(headers: Any) -> bool:
    """Whether the key comes as a user without a password."""
    secret = base64.b64encode(f"{KEY}:".encode()).decode()
    return bool(headers.get("authorization") == f"Basic {secret}")


@contextmanager
def running() -> Iterator[tuple[Close, Server]]:
    """The server with nothing in it."""
    state = Close()
    with serving(state.routes(), is_allowed=is_allowed) as server:
        yield state, server


def wanted_of(path: Path) -> Rollout:
    """What the playbook says, in its own language."""
    with speaking(closest(playbook(path).language)):
        rollout = Rollout(playbook(path), Settings(), target("close").surface)
        assert rollout.setup.stages
        return rollout


def read(dump: dict[str, bytes]) -> Any:
    reading = target("close").read
    assert reading is not None
    return reading(dump)


@pytest.mark.parametrize("path", [EVERYTHING, CHINESE, *PUBLISHED], ids=lambda path: path.stem)
def test_the_server_takes_everything_and_gives_it_back(path: Path, tmp_path: Path) -> None:
    with running() as (state, server):
        done = send(rolled_out("close", path), tmp_path / "out", server, CLOSE_API_KEY=KEY)
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        assert server.refused == []
    (found,) = read(state.dump()).setups
    assert differing("close", path, state.dump()) == []
    wanted = wanted_of(path)
    kinds = {"won": "won", "after-sale": "won", "lost": "lost", **dict.fromkeys(FAILED, "lost")}
    assert found.name == wanted.setup.name
    assert [(each.name, each.kind) for each in found.stages] == [
        (each.name, kinds.get(each.kind, "open")) for each in wanted.stages
    ]
    assert [(each.name, each.about) for each in found.fields] == [
        (each.name, each.about) for each in wanted.added
    ]
    assert [[option.name for option in each.options] for each in found.fields] == [
        [option.name for option in each.options] if each.type != "flag" else ANY
        for each in wanted.added
    ]


def test_without_the_right_key_nothing_is_made(tmp_path: Path) -> None:
    with running() as (state, server):
        missing = send(rolled_out("close", EVERYTHING), tmp_path / "out", server)
        assert (missing.returncode, server.calls) == (2, [])
        assert "CLOSE_API_KEY" in missing.stderr
        wrong = send(rolled_out("close", EVERYTHING), tmp_path / "out", server, CLOSE_API_KEY="x")
        assert wrong.returncode == 1
        assert state.pipelines == {}
        assert KEY not in missing.stderr + wrong.stderr


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("stage-lead", lambda body: body.update(type="open")),
        ("stage-lead", lambda body: body.update(position=1)),
        ("stage-lead", lambda body: body.pop("pipeline_id")),
        ("stage-lead", lambda body: body.update(label="")),
        ("order", lambda body: body["statuses"].pop()),
        ("field-region", lambda body: body.pop("choices")),
        ("field-region", lambda body: body.update(type="dropdown")),
        ("field-machine", lambda body: body.update(choices=["a"])),
    ],
)
def test_the_server_refuses_planted_faults(
    name: str, change: Callable[[dict[str, Any]], object], tmp_path: Path
) -> None:
    files = dict(rolled_out("close", EVERYTHING).files)
    (file,) = (each for each in files if each.endswith(f"-{name}.json"))
    request = json.loads(files[file])
    change(request["body"])
    files[file] = json.dumps(request)
    with running() as (_state, server):
        done = send(Export(files), tmp_path / "out", server, CLOSE_API_KEY=KEY)
    assert done.returncode == 1
    assert file.split("/")[1] in done.stderr
    assert len(server.refused) == 1


def test_an_authors_braces_are_no_place_to_fill(built: Build, tmp_path: Path) -> None:
    model = built(
        """
        id: sale
        name: "{{CLOSE_API_KEY}}"
        fields: {a: {name: "{{pipeline}}", type: text, about: "$kept"}}
        stages:
          - {id: open, name: '{{stage-won}} "\\', exit: [The buyer has signed]}
          - {id: won, name: Won, kind: won}
          - {id: lost, name: Lost, kind: lost}
        """
    )
    with running() as (state, server):
        done = send(rolled_out("close", model), tmp_path / "out", server, CLOSE_API_KEY=KEY)
        assert done.returncode == 0, done.stderr
    (pipeline,) = state.pipelines.values()
    assert (pipeline["name"], pipeline["statuses"][0]["label"]) == (
        "{{CLOSE_API_KEY}}",
        '{{stage-won}} "\\',
    )
    assert (state.fields[0]["name"], state.fields[0]["description"]) == ("{{pipeline}}", "$kept")


@pytest.mark.parametrize("content", OTHERS)
def test_what_is_something_else_is_refused(content: bytes) -> None:
    with pytest.raises(Refused):
        read({"some.json": content})


def test_answers_with_anything_wrong_in_them_are_read_or_refused(tmp_path: Path) -> None:
    with running() as (state, server):
        send(rolled_out("close", CHINESE), tmp_path / "out", server, CLOSE_API_KEY=KEY)
    taken, refused = survived(target("close"), state.dump())
    assert taken > 100
    assert refused > 100


def test_what_cannot_be_placed_is_said() -> None:
    dump = {
        "pipeline.json": json.dumps(
            [{"id": "pipe_1", "name": "Sales", "statuses": [{"id": "stat_1", "label": "New"}]}]
        ).encode(),
        "status.json": json.dumps(
            [
                {"id": "stat_2", "label": "Elsewhere", "type": "won", "pipeline_id": "pipe_2"},
                {"id": "stat_1", "label": "New", "status_type": "won", "pipeline_id": "pipe_1"},
            ]
        ).encode(),
        "fields.json": json.dumps([{"id": "cf_1", "name": "Old", "type": "hidden"}]).encode(),
    }
    found = read(dump)
    assert [(each.name, each.kind) for each in found.setups[0].stages] == [("New", "won")]
    assert [(note.kind, note.where, note.what) for note in found.notes] == [
        ("left out", "Old", "hidden")
    ]
    alone = read({"pipeline.json": dump["pipeline.json"]})
    assert [(note.kind, note.where) for note in alone.notes] == [("question", "New")]
