"""Bitrix24: what is sent is taken by a strict portal, kept there, and read back."""

import itertools
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.crm.samples import CHINESE, EVERYTHING, HERE, PUBLISHED, differing, playbook, rolled_out
from tests.crm.stub import Answer, Call, Route, Server, send, serving

from playbook.crm import Export, Settings
from playbook.errors import Refused
from playbook.messages import closest, speaking
from playbook.model import FAILED, Playbook
from playbook.registry import target
from playbook.rollout.compiling import Rollout
from playbook.rollout.misfits import misfits
from playbook.rollout.reading import Found
from playbook.rules.targets import BITRIX_LONGEST

SCHEMAS = json.loads((HERE / "bitrix24.schema.json").read_text("utf-8"))
HOOK = "/rest/1/a-secret/"
"""What stands behind the host in the address of a webhook."""
LONGEST = 22
SYSTEM = ("NEW", "WON", "LOSE")
Build = Callable[[str], Playbook]
NEW_PIPELINE = (
    *("NEW", "PREPARATION", "PREPAYMENT_INVOICE", "EXECUTING", "FINAL_INVOICE"),
    *("WON", "LOSE", "APOLOGY"),
)
FITTING = [
    path
    for path in (EVERYTHING, CHINESE, *PUBLISHED)
    if all(len(stage.id) <= BITRIX_LONGEST for stage in playbook(path).stages)
]


def refused(why: str) -> Answer:
    """How the portal says no."""
    return 400, {"error": "", "error_description": why}


def semantics(code: str, told: str = "") -> str | None:
    """The group of a stage, as the portal tells it."""
    own = code.partition(":")[2]
    return told or {"WON": "S", "LOSE": "F", "APOLOGY": "F"}.get(own)


class Portal:
    """What the portal keeps; every new pipeline has stages of its own."""

    def __init__(self, in_a_new_pipeline: Sequence[str] = NEW_PIPELINE) -> None:
        self.ids = itertools.count(101)
        self.in_a_new_pipeline = in_a_new_pipeline
        self.categories: dict[int, dict[str, Any]] = {}
        self.stages: dict[str, dict[str, Any]] = {}
        self.fields: dict[str, dict[str, Any]] = {}

    def routes(self) -> list[Route]:
        made: Mapping[str, Callable[[Call], Answer]] = {
            "category.add": self.category,
            "status.list": self.listed,
            "status.delete": self.delete,
            "status.update": self.update,
            "status.add": self.add,
            "deal.userfield.add": self.field,
        }
        return [
            Route("POST", rf"{HOOK}crm\.{name}\.json", answer, SCHEMAS[name])
            for name, answer in made.items()
        ]

    def category(self, call: Call) -> Answer:
        id = len(self.categories) + 7
        self.categories[id] = {"id": id, "entityTypeId": 2, "isDefault": "N", **call.body["fields"]}
        for number, code in enumerate(self.in_a_new_pipeline, start=1):
            key = f"C{id}:{code}"
            self._keep(f"DEAL_STAGE_{id}", key, code, 10 * number, semantics(key))
        return 200, {"result": {"category": self.categories[id]}}

    def _keep(self, directory: str, code: str, name: str, sort: int, group: str | None) -> str:
        id = str(next(self.ids))
        self.stages[id] = {
            "ID": id,
            "ENTITY_ID": directory,
            "STATUS_ID": code,
            "NAME": name,
            "NAME_INIT": "",
            "SORT": str(sort),
            "SYSTEM": "Y" if code.partition(":")[2] in SYSTEM else "N",
            "CATEGORY_ID": directory.rpartition("_")[2],
            "COLOR": "#39A8EF",
            "SEMANTICS": group,
        }
        return id

    def of(self, directory: str | None) -> list[dict[str, Any]]:
        """The stages of a pipeline in their order."""
        own = [row for row in self.stages.values() if directory in (None, row["ENTITY_ID"])]
        return sorted(own, key=lambda row: int(row["SORT"]))

    def listed(self, call: Call) -> Answer:
        rows = self.of(call.body.get("filter", {}).get("ENTITY_ID"))
        return 200, {"result": rows, "total": len(rows)}

    def delete(self, call: Call) -> Answer:
        row = self.stages.get(str(call.body["id"]))
        if row is None:
            return refused("Status is not found.")
        if row["SYSTEM"] == "Y" and call.body.get("params", {}).get("FORCED") != "Y":
            return refused("CRM System Status can be deleted only if parameter FORCED is specified")
        del self.stages[row["ID"]]
        return 200, {"result": True}

    def update(self, call: Call) -> Answer:
        row = self.stages.get(str(call.body["id"]))
        if row is None:
            return refused("Status is not found.")
        row |= {name: str(value) for name, value in call.body["fields"].items()}
        return 200, {"result": True}

    def add(self, call: Call) -> Answer:
        fields = call.body["fields"]
        directory = fields["ENTITY_ID"]
        category = directory.rpartition("_")[2]
        if int(category) not in self.categories:
            return refused("Specified entity type is not supported.")
        code = f"C{category}:{fields['STATUS_ID']}"
        if len(code) > LONGEST:
            return refused("The status ID is too long.")
        if any(row["STATUS_ID"] == code for row in self.of(directory)):
            return refused("The specified status ID already exists.")
        sort, group = fields.get("SORT", 10), fields.get("SEMANTICS")
        won = next(int(row["SORT"]) for row in self.of(directory) if row["SEMANTICS"] == "S")
        if not group and sort > won:
            return refused("Cannot create more stages after the final stage")
        if group == "F" and sort < won:
            return refused("Cannot add semantics with the specified sort order")
        if group == "S":
            return refused("The final successful stage already exists")
        return 200, {"result": int(self._keep(directory, code, fields["NAME"], sort, group))}

    def field(self, call: Call) -> Answer:
        fields = call.body["fields"]
        if fields["FIELD_NAME"] in self.fields:
            return refused("The field already exists.")
        keys = [each.get("XML_ID") for each in fields.get("LIST", ())]
        if len(set(keys)) != len(keys):
            return refused("List item with value XML_ID already exists.")
        if bool(keys) != (fields["USER_TYPE_ID"] == "enumeration"):
            return refused("A list, and only a list, has items.")
        labels = {
            name: fields.get(name, fields["LABEL"]) for name in ("EDIT_FORM_LABEL", "HELP_MESSAGE")
        }
        id = str(next(self.ids))
        self.fields[fields["FIELD_NAME"]] = {"ID": id, "MULTIPLE": "N", **fields, **labels}
        return 200, {"result": int(id)}

    def dump(self) -> dict[str, bytes]:
        """What it answers when it is asked for everything."""
        answers = {
            "categories": {"categories": list(self.categories.values())},
            "stages": self.of(None),
            "fields": list(self.fields.values()),
        }
        return {
            f"{name}.json": json.dumps({"result": rows, "time": {}}).encode()
            for name, rows in answers.items()
        }


@contextmanager
def running(in_a_new_pipeline: Sequence[str] = NEW_PIPELINE) -> Iterator[tuple[Portal, Server]]:
    """The portal with nothing in it."""
    portal = Portal(in_a_new_pipeline)
    with serving(portal.routes()) as server:
        yield portal, server


def sent_to(portal: tuple[Portal, Server], export: Export, folder: Path) -> Portal:
    """An export in the portal, without a refusal."""
    state, server = portal
    done = send(export, folder, server, BITRIX24_WEBHOOK=HOOK)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    assert server.refused == []
    return state


def read(dump: Mapping[str, bytes]) -> Found:
    reader = target("bitrix24").read
    assert reader is not None
    return reader(dump)


def wanted_of(what: Playbook) -> Rollout:
    """What the portal is to hold, in the playbook's language."""
    with speaking(closest(what.language)):
        rollout = Rollout(what, Settings(), target("bitrix24").surface)
        assert rollout.setup
        return rollout


def bodies(export: Export, method: str) -> list[Any]:
    """What is sent to a method, in order."""
    requests = [
        json.loads(text) for file, text in export.files.items() if file.startswith("requests/")
    ]
    return [each["body"] for each in requests if each["path"] == f"/{method}.json"]


@pytest.mark.parametrize("path", FITTING, ids=lambda path: path.stem)
def test_the_portal_takes_everything_and_gives_it_back(path: Path, tmp_path: Path) -> None:
    with running() as portal:
        state = sent_to(portal, rolled_out("bitrix24", path), tmp_path / "out")
    wanted = wanted_of(playbook(path))
    (found,) = read(state.dump()).setups
    assert found.name == wanted.setup.name
    groups: dict[str, list[str]] = {"open": [], "won": [], "lost": []}
    for stage in wanted.stages:
        kind = "lost" if stage.kind in FAILED else "won" if stage.kind == "won" else "open"
        groups[kind].append(stage.name)
    groups["won"] = groups["won"][:1]
    assert [(stage.kind, stage.name) for stage in found.stages] == [
        (kind, name) for kind, names in groups.items() for name in names
    ]
    ids = {stage.name: stage.id for stage in wanted.stages}
    assert {stage.id for stage in found.stages} <= {"", *ids.values()}
    assert all(stage.id in ("", ids[stage.name]) for stage in found.stages)
    given = [(each.key, each.name, each.about, each.options) for each in found.fields]
    assert given == [(each.key, each.name, each.about, each.options) for each in wanted.added]
    assert differing("bitrix24", path, state.dump()) == []


def test_types_come_back_as_what_they_are_there(tmp_path: Path) -> None:
    with running() as portal:
        state = sent_to(portal, rolled_out("bitrix24", EVERYTHING), tmp_path / "out")
    (found,) = read(state.dump()).setups
    same = {"percent": "number", "rating": "number", "yes-no": "choice"}
    wanted = wanted_of(playbook(EVERYTHING))
    assert [each.type for each in found.fields] == [
        same.get(each.type, each.type) for each in wanted.added
    ]
    assert found.fields[1].ids == ("region",)


def test_nothing_is_left_of_the_stages_that_a_new_pipeline_has(tmp_path: Path) -> None:
    with running() as portal:
        state = sent_to(portal, rolled_out("bitrix24", EVERYTHING), tmp_path / "out")
    rows = [(row["STATUS_ID"].partition(":")[2], row["NAME"]) for row in state.of(None)]
    assert rows == [
        ("NEW", "Lead"),
        ("QUALIFIED", "Qualified"),
        ("TRIAL", "Trial"),
        ("SIGNING", "Signing"),
        ("AT-RISK", "At risk"),
        ("FRIDGE", "Fridge"),
        ("WON", "Won"),
        ("LOSE", "Lost"),
        ("DUPLICATE", "Duplicate"),
    ]


@pytest.mark.parametrize(
    "there",
    [("NEW", "WON", "LOSE"), ("NEW", "PREPARATION", "CLIENT", "WON", "LOSE")],
    ids=["three", "others"],
)
def test_a_portal_with_other_stages_in_a_new_pipeline_is_no_obstacle(
    there: Sequence[str], tmp_path: Path
) -> None:
    with running(there) as portal:
        state = sent_to(portal, rolled_out("bitrix24", EVERYTHING), tmp_path / "out")
    codes = [row["STATUS_ID"].partition(":")[2] for row in state.of(None)]
    assert "PREPARATION" not in codes
    assert codes[0] == "NEW"
    assert len([code for code in codes if code != "CLIENT"]) == 9


def test_a_second_run_sends_nothing_again(tmp_path: Path) -> None:
    export = rolled_out("bitrix24", EVERYTHING)
    with running() as (state, server):
        sent_to((state, server), export, tmp_path / "out")
        before = len(server.calls)
        again = send(export, tmp_path / "out", server, BITRIX24_WEBHOOK=HOOK)
        assert (again.returncode, len(server.calls)) == (0, before)
        assert len(state.categories) == 1


def test_without_the_address_nothing_is_sent_and_a_wrong_one_is_refused(tmp_path: Path) -> None:
    export = rolled_out("bitrix24", EVERYTHING)
    with running() as (state, server):
        missing = send(export, tmp_path / "out", server)
        assert (missing.returncode, server.calls) == (2, [])
        assert "BITRIX24_WEBHOOK" in missing.stderr
        wrong = send(export, tmp_path / "out", server, BITRIX24_WEBHOOK="/rest/1/guess")
        assert wrong.returncode == 1
        assert state.categories == {}


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("pipeline", lambda body: body["fields"].update(isDefault="Y")),
        ("pipeline", lambda body: body.update(entityTypeId="2")),
        ("stage-NEW", lambda body: body["fields"].update(SEMANTICS="S")),
        ("stage-TRIAL", lambda body: body["fields"].update(PROBABILITY=20)),
        ("stage-TRIAL", lambda body: body["fields"].update(STATUS_ID="C7:TRIAL")),
        ("stage-TRIAL", lambda body: body["fields"].update(STATUS_ID="QUALIFIED")),
        ("stage-TRIAL", lambda body: body["fields"].update(STATUS_ID="A-STAGE-THAT-IS-LONG")),
        ("stage-TRIAL", lambda body: body["fields"].update(SORT=5000)),
        ("stage-DUPLICATE", lambda body: body["fields"].update(SORT=10)),
        ("field-region", lambda body: body["fields"].update(USER_TYPE_ID="list")),
        ("field-region", lambda body: body["fields"].update(FIELD_NAME="UF_CRM_PB_RÉGION")),
        ("field-region", lambda body: body["fields"].update(REQUIRED="Y")),
        ("field-region", lambda body: body["fields"].update(EDIT_FORM_LABEL={"bg": "Регион"})),
        ("field-region", lambda body: body["fields"]["LIST"][0].update(XML_ID="us")),
    ],
)
def test_the_portal_refuses_planted_faults(
    name: str, change: Callable[[dict[str, Any]], object], tmp_path: Path
) -> None:
    files = dict(rolled_out("bitrix24", EVERYTHING).files)
    (file,) = (each for each in files if each.endswith(f"-{name}.json"))
    request = json.loads(files[file])
    change(request["body"])
    files[file] = json.dumps(request)
    with running() as (_state, server):
        done = send(Export(files), tmp_path / "out", server, BITRIX24_WEBHOOK=HOOK)
    assert done.returncode == 1
    assert file.split("/")[1] in done.stderr
    assert len(server.refused) == 1


HOSTILE = """
id: sale
name: "{{BITRIX24_WEBHOOK}} {{category}} \\"]}"
fields:
  region: {name: "{{NEW}} =1+1", type: choice, about: "$kept", options: [{id: eu, name: "</b>'"}]}
stages:
  - {id: talk, name: "{{WON}}", exit: [The buyer has answered]}
  - {id: offer, name: '{"$text": "x"}', exit: [The buyer has signed]}
  - {id: won, name: "$kept", kind: won}
  - {id: lost, name: "C{{category}}:LOSE", kind: lost}
"""


def test_an_authors_words_are_never_taken_for_anything_else(built: Build, tmp_path: Path) -> None:
    with running() as portal:
        state = sent_to(portal, rolled_out("bitrix24", built(HOSTILE)), tmp_path / "out")
    (found,) = read(state.dump()).setups
    assert found.name == '{{BITRIX24_WEBHOOK}} {{category}} "]}'
    names = ["{{WON}}", '{"$text": "x"}', "$kept", "C{{category}}:LOSE"]
    assert [stage.name for stage in found.stages] == names
    (field,) = found.fields
    assert (field.name, field.about, field.options[0].name) == ("{{NEW}} =1+1", "$kept", "</b>'")


def test_a_stage_with_a_fixed_code_as_its_id_gets_another(built: Build, tmp_path: Path) -> None:
    model = built(
        """
        id: sale
        name: Sale
        stages:
          - {id: talk, name: Talk, exit: [The buyer has answered]}
          - {id: new, name: New offer, exit: [The buyer has signed]}
          - {id: signed, name: Signed, kind: won}
          - {id: refused, name: Refused, kind: lost}
          - {id: lose, name: Not counted, kind: not-counted}
        """
    )
    with running() as portal:
        state = sent_to(portal, rolled_out("bitrix24", model), tmp_path / "out")
    (found,) = read(state.dump()).setups
    assert [(stage.key, stage.id, stage.name) for stage in found.stages] == [
        ("C7:NEW", "", "Talk"),
        ("C7:NEW_", "new", "New offer"),
        ("C7:WON", "", "Signed"),
        ("C7:LOSE", "", "Refused"),
        ("C7:LOSE_", "lose", "Not counted"),
    ]


def test_a_second_won_stage_is_said_to_have_no_place(built: Build, tmp_path: Path) -> None:
    model = built(
        """
        id: sale
        name: Sale
        stages:
          - {id: talk, name: Talk, exit: [The buyer has signed]}
          - {id: won, name: Won, kind: won}
          - {id: again, name: Won again, kind: won}
          - {id: lost, name: Lost, kind: lost}
        """
    )
    export = rolled_out("bitrix24", model)
    fates = {fate.at: fate.outcome for fate in export.fates}
    assert fates["stages", 1] == "written"
    assert fates["stages", 2] == "dropped"
    with running() as portal:
        state = sent_to(portal, export, tmp_path / "out")
    assert [row["NAME"] for row in state.of(None)] == ["Talk", "Won", "Lost"]


def test_a_playbook_without_ends_leaves_those_of_the_portal(built: Build, tmp_path: Path) -> None:
    model = built("id: sale\nname: Sale\nstages: [{id: talk, name: Talk}]\n")
    with running() as portal:
        state = sent_to(portal, rolled_out("bitrix24", model), tmp_path / "out")
    assert [row["NAME"] for row in state.of(None)] == ["Talk", "WON", "LOSE"]


def test_names_of_fields_are_in_the_languages_that_the_portal_speaks(
    built: Build, tmp_path: Path
) -> None:
    text = """
        id: sale
        name: Sale
        languages: [zh-CN, bg]
        fields: {{need: {{name: {need}, type: text}}}}
        stages:
          - {{id: talk, name: Talk, must_fill: [need]}}
          - {{id: won, name: Won, kind: won}}
          - {{id: lost, name: Lost, kind: lost}}
        """
    model = built(text.format(need="Need"))
    others = {"zh-CN": built(text.format(need="需求")), "bg": built(text.format(need="Нужда"))}
    export = target("bitrix24").export(model, Settings(translations=others))
    (body,) = bodies(export, "crm.deal.userfield.add")
    assert body["fields"]["LABEL"] == "Need"
    assert body["fields"]["EDIT_FORM_LABEL"] == {"sc": "需求"}
    (fate,) = (each for each in export.fates if each.at == ("languages",))
    assert (fate.outcome, "zh-CN" in fate.how, "bg" in fate.how) == ("written", True, False)
    with running() as portal:
        sent_to(portal, export, tmp_path / "out")


def test_names_that_are_too_long_are_found_before_anything_is_written(built: Build) -> None:
    model = built(
        """
        id: sale
        name: Sale
        questionnaires:
          a-questionnaire-long:
            framework: custom
            elements: [{id: a, name: A}]
            questions: [{id: a-question-also-long, element: a, ask: What?, type: text}]
        stages: [{id: talk, name: Talk}]
        """
    )
    (found,) = misfits(model, Settings(), target("bitrix24").surface)
    assert "UF_CRM_PB_A_QUESTIONNAIRE_LONG__A_QUESTION_ALSO_LONG" in found.message


def rows(**named: Any) -> dict[str, bytes]:
    return {f"{name}.json": json.dumps(each).encode() for name, each in named.items()}


def test_a_set_up_by_hand_is_read_with_what_is_not_clear_in_it() -> None:
    found = read(
        rows(
            pipelines={
                "result": {
                    "categories": [
                        {"id": 0, "name": "General", "sort": 0, "entityTypeId": 2},
                        {"id": 9, "name": "A smart process", "entityTypeId": 177},
                    ]
                },
                "total": 2,
            },
            stages={
                "result": [
                    stage("5", "DEAL_STAGE", "LOSE", "Lost", 70, "F"),
                    stage("1", "DEAL_STAGE", "NEW", "New", 10, None),
                    stage("4", "DEAL_STAGE", "WON", "Won", 60, "S"),
                    stage("2", "DEAL_STAGE", "UC_1A2B", "Second talk", 20, None),
                    stage("6", "DEAL_STAGE", "9", "Wrong number", 80, "F"),
                    stage("7", "DEAL_STAGE_3", "C3:NEW", "Elsewhere", 10, None),
                    stage("8", "SOURCE", "CALL", "Call", 10, None),
                ]
            },
            fields={
                "result": [
                    {"FIELD_NAME": "UF_CRM_1", "USER_TYPE_ID": "address", "MULTIPLE": "N"},
                    {
                        "FIELD_NAME": "UF_CRM_2",
                        "USER_TYPE_ID": "crm",
                        "SETTINGS": {"LEAD": "N", "CONTACT": "Y", "DEAL": "N"},
                        "EDIT_FORM_LABEL": {"en": "Decider", "de": "Entscheider"},
                    },
                    {
                        "FIELD_NAME": "UF_CRM_3",
                        "USER_TYPE_ID": "enumeration",
                        "MULTIPLE": "Y",
                        "LIST": [{"ID": "31", "VALUE": "Steel", "XML_ID": ""}],
                    },
                ]
            },
        )
    )
    (setup,) = found.setups
    assert [(each.key, each.id, each.name, each.kind) for each in setup.stages] == [
        ("NEW", "", "New", "open"),
        ("UC_1A2B", "", "Second talk", "open"),
        ("WON", "", "Won", "won"),
        ("LOSE", "", "Lost", "lost"),
        ("9", "", "Wrong number", "lost"),
    ]
    assert [(each.name, each.type) for each in setup.fields] == [
        ("Decider", "contact"),
        ("UF_CRM_3", "choices"),
    ]
    assert setup.fields[1].options == (("31", "Steel"),)
    assert [(note.kind, note.where) for note in found.notes] == [
        ("left out", "UF_CRM_1"),
        ("question", "9"),
    ]
    assert all(note.why for note in found.notes)


def stage(id: str, of: str, code: str, name: str, sort: int, group: str | None) -> dict[str, Any]:
    return {
        "ID": id,
        "ENTITY_ID": of,
        "STATUS_ID": code,
        "NAME": name,
        "SORT": str(sort),
        "SEMANTICS": group,
    }


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"null",
        b"[]",
        b'{"result": true}',
        b'{"result": [1]}',
        b'{"result": [{"a": 1}]}',
        b'{"error": "expired_token"}',
    ],
)
def test_what_is_something_else_is_said_to_be_something_else(content: bytes) -> None:
    with pytest.raises(Refused, match=r"“odd\.json”"):
        read({"odd.json": content})


SCALARS = st.none() | st.booleans() | st.integers(-1, 2) | st.sampled_from(["", "2", "C2:NEW", "Y"])
ANYTHING = (
    SCALARS
    | st.lists(SCALARS | st.fixed_dictionaries({"VALUE": SCALARS}), max_size=2)
    | st.dictionaries(st.sampled_from(["SEMANTICS", "ROWS", "CONTACT", "en"]), SCALARS, max_size=2)
)
KEYS = (
    *("id", "name", "entityTypeId", "STATUS_ID", "ENTITY_ID", "NAME", "SORT", "ID", "SEMANTICS"),
    *("EXTRA", "FIELD_NAME", "USER_TYPE_ID", "SETTINGS", "LIST", "EDIT_FORM_LABEL"),
    *("HELP_MESSAGE", "MULTIPLE"),
)


@given(st.lists(st.dictionaries(st.sampled_from(KEYS), ANYTHING, max_size=8), max_size=3))
def test_odd_values_are_read_or_refused(odd: list[dict[str, Any]]) -> None:
    try:
        found = read(rows(odd={"result": odd}))
    except Refused:
        return
    assert len(found.setups) <= len(odd)


def test_the_vendors_library_takes_every_request() -> None:
    b24pysdk = pytest.importorskip("b24pysdk", reason="needs b24pysdk, the vendor's library")
    token = b24pysdk.BitrixWebhook(domain="example.bitrix24.com", webhook_token="1/a-secret")
    client = b24pysdk.Client(token)
    asked = set()
    for file, text in rolled_out("bitrix24", EVERYTHING).files.items():
        if not file.startswith("requests/"):
            continue
        request = json.loads(text)
        name = request["path"].removeprefix("/").removesuffix(".json")
        method: Any = client
        for part in name.split("."):
            method = getattr(method, part)
        made = method(**{_snake(key): value for key, value in plain(request["body"]).items()})
        assert made._api_method.lower() == name
        assert made._params == plain(request["body"])
        asked.add(name)
    assert len(asked) == 6


def plain(value: Any) -> Any:
    """A body with numbers in the places for what the portal gives."""
    if isinstance(value, list):
        return [plain(each) for each in value]
    if not isinstance(value, dict):
        return value
    if list(value) == ["$kept"]:
        return 7
    if list(value) == ["$text"]:
        return value["$text"].replace("{{category}}", "7")
    return {key: plain(each) for key, each in value.items()}


def _snake(key: str) -> str:
    return "entity_type_id" if key == "entityTypeId" else "bitrix_id" if key == "id" else key
