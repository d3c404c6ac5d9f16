"""The handbook as a PDF to print, to send, and to read without a browser."""

from collections.abc import Sequence

from playbook.files import Files
from playbook.model import Playbook
from playbook.renderers import Choices, Renderer


def _render(playbooks: Sequence[Playbook], choices: Choices) -> Files:
    from playbook.typesetting.handbook import handbook

    made = handbook(playbooks, choices.brand, choices.templates)
    return {f"{playbooks[0].id}.pdf": made}


PDF = Renderer(
    name="pdf",
    kind="handbook",
    about="The whole handbook on paper: cover, contents, and a chapter for each stage",
    render=_render,
    suffix=".pdf",
)
