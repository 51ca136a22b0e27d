// What the map knows of a spot: the thing nearest to the click, and what its tile says of it.

import type { Map as GlMap, MapGeoJSONFeature } from 'maplibre-gl';
import type { LngLat } from '../api/types';
import { ROUTE_LAYERS } from './route-style';

/** A thing on the map, with what is told of it. */
export interface Spot {
  at: LngLat;
  /** What sort of thing it is; `nothing` where nothing is known. */
  kind: Kind;
  /** What the tile says: names and plain values. */
  said: Record<string, string | number | boolean>;
}

export type Kind = (typeof ASKED)[number][1] | 'country' | 'nothing';

/** Layers that answer to a click, what is most particular first, and the sort of thing they show. */
const ASKED = [
  ['passages-dot', 'passage'],
  ['passages-name', 'passage'],
  ['posts-dot', 'crossing'],
  ['posts-name', 'crossing'],
  ['ports-dot', 'port'],
  ['ports-name', 'port'],
  ['route', 'route'],
  ['corridor-lines', 'corridor'],
  ['places-name', 'place'],
  ['rail-planned', 'rail'],
  ['rail', 'rail'],
  ['water', 'water'],
  ['ferry', 'ferry'],
  ['ice', 'ice'],
] as const;

/** How far beside a thing a click still means it, px. */
const REACH = 7;

type Pixel = { x: number; y: number };

function under(
  gl: GlMap,
  { x, y }: Pixel,
  kinds: (kind: Kind) => boolean,
): { kind: Kind; feature: MapGeoJSONFeature } | null {
  const asked = ASKED.filter(([, kind]) => kinds(kind));
  const layers = asked.flatMap(([layer]) => (layer === 'route' ? ROUTE_LAYERS : [layer]));
  const found = gl.queryRenderedFeatures(
    [
      [x - REACH, y - REACH],
      [x + REACH, y + REACH],
    ],
    { layers: layers.filter((layer) => gl.getLayer(layer)) },
  );
  for (const [layer, kind] of asked) {
    const feature = found.find(
      ({ layer: { id } }) => id === layer || (kind === 'route' && ROUTE_LAYERS.includes(id)),
    );
    if (feature && worthTelling(kind, feature)) return { kind, feature };
  }
  return null;
}

/** Most railways are pieces without a name, of which there is nothing to tell. */
const worthTelling = (kind: Kind, { properties }: MapGeoJSONFeature): boolean =>
  kind === 'route' || typeof properties['name'] === 'string';

/** What is known of a spot, among the things wanted. */
export function spotAt(
  gl: GlMap,
  at: LngLat,
  pixel: Pixel,
  kinds: (kind: Kind) => boolean = () => true,
): Spot {
  const found = under(gl, pixel, kinds);
  const said = found ? (found.feature.properties as Spot['said']) : {};
  return { at, kind: found?.kind ?? 'nothing', said };
}

/** The months' share of water under ice, in tenths, January first; nothing for what is no ice. */
export const iceMonths = (spot: Spot): number[] =>
  spot.kind === 'ice'
    ? Array.from({ length: 12 }, (_, month) => Number(spot.said[`tenths_${month + 1}`] ?? 0))
    : [];

/** What `avoid` takes to keep away from a thing: a passage, a port, else the country it lies in. */
export function avoidable({ kind, said }: Spot): string | null {
  const word = (name: string): string | null => (typeof said[name] === 'string' ? said[name] : null);
  if (kind === 'passage' || kind === 'crossing' || kind === 'corridor' || kind === 'ice') return word('id');
  if (kind === 'port') return word('locode') ?? word('id');
  return kind === 'place' || kind === 'country' ? word('country') : null;
}
