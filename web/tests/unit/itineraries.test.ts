import { describe, expect, it } from 'vitest';
import type { Itinerary, Leg } from '../../src/api/types';
import { changes, hubsOf, least, middle, modesOf, placed, sorted } from '../../src/logic/itineraries';

const leg = (part: Partial<Leg>): Leg =>
  ({
    kind: 'sea',
    name: '',
    from: { name: 'A, IN', at: [0, 0] },
    to: { name: 'B, RU', at: [1, 1] },
    distance_m: 1000,
    duration_s: 100,
    cost_usd: 10,
    co2e_kg: 1,
    countries: [],
    passages: [],
    sources: [],
    ...part,
  }) as Leg;
const way = (part: Partial<Itinerary>): Itinerary =>
  ({
    id: '1',
    corridors: ['suez'],
    warnings: [],
    duration_p50_s: 100,
    duration_p90_s: 150,
    distance_m: 1,
    cost_usd: 100,
    co2e_kg: 100,
    passages: [],
    countries: ['IN', 'RU'],
    best_by: [],
    legs: [],
    ...part,
  }) as Itinerary;

describe('order', () => {
  const ways = [
    way({ id: '1', duration_p50_s: 30, cost_usd: 1, co2e_kg: 5, duration_p90_s: 95 }),
    way({ id: '2', duration_p50_s: 20, cost_usd: 3, co2e_kg: 5, duration_p90_s: 90 }),
    way({ id: '3', duration_p50_s: 10, cost_usd: 2, co2e_kg: 4, duration_p90_s: 80 }),
  ];
  const ids = (by: Parameters<typeof sorted>[1]) =>
    sorted(ways, by)
      .map((one) => one.id)
      .join('');

  it('is by the figure wanted, ties as the server has them', () => {
    expect(ids('given')).toBe('123');
    expect(ids('time')).toBe('321');
    expect(ids('cost')).toBe('132');
    expect(ids('co2e')).toBe('312');
  });
  it('is by landed cost as its answer has it, what is not in it last', () => {
    expect(sorted(ways, 'landed', ['3', '1']).map((one) => one.id)).toEqual(['3', '1', '2']);
  });
  it('is by p90 too', () => expect(ids('p90')).toBe('321'));
  it('speaks of the median', () => expect(ways.map(middle)).toEqual([30, 20, 10]));
  it('knows the least', () => {
    expect(least(ways, 'time')).toBe(10);
    expect(least([], 'cost')).toBeNull();
  });
});

describe('legs', () => {
  const itinerary = way({
    legs: [
      leg({ kind: 'road', distance_m: 10 }),
      leg({ kind: 'transfer', name: 'Nhava Sheva', distance_m: 0 }),
      leg({ kind: 'sea', distance_m: 500 }),
      leg({ kind: 'transfer', name: '', from: { name: 'Nhava Sheva, IN', at: [0, 0] } }),
    ],
  });
  it('start where the ones before end', () => {
    expect(placed(itinerary).map((row) => [row.start_s, row.start_m, row.start_usd])).toEqual([
      [0, 0, 0],
      [100, 10, 10],
      [200, 10, 20],
      [300, 510, 30],
    ]);
  });
  it('tell modes by length and hubs once', () => {
    expect(modesOf(itinerary)).toEqual(['sea', 'road']);
    expect(hubsOf(itinerary)).toEqual(['Nhava Sheva']);
  });
});

describe('before and after', () => {
  const sea = (to: string) => [leg({ kind: 'sea', to: { name: to, at: [0, 0] } })];

  it('tells every way once: what is left over on either side is gone or new', () => {
    const before = [
      way({ id: '1', corridors: ['suez'], legs: sea('Gdansk') }),
      way({ id: '2', corridors: ['suez'], legs: sea('Novorossiysk') }),
      way({ id: '3', corridors: ['cape'], cost_usd: 80, duration_p50_s: 300, legs: sea('Gdansk') }),
      way({ id: '4', corridors: [], countries: ['IN', 'CN', 'RU'] }),
    ];
    const after = [
      way({ id: '1', corridors: ['cape'], cost_usd: 90, duration_p50_s: 200, legs: sea('Gdansk') }),
      way({ id: '2', corridors: ['panama'] }),
      way({ id: '3', corridors: [], countries: ['IN', 'CN', 'RU'], cost_usd: 100.2 }),
    ];
    const rows = changes(before, after);
    expect(rows.map((row) => `${row.status} ${row.before?.id ?? '-'} ${row.after?.id ?? '-'}`)).toEqual([
      'gone 1 -',
      'gone 2 -',
      'new - 2',
      'mixed 3 1',
      'same 4 3',
    ]);
    expect(rows.filter((row) => row.before)).toHaveLength(before.length);
    expect(rows.filter((row) => row.after)).toHaveLength(after.length);
  });

  it('matches ways over one corridor by their course, not by their rank', () => {
    const before = [
      way({ id: '1', legs: sea('Gdansk') }),
      way({ id: '2', cost_usd: 70, legs: sea('Novorossiysk') }),
    ];
    const after = [way({ id: '1', cost_usd: 70, legs: sea('Novorossiysk') })];
    expect(changes(before, after).map((row) => `${row.status} ${row.before?.id}`)).toEqual([
      'gone 1',
      'same 2',
    ]);
  });
});
