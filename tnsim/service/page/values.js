// Numbers for the symbols, at which digits and partial sums are shown.

import { byId, make } from "./dom.js";

/** Offer a number for each symbol, beginning with a place that the assumptions allow. */
export function offerValues(names, point, changed) {
  const fields = names.map((name) => make("label", { class: "inline" }, `${name} = `,
    make("input", { name, value: point[name] ?? "1/2", size: "6", autocomplete: "off", spellcheck: "false", onchange: changed })));
  byId("values").replaceChildren(byId("values").firstElementChild, ...fields);
  byId("values").hidden = !names.length;
}

/** Return the numbers, as they are written. */
export function values() {
  return Object.fromEntries([...byId("values").querySelectorAll("input")].map(({ name, value }) => [name, value.trim()]));
}
