"""The process as GraphML: a graph with typed values for networkx, Gephi and the like.

The places and colours of our own picture are in it too, as yEd writes them.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from playbook.drawing import flow
from playbook.drawing.chart import Arrow, Chart, Item, chart
from playbook.drawing.geometry import Rect
from playbook.drawing.markup import element, escaped
from playbook.drawing.palette import DARK, LIGHT
from playbook.files import Files
from playbook.messages import speaking
from playbook.model import Playbook, Work
from playbook.renderers import Choices, Renderer

Value = str | int
Values = Mapping[str, Value]

_SPACES: Final = {
    "xmlns": "http://graphml.graphdrawing.org/xmlns",
    "xmlns:y": "http://www.yworks.com/xml/graphml",
}
_TYPES: Final = {str: "string", int: "int"}
_SHAPES: Final = {"gate": "octagon", "entry-gate": "octagon"}
_LOOKS: Final[Mapping[str, tuple[str, str, str]]] = {
    "gate": ("gate-fill", "gate-edge", "gate"),
    "entry-gate": ("gate-fill", "gate-edge", "gate"),
    "won": ("won-fill", "won-edge", "won"),
    "lost": ("end-fill", "end-edge", "end"),
    "disqualified": ("end-fill", "end-edge", "end"),
    "not-counted": ("end-fill", "end-edge", "end"),
    "parked": ("park-fill", "park-edge", "park"),
    "playbook": ("other-fill", "other-edge", "other"),
    "step": ("card", "buyer-edge", "ink"),
    "phase": ("card", "track-edge", "ink"),
}
"""What boxes are filled with, the line around them, and their letters; the rest are stages."""
_STAGE: Final = ("card", "seller", "ink")


def _render(playbooks: Sequence[Playbook], choices: Choices) -> Files:
    [playbook] = playbooks
    colours = DARK if choices.theme == "dark" else LIGHT
    with speaking(playbook.language):
        drawn = chart(playbook)
        picture = flow.picture(playbook)
    places = {node.key: place for node, place in picture.nodes}
    return {f"{playbook.id}.graphml": _document(drawn, places, colours)}


def _document(drawn: Chart, places: Mapping[str, Rect], colours: Mapping[str, str]) -> str:
    about: Values = {"name": drawn.playbook.name, "language": drawn.playbook.language}
    names = {item.key: _name(item, place) for place, item in enumerate(drawn.items)}
    lanes = {item.key: group.name for group in drawn.groups for item in group.items}
    nodes = [(item, _of_item(drawn.playbook, item, lanes.get(item.key))) for item in drawn.items]
    arrows = [(arrow, _of_arrow(arrow)) for arrow in _single(drawn)]
    graph = element(
        "graph",
        {"id": drawn.playbook.id, "edgedefault": "directed"},
        *_data("graph", about),
        *(
            element(
                "node",
                {"id": names[item.key]},
                *_data("node", values),
                _box(item, places[item.key], colours),
            )
            + "\n"
            for item, values in nodes
        ),
        *(
            element(
                "edge",
                {"source": names[arrow.source], "target": names[arrow.target]},
                *_data("edge", values),
            )
            + "\n"
            for arrow, values in arrows
        ),
    )
    keys = (
        *_keys("graph", [about]),
        *_keys("node", [values for _item, values in nodes]),
        *_keys("edge", [values for _arrow, values in arrows]),
        element("key", {"id": "box", "for": "node", "yfiles.type": "nodegraphics"}),
    )
    declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return declaration + element("graphml", _SPACES, "\n", "\n".join(keys), "\n", graph) + "\n"


def _name(item: Item, place: int) -> str:
    """What a box is called: by its id, so that it stays the same from version to version."""
    if item.kind in ("gate", "entry-gate", "step", "phase"):
        return f"{item.kind}:{item.id}"
    return f"playbook:{item.id}:{place}" if item.kind == "playbook" else f"stage:{item.id}"


def _of_item(playbook: Playbook, item: Item, lane: str | None) -> Values:
    """All that is known of a box, by the names of the format."""
    found: dict[str, Value | None] = {
        "label": item.name,
        "number": item.number,
        "kind": item.kind,
        "id": item.id,
        "lane": lane,
        "notes": "\n".join(item.notes) or None,
    }
    phases = {
        f"{track.id}/{phase.id}": phase
        for track in playbook.tracks.values()
        for phase in track.phases
    }
    stages = {str(stage.id): stage for stage in playbook.stages}
    work: Work | None = phases.get(item.id) if item.kind == "phase" else None
    if item.kind not in ("gate", "entry-gate", "step", "phase", "playbook"):
        work = stage = stages[item.id]
        found |= {"probability": stage.probability, "forecast": stage.forecast}
    if work is not None:
        found |= {
            "owner": work.owner,
            "goal": work.goal,
            "expected_days": work.expected_days,
            "warn_days": work.warn_days,
            "max_days": work.max_days,
        }
    return {name: value for name, value in found.items() if value is not None}


def _of_arrow(arrow: Arrow) -> Values:
    return {"kind": arrow.kind} | ({"label": arrow.label} if arrow.label else {})


def _single(drawn: Chart) -> Iterator[Arrow]:
    """Every arrow from a box; what leads out of the seller's lane does so from each of its stages."""
    cards = {item.id: item.key for item in drawn.items if item.kind in ("lead", "open")}
    for arrow in drawn.arrows:
        if arrow.source in {group.key for group in drawn.groups}:
            yield from (Arrow(arrow.kind, key, arrow.target) for key in cards.values())
        else:
            yield arrow


def _keys(where: str, values: Sequence[Values]) -> Iterator[str]:
    """Says of every value what it is called and of what type it is."""
    types = {name: type(value) for each in values for name, value in each.items()}
    for name, kind in sorted(types.items()):
        attributes = {"attr.name": name, "attr.type": _TYPES[kind]}
        yield element("key", {"id": f"{where}-{name}", "for": where, **attributes})


def _data(where: str, values: Values) -> Iterator[str]:
    for name, value in values.items():
        lines = str(value).split("\n")
        yield element("data", {"key": f"{where}-{name}"}, "\n".join(map(escaped, lines)))


def _box(item: Item, place: Rect, colours: Mapping[str, str]) -> str:
    """A box as yEd draws it."""
    fill, line, ink = (colours[each] for each in _LOOKS.get(item.kind, _STAGE))
    geometry = {"x": place.x, "y": place.y, "width": place.width, "height": place.height}
    shape = _SHAPES.get(item.kind, "roundrectangle")
    node = element(
        "y:ShapeNode",
        {},
        element("y:Geometry", geometry),
        element("y:Fill", {"color": fill, "transparent": "false"}),
        element("y:BorderStyle", {"color": line, "type": "line", "width": 1.0}),
        element("y:NodeLabel", {"textColor": ink, "fontSize": "12"}, escaped(item.name)),
        element("y:Shape", {"type": shape}),
    )
    return element("data", {"key": "box"}, node)


GRAPHML = Renderer(
    name="graphml",
    kind="picture",
    about="The process as a graph with all its numbers, for networkx, yEd and Gephi",
    render=_render,
    views=("flow",),
)
