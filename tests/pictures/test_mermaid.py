"""The Mermaid picture: Mermaid reads it, draws all of it, and takes no author's word for its own."""

from pathlib import Path
from typing import Any

import pytest
from tests.pictures.samples import KEPT, LABELS, PLAYBOOKS, carrying, draw, portions, read
from tests.pictures.tools import NEEDED_IN_BROWSER, in_browser

from playbook.drawing.chart import chart
from playbook.model import Playbook

LIBRARY = "mermaid/dist/mermaid.min.js"
DRAWING = """
mermaid.initialize({ startOnLoad: false, securityLevel: "strict", maxTextSize: 50000 });
const decoded = (text) => {
  const area = document.createElement("textarea");
  const entities = text.replaceAll("ﬂ°°", "&#").replaceAll("ﬂ°", "&").replaceAll("¶ß", ";");
  area.innerHTML = entities.replaceAll("<", "&lt;");
  return area.value.replaceAll("\\u2060", "");
};
const lines = (text) => text.split(/<br ?\\/?>/).map(decoded);
const answers = [];
for (const text of DATA) {
  const diagram = await mermaid.mermaidAPI.getDiagramFromText(text);
  const lanes = diagram.db.getSubGraphs();
  const isLane = (id) => lanes.some((lane) => lane.id === id);
  const boxes = [...diagram.db.getVertices().values()].filter((each) => !isLane(each.id));
  const { svg } = await mermaid.render(`drawn${answers.length}`, text);
  const drawn = new DOMParser().parseFromString(svg, "text/html");
  answers.push({
    boxes: Object.fromEntries(boxes.map((each) => [each.id, lines(each.text)])),
    lanes: lanes.map((each) => decoded(each.title)),
    arrows: diagram.db.getEdges().length,
    shown: [...drawn.querySelectorAll("g.node .nodeLabel")].map((each) => each.textContent.replaceAll("\\u2060", "")),
    active: [...drawn.querySelectorAll("script, a, img, iframe, i, b, em, strong, li, h1, [onclick]")].length,
  });
}
return answers;
"""


def drawn(folder: Path, playbooks: list[Playbook], **choices: Any) -> list[dict[str, Any]]:
    """What Mermaid makes of playbooks."""
    texts = [draw(each, "mmd", **choices).decode() for each in playbooks]
    answers: list[dict[str, Any]] = in_browser(folder, LIBRARY, texts, DRAWING)
    return answers


class TestReadByMermaid:
    pytestmark = NEEDED_IN_BROWSER

    def test_every_label_is_read_and_shown_as_it_was_written(self, tmp_path: Path) -> None:
        answers = drawn(tmp_path, [carrying(LABELS[portion]) for portion in portions()])
        for portion, answer in zip(portions(), answers, strict=True):
            for place, kept in enumerate(KEPT[portion], 1):
                assert answer["boxes"][f"b{place}"] == [kept, kept]
            shown = {"".join(each.split()) for each in answer["shown"]}
            assert {"".join((kept + kept).split()) for kept in KEPT[portion]} <= shown
            assert answer["active"] == 0

    def test_every_box_and_arrow_of_a_playbook_is_on_its_picture(self, tmp_path: Path) -> None:
        playbooks = [read(path) for path in PLAYBOOKS]
        for playbook, answer in zip(playbooks, drawn(tmp_path, playbooks), strict=True):
            expected = chart(playbook)
            assert len(answer["boxes"]) == len(expected.items), playbook.id
            assert len(answer["shown"]) == len(expected.items), playbook.id
            assert answer["arrows"] == len(expected.arrows), playbook.id
            assert len(answer["lanes"]) == len(expected.groups), playbook.id
            assert answer["active"] == 0

    def test_a_dark_picture_to_the_right_has_the_same_on_it(self, tmp_path: Path) -> None:
        [answer] = drawn(tmp_path, [read(PLAYBOOKS[0])], theme="dark", direction="right")
        assert len(answer["shown"]) == len(chart(read(PLAYBOOKS[0])).items)


def test_a_picture_that_mermaid_would_find_too_long_keeps_the_names_and_drops_the_rest() -> None:
    long = carrying(["长" * 600 for _ in range(60)])
    written = draw(long, "mmd").decode()
    assert len(written) < 50_000
    assert written.count("长" * 600) >= 60


@pytest.mark.parametrize(
    ("direction", "first"), [("down", "flowchart TB"), ("right", "flowchart LR")]
)
def test_it_runs_in_the_direction_that_is_asked_for(direction: str, first: str) -> None:
    written = draw(read(PLAYBOOKS[0]), "mmd", direction=direction).decode()
    assert written.startswith(first + "\n")


def test_a_dark_picture_says_so_and_has_other_colours() -> None:
    light, dark = (
        draw(read(PLAYBOOKS[0]), "mmd", theme=theme).decode() for theme in ("light", "dark")
    )
    assert dark.startswith('%%{init: {"theme": "dark"}}%%\n')
    assert "fill:#ffffff" in light
    assert "fill:#ffffff" not in dark
    assert draw(read(PLAYBOOKS[0]), "mmd").decode() == light
