"""Slides for a kick-off or the first days of new colleagues, which people can change."""

from collections.abc import Sequence

from playbook.files import Files
from playbook.model import Playbook
from playbook.renderers import Choices, Renderer


def render(playbooks: Sequence[Playbook], choices: Choices) -> Files:
    """The slides of one or several playbooks.

    Raises:
        PlaybookError: a package is not installed; the message says how to get it.

    """
    from playbook.renderers.handbook.pptx.deck import deck

    return {f"{playbooks[0].id}.pptx": deck(playbooks, choices.brand)}


PPTX = Renderer(
    name="pptx",
    kind="handbook",
    about="Slides to show the process to a team, with what to say in the notes",
    render=render,
    suffix=".pptx",
)
