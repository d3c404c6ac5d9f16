// Ticks that are remembered, for each deal apart; and the field with the deal's name.
"use strict";

(function () {
  const { memory, deal } = window.handbook;
  const MOST_DEALS = 30;

  function naming(field) {
    const book = field.dataset.deal;
    const input = field.querySelector("input");
    const list = field.querySelector("datalist");
    const known = () => memory.data(`deals:${book}`, []);
    const show = () => list.replaceChildren(...known().map((name) => new Option(name)));
    const take = (name) => {
      deal.name = name;
      memory.set(`deal:${book}`, name || null);
      if (name) {
        const names = [name, ...known().filter((each) => each !== name)];
        memory.set(`deals:${book}`, JSON.stringify(names.slice(0, MOST_DEALS)));
      }
      show();
      document.dispatchEvent(new Event("handbook:deal"));
    };
    deal.name = memory.get(`deal:${book}`) || "";
    input.value = deal.name;
    input.addEventListener("change", () => take(input.value.trim()));
    show();
    field.hidden = false;
  }

  function checklist(list) {
    const boxes = [...list.querySelectorAll("input[data-tick]")];
    const count = list.querySelector("[data-count]");
    const clear = list.querySelector("[data-clear]");
    // A reader's own first week belongs to no deal.
    const key = (box) => (list.hasAttribute("data-own") ? `tick:${box.dataset.tick}` : deal.key(`tick:${box.dataset.tick}`));
    const show = () => {
      const done = boxes.filter((box) => box.checked).length;
      if (count) count.textContent = `${done} / ${boxes.length}`;
      if (clear) clear.hidden = done === 0;
      list.classList.toggle("done", done === boxes.length);
    };
    const tick = (box, checked) => {
      box.checked = checked;
      memory.set(key(box), checked ? "1" : null);
    };
    const recall = () => {
      for (const box of boxes) box.checked = memory.get(key(box)) === "1";
      show();
    };
    for (const box of boxes) {
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
    document.addEventListener("handbook:deal", recall);
    recall();
  }

  document.querySelectorAll("[data-deal]").forEach(naming);
  document.querySelectorAll("[data-checklist]").forEach(checklist);
})();
