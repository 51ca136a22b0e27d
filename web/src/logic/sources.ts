// Which sources a figure of an itinerary rests on, and which legs make it up.

import type { Itinerary, Leg } from '../api/types';

export const FIGURES = ['time', 'cost', 'co2e', 'distance'] as const;
export type Figure = (typeof FIGURES)[number];

/** The figure of a leg, in the unit of the answer. */
export const figureOf = (leg: Leg, figure: Figure): number =>
  figure === 'time'
    ? leg.duration_s
    : figure === 'cost'
      ? leg.cost_usd
      : figure === 'co2e'
        ? leg.co2e_kg
        : leg.distance_m;

/** A source: data of the network, or a parameter with where its value is from. */
export interface Source {
  parameter: string | null;
  text: string;
}

/** `rail.speed: somebody (2023)` taken apart; other texts name data. */
export function read(source: string): Source {
  const match = /^([a-z_]+(?:\.[A-Za-z0-9_-]+)+): (.*)$/s.exec(source);
  return match ? { parameter: match[1] ?? null, text: match[2] ?? '' } : { parameter: null, text: source };
}

const WORDS: Record<Exclude<Figure, 'distance'>, RegExp> = {
  co2e: /emission|electricity|co2|ttw|wtw|_g_per/,
  cost: /usd|cost|toll|price|fee|value/,
  time: /hours|_h\b|_h_|speed|_kn|days|dwell|headway|kmh|time|wait/,
};

/** Whether a source bears on a figure; a parameter that says nothing of itself bears on all. */
export function bearsOn(source: Source, figure: Figure): boolean {
  const { parameter } = source;
  if (parameter === null) return true;
  if (figure === 'distance') return false;
  const about = (Object.keys(WORDS) as (keyof typeof WORDS)[]).filter((key) => WORDS[key].test(parameter));
  // `emissions.road.ttw_g_per_tkm` is about emissions alone, whatever else its name holds.
  return about.length === 0 || about[0] === figure;
}

/** The sources of a figure over an itinerary or one of its legs, each once, parameters first. */
export function sourcesOf(itinerary: Itinerary, figure: Figure, leg: number | null): Source[] {
  const legs = leg === null ? itinerary.legs : itinerary.legs.slice(leg, leg + 1);
  const texts = new Set(legs.flatMap((one) => one.sources));
  return [...texts]
    .map(read)
    .filter((source) => bearsOn(source, figure))
    .sort((a, b) => Number(a.parameter === null) - Number(b.parameter === null));
}
