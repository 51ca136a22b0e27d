// The dock of charts under the map, one at a time.

import { useState } from 'preact/hooks';
import type { Itinerary } from '../api/types';
import { sorted } from '../logic/itineraries';
import { useNames } from '../logic/use-names';
import { CHARTS } from '../state/query';
import { isOld, store, useStore } from '../state/store';
import { useTexts } from '../text';
import { Icon } from '../ui/icon';
import { Gantt } from './gantt';
import { Path } from './path';
import { Totals } from './totals';

const NO_WAYS: Itinerary[] = [];

/** What the colours of the bars mean: of all kinds of legs those that there are. */
function Keys({ itineraries }: { itineraries: Itinerary[] }) {
  const { t } = useTexts();
  const kinds = new Set(itineraries.flatMap(({ legs }) => legs.map((leg) => leg.kind)));
  return (
    <ul class="chart-keys" title={t.barsHelp} aria-hidden="true">
      {[...kinds].map((kind) => (
        <li key={kind}>
          <i class={`kind-${kind}`} /> {t.kinds[kind]}
        </li>
      ))}
      <li>
        <i class="key-whisker" /> {t.spreadKey}
      </li>
    </ul>
  );
}

export function Charts() {
  const { t } = useTexts();
  const itineraries = useStore((state) => state.plan?.itineraries ?? NO_WAYS);
  const before = useStore((state) => state.before?.itineraries ?? NO_WAYS);
  const chart = useStore((state) => state.view.chart);
  const sort = useStore((state) => state.view.sort);
  const lit = useStore((state) => state.hover ?? state.view.pick);
  const old = useStore(isOld);
  const names = useNames(itineraries);
  const [shown, setShown] = useState(true);
  const help = { bars: t.barsHelp, totals: t.totalsHelp, path: t.pathHelp }[chart];
  const ordered = sorted(itineraries, sort);
  return (
    <section class={`charts${shown ? '' : ' folded'}${old ? ' old' : ''}`} aria-label={t.chartsTitle}>
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
        {chart === 'bars' ? <Keys itineraries={ordered} /> : <p class="soft chart-help">{help}</p>}
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
      {shown && itineraries.length > 0 && (
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
