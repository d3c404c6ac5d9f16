"""The flow in a browser: what the fonts make of texts that were measured without them, and its colours."""

import re
import subprocess
import zlib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, cast

import pytest
from tests import long_labels
from tests.browser.harness import BROWSER, NEEDS_BROWSER, visit

from playbook.drawing.flow import svg
from playbook.drawing.palette import palette

pytestmark = NEEDS_BROWSER

_MEASURE: Final = """
  const names = NAMES;
  const found = {};
  const lower = (box) => ({ left: box.left, right: box.right,
    top: box.top + box.height * 0.2, bottom: box.bottom - box.height * 0.2 });
  const out = (box, home) => Math.max(
    home.left - box.left, box.right - home.right, home.top - box.top, box.bottom - home.bottom);
  const faultsOf = (inner) => {
    const faults = [];
    const whole = inner.documentElement.getBoundingClientRect();
    const texts = [...inner.querySelectorAll("text")];
    const boxes = texts.map((text) => text.getBoundingClientRect());
    const lanes = [...inner.querySelectorAll("[class$=-lane]")].map((each) => each.getBoundingClientRect());
    texts.forEach((text, number) => {
      const box = lower(boxes[number]);
      const node = text.closest(".f-node");
      let home = whole;
      if (node) {
        home = node.querySelector(".f-edge").getBoundingClientRect();
      } else if (text.classList.contains("f-lane") || text.classList.contains("f-note")) {
        home = lanes.find((lane) => lane.left <= box.left && box.left <= lane.right
          && lane.top <= box.top && box.top <= lane.bottom) || { left: 0, right: 0, top: 0, bottom: 0 };
      }
      if (out(box, home) > 0) faults.push(`leaves its shape: ${text.textContent}`);
    });
    for (const frame of inner.querySelectorAll("[class^=f-chip-], [class^=f-label-]")) {
      const home = frame.getBoundingClientRect();
      const middle = (home.left + home.right) / 2;
      boxes.forEach((box, number) => {
        const y = (box.top + box.bottom) / 2;
        const is_in = box.left < middle && middle < box.right && home.top < y && y < home.bottom;
        if (is_in && (box.left < home.left || box.right > home.right)) {
          faults.push(`leaves its frame: ${texts[number].textContent}`);
        }
      });
    }
    const placed = boxes.map(lower).map((box, number) => ({ box, number }))
      .filter(({ box }) => box.right - box.left > 0.5).sort((a, b) => a.box.top - b.box.top);
    placed.forEach(({ box, number }, place) => {
      for (let next = place + 1; next < placed.length && placed[next].box.top < box.bottom; next += 1) {
        const other = placed[next].box;
        if (box.left < other.right - 0.5 && other.left < box.right - 0.5) {
          faults.push(`on each other: ${texts[number].textContent} / ${texts[placed[next].number].textContent}`);
        }
      }
    });
    return { faults, texts: texts.length };
  };
  for (const name of names) {
    const frame = await open(name, 4000);
    const inner = page(frame);
    await inner.fonts.ready;
    found[name] = { font: inner.fonts.check("12px Manrope"), loaded: inner.fonts.size, ...faultsOf(inner) };
    CHANGE
    frame.remove();
  }
  return found;
"""


def _script(names: list[str], change: str = "") -> str:
    return _MEASURE.replace("NAMES", str(names)).replace("CHANGE", change)


def _draw(folder: Path, language: str) -> list[str]:
    names = []
    for size in long_labels.SIZES:
        playbook = long_labels.playbook(size, language)
        for direction in long_labels.DIRECTIONS:
            name = f"{size}-{direction}.svg"
            (folder / name).write_text(svg(playbook, direction=direction, theme="light"), "utf-8")
            names.append(name)
    return names


@pytest.mark.parametrize("language", long_labels.LANGUAGES)
def test_no_text_leaves_its_shape_or_lies_on_another(tmp_path: Path, language: str) -> None:
    names = _draw(tmp_path, language)
    seen = visit(tmp_path, _script(names))
    assert sorted(seen.answer) == sorted(names)
    for name, found in seen.answer.items():
        assert found["font"], name
        assert found["loaded"] == 1, name
        assert found["texts"] > 15 * int(name.split("-")[0]), name
        assert found["faults"] == [], name


def test_a_text_that_grew_would_be_noticed(tmp_path: Path) -> None:
    [name, *_others] = _draw(tmp_path, "en")
    change = """
      inner.querySelector(".f-name").textContent += " and a good deal more than fits";
      inner.querySelector(".f-tag").textContent += " of which there is far too much here";
      inner.querySelector(".f-lane").setAttribute("x", 9999);
      found[name] = faultsOf(inner);
    """
    faults = " | ".join(visit(tmp_path, _script([name], change)).answer[name]["faults"])
    assert "leaves its shape: Research the account and a good deal" in faults
    assert "leaves its shape: SELLER" in faults
    assert "on each other" in faults


def _colours(folder: Path, screen: str) -> Any:
    """What a picture without a page around it looks like on a light or a dark screen."""
    script = """
      const frame = await open("picture.svg");
      const colour = (selector) => getComputedStyle(page(frame).querySelector(selector)).fill;
      return [".f-ink-page", ".f-ink-ink", ".f-ink-stage-1"].map(colour);
    """
    preferred = 0 if screen == "dark" else 1
    option = f"--blink-settings=preferredColorScheme={preferred}"
    return visit(folder, script, option).answer


def _rgb(colour: str) -> str:
    parts = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgb({', '.join(map(str, parts))})"


@pytest.mark.parametrize("screen", ["light", "dark"])
def test_a_picture_follows_the_screen_unless_a_theme_is_chosen(tmp_path: Path, screen: Any) -> None:
    playbook = long_labels.playbook(3, "en")
    stages = sum(stage.is_worked for stage in playbook.stages)
    for theme, shown in (("auto", screen), ("light", "light"), ("dark", "dark")):
        (tmp_path / "picture.svg").write_text(svg(playbook, theme=cast("Any", theme)), "utf-8")
        colours = palette(cast("Any", shown), stages)
        expected = [_rgb(colours[name]) for name in ("page", "ink", "stage-1")]
        assert _colours(tmp_path, screen) == expected, theme


def test_a_picture_that_follows_the_screen_is_light_on_paper(tmp_path: Path) -> None:
    playbook = long_labels.playbook(3, "en")
    stages = sum(stage.is_worked for stage in playbook.stages)
    for theme, printed in (("auto", "light"), ("dark", "dark")):
        (tmp_path / "picture.svg").write_text(svg(playbook, theme=cast("Any", theme)), "utf-8")
        fills = _printed(tmp_path / "picture.svg", tmp_path / "picture.pdf")
        light, dark = palette("light", stages)["gate-fill"], palette("dark", stages)["gate-fill"]
        assert (_fill(light) in fills) == (printed == "light"), theme
        assert (_fill(dark) in fills) == (printed == "dark"), theme


def _fill(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))


def _printed(picture: Path, paper: Path) -> set[tuple[int, ...]]:
    """The colours with which areas are filled when a reader with a dark screen prints a picture."""
    with TemporaryDirectory(dir=paper.parent, ignore_cleanup_errors=True) as profile:
        subprocess.run(
            [
                BROWSER,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-component-update",
                "--disable-background-networking",
                "--blink-settings=preferredColorScheme=0",
                f"--user-data-dir={profile}",
                "--no-pdf-header-footer",
                f"--print-to-pdf={paper}",
                picture.as_uri(),
            ],
            capture_output=True,
            timeout=170,
            check=True,
        )
    found: set[tuple[int, ...]] = set()
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", paper.read_bytes(), re.DOTALL):
        try:
            drawn = zlib.decompress(stream)
        except zlib.error:
            continue
        for parts in re.findall(rb"([\d.]+) ([\d.]+) ([\d.]+) rg\b", drawn):
            found.add(tuple(round(float(part) * 255) for part in parts))
    return found


def test_the_way_by_keyboard_is_the_way_of_reading_and_the_focus_is_seen(tmp_path: Path) -> None:
    playbook = long_labels.playbook(7, "en")
    links = {str(stage.id): f"{stage.id}.html" for stage in playbook.stages}
    for direction in long_labels.DIRECTIONS:
        drawn = svg(playbook, direction=direction, links=links)
        (tmp_path / "picture.svg").write_text(drawn, "utf-8")
        script = """
          const frame = await open("picture.svg", 2600);
          const inner = page(frame);
          const nodes = [...inner.querySelectorAll("a.f-node[href], .f-node[tabindex]")]
            .filter((node) => node.getAttribute("tabindex") !== "-1");
          const found = [];
          for (const node of nodes) {
            node.focus({ focusVisible: true });
            const edge = getComputedStyle(node.querySelector(".f-edge"));
            found.push({
              id: node.dataset.stage || node.dataset.step || node.dataset.phase || node.dataset.continuation,
              focused: inner.activeElement === node, line: edge.stroke, width: edge.strokeWidth,
              name: node.getAttribute("aria-label") || node.querySelector("title").textContent, hint: node.querySelector("title").textContent,
            });
          }
          return found;
        """
        found = visit(tmp_path, script, "--blink-settings=preferredColorScheme=1").answer
        inside = [f"s{number}" for number in range(1, 8)]
        inside += ["beside", "won", "delivery", "lost", "unfit", "later", "renewal"]
        steps = [f"b{number}" for number in range(1, 8)]
        assert [each["id"] for each in found] == [
            *inside,
            *steps,
            *(f"phase-{number}" for number in range(3)),
        ]
        for each in found:
            assert each["focused"], each
            assert each["line"] == _rgb(palette("light", 1)["focus"]), each
            assert each["width"] == "2.5px", each
            assert each["name"] == each["hint"] != "", each
