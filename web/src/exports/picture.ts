// The map as a picture that can stand alone: title, pins, legend, whose data it is.

import { thingName } from '../logic/names';
import { ATTRIBUTION } from '../map/attribution';
import { legendKeys } from '../map/legend';
import { worldMap } from '../map/panel';
import { store } from '../state/store';
import { figuresIn, texts } from '../text';

/** Pixels of the picture to one of the page. */
const RATIO = 2;
const HEAD = 56;
const FOOT = 58;
const MARGIN = 16;

interface Captions {
  title: string;
  /** Under the title: the goods, the day, what is closed. */
  about: string;
  /** Lines of the legend: the class that the page draws it in, and what it means. */
  keys: [string, string][];
}

/** What stands about the map, in the language of the page. */
function captions(): Captions {
  const state = store.get();
  const { plan, question, corridors, scenarios, view } = state;
  const [t, f] = [texts(view.language), figuresIn(view.language)];
  const supposed = (id: string) => t.scenarioNames[id] ?? scenarios.find((one) => one.id === id)?.name ?? id;
  const about = [
    t.cargoKinds[question.cargo || 'container'] ?? question.cargo,
    plan ? f.date(plan.meta.depart) : '',
    ...question.avoid.map((id) => t.without(thingName(id, corridors, t, f))),
    ...question.scenarios.map((id) => t.scenarioIs(supposed(id))),
  ];
  return {
    title: `${plan?.from.name ?? question.from} – ${plan?.to.name ?? question.to}`,
    about: about.filter((text) => text !== '').join(' · '),
    keys: legendKeys(state, t),
  };
}

/** The picture as PNG; nothing where there is no map. */
export function mapPicture(): Promise<Blob | null> {
  const canvas = mapCanvas();
  return new Promise((done) => (canvas ? canvas.toBlob(done, 'image/png') : done(null)));
}

/** The map with all that stands about it; nothing where there is no map. */
export function mapCanvas(): HTMLCanvasElement | null {
  const map = worldMap;
  if (!map) return null;
  const before = map.gl.getPixelRatio();
  map.gl.setPixelRatio(RATIO);
  try {
    return composed(map.picture(), map.pins(), captions());
  } finally {
    map.gl.setPixelRatio(before);
  }
}

type Pins = ReturnType<NonNullable<typeof worldMap>['pins']>;

function composed(drawn: HTMLCanvasElement, at: Pins, { title, about, keys }: Captions) {
  const [width, height] = [drawn.width / RATIO, drawn.height / RATIO];
  const canvas = document.createElement('canvas');
  canvas.width = width * RATIO;
  canvas.height = (height + HEAD + FOOT) * RATIO;
  const pen = canvas.getContext('2d');
  if (!pen) return null;
  pen.scale(RATIO, RATIO);
  const colour = coloursOf(document.documentElement);
  pen.fillStyle = colour('panel');
  pen.fillRect(0, 0, width, height + HEAD + FOOT);
  pen.fillStyle = colour('map-space');
  pen.fillRect(0, HEAD, width, height);
  pen.drawImage(drawn, 0, HEAD, width, height);
  const font = colour('font');
  write(pen, title, MARGIN, 25, `650 18px ${font}`, colour('ink'), width);
  write(pen, about, MARGIN, 45, `13px ${font}`, colour('soft'), width);
  pins(pen, at, colour);
  legend(pen, keys, height + HEAD + 22, width, colour);
  write(pen, `${ATTRIBUTION} · corridor`, MARGIN, height + HEAD + 46, `11px ${font}`, colour('soft'), width);
  return canvas;
}

type Colours = (name: string) => string;

const coloursOf = (root: Element): Colours => {
  const style = getComputedStyle(root);
  return (name) => style.getPropertyValue(`--${name}`).trim();
};

function write(
  pen: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  font: string,
  colour: string,
  width: number,
): void {
  pen.font = font;
  pen.fillStyle = colour;
  pen.fillText(text, x, y, width - 2 * MARGIN);
}

function pins(pen: CanvasRenderingContext2D, at: Pins, colour: Colours): void {
  for (const end of ['from', 'to'] as const) {
    const place = at[end];
    if (!place) continue;
    pen.beginPath();
    pen.arc(place.x, place.y + HEAD, 8, 0, 2 * Math.PI);
    pen.fillStyle = colour(end === 'to' ? 'accent' : 'map-halo');
    pen.fill();
    pen.lineWidth = 4;
    pen.strokeStyle = colour(end === 'to' ? 'map-halo' : 'ink');
    pen.stroke();
  }
}

/** Each key as the page draws it, so that the picture means what the page does. */
function legend(
  pen: CanvasRenderingContext2D,
  keys: Captions['keys'],
  y: number,
  width: number,
  colour: Colours,
): void {
  let x = MARGIN;
  for (const [line, says] of keys) {
    const shown = document.querySelector(`.legend .${line}`);
    if (!shown) continue;
    const style = getComputedStyle(shown);
    pen.font = `12px ${colour('font')}`;
    const wide = 34 + pen.measureText(says).width + 14;
    if (x + wide > width) return;
    pen.save();
    pen.strokeStyle = style.stroke;
    pen.lineWidth = Number.parseFloat(style.strokeWidth) || 2;
    pen.globalAlpha = Number.parseFloat(style.opacity) || 1;
    const dashes = style.strokeDasharray === 'none' ? '' : style.strokeDasharray;
    pen.setLineDash((dashes.match(/[\d.]+/g) ?? []).map(Number));
    pen.beginPath();
    pen.moveTo(x, y - 4);
    pen.lineTo(x + 26, y - 4);
    pen.stroke();
    pen.restore();
    pen.fillStyle = colour('soft');
    pen.fillText(says, x + 32, y);
    x += wide;
  }
}
