"""What buyers say, and what to answer."""

from playbook import wording
from playbook.manuscript.draft import anchor
from playbook.messages import _
from playbook.model import Objection
from playbook.renderers.handbook.pptx import colours
from playbook.renderers.handbook.pptx.fitting import Para
from playbook.renderers.handbook.pptx.notes import aside
from playbook.renderers.handbook.pptx.show import Show
from playbook.renderers.handbook.pptx.tables import Cell, Layout, tables

_LAYOUT = Layout((300.0, 580.0), 84.0, 500.0)


def slides(show: Show) -> None:
    """The objections, as many on a slide as there is room for."""
    found = list(show.playbook.objections.values())
    if not found:
        return
    rows = [_row(each) for each in found]
    head = (_("What they say"), _("What to answer"))
    title = _("Objections")
    for canvas, page in tables(show, title, head, rows, _LAYOUT, title):
        boxes = [anchor("objection", found[place].id) for place in page]
        show.tell(canvas, "objections", only=boxes)


def _row(each: Objection) -> tuple[Cell, Cell]:
    kind = aside(wording.term(each.kind)) if each.kind else ""
    said = Para(text=_("“{text}”").format(text=each.name), size=14, bold=True, more=kind)
    answers = tuple(
        Para(text=response.say, size=12.5, sign="dot", sign_colour=colours.BUYER, after=4)
        for response in each.responses
    )
    return (said,), answers
