"""A handbook as pages that open in any browser, from a disk as well as from a server."""

from collections.abc import Sequence

from playbook.files import Files
from playbook.model import Playbook
from playbook.renderers import Choices, Renderer


def render(playbooks: Sequence[Playbook], choices: Choices) -> Files:
    """The pages of one or several playbooks, with all that they need."""
    from playbook.renderers.handbook.html.site import build

    return build(playbooks, choices)


HTML = Renderer(
    name="html",
    kind="handbook",
    about="Pages that open in any browser, without a server",
    render=render,
)
