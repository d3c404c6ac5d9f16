"""EspoCRM: the extension is read by its rules, the requests by a strict server, and both back."""

import itertools
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from tests.crm.deals import Deal, Judge
from tests.crm.samples import CHINESE, EVERYTHING, HERE, PUBLISHED, differing, playbook, rolled_out
from tests.crm.stub import Answer, Call, Route, Server, send, serving

from playbook.build import build
from playbook.crm import Export, Settings
from playbook.errors import Refused
from playbook.messages import closest, speaking
from playbook.model import Playbook
from playbook.registry import target
from playbook.rollout.compiling import Rollout
from playbook.rollout.reading import Found
from playbook.source import parse

Build = Callable[[str], Playbook]
SCHEMAS = json.loads((HERE / "espocrm.schema.json").read_text("utf-8"))
LOGIN = "YWRtaW46cGFzc3dvcmQ="
USUAL = {
    "Prospecting": 10,
    "Qualification": 20,
    "Proposal": 50,
    "Negotiation": 80,
    "Closed Won": 100,
    "Closed Lost": 0,
}
"""The stages that are delivered, with their probabilities."""
RESOURCES = "Resources"
ALL = [EVERYTHING, CHINESE, *PUBLISHED]
VENDOR = "PLAYBOOK_TEST_ESPOCRM"
"""A folder with EspoCRM's own repository, of which the schemas are used."""


def inside(export: Export, name: str) -> Any:
    """A file of the extension, by the end of its name."""
    (found,) = (text for file, text in export.files.items() if file.endswith(f"/{name}"))
    return json.loads(found)


def resources(export: Export) -> dict[str, bytes]:
    """The extension's metadata and labels."""
    return {
        name: str(text).encode()
        for name, text in export.files.items()
        if "/metadata/" in name or "/i18n/" in name
    }


def found(dump: Mapping[str, bytes]) -> Found:
    read = target("espocrm").read
    assert read is not None
    return read(dump)


def wanted(model: Playbook, **values: str) -> Rollout:
    """What the CRM is to hold, in the playbook's language."""
    plan = Rollout(model, Settings(values), target("espocrm").surface)
    with speaking(closest(model.language)):
        assert plan.setup
    return plan


class EspoCRM:
    """What the server keeps. A pipeline is born with a stage for every option of the field."""

    def __init__(self, export: Export, *, more: Mapping[str, int] | None = None) -> None:
        self.ids = itertools.count(1)
        entity = inside(export, "metadata/entityDefs/Opportunity.json")
        stage = entity["fields"]["stage"]
        assert stage["options"][0] == "__APPEND__"
        self.odds = {**USUAL, **(more or {}), **stage["probabilityMap"]}
        self.options = [*USUAL, *(more or {}), *stage["options"][1:]]
        self.labels = inside(export, "i18n/en_US/Opportunity.json")
        self.entity = entity
        self.fields = {*entity["fields"], "amount", "closeDate", "account", "assignedUser"}
        self.pipelines: dict[str, dict[str, Any]] = {}
        self.stages: dict[str, dict[str, Any]] = {}
        self.logic: dict[str, Any] = {}

    def routes(self) -> list[Route]:
        api = "/api/v1"
        return [
            Route("POST", f"{api}/Pipeline", self.pipeline, SCHEMAS["pipeline"]),
            Route("GET", f"{api}/PipelineStage", self.listed),
            Route("PUT", f"{api}/PipelineStage/([^/]+)", self.rename, SCHEMAS["stage"]),
            Route("DELETE", f"{api}/PipelineStage/([^/]+)", self.delete),
            Route(
                "PUT",
                f"{api}/Admin/fieldManager/Opportunity/([^/]+)",
                self.field,
                SCHEMAS["field"],
            ),
        ]

    def id(self) -> str:
        return f"{next(self.ids):017x}"

    def pipeline(self, call: Call) -> Answer:
        if any(each["name"] == call.body["name"] for each in self.pipelines.values()):
            return 409, {"reason": "duplicate"}
        id = self.id()
        self.pipelines[id] = {"id": id, **call.body}
        names = self.labels["options"]["stage"]
        for order, option in enumerate(self.options):
            stage = self.id()
            self.stages[stage] = {
                "id": stage,
                "name": names.get(option, option)[:50],
                "pipelineId": id,
                "mappedStatus": option,
                "order": order,
            }
        return 200, self.pipelines[id]

    def listed(self, call: Call) -> Answer:
        assert call.query["where[0][type]"] == ["equals"]
        assert call.query["where[0][attribute]"] == ["pipelineId"]
        assert int(call.query["maxSize"][0]) <= 200
        (id,) = call.query["where[0][value]"]
        rows = [each for each in self.stages.values() if each["pipelineId"] == id]
        return 200, {"total": len(rows), "list": rows}

    def rename(self, call: Call) -> Answer:
        if call.parts[0] not in self.stages:
            return 404, {}
        self.stages[call.parts[0]].update(call.body)
        return 200, self.stages[call.parts[0]]

    def delete(self, call: Call) -> Answer:
        if self.stages.pop(call.parts[0], None) is None:
            return 404, {}
        return 200, True

    def field(self, call: Call) -> Answer:
        if call.parts[0] not in self.fields:
            return 404, {}
        used = call.body["dynamicLogicRequired"]["conditionGroup"][0]["value"]
        if not {*used} <= {*self.stages}:
            return 400, {}
        self.logic[call.parts[0]] = {"required": call.body["dynamicLogicRequired"]}
        return 200, {}

    def dump(self) -> dict[str, bytes]:
        """What it answers when it is asked for everything."""
        entity = json.loads(json.dumps(self.entity))
        entity["fields"]["stage"] |= {"options": self.options, "probabilityMap": self.odds}
        whole = {
            "Metadata.json": {
                "entityDefs": {"Account": {"fields": {}}, "Opportunity": entity},
                "clientDefs": {"Opportunity": {"controller": "controllers/record"}},
                "logicDefs": {"Opportunity": {"fields": self.logic}},
            },
            "i18n/en_US/Opportunity.json": self.labels,
            "Pipeline.json": {"total": 1, "list": [*self.pipelines.values()]},
            "PipelineStage.json": {"total": 9, "list": [*self.stages.values()]},
        }
        return {name: json.dumps(each).encode() for name, each in whole.items()}


@contextmanager
def running(export: Export, **more: Any) -> Iterator[tuple[EspoCRM, Server]]:
    """The server with the extension in it."""
    state = EspoCRM(export, **more)
    is_allowed = lambda headers: headers.get("authorization") == f"Basic {LOGIN}"  # noqa: E731
    with serving(state.routes(), is_allowed=is_allowed) as server:
        yield state, server


def sent(export: Export, folder: Path, server: Server) -> Any:
    return send(export, folder, server, ESPOCRM_URL="/", ESPOCRM_LOGIN=LOGIN)


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_the_server_takes_everything_and_gives_it_back(path: Path, tmp_path: Path) -> None:
    model = playbook(path)
    export = rolled_out("espocrm", path)
    with running(export) as (state, server):
        done = sent(export, tmp_path / "out", server)
        assert (done.returncode, done.stderr) == (0, "")
        assert server.refused == []
    (setup,) = found(state.dump()).setups
    assert differing("espocrm", path, state.dump()) == []
    plan = wanted(model)
    assert setup.name == plan.setup.name
    assert [(each.id, each.key, each.name, each.probability) for each in setup.stages] == [
        (each.id, each.key, each.name, each.probability) for each in plan.stages
    ]
    keys = {each.id: each.key for each in plan.stages}
    assert [(each.key, each.name, [o.key for o in each.options]) for each in setup.fields] == [
        (each.key, each.name, [o.key for o in each.options]) for each in plan.added
    ]
    assert {each.key: {*each.required} for each in setup.fields} == {
        each.key: {keys[id] for id in each.required} for each in plan.added
    }


def test_stages_of_others_stay_where_people_take_them_away(tmp_path: Path) -> None:
    export = rolled_out("espocrm", EVERYTHING)
    with running(export, more={"Theirs": 30}) as (state, server):
        done = sent(export, tmp_path / "out", server)
        assert done.returncode == 0, done.stderr
    ours = [stage.key for stage in wanted(playbook(EVERYTHING)).stages]
    assert [each["mappedStatus"] for each in state.stages.values()] == ["Theirs", *ours]
    assert "Remove stages of others" in str(export.files["SETUP.md"])


def test_without_the_extension_nothing_is_changed(tmp_path: Path) -> None:
    export = rolled_out("espocrm", EVERYTHING)
    with running(export) as (state, server):
        state.options = [*USUAL]
        done = sent(export, tmp_path / "out", server)
    assert done.returncode == 1
    assert "02-stages.json: not in the answer" in done.stderr
    assert len(state.stages) == len(USUAL)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("pipeline", lambda body: body.update(name="")),
        ("pipeline", lambda body: body.update(name="x" * 101)),
        ("pipeline", lambda body: body.update(order=1)),
        ("stage-lead", lambda body: body.update(mappedStatus="Proposal")),
        ("required-pbRegion", lambda body: body.clear()),
        (
            "required-pbRegion",
            lambda body: body["dynamicLogicRequired"]["conditionGroup"][0].update(
                attribute="stage"
            ),
        ),
    ],
    ids=["nameless", "long", "order", "status", "empty", "attribute"],
)
def test_the_server_refuses_planted_faults(
    name: str, change: Callable[[dict[str, Any]], object], tmp_path: Path
) -> None:
    export = rolled_out("espocrm", EVERYTHING)
    files = dict(export.files)
    (file,) = (each for each in files if each.endswith(f"-{name}.json"))
    request = json.loads(files[file])
    change(request["body"])
    files[file] = json.dumps(request)
    with running(export) as (_state, server):
        done = sent(Export(files), tmp_path / "out", server)
    assert done.returncode == 1
    assert [answer[0] for _call, answer in server.refused] == [422]


@pytest.mark.parametrize("version", ["10", "9"])
@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_the_extension_is_what_we_know_of_extensions(path: Path, version: str) -> None:
    export = rolled_out("espocrm", path, version=version)
    folder = inside(export, "metadata/entityDefs/Opportunity.json")
    checks = {"entity": folder, "manifest": json.loads(export.files["manifest.json"])}
    for name, value in checks.items():
        assert jsonschema_rs.validator_for(SCHEMAS[name]).is_valid(value), name
    labels = [name for name in export.files if "/i18n/" in name]
    for name in labels:
        value = json.loads(export.files[name])
        assert jsonschema_rs.validator_for(SCHEMAS["labels"]).is_valid(value), name
    fields = {*folder["fields"]} - {"stage"}
    assert any("/en_US/" in name for name in labels)
    assert fields == {*inside(export, "i18n/en_US/Opportunity.json")["fields"]}


def mended(rules: Any) -> Any:
    """A schema of theirs as one of the draft that it names: lists of items have a new name."""
    if isinstance(rules, list):
        return [mended(each) for each in rules]
    if not isinstance(rules, dict):
        return rules
    return {
        "prefixItems" if key == "items" and isinstance(each, list) else key: mended(each)
        for key, each in rules.items()
    }


@pytest.mark.parametrize("version", ["10", "9"])
@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_the_vendors_own_schemas_say_yes(path: Path, version: str) -> None:
    if not os.environ.get(VENDOR):
        pytest.skip(f"{VENDOR} names no folder with EspoCRM's repository")
    folder = Path(os.environ[VENDOR]) / "schema"
    for name, text in rolled_out("espocrm", path, version=version).files.items():
        if "/metadata/" in name:
            schema = f"metadata/{name.split('/')[-2]}.json"
        elif name.endswith("/module.json"):
            schema = "module.json"
        else:
            continue
        rules = mended(json.loads((folder / schema).read_text("utf-8")))
        assert jsonschema_rs.validator_for(rules).is_valid(json.loads(text)), name


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_before_version_10_the_files_alone_give_everything_back(path: Path) -> None:
    export = rolled_out("espocrm", path, version="9")
    assert not any(name.startswith("requests/") for name in export.files)
    (setup,) = found(resources(export)).setups
    plan = wanted(playbook(path), version="9")
    keys = {each.id: each.key for each in plan.stages}
    assert [(each.key, each.name, each.probability) for each in setup.stages] == [
        (each.key, each.name, each.probability) for each in plan.stages
    ]
    assert [(each.key, each.name, [*each.required]) for each in setup.fields] == [
        (each.key, each.name, [keys[id] for id in each.required]) for each in plan.added
    ]


@pytest.mark.parametrize(
    ("kind", "probability"),
    [("won", 100), ("lost", 0), ("open", 35), ("parked", 1), ("after-sale", 100)],
)
def test_a_deal_counts_as_won_or_lost_by_its_probability(
    kind: str, probability: int, built: Build
) -> None:
    model = built(
        f"""
        id: sale
        name: Sale
        stages:
          - {{id: open, name: Open, probability: 35, exit: [The buyer has signed]}}
          - {{id: other, name: Other, kind: {kind}}}
          - {{id: won, name: Won, kind: won}}
          - {{id: lost, name: Lost, kind: lost}}
        """
    )
    export = rolled_out("espocrm", model)
    odds = inside(export, "metadata/entityDefs/Opportunity.json")["fields"]["stage"]
    assert odds["probabilityMap"]["pb_sale__other"] == probability


GATED = """
id: sale
name: Sale
fields:
  need: {name: Need, type: text}
  worth: {name: Worth, type: money}
  plan: {name: Plan, type: choices, options: [{id: a, name: A}, {id: b, name: B}]}
  why: {name: Why, type: choice, options: [{id: a, name: A}]}
stages:
  - {id: first, name: First, must_fill: [need], exit: [{id: w, check: {field: worth, is: filled}}]}
  - id: second
    name: Second
    exit: [{id: both, check: {all: [{field: plan, is: filled}, {field: need, is: filled}]}}]
  - {id: third, name: Third, exit: [The buyer has signed]}
  - {id: won, name: Won, kind: won}
  - {id: lost, name: Lost, kind: lost, must_fill: [why]}
"""
VALUES: Mapping[str, st.SearchStrategy[Any]] = {
    "need": st.sampled_from([None, "x"]),
    "worth": st.sampled_from([None, 0, 5]),
    "plan": st.sampled_from([None, ["a"], ["a", "b"]]),
    "why": st.sampled_from([None, "a"]),
}
EMPTY: Final[tuple[Any, ...]] = (None, "", [], False)


def holds(condition: Mapping[str, Any], deal: Mapping[str, Any]) -> bool:
    """A condition as EspoCRM's own checker takes it."""
    match condition["type"]:
        case "and":
            return all(holds(each, deal) for each in condition["value"])
        case "or":
            return any(holds(each, deal) for each in condition["value"])
        case "in":
            return deal.get(condition["attribute"]) in condition["value"]
    raise AssertionError(condition)


def refused(logic: Mapping[str, Any], deal: Mapping[str, Any]) -> bool:
    """Whether EspoCRM does not save a deal."""
    return any(
        deal.get(field) in EMPTY and deal.get(field) != 0
        for field, rules in logic.items()
        if all(holds(each, deal) for each in rules["required"]["conditionGroup"])
    )


@cache
def gated() -> tuple[Playbook, Export, Mapping[str, str]]:
    """A playbook with gates, what is made of it, and the keys of its fields."""
    model = build(parse(GATED))
    keys = {field.ids[0]: field.key for field in wanted(model).setup.fields}
    made = rolled_out("espocrm", model, version="9")
    return model, made, keys


@given(st.fixed_dictionaries(VALUES), st.sampled_from(["first", "second", "third", "won", "lost"]))
def test_what_is_required_agrees_with_the_playbook(values: Mapping[str, Any], stage: str) -> None:
    model, export, keys = gated()
    logic = inside(export, "metadata/clientDefs/Opportunity.json")["dynamicLogic"]["fields"]
    row = {keys[id]: value for id, value in values.items()}
    judge = Judge(model, Deal({id: value for id, value in values.items() if value is not None}))
    passed = {"second": ["first"], "third": ["first", "second"], "won": ["first", "second"]}
    gates = [
        model.stage[id].exit  # type: ignore[index]
        for id in passed.get(stage, [])
    ]
    filled = [id for gate in passed.get(stage, []) for id in model.stage[gate].must_fill]  # type: ignore[index]
    filled += [*model.stage["lost"].must_fill] if stage == "lost" else []  # type: ignore[index]
    may = all(judge.holds(each.check) for gate in gates for each in gate if each.check)
    may = may and all(values[id] is not None for id in filled)
    assert refused(logic, {**row, "stage": f"pb_sale__{stage}"}) == (not may)


HOSTILE = [
    "# [link](javascript:alert(1)) <img src=x onerror=alert(1)>",
    '"; rm -rf / "',
    "{{stage-open}} $kept",
    "</script><script>alert(1)</script>",
    "=1+1",
    "back\\slash 'quote' \"double\"",
    "__APPEND__",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_an_authors_text_stays_text(text: str, tmp_path: Path) -> None:
    model = build(
        parse(
            json.dumps(
                {
                    "id": "sale",
                    "name": text[:50],
                    "fields": {
                        "a": {
                            "name": text,
                            "type": "choice",
                            "about": f"{text}\n{text}",
                            "options": [{"id": "o", "name": text}],
                        }
                    },
                    "stages": [
                        {"id": "open", "name": text[:50], "exit": ["x"], "must_fill": ["a"]},
                        {"id": "won", "name": "Won", "kind": "won"},
                        {"id": "lost", "name": "Lost", "kind": "lost"},
                    ],
                }
            )
        )
    )
    export = rolled_out("espocrm", model)
    labels = inside(export, "i18n/en_US/Opportunity.json")
    assert labels["fields"]["pbA"] == labels["options"]["pbA"]["o"] == text
    tokens = MarkdownIt("js-default").parse(labels["tooltips"]["pbA"])
    said = [token for token in tokens if token.type == "inline"]
    for token in said:
        kinds = {child.type for child in token.children or ()}
        assert kinds <= {"text", "text_special"}
        assert "".join(child.content for child in token.children or ()) == " ".join(text.split())
    assert len(said) == 2
    with running(export) as (state, server):
        done = sent(export, tmp_path / "out", server)
        assert done.returncode == 0, done.stderr
    assert [each["name"] for each in state.pipelines.values()] == [text[:50]]
    assert text[:50] in [each["name"] for each in state.stages.values()]


def in_languages(built: Build, *tags: str) -> Export:
    text = """
    id: sale
    name: {0}
    fields: {{a: {{name: {0}, type: choice, options: [{{id: o, name: {0}}}]}}, b: {{name: B, type: yes-no}}}}
    stages:
      - {{id: open, name: {0}, exit: [The buyer has signed]}}
      - {{id: won, name: Won, kind: won}}
      - {{id: lost, name: Lost, kind: lost}}
    """
    others = {tag: replace(built(text.format(f"In {tag}")), language=tag) for tag in tags}
    model = built(text.replace("id: sale", "id: sale\n    languages: [bg, zh-CN]").format("Own"))
    return target("espocrm").export(model, Settings({}, {}, others))


def test_labels_are_written_in_every_language_that_it_has(built: Build) -> None:
    export = in_languages(built, "bg", "zh-CN")
    for folder, name, yes in (
        ("en_US", "Own", "Yes"),
        ("bg_BG", "In bg", "Да"),
        ("zh_CN", "In zh-CN", "是"),
    ):
        labels = inside(export, f"i18n/{folder}/Opportunity.json")
        assert labels["options"]["stage"]["pb_sale__open"] == name
        assert labels["fields"]["pbA"] == labels["options"]["pbA"]["o"] == name
        assert labels["options"]["pbB"]["yes"] == yes
    (fate,) = (each for each in export.fates if each.at == ("languages",))
    assert (fate.outcome, fate.how) == ("written", "names in bg, zh-CN")


def test_a_language_that_it_does_not_have_is_told(built: Build) -> None:
    export = in_languages(built, "bg", "mn")
    (fate,) = (each for each in export.fates if each.at == ("languages",))
    assert (fate.outcome, fate.how) == ("dropped", "EspoCRM has no language for: mn")


KEYS = st.sampled_from(
    [
        *("fields", "list", "links", "options", "stage", "name", "id", "type", "mappedStatus"),
        *("entityDefs", "Opportunity", "dynamicLogic", "required", "conditionGroup", "order"),
        *("pipelineId", "probabilityMap", "tooltips", "attribute", "value"),
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["a.json", "x/i18n/bg_BG/Opportunity.json"]), JSON))
def test_what_is_read_may_be_anything(dump: Mapping[str, Any]) -> None:
    try:
        setups = found({name: json.dumps(each).encode() for name, each in dump.items()}).setups
    except Refused:
        return
    assert setups


@pytest.mark.parametrize("content", [b"", b"[]", b"<html>", b'{"a": 1}', b"\xff", b"[" * 99999])
def test_what_is_no_set_up_is_refused(content: bytes) -> None:
    with pytest.raises(Refused, match=r"“a\.json”(: it is .*Wanted is| is not) what"):
        found({"a.json": content})


def test_what_it_cannot_place_is_noted() -> None:
    entity = {
        "fields": {
            "stage": {"options": ["A", "B"], "probabilityMap": {"A": 20}},
            "cMap": {"type": "map"},
            "cSize": {"type": "int"},
        }
    }
    rule = {"type": "isTrue", "attribute": "cSize"}
    logic = {"fields": {"cSize": {"required": {"conditionGroup": [rule]}}}}
    files = {"entity.json": entity, "logic.json": logic}
    result = found({name: json.dumps(each).encode() for name, each in files.items()})
    assert [(each.where, each.what) for each in result.notes] == [
        ("cMap", "map"),
        ("cSize", json.dumps([rule])),
    ]
    (setup,) = result.setups
    assert [(each.key, each.type, each.required) for each in setup.fields] == [
        ("cSize", "number", ())
    ]
