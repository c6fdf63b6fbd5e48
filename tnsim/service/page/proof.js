// The proof step by step, and the files that can be taken away.

import { announce, byId, make } from "./dom.js";
import { line } from "./formula.js";
import { send, work } from "./service.js";

const FILES = [
  ["json", "Certificate", "json", "application/json"],
  ["text", "Text", "txt", "text/plain"],
  ["latex", "LaTeX", "tex", "application/x-tex"],
  ["html", "HTML", "html", "text/html"],
  ["coq", "Coq", "v", "text/plain"],
];
const SHOWN = 12;

/** Show the proof that a certificate is. */
export async function showProof(id, signal) {
  const place = `api/v1/certificates/${id}`;
  byId("proof").hidden = false;
  byId("proof-body").replaceChildren(make("p", { class: "hint" }, "The proof is being written …"));
  byId("files").replaceChildren();
  byId("files-hint").textContent = "";
  const { story } = await work(`${place}/proof`, { signal });
  const steps = story.steps.map(step);
  const list = make("ol", { class: "steps" }, ...steps.slice(0, SHOWN));
  byId("proof-body").replaceChildren(
    ...story.setting.map(line), idea(story), list, ...rest(list, steps.slice(SHOWN)), line(story.end), ...references(story), colophon(story));
  showFiles(place, id, story.missing_formats);
}

function idea(story) {
  const said = line(story.idea);
  said.prepend(make("em", {}, "Idea. "));
  return said;
}

function references({ references: lines }) {
  if (!lines.length) return [];
  return [make("h3", {}, "References"), make("ul", { class: "references" }, ...lines.map((one) => make("li", {}, line(one))))];
}

function step({ number, title, lines }) {
  const name = make("h3", {}, make("span", { class: "number" }, `(${number})`), ` ${title}`);
  return make("li", {}, name, ...lines.map(line));
}

/** Return a button for the steps of a long proof that are not shown at first. */
function rest(list, steps) {
  if (!steps.length) return [];
  const button = make("button", { type: "button" }, `Show the other ${steps.length} steps`);
  button.addEventListener("click", () => {
    list.append(...steps);
    button.remove();
    steps[0].tabIndex = -1;
    steps[0].focus();
  });
  return [button];
}

function colophon({ colophon: lines }) {
  return make("details", {}, make("summary", {}, "Digests"), ...lines.map((text) => make("p", { class: "hint wrap" }, text)));
}

function showFiles(place, id, missing) {
  const buttons = FILES.map(([form, name, suffix, type]) => {
    const button = make("button", { type: "button", "data-form": form, disabled: form in missing }, name);
    if (form in missing) button.setAttribute("aria-describedby", "files-hint");
    button.addEventListener("click", async () => {
      button.disabled = true;
      try {
        save(await contents(place, form), `certificate-${id.slice(0, 12)}.${suffix}`, type);
        announce(`${name} saved`);
      } catch (error) {
        byId("files-hint").textContent = `${name}: ${error.message}`;
        announce(byId("files-hint").textContent);
      }
      button.disabled = false;
    });
    return button;
  });
  byId("files").replaceChildren(make("span", { "aria-hidden": "true" }, "Take it with you:"), ...buttons);
  byId("files-hint").textContent = FILES.filter(([form]) => form in missing).map(([form, name]) => `${name}: ${missing[form]}.`).join(" ");
}

/** Return a file's bytes; those of a certificate as they are: numbers in it are larger than this language's. */
async function contents(place, form) {
  if (form === "json") return (await send(`${place}/file`)).blob();
  return (await work(`${place}/proof?form=${form}`)).document;
}

function save(data, name, type) {
  const address = URL.createObjectURL(new Blob([data], { type }));
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
