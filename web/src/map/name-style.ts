// The names on the map: what comes later in the list is placed first, and keeps its room.

import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import { OFTEN_CLOSED } from '../logic/names';
import type { Language } from '../state/query';
import { type Colour, FONT, tile, zoomed } from './style';

type Expression = ExpressionSpecification;

/** The words of the page that names on the map need. */
export interface Named {
  language: Language;
  /** Names of passages by id, where the language has its own. */
  passages: Record<string, string>;
}

/** A name in the language of the page, else in English. */
const nameIn = (language: Language): Expression =>
  language === 'en' ? ['get', 'name'] : ['coalesce', ['get', `name_${language}`], ['get', 'name']];

/** A passage at a place where ships go through: the world at once shows the chief ones. */
function passageName({ language, passages }: Named): Expression {
  const own = Object.entries(passages).flat();
  const name: Expression =
    language === 'en' || own.length === 0
      ? ['get', 'name']
      : (['match', ['get', 'id'], ...own, ['get', 'name']] as unknown as Expression);
  return ['step', ['zoom'], ['case', isOften, name, ''], 2.6, name];
}

const isOften: Expression = ['in', ['get', 'id'], ['literal', [...OFTEN_CLOSED]]];
const isLabel = (...kinds: string[]): Expression => ['in', ['get', 'kind'], ['literal', kinds]];
const isLarge: Expression = ['all', ['get', 'containers'], ['>=', ['coalesce', ['get', 'draught_m'], 0], 13]];
const population: Expression = ['coalesce', ['get', 'population'], 0];

/** What stands in the text of each layer of names, in a language. */
export const nameFields = (named: Named): Record<string, Expression> => ({
  'posts-name': ['get', 'name'],
  'towns-name': ['get', 'name'],
  ports: ['step', ['zoom'], '', 6, ['get', 'name']],
  'seas-name': nameIn(named.language),
  'cities-name': nameIn(named.language),
  'countries-name': nameIn(named.language),
  'passages-name': passageName(named),
});

function name(
  id: string,
  sourceLayer: string,
  c: Colour,
  layout: object,
  paint: object = {},
  rest: object = {},
): LayerSpecification {
  return tile(id, sourceLayer, {
    type: 'symbol',
    layout: { 'text-font': FONT, 'text-max-width': 8, 'text-padding': 4, ...layout },
    paint: {
      'text-color': c('map-text'),
      'text-halo-color': c('map-halo'),
      'text-halo-width': 1.3,
      ...paint,
    },
    ...rest,
  });
}

const BESIDE = {
  'text-variable-anchor': ['left', 'right', 'top', 'bottom'],
  'text-radial-offset': 0.75,
  'text-justify': 'auto',
};

export function names(c: Colour, named: Named): LayerSpecification[] {
  const fields = nameFields(named);
  return [
    name('posts-name', 'post', c, { 'text-size': 10.5, ...BESIDE }, {}, { minzoom: 6 }),
    name('towns-name', 'place', c, {
      'text-size': zoomed(5, 10.5, 8, 12),
      'symbol-sort-key': ['-', 0, population],
    }),
    name('ports', 'terminal', c, {
      'icon-image': ['get', 'kind'],
      'icon-size': ['case', isLarge, 1, ['get', 'containers'], 0.85, 0.7],
      'icon-padding': 1,
      'text-optional': true,
      'text-size': 10.5,
      'symbol-sort-key': ['case', isLarge, 0, ['get', 'containers'], 1, 2],
      ...BESIDE,
    }),
    name(
      'seas-name',
      'label',
      c,
      {
        'text-size': ['case', isLabel('ocean'), 13, 11.5],
        'text-letter-spacing': 0.12,
        'text-max-width': 6,
        'text-padding': 8,
      },
      { 'text-color': c('map-sea-text'), 'text-halo-width': 0 },
      { filter: isLabel('ocean', 'sea') },
    ),
    name(
      'passages-name',
      'passage',
      c,
      { 'text-size': 11.5, 'symbol-sort-key': ['case', isOften, 0, 1], ...BESIDE },
      { 'text-color': c('accent') },
    ),
    name(
      'cities-name',
      'label',
      c,
      {
        'text-size': ['interpolate', ['linear'], ['zoom'], 2, 11, 5, citySize(11, 15), 8, citySize(12.5, 18)],
        'symbol-sort-key': ['-', 0, population],
      },
      { 'text-color': c('map-city') },
      { filter: isLabel('city') },
    ),
    name(
      'countries-name',
      'label',
      c,
      {
        'text-size': zoomed(1, 11, 4, 14, 7, 17),
        'text-transform': 'uppercase',
        'text-letter-spacing': 0.08,
        'text-padding': 6,
        'symbol-sort-key': ['-', 0, population],
      },
      { 'text-color': c('map-country'), 'text-halo-width': 1.1 },
      { filter: isLabel('country'), maxzoom: 7 },
    ),
  ].map((layer) => {
    const field = fields[layer.id];
    return field
      ? ({ ...layer, layout: { ...layer.layout, 'text-field': field } } as LayerSpecification)
      : layer;
  });
}

/** From the size of a town of a hundred thousand to that of a city of ten million, px. */
const citySize = (small: number, large: number): Expression => [
  'interpolate',
  ['linear'],
  population,
  2e5,
  small,
  1e7,
  large,
];
