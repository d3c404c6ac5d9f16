"""What stands at the side of the line: ends without a sale, places to wait, and the ways on."""

from collections.abc import Iterator, Sequence

from playbook import wording
from playbook.drawing import icons
from playbook.drawing.boxes import Box, Sheet, path, rect
from playbook.drawing.desk import Desk
from playbook.messages import _, n_
from playbook.model import Continuation, Stage

_SIGN = {
    "lost": (icons.CROSS, "end"),
    "disqualified": (icons.BAN, "end"),
    "not-counted": (icons.MINUS, "end"),
    "parked": (icons.LOOP, "park"),
}


def side_card(desk: Desk, stage: Stage, width: float) -> Box:
    """An end without a sale, or a place to wait, at the side of the line."""
    icon, tone = _SIGN[stage.kind]
    lines = [stage.goal, *(_waking if stage.kind == "parked" else _ending)(desk, stage)]
    about = wording.headed(wording.term(stage.kind), stage.name)
    return _side(desk, icon, tone, stage.name, lines, about, width)


def _ending(desk: Desk, stage: Stage) -> Iterator[str]:
    known = desk.playbook.reasons
    ids = stage.reasons or (tuple(known) if stage.kind == "lost" else ())
    names = [known[id].name for id in ids if id in known and known[id].under is None]
    if names:
        yield _("Why: {reasons}").format(reasons=wording.listed(names))
    yield desk.to_fill(stage.must_fill)
    if stage.reopen == "same-deal":
        yield _("The deal may be opened again.")
    if stage.reopen == "new-deal":
        yield _("May come back as a new deal.")


def _waking(desk: Desk, stage: Stage) -> Iterator[str]:
    rule = stage.wake_up
    if rule is None:
        return
    after = wording.moment(desk.playbook, rule)
    if rule.move_to is None or desk.label(after) != after:
        yield after
    if rule.trigger:
        yield rule.trigger
    if rule.move_to is None:
        yield _("Then back to where the deal was.")
    if rule.times:
        count = n_("At most {count} time.", "At most {count} times.", rule.times)
        yield count.format(count=rule.times)


def continuation_card(desk: Desk, way: Continuation, width: float) -> Box:
    """The playbook in which a deal goes on."""
    lines = [_("a new deal") if way.deal == "new" else _("the same deal")]
    if way.for_:
        lines.append(desk.only(way.for_))
    if way.start and way.start.units:
        lines.append(wording.moment(desk.playbook, way.start))
    about = _("Continues in {playbook}").format(playbook=way.playbook)
    name = way.name or str(way.playbook)
    return _side(desk, icons.OUT, "other", name, [" · ".join(lines)], about, width)


def _side(
    desk: Desk,
    icon: str,
    tone: str,
    name: str,
    lines: Sequence[str | None],
    about: str,
    width: float,
) -> Box:
    sheet = Sheet(width, desk.language, y=11)
    sheet.shapes.append(path(icon, f"f-mark f-mark-{tone}", 20, 20))
    sheet.write(name, "side-name", x=34, limit=width - 46, tone=tone, most=4, leading=1.25)
    sheet.y += 2
    for line in filter(None, lines):
        sheet.write(line, "side-body", x=14, limit=width - 26, tone="soft", most=4)
        sheet.y += 1.5
    height = sheet.y + 9
    return sheet.box(height, (rect(0, 0, width, height, f"f-box-{tone} f-edge", 12),), about)
