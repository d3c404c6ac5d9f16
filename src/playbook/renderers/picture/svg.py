"""The picture of a process as SVG."""

from collections.abc import Sequence

from playbook.drawing import flow
from playbook.files import Files
from playbook.model import Playbook
from playbook.renderers import Choices, Renderer

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def _render(playbooks: Sequence[Playbook], choices: Choices) -> Files:
    [playbook] = playbooks
    return {f"{playbook.id}.svg": _DECLARATION + flow.svg(playbook, theme=choices.theme)}


SVG = Renderer(
    name="svg",
    kind="picture",
    about="The stages, gates and ends, with the buyer's steps beside them, in one picture",
    render=_render,
    views=("flow",),
)
