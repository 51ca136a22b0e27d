// The map: pan, zoom, lines beside each other at every scale, names that do not cover one another.
// Coordinates: map units inside the SVG, pixels on the screen; `unit` is map units to a pixel.

const one = (selector, at = document) => at.querySelector(selector);
const all = (selector, at = document) => [...at.querySelectorAll(selector)];

const LEAST_WIDTH = 1200; // map units: closer, the simplified coast would show its corners
const FONT = 12;
const GAP = 8;

// "off,x y x y;off,x y ...|..." -> lines of runs {offset, points}
function readCentreLines(text) {
  const run = (part) => {
    const [offset, points] = part.split(",");
    const n = points.split(" ").map(Number);
    return { offset: Number(offset), points: n.flatMap((x, i) => (i % 2 ? [] : [[x, n[i + 1]]])) };
  };
  return text.split("|").map((line) => line.split(";").map(run));
}

// The points of a run moved to the right of its direction, mitred at bends.
function displaced(run, unit) {
  const points = run.points.filter((p, i, a) => !i || p[0] !== a[i - 1][0] || p[1] !== a[i - 1][1]);
  const by = run.offset * unit;
  if (!by || points.length < 2) return points;
  const normals = points.slice(1).map((p, i) => {
    const [dx, dy] = [p[0] - points[i][0], p[1] - points[i][1]];
    const length = Math.hypot(dx, dy);
    return [-dy / length, dx / length];
  });
  return points.map((p, i) => {
    const a = normals[Math.max(i - 1, 0)], b = normals[Math.min(i, normals.length - 1)];
    const sum = [a[0] + b[0], a[1] + b[1]];
    const by2 = (2 * by) / Math.max(sum[0] ** 2 + sum[1] ** 2, 1);
    return [p[0] + by2 * sum[0], p[1] + by2 * sum[1]];
  });
}

const pathOf = (lines) =>
  lines.map((points) => "M" + points.map((p) => p[0].toFixed(1) + " " + p[1].toFixed(1)).join("L")).join("");

// Marks keep their size; each knows its place on the map.
function readMarks(svg) {
  return all("#marks > g", svg).map((g) => {
    const [x, y] = g.getAttribute("transform").match(/-?[\d.]+/g).map(Number);
    const text = one("text.name", g);
    const users = (g.dataset.users ?? "").split(" ").filter(Boolean).map(Number);
    return { g, x, y, text, users, badge: g.classList.contains("badge"), width: text?.getComputedTextLength() ?? 0 };
  });
}

const PLACES = [
  [GAP, 0.35 * FONT, "start"], [-GAP, 0.35 * FONT, "end"], [0, -GAP, "middle"], [0, GAP + 0.8 * FONT, "middle"],
  [GAP, -0.3 * FONT, "start"], [GAP, FONT, "start"], [-GAP, -0.3 * FONT, "end"], [-GAP, FONT, "end"],
];

// Greedy, in order: the hot itinerary's stops, then as the page lists them (ends first).
function placeNames(marks, view, unit, size, hot) {
  const at = (m) => [(m.x - view.x) / unit, (m.y - view.y) / unit];
  const taken = marks.map((m) => {
    const [x, y] = at(m), r = m.badge ? 10 : 4;
    return [x - r, y - r, x + r, y + r];
  });
  const frame = one("#map-frame").getBoundingClientRect(), buttons = one("#zoom").getBoundingClientRect();
  taken.push([
    buttons.left - frame.left, buttons.top - frame.top, buttons.right - frame.left, buttons.bottom - frame.top,
  ]);
  const rank = (m) => (hot === null || m.users.includes(hot) ? 0 : 1);
  const named = marks.filter((m) => m.text).sort((a, b) => rank(a) - rank(b));
  for (const m of named) {
    const [x, y] = at(m);
    const found = PLACES.find(([dx, dy, anchor]) => {
      const left = x + dx - (anchor === "end" ? m.width : anchor === "middle" ? m.width / 2 : 0);
      const box = [left, y + dy - 0.8 * FONT, left + m.width, y + dy + 0.25 * FONT];
      if (box[0] < 0 || box[1] < 0 || box[2] > size[0] || box[3] > size[1]) return false;
      if (taken.some((t) => t[0] <= box[2] && box[0] <= t[2] && t[1] <= box[3] && box[1] <= t[3])) return false;
      taken.push(box);
      return true;
    });
    m.text.classList.toggle("hidden", !found);
    if (!found) continue;
    m.text.setAttribute("x", found[0]);
    m.text.setAttribute("y", found[1]);
    m.text.setAttribute("text-anchor", found[2]);
  }
}

// Wide invisible copies of the lines, to be hit by a pointer.
function addReach(svg) {
  return all("#routes .leg", svg).map((leg) => {
    const reach = leg.cloneNode();
    reach.setAttribute("class", "reach");
    reach.removeAttribute("data-c");
    leg.after(reach);
    return { leg, reach, lines: leg.dataset.c ? readCentreLines(leg.dataset.c) : null };
  });
}

function makeMap(svg) {
  const box = svg.viewBox.baseVal;
  const home = { x: box.x, y: box.y, w: box.width, h: box.height };
  const world = one(".ground-sea", svg).getBBox();
  const marks = readMarks(svg);
  const tracks = addReach(svg);
  let view = home, atHome = true, unit = 0, hot = null, asked = false;

  const size = () => [svg.clientWidth || 900, svg.clientHeight || 600];

  function fitted(rect) {
    const [w, h] = size(), ratio = w / h;
    const width = Math.max(rect.w, rect.h * ratio), height = width / ratio;
    // Empty space beyond the world's edge is avoided where the rectangle can be moved inward.
    const inward = (start, length, low, span) =>
      length < span ? Math.min(Math.max(start, low), low + span - length) : low + (span - length) / 2;
    return {
      x: inward(rect.x + (rect.w - width) / 2, width, world.x, world.width),
      y: inward(rect.y + (rect.h - height) / 2, height, world.y, world.height), w: width, h: height,
    };
  }

  function bounded(rect) {
    const [w, h] = size(), ratio = w / h;
    const most = Math.max(world.width, world.height * ratio) * 1.05;
    const width = Math.min(Math.max(rect.w, LEAST_WIDTH), most), height = width / ratio;
    const middle = (start, length, low, span) => Math.min(Math.max(start + length / 2, low), low + span);
    const x = middle(rect.x, rect.w, world.x, world.width), y = middle(rect.y, rect.h, world.y, world.height);
    return { x: x - width / 2, y: y - height / 2, w: width, h: height };
  }

  function draw() {
    asked = false;
    svg.setAttribute("viewBox", [view.x, view.y, view.w, view.h].map((v) => v.toFixed(2)).join(" "));
    const now = view.w / size()[0];
    if (Math.abs(now / unit - 1) > 1e-6 || !unit) {
      unit = now;
      for (const m of marks) m.g.setAttribute("transform", `translate(${m.x} ${m.y}) scale(${unit.toFixed(4)})`);
      for (const t of tracks.filter((track) => track.lines)) {
        const d = pathOf(t.lines.map((runs) => runs.flatMap((run) => displaced(run, unit))));
        t.leg.setAttribute("d", d);
        t.reach.setAttribute("d", d);
      }
    }
    placeNames(marks, view, unit, size(), hot);
  }

  function show(rect, isHome = false) {
    view = bounded(rect);
    atHome = isHome;
    if (!asked) requestAnimationFrame(draw);
    asked = true;
  }

  // Zooms by `factor` (below 1: closer) about a point given in shares of the map's width and height.
  function zoom(factor, atX = 0.5, atY = 0.5) {
    const before = view, next = bounded({ ...view, w: view.w * factor, h: view.h * factor });
    show({
      x: before.x + before.w * atX - next.w * atX, y: before.y + before.h * atY - next.h * atY, w: next.w, h: next.h,
    });
    return Math.abs(next.w / before.w - 1) > 1e-3;
  }

  const move = (px, py) => show({ ...view, x: view.x - (px * view.w) / size()[0], y: view.y - (py * view.h) / size()[1] });
  const reset = () => show(fitted(home), true);

  function light(itinerary) {
    hot = itinerary;
    for (const m of marks.filter((mark) => mark.text)) m.g.classList.toggle("hot", m.users.includes(hot));
    const group = one(`#routes [data-i="${hot}"]`, svg);
    if (group) group.parentNode.append(group);
    else one("#routes", svg).append(...all("#routes > g", svg).sort((a, b) => a.dataset.i - b.dataset.i));
    if (unit) placeNames(marks, view, unit, size(), hot);
  }

  let before = size().join();
  new ResizeObserver(() => {
    if (size().join() !== before) show(fitted(atHome ? home : view), atHome);
    before = size().join();
  }).observe(svg);
  reset();
  draw();
  return { zoom, move, reset, light, drawNow: draw };
}

// Pointer, wheel and keys on the map. A drag is not a click.
function steerMap(svg, map) {
  const held = new Map();
  let travelled = 0;
  const share = (x, y) => {
    const r = svg.getBoundingClientRect();
    return [(x - r.left) / r.width, (y - r.top) / r.height];
  };
  svg.addEventListener("pointerdown", (e) => {
    if (e.button) return;
    if (!held.size) travelled = 0;
    held.set(e.pointerId, [e.clientX, e.clientY]);
  });
  svg.addEventListener("pointermove", (e) => {
    const last = held.get(e.pointerId);
    if (!last) return;
    const [dx, dy] = [e.clientX - last[0], e.clientY - last[1]];
    travelled += Math.hypot(dx, dy);
    if (travelled > 4 && !svg.hasPointerCapture(e.pointerId)) svg.setPointerCapture(e.pointerId);
    const other = [...held].find(([id]) => id !== e.pointerId)?.[1];
    if (other) {
      const gap = (x, y) => Math.max(Math.hypot(x - other[0], y - other[1]), 1);
      map.zoom(gap(...last) / gap(e.clientX, e.clientY), ...share(other[0], other[1]));
    } else {
      map.move(dx, dy);
    }
    held.set(e.pointerId, [e.clientX, e.clientY]);
    svg.classList.add("dragged");
  });
  for (const end of ["pointerup", "pointercancel"]) {
    svg.addEventListener(end, (e) => {
      held.delete(e.pointerId);
      if (!held.size) svg.classList.remove("dragged");
    });
  }
  svg.addEventListener("wheel", (e) => {
    const pace = e.deltaMode === 1 ? 0.05 : e.ctrlKey ? 0.01 : 0.0018;
    const factor = Math.exp(Math.max(-0.5, Math.min(0.5, e.deltaY * pace)));
    // At the end of the scale the page scrolls on.
    if (map.zoom(factor, ...share(e.clientX, e.clientY))) e.preventDefault();
  }, { passive: false });
  const keys = {
    "+": () => map.zoom(0.7), "=": () => map.zoom(0.7), "-": () => map.zoom(1 / 0.7), 0: map.reset,
    ArrowLeft: () => map.move(60, 0), ArrowRight: () => map.move(-60, 0),
    ArrowUp: () => map.move(0, 60), ArrowDown: () => map.move(0, -60),
  };
  svg.tabIndex = 0;
  svg.addEventListener("keydown", (e) => {
    if (!keys[e.key] || e.ctrlKey || e.metaKey || e.altKey) return;
    e.preventDefault();
    keys[e.key]();
  });
  const buttons = { in: () => map.zoom(0.6), out: () => map.zoom(1 / 0.6), all: map.reset };
  for (const button of all("#zoom button")) button.addEventListener("click", buttons[button.dataset.zoom]);
  one("#zoom").hidden = false;
  return { wasDrag: () => travelled > 4 };
}
