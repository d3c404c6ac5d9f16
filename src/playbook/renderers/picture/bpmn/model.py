"""From a chart to a collaboration: the pools and the messages between them."""

from collections.abc import Iterator
from itertools import count

from playbook.drawing.chart import Chart
from playbook.renderers.picture.bpmn.beside import buyer, inside, tracks
from playbook.renderers.picture.bpmn.parts import Element, Flow, Model
from playbook.renderers.picture.bpmn.seller import seller


def model(drawn: Chart) -> Model:
    """The collaboration, without places."""
    signals: dict[str, str] = {}
    own, their, teams = seller(drawn, signals), buyer(drawn), list(tracks(drawn))
    others = [
        Element(f"other_{place}", "task", item.name, "other", item.notes, key=item.key)
        for place, item in enumerate((i for i in drawn.aside if i.kind == "playbook"), 1)
    ]
    pools = [*([their] if their else []), *teams]
    elements = (*others, *(each for pool in pools for each in pool.elements()))
    ids = {each.key: each.id for each in elements if each.key}
    number = count(1)
    works = [cell.work for cell in own.cells]
    messages = [
        Flow(f"message_{next(number)}", source, target)
        for source, target in dict.fromkeys(_messages(drawn, works, ids))
    ]
    senders = {message.source for message in messages}
    for work in works:
        work.sends = work.tag != "task" and work.id in senders
    return Model(own, their, teams, others, messages, signals)


def _messages(drawn: Chart, works: list[Element], ids: dict[str, str]) -> Iterator[tuple[str, str]]:
    cells = inside(drawn)
    items = {item.key: item for item in drawn.items}
    for arrow in drawn.arrows:
        item = items.get(arrow.source)
        if arrow.kind in ("map", "beside", "continue") and item and item.id in cells:
            yield works[cells[item.id]].id, ids[arrow.target]
    phases = {item.id: item.key for item in drawn.items if item.kind == "phase"}
    for stage in drawn.playbook.stages:
        for criterion in stage.exit if stage.id in cells else ():
            for leaf in criterion.check.leaves() if criterion.check else ():
                track = drawn.playbook.tracks.get(leaf.track) if leaf.track else None
                if track is not None and works[cells[stage.id]].tag == "task":
                    phase = leaf.phase or track.phases[-1].id
                    yield ids[phases[f"{track.id}/{phase}"]], works[cells[stage.id]].id
