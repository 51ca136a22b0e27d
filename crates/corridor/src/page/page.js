
// The page: what is highlighted, in which order, and which keys do what.

const plan = JSON.parse(one("#plan").textContent);
const items = readItineraries(plan);
const cards = all(".card");
const names = cards.map((card) => one(".name", card).textContent);
const state = { pinned: null, hovered: null, order: items.map((item) => item.i), against: "usd" };

document.documentElement.classList.add("js");
const map = makeMap(one("#map"));
const steering = steerMap(one("#map"), map);

// Hovering wins over a pinned itinerary; everything that carries its number follows.
function light() {
  const hot = state.hovered ?? state.pinned;
  document.body.classList.toggle("has-hot", hot !== null);
  for (const element of all("[data-i]")) element.classList.toggle("hot", Number(element.dataset.i) === hot);
  for (const card of cards) one("button.pick", card).setAttribute("aria-pressed", Number(card.dataset.i) === state.pinned);
  map.light(hot);
}

function hover(itinerary) {
  if (state.hovered === itinerary) return;
  state.hovered = itinerary;
  light();
}

function pin(itinerary) {
  state.pinned = state.pinned === itinerary ? null : itinerary;
  state.hovered = null;
  light();
}

const numberOf = (target) => {
  const owner = target instanceof Element ? target.closest("[data-i]") : null;
  return owner ? Number(owner.dataset.i) : null;
};

function drawCharts() {
  const ordered = state.order.map((i) => items[i]);
  drawGantt(one("#gantt"), ordered, names);
  drawTotals(one("#totals"), one("#totals-note"), ordered, names, state.against);
  light();
}

// Unknown values come last.
function sortBy(key) {
  const value = (i) => (key === "given" ? i : items[i][key] ?? Infinity);
  state.order.sort((a, b) => value(a) - value(b) || a - b);
  for (const list of [one("#cards"), one("#comparison")]) {
    const rows = [...list.children];
    list.append(...state.order.map((i) => rows.find((row) => Number(row.dataset.i) === i)));
  }
  drawCharts();
}

// The name on a card becomes a button that pins the itinerary.
function makePicks() {
  for (const card of cards) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "pick";
    button.title = "Highlight on the map and in the charts";
    const heading = one("h3", card);
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => pin(Number(card.dataset.i)));
    button.addEventListener("focus", () => hover(Number(card.dataset.i)));
    button.addEventListener("blur", () => hover(null));
  }
}

function listen() {
  document.addEventListener("pointerover", (e) => hover(numberOf(e.target)));
  for (const area of ["#map", "#charts"]) {
    one(area).addEventListener("click", (e) => {
      const itinerary = numberOf(e.target);
      if (itinerary === null || (area === "#map" && steering.wasDrag())) return;
      pin(itinerary);
      if (state.pinned !== null) cards[itinerary]?.scrollIntoView({ block: "nearest" });
    });
  }
  document.addEventListener("keydown", (e) => {
    if (e.key === "Escape") {
      state.pinned = state.hovered = null;
      light();
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (!step || !e.target.matches("button.pick")) return;
    e.preventDefault();
    const here = state.order.indexOf(numberOf(e.target));
    const next = state.order[Math.min(Math.max(here + step, 0), state.order.length - 1)];
    one("button.pick", cards[next]).focus();
  });
  one("#sort").addEventListener("change", (e) => {
    sortBy(e.target.value);
    one("#said").textContent = `Sorted by ${e.target.parentNode.textContent.trim().toLowerCase()}: `
      + state.order.map((i) => names[i]).join(", ");
  });
  one("#against").addEventListener("change", (e) => {
    state.against = e.target.value;
    drawCharts();
  });
  let width = 0;
  new ResizeObserver(([entry]) => {
    if (Math.abs(entry.contentRect.width - width) < 1) return;
    width = entry.contentRect.width;
    drawCharts();
  }).observe(one("#charts"));
  // On paper nothing can be opened.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = all("details:not([open])");
    for (const element of opened) element.open = true;
    map.reset();
    map.drawNow();
  });
  addEventListener("afterprint", () => {
    for (const element of opened) element.open = false;
  });
}

if (items.length) {
  makePicks();
  one("#charts").hidden = false;
  one("#sort").hidden = items.length < 2;
  drawCharts();
  listen();
}
