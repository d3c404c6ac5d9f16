"""Salesforce: the files are metadata, the formulas mean what the playbook means, nothing is lost."""

import dataclasses
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from tests.crm.metadata import faults
from tests.crm.org import (
    SPACE,
    fate,
    fires,
    values,
    world,
    world_of,
    xml,
)
from tests.crm.samples import BASE, CHINESE, EVERYTHING, PUBLISHED, playbook, rolled_out

from playbook.crm import Export, Settings
from playbook.crm.salesforce.languages import code_of, tag_of
from playbook.errors import Refused
from playbook.messages import speaking
from playbook.model import FieldId, Playbook, Prose, Text
from playbook.registry import target

API_NAME = re.compile(r"[A-Z][A-Za-z0-9]*(_[A-Za-z0-9]+)*")


Build = Callable[[str], Playbook]


@pytest.mark.parametrize("base", [True, False], ids=["with the list of stages", "without it"])
@pytest.mark.parametrize("path", [EVERYTHING, CHINESE, *PUBLISHED], ids=lambda path: path.stem)
def test_what_is_written_is_metadata(path: Path, base: bool) -> None:
    export = rolled_out("salesforce", path, base=base)
    assert faults(export.files) == []
    assert all(str(text).endswith("\n") and "\r" not in str(text) for text in export.files.values())


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("field-meta.xml", "<label>", "<lable>x</lable><label>", "unknown element <lable>"),
        ("standardValueSet-meta.xml", "<probability>10<", "<probability>ten<", "is no number"),
        (
            "pathAssistant-meta.xml",
            "<entityName>Opportunity</entityName>",
            "",
            "<entityName> is missing",
        ),
        (
            "businessProcess-meta.xml",
            "<fullName>PB_",
            "<fullName>XX_",
            "is not the name of the file",
        ),
        (
            "recordType-meta.xml",
            "<label>",
            "<picklistValues><picklist>a</picklist></picklistValues><label>",
            "not together",
        ),
        ("customPermission-meta.xml", "</label>", "", "not well-formed"),
    ],
    ids=["unknown element", "bad number", "missing element", "other name", "apart", "malformed"],
)
def test_the_check_of_metadata_catches_planted_faults(
    file: str, old: str, new: str, said: str
) -> None:
    files = {
        name: str(text)
        for name, text in rolled_out("salesforce", EVERYTHING, base=True).files.items()
    }
    name = next(name for name in files if name.endswith(file))
    assert old in files[name]
    files[name] = files[name].replace(old, new, 1)
    assert any(said in fault for fault in faults(files)), faults(files)


def test_two_exports_are_the_same_to_the_byte() -> None:
    first, second = (rolled_out("salesforce", EVERYTHING, base=True) for _time in range(2))
    assert dict(first.files) == dict(second.files)
    assert list(first.files) == list(second.files)
    assert first.fates == second.fates


def test_the_files_are_in_the_playbooks_language_and_the_report_in_the_readers() -> None:
    english = rolled_out("salesforce", CHINESE)
    with speaking("bg"):
        bulgarian = rolled_out("salesforce", CHINESE)
    assert dict(english.files) == dict(bulgarian.files)


def test_the_manifest_lists_what_is_written() -> None:
    export = rolled_out("salesforce", EVERYTHING, base=True)
    listed = {
        (kind, member)
        for types in xml(export, "package.xml").iterfind(f"{SPACE}types")
        for kind in values(types, "name")
        for member in values(types, "members")
    }
    written = set()
    for name in export.files:
        if name.endswith("-meta.xml"):
            own, kind, _xml = name.rsplit("/", 1)[-1].split(".")
            kind = kind.removesuffix("-meta").casefold()
            written.add((kind, f"Opportunity.{own}" if "/objects/" in name else own))
    spelt = {"customfield": "field"}
    assert {(spelt.get(kind.casefold(), kind.casefold()), name) for kind, name in listed} == written


@pytest.mark.parametrize("path", [EVERYTHING, CHINESE, *PUBLISHED], ids=lambda path: path.stem)
def test_names_are_ascii_and_fit(path: Path) -> None:
    names = [
        name.rsplit("/", 1)[-1].split(".")[0].removesuffix("__c")
        for name in rolled_out("salesforce", path).files
        if name.endswith("-meta.xml") and "settings" not in name
    ]
    assert all(API_NAME.fullmatch(name) and len(name) <= 40 for name in names), names
    fields = [name.casefold() for name in rolled_out("salesforce", path).files]
    assert len(fields) == len(set(fields))


@pytest.mark.parametrize("path", [EVERYTHING, CHINESE, *PUBLISHED], ids=lambda path: path.stem)
def test_texts_keep_within_what_salesforce_has_room_for(path: Path) -> None:
    limits = {"errorMessage": 255, "info": 1000, "errorConditionFormula": 3900, "formula": 3900}
    limits |= {"description": 1000, "inlineHelpText": 510, "masterLabel": 80}
    for name, text in rolled_out("salesforce", path).files.items():
        if not name.endswith("-meta.xml"):
            continue
        tree = ET.fromstring(text)
        for element in tree.iter():
            kind = element.tag.removeprefix(SPACE)
            assert len(element.text or "") <= limits.get(kind, 1000), (name, kind)
        if "/fields/" in name:
            assert len(values(tree, "label")[0]) <= 40
        for step in tree.iterfind(f"{SPACE}pathAssistantSteps"):
            assert len(step.findall(f"{SPACE}fieldNames")) <= 5


def test_what_is_said_to_be_written_is_there() -> None:
    export = rolled_out("salesforce", EVERYTHING, base=True)
    everything = "".join(str(text) for text in export.files.values())
    for each in export.fates:
        if each.outcome == "written":
            for name in re.findall(r"\bPB_\w+", each.how):
                assert name in everything, each


def test_without_the_list_as_it_stands_no_list_is_written() -> None:
    export = rolled_out("salesforce", EVERYTHING)
    assert not [name for name in export.files if "standardValueSet" in name]
    assert "OpportunityStage" not in str(export.files["manifest/package.xml"])
    told = fate(export, "stages", 1)
    assert (told.outcome, "API name Qualified: open, 15 %" in told.how) == ("by hand", True)
    assert "switches off every stage that a file does not name" in str(export.files["SETUP.md"])


def test_what_the_list_holds_already_stays_as_it_is() -> None:
    export = rolled_out("salesforce", EVERYTHING, base=True)
    before = {each[0].text: each for each in ET.parse(BASE).getroot() if len(each)}
    merged = xml(export, "OpportunityStage.standardValueSet-meta.xml")
    after = {each[0].text: each for each in merged if len(each)}
    assert list(after)[: len(before)] == list(before)
    for name in ("Prospecting", "Closed Lost"):
        assert [(e.tag, e.text) for e in after[name]] == [(e.tag, e.text) for e in before[name]]


def test_a_stage_that_is_there_keeps_its_name_and_what_changes_for_others_is_said() -> None:
    export = rolled_out("salesforce", EVERYTHING, base=True)
    merged = xml(export, "OpportunityStage.standardValueSet-meta.xml")
    (mine,) = (each for each in merged if each.findtext(f"{SPACE}fullName") == "Qualified")
    assert mine.findtext(f"{SPACE}probability") == "15"
    assert mine.findtext(f"{SPACE}color") == "#1589EE"
    assert mine.findtext(f"{SPACE}isActive") == "true"
    assert "probability 10 → 15" in fate(export, "stages", 1).how
    assert fate(export, "stages", 5).how == "the stage Closed Won, which is there already"


@pytest.mark.parametrize("base", [True, False])
def test_stages_that_stand_in_another_order_are_put_in_order_by_hand(base: bool) -> None:
    export = rolled_out("salesforce", EVERYTHING, base=base)
    told = [each for each in export.fates if each.what == "Order of the stages"]
    assert [each.outcome for each in told] == (["by hand"] if base else [])
    order = "- [ ] Lead, Qualified, Trial, Signing, At risk, Fridge\n"
    assert (order in str(export.files["SETUP.md"])) is base


def test_a_name_with_special_signs_is_spelt_as_each_file_wants_it() -> None:
    export = rolled_out("salesforce", EVERYTHING, base=True)
    process = values(xml(export, "businessProcess-meta.xml"), "values/fullName")
    assert "Negotiation%2FReview" in process
    assert "Closed Won" in process
    steps = values(xml(export, "pathAssistant-meta.xml"), "pathAssistantSteps/picklistValueName")
    assert "Negotiation/Review" in steps
    moves = next(str(t) for n, t in export.files.items() if "/PB_Moves_" in n)
    assert '"Negotiation/Review"' in moves


def test_every_stage_is_in_the_process_and_deals_begin_in_one() -> None:
    tree = xml(rolled_out("salesforce", EVERYTHING, base=True), "businessProcess-meta.xml")
    assert len(values(tree, "values/fullName")) == len(playbook(EVERYTHING).stages)
    assert values(tree, "values/default").count("true") == 1


@pytest.mark.parametrize(
    "content",
    [
        "no XML",
        "<StandardValueSet/>",
        '<CustomField xmlns="http://soap.sforce.com/2006/04/metadata"/>',
        (
            '<StandardValueSet xmlns="http://soap.sforce.com/2006/04/metadata"><standardValue>'
            "<fullName>Web</fullName></standardValue></StandardValueSet>"
        ),
        BASE.read_text("utf-8").replace(
            "<StandardValueSet", '<!DOCTYPE x [<!ENTITY a "b">]>\n<StandardValueSet'
        ),
    ],
    ids=["no XML", "no namespace", "another type", "another list", "entities"],
)
def test_a_file_that_is_no_list_of_stages_is_refused(content: str) -> None:
    with pytest.raises(Refused, match="is not the list of opportunity stages"):
        target("salesforce").export(playbook(EVERYTHING), Settings(base={"x.xml": content}))


LONG = """\
id: sale
name: Sale
language: en
questionnaires:
  a-very-long-name-too:
    framework: custom
    elements: [{id: one, name: One}]
    scoring: {pass: 1}
    questions: [{id: a-question-as-long, element: one, ask: Is it so?, type: yes-no}]
fields:
  b-c: {name: First, type: text}
  b--c: {name: Second, type: text}
stages:
  - {id: qualified, name: Qualified, asks: {a-very-long-name-too: all}, must_fill: [b-c, b--c], exit: [{id: ok, check: {answer: a-question-as-long, equals: "yes"}}]}
  - {id: won, name: Won, kind: won}
  - {id: lost, name: Lost, kind: lost}
"""


def test_a_name_without_room_is_told_with_a_proposal(built: Build) -> None:
    export = rolled_out("salesforce", built(LONG), prefix="Machines")
    told = fate(export, "questionnaires", "a-very-long-name-too", "questions", 0)
    assert told.outcome == "by hand"
    assert "has room for 40 characters of a name" in told.how
    assert "Shorten the ids" in told.how
    assert not [name for name in export.files if "A_Question" in name]
    gate = fate(export, "stages", 0, "exit", 0)
    assert (gate.outcome, "no name in Salesforce" in gate.how) == ("by hand", True)


def test_two_ids_with_one_name_are_told(built: Build) -> None:
    export = rolled_out("salesforce", built(LONG))
    told = fate(export, "fields", "b--c")
    assert told.outcome == "by hand"
    assert "“First” has the name PB_B_C in Salesforce already" in told.how


def test_a_label_without_room_becomes_the_id_and_that_is_told() -> None:
    export = rolled_out("salesforce", EVERYTHING)
    field = xml(export, "PB_Po_Number__c.field-meta.xml")
    assert values(field, "label") == ["Po number"]
    assert values(field, "inlineHelpText")[0].startswith("“The number that the buyer's purchasing")
    assert "its label is “Po number”" in fate(export, "fields", "po-number").how


LOUD = """\
id: sale
name: "Sale <b>& \\"co\\""
stages:
  - id: qualified
    name: "Qualified]]> & </info>"
    guidance: "<script>x</script> & more"
    exit: [{id: ok, criterion: "He said \\"yes\\" <now>", check: {field: motto, equals: "a \\"b\\" \\\\ c"}}]
  - {id: won, name: Won, kind: won}
  - {id: lost, name: Lost, kind: lost}
fields: {motto: {name: "Motto # <i>", type: text}}
"""


def test_nothing_in_a_text_becomes_a_part_of_the_file(built: Build) -> None:
    export = rolled_out("salesforce", built(LOUD))
    assert faults(export.files) == []
    assert values(xml(export, "recordType-meta.xml"), "label") == ['Sale <b>& "co"']
    info = values(xml(export, "pathAssistant-meta.xml"), "pathAssistantSteps/info")[0]
    assert "<p>&lt;script&gt;x&lt;/script&gt; &amp; more</p>" in info
    assert "\\<i\\>" in str(export.files["SETUP.md"]) or "<i>" not in str(export.files["SETUP.md"])
    told = {"PB_Motto__c": 'a "b" \\ c'}
    rule = world_of(built(LOUD)).rules["qualified/exit/ok"]
    assert not fires(rule, told, "Qualified", "Won")
    assert fires(rule, {"PB_Motto__c": "a b c"}, "Qualified", "Won")


def test_guidance_without_room_is_told(built: Build) -> None:
    text = LOUD.replace("<script>x</script> & more", "long " * 200)
    export = rolled_out("salesforce", built(text))
    told = fate(export, "stages", 0, "guidance")
    assert told.outcome == "by hand"
    assert "no room" in told.how
    info = values(xml(export, "pathAssistant-meta.xml"), "pathAssistantSteps/info")[0]
    assert "long long" not in info


MAPPED = """\
id: sale
name: A name that is so long that Salesforce has no room for it in the label of a record type
stages:
  - {id: qualified, name: Qualified, probability: 40, must_fill: [budget, sort, next-step]}
  - {id: won, name: Won, kind: won}
  - {id: lost, name: Lost, kind: lost}
reasons: {price: {name: Price}}
fields:
  budget: {name: Budget, type: money}
  sort: {name: Sort, type: choice, options: [{id: big, name: Big}, {id: small, name: Small}]}
"""
CRM: dict[str, Any] = {
    "name": "Our sale",
    "stages": {"qualified": "Negotiation/Review", "won": "Closed Won"},
    "fields": {"budget": "Money__c", "sort": "Sort__c", "loss-reason": "Why__c"},
    "teams": ["Sofia", "Shanghai *"],
}


def mapped(built: Build, *, base: bool, **more: Any) -> Export:
    files = {BASE.name: BASE.read_text("utf-8")} if base else {}
    return target("salesforce").export(built(MAPPED), Settings({**CRM, **more}, files))


def test_the_process_has_the_name_that_it_is_given(built: Build) -> None:
    export = mapped(built, base=True)
    assert values(xml(export, "recordType-meta.xml"), "label") == ["Our sale"]
    assert values(xml(export, "pathAssistant-meta.xml"), "masterLabel") == ["Our sale"]
    assert "“Our sale”" in fate(export, "name").how


def test_a_name_that_is_too_long_becomes_the_id(built: Build) -> None:
    export = target("salesforce").export(built(MAPPED), Settings())
    assert values(xml(export, "recordType-meta.xml"), "label") == ["Sale"]


def test_a_stage_that_is_there_already_keeps_its_label(built: Build) -> None:
    export = mapped(built, base=True)
    merged = xml(export, "OpportunityStage.standardValueSet-meta.xml")
    (mine,) = (e for e in merged if e.findtext(f"{SPACE}fullName") == "Negotiation/Review")
    assert mine.findtext(f"{SPACE}label") == "Signing"
    assert mine.findtext(f"{SPACE}probability") == "40"
    assert "Qualified" not in values(xml(export, "businessProcess-meta.xml"), "values/fullName")
    how = fate(export, "stages", 0).how
    assert how.startswith("the stage Negotiation/Review, which is there already")
    assert "label" not in how


def test_without_the_list_only_the_numbers_of_such_a_stage_are_done_by_hand(built: Build) -> None:
    export = mapped(built, base=False)
    assert fate(export, "stages", 0).outcome == "written"
    assert fate(export, "stages", 0, "probability").how == "40%"
    assert fate(export, "stages", 2).outcome == "by hand"
    assert "- [ ] **Qualified: probability**: 40% – 40%" in str(export.files["SETUP.md"])


def test_a_field_that_is_there_already_is_used_and_not_made(built: Build) -> None:
    export = mapped(built, base=True)
    assert not [name for name in export.files if "/fields/" in name]
    own = world(export)
    assert "ISBLANK(Money__c)" in own.rules["qualified/must-fill/budget"]
    assert "ISBLANK(TEXT(Sort__c))" in own.rules["qualified/must-fill/sort"]
    assert "ISBLANK(TEXT(Why__c))" in own.rules["lost/loss-reason"]
    shown = values(xml(export, "pathAssistant-meta.xml"), "pathAssistantSteps/fieldNames")
    assert shown == ["Money__c", "Sort__c", "NextStep", "Why__c"]
    allowed = values(xml(export, "PB_Sale.permissionset-meta.xml"), "fieldPermissions/field")
    assert allowed == ["Opportunity.Money__c", "Opportunity.Sort__c", "Opportunity.Why__c"]
    assert faults(export.files) == []


def test_what_such_a_field_needs_is_told(built: Build) -> None:
    export = mapped(built, base=True)
    assert fate(export, "fields", "budget").how == "the field Money__c, which is there already"
    how = "the field Sort__c, which is there already; it needs values with these API names: big, small"
    assert fate(export, "fields", "sort").how == how
    reason = fate(export, "reasons", "price")
    assert (reason.outcome, reason.how) == (
        "by hand",
        "Why__c: it needs values with these API names: price",
    )


def test_the_teams_that_get_the_permission_are_named(built: Build) -> None:
    page = str(mapped(built, base=True).files["SETUP.md"])
    step = page.partition("Let people in")[2].partition("## ")[0]
    assert "- [ ] **Sofia**\n- [ ] **Shanghai \\***" in step


def in_bulgarian(model: Playbook) -> Playbook:
    """A playbook of which some is translated, as catalogues do it."""
    stages = tuple(
        dataclasses.replace(stage, name=Text(f"Етап {stage.id}")) if stage.id != "lost" else stage
        for stage in model.stages
    )
    region = model.fields[FieldId("region")]
    options = tuple(
        dataclasses.replace(each, name=Text(f"Район <{each.id}>")) for each in region.options
    )
    longer = Text("Номерът, който отделът за покупки на клиента дава на поръчката")
    order = dataclasses.replace(model.fields[FieldId("po-number")], name=longer)
    fields = {
        **model.fields,
        FieldId("region"): dataclasses.replace(region, name=Text("Район"), options=options),
        FieldId("po-number"): order,
        FieldId("machine"): dataclasses.replace(
            model.fields[FieldId("machine")], name=longer, about=Prose("Видът")
        ),
    }
    return dataclasses.replace(
        model, name=Text("Продажба на машини"), language="bg", stages=stages, fields=fields
    )


@pytest.fixture(name="translated")
def _translated() -> Export:
    model = playbook(EVERYTHING)
    others = {"tlh": in_bulgarian(model), "bg": in_bulgarian(model)}
    base = {BASE.name: BASE.read_text("utf-8")}
    return target("salesforce").export(model, Settings({}, base, others))


def test_labels_in_other_languages_are_metadata(translated: Export) -> None:
    assert faults(translated.files) == []
    files = {name: str(text) for name, text in translated.files.items()}
    name = next(name for name in files if name.endswith("PB_Region__c.fieldTranslation-meta.xml"))
    files[name] = files[name].replace("<name>PB_Region__c</name>", "")
    assert any("<name> is missing" in fault for fault in faults(files))
    listed = values(xml(translated, "package.xml"), "types/members")
    assert {"Opportunity-bg", "OpportunityStage-bg"} <= set(listed)
    assert all(name.isascii() for name in translated.files)


def test_stages_are_translated_by_the_labels_that_they_have(translated: Export) -> None:
    tree = xml(translated, "OpportunityStage-bg.standardValueSetTranslation-meta.xml")
    said = dict(
        zip(
            values(tree, "valueTranslation/masterLabel"),
            values(tree, "valueTranslation/translation"),
            strict=True,
        )
    )
    assert (said["Trial"], said["Lost"]) == ("Етап trial", "Lost")
    assert set(said) == {stage.name for stage in playbook(EVERYTHING).stages}


def test_fields_rules_and_the_record_type_are_translated(translated: Export) -> None:
    field = xml(translated, "PB_Region__c.fieldTranslation-meta.xml")
    assert (values(field, "label"), values(field, "name")) == (["Район"], ["PB_Region__c"])
    assert values(field, "picklistValues/masterLabel")[-1] == 'Asia & "the rest"'
    assert values(field, "picklistValues/translation")[-1] == "Район <asia>"
    whole = xml(translated, "Opportunity-bg.objectTranslation-meta.xml")
    assert values(whole, "recordTypes/label") == ["Продажба на машини"]
    assert values(whole, "recordTypes/name") == ["PB_Machine_Sales"]
    rules = {
        name.rsplit("/", 1)[-1].split(".")[0]
        for name in translated.files
        if "/validationRules/" in name
    }
    assert set(values(whole, "validationRules/name")) == rules
    messages = values(whole, "validationRules/errorMessage")
    assert any("Район" in each and "Етап qualified" in each for each in messages)
    assert all(len(each) <= 255 for each in messages)


def test_a_translated_label_without_room_is_told(translated: Export) -> None:
    field = xml(translated, "PB_Machine__c.fieldTranslation-meta.xml")
    assert values(field, "label") == []
    told = [each for each in translated.fates if each.at == ("fields", "machine")]
    assert [each.outcome for each in told] == ["dropped", "written"]
    assert told[0].what.startswith("bg: Номерът")
    help = xml(translated, "PB_Po_Number__c.fieldTranslation-meta.xml")
    assert values(help, "help")[0].startswith("“Номерът")


def test_languages_that_salesforce_does_not_know_are_told(translated: Export) -> None:
    dropped, held = (each for each in translated.fates if each.at == ("languages",))
    assert (dropped.outcome, dropped.what) == ("dropped", "tlh")
    assert held.how.startswith("names in bg; the guidance in the Path stays")
    page = str(translated.files["SETUP.md"])
    assert (
        "Switch on these languages before you deploy, or Salesforce refuses the files: bg." in page
    )


def test_without_translations_none_are_promised() -> None:
    export = rolled_out("salesforce", EVERYTHING)
    assert fate(export, "languages").outcome == "dropped"
    assert not [name for name in export.files if "ranslation" in name]
    assert "Switch on these languages" not in str(export.files["SETUP.md"])


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("bg", "bg"),
        ("zh-CN", "zh_CN"),
        ("zh-Hans", "zh_CN"),
        ("zh-Hant-HK", "zh_TW"),
        ("zh-HK", "zh_HK"),
        ("zh", "zh_CN"),
        ("en", "en_US"),
        ("en-GB", "en_GB"),
        ("pt", "pt_PT"),
        ("pt-BR", "pt_BR"),
        ("he", "iw"),
        ("id", "in"),
        ("nb-NO", "no"),
        ("es-MX", "es"),
        ("de-DE", "de"),
        ("sr-Latn", "sh"),
        ("tlh", None),
    ],
)
def test_languages_have_the_codes_that_salesforce_gives_them(tag: str, code: str | None) -> None:
    assert code_of(tag) == code
    if code:
        assert code_of(tag_of(code)) == code
