// Digits of a value that are certain, as many as the slider says.

import { announce, byId, copyButton, make } from "./dom.js";
import { values } from "./values.js";
import { work } from "./service.js";

const STEPS = [5, 10, 15, 20, 30, 50, 75, 100, 150, 200, 300, 500, 750, 1000];
const GROUP = 10;

let running = new AbortController();

/** Set the slider up; it asks when it is let go. */
export function followSlider() {
  const slider = byId("digits");
  slider.max = STEPS.length - 1;
  slider.value = STEPS.indexOf(30);
  const show = () => {
    byId("digits-count").textContent = `${wanted()} digits`;
    slider.setAttribute("aria-valuetext", `${wanted()} digits`);
  };
  slider.addEventListener("input", show);
  slider.addEventListener("change", () => showDigits());
  byId("digits-of").addEventListener("change", () => showDigits());
  show();
}

/** Offer the sides of what was asked. */
export function offerSides(sides) {
  byId("digits-of").replaceChildren(...sides.map(({ text }, number) => {
    const short = text.length > 40 ? `${text.slice(0, 38)} …` : text;
    return make("option", { value: text }, sides.length > 1 ? `${["left", "right"][number]}: ${short}` : short);
  }));
}

/** Return how many digits are wanted. */
export const wanted = () => STEPS[byId("digits").value];

/** Stop what is being computed. */
export const stopDigits = () => running.abort();

/** Show the digits of the chosen side. */
export async function showDigits() {
  running.abort();
  running = new AbortController();
  const { signal } = running;
  const place = byId("digits-body");
  place.setAttribute("aria-busy", "true");
  try {
    const body = { expression: byId("digits-of").value, digits: wanted(), values: values(), timeout: seconds() };
    const onProgress = ({ progress }) => progress?.midpoint && place.replaceChildren(...balls(progress), working(signal));
    if (!place.children.length) place.replaceChildren(working(signal));
    const answer = await work("api/v1/evaluate", { body, signal, onProgress });
    place.replaceChildren(...(answer.midpoint == null ? [make("p", {}, answer.reason)] : result(answer)));
    announce(answer.midpoint == null ? answer.reason : `${counted(answer)}`);
  } catch (error) {
    if (error.name !== "AbortError") place.replaceChildren(make("p", { class: "wrong" }, error.message));
    else if (running.signal === signal) place.replaceChildren(make("p", { class: "hint" }, "Cancelled."));
  } finally {
    if (running.signal === signal) place.removeAttribute("aria-busy");
  }
}

const seconds = () => Number(byId("seconds").value);

function working(signal) {
  const cancel = make("button", { type: "button", class: "quiet", onclick: () => running.signal === signal && running.abort() }, "Cancel");
  return make("p", { class: "hint" }, "More digits are being computed … ", cancel);
}

function result(answer) {
  const note = `${counted(answer)}. Why it holds: ${answer.reason}.`;
  return [...balls(answer), make("p", { class: "hint wrap" }, note)];
}

function counted({ digits }) {
  if (digits > 1e9) return "The value is exact";
  return digits > 0 ? `${digits} significant digits are certain` : "No significant digit is certain: the value may be 0";
}

function balls({ midpoint, radius, digits, imaginary }) {
  const all = [part(midpoint, radius, digits)];
  if (imaginary) all.push(make("p", {}, "and i times"), part(imaginary.midpoint, imaginary.radius, 0));
  return all;
}

function part(midpoint, radius, digits) {
  const number = make("span", { class: "digits" }, ...grouped(midpoint, digits));
  const more = make("span", { class: "radius" }, `± ${radius}`);
  return make("p", { class: "number-row" }, number, more, copyButton(() => midpoint, "the number"));
}

/** Return the digits in groups; those beyond the certain ones are pale. */
function grouped(midpoint, digits) {
  const [, sign, whole, fraction, exponent] = /^(-?)(\d*)\.?(\d*)(.*)$/.exec(midpoint);
  const leading = /^0*/.exec(whole + fraction)[0].length;
  const certain = Math.max(0, (digits > 0 ? digits : Infinity) + leading - whole.length);
  const spans = [`${sign}${whole}${fraction ? "." : ""}`];
  for (let start = 0; start < fraction.length; start += GROUP) {
    const group = fraction.slice(start, start + GROUP);
    const sure = group.slice(0, Math.max(0, certain - start));
    const pale = group.slice(sure.length);
    spans.push(make("span", { class: "group" }, sure, pale ? make("span", { class: "pale" }, pale) : null));
  }
  return exponent ? [...spans, exponent] : spans;
}
