"""Attio: stages are added to those of other teams, attributes are made, and all is read back."""

import itertools
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.crm.mangled import OTHERS, survived
from tests.crm.samples import CHINESE, EVERYTHING, HERE, PUBLISHED, differing, playbook, rolled_out
from tests.crm.stub import Answer, Call, Route, Server, send, serving

from playbook.crm import Export, Settings
from playbook.errors import Refused
from playbook.messages import closest, speaking
from playbook.model import Playbook
from playbook.registry import target
from playbook.rollout.compiling import Rollout

SCHEMAS = json.loads((HERE / "attio.schema.json").read_text("utf-8"))
TOKEN = "a-token"
DEALS = "/v2/objects/deals/attributes"
Build = Callable[[str], Playbook]


class Attio:
    """What the server keeps. No two stages, slugs or options of an attribute are the same."""

    def __init__(self, *titles: str) -> None:
        self.numbers = itertools.count(1)
        self.statuses = [self.status_of({"title": title}) for title in titles]
        self.attributes: list[dict[str, Any]] = []
        self.options: list[dict[str, Any]] = []

    def routes(self) -> list[Route]:
        return [
            Route("POST", f"{DEALS}/stage/statuses", self.status, SCHEMAS["status"]),
            Route("PATCH", f"{DEALS}/stage/statuses/([^/]+)", self.again, SCHEMAS["status-again"]),
            Route("POST", DEALS, self.attribute, SCHEMAS["attribute"]),
            Route("POST", f"{DEALS}/([a-z0-9_]+)/options", self.option, SCHEMAS["option"]),
        ]

    def status_of(self, data: dict[str, Any]) -> dict[str, Any]:
        ids = {"workspace_id": "w", "object_id": "deals", "attribute_id": "stage"}
        rest = {"celebration_enabled": False, "target_time_in_status": None, "is_archived": False}
        return {"id": {**ids, "status_id": f"status-{next(self.numbers)}"}, **rest, **data}

    def status(self, call: Call) -> Answer:
        data = call.body["data"]
        if any(each["title"] == data["title"] for each in self.statuses):
            return 409, {"status_code": 409, "code": "slug_conflict"}
        self.statuses.append(self.status_of(data))
        return 200, {"data": self.statuses[-1]}

    def again(self, call: Call) -> Answer:
        for each in self.statuses:
            if each["id"]["status_id"] == call.parts[0]:
                each.update(call.body["data"])
                return 200, {"data": each}
        return 404, {"status_code": 404, "code": "not_found"}

    def attribute(self, call: Call) -> Answer:
        data = call.body["data"]
        if any(each["api_slug"] == data["api_slug"] for each in self.attributes):
            return 409, {"status_code": 409, "code": "slug_conflict"}
        ids = {"workspace_id": "w", "object_id": "deals", "attribute_id": f"a-{data['api_slug']}"}
        more = {"is_system_attribute": False, "is_archived": False}
        self.attributes.append({"id": ids, **more, **data})
        return 200, {"data": self.attributes[-1]}

    def option(self, call: Call) -> Answer:
        found = [each for each in self.attributes if each["api_slug"] == call.parts[0]]
        if not found or found[0]["type"] != "select":
            return 404, {"status_code": 404, "code": "not_found"}
        title, own = call.body["data"]["title"], found[0]["id"]["attribute_id"]
        if any(
            (each["id"]["attribute_id"], each["title"]) == (own, title) for each in self.options
        ):
            return 409, {"status_code": 409, "code": "slug_conflict"}
        ids = {**found[0]["id"], "option_id": f"option-{next(self.numbers)}"}
        self.options.append({"id": ids, "title": title, "is_archived": False})
        return 200, {"data": self.options[-1]}

    def dump(self) -> dict[str, bytes]:
        """What it answers when it is asked for everything."""
        system = {"id": {}, "title": "Deal name", "api_slug": "name", "type": "text"}
        attributes = [{**system, "is_system_attribute": True}, *self.attributes]
        rows = {"statuses": self.statuses, "attributes": attributes, "options": self.options}
        return {
            f"{name}.json": json.dumps({"data": each}).encode()
            for name, each in rows.items()
            if each
        }


@contextmanager
def running(*titles: str) -> Iterator[tuple[Attio, Server]]:
    """The server with some stages of another team in it."""
    state = Attio(*titles)

    def is_allowed(headers: Any) -> bool:
        return bool(headers.get("authorization") == f"Bearer {TOKEN}")

    with serving(state.routes(), is_allowed=is_allowed) as server:
        yield state, server


def wanted_of(path: Path) -> Rollout:
    """What the playbook says, in its own language."""
    with speaking(closest(playbook(path).language)):
        rollout = Rollout(playbook(path), Settings(), target("attio").surface)
        assert rollout.setup.stages
        return rollout


def read(dump: dict[str, bytes]) -> Any:
    reading = target("attio").read
    assert reading is not None
    return reading(dump)


@pytest.mark.parametrize("path", [EVERYTHING, CHINESE, *PUBLISHED], ids=lambda path: path.stem)
def test_the_server_takes_everything_and_gives_it_back(path: Path, tmp_path: Path) -> None:
    with running() as (state, server):
        done = send(rolled_out("attio", path), tmp_path / "out", server, ATTIO_TOKEN=TOKEN)
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        assert server.refused == []
    (found,) = read(state.dump()).setups
    assert differing("attio", path, state.dump()) == []
    wanted = wanted_of(path)
    assert [(each.name, each.days) for each in found.stages] == [
        (each.name, each.days) for each in wanted.stages
    ]
    assert [(each.key, each.name, each.about) for each in found.fields] == [
        (each.key, each.name, each.about) for each in wanted.added
    ]
    assert [[option.name for option in each.options] for each in found.fields] == [
        [option.name for option in each.options] for each in wanted.added
    ]
    celebrated = [each["title"] for each in state.statuses if each["celebration_enabled"]]
    assert celebrated == [each.name for each in wanted.stages if each.kind == "won"]


def test_stages_that_are_there_are_refused_as_doubles_without_a_base(tmp_path: Path) -> None:
    export = rolled_out("attio", EVERYTHING)
    with running("Lead", "Lost") as (state, server):
        done = send(export, tmp_path / "out", server, ATTIO_TOKEN=TOKEN)
        assert (done.returncode, "409" in done.stderr) == (1, True)
        assert [each["title"] for each in state.statuses] == ["Lead", "Lost"]
    assert "--base" in str(export.files["SETUP.md"])


def test_with_a_base_what_is_there_is_brought_up_to_date_and_the_rest_stays(tmp_path: Path) -> None:
    with running("Lead", "In Progress", "Won 🎉", "Lost") as (state, server):
        base = {name: content.decode() for name, content in state.dump().items()}
        export = target("attio").export(playbook(EVERYTHING), Settings({}, base))
        done = send(export, tmp_path / "out", server, ATTIO_TOKEN=TOKEN)
        assert (done.returncode, done.stderr) == (0, "")
    titles = [each["title"] for each in state.statuses]
    assert titles[:4] == ["Lead", "In Progress", "Won 🎉", "Lost"]
    assert titles[4:] == [
        each.name for each in wanted_of(EVERYTHING).stages if each.name not in titles[:4]
    ]
    assert state.statuses[0]["target_time_in_status"] == "P0Y0M14DT0H0M0S"
    assert "--base" not in str(export.files["SETUP.md"])


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("stage-lead", lambda data: data.update(target_time_in_status=14)),
        ("stage-lead", lambda data: data.update(target_time_in_status="14 days")),
        ("stage-lead", lambda data: data.update(probability=20)),
        ("stage-lead", lambda data: data.pop("title")),
        ("field-region", lambda data: data.update(type="choice")),
        ("field-region", lambda data: data.update(is_required="no")),
        ("field-region", lambda data: data.pop("config")),
        ("field-budget", lambda data: data.update(config={})),
        ("field-decider", lambda data: data.update(config={})),
        ("field-region-1", lambda data: data.update(value="eu")),
    ],
)
def test_the_server_refuses_planted_faults(
    name: str, change: Callable[[dict[str, Any]], object], tmp_path: Path
) -> None:
    files = dict(rolled_out("attio", EVERYTHING).files)
    (file,) = (each for each in files if each.endswith(f"-{name}.json"))
    request = json.loads(files[file])
    change(request["body"]["data"])
    files[file] = json.dumps(request)
    with running() as (_state, server):
        done = send(Export(files), tmp_path / "out", server, ATTIO_TOKEN=TOKEN)
    assert done.returncode == 1
    assert file.split("/")[1] in done.stderr


@pytest.mark.parametrize(
    ("currency", "type"),
    [("currency: EUR", "currency"), ("currency: XXX", "number"), ("", "number")],
)
def test_money_is_money_where_the_currency_is_known(currency: str, type: str, built: Build) -> None:
    model = built(
        f"""
        id: sale
        name: Sale
        {currency}
        fields: {{budget: {{name: Budget, type: money}}}}
        stages:
          - {{id: open, name: Open, exit: [The buyer has signed]}}
          - {{id: won, name: Won, kind: won}}
          - {{id: lost, name: Lost, kind: lost}}
        """
    )
    files = rolled_out("attio", model).files
    (text,) = (each for name, each in files.items() if name.endswith("-field-budget.json"))
    assert json.loads(str(text))["body"]["data"]["type"] == type


@pytest.mark.parametrize("content", OTHERS)
def test_what_is_something_else_is_refused(content: bytes) -> None:
    with pytest.raises(Refused):
        read({"some.json": content})


def test_answers_with_anything_wrong_in_them_are_read_or_refused(tmp_path: Path) -> None:
    with running() as (state, server):
        send(rolled_out("attio", CHINESE), tmp_path / "out", server, ATTIO_TOKEN=TOKEN)
    taken, refused = survived(target("attio"), state.dump())
    assert taken > 100
    assert refused > 100


@pytest.mark.parametrize(
    ("time", "days", "notes"),
    [
        (None, None, 1),
        ("P0Y0M14DT0H0M0S", 14, 1),
        ("P2W", 14, 1),
        ("P1DT0H", 1, 1),
        ("PT12H", None, 2),
        ("P1M", None, 2),
        ("soon", None, 2),
        (14, None, 2),
    ],
)
def test_a_target_time_is_whole_days_or_is_left_out(time: Any, days: Any, notes: int) -> None:
    row = {"id": {"status_id": "s"}, "title": "New", "target_time_in_status": time}
    found = read({"statuses.json": json.dumps({"data": [row]}).encode()})
    assert [each.days for each in found.setups[0].stages] == [days]
    assert len(found.notes) == notes
    assert found.notes[-1].kind == "question"  # which stages mean won and lost
