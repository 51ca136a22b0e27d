// The legs of every itinerary by day.

import type { Itinerary } from '../api/types';
import { DAY_S, middle, placed } from '../logic/itineraries';
import { useTexts } from '../text';
import { Frame, marks } from './frame';
import { scale } from './scale';

const ROW = 22;
const TOP = 20;

interface Props {
  itineraries: Itinerary[];
  names: Map<string, string>;
  lit: string | null;
}

export function Gantt({ itineraries, names, lit }: Props) {
  const { t, f } = useTexts();
  const longest = Math.max(...itineraries.map((one) => Math.max(middle(one), one.duration_p90_s)), DAY_S);
  return (
    <Frame
      label={t.barsHelp}
      minHeight={TOP + itineraries.length * ROW + 6}
      draw={(width) => {
        const left = Math.min(270, width * 0.36);
        const x = scale(0, longest / DAY_S, left, width - 58, 7);
        return (
          <>
            {x.ticks.map((day) => (
              <g key={day}>
                <line class="grid" x1={x(day)} x2={x(day)} y1={TOP - 4} y2={TOP + itineraries.length * ROW} />
                <text class="tick" x={x(day)} y={TOP - 8} text-anchor="middle">
                  {f.number(day)}
                </text>
              </g>
            ))}
            <text class="tick" x={left - 10} y={TOP - 8} text-anchor="end">
              {t.axisDays}
            </text>
            {itineraries.map((itinerary, row) => {
              const y = TOP + row * ROW;
              const { id, duration_p10_s: p10, duration_p90_s: p90 } = itinerary;
              // Legs tell means; drawn to the median, which is the figure beside, they keep their shares.
              const share = middle(itinerary) / Math.max(itinerary.duration_s, 1);
              const end = Math.max(middle(itinerary), p90);
              return (
                <g key={id} class={`way${lit === id ? ' lit' : lit ? ' dim' : ''}`} {...marks(itinerary)}>
                  <rect class="hit" x="0" y={y} width={width} height={ROW} />
                  <text class="row-name" x={left - 10} y={y + 15} text-anchor="end">
                    {clipped(names.get(id) ?? id, left - 34)}
                    <tspan class="row-number" dx="6">
                      {id}
                    </tspan>
                  </text>
                  {placed(itinerary).map(({ leg, index, start_s }) => (
                    <rect
                      key={index}
                      class={`bar kind-${leg.kind}`}
                      x={x((start_s * share) / DAY_S)}
                      y={y + 5}
                      width={Math.max(0.5, x((leg.duration_s * share) / DAY_S) - x(0))}
                      height={ROW - 10}
                    >
                      <title>{`${t.kinds[leg.kind]} ${leg.name || leg.from.name}: ${f.span(leg.duration_s)}`}</title>
                    </rect>
                  ))}
                  <path class="whisker" d={`M${x(p10 / DAY_S)} ${y + ROW / 2}H${x(p90 / DAY_S)}m0 -4v8`} />
                  <text class="value" x={x(end / DAY_S) + 6} y={y + 15}>
                    {f.bareDays(middle(itinerary))}
                  </text>
                </g>
              );
            })}
          </>
        );
      }}
    />
  );
}

let pen: CanvasRenderingContext2D | null = null;

/** How wide a text of the chart is, px. */
function wide(text: string): number {
  pen ??= document.createElement('canvas').getContext('2d');
  if (!pen) return text.length * 7;
  pen.font = `650 12px ${getComputedStyle(document.body).fontFamily}`;
  return pen.measureText(text).width;
}

/** A name with as much of its middle left out as does not fit: what tells it from others stands at its end. */
function clipped(name: string, room: number): string {
  if (wide(name) <= room) return name;
  const tail = name.includes(' · ') ? name.slice(name.lastIndexOf(' · ')) : '';
  const head = name.slice(0, name.length - tail.length);
  for (let length = head.length - 1; length > 0; length -= 1) {
    const short = `${head.slice(0, length).trimEnd()}…${tail}`;
    if (wide(short) <= room) return short;
  }
  // Where only the end fits, the end is what tells it from others.
  const end = tail.slice(3);
  return end !== '' && wide(end) <= room ? end : head;
}
