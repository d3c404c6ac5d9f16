"""Writes a collaboration with its diagram as BPMN 2.0."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from playbook.drawing.geometry import Point, Rect
from playbook.drawing.markup import element, escaped
from playbook.drawing.palette import LIGHT
from playbook.messages import p_
from playbook.renderers.picture.bpmn.diagram import Diagram
from playbook.renderers.picture.bpmn.parts import Beside, Element, Flow, Model

_SPACES: Final = {
    "xmlns": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xmlns:bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "xmlns:dc": "http://www.omg.org/spec/DD/20100524/DC",
    "xmlns:di": "http://www.omg.org/spec/DD/20100524/DI",
    "xmlns:color": "http://www.omg.org/spec/BPMN/non-normative/color/1.0",
}
_TONES: Final[Mapping[str, tuple[str, str]]] = {
    "seller": ("card", "seller"),
    "gate": ("gate-fill", "gate"),
    "won": ("won-fill", "won"),
    "end": ("end-fill", "end"),
    "park": ("park-fill", "park"),
    "buyer": ("card", "buyer"),
    "track": ("card", "track"),
    "other": ("other-fill", "other"),
    "next": ("card", "next"),
}
"""What shapes are filled with, and the line around them."""


@dataclass(frozen=True)
class _Pool:
    """A pool as it is written."""

    id: str
    name: str
    tone: str
    elements: Sequence[Element]
    flows: Sequence[Flow]


def write(model: Model, diagram: Diagram, name: str) -> str:
    """The file."""
    pools = tuple(_pools(model))
    content = (
        _collaboration(model, pools, name),
        *(_process(pool, diagram) for pool in pools),
        *(element("signal", {"id": id, "name": words}) for id, words in model.signals.items()),
        _diagram(model, pools, diagram),
    )
    attributes = {
        **_SPACES,
        "id": "playbook",
        "name": name,
        "targetNamespace": "http://bpmn.io/schema/bpmn",
        "exporter": "playbook",
    }
    declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return declaration + element("definitions", attributes, "\n", "\n".join(content), "\n") + "\n"


def _pools(model: Model) -> Iterator[_Pool]:
    """The pools from top to bottom."""
    beside = [
        _Pool(f"{each.id}", each.name, tone, tuple(each.elements()), each.flows)
        for each, tone in _beside(model)
    ]
    own = _Pool(
        "seller", p_("lane", "Seller"), "seller", tuple(model.seller.elements()), model.seller.flows
    )
    count = 1 if model.buyer else 0
    yield from (*beside[:count], own, *beside[count:])


def _beside(model: Model) -> Iterator[tuple[Beside, str]]:
    if model.buyer:
        yield model.buyer, "buyer"
    yield from ((track, "track") for track in model.tracks)


def _collaboration(model: Model, pools: Sequence[_Pool], name: str) -> str:
    return element(
        "collaboration",
        {"id": "collaboration", "name": name},
        "\n",
        *(
            element(
                "participant",
                {"id": f"pool_{pool.id}", "name": pool.name, "processRef": f"process_{pool.id}"},
            )
            + "\n"
            for pool in pools
        ),
        *(
            element("participant", {"id": other.id, "name": other.name}, *_about(other)) + "\n"
            for other in model.others
        ),
        *(element("messageFlow", _ends(message)) + "\n" for message in model.messages),
    )


def _ends(flow: Flow) -> dict[str, str | float]:
    ends = {"sourceRef": flow.source, "targetRef": flow.target}
    return {"id": flow.id, "name": flow.name, **ends}


def _about(each: Element) -> Iterator[str]:
    if each.about:
        yield element("documentation", {}, "\n".join(map(escaped, each.about)))


def _process(pool: _Pool, diagram: Diagram) -> str:
    attributes: dict[str, str | float] = {
        "id": f"process_{pool.id}",
        "name": pool.name,
        "isExecutable": "false",
    }
    return element(
        "process",
        attributes,
        "\n",
        *(_lanes(diagram) if pool.id == "seller" and diagram.lanes else ()),
        *(f"{_element(each, pool.flows)}\n" for each in pool.elements),
        *(f"{element('sequenceFlow', _ends(flow))}\n" for flow in pool.flows),
    )


def _lanes(diagram: Diagram) -> Iterator[str]:
    lanes = (
        element(
            "lane",
            {"id": f"lane_{place}", "name": name},
            *(element("flowNodeRef", {}, id) for id in inside),
        )
        for place, (name, _rect, inside) in enumerate(diagram.lanes, 1)
    )
    yield element("laneSet", {"id": "lanes"}, *lanes) + "\n"


def _element(each: Element, flows: Sequence[Flow]) -> str:
    return element(
        each.tag,
        {"id": each.id, "name": each.name},
        *_about(each),
        *(element("incoming", {}, flow.id) for flow in flows if flow.target == each.id),
        *(element("outgoing", {}, flow.id) for flow in flows if flow.source == each.id),
        *_event(each),
    )


def _event(each: Element) -> Iterator[str]:
    """What an event waits for, or that it is a message."""
    id = {"id": f"{each.id}_event"}
    if each.sends:
        yield element("messageEventDefinition", id)
    if each.wait and each.wait.signal:
        yield element("signalEventDefinition", {**id, "signalRef": each.wait.signal})
    elif each.wait:
        form = {"xsi:type": "tFormalExpression"}
        span = each.wait.duration
        yield element(
            "timerEventDefinition", id, element("timeDuration", form, span) if span else ""
        )


def _diagram(model: Model, pools: Sequence[_Pool], diagram: Diagram) -> str:
    shapes = [
        *(_shape(f"pool_{pool.id}", pool.tone, diagram, is_pool=True) for pool in pools),
        *(_shape(other.id, other.tone, diagram, is_pool=True) for other in model.others),
        *(_lane(place, rect) for place, (_n, rect, _ids) in enumerate(diagram.lanes, 1)),
        *(
            _shape(each.id, each.tone, diagram, each.tag)
            for pool in pools
            for each in pool.elements
        ),
    ]
    edges = [
        *(_edge(flow, "", diagram) for pool in pools for flow in pool.flows),
        *(_edge(message, "buyer", diagram) for message in model.messages),
    ]
    plane = {"id": "plane", "bpmnElement": "collaboration"}
    return element(
        "bpmndi:BPMNDiagram",
        {"id": "diagram"},
        element("bpmndi:BPMNPlane", plane, "\n", "\n".join((*shapes, *edges)), "\n"),
    )


def _shape(id: str, tone: str, diagram: Diagram, tag: str = "", *, is_pool: bool = False) -> str:
    fill, line = (LIGHT[each] for each in _TONES[tone])
    if is_pool:
        fill = LIGHT.get(f"{tone}-lane", LIGHT["page"])
    attributes: dict[str, str | float] = {
        "id": f"{id}_shape",
        "bpmnElement": id,
        "isHorizontal": "true" if is_pool else "",
        "isMarkerVisible": "true" if tag == "exclusiveGateway" else "",
        "color:background-color": fill,
        "color:border-color": line,
    }
    content = [_bounds(diagram.shapes[id])]
    if id in diagram.labels:
        content.append(element("bpmndi:BPMNLabel", {}, _bounds(diagram.labels[id])))
    return element("bpmndi:BPMNShape", attributes, *content)


def _lane(place: int, rect: Rect) -> str:
    attributes: dict[str, str | float] = {
        "id": f"lane_{place}_shape",
        "bpmnElement": f"lane_{place}",
        "isHorizontal": "true",
        "color:background-color": LIGHT["seller-lane"],
        "color:border-color": LIGHT["seller"],
    }
    return element("bpmndi:BPMNShape", attributes, _bounds(rect))


def _edge(flow: Flow, tone: str, diagram: Diagram) -> str:
    attributes: dict[str, str | float] = {
        "id": f"{flow.id}_edge",
        "bpmnElement": flow.id,
        "color:border-color": LIGHT[_TONES[tone][1] if tone else "next"],
    }
    content = [_point(point) for point in diagram.ways[flow.id]]
    if flow.id in diagram.labels:
        content.append(element("bpmndi:BPMNLabel", {}, _bounds(diagram.labels[flow.id])))
    return element("bpmndi:BPMNEdge", attributes, *content)


def _bounds(place: Rect) -> str:
    size = {"x": place.x, "y": place.y, "width": place.width, "height": place.height}
    return element("dc:Bounds", size)


def _point(point: Point) -> str:
    return element("di:waypoint", {"x": point[0], "y": point[1]})
