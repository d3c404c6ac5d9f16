"""Frappe CRM: its doctypes take the documents, and a field is asked for where a gate wants it."""

import itertools
import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.crm.deals import Deal, Judge
from tests.crm.samples import (
    CHINESE,
    EVERYTHING,
    HERE,
    PUBLISHED,
    differing,
    loaded,
    playbook,
    rolled_out,
)
from tests.crm.stub import Answer, Call, Route, Server, send, serving

from playbook.build import build
from playbook.crm import Export, Settings
from playbook.errors import Refused
from playbook.messages import closest, speaking
from playbook.model import Playbook
from playbook.registry import target
from playbook.rollout.compiling import Rollout
from playbook.rollout.reading import Dump, Found
from playbook.source import parse

DOCTYPES: Final = json.loads((HERE / "frappe-doctypes.json").read_text("utf-8"))
TOKENS: Final = {"FRAPPE_SITE": "crm.test", "FRAPPE_KEY": "key", "FRAPPE_SECRET": "secret"}
STATUSES: Final = ("Qualification", "Demo/Making", "Proposal/Quotation", "Negotiation",
                   "Ready to Close", "Won", "Lost")  # fmt: skip
REASONS: Final = ("Pricing", "Competition", "Other")
SAMPLES = [EVERYTHING, CHINESE, *PUBLISHED]
Build = Callable[[str], Playbook]
_SIGNS = {"Int": int, "Check": int, "Percent": int}
_LONGEST = 140


class Frappe:
    """A site with the CRM on it: what is there from the beginning, and what has come."""

    def __init__(self) -> None:
        self.documents: dict[str, dict[str, dict[str, Any]]] = {doctype: {} for doctype in DOCTYPES}
        for position, name in enumerate(STATUSES, start=1):
            self.documents["CRM Deal Status"][name] = {"deal_status": name, "position": position}
        for name in REASONS:
            self.documents["CRM Lost Reason"][name] = {"lost_reason": name}
        self.numbers = itertools.count(1)

    def routes(self) -> list[Route]:
        return [
            Route("POST", "/api/resource/([^/]+)", self.make),
            Route("PUT", "/api/resource/([^/]+)/([^/]+)", self.change),
        ]

    def make(self, call: Call) -> Answer:
        doctype = unquote(call.parts[0])
        wrong = self.wrong(doctype, call.body)
        if wrong:
            return 417, {"exception": wrong}
        name = self.name(doctype, call.body)
        if name.casefold() in map(str.casefold, self.documents[doctype]):
            return 409, {"exception": f"DuplicateEntryError: {name}"}
        if set("<>") & set(name):
            return 417, {"exception": "Name cannot contain < or >"}
        self.documents[doctype][name] = call.body
        return 200, {"data": {"name": name, "doctype": doctype, **call.body}}

    def change(self, call: Call) -> Answer:
        doctype, name = map(unquote, call.parts)
        if name not in self.documents.get(doctype, {}):
            return 404, {"exception": "DoesNotExistError"}
        wrong = self.wrong(doctype, call.body)
        if wrong or self.name(doctype, call.body) != name:
            return 417, {"exception": wrong}
        self.documents[doctype][name].update(call.body)
        return 200, {"data": {"name": name, **self.documents[doctype][name]}}

    def fixture(self, document: Mapping[str, Any]) -> str:
        """Load one document of a fixture; what is wrong with it."""
        doctype = document["doctype"]
        body = {key: each for key, each in document.items() if key not in ("doctype", "name")}
        wrong = self.wrong(doctype, body)
        name = self.name(doctype, body)
        if doctype != "Translation" and name != document["name"]:
            return f"{name} is named {document['name']}"
        self.documents[doctype][document["name"]] = body
        return wrong

    def name(self, doctype: str, body: Mapping[str, Any]) -> str:
        way = DOCTYPES[doctype]["name"]
        if "{" in way:
            return str(way.format(**body))
        return str(body[way]) if way else f"hash{next(self.numbers)}"

    def wrong(self, doctype: str, body: Mapping[str, Any]) -> str:
        known = DOCTYPES.get(doctype, {"fields": {}})["fields"]
        for key, value in body.items():
            one = known.get(key)
            if one is None:
                return f"{doctype} has no {key}"
            if type(value) is not _SIGNS.get(one["type"], str):
                return f"{key}: {value!r}"
            if "values" in one and value not in one["values"]:
                return f"{key} cannot be {value!r}"
            if one["type"] == "Data" and len(str(value)) > _LONGEST:
                return f"{key} is too long"
        missing = [key for key, one in known.items() if one.get("required") and not body.get(key)]
        return f"missing: {missing}" if missing else self.unfit(doctype, body)

    def unfit(self, doctype: str, body: Mapping[str, Any]) -> str:
        """What the CRM finds out beyond the types of values."""
        if doctype == "Custom Field":
            own = {each["fieldname"] for each in self.documents[doctype].values()}
            there = own | set(DOCTYPES["CRM Deal"]["fields"])
            if body["insert_after"] not in there or not re.fullmatch(
                "[a-z0-9_]+", body["fieldname"]
            ):
                return f"insert after {body['insert_after']}?"
            links = ("User", "Contact", "CRM Organization")
            if body["fieldtype"] == "Link" and body.get("options") not in links:
                return f"no link to {body.get('options')}"
        if (
            doctype == "Property Setter"
            and body["field_name"] not in DOCTYPES["CRM Deal"]["fields"]
        ):
            return f"a deal has no {body['field_name']}"
        return ""

    def dump(self) -> dict[str, bytes]:
        """What it answers when it is asked for the lists, with all their fields."""
        return {
            f"{doctype}.json": json.dumps(
                {"data": [{"name": name, **each} for name, each in found.items()]}
            ).encode()
            for doctype, found in self.documents.items()
        }


@contextmanager
def running() -> Iterator[tuple[Frappe, Server]]:
    state = Frappe()
    with serving(
        state.routes(),
        is_allowed=lambda headers: headers.get("authorization") == "token key:secret",
    ) as server:
        yield state, server


def wanted(what: Path | Playbook) -> Rollout:
    model = playbook(what) if isinstance(what, Path) else what
    rollout = Rollout(model, Settings(), target("frappe").surface)
    with speaking(closest(model.language)):
        assert rollout.setup
    return rollout


def read(dump: Dump) -> Found:
    reader = target("frappe").read
    assert reader is not None
    return reader(dump)


def fixtures(export: Export) -> list[dict[str, Any]]:
    return [
        document
        for name, text in export.files.items()
        if name.startswith("fixtures/")
        for document in json.loads(text)
    ]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_site_takes_everything_and_gives_it_back(path: Path, tmp_path: Path) -> None:
    export = rolled_out("frappe", path)
    with running() as (state, server):
        done = send(export, tmp_path / "out", server, **TOKENS)
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        assert server.refused == []
    rollout = wanted(path)
    (found,) = read(state.dump()).setups
    # What every site has from the beginning is taken away by hand.
    differences = {each[0] for each in differing("frappe", path, state.dump())}
    assert differences <= {"stage-extra", "reason-extra"}
    ours = [each.name for each in rollout.stages]
    told = {each.name: (each.probability, each.kind) for each in found.stages}
    assert [name for name in ours if name not in told] == []
    order = [each.name for each in found.stages if each.name in ours]
    assert order == ours
    kinds = {
        "lead": "open",
        "after-sale": "won",
        "disqualified": "lost",
        "not-counted": "lost",
    }
    assert [told[each.name] for each in rollout.stages] == [
        (each.probability, kinds.get(each.kind, each.kind)) for each in rollout.stages
    ]
    assert [each.name for each in found.fields if each.is_ours] == [
        each.name for each in rollout.added
    ]
    reasons = {each.name for each in found.reasons}
    assert reasons == {each.name for each in rollout.setup.reasons} | set(REASONS)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_an_app_takes_the_same_as_fixtures(path: Path, tmp_path: Path) -> None:
    export = rolled_out("frappe", path)
    site = Frappe()
    assert [wrong for each in fixtures(export) if (wrong := site.fixture(each))] == []
    with running() as (state, server):
        assert send(export, tmp_path / "out", server, **TOKENS).returncode == 0
    for doctype in ("CRM Deal Status", "CRM Lost Reason", "Custom Field", "Property Setter"):
        assert site.documents[doctype] == state.documents[doctype]


@pytest.mark.parametrize(
    ("doctype", "change"),
    [
        ("crm-deal-status-02", {"type": "Open deal"}),
        ("crm-deal-status-02", {"position": "2"}),
        ("crm-deal-status-02", {"color": "navy"}),
        ("crm-deal-status-02", {"pipeline": "Sales"}),
        ("crm-deal-status-02", {"deal_status": ""}),
        ("crm-deal-status-02", {"deal_status": "Lead"}),
        ("crm-deal-status-02", {"deal_status": "Lead <b>"}),
        ("custom-field-02", {"fieldtype": "Choice"}),
        ("custom-field-02", {"insert_after": "nowhere"}),
        ("custom-field-02", {"label": "x" * 141}),
        ("property-setter-01", {"field_name": "won_reason"}),
    ],
)
def test_the_site_refuses_planted_faults(
    doctype: str, change: dict[str, Any], tmp_path: Path
) -> None:
    export = rolled_out("frappe", EVERYTHING)
    (file,) = (each for each in export.files if each.endswith(f"-{doctype}.json"))
    request = json.loads(export.files[file])
    request["body"].update(change)
    with running() as (_state, server):
        faulty = Export({**export.files, file: json.dumps(request)})
        done = send(faulty, tmp_path / "out", server, **TOKENS)
    assert done.returncode == 1
    assert len(server.refused) == 1
    assert file.split("/")[1] in done.stderr


def test_what_is_there_from_the_beginning_is_changed_and_not_made_again(
    built: Build, tmp_path: Path
) -> None:
    model = built(
        """
        id: sale
        name: Sale
        fields: {need: {name: Need, type: text}}
        reasons: {dear: {name: Pricing}}
        stages:
          - {id: first, name: negotiation, must_fill: [need], exit: [The buyer has signed]}
          - {id: won, name: Won, kind: won}
          - {id: lost, name: LOST, kind: lost}
        """
    )
    export = rolled_out("frappe", model)
    with running() as (state, server):
        assert send(export, tmp_path / "out", server, **TOKENS).returncode == 0
        methods = {(call.method, unquote(call.path)) for call in server.calls}
    assert ("PUT", "/api/resource/CRM Deal Status/Negotiation") in methods
    assert ("PUT", "/api/resource/CRM Lost Reason/Pricing") in methods
    assert [*state.documents["CRM Deal Status"]] == [*STATUSES]
    assert state.documents["CRM Deal Status"]["Lost"]["type"] == "Lost"
    need = state.documents["Custom Field"]["CRM Deal-pb_need"]
    assert need["mandatory_depends_on"] == 'eval:["Won"].includes(doc.status)'


GATED = """
id: sale
name: Sale
fields:
  need: {name: Need, type: text}
  plan: {name: Plan, type: date}
  seats: {name: Seats, type: number}
  kind: {name: Kind, type: choice, options: [{id: a, name: A}, {id: b, name: B}]}
questionnaires:
  fit:
    framework: custom
    elements: [{id: one, name: One}]
    questions: [{id: why, element: one, ask: Why?, type: long-text}]
stages:
  - {id: first, name: 'First "one"', must_fill: [need, seats], exit: [The buyer has answered]}
  - {id: second, name: "第二\\\\步 '2'", exit: [
      {id: planned, check: {all: [{field: plan, is: filled}, {answer: why, is: filled}]}},
      {id: known, check: {field: close-date, is: filled}},
      {id: many, check: {field: seats, is: filled}}]}
  - {id: third, name: Third, must_fill: [kind], exit: [The buyer has signed]}
  - {id: won, name: Won, kind: won}
  - {id: lost, name: Lost, kind: lost}
"""
COLUMNS = {
    "need": "pb_need",
    "plan": "pb_plan",
    "kind": "pb_kind",
    "why": "pb_fit__why",
    "close-date": "expected_closure_date",
}


def conditions(export: Export) -> dict[str, str]:
    """For each field of a deal the condition under which it has to be filled."""
    found = {}
    for each in fixtures(export):
        if each["doctype"] == "Custom Field" and "mandatory_depends_on" in each:
            found[each["fieldname"]] = each["mandatory_depends_on"]
        if each["doctype"] == "Property Setter":
            found[each["field_name"]] = each["value"]
    return found


def evaluated(expression: str, status: str) -> bool:
    """What a browser would make of a condition: an array of texts, and whether one is in it."""
    found = re.fullmatch(r"eval:(\[.*\])\.includes\(doc\.status\)", expression, re.DOTALL)
    assert found, expression
    return status in json.loads(found[1])


@cache
def gated() -> tuple[Playbook, Mapping[str, str]]:
    model = build(parse(GATED))
    return model, conditions(rolled_out("frappe", model))


def deals() -> st.SearchStrategy[dict[str, str]]:
    return st.dictionaries(st.sampled_from(sorted(COLUMNS)), st.just("there"))


@given(filled=deals(), number=st.integers(0, 3))
def test_what_the_site_asks_for_is_what_the_gates_want_filled(
    filled: dict[str, str], number: int
) -> None:
    model, wanted_where = gated()
    stages = model.stages[:4]
    status = stages[number].name
    asked = {name for name, text in wanted_where.items() if evaluated(text, status)}
    is_let_in = asked <= {COLUMNS[name] for name in filled}

    judge = Judge(model, Deal(fields=filled, answers=filled))
    passed = stages[:number]
    wants = {"seats"}  # an empty number is a nought there, and cannot be asked for
    gates = [
        judge.holds(each.check)
        for stage in passed
        for each in stage.exit
        if each.check and each.check.field not in wants
    ]
    fields = [id in filled for stage in passed for id in stage.must_fill if id not in wants]
    assert is_let_in == all([*gates, *fields])


def test_what_is_wanted_of_a_number_is_left_to_people() -> None:
    export = rolled_out("frappe", build(parse(GATED)))
    assert "pb_seats" not in conditions(export)
    outcome = {fate.at: fate.outcome for fate in export.fates}
    assert outcome["stages", 0, "must_fill", 0] == "written"
    assert outcome["stages", 0, "must_fill", 1] == "by hand"
    assert outcome["stages", 1, "exit", 0] == "written"
    assert outcome["stages", 1, "exit", 2] == "by hand"


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
def test_a_browser_works_out_the_conditions_the_same_way() -> None:
    node = shutil.which("node")
    assert node
    cases = [
        (text, stage.name)
        for path in (EVERYTHING, CHINESE)
        for text in conditions(rolled_out("frappe", path)).values()
        for stage in wanted(path).stages
    ]
    model = build(parse(GATED))
    cases += [
        (text, stage.name)
        for text in conditions(rolled_out("frappe", model)).values()
        for stage in model.stages
    ]
    program = (
        "const cases = JSON.parse(require('fs').readFileSync(0, 'utf8'));"
        "const say = ([text, status]) =>"
        " new Function('doc', 'return ' + text.slice(5))({status});"
        "console.log(JSON.stringify(cases.map(say)));"
    )
    done = subprocess.run(
        [node, "-e", program],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    said = json.loads(done.stdout)
    assert said == [evaluated(text, status) for text, status in cases]
    assert {True, False} == set(said)


def test_names_in_other_languages_are_translations_in_the_letters_of_the_site() -> None:
    model = loaded(EVERYTHING).playbook
    assert model is not None
    other = build(parse(EVERYTHING.read_text("utf-8").replace("name: Trial", "name: Проба")))
    settings = Settings({}, {}, {"bg": other, "zh-CN": other})
    export = target("frappe").export(model, settings)
    found = [each for each in fixtures(export) if each["doctype"] == "Translation"]
    assert {(each["language"], each["translated_text"]) for each in found} >= {
        ("bg", "Проба"),
        ("zh", "Проба"),
    }
    assert len({each["name"] for each in found}) == len(found)
    site = Frappe()
    assert [wrong for each in fixtures(export) if (wrong := site.fixture(each))] == []
    (setup,) = read(site.dump()).setups
    names = {each.name: each.names for each in setup.stages}
    assert names["Trial"] == {"bg": "Проба", "zh-CN": "Проба"}


def test_fixtures_are_read_back_with_where_a_field_is_required() -> None:
    export = rolled_out("frappe", EVERYTHING)
    dump = {name: str(text).encode() for name, text in export.files.items() if "fixtures/" in name}
    found = read(dump)
    assert found.notes == ()
    (setup,) = found.setups
    required = {each.key: each.required for each in setup.fields if each.required}
    assert required["pb_region"] == ("Trial", "Signing", "At risk", "Won", "In service")
    assert required["lost_reason"] == ("Lost",)
    types = {each.key: each.type for each in setup.fields}
    assert [types[f"pb_{name}"] for name in ("decider", "reseller", "advisor", "website")] == [
        "contact",
        "company",
        "user",
        "link",
    ]
    region = next(each for each in setup.fields if each.key == "pb_region")
    assert [each.name for each in region.options] == ["Europe", "America", 'Asia & "the rest"']


def test_what_cannot_be_placed_is_noted() -> None:
    rows = [
        {"dt": "CRM Deal", "fieldname": "a", "label": "A", "fieldtype": "Geolocation"},
        {"dt": "CRM Deal", "fieldname": "b", "label": "B", "fieldtype": "Data",
         "mandatory_depends_on": "eval:doc.amount > 5"},
        {"dt": "CRM Lead", "fieldname": "c", "label": "C", "fieldtype": "Data"},
        {"dt": "CRM Deal", "fieldname": "d", "label": "D", "fieldtype": "Tab Break"},
    ]  # fmt: skip
    found = read({"fields.json": json.dumps(rows).encode()})
    assert [(note.where, note.what) for note in found.notes] == [
        ("A", "Geolocation"),
        ("B", "eval:doc.amount > 5"),
    ]
    assert [each.key for each in found.setups[0].fields] == ["b"]


def test_hostile_texts_stay_texts(built: Build, tmp_path: Path) -> None:
    text = '"].includes(doc.status) || alert(1) || [" \\ {{FRAPPE_KEY}} \' ${x} &lt;'
    said = json.dumps(text)
    model = built(
        f"""
        id: sale
        name: Sale
        fields: {{pain: {{name: {said}, about: {said}, type: text}}}}
        reasons: {{price: {{name: Price, about: "<script>alert(1)</script>"}}}}
        stages:
          - {{id: first, name: First, must_fill: [pain], exit: [Done]}}
          - {{id: second, name: {said}, exit: [Done]}}
          - {{id: won, name: Won, kind: won}}
          - {{id: lost, name: Lost, kind: lost}}
        """
    )
    export = rolled_out("frappe", model)
    with running() as (state, server):
        done = send(export, tmp_path / "out", server, **TOKENS)
        assert (done.returncode, done.stderr) == (0, "")
    assert text in state.documents["CRM Deal Status"]
    (condition,) = conditions(export).values()
    assert [evaluated(condition, name) for name in ("First", text, "Won")] == [False, True, True]
    assert state.documents["Custom Field"]["CRM Deal-pb_pain"]["label"] == text
    about = state.documents["CRM Lost Reason"]["Price"]["description"]
    assert about == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"


@pytest.mark.parametrize(
    "content", [b"{", b"[1]", b'"a"', b'{"data": 3}', b'[{"x": 1}]', b"\xff", b"[" * 100_000]
)
def test_what_is_not_frappes_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(Refused, match="CRM Deal Status"):
        read({"answer.json": content})


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
KEYS = sorted({key for each in DOCTYPES.values() for key in each["fields"]} | {"name", "doctype"})


@given(st.lists(st.dictionaries(st.sampled_from(KEYS), ANYTHING, min_size=1), max_size=4))
def test_rows_of_any_types_are_read_or_refused(rows: list[dict[str, Any]]) -> None:
    try:
        found = read({"answer.json": json.dumps(rows).encode()})
    except Refused:
        return
    assert all(isinstance(each.name, str) for setup in found.setups for each in setup.stages)
