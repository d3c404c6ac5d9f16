// A quiz: one question after the other, the answer and its reason at once, and the result at the end.
"use strict";

(function () {
  // Where answers are kept: a learning platform may bring its own keeper.
  const memory = window.handbook ? window.handbook.memory : { data: (_key, otherwise) => otherwise, set() {} };
  const keeper = window.quizKeeper || {
    load: (key) => memory.data(`quiz:${key}`, {}),
    save: (key, state) => memory.set(`quiz:${key}`, JSON.stringify(state)),
    answered() {},
    finished() {},
  };
  const language = document.documentElement.lang;
  const put = (words, values) => words.replace(/\{(\w+)\}/g, (found, name) => (name in values ? values[name] : found));
  const percent = (share) => {
    try {
      return new Intl.NumberFormat(language, { style: "percent" }).format(share / 100);
    } catch {
      return `${share}%`;
    }
  };
  const numbers = (text) => (text ? text.split(",").map(Number) : []);
  const same = (one, other) => one.length === other.length && one.every((each, at) => each === other[at]);

  function sign(name) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", "icon");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", name === "tick" ? "m5 12.5 4.5 4.5L19 7.5" : "m6.5 6.5 11 11m0-11-11 11");
    svg.append(path);
    return svg;
  }

  // One question: what is chosen in it, and how the answer is shown.
  function question(element, words) {
    const { kind } = element.dataset;
    const right = numbers(element.dataset.right);
    const list = element.querySelector(".options");
    const rows = list ? [...list.children] : [];
    const solution = element.querySelector(".solution");
    const verdict = element.querySelector(".verdict");
    const first = rows.slice();

    function moved() {
      const now = [...list.children];
      now.forEach((row, at) => {
        row.querySelector(".up").disabled = at === 0;
        row.querySelector(".down").disabled = at === now.length - 1;
      });
    }
    function move(row, by) {
      if (by < 0 && row.previousElementSibling) row.previousElementSibling.before(row);
      if (by > 0 && row.nextElementSibling) row.nextElementSibling.after(row);
      moved();
      const button = row.querySelector(by < 0 ? ".up" : ".down");
      (button.disabled ? row.querySelector(by < 0 ? ".down" : ".up") : button).focus();
    }
    if (kind === "order") {
      for (const row of rows) {
        row.querySelector(".movers").hidden = false;
        row.querySelector(".up").addEventListener("click", () => move(row, -1));
        row.querySelector(".down").addEventListener("click", () => move(row, 1));
      }
      moved();
    }

    function given() {
      if (kind === "open") return [];
      if (kind === "order") return [...list.children].map((row) => Number(row.dataset.option));
      if (kind === "match") {
        const chosen = rows.map((row) => row.querySelector("select").value);
        return chosen.includes("") ? null : chosen.map(Number);
      }
      const chosen = rows.filter((row) => row.querySelector("input").checked).map((row) => Number(row.dataset.option));
      return chosen.length ? chosen : null;
    }

    function put_back(answer) {
      if (kind === "order") for (const at of answer) list.append(first[at]);
      if (kind === "match") answer.forEach((partner, at) => { rows[at].querySelector("select").value = String(partner); });
      if (list && kind !== "order" && kind !== "match") {
        for (const row of rows) row.querySelector("input").checked = answer.includes(Number(row.dataset.option));
      }
    }

    function mark(row, is_right, label) {
      const place = row.querySelector(".sign");
      const said = document.createElement("span");
      said.textContent = label;
      place.replaceChildren(sign(is_right ? "tick" : "cross"), said);
      place.hidden = false;
      row.classList.add(is_right ? "right" : "wrong");
    }

    function show(answer) {
      const is_right = kind === "open" ? null : same(answer, right);
      const now = list ? [...list.children] : [];
      now.forEach((row, at) => {
        const option = Number(row.dataset.option);
        if (kind === "order" || kind === "match") {
          const fits = answer[at] === right[at];
          mark(row, fits, fits ? words.marked : words.mistaken);
        } else if (right.includes(option)) {
          mark(row, true, answer.includes(option) ? words.marked : words.missed);
        } else if (answer.includes(option)) {
          mark(row, false, words.mistaken);
        }
        row.classList.add("fixed");
        for (const control of row.querySelectorAll("input, select, button")) control.disabled = true;
      });
      solution.open = true;
      solution.classList.add("shown");
      verdict.hidden = is_right === null;
      if (is_right !== null) {
        verdict.replaceChildren(sign(is_right ? "tick" : "cross"), is_right ? words.right : words.wrong);
        verdict.className = `verdict ${is_right ? "right" : "wrong"}`;
      }
    }

    function clear() {
      solution.open = false;
      solution.classList.remove("shown");
      for (const row of rows) {
        row.classList.remove("right", "wrong", "fixed");
        row.querySelector(".sign").hidden = true;
        for (const control of row.querySelectorAll("input, select, button")) {
          control.disabled = false;
          if (control.type === "radio" || control.type === "checkbox") control.checked = false;
          if (control.tagName === "SELECT") control.value = "";
        }
      }
      if (kind === "order") {
        for (const row of first) list.append(row);
        moved();
      }
    }

    return {
      element, kind, right, given, put_back, show, clear,
      id: element.dataset.ask,
      ask: element.querySelector("legend").textContent.trim(),
      told: element.querySelector(".told.one")?.textContent.trim() ?? "",
      is_right: (answer) => Boolean(answer) && same(answer, right),
    };
  }

  function run(form) {
    const words = form.dataset;
    const questions = [...form.querySelectorAll(".ask")].map((each) => question(each, words));
    const scored = questions.filter((each) => each.kind !== "open");
    const find = (name) => form.querySelector(`.${name}`);
    const [check, compare, next, finish, again, over] = ["check", "show", "next", "finish", "again", "over"].map(find);
    const result = find("result");
    const status = form.querySelector("[role=status]");
    const kept = keeper.load(words.quiz);
    let state = kept.print === words.print && kept.given ? kept : { print: words.print, given: {} };
    let current = null;
    let since = Date.now();

    const is_done = (each) => each.id in state.given;
    const right = () => scored.filter((each) => is_done(each) && each.is_right(state.given[each.id])).length;
    const share = () => (scored.length ? Math.floor((100 * right()) / scored.length) : 100);
    const is_passed = () => share() >= Number(words.pass);

    function keep() {
      const done = questions.filter(is_done).length;
      state = { ...state, done, count: questions.length, share: share(), passed: is_passed() };
      keeper.save(words.quiz, state);
    }
    function buttons(...shown) {
      for (const each of [check, compare, next, finish, again, over]) each.hidden = !shown.includes(each);
    }
    function progress() {
      find("progress").firstElementChild.style.transform = `scaleX(${questions.filter(is_done).length / questions.length})`;
    }
    function show(each, focus) {
      current = each;
      since = Date.now();
      result.hidden = true;
      for (const one of questions) one.element.classList.toggle("current", one === each);
      buttons(each.kind === "open" ? compare : check);
      progress();
      if (focus) each.element.querySelector("legend").focus();
    }
    function open_one() {
      return questions.find((each) => !is_done(each));
    }
    function onward(focus) {
      const each = open_one();
      if (each) show(each, focus);
      else end(focus);
    }
    function end(focus) {
      current = null;
      for (const each of questions) each.element.classList.remove("current");
      const wrong = scored.filter((each) => !each.is_right(state.given[each.id]));
      result.hidden = false;
      result.classList.toggle("passed", is_passed());
      result.querySelector("b").textContent = `${is_passed() ? words.passed : words.failed} · ${percent(share())}`;
      find("score").textContent = put(words.score, { right: right(), count: scored.length });
      find("needed").textContent = is_passed() ? "" : put(words.needed, { percent: percent(Number(words.pass)) });
      const items = wrong.map((each) => {
        const item = document.createElement("li");
        const told = document.createElement("small");
        told.textContent = each.told;
        item.append(each.ask, told);
        return item;
      });
      find("review").hidden = !items.length;
      find("review").querySelector("ul").replaceChildren(...items);
      buttons(...(wrong.length ? [again] : []), over);
      progress();
      keeper.finished({ share: share(), passed: is_passed() });
      if (focus) result.querySelector("h2").focus();
    }
    function answer() {
      const given = current.given();
      find("nothing").textContent = given === null ? words.nothing : "";
      if (given === null) return;
      state.given[current.id] = given;
      current.show(given);
      keep();
      progress();
      if (current.kind !== "open") {
        const is_right = current.is_right(given);
        status.textContent = is_right ? words.right : words.wrong;
        keeper.answered({ id: current.id, kind: current.kind, given, right: current.right, is_right, time: Date.now() - since });
      }
      const button = open_one() ? next : finish;
      buttons(button);
      button.focus();
    }

    form.classList.add("stepwise");
    find("progress").hidden = false;
    find("buttons").hidden = false;
    for (const each of questions) {
      if (is_done(each)) {
        each.put_back(state.given[each.id]);
        each.show(state.given[each.id]);
      } else each.clear();
    }
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (current && !is_done(current)) answer();
    });
    form.addEventListener("change", () => { find("nothing").textContent = ""; });
    next.addEventListener("click", () => onward(true));
    finish.addEventListener("click", () => end(true));
    again.addEventListener("click", () => {
      for (const each of scored) {
        if (each.is_right(state.given[each.id])) continue;
        delete state.given[each.id];
        each.clear();
      }
      keep();
      onward(true);
    });
    over.addEventListener("click", () => {
      state = { print: words.print, given: {} };
      for (const each of questions) each.clear();
      keep();
      onward(true);
    });
    onward(false);
  }

  // What is remembered of each quiz, beside its name.
  function remember(place) {
    const state = memory.data(`quiz:${place.dataset.resultOf}`, {});
    if (state.print !== place.dataset.print || !state.done) return;
    const is_done = state.done === state.count;
    const words = is_done ? place.dataset[state.passed ? "passed" : "failed"] : put(place.dataset.begun, state);
    place.textContent = is_done ? `${words} · ${percent(state.share)}` : words;
    place.classList.toggle("passed", is_done && state.passed);
    place.hidden = false;
  }

  function begin() {
    document.querySelectorAll("form.quiz").forEach(run);
    document.querySelectorAll("[data-result-of]").forEach(remember);
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
