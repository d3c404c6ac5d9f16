"""Quizzes on paper: sheets to fill in with a pen, and the answers at the end."""

from collections.abc import Sequence

from playbook.files import Files
from playbook.messages import speaking
from playbook.model import Playbook
from playbook.renderers import Choices, Renderer
from playbook.renderers.training import around, beside, taught, vocabulary

_FOLDER = "sheets"


def render(playbooks: Sequence[Playbook], choices: Choices) -> Files:
    """A page to print for each playbook and language."""
    from playbook.templating import fill

    files: dict[str, str | bytes] = {
        f"{_FOLDER}/{name}": content
        for name, content in beside(choices, "sheets.css")
        if not name.endswith(".js")
    }
    for each in taught(playbooks, choices):
        with speaking(each.course.playbook.language):
            values = {**vocabulary(each.course), **around(choices)}
            text = fill("training/sheets.html", values, choices.templates)
        files[f"{_FOLDER}/{each.stem}.html"] = text
    return files


SHEETS = Renderer(
    name="sheets",
    kind="training",
    about="Sheets to print and fill in with a pen, with the answers at the end",
    render=render,
)
