"""A process flow as XAML: built as a tree of XML, never as text."""

from collections.abc import Mapping
from typing import Final
from xml.etree import ElementTree as ET

from playbook.crm.dynamics.columns import KINDS, Columns
from playbook.crm.dynamics.flow import Flow, Phase, Step

_TOKEN: Final = "PublicKeyToken=31bf3856ad364e35"  # noqa: S105 - the name of a library, no secret
_CRM: Final = f"Version=9.0.0.0, Culture=neutral, {_TOKEN}"
_MSCORLIB: Final = "Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089"
_SPACES: Final = {
    "xmlns": "http://schemas.microsoft.com/netfx/2009/xaml/activities",
    "xmlns:mcwb": "clr-namespace:Microsoft.Crm.Workflow.BusinessProcessFlowActivities;"
    f"assembly=Microsoft.Crm.Workflow, {_CRM}",
    "xmlns:mcwo": "clr-namespace:Microsoft.Crm.Workflow.ObjectModel;"
    f"assembly=Microsoft.Crm, {_CRM}",
    "xmlns:mva": "clr-namespace:Microsoft.VisualBasic.Activities;"
    f"assembly=System.Activities, Version=4.0.0.0, Culture=neutral, {_TOKEN}",
    "xmlns:mxs": f"clr-namespace:Microsoft.Xrm.Sdk;assembly=Microsoft.Xrm.Sdk, {_CRM}",
    "xmlns:mxswa": "clr-namespace:Microsoft.Xrm.Sdk.Workflow.Activities;"
    f"assembly=Microsoft.Xrm.Sdk.Workflow, {_CRM}",
    "xmlns:scg": f"clr-namespace:System.Collections.Generic;assembly=mscorlib, {_MSCORLIB}",
    "xmlns:sco": f"clr-namespace:System.Collections.ObjectModel;assembly=mscorlib, {_MSCORLIB}",
    "xmlns:this": "clr-namespace:",
    "xmlns:x": "http://schemas.microsoft.com/winfx/2006/xaml",
}
_ENTITIES: Final = "InArgument(scg:IDictionary(x:String, mxs:Entity))"
TABLE: Final = "opportunity"


def document(flow: Flow) -> str:
    """The whole flow."""
    name = f"XrmWorkflow{flow.id.replace('-', '')}"
    root = ET.Element("Activity", {"x:Class": name, **_SPACES})
    members = ET.SubElement(root, "x:Members")
    for member in ("InputEntities", "CreatedEntities"):
        ET.SubElement(members, "x:Property", {"Name": member, "Type": _ENTITIES})
    for member in ("InputEntities", "CreatedEntities"):
        holder = ET.SubElement(root, f"this:{name}.{member}")
        types = {"x:TypeArguments": "scg:IDictionary(x:String, mxs:Entity)"}
        ET.SubElement(holder, "InArgument", types)
    settings = ET.SubElement(root, "mva:VisualBasic.Settings")
    settings.text = "Assembly references and imported namespaces for internal implementation"
    workflow = ET.SubElement(root, "mxswa:Workflow")
    relations = "Microsoft.Crm.Workflow.BusinessProcessFlowActivities."
    _composite(workflow, f"{relations}StageRelationshipCollectionComposite", "Relationships1")
    writer = _Writer(Columns(flow.rollout))
    following = [phase.setup.key for phase in flow.phases[1:]]
    for phase, after in zip(flow.phases, (*following, None), strict=True):
        writer.phase(workflow, phase, after)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode") + "\n"


class _Writer:
    """Writes stages; its parts are numbered in their order, as the designer does."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._number = 1

    def phase(self, parent: ET.Element, phase: Phase, after: str | None) -> None:
        """One stage with its steps, and the stage after it."""
        made = _composite(parent, _activity("EntityComposite"), self._called("EntityStep", TABLE))
        called = self._called("StageStep", phase.setup.name)
        inner = _composite(made.inside, _activity("StageComposite"), called)
        for step in phase.steps:
            self._step(inner.inside, step)
        names = self._columns.names(phase.setup.name, phase.setup.names)
        self._labels(inner.properties, phase.setup.key, names)
        _keyed(inner.properties, "x:String", "StageId", phase.setup.key)
        _keyed(inner.properties, "x:String", "StageCategory", str(phase.category))
        if after:
            _keyed(inner.properties, "x:String", "NextStageId", after)
        else:
            _keyed(inner.properties, "x:Null", "NextStageId")
        _keyed(made.properties, "x:Null", "RelationshipName")
        _keyed(made.properties, "x:Null", "AttributeName")
        _keyed(made.properties, "x:Boolean", "IsClosedLoop", "False")

    def _step(self, parent: ET.Element, step: Step) -> None:
        field = step.field
        label = field.name or "Est. close date"
        called = self._called("StepStep", label)
        made = _composite(parent, _activity("StepComposite"), called)
        sequence = {"DisplayName": self._called("ControlStep")}
        control = ET.SubElement(
            ET.SubElement(made.inside, "Sequence", sequence),
            "mcwb:Control",
            {
                "ClassId": KINDS[field.type].control,
                "ControlDisplayName": label,
                "ControlId": field.key,
                "DataFieldName": field.key,
                "IsSystemControl": "False",
                "IsUnbound": "False",
                "SystemStepType": "0",
            },
        )
        # Without parameters, empty as they are, the server refuses the whole flow.
        parameters = ET.SubElement(control, "mcwb:Control.Parameters")
        text = {"x:TypeArguments": "x:String"}
        ET.SubElement(
            ET.SubElement(parameters, "InArgument", text), "Literal", text | {"Value": ""}
        )
        self._labels(made.properties, step.id, self._columns.names(label, field.names))
        _keyed(made.properties, "x:String", "ProcessStepId", step.id)
        _keyed(made.properties, "x:Boolean", "IsProcessRequired", str(step.is_required))

    def _labels(self, parent: ET.Element, id: str, names: Mapping[int, str]) -> None:
        attributes = {"x:TypeArguments": "mcwo:StepLabel", "x:Key": "StepLabels"}
        collection = ET.SubElement(parent, "sco:Collection", attributes)
        for number, text in names.items():
            one = {"Description": text, "LabelId": id, "LanguageCode": str(number)}
            ET.SubElement(collection, "mcwo:StepLabel", one)

    def _called(self, kind: str, name: str = "") -> str:
        self._number += 1
        return f"{kind}{self._number}: {name}" if name else f"{kind}{self._number}"


class _Composite:
    """An activity with others inside."""

    def __init__(self, properties: ET.Element, inside: ET.Element) -> None:
        self.properties = properties
        self.inside = inside


def _activity(name: str) -> str:
    return f"Microsoft.Crm.Workflow.Activities.{name}"


def _composite(parent: ET.Element, name: str, called: str) -> _Composite:
    assembly = f"{name}, Microsoft.Crm.Workflow, {_CRM}"
    attributes = {"AssemblyQualifiedName": assembly, "DisplayName": called}
    reference = ET.SubElement(parent, "mxswa:ActivityReference", attributes)
    properties = ET.SubElement(reference, "mxswa:ActivityReference.Properties")
    for type, key in (("Variable", "Variables"), ("Activity", "Activities")):
        found = {"x:TypeArguments": type, "x:Key": key}
        inside = ET.SubElement(properties, "sco:Collection", found)
    return _Composite(properties, inside)


def _keyed(parent: ET.Element, tag: str, key: str, text: str | None = None) -> None:
    ET.SubElement(parent, tag, {"x:Key": key}).text = text
