"""The views in a browser: what the fonts make of the texts that were measured without them."""

from pathlib import Path
from typing import Any, Final

from tests import long_labels
from tests.browser.harness import NEEDS_BROWSER, read, visit

from playbook.assembly import assemble
from playbook.build import build
from playbook.drawing import views
from playbook.drawing.views import View
from playbook.errors import PlaybookError
from playbook.model import Playbook
from playbook.resources import PLAYBOOKS

pytestmark = NEEDS_BROWSER

SHIPPED: Final = ("b2b-starter", "six-stage", "nine-nodes", "seven-stages", "overview-b2b")
VIEWS: Final[tuple[View, ...]] = ("buyer", "raci", "questionnaire", "board")
_MEASURE: Final = """
  const found = {};
  for (const name of pages) {
    const frame = await open(name, 4200);
    const inner = page(frame);
    await inner.fonts.ready;
    const has = inner.fonts.check("12px Manrope");
    const faults = [];
    let count = 0;
    for (const svg of inner.querySelectorAll("svg")) {
      const whole = svg.getBoundingClientRect();
      for (const text of svg.querySelectorAll("text")) {
        count += 1;
        const box = text.getBoundingClientRect();
        const anchor = { middle: box.width / 2, end: box.width - 1 };
        const x = box.left + (anchor[text.getAttribute("text-anchor")] ?? 1);
        const y = box.top + box.height / 2;
        const shapes = [...text.parentNode.children]
          .filter((each) => ["rect", "circle"].includes(each.tagName))
          .map((each) => each.getBoundingClientRect())
          .filter((each) => each.height > 8)
          .filter((each) => each.left <= x && x <= each.right && each.top <= y && y <= each.bottom)
          .sort((one, other) => one.width * one.height - other.width * other.height);
        const home = shapes[0] || whole;
        const out = Math.max(home.left - box.left, box.right - home.right);
        const off = Math.max(home.top - y, y - home.bottom);
        if (out > 1 || off > 0) faults.push(`${svg.classList[1]}: ${text.textContent} (${out.toFixed(1)})`);
      }
    }
    found[name] = { has, count, faults };
    frame.remove();
  }
  return found;
"""


def _pages(folder: Path, playbook: Playbook) -> None:
    """A page for each direction, with every view that the playbook has something for."""
    for direction in ("down", "right"):
        drawn = []
        for view in VIEWS:
            try:
                drawn.append(views.svg(playbook, view, direction=direction, theme="light"))
            except PlaybookError:
                continue
        name = f"{playbook.id}-{playbook.language}-{direction}.html"
        html = f'<!doctype html><html lang="{playbook.language}"><meta charset="utf-8">'
        (folder / name).write_text(html + "\n".join(drawn), "utf-8")


def _measured(folder: Path) -> dict[str, Any]:
    answer = visit(folder, _MEASURE).answer
    assert isinstance(answer, dict)
    return answer


def test_no_text_leaves_its_shape_in_any_view_in_three_languages(tmp_path: Path) -> None:
    folder = tmp_path / "views"
    folder.mkdir()
    playbooks = [build(assemble(PLAYBOOKS / name / "playbook.yaml").document) for name in SHIPPED]
    long = [long_labels.playbook(15, language) for language in long_labels.LANGUAGES]
    for playbook in (*playbooks, *long, read("everything.yaml")):
        _pages(folder, playbook)
    found = _measured(folder)
    assert len(found) == 2 * (len(playbooks) + len(long) + 1)
    assert {each["has"] for each in found.values()} == {True}
    assert min(each["count"] for each in found.values()) > 100
    assert {name: each["faults"] for name, each in found.items() if each["faults"]} == {}


def test_a_text_that_is_too_long_for_its_shape_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "views"
    folder.mkdir()
    _pages(folder, read("everything.yaml"))
    for page in folder.iterdir():
        page.write_text(
            page.read_text("utf-8").replace("Exit criteria", "Exit criteria " * 9), "utf-8"
        )
    assert all(each["faults"] for each in _measured(folder).values())
