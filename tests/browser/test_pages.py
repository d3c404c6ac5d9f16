"""The handbook in a browser, from a disk: what only a browser can tell.

Chromium opens one page of ours, which opens the handbook's pages in frames,
works with them as a reader would, and leaves its answer in the document.
"""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from playbook import discovery
from playbook.assembly import assemble
from playbook.build import build
from playbook.files import write_folder
from playbook.model import Playbook
from playbook.renderers import Choices
from playbook.renderers.handbook.html import render
from playbook.resources import PLAYBOOKS

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
BROWSER = os.environ.get("PLAYBOOK_TEST_BROWSER") or next(
    filter(None, map(shutil.which, NAMES)), ""
)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not BROWSER, reason="there is no Chromium on this computer"),
]
SAMPLES = Path(__file__).parents[1] / "handbook"

_HARNESS = """<!doctype html><meta charset="utf-8"><body><script>
const pause = (time) => new Promise((done) => setTimeout(done, time));
async function until(holds) {
  for (let tries = 0; tries < 200; tries += 1) {
    const value = holds();
    if (value) return value;
    await pause(20);
  }
  throw new Error(`never came true: ${holds}`);
}
async function open(address, width = 1280) {
  const frame = document.createElement("iframe");
  frame.style.cssText = `width:${width}px;height:900px;border:0`;
  const loaded = new Promise((done) => { frame.onload = done; });
  frame.src = address;
  document.body.append(frame);
  await loaded;
  return frame;
}
const page = (frame) => frame.contentDocument;
function type(frame, words) {
  const input = page(frame).querySelector(".search input");
  input.focus();
  input.value = words;
  input.dispatchEvent(new frame.contentWindow.Event("input"));
}
async function search(frame, words) {
  const results = page(frame).querySelector(".results");
  results.replaceChildren();
  type(frame, words);
  await until(() => results.children.length);
  return [...results.children].map((each) => ({
    tag: each.tagName, address: each.getAttribute("href"), words: each.textContent,
    marks: [...each.querySelectorAll("mark")].map((mark) => mark.textContent),
  }));
}
function press(frame, key, more = {}) {
  const target = page(frame).activeElement || page(frame).body;
  target.dispatchEvent(new frame.contentWindow.KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
}
(async () => {
  const pages = PAGES;
  let answer;
  try {
    answer = await (async () => { SCRIPT })();
  } catch (error) {
    answer = { failed: String(error) };
  }
  const left = document.createElement("pre");
  left.id = "answer";
  left.textContent = JSON.stringify(answer);
  document.body.replaceChildren(left);
})();
</script>"""


@dataclass(frozen=True)
class Visit:
    """What the script answered, and what the browser had to say."""

    answer: Any
    console: tuple[str, ...]


def visit(folder: Path, script: str, *options: str) -> Visit:
    """Run a script beside a handbook, in a browser that has never been used."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    names = [name for name in names if name != "_harness.html"]
    harness = folder / "_harness.html"
    harness.write_text(
        _HARNESS.replace("PAGES", json.dumps(names)).replace("SCRIPT", script), "utf-8"
    )
    with TemporaryDirectory(dir=folder.parent, ignore_cleanup_errors=True) as profile:
        run = subprocess.run(
            [
                BROWSER,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-component-update",
                "--disable-background-networking",
                "--allow-file-access-from-files",
                "--enable-logging=stderr",
                "--log-level=0",
                "--virtual-time-budget=600000",
                f"--user-data-dir={profile}",
                *options,
                "--dump-dom",
                harness.as_uri(),
            ],
            capture_output=True,
            timeout=170,
            check=True,
        )
    document = run.stdout.decode("utf-8")
    found = re.search(r'<pre id="answer">(.*?)</pre>', document, re.DOTALL)
    assert found, "the browser came to no end: " + run.stderr.decode("utf-8", "replace")[-2000:]
    answer = json.loads(unescape(found[1]))
    assert not (isinstance(answer, dict) and "failed" in answer), answer
    said = run.stderr.decode("utf-8", "replace").splitlines()
    console = tuple(line for line in said if ":CONSOLE" in line or "Fetch" in line)
    return Visit(answer, console)


def handbook(folder: Path, playbooks: Sequence[Playbook]) -> Path:
    written = folder / "handbook"
    write_folder(written, render(playbooks, Choices()), of="handbook")
    return written


def read(name: str) -> Playbook:
    return build(assemble(SAMPLES / name).document)


def text(folder: Path, id: str, content: str) -> Playbook:
    path = folder / f"{id}.yaml"
    path.write_text(f"id: {id}\n{content}", "utf-8")
    return build(assemble(path).document)


CHINESE = """\
name: 六阶段销售流程
language: zh-CN
stages:
  - {id: qualified, name: 合格, goal: 客户有需求、有资金、有决策权, exit: [客户已书面说明由谁签字]}
  - {id: negotiation, name: 商务谈判, goal: 与经济决策人确定价格和启动日期, exit: [合同修订完成]}
  - {id: won, name: 赢单, kind: won}
"""
BULGARIAN = """\
name: Продажба
language: bg
stages:
  - {id: talk, name: Разговор, goal: Клиентът знае колко му струва проблемът, exit: [Клиентът е казал кой подписва]}
  - {id: terms, name: Договаряне, goal: Отстъпките са одобрени от мениджъра, exit: [Договорът е подписан]}
  - {id: won, name: Спечелена, kind: won}
"""


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return handbook(tmp_path_factory.mktemp("everything"), [read("everything.yaml")])


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three playbooks in three languages."""
    folder = tmp_path_factory.mktemp("several")
    chinese, bulgarian = text(folder, "zh", CHINESE), text(folder, "bg", BULGARIAN)
    return handbook(folder, [read("everything.yaml"), chinese, bulgarian])


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The playbooks that people begin with, in one handbook."""
    folder = tmp_path_factory.mktemp("shipped")
    found = discovery.find([PLAYBOOKS])
    return handbook(folder, [build(assemble(path).document) for path in found])


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


@pytest.mark.parametrize("site", ["everything", "several", "shipped"])
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


def test_attacks_do_nothing_in_a_browser(tmp_path: Path) -> None:
    payloads = (SAMPLES / "payloads.txt").read_text("utf-8").splitlines()
    document = assemble(SAMPLES / "everything.yaml").document
    data = json.loads(json.dumps(document.data))
    for number, leaf in enumerate(build(document).texts):
        holder: Any = data
        for step in leaf.at[:-2]:
            holder = holder[step]
        last = holder[leaf.at[-2]] if len(leaf.at) > 1 else data
        attack = f"x {payloads[number % len(payloads)]} y"
        if isinstance(last, str):
            holder[leaf.at[-2]] = attack
        else:
            last[leaf.at[-1]] = attack
    folder = handbook(tmp_path, [build(replace(document, data=data))])
    seen = visit(
        folder,
        """
        for (const name of pages) { const frame = await open(name); await pause(30); frame.remove(); }
        const frame = await open("index.html");
        const results = await search(frame, "attacked");
        const inner = page(frame).querySelector(".results");
        return { results, alien: inner.querySelectorAll("script, img, iframe, svg, style").length };
        """,
    )
    assert seen.console == ()
    assert seen.answer["results"]
    assert seen.answer["alien"] == 0


@pytest.mark.parametrize(
    ("start", "words", "address", "mark"),
    [
        ("zh/index.html", "策人确", "../zh/stage-negotiation.html", "策人确"),
        ("bg/index.html", "отстъпка", "../bg/stage-terms.html", "Отстъпките"),
        ("bg/index.html", "ОТСТЪПКИ", "../bg/stage-terms.html", "Отстъпките"),
        ("index.html", "diagonal нужда", "", ""),
        ("machines/index.html", "safety shoes", "../machines/stage-qualified.html#tasks", "safety"),
        (
            "machines/index.html",
            "rival machines",
            "../machines/competitors.html#competitor-rival",
            "Rival",
        ),
        ("index.html", "谈判", "zh/stage-negotiation.html", "谈判"),
    ],
)
def test_the_search_finds(several: Path, start: str, words: str, address: str, mark: str) -> None:
    script = f"return search(await open({json.dumps(start)}), {json.dumps(words)});"
    seen = visit(several, script)
    if not address:
        assert [each["tag"] for each in seen.answer] == ["P"]
        assert seen.answer[0]["words"] == "Nothing found."
        return
    assert address in [each["address"] for each in seen.answer]
    assert mark in [mark for each in seen.answer for mark in each["marks"]]
    assert seen.console == ()


def test_the_search_works_by_keyboard(everything: Path) -> None:
    seen = visit(
        everything,
        """
        const frame = await open("index.html");
        press(frame, "k", { ctrlKey: true });
        const input = page(frame).querySelector(".search input");
        const focused = page(frame).activeElement === input;
        await search(frame, "slides");
        const chosen = () => page(frame).getElementById(input.getAttribute("aria-activedescendant"));
        const first = chosen().id;
        press(frame, "ArrowDown");
        const second = chosen().id;
        const selected = chosen().getAttribute("aria-selected");
        press(frame, "Escape");
        const closed = page(frame).querySelector(".results").hidden;
        await search(frame, "cold fish");
        const expanded = input.getAttribute("aria-expanded");
        const loaded = new Promise((done) => { frame.onload = done; });
        press(frame, "Enter");
        await loaded;
        return { focused, first, second, selected, closed, expanded, there: frame.contentWindow.location.href };
        """,
    )
    answer = seen.answer
    assert answer["focused"]
    assert (answer["first"], answer["second"]) == ("result-0", "result-1")
    assert answer["selected"] == "true"
    assert answer["closed"]
    assert answer["expanded"] == "true"
    assert answer["there"].endswith("questionnaire-check.html#scoring")


def test_ticks_are_remembered_counted_and_cleared(everything: Path) -> None:
    seen = visit(
        everything,
        """
        const state = (frame) => {
          const list = page(frame).querySelector(".gate[data-checklist]");
          return {
            ticked: [...list.querySelectorAll("input")].map((box) => box.checked),
            count: list.querySelector("[data-count]").textContent,
            clear: !list.querySelector("[data-clear]").hidden,
          };
        };
        const before = await open("stage-qualified.html");
        const first = state(before);
        page(before).querySelectorAll(".gate input")[1].click();
        const ticked = state(before);
        before.remove();
        const after = await open("stage-qualified.html");
        const again = state(after);
        page(after).querySelector(".gate [data-clear]").click();
        const cleared = state(after);
        after.remove();
        const last = state(await open("stage-qualified.html"));
        return { first, ticked, again, cleared, last };
        """,
    )
    nothing = {"ticked": [False, False, False], "count": "0 / 3", "clear": False}
    one = {"ticked": [False, True, False], "count": "1 / 3", "clear": True}
    assert seen.answer == {
        "first": nothing,
        "ticked": one,
        "again": one,
        "cleared": nothing,
        "last": nothing,
    }


def test_a_role_sees_the_ticks_of_the_stage(everything: Path) -> None:
    seen = visit(
        everything,
        """
        const stage = await open("stage-first.html");
        const box = page(stage).querySelector(".work input");
        box.click();
        const role = await open("role-rep.html");
        const same = [...page(role).querySelectorAll("input")].find((each) => each.dataset.tick === box.dataset.tick);
        return same.checked;
        """,
    )
    assert seen.answer is True


GROUND = "getComputedStyle(page(frame).documentElement).backgroundColor"


@pytest.mark.parametrize("screen", ["light", "dark"])
def test_the_colours_follow_the_screen_until_the_reader_chooses(
    everything: Path, screen: str, tmp_path: Path
) -> None:
    folder = tmp_path / "handbook"
    shutil.copytree(everything, folder)
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


def test_paper_has_boxes_and_no_controls(everything: Path) -> None:
    """The rules for paper are made to hold on the screen, and those for screens are not."""
    seen = visit(
        everything,
        """
        const frame = await open("stage-qualified.html");
        page(frame).documentElement.dataset.theme = "dark";
        page(frame).querySelector(".gate input").click();
        for (const rule of page(frame).styleSheets[0].cssRules) {
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
@pytest.mark.parametrize("site", ["everything", "several", "shipped"])
def test_no_page_is_wider_than_the_screen(
    site: str, width: int, request: pytest.FixtureRequest
) -> None:
    seen = visit(request.getfixturevalue(site), WIDTHS.replace("WIDTH", str(width)))
    assert len(seen.answer) > 10
    assert [name for name, needed, there in seen.answer if needed > there] == []


def test_on_a_phone_the_contents_open_and_close(everything: Path) -> None:
    seen = visit(
        everything,
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


def test_a_text_can_be_copied_where_a_browser_allows_it(everything: Path) -> None:
    seen = visit(
        everything,
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


def test_without_scripts_everything_can_be_read(everything: Path) -> None:
    seen = visit(
        everything,
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
