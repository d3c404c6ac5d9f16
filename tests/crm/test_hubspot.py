"""HubSpot: every request is one that its API takes, and nothing is lost."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from tests.crm.samples import CHINESE, EVERYTHING, HERE, PUBLISHED, playbook, rolled_out

from playbook.crm import Export, Fate
from playbook.messages import speaking
from playbook.model import Playbook

SCHEMA = jsonschema_rs.validator_for(
    json.loads((HERE / "hubspot-requests.schema.json").read_text("utf-8"))
)
VERSIONS = ["v3", "2026-03", "2026-09"]
Build = Callable[[str], Playbook]


def requests(export: Export) -> list[dict[str, Any]]:
    return [
        json.loads(str(text))
        for name, text in sorted(export.files.items())
        if name.endswith(".json")
    ]


def body(export: Export, last: str) -> dict[str, Any]:
    """The body of the request whose path ends so."""
    (found,) = (each["body"] for each in requests(export) if each["path"].endswith(last))
    assert isinstance(found, dict)
    return found


def fate(export: Export, *at: str | int) -> Fate:
    (found,) = (each for each in export.fates if each.at == at)
    return found


def odds(export: Export) -> dict[str, str]:
    stages = body(export, "/deals")["stages"]
    return {each["stageId"].split("__")[-1]: each["metadata"]["probability"] for each in stages}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("path", [EVERYTHING, CHINESE, *PUBLISHED], ids=lambda path: path.stem)
def test_every_request_is_one_that_the_api_takes(path: Path, version: str) -> None:
    export = rolled_out("hubspot", path, version=version)
    assert len(requests(export)) >= 3
    for each in requests(export):
        SCHEMA.validate(each)
        assert version in each["path"] or (version == "v3" and "/v4/associations/" in each["path"])
    assert all(str(text).endswith("\n") for text in export.files.values())


@pytest.mark.parametrize(
    ("last", "change"),
    [
        ("/deals", lambda body: body["stages"][0]["metadata"].update(probability=0.2)),
        ("/deals", lambda body: body["stages"][0]["metadata"].update(probability="0.25")),
        ("/deals", lambda body: body["stages"][0].update(stageId="Qualified")),
        ("/deals", lambda body: body["stages"][0].update(rotten=3)),
        ("/deals", lambda body: body["stages"][0].pop("metadata")),
        ("/create", lambda body: body["inputs"][0].update(fieldType="dropdown")),
        ("/create", lambda body: body["inputs"][0].pop("groupName")),
    ],
    ids=["number", "off the grid", "upper case", "unknown key", "missing", "type", "no group"],
)
def test_the_check_of_requests_catches_planted_faults(
    last: str, change: Callable[[dict[str, Any]], object]
) -> None:
    export = rolled_out("hubspot", EVERYTHING)
    (wrong,) = (each for each in requests(export) if each["path"].endswith(last))
    change(wrong["body"])
    assert not SCHEMA.is_valid(wrong)


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


def test_keys_are_lower_case_and_belong_to_one_pipeline(built: Build) -> None:
    export = rolled_out("hubspot", built(SALE), prefix="acme")
    pipeline = body(export, "/deals")
    assert pipeline["pipelineId"] == "acme_first_sale"
    assert [each["stageId"] for each in pipeline["stages"]][:2] == [
        "acme_first_sale__qualified",
        "acme_first_sale__proposal",
    ]
    assert [each["displayOrder"] for each in pipeline["stages"]] == [0, 1, 2, 3, 4]


def test_the_rules_say_what_cannot_be_skipped_or_left_backwards(built: Build) -> None:
    rules = body(rolled_out("hubspot", built(SALE)), "/pb_first_sale")["governanceValidationRules"]
    needed = rules["noSkippingStagesRule"]["pipelineStageIds"]
    assert needed == ["pb_first_sale__qualified", "pb_first_sale__contract"]
    final = rules["noBackwardsMovementRule"]["pipelineStageIds"]
    assert final == ["pb_first_sale__contract", "pb_first_sale__won", "pb_first_sale__lost"]
    assert rules["objectCreationRule"]["pipelineStageIds"] == ["pb_first_sale__qualified"]


@pytest.mark.parametrize("version", ["v3", "2026-03"])
def test_versions_without_rules_leave_them_to_people(version: str, built: Build) -> None:
    export = rolled_out("hubspot", built(SALE), version=version)
    assert not [each for each in requests(export) if "rules" in each["path"]]
    assert fate(export, "stages", 1, "optional").outcome == "by hand"
    assert fate(export, "stages", 2, "back").outcome == "by hand"
    assert "restrict skipping stages" in str(export.files["SETUP.md"])


def properties(export: Export) -> dict[str, dict[str, Any]]:
    return {each["name"]: each for each in body(export, "/create")["inputs"]}


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


def test_without_a_list_of_reasons_hubspots_own_is_used(built: Build) -> None:
    text = SALE.replace("kind: lost}", "kind: lost, must_fill: [loss-reason, machine]}")
    export = rolled_out("hubspot", built(text + "fields: {machine: {name: Machine, type: text}}\n"))
    assert list(properties(export)) == ["pb_machine"]
    told = fate(export, "stages", 4, "must_fill", 0)
    assert (told.outcome, told.how) == ("by hand", "require it in: Lost")


def test_what_is_required_names_the_stage_that_asks_for_it() -> None:
    export = rolled_out("hubspot", EVERYTHING)
    told = fate(export, "stages", 1, "must_fill", 0)
    assert (told.outcome, told.how) == ("by hand", "require it in: Trial, Signing")
    assert "**Qualified: field to fill**: Region – require it in: Trial, Signing" in str(
        export.files["SETUP.md"]
    )


def test_two_ids_with_one_key_are_told(built: Build) -> None:
    text = SALE + (
        "fields: {q--ok: {name: Field, type: text}}\n"
        "questionnaires:\n"
        "  q: {framework: custom, elements: [{id: e, name: E}], questions: "
        "[{id: ok, element: e, ask: Is it so?, type: yes-no}]}\n"
    )
    export = rolled_out("hubspot", built(text))
    told = fate(export, "questionnaires", "q", "questions", 0)
    assert told.outcome == "by hand"
    assert "“Field” has the key pb_q__ok in HubSpot already" in told.how
    assert len(properties(export)) == 1


def test_more_properties_than_one_request_takes_are_sent_in_several(built: Build) -> None:
    fields = ", ".join(f"f{n}: {{name: Field {n}, type: text}}" for n in range(230))
    export = rolled_out("hubspot", built(f"{SALE}fields: {{{fields}}}\n"))
    sizes = [len(each["body"]["inputs"]) for each in requests(export) if "inputs" in each["body"]]
    assert sizes == [100, 100, 30]


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
