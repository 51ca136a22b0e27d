// How the map is drawn: the layers of the server's tiles, in the colours of the page.

import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl';
import type { Layer, View } from '../state/query';
import { type Named, names } from './name-style';
import { EMPTY, numberLayers, routeLayers } from './route-style';

/** A colour of the page, by the name it has in `style/tokens.css`. */
export type Colour = (name: string) => string;

/** The colours that hold for the page now. */
export function pageColours(): Colour {
  const style = getComputedStyle(document.documentElement);
  return (name) => style.getPropertyValue(`--${name}`).trim() || '#888888';
}

/** Fonts of the system: without glyphs of a server MapLibre draws labels with these, in any script. */
export const FONT = ['system-ui', 'sans-serif'];

/** The nearest view: the coast is known to a kilometre, and nearer it would promise more. */
export const MAX_ZOOM = 9;

/** A value that grows with the zoom, given as zoom, value, zoom, value. */
export const zoomed = (...stops: number[]): ExpressionSpecification =>
  ['interpolate', ['linear'], ['zoom'], ...stops] as unknown as ExpressionSpecification;

/** The switchable layer that a layer of the style belongs to. */
export const SWITCH: Record<string, Layer> = {
  rail: 'rail',
  'rail-planned': 'rail',
  road: 'road',
  water: 'water',
  ferry: 'water',
  pipeline: 'rail',
  'passages-dot': 'passages',
  'passages-name': 'passages',
  ports: 'ports',
  'posts-dot': 'crossings',
  'posts-name': 'crossings',
  ice: 'ice',
  'ice-edge': 'ice',
};

/** Layers of the tiles by the source that fetches them; a source is fetched when one of its layers is shown. */
const SOURCES: Record<string, string[]> = {
  world: [
    ...['land', 'border', 'rail', 'waterway', 'canal', 'ferry', 'pipeline', 'corridor'],
    ...['passage', 'terminal', 'place', 'label'],
  ],
  roads: ['road', 'post'],
  ice: ['ice'],
};

const sourceOf = (layer: string): string =>
  Object.keys(SOURCES).find((source) => SOURCES[source]?.includes(layer)) ?? 'world';

export const tile = (id: string, sourceLayer: string, rest: object): LayerSpecification =>
  ({
    id,
    source: sourceOf(sourceLayer),
    'source-layer': sourceLayer,
    ...rest,
  }) as unknown as LayerSpecification;

const line = (id: string, sourceLayer: string, paint: object, rest: object = {}): LayerSpecification =>
  tile(id, sourceLayer, { type: 'line', layout: { 'line-join': 'round' }, paint, ...rest });

const dot = (id: string, sourceLayer: string, paint: object, rest: object = {}): LayerSpecification =>
  tile(id, sourceLayer, { type: 'circle', paint, ...rest });

const PLANNED: ExpressionSpecification = ['==', ['get', 'planned'], true];

function network(c: Colour): LayerSpecification[] {
  return [
    { id: 'sea', type: 'background', paint: { 'background-color': c('map-sea') } },
    // The whole world in one small tile, so that land is land before the nearer tiles are there.
    {
      id: 'land-far',
      type: 'fill',
      source: 'far',
      'source-layer': 'land',
      paint: { 'fill-color': c('map-land'), 'fill-antialias': false },
    },
    tile('land', 'land', { type: 'fill', paint: { 'fill-color': c('map-land') } }),
    tile('ice', 'ice', { type: 'fill', paint: { 'fill-color': c('map-ice'), 'fill-antialias': false } }),
    line('ice-edge', 'ice', { 'line-color': c('map-ice-edge'), 'line-width': 0.8 }),
    line('borders', 'border', {
      'line-color': c('map-border'),
      'line-width': zoomed(1, 0.7, 4, 1.1, 8, 1.8),
      'line-dasharray': [4, 1.6],
    }),
    line('water', 'waterway', { 'line-color': c('map-water'), 'line-width': zoomed(2, 0.8, 8, 2.4) }),
    line('road', 'road', { 'line-color': c('map-road'), 'line-width': zoomed(2, 0.4, 8, 1.8) }),
    line(
      'rail',
      'rail',
      {
        'line-color': c('map-rail'),
        'line-width': zoomed(1, 0.4, 4, 0.8, 8, 1.8),
        'line-opacity': zoomed(1, 0.55, 5, 1),
      },
      { filter: ['!', PLANNED] },
    ),
    line(
      'rail-planned',
      'rail',
      { 'line-color': c('map-planned'), 'line-width': zoomed(1, 1, 8, 2.2), 'line-dasharray': [1, 1.5] },
      { filter: PLANNED },
    ),
    line('ferry', 'ferry', {
      'line-color': c('map-ferry'),
      'line-width': zoomed(2, 0.6, 8, 1.4),
      'line-dasharray': [3, 2],
    }),
    line('pipeline', 'pipeline', {
      'line-color': c('map-pipeline'),
      'line-width': zoomed(3, 0.5, 8, 1.4),
      'line-dasharray': [6, 1.5],
    }),
    line('canals', 'canal', { 'line-color': c('map-canal'), 'line-width': zoomed(1, 1.4, 8, 3.4) }),
    line('corridor-lines', 'corridor', {
      'line-color': c('accent'),
      'line-width': zoomed(1, 5, 6, 9),
      'line-opacity': 0.35,
    }),
  ];
}

function spots(c: Colour): LayerSpecification[] {
  return [
    dot('posts-dot', 'post', {
      'circle-radius': zoomed(4, 2, 8, 4),
      'circle-color': c('map-halo'),
      'circle-stroke-color': c('mode-border'),
      'circle-stroke-width': 1,
    }),
    dot('passages-dot', 'passage', {
      'circle-radius': zoomed(0, 2.8, 3, 4, 8, 6),
      'circle-color': c('map-halo'),
      'circle-stroke-color': c('accent'),
      'circle-stroke-width': 1.8,
    }),
    // What is closed is marked whatever else is shown.
    tile('closed', 'passage', {
      type: 'symbol',
      filter: idsFilter([]),
      layout: { 'icon-image': 'closed', 'icon-allow-overlap': true },
      paint: {},
    }),
  ];
}

/** How thick the ice of a month lies, as an opacity: open water shows none. */
export const iceOpacity = (month: number): ExpressionSpecification => [
  '*',
  0.09,
  ['number', ['get', `tenths_${month}`], 0],
];

/** Only the edges of what has ice in a month. */
export const iceFilter = (month: number): ExpressionSpecification => [
  '>',
  ['number', ['get', `tenths_${month}`], 0],
  0,
];

/** Only the things of these ids. */
export const idsFilter = (ids: readonly string[]): ExpressionSpecification => [
  'in',
  ['get', 'id'],
  ['literal', [...ids]],
];

export interface Drawn {
  view: View;
  /** Whether the world is shown as a globe. */
  globe: boolean;
  month: number;
  /** Address of the tiles, with {z}, {x} and {y}. */
  tiles: string;
  named: Named;
}

/** The whole style. */
export function mapStyle({ view, globe, month, tiles, named }: Drawn, c: Colour): StyleSpecification {
  const all = [...network(c), ...routeLayers(c), ...spots(c), ...names(c, named), ...numberLayers(c)];
  const layers = all.map((layer) => {
    const belongs = SWITCH[layer.id];
    const hidden = belongs !== undefined && !view.layers.includes(belongs);
    return {
      ...layer,
      layout: { ...layer.layout, visibility: hidden ? 'none' : 'visible' },
    } as LayerSpecification;
  });
  for (const layer of layers) {
    if (layer.id === 'ice') Object.assign(layer.paint ?? {}, { 'fill-opacity': iceOpacity(month) });
    if (layer.id === 'ice-edge') Object.assign(layer, { filter: iceFilter(month) });
    if (layer.id === 'corridor-lines') Object.assign(layer, { filter: idsFilter(view.corridors) });
  }
  const asked = (names: string[]) => [`${tiles}?layers=${names.join()}`];
  return {
    version: 8,
    projection: { type: globe ? 'globe' : 'mercator' },
    sources: {
      far: { type: 'vector', tiles: asked(['land']), maxzoom: 0 },
      ...Object.fromEntries(
        Object.entries(SOURCES).map(([id, names]) => [
          id,
          { type: 'vector', tiles: asked(names), maxzoom: 8 } as const,
        ]),
      ),
      routes: { type: 'geojson', data: EMPTY },
      ghosts: { type: 'geojson', data: EMPTY },
      numbers: { type: 'geojson', data: EMPTY },
    },
    layers,
    transition: { duration: 120, delay: 0 },
  };
}
