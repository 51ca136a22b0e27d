// What the map knows of a spot: the thing nearest to the click, and what its tile says of it.

import type { Map as GlMap, MapGeoJSONFeature } from 'maplibre-gl';
import type { LngLat } from '../api/types';
import { NUMBER_LAYERS, ROUTE_LAYERS } from './route-style';

/** A thing on the map, with what is told of it. */
export interface Spot {
  at: LngLat;
  /** Where on the map it was clicked, px from its corner. */
  pixel: Pixel;
  /** What sort of thing it is; `nothing` where nothing is known. */
  kind: Kind;
  /** What the tile says: names and plain values. */
  said: Record<string, string | number | boolean>;
}

export type Kind = (typeof ASKED)[number][1] | 'nothing';

/** Layers that answer to a click, what is most particular first, and the sort of thing they show. */
const ASKED = [
  ['number', 'route'],
  ['passages-dot', 'passage'],
  ['closed', 'passage'],
  ['passages-name', 'passage'],
  ['posts-dot', 'crossing'],
  ['posts-name', 'crossing'],
  ['ports', 'port'],
  ['line', 'route'],
  ['canals', 'passage'],
  ['cities-name', 'place'],
  ['towns-name', 'place'],
  ['corridor-lines', 'corridor'],
  ['countries-name', 'country'],
  ['rail-planned', 'rail'],
  ['rail', 'rail'],
  ['water', 'water'],
  ['ferry', 'ferry'],
  ['pipeline', 'pipeline'],
  ['ice', 'ice'],
] as const;

/** Layers that stand for several of the style. */
const MEANT: Record<string, readonly string[]> = { number: NUMBER_LAYERS, line: ROUTE_LAYERS };

/** How far beside a thing a click still means it, px. */
const REACH = 7;

export type Pixel = { x: number; y: number };

const around = ({ x, y }: Pixel, reach: number): [[number, number], [number, number]] => [
  [x - reach, y - reach],
  [x + reach, y + reach],
];

function under(gl: GlMap, pixel: Pixel): { kind: Kind; feature: MapGeoJSONFeature } | null {
  const layers = ASKED.flatMap(([layer]) => MEANT[layer] ?? [layer]);
  const found = gl.queryRenderedFeatures(around(pixel, REACH), {
    layers: layers.filter((layer) => gl.getLayer(layer)),
  });
  for (const [layer, kind] of ASKED) {
    const feature = found.find(({ layer: { id } }) => (MEANT[layer] ?? [layer]).includes(id));
    if (feature && worthTelling(kind, feature)) return { kind, feature };
  }
  return null;
}

/** The itinerary whose line is nearest under the pointer; null where there is none. */
export function wayAt(gl: GlMap, pixel: Pixel): string | null {
  const layers = [...NUMBER_LAYERS, ...ROUTE_LAYERS].filter((layer) => gl.getLayer(layer));
  for (const reach of [2, REACH]) {
    const [feature] = gl.queryRenderedFeatures(around(pixel, reach), { layers });
    if (feature) return String(feature.properties['itinerary'] ?? '');
  }
  return null;
}

/** Most railways are pieces without a name, of which there is nothing to tell. */
const worthTelling = (kind: Kind, { properties }: MapGeoJSONFeature): boolean =>
  kind === 'route' || typeof properties['name'] === 'string';

/** What is known of a spot. */
export function spotAt(gl: GlMap, at: LngLat, pixel: Pixel): Spot {
  const found = under(gl, pixel);
  const said = found ? (found.feature.properties as Spot['said']) : {};
  return { at, pixel, kind: found?.kind ?? 'nothing', said };
}

/** The months' share of water under ice, in tenths, January first; nothing for what is no ice. */
export const iceMonths = (spot: Spot): number[] =>
  spot.kind === 'ice'
    ? Array.from({ length: 12 }, (_, month) => Number(spot.said[`tenths_${month + 1}`] ?? 0))
    : [];

const word = ({ said }: Spot, name: string): string | null =>
  typeof said[name] === 'string' ? said[name] : null;

/** What `avoid` takes to keep away from a thing: a passage, a port, else the country it lies in. */
export function avoidable(spot: Spot): string | null {
  const { kind } = spot;
  if (kind === 'passage' || kind === 'crossing' || kind === 'corridor' || kind === 'ice')
    return word(spot, 'id');
  if (kind === 'port') return word(spot, 'locode') ?? word(spot, 'id');
  return word(spot, 'country');
}

/** How a spot is written as an end: a port by its code, anything else by where it is. */
export const endText = (spot: Spot, position: string): string =>
  (spot.kind === 'port' ? word(spot, 'locode') : null) ?? position;

/** What a thing is called in a language. */
export const calledIn = (spot: Spot, language: string): string =>
  word(spot, `name_${language}`) ?? word(spot, 'name') ?? '';
