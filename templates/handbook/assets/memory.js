// What a browser remembers of a handbook, and the reader's colours before the page is drawn.
"use strict";

window.handbook = (function () {
  const root = document.documentElement;
  root.classList.add("scripted");

  // A browser may forbid a page to remember anything; then it lasts until the page is left.
  const memory = {
    get(key) {
      try {
        return localStorage.getItem(`playbook:${key}`);
      } catch {
        return null;
      }
    },
    set(key, value) {
      try {
        if (value === null) localStorage.removeItem(`playbook:${key}`);
        else localStorage.setItem(`playbook:${key}`, value);
      } catch {
        // Nothing to do.
      }
    },
    data(key, otherwise) {
      try {
        return JSON.parse(memory.get(key)) || otherwise;
      } catch {
        return otherwise;
      }
    },
  };

  const chosen = memory.get("theme");
  if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;

  // Ticks and answers may be for one deal; what has no deal's name is nobody's.
  const deal = {
    name: "",
    key: (key) => (deal.name ? `deal:${deal.name}:${key}` : key),
  };

  return { memory, deal };
})();
