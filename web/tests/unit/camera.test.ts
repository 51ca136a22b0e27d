import { describe, expect, it } from 'vitest';
import type { LngLat } from '../../src/api/types';
import { box, globeCamera, globeCameraOver, unrolled } from '../../src/map/camera';

describe('the box of points', () => {
  it('does not go round the world for two sides of the antimeridian', () => {
    const [west, , east] = box([
      [170, 10],
      [-160, 20],
    ]);
    expect([west, east]).toEqual([170, 200]);
    expect(unrolled([10, -10])).toEqual([10, -10]);
  });
});

describe('the camera of the globe', () => {
  const near: LngLat[] = [
    [37.6, 55.75],
    [72.9, 19.1],
  ];
  it('looks at the middle, and closer where less is to be seen', () => {
    const { center, zoom } = globeCamera(near, 300);
    expect(center[0]).toBeGreaterThan(45);
    expect(center[0]).toBeLessThan(65);
    expect(center[1]).toBeGreaterThan(30);
    const far = globeCamera([...near, [28, -34], [140, 50]], 300);
    expect(far.zoom).toBeLessThan(zoom);
  });
  it('stays sane for one point and for antipodes', () => {
    expect(globeCamera([[10, 10]], 300).zoom).toBeLessThanOrEqual(7);
    const { zoom } = globeCamera(
      [
        [0, 0],
        [180, 0],
      ],
      300,
    );
    expect(Number.isFinite(zoom)).toBe(true);
  });
  it('keeps both ends in sight of ways round the world', () => {
    const ends: LngLat[] = [
      [33, 69],
      [139.6, 35.4],
    ];
    const around: LngLat[] = [...ends, [-80, 9], [32, 30], [-5, 36], [104, 1], [-170, 66]];
    const { center } = globeCameraOver(around, ends, 300);
    expect(center[0]).toBeGreaterThan(60);
    expect(center[0]).toBeLessThan(130);
    expect(globeCameraOver(near, near, 300)).toEqual(globeCamera(near, 300));
    // From near by the far side of the globe is drawn smaller, so that the whole can be larger.
    expect(globeCamera(around, 300, 900).zoom).toBeGreaterThan(globeCamera(around, 300).zoom);
  });
});
