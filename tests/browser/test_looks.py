"""Colours, paper and the company's own look in a browser."""

import shutil
from pathlib import Path

import pytest
from tests.browser.harness import NEEDS_BROWSER, visit

pytestmark = NEEDS_BROWSER


GROUND = "getComputedStyle(page(frame).documentElement).backgroundColor"


@pytest.mark.parametrize("screen", ["light", "dark"])
def test_the_colours_follow_the_screen_until_the_reader_chooses(
    everything_site: Path, screen: str, tmp_path: Path
) -> None:
    folder = tmp_path / "handbook"
    shutil.copytree(everything_site, folder)
    seen = visit(
        folder,
        f"""
        const ground = (frame) => {GROUND};
        let frame = await open("index.html");
        const button = page(frame).querySelector(".theme");
        const picture = (frame) => getComputedStyle(page(frame).querySelector(".playbook-flow")).getPropertyValue("--f-page").trim();
        const first = [ground(frame), button.getAttribute("aria-pressed"), picture(frame)];
        button.click();
        const turned = [ground(frame), button.getAttribute("aria-pressed"), picture(frame)];
        frame = await open("stage-qualified.html");
        const next = ground(frame);
        return {{ first, turned, next }};
        """,
        f"--blink-settings=preferredColorScheme={0 if screen == 'dark' else 1}",
    )
    light = ["rgb(255, 255, 255)", "false", "#ffffff"]
    dark = ["rgb(13, 19, 31)", "true", "#0d131f"]
    here, there = (dark, light) if screen == "dark" else (light, dark)
    assert seen.answer == {"first": here, "turned": there, "next": there[0]}


def test_paper_has_boxes_and_no_controls(everything_site: Path) -> None:
    """The rules for paper are made to hold on the screen, and those for screens are not."""
    seen = visit(
        everything_site,
        """
        const frame = await open("stage-qualified.html");
        page(frame).documentElement.dataset.theme = "dark";
        page(frame).querySelector(".gate input").click();
        for (const rule of [...page(frame).styleSheets].flatMap((sheet) => [...sheet.cssRules])) {
          if (!(rule instanceof frame.contentWindow.CSSMediaRule)) continue;
          if (rule.media.mediaText === "print") rule.media.mediaText = "all";
          else if (rule.media.mediaText.includes("screen")) rule.media.mediaText = "not all";
        }
        const shown = (selector) => [...page(frame).querySelectorAll(selector)].filter((each) => each.getClientRects().length).length;
        const box = getComputedStyle(page(frame).querySelector(".gate input"));
        return {
          chrome: shown(".bar, .contents, .here, .onward, .breadcrumb, .clear, .count"),
          content: shown("h1, .gate, .work, .question"),
          boxes: shown(".checks input"),
          box: [box.appearance, box.borderTopStyle],
          struck: getComputedStyle(page(frame).querySelector(".gate :checked + .say")).textDecorationLine,
          ground: getComputedStyle(page(frame).documentElement).backgroundColor,
        };
        """,
    )
    answer = seen.answer
    assert answer["chrome"] == 0
    assert answer["content"] > 5
    assert answer["boxes"] > 5
    assert answer["box"] == ["none", "solid"]
    assert answer["struck"] == "none"
    assert answer["ground"] == "rgb(255, 255, 255)"
