"""The Path: guidance and key fields beside each stage of an opportunity."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Final

from playbook.crm.salesforce.columns import Columns
from playbook.crm.salesforce.metadata import Value, document
from playbook.crm.salesforce.stages import StageValue
from playbook.findings import At
from playbook.model import FieldId, Playbook, Stage
from playbook.rollout.guidance import Section, sections

LONGEST: Final = 1000
"""Characters of guidance in one step, its tags included."""
MOST_FIELDS: Final = 5


@dataclass(frozen=True)
class Step:
    """What the Path shows at a stage, and what there was no room for."""

    value: StageValue
    info: str
    fields: tuple[str, ...]
    left_out: frozenset[At]


def steps(playbook: Playbook, columns: Columns, values: Iterable[StageValue]) -> tuple[Step, ...]:
    """A step for every stage."""
    made = []
    for value in values:
        info, left_out = _fitted(sections(playbook, value.stage))
        wanted = _key_fields(columns, value.stage)
        made.append(Step(value, info, wanted[:MOST_FIELDS], left_out))
    return tuple(made)


def _fitted(wanted: Iterable[Section]) -> tuple[str, frozenset[At]]:
    """As many whole lines as there is room for, and the places of the others."""
    info, left_out = "", set()
    for section in wanted:
        shown: list[str] = []
        for line in section.lines:
            longer = _html(section.heading, [*shown, line.text])
            if len(info) + len(longer) <= LONGEST:
                shown.append(line.text)
            else:
                left_out.add(line.at)
        info += _html(section.heading, shown) if shown else ""
    return info, frozenset(left_out)


def _html(heading: str, lines: Iterable[str]) -> str:
    said = [escape(line, quote=False) for line in lines]
    if not heading:
        return "".join(f"<p>{line}</p>" for line in said)
    items = "".join(f"<li>{line}</li>" for line in said)
    return f"<p><b>{escape(heading, quote=False)}</b></p><ul>{items}</ul>"


def _key_fields(columns: Columns, stage: Stage) -> tuple[str, ...]:
    """The fields that the gate looks at, those that must be filled first."""
    ids: list[FieldId] = [*stage.must_fill]
    for criterion in (*stage.exit, *stage.entry):
        ids += [criterion.kept_in] if criterion.kept_in else []
        leaves = criterion.check.leaves() if criterion.check else ()
        ids += [leaf.field for leaf in leaves if leaf.field]
    found = [columns.of_field(id) for id in ids]
    if stage.kind == "lost" or stage.reasons:
        found.append(columns.reason)
    return tuple(dict.fromkeys(column.api for column in found if column))


def path_assistant(label: str, record_type: str, shown: Iterable[Step]) -> str:
    """The file of the Path."""
    listed: list[Value] = []
    for step in shown:
        one: dict[str, Value] = {
            "fieldNames": step.fields,
            "picklistValueName": step.value.name,
        }
        if step.info:
            one["info"] = step.info
        if step.info or step.fields:
            listed.append(one)
    return document(
        "PathAssistant",
        {
            "active": True,
            "entityName": "Opportunity",
            "fieldName": "StageName",
            "masterLabel": label,
            "pathAssistantSteps": listed,
            "recordTypeName": record_type,
        },
    )
