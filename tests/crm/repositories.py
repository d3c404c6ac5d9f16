"""Salesforce projects as people have them: written here, in the shapes that are found outside.

A project is files by their paths. The builders write what Salesforce writes;
what is wrong in a project is put in on purpose, and said where it is built.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Final
from xml.sax.saxutils import escape

_SPACE: Final = "http://soap.sforce.com/2006/04/metadata"
Files = dict[str, bytes]
MAIN: Final = "force-app/main/default"


def tag(name: str, content: str | bool | int) -> str:
    """An element with a text in it."""
    said = str(content).lower() if isinstance(content, bool) else escape(str(content))
    return f"<{name}>{said}</{name}>"


def xml(root: str, *parts: str) -> bytes:
    """A file."""
    body = "\n".join(parts)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_SPACE}">\n{body}\n</{root}>\n'
    ).encode()


def stage(
    name: str,
    probability: int = 10,
    *,
    closed: bool = False,
    won: bool = False,
    forecast: str = "Pipeline",
    label: str = "",
    active: bool | None = None,
) -> str:
    """One value of the list of stages."""
    return "".join(
        (
            "<standardValue>",
            tag("fullName", name),
            tag("default", content=False),
            *([tag("isActive", active)] if active is not None else []),
            tag("label", label or name),
            tag("closed", closed),
            tag("forecastCategory", forecast),
            tag("probability", probability),
            tag("won", won),
            "</standardValue>",
        )
    )


STAGES: Final = (
    stage("Prospecting", 10),
    stage("Qualification", 20),
    stage("Proposal", 60, forecast="BestCase"),
    stage("Closed Won", 100, closed=True, won=True, forecast="Closed"),
    stage("Closed Lost", 0, closed=True, forecast="Omitted"),
)
NAMES: Final = ("Prospecting", "Qualification", "Proposal", "Closed Won", "Closed Lost")


def stage_list(*stages: str, folder: str = MAIN) -> Files:
    """The list of stages."""
    path = f"{folder}/standardValueSets/OpportunityStage.standardValueSet-meta.xml"
    return {path: xml("StandardValueSet", tag("sorted", content=False), *stages)}


def process_parts(name: str, stages: Iterable[str], start: str = "", *, active: bool = True) -> str:
    values = "".join(
        f"<values>{tag('fullName', each)}{tag('default', each == start)}</values>"
        for each in stages
    )
    return tag("fullName", name) + tag("isActive", active) + values


def process(
    name: str, stages: Iterable[str] = NAMES, start: str = "", *, active: bool = True
) -> Files:
    """A sales process."""
    path = f"{MAIN}/objects/Opportunity/businessProcesses/{name}.businessProcess-meta.xml"
    return {path: xml("BusinessProcess", process_parts(name, stages, start, active=active))}


def record_type_parts(
    name: str,
    of: str,
    label: str = "",
    *,
    active: bool = True,
    offers: Mapping[str, Iterable[str]] = {},
) -> str:
    listed = "".join(
        f"<picklistValues>{tag('picklist', picklist)}"
        + "".join(
            f"<values>{tag('fullName', each)}<default>false</default></values>" for each in own
        )
        + "</picklistValues>"
        for picklist, own in offers.items()
    )
    return (
        tag("fullName", name)
        + tag("active", active)
        + tag("businessProcess", of)
        + tag("label", label or name)
        + listed
    )


def record_type(name: str, of: str, label: str = "", **more: object) -> Files:
    """A record type with its process."""
    path = f"{MAIN}/objects/Opportunity/recordTypes/{name}.recordType-meta.xml"
    return {path: xml("RecordType", record_type_parts(name, of, label, **more))}  # type: ignore[arg-type]


def guided_path(
    record_type: str,
    steps: Mapping[str, tuple[str, tuple[str, ...]]],
    *,
    active: bool = True,
    entity: str = "Opportunity",
    name: str = "",
) -> Files:
    """A Path: for each stage its guidance and its key fields."""
    parts = [
        "<pathAssistantSteps>"
        + "".join(tag("fieldNames", each) for each in fields)
        + tag("info", info)
        + tag("picklistValueName", stage)
        + "</pathAssistantSteps>"
        for stage, (info, fields) in steps.items()
    ]
    name = name or f"{record_type.strip('_')}_Path"
    return {
        f"{MAIN}/pathAssistants/{name}.pathAssistant-meta.xml": xml(
            "PathAssistant",
            tag("active", active),
            tag("entityName", entity),
            tag("fieldName", "StageName"),
            tag("masterLabel", name),
            *parts,
            tag("recordTypeName", record_type),
        )
    }


def field_parts(name: str, type: str, *more: str, label: str = "") -> str:
    return tag("fullName", name) + tag("label", label or name) + "".join(more) + tag("type", type)


def field(name: str, type: str, *more: str, label: str = "") -> Files:
    """A custom field."""
    path = f"{MAIN}/objects/Opportunity/fields/{name}.field-meta.xml"
    return {path: xml("CustomField", field_parts(name, type, *more, label=label))}


def options(*names: str, off: Iterable[str] = ()) -> str:
    """A list to choose from, with some of it switched off."""
    values = "".join(
        f"<value>{tag('fullName', each)}<default>false</default>"
        f"{tag('isActive', content=False) if each in set(off) else ''}{tag('label', each)}</value>"
        for each in names
    )
    return (
        "<valueSet><restricted>true</restricted><valueSetDefinition><sorted>false</sorted>"
        f"{values}</valueSetDefinition></valueSet>"
    )


def rule_parts(name: str, formula: str, message: str = "No.", *, active: bool = True) -> str:
    return (
        tag("fullName", name)
        + tag("active", active)
        + tag("errorConditionFormula", formula)
        + tag("errorMessage", message)
    )


def rule(name: str, formula: str, message: str = "No.", *, active: bool = True) -> Files:
    """A validation rule."""
    path = f"{MAIN}/objects/Opportunity/validationRules/{name}.validationRule-meta.xml"
    return {path: xml("ValidationRule", rule_parts(name, formula, message, active=active))}


def project(*directories: str) -> Files:
    """The file of the project; the first directory is the default one."""
    listed = [{"path": each, "default": not place} for place, each in enumerate(directories)]
    whole = {"packageDirectories": listed, "sourceApiVersion": "60.0"}
    return {"sfdx-project.json": json.dumps(whole).encode()}


ONE_TEAM: Final[Files] = {
    **project("force-app"),
    "README.md": "# Our org".encode("utf-16"),
    ".forceignore": b"**/profiles/**",
    **stage_list(*STAGES),
    **process("New Business", start="Prospecting"),
    **record_type("New_Business", "New Business", "New business"),
    **guided_path(
        "New_Business",
        {
            "Qualification": (
                "<p>Ask who <b>signs</b> &amp; when.</p><ul><li>Budget</li><li>Need</li></ul>",
                ("Budget__c", "Decision_Maker__c"),
            ),
            "Closed Lost": ("", ("Loss_Reason__c",)),
        },
    ),
    **guided_path("Inbound", {"New": ("Call them", ())}, entity="Lead", name="Lead_Path"),
    **field("Budget__c", "Currency", tag("inlineHelpText", "What is set aside"), label="Budget"),
    **field("Decision_Maker__c", "Lookup", tag("referenceTo", "Contact")),
    **field("Campaign_Member__c", "Lookup", tag("referenceTo", "CampaignMember")),
    **field("Loss_Reason__c", "Picklist", options("Price", "No answer", "Fax", off=["Fax"])),
    **field("Notes__c", "Html"),
    **field("Signed__c", "Checkbox", tag("defaultValue", content=False)),
    **field("Age__c", "Number", tag("formula", "TODAY() - CreatedDate")),
    **field("Always__c", "Text", tag("required", content=True)),
    f"{MAIN}/objects/Opportunity/fields/Amount.field-meta.xml": xml(
        "CustomField", tag("fullName", "Amount"), tag("trackHistory", content=True)
    ),
    f"{MAIN}/objects/Account/fields/Tier__c.field-meta.xml": xml(
        "CustomField", field_parts("Tier__c", "Text")
    ),
    **rule("Budget_First", 'AND(ISPICKVAL(StageName, "Proposal"), ISBLANK(Budget__c))', "Budget!"),
    **rule("Why_Lost", 'ISPICKVAL(StageName, "Closed Lost") && ISPICKVAL(Loss_Reason__c, "")'),
    **rule("Amount_At_The_End", "AND(IsWon, ISBLANK(Amount))"),
    **rule(
        "Large_Ones", 'AND(Amount > 10000, ISPICKVAL(StageName, "Proposal"), ISBLANK(Notes__c))'
    ),
    **rule("Broken", "AND(ISBLANK(Amount)"),
    f"{MAIN}/objects/Account/validationRules/X.validationRule-meta.xml": xml(
        "ValidationRule", rule_parts("X", "ISBLANK(Name)")
    ),
}
"""One team, in the source format, with the usual rules."""

MANY_TEAMS: Final[Files] = {
    **stage_list(*STAGES, stage("Renewal Due", 80), stage("Nobody's", 1)),
    **process("New Business", NAMES),
    # Salesforce sorts the values of a process by their names; people see the order of the list.
    **process("Renewal", ["Closed Lost", "Closed Won", "Proposal", "Renewal Due"], "Renewal Due"),
    **record_type("New_Business", "New Business", "New business"),
    **record_type("Partner", "New Business", "With a partner"),
    **record_type("Renewal", "Renewal", "Renewals", offers={"Term__c": ["One", "Two%2FThree"]}),
    **guided_path("New_Business", {"Proposal": ("Theirs", ())}),
    **guided_path("Partner", {"Proposal": ("Ours", ())}),
    **guided_path("Renewal", {"Proposal": ("Again", ())}),
    **field("Term__c", "Picklist", options("One", "Two/Three", "Ten")),
    **field("Partner__c", "Lookup", tag("referenceTo", "Account")),
    **rule(
        "Term",
        'AND(RecordType.DeveloperName = "Renewal", ISPICKVAL(StageName, "Proposal"),'
        " ISBLANK(TEXT(Term__c)))",
    ),
    **rule(
        "Partner",
        'AND($RecordType.Name = "With a partner", TEXT(StageName) = "Proposal", ISBLANK(Partner__c))',
    ),
    **rule("Everyone", 'AND(ISPICKVAL(StageName,"Closed Won"), ISBLANK(NextStep))'),
}
"""Three record types over two processes that share stages."""

DANGLING: Final[Files] = {
    **stage_list(*STAGES),
    **process("New Business", [*NAMES, "Gone"]),
    **record_type("New_Business", "New Business"),
    **record_type("Old", "Old Process"),
    **guided_path("New_Business", {"Elsewhere": ("x", ()), "Proposal": ("y", ())}),
    **guided_path("Removed", {"Proposal": ("z", ())}),
    **field(
        "Industry__c", "Picklist", "<valueSet><valueSetName>Industries</valueSetName></valueSet>"
    ),
    **field("Branch__c", "Picklist", "<valueSet><valueSetName>Branches</valueSetName></valueSet>"),
    f"{MAIN}/globalValueSets/Branches.globalValueSet-meta.xml": xml(
        "GlobalValueSet",
        "<customValue><fullName>N</fullName><default>false</default><label>North</label></customValue>",
        tag("masterLabel", "Branches"),
        tag("sorted", content=False),
    ),
    **rule("Missing", 'AND(ISPICKVAL(StageName, "Proposal"), ISBLANK(Missing__c))'),
}
"""Names that lead nowhere: a stage, a process, a record type, a value set, a field."""

SWITCHED_OFF: Final[Files] = {
    **stage_list(*STAGES[:3], stage("Demo", 30, active=False), *STAGES[3:]),
    **process("New Business", [*NAMES, "Demo"]),
    **process("Old", NAMES, active=False),
    **record_type("New_Business", "New Business"),
    **record_type("Old", "Old", active=False),
    **guided_path("New_Business", {"Proposal": ("old", ())}, active=False),
    **field("Colour__c", "Picklist", options("Red", "Blue", off=["Blue"])),
    **rule("Off", 'AND(ISPICKVAL(StageName, "Proposal"), ISBLANK(Colour__c))', active=False),
}
"""Everything that can be switched off is, once."""


def translated_values(language: str, **names: str) -> Files:
    values = "".join(
        f"<valueTranslation>{tag('masterLabel', label.replace('_', ' '))}"
        f"<translation>{text}</translation></valueTranslation>"
        for label, text in names.items()
    )
    name = f"OpportunityStage-{language}.standardValueSetTranslation-meta.xml"
    path = f"{MAIN}/standardValueSetTranslations/{name}"
    return {path: xml("StandardValueSetTranslation", values)}


_BG: Final = f"{MAIN}/objectTranslations/Opportunity-bg"
LANGUAGES: Final[Files] = {
    **stage_list(stage("Proposal", 60, label="Offer"), *STAGES[3:]),
    **process("New Business", ["Proposal", "Closed Won", "Closed Lost"]),
    **record_type("New_Business", "New Business", "New business"),
    **field("Budget__c", "Currency", label="Budget"),
    **translated_values("bg", Offer="Оферта", Closed_Won="<!-- Closed Won -->"),
    **translated_values("zh_CN", Offer="报价", Closed_Won="赢单", Closed_Lost="输单"),
    **translated_values("iw", Offer="הצעה"),
    f"{_BG}/Opportunity-bg.objectTranslation-meta.xml": xml(
        "CustomObjectTranslation",
        "<recordTypes><label>Нови клиенти</label><name>New_Business</name></recordTypes>",
    ),
    f"{_BG}/Budget__c.fieldTranslation-meta.xml": xml(
        "CustomFieldTranslation", "<label>Бюджет</label><name>Budget__c</name>"
    ),
    f"{MAIN}/objectTranslations/Account-bg/Account-bg.objectTranslation-meta.xml": xml(
        "CustomObjectTranslation", "<label>x</label>"
    ),
}
"""Labels in Bulgarian, Chinese and Hebrew, some of them still comments."""

METADATA_FORMAT: Final[Files] = {
    "src/package.xml": xml("Package", "<version>58.0</version>"),
    "src/standardValueSets/OpportunityStage.standardValueSet": xml(
        "StandardValueSet", tag("sorted", content=False), *STAGES
    ),
    "src/objects/Opportunity.object": xml(
        "CustomObject",
        f"<businessProcesses>{process_parts('New Business', NAMES)}</businessProcesses>",
        f"<fields>{field_parts('Budget__c', 'Currency', label='Budget')}</fields>",
        "<fields><fullName>Amount</fullName></fields>",
        f"<recordTypes>{record_type_parts('New_Business', 'New Business', 'New')}</recordTypes>",
        "<sharingModel>Private</sharingModel>",
        "<validationRules>"
        + rule_parts("Budget", 'AND(ISPICKVAL(StageName, "Proposal"), ISBLANK(Budget__c))')
        + "</validationRules>",
    ),
    "src/objects/Lead.object": xml("CustomObject", "<validationRules/>"),
    "src/objectTranslations/Opportunity-bg.objectTranslation": xml(
        "CustomObjectTranslation",
        "<fields><label>Бюджет</label><name>Budget__c</name></fields>",
        "<recordTypes><label>Нови</label><name>New_Business</name></recordTypes>",
    ),
}
"""The metadata format: one file holds the object."""


def old_stage(name: str, probability: int, *, closed: bool = False, won: bool = False) -> str:
    return (
        f"<picklistValues>{tag('fullName', name)}<default>false</default>{tag('closed', closed)}"
        f"<forecastCategory>Pipeline</forecastCategory>{tag('probability', probability)}"
        f"{tag('won', won)}</picklistValues>"
    )


OLD_METADATA: Final[Files] = {
    "src/objects/Opportunity.object": xml(
        "CustomObject",
        f"<businessProcesses>{process_parts('Sales', ['Open', 'Won', 'Lost'])}</businessProcesses>",
        "<fields><fullName>StageName</fullName><picklist>"
        + old_stage("Open", 30)
        + old_stage("Won", 100, closed=True, won=True)
        + old_stage("Lost", 0, closed=True)
        + "<sorted>false</sorted></picklist></fields>",
        "<fields><fullName>Size__c</fullName><label>Size</label><picklist>"
        "<picklistValues><fullName>S</fullName><default>false</default></picklistValues>"
        "<picklistValues><fullName>L</fullName><default>false</default></picklistValues>"
        "<sorted>false</sorted></picklist><type>Picklist</type></fields>",
        f"<recordTypes>{record_type_parts('Sales', 'Sales')}</recordTypes>",
    ),
}
"""How it was until 2016: the stages are listed at the field."""

PERCENT: Final[Files] = {
    **stage_list(
        stage("Negotiation/Review", 70), stage("50% sure", 50), stage("A%2FB", 20), *STAGES[3:]
    ),
    f"{MAIN}/objects/Opportunity/businessProcesses/Deals %28EU%29.businessProcess-meta.xml": xml(
        "BusinessProcess",
        tag("fullName", "Deals (EU)"),
        tag("isActive", content=True),
        *(
            f"<values>{tag('fullName', each)}<default>false</default></values>"
            for each in (
                "50%25 sure",
                "A%252FB",
                "Closed Lost",
                "Closed Won",
                "Negotiation%2FReview",
            )
        ),
    ),
    **record_type("EU", "Deals (EU)", "Deals (EU)"),
    **guided_path("EU", {"Negotiation/Review": ("Talk", ()), "50% sure": ("Half", ())}),
    **rule("Talk", 'AND(ISPICKVAL(StageName, "Negotiation/Review"), ISBLANK(NextStep))'),
}
"""Names with signs that processes spell with percent."""

TWO_PACKAGES: Final[Files] = {
    **project("force-app", "packages/extra"),
    **stage_list(*STAGES),
    **stage_list(stage("Prospecting", 15), *STAGES[1:], folder="packages/extra/main/default"),
    **process("New Business"),
    "packages/extra/main/default/objects/Opportunity/recordTypes/NB.recordType-meta.xml": xml(
        "RecordType", record_type_parts("NB", "New Business", "New business")
    ),
    "packages/extra/main/default/objects/Opportunity/fields/Extra__c.field-meta.xml": xml(
        "CustomField", field_parts("Extra__c", "Text")
    ),
    "packages/again/objects/Opportunity/fields/Extra__c.field-meta.xml": xml(
        "CustomField", field_parts("Extra__c", "Text")
    ),
}
"""Two package directories that disagree about a stage, and a copy of a field that agrees."""

NO_LIST: Final[Files] = {
    **process("New Business"),
    **record_type("New_Business", "New Business"),
    **rule("Next", 'AND(ISPICKVAL(StageName, "Proposal"), ISBLANK(NextStep))'),
    **rule("End", "AND(IsClosed, ISBLANK(Description))"),
}
"""The list of stages was never fetched."""

BROKEN_FILE: Final[Files] = {
    **stage_list(*STAGES),
    **process("New Business"),
    **record_type("New_Business", "New Business"),
    f"{MAIN}/objects/Opportunity/fields/Budget__c.field-meta.xml": b"<CustomField><label>",
    f"{MAIN}/objects/Opportunity/fields/Html__c.field-meta.xml": b"<html><body/></html>",
    f"{MAIN}/objects/Opportunity/fields/Latin__c.field-meta.xml": "<a>é</a>".encode("latin-1"),
}
"""Three files are not what they say."""

NO_PROCESS: Final[Files] = {
    **stage_list(*STAGES, stage("Old", active=False)),
    **guided_path("__MASTER__", {"Proposal": ("Send it<br/>today", ())}),
    **rule("Next", 'AND(ISPICKVAL(StageName, "Proposal"), ISBLANK(NextStep))'),
}
"""A small org: one list, no process, no record type."""

LET_THROUGH: Final[Files] = {
    **stage_list(*STAGES),
    **process("New Business"),
    **record_type("New_Business", "New Business"),
    **rule(
        "Not_Admins",
        'AND($Profile.Name <> "System Administrator", ISPICKVAL(StageName, "Proposal"),'
        " ISBLANK(NextStep))",
    ),
    **rule(
        "Not_Loads",
        "AND(NOT($Setup.Bypass__c.Rules_Off__c), NOT($Permission.Data_Load),"
        ' ISPICKVAL(StageName, "Closed Lost"), ISBLANK(Description))',
    ),
}
"""Rules that administrators and data loads pass."""

EVERY: Final[Mapping[str, Files]] = {
    "one team": ONE_TEAM,
    "many teams": MANY_TEAMS,
    "dangling": DANGLING,
    "switched off": SWITCHED_OFF,
    "languages": LANGUAGES,
    "metadata format": METADATA_FORMAT,
    "old metadata": OLD_METADATA,
    "percent": PERCENT,
    "two packages": TWO_PACKAGES,
    "no list": NO_LIST,
    "broken file": BROKEN_FILE,
    "no process": NO_PROCESS,
    "let through": LET_THROUGH,
}
