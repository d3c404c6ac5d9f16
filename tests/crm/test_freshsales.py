"""Freshsales: a workbook for people, and what its API answers is read."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.crm.books import rollout
from tests.crm.mangled import is_whole
from tests.crm.samples import CHINESE, EVERYTHING, PUBLISHED, rolled_out

from playbook.errors import Refused
from playbook.registry import target
from playbook.rollout import csv_files
from playbook.rollout.reading import Found


def read(**files: Any) -> Found:
    reader = target("freshsales").read
    assert reader is not None
    return reader({f"{name}.json": json.dumps(value).encode() for name, value in files.items()})


PIPELINES = {
    "deal_pipelines": [
        {"id": 1, "name": "Default Pipeline", "is_default": True},
        {"id": 2, "name": "Renewals"},
    ]
}
STAGES = {
    "deal_stages": [
        {
            "id": 12,
            "name": "Won",
            "position": 3,
            "forecast_type": "Closed Won",
            "deal_pipeline_id": 1,
            "probability": 100,
        },
        {
            "id": 10,
            "name": "New",
            "position": 1,
            "forecast_type": "Open",
            "deal_pipeline_id": 1,
            "probability": 20,
        },
        {
            "id": 11,
            "name": "Offer",
            "position": 2,
            "forecast_type": "Open",
            "deal_pipeline_id": 1,
            "probability": 60,
        },
        {
            "id": 13,
            "name": "Lost",
            "position": 4,
            "forecast_type": "Closed Lost",
            "deal_pipeline_id": 1,
            "probability": 0,
        },
        {
            "id": 20,
            "name": "Due",
            "position": 1,
            "forecast_type": "Open",
            "deal_pipeline_id": 2,
            "probability": 70,
        },
    ]
}
FIELDS = {
    "fields": [
        {"id": 1, "name": "amount", "label": "Deal value", "type": "number"},
        {
            "id": 2,
            "name": "cf_region",
            "label": "Region",
            "type": "dropdown",
            "required": False,
            "choices": [{"id": 7, "value": "North", "position": 1}],
        },
    ]
}
REASONS = {"deal_reasons": [{"id": 5, "name": "Price", "position": 1}]}


@pytest.mark.parametrize("path", [EVERYTHING, CHINESE, *PUBLISHED], ids=lambda path: path.stem)
def test_everything_is_in_the_workbook_and_nothing_is_claimed_to_be_sent(path: Path) -> None:
    export = rolled_out("freshsales", path)
    assert {"set-up.xlsx", "fields.csv", "SETUP.md"} == set(export.files)
    there = {each.how for each in export.fates if each.outcome == "written"}
    assert all("there already" in how or "已有" in how or "已经" in how for how in there)
    (setup,) = [csv_files.read({"fields.csv": str(export.files["fields.csv"]).encode()})]
    assert [each.name for each in setup.fields] == [
        each.name for each in rollout("freshsales", path).setup.fields
    ]


def test_pipelines_with_their_stages_are_read() -> None:
    found = read(pipelines=PIPELINES, stages=STAGES, fields=FIELDS, reasons=REASONS)
    assert [setup.name for setup in found.setups] == ["Default Pipeline", "Renewals"]
    assert [
        (each.key, each.name, each.kind, each.probability) for each in found.setups[0].stages
    ] == [
        ("10", "New", "open", 20),
        ("11", "Offer", "open", 60),
        ("12", "Won", "won", 100),
        ("13", "Lost", "lost", 0),
    ]
    assert [each.name for each in found.setups[1].stages] == ["Due"]
    (field,) = found.setups[0].fields
    assert (field.key, field.name, field.type) == ("cf_region", "Region", "choice")
    assert [option.name for option in field.options] == ["North"]
    assert [reason.name for reason in found.setups[0].reasons] == ["Price"]


def test_everything_may_stand_in_one_file() -> None:
    found = read(all={**PIPELINES, **STAGES, **FIELDS, **REASONS, "meta": {}})
    assert len(found.setups) == 2


@pytest.mark.parametrize(
    "value", [{}, [], "x", None, 3, {"fields": []}, {"deal_stages": {}}, {"deal_stages": [1]}]
)
def test_what_is_something_else_is_refused(value: Any) -> None:
    with pytest.raises(Refused):
        read(answer=value)


@pytest.mark.parametrize("odd", [None, 3, "x", [], {}, [1, 2], [{"id": []}], True, -5])
def test_odd_values_inside_make_nothing_stumble(odd: Any) -> None:
    for key in STAGES["deal_stages"][0]:
        assert is_whole(read(stages={"deal_stages": [{**STAGES["deal_stages"][0], key: odd}]}))
    for key in ("id", "name", "label", "type", "choices"):
        assert is_whole(read(stages=STAGES, fields={"fields": [{**FIELDS["fields"][1], key: odd}]}))
    assert is_whole(read(pipelines={"deal_pipelines": [{"id": odd, "name": odd}]}, stages=STAGES))
