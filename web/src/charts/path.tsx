// Days, dollars or CO2e against kilometres along the way: what moves slopes, what stops is a step.

import { useState } from 'preact/hooks';
import type { Itinerary } from '../api/types';
import { DAY_S, isMode, type Placed, placed } from '../logic/itineraries';
import { useTexts } from '../text';
import { Frame, marks } from './frame';
import { scale } from './scale';

const LEFT = 62;
const BOTTOM = 36;
const MEASURES = ['time', 'cost', 'co2e'] as const;
type Measure = (typeof MEASURES)[number];

interface Props {
  itineraries: Itinerary[];
  lit: string | null;
}

const start: Record<Measure, (row: Placed) => number> = {
  time: (row) => row.start_s / DAY_S,
  cost: (row) => row.start_usd,
  co2e: (row) => row.start_kg / 1000,
};
const added: Record<Measure, (row: Placed) => number> = {
  time: (row) => row.leg.duration_s / DAY_S,
  cost: (row) => row.leg.cost_usd,
  co2e: (row) => row.leg.co2e_kg / 1000,
};

export function Path({ itineraries, lit }: Props) {
  const { t, f } = useTexts();
  const [by, setBy] = useState<Measure>('time');
  const ways = itineraries.map((itinerary) => ({ itinerary, rows: placed(itinerary) }));
  const ends = ways.flatMap(({ rows }) => rows.slice(-1));
  const farthest = Math.max(...ends.map((row) => row.start_m + row.leg.distance_m), 1) / 1000;
  const highest = Math.max(...ends.map((row) => start[by](row) + added[by](row)), 1e-9);
  const label = { time: t.axisDays, cost: t.axisCost, co2e: t.axisCo2e }[by];
  return (
    <>
      <fieldset class="segments small">
        <legend class="unseen">{t.against}</legend>
        {MEASURES.map((one) => (
          <label key={one}>
            <input type="radio" name="measure" checked={by === one} onChange={() => setBy(one)} />
            <span>{t[one]}</span>
          </label>
        ))}
      </fieldset>
      <Frame
        label={t.pathHelp}
        minHeight={180}
        draw={(width, height) => {
          const x = scale(0, farthest, LEFT, width - 20, Math.max(3, width / 110));
          const y = scale(0, highest, height - BOTTOM, 14, Math.max(3, height / 48));
          return (
            <>
              {x.ticks.map((km) => (
                <text key={km} class="tick" x={x(km)} y={height - BOTTOM + 15} text-anchor="middle">
                  {f.number(km)}
                </text>
              ))}
              {y.ticks.map((tick) => (
                <g key={tick}>
                  <line class="grid" x1={LEFT} x2={width - 12} y1={y(tick)} y2={y(tick)} />
                  <text class="tick" x={LEFT - 8} y={y(tick) + 4} text-anchor="end">
                    {by === 'cost' ? f.money(tick) : f.number(tick, 1)}
                  </text>
                </g>
              ))}
              <text class="axis" x={width - 14} y={height - 5} text-anchor="end">
                {t.axisKm}
              </text>
              <text class="axis" x={LEFT + 4} y={12}>
                {label}
              </text>
              {[...ways]
                .sort((a, b) => Number(a.itinerary.id === lit) - Number(b.itinerary.id === lit))
                .map(({ itinerary, rows }) => (
                  <g
                    key={itinerary.id}
                    class={`way${lit === itinerary.id ? ' lit' : lit ? ' dim' : ''}`}
                    {...marks(itinerary)}
                  >
                    {rows.map((row) => {
                      const [x1, y1] = [x(row.start_m / 1000), y(start[by](row))];
                      const [x2, y2] = [
                        x((row.start_m + row.leg.distance_m) / 1000),
                        y(start[by](row) + added[by](row)),
                      ];
                      return (
                        <g key={row.index}>
                          <line class="hit-line" x1={x1} y1={y1} x2={x2} y2={y2} />
                          <line
                            class={`stretch${isMode(row.leg.kind) ? '' : ' stop'} line-${row.leg.kind}`}
                            x1={x1}
                            y1={y1}
                            x2={x2}
                            y2={y2}
                          >
                            <title>{`${t.kinds[row.leg.kind]} ${row.leg.name || row.leg.from.name}`}</title>
                          </line>
                        </g>
                      );
                    })}
                    {rows.slice(-1).map((row) => (
                      <text
                        key="end"
                        class="point-name"
                        x={x((row.start_m + row.leg.distance_m) / 1000) + 4}
                        y={y(start[by](row) + added[by](row)) - 4}
                        text-anchor="middle"
                      >
                        {itinerary.id}
                      </text>
                    ))}
                  </g>
                ))}
            </>
          );
        }}
      />
    </>
  );
}
