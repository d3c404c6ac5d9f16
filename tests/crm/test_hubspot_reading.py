"""HubSpot read back: what was sent comes again, and accounts as they are found make sense."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.crm.hubspot import TOKEN, VERSIONS, HubSpot, running, typed
from tests.crm.samples import CHINESE, EVERYTHING, PUBLISHED, differing, playbook, rolled_out
from tests.crm.stub import send

from playbook.crm import Settings
from playbook.errors import Refused
from playbook.messages import closest, speaking
from playbook.model import FAILED
from playbook.registry import target
from playbook.rollout.compiling import Rollout
from playbook.rollout.reading import Found
from playbook.rollout.setup import FieldSetup, Setup

LIKE = {"money": "number", "percent": "number", "rating": "number", "link": "text"}
"""Types that HubSpot does not tell apart."""


def read(**answers: Any) -> Found:
    """What is read of one file for each answer."""
    return read_files({f"{name}.json": {"results": rows} for name, rows in answers.items()})


def read_files(files: dict[str, Any]) -> Found:
    reader = target("hubspot").read
    assert reader is not None
    return reader({name: json.dumps(whole).encode() for name, whole in files.items()})


def counted(kind: str) -> str:
    """The kind that HubSpot's probability tells."""
    if kind in ("won", "after-sale"):
        return "won"
    return "lost" if kind in FAILED else "open"


def is_label(field: FieldSetup) -> bool:
    return field.type in ("contact", "company")


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("path", [EVERYTHING, CHINESE, *PUBLISHED], ids=lambda path: path.stem)
def test_the_account_takes_everything_and_gives_it_back(
    path: Path, version: str, tmp_path: Path
) -> None:
    state, export = HubSpot(version), rolled_out("hubspot", path, version=version)
    with running(state) as server:
        done = send(export, tmp_path / "out", server, HUBSPOT_TOKEN=TOKEN)
        assert (done.returncode, done.stderr) == (0, "")
        assert server.refused == []
    reader = target("hubspot").read
    assert reader is not None
    (found,) = reader(state.dump()).setups
    assert differing("hubspot", path, state.dump(), version=version) == []
    model = playbook(path)
    with speaking(closest(model.language)):
        wanted = Rollout(model, Settings({"version": version}), target("hubspot").surface).setup
    same(found, wanted)


def same(found: Setup, wanted: Setup) -> None:
    """What was read is what was wanted, as far as HubSpot can tell."""
    assert (found.id, found.key, found.name) == (wanted.id, wanted.key, wanted.name)
    assert [
        (each.id, each.key, each.name, each.kind, each.probability) for each in found.stages
    ] == [
        (each.id, each.key, each.name, counted(each.kind), each.probability)
        for each in wanted.stages
    ]
    assert [
        (each.ids, each.kind, each.key, each.name, each.type, each.about, each.options)
        for each in found.fields
        if not is_label(each)
    ] == [
        (
            each.ids,
            each.kind,
            each.key,
            each.name,
            LIKE.get(each.type, each.type),
            each.about,
            each.options,
        )
        for each in wanted.fields
        if each.is_ours and not is_label(each)
    ]
    assert {(each.name, each.type) for each in found.fields if is_label(each)} == {
        (each.name, each.type) for each in wanted.fields if each.is_ours and is_label(each)
    }
    assert [(each.id, each.key, each.name) for each in found.reasons] == [
        (each.id, each.key, each.name) for each in wanted.reasons
    ]


def test_what_the_account_answers_has_the_types_of_hubspots_own_client(tmp_path: Path) -> None:
    pytest.importorskip("hubspot.crm", reason="hubspot-api-client is not installed")
    from hubspot.crm.pipelines import (  # type: ignore[import-untyped]
        CollectionResponsePipelineNoPaging,
    )
    from hubspot.crm.properties import ModelProperty  # type: ignore[import-untyped]

    state = HubSpot()
    with running(state) as server:
        send(rolled_out("hubspot", EVERYTHING), tmp_path / "out", server, HUBSPOT_TOKEN=TOKEN)
    pipelines, *_others = (json.loads(each) for each in state.dump().values())
    assert typed(CollectionResponsePipelineNoPaging, pipelines) == []
    assert [typed(ModelProperty, each) for each in state.properties.values()] == [[]] * len(
        state.properties
    )


def stage(id: str, label: str, order: int, odds: Any, **more: Any) -> dict[str, Any]:
    metadata = {
        "probability": odds,
        **({"isClosed": more.pop("closed")} if "closed" in more else {}),
    }
    return {"id": id, "label": label, "displayOrder": order, "metadata": metadata, **more}


def a_property(name: str, type: str, field_type: str, **more: Any) -> dict[str, Any]:
    return {
        "name": name,
        "label": name.title(),
        "type": type,
        "fieldType": field_type,
        "groupName": "dealinformation",
        "options": [],
        **more,
    }


DEFAULT = {
    "id": "default",
    "label": "Sales Pipeline",
    "displayOrder": 0,
    "stages": [
        stage("closedlost", "Closed Lost", 6, "0.0", closed="true"),
        stage("appointmentscheduled", "Appointment Scheduled", 0, "0.2", closed="false"),
        stage("qualifiedtobuy", "Qualified To Buy", 1, "0.4", closed="false"),
        stage("closedwon", "Closed Won", 5, "1.0", closed="true"),
    ],
    "archived": False,
    "aKeyOfTomorrow": {"x": 1},
}


def test_an_account_as_it_comes_has_no_ids_of_ours() -> None:
    found = read(pipelines=[DEFAULT])
    (setup,) = found.setups
    assert (setup.id, setup.key, setup.name) == ("", "default", "Sales Pipeline")
    assert [(each.id, each.key, each.kind, each.probability) for each in setup.stages] == [
        ("", "appointmentscheduled", "open", 20),
        ("", "qualifiedtobuy", "open", 40),
        ("", "closedwon", "won", 100),
        ("", "closedlost", "lost", 0),
    ]
    assert found.notes == ()


@pytest.mark.parametrize(
    ("odds", "percent", "kind"),
    [
        ("0.2", 20, "open"),
        (0.5, 50, "open"),
        ("1.0", 100, "won"),
        ("1", 100, "won"),
        ("0.0", 0, "lost"),
        ("0.25", 25, "open"),
        ("", None, "open"),
        ("soon", None, "open"),
        ("NaN", None, "open"),
        ("1e999999999", None, "open"),
        (None, None, "open"),
        ("7", None, "open"),
    ],
)
def test_a_probability_is_a_text_or_a_number_or_nothing(
    odds: Any, percent: int | None, kind: str
) -> None:
    row = {"id": "p", "label": "P", "stages": [stage("s", "S", 0, odds)]}
    (setup,) = read(pipelines=[row]).setups
    assert (setup.stages[0].probability, setup.stages[0].kind) == (percent, kind)


def test_a_stage_that_hubspot_calls_open_is_open() -> None:
    row = {"id": "p", "label": "P", "stages": [stage("s", "S", 0, "0.0", closed="false")]}
    (setup,) = read(pipelines=[row]).setups
    assert setup.stages[0].kind == "open"


def test_several_pipelines_keep_their_own_properties_and_share_the_others() -> None:
    ours = {
        "id": "pb_first_sale",
        "label": "First sale",
        "displayOrder": 1,
        "stages": [
            stage("pb_first_sale__first_call", "Call", 0, "0.1"),
            stage("12345", "Added there", 1, "0.3", archived=True),
            stage("pb_first_sale__won", "Won", 2, "1.0"),
            stage("pb_first_sale__running", "Running", 3, "1.0"),
        ],
    }
    found = read(
        pipelines=[ours, DEFAULT],
        properties=[
            a_property("pb_need", "string", "text", groupName="pb_first_sale"),
            a_property("pb_bant__who_signs", "string", "text", groupName="pb_first_sale"),
            a_property("territory", "string", "text"),
        ],
    )
    default, first = found.setups
    assert (first.id, first.key) == ("first-sale", "pb_first_sale")
    assert [(each.id, each.is_active) for each in first.stages] == [
        ("first-call", True),
        ("", False),
        ("won", True),
        ("running", True),
    ]
    assert [(each.ids, each.kind) for each in first.fields] == [
        (("need",), "field"),
        (("bant", "who-signs"), "question"),
        ((), "field"),
    ]
    assert [each.key for each in default.fields] == ["territory"]
    (note,) = found.notes
    assert (note.kind, note.where, note.what) == ("question", "running", "Running")
    assert "“Won”" in note.why


OPTIONS = [
    {"value": "b", "label": "B", "displayOrder": 1, "hidden": False},
    {"value": "a", "label": "A", "displayOrder": 0, "hidden": False},
]


@pytest.mark.parametrize(
    ("row", "type", "options"),
    [
        (a_property("x", "string", "text"), "text", []),
        (a_property("x", "string", "phonenumber"), "text", []),
        (a_property("x", "phone_number", "phonenumber"), "text", []),
        (a_property("x", "string", "textarea"), "long-text", []),
        (a_property("x", "string", "html"), "long-text", []),
        (a_property("x", "string", "file"), "file", []),
        (a_property("x", "number", "number"), "number", []),
        (a_property("x", "number", "number", showCurrencySymbol=True), "money", []),
        (a_property("x", "date", "date"), "date", []),
        (a_property("x", "datetime", "date"), "date", []),
        (a_property("x", "bool", "booleancheckbox", options=OPTIONS), "flag", []),
        (a_property("x", "enumeration", "booleancheckbox", options=OPTIONS), "flag", []),
        (a_property("x", "enumeration", "select", options=OPTIONS), "choice", ["a", "b"]),
        (a_property("x", "enumeration", "radio", options=OPTIONS), "choice", ["a", "b"]),
        (a_property("x", "enumeration", "checkbox", options=OPTIONS), "choices", ["a", "b"]),
        (a_property("x", "enumeration", "select", externalOptions=True), "user", []),
        (a_property("x", "enumeration", "select", referencedObjectType="OWNER"), "user", []),
        (a_property("x", "string", "text", options=None, description=None), "text", []),
    ],
)
def test_a_property_has_the_type_of_the_format_that_is_like_it(
    row: dict[str, Any], type: str, options: list[str]
) -> None:
    (setup,) = read(pipelines=[DEFAULT], properties=[row]).setups
    (field,) = setup.fields
    assert (field.type, [each.key for each in field.options]) == (type, options)


def test_what_is_no_field_of_a_playbook_is_left_out_with_why() -> None:
    hidden = {"value": "old", "label": "Old", "displayOrder": 2, "hidden": True}
    found = read(
        pipelines=[DEFAULT, {**DEFAULT, "id": "gone", "label": "Gone", "archived": True}],
        properties=[
            a_property("amount", "number", "number", hubspotDefined=True),
            a_property("days_to_close", "number", "number", hubspotDefined=True, calculated=True),
            a_property("sum", "number", "calculation_equation", calculated=True),
            a_property("margin", "number", "number", calculationFormula="amount * 2"),
            a_property("old", "string", "text", archived=True),
            a_property("place", "object_coordinates", "text"),
            a_property("kept", "enumeration", "select", options=[*OPTIONS, hidden]),
        ],
    )
    (setup,) = found.setups
    assert [each.key for each in setup.fields] == ["kept"]
    assert [each.key for each in setup.fields[0].options] == ["a", "b"]
    assert [(each.kind, each.where, each.what, each.why) for each in found.notes] == [
        ("left out", "gone", "Gone", "it is archived"),
        ("left out", "properties", "2 properties", "every HubSpot account has them"),
        ("left out", "sum", "Sum", "HubSpot calculates it"),
        ("left out", "margin", "Margin", "HubSpot calculates it"),
        ("left out", "old", "Old", "it is archived"),
        ("left out", "place", "Place", "no field of a playbook has this type"),
        ("left out", "kept", "Old", "nobody can choose it there"),
    ]


def test_reasons_that_were_made_there_are_found() -> None:
    row = a_property(
        "closed_lost_reason", "enumeration", "select", options=OPTIONS, hubspotDefined=True
    )
    (setup,) = read(pipelines=[DEFAULT], properties=[row]).setups
    assert [(each.id, each.name) for each in setup.reasons] == [("a", "A"), ("b", "B")]
    assert setup.fields == ()


def test_one_file_may_hold_all_answers_and_a_list_is_an_answer_too() -> None:
    need = a_property("need", "string", "text")
    labels = [
        {"category": "HUBSPOT_DEFINED", "typeId": 3, "label": None},
        {"category": "USER_DEFINED", "typeId": 9, "label": "Decider"},
    ]
    apart = read_files({"p.json": [DEFAULT], "q.json": [need], "to-companies.json": labels})
    together = read_files(
        {
            "all.json": {
                "pipelines": {"results": [DEFAULT]},
                "properties": [need],
                "groups": {"results": [{"name": "dealinformation", "label": "Deals"}]},
                "companies": {"results": labels},
            }
        }
    )
    assert apart == together
    assert [(each.name, each.type) for each in apart.setups[0].fields] == [
        ("Need", "text"),
        ("Decider", "company"),
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not json",
        b"\xff\xfe",
        b"[" * 100_000,
        b"3",
        b"{}",
        b'{"results": {}}',
        b'{"results": [1]}',
        b'[{"foo": 1}]',
        b'[{"stages": [], "label": "P"}]',
        b'[{"stages": [{"label": "S"}], "id": "p", "label": "P"}]',
        b'[{"stages": 3, "id": "p", "label": "P"}]',
        b'[{"fieldType": "text", "name": "x", "label": "X"}]',
        b'{"pipelines": 3}',
        b'{"success": true, "data": []}',
    ],
)
def test_what_is_not_hubspots_is_refused(content: bytes) -> None:
    reader = target("hubspot").read
    assert reader is not None
    with pytest.raises(Refused, match=r"dump\.json"):
        reader({"dump.json": content})


ANSWERS = {
    "pipelines": {"results": [DEFAULT]},
    "properties": {
        "results": [
            a_property("kept", "enumeration", "select", options=OPTIONS),
            a_property("amount", "number", "number", hubspotDefined=True),
        ]
    },
    "contacts": {"results": [{"category": "USER_DEFINED", "typeId": 9, "label": "Decider"}]},
}
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=4,
)


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for key, each in inner:
        found.append((*at, key))
        if isinstance(each, dict | list):
            found += places(each, (*at, key))
    return found


@given(st.sampled_from(places(ANSWERS)), VALUES)
def test_a_wrong_value_anywhere_is_read_or_refused(at: tuple[Any, ...], value: Any) -> None:
    whole: Any = copy.deepcopy(ANSWERS)
    holder = whole
    for key in at[:-1]:
        holder = holder[key]
    holder[at[-1]] = value
    try:
        found = read_files({"dump.json": whole})
    except Refused:
        return
    assert len(found.setups) <= 1
