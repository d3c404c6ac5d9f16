"""The GraphML picture: networkx reads the graph that it was written from."""

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx
import pytest
from tests.pictures.samples import PLAYBOOKS, draw, name, read

from playbook.drawing import flow
from playbook.drawing.chart import Arrow, Item, chart
from playbook.messages import speaking
from playbook.model import Playbook

Y = "{http://www.yworks.com/xml/graphml}"
SHAPES = {"gate": "octagon", "entry-gate": "octagon"}


def read_back(playbook: Playbook, folder: Path) -> "networkx.MultiDiGraph[str]":
    file = folder / "picture.graphml"
    file.write_bytes(draw(playbook, "graphml"))
    read: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(
        networkx.read_graphml(file, force_multigraph=True)
    )
    return read


def expected(playbook: Playbook) -> "networkx.MultiDiGraph[str]":
    """The graph as the model has it, with the places of our own picture."""
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    with speaking(playbook.language):
        drawn, picture = chart(playbook), flow.picture(playbook)
    places = {node.key: place for node, place in picture.nodes}
    lanes = {item.key: group.name for group in drawn.groups for item in group.items}
    names = {item.key: node_name(item, place) for place, item in enumerate(drawn.items)}
    for item in drawn.items:
        values: dict[str, Any] = {
            "label": item.name,
            "kind": item.kind,
            "id": item.id,
            "number": item.number,
            "lane": lanes.get(item.key),
            "notes": "\n".join(item.notes) or None,
            "shape_type": SHAPES.get(item.kind, "roundrectangle"),
            "x": f"{places[item.key].x:.1f}".removesuffix(".0"),
            "y": f"{places[item.key].y:.1f}".removesuffix(".0"),
            **of_model(playbook, item),
        }
        known = {key: value for key, value in values.items() if value is not None}
        graph.add_node(names[item.key], **known)
    for arrow in drawn.arrows:
        for source in sources(playbook, arrow, names):
            label = {"label": arrow.label} if arrow.label and arrow.source in names else {}
            graph.add_edge(source, names[arrow.target], kind=arrow.kind, **label)
    return graph


def node_name(item: Item, place: int) -> str:
    if item.kind == "playbook":
        return f"playbook:{item.id}:{place}"
    is_stage = item.kind not in ("gate", "entry-gate", "step", "phase")
    return f"{'stage' if is_stage else item.kind}:{item.id}"


def of_model(playbook: Playbook, item: Item) -> dict[str, Any]:
    parts: dict[str, Any] = {
        f"{track.id}/{phase.id}": phase
        for track in playbook.tracks.values()
        for phase in track.phases
    }
    part = parts.get(item.id) if item.kind == "phase" else None
    more: dict[str, Any] = {}
    if item.kind not in ("gate", "entry-gate", "step", "phase", "playbook"):
        part = next(stage for stage in playbook.stages if stage.id == item.id)
        more = {"probability": part.probability, "forecast": part.forecast}
    if part is None:
        return {}
    names = ("owner", "goal", "expected_days", "warn_days", "max_days")
    return more | {each: getattr(part, each) for each in names}


def sources(playbook: Playbook, arrow: Arrow, names: dict[str, str]) -> list[str]:
    if arrow.source in names:
        return [names[arrow.source]]
    return [f"stage:{stage.id}" for stage in playbook.stages if stage.is_before_the_sale]


@pytest.mark.parametrize("path", PLAYBOOKS, ids=name)
def test_networkx_reads_the_graph_that_was_written(path: Path, tmp_path: Path) -> None:
    playbook = read(path)
    found, wanted = read_back(playbook, tmp_path), expected(playbook)
    assert sorted(found.nodes) == sorted(wanted.nodes)
    for each in wanted.nodes:
        assert found.nodes[each] == wanted.nodes[each]
    edges = [
        sorted(
            (source, target, sorted(values.items()))
            for source, target, values in each.edges(data=True)
        )
        for each in (found, wanted)
    ]
    assert edges[0] == edges[1]
    assert (found.graph["name"], found.graph["language"]) == (playbook.name, playbook.language)


def test_numbers_are_numbers(tmp_path: Path) -> None:
    [path] = [path for path in PLAYBOOKS if name(path) == "b2b-starter"]
    playbook = read(path)
    graph = read_back(playbook, tmp_path)
    for stage in playbook.stages:
        values = graph.nodes[f"stage:{stage.id}"]
        assert values.get("probability") == stage.probability
        assert values.get("max_days") == stage.max_days
    shares = networkx.get_node_attributes(graph, "probability")
    assert any(isinstance(share, int) and share > 0 for share in shares.values())


def test_every_way_from_the_first_stage_ends_in_an_end(tmp_path: Path) -> None:
    """What a reader would ask of the graph."""
    [path] = [path for path in PLAYBOOKS if name(path) == "b2b-starter"]
    graph = read_back(read(path), tmp_path)
    reached = networkx.descendants(graph, "stage:lead")
    kinds = {graph.nodes[each]["kind"] for each in reached}
    assert {"won", "lost", "disqualified", "not-counted", "parked", "after-sale", "step"} <= kinds


def test_every_box_has_a_name_a_place_and_a_shape_for_yed() -> None:
    [path] = [path for path in PLAYBOOKS if name(path) == "b2b-starter"]
    playbook = read(path)
    drawn = ElementTree.fromstring(draw(playbook, "graphml"))
    labels = [each.text for each in drawn.iter(f"{Y}NodeLabel")]
    assert labels == [item.name for item in chart(playbook).items]
    for each in drawn.iter(f"{Y}Geometry"):
        assert float(each.get("width") or 0) > 0
        assert float(each.get("height") or 0) > 0
