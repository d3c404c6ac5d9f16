"""The numbers that the process is planned with: large, and how many deals go on from each stage."""

from collections.abc import Sequence

from playbook import wording
from playbook.facts import facts
from playbook.manuscript.words import text
from playbook.messages import _
from playbook.model import Stage
from playbook.renderers.handbook.pptx import colours
from playbook.renderers.handbook.pptx.canvas import SIDE, WIDTH, Canvas, Look, Place, room
from playbook.renderers.handbook.pptx.fitting import Para, shortened
from playbook.renderers.handbook.pptx.show import Show

_ROOM = WIDTH - 2 * SIDE
_TOP, _BOTTOM = 92.0, 500.0
_IN_A_ROW = 5
_TILE = 88.0
_GAP = 12.0
_NAME = 210.0
_SHARE = 60.0


def slides(show: Show) -> None:
    """The slide of the numbers, if there are any."""
    metrics = show.playbook.metrics
    if metrics is None:
        return
    tiles = [
        (label, " ".join(text(words).split()))
        for label, words in facts(show.draft, metrics).items()
        if label != _("Goes on")
    ]
    shares = [
        (stage, metrics.stage_conversion[stage.id])
        for stage in show.draft.worked
        if stage.id in metrics.stage_conversion
    ]
    if not tiles and not shares:
        return
    canvas = show.slide(_("The numbers we plan with"))
    y = _tiles(show, canvas, tiles)
    if shares:
        _bars(show, canvas, shares, y)
    show.tell(canvas, "metrics")


def _tiles(show: Show, canvas: Canvas, tiles: Sequence[tuple[str, str]]) -> float:
    """The numbers, large; says where what is below them begins."""
    if not tiles:
        return _TOP
    rows = -(-len(tiles) // _IN_A_ROW)
    columns = -(-len(tiles) // rows)
    wide = (_ROOM - _GAP * (columns - 1)) / columns
    look = Look(shape="roundRect", colour="accent1", pale=0.92, inset=(14, 10), anchor="ctr")
    for number, (label, value) in enumerate(tiles):
        x = SIDE + number % columns * (wide + _GAP)
        y = _TOP + number // columns * (_TILE + _GAP)
        place = Place(x, y, wide, _TILE)
        inner, high = room(place, look)
        name = shortened(
            Para(text=label, size=11, colour=colours.SOFT, after=2), inner, show.language, 2
        )
        rest = high - show.height((name,), inner) - 2
        large = Para(text=value, size=26, bold=True, colour="accent1")
        made = show.fit((large,), inner, rest, least=11, most_lines=2)
        canvas.box(label, place, look, (name, *made))
    return _TOP + rows * (_TILE + _GAP) + 8


def _bars(show: Show, canvas: Canvas, shares: Sequence[tuple[Stage, int]], y: float) -> None:
    """How many deals go on from each stage, as bars."""
    title = Para(text=_("Goes on"), size=14, bold=True)
    canvas.box(_("Goes on"), Place(SIDE, y, _ROOM, 24), Look(), (title,))
    y += 30
    high = min((_BOTTOM - y) / len(shares), 44)
    longest = _ROOM - _NAME - _SHARE
    for number, (stage, share) in enumerate(shares):
        top = y + number * high
        name = Para(text=stage.name, size=12)
        label = Place(SIDE, top, _NAME - 10, high - 8)
        made = show.fit((name,), label.width, label.height, least=8, most_lines=2)
        canvas.box(stage.name, label, Look(anchor="ctr"), made)
        percent = show.draft.local.percent(share)
        colour = colours.accent(show.draft.tone(stage))
        bar = Place(SIDE + _NAME, top, max(longest * min(share, 100) / 100, 2), high - 8)
        about = wording.headed(stage.name, percent)
        canvas.box(about, bar, Look(shape="rect", colour=colour), about=about)
        beside = Place(bar.x + bar.width + 8, top, _SHARE - 8, high - 8)
        said = Para(text=percent, size=12, bold=True)
        canvas.box(percent, beside, Look(anchor="ctr"), (said,))
