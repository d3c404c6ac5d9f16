"""The files of a Salesforce project, as the sf command takes them."""

import json
from collections.abc import Iterator

from playbook.crm.salesforce import access, fields, stages, translations
from playbook.crm.salesforce.gates import Rule
from playbook.crm.salesforce.metadata import document
from playbook.crm.salesforce.path import path_assistant
from playbook.crm.salesforce.plan import Plan

_ROOT = "force-app/main/default"
_OPPORTUNITY = f"{_ROOT}/objects/Opportunity"


def files(plan: Plan) -> dict[str, str]:
    """Every file but the page of steps."""
    made = {**dict(_metadata(plan)), **dict(translations.files(plan, _ROOT))}
    project = {
        "packageDirectories": [{"path": "force-app", "default": True}],
        "name": plan.playbook.id,
        "namespace": "",
        "sfdcLoginUrl": "https://login.salesforce.com",
        "sourceApiVersion": plan.version,
    }
    made["sfdx-project.json"] = json.dumps(project, indent=2) + "\n"
    made["manifest/package.xml"] = manifest(plan)
    return made


def _metadata(plan: Plan) -> Iterator[tuple[str, str]]:
    name = plan.name
    if plan.base is not None:
        path = f"{_ROOT}/standardValueSets/OpportunityStage.standardValueSet-meta.xml"
        yield path, stages.value_set(plan.base, plan.values)
    yield from _of_opportunity(plan)
    assistant = path_assistant(plan.title, name, plan.steps)
    yield f"{_ROOT}/pathAssistants/{name}.pathAssistant-meta.xml", assistant
    switched_on = document("PathAssistantSettings", {"pathAssistantEnabled": True})
    yield f"{_ROOT}/settings/PathAssistant.settings-meta.xml", switched_on
    people = access.permission_set(plan.title, name, plan.seen, plan.formulas)
    yield f"{_ROOT}/permissionsets/{name}.permissionset-meta.xml", people
    loads = access.bypass_set(plan.bypass)
    yield f"{_ROOT}/permissionsets/{plan.bypass}.permissionset-meta.xml", loads
    bypass = access.bypass_permission()
    yield f"{_ROOT}/customPermissions/{plan.bypass}.customPermission-meta.xml", bypass


def _of_opportunity(plan: Plan) -> Iterator[tuple[str, str]]:
    """What belongs to the object: process, record type, fields and rules."""
    playbook, name = plan.playbook, plan.name
    process = stages.business_process(playbook, name, plan.values)
    yield f"{_OPPORTUNITY}/businessProcesses/{name}.businessProcess-meta.xml", process
    record_type = access.record_type(playbook, name, plan.title, plan.written)
    yield f"{_OPPORTUNITY}/recordTypes/{name}.recordType-meta.xml", record_type
    for column in plan.written:
        field = fields.custom_field(column, plan.formulas)
        yield f"{_OPPORTUNITY}/fields/{column.api}.field-meta.xml", field
    for rule in plan.rules.values():
        path = f"{_OPPORTUNITY}/validationRules/{rule.name}.validationRule-meta.xml"
        yield path, _validation_rule(rule)


def _validation_rule(rule: Rule) -> str:
    return document(
        "ValidationRule",
        {
            "fullName": rule.name,
            "active": True,
            "description": rule.description,
            "errorConditionFormula": rule.formula,
            "errorDisplayField": rule.field,
            "errorMessage": rule.message,
        },
    )


def manifest(plan: Plan) -> str:
    """The list of what is deployed."""
    name, codes = plan.name, translations.languages(plan.rollout).values()
    members = {
        "BusinessProcess": [f"Opportunity.{name}"],
        "CustomField": [f"Opportunity.{column.api}" for column in plan.written],
        "CustomObjectTranslation": [f"Opportunity-{code}" for code in codes],
        "CustomPermission": [plan.bypass],
        "PathAssistant": [name],
        "PermissionSet": [name, plan.bypass],
        "RecordType": [f"Opportunity.{name}"],
        "Settings": ["PathAssistant"],
        "StandardValueSet": ["OpportunityStage"] if plan.base is not None else [],
        "StandardValueSetTranslation": [f"OpportunityStage-{code}" for code in codes],
        "ValidationRule": [f"Opportunity.{rule.name}" for rule in plan.rules.values()],
    }
    types = [
        {"members": sorted(listed), "name": kind} for kind, listed in members.items() if listed
    ]
    return document("Package", {"types": types, "version": plan.version})
