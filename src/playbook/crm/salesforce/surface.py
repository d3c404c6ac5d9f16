"""What can be set up in Salesforce from files, as data."""

from typing import Final

from playbook.crm.salesforce.names import LONGEST, api_name
from playbook.rollout.surface import Limits, Surface

_FIELDS: Final = "Setup → Object Manager → Opportunity → Fields & Relationships"


def stage_key(_prefix: str, *ids: str) -> str:
    """The API name of a stage: the list of stages is everyone's, so it has no prefix."""
    return api_name(ids[-1])


def field_key(prefix: str, *ids: str) -> str:
    """The API name of a field: ``PB_Po_Number__c``."""
    return f"{prefix}_{api_name(*ids)}__c"


SURFACE: Final = Surface(
    title="Salesforce",
    supports={
        "pipelines": "write",
        "stages": "write",
        "order": "manual",
        "probability": "write",
        "ends": "write",
        "ageing": "none",
        "gates": "write",
        "guidance": "write",
        "tasks": "manual",
        "fields": "write",
        "reasons": "write",
        "forecast": "write",
        "moves": "write",
        "translations": "write",
    },
    # A label of a field has room for 40 characters; what is longer goes into its
    # help, which is told, so it is no misfit.
    limits=Limits(
        guidance=1000,
        field_key=LONGEST + len("__c"),
        stage_name=255,
        options=1000,
        option_name=255,
    ),
    versions=("66.0",),
    prefix="PB",
    prefix_pattern="^[A-Z][A-Za-z0-9]{0,7}$",
    types={
        "text": "Text",
        "long-text": "LongTextArea",
        "number": "Number",
        "money": "Currency",
        "percent": "Percent",
        "rating": "Number",
        "date": "Date",
        "yes-no": "Picklist",
        "choice": "Picklist",
        "choices": "MultiselectPicklist",
        "user": "Lookup(User)",
        "contact": "Lookup(Contact)",
        "company": "Lookup(Account)",
        "link": "Url",
        "file": "Url",
        "flag": "Checkbox",
    },
    built_in={
        "amount": "Amount",
        "close-date": "CloseDate",
        "account": "AccountId",
        "owner": "OwnerId",
        "source": "LeadSource",
        "next-step": "NextStep",
    },
    are_roles_fields=False,
    are_stages_named_by_key=True,
    has_teams=True,
    stage_key=stage_key,
    field_key=field_key,
    where={
        "stages": f"{_FIELDS} → Stage → New",
        "reasons": _FIELDS,
        "approvals": "Setup → Process Automation → Approval Processes → Opportunity → Create New",
        "tasks": "Setup → Flows → New Flow → Record-Triggered Flow → Create Records: Task",
        "automation": "Setup → Flows → New Flow → Record-Triggered Flow, Schedule-Triggered Flow",
        "record": "Setup → Object Manager → Opportunity → Lightning Record Pages → Set Component "
        "Visibility",
        "access": "Setup → Users → Permission Sets",
        "reports": "App Launcher → Reports; Setup → Forecasts Settings",
        "data": f"{_FIELDS} → Edit → Data Sensitivity Level, Compliance Categorization",
        "deals": "Setup → Data Import Wizard",
        "translations": "Setup → Translation Language Settings → Enable → Add",
        "account": "Setup → Company Information",
    },
    settings={
        "api_version": {
            "type": "string",
            "pattern": r"^[0-9]{2}\.0$",
            "patternErrorMessage": 'A version is two digits and .0, in quotes, such as "66.0".',
            "default": "66.0",
            "title": "API version",
            "description": "The version of Salesforce's metadata API. Put it in quotes.",
            "examples": ["66.0"],
        }
    },
    source="https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/",
    verified=("run", "types"),
)
CONTACT_ROLES: Final = (
    "Setup → Object Manager → Opportunity Contact Role → Fields & Relationships → Role"
)
