"""All slides one after the other, and what the presentation says of itself."""

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, Final

from playbook.brand import Brand
from playbook.drawing.markup import plain
from playbook.extras import load
from playbook.files.packing import repacked
from playbook.manuscript import compose
from playbook.manuscript.draft import Draft
from playbook.messages import speaking
from playbook.model import Playbook
from playbook.renderers.handbook.pptx import (
    buyer,
    numbers,
    objections,
    opening,
    process,
    questions,
    roles,
    stage,
    theme,
)
from playbook.renderers.handbook.pptx.letters import Letters
from playbook.renderers.handbook.pptx.show import Show

_MADE: Final = datetime(1980, 1, 1, tzinfo=UTC)
"""Two builds of the same are the same to the byte, so no file says when it was made."""
_SLIDES: Final = (opening, process, stage, buyer, questions, objections, roles, numbers)


def deck(playbooks: Sequence[Playbook], brand: Brand) -> bytes:
    """The bytes of a presentation of one or several playbooks."""
    presentation = load("pptx", "office").Presentation()
    first = playbooks[0]
    letters = Letters(first.language)
    theme.set_up(presentation, brand, letters, brand.company or first.name)
    for playbook in playbooks:
        manuscript = compose(playbook, others=playbooks)
        known = {each.id: each for each in reversed(playbooks)}
        known |= {each.id: each for each in playbooks if each.language == playbook.language}
        with speaking(playbook.language):
            show = Show(presentation, Draft(playbook, known), manuscript, brand)
            for each in _SLIDES:
                each.slides(show)
            show.link()
    _say_of_itself(presentation, first.name, brand.company, letters)
    saved = BytesIO()
    presentation.save(saved)
    return repacked(saved.getvalue())


def _say_of_itself(presentation: Any, title: str, company: str, letters: Letters) -> None:
    said = presentation.core_properties
    made = _MADE.replace(tzinfo=None)
    said.title, said.author, said.last_modified_by = (
        plain(each)[:255] for each in (title, company, company)
    )
    said.comments, said.language, said.revision = "", letters.tag, 1
    said.created = said.modified = made
