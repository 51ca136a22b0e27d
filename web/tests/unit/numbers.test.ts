import { describe, expect, it } from 'vitest';
import type { Courses, LngLat } from '../../src/api/types';
import { numbers } from '../../src/map/numbers';
import { preferred } from '../../src/state/query';

const course = (itinerary: string, coordinates: LngLat[]): Courses['features'][number] => ({
  type: 'Feature',
  geometry: { type: 'LineString', coordinates },
  properties: { itinerary, leg: 0, kind: 'sea', name: '', corridors: [] },
});

describe('the numbers of ways', () => {
  it('stand where the lines are apart, not on the stretch that all share', () => {
    const shared: LngLat[] = [0, 2, 4, 6].map((lng) => [lng, 0]);
    const north: LngLat[] = [8, 10, 12, 14, 16].map((lng) => [lng, 8]);
    const south: LngLat[] = [8, 10, 12, 14, 16].map((lng) => [lng, -8]);
    const end: LngLat[] = [
      [18, 0],
      [20, 0],
    ];
    const found = numbers({
      type: 'FeatureCollection',
      features: [course('1', [...shared, ...north, ...end]), course('2', [...shared, ...south, ...end])],
    });
    expect(found.map((one) => one.properties.itinerary)).toEqual(['1', '2']);
    expect(found.map((one) => one.geometry.coordinates[1])).toEqual([8, -8]);
  });
  it('are few for a way of one point, and none without ways', () => {
    const one = numbers({ type: 'FeatureCollection', features: [course('1', [[5, 5]])] });
    expect(one[0]?.geometry.coordinates).toEqual([5, 5]);
    expect(numbers({ type: 'FeatureCollection', features: [] })).toEqual([]);
  });
});

describe('the language of a reader', () => {
  it('is the first that the page speaks, else English', () => {
    expect(preferred(['fr-FR', 'ru-RU', 'hi'])).toBe('ru');
    expect(preferred(['hi-IN', 'en-US'])).toBe('hi');
    expect(preferred(['fr'])).toBe('en');
  });
});
