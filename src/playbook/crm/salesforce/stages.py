"""Stages in Salesforce: values of one list for the whole organisation, and a process that uses them.

The list belongs to every team. It is only written merged with the list as it
stands, because values that a file does not name are switched off.
"""

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

from playbook.crm.salesforce.metadata import NAMESPACE, Value, document, text
from playbook.crm.salesforce.names import api_name, encoded
from playbook.errors import Refused
from playbook.flow import Flow
from playbook.messages import _
from playbook.model import ENDS, Playbook, Stage, StageId

_FORECAST: Final = {
    "omitted": "Omitted",
    "pipeline": "Pipeline",
    "best-case": "BestCase",
    "most-likely": "MostLikely",
    "commit": "Forecast",
    "closed": "Closed",
}


@dataclass(frozen=True, kw_only=True)
class StageValue:
    """One stage as a value of the list."""

    stage: Stage
    name: str
    closed: bool
    won: bool
    probability: int
    forecast: str
    known: bool
    """Whether the list has it already."""
    mapped: bool
    """Whether crm.yaml says which stage it is; that one keeps its label."""

    @property
    def label(self) -> str:
        """What people see where nobody has changed it."""
        return self.name if self.mapped else self.stage.name


def read_base(files: Mapping[str, str]) -> ET.Element | None:
    """The list of stages as it stands, from a file that the user has retrieved; None without one.

    Raises:
        Refused: the file is something else.

    """
    if not files:
        return None
    name, content = next(iter(files.items()))
    wrong = _("“{name}” is not the list of opportunity stages that Salesforce gives.")
    try:
        # Without a document type there are no entities that could grow or reach out.
        root = ET.fromstring(content) if "<!DOCTYPE" not in content else None  # noqa: S314
    except ET.ParseError:
        root = None
    if len(files) > 1 or root is None or root.tag != f"{{{NAMESPACE}}}StandardValueSet":
        raise Refused(wrong.format(name=name))
    for element in root.iter():
        element.tag = element.tag.removeprefix(f"{{{NAMESPACE}}}")
    if root.find("standardValue/probability") is None:
        raise Refused(wrong.format(name=name))
    return root


def stage_values(
    playbook: Playbook, mapped: Mapping[str, str], base: ET.Element | None
) -> tuple[StageValue, ...]:
    """The stages as values, with the names that the list has for them already."""
    named = _known_names(playbook, mapped, base)
    values: list[StageValue] = []
    before = 0
    for stage in playbook.stages:
        won = stage.kind in ("won", "after-sale")
        probability = stage.probability
        if probability is None:
            probability = 100 if won else before
        values.append(
            StageValue(
                stage=stage,
                name=named.get(stage.id, api_name(stage.id)),
                closed=won or stage.kind in ENDS,
                won=won,
                probability=100 if won else probability,
                forecast="Closed" if won else _FORECAST[stage.forecast],
                known=stage.id in named,
                mapped=stage.id in mapped,
            )
        )
        if stage.is_before_the_sale:
            before = probability
    return tuple(values)


def _known_names(
    playbook: Playbook, mapped: Mapping[str, str], base: ET.Element | None
) -> dict[StageId, str]:
    """For the stages that the list holds, as crm.yaml says or by name or label, the name there."""
    free: dict[str, str] = {}
    for value in base.iterfind("standardValue") if base is not None else ():
        name = value.findtext("fullName", "")
        free.setdefault(value.findtext("label", name).casefold(), name)
        free[name.casefold()] = name
    found = {stage.id: mapped[stage.id] for stage in playbook.stages if stage.id in mapped}
    for stage in playbook.stages:
        if stage.id in found:
            continue
        for key in (api_name(stage.id).casefold(), stage.name.casefold()):
            if key in free and free[key] not in found.values():
                found[stage.id] = free[key]
                break
    return found


def value_set(base: ET.Element, values: tuple[StageValue, ...]) -> str:
    """The list as it stands, with our stages in it; nothing of the others is touched."""
    tree = copy.deepcopy(base)
    present = {each.findtext("fullName"): each for each in tree.iterfind("standardValue")}
    for value in values:
        element = present.get(value.name)
        if element is None:
            element = ET.SubElement(tree, "standardValue")
            _set(element, "fullName", value.name)
            _set(element, "default", "false")
        elif element.find("isActive") is not None:
            _set(element, "isActive", "true")
        if element.find("label") is None or not value.mapped:
            _set(element, "label", value.label)
        _set(element, "closed", str(value.closed).lower())
        _set(element, "forecastCategory", value.forecast)
        _set(element, "probability", str(value.probability))
        _set(element, "won", str(value.won).lower())
    others = [each for each in tree if each.tag != "standardValue"]
    listed = list(tree.iterfind("standardValue"))
    tree[:] = [*others, *listed]
    tree.attrib = {"xmlns": NAMESPACE}
    return text(tree)


def _set(parent: ET.Element, name: str, value: str) -> None:
    element = parent.find(name)
    if element is None:
        element = ET.SubElement(parent, name)
    element.text = value


def are_out_of_order(base: ET.Element, values: tuple[StageValue, ...]) -> bool:
    """Whether our open stages stand in the list in another order than in the playbook."""
    listed = [each.findtext("fullName", "") for each in base.iterfind("standardValue")]
    end = len(listed)
    places = [
        listed.index(value.name) if value.name in listed else end
        for value in values
        if not value.closed
    ]
    return places != sorted(places)


def changes(base: ET.Element, value: StageValue) -> tuple[tuple[str, str, str], ...]:
    """What changes for every team at a stage that the list holds: what, from, to."""
    wanted = {
        **({} if value.mapped else {"label": value.stage.name}),
        "closed": str(value.closed).lower(),
        "forecastCategory": value.forecast,
        "probability": str(value.probability),
        "won": str(value.won).lower(),
    }
    for each in base.iterfind("standardValue"):
        if each.findtext("fullName") == value.name:
            return tuple(
                (name, before, after)
                for name, after in wanted.items()
                if (before := each.findtext(name, "").strip()) != after
            )
    return ()


def business_process(playbook: Playbook, name: str, values: tuple[StageValue, ...]) -> str:
    """The sales process: which of the stages it has, and where deals begin."""
    begins = Flow(playbook).starts[:1]
    listed: list[Value] = [
        {"fullName": encoded(value.name), "default": value.stage.id in begins} for value in values
    ]
    description = _("From the playbook “{name}”.").format(name=playbook.id)
    return document(
        "BusinessProcess",
        {"fullName": name, "isActive": True, "description": description, "values": listed},
    )
