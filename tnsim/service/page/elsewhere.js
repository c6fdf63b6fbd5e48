// The same question as a line of Python, and as a command.

import { byId, copyButton, make } from "./dom.js";

/** Show how the same is asked in Python and in a terminal. */
export function showElsewhere({ text, assumptions }, kind) {
  const [call, command] = kind === "identity" ? ["prove", "prove"] : ["closed_form", "sum"];
  const given = assumptions.length ? `, [${assumptions.map(quoted).join(", ")}]` : "";
  const lines = [
    ["Python", `import tnsim; print(tnsim.${call}(${quoted(text)}${given}))`],
    ["Terminal", [`tnsim ${command} ${shell(text)}`, ...assumptions.map((fact) => `--assume ${shell(fact)}`)].join(" ")],
  ];
  byId("elsewhere-body").replaceChildren(...lines.map(([name, code]) =>
    make("div", { class: "snippet" }, make("h3", {}, name), make("pre", {}, make("code", {}, code)),
      copyButton(() => code, `the line for ${name}`))));
}

const quoted = (text) => JSON.stringify(text.replaceAll("\n", " "));
const shell = (text) => `'${text.replaceAll("\n", " ").replaceAll("'", "'\\''")}'`;
