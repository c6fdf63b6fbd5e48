// A small drawing: points over an index, a line, a marker. Colours are classes, so that themes apply.

const SVG = "http://www.w3.org/2000/svg";
const ROOM = { left: 64, right: 14, top: 14, bottom: 34 };
const HEIGHT = 260;
const SMALLEST = 1e-300;

/** Return a drawing of a table of partial sums: "sums", "terms", or "remainders" on a logarithmic scale. */
export function draw(table, view, position, width, description) {
  const picture = svg("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, role: "img", "aria-label": description });
  const layers = LAYERS[view](table);
  const known = layers.flatMap(({ points }) => points.map(([, y]) => y)).concat(layers.flatMap(({ level }) => level ?? []));
  if (!known.length) {
    picture.append(svg("text", { x: width / 2, y: HEIGHT / 2, class: "tick", "text-anchor": "middle" }, "nothing to draw here"));
    return picture;
  }
  const indices = table.rows.map(({ index }) => index);
  const across = scale(indices[0], Math.max(indices.at(-1), indices[0] + 1), ROOM.left + 8, width - ROOM.right);
  const [low, high] = range(known, view === "terms");
  const up = scale(low, high, HEIGHT - ROOM.bottom, ROOM.top);
  picture.append(...axes(across, up, width, view), ...layers.flatMap((layer) => paint(layer, across, up, width, low)));
  picture.append(...marker(table.rows[position], layers, across, up));
  return picture;
}

const LAYERS = {
  sums: ({ rows, whole }) => {
    const points = rows.filter((row) => row.partial_sum != null).map((row) => [row.index, row.partial_sum]);
    return [{ kind: "path", points, level: whole && [Number(whole.midpoint)] }];
  },
  terms: ({ rows }) => [
    { kind: "stems", points: rows.filter((row) => row.term != null).map((row) => [row.index, row.term]) },
  ],
  remainders: ({ rows }) => [
    { kind: "dots", points: logarithms(rows, ({ term }) => term && Math.abs(term)), name: "size of the term" },
    { kind: "path", points: logarithms(rows, ({ remainder }) => remainder?.[1]), name: "what is missing, at most" },
  ],
};

function logarithms(rows, value) {
  return rows.map((row) => [row.index, value(row)]).filter(([, y]) => y > SMALLEST).map(([x, y]) => [x, Math.log10(y)]);
}

function paint({ kind, points, level, name }, across, up, width, low) {
  const parts = [];
  if (level) parts.push(svg("line", { class: "level", x1: ROOM.left, x2: width - ROOM.right, y1: up(level[0]), y2: up(level[0]) }));
  if (kind === "path") {
    parts.push(svg("polyline", { class: "path", points: points.map(([x, y]) => `${across(x)},${up(y)}`).join(" ") }));
  }
  const base = up(Math.max(0, low));
  for (const [x, y] of points) {
    if (kind === "stems") parts.push(svg("line", { class: "stem", x1: across(x), x2: across(x), y1: base, y2: up(y) }));
    if (points.length <= 200) parts.push(svg("circle", { class: `dot ${kind}`, cx: across(x), cy: up(y), r: points.length > 60 ? 1.6 : 2.6 }));
  }
  if (kind === "dots" && points.length > 200) {
    parts.push(svg("polyline", { class: "path dots", points: points.map(([x, y]) => `${across(x)},${up(y)}`).join(" ") }));
  }
  if (name) parts.push(legend(name, kind, width));
  return parts;
}

function legend(name, kind, width) {
  const y = kind === "path" ? ROOM.top + 8 : ROOM.top + 26;
  const x = width - ROOM.right - 4;
  const group = svg("g", {});
  group.append(svg("circle", { class: `dot ${kind}`, cx: x, cy: y, r: 4 }),
    svg("text", { class: "tick halo", x: x - 9, y: y + 4, "text-anchor": "end" }, name));
  return group;
}

function marker({ index }, layers, across, up) {
  const x = across(index);
  const line = svg("line", { class: "marker", x1: x, x2: x, y1: ROOM.top, y2: HEIGHT - ROOM.bottom });
  const rings = layers.flatMap(({ points }) => points.filter(([at]) => at === index))
    .map(([, y]) => svg("circle", { class: "ring", cx: x, cy: up(y), r: 5 }));
  return [line, ...rings];
}

function axes(across, up, width, view) {
  const parts = [];
  for (const y of ticks(up.from, up.to, 5)) {
    const words = view === "remainders" ? power(y) : tidy(y);
    if (words === null) continue;
    parts.push(svg("line", { class: "grid", x1: ROOM.left, x2: width - ROOM.right, y1: up(y), y2: up(y) }),
      svg("text", { class: "tick", x: ROOM.left - 6, y: up(y) + 4, "text-anchor": "end" }, words));
  }
  for (const x of ticks(across.from, across.to, Math.min(8, width / 70)).filter(Number.isInteger)) {
    parts.push(svg("text", { class: "tick", x: across(x), y: HEIGHT - ROOM.bottom + 16, "text-anchor": "middle" }, String(x)));
  }
  parts.push(svg("text", { class: "tick", x: width - ROOM.right, y: HEIGHT - 3, "text-anchor": "end" }, "index"));
  return parts;
}

const MINUS = "−";
const tidy = (number) => String(Number(number.toPrecision(6))).replace("-", MINUS);
const DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** Return 10 to a whole exponent as a text; a tick between two powers has none. */
function power(exponent) {
  if (!Number.isInteger(exponent)) return null;
  const digits = [...String(Math.abs(exponent))].map((digit) => DIGITS[digit]).join("");
  return `10${exponent < 0 ? "⁻" : ""}${digits}`;
}

function range(numbers, withZero) {
  let low = Math.min(...numbers, ...(withZero ? [0] : []));
  let high = Math.max(...numbers, ...(withZero ? [0] : []));
  if (low === high) [low, high] = [low - (Math.abs(low) || 1) / 2, high + (Math.abs(high) || 1) / 2];
  const space = (high - low) * 0.06;
  return [low - space, high + space];
}

function ticks(from, to, count) {
  const rough = (to - from) / Math.max(1, count);
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((factor) => factor * unit >= rough) * unit;
  const found = [];
  for (let k = Math.ceil(from / step); k * step <= to + step * 1e-9 && found.length < 50; k++) found.push(Number((k * step).toPrecision(12)));
  return found;
}

function scale(from, to, start, end) {
  const place = (value) => Number((start + ((value - from) / (to - from)) * (end - start)).toFixed(2));
  return Object.assign(place, { from, to });
}

function svg(tag, attributes, text) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text != null) element.textContent = text;
  return element;
}
