// The itineraries as cards: one list, sorted as wanted, one of them opened.

import type { Itinerary } from '../api/types';
import { hubsOf, middle, placed, sorted } from '../logic/itineraries';
import type { Figure } from '../logic/sources';
import { useNames } from '../logic/use-names';
import { SORTS } from '../state/query';
import { isOld, landedOf, store, useStore } from '../state/store';
import { useTexts } from '../text';
import { LandedCost } from './goods';
import { Icon } from './icon';
import { Legs } from './legs';

const NO_WAYS: Itinerary[] = [];

export function Cards() {
  const { t } = useTexts();
  const itineraries = useStore((state) => state.plan?.itineraries ?? NO_WAYS);
  const sort = useStore((state) => state.view.sort);
  const landed = useStore(landedOf);
  const byLanded = landed?.itineraries.map((one) => one.id);
  const stale = useStore(isOld);
  const names = useNames(itineraries);
  return (
    <section
      class="itineraries"
      id="itineraries"
      tabindex={-1}
      aria-labelledby="itineraries-title"
      aria-busy={stale}
    >
      <div class="list-head">
        <h2 id="itineraries-title">
          {t.itineraries} <span class="count">{itineraries.length}</span>
        </h2>
        <fieldset class="segments">
          <legend class="unseen">{t.sortBy}</legend>
          {SORTS.filter((by) => by !== 'landed' || landed !== null).map((by) => (
            <label key={by} title={t.sortHelp[by]}>
              <input
                type="radio"
                name="sort"
                checked={sort === by}
                onChange={() => store.look({ sort: by })}
              />
              <span>{t.sorts[by]}</span>
            </label>
          ))}
        </fieldset>
      </div>
      <ol class="cards">
        {sorted(itineraries, sort, byLanded).map((itinerary) => (
          <Card key={itinerary.id} itinerary={itinerary} name={names.get(itinerary.id) ?? ''} />
        ))}
      </ol>
    </section>
  );
}

function Card({ itinerary, name }: { itinerary: Itinerary; name: string }) {
  const { t, f } = useTexts();
  const open = useStore((state) => state.view.pick === itinerary.id);
  const hot = useStore((state) => state.hover === itinerary.id);
  const { id, best_by, warnings } = itinerary;
  const hover = (on: boolean) => {
    if (on || store.get().hover === id) store.set({ hover: on ? id : null });
  };
  const newest = warnings
    .map((warning) => warning.date)
    .sort()
    .at(-1);
  return (
    <li
      id={`way-${id}`}
      class={`card${open ? ' open' : ''}${hot ? ' hot' : ''}`}
      onPointerEnter={() => hover(true)}
      onPointerLeave={() => hover(false)}
      onFocusCapture={() => hover(true)}
      onBlurCapture={() => hover(false)}
    >
      <h3>
        <button
          type="button"
          class="card-title"
          aria-expanded={open}
          onClick={() => store.look({ pick: open ? null : id })}
        >
          <span class="number">{id}</span>
          <bdi>{name}</bdi>
          <Icon name="down" />
        </button>
      </h3>
      <p class="hubs">
        {best_by.map((by) => (
          <span key={by} class="badge">
            {t.best[by] ?? by}
          </span>
        ))}
        <bdi>{hubsOf(itinerary).join(' → ') || t.direct}</bdi>
      </p>
      <Figures itinerary={itinerary} />
      <LandedCost id={id} open={open} />
      <Strip itinerary={itinerary} />
      {warnings.length > 0 && !open && (
        <p class="reported">
          <Icon name="warn" /> {t.reports(warnings.length)}
          {newest ? ` · ${t.newest} ${f.date(newest)}` : ''}
        </p>
      )}
      {open && <Legs itinerary={itinerary} />}
    </li>
  );
}

function Figures({ itinerary }: { itinerary: Itinerary }) {
  const { t, f } = useTexts();
  const tell = (figure: Figure) => () =>
    store.set({ source: { itinerary: itinerary.id, figure, leg: null } });
  const figure = (name: Figure, label: string, value: string, unit: string) => (
    <button
      type="button"
      class="figure"
      aria-label={`${label}: ${value} ${unit}. ${t.sourceOf(label)}`}
      onClick={tell(name)}
    >
      <b>{value}</b> <span>{unit}</span>
    </button>
  );
  const [mass, massUnit = ''] = f.mass(itinerary.co2e_kg).split(/\s(?=\S+$)/);
  return (
    <div class="figures">
      {figure('time', t.time, f.bareDays(middle(itinerary)), t.axisDays)}
      {figure('cost', t.cost, f.money(itinerary.cost_usd), '')}
      {figure('co2e', t.co2e, mass ?? '', `${massUnit} CO₂e`)}
      <small class="p90">{t.nineInTen(f.days(itinerary.duration_p90_s))}</small>
      {itinerary.on_time_probability != null && (
        <small class="p90">{t.reliability(f.percent(itinerary.on_time_probability))}</small>
      )}
    </div>
  );
}

/** The days of an itinerary by kind of leg, in a line; the chart of days says it in words. */
function Strip({ itinerary }: { itinerary: Itinerary }) {
  const total = itinerary.legs.reduce((sum, leg) => sum + leg.duration_s, 0) || 1;
  return (
    <svg class="strip" viewBox="0 0 1000 6" preserveAspectRatio="none" aria-hidden="true">
      {placed(itinerary).map(({ leg, index, start_s }) => (
        <rect
          key={index}
          class={`kind-${leg.kind}`}
          x={(start_s / total) * 1000}
          width={(leg.duration_s / total) * 1000}
          height="6"
        />
      ))}
    </svg>
  );
}
