// Where the camera has to be for a set of points to be in sight, on the globe and on the flat map.

import type { LegFeature, LngLat } from '../api/types';

/** Longitudes turned so that they lie close together, whichever side of the antimeridian they are on. */
export function unrolled(lngs: readonly number[]): number[] {
  const east = lngs.map((lng) => (lng < 0 ? lng + 360 : lng));
  const spread = (all: readonly number[]) => Math.max(...all) - Math.min(...all);
  return spread(east) < spread(lngs) ? east : [...lngs];
}

/** The box about points as west, south, east, north; west of east even over the antimeridian. */
export function box(points: readonly LngLat[]): [number, number, number, number] {
  const lngs = unrolled(points.map(([lng]) => lng));
  const lats = points.map(([, lat]) => lat);
  return [Math.min(...lngs), Math.min(...lats), Math.max(...lngs), Math.max(...lats)];
}

const RADIANS = Math.PI / 180;
const TILE = 512;
/** Farther than this from the middle a globe shows too little to be worth the room, radians. */
const WIDEST = 75 * RADIANS;

export interface Camera {
  center: LngLat;
  zoom: number;
}

type Vector = [number, number, number];

const vector = ([lng, lat]: LngLat): Vector => [
  Math.cos(lat * RADIANS) * Math.cos(lng * RADIANS),
  Math.cos(lat * RADIANS) * Math.sin(lng * RADIANS),
  Math.sin(lat * RADIANS),
];

/**
 * The middle of points on the sphere and the zoom at which a globe shows them within so many pixels from
 * its middle, seen from so many pixels away. Zoom counts as MapLibre does: by the scale of the flat map at
 * the latitude of the middle.
 */
export const globeCamera = (
  points: readonly LngLat[],
  radius: number,
  distance = Number.POSITIVE_INFINITY,
): Camera => seen(points, points, radius, distance);

/**
 * The same for ways between two ends: ways that go round more of the earth than a globe shows are seen from
 * above the middle between their ends, so that both are in sight.
 */
export function globeCameraOver(
  points: readonly LngLat[],
  ends: readonly LngLat[],
  radius: number,
  distance = Number.POSITIVE_INFINITY,
): Camera {
  const all = seen(points, points, radius, distance);
  return reachFrom(all.center, points) <= WIDEST ? all : seen(ends, points, radius, distance);
}

/** The angle from a point to the farthest of others, radians. */
function reachFrom(center: LngLat, points: readonly LngLat[]): number {
  const middle = vector(center);
  const angles = points.map(vector).map(([x, y, z]) => x * middle[0] + y * middle[1] + z * middle[2]);
  return Math.max(...angles.map((cosine) => Math.acos(Math.max(-1, Math.min(1, cosine)))));
}

function seen(about: readonly LngLat[], points: readonly LngLat[], radius: number, distance: number): Camera {
  // The ends of the box, not the mean: many points in one place must not pull the middle there.
  const [west, south, east, north] = box(about);
  const corners: LngLat[] = [
    [west, south],
    [west, north],
    [east, south],
    [east, north],
  ];
  const sum = corners.map(vector).reduce((a, b) => [a[0] + b[0], a[1] + b[1], a[2] + b[2]]);
  const length = Math.hypot(...sum) || 1;
  const lat = Math.asin(sum[2] / length) / RADIANS;
  const lng = Math.atan2(sum[1], sum[0]) / RADIANS;
  const angle = reachFrom([lng, lat], points);
  const widest = Math.min(Math.max(angle, RADIANS), WIDEST);
  // What lies farther round the globe is farther away, and drawn smaller.
  const reach = Math.sin(widest) - (radius / distance) * (1 - Math.cos(widest));
  const zoom = Math.log2((radius * 2 * Math.PI * Math.cos(lat * RADIANS)) / (TILE * reach));
  return { center: [lng, lat], zoom: Math.max(0.5, Math.min(7, zoom)) };
}

/** The points of a leg's course. */
export function positions({ geometry }: LegFeature): LngLat[] {
  if (geometry.type === 'Point') return [geometry.coordinates];
  return geometry.type === 'LineString' ? geometry.coordinates : geometry.coordinates.flat();
}
