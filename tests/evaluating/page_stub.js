"use strict";
/* As much of a browser as resources/rating/page.js asks for; `browser` is what the tests look at and press. */
var browser = { ids: {}, heard: {}, kept: {}, saved: [], refuses: false };

function Element(tag) {
  Object.assign(this, { tagName: tag.toUpperCase(), heard: {}, given: {}, inside: [], dataset: {}, value: "", textContent: "" });
}
Element.prototype = {
  addEventListener(name, act) { this.heard[name] = act; },
  setAttribute(name, value) {
    this.given[name] = value;
    if (name === "id") browser.ids[value] = this;
    if (name === "value") this.value = value;
  },
  getAttribute(name) { return name in this.given ? this.given[name] : null; },
  append(...more) { this.inside.push(...more); },
  replaceChildren(...more) { this.inside = more; },
  querySelector() { return new Element("button"); },
  click() { if (this.given.download) browser.saved.push({ name: this.given.download, text: browser.made }); },
  remove() {},
  focus() {},
  scrollIntoView() {},
  said() { return this.textContent + this.inside.map((each) => (each.said ? each.said() : each)).join("\n"); },
};

var document = {
  documentElement: new Element("html"), body: new Element("body"),
  createElement: (tag) => new Element(tag),
  getElementById: (id) => browser.ids[id] || null,
  addEventListener: (name, act) => { browser.heard[name] = act; },
};
var window = { scrollTo() {}, addEventListener() {} };
var localStorage = {
  getItem: (name) => (name in browser.kept ? browser.kept[name] : null),
  setItem(name, text) { if (browser.refuses) throw new Error("quota"); browser.kept[name] = text; },
};
var URL = { createObjectURL: () => "blob:", revokeObjectURL() {} };
function Blob(parts) { browser.made = parts.join(""); }
function FileReader() { this.readAsText = (file) => { this.result = file; this.onload(); }; }
function setTimeout() {}
function matchMedia() { return { matches: false }; }

browser.opens = function (packet) {
  browser.ids = {};
  for (const id of ["packet", "page", "told", "file"]) browser.ids[id] = new Element("div");
  browser.ids.packet.textContent = JSON.stringify(packet);
};
browser.begins = function (rater) {
  browser.ids.rater.value = rater;
  const forms = browser.ids.page.inside[2].inside.filter((each) => each.tagName === "FORM");
  forms[0].heard.submit({ preventDefault() {} });
};
browser.presses = function (keys, control) {
  for (const key of keys) browser.heard.keydown({ key, target: document.body, ctrlKey: Boolean(control), preventDefault() {} });
};
browser.types = function (comment) {
  browser.ids.comment.value = comment;
  browser.ids.comment.heard.input();
};
