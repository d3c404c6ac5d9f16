"""BUILD.md: the process flow as steps in the designer."""

from collections.abc import Iterator

from playbook.crm.dynamics.flow import CATEGORIES, Flow, Phase
from playbook.messages import _
from playbook.rollout.checklist import Step, markdown, safe

DESIGNER = "make.powerapps.com → Solutions → New → Automation → Process → Business process flow"


def sheet(flow: Flow) -> str:
    """The whole page, in the language in use."""
    how = _(
        "Each heading is a stage, and each point a step that shows a column. Where it says "
        "required, tick that the step is."
    )
    first = Step(
        safe(flow.rollout.setup.name),
        f"**{DESIGNER}**",
        (f"Display name: **{safe(flow.rollout.setup.name)}**", "Table: **Opportunity**"),
    )
    last = Step(_("Switch it on"), "**Validate → Save → Activate**")
    steps = [first, *(_phase(phase) for phase in flow.phases), last]
    return markdown(_("Building the process flow"), [how], steps)


def _phase(phase: Phase) -> Step:
    category = f"Category: **{CATEGORIES[phase.category]}**"
    return Step(safe(phase.setup.name), category, tuple(_points(phase)))


def _points(phase: Phase) -> Iterator[str]:
    for step in phase.steps:
        label = safe(step.field.name or "Est. close date")
        more = _(" – required") if step.is_required else ""
        yield f"**{label}** (`{step.field.key}`){more}"
