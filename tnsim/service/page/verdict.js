// The verdict in words, with the evidence for it.

import { byId, make } from "./dom.js";
import { formula } from "./formula.js";
import { send } from "./service.js";

const WORDS = {
  proved: ["✓", "Proved", "The checker, which is independent of the search, accepted every step."],
  refuted: ["✗", "Refuted", "The claim is false."],
  divergent: ["∞", "Divergent", "A sum in it has no value in the ordinary sense, and that is proved."],
  enclosed: ["≈", "Not decided", "There is no proof; but the value certainly lies in this ball."],
  undetermined: ["?", "Not decided", "Neither a proof nor a certain value was found."],
  conjecture: ["≈", "A conjecture, not proved", "It agrees with certified digits; that is no proof."],
  cancelled: ["–", "Cancelled", "Nothing is known of it."],
  refused: ["!", "Not answered", ""],
};

/** Return the title of a verdict, for those who listen. */
export const titleOf = (kind) => WORDS[kind][1];

/** Return which of the words fits an answer. */
export const kindOf = (answer) => (answer.conjecture ? "conjecture" : answer.verdict);

/** Show the verdict on an identity, or a closed form. */
export async function showVerdict(answer, said) {
  const body = head(kindOf(answer));
  body.append(formula(await latexOf(answer, said), true));
  if (answer.enclosure) body.append(ball(answer));
  body.append(evidence(answer));
}

/** Show that there is no answer, and why. */
export function showNone(kind, reason = "") {
  const body = head(kind);
  if (reason) body.append(make("p", {}, reason));
}

function head(kind) {
  const [sign, title, words] = WORDS[kind];
  const badge = make("span", { class: `badge ${kind}`, "aria-hidden": "true" }, sign);
  byId("verdict-title").replaceChildren(badge, title);
  byId("verdict-body").replaceChildren(...(words ? [make("p", {}, words)] : []));
  return byId("verdict-body");
}

async function latexOf(answer, said) {
  if (!answer.closed_form) return said.latex;
  const text = `${answer.expression} = ${answer.closed_form}`;
  const read = await send("api/v1/preview", { body: { text, assumptions: [] } }).catch(() => null);
  return read ? (await read.json()).latex : said.latex;
}

function ball({ enclosure, verdict }) {
  const { midpoint, radius, imaginary, point } = enclosure;
  const places = point ? Object.entries(point).map(([name, value]) => `${name} = ${value}`).join(", ") : "";
  const what = verdict === "refuted" ? "Left minus right" : "The value, or left minus right,";
  const parts = [`${what}${places ? ` at ${places}` : ""} is `, make("code", {}, `${midpoint} ± ${radius}`)];
  if (imaginary) parts.push(" + i·(", make("code", {}, `${imaginary.midpoint} ± ${imaginary.radius}`), ")");
  return make("p", { class: "wrap" }, ...parts, ".");
}

function evidence(answer) {
  const rows = [
    ["Why", answer.reason],
    ["Found by", answer.method],
    ["Checked in", answer.checker && seconds(answer.checker.seconds)],
    ["Rules", answer.checker?.rules.join(", ")],
    ["Lemmas", answer.checker?.lemmas.join(", ")],
    ["Time", seconds(answer.seconds)],
  ].filter(([, value]) => value);
  return make("dl", {}, ...rows.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]));
}

function seconds(number) {
  return number < 1 ? `${Number((number * 1000).toPrecision(2))} ms` : `${Number(number.toPrecision(3))} s`;
}
