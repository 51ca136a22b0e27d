// Scales and ticks of the charts.

/** A linear scale from values to pixels. */
export interface Scale {
  (value: number): number;
  ticks: number[];
}

/** Round steps of 1, 2 or 5 times a power of ten, about as many as wanted. */
export function ticks(low: number, high: number, wanted: number): number[] {
  if (!(high > low) || wanted < 1) return [low];
  const raw = (high - low) / wanted;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= raw) ?? raw;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  // Multiples, not sums: sums would drift.
  return Array.from({ length: last - first + 1 }, (_, at) => Number(((first + at) * step).toPrecision(12)));
}

/** A scale over a domain, in pixels from `start` to `end`. */
export function scale(low: number, high: number, start: number, end: number, wanted = 5): Scale {
  const span = high > low ? high - low : 1;
  const at = (value: number): number => start + ((value - low) / span) * (end - start);
  return Object.assign(at, { ticks: ticks(low, high, wanted) });
}

/** A domain with some air about the values; from zero if that costs little. */
export function domain(values: readonly number[]): [number, number] {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return [0, 1];
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const air = (high - low || Math.abs(high) || 1) * 0.08;
  return [low >= 0 ? Math.max(0, low - air) : low - air, high + air];
}
