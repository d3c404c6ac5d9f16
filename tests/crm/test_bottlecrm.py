"""BottleCRM: a server with its rules takes the requests, keeps them, and they are read back."""

import json
import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.crm.samples import CHINESE, EVERYTHING, PUBLISHED, differing, playbook, rolled_out
from tests.crm.stub import Answer, Call, Route, Server, send, serving

from playbook.crm import Export, Settings
from playbook.errors import Refused
from playbook.messages import closest, speaking
from playbook.model import Playbook
from playbook.registry import target
from playbook.rollout.compiling import Rollout
from playbook.rollout.reading import Dump, Found

TOKENS: Final = {"BOTTLECRM_HOST": "crm.test", "BOTTLECRM_TOKEN": "a-token"}
SAMPLES = [EVERYTHING, CHINESE, *PUBLISHED]
Build = Callable[[str], Playbook]
BORN: Final = (
    ("PROSPECTING", "Prospecting", "open"),
    ("QUALIFICATION", "Qualification", "open"),
    ("PROPOSAL", "Proposal", "open"),
    ("NEGOTIATION", "Negotiation", "open"),
    ("CLOSED_WON", "Closed Won", "won"),
    ("CLOSED_LOST", "Closed Lost", "lost"),
)
LABEL: Final = {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "\\S"}
KIND: Final = {"enum": ["open", "won", "lost"]}
DAYS: Final = {"type": ["integer", "null"], "minimum": 1, "maximum": 3650}
ID: Final = "([0-9a-f-]{36})"


def body(required: list[str], **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": required,
        "additionalProperties": False,
        "properties": properties,
    }


PIPELINE: Final = body(["name"], name=LABEL)
NEW_STAGE: Final = body(
    ["label", "kind"], label=LABEL, kind=KIND, expected_days=DAYS, warning_days=DAYS
)
STAGE: Final = body([], label=LABEL, kind=KIND, expected_days=DAYS, warning_days=DAYS)
OPTION: Final = body(
    ["value", "label"],
    value={"type": "string", "minLength": 1},
    label={"type": "string", "minLength": 1},
)
FIELD: Final = body(
    ["target_model", "key", "label", "field_type"],
    target_model={"enum": ["Opportunity", "Lead", "Account", "Contact", "Case", "Task"]},
    key={"type": "string", "pattern": "^[a-z][a-z0-9_]*$", "maxLength": 64},
    label={"type": "string", "minLength": 1, "maxLength": 128},
    field_type={"enum": ["text", "textarea", "number", "dropdown", "date", "checkbox"]},
    options={"type": "array", "minItems": 1, "items": OPTION},
    is_required={"type": "boolean"},
    is_filterable={"type": "boolean"},
    display_order={"type": "integer", "minimum": 0},
    is_active={"type": "boolean"},
)


def refused(why: Any) -> Answer:
    return 400, {"error": True, "errors": why}


class Bottle:
    """The server's pipelines and fields, with its rules about them."""

    def __init__(self) -> None:
        self.pipelines: dict[str, dict[str, Any]] = {}
        self.stages: dict[str, dict[str, Any]] = {}
        self.fields: list[dict[str, Any]] = []

    def routes(self) -> list[Route]:
        base = "/api/opportunities"
        return [
            Route("POST", f"{base}/pipelines/", self.new_pipeline, PIPELINE),
            Route("POST", f"{base}/pipelines/{ID}/stages/", self.new_stage, NEW_STAGE),
            Route("PATCH", f"{base}/stages/{ID}/", self.change, STAGE),
            Route("DELETE", f"{base}/stages/{ID}/", self.remove),
            Route("POST", "/api/custom-fields/", self.new_field, FIELD),
        ]

    def shown(self, pipeline: str) -> dict[str, Any]:
        own = [each for each in self.stages.values() if each["pipeline"] == pipeline]
        stages = sorted(own, key=lambda each: each["order"])
        hidden = ("pipeline",)
        return {
            **self.pipelines[pipeline],
            "stages": [
                {key: value for key, value in each.items() if key not in hidden} for each in stages
            ],
        }

    def new_pipeline(self, call: Call) -> Answer:
        taken = {each["name"].casefold() for each in self.pipelines.values()}
        if call.body["name"].casefold() in taken:
            return refused({"name": ["A pipeline with this name exists."]})
        id = str(uuid.uuid4())
        self.pipelines[id] = {"id": id, "name": call.body["name"], "is_default": False}
        for code, label, kind in BORN:
            self.add(id, code, {"label": label, "kind": kind})
        return 201, self.shown(id)

    def add(self, pipeline: str, code: str, given: dict[str, Any]) -> None:
        id = str(uuid.uuid4())
        orders = [each["order"] for each in self.stages.values() if each["pipeline"] == pipeline]
        self.stages[id] = {
            "id": id,
            "pipeline": pipeline,
            "code": code,
            "order": max(orders, default=0) + 1,
            "expected_days": None,
            "warning_days": None,
            **given,
        }
        self.settle(id)

    def settle(self, id: str) -> None:
        """A closed stage never ages."""
        if self.stages[id]["kind"] != "open":
            self.stages[id].update(expected_days=None, warning_days=None)

    def others(self, pipeline: str, but: str = "") -> list[dict[str, Any]]:
        return [
            each
            for each in self.stages.values()
            if each["pipeline"] == pipeline and each["id"] != but
        ]

    def clashes(self, pipeline: str, label: str, but: str = "") -> bool:
        return label.strip().casefold() in {
            each["label"].casefold() for each in self.others(pipeline, but)
        }

    def new_stage(self, call: Call) -> Answer:
        (pipeline,) = call.parts
        if pipeline not in self.pipelines:
            return 404, {}
        if self.clashes(pipeline, call.body["label"]):
            return refused({"label": ["This pipeline already has a stage with this name."]})
        base = re.sub(r"[^A-Z0-9]+", "_", call.body["label"].upper()).strip("_")[:56] or "STAGE"
        codes = {each["code"] for each in self.others(pipeline)}
        code, number = base, 2
        while code in codes:
            code, number = f"{base}_{number}", number + 1
        self.add(pipeline, code, call.body)
        return 201, self.shown(pipeline)

    def change(self, call: Call) -> Answer:
        (id,) = call.parts
        if id not in self.stages:
            return 404, {}
        pipeline = self.stages[id]["pipeline"]
        if self.clashes(pipeline, call.body.get("label", ""), id):
            return refused({"label": ["This pipeline already has a stage with this name."]})
        self.stages[id].update(call.body)
        self.settle(id)
        return 200, self.shown(pipeline)

    def remove(self, call: Call) -> Answer:
        (id,) = call.parts
        if id not in self.stages:
            return 404, {}
        stage = self.stages[id]
        if stage["kind"] not in {each["kind"] for each in self.others(stage["pipeline"], id)}:
            return refused(f"A pipeline needs at least one {stage['kind']} stage.")
        del self.stages[id]
        return 204, None

    def new_field(self, call: Call) -> Answer:
        given = call.body
        if (given["field_type"] == "dropdown") != ("options" in given):
            return refused({"options": "options is only valid for dropdown fields"})
        values = [each["value"] for each in given.get("options", ())]
        if len(values) != len(set(values)) or given["key"] in {each["key"] for each in self.fields}:
            return refused({"key": "already exists"})
        self.fields.append({"id": str(uuid.uuid4()), "is_required": False, **given})
        return 201, self.fields[-1]

    def dump(self) -> dict[str, bytes]:
        pipelines = {"pipelines": [self.shown(id) for id in self.pipelines]}
        return {
            "pipelines.json": json.dumps(pipelines).encode(),
            "fields.json": json.dumps({"definitions": self.fields, "totals": None}).encode(),
        }


@contextmanager
def running() -> Iterator[tuple[Bottle, Server]]:
    state = Bottle()
    with serving(
        state.routes(),
        is_allowed=lambda headers: headers.get("authorization") == "Bearer a-token",
    ) as server:
        yield state, server


def wanted(what: Path | Playbook) -> Rollout:
    model = playbook(what) if isinstance(what, Path) else what
    rollout = Rollout(model, Settings(), target("bottlecrm").surface)
    with speaking(closest(model.language)):
        assert rollout.setup
    return rollout


def read(dump: Dump) -> Found:
    reader = target("bottlecrm").read
    assert reader is not None
    return reader(dump)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_server_takes_everything_and_gives_it_back(path: Path, tmp_path: Path) -> None:
    export = rolled_out("bottlecrm", path)
    with running() as (state, server):
        done = send(export, tmp_path / "out", server, **TOKENS)
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        assert server.refused == []
    rollout = wanted(path)
    (found,) = read(state.dump()).setups
    assert differing("bottlecrm", path, state.dump()) == []
    assert found.name == rollout.setup.name
    assert [(each.id, each.key, each.name) for each in found.stages] == [
        (each.id, each.key, each.name) for each in rollout.stages
    ]
    closed = {"won": "won", "after-sale": "won", "lost": "lost", "disqualified": "lost"}
    closed["not-counted"] = "lost"
    assert [(each.kind, each.days) for each in found.stages] == [
        (closed.get(each.kind, "open"), None if each.kind in closed else each.days)
        for each in rollout.stages
    ]
    assert [(each.key, each.name, each.options) for each in found.fields] == [
        (each.key, each.name, each.options) for each in rollout.added
    ]


def test_a_warning_stands_before_the_days_and_closed_stages_have_neither(tmp_path: Path) -> None:
    export = rolled_out("bottlecrm", EVERYTHING)
    with running() as (state, server):
        assert send(export, tmp_path / "out", server, **TOKENS).returncode == 0
    days = {
        each["code"]: (each["warning_days"], each["expected_days"])
        for each in state.stages.values()
    }
    assert days["PB_LEAD"] == (7, 14)
    assert days["PB_QUALIFIED"] == (20, 30)
    assert days["PB_WON"] == days["PB_RUNNING"] == days["PB_FRIDGE"] == (None, None)
    outcome = {fate.at: fate.outcome for fate in export.fates}
    assert outcome["stages", 1, "max_days"] == outcome["stages", 1, "warn_days"] == "written"
    assert outcome["stages", 6, "max_days"] == "dropped"


def test_names_that_the_server_begins_with_may_be_ours(built: Build, tmp_path: Path) -> None:
    model = built(
        """
        id: sale
        name: Sale
        stages:
          - {id: negotiation, name: Proposal, exit: [The buyer has answered]}
          - {id: proposal, name: NEGOTIATION, exit: [The buyer has signed]}
          - {id: closed-won, name: Closed Won, kind: won}
          - {id: closed-lost, name: Closed Lost, kind: lost}
        """
    )
    with running() as (state, server):
        done = send(rolled_out("bottlecrm", model), tmp_path / "out", server, **TOKENS)
        assert (done.returncode, done.stderr) == (0, "")
    assert [(each["code"], each["label"]) for each in state.stages.values()] == [
        ("PB_NEGOTIATION", "Proposal"),
        ("PB_PROPOSAL", "NEGOTIATION"),
        ("PB_CLOSED_WON", "Closed Won"),
        ("PB_CLOSED_LOST", "Closed Lost"),
    ]


def test_a_second_pipeline_of_the_name_is_refused_and_nothing_is_made_twice(tmp_path: Path) -> None:
    export = rolled_out("bottlecrm", EVERYTHING)
    with running() as (state, server):
        send(export, tmp_path / "out", server, **TOKENS)
        before = len(server.calls)
        assert send(export, tmp_path / "out", server, **TOKENS).returncode == 0
        assert len(server.calls) == before
        again = send(export, tmp_path / "again", server, **TOKENS)
        assert again.returncode == 1
        assert "exists" in again.stderr
        assert len(state.pipelines) == 1


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("stage-lead", {"kind": "parked"}),
        ("stage-lead", {"code": "LEAD"}),
        ("stage-lead", {"label": " "}),
        ("name-lead", {"expected_days": "14"}),
        ("name-lead", {"expected_days": 0}),
        ("name-lead", {"label": "x" * 101}),
        ("field-region", {"field_type": "picklist"}),
        ("field-region", {"key": "Region"}),
        ("field-region", {"options": [{"value": "eu"}]}),
        ("field-machine", {"options": [{"value": "a", "label": "A"}]}),
    ],
)
def test_the_server_refuses_planted_faults(
    name: str, change: dict[str, Any], tmp_path: Path
) -> None:
    export = rolled_out("bottlecrm", EVERYTHING)
    (file,) = (each for each in export.files if each.endswith(f"-{name}.json"))
    request = json.loads(export.files[file])
    request["body"].update(change)
    with running() as (_state, server):
        faulty = Export({**export.files, file: json.dumps(request)})
        done = send(faulty, tmp_path / "out", server, **TOKENS)
    assert done.returncode == 1
    assert file.split("/")[1] in done.stderr


def test_without_a_lost_stage_that_of_the_server_stays(built: Build, tmp_path: Path) -> None:
    model = built(
        """
        id: sale
        name: Sale
        stages:
          - {id: first, name: First, exit: [The buyer has signed]}
          - {id: won, name: Won, kind: won}
        """
    )
    with running() as (state, server):
        done = send(rolled_out("bottlecrm", model), tmp_path / "out", server, **TOKENS)
        assert (done.returncode, done.stderr) == (0, "")
    assert {each["code"] for each in state.stages.values()} == {
        "PB_FIRST",
        "PB_WON",
        "CLOSED_LOST",
    }


def test_hostile_texts_stay_texts(built: Build, tmp_path: Path) -> None:
    text = '{{BOTTLECRM_TOKEN}} {{pipeline}} "}, {"kind": "won" \\ =1+1 <b>'
    said = json.dumps(text)
    model = built(
        f"""
        id: sale
        name: {said}
        fields: {{a: {{name: {said}, type: choice, options: [{{id: one, name: {said}}}]}}}}
        stages:
          - {{id: first, name: {said}, exit: [The buyer has signed]}}
          - {{id: won, name: Won, kind: won}}
          - {{id: lost, name: Lost, kind: lost}}
        """
    )
    with running() as (state, server):
        done = send(rolled_out("bottlecrm", model), tmp_path / "out", server, **TOKENS)
        assert (done.returncode, done.stderr) == (0, "")
    (found,) = read(state.dump()).setups
    assert (found.name, found.stages[0].name, found.fields[0].name) == (text, text, text)
    assert found.fields[0].options[0].name == text


def test_the_pipeline_of_a_new_server_is_read_without_ids_of_ours() -> None:
    state = Bottle()
    state.new_pipeline(Call("POST", "", (), {}, {"name": "Sales"}, {}))
    (found,) = read({"answer.json": state.dump()["pipelines.json"]}).setups
    assert [(each.id, each.key, each.kind) for each in found.stages] == [
        ("", code, kind) for code, _label, kind in BORN
    ]


def test_fields_of_other_objects_and_of_unknown_types_are_not_taken() -> None:
    rows = [
        {"key": "a", "label": "A", "field_type": "text", "target_model": "Lead"},
        {"key": "b", "label": "B", "field_type": "formula", "target_model": "Opportunity"},
        {"key": "c", "label": "C", "field_type": "date", "target_model": "Opportunity"},
    ]
    state = Bottle()
    state.new_pipeline(Call("POST", "", (), {}, {"name": "Sales"}, {}))
    found = read({**state.dump(), "fields.json": json.dumps({"definitions": rows}).encode()})
    assert [each.key for each in found.setups[0].fields] == ["c"]
    assert [(note.where, note.what) for note in found.notes] == [("B", "formula")]


@pytest.mark.parametrize(
    "content",
    [b"{", b"3", b"[3]", b'{"a": 1}', b'{"pipelines": 4}', b'{"pipelines": [{"stages": 1}]}',
     b'[{"name": "a", "stages": [1]}]', b"\xff", b"[" * 100_000],
)  # fmt: skip
def test_what_is_not_bottlecrms_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(Refused, match="pipelines"):
        read({"answer.json": content})


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
ROW = st.dictionaries(
    st.sampled_from(["id", "name", "stages", "key", "label", "field_type", "options", "order"]),
    ANYTHING | st.lists(st.dictionaries(st.sampled_from(["order", "kind", "code"]), ANYTHING)),
)


@given(st.lists(ROW, max_size=3))
def test_rows_of_any_types_are_read_or_refused(rows: list[dict[str, Any]]) -> None:
    try:
        found = read({"answer.json": json.dumps({"pipelines": rows}).encode()})
    except Refused:
        return
    assert all(isinstance(each.name, str) for setup in found.setups for each in setup.stages)
