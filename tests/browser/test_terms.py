"""Meanings of terms and days of review in a browser."""

from pathlib import Path

from tests.browser.harness import NEEDS_BROWSER, handbook, text, visit

pytestmark = NEEDS_BROWSER

TEAM = """\
name: Team
owner: rep
review_by: {day}
roles: {{rep: {{name: Rep}}}}
stages:
  - {{id: open, name: Open, goal: A deal that a champion wants, tasks: [Call], exit: [The buyer has signed]}}
  - {{id: won, name: Won, kind: won}}
  - {{id: lost, name: Lost, kind: lost}}
glossary:
  deal: {{name: deal, means: A chance to sell}}
  champion: {{name: champion, means: "Somebody who <b>sells</b> for us when we are not there"}}
"""


def test_the_meaning_of_a_term_is_shown_by_pointer_and_keyboard_and_goes_away(
    tmp_path: Path,
) -> None:
    folder = handbook(tmp_path, [text(tmp_path, "team", TEAM.format(day="2027-01-01"))])
    seen = visit(
        folder,
        """
        const frame = await open("stage-open.html");
        const [deal, champion] = page(frame).querySelectorAll("a.term");
        const tip = () => page(frame).getElementById("tip");
        const before = tip().hidden;
        deal.dispatchEvent(new frame.contentWindow.Event("pointerenter"));
        const pointed = [tip().hidden, tip().textContent, deal.getAttribute("aria-describedby")];
        champion.focus();
        const focused = [tip().hidden, tip().textContent, tip().children.length, deal.hasAttribute("aria-describedby")];
        const box = tip().getBoundingClientRect();
        const seen = box.left >= 0 && box.right <= frame.contentWindow.innerWidth && box.top > champion.getBoundingClientRect().bottom;
        press(frame, "Escape");
        const escaped = [tip().hidden, page(frame).activeElement === champion];
        champion.blur();
        deal.dispatchEvent(new frame.contentWindow.Event("pointerenter"));
        deal.dispatchEvent(new frame.contentWindow.Event("pointerleave"));
        tip().dispatchEvent(new frame.contentWindow.Event("pointerenter"));
        await pause(400);
        const over = tip().hidden;
        tip().dispatchEvent(new frame.contentWindow.Event("pointerleave"));
        await pause(400);
        return { before, pointed, focused, seen, escaped, over, left: tip().hidden };
        """,
    )
    assert seen.answer == {
        "before": True,
        "pointed": [False, "A chance to sell", "tip"],
        "focused": [False, "Somebody who <b>sells</b> for us when we are not there", 0, False],
        "seen": True,
        "escaped": [True, True],
        "over": False,
        "left": True,
    }


def test_a_review_is_overdue_when_the_reader_s_clock_says_so(tmp_path: Path) -> None:
    found = []
    for name, day in (("past", "2020-01-31"), ("ahead", "2999-01-31")):
        (tmp_path / name).mkdir()
        playbook = text(tmp_path, "team", TEAM.format(day=day))
        seen = visit(
            handbook(tmp_path / name, [playbook]),
            """
            const frame = await open("stage-open.html");
            const mark = page(frame).querySelector("footer .overdue");
            return [mark.getClientRects().length, mark.textContent];
            """,
        )
        found.append(seen.answer)
    assert found == [[1, "Review overdue"], [0, "Review overdue"]]
