"""The handbook for everybody: axe-core on every kind of page, and what it does not look at."""

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
from tests.browser.harness import NEEDS_BROWSER, handbook, read, visit

from playbook.brand import Brand
from playbook.renderers import Choices

pytestmark = NEEDS_BROWSER

ROOT: Final = Path(__file__).resolve().parents[2]
VARIABLE: Final = "PLAYBOOK_TEST_AXE"
"""Names the file ``axe.min.js``. With it it is needed: nothing skips."""
LANGUAGES: Final = ("en", "zh-CN", "bg")

_AXE: Final = """
  const kinds = new Set();
  const found = [];
  for (const name of pages.filter((each) => each.startsWith(FOLDER))) {
    const kind = name.slice(FOLDER.length).replace(/^(stage|role|questionnaire|track|page|first-week|practice)-.*/, "$1");
    if (kinds.has(kind) || kind.includes("/")) continue;
    kinds.add(kind);
    const frame = await open(name, WIDTH);
    const inner = page(frame);
    inner.documentElement.dataset.theme = THEME;
    for (const each of inner.querySelectorAll("details")) each.open = true;
    const script = inner.createElement("script");
    script.src = AXE;
    const loaded = new Promise((done, failed) => { script.onload = done; script.onerror = failed; });
    inner.head.append(script);
    await loaded;
    const result = await frame.contentWindow.axe.run(inner, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    });
    for (const each of result.violations) {
      found.push([name, each.id, each.nodes[0].html, each.nodes[0].failureSummary]);
    }
    frame.remove();
  }
  return { kinds: [...kinds], found };
"""


def axe() -> Path:
    """Where axe-core is: as npm installs it beside the environment's programs."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    installed = sorted((ROOT / ".venv").glob("*/node_modules/axe-core/axe.min.js"))
    if not installed:
        pytest.skip("axe-core is not installed")
    return installed[0]


@pytest.fixture(scope="module")
def in_languages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every kind of page, around it the words of each language."""
    playbook = read("everything.yaml")
    playbooks = [replace(playbook, language=tag) for tag in LANGUAGES]
    before = {(each.id, each.language): replace(each, version="1", rules=()) for each in playbooks}
    folder = tmp_path_factory.mktemp("languages")
    return handbook(folder, playbooks, Choices(earlier=before))


def _looked_at(folder: Path, language: str, theme: str, width: int = 1280) -> Any:
    script = _AXE
    for name, value in {
        "FOLDER": "" if language == "en" else f"{language}/",
        "THEME": theme,
        "WIDTH": width,
        "AXE": axe().as_uri(),
    }.items():
        script = script.replace(name, json.dumps(value))
    # A colour on its way from light to dark is neither.
    return visit(folder, script, "--force-prefers-reduced-motion").answer


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_on_any_kind_of_page(
    in_languages: Path, language: str, theme: str
) -> None:
    answer = _looked_at(in_languages, language, theme)
    assert {
        "index.html",
        "stage",
        "questionnaire",
        "first-week",
        "roles.html",
        "changes.html",
    } <= set(answer["kinds"])
    assert len(answer["kinds"]) == 19
    assert answer["found"] == []


def test_axe_finds_nothing_on_a_phone(in_languages: Path) -> None:
    assert _looked_at(in_languages, "bg", "light", width=390)["found"] == []


def test_axe_finds_nothing_in_a_company_s_own_colours(tmp_path: Path) -> None:
    brand = Brand(company="Yellow", colours=("#ffe600", "#ff5a00"))
    folder = handbook(tmp_path, [read("everything.yaml")], Choices(brand=brand))
    for theme in ("light", "dark"):
        assert _looked_at(folder, "en", theme)["found"] == []


def test_axe_would_notice_a_fault(tmp_path: Path) -> None:
    folder = handbook(tmp_path, [read("everything.yaml")])
    page = folder / "glossary.html"
    text = page.read_text("utf-8").replace(
        '<main id="content"', '<img src="x.png"><main id="content"'
    )
    page.write_text(text, "utf-8")
    found = _looked_at(folder, "en", "light")["found"]
    assert ["glossary.html", "image-alt"] in [each[:2] for each in found]


def test_what_can_be_clicked_is_large_enough_or_stands_in_a_sentence(in_languages: Path) -> None:
    """WCAG 2.5.8: 24 by 24 pixels; links among words, and boxes within larger labels, excepted."""
    seen = visit(
        in_languages,
        """
        const small = [];
        for (const name of ["index.html", "stage-qualified.html", "questionnaire-check.html", "first-week-rep.html", "assets.html"]) {
          const frame = await open(name, 390);
          for (const each of page(frame).querySelectorAll("button, summary, .pick, nav a, .deal input, .answering input[type=number], .results a")) {
            const box = each.getBoundingClientRect();
            if (box.width && (box.height < 24 || box.width < 24) && !each.closest(".breadcrumb")) small.push([name, each.outerHTML.slice(0, 90), box.width, box.height]);
          }
          frame.remove();
        }
        return small;
        """,
    )
    assert seen.answer == []


def test_the_way_by_keyboard_begins_with_the_content_and_the_focus_is_seen(
    in_languages: Path,
) -> None:
    seen = visit(
        in_languages,
        """
        const frame = await open("questionnaire-check.html");
        const inner = page(frame);
        const way = [...inner.querySelectorAll("a[href], button, input, textarea, summary, [tabindex]")]
          .filter((each) => each.tabIndex >= 0 && each.getClientRects().length);
        const unseen = [];
        for (const each of way) {
          each.focus({ focusVisible: true });
          const ring = (one) => { const style = getComputedStyle(one); return style.outlineStyle !== "none" || style.boxShadow !== "none"; };
          if (!ring(each) && !ring(each.closest(".pick") || each)) unseen.push(each.outerHTML.slice(0, 90));
        }
        way[0].focus();
        const skip = way[0].getAttribute("href");
        return { skip, count: way.length, unseen };
        """,
    )
    assert seen.answer["skip"] == "#content"
    assert seen.answer["count"] > 40
    assert seen.answer["unseen"] == []


def test_who_wants_no_motion_sees_none(in_languages: Path) -> None:
    seen = visit(
        in_languages,
        """
        const frame = await open("stage-qualified.html");
        return [...page(frame).querySelectorAll("*")].filter((each) => {
          const style = getComputedStyle(each);
          return parseFloat(style.transitionDuration) > 0 || parseFloat(style.animationDuration) > 0;
        }).length;
        """,
        "--force-prefers-reduced-motion",
    )
    assert seen.answer == 0


def test_words_of_another_language_say_so(in_languages: Path, several_site: Path) -> None:
    seen = visit(
        in_languages,
        """
        const frame = await open("zh-CN/index.html");
        return [...page(frame).querySelectorAll(".languages a")].map((each) => [each.lang, each.textContent]);
        """,
    )
    assert seen.answer == [["en", "English"], ["zh-CN", "中文"], ["bg", "Български"]]
    start = (several_site / "index.html").read_text("utf-8")
    assert '<article class="card playbook" lang="bg">' in start
