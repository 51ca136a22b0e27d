// What things are called: ids of the answer in words.

import type { Corridor, Itinerary, Place } from '../api/types';
import type { Texts } from '../text';
import type { Figures } from './format';
import { hubsOf } from './itineraries';

/** The passages most asked about; any other can be typed or clicked on the map. */
export const OFTEN_CLOSED: readonly string[] = [
  'suez',
  'bab-el-mandeb',
  'hormuz',
  'malacca',
  'bosporus',
  'panama',
];

/** `danish-straits` as `Danish straits`: for ids that no table names. */
export const spelled = (id: string): string => {
  const words = id.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** The short name of a corridor in the language of the page, else its own, else its id in words. */
export const corridorName = (id: string, corridors: readonly Corridor[], t: Texts): string =>
  t.corridorNames[id] ?? corridors.find((corridor) => corridor.id === id)?.name ?? spelled(id);

/** What an avoided or named thing is called: a country, a passage, a corridor. */
export function thingName(id: string, corridors: readonly Corridor[], t: Texts, f: Figures): string {
  return /^[A-Z]{2}$/.test(id)
    ? f.country(id)
    : (t.passageNames[id] ?? t.passageFullNames[id] ?? corridorName(id, corridors, t));
}

/** What an itinerary is called: its corridors, else the countries between its ends. */
export function itineraryName(
  itinerary: Itinerary,
  corridors: readonly Corridor[],
  t: Texts,
  f: Figures,
): string {
  if (itinerary.corridors.length > 0) {
    return itinerary.corridors.map((id) => corridorName(id, corridors, t)).join(' + ');
  }
  const between = [...new Set(itinerary.countries.slice(1, -1))].map((code) => f.country(code));
  return between.length > 0 ? t.through(f.list(between)) : t.direct;
}

/** The hubs of a way that do not bear the name of one of its ends, which all ways have. */
function innerHubs(itinerary: Itinerary): string[] {
  const { legs } = itinerary;
  const ends = [legs[0]?.from.name, legs.at(-1)?.to.name];
  const words = ends.map((name) => (name ?? '').replace(/[ ,(].*$/, '')).filter((name) => name !== '');
  const hubs = hubsOf(itinerary).map((name) => name.replace(/ \(.*\)$/, ''));
  return hubs.filter((name) => !words.some((word) => name.startsWith(word)));
}

/**
 * The names of all itineraries by their ids. Where several would be called the same, what only one of them
 * goes by is added: a port or terminal, a passage, a country.
 */
export function itineraryNames(
  itineraries: readonly Itinerary[],
  corridors: readonly Corridor[],
  t: Texts,
  f: Figures,
): Map<string, string> {
  const named = itineraries.map((one) => ({ one, name: itineraryName(one, corridors, t, f) }));
  const marks = (one: Itinerary): string[] => [
    ...innerHubs(one),
    ...one.passages.map((id) => thingName(id, corridors, t, f)),
    ...[...new Set(one.countries)].map((code) => f.country(code)),
  ];
  return new Map(
    named.map(({ one, name }) => {
      const twins = named.filter((other) => other.name === name && other.one !== one);
      if (twins.length === 0) return [one.id, name];
      const theirs = new Set(twins.flatMap((twin) => marks(twin.one)));
      const own = marks(one).find((mark) => !theirs.has(mark) && !name.includes(mark));
      // One that has nothing of its own is known by its ports.
      const by = own ?? innerHubs(one).join(', ');
      return [one.id, by ? `${name} · ${t.by(by)}` : name];
    }),
  );
}

/** How a place is written so that the server understands the one that was chosen. */
export function placeText(place: Place, others: readonly Place[]): string {
  if (place.locode) return place.locode;
  const bare = place.name.replace(/, [^,]*$/, '');
  const twins = others.filter((other) => other.name === place.name && other.locode === '');
  return twins.length > 1 ? positionText(place.at) : `${bare}, ${place.country}`;
}

/** A position as the server takes it; a ten-thousandth of a degree is about ten metres. */
export const positionText = ([lng, lat]: readonly [number, number]): string =>
  `${Number(wrapped(lng).toFixed(4))},${Number(lat.toFixed(4))}`;

/** A longitude in [-180, 180]: maps count on past the antimeridian. */
export const wrapped = (lng: number): number => {
  const turn = ((((lng + 180) % 360) + 360) % 360) - 180;
  return turn === -180 && lng > 0 ? 180 : turn;
};
