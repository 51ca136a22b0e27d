// The answer as files: CSV for tables, GeoJSON for maps.

import type { LandedCost, Plan } from '../api/types';
import { middle, placed } from '../logic/itineraries';

type Cell = string | number | null | undefined;

/** A cell of CSV. What a spreadsheet would run as a formula is made text. */
export function cell(value: Cell): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const table = (rows: Cell[][]): string => `${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;

const HEAD = [
  'itinerary',
  'corridors',
  'itinerary_duration_s',
  'itinerary_duration_p90_s',
  'itinerary_distance_m',
  'itinerary_cost_usd',
  'itinerary_co2e_kg',
  'itinerary_landed_usd',
  'itinerary_landed_known_usd',
  'leg',
  'kind',
  'name',
  'from',
  'from_lon',
  'from_lat',
  'to',
  'to_lon',
  'to_lat',
  'start_s',
  'distance_m',
  'duration_s',
  'cost_usd',
  'co2e_kg',
  'countries',
  'passages',
];

/** A row for each leg, with the sums of its itinerary, the landed cost if known; units stand in the names. */
export function csv(plan: Plan, landed: LandedCost | null = null): string {
  const landedUsd = new Map(landed?.itineraries.map((one) => [one.id, one.landed_usd ?? null]));
  const knownUsd = new Map(landed?.itineraries.map((one) => [one.id, one.known_usd]));
  const rows = plan.itineraries.flatMap((one) =>
    placed(one).map(({ leg, index, start_s }) => [
      one.id,
      one.corridors.join(' '),
      middle(one),
      one.duration_p90_s,
      one.distance_m,
      one.cost_usd,
      one.co2e_kg,
      landedUsd.get(one.id),
      knownUsd.get(one.id),
      index,
      leg.kind,
      leg.name,
      leg.from.name,
      ...leg.from.at,
      leg.to.name,
      ...leg.to.at,
      start_s,
      leg.distance_m,
      leg.duration_s,
      leg.cost_usd,
      leg.co2e_kg,
      leg.countries.join(' '),
      leg.passages.join(' '),
    ]),
  );
  return table([HEAD, ...rows]);
}

/** The courses of all legs, each with the figures of its itinerary. */
export function geojson(plan: Plan): string {
  const figures = new Map(
    plan.itineraries.map((one) => [
      one.id,
      { duration_s: middle(one), cost_usd: one.cost_usd, co2e_kg: one.co2e_kg, distance_m: one.distance_m },
    ]),
  );
  const features = (plan.geometry?.features ?? []).map((feature) => ({
    ...feature,
    properties: {
      ...feature.properties,
      itinerary_figures: figures.get(feature.properties.itinerary) ?? null,
    },
  }));
  return JSON.stringify({ type: 'FeatureCollection', features });
}

/** A name for a file, of letters and digits only. */
export function fileName(plan: Plan, ending: string): string {
  const words = `${plan.from.name} ${plan.to.name}`.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '');
  return `corridor-${words.slice(0, 80)}.${ending}`;
}
