"""Attacks in every text of a playbook do nothing in a browser."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
from tests.browser.harness import NEEDS_BROWSER, SAMPLES, handbook, visit

from playbook.assembly import assemble
from playbook.build import build
from playbook.model import Playbook
from playbook.renderers import Choices

pytestmark = NEEDS_BROWSER

PAYLOADS: Final = (SAMPLES / "payloads.txt").read_text("utf-8").splitlines()


def attacked(mixed: Callable[[int], str]) -> tuple[Playbook, Playbook]:
    """The sample with attacks in every text, and as it was before."""
    document = assemble(SAMPLES / "everything.yaml").document
    data = json.loads(json.dumps(document.data))
    before = build(document)
    for number, leaf in enumerate(before.texts):
        holder: Any = data
        for step in leaf.at[:-2]:
            holder = holder[step]
        last = holder[leaf.at[-2]] if len(leaf.at) > 1 else data
        if isinstance(last, str):
            holder[leaf.at[-2]] = mixed(number)
        else:
            last[leaf.at[-1]] = mixed(number)
    return build(replace(document, data=data)), before


@pytest.mark.parametrize("way", ["one in each text", "another in each text", "all in every text"])
def test_attacks_do_nothing_in_a_browser(way: str, tmp_path: Path) -> None:
    """No dialog, no script, no request, and everything that a reader does brings none about."""
    ways: dict[str, Callable[[int], str]] = {
        "one in each text": lambda number: f"x {PAYLOADS[number % len(PAYLOADS)]} y",
        "another in each text": lambda number: PAYLOADS[(number + 40) % len(PAYLOADS)],
        "all in every text": lambda _number: " ".join(PAYLOADS),
    }
    playbook, before = attacked(ways[way])
    choices = Choices(earlier={(playbook.id, playbook.language): before})
    folder = handbook(tmp_path, [playbook], choices)
    seen = visit(
        folder,
        """
        const dialogs = [], asked = new Set(), links = new Set();
        for (const name of pages) {
          const frame = await open(name);
          for (const each of ["alert", "confirm", "prompt", "print"]) frame.contentWindow[each] = () => dialogs.push([name, each]);
          const inner = page(frame);
          for (const each of inner.querySelectorAll("details")) each.open = true;
          for (const each of inner.querySelectorAll("a.term")) each.dispatchEvent(new frame.contentWindow.Event("pointerenter"));
          for (const each of inner.querySelectorAll("main button, main input[type=checkbox], main input[type=radio]")) if (each.getClientRects().length) each.click();
          await pause(20);
          for (const each of frame.contentWindow.performance.getEntriesByType("resource")) asked.add(each.name);
          for (const each of inner.querySelectorAll("a[href]")) links.add(new URL(each.getAttribute("href"), inner.baseURI).protocol);
          frame.remove();
        }
        const frame = await open("index.html");
        const results = await search(frame, "attacked");
        const inner = page(frame).querySelector(".results");
        return { dialogs, asked: [...asked], links: [...links], results, alien: inner.querySelectorAll("script, img, iframe, svg, style").length };
        """,
    )
    assert seen.console == ()
    assert seen.answer["dialogs"] == []
    assert [each for each in seen.answer["asked"] if not each.startswith(folder.as_uri())] == []
    assert set(seen.answer["links"]) <= {"file:", "http:", "https:", "mailto:", "tel:"}
    assert seen.answer["results"]
    assert seen.answer["alien"] == 0
