"""Dynamics 365: a strict server takes the columns, and the process flow is what it is said to be."""

import json
import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.crm.deals import Deal, Judge
from tests.crm.samples import CHINESE, EVERYTHING, HERE, PUBLISHED, differing, playbook
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
ALL = [EVERYTHING, CHINESE, *PUBLISHED]
SCHEMAS = json.loads((HERE / "dynamics.schema.json").read_text("utf-8"))
TOKEN = "a-token"
X = "{http://schemas.microsoft.com/winfx/2006/xaml}"
CONTROL = "{clr-namespace:Microsoft.Crm.Workflow.BusinessProcessFlowActivities;"


def schema(name: str) -> Any:
    """One of the schemas, with what they share."""
    return {"$defs": SCHEMAS["$defs"], **SCHEMAS[name]}


def exported(what: Path | Playbook, *, flow: bool = False, **values: Any) -> Export:
    model = playbook(what) if isinstance(what, Path) else what
    settings = Settings(values, is_experimental=flow)
    return target("dynamics").export(model, settings)


def found(dump: Mapping[str, bytes]) -> Found:
    read = target("dynamics").read
    assert read is not None
    return read(dump)


def wanted(model: Playbook) -> Rollout:
    """What the CRM is to hold, in the playbook's language."""
    plan = Rollout(model, Settings(), target("dynamics").surface)
    with speaking(closest(model.language)):
        assert plan.setup
    return plan


def bodies(export: Export, kind: str) -> dict[str, Any]:
    """The bodies of all requests of a kind, by what they are about."""
    made = {}
    for name, text in export.files.items():
        about = re.fullmatch(rf"requests/\d+-{kind}-(.*)\.json", name)
        if about:
            made[about[1]] = json.loads(text)["body"]
    return made


class Dataverse:
    """What the server keeps; names of columns are there once, in whatever case."""

    def __init__(self) -> None:
        self.columns: dict[str, dict[str, Any]] = {}
        self.flows: dict[str, dict[str, Any]] = {}
        self.published = 0

    def routes(self) -> list[Route]:
        api = "/api/data/v9\\.2"
        table = r"/EntityDefinitions\(LogicalName='opportunity'\)/Attributes"
        return [
            Route("POST", f"{api}{table}", self.column, schema("column")),
            Route("POST", f"{api}/RelationshipDefinitions", self.relation, schema("relation")),
            Route("POST", f"{api}/PublishAllXml", self.publish, schema("publish")),
            Route("POST", f"{api}/workflows", self.flow, schema("flow")),
        ]

    def column(self, call: Call) -> Answer:
        return self.kept(call.body, {})

    def relation(self, call: Call) -> Answer:
        if call.body["ReferencedAttribute"] != f"{call.body['ReferencedEntity']}id":
            return 400, {"error": {"code": "0x80048403"}}
        return self.kept(call.body["Lookup"], {"Targets": [call.body["ReferencedEntity"]]})

    def kept(self, body: dict[str, Any], more: dict[str, Any]) -> Answer:
        name = body["SchemaName"].lower()
        values = [each["Value"] for each in body.get("OptionSet", {}).get("Options", ())]
        if name in self.columns or len(values) != len({*values}):
            return 400, {"error": {"code": "0x80044153"}}
        self.columns[name] = {"LogicalName": name, "IsCustomAttribute": True, **body, **more}
        return 200, {}

    def publish(self, _call: Call) -> Answer:
        self.published += 1
        return 200, {}

    def flow(self, call: Call) -> Answer:
        """It reads the flow, and wants every column that it shows to be there."""
        if self.published == 0 or call.body["workflowid"] in self.flows:
            return 400, {"error": {"code": "0x80040216"}}
        own = {"estimatedvalue", "estimatedclosedate", "parentaccountid", "ownerid"}
        root = ET.fromstring(call.body["xaml"])
        shown = {each.get("DataFieldName") for each in controls(root)}
        if not shown <= {*self.columns} | own:
            return 400, {"error": {"code": "0x80045037"}}
        self.flows[call.body["workflowid"]] = call.body
        return 200, {}

    def dump(self) -> dict[str, bytes]:
        """What it answers when it is asked for everything."""
        usual = {"LogicalName": "name", "AttributeType": "String", "IsCustomAttribute": False}
        rows = {"columns": [usual, *self.columns.values()], "flows": [*self.flows.values()]}
        return {f"{name}.json": json.dumps({"value": each}).encode() for name, each in rows.items()}


@contextmanager
def running() -> Iterator[tuple[Dataverse, Server]]:
    """The server with nothing in it."""
    state = Dataverse()
    is_allowed = lambda headers: headers.get("authorization") == f"Bearer {TOKEN}"  # noqa: E731
    with serving(state.routes(), is_allowed=is_allowed) as server:
        yield state, server


def sent(export: Export, folder: Path, server: Server) -> Any:
    return send(export, folder, server, DYNAMICS_URL="/", DYNAMICS_TOKEN=TOKEN)


def controls(root: ET.Element) -> list[ET.Element]:
    return [
        each for each in root.iter() if each.tag.startswith(CONTROL) and "ClassId" in each.attrib
    ]


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_the_server_takes_everything_and_gives_it_back(path: Path, tmp_path: Path) -> None:
    export = exported(path, flow=True)
    with running() as (state, server):
        done = sent(export, tmp_path / "out", server)
        assert (done.returncode, done.stderr) == (0, "")
        assert server.refused == []
    (setup,) = found(state.dump()).setups
    assert differing("dynamics", path, state.dump()) == []
    plan = wanted(playbook(path))
    line = [each for each in plan.stages if playbook(path).stage[each.id].from_ is None]  # type: ignore[index]
    assert setup.name == plan.setup.name
    assert [(each.key, each.name) for each in setup.stages] == [
        (each.key, each.name) for each in line
    ]
    assert {each.key: (each.name, [o.name for o in each.options]) for each in setup.fields} == {
        each.key: (each.name, [o.name for o in each.options]) for each in plan.added
    }


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_without_being_asked_no_process_flow_is_written(path: Path) -> None:
    export = exported(path)
    assert not any("flow" in name for name in export.files)
    assert "IsProcessRequired" not in "".join(map(str, export.files.values()))
    stages = [
        fate
        for fate, stage in zip(
            [each for each in export.fates if each.at[:1] == ("stages",) and len(each.at) == 2],
            playbook(path).stages,
            strict=True,
        )
        if stage.kind in ("lead", "open")
    ]
    assert stages
    assert {each.outcome for each in stages} <= {"by hand", "dropped"}
    assert "BUILD.md" in str(export.files["SETUP.md"])


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_the_sheet_and_the_flow_say_the_same(path: Path) -> None:
    export = exported(path, flow=True)
    root = ET.fromstring(str(export.files["process-flow.xaml"]))
    required = [
        each.text == "True" for each in root.iter() if each.get(f"{X}Key") == "IsProcessRequired"
    ]
    shown = [each.get("DataFieldName") for each in controls(root)]
    points = re.findall(r"\(`(\w+)`\)( –.*)?$", str(export.files["BUILD.md"]), re.MULTILINE)
    assert [name for name, _more in points] == shown
    assert [bool(more) for _name, more in points] == required


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_the_flow_keeps_the_rules_of_flows(path: Path) -> None:
    export = exported(path, flow=True)
    text = str(export.files["process-flow.xaml"])
    root = ET.fromstring(text)
    (body,) = [json.loads(t)["body"] for n, t in export.files.items() if "process-flow.json" in n]
    assert body["xaml"] == text
    assert root.get(f"{X}Class") == f"XrmWorkflow{body['workflowid'].replace('-', '')}"
    keyed: dict[str, list[str]] = {}
    for each in root.iter():
        if (key := each.get(f"{X}Key")) and len(each) == 0:
            keyed.setdefault(key, []).append(each.text or "")
    stages, after = keyed["StageId"], keyed["NextStageId"]
    assert after == [*stages[1:], ""]
    ids = [*stages, *keyed["ProcessStepId"], body["workflowid"]]
    assert len(ids) == len({str(uuid.UUID(each)) for each in ids})
    assert 1 <= len(stages) <= 30
    assert {*keyed["StageCategory"]} <= {"0", "1", "2", "3"}
    assert [*map(int, keyed["StageCategory"])] == sorted(map(int, keyed["StageCategory"]))
    for each in root.iter():
        if "StageComposite," in each.get("AssemblyQualifiedName", ""):
            assert 1 <= len(controls(each)) <= 30
    for each in controls(root):
        (parameters,) = each
        assert parameters.tag.endswith("Control.Parameters")
        assert uuid.UUID(each.get("ClassId"))
    labels = [each.get("LabelId") for each in root.iter() if each.tag.endswith("}StepLabel")]
    assert [*dict.fromkeys(labels)] == [*dict.fromkeys(each for each in labels if each in ids)]


def test_the_same_playbook_gives_the_same_ids() -> None:
    first, second = (exported(EVERYTHING, flow=True).files for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("column-pb_region", lambda body: body.update(AttributeType="String")),
        ("column-pb_region", lambda body: body.update(LogicalName="x")),
        ("column-pb_region", lambda body: body["OptionSet"]["Options"][0].update(Value=1)),
        ("column-pb_region", lambda body: body["DisplayName"]["LocalizedLabels"].clear()),
        ("column-pb_machine", lambda body: body.pop("MaxLength")),
        ("column-pb_machine", lambda body: body.update(MaxLength="400")),
        ("column-pb_budget", lambda body: body.update(Precision=2)),
        ("lookup-pb_decider", lambda body: body["Lookup"].pop("SchemaName")),
        ("lookup-pb_decider", lambda body: body.update(ReferencingEntity="lead")),
        ("process-flow", lambda body: body.pop("scope")),
        ("process-flow", lambda body: body.update(statecode=1)),
    ],
)
def test_the_server_refuses_planted_faults(
    name: str, change: Callable[[dict[str, Any]], object], tmp_path: Path
) -> None:
    files = dict(exported(EVERYTHING, flow=True).files)
    (file,) = (each for each in files if each.endswith(f"-{name}.json"))
    request = json.loads(files[file])
    change(request["body"])
    files[file] = json.dumps(request)
    with running() as (_state, server):
        done = sent(Export(files), tmp_path / "out", server)
    assert done.returncode == 1
    assert [answer[0] for _call, answer in server.refused] == [422]


GATED = """
id: sale
name: Sale
fields:
  need: {name: Need, type: text}
  worth: {name: Worth, type: money}
  plan: {name: Plan, type: text}
  late: {name: Late, type: text}
  uses: {name: Uses, type: choices, options: [{id: a, name: A}]}
stages:
  - id: first
    name: First
    must_fill: [need]
    exit: [{id: w, check: {field: worth, is: filled}}, {id: u, check: {field: uses, is: filled}}]
  - id: second
    name: Second
    exit: [{id: both, check: {all: [{field: plan, is: filled}, {field: need, is: filled}]}}]
  - {id: third, name: Third, exit: [{id: l, check: {field: late, is: filled}}]}
  - {id: aside, name: Aside, from: [second], next: [second], exit: [It goes on]}
  - {id: won, name: Won, kind: won}
  - {id: lost, name: Lost, kind: lost, must_fill: [plan]}
"""


def steps(xaml: str) -> list[dict[str, bool]]:
    """Stage by stage, whether each column is required there."""
    root = ET.fromstring(xaml)
    return [
        {
            str(control.get("DataFieldName")): any(
                each.get(f"{X}Key") == "IsProcessRequired" and each.text == "True"
                for each in step.iter()
            )
            for step in stage.iter()
            if "StepComposite," in step.get("AssemblyQualifiedName", "")
            for control in controls(step)
        }
        for stage in root.iter()
        if "StageComposite," in stage.get("AssemblyQualifiedName", "")
    ]


@cache
def gated() -> tuple[Playbook, Export]:
    """A playbook with gates, and its process flow."""
    model = build(parse(GATED))
    return model, exported(model, flow=True)


@given(
    st.fixed_dictionaries({id: st.sampled_from([None, "x"]) for id in ("need", "plan", "late")}),
    st.sampled_from([None, 5]),
)
def test_moving_on_agrees_with_the_playbook(values: Mapping[str, Any], worth: int | None) -> None:
    model, export = gated()
    deal = {**values, "worth": worth}
    judge = Judge(model, Deal({id: value for id, value in deal.items() if value is not None}))
    kept = {each.at for each in export.fates if each.how.startswith("required in: ")}
    for stage, required in zip(
        model.stages[:2], steps(str(export.files["process-flow.xaml"])), strict=False
    ):
        may = all(
            deal[name.removeprefix("pb_")] is not None for name, must in required.items() if must
        )
        gate = [each.check for each in stage.exit if each.check and each.at in kept]
        filled = [id for n, id in enumerate(stage.must_fill) if (*stage.at, "must_fill", n) in kept]
        assert gate
        assert may == (
            all(map(judge.holds, gate)) and all(deal[str(id)] is not None for id in filled)
        )


def test_only_what_a_step_keeps_is_told_to_be_kept() -> None:
    model = build(parse(GATED))
    written, told = (
        {each.what: (each.outcome, each.how) for each in exported(model, flow=flow).fates}
        for flow in (True, False)
    )
    people = ("by hand", "people decide; look at it before a move")
    assert written["First: field to fill: Need"] == ("written", "required in: First")
    assert told["First: field to fill: Need"] == ("by hand", "require it in: First")
    assert written["First: “Worth” is filled in"] == ("written", "required in: First")
    assert written["First: “Uses” is filled in"] == people
    assert written["Third: “Late” is filled in"] == people
    assert written["Lost: field to fill: Plan"] == people
    assert written["Stage: Aside"][0] == told["Stage: Aside"][0] == "dropped"


def test_settings_say_the_language_the_numbers_and_the_solution() -> None:
    export = exported(CHINESE, language_code=1033, option_prefix=72700, solution="Ours")
    labels = [
        label["LanguageCode"]
        for body in bodies(export, "column").values()
        for label in body["DisplayName"]["LocalizedLabels"]
    ]
    assert {*labels} == {1033, 2052}
    first = {
        body["OptionSet"]["Options"][0]["Value"]
        for body in bodies(export, "column").values()
        if body["AttributeType"] == "Picklist"
    }
    assert first == {727000000}
    headers = json.loads(str(export.files["server.json"]))["headers"]
    assert headers["MSCRM.SolutionUniqueName"] == "Ours"


def test_labels_are_written_in_every_language(built: Build) -> None:
    text = """
    id: sale
    name: {0}
    fields: {{a: {{name: {0}, type: choice, about: {0}, options: [{{id: o, name: {0}}}]}}}}
    stages:
      - {{id: open, name: {0}, must_fill: [a], exit: [The buyer has signed]}}
      - {{id: won, name: Won, kind: won}}
      - {{id: lost, name: Lost, kind: lost}}
    """
    others = {tag: built(text.format(f"In {tag}")) for tag in ("bg", "zh-CN")}
    model = built(text.replace("id: sale", "id: sale\n    languages: [bg, zh-CN]").format("Own"))
    export = target("dynamics").export(model, Settings({}, {}, others, is_experimental=True))
    expected = {1033: "Own", 1026: "In bg", 2052: "In zh-CN"}
    body = bodies(export, "column")["pb_a"]
    option = body["OptionSet"]["Options"][0]["Label"]
    for label in (body["DisplayName"], body["Description"], option):
        said = {each["LanguageCode"]: each["Label"] for each in label["LocalizedLabels"]}
        assert said == expected
    root = ET.fromstring(str(export.files["process-flow.xaml"]))
    labels = [each for each in root.iter() if each.tag.endswith("}StepLabel")]
    assert {
        int(each.get("LanguageCode", 0)): each.get("Description") for each in labels
    } == expected
    (fate,) = (each for each in export.fates if each.at == ("languages",))
    assert (fate.outcome, fate.how) == ("written", "names in bg, zh-CN")


HOSTILE = [
    '"><mxswa:Workflow/><x y="',
    "]]><!-- & &lt; &#0; -->",
    "<!DOCTYPE a [<!ENTITY b 'c'>]>",
    "{x:Static a:B.C} {Binding}",
    "'; DROP TABLE opportunity; --",
    "# [x](javascript:alert(1)) <img src=x>",
    '{"$kept": "x"} {{DYNAMICS_TOKEN}}',
]


@pytest.mark.parametrize("text", HOSTILE)
def test_an_authors_text_stays_text(text: str, tmp_path: Path) -> None:
    options = [{"id": "o", "name": text}]
    field = {"name": text, "type": "choice", "about": text, "options": options}
    stages = [
        {"id": "open", "name": text, "exit": ["x"], "must_fill": ["a"]},
        {"id": "won", "name": "Won", "kind": "won"},
        {"id": "lost", "name": "Lost", "kind": "lost"},
    ]
    whole = {"id": "sale", "name": text, "fields": {"a": field}, "stages": stages}
    export = exported(build(parse(json.dumps(whole))), flow=True)
    plain = exported(build(parse(json.dumps(whole).replace(json.dumps(text), '"x"'))), flow=True)
    trees = [ET.fromstring(str(each.files["process-flow.xaml"])) for each in (export, plain)]
    assert [each.tag for each in trees[0].iter()] == [each.tag for each in trees[1].iter()]
    with running() as (state, server):
        done = sent(export, tmp_path / "out", server)
        assert done.returncode == 0, done.stderr
    (setup,) = found(state.dump()).setups
    assert (setup.name, setup.stages[0].name) == (text, text)
    (column,) = setup.fields
    assert (column.name, column.about, column.options[0].name) == (text, text, text)


def test_a_process_flow_of_the_older_shape_is_read() -> None:
    """One table with all its stages, in their order, without a stage after each."""
    text = str(exported(EVERYTHING, flow=True).files["process-flow.xaml"])
    older = re.sub(r"<x:(String|Null) x:Key=\"NextStageId\".*?(/>|</x:String>)", "", text)
    assert older != text
    newer, before = (found({"a.xaml": each.encode()}).setups[0] for each in (text, older))
    assert [each.name for each in before.stages] == [each.name for each in newer.stages]
    assert [each.name for each in newer.stages] == ["Lead", "Qualified", "Trial", "Signing"]


def test_what_it_cannot_place_is_noted() -> None:
    rows = [
        {"SchemaName": "pb_a", "AttributeType": "State"},
        {"LogicalName": "pb_bname", "AttributeType": "String", "AttributeOf": "pb_b"},
        {"workflowid": "1", "name": "Cases", "category": 4, "primaryentity": "incident"},
    ]
    result = found({"a.json": json.dumps({"value": rows}).encode()})
    assert [(each.where, each.what) for each in result.notes] == [
        ("Cases", "incident"),
        ("pb_a", "State"),
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[1]",
        b"{}",
        b'{"value": 3}',
        b"[" * 99999,
        b"<Activity",
        b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>",
        b"\xff\xfe",
    ],
)
def test_what_is_no_set_up_is_refused(content: bytes) -> None:
    with pytest.raises(Refused, match=r"“a\.\w+”(: it is .*Wanted is| is not) what"):
        found({"a.json": content})


def test_an_answer_that_powershell_has_saved_is_read() -> None:
    answer = json.dumps({"value": [{"LogicalName": "pb_need", "SchemaName": "pb_need"}]})
    assert found({"a.json": answer.encode("utf-16")}) == found({"a.json": answer.encode()})


KEYS = st.sampled_from(
    [
        *("value", "xaml", "workflowid", "name", "category", "AttributeType", "SchemaName"),
        *("AttributeTypeName", "Value", "OptionSet", "Options", "Label", "LocalizedLabels"),
        *("Targets", "DisplayName", "FormatName", "LogicalName"),
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["Lookup", "<a/>", "Picklist"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=12,
)


@given(JSON)
def test_what_is_read_may_be_anything(whole: Any) -> None:
    try:
        result = found({"a.json": json.dumps(whole).encode()})
    except Refused:
        return
    assert result.setups or result.notes


def test_microsofts_own_client_makes_the_same_of_it() -> None:
    labelled = import_module("PowerPlatform.Dataverse.models.labels")
    related = import_module("PowerPlatform.Dataverse.models.relationship")
    for body in bodies(exported(EVERYTHING), "lookup").values():
        lookup = dict(body.pop("Lookup"))
        labels = [
            labelled.LocalizedLabel(each["Label"], each["LanguageCode"])
            for each in lookup["DisplayName"]["LocalizedLabels"]
        ]
        theirs = related.OneToManyRelationshipMetadata(
            schema_name=body["SchemaName"],
            referenced_entity=body["ReferencedEntity"],
            referencing_entity=body["ReferencingEntity"],
            referenced_attribute=body["ReferencedAttribute"],
        )
        assert theirs.to_dict() == body
        named = labelled.Label(labels)
        described = related.LookupAttributeMetadata(lookup["SchemaName"], named).to_dict()
        described["DisplayName"].pop("UserLocalizedLabel", None)
        assert {**lookup, **described} == lookup
