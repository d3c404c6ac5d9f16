"""The handbook as a Word document: to change, to comment on, and to print."""

from collections.abc import Sequence

from playbook.files import Files
from playbook.model import Playbook
from playbook.renderers import Choices, Renderer


def render(playbooks: Sequence[Playbook], choices: Choices) -> Files:
    """The document of one or several playbooks.

    Raises:
        PlaybookError: a package or a font is not installed; the message says how to get it.

    """
    from playbook.renderers.handbook.docx.document import handbook

    return {f"{playbooks[0].id}.docx": handbook(playbooks, choices.brand)}


DOCX = Renderer(
    name="docx",
    kind="handbook",
    about="The whole handbook as a Word document that people can change",
    render=render,
    suffix=".docx",
)
