"""The seller's pool: stages as tasks, gates as exclusive gateways, ends and waits as events."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, pairwise

from playbook import wording
from playbook.drawing.chart import Chart, Item
from playbook.flow import Flow as Moves
from playbook.messages import _, p_
from playbook.model import Moment, Stage, StageId
from playbook.renderers.picture.bpmn.parts import Cell, Element, Exit, Flow, Seller, Tag, Wait

_OUT = frozenset({"lost", "disqualified", "not-counted", "parked"})
"""The kinds of stage that are events at the place where a deal leaves for them."""
_GATES = frozenset({"gate", "entry-gate"})
_TONES = {
    "won": "won",
    "parked": "park",
    "lost": "end",
    "disqualified": "end",
    "not-counted": "end",
}


@dataclass(frozen=True)
class _Branch:
    """A way from a stage to a later or an earlier one."""

    target: StageId
    name: str


class _Builder:
    """Builds the pool stage by stage."""

    def __init__(self, drawn: Chart, signals: dict[str, str]) -> None:
        self.drawn = drawn
        self.playbook = drawn.playbook
        self.signals = signals
        self.stages = [stage for stage in self.playbook.stages if stage.kind not in _OUT]
        self.number = {stage.id: place for place, stage in enumerate(self.stages, 1)}
        self.items: dict[str, Item] = {item.key: item for item in drawn.items}
        self.notes = {(item.kind, item.id): item.notes for item in drawn.items}
        self.flows: list[Flow] = []
        self._count = count(1)

    def build(self) -> Seller:
        branches = {stage.id: tuple(self._branches(stage)) for stage in self.stages}
        cells = {stage.id: self._cell(stage, bool(branches[stage.id])) for stage in self.stages}
        starts = self._starts(branches, cells)
        incoming = Counter(branch.target for each in branches.values() for branch in each)
        incoming.update(starts)
        for cell in cells.values():
            for each in cell.exits:
                incoming[StageId(each.home)] += len(each.waits)
        for stage in self.stages:
            cell, place = cells[stage.id], self.number[stage.id]
            if incoming[stage.id] > 1:
                cell.join = Element(f"join_{place}", "exclusiveGateway", tone="next")
            if len(branches[stage.id]) + len(cell.exits) > 1:
                cell.gate = self._gate(stage, place)
        begin = self._begin(starts, cells)
        for stage in self.stages:
            self._join_up(cells[stage.id], branches[stage.id], cells)
        return Seller(begin, [cells[stage.id] for stage in self.stages], self.flows)

    def _branches(self, stage: Stage) -> Iterator[_Branch]:
        """Where a deal may go from a stage, each target once."""
        found: dict[StageId, str] = {}
        forward = [target for source, target in self._steps("next") if source == stage.id]
        for target in forward:
            found.setdefault(target, self._met(stage) if len(set(forward)) == 1 else "")
        for skipped in self._skipped():
            if skipped in forward:
                for source, target in self._steps("next"):
                    if source == skipped and target in self.number:
                        found.setdefault(target, p_("line", "May be skipped"))
        for arrow in self.drawn.arrows:
            if arrow.kind in ("back", "again", "wake") and self._stage(arrow.source) == stage.id:
                found.setdefault(self._stage(arrow.target), arrow.label)
        for target, name in found.items():
            if target in self.number and target != stage.id:
                yield _Branch(target, name or self.playbook.stage[target].name)

    def _met(self, stage: Stage) -> str:
        return p_("gate", "met") if stage.exit else ""

    def _steps(self, kind: str) -> list[tuple[StageId, StageId]]:
        pairs = (
            (self._stage(arrow.source), self._stage(arrow.target))
            for arrow in self.drawn.arrows
            if arrow.kind == kind
        )
        return [(source, target) for source, target in pairs if source != target]

    def _stage(self, key: str) -> StageId:
        """The stage that a box stands for, or that its gate belongs to."""
        item = self.items.get(key)
        return StageId(item.id if item and item.kind not in ("step", "phase", "playbook") else "")

    def _skipped(self) -> list[StageId]:
        return [self._stage(arrow.source) for arrow in self.drawn.arrows if arrow.kind == "skip"]

    def _cell(self, stage: Stage, goes_on: bool) -> Cell:
        place = self.number[stage.id]
        exits = list(self._exits(stage, place))
        ends = stage.kind == "won" and not goes_on and not exits
        if not goes_on and not exits and not ends:
            exits = [Exit((Element(f"exit_{place}_1", "endEvent", _("End"), "next"),))]
        item_notes = self.notes.get((stage.kind, str(stage.id)), ())
        entry = self.notes.get(("entry-gate", str(stage.id)), ())
        about = (
            *([stage.goal] if stage.goal else []),
            *item_notes,
            *((f"{_('Entry criteria')}:", *entry) if entry else ()),
            *(f"- {task.do}" for task in stage.tasks),
        )
        event: Tag = "endEvent" if ends else "intermediateThrowEvent"
        tag: Tag = event if stage.kind == "won" else "task"
        tone = _TONES.get(stage.kind, "seller")
        return Cell(
            Element(f"stage_{place}", tag, stage.name, tone, about), stage.owner, exits=exits
        )

    def _exits(self, stage: Stage, place: int) -> Iterator[Exit]:
        """The ends and waits that a deal leaves a stage for: ends first."""
        targets = [self.playbook.stage[id] for id in self._left_for(stage)]
        for number, target in enumerate(sorted(targets, key=lambda each: each.kind == "parked"), 1):
            id = f"exit_{place}_{number}"
            if target.kind == "parked":
                yield self._wait(stage, target, id)
            else:
                about = (target.goal,) if target.goal else ()
                yield Exit((Element(id, "endEvent", target.name, _TONES[target.kind], about),))

    def _left_for(self, stage: Stage) -> list[StageId]:
        """Where a deal may end or wait from a stage; what a wait may end in counts as well."""
        out = [arrow for arrow in self.drawn.arrows if arrow.kind in ("end", "park")]
        found = [
            self._stage(arrow.target)
            for arrow in out
            if self._stage(arrow.source) == stage.id
            or (arrow.source == "seller" and stage.is_before_the_sale)
        ]
        for id in found:
            found += [
                target
                for arrow in out
                if self._stage(arrow.source) == id
                if (target := self._stage(arrow.target)) not in found
            ]
        return list(dict.fromkeys(found))

    def _wait(self, stage: Stage, target: Stage, id: str) -> Exit:
        """Where a deal waits: for a time, for a signal, or for whichever comes first."""
        rule = target.wake_up
        home = rule.move_to if rule and rule.move_to in self.number else None
        found = []
        if rule is not None and rule.units:
            after = wording.moment(self.playbook, rule)
            name = f"{target.name} · {after}"
            found.append(Element(f"{id}_time", "intermediateCatchEvent", name, "park"))
            found[-1].wait = Wait(duration=_duration(rule))
        if rule is None or rule.trigger or not found:
            words = rule.trigger if rule and rule.trigger else ""
            signal = f"signal_{self._number_of(target)}"
            self.signals[signal] = words or target.name
            name = f"{target.name} · {words}" if words else target.name
            found.append(Element(f"{id}_signal", "intermediateCatchEvent", name, "park"))
            found[-1].wait = Wait(signal=signal)
        first = Element(f"{id}_wait", "eventBasedGateway", "", "park")
        elements = (first, *found) if len(found) > 1 else tuple(found)
        return Exit(elements, home=home or stage.id)

    def _number_of(self, target: Stage) -> int:
        return [stage.id for stage in self.playbook.stages].index(target.id) + 1

    def _gate(self, stage: Stage, place: int) -> Element:
        name = _("Exit criteria") if stage.exit else _("How does it go on?")
        about = self.notes.get(("gate", str(stage.id)), ())
        return Element(f"gate_{place}", "exclusiveGateway", name, "gate", about)

    def _starts(
        self, branches: dict[StageId, tuple[_Branch, ...]], cells: dict[StageId, Cell]
    ) -> list[StageId]:
        """The stages where deals begin, and those that nothing leads to."""
        led = {branch.target for each in branches.values() for branch in each}
        led |= {StageId(each.home) for cell in cells.values() for each in cell.exits if each.home}
        wanted = {id for id in Moves(self.playbook).starts if id in self.number}
        lost = {stage.id for stage in self.stages if stage.id not in led}
        return [stage.id for stage in self.stages if stage.id in wanted | lost]

    def _begin(self, starts: list[StageId], cells: dict[StageId, Cell]) -> tuple[Element, ...]:
        begin = Element("start", "startEvent", p_("event", "A new deal"), "seller")
        if len(starts) == 1:
            self._flow(begin.id, cells[starts[0]].first.id)
            return (begin,)
        parts = Element("start_gate", "exclusiveGateway", _("Where does the deal begin?"), "next")
        self._flow(begin.id, parts.id)
        for id in starts:
            self._flow(parts.id, cells[id].first.id, self.playbook.stage[id].name)
        return (begin, parts)

    def _join_up(
        self, cell: Cell, branches: tuple[_Branch, ...], cells: dict[StageId, Cell]
    ) -> None:
        inner = [each.id for each in (cell.join, cell.work, cell.gate) if each]
        for source, target in pairwise(inner):
            self._flow(source, target)
        for branch in branches:
            name = branch.name if cell.gate else ""
            self._flow(cell.last.id, cells[branch.target].first.id, name)
        for each in cell.exits:
            self._flow(cell.last.id, each.elements[0].id)
            for wait in each.waits or each.elements:
                if wait is not each.elements[0]:
                    self._flow(each.elements[0].id, wait.id)
                if each.home:
                    self._flow(wait.id, cells[StageId(each.home)].first.id)

    def _flow(self, source: str, target: str, name: str = "") -> None:
        self.flows.append(Flow(f"flow_{next(self._count)}", source, target, name))


def _duration(rule: Moment) -> str:
    """A span of time as ISO 8601 writes it; nothing for workdays, and for what hangs on a date."""
    if rule.before or rule.after or rule.after_task:
        return ""
    for unit, form in (
        ("minutes", "PT{}M"),
        ("hours", "PT{}H"),
        ("days", "P{}D"),
        ("weeks", "P{}W"),
        ("months", "P{}M"),
    ):
        value = getattr(rule, unit)
        if value is not None:
            return form.format(value)
    return ""


def seller(drawn: Chart, signals: dict[str, str]) -> Seller:
    """The seller's pool; the signals that deals wait for are put into ``signals``."""
    return _Builder(drawn, signals).build()
