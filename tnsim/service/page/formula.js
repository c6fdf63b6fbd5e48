// Formulas by KaTeX, which also writes MathML for screen readers.

import { make } from "./dom.js";

const LONGEST_INLINE = 120;

/** Return an element that shows a formula; where KaTeX cannot read it, its source. */
export function formula(latex, isDisplay = false) {
  const place = make(isDisplay ? "div" : "span", { class: isDisplay ? "formula" : "" });
  try {
    // strict: false, as a "·" in a text is no reason to warn; trust stays off: no links, no classes
    window.katex.render(latex, place, { displayMode: isDisplay, strict: false, output: "htmlAndMathml" });
  } catch {
    place.replaceChildren(make("code", {}, latex));
  }
  if (isDisplay) reachable(place);
  return place;
}

/** Let the keyboard scroll what is wider than the page. */
export function reachable(place) {
  new ResizeObserver(() => {
    const isWide = place.scrollWidth > place.clientWidth + 1;
    if (isWide) {
      place.tabIndex = 0;
      place.setAttribute("role", "group");
      place.setAttribute("aria-label", "Formula, wider than the page");
    } else {
      for (const name of ["tabindex", "role", "aria-label"]) place.removeAttribute(name);
    }
  }).observe(place);
}

/** Return a line of a proof: a formula on its own, or a sentence with formulas in it; long ones are displayed. */
export function line({ display, parts }) {
  if (display) return formula(parts[0].latex, true);
  return make("div", { class: "sentence" },
    ...parts.map((part) => part.text ?? formula(part.latex, part.latex.length > LONGEST_INLINE)));
}
