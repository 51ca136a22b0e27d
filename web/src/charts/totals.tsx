// Every itinerary by days and cost, or by days and CO2e.

import { useState } from 'preact/hooks';
import type { Itinerary } from '../api/types';
import { DAY_S, middle } from '../logic/itineraries';
import { useTexts } from '../text';
import { Frame, marks } from './frame';
import { domain, scale } from './scale';

const LEFT = 62;
const BOTTOM = 36;

interface Props {
  itineraries: Itinerary[];
  /** Itineraries of the world as it is, shown hollow. */
  before: Itinerary[];
  names: Map<string, string>;
  lit: string | null;
}

/** Room between two marks, px: nearer ones would hide each other. */
const ROOM = 19;

/** Marks moved aside, one after the other, until none lies on another. */
function spread(marks: [string, number, number][]): Map<string, [number, number]> {
  const placed = new Map<string, [number, number]>();
  for (const [id, x, y] of marks) {
    let at = x;
    const isFree = () => [...placed.values()].every(([px, py]) => Math.hypot(px - at, py - y) >= ROOM);
    while (!isFree()) at += 3;
    placed.set(id, [at, y]);
  }
  return placed;
}

export function Totals({ itineraries, before, names, lit }: Props) {
  const { t, f } = useTexts();
  const [against, setAgainst] = useState<'cost' | 'co2e'>('cost');
  const value = (one: Itinerary): number => (against === 'cost' ? one.cost_usd : one.co2e_kg / 1000);
  const all = [...itineraries, ...before];
  const days = domain(
    all.flatMap((one) => [one.duration_p10_s, middle(one), one.duration_p90_s]).map((s) => s / DAY_S),
  );
  const heights = domain(all.map(value));
  // What is lit is drawn last, over its neighbours.
  const ordered = [...itineraries].sort((a, b) => Number(a.id === lit) - Number(b.id === lit));
  return (
    <>
      <fieldset class="segments small">
        <legend class="unseen">{t.against}</legend>
        {(['cost', 'co2e'] as const).map((one) => (
          <label key={one}>
            <input type="radio" name="against" checked={against === one} onChange={() => setAgainst(one)} />
            <span>{t[one]}</span>
          </label>
        ))}
      </fieldset>
      <Frame
        label={t.totalsHelp}
        minHeight={180}
        draw={(width, height) => {
          const x = scale(days[0], days[1], LEFT, width - 16, Math.max(3, width / 90));
          const y = scale(heights[0], heights[1], height - BOTTOM, 12, Math.max(3, height / 48));
          const places = spread(itineraries.map((one) => [one.id, x(middle(one) / DAY_S), y(value(one))]));
          return (
            <>
              {x.ticks.map((day) => (
                <g key={day}>
                  <line class="grid" x1={x(day)} x2={x(day)} y1="8" y2={height - BOTTOM} />
                  <text class="tick" x={x(day)} y={height - BOTTOM + 15} text-anchor="middle">
                    {f.number(day, 1)}
                  </text>
                </g>
              ))}
              {y.ticks.map((tick) => (
                <g key={tick}>
                  <line class="grid" x1={LEFT} x2={width - 12} y1={y(tick)} y2={y(tick)} />
                  <text class="tick" x={LEFT - 8} y={y(tick) + 4} text-anchor="end">
                    {against === 'cost' ? f.money(tick) : f.number(tick, 1)}
                  </text>
                </g>
              ))}
              <text class="axis" x={width - 14} y={height - 5} text-anchor="end">
                {t.axisDays}
              </text>
              <text class="axis" x={LEFT + 4} y={12}>
                {against === 'cost' ? t.axisCost : t.axisCo2e}
              </text>
              {before.map((one) => (
                <circle
                  key={`before-${one.id}`}
                  class="point before"
                  cx={x(middle(one) / DAY_S)}
                  cy={y(value(one))}
                  r="6"
                />
              ))}
              {ordered.map((one) => {
                const [cx, cy] = places.get(one.id) ?? [0, 0];
                const { duration_p10_s: p10, duration_p90_s: p90 } = one;
                return (
                  <g key={one.id} class={`way${lit === one.id ? ' lit' : lit ? ' dim' : ''}`} {...marks(one)}>
                    <line class="spread" x1={x(p10 / DAY_S)} x2={x(p90 / DAY_S)} y1={cy} y2={cy} />
                    <circle class="point" cx={cx} cy={cy} r="10" />
                    <text class="point-number" x={cx} y={cy + 4} text-anchor="middle">
                      {one.id}
                    </text>
                    {lit === one.id && (
                      <text
                        class="point-name"
                        x={cx > width * 0.6 ? cx - 16 : cx + 16}
                        y={cy + 4}
                        text-anchor={cx > width * 0.6 ? 'end' : 'start'}
                      >
                        {names.get(one.id)}
                      </text>
                    )}
                  </g>
                );
              })}
            </>
          );
        }}
      />
    </>
  );
}
