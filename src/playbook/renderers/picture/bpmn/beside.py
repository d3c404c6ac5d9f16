"""The pools beside the seller's: the buyer's steps, and the tracks of other teams."""

from collections.abc import Iterator
from itertools import pairwise

from playbook.drawing.chart import Chart, Group, Item
from playbook.messages import p_
from playbook.renderers.picture.bpmn.parts import Beside, Element, Flow, Row


def buyer(drawn: Chart) -> Beside | None:
    """The buyer's pool: the steps one after the other, and what goes on all the time above them."""
    group = next((group for group in drawn.groups if group.tone == "buyer"), None)
    if group is None:
        return None
    ids = {step.id for step in drawn.playbook.buyer_steps if step.always_on}
    always = [item for item in group.items if item.id in ids]
    taken = [item for item in group.items if item not in always]
    rows = [*([item] for item in always), *([taken] if taken else [])]
    return _pool(drawn, group, "buyer", rows)


def tracks(drawn: Chart) -> Iterator[Beside]:
    """The pool of each track: its phases one after the other."""
    groups = (group for group in drawn.groups if group.tone == "track")
    for place, group in enumerate(groups, 1):
        yield _pool(drawn, group, f"track_{place}", [list(group.items)])


def _pool(drawn: Chart, group: Group, id: str, wanted: list[list[Item]]) -> Beside:
    begin = [Element(f"{id}_start", "startEvent", p_("event", "Begin"), group.tone)]
    if len(wanted) > 1:
        begin.append(Element(f"{id}_fork", "parallelGateway", "", group.tone))
    rows = []
    number = 0
    for place, items in enumerate(wanted, 1):
        works: list[tuple[Element, int]] = []
        for item in items:
            number += 1
            cell = max(_cell(drawn, item), works[-1][1] if works else 0)
            work = Element(
                f"{id}_{number}", "task", item.name, group.tone, item.notes, key=item.key
            )
            works.append((work, cell))
        end = Element(f"{id}_end_{place}", "endEvent", p_("event", "Done"), group.tone)
        rows.append(Row(works, end))
    pairs = [*pairwise(begin)]
    for row in rows:
        pairs += pairwise([begin[-1], *(work for work, _cell in row.works), row.end])
    flows = [
        Flow(f"{id}_flow_{place}", one.id, other.id) for place, (one, other) in enumerate(pairs, 1)
    ]
    return Beside(id, group.name, tuple(begin), rows, flows)


def _cell(drawn: Chart, item: Item) -> int:
    """The cell of the first stage that a box goes with; the first of all if it goes with none."""
    cells = inside(drawn)
    joined = (arrow for arrow in drawn.arrows if arrow.kind in ("map", "beside"))
    stages = {each.key: each.id for each in drawn.items}
    found = (
        cells[stages[arrow.source]]
        for arrow in joined
        if arrow.target == item.key and stages.get(arrow.source) in cells
    )
    return min(found, default=0)


def inside(drawn: Chart) -> dict[str, int]:
    """The places of the seller's stages by their ids."""
    items = (item for item in drawn.groups[0].items if item.kind not in ("gate", "entry-gate"))
    return {item.id: place for place, item in enumerate(items)}
