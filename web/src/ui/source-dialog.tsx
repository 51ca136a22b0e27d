// Where a figure comes from: its share by leg, and every source under it.

import { useEffect, useRef } from 'preact/hooks';
import type { Itinerary, Leg } from '../api/types';
import { spelled } from '../logic/names';
import { FIGURES, type Figure, figureOf, sourcesOf } from '../logic/sources';
import { store, useStore } from '../state/store';
import { useTexts } from '../text';
import { Icon } from './icon';

export function SourceDialog() {
  const asked = useStore((state) => state.source);
  const itinerary = useStore((state) =>
    state.plan?.itineraries.find((one) => one.id === state.source?.itinerary),
  );
  if (!asked || !itinerary) return null;
  return <Told itinerary={itinerary} figure={asked.figure} leg={asked.leg} />;
}

function Told({ itinerary, figure, leg }: { itinerary: Itinerary; figure: Figure; leg: number | null }) {
  const { t, f } = useTexts();
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    // A modal dialog keeps the focus, closes on Escape and gives the focus back.
    box.current?.showModal();
  }, []);
  const write: Record<Figure, (value: number) => string> = {
    time: (value) => f.span(value),
    cost: (value) => f.money(value),
    co2e: (value) => f.mass(value),
    distance: (value) => f.distance(value),
  };
  const rows = itinerary.legs
    .map((one, index) => ({ one, index, value: figureOf(one, figure) }))
    .filter((row) => row.value > 0 && (leg === null || row.index === leg));
  const most = Math.max(...rows.map((row) => row.value), 0);
  const total = rows.reduce((sum, row) => sum + row.value, 0);
  const where = (one: Leg) => [one.name || one.from.name, one.to.name].filter(Boolean);
  return (
    <dialog
      ref={box}
      class="source"
      aria-labelledby="source-title"
      onClose={() => store.set({ source: null })}
    >
      <div class="dialog-head">
        <h2 id="source-title">
          {t[figure]} <span class="count">{write[figure](total)}</span>
        </h2>
        <button type="button" class="icon-button" aria-label={t.close} onClick={() => box.current?.close()}>
          <Icon name="close" />
        </button>
      </div>
      <fieldset class="segments">
        <legend class="unseen">{t.sources}</legend>
        {FIGURES.map((one) => (
          <label key={one}>
            <input
              type="radio"
              name="figure"
              checked={one === figure}
              onChange={() => store.set({ source: { itinerary: itinerary.id, figure: one, leg } })}
            />
            <span>{t[one]}</span>
          </label>
        ))}
      </fieldset>
      <h3>{t.shareByLeg}</h3>
      <ul class="shares">
        {rows.map(({ one, index, value }) => (
          <li key={index}>
            <span>
              {t.kinds[one.kind]} <small>{[...new Set(where(one))].join(' → ')}</small>
            </span>
            <b>{write[figure](value)}</b>
            <svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
              <rect class={`kind-${one.kind}`} width={most > 0 ? (value / most) * 100 : 0} height="1" />
            </svg>
          </li>
        ))}
      </ul>
      <h3>{t.sources}</h3>
      <ul class="source-list" lang="en">
        {sourcesOf(itinerary, figure, leg).map((source) => (
          <li key={`${source.parameter}${source.text}`}>
            {source.parameter ? <b>{source.parameter}</b> : <b>{t.networkData}</b>}{' '}
            {source.parameter ? source.text : spelled(source.text)}
          </li>
        ))}
      </ul>
    </dialog>
  );
}
