// How the map is drawn: the layers of the server's tiles, in the colours of the page.

import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl';
import { OFTEN_CLOSED } from '../logic/names';
import type { Layer, View } from '../state/query';
import { EMPTY, routeLayers } from './route-style';

/** A colour of the page, by the name it has in `style/tokens.css`. */
export type Colour = (name: string) => string;

/** The colours that hold for the page now. */
export function pageColours(): Colour {
  const style = getComputedStyle(document.documentElement);
  return (name) => style.getPropertyValue(`--${name}`).trim() || '#888888';
}

/** Fonts of the system: without glyphs of a server MapLibre draws labels with these, in any script. */
export const FONT = ['system-ui', 'sans-serif'];

/** A value that grows with the zoom, given as zoom, value, zoom, value. */
export const zoomed = (...stops: number[]): ExpressionSpecification =>
  ['interpolate', ['linear'], ['zoom'], ...stops] as unknown as ExpressionSpecification;

/** The switchable layer that a layer of the style belongs to. */
export const SWITCH: Record<string, Layer> = {
  lanes: 'lanes',
  rail: 'rail',
  'rail-planned': 'rail',
  road: 'road',
  water: 'water',
  ferry: 'water',
  'passages-dot': 'passages',
  'passages-name': 'passages',
  'ports-dot': 'ports',
  'ports-name': 'ports',
  'posts-dot': 'crossings',
  'posts-name': 'crossings',
  ice: 'ice',
};

const tile = (id: string, sourceLayer: string, rest: object): LayerSpecification =>
  ({ id, source: 'world', 'source-layer': sourceLayer, ...rest }) as unknown as LayerSpecification;

const line = (id: string, sourceLayer: string, paint: object, rest: object = {}): LayerSpecification =>
  tile(id, sourceLayer, { type: 'line', layout: { 'line-join': 'round' }, paint, ...rest });

function dot(id: string, sourceLayer: string, c: Colour, paint: object): LayerSpecification {
  const usual = {
    'circle-color': c('map-halo'),
    'circle-stroke-color': c('map-text'),
    'circle-stroke-width': 1,
  };
  return tile(id, sourceLayer, { type: 'circle', paint: { ...usual, ...paint } });
}

function label(
  id: string,
  sourceLayer: string,
  c: Colour,
  layout: object,
  paint: object = {},
): LayerSpecification {
  return tile(id, sourceLayer, {
    type: 'symbol',
    layout: {
      'text-field': ['get', 'name'],
      'text-font': FONT,
      'text-max-width': 8,
      'text-padding': 6,
      'text-anchor': 'top',
      'text-offset': [0, 0.6],
      ...layout,
    },
    paint: {
      'text-color': c('map-text'),
      'text-halo-color': c('map-halo'),
      'text-halo-width': 1.3,
      ...paint,
    },
  });
}

const PLANNED: ExpressionSpecification = ['==', ['get', 'planned'], true];

function network(c: Colour): LayerSpecification[] {
  return [
    { id: 'sea', type: 'background', paint: { 'background-color': c('map-sea') } },
    tile('ice', 'ice', { type: 'fill', paint: { 'fill-color': c('map-ice'), 'fill-antialias': false } }),
    line('lanes', 'lane', { 'line-color': c('map-lane'), 'line-width': zoomed(0, 0.3, 3, 0.6, 7, 1.2) }),
    tile('land', 'land', {
      type: 'fill',
      paint: { 'fill-color': c('map-land') },
    }),
    line('borders', 'border', { 'line-color': c('map-border'), 'line-width': zoomed(1, 0.6, 8, 1.6) }),
    line('water', 'waterway', { 'line-color': c('map-water'), 'line-width': zoomed(2, 0.8, 8, 2.2) }),
    line('road', 'road', { 'line-color': c('map-road'), 'line-width': zoomed(2, 0.3, 8, 1.6) }),
    line(
      'rail',
      'rail',
      { 'line-color': c('map-rail'), 'line-width': zoomed(1, 0.5, 8, 1.8) },
      { filter: ['!', PLANNED] },
    ),
    line(
      'rail-planned',
      'rail',
      { 'line-color': c('accent'), 'line-width': zoomed(1, 1, 8, 2), 'line-dasharray': [2, 2] },
      { filter: PLANNED },
    ),
    line('ferry', 'ferry', {
      'line-color': c('map-lane'),
      'line-width': zoomed(2, 0.8, 8, 1.6),
      'line-dasharray': [3, 2],
    }),
    line('corridor-lines', 'corridor', {
      'line-color': c('accent'),
      'line-width': zoomed(1, 5, 6, 9),
      'line-opacity': 0.35,
    }),
  ];
}

function spots(c: Colour): LayerSpecification[] {
  return [
    dot('posts-dot', 'post', c, {
      'circle-radius': zoomed(4, 2, 8, 4),
      'circle-stroke-color': c('mode-border'),
    }),
    dot('ports-dot', 'terminal', c, {
      'circle-radius': zoomed(2, 1.5, 8, 4),
      'circle-color': c('map-port'),
      'circle-stroke-color': c('map-halo'),
    }),
    dot('passages-dot', 'passage', c, {
      'circle-radius': zoomed(0, 2.6, 3, 4, 8, 6),
      'circle-stroke-color': c('accent'),
      'circle-stroke-width': 1.8,
    }),
  ];
}

function names(c: Colour): LayerSpecification[] {
  return [
    label('places-name', 'place', c, {
      'text-size': zoomed(2, 10.5, 8, 13),
      'text-anchor': 'center',
      'text-offset': [0, 0],
      'symbol-sort-key': ['-', 0, ['get', 'population']],
    }),
    label('posts-name', 'post', c, { 'text-size': 10 }),
    label('ports-name', 'terminal', c, { 'text-size': 10.5 }),
    label(
      'passages-name',
      'passage',
      c,
      {
        'text-size': 11,
        'text-field': passageField({}),
        'symbol-sort-key': ['case', isOften, 0, 1],
        'text-variable-anchor': ['left', 'right', 'top', 'bottom'],
        'text-radial-offset': 0.7,
        'text-justify': 'auto',
      },
      { 'text-color': c('accent') },
    ),
  ];
}

const isOften: ExpressionSpecification = ['in', ['get', 'id'], ['literal', [...OFTEN_CLOSED]]];

/** The names of passages, in the language of the page where it has one; the world at once shows the chief ones. */
export function passageField(names: Record<string, string>): ExpressionSpecification {
  const pairs = Object.entries(names).flat();
  const name = pairs.length > 0 ? ['match', ['get', 'id'], ...pairs, ['get', 'name']] : ['get', 'name'];
  return ['step', ['zoom'], ['case', isOften, name, ''], 2.6, name] as unknown as ExpressionSpecification;
}

/** How thick the ice of a month lies, as an opacity: open water shows none. */
export const iceOpacity = (month: number): ExpressionSpecification => [
  '*',
  0.085,
  ['number', ['get', `tenths_${month}`], 0],
];

/** Only the corridors that are switched on. */
export const corridorFilter = (shown: readonly string[]): ExpressionSpecification => [
  'in',
  ['get', 'id'],
  ['literal', [...shown]],
];

/** The whole style. */
export function mapStyle(view: View, month: number, tiles: string, c: Colour): StyleSpecification {
  const layers = [...network(c), ...routeLayers(c), ...spots(c), ...names(c)].map((layer) => {
    const belongs = SWITCH[layer.id];
    const hidden = belongs !== undefined && !view.layers.includes(belongs);
    return {
      ...layer,
      layout: { ...layer.layout, visibility: hidden ? 'none' : 'visible' },
    } as LayerSpecification;
  });
  for (const layer of layers) {
    if (layer.id === 'ice') Object.assign(layer.paint ?? {}, { 'fill-opacity': iceOpacity(month) });
    if (layer.id === 'corridor-lines') Object.assign(layer, { filter: corridorFilter(view.corridors) });
  }
  return {
    version: 8,
    projection: { type: view.flat ? 'mercator' : 'globe' },
    sources: {
      world: { type: 'vector', tiles: [tiles], maxzoom: 8 },
      routes: { type: 'geojson', data: EMPTY },
      ghosts: { type: 'geojson', data: EMPTY },
    },
    layers,
    transition: { duration: 120, delay: 0 },
  };
}
