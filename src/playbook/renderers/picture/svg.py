"""Pictures of a playbook as SVG."""

from collections.abc import Sequence

from playbook.drawing import views
from playbook.files import Files
from playbook.model import Playbook
from playbook.renderers import VIEWS, Choices, Renderer

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def _render(playbooks: Sequence[Playbook], choices: Choices) -> Files:
    [playbook] = playbooks
    svg = views.svg(
        playbook,
        choices.view,
        direction=choices.direction,
        theme=choices.theme,
        colours=choices.brand.colours,
    )
    return {f"{playbook.id}.svg": _DECLARATION + svg}


SVG = Renderer(
    name="svg",
    kind="picture",
    about="The stages, gates and ends, with the buyer's steps beside them, in one picture",
    render=_render,
    views=VIEWS,
)
