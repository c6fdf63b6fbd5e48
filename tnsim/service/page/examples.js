// What can be clicked: one example for each thing that the page can say.

import { byId, make } from "./dom.js";

const EXAMPLES = [
  ["Basel problem", "sum(1/n^2, n=1..oo) = pi^2/6"],
  ["Telescoping", "sum(1/(n*(n+1)), n=1..oo) = 1"],
  ["Geometric series", "sum(x^n, n=0..oo) = 1/(1-x)", "x: real, -1 < x < 1"],
  ["Apéry's series", "zeta(3) = 5/2*sum((-1)^(n-1)/(n^3*binomial(2*n,n)), n=1..oo)"],
  ["Euler sum", "sum(harmonic(n)/n^2, n=1..oo) = 2*zeta(3)"],
  ["Vandermonde", "sum(binomial(n,k)^2, k=0..n) = binomial(2*n,n)", "n: integer, n >= 0"],
  ["Closed form wanted", "sum(1/(n^2+1), n=1..oo)"],
  ["A false one", "sum(1/n^2, n=1..oo) = 1.6449340668"],
  ["A divergent one", "sum(1/n, n=1..oo) = 100"],
  ["Nobody knows", "sum(1/(n^3*sin(n)^2), n=1..oo)"],
];

/** Show the examples; `choose` is given the text and the assumptions of the one that is clicked. */
export function showExamples(choose) {
  const items = EXAMPLES.map(([name, text, assumptions = ""]) =>
    make("li", {}, make("button", { type: "button", title: text, onclick: () => choose(text, assumptions) }, name)));
  byId("example-list").replaceChildren(...items);
}
