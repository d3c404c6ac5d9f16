// Between a quiz and a learning platform: SCORM 1.2. Without a platform, the quiz remembers by itself.
"use strict";

(function () {
  const LONGEST = 4096; // what a platform has to keep as suspend data
  const LETTERS = "abcdefghijklmnopqrstuvwxyz";
  const begun = Date.now();

  // The platform's interface is in a window around this one, or in the one that opened it.
  function above(from) {
    let each = from;
    for (let level = 0; each && level < 500; level += 1) {
      try {
        if (each.API) return each.API;
      } catch {
        return null; // a window of somebody else's
      }
      if (!each.parent || each.parent === each) return null;
      each = each.parent;
    }
    return null;
  }
  function find() {
    let opener = null;
    try {
      opener = window.top.opener;
    } catch {
      opener = null;
    }
    return above(window) || (window.opener && above(window.opener)) || (opener && above(opener));
  }

  const api = find();
  if (!api || String(api.LMSInitialize("")) !== "true") return;
  const get = (name) => String(api.LMSGetValue(name) || "");
  const set = (name, value) => String(api.LMSSetValue(name, String(value))) === "true";
  const two = (number) => String(number).padStart(2, "0");

  let is_open = true;
  let is_finished = false;
  let interactions = Number(get("cmi.interactions._count")) || 0;
  if (["", "not attempted", "unknown"].includes(get("cmi.core.lesson_status"))) {
    set("cmi.core.lesson_status", "incomplete");
    api.LMSCommit("");
  }

  function span(time) {
    const seconds = time / 1000;
    const rest = (seconds % 60).toFixed(2).padStart(5, "0");
    return `${String(Math.floor(seconds / 3600)).padStart(4, "0")}:${two(Math.floor(seconds / 60) % 60)}:${rest}`;
  }
  function said(kind, answer) {
    if (kind === "match") return answer.map((partner, at) => `${at + 1}.${LETTERS[partner]}`).join(",");
    return answer.map((option) => LETTERS[option]).join(",");
  }

  window.quizKeeper = {
    load() {
      try {
        return JSON.parse(get("cmi.suspend_data")) || {};
      } catch {
        return {};
      }
    },
    save(_key, state) {
      const text = JSON.stringify(state);
      if (text.length <= LONGEST) set("cmi.suspend_data", text);
      api.LMSCommit("");
    },
    answered({ id, kind, given, right, is_right, time }) {
      const place = `cmi.interactions.${interactions}`;
      if (!set(`${place}.id`, id)) return; // a platform need not keep single answers
      interactions += 1;
      const now = new Date();
      set(`${place}.time`, `${two(now.getHours())}:${two(now.getMinutes())}:${two(now.getSeconds())}`);
      set(`${place}.type`, { order: "sequencing", match: "matching" }[kind] || "choice");
      set(`${place}.correct_responses.0.pattern`, said(kind, right));
      set(`${place}.weighting`, 1);
      set(`${place}.student_response`, said(kind, given));
      set(`${place}.result`, is_right ? "correct" : "wrong");
      set(`${place}.latency`, span(time));
      api.LMSCommit("");
    },
    // The best result counts: whoever tries again can only gain.
    finished({ share, passed }) {
      const best = Math.max(share, Number(get("cmi.core.score.raw")) || 0);
      set("cmi.core.score.min", 0);
      set("cmi.core.score.max", 100);
      set("cmi.core.score.raw", best);
      const was_passed = get("cmi.core.lesson_status") === "passed";
      set("cmi.core.lesson_status", passed || was_passed ? "passed" : "failed");
      is_finished = true;
      api.LMSCommit("");
    },
  };

  function leave() {
    if (!is_open) return;
    is_open = false;
    set("cmi.core.session_time", span(Date.now() - begun));
    set("cmi.core.exit", is_finished ? "" : "suspend");
    api.LMSCommit("");
    api.LMSFinish("");
  }
  addEventListener("pagehide", leave);
  addEventListener("beforeunload", leave);
})();
