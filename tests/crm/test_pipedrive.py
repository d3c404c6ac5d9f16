"""Pipedrive: what is sent is taken by a strict server, kept there, and read back."""

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
from playbook.model import Playbook
from playbook.registry import target
from playbook.rollout.compiling import Rollout

SCHEMAS = json.loads((HERE / "pipedrive.schema.json").read_text("utf-8"))
TOKEN = "a-token"
Build = Callable[[str], Playbook]


class Pipedrive:
    """What the server keeps. Stages stand in the order in which they came."""

    def __init__(self) -> None:
        self.ids = itertools.count(7)
        self.pipelines: dict[int, dict[str, Any]] = {}
        self.stages: dict[int, dict[str, Any]] = {}
        self.fields: dict[str, dict[str, Any]] = {}

    def routes(self) -> list[Route]:
        return [
            Route("POST", "/api/v2/pipelines", self.pipeline, SCHEMAS["pipeline"]),
            Route("POST", "/api/v2/stages", self.stage, SCHEMAS["stage"]),
            Route("POST", "/api/v2/dealFields", self.field, SCHEMAS["field"]),
        ]

    def pipeline(self, call: Call) -> Answer:
        id = next(self.ids)
        self.pipelines[id] = {"id": id, "is_deleted": False, **call.body}
        return 201, {"success": True, "data": self.pipelines[id]}

    def stage(self, call: Call) -> Answer:
        if call.body["pipeline_id"] not in self.pipelines:
            return 404, {"success": False, "error": "Pipeline not found"}
        id = next(self.ids)
        place = len(self.stages) + 1
        self.stages[id] = {"id": id, "order_nr": place, "is_deleted": False, **call.body}
        return 201, {"success": True, "data": self.stages[id]}

    def field(self, call: Call) -> Answer:
        body = call.body
        required = body.get("required_fields", {})
        shown = body["ui_visibility"]["show_in_pipelines"]["pipeline_ids"]
        unknown = set(required.get("stage_ids", ())) - set(self.stages)
        unknown |= {int(id) for id in required.get("statuses", {})} - set(shown)
        unknown |= set(shown) - set(self.pipelines)
        if unknown:
            return 400, {"success": False, "error": f"unknown: {unknown}"}
        code = f"{next(self.ids):040x}"
        options = [{"id": next(self.ids), **option} for option in body.get("options", ())]
        self.fields[code] = {
            "field_code": code,
            "is_custom_field": True,
            **body,
            **({"options": options} if options else {}),
        }
        return 201, {"success": True, "data": self.fields[code]}

    def dump(self) -> dict[str, bytes]:
        """What it answers when it is asked for everything."""
        rows = {
            "pipelines": [*self.pipelines.values()],
            "stages": [*self.stages.values()],
            "fields": [*self.fields.values()],
        }
        return {
            f"{name}.json": json.dumps({"success": True, "data": each}).encode()
            for name, each in rows.items()
        }


@contextmanager
def running() -> Iterator[tuple[Pipedrive, Server]]:
    """The server with nothing in it."""
    state = Pipedrive()
    with serving(
        state.routes(), is_allowed=lambda headers: headers.get("x-api-token") == TOKEN
    ) as server:
        yield state, server


def body(export: Export, name: str) -> Any:
    """The body of the request of this name."""
    (found,) = (text for file, text in export.files.items() if file.endswith(f"-{name}.json"))
    return json.loads(found)["body"]


@pytest.mark.parametrize("path", [EVERYTHING, CHINESE, *PUBLISHED], ids=lambda path: path.stem)
def test_the_server_takes_everything_and_gives_it_back(path: Path, tmp_path: Path) -> None:
    export = rolled_out("pipedrive", path)
    with running() as (state, server):
        done = send(export, tmp_path / "out", server, PIPEDRIVE_TOKEN=TOKEN)
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        assert server.refused == []
    read = target("pipedrive").read
    assert read is not None
    (found,) = read(state.dump()).setups
    assert differing("pipedrive", path, state.dump()) == []
    wanted = wanted_of(path)
    assert found.name == wanted.setup.name
    assert [(each.name, each.probability, each.days) for each in found.stages] == [
        (each.name, each.probability, each.days) for each in wanted.stages
    ]
    assert [each.name for each in found.fields] == [each.name for each in wanted.added]


def wanted_of(path: Path) -> Rollout:
    return Rollout(playbook(path), Settings(), target("pipedrive").surface)


def test_a_second_run_sends_nothing_again(tmp_path: Path) -> None:
    export = rolled_out("pipedrive", EVERYTHING)
    with running() as (state, server):
        send(export, tmp_path / "out", server, PIPEDRIVE_TOKEN=TOKEN)
        before = len(server.calls)
        again = send(export, tmp_path / "out", server, PIPEDRIVE_TOKEN=TOKEN)
        assert (again.returncode, len(server.calls)) == (0, before)
        assert len(state.pipelines) == 1


def test_without_the_right_token_nothing_is_sent(tmp_path: Path) -> None:
    export = rolled_out("pipedrive", EVERYTHING)
    with running() as (state, server):
        missing = send(export, tmp_path / "out", server)
        assert missing.returncode == 2
        assert "PIPEDRIVE_TOKEN" in missing.stderr
        assert server.calls == []
        wrong = send(export, tmp_path / "out", server, PIPEDRIVE_TOKEN="another")
        assert wrong.returncode == 1
        assert "401" in wrong.stderr
        assert state.pipelines == {}


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("stage-lead", lambda body: body.update(order_nr=1)),
        ("stage-lead", lambda body: body.update(deal_probability="20")),
        ("stage-lead", lambda body: body.pop("pipeline_id")),
        ("stage-lead", lambda body: body.update(rotten_days=3)),
        ("field-region", lambda body: body.update(field_type="picklist")),
        ("field-region", lambda body: body["options"][0].update(color="red")),
        ("field-region", lambda body: body["required_fields"].update(enabled="yes")),
        ("field-region", lambda body: body["required_fields"].update(stage_ids=[])),
    ],
    ids=["order", "text", "missing", "unknown", "type", "option", "flag", "everywhere"],
)
def test_the_server_refuses_planted_faults(
    name: str, change: Callable[[dict[str, Any]], object], tmp_path: Path
) -> None:
    export = rolled_out("pipedrive", EVERYTHING)
    files = dict(export.files)
    (file,) = (each for each in files if each.endswith(f"-{name}.json"))
    request = json.loads(files[file])
    change(request["body"])
    files[file] = json.dumps(request)
    with running() as (_state, server):
        done = send(Export(files), tmp_path / "out", server, PIPEDRIVE_TOKEN=TOKEN)
    assert done.returncode == 1
    assert file.split("/")[1] in done.stderr
    assert server.refused[0][1][0] == 422


def test_an_authors_braces_are_no_place_to_fill(built: Build, tmp_path: Path) -> None:
    model = built(
        """
        id: sale
        name: "{{PIPEDRIVE_TOKEN}} {{pipeline}}"
        stages:
          - {id: open, name: "{{stage-open}}", exit: [The buyer has signed]}
          - {id: won, name: Won, kind: won}
          - {id: lost, name: Lost, kind: lost}
        """
    )
    with running() as (state, server):
        done = send(rolled_out("pipedrive", model), tmp_path / "out", server, PIPEDRIVE_TOKEN=TOKEN)
        assert done.returncode == 0, done.stderr
    assert [each["name"] for each in state.pipelines.values()] == [
        "{{PIPEDRIVE_TOKEN}} {{pipeline}}"
    ]
    assert [each["name"] for each in state.stages.values()] == ["{{stage-open}}"]


def test_what_a_gate_wants_filled_is_required_in_every_stage_behind_it(built: Build) -> None:
    model = built(
        """
        id: sale
        name: Sale
        fields: {need: {name: Need, type: text}, plan: {name: Plan, type: text}}
        stages:
          - {id: first, name: First, must_fill: [need], exit: [The buyer has answered]}
          - {id: second, name: Second, exit: [{check: {field: plan, is: filled}}]}
          - {id: third, name: Third, exit: [The buyer has signed]}
          - {id: won, name: Won, kind: won}
          - {id: lost, name: Lost, kind: lost}
        """
    )
    export = rolled_out("pipedrive", model)
    assert body(export, "field-need")["required_fields"] == {
        "enabled": True,
        "stage_ids": [{"$kept": "stage-second"}, {"$kept": "stage-third"}],
        "statuses": {"{{pipeline}}": ["won"]},
    }
    assert body(export, "field-plan")["required_fields"] == {
        "enabled": True,
        "stage_ids": [{"$kept": "stage-third"}],
        "statuses": {"{{pipeline}}": ["won"]},
    }


ENDS = """
id: sale
name: Sale
fields:
  paper: {name: Paper, type: text}
  need: {name: Need, type: text}
  both: {name: Both, type: text}
questionnaires:
  fit:
    framework: custom
    name: Fit
    elements: [{id: one, name: One}]
    questions: [{id: size, element: one, ask: How many?, type: number}]
stages:
  - {id: first, name: First, must_fill: [need, both, amount], exit: [The buyer has answered]}
  - id: last
    name: Last
    exit:
      - {id: signed, criterion: It is signed, kept_in: paper}
      - {id: sized, check: {answer: size, is: filled}}
      - {id: all, check: {all: [{field: need, is: filled}, {field: paper, is: filled}]}}
  - {id: won, name: Won, kind: won}
  - {id: lost, name: Lost, kind: lost, must_fill: [both, paper]}
"""


def test_what_is_wanted_of_ends_alone_is_never_required_everywhere(built: Build) -> None:
    export = rolled_out("pipedrive", built(ENDS))
    assert "required_fields" not in body(export, "field-paper")
    assert "required_fields" not in body(export, "field-fit-size")
    assert body(export, "field-both")["required_fields"] == {
        "enabled": True,
        "stage_ids": [{"$kept": "stage-last"}],
        "statuses": {"{{pipeline}}": ["won", "lost"]},
    }


@pytest.mark.parametrize(
    ("at", "outcome"),
    [
        (("stages", 0, "must_fill", 0), "written"),
        (("stages", 0, "must_fill", 1), "written"),
        (("stages", 0, "must_fill", 2), "by hand"),  # the amount is there already
        (("stages", 1, "exit", 0, "kept_in"), "by hand"),
        (("stages", 1, "exit", 1), "by hand"),
        (("stages", 1, "exit", 2), "by hand"),  # one of the two is not sent
        (("stages", 3, "must_fill", 0), "written"),
        (("stages", 3, "must_fill", 1), "by hand"),
    ],
)
def test_only_what_is_sent_is_told_as_written(
    at: tuple[str | int, ...], outcome: str, built: Build
) -> None:
    (fate,) = (each for each in rolled_out("pipedrive", built(ENDS)).fates if each.at == at)
    assert fate.outcome == outcome
    assert fate.how.startswith("required in: " if outcome == "written" else "require ")


def dump(**rows: list[dict[str, Any]]) -> dict[str, bytes]:
    return {f"{name}.json": json.dumps({"data": each}).encode() for name, each in rows.items()}


FIELD = {"field_code": "f", "field_name": "Need", "field_type": "text", "is_custom_field": True}


@pytest.mark.parametrize(
    ("more", "required"),
    [
        ({}, ()),
        ({"required_fields": {"enabled": False, "stage_ids": [11]}}, ()),
        ({"required_fields": {"enabled": True, "stage_ids": [12, 99]}}, ("12",)),
        ({"required_fields": {"enabled": True, "stage_ids": []}}, ("11", "12")),
        (
            {"required_fields": {"enabled": True, "stage_ids": [11], "statuses": {"1": ["won"]}}},
            ("11", "won"),
        ),
        (
            {"required_fields": {"enabled": True, "stage_ids": [11], "statuses": {"2": ["won"]}}},
            ("11",),
        ),
        ({"ui_visibility": {"show_in_pipelines": {"show_in_all": True}}}, ()),
        ({"ui_visibility": {"show_in_pipelines": {"show_in_all": False, "pipeline_ids": [1]}}}, ()),
        (
            {"ui_visibility": {"show_in_pipelines": {"show_in_all": False, "pipeline_ids": [2]}}},
            None,
        ),
        ({"is_custom_field": False}, None),
        ({"field_type": "address"}, None),
    ],
)
def test_fields_are_read_with_where_they_are_shown_and_required(
    more: dict[str, Any], required: tuple[str, ...] | None
) -> None:
    read = target("pipedrive").read
    assert read is not None
    found = read(
        dump(
            pipelines=[{"id": 1, "name": "Sales"}],
            stages=[
                {"id": 12, "name": "Second", "pipeline_id": 1, "order_nr": 2},
                {"id": 11, "name": "First", "pipeline_id": 1, "order_nr": 1},
                {"id": 13, "name": "Elsewhere", "pipeline_id": 2, "order_nr": 1},
            ],
            fields=[{**FIELD, **more}],
        )
    )
    (setup,) = found.setups
    assert [stage.name for stage in setup.stages] == ["First", "Second"]
    assert [field.required for field in setup.fields] == ([] if required is None else [required])
    left_out = [note.what for note in found.notes]
    assert left_out == (["address"] if more.get("field_type") == "address" else [])


@pytest.mark.parametrize("content", OTHERS)
def test_what_is_something_else_is_refused(content: bytes) -> None:
    read = target("pipedrive").read
    assert read is not None
    with pytest.raises(Refused):
        read({"some.json": content})


def test_answers_with_anything_wrong_in_them_are_read_or_refused(tmp_path: Path) -> None:
    with running() as (state, server):
        send(rolled_out("pipedrive", CHINESE), tmp_path / "out", server, PIPEDRIVE_TOKEN=TOKEN)
    taken, refused = survived(target("pipedrive"), state.dump())
    assert taken > 100
    assert refused > 100


def test_answers_of_the_first_version_are_refused_and_deleted_pipelines_left_out() -> None:
    read = target("pipedrive").read
    assert read is not None
    old = {"id": 1, "name": "Offer", "pipeline_id": 1, "rotten_flag": True, "active_flag": True}
    with pytest.raises(Refused):
        read({"stages.json": json.dumps({"data": [old]}).encode()})
    rows = [{"id": 1, "name": "Old", "is_deleted": True}, {"id": 2, "name": "New"}]
    found = read({"pipelines.json": json.dumps({"data": rows}).encode()})
    assert [each.name for each in found.setups] == ["New"]
    assert [each.where for each in found.notes] == ["Old"]
