"use strict";
/* What the packet decides, without a page: run as it is by the tests. Mirrors studio/core/rating.py. */
var Logic = {
  questions(packet) {
    const asked = [];
    for (const side of packet.sides) {
      for (const scale of packet.scales) asked.push({ side, scale, levels: packet.levels[scale].length });
    }
    if (packet.sides.length > 1) asked.push({ side: "", scale: "", levels: packet.preferences.length });
    return asked;
  },

  fresh(row) {
    return { row, a: {}, b: {}, preference: null, comment: "", at: 0 };
  },

  /* Whether this rater sees B of the row as A: as RatingSession.turned_for says. What is stored keeps the session's sides. */
  isTurned(packet, rater, row) {
    if (!packet.turns.length) return false;
    let at = 0;
    const name = rater.normalize("NFC").split(/\s+/).filter(Boolean).join(" ");
    for (const letter of name) at = (at * 31 + letter.codePointAt(0)) % 65521;
    return packet.turns[at % packet.turns.length].includes(row);
  },

  /* A rating with what is said of A said of B; twice, it is as before. */
  exchanged(rating) {
    const preference = rating.preference === null ? null : 0 - rating.preference;
    return Object.assign({}, rating, { a: rating.b, b: rating.a, preference });
  },

  /* The rating of the row at this place, by the sides as its rater sees them. */
  seen(packet, state, at) {
    const id = packet.rows[at].id;
    return Logic.turnedOver(packet, state.rater, state.ratings[id] || Logic.fresh(id));
  },

  /* From what is stored to what is seen, and back. */
  turnedOver(packet, rater, rating) {
    return Logic.isTurned(packet, rater, rating.row) ? Logic.exchanged(rating) : rating;
  },

  answersSeen(packet, rater, row) {
    return Logic.isTurned(packet, rater, row.id) ? row.answers.slice().reverse() : row.answers;
  },

  /* The place of the answer among the levels; -1 for none. */
  answered(packet, rating, question) {
    if (!rating) return -1;
    if (!question.scale) return rating.preference === null ? -1 : packet.preferences.indexOf(rating.preference);
    const at = rating[question.side][question.scale];
    return at === undefined ? -1 : at;
  },

  withAnswer(packet, rating, question, at, now) {
    const changed = JSON.parse(JSON.stringify(rating));
    changed.at = now;
    if (!question.scale) changed.preference = at < 0 ? null : packet.preferences[at];
    else if (at < 0) delete changed[question.side][question.scale];
    else changed[question.side][question.scale] = at;
    return changed;
  },

  isWhole(packet, rating) {
    return Logic.questions(packet).every((question) => Logic.answered(packet, rating, question) >= 0);
  },

  isEmpty(packet, rating) {
    if (!rating) return true;
    return !rating.comment && Logic.questions(packet).every((each) => Logic.answered(packet, rating, each) < 0);
  },

  wholeRows(packet, ratings) {
    return packet.rows.filter((row) => Logic.isWhole(packet, ratings[row.id])).length;
  },

  /* The next question of the row without an answer, after `from` and then from the first; `from` where there is none. */
  nextOpen(packet, rating, from) {
    const asked = Logic.questions(packet);
    for (let step = 1; step <= asked.length; step++) {
      const at = (from + step) % asked.length;
      if (Logic.answered(packet, rating, asked[at]) < 0) return at;
    }
    return from;
  },

  /* The first row that is not finished; the last one where all are. */
  firstOpenRow(packet, ratings) {
    const at = packet.rows.findIndex((row) => !Logic.isWhole(packet, ratings[row.id]));
    return at < 0 ? packet.rows.length - 1 : at;
  },

  /* The question that a row begins with: the first one open, or the first of all. */
  firstQuestion(packet, rating) {
    const asked = Logic.questions(packet);
    const open = Logic.nextOpen(packet, rating, asked.length - 1);
    return Logic.answered(packet, rating, asked[open]) < 0 ? open : 0;
  },

  /* Where going on leads, and what is said there: to what is open of the row, to another row, or to the end. */
  onward(packet, state) {
    const at = (row) => Logic.seen(packet, state, row);
    if (!Logic.isWhole(packet, at(state.row))) {
      const question = Logic.nextOpen(packet, at(state.row), state.question - 1);
      return { row: state.row, question, told: "row_open" };
    }
    if (Logic.wholeRows(packet, state.ratings) === packet.rows.length) {
      return { row: state.row, question: state.question, told: "all_done" };
    }
    const row = state.row + 1 < packet.rows.length ? state.row + 1 : Logic.firstOpenRow(packet, state.ratings);
    return { row, question: Logic.firstQuestion(packet, at(row)), told: "" };
  },

  /* What a key means: {what, at}; null where it means nothing. */
  keyed(key, inText, withControl, levels) {
    if (withControl) return { s: { what: "save" }, Enter: { what: "next" } }[key.length === 1 ? key.toLowerCase() : key] || null;
    if (inText) return key === "Escape" ? { what: "leave_comment" } : null;
    if (/^[1-9]$/.test(key)) return Number(key) <= levels ? { what: "answer", at: Number(key) - 1 } : null;
    const meanings = {
      ArrowUp: "question_before", ArrowDown: "question_after", ArrowLeft: "row_before", ArrowRight: "row_after",
      Enter: "next", "0": "clear", Backspace: "clear", Delete: "clear", c: "comment", C: "comment",
    };
    return meanings[key] ? { what: meanings[key] } : null;
  },

  storageKey(packet) {
    return "atelier-rating-" + packet.session + "-" + packet.texts.slice(0, 16);
  },

  file(packet, rater, language, ratings) {
    const said = packet.rows.map((row) => ratings[row.id]).filter((each) => !Logic.isEmpty(packet, each));
    const saved = { format: "atelier-rating", v: 1, session: packet.session, texts: packet.texts, language, rater, ratings: said };
    return JSON.stringify(saved, null, 1);
  },

  /* {rater, ratings} of a saved file; throws an Error whose message is the name of a sentence. */
  read(packet, text) {
    let saved;
    try {
      saved = JSON.parse(text);
    } catch (error) {
      throw new Error("not_json");
    }
    if (!saved || saved.format !== "atelier-rating" || !Array.isArray(saved.ratings)) throw new Error("not_answers");
    if (saved.session !== packet.session || saved.texts !== packet.texts) throw new Error("other_packet");
    const rows = new Set(packet.rows.map((row) => row.id));
    const ratings = {};
    for (const each of saved.ratings) {
      if (!Logic.isGood(packet, rows, each)) throw new Error("damaged");
      ratings[each.row] = each;
    }
    return { rater: String(saved.rater || ""), ratings };
  },

  isGood(packet, rows, rating) {
    if (!rating || !rows.has(rating.row) || typeof rating.a !== "object" || typeof rating.b !== "object") return false;
    if (!rating.a || !rating.b || typeof rating.comment !== "string" || typeof rating.at !== "number") return false;
    if (rating.preference !== null && !packet.preferences.includes(rating.preference)) return false;
    return [["a", rating.a], ["b", rating.b]].every(([side, scores]) =>
      Object.keys(scores).every((scale) => packet.sides.includes(side) && packet.scales.includes(scale)
        && Number.isInteger(scores[scale]) && scores[scale] >= 0 && scores[scale] < packet.levels[scale].length));
  },

  /* Of each row what was said later. */
  merged(here, loaded) {
    const both = Object.assign({}, here);
    for (const row of Object.keys(loaded)) {
      if (!both[row] || both[row].at <= loaded[row].at) both[row] = loaded[row];
    }
    return both;
  },

  /* What a saved file changes in the state, and how many ratings it holds; throws as `read` does. */
  withLoaded(packet, state, text) {
    const loaded = Logic.read(packet, text);
    const ratings = Logic.merged(state.ratings, loaded.ratings);
    const row = Logic.firstOpenRow(packet, ratings);
    return { changed: { ratings, rater: state.rater || loaded.rater, row }, count: Object.keys(loaded.ratings).length };
  },

  /* What the browser keeps of the state, as text. */
  kept(packet, state) {
    const file = Logic.file(packet, state.rater, state.language, state.ratings);
    return JSON.stringify({ rater: state.rater, language: state.language, theme: state.theme, file, unsaved: state.unsaved });
  },

  /* The state that was kept, at the first row that is not finished; of nothing, nothing. Throws as `read` does. */
  recalled(packet, text) {
    const kept = JSON.parse(text || "null");
    if (!kept) return {};
    const ratings = Logic.read(packet, kept.file).ratings;
    const row = Logic.firstOpenRow(packet, ratings);
    return { rater: kept.rater, language: kept.language, theme: kept.theme, unsaved: Boolean(kept.unsaved), ratings, row };
  },

  fileName(packet, rater) {
    const plain = rater.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").replace(/[^A-Za-z0-9]+/g, "-").replace(/^-+|-+$/g, "").toLowerCase();
    return "answers-" + packet.session + "-" + (plain || "rater") + ".json";
  },
};
