"""Pictures as PNG, twice as large as drawn so that they stay sharp on paper and on good screens."""

from collections.abc import Sequence

from playbook.drawing import views
from playbook.files import Files
from playbook.fonts.picture import png
from playbook.model import Playbook
from playbook.renderers import VIEWS, Choices, Renderer


def _render(playbooks: Sequence[Playbook], choices: Choices) -> Files:
    [playbook] = playbooks
    svg = views.svg(
        playbook,
        choices.view,
        direction=choices.direction,
        theme="dark" if choices.theme == "dark" else "light",
        colours=choices.brand.colours,
        embed_font=False,
    )
    return {f"{playbook.id}.png": png(svg, playbook.language)}


PNG = Renderer(
    name="png",
    kind="picture",
    about="A picture in dots, for slides, documents and chats",
    render=_render,
    views=VIEWS,
)
