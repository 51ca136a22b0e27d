// How itineraries are drawn over the network: all of them as thin lines, the one lit as a wide one.

import type { ExpressionSpecification, GeoJSONSourceSpecification, LayerSpecification } from 'maplibre-gl';
import { MODES, type Mode } from '../logic/itineraries';
import { type Colour, FONT, zoomed } from './style';

export const EMPTY: Exclude<GeoJSONSourceSpecification['data'], string> = {
  type: 'FeatureCollection',
  features: [],
};

/** Solid, dashed, dotted: modes are told apart without colours too. */
const DASHES: Record<Mode, number[] | null> = {
  sea: null,
  rail: null,
  road: [1.2, 1.2],
  inland_water: [3, 1.5],
  ferry: [3, 1.5],
  pipeline: [4, 0.8],
};

const NONE: ExpressionSpecification = ['==', ['get', 'itinerary'], ''];
const isLine: ExpressionSpecification = ['!=', ['geometry-type'], 'Point'];
const isMode = (mode: Mode): ExpressionSpecification => ['==', ['get', 'kind'], mode];

function line(
  id: string,
  source: string,
  filter: ExpressionSpecification,
  paint: object,
): LayerSpecification {
  return { id, type: 'line', source, filter, layout: { 'line-join': 'round' }, paint } as LayerSpecification;
}

export function routeLayers(c: Colour): LayerSpecification[] {
  const moving = (id: string, width: ExpressionSpecification): LayerSpecification[] =>
    MODES.map((mode) =>
      line(`${id}-${mode}`, 'routes', isMode(mode), {
        'line-color': c(`mode-${mode}`),
        'line-width': width,
        ...(DASHES[mode] ? { 'line-dasharray': DASHES[mode] } : {}),
      }),
    );
  return [
    // What a change takes away is dotted, what it adds has a rim: told apart without colours too.
    line('ghosts', 'ghosts', isLine, {
      'line-color': c('worse'),
      'line-width': 2.2,
      'line-opacity': 0.75,
      'line-dasharray': [1, 1.6],
    }),
    line('added', 'routes', NONE, {
      'line-color': c('better'),
      'line-width': zoomed(1, 6, 8, 10),
      'line-opacity': 0.4,
    }),
    ...moving('way', zoomed(1, 1.8, 8, 3.2)),
    line('lit-casing', 'routes', NONE, { 'line-color': c('map-halo'), 'line-width': zoomed(1, 7.5, 8, 11) }),
    ...moving('lit', zoomed(1, 4, 8, 6.5)),
    {
      id: 'stops',
      type: 'circle',
      source: 'routes',
      filter: NONE,
      paint: {
        'circle-radius': 4,
        'circle-color': c('map-halo'),
        'circle-stroke-color': c('ink'),
        'circle-stroke-width': 1.6,
      },
    },
    {
      id: 'stops-name',
      type: 'symbol',
      source: 'routes',
      filter: NONE,
      layout: {
        'text-field': ['get', 'name'],
        'text-font': FONT,
        'text-size': 12,
        'text-variable-anchor': ['left', 'right', 'top', 'bottom'],
        'text-radial-offset': 1,
        'text-justify': 'auto',
        'text-max-width': 9,
      },
      paint: { 'text-color': c('ink'), 'text-halo-color': c('map-halo'), 'text-halo-width': 1.8 },
    },
  ];
}

/** The number of every itinerary, on its line. */
export function numberLayers(c: Colour): LayerSpecification[] {
  const badge = (id: string, icon: string, colour: string, size: number, filter: ExpressionSpecification) =>
    ({
      id,
      type: 'symbol',
      source: 'numbers',
      filter,
      layout: {
        'icon-image': icon,
        'icon-allow-overlap': true,
        'text-allow-overlap': true,
        'text-field': ['get', 'itinerary'],
        'text-font': FONT,
        'text-size': size,
        'symbol-z-order': 'source',
      },
      paint: { 'text-color': colour },
    }) as LayerSpecification;
  return [
    badge('numbers', 'number', c('ink'), 11.5, ['!=', ['get', 'itinerary'], '']),
    badge('numbers-lit', 'number-lit', c('on-accent'), 12.5, NONE),
  ];
}

/** The layers in which a click can mean an itinerary. */
export const ROUTE_LAYERS = MODES.flatMap((mode) => [`lit-${mode}`, `way-${mode}`]);
export const NUMBER_LAYERS = ['numbers-lit', 'numbers'];

/** Only the lines of some itineraries. */
export const addedFilter = (ids: readonly string[]): ExpressionSpecification => [
  'all',
  isLine,
  ['in', ['get', 'itinerary'], ['literal', [...ids]]],
];

/** The filters by which one itinerary is lit. */
export function litFilters(lit: string | null): [string, ExpressionSpecification][] {
  const one: ExpressionSpecification = ['==', ['get', 'itinerary'], lit ?? ''];
  const stop: ExpressionSpecification = ['in', ['get', 'kind'], ['literal', ['transfer', 'border']]];
  return [
    ['lit-casing', ['all', one, isLine]],
    ...MODES.map((mode): [string, ExpressionSpecification] => [`lit-${mode}`, ['all', one, isMode(mode)]]),
    ['numbers-lit', one],
    ['stops', ['all', one, stop]],
    ['stops-name', ['all', one, stop]],
  ];
}
