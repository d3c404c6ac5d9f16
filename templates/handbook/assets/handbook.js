// Colours, contents on small screens, texts to copy, and where on the page the reader is.
"use strict";

(function () {
  const root = document.documentElement;
  const { memory } = window.handbook;

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
      memory.set("theme", root.dataset.theme);
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

  // On paper every text is open.
  function printing() {
    let closed = [];
    addEventListener("beforeprint", () => {
      closed = [...document.querySelectorAll("details:not([open])")];
      for (const each of closed) each.open = true;
    });
    addEventListener("afterprint", () => {
      for (const each of closed) each.open = false;
    });
  }

  colours();
  contents();
  document.querySelectorAll(".copy").forEach(copying);
  reading();
  printing();
})();
