"""HubSpot: what is sent is taken by a strict account and by its own client's types, and is true."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.crm.hubspot import TOKEN, VERSIONS, HubSpot, running, typed
from tests.crm.samples import CHINESE, EVERYTHING, PUBLISHED, playbook, rolled_out
from tests.crm.stub import send

from playbook.crm import Export, Fate, Settings
from playbook.messages import speaking
from playbook.model import Playbook
from playbook.registry import target
from playbook.rollout.misfits import misfits

Build = Callable[[str], Playbook]
Change = Callable[[dict[str, Any]], object]


def requests(export: Export) -> list[dict[str, Any]]:
    return [
        json.loads(str(text))
        for name, text in sorted(export.files.items())
        if name.startswith("requests/")
    ]


def body(export: Export, name: str) -> dict[str, Any]:
    """The body of the request of this name."""
    (found,) = (text for file, text in export.files.items() if file.endswith(f"-{name}.json"))
    made = json.loads(str(found))["body"]
    assert isinstance(made, dict)
    return made


def properties(export: Export) -> dict[str, dict[str, Any]]:
    bodies = [each["body"] for each in requests(export) if each["path"].endswith("/deals")]
    return {each["name"]: each for each in bodies if "fieldType" in each}


def fate(export: Export, *at: str | int) -> Fate:
    (found,) = (each for each in export.fates if each.at == at)
    return found


def odds(export: Export) -> dict[str, str]:
    stages = body(export, "pipeline")["stages"]
    return {each["stageId"].split("__")[-1]: each["metadata"]["probability"] for each in stages}


def changed(export: Export, name: str, change: Change) -> Export:
    """An export with another body in the request of this name."""
    files = dict(export.files)
    (file,) = (each for each in files if each.endswith(f"-{name}.json"))
    request = json.loads(str(files[file]))
    change(request["body"])
    files[file] = json.dumps(request)
    return Export(files)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("path", [EVERYTHING, CHINESE, *PUBLISHED], ids=lambda path: path.stem)
def test_every_body_has_the_types_of_hubspots_own_client(path: Path, version: str) -> None:
    crm = pytest.importorskip("hubspot.crm", reason="hubspot-api-client is not installed")
    del crm
    from hubspot.crm.associations.v4.schema import (  # type: ignore[import-untyped]
        PublicAssociationDefinitionCreateRequest as Label,
    )
    from hubspot.crm.pipelines import (  # type: ignore[import-untyped]
        PipelineInput,
    )
    from hubspot.crm.properties import (  # type: ignore[import-untyped]
        PropertyCreate,
        PropertyGroupCreate,
    )

    models = {"groups": PropertyGroupCreate, "labels": Label, "deals": PipelineInput}
    checked = 0
    for each in requests(rolled_out("hubspot", path, version=version)):
        if "/pipelines-rules/" in each["path"]:
            continue  # the client does not know them
        model = models[each["path"].rpartition("/")[2]]
        model = PropertyCreate if "fieldType" in each["body"] else model
        assert typed(model, each["body"]) == []
        checked += 1
    assert checked >= 3


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("pipeline", lambda body: body["stages"][0]["metadata"].update(probability=0.2)),
        ("pipeline", lambda body: body["stages"][0]["metadata"].update(probability="0.25")),
        ("pipeline", lambda body: body["stages"][0].update(stageId="Qualified")),
        ("pipeline", lambda body: body["stages"][0].update(rotten=3)),
        ("pipeline", lambda body: body["stages"][0].pop("metadata")),
        ("pipeline", lambda body: body["stages"][0].update(label=body["stages"][1]["label"])),
        ("pipeline", lambda body: body["stages"][0].update(displayOrder="0")),
        ("property-region", lambda body: body.update(fieldType="dropdown")),
        ("property-region", lambda body: body.pop("groupName")),
        ("property-region", lambda body: body.update(groupName="another")),
        ("property-region", lambda body: body.pop("options")),
        ("property-region", lambda body: body["options"][0].update(value="us")),
        ("label-decider", lambda body: body.update(name="Decider")),
        (
            "pipeline-rules",
            lambda body: body["governanceValidationRules"]["objectCreationRule"].update(
                pipelineStageIds=["pb_machine_sales__nowhere"]
            ),
        ),
    ],
    ids=[
        *("number", "off the grid", "upper case", "unknown key", "missing", "label twice", "text"),
        *("field type", "no group", "unknown group", "no options", "option twice"),
        *("label's key", "unknown stage"),
    ],
)
def test_the_account_refuses_planted_faults(name: str, change: Change, tmp_path: Path) -> None:
    export = changed(rolled_out("hubspot", EVERYTHING), name, change)
    with running(HubSpot()) as server:
        done = send(export, tmp_path / "out", server, HUBSPOT_TOKEN=TOKEN)
    assert done.returncode == 1
    assert f"-{name}.json: 4" in done.stderr
    assert len(server.refused) == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda body: body.update(rotten=1), "$.rotten: unknown"),
        (lambda body: body.pop("label"), "$.label: missing"),
        (lambda body: body.update(displayOrder=True), "$.displayOrder: True is not int"),
        (
            lambda body: body["stages"][0]["metadata"].update(probability=0.2),
            "$.stages.0.metadata.probability: 0.2 is not str",
        ),
        (lambda body: body.update(stages={}), "$.stages: {} is not list[PipelineStageInput]"),
    ],
    ids=["unknown", "missing", "boolean", "number", "no list"],
)
def test_the_clients_types_catch_planted_faults(change: Change, said: str) -> None:
    pytest.importorskip("hubspot.crm", reason="hubspot-api-client is not installed")
    from hubspot.crm.pipelines import PipelineInput

    made = body(rolled_out("hubspot", EVERYTHING), "pipeline")
    change(made)
    assert typed(PipelineInput, made) == [said]


def test_a_second_run_sends_nothing_again(tmp_path: Path) -> None:
    export = rolled_out("hubspot", EVERYTHING)
    with running(HubSpot()) as server:
        send(export, tmp_path / "out", server, HUBSPOT_TOKEN=TOKEN)
        before = len(server.calls)
        again = send(export, tmp_path / "out", server, HUBSPOT_TOKEN=TOKEN)
        assert (again.returncode, len(server.calls)) == (0, before)


def test_what_is_there_already_stays_as_it_is(tmp_path: Path) -> None:
    state, export = HubSpot(), rolled_out("hubspot", CHINESE)
    with running(state) as server:
        send(export, tmp_path / "first", server, HUBSPOT_TOKEN=TOKEN)
        state.properties.pop("pb_yu_suan")
        next(iter(state.pipelines.values()))["label"] = "Renamed there"
        done = send(export, tmp_path / "again", server, HUBSPOT_TOKEN=TOKEN)
        narrow = {"PYTHONIOENCODING": "ascii", "HUBSPOT_TOKEN": TOKEN}
        unshown = send(export, tmp_path / "narrow", server, **narrow)
    assert (done.returncode, done.stderr) == (0, "")
    assert (unshown.returncode, unshown.stderr) == (0, "")
    said = json.loads(str(export.files["server.json"]))["words"]["is_there"].split("{")[0]
    assert said.startswith("那里已经有了")
    there = done.stdout.count(said)
    assert there == len(requests(export)) - 2  # but for the property, and the rules: a PUT
    assert "pb_yu_suan" in state.properties
    assert [each["label"] for each in state.pipelines.values()] == ["Renamed there"]


def test_without_the_right_token_nothing_is_sent(tmp_path: Path) -> None:
    state, export = HubSpot(), rolled_out("hubspot", EVERYTHING)
    with running(state) as server:
        missing = send(export, tmp_path / "out", server)
        assert missing.returncode == 2
        assert "HUBSPOT_TOKEN" in missing.stderr
        assert server.calls == []
        wrong = send(export, tmp_path / "out", server, HUBSPOT_TOKEN="another")
        assert (wrong.returncode, state.groups) == (1, {})
        assert "401" in wrong.stderr


def test_two_exports_are_the_same_and_in_the_playbooks_language() -> None:
    english = rolled_out("hubspot", CHINESE)
    with speaking("bg"):
        bulgarian = rolled_out("hubspot", CHINESE)
    assert dict(english.files) == dict(bulgarian.files)
    assert list(english.files) == list(bulgarian.files)


def test_an_open_stage_is_never_closed_by_its_probability() -> None:
    assert odds(rolled_out("hubspot", EVERYTHING)) == {
        "lead": "0.1",
        "qualified": "0.2",
        "trial": "0.5",
        "signing": "0.9",
        "at_risk": "0.9",
        "won": "1.0",
        "running": "1.0",
        "lost": "0.0",
        "duplicate": "0.0",
        "fridge": "0.1",
    }


SALE = """\
id: first-sale
name: First sale
stages:
  - {id: qualified, name: Qualified, probability: 20, exit: [The buyer has named who signs]}
  - {id: proposal, name: Proposal, optional: true}
  - {id: contract, name: Contract, back: {to: []}}
  - {id: won, name: Won, kind: won}
  - {id: lost, name: Lost, kind: lost}
"""


@pytest.mark.parametrize(
    ("percent", "sent", "said"),
    [
        (0, "0.1", "takes tenths between 0.1 and 0.9"),
        (4, "0.1", "takes tenths"),
        (15, "0.2", "takes tenths"),
        (20, "0.2", ""),
        (25, "0.3", "takes tenths"),
        (90, "0.9", ""),
        (97, "0.9", "takes tenths"),
        (100, "0.9", "takes tenths"),
    ],
)
def test_a_probability_off_the_grid_is_rounded_and_that_is_told(
    percent: int, sent: str, said: str, built: Build
) -> None:
    export = rolled_out("hubspot", built(SALE.replace("20", str(percent))))
    assert odds(export)["qualified"] == sent
    told = fate(export, "stages", 0, "probability")
    assert told.outcome == "written"
    assert told.how.startswith(sent)
    assert (said in told.how) if said else told.how == sent


def test_keys_are_lower_case_and_belong_to_one_pipeline(built: Build) -> None:
    export = rolled_out("hubspot", built(SALE), prefix="acme")
    pipeline = body(export, "pipeline")
    assert pipeline["pipelineId"] == "acme_first_sale"
    assert [each["stageId"] for each in pipeline["stages"]][:2] == [
        "acme_first_sale__qualified",
        "acme_first_sale__proposal",
    ]
    assert [each["displayOrder"] for each in pipeline["stages"]] == [0, 1, 2, 3, 4]


def test_names_there_and_properties_that_are_there_already_come_from_the_settings() -> None:
    settings = Settings(
        {
            "name": "Machines EMEA",
            "stages": {"trial": "Pilot"},
            "fields": {"region": "territory", "decider": "main_contact", "bant.signs": "signs"},
        }
    )
    export = target("hubspot").export(playbook(EVERYTHING), settings)
    pipeline = body(export, "pipeline")
    assert pipeline["label"] == "Machines EMEA"
    assert [each["label"] for each in pipeline["stages"]][1:4] == ["Qualified", "Pilot", "Signing"]
    assert {"pb_region", "pb_bant__signs", "territory"}.isdisjoint(properties(export))
    assert "pb_machine" in properties(export)
    assert not [name for name in export.files if name.endswith("-label-decider.json")]
    assert fate(export, "fields", "region").how == "the field territory, which is there already"
    assert fate(export, "fields", "decider").how == (
        "the field main_contact, which is there already"
    )


def test_the_rules_say_what_cannot_be_skipped_or_left_backwards(built: Build) -> None:
    export = rolled_out("hubspot", built(SALE))
    rules = body(export, "pipeline-rules")["governanceValidationRules"]
    needed = rules["noSkippingStagesRule"]["pipelineStageIds"]
    assert needed == ["pb_first_sale__qualified", "pb_first_sale__contract"]
    final = rules["noBackwardsMovementRule"]["pipelineStageIds"]
    assert final == ["pb_first_sale__contract", "pb_first_sale__won", "pb_first_sale__lost"]
    assert rules["objectCreationRule"]["pipelineStageIds"] == ["pb_first_sale__qualified"]


BRANCHES = """[
    {id: a, name: A, next: [b, c]}, {id: b, name: B, next: [d]}, {id: c, name: C}, {id: d, name: D}
]"""


@pytest.mark.parametrize(
    ("stages", "at", "outcome"),
    [
        ("[{id: a, name: A, next: [b]}, {id: b, name: B}]", (0, "next"), "written"),
        (
            "[{id: a, name: A, next: [b, c]}, {id: b, name: B}, {id: c, name: C}]",
            (0, "next"),
            "written",
        ),
        (BRANCHES, (1, "next"), "by hand"),
        ("[{id: a, name: A}, {id: b, name: B, from: [a], next: [a]}]", (1, "next"), "by hand"),
        ("[{id: a, name: A}, {id: b, name: B, from: [a]}]", (1, "from"), "by hand"),
        ("[{id: a, name: A}, {id: b, name: B, back: {to: []}}]", (1, "back"), "written"),
        ("[{id: a, name: A}, {id: b, name: B, back: {}}]", (1, "back"), "written"),
        ("[{id: a, name: A}, {id: b, name: B, back: {to: [a]}}]", (1, "back"), "by hand"),
        ("[{id: a, name: A}, {id: b, name: B, back: {reason: true}}]", (1, "back"), "by hand"),
        (
            "[{id: a, name: A}, {id: b, name: B, from: [a], next: [a], back: {to: []}}]",
            (1, "back"),
            "by hand",
        ),
    ],
)
def test_only_moves_that_a_rule_holds_are_told_as_written(
    stages: str, at: tuple[int, str], outcome: str, built: Build
) -> None:
    ends = ", {id: won, name: Won, kind: won}, {id: lost, name: Lost, kind: lost}]"
    model = built(f"id: sale\nname: Sale\nstages: {stages[:-1]}{ends}\n")
    told = fate(rolled_out("hubspot", model), "stages", *at)
    assert told.outcome == outcome


@pytest.mark.parametrize("version", ["v3", "2026-03"])
def test_versions_without_rules_leave_them_to_people(version: str, built: Build) -> None:
    export = rolled_out("hubspot", built(SALE), version=version)
    assert not [each for each in requests(export) if "rules" in each["path"]]
    assert fate(export, "stages", 1, "optional").outcome == "by hand"
    assert fate(export, "stages", 2, "back").outcome == "by hand"
    assert "restrict skipping stages" in str(export.files["SETUP.md"])
    assert "crm.pipelines.governance.write" not in str(export.files["SETUP.md"])


@pytest.mark.parametrize(
    ("key", "type", "field_type"),
    [
        ("pb_machine", "string", "text"),
        ("pb_pain", "string", "textarea"),
        ("pb_budget", "number", "number"),
        ("pb_share", "number", "number"),
        ("pb_seats", "number", "number"),
        ("pb_signed_on", "date", "date"),
        ("pb_has_site", "enumeration", "radio"),
        ("pb_region", "enumeration", "select"),
        ("pb_uses", "enumeration", "checkbox"),
        ("pb_advisor", "enumeration", "select"),
        ("pb_website", "string", "text"),
        ("pb_order", "string", "file"),
        ("pb_bant__urgency", "number", "number"),
        ("pb_segment__audited", "bool", "booleancheckbox"),
        ("pb_proof__test", "bool", "booleancheckbox"),
        ("pb_loss_reason", "enumeration", "select"),
    ],
)
def test_what_is_recorded_has_the_type_that_holds_it(key: str, type: str, field_type: str) -> None:
    found = properties(rolled_out("hubspot", EVERYTHING))[key]
    assert (found["type"], found["fieldType"]) == (type, field_type)
    assert found["groupName"] == "pb_machine_sales"


def test_options_keep_their_ids_and_labels() -> None:
    found = properties(rolled_out("hubspot", EVERYTHING))["pb_loss_reason"]
    labels = {each["value"]: each["label"] for each in found["options"]}
    assert labels["discount"] == "Price: Wanted a discount"
    assert list(labels) == ["price", "discount", "silent", "no-need"]


def test_contacts_and_companies_become_labels_of_associations() -> None:
    export = rolled_out("hubspot", EVERYTHING)
    labels = {
        (each["path"].split("/")[-2], each["body"]["name"])
        for each in requests(export)
        if each["path"].endswith("/labels")
    }
    assert labels == {
        ("contacts", "pb_decider"),
        ("companies", "pb_reseller"),
        ("contacts", "pb_role__champion"),
        ("contacts", "pb_role__operator"),
    }
    assert "because HubSpot has no such property" in fate(export, "fields", "decider").how
    assert "`crm.objects.companies.write`" in str(export.files["SETUP.md"])


def test_without_a_list_of_reasons_hubspots_own_is_used(built: Build) -> None:
    text = SALE.replace("kind: lost}", "kind: lost, must_fill: [loss-reason, machine]}")
    export = rolled_out("hubspot", built(text + "fields: {machine: {name: Machine, type: text}}\n"))
    assert list(properties(export)) == ["pb_machine"]
    told = fate(export, "stages", 4, "must_fill", 0)
    assert (told.outcome, told.how) == ("by hand", "require it in: Lost")


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("path", [EVERYTHING, CHINESE, *PUBLISHED], ids=lambda path: path.stem)
def test_every_key_that_is_told_as_written_is_in_a_request(path: Path, version: str) -> None:
    with speaking("en"):
        export = rolled_out("hubspot", path, version=version)
    bodies = [each["body"] for each in requests(export)]
    keys = {each["name"] for each in bodies if "name" in each}
    keys |= {stage["stageId"] for each in bodies for stage in each.get("stages", ())}
    told = [
        re.match(r"(?:option of the )?(?:field|label|stage) (\w+)", each.how)
        for each in export.fates
        if each.outcome == "written"
    ]
    named = {found[1] for found in told if found}
    assert len(named) > 3
    assert named <= keys


TWICE = """
fields: {q--ok: {name: Field, type: text}}
questionnaires:
  q:
    framework: custom
    elements: [{id: e, name: E}]
    questions: [{id: ok, element: e, ask: Is it so?, type: yes-no}]
"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SALE.replace("name: Proposal", "name: QUALIFIED"), "no two stages of the same name"),
        (SALE + TWICE, "two things would have the name pb_q__ok"),
    ],
    ids=["label", "key"],
)
def test_what_hubspot_would_refuse_is_found_before(text: str, said: str, built: Build) -> None:
    found = [each.message for each in misfits(built(text), Settings(), target("hubspot").surface)]
    assert any(said in each for each in found)


def test_what_is_required_names_the_stages_that_a_deal_enters_next() -> None:
    export = rolled_out("hubspot", EVERYTHING)
    told = fate(export, "stages", 1, "must_fill", 0)
    assert (told.outcome, told.how) == ("by hand", "require it in: Trial, Signing")
    assert "**Qualified: field to fill**: Region – require it in: Trial, Signing" in str(
        export.files["SETUP.md"]
    )


def test_an_association_is_never_called_required(built: Build) -> None:
    text = SALE.replace(
        "exit: [The buyer has named who signs]",
        "must_fill: [signer, account], exit: [{id: s, check: {field: signer, is: filled}}]",
    )
    export = rolled_out("hubspot", built(text + "fields: {signer: {name: Who, type: contact}}\n"))
    for at in [("must_fill", 0), ("must_fill", 1), ("exit", 0)]:
        assert fate(export, "stages", 0, *at).how == (
            "associations cannot be required; look at it before a move"
        )


def test_what_needs_a_larger_plan_comes_last_however_many_properties_there_are(
    built: Build, tmp_path: Path
) -> None:
    fields = ", ".join(f"f{n}: {{name: Field {n}, type: text}}" for n in range(230))
    state, export = HubSpot(), rolled_out("hubspot", built(f"{SALE}fields: {{{fields}}}\n"))
    with running(state) as server:
        done = send(export, tmp_path / "out", server, HUBSPOT_TOKEN=TOKEN)
        assert (done.returncode, done.stderr) == (0, "")
    assert len(state.properties) == 230
    sent = [name for name in export.files if name.startswith("requests/")]
    assert sent[-1].endswith("-pipeline-rules.json")
    assert [call.method for call in server.calls].count("PUT") == 1


def test_an_authors_braces_and_formulas_stay_texts(built: Build, tmp_path: Path) -> None:
    model = built(
        """
        id: sale
        name: "{{HUBSPOT_TOKEN}}"
        fields: {kept: {name: '=HYPERLINK("//x","y")', type: text, about: "{{pipeline}}"}}
        stages:
          - {id: open, name: "</script>'\\"; DROP", exit: [The buyer has signed]}
          - {id: won, name: Won, kind: won}
          - {id: lost, name: Lost, kind: lost}
        """
    )
    state = HubSpot()
    with running(state) as server:
        done = send(rolled_out("hubspot", model), tmp_path / "out", server, HUBSPOT_TOKEN=TOKEN)
        assert done.returncode == 0, done.stderr
    (pipeline,) = state.pipelines.values()
    assert (pipeline["label"], pipeline["stages"][0]["label"]) == (
        "{{HUBSPOT_TOKEN}}",
        "</script>'\"; DROP",
    )
    (kept,) = state.properties.values()
    assert (kept["label"], kept["description"]) == ('=HYPERLINK("//x","y")', "{{pipeline}}")


def test_guidance_is_there_to_be_pasted_stage_by_stage() -> None:
    text = str(rolled_out("hubspot", EVERYTHING).files["guidance.md"])
    assert (
        "## Qualified\n\nAsk what a standstill costs. \\<Do not\\> send prices & brochures." in text
    )
    assert "To move on:\n\n- BANT is passed\n" in text
    names = [stage.name for stage in playbook(EVERYTHING).stages]
    headings = [line[3:] for line in text.splitlines() if line.startswith("## ")]
    assert headings == [name for name in names if name in headings]
    assert len(headings) > 5
