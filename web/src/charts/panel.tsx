// The dock of charts under the map, one at a time.

import { useState } from 'preact/hooks';
import type { Itinerary } from '../api/types';
import { sorted } from '../logic/itineraries';
import { itineraryName } from '../logic/names';
import { CHARTS } from '../state/query';
import { store, useStore } from '../state/store';
import { useTexts } from '../text';
import { Icon } from '../ui/icon';
import { Gantt } from './gantt';
import { Path } from './path';
import { Totals } from './totals';

const NO_WAYS: Itinerary[] = [];

export function Charts() {
  const { t, f } = useTexts();
  const itineraries = useStore((state) => state.plan?.itineraries ?? NO_WAYS);
  const before = useStore((state) => state.before?.itineraries ?? NO_WAYS);
  const chart = useStore((state) => state.view.chart);
  const sort = useStore((state) => state.view.sort);
  const lit = useStore((state) => state.hover ?? state.view.pick);
  const corridors = useStore((state) => state.corridors);
  const [shown, setShown] = useState(true);
  if (itineraries.length === 0) return null;
  const names = new Map(itineraries.map((one) => [one.id, itineraryName(one, corridors, t, f)]));
  const help = { bars: t.barsHelp, totals: t.totalsHelp, path: t.pathHelp }[chart];
  const ordered = sorted(itineraries, sort);
  return (
    <section class={`charts${shown ? '' : ' folded'}`} aria-label={t.chartsTitle}>
      <div class="charts-head">
        <fieldset class="segments">
          <legend class="unseen">{t.chartsTitle}</legend>
          {CHARTS.map((one) => (
            <label key={one}>
              <input
                type="radio"
                name="chart"
                checked={chart === one}
                onChange={() => store.look({ chart: one })}
              />
              <span>{t.charts[one]}</span>
            </label>
          ))}
        </fieldset>
        <p class="soft chart-help">{help}</p>
        <button
          type="button"
          class="icon-button fold"
          aria-expanded={shown}
          aria-label={shown ? t.hideCharts : t.showCharts}
          title={shown ? t.hideCharts : t.showCharts}
          onClick={() => setShown(!shown)}
        >
          <Icon name="down" />
        </button>
      </div>
      {shown && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
        <section class="charts-body" tabIndex={0} aria-label={t.charts[chart]}>
          {chart === 'bars' && <Gantt itineraries={ordered} names={names} lit={lit} />}
          {chart === 'totals' && <Totals itineraries={ordered} before={before} names={names} lit={lit} />}
          {chart === 'path' && <Path itineraries={ordered} lit={lit} />}
        </section>
      )}
    </section>
  );
}
