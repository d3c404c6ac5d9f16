// What answers come to: points, score, result, knock-outs, and what is still unknown.
// An answer is a text, a number or a list of options; null says that nobody knows, and
// undefined that nobody has asked yet. What has not been asked counts nothing.
"use strict";

window.handbook.scored = (function () {
  const DAY = 86400000;
  const isValue = (answer) => answer !== undefined && answer !== null && answer !== "" && !(Array.isArray(answer) && !answer.length);
  const same = (answer, value) => (typeof value === "number" ? Number(answer) === value : String(answer) === String(value));
  const any = (answer, holds) => (Array.isArray(answer) ? answer.some(holds) : holds(answer));

  function daysAway(answer, today) {
    return Math.abs(Date.parse(answer) - Date.parse(today)) / DAY;
  }

  // Whether an answer fits an operator. A comparison with an empty value does not hold.
  function fits(answer, { is, value }, today) {
    if (is === "is") {
      if (value === "filled") return isValue(answer);
      if (value === "unknown") return answer === null;
      return value === "empty" && !isValue(answer);
    }
    if (!isValue(answer)) return false;
    switch (is) {
      case "equals": return any(answer, (each) => same(each, value));
      case "not_equals": return !any(answer, (each) => same(each, value));
      case "one_of": return any(answer, (each) => value.some((one) => same(each, one)));
      case "at_least": return Number(answer) >= value;
      case "at_most": return Number(answer) <= value;
      case "above": return Number(answer) > value;
      case "below": return Number(answer) < value;
      case "within_days": return daysAway(answer, today) <= value;
      default: return false;
    }
  }

  const own = (object, key) => (Object.hasOwn(object, key) ? object[key] : undefined);

  // Whether a test holds of a deal. What the questionnaire cannot know keeps nobody from answering.
  function holds(test, segments, leaf) {
    if (test.all) return test.all.every((each) => holds(each, segments, leaf));
    if (test.any) return test.any.some((each) => holds(each, segments, leaf));
    if (test.segment) return !segments.length || segments.includes(test.segment);
    return test.elsewhere || leaf(test);
  }

  function points(question, answer, today) {
    if (answer === undefined) return 0;
    if (question.rules.length) {
      const rule = question.rules.find((each) => fits(answer, each, today));
      return rule ? rule.points : 0;
    }
    if (!isValue(answer)) return 0;
    switch (question.type) {
      case "yes-no": return answer === "yes" ? 1 : 0;
      case "rating": return Number(answer);
      case "choice":
      case "choices": return [].concat(answer).reduce((sum, id) => sum + (own(question.points, id) || 0), 0);
      default: return 0;
    }
  }

  // The score of the elements' points, by the questionnaire's method.
  function together(sheet, elements) {
    const ids = Object.keys(sheet.elements);
    if (!ids.length) return 0;
    const weight = (id) => own(sheet.weights, id) ?? 1;
    const weighted = ids.reduce((sum, id) => sum + weight(id) * elements[id], 0);
    switch (sheet.method) {
      case "count":
      case "all": return ids.filter((id) => elements[id] >= 1).length;
      case "lowest": return Math.min(...ids.map((id) => elements[id]));
      case "mean": {
        const total = ids.reduce((sum, id) => sum + weight(id), 0);
        return total ? weighted / total : 0;
      }
      default: return weighted;
    }
  }

  // Sums of tenths are not exact in a computer's numbers: 0.1 + 0.2 is to reach 0.3.
  const reaches = (score, mark) => score >= mark - 1e-9;

  function passes(sheet, elements) {
    if (Object.entries(sheet.floors).some(([id, floor]) => !reaches(own(elements, id) || 0, floor))) return false;
    if (sheet.method === "all" && Object.keys(sheet.elements).some((id) => elements[id] < 1)) return false;
    return sheet.pass === null || reaches(together(sheet, elements), sheet.pass);
  }

  // The questions that are asked by now, and those that may still be, because an answer is open.
  function inTurn(sheet, answers, segments, today) {
    const asked = [];
    const later = new Set();
    for (const question of sheet.questions) {
      if (question.for && segments.length && !question.for.some((id) => segments.includes(id))) continue;
      const isAsked = (id) => asked.some((each) => each.id === id);
      const isOpen = (id) => later.has(id) || (isAsked(id) && own(answers, id) === undefined);
      const isSo = (test) => isAsked(test.answer) && fits(own(answers, test.answer), test, today);
      const mayBe = (test) => isOpen(test.answer) || isSo(test);
      if (!question.when || holds(question.when, segments, isSo)) asked.push(question);
      else if (holds(question.when, segments, mayBe)) later.add(question.id);
    }
    return { asked, later: sheet.questions.filter((each) => later.has(each.id)) };
  }

  return function scored(sheet, answers, segments, today) {
    const zero = () => Object.fromEntries(Object.keys(sheet.elements).map((id) => [id, 0]));
    const [elements, least, most] = [zero(), zero(), zero()];
    const { asked, later } = inTurn(sheet, answers, segments, today);
    const unknown = asked.filter((each) => !isValue(own(answers, each.id)));
    const stops = asked.filter((each) => {
      const answer = own(answers, each.id);
      return each.stop && answer !== undefined && fits(answer, each.stop, today);
    });
    for (const question of [...asked, ...later]) {
      if (!Object.hasOwn(elements, question.element)) continue;
      const answer = later.includes(question) ? undefined : own(answers, question.id);
      const got = points(question, answer, today);
      elements[question.element] += got;
      // What nobody knows today may be known tomorrow.
      least[question.element] += isValue(answer) ? got : question.low;
      most[question.element] += isValue(answer) ? got : question.high;
    }
    const score = together(sheet, elements);
    const isJudged = sheet.scored && (sheet.pass !== null || sheet.method === "all" || Object.keys(sheet.floors).length > 0);
    let verdict = "none";
    if (stops.length) verdict = "stop";
    else if (isJudged) verdict = passes(sheet, elements) ? "passed" : passes(sheet, most) ? "open" : "failed";
    const bands = sheet.bands.filter((each) => reaches(score, each.from)).sort((a, b) => a.from - b.from);
    return {
      score, elements, verdict,
      least: together(sheet, least),
      most: together(sheet, most),
      band: bands.length ? bands[bands.length - 1].name : null,
      stops: stops.map((each) => each.id),
      unknown: unknown.map((each) => each.id),
      asked: asked.map((each) => each.id),
    };
  };
})();
