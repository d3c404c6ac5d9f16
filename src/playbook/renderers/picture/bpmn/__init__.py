"""The process as BPMN 2.0, with its diagram: for Camunda, Signavio, bpmn.io and others.

The seller and the buyer are pools, as is every track of another team. Stages are
tasks, gates exclusive gateways, ends and waits events, and what a stage has to do
with the buyer's steps are messages.
"""

from collections.abc import Sequence

from playbook import wording
from playbook.drawing.chart import chart
from playbook.files import Files
from playbook.messages import speaking
from playbook.model import Playbook
from playbook.renderers import Choices, Renderer
from playbook.renderers.picture.bpmn.layout import arrange
from playbook.renderers.picture.bpmn.model import model
from playbook.renderers.picture.bpmn.writing import write


def _render(playbooks: Sequence[Playbook], choices: Choices) -> Files:  # noqa: ARG001 - BPMN has one look
    [playbook] = playbooks
    with speaking(playbook.language):
        made = model(chart(playbook))
        owners = [wording.role_name(playbook, cell.owner) for cell in made.seller.cells]
        diagram = arrange(made, playbook.language, owners)
        return {f"{playbook.id}.bpmn": write(made, diagram, playbook.name)}


BPMN = Renderer(
    name="bpmn",
    kind="picture",
    about="The process as BPMN 2.0, for process tools such as Camunda, Signavio and bpmn.io",
    render=_render,
    views=("flow",),
)
