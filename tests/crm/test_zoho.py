"""Zoho CRM: what is sent is taken by a strict server, kept there, and read back."""

import importlib
import inspect
import itertools
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from tests.crm.samples import CHINESE, EVERYTHING, HERE, PUBLISHED, differing, playbook, rolled_out
from tests.crm.stub import Answer, Call, Route, Server, send, serving

from playbook.crm import Export, Settings
from playbook.crm.zoho import DATA_CENTRES
from playbook.errors import Refused
from playbook.messages import closest, speaking
from playbook.model import FAILED, Playbook
from playbook.registry import target
from playbook.rollout.compiling import Rollout
from playbook.rollout.misfits import misfits
from playbook.rollout.reading import Found

SCHEMAS = json.loads((HERE / "zoho.schema.json").read_text("utf-8"))
TOKEN = "1000.a-token"
PAIRS = {"Open": "Pipeline", "Closed Won": "Closed", "Closed Lost": "Omitted"}
BY_HAND = re.compile(
    r"[^“]*“(?P<name>.*)”[^“”0-9]*(?P<odds>\d+)\s?%(?:, |、)"
    r"(?P<deal>Open|Closed Won|Closed Lost)(?:, |、)(?P<forecast>\w+)",
    re.DOTALL,
)
Build = Callable[[str], Playbook]


def refused(key: str, code: str, **details: object) -> Answer:
    """How the server says no."""
    why = {"code": code, "status": "error", "message": code.lower(), "details": details}
    return 400, {key: [why]}


class Zoho:
    """What the server keeps: one list of stages, and pipelines that choose among them."""

    def __init__(self) -> None:
        self.ids = itertools.count(3652397000000006801)
        self.layouts = {name: self.id() for name in ("Standard", "Partners")}
        self.fields: list[dict[str, Any]] = []
        self.stages: list[dict[str, Any]] = []
        self.pipelines: list[dict[str, Any]] = []
        self.forecasts = {name: self.id() for name in PAIRS.values()}
        self.add_stage("Qualification", 10, "Open", "Pipeline")

    def id(self) -> str:
        return str(next(self.ids))

    def add_stage(self, name: str, odds: int, deal: str, forecast: str) -> None:
        """A stage in the mapping of stages; the page for it offers only what goes together."""
        assert PAIRS[deal] == forecast
        if any(row["display_value"] == name for row in self.stages):
            return
        self.stages.append(
            {
                "id": self.id(),
                "display_value": name,
                "actual_value": name,
                "sequence_number": len(self.stages) + 1,
                "probability": odds,
                "deal_category": deal,
                "forecast_type": deal,
                "forecast_category": {"name": forecast, "id": self.forecasts[forecast]},
                "type": "used",
            }
        )

    def add_by_hand(self, export: Export) -> None:
        """The stages as an administrator adds them who goes by what is said."""
        for fate in export.fates:
            if len(fate.at) == 2 and fate.at[0] == "stages" and fate.outcome == "by hand":
                found = BY_HAND.fullmatch(fate.how)
                assert found, fate.how
                self.add_stage(found["name"], int(found["odds"]), found["deal"], found["forecast"])

    def routes(self) -> list[Route]:
        at = "/crm/v8/settings"
        return [
            Route("GET", f"{at}/layouts", self.all_layouts),
            Route("GET", f"{at}/fields", self.all_fields),
            Route("POST", f"{at}/fields", self.field, SCHEMAS["fields"]),
            Route("POST", f"{at}/pipeline", self.pipeline, SCHEMAS["pipeline"]),
        ]

    def all_layouts(self, _call: Call) -> Answer:
        rows = [{"id": id, "name": name, "status": "active"} for name, id in self.layouts.items()]
        return 200, {"layouts": rows}

    def all_fields(self, call: Call) -> Answer:
        if call.query.get("module") != ["Deals"]:
            return refused("fields", "REQUIRED_PARAM_MISSING", param="module")
        return 200, {"fields": self.rows()}

    def rows(self) -> list[dict[str, Any]]:
        stage = {
            "id": "1",
            "api_name": "Stage",
            "field_label": "Stage",
            "data_type": "picklist",
            "custom_field": False,
            "pick_list_values": self.stages,
        }
        return [{"id": "0", "api_name": "Owner", "data_type": "ownerlookup"}, stage, *self.fields]

    def field(self, call: Call) -> Answer:
        if call.query.get("module") != ["Deals"]:
            return refused("fields", "REQUIRED_PARAM_MISSING", param="module")
        made = []
        for each in call.body["fields"]:
            if any(row["field_label"] == each["field_label"] for row in self.fields):
                return refused("fields", "DUPLICATE_DATA", api_name="field_label")
            values = [one["display_value"] for one in each.get("pick_list_values", ())]
            if len(set(values)) != len(values):
                return refused("fields", "DUPLICATE_DATA", api_name="pick_list_values")
            needs = {"picklist": "pick_list_values", "lookup": "lookup", "textarea": "textarea"}
            needed = needs.get(each["data_type"].removeprefix("multiselect"))
            if needed and needed not in each:
                return refused("fields", "MANDATORY_NOT_FOUND", api_name=needed)
            name = re.sub(r"\W", "_", each["field_label"], flags=re.ASCII)
            id = self.id()
            row = {"id": id, "api_name": f"{name}{id[-3:]}", "custom_field": True, **each}
            self.fields.append(row)
            made.append({"code": "SUCCESS", "status": "success", "details": {"id": row["id"]}})
        return 201, {"fields": made}

    def pipeline(self, call: Call) -> Answer:
        (layout,) = call.query.get("layout_id", [""])
        if layout not in self.layouts.values():
            return refused("pipeline", "INVALID_DATA", param_name="layout_id")
        (body,) = call.body["pipeline"]
        for key in ("display_value", "maps"):
            if key not in body:
                return refused("pipeline", "MANDATORY_NOT_FOUND", api_name=key)
        if any(row["display_value"] == body["display_value"] for row in self.pipelines):
            return refused("pipeline", "DUPLICATE_DATA", api_name="display_value")
        known = {row["id"]: row for row in self.stages}
        places = [each.get("sequence_number") for each in body["maps"]]
        if places != list(range(1, len(places) + 1)):
            return refused("pipeline", "INVALID_DATA", api_name="sequence_number")
        for each in body["maps"]:
            if "id" not in each:
                return refused("pipeline", "MANDATORY_NOT_FOUND", api_name="id")
            if known.get(each["id"], {}).get("display_value") != each["display_value"]:
                return refused("pipeline", "INVALID_DATA", api_name="id")
        shown = ("actual_value", "forecast_type", "forecast_category")
        maps = [{**each, **{key: known[each["id"]][key] for key in shown}} for each in body["maps"]]
        id = self.id()
        self.pipelines.append({"id": id, "layout": layout, **body, "maps": maps})
        return 201, {"pipeline": [{"code": "SUCCESS", "details": {"id": id}}]}

    def dump(self) -> dict[str, bytes]:
        """What it answers when it is asked for everything."""
        return rows(pipelines={"pipeline": self.pipelines}, fields={"fields": self.rows()})


def rows(**named: Any) -> dict[str, bytes]:
    return {f"{name}.json": json.dumps(each).encode() for name, each in named.items()}


@contextmanager
def running() -> Iterator[tuple[Zoho, Server]]:
    """The server as a new account has it."""
    state = Zoho()

    def is_allowed(headers: Mapping[str, str]) -> bool:
        return headers.get("authorization") == f"Zoho-oauthtoken {TOKEN}"

    with serving(state.routes(), is_allowed=is_allowed) as server:
        yield state, server


def read(dump: Mapping[str, bytes]) -> Found:
    reader = target("zoho").read
    assert reader is not None
    return reader(dump)


def wanted_of(what: Playbook) -> Rollout:
    """What the server is to hold, in the playbook's language."""
    with speaking(closest(what.language)):
        rollout = Rollout(what, Settings(), target("zoho").surface)
        assert rollout.setup
        return rollout


def bodies(export: Export) -> Iterator[tuple[str, Any]]:
    """What is sent, with where to."""
    for file, text in export.files.items():
        if file.startswith("requests/"):
            request = json.loads(text)
            if "body" in request:
                yield request["path"].partition("?")[0], request["body"]


@pytest.mark.parametrize("path", [EVERYTHING, CHINESE, *PUBLISHED], ids=lambda path: path.stem)
def test_the_server_takes_everything_and_gives_it_back(path: Path, tmp_path: Path) -> None:
    export = rolled_out("zoho", path)
    with running() as (state, server):
        state.add_by_hand(export)
        done = send(export, tmp_path / "out", server, ZOHO_TOKEN=TOKEN)
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        assert server.refused == []
    wanted = wanted_of(playbook(path))
    (found,) = read(state.dump()).setups
    assert differing("zoho", path, state.dump()) == []
    assert found.name == wanted.setup.name
    kinds = {"won": "won", "after-sale": "won", **dict.fromkeys(FAILED, "lost")}
    assert [(each.name, each.probability, each.kind) for each in found.stages] == [
        (each.name, each.probability, kinds.get(each.kind, "open")) for each in wanted.stages
    ]
    for there, each in zip(found.fields, wanted.added, strict=True):
        assert (bare(there.name), there.options) == (each.name, each.options)
        assert there.about in ("", each.about)
        assert there.about or not each.about or len(each.name) + len(each.about) > 200


def bare(label: str) -> str:
    """A label without the number that tells it from another."""
    return re.sub(r" ?[((]\d+[))]$", "", label)


def test_two_fields_with_the_same_label_are_told_apart(built: Build, tmp_path: Path) -> None:
    model = built(
        """
        id: sale
        name: Sale
        buyer_roles: {champion: {name: Champion}}
        fields: {champion-there: {name: champion, type: yes-no}}
        stages: [{id: talk, name: Talk, must_fill: [champion-there], buyer_roles: {champion: 1}}]
        """
    )
    export = rolled_out("zoho", model)
    labels = [
        each["fields"][0]["field_label"] for _path, each in bodies(export) if "fields" in each
    ]
    assert labels == ["champion", "Champion (role.champion)"]
    fates = {fate.at: fate.how for fate in export.fates}
    assert fates["fields", "champion-there"] == "field champion"
    assert fates["buyer_roles", "champion"] == "field Champion (role.champion)"


def test_what_every_deal_needs_is_asked_and_why_deals_are_lost_is_read() -> None:
    def field(name: str, type: str, **more: Any) -> dict[str, Any]:
        return {"api_name": name, "field_label": name, "data_type": type, **more}

    none, price = {"display_value": "-None-"}, {"display_value": "Price", "actual_value": "price"}
    old = {"display_value": "Old", "actual_value": "old", "type": "unused"}
    reasons = field("Reason_For_Loss__s", "picklist", pick_list_values=[none, price, old])
    own = field("Region", "text", custom_field=True, system_mandatory=True)
    free = field("Note", "text", custom_field=True, system_mandatory=False)
    theirs = field("Closing_Date", "date", custom_field=False, system_mandatory=True)
    pipeline = {"id": "1", "display_value": "Sale", "maps": [{"id": "2", "display_value": "Talk"}]}
    found = read(
        rows(pipelines={"pipeline": [pipeline]}, fields={"fields": [reasons, own, free, theirs]})
    )
    (setup,) = found.setups
    assert [(each.key, each.name) for each in setup.reasons] == [("price", "Price")]
    assert [(each.kind, each.what) for each in found.notes] == [("question", "Region")]


def test_types_come_back_as_what_they_are_there(tmp_path: Path) -> None:
    export = rolled_out("zoho", EVERYTHING)
    with running() as (state, server):
        state.add_by_hand(export)
        send(export, tmp_path / "out", server, ZOHO_TOKEN=TOKEN)
    (found,) = read(state.dump()).setups
    same = {"rating": "number", "yes-no": "choice"}
    assert [each.type for each in found.fields] == [
        same.get(each.type, each.type) for each in wanted_of(playbook(EVERYTHING)).added
    ]


def test_a_stage_that_nobody_has_added_is_named_and_a_second_run_goes_on(tmp_path: Path) -> None:
    export = rolled_out("zoho", EVERYTHING)
    with running() as (state, server):
        early = send(export, tmp_path / "out", server, ZOHO_TOKEN=TOKEN)
        assert early.returncode == 1
        assert "stages.json" in early.stderr
        assert all(f'"{name}"' in early.stderr for name in ("Lead", "Signing", "Fridge"))
        assert state.pipelines == []
        before = len(state.fields)
        state.add_by_hand(export)
        again = send(export, tmp_path / "out", server, ZOHO_TOKEN=TOKEN)
        assert (again.returncode, again.stderr) == (0, "")
        assert (len(state.pipelines), len(state.fields)) == (1, before)


def test_the_pipeline_belongs_to_the_layout_that_is_chosen(tmp_path: Path) -> None:
    export = rolled_out("zoho", EVERYTHING, layout="Partners", data_centre="eu")
    assert json.loads(str(export.files["server.json"]))["address"].startswith(
        "https://www.zohoapis.eu/"
    )
    assert "accounts.zoho.eu" in str(export.files["SETUP.md"])
    with running() as (state, server):
        state.add_by_hand(export)
        send(export, tmp_path / "out", server, ZOHO_TOKEN=TOKEN)
    assert [each["layout"] for each in state.pipelines] == [state.layouts["Partners"]]


def test_without_the_right_token_nothing_is_sent(tmp_path: Path) -> None:
    export = rolled_out("zoho", EVERYTHING)
    with running() as (state, server):
        missing = send(export, tmp_path / "out", server)
        assert (missing.returncode, server.calls) == (2, [])
        wrong = send(export, tmp_path / "out", server, ZOHO_TOKEN="another")
        assert wrong.returncode == 1
        assert "401" in wrong.stderr
        assert state.fields == []


@pytest.mark.parametrize(
    ("name", "change", "code"),
    [
        ("field-region", lambda body: body["fields"][0].update(data_type="enum"), 422),
        ("field-region", lambda body: body["fields"][0].update(api_name="Region"), 422),
        ("field-region", lambda body: body["fields"][0].pop("pick_list_values"), 400),
        ("field-pain", lambda body: body["fields"][0].update(field_label="Machine"), 400),
        ("field-decider", lambda body: body["fields"][0]["lookup"].pop("module"), 422),
        ("field-machine", lambda body: body["fields"][0]["tooltip"].update(value="x" * 256), 422),
        ("pipeline", lambda body: body["pipeline"][0].pop("display_value"), 400),
        ("pipeline", lambda body: body["pipeline"][0]["maps"][0].pop("id"), 400),
        ("pipeline", lambda body: body["pipeline"][0]["maps"][0].update(id="1"), 400),
        ("pipeline", lambda body: body["pipeline"][0]["maps"][0].update(probability=20), 422),
        ("pipeline", lambda body: body["pipeline"][0]["maps"].reverse(), 400),
        ("pipeline", lambda body: body["pipeline"].append({}), 422),
    ],
)
def test_the_server_refuses_planted_faults(
    name: str, change: Callable[[dict[str, Any]], object], code: int, tmp_path: Path
) -> None:
    export = rolled_out("zoho", EVERYTHING)
    files = dict(export.files)
    (file,) = (each for each in files if each.endswith(f"-{name}.json"))
    request = json.loads(files[file])
    change(request["body"])
    files[file] = json.dumps(request)
    with running() as (state, server):
        state.add_by_hand(export)
        done = send(Export(files), tmp_path / "out", server, ZOHO_TOKEN=TOKEN)
    assert done.returncode == 1
    assert file.split("/")[1] in done.stderr
    assert [status for _call, (status, _why) in server.refused] == [code]


HOSTILE = """
id: sale
name: "{{ZOHO_TOKEN}} {{layout}} \\"]}"
fields:
  region: {name: "{{layout}} =1+1", type: choice, about: "$kept", options: [{id: eu, name: "</b>'"}]}
stages:
  - {id: talk, name: "{{stage-talk}}.id", exit: ["# no heading", "[no](link)"]}
  - {id: offer, name: '{"$text": "x"}', tasks: ["<img src=x>"], exit: [The buyer has signed]}
  - {id: won, name: "data.0.id", kind: won}
  - {id: lost, name: "$kept", kind: lost}
"""


def test_an_authors_words_are_never_taken_for_anything_else(built: Build, tmp_path: Path) -> None:
    export = rolled_out("zoho", built(HOSTILE))
    with running() as (state, server):
        state.add_by_hand(export)
        done = send(export, tmp_path / "out", server, ZOHO_TOKEN=TOKEN)
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
    (found,) = read(state.dump()).setups
    assert found.name == '{{ZOHO_TOKEN}} {{layout}} "]}'
    names = ["{{stage-talk}}.id", '{"$text": "x"}', "data.0.id", "$kept"]
    assert [each.name for each in found.stages] == names
    (field,) = found.fields
    assert (field.name, field.about, field.options[0].name) == ("{{layout}} =1+1", "$kept", "</b>'")
    tokens = MarkdownIt("js-default").parse(str(export.files["BLUEPRINT.md"]))
    inside = {child.type for token in tokens for child in token.children or ()}
    assert inside <= {"text", "text_special", "strong_open", "strong_close", "softbreak"}
    headings = [token for token in tokens if token.type == "heading_open"]
    assert {token.tag for token in headings} == {"h1", "h2", "h3"}


def test_the_blueprint_has_each_arrow_with_what_it_asks_for(built: Build) -> None:
    model = built(
        """
        id: sale
        name: Sale
        roles: {rep: {name: Rep}, boss: {name: Boss}}
        fields: {need: {name: Need, type: text}, why: {name: Why, type: text}}
        stages:
          - id: talk
            name: Talk
            owner: rep
            max_days: 14
            must_fill: [need]
            exit: [The buyer has answered]
          - id: offer
            name: Offer
            owner: rep
            back: {by: [boss], reason: true}
            tasks: [Write the offer]
            on_enter: [{field: why, set: today}]
            exit: [{criterion: Terms are fine, verified_by: [boss]}]
          - {id: won, name: Won, kind: won, entered_by: [boss]}
          - {id: lost, name: Lost, kind: lost, must_fill: [why]}
        """
    )
    sheet = str(rolled_out("zoho", model).files["BLUEPRINT.md"])
    assert "- [ ] Talk – **SLA**: 14 days\n" in sheet
    parts = {title: lines for title, *lines in map(str.splitlines, sheet.split("### ")[1:])}
    said = {title: [line[6:] for line in lines if line] for title, lines in parts.items()}
    assert said == {
        "Talk → Offer": [
            "**Before → Transition Owners**: Rep",
            "**During → Mandatory Fields**: Need",
            "**During → Checklists**: The buyer has answered",
            "**After → Tasks**: Write the offer",
            "**After → Field Updates**: Why = today",
        ],
        "Offer → Won": [
            "**Before → Transition Owners**: Boss",
            "**During → Checklists**: Terms are fine (agreed by Boss)",
        ],
        "Talk, Offer → Lost": [
            "**Before → Transition Owners**: Rep",
            "**During → Mandatory Fields**: Why",
        ],
        "Offer → Talk": [
            "**Before → Transition Owners**: Boss",
            "**During → Checklists**: with a reason",
        ],
    }


@pytest.mark.parametrize("path", [EVERYTHING, CHINESE, *PUBLISHED], ids=lambda path: path.stem)
def test_every_stage_and_every_field_that_is_required_is_on_the_blueprint(path: Path) -> None:
    sheet = str(rolled_out("zoho", path).files["BLUEPRINT.md"]).replace("\\", "")
    wanted = wanted_of(playbook(path))
    states, arrows = sheet.split("## Transitions")
    assert all(stage.name in states for stage in wanted.stages)
    reached = wanted.passage.flow.reachable
    for field in wanted.setup.fields:
        if set(field.required) & {str(id) for id in reached}:
            assert field.name in arrows


def test_what_goes_together_there_is_said_and_what_does_not_is_dropped() -> None:
    export = rolled_out("zoho", EVERYTHING)
    fates = {fate.at: fate for fate in export.fates}
    model = playbook(EVERYTHING)
    for stage in model.stages:
        told = BY_HAND.fullmatch(fates[stage.at].how)
        assert told
        assert PAIRS[told["deal"]] == told["forecast"]
        same = {"Pipeline": "pipeline", "Closed": "closed", "Omitted": "omitted"}[told["forecast"]]
        outcome = "by hand" if stage.forecast == same else "dropped"
        assert fates[*stage.at, "forecast"].outcome == outcome


def test_help_that_is_too_long_is_said_to_stay_behind(built: Build) -> None:
    model = built(
        f"""
        id: sale
        name: Sale
        fields:
          short: {{name: Short, type: text, about: "{"x" * 255}"}}
          long: {{name: Long, type: text, about: "{"x" * 256}"}}
        stages: [{{id: talk, name: Talk, must_fill: [short, long]}}]
        """
    )
    export = rolled_out("zoho", model)
    (short, long) = (body["fields"][0] for path, body in bodies(export) if path.endswith("fields"))
    assert ("tooltip" in short, "tooltip" in long) == (True, False)
    fates = {fate.at: fate.how for fate in export.fates}
    assert "stays in the handbook" in fates["fields", "long"]
    assert "stays in the handbook" not in fates["fields", "short"]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("N" * 50, "N" * 50),
        ("N" * 51, "N" * 49 + "…"),
        (
            "What does a day of standstill cost them, all in all?",
            "What does a day of standstill cost them, all in…",
        ),
        ("停机一天要花多少钱？" * 6, ("停机一天要花多少钱？" * 5)[:49] + "…"),
    ],
)
def test_a_name_that_is_too_long_is_cut_in_the_label_and_whole_beside_it(
    name: str, label: str, built: Build
) -> None:
    model = built(
        f"""
        id: sale
        name: Sale
        fields: {{need: {{name: "{name}", type: text, about: Ask twice}}}}
        stages: [{{id: talk, name: Talk, must_fill: [need]}}]
        """
    )
    export = rolled_out("zoho", model)
    ((body,),) = (each["fields"] for _path, each in bodies(export) if "fields" in each)
    assert body["field_label"] == label
    (how,) = (fate.how for fate in export.fates if fate.at == ("fields", "need"))
    assert ("only 50 characters fit" in how) == (label != name)
    assert label in how
    row = {**body, "custom_field": True}
    state = Zoho()
    (setup,) = read(rows(fields={"fields": [*state.rows(), row]})).setups
    assert [(each.name, each.about) for each in setup.fields] == [(name, "Ask twice")]


def test_what_does_not_fit_is_found_before_anything_is_written(built: Build) -> None:
    model = built(
        """
        id: sale
        name: Sale
        stages: [{id: talk, name: Talk}, {id: again, name: talk}]
        """
    )
    found = [each.at for each in misfits(model, Settings(), target("zoho").surface)]
    assert found == [("stages", 0, "name"), ("stages", 1, "name")]


def test_an_account_without_pipelines_has_one_of_all_stages() -> None:
    state = Zoho()
    state.add_stage("Closed Won", 100, "Closed Won", "Closed")
    state.stages.append({"display_value": "-None-", "id": "9"})
    (found,) = read(rows(fields={"fields": state.rows()})).setups
    assert [(each.name, each.kind, each.forecast) for each in found.stages] == [
        ("Qualification", "open", "pipeline"),
        ("Closed Won", "won", "closed"),
    ]


def test_a_set_up_by_hand_is_read_with_what_has_no_place() -> None:
    pipeline = {
        "display_value": "Partners",
        "id": "7",
        "maps": [
            {
                "display_value": "Lost",
                "sequence_number": 2,
                "id": "3",
                "forecast_type": "Closed Lost",
            },
            {"display_value": "Talk", "sequence_number": 1, "id": "4", "forecast_type": "Open"},
        ],
    }
    fields = [
        {"api_name": "Map", "field_label": "Map", "data_type": "imageupload", "custom_field": True},
        {
            "api_name": "Kind",
            "field_label": "Kind",
            "data_type": "picklist",
            "custom_field": True,
            "pick_list_values": [{"display_value": "-None-"}, {"display_value": "New"}],
        },
        {"api_name": "Amount", "data_type": "currency", "custom_field": False},
    ]
    found = read(rows(a={"pipeline": [pipeline]}, b={"fields": fields}, c={"layouts": []}))
    (setup,) = found.setups
    assert [(each.key, each.name, each.kind, each.probability) for each in setup.stages] == [
        ("4", "Talk", "open", None),
        ("3", "Lost", "lost", None),
    ]
    assert [(each.name, each.options) for each in setup.fields] == [("Kind", (("New", "New"),))]
    assert [(note.kind, note.where) for note in found.notes] == [("left out", "Map")]


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff", b"null", b"[]", b'{"pipeline": {}}', b'{"fields": [1]}', b'{"code": "INVALID"}'],
)
def test_what_is_something_else_is_said_to_be_something_else(content: bytes) -> None:
    with pytest.raises(Refused, match=r"“odd\.json”"):
        read({"odd.json": content})


SCALARS = st.none() | st.booleans() | st.integers(-1, 2) | st.sampled_from(["", "2", "Stage", "x"])
ANYTHING = (
    SCALARS
    | st.lists(SCALARS | st.fixed_dictionaries({"id": SCALARS, "display_value": SCALARS}))
    | st.dictionaries(st.sampled_from(["name", "value", "module", "api_name"]), SCALARS)
)
KEYS = (
    *("id", "display_value", "maps", "sequence_number", "api_name", "field_label", "data_type"),
    *("custom_field", "pick_list_values", "lookup", "tooltip", "forecast_category"),
)


@given(
    st.sampled_from(["pipeline", "fields"]),
    st.lists(st.dictionaries(st.sampled_from(KEYS), ANYTHING, max_size=6), max_size=3),
)
def test_odd_values_are_read(key: str, odd: list[dict[str, Any]]) -> None:
    found = read(rows(odd={key: odd}))
    assert len(found.setups) == (len(odd) if key == "pipeline" else len(found.setups))


SDK = "zohocrmsdk.src.com.zoho.crm.api"
CLASSES = {
    "fields": "fields.Fields",
    "pick_list_values": "fields.PickListValue",
    "tooltip": "fields.Tooltip",
    "textarea": "fields.Textarea",
    "lookup": "fields.Lookup",
    "module": "modules.MinifiedModule",
    "pipeline": "pipeline.Pipeline",
    "maps": "pipeline.Maps",
}


def typed(value: Any, key: str = "") -> Any:
    """A value as the vendor's library has it; its setters refuse other types and other keys."""
    if isinstance(value, list):
        return [typed(each, key) for each in value]
    if not isinstance(value, dict):
        return int(value) if key == "id" else value
    if list(value) == ["$kept"]:
        return 3652397000000006801
    module, name = CLASSES[key].split(".")
    made = getattr(importlib.import_module(f"{SDK}.{module}"), name)()
    for inner, each in value.items():
        setter = getattr(made, f"set_{inner}")
        assert "isinstance" in inspect.getsource(setter)
        setter(typed(each, inner))
    return made


@pytest.mark.parametrize("path", [EVERYTHING, CHINESE], ids=lambda path: path.stem)
def test_the_vendors_library_takes_every_body(path: Path) -> None:
    pytest.importorskip("zohocrmsdk", reason="needs zohocrmsdk8_0, the vendor's library")
    wrappers = {"/settings/fields": "fields", "/settings/pipeline": "pipeline"}
    counted = 0
    for where, body in bodies(rolled_out("zoho", path)):
        module = importlib.import_module(f"{SDK}.{wrappers[where]}")
        wrapper = module.BodyWrapper()
        for key, value in body.items():
            getattr(wrapper, f"set_{key}")(typed(value, key))
        counted += 1
    assert counted == len(wanted_of(playbook(path)).added) + 1


@pytest.mark.parametrize(
    ("key", "body"),
    [
        ("maps", {"sequence_number": "1"}),
        ("fields", {"field_label": 1}),
        ("fields", {"length": "255"}),
        ("textarea", {"type": 2}),
        ("fields", {"tooltips": {}}),
    ],
)
def test_the_vendors_library_refuses_planted_faults(key: str, body: dict[str, Any]) -> None:
    pytest.importorskip("zohocrmsdk", reason="needs zohocrmsdk8_0, the vendor's library")
    exception = importlib.import_module(f"{SDK}.exception").SDKException
    with pytest.raises((exception, AttributeError)):
        typed(body, key)


def test_the_data_centres_are_those_of_the_vendors_library() -> None:
    pytest.importorskip("zohocrmsdk", reason="needs zohocrmsdk8_0, the vendor's library")
    centres = importlib.import_module(f"{SDK}.dc")
    found = {}
    for name in ("US", "EU", "IN", "CN", "AU", "JP", "CA", "SA"):
        environment = getattr(centres, f"{name}DataCenter").PRODUCTION()
        found[environment.url] = environment.accounts_url
    assert {each.api: f"{each.accounts}/oauth/v2/token" for each in DATA_CENTRES.values()} == found
