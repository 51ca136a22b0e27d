// What the map shows: switches for the network, the ice of a month, the corridors.

import { useEffect, useState } from 'preact/hooks';
import { corridorName } from '../logic/names';
import { LAYERS, type Layer } from '../state/query';
import { store, useStore } from '../state/store';
import { useTexts } from '../text';
import { Icon } from '../ui/icon';

/** Layers that the tiles have from a zoom on. */
const FROM_ZOOM: Partial<Record<Layer, number>> = { road: 4, crossings: 5, ports: 3 };

const MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

/** How long a month of ice is shown while the year passes, ms. */
const MONTH_MS = 900;

/** Lets the year pass month by month over the ice. */
function IceMonths() {
  const { t } = useTexts();
  const [plays, setPlays] = useState(false);
  useEffect(() => {
    if (!plays) return;
    const pass = setInterval(() => {
      const { iceMonth } = store.get().view;
      store.look({ iceMonth: ((iceMonth ?? new Date().getMonth()) % 12) + 1 });
    }, MONTH_MS);
    return () => clearInterval(pass);
  }, [plays]);
  return (
    <button type="button" class="quiet" aria-pressed={plays} onClick={() => setPlays(!plays)}>
      {plays ? t.stopYear : t.playYear}
    </button>
  );
}

export function LayerSwitches() {
  const { t, f } = useTexts();
  const layers = useStore((state) => state.view.layers);
  const iceMonth = useStore((state) => state.view.iceMonth);
  const corridors = useStore((state) => state.corridors);
  const shown = useStore((state) => state.view.corridors);
  const toggle = (layer: Layer) =>
    store.look({
      layers: LAYERS.filter((one) => (one === layer ? !layers.includes(one) : layers.includes(one))),
    });
  return (
    <details class="switches">
      <summary class="icon-button" aria-label={t.layers} title={t.layers}>
        <Icon name="layers" />
      </summary>
      <div class="switches-box">
        <fieldset>
          <legend>{t.layers}</legend>
          {LAYERS.map((layer) => (
            <label key={layer}>
              <input type="checkbox" checked={layers.includes(layer)} onChange={() => toggle(layer)} />
              <span>
                {t.layerNames[layer]} {FROM_ZOOM[layer] && <small>{t.nearerOnly}</small>}
              </span>
            </label>
          ))}
        </fieldset>
        {layers.includes('ice') && (
          <label>
            {t.iceMonth}
            <select
              value={iceMonth ?? 0}
              onChange={(event) => store.look({ iceMonth: Number(event.currentTarget.value) || null })}
            >
              <option value={0}>{t.departure}</option>
              {MONTHS.map((month) => (
                <option key={month} value={month}>
                  {f.month(month)}
                </option>
              ))}
            </select>
          </label>
        )}
        {layers.includes('ice') && <IceMonths />}
        <fieldset>
          <legend>{t.corridors}</legend>
          {corridors.map(({ id, name, status }) => (
            <label key={id} title={name}>
              <input
                type="checkbox"
                checked={shown.includes(id)}
                onChange={() =>
                  store.look({
                    corridors: shown.includes(id) ? shown.filter((one) => one !== id) : [...shown, id],
                  })
                }
              />
              <span>
                {corridorName(id, corridors, t)}{' '}
                <small>{status === 'open' ? '' : (t.statusNames[status] ?? status)}</small>
              </span>
            </label>
          ))}
        </fieldset>
      </div>
    </details>
  );
}
