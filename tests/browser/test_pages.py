"""The pages in a browser, from a disk: they open, fit the screen, and can be read without scripts."""

from pathlib import Path

import pytest
from tests.browser.harness import CHINESE, NEEDS_BROWSER, handbook, text, visit

pytestmark = NEEDS_BROWSER


ALL_PAGES = """
  const found = [];
  const rules = (sheet) => {
    try { return sheet.cssRules.length; } catch { return 0; }
  };
  for (const name of pages) {
    const frame = await open(name);
    const loaded = frame.contentWindow.performance.getEntriesByType("resource").map((each) => each.name);
    const inner = page(frame);
    found.push({
      name, loaded,
      title: inner.title,
      shown: inner.querySelector("main").getBoundingClientRect().height,
      font: [...inner.fonts].some((font) => font.status === "loaded"),
      missing: [
        ...[...inner.querySelectorAll("link[rel=stylesheet]")].filter((each) => !rules(each.sheet)),
        ...[...inner.images].filter((each) => !each.naturalWidth),
        ...[...inner.fonts].filter((each) => each.status === "error"),
      ].length,
      search: !inner.querySelector(".search").hidden,
    });
    frame.remove();
  }
  return found;
"""


@pytest.mark.parametrize("site", ["everything_site", "several_site", "shipped_site"])
def test_every_page_opens_from_a_disk_without_a_complaint(
    site: str, request: pytest.FixtureRequest
) -> None:
    folder: Path = request.getfixturevalue(site)
    seen = visit(folder, ALL_PAGES)
    assert seen.console == ()
    assert len(seen.answer) == len(list(folder.rglob("*.html"))) - 1
    for page in seen.answer:
        assert page["title"]
        assert page["shown"] > 100, page["name"]
        assert page["missing"] == 0, page["name"]
        assert page["font"], page["name"]
        assert page["search"], page["name"]
        for address in page["loaded"]:
            assert address.startswith(folder.as_uri()), address


def test_a_missing_file_and_a_forbidden_script_would_be_noticed(tmp_path: Path) -> None:
    folder = handbook(tmp_path, [text(tmp_path, "zh", CHINESE)])
    (folder / "assets" / "handbook.css").unlink()
    page = folder / "index.html"
    page.write_text(
        page.read_text("utf-8").replace("</body>", "<script>1</script></body>"), "utf-8"
    )
    seen = visit(folder, ALL_PAGES)
    assert [page["missing"] for page in seen.answer] == [1] * len(seen.answer)
    assert "Content Security Policy" in " ".join(seen.console)


WIDTHS = """
  const found = [];
  for (const name of pages) {
    const frame = await open(name, WIDTH);
    const inner = page(frame);
    found.push([name, inner.documentElement.scrollWidth, inner.documentElement.clientWidth]);
    frame.remove();
  }
  return found;
"""


@pytest.mark.parametrize("width", [390, 768, 1280])
@pytest.mark.parametrize("site", ["everything_site", "several_site", "shipped_site"])
def test_no_page_is_wider_than_the_screen(
    site: str, width: int, request: pytest.FixtureRequest
) -> None:
    seen = visit(request.getfixturevalue(site), WIDTHS.replace("WIDTH", str(width)))
    assert len(seen.answer) > 10
    assert [name for name, needed, there in seen.answer if needed > there] == []


def test_on_a_phone_the_contents_open_and_close(everything_site: Path) -> None:
    seen = visit(
        everything_site,
        """
        const frame = await open("stage-qualified.html", 390);
        const list = page(frame).getElementById("contents");
        const button = page(frame).querySelector(".menu");
        const state = () => [list.getClientRects().length > 0, button.getAttribute("aria-expanded")];
        const first = state();
        button.click();
        const opened = state();
        const space = list.getBoundingClientRect();
        const bar = page(frame).querySelector(".bar").getBoundingClientRect();
        const fits = space.top === bar.bottom && space.bottom === frame.contentWindow.innerHeight;
        press(frame, "Escape");
        return { first, opened, fits, closed: state() };
        """,
    )
    assert seen.answer == {
        "fits": True,
        "first": [False, "false"],
        "opened": [True, "true"],
        "closed": [False, "false"],
    }


def test_chinese_quotes_are_as_wide_as_a_sign(tmp_path: Path) -> None:
    content = CHINESE.replace("客户有需求、有资金、有决策权", "就“成功”达成一致")
    folder = handbook(tmp_path, [text(tmp_path, "zh", content)])
    seen = visit(
        folder,
        """
        const frame = await open("stage-qualified.html");
        await page(frame).fonts.ready;
        const lead = page(frame).querySelector(".lead");
        lead.style.cssText = "text-spacing-trim: space-all; text-autospace: no-autospace";
        const width = (from, to) => {
          const range = page(frame).createRange();
          range.setStart(lead.firstChild, from);
          range.setEnd(lead.firstChild, to);
          return range.getBoundingClientRect().width;
        };
        const em = parseFloat(getComputedStyle(lead).fontSize);
        return { open: width(1, 2) / em, close: width(4, 5) / em, sign: width(0, 1) / em };
        """,
    )
    if seen.answer["sign"] != pytest.approx(1, abs=0.02):
        pytest.skip("there is no Chinese font on this computer")
    assert seen.answer["open"] == pytest.approx(1, abs=0.05)
    assert seen.answer["close"] == pytest.approx(1, abs=0.05)


def test_a_text_can_be_copied_where_a_browser_allows_it(everything_site: Path) -> None:
    seen = visit(
        everything_site,
        """
        const frame = await open("assets.html");
        let copied = "";
        const clipboard = { writeText: async (words) => { copied = words; } };
        Object.defineProperty(frame.contentWindow.navigator, "clipboard", { value: clipboard });
        const buttons = [...page(frame).querySelectorAll(".copy")];
        buttons[1].click();
        await until(() => buttons[1].textContent.includes("Copied"));
        return { copied, shown: buttons.every((button) => !button.hidden) };
        """,
    )
    assert seen.answer["shown"]
    assert seen.answer["copied"] == "Dear friends,\nwe saw {{problem}}.\n{{nobody-knows}}"


def test_without_scripts_everything_can_be_read(everything_site: Path) -> None:
    seen = visit(
        everything_site,
        """
        const frame = document.createElement("iframe");
        frame.sandbox = "allow-same-origin";
        frame.style.cssText = "width:390px;height:900px";
        const loaded = new Promise((done) => { frame.onload = done; });
        frame.src = "stage-qualified.html";
        document.body.append(frame);
        await loaded;
        const shown = (selector) => [...page(frame).querySelectorAll(selector)].filter((each) => each.getClientRects().length).length;
        return { contents: shown(".contents a"), gate: shown(".gate li"), dead: shown(".search, .theme, .menu, .clear") };
        """,
    )
    assert seen.answer["contents"] > 10
    assert seen.answer["gate"] == 3
    assert seen.answer["dead"] == 0
