
// The charts: legs by day, and time against cost, emissions or distance. Redrawn whole when anything changes.

const DAY = 86400;
const SVG = one("#map").namespaceURI;
const known = (x) => (Number.isFinite(x) ? x : null);
const KIND_CLASS = {
  sea: "sea", rail: "rail", road: "road", inland_water: "water", ferry: "ferry", pipeline: "pipeline", transfer: "transfer", border: "border",
  wait: "wait",
};
const classOf = (kind) => (Object.hasOwn(KIND_CLASS, kind) ? KIND_CLASS[kind] : "other");
const stands = (kind) => ["transfer", "border", "wait"].includes(kind);
const WOVEN = ["rail", "road", "water", "ferry", "pipeline"];

function draw(name, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

// Round steps covering 0 to `most` in about `count` parts.
function ticks(most, count) {
  const rough = Math.max(most, 1e-9) / Math.max(count, 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((k) => k * power).find((s) => s >= rough);
  const list = [];
  for (let value = 0; value <= most + step * 1e-6; value += step) list.push(Number(value.toPrecision(12)));
  return list;
}

const worded = (n) => n.toLocaleString("en-US", { maximumFractionDigits: n < 10 ? 1 : 0 });
const days = (s) => `${worded(s / DAY < 9.95 ? Math.round((s / DAY) * 10) / 10 : Math.round(s / DAY))} d`;

// What the charts need of a plan: one entry an itinerary.
function readItineraries(plan) {
  return (Array.isArray(plan.itineraries) ? plan.itineraries : []).map((it, i) => {
    const legs = (Array.isArray(it.legs) ? it.legs : []).map((leg) => ({
      kind: String(leg.kind), from: placeName(leg.from), to: placeName(leg.to),
      seconds: known(leg.duration_s), km: known(leg.distance_m) === null ? null : leg.distance_m / 1000,
    }));
    return {
      i, legs, seconds: known(it.duration_p50_s) ?? known(it.duration_s), late: known(it.duration_p90_s),
      usd: known(it.cost_usd), co2e: known(it.co2e_kg),
    };
  });
}

const placeName = (place) => (typeof place === "string" ? place : String(place?.name ?? place?.locode ?? ""));

function markGroup(item, name, ...children) {
  return draw("g", { class: `mark c${item.i % 8}`, "data-i": item.i }, draw("title", {}, document.createTextNode(name)), ...children);
}

function numbered(item, x, y) {
  return [
    draw("circle", { class: "dot", cx: x, cy: y, r: 8 }),
    draw("text", { class: "digit", x, y: y + 4, "text-anchor": "middle" }, String(item.i + 1)),
  ];
}

// Textures that tell the kinds apart without colour.
function weaves() {
  const pattern = (id, w, h, ...inside) =>
    draw("pattern", { id: `weave-${id}`, width: w, height: h, patternUnits: "userSpaceOnUse" }, ...inside);
  return draw("defs", { id: "weaves" },
    pattern("rail", 7, 8, draw("path", { d: "M1 0v8" })),
    pattern("road", 6, 6, draw("circle", { cx: 3, cy: 3, r: 1.3 })),
    pattern("water", 8, 8, draw("path", { d: "M-2 10L10-2M-6 6L6-6M2 14L14 2" })),
    pattern("ferry", 8, 8, draw("path", { d: "M-2-2L10 10M-6 2L6 14M2-6L14 6" })),
    pattern("pipeline", 8, 6, draw("path", { d: "M0 1h8M0 4h8" })));
}

function ganttBars(item, x, top, name) {
  const parts = [];
  let start = 0;
  for (const leg of item.legs) {
    const seconds = leg.seconds ?? 0, from = x(start), width = Math.max(x(start + seconds) - from, 1.5);
    const kind = classOf(leg.kind), shape = { x: from, y: top, width, height: 16 };
    const words = `${leg.kind.replace("_", " ")}: ${leg.from}${leg.to && leg.to !== leg.from ? " \u2192 " + leg.to : ""}, `
      + (leg.seconds === null ? "time not known" : days(leg.seconds));
    const bar = draw("g", {}, draw("title", {}, document.createTextNode(`${name}\n${words}`)),
      draw("rect", { ...shape, class: stands(leg.kind) ? "bar stands" : "bar", rx: 1.5 }));
    if (WOVEN.includes(kind)) bar.append(draw("rect", { ...shape, class: "weave", fill: `url(#weave-${kind})` }));
    else if (!stands(leg.kind) && width > 34) {
      bar.append(draw("text", { class: "bar-word", x: from + width / 2, y: top + 12, "text-anchor": "middle" }, leg.kind));
    }
    parts.push(bar);
    start += seconds;
  }
  return { parts, end: start };
}

function drawGantt(frame, items, names) {
  const width = Math.max(frame.clientWidth, 240), row = 26, left = 26, right = 44;
  const length = (item) => item.legs.reduce((sum, leg) => sum + (leg.seconds ?? 0), 0);
  const most = Math.max(...items.map((item) => Math.max(length(item), item.late ?? 0, item.seconds ?? 0)), DAY) / DAY;
  const x = (seconds) => left + (seconds / DAY / most) * (width - left - right);
  const height = items.length * row + 24;
  const svg = draw("svg", {
    height, viewBox: `0 0 ${width} ${height}`, role: "img",
    "aria-label": "Legs of each itinerary by day; the numbers stand in the tables of legs.",
  }, weaves());
  for (const tick of ticks(most, Math.max(2, Math.floor(width / 90)))) {
    svg.append(draw("path", { class: "axis", d: `M${x(tick * DAY)} 0V${height - 20}` }),
      draw("text", { x: x(tick * DAY), y: height - 6, "text-anchor": "middle" }, worded(tick)));
  }
  svg.append(draw("text", { x: width, y: height - 6, "text-anchor": "end" }, "days"));
  items.forEach((item, index) => {
    const top = index * row + 4, { parts, end } = ganttBars(item, x, top, names[item.i]);
    if (item.late !== null && item.late > end) {
      parts.push(draw("path", { class: "spread", d: `M${x(end)} ${top + 8}H${x(item.late)}m0-5v10` }));
    }
    const last = x(Math.max(end, item.late ?? 0)) + 5;
    if (item.seconds !== null) parts.push(draw("text", { x: last, y: top + 12 }, days(item.seconds)));
    svg.append(markGroup(item, names[item.i], ...numbered(item, 10, top + 8), ...parts));
  });
  frame.replaceChildren(svg);
}

const AXES = {
  usd: { of: (item) => item.usd, title: "USD", area: (item) => item.co2e, areaWord: "CO\u2082e" },
  co2e: { of: (item) => item.co2e, title: "kg CO\u2082e", area: (item) => item.usd, areaWord: "cost" },
  km: { of: (item) => lineOf(item).at(-1)?.[1] ?? null, title: "km" },
};

// Time and distance after each leg; empty when a moving leg lacks either.
function lineOf(item) {
  const line = [[0, 0, ""]];
  for (const leg of item.legs) {
    const km = stands(leg.kind) ? leg.km ?? 0 : leg.km;
    if (leg.seconds === null || km === null) return [];
    const [seconds, before] = line.at(-1);
    line.push([seconds + leg.seconds, before + km, classOf(leg.kind)]);
  }
  return line.length > 1 ? line : [];
}

// Axes from zero; gives back the scales.
function plotFrame(svg, width, height, most, title) {
  const left = 52, bottom = height - 30, top = 16, right = width - 14;
  const x = (seconds) => left + (seconds / DAY / most[0]) * (right - left);
  const y = (value) => bottom - (value / most[1]) * (bottom - top);
  for (const tick of ticks(most[1], 5)) {
    svg.append(draw("path", { class: "axis", d: `M${left} ${y(tick)}H${right}` }),
      draw("text", { x: left - 6, y: y(tick) + 4, "text-anchor": "end" }, worded(tick)));
  }
  for (const tick of ticks(most[0], Math.max(2, Math.floor(width / 80)))) {
    svg.append(draw("path", { class: "axis", d: `M${x(tick * DAY)} ${bottom}v4` }),
      draw("text", { x: x(tick * DAY), y: bottom + 16, "text-anchor": "middle" }, worded(tick)));
  }
  svg.append(draw("text", { x: right, y: height - 2, "text-anchor": "end" }, "days"), draw("text", { x: 0, y: 9 }, title));
  return { x, y };
}

function drawTotals(frame, note, items, names, against) {
  const axis = AXES[against], width = Math.max(frame.clientWidth, 240), height = 250;
  const shown = items.filter((item) => axis.of(item) !== null && (against === "km" || item.seconds !== null));
  const svg = draw("svg", {
    height, viewBox: `0 0 ${width} ${height}`, role: "img",
    "aria-label": `Time against ${axis.title} of each itinerary; the numbers stand in the comparison table.`,
  });
  const far = (item) => Math.max(item.seconds ?? 0, against === "km" ? lineOf(item).at(-1)[0] : item.late ?? 0);
  const most = [Math.max(...shown.map(far), DAY) / DAY * 1.06, Math.max(...shown.map(axis.of), 1) * 1.12];
  const { x, y } = plotFrame(svg, width, height, most, axis.title);
  const largest = axis.area ? Math.max(...shown.map((item) => axis.area(item) ?? 0)) : 0;
  for (const item of shown) {
    const marks = [];
    let at;
    if (against === "km") {
      const line = lineOf(item);
      line.slice(1).forEach(([s, km, kind], k) => {
        marks.push(draw("path", { class: `leg ${kind}`, d: `M${x(line[k][0])} ${y(line[k][1])}L${x(s)} ${y(km)}` }));
      });
      at = [x(line.at(-1)[0]), y(line.at(-1)[1])];
    } else {
      at = [x(item.seconds), y(axis.of(item))];
      const area = axis.area(item);
      if (item.late !== null) marks.push(draw("path", { class: "spread", d: `M${at}H${x(item.late)}m0-4v8` }));
      if (area !== null && largest > 0) {
        marks.push(draw("circle", { class: "bubble", cx: at[0], cy: at[1], r: Math.max(9, 26 * Math.sqrt(area / largest)) }));
      }
    }
    svg.append(markGroup(item, names[item.i], ...marks, ...numbered(item, ...at)));
  }
  const lacking = items.filter((item) => !shown.includes(item)).map((item) => item.i + 1);
  note.textContent = [
    axis.area && largest > 0 ? `Area of a circle: ${axis.areaWord}.` : "",
    lacking.length ? `Not shown, a value is not known: ${lacking.join(", ")}.` : "",
  ].join(" ");
  frame.replaceChildren(svg);
}
