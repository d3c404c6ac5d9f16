"""Pipedrive, Attio and Notion: the vendors' own types say yes to every request, by the compiler."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from tests.crm import vendor_types
from tests.crm.samples import CHINESE, EVERYTHING, PUBLISHED, playbook, rolled_out

from playbook.crm import Export, Settings
from playbook.registry import target

pytestmark = vendor_types.NEEDED
TARGETS = ["attio", "notion", "pipedrive"]
PATHS = {path.parent.name + "-" + path.stem: path for path in (EVERYTHING, CHINESE, *PUBLISHED)}
STATUSES = {"data": [{"id": {"status_id": "s1"}, "title": "Lead"}]}
FAULTS: Mapping[str, tuple[str, str, Callable[[dict[str, Any]], object]]] = {
    "order": ("pipedrive", "stage-lead", lambda body: body.update(order_nr=1)),
    "no-pipeline": ("pipedrive", "stage-lead", lambda body: body.pop("pipeline_id")),
    "words": ("pipedrive", "stage-lead", lambda body: body.update(deal_probability="20")),
    "type": ("pipedrive", "field-region", lambda body: body.update(field_type="picklist")),
    "option": ("pipedrive", "field-region", lambda body: body["options"][0].update(color="red")),
    "required": (
        "pipedrive",
        "field-region",
        lambda body: body["required_fields"].update(stage_ids=["1"]),
    ),
    "days": ("attio", "stage-lead", lambda body: body["data"].update(target_time_in_status=14)),
    "odds": ("attio", "stage-lead", lambda body: body["data"].update(probability=20)),
    "no-config": ("attio", "field-region", lambda body: body["data"].pop("config")),
    "kind": ("attio", "field-region", lambda body: body["data"].update(type="choice")),
    "currency": (
        "attio",
        "field-budget",
        lambda body: body["data"]["config"]["currency"].update(default_currency_code="XXX"),
    ),
    "locked": ("notion", "database", lambda body: body.update(locked=True)),
    "column": ("notion", "database", lambda body: _columns(body)["Region"].update(type="choice")),
    "colour": (
        "notion",
        "database",
        lambda body: _columns(body)["Stage"]["select"]["options"][0].update(color="cyan"),
    ),
    "block": ("notion", "page-lead", lambda body: body["children"][0].update(type="todo")),
    "view": ("notion", "board", lambda body: body["configuration"].pop("group_by")),
}


def _columns(body: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = body["initial_data_source"]["properties"]
    return found


def planted(name: str, ending: str, change: Callable[[dict[str, Any]], object]) -> Export:
    """An export with one fault in one request."""
    files = dict(rolled_out(name, EVERYTHING).files)
    (file,) = (each for each in files if each.endswith(f"-{ending}.json"))
    request = json.loads(str(files[file]))
    change(request["body"])
    return Export({file: json.dumps(request)})


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What the compiler has to say of every export and of every planted fault, in one run."""
    sources = {
        f"{name}-{sample}": vendor_types.source(name, rolled_out(name, path))
        for name in TARGETS
        for sample, path in PATHS.items()
    }
    merged = target("attio").export(
        playbook(EVERYTHING), Settings({}, {"statuses.json": json.dumps(STATUSES)})
    )
    assert '"PATCH"' in str(merged.files["requests/01-stage-lead.json"])
    sources["merged"] = vendor_types.source("attio", merged)
    for fault, (name, ending, change) in FAULTS.items():
        sources[f"fault-{fault}"] = vendor_types.source(name, planted(name, ending, change))
    return vendor_types.faults(sources, tmp_path_factory.mktemp("types"))


@pytest.mark.parametrize("sample", PATHS)
@pytest.mark.parametrize("name", TARGETS)
def test_the_vendors_types_take_every_request(
    name: str, sample: str, said: dict[str, list[str]]
) -> None:
    assert said[f"{name}-{sample}"] == []


def test_the_vendors_types_take_what_is_merged_with_a_base(said: dict[str, list[str]]) -> None:
    assert said["merged"] == []


@pytest.mark.parametrize("fault", FAULTS)
def test_the_vendors_types_refuse_planted_faults(fault: str, said: dict[str, list[str]]) -> None:
    assert len(said[f"fault-{fault}"]) == 1
