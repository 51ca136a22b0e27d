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
export const MODES = ['sea', 'rail', 'road', 'inland_water', 'ferry'] as const;
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

/** What happened to the ways over a corridor. */
export interface Change {
  key: string;
  corridors: string[];
  before: Itinerary | null;
  after: Itinerary | null;
  status: 'new' | 'gone' | 'better' | 'worse' | 'mixed' | 'same';
}

/** Ways over the same corridors are taken for the same; without any, those through the same countries. */
export const sameWayKey = (itinerary: Itinerary): string =>
  itinerary.corridors.length > 0
    ? [...itinerary.corridors].sort().join('+')
    : `by ${itinerary.countries.join('-')}`;

/** The best way of each key, in the order of the answer. */
function byKey(itineraries: readonly Itinerary[]): Map<string, Itinerary> {
  const best = new Map<string, Itinerary>();
  for (const itinerary of itineraries) {
    const key = sameWayKey(itinerary);
    if (!best.has(key)) best.set(key, itinerary);
  }
  return best;
}

function judged(before: Itinerary, after: Itinerary): Change['status'] {
  const pairs = [
    [middle(before), middle(after)],
    [before.cost_usd, after.cost_usd],
    [before.co2e_kg, after.co2e_kg],
  ] as const;
  // Half a percent is less than anybody can see or the figures can bear.
  const better = pairs.some(([a, b]) => b < a * 0.995);
  const worse = pairs.some(([a, b]) => b > a * 1.005);
  if (better && worse) return 'mixed';
  return better ? 'better' : worse ? 'worse' : 'same';
}

/** What differs between two answers, what is gone first, what is the same last. */
export function changes(before: readonly Itinerary[], after: readonly Itinerary[]): Change[] {
  const [old, fresh] = [byKey(before), byKey(after)];
  const rows: Change[] = [...new Set([...old.keys(), ...fresh.keys()])].map((key) => {
    const [was, is] = [old.get(key) ?? null, fresh.get(key) ?? null];
    const status = was && is ? judged(was, is) : was ? 'gone' : 'new';
    return { key, corridors: (is ?? was)?.corridors ?? [], before: was, after: is, status };
  });
  const order: Change['status'][] = ['gone', 'new', 'worse', 'better', 'mixed', 'same'];
  return rows.sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
}

/** The least of a figure over the itineraries, or null without any. */
export const least = (itineraries: readonly Itinerary[], by: Own): number | null => {
  const values = itineraries.map(KEYS[by]).filter(Number.isFinite);
  return values.length > 0 ? Math.min(...values) : null;
};
