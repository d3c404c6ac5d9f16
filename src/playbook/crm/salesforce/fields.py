"""Custom fields as files: one for each column that the playbook adds."""

import re
from collections.abc import Mapping
from typing import Final

from playbook.crm.salesforce import scores
from playbook.crm.salesforce.columns import Column
from playbook.crm.salesforce.conditions import Conditions
from playbook.crm.salesforce.formulas import LONGEST, Unsayable, number, quoted
from playbook.crm.salesforce.metadata import Value, document
from playbook.messages import _
from playbook.model import Playbook, QuestionnaireId, Segment, SegmentId

LONGEST_HELP: Final = 510
LONGEST_DESCRIPTION: Final = 1000
_BLANK: Final = "BlankAsBlank"
"""Otherwise a formula field takes an empty number for zero."""
_LOOKUPS: Final = {"user": "User", "contact": "Contact", "company": "Account"}
_NUMBERS: Final = {"number": "Number", "money": "Currency", "percent": "Percent"}


def computed(conditions: Conditions) -> tuple[dict[str, str], dict[SegmentId, str]]:
    """The formulas of computed fields by their names; and why a segment has none."""
    formulas: dict[str, str] = {}
    by_hand: dict[SegmentId, str] = {}
    for segment in conditions.playbook.segments.values():
        column = conditions.columns.of_segment(segment.id)
        if column is None or segment.when is None:
            continue
        try:
            formulas[column.api] = _of_segment(conditions, segment)
        except Unsayable as reason:
            by_hand[segment.id] = str(reason)
    for id, questionnaire in conditions.playbook.questionnaires.items():
        score = conditions.columns.of_score(QuestionnaireId(id))
        formula = scores.field_formula(conditions, questionnaire) if score else ""
        if score and formula:
            formulas[score.api] = formula
    return formulas, by_hand


def _of_segment(conditions: Conditions, segment: Segment) -> str:
    if _leads_back(conditions.playbook, segment, segment.id, frozenset()):
        raise Unsayable(_("The segment is defined by itself."))
    formula = conditions.test(segment.when) if segment.when else "FALSE"
    long = {each.api for each in conditions.columns.added if each.type == "long-text"}
    if not long.isdisjoint(re.findall(r"\w+", formula)):
        raise Unsayable(_("A formula field cannot read a long text."))
    if len(formula) > LONGEST:
        message = _("The formula has {length} characters, and Salesforce has room for {most}.")
        raise Unsayable(message.format(length=len(formula), most=LONGEST))
    return formula


def _leads_back(
    playbook: Playbook, segment: Segment, begin: SegmentId, seen: frozenset[SegmentId]
) -> bool:
    leaves = segment.when.leaves() if segment.when else ()
    named = {leaf.segment for leaf in leaves if leaf.segment}
    return begin in named or any(
        _leads_back(playbook, playbook.segments[id], begin, seen | {id})
        for id in named - seen
        if id in playbook.segments
    )


def is_written(column: Column, formulas: Mapping[str, str]) -> bool:
    """Whether a column becomes a field: a score only if a formula can show it."""
    return column.is_ours and (column.type != "score" or column.api in formulas)


def custom_field(column: Column, formulas: Mapping[str, str]) -> str:
    """The file of a field."""
    content: dict[str, Value] = {"fullName": column.api, "label": column.label}
    content |= _said(column)
    formula = formulas.get(column.api)
    if formula and column.type == "flag":
        content |= {"type": "Checkbox", "formula": formula, "formulaTreatBlanksAs": _BLANK}
    elif formula:
        content |= {"type": "Number", "precision": 18, "scale": 2}
        content |= {"formula": formula, "formulaTreatBlanksAs": _BLANK}
    else:
        content |= _stored(column)
        if column.type != "flag":
            content["required"] = False
    return document("CustomField", content)


def _said(column: Column) -> dict[str, Value]:
    """What stands beside the field, as far as there is room."""
    help, about = help_text(column), _about(column)
    if help:
        return {"inlineHelpText": help}
    return {"description": about} if 0 < len(about) <= LONGEST_DESCRIPTION else {}


def help_text(column: Column) -> str:
    """The help that people see at the field; empty if there is none, or no room for it."""
    about = _about(column)
    return about if len(about) <= LONGEST_HELP else ""


def _about(column: Column) -> str:
    """What there is to know of the field, with its whole name where the label is another."""
    about = column.about.strip()
    if column.name != column.label and not about.startswith(column.name):
        return f"“{column.name}”\n{about}".strip()
    return about


def _stored(column: Column) -> dict[str, Value]:
    """What a field of this type needs to be told."""
    default = _default(column)
    match column.type:
        case "text":
            return {"type": "Text", "length": 255, **default}
        case "link" | "file":
            return {"type": "Url", **default}
        case "long-text":
            return {"type": "LongTextArea", "length": 32768, "visibleLines": 5, **default}
        case "rating":
            return {"type": "Number", "precision": 3, "scale": 0, **default}
        case kind if kind in _NUMBERS:
            return {"type": _NUMBERS[kind], "precision": 18, "scale": 2, **default}
        case "date":
            return {"type": "Date", **default}
        case "flag":
            return {"type": "Checkbox", "defaultValue": False}
        case "choices":
            return {"type": "MultiselectPicklist", "visibleLines": 4, "valueSet": _values(column)}
        case kind if kind in _LOOKUPS:
            return {
                "type": "Lookup",
                "referenceTo": _LOOKUPS[kind],
                "relationshipName": column.api.removesuffix("__c"),
                "deleteConstraint": "SetNull",
            }
    return {"type": "Picklist", "valueSet": _values(column)}


def takes_default(column: Column) -> bool:
    """Whether Salesforce can begin new deals with the value that this field begins with."""
    if column.type in _NUMBERS:
        number_given = isinstance(column.default, int | float)
        return number_given and column.type != "percent"
    return column.type not in {"choices", "file", *_LOOKUPS}


def _default(column: Column) -> dict[str, Value]:
    if column.default is None or not takes_default(column):
        return {}
    if column.type in _NUMBERS:
        return {"defaultValue": number(float(column.default))}
    if column.type == "date":
        return {"defaultValue": f"DATEVALUE({quoted(str(column.default))})"}
    return {"defaultValue": quoted(str(column.default))}


def _values(column: Column) -> dict[str, Value]:
    values: list[Value] = [
        {"fullName": id, "default": id == column.default, "label": label}
        for id, label in column.options
    ]
    return {"restricted": True, "valueSetDefinition": {"sorted": False, "value": values}}
