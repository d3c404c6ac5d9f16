"""The questionnaires: what is asked, what to listen for, and what the score means."""

from collections.abc import Iterator

from playbook import wording
from playbook.brand.colours import mixed
from playbook.manuscript.draft import anchor
from playbook.messages import _
from playbook.model import Question, Questionnaire
from playbook.renderers.handbook.pptx import colours
from playbook.renderers.handbook.pptx.canvas import SIDE, WIDTH, Canvas, Look, Place, room
from playbook.renderers.handbook.pptx.fitting import Para
from playbook.renderers.handbook.pptx.notes import aside
from playbook.renderers.handbook.pptx.show import Show
from playbook.renderers.handbook.pptx.tables import Cell, Layout, tables

_ROOM = WIDTH - 2 * SIDE
_WIDTHS = (130.0, 420.0, 330.0)
_TOP, _BOTTOM = 84.0, 500.0
_BANDS = 58.0
_ENDS = (colours.LOST_EDGE, colours.WON_EDGE)


def slides(show: Show) -> None:
    """The slides of every questionnaire."""
    for each in show.playbook.questionnaires.values():
        _slides(show, each)


def _slides(show: Show, it: Questionnaire) -> None:
    bands = it.scoring.bands if it.scoring else ()
    bottom = _BOTTOM - (_BANDS + 14 if bands else 0)
    grouped = any(each.element for each in it.questions)
    widths = _WIDTHS if grouped else (_WIDTHS[0] + _WIDTHS[1], _WIDTHS[2])
    head = [_("Part"), _("Question"), _("Listen for")]
    rows = [list(_row(show, it, each)) for each in it.questions]
    if not grouped:
        head, rows = head[1:], [row[1:] for row in rows]
    name = wording.questionnaire_name(it)
    made = tables(show, name, head, rows, Layout(widths, _TOP, bottom), name)
    for canvas, page in made:
        if bands:
            _scale(show, canvas, it)
        # the first slide tells all of it, the others what stands on them
        asked = [anchor("question", it.questions[place].id) for place in page if page.start]
        show.tell(canvas, f"questionnaire-{it.id}", only=asked)


def _row(show: Show, it: Questionnaire, each: Question) -> Iterator[Cell]:
    element = wording.element_name(it, each.element) if each.element else ""
    yield (Para(text=element, size=12, bold=True, colour="accent1"),) if element else ()
    level = wording.term(each.level) if each.level != "must" else ""
    marks = " · ".join(filter(None, (level, _("Knock-out") if each.knock_out else "")))
    why = (Para(text=each.why, size=10.5, colour=colours.SOFT),) if each.why else ()
    yield (Para(text=each.ask, size=13, bold=True, more=aside(marks)), *why)
    listen = each.listen_for or ", ".join(_answers(show, each))
    yield (Para(text=listen, size=12),) if listen else ()


def _answers(show: Show, each: Question) -> Iterator[str]:
    field = show.playbook.fields.get(each.field) if each.field else None
    for option in field.options if field else each.options:
        yield option.name


def _scale(show: Show, canvas: Canvas, it: Questionnaire) -> None:
    """What a score means, from the lowest on."""
    bands = it.scoring.bands if it.scoring else ()
    wide = _ROOM / len(bands)
    y = _BOTTOM - _BANDS
    for number, band in enumerate(bands):
        share = number / max(len(bands) - 1, 1)
        colour = mixed(*_ENDS, share)
        look = Look(
            shape="homePlate" if number < len(bands) - 1 else "rect",
            colour=mixed(colour, "#FFFFFF", 0.82),
            edge=colour,
            inset=(12, 5),
            anchor="ctr",
            adjust=12,
        )
        score = _("From {score}").format(score=show.draft.local.number(band.from_))
        place = Place(SIDE + number * wide, y, wide - 2, _BANDS)
        paras = (
            Para(text=band.name, size=12, bold=True, after=1),
            Para(text=score, size=10, colour=colours.SOFT),
        )
        made = show.fit(paras, *room(place, look), least=7)
        canvas.box(wording.headed(band.name, score), place, look, made)
