"""Salesforce: projects of many shapes are read, nothing in them is guessed or lost in silence."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.crm import repositories as found
from tests.crm.repositories import MAIN, Files
from tests.crm.samples import BASE, CHINESE, EVERYTHING, PUBLISHED, playbook

from playbook.crm import Settings
from playbook.crm.salesforce import SALESFORCE
from playbook.crm.salesforce.reading import read
from playbook.errors import Refused
from playbook.messages import closest, speaking
from playbook.rollout.compiling import Rollout
from playbook.rollout.reading import Found
from playbook.rollout.setup import FieldSetup, Setup


def only(dump: Mapping[str, bytes]) -> Setup:
    (setup,) = read(dump).setups
    return setup


def notes(result: Found, kind: str) -> set[tuple[str, str]]:
    """What the notes of a kind are about, and why."""
    return {(note.where, note.why) for note in result.notes if note.kind == kind}


def required(setup: Setup) -> dict[str, tuple[str, ...]]:
    return {field.key: field.required for field in setup.fields if field.required}


def column(setup: Setup, key: str) -> FieldSetup:
    (field,) = (each for each in setup.fields if each.key == key)
    return field


def test_stages_come_from_the_list() -> None:
    setup = only(found.ONE_TEAM)
    assert [(e.key, e.kind, e.probability, e.forecast) for e in setup.stages] == [
        ("Prospecting", "open", 10, "pipeline"),
        ("Qualification", "open", 20, "pipeline"),
        ("Proposal", "open", 60, "best-case"),
        ("Closed Won", "won", 100, "closed"),
        ("Closed Lost", "lost", 0, "omitted"),
    ]
    assert (setup.key, setup.name, setup.id) == ("New Business", "New business", "")


def test_guidance_is_plain_text() -> None:
    assert only(found.ONE_TEAM).stages[1].guidance == "Ask who signs & when.\n- Budget\n- Need"
    assert only(found.NO_PROCESS).stages[2].guidance == "Send it\ntoday"


def test_fields_have_the_types_of_the_format() -> None:
    fields = only(found.ONE_TEAM).fields
    assert {(each.key, each.type, each.is_ours) for each in fields} == {
        ("Amount", "money", False),
        ("Always__c", "text", True),
        ("Budget__c", "money", True),
        ("Decision_Maker__c", "contact", True),
        ("Loss_Reason__c", "choice", True),
        ("Notes__c", "long-text", True),
        ("Signed__c", "flag", True),
    }
    assert column(only(found.ONE_TEAM), "Budget__c").about == "What is set aside"


def test_rules_become_required_fields() -> None:
    assert required(only(found.ONE_TEAM)) == {
        "Always__c": found.NAMES,
        "Amount": ("Closed Won",),
        "Budget__c": ("Proposal",),
        "Loss_Reason__c": ("Closed Lost",),
    }
    assert column(only(found.ONE_TEAM), "Amount").ids == ("amount",)


def test_reasons_are_the_options_of_the_field_that_asks_for_them() -> None:
    setup = only(found.ONE_TEAM)
    assert [each.name for each in setup.reasons] == ["Price", "No answer"]
    assert column(setup, "Loss_Reason__c").ids == ("loss-reason",)


def test_what_has_no_place_is_noted_with_all_that_it_said() -> None:
    result = read(found.ONE_TEAM)
    assert notes(result, "left out") == {
        ("Broken", "the formula cannot be read"),
        ("Large_Ones", "it is more than fields that have to be filled in some stages"),
        ("Age__c", "a playbook has no place for it"),
        ("Campaign_Member__c", "a playbook has no place for it"),
        ("Loss_Reason__c", "it is switched off in the CRM"),
    }
    (large,) = (note for note in result.notes if note.where == "Large_Ones")
    assert (
        large.what
        == 'No.\nAND(Amount > 10000, ISPICKVAL(StageName, "Proposal"), ISBLANK(Notes__c))'
    )
    assert notes(result, "question") == {
        ("Qualification", "the Path shows these fields here; do they have to be filled?")
    }


def test_every_process_is_a_pipeline_of_the_one_list() -> None:
    new, renewal = read(found.MANY_TEAMS).setups
    assert [each.key for each in new.stages] == list(found.NAMES)
    assert [each.key for each in renewal.stages] == [
        "Proposal",
        "Renewal Due",
        "Closed Won",
        "Closed Lost",
    ]
    assert (new.name, renewal.name) == ("New Business", "Renewals")
    assert required(new) == {"NextStep": ("Closed Won",)}
    assert required(renewal) == {"NextStep": ("Closed Won",), "Term__c": ("Proposal",)}
    assert [each.key for each in column(renewal, "Term__c").options] == ["One", "Two/Three"]
    assert [each.key for each in column(new, "Term__c").options] == ["One", "Two/Three", "Ten"]


def test_what_is_shared_or_unclear_between_teams_is_noted() -> None:
    result = read(found.MANY_TEAMS)
    assert notes(result, "left out") == {
        ("New Business", "they share one process; a playbook knows one name for it"),
        ("Nobody's", "no sales process has this stage"),
        ("Partner", "it is more than fields that have to be filled in some stages"),
    }
    assert notes(result, "question") == {
        ("New Business", "several say it differently; the first one was taken"),
        ("Renewal Due", "deals begin here, and it is not the first stage; where may they begin?"),
    }


def test_names_that_lead_nowhere_are_questions() -> None:
    result = read(found.DANGLING)
    missing = "it is not in these files"
    assert notes(result, "question") == {
        (name, missing) for name in ("Gone", "Old Process", "Removed", "Industry__c", "Missing__c")
    }
    (setup,) = result.setups
    assert [each.key for each in setup.stages][3:] == ["Gone", "Closed Won", "Closed Lost"]
    assert required(setup) == {"Missing__c": ("Proposal",)}
    assert [each.name for each in column(setup, "Branch__c").options] == ["North"]


def test_what_is_switched_off_stays_so() -> None:
    result = read(found.SWITCHED_OFF)
    (setup,) = result.setups
    assert [each.key for each in setup.stages if not each.is_active] == ["Demo"]
    assert [each.key for each in column(setup, "Colour__c").options] == ["Red"]
    assert required(setup) == {}
    assert {each.guidance for each in setup.stages} == {""}
    off = {
        where for where, why in notes(result, "left out") if why == "it is switched off in the CRM"
    }
    assert off == {"Old", "Off", "New_Business_Path", "Colour__c"}


def test_labels_in_other_languages_are_read() -> None:
    setup = only(found.LANGUAGES)
    assert setup.stages[0].names == {"bg": "Оферта", "zh-CN": "报价", "he": "הצעה"}
    assert setup.stages[1].names == {"zh-CN": "赢单"}
    assert setup.names == {"bg": "Нови клиенти"}
    assert column(setup, "Budget__c").names == {"bg": "Бюджет"}


def test_the_metadata_format_says_the_same() -> None:
    setup = only(found.METADATA_FORMAT)
    assert [each.key for each in setup.stages] == list(found.NAMES)
    assert required(setup) == {"Budget__c": ("Proposal",)}
    assert (setup.name, setup.names) == ("New", {"bg": "Нови"})
    assert column(setup, "Budget__c").names == {"bg": "Бюджет"}


def test_an_old_list_of_stages_stands_at_the_field() -> None:
    setup = only(found.OLD_METADATA)
    assert [(e.key, e.kind, e.probability) for e in setup.stages] == [
        ("Open", "open", 30),
        ("Won", "won", 100),
        ("Lost", "lost", 0),
    ]
    assert [each.key for each in column(setup, "Size__c").options] == ["S", "L"]


def test_names_that_are_spelt_with_percent_are_read() -> None:
    setup = only(found.PERCENT)
    assert [each.key for each in setup.stages] == [
        "Negotiation/Review",
        "50% sure",
        "A%2FB",
        "Closed Won",
        "Closed Lost",
    ]
    assert [each.guidance for each in setup.stages][:2] == ["Talk", "Half"]
    assert (setup.key, required(setup)) == ("Deals (EU)", {"NextStep": ("Negotiation/Review",)})


def test_of_two_packages_the_default_one_counts_and_the_difference_is_a_question() -> None:
    result = read(found.TWO_PACKAGES)
    (setup,) = result.setups
    assert setup.stages[0].probability == 10
    assert [each.key for each in setup.fields] == ["Extra__c"]
    assert notes(result, "question") == {
        ("OpportunityStage", "several say it differently; the first one was taken")
    }
    files = {**found.TWO_PACKAGES, **found.project("packages/extra", "force-app")}
    assert only(files).stages[0].probability == 15


def test_without_the_list_nothing_is_made_up() -> None:
    result = read(found.NO_LIST)
    (setup,) = result.setups
    assert {(each.probability, each.forecast) for each in setup.stages} == {(None, None)}
    assert [each.kind for each in setup.stages] == ["open", "open", "open", "won", "lost"]
    (asked,) = (note for note in result.notes if note.kind == "question")
    assert "which stages are won" in asked.why
    assert required(setup) == {"NextStep": ("Proposal",)}


def test_a_broken_file_does_not_stop_the_others() -> None:
    result = read(found.BROKEN_FILE)
    broken = [note for note in result.notes if "not what Salesforce writes" in note.why]
    assert [note.where.rsplit("/", 1)[-1].split("_")[0] for note in broken] == [
        "Budget",
        "Html",
        "Latin",
    ]
    assert len(result.setups[0].stages) == 5


def test_an_org_without_processes_has_one_pipeline() -> None:
    setup = only(found.NO_PROCESS)
    assert [each.key for each in setup.stages] == list(found.NAMES)
    assert required(setup) == {"NextStep": ("Proposal",)}


def test_who_is_let_through_is_noted() -> None:
    result = read(found.LET_THROUGH)
    assert required(result.setups[0]) == {
        "NextStep": ("Proposal",),
        "Description": ("Closed Lost",),
    }
    why = "some people pass it; a playbook asks everyone"
    assert notes(result, "left out") == {("Not_Admins", why), ("Not_Loads", why)}


BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<CustomField xmlns="http://soap.sforce.com/2006/04/metadata"><label>&b;</label></CustomField>"""


@pytest.mark.parametrize(
    "dump",
    [
        {},
        {"README.md": b"# nothing"},
        {f"{MAIN}/objects/Account/fields/X__c.field-meta.xml": found.xml("CustomField")},
        {**found.ONE_TEAM, f"{MAIN}/objects/Opportunity/fields/B__c.field-meta.xml": BOMB},
        {"src/objects/Opportunity.object": b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'},
    ],
    ids=["nothing", "another folder", "another object", "a bomb", "a file from elsewhere"],
)
def test_what_is_not_theirs_is_refused(dump: Files) -> None:
    with pytest.raises(Refused, match="is not what sf project retrieve start gives"):
        read(dump)


def test_files_that_are_nested_without_end_do_no_harm() -> None:
    deep = b"<fields>" * 50_000 + b"</fields>" * 50_000
    files = {
        **found.ONE_TEAM,
        **found.guided_path("New_Business", {"Proposal": ("<p>" * 20_000, ())}, name="Deep"),
        "src/objects/Opportunity.object": b"<CustomObject>" + deep + b"</CustomObject>",
        "sfdx-project.json": b"[" * 100_000,
        **found.rule("Deep", "NOT(" * 5_000 + "TRUE" + ")" * 5_000),
        **found.rule("Long", "TRUE" + " && TRUE" * 500 + " + 1" * 500),
    }
    assert len(read(files).setups) == 1


def test_every_repository_is_read_the_same_in_any_order() -> None:
    for files in found.EVERY.values():
        turned = dict(reversed(files.items()))
        assert read(files) == read(turned)


@settings(max_examples=150)
@given(st.data())
def test_damaged_files_give_notes_or_a_clear_refusal(data: st.DataObject) -> None:
    files = dict(data.draw(st.sampled_from(list(found.EVERY.values()))))
    name = data.draw(st.sampled_from(sorted(files)))
    content = files[name]
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 40)))
    middle = data.draw(
        st.binary(max_size=12) | st.sampled_from([b"<x/>", b"</values>", b"-1", b""])
    )
    files[name] = content[:start] + middle + content[end:]
    try:
        result = read(files)
    except Refused:
        return
    for setup in result.setups:
        keys = {stage.key for stage in setup.stages}
        assert all(set(field.required) <= keys for field in setup.fields)


OURS = [EVERYTHING, CHINESE, *PUBLISHED]
KINDS = {
    **dict.fromkeys(("lead", "open", "parked"), "open"),
    **dict.fromkeys(("won", "after-sale"), "won"),
    **dict.fromkeys(("lost", "disqualified", "not-counted"), "lost"),
}
"""What Salesforce can tell of a kind of stage."""


def rolled_out(path: Path, *, base: bool) -> tuple[Setup, Setup, bool]:
    """What a playbook says for Salesforce, what is read of its export, and whether all fitted in."""
    wanted = Settings(base={BASE.name: BASE.read_text("utf-8")} if base else {})
    export = SALESFORCE.export(playbook(path), wanted)
    dump = {name: str(text).encode() for name, text in export.files.items()}
    with speaking(closest(playbook(path).language)):
        said = Rollout(playbook(path), wanted, SALESFORCE.surface).setup
    (own,) = (each for each in read(dump).setups if each.id == playbook(path).id)
    return said, own, not any("no room" in each.how for each in export.fates)


def keys_of(said: Setup, own: Setup) -> dict[str, str]:
    """The keys of the stages: those that the org had already are known by their labels."""
    by_id = {each.id: each.key for each in own.stages if each.id}
    by_name = {each.name: each.key for each in own.stages if not each.id}
    return {each.id: by_id.get(each.id) or by_name[each.name] for each in said.stages}


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_the_stages_that_we_export_are_read_back(path: Path) -> None:
    said, own, is_whole = rolled_out(path, base=True)
    keys, read_back = keys_of(said, own), {stage.key: stage for stage in own.stages}
    assert own.name == said.name
    assert len(read_back) == len(said.stages)
    for stage in said.stages:
        mine = read_back[keys[stage.id]]
        forecast = "closed" if stage.kind == "after-sale" else stage.forecast
        assert (mine.name, mine.kind) == (stage.name, KINDS[stage.kind])
        assert (mine.probability, mine.forecast) == (stage.probability, forecast)
        if is_whole:
            assert mine.guidance == stage.guidance


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_without_the_list_our_stages_stand_in_our_order(path: Path) -> None:
    said, own, _is_whole = rolled_out(path, base=False)
    assert [stage.id for stage in own.stages] == [stage.id for stage in said.stages]


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_new_stages_stand_in_our_order_and_ends_stand_last(path: Path) -> None:
    said, own, _is_whole = rolled_out(path, base=True)
    new = [stage.id for stage in own.stages if stage.id and stage.id != "qualified"]
    places = {kind: place for place, kind in enumerate(("open", "won", "lost"))}
    ordered = sorted(said.stages, key=lambda stage: places[KINDS[stage.kind]])
    assert new == [stage.id for stage in ordered if stage.id in new]


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_the_fields_that_we_export_are_read_back(path: Path) -> None:
    said, own, _is_whole = rolled_out(path, base=True)
    keys, types = keys_of(said, own), SALESFORCE.surface.types
    read_back = {each.key: each for each in own.fields}
    for field in said.fields:
        if field.kind == "role" or not (field.is_ours or field.required):
            continue
        mine, wanted = read_back[field.key], {keys[id] for id in field.required}
        if field.ids == ("loss-reason",):
            # Whoever loses a deal says why, even where the playbook leaves it unsaid.
            assert set(mine.required) >= wanted
        else:
            assert set(mine.required) == wanted, field.key
        assert types[mine.type] == types[field.type]
        assert mine.name == field.name or not field.is_ours
        assert mine.options == field.options
    assert [each.id for each in own.reasons] == [each.id for each in said.reasons]


def test_what_was_there_before_us_is_told_apart() -> None:
    files = {
        **found.ONE_TEAM,
        **found.process("PB_Sale"),
        **found.record_type("PB_Sale", "PB_Sale"),
    }
    assert {each.id for each in read(files).setups} == {""}
