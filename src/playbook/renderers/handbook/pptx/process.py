"""The whole process on one slide: a chevron for each stage, and the ends beneath."""

from collections.abc import Sequence
from dataclasses import replace

from playbook import wording
from playbook.manuscript.words import text
from playbook.messages import _
from playbook.model import Stage
from playbook.renderers.handbook.pptx import colours, theme
from playbook.renderers.handbook.pptx.canvas import SIDE, WIDTH, Canvas, Look, Place, room
from playbook.renderers.handbook.pptx.fitting import Para, resized
from playbook.renderers.handbook.pptx.show import Show

_IN_A_ROW = 7
_ROOM = WIDTH - 2 * SIDE
_TOP, _BOTTOM = 96.0, 430.0
_ENDS = 446.0
_HIGH = 104.0
_TIP = 20.0
_LEAST_BELOW = 40.0
_CHEVRON = Look(shape="chevron", inset=(3, 4), anchor="ctr", adjust=_TIP)
_KINDS = {
    "won": (colours.WON, colours.WON_FILL, colours.WON_EDGE),
    "parked": (colours.PARKED, colours.PARKED_FILL, colours.PARKED_EDGE),
}
_LOST = (colours.LOST, colours.LOST_FILL, colours.LOST_EDGE)


def slides(show: Show) -> None:
    """The slide of the process."""
    canvas = show.slide(_("The process"), theme.PLAIN)
    stages = show.draft.worked
    count = max(-(-len(stages) // _IN_A_ROW), 1)
    each = -(-len(stages) // count)
    high = (_BOTTOM - _TOP) / count
    for row in range(count):
        _row(show, canvas, stages[row * each : (row + 1) * each], each, _TOP + row * high, high)
    _ends(show, canvas)
    show.tell(canvas, "overview")


def _row(
    show: Show, canvas: Canvas, stages: Sequence[Stage], most: int, y: float, high: float
) -> None:
    """A row of chevrons; below each what is reached in it."""
    overlap = _TIP - 5
    wide = (_ROOM + (most - 1) * overlap) / most
    tall = min(_HIGH, high * 0.66)
    below = high - tall - 24
    places = [Place(SIDE + at * (wide - overlap), y, wide, tall) for at in range(len(stages))]
    names = [_name(show, *each) for each in zip(stages, places, strict=True)]
    size = min(para.size for made in names for para in made)
    for stage, place, made in zip(stages, places, names, strict=True):
        even = [resized(para, size) for para in made]
        _chevron(show, canvas, stage, place, even, is_first=place is places[0])
        if below >= _LEAST_BELOW:
            beneath = Place(place.x + 6, y + tall + 10, wide - _TIP - 10, below)
            _below(show, canvas, stage, beneath)


def _name(show: Show, stage: Stage, place: Place) -> Sequence[Para]:
    """A stage's name, so large that it fits into any chevron."""
    wide, high = room(place, _CHEVRON)
    name = Para(text=stage.name, size=13, bold=True, colour=_ink(show, stage))
    return show.fit((name,), wide, high - 17, least=8, largest=18, most_lines=4)


def _ink(show: Show, stage: Stage) -> str:
    return show.on(colours.accent(show.draft.tone(stage)))


def _chevron(
    show: Show,
    canvas: Canvas,
    stage: Stage,
    place: Place,
    name: Sequence[Para],
    *,
    is_first: bool,
) -> None:
    look = replace(_CHEVRON, colour=colours.accent(show.draft.tone(stage)))
    if is_first:
        look = replace(look, shape="homePlate", inset=(10, 4))
    sign, chance = show.draft.sign(stage), _chance(show, stage)
    head = "  ".join(filter(None, (sign, chance)))
    top = Para(text=head, size=11, bold=True, colour=_ink(show, stage), after=2)
    about = ", ".join(filter(None, (sign, stage.name, chance)))
    shape = canvas.box(f"{sign} {stage.name}", place, look, (top, *name), about=about)
    show.jumps.append((canvas.slide, shape, stage.id))


def _chance(show: Show, stage: Stage) -> str:
    known = stage.is_before_the_sale and stage.probability is not None
    return show.draft.local.percent(stage.probability or 0) if known else ""


def _below(show: Show, canvas: Canvas, stage: Stage, place: Place) -> None:
    """What is reached in a stage, and whose it is."""
    paras = []
    if stage.goal:
        paras.append(Para(text=stage.goal, size=12, after=6))
    owner = text(show.draft.link("role", stage.owner))
    paras.append(Para(text=owner, size=10.5, colour=colours.SOFT))
    made = show.fit(paras, place.width, place.height, least=9, largest=16, most_lines=8)
    canvas.box(wording.headed(stage.name, _("Goal")), place, Look(), made)


def _ends(show: Show, canvas: Canvas) -> None:
    """The stages in which nobody works: won, lost, parked."""
    ends = [stage for stage in show.playbook.stages if not stage.is_worked]
    if not ends:
        return
    gap = 10.0
    wide = min((_ROOM - gap * (len(ends) - 1)) / len(ends), 230)
    for number, stage in enumerate(ends):
        ink, ground, edge = _KINDS.get(stage.kind, _LOST)
        place = Place(SIDE + number * (wide + gap), _ENDS, wide, 44)
        look = Look(
            shape="roundRect",
            colour=ground,
            edge=edge,
            inset=(4, 0),
            anchor="ctr",
            adjust=22,
        )
        name = Para(text=stage.name, size=13, bold=True, colour=ink, align="ctr")
        made = show.fit((name,), *room(place, look), least=8, most_lines=3)
        canvas.box(stage.name, place, look, made)
