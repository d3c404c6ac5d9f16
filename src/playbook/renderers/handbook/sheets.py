"""A page for the desk for each stage: what to do, what to ask, and what must be true to go on."""

from collections.abc import Sequence

from playbook.files import Files
from playbook.model import Playbook
from playbook.renderers import Choices, Renderer, folders


def _render(playbooks: Sequence[Playbook], choices: Choices) -> Files:
    from playbook.typesetting.sheets import sheets

    return {
        f"{folder}/{name}".lstrip("/"): page
        for folder, playbook in folders(playbooks)
        for name, page in sheets(playbook, choices.brand, choices.templates).items()
    }


SHEETS = Renderer(
    name="sheets",
    kind="handbook",
    about="A page for the desk for each stage, and one for the whole process, as PDF",
    render=_render,
)
