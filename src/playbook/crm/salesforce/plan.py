"""All that is worked out for Salesforce before anything is written or said."""

from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from playbook.crm.salesforce import fields, path, stages
from playbook.crm.salesforce.columns import Column, Columns, columns
from playbook.crm.salesforce.conditions import Conditions
from playbook.crm.salesforce.gates import Gates, Refusal, Rule
from playbook.crm.salesforce.moments import Moments
from playbook.crm.salesforce.names import api_name, title
from playbook.findings import At
from playbook.model import Playbook, SegmentId, Stage
from playbook.rollout.compiling import Rollout


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What becomes of a playbook in Salesforce."""

    rollout: Rollout
    name: str
    """The API name of the sales process, the record type, the Path and the permission set."""
    bypass: str
    base: ET.Element | None
    values: tuple[stages.StageValue, ...]
    columns: Columns
    formulas: Mapping[str, str]
    """The formulas of computed fields, by the fields' names."""
    by_hand: Mapping[SegmentId, str]
    """The segments that no formula can compute, and why."""
    conditions: Conditions
    rules: Mapping[At, Rule]
    refused: Mapping[At, str]
    """The pieces that asked for a rule and cannot have one, and why."""
    steps: tuple[path.Step, ...]

    @property
    def playbook(self) -> Playbook:
        """What is rolled out."""
        return self.rollout.playbook

    @property
    def version(self) -> str:
        """The version of the metadata API."""
        return self.rollout.settings.text("api_version") or self.rollout.version

    @property
    def title(self) -> str:
        """What people call the process."""
        return title(self.rollout.setup.name, self.playbook.id)

    @property
    def is_out_of_order(self) -> bool:
        """Whether people have to put the stages in order."""
        return self.base is not None and stages.are_out_of_order(self.base, self.values)

    @property
    def written(self) -> tuple[Column, ...]:
        """The columns that become fields."""
        return tuple(
            column for column in self.columns.added if fields.is_written(column, self.formulas)
        )

    @property
    def seen(self) -> tuple[Column, ...]:
        """The columns that people need the permission to see: ours, and others' that we use."""
        used = {
            column.api: column
            for column in self.columns.named.values()
            if not column.is_ours and column.api.endswith("__c")
        }
        return (*self.written, *used.values())

    def value(self, stage: Stage) -> stages.StageValue:
        """A stage as a value of the list."""
        return next(value for value in self.values if value.stage.id == stage.id)

    def step(self, stage: Stage) -> path.Step:
        """What the Path shows at a stage."""
        return next(step for step in self.steps if step.value.stage.id == stage.id)


def plan(rollout: Rollout) -> Plan:
    """Work it all out.

    Raises:
        Refused: the file to merge with is no list of stages.

    """
    playbook, prefix = rollout.playbook, rollout.prefix
    name, bypass = f"{prefix}_{api_name(playbook.id)}", f"{prefix}_Bypass"
    base = stages.read_base(rollout.settings.base)
    values = stages.stage_values(playbook, rollout.settings.names("stages"), base)
    named = columns(rollout)
    conditions = Conditions(playbook, named)
    gates = Gates(
        playbook=playbook,
        conditions=conditions,
        moments=Moments(rollout.passage, {value.stage.id: value.name for value in values}),
        record_type=name,
        bypass=bypass,
        prefix=prefix,
    )
    outcomes = tuple(gates.rules())
    formulas, by_hand = fields.computed(conditions)
    return Plan(
        rollout=rollout,
        name=name,
        bypass=bypass,
        base=base,
        values=values,
        columns=named,
        formulas=formulas,
        by_hand=by_hand,
        conditions=conditions,
        rules={each.at: each for each in outcomes if isinstance(each, Rule)},
        refused={each.at: each.why for each in outcomes if isinstance(each, Refusal)},
        steps=path.steps(playbook, named, values),
    )
