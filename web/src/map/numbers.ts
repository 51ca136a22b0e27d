// Where on its line the number of each way stands: where it is farthest from the lines of the others.

import type { Courses, LngLat } from '../api/types';
import { positions } from './camera';

/** Points of a way that are looked at. */
const LOOKED_AT = 48;

/** Degrees between two points, near enough to compare: meridians close up towards the poles. */
function apart([lng, lat]: LngLat, [otherLng, otherLat]: LngLat): number {
  const turn = Math.abs(lng - otherLng) % 360;
  const east = Math.min(turn, 360 - turn) * Math.cos((((lat + otherLat) / 2) * Math.PI) / 180);
  return Math.hypot(east, lat - otherLat);
}

export interface NumberFeature {
  type: 'Feature';
  geometry: { type: 'Point'; coordinates: LngLat };
  properties: { itinerary: string };
}

/** The point of every itinerary where its number is written, in the order of the courses. */
export function numbers(courses: Courses): NumberFeature[] {
  const ways = new Map<string, LngLat[]>();
  for (const feature of courses.features) {
    const { itinerary } = feature.properties;
    ways.set(itinerary, [...(ways.get(itinerary) ?? []), ...positions(feature)]);
  }
  const sampled = [...ways].map(([itinerary, points]) => {
    const step = Math.max(1, Math.ceil(points.length / LOOKED_AT));
    return { itinerary, points: points.filter((_, at) => at % step === 0) };
  });
  const taken: LngLat[] = [];
  return sampled.map(({ itinerary, points }) => {
    const others = sampled.filter((way) => way.itinerary !== itinerary).flatMap((way) => way.points);
    const room = (point: LngLat): number => {
      const toOthers = Math.min(...others.map((other) => apart(point, other)), 20);
      const toNumbers = Math.min(...taken.map((other) => apart(point, other)), 20);
      // A number over another cannot be read; one on a shared line can.
      return Math.min(toOthers + 2, toNumbers);
    };
    // The ends belong to all ways alike.
    const inner = points.length > 4 ? points.slice(2, -2) : points;
    const best = inner.reduce((a, b) => (room(b) > room(a) ? b : a), inner[0] ?? [0, 0]);
    taken.push(best);
    return {
      type: 'Feature',
      geometry: { type: 'Point', coordinates: best },
      properties: { itinerary },
    };
  });
}
