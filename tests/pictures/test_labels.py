"""Whatever an author writes stays text in every form, and comes out as it went in."""

import json
import re
import shutil
import subprocess
import sysconfig
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import networkx
import pytest
from tests.pictures.samples import KEPT, LABELS, carrying, draw, portions

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
ENGINES = {
    "dot": shutil.which("dot"),
    "graphviz-pure": shutil.which("graphviz-pure", path=sysconfig.get_path("scripts")),
}
HOLDS_MARKS = "<>&\"'{}[]()|;#%`$*_~:\\/-="


def test_there_are_two_hundred_of_them_and_they_use_every_mark() -> None:
    assert len(set(KEPT)) >= 200
    assert set(HOLDS_MARKS) <= set("".join(KEPT))
    assert any(label != kept for label, kept in zip(LABELS, KEPT, strict=True))


@pytest.mark.parametrize("engine", ENGINES)
def test_graphviz_reads_every_label_of_a_dot_file_as_it_was_written(engine: str) -> None:
    program = ENGINES[engine]
    if program is None:
        pytest.skip(f"there is no {engine} on this computer")
    for portion in portions(120):
        source = draw(carrying(LABELS[portion]), "dot")
        run = subprocess.run([program, "-Tjson0"], input=source, capture_output=True, check=True)
        objects = json.loads(run.stdout)["objects"]
        read = {
            int(each["name"][1:]) - 1: each["tooltip"]
            for each in objects
            if re.fullmatch(r"b\d+", each["name"])
        }
        told = [_as_graphviz_reads(read[place]) for place in sorted(read)]
        assert told == list(KEPT[portion])


def _as_graphviz_reads(text: str) -> str:
    """What graphviz makes of a text: backslashes first, then entities."""
    parts = re.split(r"(\\.)", text)
    assert all(part in ("\\\\", '\\"') for part in parts[1::2]), text
    return unescape("".join(part[1] if place % 2 else part for place, part in enumerate(parts)))


@pytest.mark.skipif(not ENGINES["dot"], reason="there is no dot on this computer")
def test_graphviz_draws_the_labels_that_a_dot_file_shows() -> None:
    """Asked of its own drawing, where every line of text is said by itself."""
    for portion in portions(120):
        source = draw(carrying(LABELS[portion]), "dot")
        run = subprocess.run(
            [str(ENGINES["dot"]), "-Tjson"], input=source, capture_output=True, check=True
        )
        drawn = {each["name"]: each for each in json.loads(run.stdout)["objects"]}
        for place, kept in enumerate(KEPT[portion], 1):
            lines = [part["text"] for part in drawn[f"b{place}"]["_ldraw_"] if part["op"] == "T"]
            assert _letters("".join(lines)) == _letters(kept + kept)


def _letters(text: str) -> str:
    """A text without what breaking it into lines changes."""
    return re.sub(r"[\s\u00ad-]|[^\x00-\ud7ff\ue000-\U0010ffff]", "", text)


def test_networkx_reads_every_label_of_a_graphml_file_as_it_was_written(tmp_path: Path) -> None:
    for portion in portions(60):
        file = tmp_path / "labels.graphml"
        file.write_bytes(draw(carrying(LABELS[portion]), "graphml"))
        graph = networkx.read_graphml(file)
        read = {
            int(values["id"][5:]): values["label"]
            for name, values in graph.nodes(data=True)
            if values["kind"] == "step"
        }
        assert [read[place] for place in sorted(read)] == list(KEPT[portion])


def test_an_xml_parser_reads_every_label_of_a_bpmn_file_as_it_was_written() -> None:
    for portion in portions(60):
        root = ElementTree.fromstring(draw(carrying(LABELS[portion]), "bpmn"))
        tasks = {task.get("id", ""): task.get("name") for task in root.iter(f"{BPMN}task")}
        names = [tasks[f"buyer_{place}"] for place in range(1, len(KEPT[portion]) + 1)]
        assert names == list(KEPT[portion])


@pytest.mark.parametrize("form", ["bpmn", "graphml"])
def test_ids_are_never_made_of_what_an_author_wrote(form: str) -> None:
    for portion in portions(60):
        written = draw(carrying(LABELS[portion]), form).decode()
        ids = re.findall(
            r'\b(?:id|sourceRef|targetRef|bpmnElement|source|target)="([^"]*)"', written
        )
        assert ids
        assert [id for id in ids if not re.fullmatch(r"[a-z][a-z0-9_:/-]*", id)] == []


def test_a_mermaid_file_holds_no_mark_in_a_label_that_could_mean_anything() -> None:
    for portion in portions():
        written = draw(carrying(LABELS[portion]), "mmd").decode()
        for label in re.findall(r'"([^"]*)"', written):
            bare = label.replace("<br/>", "")
            bare = re.sub(r"#\d+;", "", bare)
            assert not re.search(r"[!-+\--/:-@\[-`{-~ﬂ¶\n]", bare), label
