"""The buyer's way: a card for each step, with how it is seen and which stages of ours help."""

from collections.abc import Iterator

from playbook import wording
from playbook.manuscript.blocks import Paragraph
from playbook.manuscript.prose import prose
from playbook.manuscript.words import text
from playbook.messages import _
from playbook.model import BuyerStep
from playbook.renderers.handbook.pptx import colours
from playbook.renderers.handbook.pptx.canvas import SIDE, WIDTH, Canvas, Look, Place, room
from playbook.renderers.handbook.pptx.fitting import Para
from playbook.renderers.handbook.pptx.show import Show, card
from playbook.wording import listed

_IN_A_ROW = 5
_ROWS = 2
_GAP = 14.0
_TOP, _BOTTOM = 88.0, 500.0
_HEAD = 54.0


def slides(show: Show) -> None:
    """The buyer's steps, ten on a slide."""
    steps = show.playbook.buyer_steps
    most = _IN_A_ROW * _ROWS
    for begin in range(0, len(steps), most):
        shown = steps[begin : begin + most]
        canvas = show.slide(_("Buyer journey"))
        rows = -(-len(shown) // _IN_A_ROW)
        columns = -(-len(shown) // rows)
        wide = (WIDTH - 2 * SIDE - _GAP * (columns - 1)) / columns
        high = min((_BOTTOM - _TOP - _GAP * (rows - 1)) / rows, 260)
        for number, step in enumerate(shown):
            x = SIDE + number % columns * (wide + _GAP)
            y = _TOP + number // columns * (high + _GAP)
            _step(show, canvas, step, begin + number + 1, Place(x, y, wide, high))
        show.tell(canvas, "buyer")


def _step(show: Show, canvas: Canvas, step: BuyerStep, number: int, place: Place) -> None:
    arrow = Look(shape="homePlate", colour=colours.BUYER, inset=(10, 4), anchor="ctr", adjust=14)
    name = Para(text=f"{number}  {step.name}", size=14, bold=True, colour=colours.PAPER)
    head = Place(place.x, place.y, place.width, _HEAD)
    canvas.box(
        f"{number} {step.name}",
        head,
        arrow,
        show.fit((name,), *room(head, arrow), least=8, most_lines=2),
    )
    look = Look(shape="rect", colour=colours.BUYER_FILL, edge=colours.BUYER_EDGE, inset=(12, 10))
    body = Place(place.x, place.y + _HEAD + 5, place.width, place.height - _HEAD - 5)
    card(
        show,
        canvas,
        wording.headed(step.name, _("The buyer")),
        body,
        list(_said(show, step)),
        look,
        least=8,
        largest=15,
    )


def _said(show: Show, step: BuyerStep) -> Iterator[Para]:
    """What the buyer does, how it is seen, and where we help."""
    about = next(
        (text(block.words) for block in prose(step.about) if isinstance(block, Paragraph)), ""
    )
    if about:
        yield Para(text=" ".join(about.split()), size=12, after=7)
    stages = [each.name for each in show.playbook.stages if step.id in each.buyer_steps]
    for label, words in (
        (_("You can tell by:"), step.shown_by or ""),
        (_("Our stages:"), listed(stages)),
    ):
        if words:
            yield Para(text=label, size=10, bold=True, colour=colours.BUYER, after=1)
            yield Para(text=words, size=12, after=7)
