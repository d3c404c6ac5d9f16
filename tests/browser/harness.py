"""Chromium on a handbook: a page of ours opens the handbook's pages in frames and works with them.

It does what a reader would do, and leaves its answer in the document.
"""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pytest

from playbook.assembly import assemble
from playbook.build import build
from playbook.files import write_folder
from playbook.model import Playbook
from playbook.renderers import Choices
from playbook.renderers.handbook.html import render

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
BROWSER: Final = os.environ.get("PLAYBOOK_TEST_BROWSER") or next(
    filter(None, map(shutil.which, NAMES)), ""
)
NEEDS_BROWSER: Final = [
    pytest.mark.browser,
    pytest.mark.skipif(not BROWSER, reason="there is no Chromium on this computer"),
]
SAMPLES: Final = Path(__file__).parents[1] / "handbook"

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


def handbook(folder: Path, playbooks: Sequence[Playbook], choices: Choices | None = None) -> Path:
    """Write a handbook into a folder, as people get it."""
    written = folder / "handbook"
    write_folder(written, render(playbooks, choices or Choices()), of="handbook")
    return written


def read(name: str) -> Playbook:
    """A playbook from the samples."""
    return build(assemble(SAMPLES / name).document)


def text(folder: Path, id: str, content: str) -> Playbook:
    """A playbook from a text."""
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
