// The form: what is typed, how it is read, and where it cannot be.

import { announce, byId, make } from "./dom.js";
import { formula } from "./formula.js";
import { Refusal, send } from "./service.js";

const PAUSE = 180;
const AROUND = 80; // characters shown on each side of a wrong one

let timer = 0;
let asked = new AbortController();
let latest = Promise.resolve(null);

/** Return what is typed, as the service wants it. */
export function typed() {
  const assumptions = byId("assumptions").value.split("\n").map((line) => line.trim()).filter(Boolean);
  return { text: byId("text").value.trim(), assumptions };
}

/** Put a text into the form. */
export function fill(text, assumptions) {
  byId("text").value = text;
  byId("assumptions").value = assumptions;
}

/** Follow the form: what is typed is read after a short pause. */
export function followTyping() {
  for (const id of ["text", "assumptions"]) {
    byId(id).addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(readNow, PAUSE);
    });
  }
}

/** Read what is typed; the promise gives how it is read, or `null` where it cannot be. */
export function readNow() {
  clearTimeout(timer);
  asked.abort();
  asked = new AbortController();
  latest = read(asked.signal);
  return latest;
}

async function read(signal) {
  const body = typed();
  if (!body.text) {
    show("Type a formula, or choose an example.");
    byId("formula").replaceChildren();
    return null;
  }
  try {
    const said = await (await send("api/v1/preview", { body, signal })).json();
    accept(said);
    return said;
  } catch (error) {
    if (!(error instanceof Refusal)) {
      if (error.name !== "AbortError") throw error;
      return latest;
    }
    refuse(error);
    return null;
  }
}

function accept(said) {
  const what = said.series.length ? "a series" : "a value";
  show(said.kind === "identity" ? "Read as an identity:" : `Read as ${what}, whose closed form is wanted:`);
  byId("formula").replaceChildren(formula(said.latex, true));
  byId("ask").textContent = said.kind === "identity" ? "Prove" : "Find a closed form";
  showMissing(said.missing, said.meant);
}

/** Show what is wrong, with the place in the text where it is wrong. */
export function refuse(error) {
  if (error.status === 401) {
    byId("key").hidden = false;
    show("The service asks for a key.", "text");
    return;
  }
  const inAssumptions = error.errors.some(({ where }) => where.includes("assumptions"));
  show(capital(error.message), inAssumptions ? "assumptions" : "text");
  showMissing([]);
  if (error.position != null && !inAssumptions) showPlace(error.position);
}

function show(words, wrongField = null) {
  const reading = byId("reading");
  if (reading.textContent !== words) reading.textContent = words;
  reading.classList.toggle("wrong", wrongField != null);
  byId("formula").classList.toggle("stale", wrongField != null);
  byId("place").hidden = true;
  for (const id of ["text", "assumptions"]) {
    byId(id).setAttribute("aria-invalid", String(id === wrongField));
  }
}

function showPlace(position) {
  // The service counts characters, the browser halves of surrogate pairs.
  const characters = [...byId("text").value.trimStart()];
  const before = characters.slice(0, position).join("");
  const after = characters.slice(position + 1);
  const at = characters[position] ?? "";
  const start = byId("text").value.length - byId("text").value.trimStart().length + before.length;
  const go = make("button", { type: "button", class: "quiet", onclick: () => select(start, at.length) }, "Go there");
  const shown = make("code", {}, position > AROUND ? `…${characters.slice(position - AROUND, position).join("")}` : before,
    make("mark", {}, at || "␣"), after.slice(0, AROUND).join(""), after.length > AROUND ? "…" : "");
  byId("place").replaceChildren(shown, " ", go);
  byId("place").hidden = false;
}

function select(start, length) {
  byId("text").focus();
  byId("text").setSelectionRange(start, start + length);
}

function showMissing(names, meant = {}) {
  const add = (name) => {
    const lines = typed().assumptions;
    byId("assumptions").value = [...lines, `${name}: real`].join("\n");
    announce(`Assumed: ${name} is real`);
    readNow();
  };
  const buttons = names.map((name) => make("button", { type: "button", onclick: () => add(name) }, `${name}: real`));
  const advice = Object.values(meant).map((words) => `${capital(words)}. `).join("");
  const words = `Nothing is assumed of ${names.join(", ")} yet. ${advice}Say what it is below, or take `;
  byId("missing").replaceChildren(words, ...buttons.flatMap((button) => [button, " "]));
  byId("missing").hidden = !names.length;
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
