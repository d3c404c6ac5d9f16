"""Quizzes in a browser: as a learner works through them, alone and within a learning platform."""

import json
import shutil
from pathlib import Path
from typing import Any, Final
from zipfile import ZipFile

import pytest
from tests.browser.harness import NEEDS_BROWSER, visit
from tests.training import tools
from tests.training.samples import attacked, playbook

from playbook.files import write_folder
from playbook.learning import course
from playbook.model import Playbook
from playbook.renderers import Choices
from playbook.renderers.training import html, scorm, sheets

pytestmark = NEEDS_BROWSER

_LEARNER: Final = """
const find = (frame, what) => page(frame).querySelector(what);
const all = (frame, what) => [...page(frame).querySelectorAll(what)];
const button = (frame, name) => find(frame, `.buttons .${name}:not([hidden])`);
// Answers the question that is shown, rightly or wrongly, and presses the button.
function answer(frame, rightly) {
  const ask = find(frame, ".ask.current");
  const { kind } = ask.dataset;
  const right = ask.dataset.right.split(",").map(Number);
  const inputs = [...ask.querySelectorAll("input")];
  if (kind === "order") {
    const rows = [...ask.querySelectorAll("[data-option]")];
    const row = (option) => rows.find((each) => Number(each.dataset.option) === option);
    if (rightly) for (let at = 0; at < right.length; at += 1) {
      const list = ask.querySelector(".options");
      while ([...list.children].indexOf(row(right[at])) > at) row(right[at]).querySelector(".up").click();
    }
  } else if (kind === "match") {
    ask.querySelectorAll("select").forEach((select, at) => { select.value = String(rightly ? right[at] : right[(at + 1) % right.length]); });
  } else if (kind !== "open") {
    if (rightly) for (const at of right) inputs[at].click();
    else inputs.find((_input, at) => !right.includes(at)).click();
  }
  button(frame, kind === "open" ? "show" : "check").click();
  return kind;
}
function through(frame, is_right) {
  let number = 0;
  const kinds = [];
  while (find(frame, ".ask.current")) {
    const kind = answer(frame, is_right(number));
    kinds.push(kind);
    if (kind !== "open") number += 1;
    (button(frame, "next") || button(frame, "finish")).click();
  }
  return kinds;
}
"""


def site(folder: Path, *playbooks: Playbook) -> Path:
    """The pages of a course on a disk."""
    write_folder(folder / "course", html.render(playbooks, Choices()), of="training")
    return folder / "course" / "quiz"


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return site(tmp_path_factory.mktemp("training"), playbook("b2b-starter"))


def work(folder: Path, script: str, *options: str) -> Any:
    """What a learner sees; a browser that complains fails the test."""
    seen = visit(folder, _LEARNER + script, *options)
    assert seen.console == ()
    return seen.answer


@pytest.mark.parametrize("name", ["b2b-starter", "six-stage", "smallest-bg", "everything"])
def test_every_page_opens_from_a_disk_without_a_complaint(name: str, tmp_path: Path) -> None:
    opened = work(
        site(tmp_path, playbook(name)),
        """
        const widths = [];
        for (const name of pages) {
          const frame = await open(name, 360);
          const { scrollWidth, clientWidth } = page(frame).documentElement;
          widths.push(scrollWidth - clientWidth);
          frame.remove();
        }
        return widths;
        """,
    )
    assert len(opened) == len(course(playbook(name)).quizzes) + 1
    assert set(opened) == {0}


def test_attacks_in_every_text_do_nothing(tmp_path: Path) -> None:
    seen = work(
        site(tmp_path, attacked()),
        """
        let asks = 0;
        for (const name of pages.filter((each) => !each.endsWith("index.html"))) {
          const frame = await open(name);
          asks += through(frame, (number) => number % 2).length;
          frame.remove();
        }
        return asks;
        """,
    )
    assert seen == sum(len(quiz.items) for quiz in course(attacked()).quizzes)


def test_a_learner_who_knows_everything_passes_and_is_remembered(starter: Path) -> None:
    seen = work(
        starter,
        """
        const frame = await open("stage-contract.html");
        const kinds = through(frame, () => true);
        const result = { mark: find(frame, ".mark b").textContent, score: find(frame, ".score").textContent,
          passed: find(frame, ".result").classList.contains("passed"), again: Boolean(button(frame, "again")) };
        const later = await open("stage-contract.html");
        const list = await open("index.html");
        return { kinds, result, remembered: find(later, ".mark b").textContent,
          listed: find(list, '[href="stage-contract.html"]').parentElement.querySelector(".remembered").textContent };
        """,
    )
    quiz = next(q for q in course(playbook("b2b-starter")).quizzes if q.id == "stage-contract")
    assert seen["kinds"] == [item.kind for item in quiz.items]
    count = len(quiz.scored)
    assert seen["result"] == {
        "mark": "Passed · 100%",
        "score": f"{count} of {count} right",
        "passed": True,
        "again": False,
    }
    assert seen["remembered"] == seen["listed"] == "Passed · 100%"


def test_wrong_answers_are_explained_and_can_be_tried_again(starter: Path) -> None:
    seen = work(
        starter,
        """
        const frame = await open("stage-discovery.html");
        answer(frame, false);
        const first = { verdict: find(frame, ".ask.current .verdict").textContent,
          why: find(frame, ".ask.current .solution").textContent.length > 40,
          marked: all(frame, ".ask.current .right").length, mistaken: all(frame, ".ask.current .wrong").length,
          said: find(frame, "[role=status]").textContent, focus: page(frame).activeElement.className };
        button(frame, "next").click();
        first.onto = page(frame).activeElement.tagName;
        through(frame, (number) => number !== 0);
        const short = find(frame, ".mark b").textContent;
        const review = all(frame, ".review li").length;
        button(frame, "again").click();
        const asked = through(frame, () => true).length;
        return { first, short, review, asked, passed: find(frame, ".mark b").textContent };
        """,
    )
    quiz = next(q for q in course(playbook("b2b-starter")).quizzes if q.id == "stage-discovery")
    first = seen["first"]
    assert first["verdict"] == first["said"] == "Not right"
    assert first["why"]
    assert first["marked"] >= 1
    assert first["mistaken"] >= 1
    assert first["focus"] == "main next"
    assert first["onto"] == "LEGEND"
    right = len(quiz.scored) - 2
    share = 100 * right // len(quiz.scored)
    assert seen["short"] == f"{'Passed' if share >= 80 else 'Not passed yet'} · {share}%"
    assert seen["review"] == seen["asked"] == 2
    assert seen["passed"] == "Passed · 100%"


def test_nothing_is_judged_before_something_is_chosen(starter: Path) -> None:
    seen = work(
        starter,
        """
        const frame = await open("stage-lead.html");
        while (!["choice", "several", "yes-no"].includes(find(frame, ".ask.current").dataset.kind)) {
          answer(frame, true);
          button(frame, "next").click();
        }
        button(frame, "check").click();
        const asked = find(frame, ".nothing").textContent;
        const judged = find(frame, ".ask.current .solution").classList.contains("shown");
        find(frame, ".ask.current input").click();
        return { asked, judged, after: find(frame, ".nothing").textContent };
        """,
    )
    assert seen == {"asked": "Choose an answer first.", "judged": False, "after": ""}


def test_remembered_answers_to_other_questions_are_forgotten(starter: Path, tmp_path: Path) -> None:
    folder = tmp_path / "quiz"
    shutil.copytree(starter, folder)
    page = folder / "stage-lead.html"
    other = page.read_text("utf-8").replace('data-print="', 'data-print="0')
    (folder / "changed.html").write_text(other, "utf-8")
    seen = work(
        folder,
        """
        const before = await open("stage-lead.html");
        answer(before, true);
        const same = await open("stage-lead.html");
        const changed = await open("changed.html");
        return { same: all(same, ".solution.shown").length, changed: all(changed, ".solution.shown").length };
        """,
    )
    assert seen == {"same": 1, "changed": 0}


def test_without_scripts_all_questions_and_answers_can_be_read(
    starter: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "quiz"
    shutil.copytree(starter, folder)
    for path in (folder / "assets").glob("*.js"):
        path.write_text("", "utf-8")
    seen = work(
        folder,
        """
        const frame = await open("stage-lead.html");
        const shown = (each) => each.getClientRects().length > 0;
        return { asks: all(frame, ".ask").filter(shown).length, answers: all(frame, ".solution summary").filter(shown).length,
          buttons: all(frame, "button").filter(shown).length };
        """,
    )
    quiz = next(q for q in course(playbook("b2b-starter")).quizzes if q.id == "stage-lead")
    assert seen == {"asks": len(quiz.items), "answers": len(quiz.items), "buttons": 0}


# -- accessibility --


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("name", ["b2b-starter", "six-stage"])
def test_axe_finds_nothing(name: str, colours: str, tmp_path: Path) -> None:
    folder = site(tmp_path, playbook(name))
    write_folder(tmp_path / "s", sheets.render([playbook(name)], Choices()), of="training")
    shutil.copytree(tmp_path / "s" / "sheets", folder / "sheets")
    shutil.copy(tools.package("axe-core") / "axe.min.js", folder / "assets" / "axe.js")
    for path in folder.rglob("*.html"):
        root = "../" if path.parent.name == "sheets" else ""
        script = f'<script src="{root}assets/axe.js"></script></head>'
        path.write_text(path.read_text("utf-8").replace("</head>", script), "utf-8")
    seen = work(
        folder,
        """
        const found = [];
        async function look(frame, where) {
          const { violations } = await frame.contentWindow.axe.run(page(frame));
          for (const each of violations) found.push(`${where}: ${each.id} ${each.nodes[0].html}`);
        }
        for (const name of ["index.html", "sheets/SHEET.html"]) await look(await open(name), name);
        const frame = await open("process.html");
        const kinds = new Set();
        while (find(frame, ".ask.current")) {
          const { kind } = find(frame, ".ask.current").dataset;
          if (!kinds.has(kind)) await look(frame, kind);
          answer(frame, kinds.size % 2);
          if (!kinds.has(kind)) await look(frame, `${kind}, answered`);
          kinds.add(kind);
          (button(frame, "next") || button(frame, "finish")).click();
        }
        await look(frame, "result");
        return { found, kinds: kinds.size };
        """.replace("SHEET", playbook(name).id),
        *(["--blink-settings=preferredColorScheme=0"] if colours == "dark" else []),
    )
    assert seen["found"] == []
    assert seen["kinds"] >= 3


# -- a learning platform --


def package(folder: Path, name: str) -> Path:
    """A SCORM package, unpacked as a platform does it."""
    about = playbook(name)
    path = folder / "package.zip"
    files = scorm.render([about], Choices())
    content = files[f"scorm/{about.id}.zip"]
    assert isinstance(content, bytes)
    path.write_bytes(content)
    with ZipFile(path) as zipped:
        zipped.extractall(folder / "platform")
    return folder / "platform"


_PLATFORM: Final = """
// The least that a platform does: it keeps what it is told, and says what it was asked.
const kept = { "cmi.core.lesson_status": "not attempted", "cmi.interactions._count": "0" };
const calls = [];
let lessons = 0;
window.API = {
  LMSInitialize() { calls.push("LMSInitialize"); lessons += 1; return "true"; },
  LMSGetValue(name) { return kept[name] ?? ""; },
  LMSSetValue(name, value) {
    kept[name] = value;
    const found = name.match(/^cmi.interactions.(\\d+)/);
    if (found) kept["cmi.interactions._count"] = String(Number(found[1]) + 1);
    return "true";
  },
  LMSCommit() { calls.push("LMSCommit"); return "true"; },
  LMSFinish() { calls.push("LMSFinish"); return "true"; },
  LMSGetLastError() { return "0"; }, LMSGetErrorString() { return ""; }, LMSGetDiagnostic() { return ""; },
};
"""


def test_a_platform_is_told_of_completion_and_score(tmp_path: Path) -> None:
    seen = work(
        package(tmp_path, "b2b-starter"),
        _PLATFORM
        + """
        const frame = await open("stage-lead.html");
        const begun = kept["cmi.core.lesson_status"];
        through(frame, (number) => number > 2);
        const short = { ...kept };
        button(frame, "again").click();
        through(frame, () => true);
        const passed = kept["cmi.core.lesson_status"];
        button(frame, "over").click();
        through(frame, () => false);
        frame.src = "about:blank";
        await until(() => calls.includes("LMSFinish"));
        return { begun, short, passed, kept, calls };
        """,
    )
    quiz = next(q for q in course(playbook("b2b-starter")).quizzes if q.id == "stage-lead")
    count = len(quiz.scored)
    assert seen["begun"] == "incomplete"
    short = seen["short"]
    assert short["cmi.core.lesson_status"] == "failed"
    assert short["cmi.core.score.raw"] == str(100 * (count - 3) // count)
    assert (short["cmi.core.score.min"], short["cmi.core.score.max"]) == ("0", "100")
    assert seen["passed"] == "passed"
    kept = seen["kept"]
    assert kept["cmi.core.lesson_status"] == "passed", "a later and worse try takes nothing away"
    assert kept["cmi.core.score.raw"] == "100"
    assert kept["cmi.core.session_time"].startswith("0000:")
    assert kept["cmi.core.exit"] == ""
    assert seen["calls"][0] == "LMSInitialize"
    assert seen["calls"][-2:] == ["LMSCommit", "LMSFinish"]
    assert seen["calls"].count("LMSFinish") == 1
    results = [kept[f"cmi.interactions.{at}.result"] for at in range(count)]
    assert results == ["wrong"] * 3 + ["correct"] * (count - 3)
    asked = [item for item in quiz.items if item.is_scored]
    for at, item in enumerate(asked):
        assert kept[f"cmi.interactions.{at}.id"] == item.id
        pattern = kept[f"cmi.interactions.{at}.correct_responses.0.pattern"]
        if item.kind in ("choice", "several", "yes-no", "order"):
            assert pattern == ",".join("abcdefghij"[each] for each in item.right)


def test_a_learner_goes_on_where_the_platform_has_kept_the_answers(tmp_path: Path) -> None:
    seen = work(
        package(tmp_path, "six-stage"),
        _PLATFORM
        + """
        const frame = await open("process.html");
        const number = () => find(frame, ".ask.current .place").textContent;
        answer(frame, true);
        button(frame, "next").click();
        const place = find(frame, ".ask.current").id;
        frame.src = "about:blank";
        await until(() => calls.includes("LMSFinish"));
        const left = kept["cmi.core.exit"];
        const again = await open("process.html");
        return { place, left, later: find(again, ".ask.current").id, size: kept["cmi.suspend_data"].length, lessons };
        """,
    )
    assert seen["left"] == "suspend"
    assert seen["place"] == seen["later"] == "ask-2"
    assert seen["size"] < 4096
    assert seen["lessons"] == 2


def test_all_answers_of_the_longest_quiz_fit_into_what_a_platform_keeps(tmp_path: Path) -> None:
    """SCORM 1.2 promises 4,096 characters."""
    for name in ("b2b-starter", "six-stage", "seven-stages"):
        for quiz in course(playbook(name)).quizzes:
            given = {item.id: list(range(len(item.options))) for item in quiz.items}
            assert len(json.dumps(given)) < 3000, (name, quiz.id)


def test_a_package_works_without_a_platform_too(tmp_path: Path) -> None:
    seen = work(
        package(tmp_path, "smallest-bg"),
        """
        const frame = await open("process.html");
        through(frame, () => true);
        const later = await open("process.html");
        return find(later, ".mark b").textContent;
        """,
    )
    assert seen.endswith(("100\u00a0%", "100%"))


def test_a_platform_that_others_have_written_takes_every_value(tmp_path: Path) -> None:
    folder = package(tmp_path, "b2b-starter")
    shutil.copy(tools.package("scorm-again") / "dist" / "scorm12.min.js", folder / "platform.js")
    seen = work(
        folder,
        """
        await new Promise((done) => {
          const script = document.createElement("script");
          script.src = "platform.js";
          script.onload = done;
          document.head.append(script);
        });
        window.API = new window.Scorm12API({ autocommit: false, logLevel: 5 });
        const refused = [];
        const set = window.API.LMSSetValue.bind(window.API);
        window.API.LMSSetValue = (name, value) => {
          const taken = set(name, value);
          if (String(taken) !== "true") refused.push(`${name}=${value}: ${window.API.LMSGetLastError()}`);
          return taken;
        };
        const frame = await open("process.html");
        through(frame, (number) => number !== 1);
        const { cmi } = window.API;
        const told = { status: cmi.core.lesson_status, score: cmi.core.score.raw, answers: window.API.LMSGetValue("cmi.interactions._count") };
        frame.src = "about:blank";
        await pause(50);
        return { told, refused, ended: window.API.isTerminated() };
        """,
    )
    quiz = course(playbook("b2b-starter")).quizzes[0]
    count = len(quiz.scored)
    assert seen["refused"] == []
    assert seen["told"]["status"] == "passed"
    assert seen["told"]["score"] == str(100 * (count - 1) // count)
    assert int(seen["told"]["answers"]) == count
    assert seen["ended"] is True
