// What is read off itineraries: order, totals by mode, the leg a day falls into, what has changed.

import type { Itinerary, Leg, LegKind } from '../api/types';
import type { Sort } from '../state/query';

export const DAY_S = 86_400;

/** The duration to speak of: the one that half of the shipments do not exceed. */
export const middle = (itinerary: Itinerary): number => itinerary.duration_p50_s;

/** A figure that every itinerary has. */
type Own = Exclude<Sort, 'given' | 'landed'>;

const KEYS: Record<Own, (itinerary: Itinerary) => number> = {
  time: middle,
  cost: (itinerary) => itinerary.cost_usd,
  co2e: (itinerary) => itinerary.co2e_kg,
  p90: (itinerary) => itinerary.duration_p90_s,
};

/**
 * The itineraries in the order wanted; equal ones stay in the order of the answer. `landed` is their order
 * by landed cost, which only the answer about it knows.
 */
export function sorted(
  itineraries: readonly Itinerary[],
  by: Sort,
  landed: readonly string[] = [],
): Itinerary[] {
  if (by === 'given') return [...itineraries];
  const order = new Map(landed.map((id, at) => [id, at]));
  const byLanded = ({ id }: Itinerary): number => order.get(id) ?? Number.POSITIVE_INFINITY;
  const key = by === 'landed' ? byLanded : KEYS[by];
  return itineraries
    .map((itinerary, rank) => ({ itinerary, rank, value: key(itinerary) }))
    .sort((a, b) => (a.value === b.value ? a.rank - b.rank : a.value < b.value ? -1 : 1))
    .map((row) => row.itinerary);
}

/** The kinds of legs that cover ground. */
export const MODES = ['sea', 'rail', 'road', 'inland_water', 'ferry', 'pipeline'] as const;
export type Mode = (typeof MODES)[number];

export const isMode = (kind: LegKind): kind is Mode => (MODES as readonly string[]).includes(kind);

/** A leg with when and where it starts. */
export interface Placed {
  leg: Leg;
  index: number;
  start_s: number;
  start_m: number;
  start_usd: number;
  start_kg: number;
}

/** The legs one after the other: seconds, metres, dollars and kilograms before each. */
export function placed(itinerary: Itinerary): Placed[] {
  let [start_s, start_m, start_usd, start_kg] = [0, 0, 0, 0];
  return itinerary.legs.map((leg, index) => {
    const here = { leg, index, start_s, start_m, start_usd, start_kg };
    start_s += leg.duration_s;
    start_m += leg.distance_m;
    start_usd += leg.cost_usd;
    start_kg += leg.co2e_kg;
    return here;
  });
}

/** The modes an itinerary uses, the longest first. */
export function modesOf(itinerary: Itinerary): Mode[] {
  const metres = new Map<Mode, number>();
  for (const { kind, distance_m } of itinerary.legs) {
    if (isMode(kind)) metres.set(kind, (metres.get(kind) ?? 0) + distance_m);
  }
  return [...metres].sort((a, b) => b[1] - a[1]).map(([mode]) => mode);
}

/** The ports and terminals where an itinerary changes vehicle, in order, each once. */
export function hubsOf(itinerary: Itinerary): string[] {
  const names = itinerary.legs
    .filter((leg) => leg.kind === 'transfer')
    .map((leg) => (leg.name || leg.from.name).replace(/, [A-Z]{2}$/, ''))
    .filter((name) => name !== '');
  return names.filter((name, at) => names.indexOf(name) === at);
}

/** What happened to a way. */
export interface Change {
  before: Itinerary | null;
  after: Itinerary | null;
  status: 'new' | 'gone' | 'better' | 'worse' | 'mixed' | 'same';
}

/** What a way goes over: every stretch that moves with its ends, and every passage. */
const courseOf = ({ legs, passages }: Itinerary): Set<string> =>
  new Set([
    ...legs
      .filter((leg) => isMode(leg.kind))
      .map((leg) => `${leg.kind} ${leg.from.name || leg.from.at} ${leg.to.name || leg.to.at}`),
    ...passages,
  ]);

/** How much of two courses is the same, from 0 to 1. */
function alike(a: Set<string>, b: Set<string>): number {
  const shared = [...a].filter((one) => b.has(one)).length;
  const all = a.size + b.size - shared;
  return all === 0 ? 1 : shared / all;
}

/** The corridors of a way, else the countries it goes through. */
const overKey = ({ corridors, countries }: Itinerary): string =>
  corridors.length > 0 ? [...corridors].sort().join('+') : `by ${countries.join('-')}`;

/** Below this two ways over the same corridor are two ways, not one that has changed. */
const LEAST_ALIKE = 0.3;

/**
 * Each way before with the one after that is the same: over the same corridors, with the most of its
 * course in common, the likest first. What is left over is gone or new, and every way is told once.
 */
function pairs(before: readonly Itinerary[], after: readonly Itinerary[]): [Itinerary, Itinerary][] {
  const courses = new Map([...before, ...after].map((one) => [one, courseOf(one)]));
  const none = new Set<string>();
  const candidates = before.flatMap((was, rank) =>
    after
      .filter((is) => overKey(is) === overKey(was))
      .map((is) => ({ was, is, rank, like: alike(courses.get(was) ?? none, courses.get(is) ?? none) })),
  );
  const matched = new Set<Itinerary>();
  return candidates
    .filter(({ like }) => like >= LEAST_ALIKE)
    .sort((a, b) => b.like - a.like || a.rank - b.rank)
    .flatMap(({ was, is }): [Itinerary, Itinerary][] => {
      if (matched.has(was) || matched.has(is)) return [];
      matched.add(was).add(is);
      return [[was, is]];
    });
}

function judged(before: Itinerary, after: Itinerary): Change['status'] {
  const figures = [
    [middle(before), middle(after)],
    [before.cost_usd, after.cost_usd],
    [before.co2e_kg, after.co2e_kg],
  ] as const;
  // Half a percent is less than anybody can see or the figures can bear.
  const better = figures.some(([a, b]) => b < a * 0.995);
  const worse = figures.some(([a, b]) => b > a * 1.005);
  if (better && worse) return 'mixed';
  return better ? 'better' : worse ? 'worse' : 'same';
}

/** What differs between two answers, what is gone first, what is the same last; each way once. */
export function changes(before: readonly Itinerary[], after: readonly Itinerary[]): Change[] {
  const matched = pairs(before, after);
  const [kept, found] = [new Map(matched), new Set(matched.map(([, is]) => is))];
  const rows: Change[] = [
    ...before.map((was): Change => {
      const is = kept.get(was) ?? null;
      return { before: was, after: is, status: is ? judged(was, is) : 'gone' };
    }),
    ...after.filter((is) => !found.has(is)).map((is): Change => ({ before: null, after: is, status: 'new' })),
  ];
  const order: Change['status'][] = ['gone', 'new', 'worse', 'better', 'mixed', 'same'];
  return rows.sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
}

/** The least of a figure over the itineraries, or null without any. */
export const least = (itineraries: readonly Itinerary[], by: Own): number | null => {
  const values = itineraries.map(KEYS[by]).filter(Number.isFinite);
  return values.length > 0 ? Math.min(...values) : null;
};
