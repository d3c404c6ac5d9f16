// The meaning of a term, shown beside it while it is pointed at or has the focus; and days that have passed.
"use strict";

(function () {
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.id = "tip";
  tip.setAttribute("role", "tooltip");
  tip.hidden = true;
  let shown = null;
  let leaving = 0;

  function show(link) {
    clearTimeout(leaving);
    if (shown === link) return;
    hide();
    shown = link;
    tip.textContent = link.dataset.means;
    link.setAttribute("aria-describedby", tip.id);
    tip.hidden = false;
    const place = link.getBoundingClientRect();
    const width = Math.min(tip.offsetWidth, innerWidth - 16);
    const left = Math.min(Math.max(8, place.left), innerWidth - width - 8);
    const below = place.bottom + 6;
    const fits = below + tip.offsetHeight < innerHeight;
    tip.style.left = `${left + scrollX}px`;
    tip.style.top = `${(fits ? below : place.top - tip.offsetHeight - 6) + scrollY}px`;
  }

  function hide() {
    if (!shown) return;
    shown.removeAttribute("aria-describedby");
    shown = null;
    tip.hidden = true;
  }

  // The pointer may go over to the meaning itself, to read or copy it.
  const leave = () => { leaving = setTimeout(hide, 200); };

  const links = document.querySelectorAll("a.term");
  if (links.length) document.body.append(tip);
  for (const link of links) {
    link.addEventListener("pointerenter", () => show(link));
    link.addEventListener("pointerleave", leave);
    link.addEventListener("focus", () => show(link));
    link.addEventListener("blur", hide);
  }
  tip.addEventListener("pointerenter", () => clearTimeout(leaving));
  tip.addEventListener("pointerleave", leave);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });

  // By the reader's own clock: the pages themselves know no day.
  const now = new Date();
  const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  for (const day of document.querySelectorAll("time[data-due]")) {
    if (day.dateTime < today) day.nextElementSibling.hidden = false;
  }
})();
