// Colours, contents on small screens, ticks that are remembered, texts to copy.
"use strict";

(function () {
  const root = document.documentElement;
  root.classList.add("scripted");

  // A browser may forbid a page to remember anything; then nothing is remembered.
  const memory = {
    get(key) {
      try {
        return localStorage.getItem(key);
      } catch {
        return null;
      }
    },
    set(key, value) {
      try {
        if (value === null) localStorage.removeItem(key);
        else localStorage.setItem(key, value);
      } catch {
        // Nothing to do: it lasts until the page is left.
      }
    },
  };

  // Before the page is drawn, so that it does not flash in the other colours.
  const chosen = memory.get("playbook:theme");
  if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;

  function isDark() {
    if (root.dataset.theme) return root.dataset.theme === "dark";
    return matchMedia("(prefers-color-scheme: dark)").matches;
  }

  function colours() {
    const button = document.querySelector(".theme");
    if (!button) return;
    const show = () => button.setAttribute("aria-pressed", String(isDark()));
    button.hidden = false;
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      memory.set("playbook:theme", root.dataset.theme);
      show();
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
    show();
  }

  function contents() {
    const list = document.getElementById("contents");
    const button = document.querySelector(".menu");
    if (!list || !button) return;
    const show = (open) => {
      list.classList.toggle("open", open);
      button.setAttribute("aria-expanded", String(open));
    };
    button.hidden = false;
    button.addEventListener("click", () => show(!list.classList.contains("open")));
    list.addEventListener("click", (event) => {
      if (event.target.closest("a")) show(false);
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && list.classList.contains("open")) {
        show(false);
        button.focus();
      }
    });
    const here = list.querySelector("[aria-current]");
    if (here && list.clientHeight && here.offsetTop > list.clientHeight) list.scrollTop = here.offsetTop - list.clientHeight / 2;
  }

  function checklist(list) {
    const boxes = [...list.querySelectorAll("input[data-tick]")];
    const count = list.querySelector("[data-count]");
    const clear = list.querySelector("[data-clear]");
    const show = () => {
      const done = boxes.filter((box) => box.checked).length;
      if (count) count.textContent = `${done} / ${boxes.length}`;
      if (clear) clear.hidden = done === 0;
    };
    const tick = (box, checked) => {
      box.checked = checked;
      memory.set(`playbook:tick:${box.dataset.tick}`, checked ? "1" : null);
    };
    for (const box of boxes) {
      box.checked = memory.get(`playbook:tick:${box.dataset.tick}`) === "1";
      box.addEventListener("change", () => {
        tick(box, box.checked);
        show();
      });
    }
    if (clear) {
      clear.addEventListener("click", () => {
        for (const box of boxes) tick(box, false);
        show();
        boxes[0].focus();
      });
    }
    show();
  }

  async function copied(text) {
    if (navigator.clipboard && window.isSecureContext) {
      await navigator.clipboard.writeText(text);
      return;
    }
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "unseen";
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }

  function copying(button) {
    const words = button.querySelector("span");
    const before = words.textContent;
    button.hidden = false;
    button.addEventListener("click", () => {
      copied(button.dataset.copy).then(
        () => {
          words.textContent = button.dataset.done;
          setTimeout(() => { words.textContent = before; }, 2000);
        },
        () => {},
      );
    });
  }

  // The heading that is being read is marked in the list beside the page.
  function reading() {
    const links = new Map();
    for (const link of document.querySelectorAll(".here a")) {
      const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (heading) links.set(heading, link);
    }
    if (!links.size) return;
    const mark = () => {
      let current = null;
      for (const heading of links.keys()) {
        if (current === null || heading.getBoundingClientRect().top < 140) current = heading;
      }
      for (const [heading, link] of links) {
        if (heading === current) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    };
    let waiting = false;
    addEventListener("scroll", () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        mark();
      });
    }, { passive: true });
    mark();
  }

  document.addEventListener("DOMContentLoaded", () => {
    colours();
    contents();
    document.querySelectorAll("[data-checklist]").forEach(checklist);
    document.querySelectorAll(".copy").forEach(copying);
    reading();
  });
})();
