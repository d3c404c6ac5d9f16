// A questionnaire to fill in: answers are remembered, counted and told while they are given.
"use strict";

(function () {
  const { memory, deal, scored } = window.handbook;
  const form = document.querySelector("[data-sheet]");
  if (!form) return;
  const sheet = JSON.parse(form.dataset.sheet);
  const result = document.querySelector("[data-result]");
  const outcome = document.querySelector("[data-outcome]");
  const kinds = document.querySelector("[data-segments]");
  const articles = new Map([...form.querySelectorAll("[data-question]")].map((each) => [each.dataset.question, each]));
  const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 2 });
  const now = new Date();
  const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  const key = () => deal.key(`answers:${form.dataset.questionnaire}`);
  let answers = {};
  let segments = [];
  let telling = 0;

  // The fields of a question, and the answer that is in them.

  const fields = (article) => [...article.querySelectorAll("[data-answer] :is(input, textarea):not([data-unsure])")];
  const unsure = (article) => article.querySelector("[data-unsure]");

  function given(article) {
    if (unsure(article).checked) return null;
    const own = fields(article);
    const type = own[0].type;
    if (type === "radio") return own.find((each) => each.checked)?.value;
    if (type === "checkbox") {
      const chosen = own.filter((each) => each.checked).map((each) => each.value);
      return chosen.length ? chosen : undefined;
    }
    const value = own[0].value.trim();
    if (!value) return undefined;
    return type === "number" ? Number(value) : value;
  }

  function fill(article, answer) {
    unsure(article).checked = answer === null;
    for (const each of fields(article)) {
      if (each.type === "radio" || each.type === "checkbox") {
        each.checked = answer !== undefined && answer !== null && [].concat(answer).map(String).includes(each.value);
      } else {
        each.value = answer === undefined || answer === null ? "" : answer;
      }
    }
  }

  // What is shown of the result.

  const say = (element, words) => { if (element) element.textContent = words; };
  const part = (name, where = result) => where.querySelector(`[data-${name}]`);
  const share = (value) => String(Math.max(0, Math.min(100, sheet.best > 0 ? (100 * value) / sheet.best : 0)));

  function link(id) {
    const made = document.createElement("a");
    made.href = `#${articles.get(id).id}`;
    made.textContent = articles.get(id).querySelector(".ask").textContent;
    return made;
  }

  function item(...children) {
    const made = document.createElement("li");
    made.append(...children);
    return made;
  }

  function showScore(found) {
    say(part("points"), number.format(found.score));
    say(part("best"), result.dataset.best.replace("{best}", number.format(sheet.best)));
    part("got")?.setAttribute("width", share(found.score));
    part("may")?.setAttribute("width", share(found.most));
    part("goal")?.setAttribute("x", share(sheet.pass) - 0.3);
    const verdict = part("verdict");
    verdict.hidden = found.verdict === "none";
    verdict.className = `chip ${found.verdict}`;
    say(verdict, result.dataset[found.verdict] || "");
    const band = part("band");
    band.hidden = found.band === null || found.unknown.length === found.asked.length;
    say(band, found.band || "");
    say(part("count"), String(found.unknown.length));
  }

  function showElements(found) {
    for (const row of outcome.querySelectorAll("[data-elements] > li")) {
      const id = row.dataset.element;
      const reach = sheet.elements[id];
      row.hidden = !reach;
      if (!reach) continue;
      const width = reach.high > 0 ? Math.max(0, (100 * found.elements[id]) / reach.high) : 0;
      part("got", row).setAttribute("width", String(Math.min(100, width)));
      say(part("points", row), `${number.format(found.elements[id])} / ${number.format(reach.high)}`);
      const below = part("below", row);
      if (below) below.hidden = found.elements[id] >= sheet.floors[id] || found.unknown.length === found.asked.length;
    }
  }

  function showQuestions(found) {
    for (const [id, article] of articles) {
      article.classList.toggle("unasked", !found.asked.includes(id));
      article.classList.toggle("stopped", found.stops.includes(id));
      part("empty", article).hidden = answers[id] === undefined;
    }
    part("stops", outcome).replaceChildren(...found.stops.map((id) => {
      const made = document.createElement("p");
      made.append(articles.get(id).querySelector(".rows > .stop dd").cloneNode(true).textContent, " ", link(id));
      return made;
    }));
    part("unknown", outcome).replaceChildren(...found.unknown.map((id) => item(link(id))));
    part("nothing", outcome).hidden = found.unknown.length > 0;
  }

  // One short sentence for those who listen, when they have stopped typing.
  function tell(found) {
    clearTimeout(telling);
    telling = setTimeout(() => {
      const score = sheet.scored ? `${result.dataset.score} ${number.format(found.score)}. ` : "";
      const verdict = found.verdict === "none" ? "" : `${result.dataset[found.verdict]}. `;
      const band = part("band").hidden ? "" : `${found.band}. `;
      say(part("said"), `${score}${verdict}${band}${result.dataset.left} ${found.unknown.length}`);
    }, 400);
  }

  function show() {
    const found = scored(sheet, answers, segments, today);
    showScore(found);
    showElements(found);
    showQuestions(found);
    return found;
  }

  function keep() {
    const isEmpty = !Object.keys(answers).length && !segments.length;
    memory.set(key(), isEmpty ? null : JSON.stringify({ answers, segments }));
    tell(show());
  }

  function recall() {
    const kept = memory.data(key(), {});
    answers = {};
    for (const [id, answer] of Object.entries(kept.answers || {})) if (articles.has(id)) answers[id] = answer;
    segments = kept.segments || [];
    for (const [id, article] of articles) fill(article, answers[id]);
    if (kinds) for (const box of kinds.querySelectorAll("input")) box.checked = segments.includes(box.value);
    show();
  }

  function take(id, answer) {
    if (answer === undefined) delete answers[id];
    else answers[id] = answer;
    keep();
  }

  for (const [id, article] of articles) {
    const answer = article.querySelector("[data-answer]");
    article.classList.add("answerable");
    answer.hidden = false;
    answer.addEventListener("input", (event) => {
      const isUnsure = event.target === unsure(article);
      if (isUnsure && event.target.checked) fill(article, null);
      if (!isUnsure) unsure(article).checked = false;
      take(id, given(article));
    });
    part("empty", article).addEventListener("click", () => {
      fill(article, undefined);
      take(id, undefined);
      fields(article)[0].focus();
    });
  }
  if (kinds) {
    kinds.hidden = false;
    kinds.addEventListener("change", () => {
      segments = [...kinds.querySelectorAll("input:checked")].map((box) => box.value);
      keep();
    });
  }
  part("reset").addEventListener("click", () => {
    answers = {};
    segments = [];
    for (const article of articles.values()) fill(article, undefined);
    if (kinds) for (const box of kinds.querySelectorAll("input")) box.checked = false;
    keep();
  });
  document.addEventListener("handbook:deal", recall);
  result.hidden = false;
  outcome.hidden = false;
  document.documentElement.classList.add("answering-page");
  recall();
})();
