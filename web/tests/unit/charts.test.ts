import { describe, expect, it } from 'vitest';
import { domain, scale, ticks } from '../../src/charts/scale';

describe('ticks', () => {
  it('are round and inside', () => {
    expect(ticks(0, 45, 5)).toEqual([0, 10, 20, 30, 40]);
    expect(ticks(2300, 9700, 4)).toEqual([4000, 6000, 8000]);
    expect(ticks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  });
  it('are one where there is no span', () => expect(ticks(3, 3, 5)).toEqual([3]));
});

describe('a scale', () => {
  it('goes from end to end, also upside down', () => {
    expect(scale(0, 10, 100, 200)(5)).toBe(150);
    expect(scale(0, 10, 200, 0)(10)).toBe(0);
  });
  it('has no bad spot where all values are one', () => expect(scale(4, 4, 0, 100)(4)).toBe(0));
});

describe('a domain', () => {
  it('gives air, but not below zero', () => {
    expect(domain([10, 20])).toEqual([9.2, 20.8]);
    expect(domain([0, 100])[0]).toBe(0);
  });
  it('does with nothing', () => expect(domain([])).toEqual([0, 1]));
});
