"""A slide for each stage: what is done, what must be true to leave it, and the buyer's side."""

from collections.abc import Sequence

from playbook import wording
from playbook.drawing.text import Style, width
from playbook.manuscript.blocks import Facts
from playbook.manuscript.words import text
from playbook.messages import _
from playbook.model import Criterion, Stage, Task
from playbook.renderers.handbook.pptx import colours, theme
from playbook.renderers.handbook.pptx.canvas import SIDE, WIDTH, Canvas, Look, Place
from playbook.renderers.handbook.pptx.fitting import Para, shortened
from playbook.renderers.handbook.pptx.notes import aside
from playbook.renderers.handbook.pptx.show import Show, card

_ROOM = WIDTH - 2 * SIDE
_LEFT = 500.0
_GAP = 18.0
_BOTTOM = 500.0
_BADGE = Place(SIDE, 24, 44, 44)
_INSET = (14.0, 11.0)
_HEADS = 2 * _INSET[1] + 28
"""What the edges and the title of a card take."""
_LOWEST = 130.0
_BUYER = (44.0, 92.0)
"""The least and the most that the buyer's side takes."""
_LABEL = 130.0
_LARGEST = 18.0
_SPARE = 1.1
"""Some programs set the spaces of Chinese text wide."""
_CARD = Look(shape="roundRect", colour=colours.SHADE, inset=_INSET)
_GATE = Look(shape="roundRect", colour=colours.GATE_FILL, edge=colours.GATE_EDGE, inset=_INSET)
_TIP = Look(shape="roundRect", colour=colours.TIP_FILL, edge=colours.TIP_EDGE, inset=_INSET)
_SIDE_OF_BUYER = Look(
    shape="roundRect",
    colour=colours.BUYER_FILL,
    edge=colours.BUYER_EDGE,
    inset=(14, 8),
    anchor="ctr",
)


def slides(show: Show) -> None:
    """The slides of the stages in which somebody works, and of which something is said."""
    for stage in show.draft.worked:
        if stage.tasks or stage.exit or stage.goal or stage.guidance or stage.buyer_steps:
            _slide(show, stage)


def _slide(show: Show, stage: Stage) -> None:
    canvas = show.slide(show.stage_title(stage), theme.NUMBERED)
    show.stage_slides[stage.id] = canvas.slide
    colour = colours.accent(show.draft.tone(stage))
    number = Para(
        text=show.draft.sign(stage), size=20, bold=True, colour=show.on(colour), align="ctr"
    )
    badge = Look(shape="ellipse", colour=colour, anchor="ctr")
    canvas.box(f"{_('Stage')} {number.text}", _BADGE, badge, (number,))
    y = 80.0
    if stage.goal:
        goal = shortened(
            Para(text=stage.goal, size=15, colour=colours.SOFT), _ROOM, show.language, 2
        )
        high = show.height((goal,), _ROOM) + 2
        canvas.box(_("Goal"), Place(SIDE, y, _ROOM, high), Look(), (goal,))
        y += high + 6
    y = _chips(show, canvas, stage, y)
    bottom = _buyer(show, canvas, stage)
    _body(show, canvas, stage, y, bottom)
    show.tell(canvas, f"stage-{stage.id}")


def _chips(show: Show, canvas: Canvas, stage: Stage, y: float) -> float:
    """The key facts in a row; what there is no room for stands in the notes."""
    blocks = show.chapters[f"stage-{stage.id}"].blocks
    facts = next((block.facts for block in blocks if isinstance(block, Facts)), ())
    x, high = SIDE, 26.0
    for label, words in facts:
        value = " ".join(text(words).split("\n")[0].split())
        wide = (
            width(f"{label} ", Style(10.5), show.language)
            + width(value, Style(10.5, bold=True), show.language)
        ) * _SPARE + 28
        if x + wide > WIDTH - SIDE:
            break
        look = Look(
            shape="roundRect", colour="accent1", pale=0.9, inset=(5, 0), anchor="ctr", adjust=13
        )
        chip = Para(text=f"{label} ", size=10.5, colour=colours.SOFT, strong=value, align="ctr")
        canvas.box(label, Place(x, y, wide, high), look, (chip,))
        x += wide + 8
    return y + high + 12 if facts else y + 4


def _buyer(show: Show, canvas: Canvas, stage: Stage) -> float:
    """The buyer's steps at that time; says where what is above them ends."""
    steps = [
        show.playbook.buyer_step[id] for id in stage.buyer_steps if id in show.playbook.buyer_step
    ]
    if not steps:
        return _BOTTOM
    paras = [
        Para(
            text=each.name,
            more=f"  {each.shown_by}" if each.shown_by else "",
            size=12,
            sign="dot",
            sign_colour=colours.BUYER,
        )
        for each in steps
    ]
    name = _("The buyer's side")
    head = Para(text=name, size=12, bold=True, colour=colours.BUYER)
    wide = _ROOM - _LABEL - 22
    high = min(max(show.height(paras, wide) + 22, _BUYER[0]), _BUYER[1])
    place = Place(SIDE, _BOTTOM - high, _ROOM, high)
    canvas.box("", place, _SIDE_OF_BUYER)
    label = Place(SIDE + 14, place.y + 8, _LABEL - 14, high - 16)
    look = Look(anchor="ctr")
    canvas.box(name, label, look, show.fit((head,), label.width, label.height, least=8))
    beside = Place(SIDE + _LABEL + 8, place.y + 8, wide, high - 16)
    made = show.fit(paras, beside.width, beside.height, least=9, most_lines=2)
    canvas.box(_("The buyer's steps"), beside, look, made)
    return place.y - 12


def _body(show: Show, canvas: Canvas, stage: Stage, top: float, bottom: float) -> None:
    """Tasks on the left, the gate on the right; how it is done well where there is room."""
    tasks = [_task(show, each) for each in stage.tasks]
    gate = [_criterion(show, each) for each in stage.exit]
    tip = [Para(text=stage.guidance, size=13)] if stage.guidance else []
    left, right = _LEFT, _ROOM - _LEFT - _GAP
    if not gate:
        left = _ROOM
    if not tasks and not tip:
        left, right = 0.0, _ROOM
    room = bottom - top
    if not tip:
        needs = (_needs(show, tasks, left, room), _needs(show, gate, right, room))
        room = min(room, max(*needs, _LOWEST))
    x = SIDE
    if left:
        _column(show, canvas, Place(x, top, left, room), tasks, tip)
        x += left + _GAP
    if gate:
        place = Place(x, top, right, room)
        card(
            show,
            canvas,
            _("Exit criteria"),
            place,
            gate,
            _GATE,
            title=_("Exit criteria"),
            title_colour=colours.GATE,
            largest=_LARGEST,
        )


def _needs(show: Show, paras: Sequence[Para], width: float, room: float) -> float:
    """How high a card with a title is, if its letters are as large as can be."""
    inner = width - 2 * _INSET[0] - 4
    if not paras or inner <= 0:
        return 0.0
    made = show.fit(paras, inner, room - _HEADS, largest=_LARGEST)
    return show.height(made, inner) + _HEADS + 8


def _column(
    show: Show, canvas: Canvas, place: Place, tasks: Sequence[Para], tip: Sequence[Para]
) -> None:
    """Tasks, and below them how they are done well if there is room for it."""
    inner = place.width - 2 * _INSET[0] - 4
    wanted = show.height(tasks, inner) + _HEADS if tasks else 0.0
    needs = show.height(tip, inner) + _HEADS if tip else 0.0
    high = place.height
    if tasks and tip and high - wanted - 10 >= min(needs, 78):
        high = max(wanted, place.height - needs - 10)
    elif tasks:
        tip = ()
    if tasks:
        card(
            show,
            canvas,
            _("Tasks"),
            Place(place.x, place.y, place.width, high),
            tasks,
            _CARD,
            title=_("Tasks"),
            largest=_LARGEST,
        )
    if tip:
        y = place.y + (high + 10 if tasks else 0)
        rest = Place(place.x, y, place.width, place.y + place.height - y)
        name = _("How to do it well")
        card(
            show,
            canvas,
            name,
            rest,
            tip,
            _TIP,
            title=name,
            title_colour=colours.TIP,
            largest=_LARGEST,
        )


def _task(show: Show, each: Task) -> Para:
    level = wording.term(each.level) if each.level != "must" else ""
    due = wording.moment(show.playbook, each.due) if each.due else ""
    more = " · ".join(filter(None, (level, due)))
    return Para(text=each.do, more=aside(more), size=13, sign="dot", after=5)


def _criterion(show: Show, each: Criterion) -> Para:
    level = wording.term(each.level) if each.level != "must" else ""
    words = wording.criterion(show.playbook, each)
    return Para(
        text=words, more=aside(level), size=13, sign="tick", sign_colour=colours.GATE, after=6
    )
