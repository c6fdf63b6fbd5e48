// Partial sums of a series: drawn, read off one by one, and as a table.

import { announce, byId, make } from "./dom.js";
import { draw } from "./chart.js";
import { values } from "./values.js";
import { work } from "./service.js";

let running = new AbortController();
let table = null;
let position = 0;

/** Draw again when the choices change. */
export function followChoices() {
  byId("sums-of").addEventListener("change", () => showSums());
  byId("sums-count").addEventListener("change", () => showSums());
  byId("sums-view").addEventListener("change", () => table && show());
  let width = 0;
  new ResizeObserver(([{ contentRect }]) => {
    if (table && Math.abs(contentRect.width - width) > 4) show();
    width = contentRect.width;
  }).observe(byId("sums"));
}

/** Offer the series of what was asked; the section stays away where there is none. */
export function offerSeries(series) {
  byId("sums").hidden = !series.length;
  byId("sums-choice").hidden = series.length < 2;
  byId("sums-of").replaceChildren(...series.map(({ text }) => make("option", { value: text }, text)));
}

/** Stop what is being computed. */
export const stopSums = () => running.abort();

/** Tabulate the chosen series, and draw it. */
export async function showSums() {
  if (byId("sums").hidden) return;
  running.abort();
  running = new AbortController();
  const { signal } = running;
  const place = byId("sums-body");
  place.setAttribute("aria-busy", "true");
  try {
    const body = { series: byId("sums-of").value, values: values(), count: Number(byId("sums-count").value) };
    table = await work("api/v1/partial-sums", { body, signal });
    position = table.rows.length - 1;
    show();
  } catch (error) {
    table = error.name === "AbortError" ? table : null;
    if (!table) place.replaceChildren(make("p", { class: "wrong" }, error.message));
  } finally {
    if (running.signal === signal) place.removeAttribute("aria-busy");
  }
}

function show() {
  const view = document.querySelector("#sums-view input:checked").value;
  const picture = make("div", { class: "chart" });
  const readout = make("output", { class: "readout" });
  byId("sums-body").replaceChildren(picture, ...slider(picture, readout, view), note(), list());
  repaint(picture, readout, view);
}

function repaint(picture, readout, view) {
  const width = Math.max(260, byId("sums").clientWidth);
  picture.replaceChildren(draw(table, view, position, width, description(view)));
  readout.textContent = inWords(table.rows[position]);
}

function slider(picture, readout, view) {
  const input = make("input", { id: "sums-at", type: "range", min: 0, max: table.rows.length - 1, value: position });
  const move = () => {
    position = Number(input.value);
    input.setAttribute("aria-valuetext", inWords(table.rows[position]));
    repaint(picture, readout, view);
  };
  input.addEventListener("input", move);
  input.setAttribute("aria-valuetext", inWords(table.rows[position]));
  return [make("div", { class: "row" }, make("label", { for: "sums-at", class: "inline" }, "Read off"), input), readout];
}

function inWords({ index, term, partial_sum: sum, remainder }) {
  const missing = remainder ? `; still missing: ${between(remainder)}` : "";
  return `index ${index}: term ${shown(term)}, sum so far ${shown(sum)}${missing}`;
}

function between([lower, upper]) {
  return lower > 0 ? `between ${rounded(lower, -1)} and ${rounded(upper, 1)}` : `at most ${rounded(upper, 1)}`;
}

const DIGITS = 6;
const shown = (number) => (number == null ? "too large for a float" : String(Number(number.toPrecision(DIGITS))));

/** Return a bound with fewer digits, rounded to the side on which it still holds. */
function rounded(number, side) {
  const near = Number(number.toPrecision(DIGITS));
  if (!number || (side > 0 ? near >= number : near <= number)) return String(near);
  const unit = 10 ** (Math.floor(Math.log10(number)) - DIGITS + 1);
  return String(Number((near + side * unit).toPrecision(DIGITS)));
}

function note() {
  const { whole, reason, verdict } = table;
  const words = {
    enclosed: "The line is the sum of the whole series; the remainder is bounded by intervals, rounding included.",
    divergent: "The series diverges: there is no sum to draw.",
    undetermined: "The sum of the whole series is not known, so no remainder is drawn.",
  }[verdict];
  return make("p", { class: "hint wrap" }, whole ? `${words} Why it holds: ${reason}.` : `${words} ${reason}`);
}

function description(view) {
  const last = inWords(table.rows.at(-1));
  return `${{ sums: "Partial sums", terms: "Terms", remainders: "Remainder, on a logarithmic scale" }[view]}; ${last}`;
}

function list() {
  const rows = table.rows.map(({ index, term, partial_sum: sum, remainder }) =>
    make("tr", {}, make("th", { scope: "row" }, String(index)), make("td", {}, shown(term)), make("td", {}, shown(sum)),
      make("td", {}, remainder ? `${rounded(remainder[0], -1)} … ${rounded(remainder[1], 1)}` : "–")));
  const titles = ["Index", "Term", "Sum so far", "Size of what is missing"].map((text) => make("th", { scope: "col" }, text));
  const body = make("table", {}, make("thead", {}, make("tr", {}, ...titles)), make("tbody", {}, ...rows));
  const frame = make("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": "Table of partial sums" }, body);
  return make("details", {}, make("summary", {}, "As a table"), frame);
}
