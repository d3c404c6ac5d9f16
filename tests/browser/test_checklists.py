"""Ticks in a browser: remembered, counted, cleared, and kept for each deal apart."""

from pathlib import Path

from tests.browser.harness import NEEDS_BROWSER, visit

pytestmark = NEEDS_BROWSER


def test_ticks_are_remembered_counted_and_cleared(everything_site: Path) -> None:
    seen = visit(
        everything_site,
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


def test_a_role_sees_the_ticks_of_the_stage(everything_site: Path) -> None:
    seen = visit(
        everything_site,
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


def test_a_first_week_belongs_to_the_reader_and_to_no_deal(everything_site: Path) -> None:
    seen = visit(
        everything_site,
        """
        const stage = await open("stage-qualified.html");
        const input = page(stage).querySelector("[data-deal] input");
        input.value = "Some deal";
        input.dispatchEvent(new stage.contentWindow.Event("change"));
        const week = async () => open("first-week-manager.html");
        let frame = await week();
        const day = () => page(frame).querySelector(".day");
        for (const box of day().querySelectorAll("input")) box.click();
        const done = [day().classList.contains("done"), day().querySelector("[data-count]").textContent];
        frame.remove();
        input.value = "";
        input.dispatchEvent(new stage.contentWindow.Event("change"));
        frame = await week();
        const again = [day().classList.contains("done"), day().querySelector("[data-count]").textContent];
        const other = page(await open("first-week-rep.html")).querySelectorAll(":checked").length;
        return { done, again, other };
        """,
    )
    assert seen.answer["done"] == seen.answer["again"]
    assert seen.answer["done"][0] is True
    assert seen.answer["other"] == 0
