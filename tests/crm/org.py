"""An export for Salesforce as an org would have it: its files read, its rules run on records."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from xml.etree import ElementTree as ET

from tests.crm import formula
from tests.crm.deals import Deal
from tests.crm.samples import EVERYTHING, rolled_out

from playbook.crm import Export, Fate
from playbook.model import Playbook

SPACE = "{http://soap.sforce.com/2006/04/metadata}"


TODAY = date(2026, 11, 21)


def xml(export: Export, name: str) -> ET.Element:
    """The only file whose name ends so."""
    (content,) = (text for file, text in export.files.items() if file.endswith(name))
    return ET.fromstring(content)


def values(tree: ET.Element, path: str) -> list[str]:
    return [
        str(each.text) for each in tree.iterfind("/".join(f"{SPACE}{p}" for p in path.split("/")))
    ]


def fate(export: Export, *at: str | int) -> Fate:
    (found,) = (each for each in export.fates if each.at == at)
    return found


def api(*ids: str) -> str:
    return "PB_" + "_".join(word.capitalize() for id in ids for word in id.split("-")) + "__c"


@dataclass(frozen=True)
class World:
    """The rules and fields of an export, read from its files."""

    rules: dict[str, str]
    """The formulas by what they come from: ``qualified/exit/bant-ok``."""
    formulas: dict[str, str]
    picklists: frozenset[str]
    fields: frozenset[str]


def world(export: Export) -> World:
    rules, formulas, picklists, fields = {}, {}, {"StageName", "LeadSource"}, set[str]()
    for name, text in export.files.items():
        if not name.endswith("-meta.xml"):
            continue
        tree = ET.fromstring(text)
        if "/validationRules/" in name:
            path = values(tree, "description")[0].split("(")[1].split(")")[0]
            rules[path] = values(tree, "errorConditionFormula")[0]
        elif "/fields/" in name:
            own = values(tree, "fullName")[0]
            fields.add(own)
            if tree.find(f"{SPACE}formula") is not None:
                formulas[own] = values(tree, "formula")[0]
            if values(tree, "type") == ["Picklist"]:
                picklists.add(own)
    return World(rules, formulas, frozenset(picklists), frozenset(fields))


def world_of(model: Playbook) -> World:
    return world(rolled_out("salesforce", model))


@cache
def everything() -> World:
    return world(rolled_out("salesforce", EVERYTHING))


def fires(
    rule: str,
    values: dict[str, Any],
    source: str | None,
    target: str,
    of: World | None = None,
    **more: Any,
) -> bool:
    """Whether a rule stops a deal that moves from one stage to another; from None it is new."""
    own = {"RecordType.DeveloperName": "PB_Sale", "$Permission.PB_Bypass": False}
    before = None if source is None else {**own, **values, "StageName": source}
    record = formula.Record(
        {**own, **values, **more, "StageName": target},
        of.picklists if of else frozenset({"StageName"}),
        before,
        of.formulas if of else {},
        TODAY,
    )
    result = formula.value(rule, record)
    assert isinstance(result, bool)
    return result


def record_of(model: Playbook, deal: Deal) -> dict[str, Any]:
    """A deal as Salesforce keeps it."""
    found: dict[str, Any] = {
        "RecordType.DeveloperName": f"PB_{model.id.replace('-', '_').title()}",
        "$Permission.PB_Bypass": False,
        "Amount": deal.fields.get("amount"),
        "CloseDate": deal.fields.get("close-date"),
    }
    for id, field in model.fields.items():
        value = deal.fields.get(id)
        found[api(id)] = value / 100 if field.type == "percent" and value is not None else value
    found[api("loss-reason")] = deal.fields.get("loss-reason")
    for name, questionnaire in model.questionnaires.items():
        for question in questionnaire.questions:
            found[api(name, question.id)] = deal.answers.get(question.id)
    for segment in model.segments:
        found[api("segment", segment)] = segment in deal.ticked
    for track in model.tracks.values():
        for phase in track.phases:
            found[api(track.id, phase.id)] = (track.id, phase.id) in deal.done
    return found


def salesforce_name(stage: str) -> str:
    return "_".join(word.capitalize() for word in stage.split("-"))
