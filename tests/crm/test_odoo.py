"""Odoo: a module of every version is taken, holds what the playbook says, and is read back."""

import ast
import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st
from tests.crm.odoo import Odoo
from tests.crm.samples import CHINESE, EVERYTHING, HERE, PUBLISHED, loaded, playbook, rolled_out

from playbook import pipeline
from playbook.build import build
from playbook.crm import Export, Settings
from playbook.errors import Refused
from playbook.files import write_folder
from playbook.messages import closest, speaking
from playbook.model import Playbook
from playbook.registry import target
from playbook.rollout.compiling import Rollout
from playbook.rollout.reading import Dump, Found
from playbook.source import parse

Build = Callable[[str], Playbook]
VERSIONS = ("17", "18", "19")
SAMPLES = [EVERYTHING, CHINESE, *PUBLISHED]
HOSTILE = (
    "</field><field name='is_won' eval='True'/>",
    "]]> &lt; &amp; \" ' \\ %(base.user_admin)d %% {{team}}",
    "=HYPERLINK(\"http://x\") ', __import__('os').system('x') #",
    "''' + \"\"\" \\n \\u0041 ref('crm.stage_lead1')",
)


def exported(what: Path | Playbook, version: str = "19", **values: Any) -> Export:
    model = playbook(what) if isinstance(what, Path) else what
    return target("odoo").export(model, Settings({"version": version, **values}))


def installed(export: Export, version: str = "19") -> Odoo:
    odoo = Odoo(version)
    odoo.install(export.files)
    assert odoo.wrong == []
    return odoo


def wanted(what: Path | Playbook, version: str = "19", **values: Any) -> Rollout:
    model = playbook(what) if isinstance(what, Path) else what
    rollout = Rollout(model, Settings({"version": version, **values}), target("odoo").surface)
    with speaking(closest(model.language)):
        assert rollout.setup
    return rollout


def read(dump: Dump) -> Found:
    reader = target("odoo").read
    assert reader is not None
    return reader(dump)


def dumped(export: Export, suffix: str) -> dict[str, bytes]:
    return {
        name: str(text).encode() for name, text in export.files.items() if name.endswith(suffix)
    }


def rows(odoo: Odoo, model: str) -> list[dict[str, Any]]:
    return [odoo.rows[id] for id, each in odoo.models.items() if each == model and id in odoo.rows]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_version_takes_the_module_and_holds_what_the_playbook_says(
    path: Path, version: str
) -> None:
    rollout = wanted(path, version)
    odoo = installed(exported(path, version), version)
    stages = rows(odoo, "crm.stage")
    assert [each["name"] for each in stages] == [each.name for each in rollout.stages]
    assert [each["sequence"] for each in stages] == [
        10 * number for number in range(1, len(stages) + 1)
    ]
    assert [each["is_won"] for each in stages] == [
        each.kind in ("won", "after-sale") for each in rollout.stages
    ]
    assert [each.get("requirements", "") for each in stages] == [
        each.guidance for each in rollout.stages
    ]
    assert [each["name"] for each in rows(odoo, "crm.lost.reason")] == [
        each.name for each in rollout.setup.reasons
    ]
    assert [each["summary"] for each in rows(odoo, "mail.activity.plan.template")] == [
        task.name for stage in rollout.setup.stages for task in stage.tasks
    ]
    (team,) = rows(odoo, "crm.team")
    assert team["name"] == rollout.setup.name
    assert [each["string"] for each in team.get("lead_properties_definition", [])] == [
        each.name for each in rollout.added
    ]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_version_takes_the_fields_on_a_page_of_the_form(path: Path, version: str) -> None:
    export = exported(path, version, fields_as="fields")
    odoo = installed(export, version)
    rollout = wanted(path, version)
    names = [each["name"] for each in rows(odoo, "ir.model.fields")]
    assert names == [each.key for each in rollout.added]
    assert all(name.startswith("x_") for name in names)
    shown = "".join(each["arch"] for each in rows(odoo, "ir.ui.view"))
    assert re.findall(r'<field name="(\w+)"/>', shown) == names
    options = [each["name"] for each in rows(odoo, "ir.model.fields.selection")]
    assert options == [
        option.name
        for each in rollout.added
        if each.type in ("choice", "yes-no")
        for option in each.options
    ]
    assert "lead_properties_definition" not in rows(odoo, "crm.team")[0]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("crm_stage.xml", 'name="team_ids"', 'name="team_id"'),
        ("crm_stage.xml", 'name="fold"', 'name="folded"'),
        ("crm_stage.xml", 'eval="10"', 'evaluate="10"'),
        ("crm_stage.xml", 'eval="10"', "eval=\"'10'\""),
        ("crm_stage.xml", "ref('team_machine_sales')", "ref('team_other')"),
        ("crm_stage.xml", 'id="stage_qualified"', 'id="stage_lead"'),
        ("crm_stage.xml", 'noupdate="1"', 'noupdate="0"'),
        ("crm_stage.xml", '<field name="name">Trial</field>', ""),
        ("mail_activity_plan.xml", "after_plan_date", "after_stage"),
        ("mail_activity_plan.xml", "mail.mail_activity_data_call", "mail.mail_activity_call"),
        ("mail_activity_plan.xml", 'ref="plan_lead"', 'ref="stage_lead"'),
        ("crm_team.xml", "'type': 'float'", "'type': 'number'"),
        ("crm_team.xml", "'x_playbook_region'", "'Region'"),
        ("crm_team.xml", "['eu', 'Europe']", "['us', 'Europe']"),
        ("__manifest__.py", "'data/crm_stage.xml',", ""),
        ("__manifest__.py", "19.0.1", "18.0.1"),
    ],
)
def test_planted_faults_are_refused(file: str, old: str, new: str) -> None:
    export = exported(EVERYTHING)
    (name,) = (each for each in export.files if each.endswith(file))
    text = str(export.files[name])
    assert old in text
    odoo = Odoo("19")
    odoo.install({**export.files, name: text.replace(old, new)})
    assert odoo.wrong != []


def test_a_module_for_one_version_is_refused_by_another() -> None:
    for version, other in (("17", "18"), ("18", "19"), ("19", "17")):
        odoo = Odoo(other)
        odoo.install(exported(EVERYTHING, version).files)
        assert odoo.wrong != []


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_manifest_is_a_literal_and_needs_nothing_but_the_crm(path: Path) -> None:
    export = exported(path)
    (text,) = (text for name, text in export.files.items() if name.endswith("__manifest__.py"))
    told = ast.literal_eval(str(text))
    assert (told["name"], told["depends"]) == (wanted(path).setup.name, ["crm"])
    assert f"{wanted(path).setup.key}/__init__.py" in export.files


def test_no_record_of_odoo_itself_is_touched() -> None:
    odoo = installed(exported(EVERYTHING, fields_as="fields"))
    assert {id.partition(".")[0] for id in odoo.rows} == {"playbook_machine_sales"}


@pytest.mark.parametrize("version", VERSIONS)
def test_stages_belong_to_the_teams_of_the_settings(version: str) -> None:
    export = exported(EVERYTHING, version, teams=["Inside sales", "外勤"])
    odoo = installed(export, version)
    teams = {id: odoo.rows[id]["name"] for id, model in odoo.models.items() if model == "crm.team"}
    assert [*teams.values()] == ["Inside sales", "外勤"]
    count = len(wanted(EVERYTHING).stages)
    stages = rows(odoo, "crm.stage")
    if version == "19":
        assert [each["team_ids"] for each in stages] == [tuple(teams)] * count
    else:
        assert [each["team_id"] for each in stages] == [
            id for id in teams for _number in range(count)
        ]
    found = read(dumped(export, ".xml")).setups
    assert [setup.name for setup in found] == (
        ["Inside sales, 外勤"] if version == "19" else ["Inside sales", "外勤"]
    )
    names = [each.name for each in wanted(EVERYTHING).stages]
    assert all([each.name for each in setup.stages] == names for setup in found)
    ids = [each.id for each in wanted(EVERYTHING).stages]
    assert all([each.id for each in setup.stages] == ids for setup in found)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_module_is_read_back(path: Path, version: str) -> None:
    rollout = wanted(path, version)
    found = read(dumped(exported(path, version), ".xml"))
    (setup,) = found.setups
    assert (setup.id, setup.key, setup.name) == (
        rollout.setup.id,
        rollout.setup.key,
        rollout.setup.name,
    )
    told = [(each.id, each.key, each.name, each.guidance) for each in setup.stages]
    assert told == [(each.id, each.key, each.name, each.guidance) for each in rollout.stages]
    kinds = {"lead": "open"}
    assert [each.kind for each in setup.stages] == [
        kinds.get(each.kind, each.kind) for each in rollout.stages
    ]
    assert [(each.id, each.name) for each in setup.reasons] == [
        (each.id, each.name) for each in rollout.setup.reasons
    ]
    assert [(each.key, each.name) for each in setup.fields] == [
        (each.key, each.name) for each in rollout.added
    ]
    for mine, theirs in zip(setup.fields, rollout.added, strict=True):
        assert mine.options == theirs.options
    stages = {each.id: each for each in rollout.setup.stages}
    for stage in setup.stages:
        told_tasks = stages[stage.id].tasks
        assert [each.name for each in stage.tasks] == [each.name for each in told_tasks]
        assert [each.detail for each in stage.tasks] == [each.detail for each in told_tasks]
        if version != "17":
            assert [each.days for each in stage.tasks] == [each.days or None for each in told_tasks]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_fields_of_leads_are_read_back_with_their_options(path: Path) -> None:
    (setup,) = read(dumped(exported(path, fields_as="fields"), ".xml")).setups
    rollout = wanted(path)
    assert [(each.key, each.name) for each in setup.fields] == [
        (each.key, each.name) for each in rollout.added
    ]
    for mine, theirs in zip(setup.fields, rollout.added, strict=True):
        if theirs.type in ("choice", "yes-no"):
            assert mine.options == theirs.options
        if theirs.about:
            assert theirs.about in mine.about


def test_days_until_a_deal_rots_are_kept_by_the_newest_version_alone() -> None:
    (newest,) = read(dumped(exported(EVERYTHING, "19"), ".xml")).setups
    assert {each.id: each.days for each in newest.stages} == {
        **dict.fromkeys(("qualified", "trial", "signing", "at-risk"), 30),
        "lead": 14,
        **dict.fromkeys(("won", "running", "fridge")),
    }
    (older,) = read(dumped(exported(EVERYTHING, "18"), ".xml")).setups
    assert {each.days for each in older.stages} == {None}
    for version, outcome in (("19", "written"), ("18", "by hand"), ("17", "by hand")):
        fates = exported(EVERYTHING, version).fates
        (fate,) = (each for each in fates if each.at == ("stages", 1, "max_days"))
        assert fate.outcome == outcome
    (after,) = (each for each in exported(EVERYTHING).fates if each.at == ("stages", 6, "max_days"))
    assert after.outcome == "by hand"


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_sheets_say_the_same_as_the_module(path: Path) -> None:
    export = exported(path)
    odoo = installed(export)
    found = read(dumped(export, ".csv"))
    (setup,) = found.setups
    assert [(each.key, each.name, each.guidance) for each in setup.stages] == [
        (id, odoo.rows[id]["name"], odoo.rows[id].get("requirements", ""))
        for id, model in odoo.models.items()
        if model == "crm.stage"
    ]
    table = csv.DictReader(io.StringIO(str(export.files["csv/crm.stage.csv"]).lstrip("\ufeff")))
    for row in table:
        assert odoo.models[row["id"]] == "crm.stage"
        assert odoo.models[row["team_ids/id"]] == "crm.team"
        assert int(row["sequence"]) == odoo.rows[row["id"]]["sequence"]
        assert row["is_won"] in ("True", "False")


def test_names_in_other_languages_stand_in_catalogues_that_gettext_reads() -> None:
    given = loaded(EVERYTHING)
    other = build(parse(EVERYTHING.read_text("utf-8").replace("name: Lead", "name: Лийд")))
    model = given.playbook
    assert model is not None
    settings = Settings({}, {}, {"bg": other, "zh-CN": other})
    files = target("odoo").export(model, settings).files
    names = [name for name in files if "/i18n/" in name]
    assert names == [
        "playbook_machine_sales/i18n/bg.po",
        "playbook_machine_sales/i18n/zh_CN.po",
    ]
    for name in names:
        catalog = read_po(io.BytesIO(str(files[name]).encode()), abort_invalid=True)
        lead = catalog["Lead"]
        assert lead is not None
        assert lead.string == "Лийд"
        place = "#: model:crm.stage,name:playbook_machine_sales.stage_lead"
        assert f'{place}\nmsgid "Lead"' in str(files[name])
        assert "module: playbook_machine_sales" in lead.auto_comments


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("version", VERSIONS)
def test_hostile_texts_stay_texts(text: str, version: str, built: Build) -> None:
    said = json.dumps(text)
    model = built(
        f"""
        id: sale
        name: {said}
        fields: {{pain: {{name: {said}, type: choice, options: [{{id: one, name: {said}}}]}}}}
        reasons: {{price: {{name: {said}}}}}
        stages:
          - {{id: first, name: {said}, guidance: {said}, tasks: [{said}], exit: [{said}]}}
          - {{id: won, name: Won, kind: won}}
          - {{id: lost, name: Lost, kind: lost}}
        """
    )
    for fields_as in ("properties", "fields"):
        export = exported(model, version, fields_as=fields_as)
        odoo = installed(export, version)
        stage = odoo.rows["playbook_sale.stage_first"]
        assert (stage["name"], stage["is_won"]) == (text, False)
        assert stage["requirements"].splitlines()[0] == " ".join(text.split())
        assert odoo.rows["playbook_sale.plan_first__1"]["summary"] == text
        assert odoo.rows["playbook_sale.reason_price"]["name"] == text
        (team,) = rows(odoo, "crm.team")
        assert team["name"] == text
    (view,) = rows(odoo, "ir.ui.view")
    assert re.search(r"(?<!%)%\(", view["arch"]) is None
    export = exported(model, version)
    for suffix in (".xml", ".csv"):
        (setup,) = read(dumped(export, suffix)).setups
        assert setup.stages[0].name == text
    for row in csv.reader(io.StringIO(str(export.files["csv/crm.stage.csv"]))):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)


SEARCHED: dict[str, Any] = {
    "crm.team": [
        {
            "id": 4,
            "name": "Direct",
            "lead_properties_definition": [
                {"name": "a1", "string": "Need", "type": "char"},
                {"name": "b2", "string": "Who", "type": "many2one", "comodel": "res.partner"},
                {"name": "c3", "type": "separator"},
                {"name": "d4", "string": "Uses", "type": "tags", "tags": [["x", "X", 1]]},
            ],
        },
        {"id": 5, "name": "Partners", "lead_properties_definition": []},
    ],
    "crm.stage": [
        {"id": 7, "name": "Won", "sequence": 70, "is_won": True, "fold": False, "team_ids": [],
         "requirements": False},
        {"id": 8, "name": "New", "sequence": 1, "is_won": False, "fold": False, "team_ids": [4],
         "requirements": "Pain confirmed", "rotting_threshold_days": 9},
        {"id": 9, "name": "Signed up", "sequence": 2, "is_won": False, "team_ids": [5]},
    ],
    "crm.lost.reason": [{"id": 1, "name": "Too expensive", "active": True}],
    "mail.activity.plan": [
        {"id": 3, "name": "Direct: New", "res_model": "crm.lead"},
        {"id": 6, "name": "Onboarding", "res_model": "crm.lead"},
        {"id": 2, "name": "New", "res_model": "res.partner"},
    ],
    "mail.activity.plan.template": [
        {"id": 1, "plan_id": [3, "Direct: New"], "summary": "Call", "note": "<p>a &amp; b</p>",
         "delay_count": 2, "delay_unit": "weeks", "delay_from": "after_plan_date"},
    ],
}  # fmt: skip


def searched() -> dict[str, bytes]:
    return {
        f"{model}.json": json.dumps({"jsonrpc": "2.0", "id": 1, "result": found}).encode()
        for model, found in SEARCHED.items()
    }


def test_answers_of_the_api_are_read_as_the_pipelines_of_the_teams() -> None:
    found = read(searched())
    partners, direct = sorted(found.setups, key=lambda setup: setup.name, reverse=True)
    assert [each.name for each in direct.stages] == ["New", "Won"]
    assert [each.name for each in partners.stages] == ["Signed up", "Won"]
    first = direct.stages[0]
    assert (first.key, first.id, first.days, first.guidance) == ("8", "", 9, "Pain confirmed")
    assert [(each.name, each.detail, each.days) for each in first.tasks] == [("Call", "a & b", 14)]
    assert [(each.key, each.type) for each in direct.fields] == [
        ("a1", "text"),
        ("b2", "contact"),
        ("d4", "choices"),
    ]
    assert [each.name for each in direct.reasons] == ["Too expensive"]
    assert [note.what for note in found.notes] == ["Onboarding"]


def test_one_file_with_all_models_reads_the_same() -> None:
    assert read({"dump.json": json.dumps(SEARCHED).encode()}) == read(searched())


def test_the_export_for_people_and_the_default_stages_are_read() -> None:
    sheet = (
        '"External ID","Stage Name","Sequence","Is Won Stage?","Folded in Pipeline","Sales Team"\n'
        '"crm.stage_lead1","New","1","False","False",""\n'
        '"__export__.crm_stage_9_ab","Parked","2","False","True",""\n'
        '"crm.stage_lead4","Won","70","True","False",""\n'
    )
    (setup,) = read({"CRM Stages (crm.stage).csv": sheet.encode()}).setups
    assert [(each.name, each.kind, each.id) for each in setup.stages] == [
        ("New", "open", ""),
        ("Parked", "parked", ""),
        ("Won", "won", ""),
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("crm.stage.json", b"{"),
        ("crm.stage.json", b'"text"'),
        ("crm.stage.json", b"[1, 2]"),
        ("other.json", b'[{"id": 1}]'),
        ("crm.stage.json", b"\xff\xfe"),
        ("deep.json", b"[" * 100_000),
        ("crm.stage.xml", b"<odoo>"),
        ("crm.stage.xml", b"<html/>"),
        ("crm.stage.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><odoo>&a;</odoo>'),
        ("crm.stage.csv", b""),
        ("crm.stage.csv", b"\xff\xff"),
        ("what.csv", b"a,b\n1,2\n"),
    ],
)
def test_what_is_not_odoos_is_refused_in_words(name: str, content: bytes) -> None:
    with pytest.raises(Refused, match="Odoo"):
        read({name: content})


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
KEYS = sorted({key for found in SEARCHED.values() for row in found for key in row})


@given(
    st.dictionaries(
        st.sampled_from(sorted(SEARCHED)),
        st.lists(st.dictionaries(st.sampled_from(KEYS), ANYTHING), max_size=3),
        min_size=1,
    )
)
def test_rows_of_any_types_are_read_or_refused(answer: dict[str, Any]) -> None:
    found = read({"dump.json": json.dumps(answer).encode()})
    assert all(isinstance(each.name, str) for setup in found.setups for each in setup.stages)


def test_expressions_of_a_data_file_are_never_worked_out() -> None:
    text = """<odoo><record id="stage_a" model="crm.stage">
    <field name="name">A</field>
    <field name="sequence" eval="[].append(1)"/>
    <field name="is_won" eval="(lambda: True)()"/>
    </record></odoo>"""
    (setup,) = read({"m/data/x.xml": text.encode()}).setups
    assert [(each.name, each.kind, each.key) for each in setup.stages] == [
        ("A", "open", "m.stage_a")
    ]


def test_what_is_told_as_written_stands_in_the_files() -> None:
    export = rolled_out("odoo", EVERYTHING)
    whole = "\n".join(str(text) for text in export.files.values())
    for fate in export.fates:
        found = re.search(r"\b(?:stage|field) (\w+(?:\.\w+)?)$", fate.how)
        if fate.outcome == "written" and found:
            assert found[1].rpartition(".")[2] in whole


def test_our_own_folder_agrees_with_the_playbook_it_was_made_of(tmp_path: Path) -> None:
    main = HERE.parent.parent / "playbooks" / "b2b-starter" / "playbook.yaml"
    _loaded, export = pipeline.export("odoo", main, lambda own: own)
    write_folder(tmp_path / "out", export.files, of="a test")
    assert pipeline.compare("odoo", main, [tmp_path / "out"]).differences == ()
