// Search in all pages. The index is a script beside the page, so it works from a disk too.
"use strict";

(function () {
  const most = 12;
  const box = document.querySelector(".search");
  if (!box) return;
  const input = box.querySelector("input");
  const list = box.querySelector(".results");
  const status = box.querySelector("[role=status]");
  const root = document.documentElement.dataset.root;
  const here = document.documentElement.dataset.book;
  const language = document.documentElement.lang;
  let entries = null;
  let marked = -1;

  // Small letters, sign for sign, so that a place in one text is the same place in the other.
  function plain(text) {
    const small = text.toLowerCase();
    if (small.length === text.length) return small;
    return [...text].map((sign) => (sign.toLowerCase().length === sign.length ? sign.toLowerCase() : sign)).join("");
  }

  // A word without the ending that its language may change: отстъпка finds отстъпки, deals finds deal.
  function stem(word) {
    if (/^[\u0400-\u04ff]+$/.test(word)) {
      if (word.length >= 6) return word.slice(0, -2);
      return word.length >= 4 ? word.replace(/[аеиоуъюяй]$/, "") : word;
    }
    if (!/^[a-z]{4,}$/.test(word)) return word;
    for (const [ending, least] of [["ies", 5], ["ing", 6], ["ed", 6], ["es", 6], ["s", 4], ["y", 5], ["e", 5]]) {
      if (word.endsWith(ending) && word.length >= least && !word.endsWith("ss")) return word.slice(0, -ending.length);
    }
    return word;
  }

  // The words to look for. Chinese has no spaces: what is written together is looked for together.
  function wanted(text) {
    const words = plain(text).split(/[\s,.;:!?"“”„«»()，。、；：！？（）《》·]+/).filter(Boolean);
    return [...new Set(words.map(stem))];
  }

  function load(then) {
    if (entries) {
      then();
      return;
    }
    const script = document.createElement("script");
    script.src = `${root}assets/search-index.js`;
    script.addEventListener("load", () => {
      const index = window.handbookIndex;
      entries = index.entries.map(([address, title, heading, words, book]) => ({
        address, title, heading, words, book,
        name: index.books[book][0],
        language: index.books[book][1],
        inTitle: plain(title),
        inHeading: plain(heading),
        inWords: plain(words),
      }));
      then();
    });
    document.head.append(script);
  }

  // Whether a word begins where it was found; in Chinese every sign begins one.
  const begins = (text, at) => at === 0 || !/[\p{Script=Latin}\p{Script=Cyrillic}\p{N}]/u.test(text[at - 1]);

  // How well a text has a word: not at all, within another, at the beginning of one, at its own beginning.
  function place(text, word) {
    let at = text.indexOf(word);
    if (at < 0) return 0;
    if (at === 0) return 3;
    while (at >= 0 && !begins(text, at)) at = text.indexOf(word, at + 1);
    return at < 0 ? 1 : 2;
  }

  // Every word must be there. Titles count most, then headings; the playbook at hand and its
  // language come first among what is as good.
  function worth(entry, words) {
    let points = 0;
    for (const word of words) {
      const title = entry.heading ? 0 : place(entry.inTitle, word);
      const heading = entry.heading ? place(entry.inHeading, word) : 0;
      const inside = title || heading ? 0 : Math.min(2, place(entry.inWords, word));
      if (!title && !heading && !inside) return 0;
      points += title ? 30 + 4 * title : heading ? 15 + 3 * heading : inside + (entry.heading ? 0 : 1);
    }
    if (String(entry.book) === here) points += 8;
    if (entry.language === language) points += 4;
    return points;
  }

  function found(words) {
    const all = [];
    entries.forEach((entry, number) => {
      const points = worth(entry, words);
      if (points) all.push({ entry, points, number });
    });
    all.sort((a, b) => b.points - a.points || a.number - b.number);
    return all.slice(0, most).map((each) => each.entry);
  }

  // Where a word ends, its ending included; in Chinese it ends where the match does.
  function wordEnd(low, at) {
    const script = [/[\u0400-\u04ff]/, /[a-z]/].find((each) => each.test(low[at - 1]));
    let end = at;
    while (script && script.test(low[end] || "")) end += 1;
    return end;
  }

  // A text with what was looked for marked in it; never as HTML.
  function highlighted(text, low, words) {
    const spans = [];
    for (const word of words) {
      for (let at = low.indexOf(word); at >= 0; at = low.indexOf(word, at + word.length)) spans.push([at, wordEnd(low, at + word.length)]);
    }
    spans.sort((a, b) => a[0] - b[0]);
    const piece = document.createDocumentFragment();
    let end = 0;
    for (const [from, to] of spans) {
      if (from < end) continue;
      const mark = document.createElement("mark");
      mark.textContent = text.slice(from, to);
      piece.append(text.slice(end, from), mark);
      end = to;
    }
    piece.append(text.slice(end));
    return piece;
  }

  function snippet(entry, words) {
    const places = words.map((word) => entry.inWords.indexOf(word)).filter((at) => at >= 0);
    const first = places.length ? Math.min(...places) : 0;
    const space = entry.words.indexOf(" ", first - 40);
    let from = Math.max(0, first - 40);
    if (from > 0 && space >= 0 && space < first) from = space + 1;
    const to = Math.min(entry.words.length, from + 150);
    const piece = highlighted(entry.words.slice(from, to), entry.inWords.slice(from, to), words);
    if (from > 0) piece.prepend("…");
    if (to < entry.words.length) piece.append("…");
    return piece;
  }

  function result(entry, words, number) {
    const link = document.createElement("a");
    link.href = root + entry.address;
    link.id = `result-${number}`;
    link.setAttribute("role", "option");
    link.setAttribute("aria-selected", "false");
    link.lang = entry.language;
    const name = document.createElement("b");
    const heading = entry.heading || entry.title;
    name.append(highlighted(heading, plain(heading), words));
    const where = [entry.heading ? entry.title : "", String(entry.book) === here ? "" : entry.name].filter(Boolean).join(" · ");
    if (where) {
      const small = document.createElement("small");
      small.textContent = where;
      name.append(small);
    }
    link.append(name, snippet(entry, words));
    return link;
  }

  function mark(number) {
    const links = list.querySelectorAll("a");
    marked = links.length ? (number + links.length) % links.length : -1;
    links.forEach((link, at) => link.setAttribute("aria-selected", String(at === marked)));
    if (marked < 0) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    input.setAttribute("aria-activedescendant", links[marked].id);
    links[marked].scrollIntoView({ block: "nearest" });
  }

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    status.textContent = "";
  }

  function show() {
    const words = wanted(input.value);
    if (!words.length) {
      close();
      return;
    }
    load(() => {
      const results = found(words);
      list.replaceChildren(...results.map((entry, number) => result(entry, words, number)));
      if (!results.length) {
        const none = document.createElement("p");
        none.textContent = box.dataset.none;
        list.append(none);
      }
      status.textContent = results.length ? `${box.dataset.found}: ${results.length}` : box.dataset.none;
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      mark(0);
    });
  }

  input.addEventListener("focus", () => load(() => {}));
  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) show();
      else mark(marked + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && !list.hidden && marked >= 0) {
      event.preventDefault();
      list.querySelectorAll("a")[marked].click();
      close();
    } else if (event.key === "Escape") {
      close();
      input.blur();
    }
  });
  document.addEventListener("keydown", (event) => {
    const isTyping = /^(input|textarea|select)$/i.test(event.target.tagName) && event.target.type !== "checkbox";
    if (((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") || (event.key === "/" && !isTyping)) {
      event.preventDefault();
      input.focus();
      input.select();
    }
  });
  document.addEventListener("click", (event) => {
    if (!box.contains(event.target)) close();
  });
  if (/Mac|iPhone|iPad/.test(navigator.platform)) box.querySelector("kbd").textContent = "⌘ K";
  box.hidden = false;
})();
