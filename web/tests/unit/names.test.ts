import { describe, expect, it } from 'vitest';
import type { Itinerary, Place } from '../../src/api/types';
import { cell } from '../../src/exports/tables';
import { Figures } from '../../src/logic/format';
import {
  corridorName,
  itineraryName,
  itineraryNames,
  placeText,
  positionText,
  wrapped,
} from '../../src/logic/names';
import { read, sourcesOf } from '../../src/logic/sources';
import { en } from '../../src/text/en';
import { hi } from '../../src/text/hi';
import { ru } from '../../src/text/ru';

const place = (part: Partial<Place>): Place => ({
  name: 'Mumbai, India',
  locode: '',
  country: 'IN',
  at: [72.88261, 19.07283],
  population: 1,
  terminal: true,
  ...part,
});

describe('places', () => {
  it('are written so that the server understands the one chosen', () => {
    const mumbai = place({});
    expect(placeText(mumbai, [mumbai, place({ locode: 'INBOM' })])).toBe('Mumbai, IN');
    expect(placeText(place({ locode: 'INNSA' }), [])).toBe('INNSA');
    const springfield = place({ name: 'Springfield, United States', country: 'US', at: [-89.6, 39.8] });
    expect(placeText(springfield, [springfield, { ...springfield, at: [-93.3, 37.2] }])).toBe('-89.6,39.8');
  });
  it('are within the world, wherever the map has turned', () => {
    expect(wrapped(190)).toBe(-170);
    expect(wrapped(-541)).toBe(179);
    expect(wrapped(180)).toBe(180);
    expect(positionText([370.123456, 5])).toBe('10.1235,5');
  });
});

describe('names', () => {
  it('are those of the language, else of the server, else the id in words', () => {
    expect(corridorName('suez', [], ru)).toBe('Суэц');
    const own = {
      id: 'x',
      name: 'X road',
      course: '',
      status: 'open',
      reports: [],
      evidence: [],
      through: [],
    };
    expect(corridorName('x', [own], en)).toBe('X road');
    expect(corridorName('new-silk', [], en)).toBe('New silk');
  });
  it('of ways over no corridor say the countries between', () => {
    const way = { corridors: [], countries: ['IN', 'NP', 'CN', 'RU'] } as unknown as Itinerary;
    expect(itineraryName(way, [], en, new Figures('en'))).toBe('Through Nepal and China');
  });
});

describe('several ways of one name', () => {
  const way = (id: string, hub: string, corridors = ['suez']) =>
    ({
      id,
      corridors,
      countries: ['IN', 'RU'],
      passages: ['suez'],
      legs: [
        { kind: 'sea', name: '', from: { name: 'Mumbai, IN' }, to: { name: '' } },
        { kind: 'transfer', name: hub, from: { name: hub }, to: { name: hub } },
        { kind: 'rail', name: '', from: { name: '' }, to: { name: 'Moscow, RU' } },
      ],
    }) as unknown as Itinerary;
  const names = (ways: Itinerary[]) => [...itineraryNames(ways, [], en, new Figures('en')).values()];

  it('are told apart by what only one of them goes by, never by an end of all', () => {
    expect(names([way('1', 'Novorossiysk, RU'), way('2', 'Saint Petersburg (rail), RU')])).toEqual([
      'Suez · by Novorossiysk',
      'Suez · by Saint Petersburg',
    ]);
    expect(names([way('1', 'Moscow (rail), RU'), way('2', 'Riga, LV')])).toEqual(['Suez', 'Suez · by Riga']);
  });
  it('stay as they are where there is one of each', () => {
    expect(names([way('1', 'Riga, LV'), way('2', 'Riga, LV', ['cape'])])).toEqual([
      'Suez',
      'Cape of Good Hope',
    ]);
  });
});

describe('languages', () => {
  const keys = (value: object): unknown =>
    Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, one]) => [key, typeof one === 'object' ? keys(one) : typeof one]),
    );
  it.each([
    ['Hindi', hi],
    ['Russian', ru],
  ])('%s says all that English does', (_, language) => expect(keys(language)).toEqual(keys(en)));
  it.each([
    ['Hindi', hi, /[ऀ-ॿ]/],
    ['Russian', ru, /[а-яё]/i],
  ])('%s is in its own script', (_, language, script) => {
    const own = new Set(['title', 'co2e', 'teu', 'imec', 'tripp', 'locode']);
    const walk = (value: object): string[] =>
      Object.entries(value).flatMap(([key, one]) =>
        typeof one === 'object'
          ? walk(one)
          : typeof one === 'string' && !own.has(key) && !script.test(one)
            ? [key]
            : [],
      );
    expect(walk(language)).toEqual([]);
  });
});

describe('sources', () => {
  it('are told for the figure they bear on', () => {
    const sources = [
      'scgraph-highways',
      'road.speed_km_per_day: somebody (2023)',
      'road.cost_usd_per_km: CMIE: INR 42 (2024)',
      'emissions.road.ttw_g_per_tkm: DESNZ (2023)',
      'rail_terminal.dwell_hours: DMICDC (2018)',
    ];
    const way = { legs: [{ sources }, { sources }] } as unknown as Itinerary;
    const about = (figure: Parameters<typeof sourcesOf>[1]) =>
      sourcesOf(way, figure, null).map((source) => source.parameter ?? source.text);
    expect(about('time')).toEqual(['road.speed_km_per_day', 'rail_terminal.dwell_hours', 'scgraph-highways']);
    expect(about('cost')).toEqual(['road.cost_usd_per_km', 'scgraph-highways']);
    expect(about('co2e')).toEqual(['emissions.road.ttw_g_per_tkm', 'scgraph-highways']);
    expect(about('distance')).toEqual(['scgraph-highways']);
    expect(read('road.cost_usd_per_km: CMIE: INR 42 (2024)').text).toBe('CMIE: INR 42 (2024)');
  });
});

describe('a table', () => {
  it('runs nothing in a spreadsheet', () => {
    expect(cell('=HYPERLINK("x")')).toBe('"\'=HYPERLINK(""x"")"');
    expect(cell(-3.5)).toBe('-3.5');
    expect(cell('a,b')).toBe('"a,b"');
    expect(cell(undefined)).toBe('');
  });
});
