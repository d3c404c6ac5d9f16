// What the preview adds to a page: it reloads itself when the pages are new, and shows what is found.
"use strict";
(() => {
  const base = "/-/";

  function reloading() {
    let seen = null;
    const news = new EventSource(base + "news");
    news.addEventListener("message", (event) => {
      if (seen !== null && event.data !== seen) location.reload();
      seen = event.data;
    });
  }

  function element(name, kind, ...children) {
    const made = document.createElement(name);
    if (kind) made.className = kind;
    made.append(...children);
    return made;
  }

  function note(found) {
    const made = element("div", "live-note live-" + found.severity);
    made.append(element("p", "", found.message, " ", element("code", "", found.code)));
    if (found.help) made.append(element("p", "live-help", found.help));
    made.append(element("p", "live-place", found.place));
    return made;
  }

  // A note stands in what it is about: in an item of a list, in a row's first cell, in a section.
  function put(found) {
    const about = found.at && document.querySelector(`[data-at="${CSS.escape(found.at)}"]`);
    const main = document.querySelector("main");
    if (!about || about === main) {
      const heading = main.querySelector("h1");
      heading.after(note(found));
    } else if (about.tagName === "TR") {
      about.cells[0].append(note(found));
    } else {
      about.append(note(found));
    }
  }

  // The page's name in the handbook, without the folder of a translation.
  function isHere(page) {
    const here = decodeURI(location.pathname).replace(/^\//, "").replace(/(^|\/)$/, "$1index.html");
    return here === page || here.split("/").pop() === page;
  }

  async function notes() {
    const answer = await fetch(base + "notes.json");
    const { problem, words, notes: all } = await answer.json();
    if (problem && !document.body.classList.contains("waiting")) {
      const bar = element("div", "live-problem", element("p", "", problem), element("p", "live-help", words.problem));
      bar.setAttribute("role", "alert");
      document.body.prepend(bar);
    }
    const elsewhere = new Map();
    for (const found of all.reverse()) {
      if (isHere(found.page)) put(found);
      else elsewhere.set(found.page, (elsewhere.get(found.page) || 0) + 1);
    }
    for (const [page, count] of elsewhere) {
      const link = document.querySelector(`nav.contents a[href="${CSS.escape(page.split("/").pop())}"]`);
      if (link) link.append(element("span", "live-count", String(count)));
    }
  }

  reloading();
  notes();
})();
