"""Notion: a database with a board, and a page for each stage; and it is read back."""

import itertools
import json
import uuid
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

SCHEMAS = json.loads((HERE / "notion.schema.json").read_text("utf-8"))
PAGE = "0123456789abcdef0123456789abcdef"
VARIABLES = {"NOTION_TOKEN": "a-token", "NOTION_PAGE_ID": PAGE}
Build = Callable[[str], Playbook]


class Notion:
    """What the server keeps; it knows one page from before."""

    def __init__(self) -> None:
        self.numbers = itertools.count(1)
        self.source: dict[str, Any] = {}
        self.pages: dict[str, dict[str, Any]] = {PAGE: {"children": []}}
        self.views: list[dict[str, Any]] = []

    def routes(self) -> list[Route]:
        return [
            Route("POST", "/v1/databases", self.database, SCHEMAS["database"]),
            Route("GET", "/v1/data_sources/([0-9a-f-]{36})", self.sources),
            Route("POST", "/v1/pages", self.page, SCHEMAS["children"]),
            Route("PATCH", "/v1/blocks/([0-9a-f-]{36})/children", self.more, SCHEMAS["children"]),
            Route("POST", "/v1/views", self.view, SCHEMAS["view"]),
        ]

    def new_id(self) -> str:
        return str(uuid.UUID(int=next(self.numbers)))

    def database(self, call: Call) -> Answer:
        if call.body["parent"]["page_id"] not in self.pages:
            return 404, {"object": "error", "code": "object_not_found"}
        columns = call.body["initial_data_source"]["properties"]
        if [each["type"] for each in columns.values()].count("title") != 1:
            return 400, {"object": "error", "code": "validation_error"}
        for each in columns.values():
            options = each[each["type"]].get("options", [])
            if len({option["name"] for option in options}) != len(options):
                return 400, {"object": "error", "code": "validation_error"}
        self.source = {
            "object": "data_source",
            "id": self.new_id(),
            "title": [{"plain_text": piece["text"]["content"]} for piece in call.body["title"]],
            "properties": {
                name: {"id": f"p{number}", "name": name, "description": None, **each}
                for number, (name, each) in enumerate(columns.items())
            },
        }
        sources = [{"id": self.source["id"], "name": ""}]
        return 200, {"object": "database", "id": self.new_id(), "data_sources": sources}

    def sources(self, call: Call) -> Answer:
        if call.parts[0] != self.source.get("id"):
            return 404, {"object": "error", "code": "object_not_found"}
        return 200, self.source

    def page(self, call: Call) -> Answer:
        if call.body["parent"]["page_id"] not in self.pages:
            return 404, {"object": "error", "code": "object_not_found"}
        id = self.new_id()
        self.pages[id] = json.loads(json.dumps(call.body))
        return 200, {"object": "page", "id": id}

    def more(self, call: Call) -> Answer:
        if call.parts[0] not in self.pages:
            return 404, {"object": "error", "code": "object_not_found"}
        self.pages[call.parts[0]]["children"] += call.body["children"]
        return 200, {"object": "list"}

    def view(self, call: Call) -> Answer:
        stage = call.body["configuration"]["group_by"]["property_id"]
        columns = {each["id"]: each for each in self.source["properties"].values()}
        if call.body["data_source_id"] != self.source["id"] or columns[stage]["type"] != "select":
            return 400, {"object": "error", "code": "validation_error"}
        self.views.append(call.body)
        return 200, {"object": "view", "id": self.new_id()}

    def dump(self) -> dict[str, bytes]:
        """What it answers when it is asked for the data source."""
        return {"source.json": json.dumps(self.source).encode()}

    def lines(self) -> list[tuple[str, str]]:
        """The type and the text of every block on the pages."""
        return [
            (each["type"], "".join(p["text"]["content"] for p in each[each["type"]]["rich_text"]))
            for page in self.pages.values()
            for each in page["children"]
        ]


@contextmanager
def running() -> Iterator[tuple[Notion, Server]]:
    """The server with nothing but a page in it."""
    state = Notion()

    def is_allowed(headers: Any) -> bool:
        is_known = headers.get("authorization") == "Bearer a-token"
        return is_known and bool(headers.get("notion-version") == "2025-09-03")

    with serving(state.routes(), is_allowed=is_allowed) as server:
        yield state, server


def wanted_of(path: Path) -> Rollout:
    """What the playbook says, in its own language."""
    with speaking(closest(playbook(path).language)):
        rollout = Rollout(playbook(path), Settings(), target("notion").surface)
        assert rollout.setup.stages
        return rollout


def read(dump: dict[str, bytes]) -> Any:
    reading = target("notion").read
    assert reading is not None
    return reading(dump)


@pytest.mark.parametrize("path", [EVERYTHING, CHINESE, *PUBLISHED], ids=lambda path: path.stem)
def test_the_server_takes_everything_and_gives_it_back(path: Path, tmp_path: Path) -> None:
    with running() as (state, server):
        done = send(rolled_out("notion", path), tmp_path / "out", server, **VARIABLES)
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        assert server.refused == []
    (found,) = read(state.dump()).setups
    assert differing("notion", path, state.dump()) == []
    wanted = wanted_of(path)
    assert found.name == wanted.setup.name
    assert [each.name for each in found.stages] == [each.name for each in wanted.stages]
    assert len(found.fields) == len(wanted.added)
    assert all(
        (mine.name == theirs.name or mine.name.startswith(f"{theirs.name} ("))
        and mine.about == theirs.about
        for mine, theirs in zip(found.fields, wanted.added, strict=True)
    )
    assert [[option.name for option in each.options] for each in found.fields] == [
        [option.name.replace(",", ";") for option in each.options] for each in wanted.added
    ]
    assert len(state.views) == 1


def test_every_criterion_and_task_is_a_box_to_tick(tmp_path: Path) -> None:
    with running() as (state, server):
        send(rolled_out("notion", EVERYTHING), tmp_path / "out", server, **VARIABLES)
    boxes = [text for kind, text in state.lines() if kind == "to_do"]
    stages = playbook(EVERYTHING).stages
    assert len(boxes) == sum(len(each.tasks) + len(each.exit) + len(each.entry) for each in stages)
    assert ("paragraph", "Ask what a standstill costs. <Do not> send prices & brochures.") in (
        state.lines()
    )


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("database", lambda body: body.update(is_locked=True)),
        (
            "database",
            lambda body: _columns(body)["Stage"]["select"]["options"][0].update(name="a,b"),
        ),
        (
            "database",
            lambda body: _columns(body)["Stage"]["select"]["options"].append({"name": "Won"}),
        ),
        ("database", lambda body: _columns(body)["Region"].update(type="choice")),
        ("database", lambda body: _columns(body).pop("Name")),
        ("page-lead", lambda body: body["children"][0].update(type="todo")),
        ("page-lead", lambda body: body["children"].extend(body["children"] * 60)),
        ("board", lambda body: body["configuration"]["group_by"].update(property_id="p0")),
    ],
)
def test_the_server_refuses_planted_faults(
    name: str, change: Callable[[dict[str, Any]], object], tmp_path: Path
) -> None:
    files = dict(rolled_out("notion", EVERYTHING).files)
    (file,) = (each for each in files if each.endswith(f"-{name}.json"))
    request = json.loads(files[file])
    change(request["body"])
    files[file] = json.dumps(request)
    with running() as (_state, server):
        done = send(Export(files), tmp_path / "out", server, **VARIABLES)
    assert done.returncode == 1
    assert file.split("/")[1] in done.stderr


def _columns(body: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = body["initial_data_source"]["properties"]
    return found


def test_names_that_are_keys_are_no_place_to_fill_and_never_doubles(
    built: Build, tmp_path: Path
) -> None:
    model = built(
        """
        id: sale
        name: "{{NOTION_TOKEN}}"
        fields:
          a: {name: "{{NOTION_TOKEN}}", type: text}
          b: {name: stage, type: text}
          c: {name: Signer, type: contact}
          d: {name: signer, type: text}
          e: {name: "$kept", type: choice, options: [{id: x, name: "One, two"}]}
        stages:
          - {id: open, name: "New, or {{stage}}", tasks: ["$kept"], exit: ["**Signed** [x](y)"]}
          - {id: won, name: Won, kind: won}
          - {id: lost, name: Lost, kind: lost}
        """
    )
    export = rolled_out("notion", model)
    with running() as (state, server):
        done = send(export, tmp_path / "out", server, **VARIABLES)
        assert (done.returncode, done.stderr) == (0, "")
    assert list(state.source["properties"]) == [
        "Name",
        "Stage",
        "{{NOTION_TOKEN}} (a)",
        "stage (b)",
        "Signer",
        "signer (d)",
        "$kept",
    ]
    assert state.source["title"] == [{"plain_text": "{{NOTION_TOKEN}}"}]
    assert "a-token" not in json.dumps([state.source, state.pages])
    assert ("to_do", "**Signed** [x](y)") in state.lines()
    told = {each.at: each.how for each in export.fates}
    assert "commas become semicolons" in told["stages", 0]
    assert "commas become semicolons" in told["fields", "e"]
    assert "commas" not in told["fields", "a"]


def test_a_long_page_comes_in_several_requests_and_long_texts_in_pieces(
    built: Build, tmp_path: Path
) -> None:
    tasks = ", ".join(f'"Task {number} {"long " * 420}"' for number in range(230))
    model = built(
        f"""
        id: sale
        name: Sale
        stages:
          - {{id: open, name: Open, tasks: [{tasks}], exit: [The buyer has signed]}}
          - {{id: won, name: Won, kind: won}}
          - {{id: lost, name: Lost, kind: lost}}
        """
    )
    with running() as (state, server):
        done = send(rolled_out("notion", model), tmp_path / "out", server, **VARIABLES)
        assert (done.returncode, done.stderr) == (0, "")
    boxes = [text for kind, text in state.lines() if kind == "to_do"]
    assert len(boxes) == 231
    assert [text.split()[1] for text in boxes[1:]] == [str(number) for number in range(230)]
    assert len(boxes[-1]) > 2000


@pytest.mark.parametrize("content", OTHERS)
def test_what_is_something_else_is_refused(content: bytes) -> None:
    with pytest.raises(Refused):
        read({"some.json": content})


def test_answers_with_anything_wrong_in_them_are_read_or_refused(tmp_path: Path) -> None:
    with running() as (state, server):
        send(rolled_out("notion", CHINESE), tmp_path / "out", server, **VARIABLES)
    taken, refused = survived(target("notion"), state.dump())
    assert taken > 100
    assert refused > 5


def column(kind: str, *names: str) -> dict[str, Any]:
    return {"id": kind, "type": kind, kind: {"options": [{"name": name} for name in names]}}


@pytest.mark.parametrize(
    ("columns", "stages"),
    [
        ({"Стадия": column("status", "Нова")}, ["Нова"]),
        ({"Етап": column("select", "Нов"), "Status": column("status")}, ["Нов"]),
        ({"阶段": column("select", "新"), "行业": column("select", "汽车")}, ["新"]),
        ({"Priority": column("select", "High"), "Phase": column("status", "New")}, ["New"]),
        ({"Only": column("select", "A", "B")}, ["A", "B"]),
        ({"One": column("select", "A"), "Two": column("select", "B")}, []),
        ({"Name": {"id": "t", "type": "title", "title": {}}}, []),
    ],
)
def test_the_column_of_stages_is_found_or_asked_for(
    columns: dict[str, Any], stages: list[str]
) -> None:
    whole = {"id": "1", "title": [{"plain_text": "Deals"}], "properties": columns}
    found = read({"source.json": json.dumps(whole).encode()})
    assert [stage.name for each in found.setups for stage in each.stages] == stages
    assert [note.kind for note in found.notes] == ["question"]
