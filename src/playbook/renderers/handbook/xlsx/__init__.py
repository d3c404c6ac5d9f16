"""A workbook to keep deals in: a tracker, checklists, a forecast and a scorecard per questionnaire."""

from collections.abc import Sequence

from playbook.errors import Refused
from playbook.files import Files
from playbook.messages import _, speaking
from playbook.model import Playbook
from playbook.renderers import Choices, Renderer
from playbook.wording import listed


def render(playbooks: Sequence[Playbook], choices: Choices) -> Files:
    """The workbook of one playbook, in the first of its languages.

    Raises:
        Refused: there are several playbooks.

    """
    from playbook.renderers.handbook.xlsx.workbook import workbook

    first = playbooks[0]
    ids = tuple(dict.fromkeys(playbook.id for playbook in playbooks))
    if len(ids) > 1:
        message = _(
            "A workbook tracks the deals of one playbook. "
            "After `playbook handbook`, give the path of one of: {names}."
        )
        raise Refused(message.format(names=listed(ids)))
    with speaking(first.language):
        return {f"{first.id}.xlsx": workbook(first, choices.brand)}


XLSX = Renderer(
    name="xlsx",
    kind="handbook",
    about="A workbook to track deals in, for Excel, LibreOffice and Google Sheets",
    render=render,
    suffix=".xlsx",
)
