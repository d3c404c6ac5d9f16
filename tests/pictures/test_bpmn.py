"""The BPMN picture: valid by the standard's schemas, clean under the linter, and nothing overlaps."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
import xmlschema
from tests.pictures.samples import LABELS, PLAYBOOKS, carrying, draw, name, portions, read
from tests.pictures.tools import MODULES, NEEDED, NEEDED_IN_BROWSER, in_browser, judged

from playbook.drawing.geometry import Rect, span
from playbook.flow import Flow
from playbook.model import Playbook, Stage, StageId, Text, WakeUp

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
BOUNDS = "{http://www.omg.org/spec/DD/20100524/DC}Bounds"
POINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"
SCHEMA = "bpmn-moddle/resources/bpmn/xsd/BPMN20.xsd"
VIEWER = "bpmn-js/dist/bpmn-viewer.production.min.js"
BOXES = ("task", "participant", "exclusiveGateway", "eventBasedGateway", "parallelGateway")
EVENTS = ("startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent")


def many(count: int) -> Playbook:
    """A line of so many stages that any of them may be lost or set aside from, and go back."""
    stages = tuple(
        Stage(id=StageId(f"s{place}"), name=Text(f"Stage {place}")) for place in range(count)
    )
    won = Stage(id=StageId("won"), name=Text("Won"), kind="won")
    lost = Stage(id=StageId("lost"), name=Text("Lost"), kind="lost")
    wake = WakeUp(weeks=2, move_to=StageId("s1"))
    parked = Stage(id=StageId("later"), name=Text("Later"), kind="parked", wake_up=wake)
    return Playbook(id=f"line-{count}", name=Text("A line"), stages=(*stages, won, lost, parked))


def every() -> dict[str, Playbook]:
    found = {name(path): read(path) for path in PLAYBOOKS}
    return found | {f"line-{count}": many(count) for count in (3, 7, 15, 30)}


def root(playbook: Playbook) -> ElementTree.Element:
    return ElementTree.fromstring(draw(playbook, "bpmn"))


EVERY = every()


# ---------------------------------------------------------------------------- judged by others


class TestJudgedByOthers:
    pytestmark = NEEDED

    def test_it_is_valid_by_the_schemas_of_the_standard(self, tmp_path: Path) -> None:
        schema = xmlschema.XMLSchema(str(MODULES / SCHEMA))
        hostile = [carrying(LABELS[portion]) for portion in portions(90)]
        for playbook in (*EVERY.values(), *hostile):
            found = [error.reason for error in schema.iter_errors(draw(playbook, "bpmn").decode())]
            assert found == [], playbook.id

    def test_neither_parser_nor_linter_has_anything_to_say(self) -> None:
        files = {key: draw(playbook, "bpmn").decode() for key, playbook in EVERY.items()}
        assert {key: said for key, said in judged(files).items() if said} == {}

    def test_the_linter_would_say_something(self) -> None:
        broken = draw(EVERY["smallest"], "bpmn").decode().replace("<endEvent", "<task")
        broken = broken.replace("</endEvent>", "</task>")
        assert any("no-implicit-end" in said for said in judged({"broken": broken})["broken"])


class TestShownByBpmnJs:
    pytestmark = NEEDED_IN_BROWSER

    def test_the_viewer_shows_all_of_it_without_a_warning(self, tmp_path: Path) -> None:
        files = {key: draw(playbook, "bpmn").decode() for key, playbook in EVERY.items()}
        script = """
        const answers = {};
        for (const [name, text] of Object.entries(DATA)) {
          const place = document.createElement("div");
          place.style.cssText = "width:1200px;height:800px";
          document.body.append(place);
          const viewer = new BpmnJS({ container: place });
          const { warnings } = await viewer.importXML(text);
          const shown = viewer.get("elementRegistry").filter((each) => !each.labelTarget);
          answers[name] = {
            warnings: warnings.map((each) => each.message),
            shown: shown.map((each) => each.id),
          };
          viewer.destroy();
          place.remove();
        }
        return answers;
        """
        answers = in_browser(tmp_path, VIEWER, files, script)
        for key, playbook in EVERY.items():
            drawn = {each.get("bpmnElement") for each in root(playbook).iter()} - {None}
            assert answers[key]["warnings"] == []
            assert set(answers[key]["shown"]) == drawn, key


# ---------------------------------------------------------------------------- what is in it


def tags(playbook: Playbook, tag: str) -> list[ElementTree.Element]:
    return list(root(playbook).iter(f"{BPMN}{tag}"))


@pytest.mark.parametrize("key", EVERY)
def test_every_stage_is_a_task_or_an_event_and_every_lane_a_pool(key: str) -> None:
    playbook = EVERY[key]
    said = {each.get("name") for tag in (*EVENTS, "task") for each in tags(playbook, tag)}
    for stage in playbook.stages:
        assert any(
            (name or "") == stage.name or (name or "").startswith(f"{stage.name} · ")
            for name in said
        ), stage.id
    pools = [each.get("name") for each in tags(playbook, "participant")]
    assert len(pools) >= 1 + bool(playbook.buyer_steps) + len(playbook.tracks)
    assert {track.name for track in playbook.tracks.values()} <= set(pools)
    assert {step.name for step in playbook.buyer_steps} <= said


@pytest.mark.parametrize("key", EVERY)
def test_every_end_and_wait_can_be_reached_from_the_stages_that_lead_to_it(key: str) -> None:
    """One event each at every stage, so that no line runs across the diagram."""
    playbook = EVERY[key]
    moves = Flow(playbook).moves
    out = {(move.source, move.target) for move in moves if move.kind in ("end", "park", "jump")}
    waiting = {stage.id for stage in playbook.stages if stage.kind == "parked"}
    for stage in playbook.stages:
        if stage.kind in ("lost", "disqualified", "not-counted"):
            direct = {source for source, target in out if target == stage.id}
            over = {source for source, target in out if target in direct & waiting}
            drawn = [each for each in tags(playbook, "endEvent") if each.get("name") == stage.name]
            assert len(drawn) == len((direct | over) - waiting), stage.id


def test_a_gate_tells_its_criteria() -> None:
    playbook = EVERY["b2b-starter"]
    gates = [
        each for each in tags(playbook, "exclusiveGateway") if each.get("name") == "Exit criteria"
    ]
    told = [(each.findtext(f"{BPMN}documentation") or "") for each in gates]
    with_exit = [stage for stage in playbook.stages if stage.exit]
    assert len(gates) == len(with_exit)
    for stage, text in zip(with_exit, told, strict=True):
        first = stage.exit[0].criterion
        assert first is None or first in text


def test_a_wait_ends_by_time_by_signal_or_by_whichever_comes_first() -> None:
    open_, won = (
        Stage(id=StageId("a"), name=Text("A")),
        Stage(id=StageId("w"), name=Text("W"), kind="won"),
    )
    cases: list[tuple[WakeUp | None, set[str], str | None]] = [
        (WakeUp(days=90), {"timer"}, "P90D"),
        (WakeUp(months=2), {"timer"}, "P2M"),
        (WakeUp(hours=4), {"timer"}, "PT4H"),
        (WakeUp(workdays=5), {"timer"}, None),
        (WakeUp(trigger=Text("They call")), {"signal"}, None),
        (WakeUp(days=1, trigger=Text("They call")), {"timer", "signal", "gateway"}, "P1D"),
        (None, {"signal"}, None),
    ]
    for rule, expected, duration in cases:
        parked = Stage(id=StageId("p"), name=Text("Later"), kind="parked", wake_up=rule)
        drawn = root(Playbook(id="x", name=Text("X"), stages=(open_, won, parked)))
        kinds = {
            "timerEventDefinition": "timer",
            "signalEventDefinition": "signal",
            "eventBasedGateway": "gateway",
        }
        found = {kinds[tag] for tag in kinds for _ in drawn.iter(f"{BPMN}{tag}")}
        assert found == expected, rule
        assert next((each.text for each in drawn.iter(f"{BPMN}timeDuration")), None) == duration


def test_messages_join_the_stages_with_the_steps_that_they_name() -> None:
    playbook = EVERY["b2b-starter"]
    names = {each.get("id"): each.get("name") for each in root(playbook).iter() if each.get("id")}
    drawn = {
        (names[each.get("sourceRef")], names[each.get("targetRef")])
        for each in tags(playbook, "messageFlow")
    }
    for stage in playbook.stages:
        for id in stage.buyer_steps:
            step = playbook.buyer_step[id]
            assert ((stage.name, step.name) in drawn) != step.always_on


# ---------------------------------------------------------------------------- where it stands


def shapes(playbook: Playbook) -> Iterator[tuple[str, str, Rect]]:
    """The kind, the id and the place of every shape."""
    drawn = root(playbook)
    kinds = {each.get("id"): each.tag.removeprefix(BPMN) for each in drawn.iter()}
    for shape in drawn.iter(f"{DI}BPMNShape"):
        id = shape.get("bpmnElement") or ""
        yield kinds[id], id, _place(shape)


def _place(holder: ElementTree.Element) -> Rect:
    [bounds] = holder.findall(BOUNDS)
    return Rect(*(float(bounds.get(each) or 0) for each in ("x", "y", "width", "height")))


@pytest.mark.parametrize("key", EVERY)
def test_nothing_overlaps_and_everything_is_in_a_pool(key: str) -> None:
    found = list(shapes(EVERY[key]))
    pools = [place for kind, _id, place in found if kind == "participant"]
    inner = [(id, place) for kind, id, place in found if kind not in ("participant", "lane")]
    assert not any(one.meets(other) for one, other in combinations(pools, 2))
    for (one, here), (other, there) in combinations(inner, 2):
        assert not here.meets(there), (one, other)
    for id, place in inner:
        assert any(_holds(pool, place) for pool in pools), id


def _holds(outer: Rect, inner: Rect) -> bool:
    return (
        outer.x <= inner.x
        and outer.y <= inner.y
        and inner.right <= outer.right
        and inner.bottom <= outer.bottom
    )


@pytest.mark.parametrize("key", EVERY)
def test_every_flow_runs_straight_from_shape_to_shape_and_through_no_other(key: str) -> None:
    playbook = EVERY[key]
    drawn = root(playbook)
    places = {id: place for kind, id, place in shapes(playbook)}
    boxes = {
        id: place for kind, id, place in shapes(playbook) if kind not in ("participant", "lane")
    }
    ends = {
        each.get("id"): (each.get("sourceRef") or "", each.get("targetRef") or "")
        for tag in ("sequenceFlow", "messageFlow")
        for each in drawn.iter(f"{BPMN}{tag}")
    }
    edges = list(drawn.iter(f"{DI}BPMNEdge"))
    assert len(edges) == len(ends)
    for edge in edges:
        source, target = ends[edge.get("bpmnElement")]
        points = [(float(p.get("x") or 0), float(p.get("y") or 0)) for p in edge.iter(POINT)]
        assert _touches(places[source], points[0]), edge.get("id")
        assert _touches(places[target], points[-1]), edge.get("id")
        for one, other in pairwise(points):
            assert one[0] == other[0] or one[1] == other[1], edge.get("id")
            for id, place in boxes.items():
                if id not in (source, target):
                    assert not place.meets(span(one, other).grown(0.5)), (edge.get("id"), id)


def _touches(place: Rect, point: tuple[float, float]) -> bool:
    return place.grown(0.6).meets(Rect(*point, 0, 0).grown(0.1)) and not place.grown(-1).meets(
        Rect(*point, 0, 0).grown(0.1)
    )


@pytest.mark.parametrize("key", EVERY)
def test_names_outside_of_their_shape_stand_clear_of_all_shapes(key: str) -> None:
    drawn = root(EVERY[key])
    boxes = [
        (id, place) for kind, id, place in shapes(EVERY[key]) if kind not in ("participant", "lane")
    ]
    for holder in (*drawn.iter(f"{DI}BPMNShape"), *drawn.iter(f"{DI}BPMNEdge")):
        for label in holder.findall(f"{DI}BPMNLabel"):
            for id, place in boxes:
                assert not _place(label).grown(-1).meets(place), (holder.get("id"), id)


@pytest.mark.parametrize("key", EVERY)
def test_ids_are_given_once(key: str) -> None:
    ids = Counter(each.get("id") for each in root(EVERY[key]).iter() if each.get("id"))
    assert [id for id, count in ids.items() if count > 1] == []
