"use strict";
/* The page around Logic: it lays out, listens and keeps. Texts are only ever set as text, never as HTML. */
(function () {
  const packet = JSON.parse(document.getElementById("packet").textContent);
  const asked = Logic.questions(packet);
  const key = Logic.storageKey(packet);
  const state = { rater: "", language: packet.language, theme: "", ratings: {}, row: 0, question: 0, started: false, unsaved: false };
  let keeps = true;

  function words(name, values) {
    let said = packet.words[state.language][name];
    for (const [place, value] of Object.entries(values || {})) said = said.split("{" + place + "}").join(String(value));
    return said;
  }

  function make(tag, options, ...inside) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(options || {})) {
      if (name === "text") made.textContent = value;
      else if (name === "on") made.addEventListener(value[0], value[1]);
      else made.setAttribute(name, value);
    }
    made.append(...inside.filter(Boolean));
    return made;
  }

  function recall() {
    try {
      Object.assign(state, Logic.recalled(packet, localStorage.getItem(key)));
    } catch (error) {
      keeps = false;
    }
  }

  function keep() {
    try {
      localStorage.setItem(key, Logic.kept(packet, state));
      keeps = true;
    } catch (error) {
      keeps = false;
    }
  }

  function rating() {
    return Logic.seen(packet, state, state.row);
  }

  function store(changed) {
    state.ratings[changed.row] = Logic.turnedOver(packet, state.rater, changed);
    state.unsaved = true;
    keep();
  }

  function answer(question, at) {
    state.question = question;
    tell("");
    const again = Logic.answered(packet, rating(), asked[question]) === at;
    store(Logic.withAnswer(packet, rating(), asked[question], at, Date.now() / 1000));
    if (at >= 0 && !again) state.question = Logic.nextOpen(packet, rating(), question);
    show(true);
  }

  function goTo(row) {
    if (row < 0 || row >= packet.rows.length) return;
    state.row = row;
    state.question = Logic.firstQuestion(packet, rating());
    tell("");
    show(false);
    window.scrollTo(0, 0);
  }

  function next() {
    const { row, question, told } = Logic.onward(packet, state);
    if (row !== state.row) return goTo(row);
    state.question = question;
    tell(words(told));
    if (told === "all_done") document.getElementById("save").focus();
    else show(true);
  }

  function save() {
    if (!state.rater.trim()) return begin(false);
    const text = Logic.file(packet, state.rater.trim(), state.language, state.ratings);
    const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    const link = make("a", { href: address, download: Logic.fileName(packet, state.rater) });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
    state.unsaved = false;
    keep();
    tell(words("saved"));
    show(false);
  }

  function load(file) {
    if (!file) return;
    const reader = new FileReader();
    reader.onload = () => {
      try {
        const { changed, count } = Logic.withLoaded(packet, state, reader.result);
        Object.assign(state, changed);
        keep();
        tell(words("loaded", { count }));
      } catch (error) {
        tell(words(error.message in packet.words.en ? error.message : "damaged"));
      }
      show(false);
    };
    reader.readAsText(file);
  }

  function tell(said) {
    document.getElementById("told").textContent = said;
  }

  function begin(started) {
    state.started = started;
    keep();
    if (started) goTo(state.row);
    else show(false);
  }

  function turn(each) {
    return make("div", { class: "turn " + each.role },
      make("div", { class: "role", text: words("role_" + each.role) }),
      make("div", { class: "text", dir: "auto", text: each.content }));
  }

  function scale(number) {
    const question = asked[number];
    const chosen = Logic.answered(packet, rating(), question);
    const names = question.scale
      ? packet.levels[question.scale].map((each) => each[state.language])
      : packet.titles.map((each) => each[state.language]);
    const title = question.scale ? packet.scale_titles[question.scale][state.language] : words("which");
    const asks = question.scale ? packet.scale_questions[question.scale][state.language] : "";
    const group = make("div", { role: "radiogroup", "aria-label": [question.side.toUpperCase(), title].join(" ").trim(), class: "levels" });
    names.forEach((name, at) => {
      const box = make("button", { type: "button", role: "radio", class: "level", "aria-checked": String(chosen === at),
        on: ["click", () => answer(number, at)] },
        make("kbd", { text: String(at + 1) }), make("span", { text: name }));
      group.append(box);
    });
    const made = make("div", { class: "question" + (number === state.question ? " current" : ""), id: "question-" + number },
      make("div", { class: "asks" }, make("b", { text: title }), make("span", { text: asks })), group);
    if (number === state.question) made.setAttribute("aria-current", "true");
    return made;
  }

  function column(row, at) {
    const side = packet.sides[at];
    const made = make("section", { class: "answer" },
      make("h2", { text: words(packet.sides.length > 1 ? "answer_" + side : "answer") }),
      make("div", { class: "text", dir: "auto", text: Logic.answersSeen(packet, state.rater, row)[at] || words("empty") }));
    asked.forEach((question, number) => {
      if (question.scale && question.side === side) made.append(scale(number));
    });
    return made;
  }

  function head() {
    const whole = Logic.wholeRows(packet, state.ratings);
    const bar = make("progress", { max: packet.rows.length, value: whole, "aria-label": words("progress", { whole, rows: packet.rows.length }) });
    const other = state.language === "fr" ? "en" : "fr";
    return make("header", {},
      make("h1", { text: packet.title, dir: "auto" }),
      make("span", { class: "muted", text: words("progress", { whole, rows: packet.rows.length }) }), bar,
      make("span", { class: "grow" }),
      make("button", { type: "button", id: "save", class: "primary", text: words(state.unsaved ? "save_now" : "save"), on: ["click", save] }),
      make("button", { type: "button", text: words("load"), on: ["click", () => document.getElementById("file").click()] }),
      make("button", { type: "button", lang: other, text: other === "fr" ? "Français" : "English", on: ["click", () => { state.language = other; keep(); show(false); }] }),
      make("button", { type: "button", text: words("theme"), on: ["click", flip] }));
  }

  function flip() {
    const dark = state.theme ? state.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    state.theme = dark ? "light" : "dark";
    keep();
    show(false);
  }

  function intro() {
    const name = make("input", { id: "rater", type: "text", maxlength: "80", autocomplete: "off", value: state.rater });
    const start = make("button", { type: "submit", class: "primary", text: words("start") });
    const form = make("form", { on: ["submit", (event) => {
      event.preventDefault();
      state.rater = name.value.trim();
      if (state.rater) begin(true);
      else name.focus();
    }] }, make("label", { for: "rater", text: words("name") }), name, start);
    const made = make("main", { class: "intro" },
      make("p", { text: words("welcome", { rows: packet.rows.length }) }), make("p", { text: words("blind") }),
      make("p", { text: words("kept") }), make("p", { class: "muted", text: words("keys") }), form);
    return made;
  }

  function reading() {
    const row = packet.rows[state.row];
    const comment = make("textarea", { id: "comment", rows: "3", dir: "auto", maxlength: "20000", "aria-label": words("comment") });
    comment.value = rating().comment;
    comment.addEventListener("input", () => {
      store(Object.assign({}, rating(), { comment: comment.value, at: Date.now() / 1000 }));
    });
    const made = make("main", {},
      make("p", { class: "muted", text: words("row", { row: state.row + 1, rows: packet.rows.length }) }),
      make("section", { class: "case" }, ...row.turns.map(turn)),
      packet.reference ? make("section", { class: "reference" }, make("h2", { text: words("reference") }),
        make("div", { class: "text", dir: "auto", text: row.reference || words("empty") })) : null,
      row.same ? make("p", { class: "notice", text: words("same") }) : null,
      make("div", { class: "columns" + (row.answers.length > 1 ? " two" : "") }, ...row.answers.map((_text, at) => column(row, at))),
      packet.sides.length > 1 ? make("section", { class: "which" }, scale(asked.length - 1)) : null,
      make("label", { for: "comment", text: words("comment") }), comment,
      make("nav", {},
        make("button", { type: "button", text: words("before"), on: ["click", () => goTo(state.row - 1)] }),
        make("button", { type: "button", class: "primary", text: words("next"), on: ["click", next] }),
        make("span", { class: "muted", text: words("keys") })));
    made.querySelector("nav button").disabled = state.row === 0;
    return made;
  }

  function show(follow) {
    document.documentElement.lang = state.language;
    if (state.theme) document.documentElement.dataset.theme = state.theme;
    document.title = packet.title;
    const page = document.getElementById("page");
    page.replaceChildren(head(), keeps ? "" : make("p", { class: "notice", text: words("not_kept") }),
      state.started ? reading() : intro());
    const current = document.getElementById("question-" + state.question);
    if (follow && current) {
      current.scrollIntoView({ block: "nearest" });
      const chosen = current.querySelector("[aria-checked=true]") || current.querySelector("button");
      chosen.focus({ preventScroll: true });
    }
    if (!state.started) document.getElementById("rater").focus();
  }

  document.addEventListener("keydown", (event) => {
    if (!state.started || event.altKey) return;
    const inText = /^(TEXTAREA|INPUT)$/.test(event.target.tagName);
    const onButton = event.target.tagName === "BUTTON" && event.target.getAttribute("role") !== "radio";
    if (onButton && (event.key === "Enter" || event.key === " ")) return;
    const meant = Logic.keyed(event.key, inText, event.ctrlKey || event.metaKey, asked[state.question].levels);
    if (!meant) return;
    event.preventDefault();
    const number = state.question;
    const acts = {
      answer: () => answer(number, meant.at),
      clear: () => answer(number, -1),
      question_before: () => { state.question = Math.max(0, number - 1); show(true); },
      question_after: () => { state.question = Math.min(asked.length - 1, number + 1); show(true); },
      row_before: () => goTo(state.row - 1),
      row_after: () => goTo(state.row + 1),
      comment: () => document.getElementById("comment").focus(),
      leave_comment: () => show(true),
      next, save,
    };
    acts[meant.what]();
  });
  document.getElementById("file").addEventListener("change", (event) => {
    load(event.target.files[0]);
    event.target.value = "";
  });
  window.addEventListener("beforeunload", (event) => {
    if (!keeps && state.unsaved) event.preventDefault();
  });

  recall();
  keep();
  show(false);
})();
