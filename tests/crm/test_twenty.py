"""Twenty: stages are merged with those of others, fields are made, and all is read back."""

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

SCHEMAS = json.loads((HERE / "twenty.schema.json").read_text("utf-8"))
TOKEN = "a-token"
FIELDS = "/crm/rest/metadata/fields"
OPPORTUNITY = "11111111-1111-4111-8111-111111111111"
STAGE = "22222222-2222-4222-8222-222222222222"
Build = Callable[[str], Playbook]


def option(number: int, value: str, label: str) -> dict[str, Any]:
    """A stage that another team uses."""
    id = f"33333333-3333-4333-8333-{number:012}"
    return {"id": id, "value": value, "label": label, "color": "sky", "position": number}


class Twenty:
    """What the server keeps: the options of a field are what it was told last, and no others."""

    def __init__(self) -> None:
        stages = [option(0, "NEW", "New"), option(3, "CUSTOMER", "Customer")]
        self.fields: dict[str, dict[str, Any]] = {
            STAGE: self.field_of(STAGE, name="stage", label="Stage", type="SELECT", options=stages)
        }

    def field_of(self, id: str, **more: Any) -> dict[str, Any]:
        known = {"isCustom": more["name"] != "stage", "isActive": True}
        return {"id": id, "objectMetadataId": OPPORTUNITY, "description": None, **known, **more}

    def routes(self) -> list[Route]:
        return [
            Route("POST", FIELDS, self.field, SCHEMAS["field"]),
            Route("PATCH", f"{FIELDS}/([0-9a-f-]+)", self.update, SCHEMAS["update"]),
        ]

    def field(self, call: Call) -> Answer:
        if call.body["objectMetadataId"] != OPPORTUNITY:
            return 400, {"messages": ["no such object"]}
        if any(each["name"] == call.body["name"] for each in self.fields.values()):
            return 400, {"messages": ["Name is not available"]}
        id, body = str(uuid.uuid5(uuid.NAMESPACE_OID, call.body["name"])), dict(call.body)
        if "options" in body:
            body["options"] = [{"id": str(uuid.uuid4()), **each} for each in body["options"]]
        self.fields[id] = self.field_of(id, **body)
        return 201, {"data": {"createOneField": self.fields[id]}}

    def update(self, call: Call) -> Answer:
        if call.parts[0] not in self.fields:
            return 400, {"messages": ["Field metadata not found"]}
        options = call.body.get("options", [])
        for key in ("position", "id", "value"):
            if len({each[key] for each in options}) != len(options):
                return 400, {"messages": [f"Duplicated option {key}"]}
        self.fields[call.parts[0]].update(call.body)
        return 200, {"data": {"updateOneField": self.fields[call.parts[0]]}}

    def dump(self, form: str = "old") -> dict[str, bytes]:
        """What it answers when it is asked for its objects, in each form that there is."""
        fields = [*self.fields.values()]
        opportunity = {"id": OPPORTUNITY, "nameSingular": "opportunity"}
        other = {"id": STAGE, "nameSingular": "person", "fields": []}
        nested: Any = fields if form != "edges" else {"edges": [{"node": each} for each in fields]}
        objects = [other, opportunity if form == "apart" else {**opportunity, "fields": nested}]
        answer: Any = {"data": objects if form == "new" else {"objects": objects}}
        made = {"objects.json": json.dumps(answer).encode()}
        if form == "apart":
            made["fields.json"] = json.dumps({"data": {"fields": fields}}).encode()
        return made


@contextmanager
def running() -> Iterator[tuple[Twenty, Server]]:
    """The server with the stages of another team in it."""
    state = Twenty()

    def is_allowed(headers: Any) -> bool:
        return bool(headers.get("authorization") == f"Bearer {TOKEN}")

    with serving(state.routes(), is_allowed=is_allowed) as server:
        yield state, server


def exported(path: Path, state: Twenty, form: str = "old") -> Export:
    """An export that is merged with what is there."""
    base = {name: content.decode() for name, content in state.dump(form).items()}
    return target("twenty").export(playbook(path), Settings({}, base))


def sent(export: Export, folder: Path, server: Server, **more: str) -> Any:
    return send(export, folder, server, TWENTY_ADDRESS="/crm/", TWENTY_TOKEN=TOKEN, **more)


def wanted_of(path: Path) -> Rollout:
    """What the playbook says, in its own language."""
    with speaking(closest(playbook(path).language)):
        rollout = Rollout(playbook(path), Settings(), target("twenty").surface)
        assert rollout.setup.stages
        return rollout


def read(dump: dict[str, bytes]) -> Any:
    reading = target("twenty").read
    assert reading is not None
    return reading(dump)


@pytest.mark.parametrize("path", [EVERYTHING, CHINESE, *PUBLISHED], ids=lambda path: path.stem)
def test_the_server_takes_everything_and_gives_it_back(path: Path, tmp_path: Path) -> None:
    with running() as (state, server):
        done = sent(exported(path, state), tmp_path / "out", server)
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        assert server.refused == []
    (found,) = read(state.dump()).setups
    others = [("stage-extra", f"Stage “{name}”", "", name) for name in ("New", "Customer")]
    assert differing("twenty", path, state.dump()) == others
    wanted = wanted_of(path)
    assert [(each.key, each.name) for each in found.stages] == [
        ("NEW", "New"),
        ("CUSTOMER", "Customer"),
        *((each.key, each.name) for each in wanted.stages),
    ]
    assert [(each.key, each.name, each.about) for each in found.fields] == [
        (each.key, each.name, each.about) for each in wanted.added
    ]
    assert [[option.name for option in each.options] for each in found.fields] == [
        [option.name.replace(",", ";") for option in each.options] for each in wanted.added
    ]


@pytest.mark.parametrize("form", ["old", "new", "edges", "apart"])
def test_every_form_of_the_answer_will_do(form: str, tmp_path: Path) -> None:
    with running() as (state, server):
        done = sent(exported(EVERYTHING, state, form), tmp_path / "out", server)
        assert done.returncode == 0, done.stderr
        assert len(state.fields[STAGE]["options"]) == 2 + len(wanted_of(EVERYTHING).stages)


def test_a_second_export_changes_what_is_there_and_doubles_nothing(tmp_path: Path) -> None:
    with running() as (state, server):
        sent(exported(EVERYTHING, state), tmp_path / "first", server)
        before = json.loads(json.dumps(state.fields))
        done = sent(exported(EVERYTHING, state), tmp_path / "second", server)
        assert (done.returncode, done.stderr) == (0, "")
        assert state.fields == before


def test_options_that_others_have_added_to_a_field_stay(tmp_path: Path) -> None:
    with running() as (state, server):
        sent(exported(EVERYTHING, state), tmp_path / "first", server)
        (region,) = (each for each in state.fields.values() if each["name"] == "pbRegion")
        region["options"] = [option(5, "AFRICA", "Africa"), option(6, "EU", "The continent")]
        done = sent(exported(EVERYTHING, state), tmp_path / "second", server)
        assert (done.returncode, done.stderr) == (0, "")
    assert [(each["value"], each["label"]) for each in region["options"]] == [
        ("AFRICA", "Africa"),
        ("EU", "Europe"),
        ("US", "America"),
        ("ASIA", 'Asia & "the rest"'),
    ]


def test_without_a_base_no_stage_is_written_and_people_add_them(tmp_path: Path) -> None:
    export = rolled_out("twenty", EVERYTHING)
    stages = [each for each in export.fates if each.at[0] == "stages" and len(each.at) == 2]
    assert {each.outcome for each in stages} == {"by hand"}
    assert "--base" in str(export.files["SETUP.md"])
    with running() as (state, server):
        before = state.fields[STAGE]["options"]
        done = sent(export, tmp_path / "out", server, TWENTY_OPPORTUNITY_ID=OPPORTUNITY)
        assert (done.returncode, done.stderr) == (0, "")
        assert state.fields[STAGE]["options"] == before
        assert len(state.fields) == 1 + len(wanted_of(EVERYTHING).added)


def test_a_stage_that_cannot_be_kept_as_it_is_stops_the_export() -> None:
    state = Twenty()
    state.fields[STAGE]["options"].append({"id": "x", "value": None, "label": "Odd"})
    with pytest.raises(Refused):
        exported(EVERYTHING, state)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("stages", lambda body: body["options"][-1].update(value="lead")),
        ("stages", lambda body: body["options"][-1].update(value="A__B")),
        ("stages", lambda body: body["options"][-1].update(position=0)),
        ("stages", lambda body: body["options"][-1].update(label="a, b")),
        ("stages", lambda body: body["options"][-1].pop("color")),
        ("field-pbRegion", lambda body: body.update(name="pb_region")),
        ("field-pbRegion", lambda body: body.update(type="CHOICE")),
        ("field-pbRegion", lambda body: body.pop("options")),
        ("field-pbRegion", lambda body: body.update(isCustom=True)),
    ],
)
def test_the_server_refuses_planted_faults(
    name: str, change: Callable[[dict[str, Any]], object], tmp_path: Path
) -> None:
    with running() as (state, server):
        files = dict(exported(EVERYTHING, state).files)
        (file,) = (each for each in files if each.endswith(f"-{name}.json"))
        request = json.loads(files[file])
        change(request["body"])
        files[file] = json.dumps(request)
        done = sent(Export(files), tmp_path / "out", server)
    assert done.returncode == 1
    assert file.split("/")[1] in done.stderr


def test_names_are_those_that_the_server_takes_and_a_comma_is_told(
    built: Build, tmp_path: Path
) -> None:
    model = built(
        """
        id: a--b-
        name: Sale
        fields:
          step-1a: {name: "First, and last", type: choice, options: [{id: x-, name: "Yes, now"}]}
        stages:
          - {id: o-2b, name: "New, or old", exit: [The buyer has signed]}
          - {id: won, name: Won, kind: won}
          - {id: lost, name: Lost, kind: lost}
        """
    )
    with running() as (state, server):
        base = {name: content.decode() for name, content in state.dump().items()}
        export = target("twenty").export(model, Settings({}, base))
        done = sent(export, tmp_path / "out", server)
        assert done.returncode == 0, done.stderr
    added = state.fields[STAGE]["options"][2]
    assert (added["value"], added["label"]) == ("PB_A_B_O_2B", "New; or old")
    (field,) = (each for each in state.fields.values() if each["name"] == "pbStep1A")
    assert (field["label"], field["options"][0]["label"]) == ("First, and last", "Yes; now")
    told = {each.at: each.how for each in export.fates}
    assert "commas become semicolons" in told["stages", 0]
    assert "commas become semicolons" in told["fields", "step-1a"]
    assert "commas" not in told["stages", 1]


@pytest.mark.parametrize("content", OTHERS)
def test_what_is_something_else_is_refused(content: bytes) -> None:
    with pytest.raises(Refused):
        read({"some.json": content})


def test_answers_with_anything_wrong_in_them_are_read_or_refused(tmp_path: Path) -> None:
    with running() as (state, server):
        sent(exported(CHINESE, state), tmp_path / "out", server)
    taken, refused = survived(target("twenty"), state.dump())
    assert taken > 100
    assert refused > 100
