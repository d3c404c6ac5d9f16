"""The words that stand on the picture itself: its heading, the names of lanes, and the legend."""

from collections.abc import Iterator, Sequence

from playbook import wording
from playbook.drawing import text
from playbook.drawing.boxes import Sheet, Words
from playbook.drawing.flow.bands import Drawing
from playbook.drawing.flow.layout import MARGIN
from playbook.drawing.flow.scene import Scene
from playbook.drawing.svg import Line, PlacedLane
from playbook.drawing.theme import STYLES
from playbook.messages import _, n_, p_

_LANE_LEADING = 16.5
_TITLE_LEADING, _SUBTITLE_LEADING = 29.0, 18.0
_SAMPLE, _SAMPLE_GAP, _LEGEND_LEADING = 26.0, 34.0, 22.0


def heading(scene: Scene, width: float) -> tuple[list[Words], float]:
    """The name of the playbook, how long the way is, and where that ends."""
    playbook, limit = scene.playbook, width - 2 * MARGIN
    y = 13.0
    words = []
    for line in text.wrap(playbook.name, limit, STYLES["title"], playbook.language, most=3):
        y += _TITLE_LEADING
        words.append(Words(MARGIN, y, line, "title"))
    count = sum(stage.is_worked for stage in playbook.stages)
    parts = [n_("{count} stage", "{count} stages", count).format(count=count)]
    if playbook.metrics and playbook.metrics.cycle_days:
        days = wording.days(playbook.metrics.cycle_days)
        parts.append(_("usual sales cycle {days}").format(days=days))
    y += 5
    for line in text.wrap(" · ".join(parts), limit, STYLES["subtitle"], playbook.language, most=2):
        y += _SUBTITLE_LEADING
        words.append(Words(MARGIN, y, line, "subtitle", "soft"))
    return words, y + 18


def on_lanes(scene: Scene, drawing: Drawing) -> Iterator[Words]:
    """The names over the lanes or before them, and what the bracket stands for."""
    write = _over if scene.format.direction == "down" else _before
    for lane in drawing.lanes:
        yield from write(scene, lane)
    for caption in drawing.captions:
        yield Words(caption.place.x, caption.place.y + 11, caption.words, "tag", "soft")


def _over(scene: Scene, lane: PlacedLane) -> Iterator[Words]:
    """The name of a lane and whose it is, in one line over it."""
    language = scene.desk.language
    x, y = lane.place.x + 20, lane.place.y + 27
    limit = lane.place.width - 40
    name = text.cut(lane.name, limit, STYLES["lane"], language)
    yield Words(x, y, name, "lane", lane.tone)
    used = text.width(name, STYLES["lane"], language) + 12
    if lane.note and limit - used > 40:
        note = text.cut(lane.note, limit - used, STYLES["note"], language)
        yield Words(x + used, y, note, "note", "soft")


def _before(scene: Scene, lane: PlacedLane) -> Iterator[Words]:
    """The name of a lane and whose it is, in lines at its beginning, as many as there is room for."""
    x, limit = lane.place.x + 18, scene.format.head - 30
    room = int((lane.place.height - 24) / _LANE_LEADING)
    sheet = Sheet(limit, scene.desk.language, y=lane.place.y + 15)
    sheet.write(lane.name, "lane", x=x, limit=limit, tone=lane.tone, most=min(3, room))
    left = min(8, room - len(sheet.words))
    if lane.note and left > 0:
        sheet.y += 2
        sheet.write(lane.note, "note", x=x, limit=limit, tone="soft", most=left)
    yield from sheet.words


def legend(
    scene: Scene, lines: Sequence[Line], width: float, y: float
) -> tuple[list[Words], list[Line], float]:
    """What the kinds of line mean that occur, a sample of each, and where that ends."""
    occurring = {line.kind for line in lines}
    words: list[Words] = []
    samples: list[Line] = []
    x = MARGIN
    for kind, label in _meanings().items():
        if kind not in occurring:
            continue
        room = width - 2 * MARGIN - _SAMPLE_GAP
        label = text.cut(label, room, STYLES["legend"], scene.desk.language)
        needed = _SAMPLE_GAP + text.width(label, STYLES["legend"], scene.desk.language)
        if x > MARGIN and x + needed > width - MARGIN:
            x, y = MARGIN, y + _LEGEND_LEADING
        samples.append(Line(kind, ((x, y), (x + _SAMPLE, y)), has_head=kind != "rail"))
        words.append(Words(x + _SAMPLE_GAP, y + 4, label, "legend", "soft"))
        x += needed + 24
    return words, samples, y


def _meanings() -> dict[str, str]:
    return {
        "next": p_("line", "Next stage"),
        "skip": p_("line", "May be skipped"),
        "back": p_("line", "Back"),
        "again": p_("line", "Begins again"),
        "end": p_("line", "Ends without a sale"),
        "park": p_("line", "Set aside"),
        "wake": p_("line", "Comes back"),
        "continue": p_("line", "Goes on in another playbook"),
        "buyer": p_("line", "The buyer moves on"),
        "map": p_("line", "The buyer's step at that time"),
        "rail": p_("line", "Runs beside these stages"),
    }
