// The map with its tools and switches. Without WebGL it says so and everything else goes on.

import type { Map as GlMap } from 'maplibre-gl';
import { useEffect, useRef, useState } from 'preact/hooks';
import * as api from '../api/client';
import type { LngLat } from '../api/types';
import { positionText } from '../logic/names';
import { ask, toggleAvoid } from '../state/planning';
import { store, type Tool, useStore } from '../state/store';
import { useTexts } from '../text';
import { Icon, type IconName } from '../ui/icon';
import { LayerSwitches } from './layers';
import { avoidable, type Spot, spotAt } from './spot';
import { SpotCard } from './spot-card';
import type { WorldMap } from './view';

const TOOLS: { tool: Tool; icon: IconName }[] = [
  { tool: 'plan', icon: 'pin' },
  { tool: 'look', icon: 'look' },
  { tool: 'avoid', icon: 'ban' },
];

/** The map once it is there, for exports. */
export let worldMap: WorldMap | null = null;

const hasWebgl = (): boolean => {
  try {
    return document.createElement('canvas').getContext('webgl2') !== null;
  } catch {
    return false;
  }
};

export function MapPanel() {
  const { t } = useTexts();
  const place = useRef<HTMLDivElement>(null);
  const [trouble, setTrouble] = useState(!hasWebgl());
  const theme = useStore((state) => state.view.theme);
  useEffect(() => {
    const container = place.current;
    if (trouble || !container) return;
    let map: WorldMap | null = null;
    let left = false;
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const recolour = () => map?.recolour();
    void import('./view')
      .then(({ WorldMap }) => {
        if (left) return;
        map = new WorldMap(container, handlers(), { from: t.pinFrom, to: t.pinTo });
        worldMap = map;
        dark.addEventListener('change', recolour);
      })
      .catch(() => setTrouble(true));
    return () => {
      left = true;
      dark.removeEventListener('change', recolour);
      map?.remove();
      worldMap = null;
    };
  }, [trouble]);
  useEffect(() => {
    worldMap?.recolour();
  }, [theme]);

  return (
    <section class="map" aria-label={t.map}>
      <p class="unseen" id="map-help">
        {t.mapHelp}
      </p>
      {trouble ? (
        <p class="no-map" role="status">
          <Icon name="info" /> {t.noWebgl}
        </p>
      ) : (
        <>
          <div class="map-place" ref={place} aria-describedby="map-help" />
          <Tools />
          <LayerSwitches />
          <Zoom />
          <Legend />
          <SpotCard />
        </>
      )}
    </section>
  );
}

type Pointed = { point: { x: number; y: number } };

function handlers() {
  return {
    drag: (end: 'from' | 'to', at: LngLat) => ask({ [end]: positionText(at) }),
    menu: (at: LngLat, { point }: Pointed) => {
      if (worldMap) store.set({ spot: spotAt(worldMap.gl, at, point) });
    },
    click: (at: LngLat, { point }: Pointed) => {
      const { tool, awaitsTo } = store.get();
      if (!worldMap) return;
      if (tool === 'look') lookAt(spotAt(worldMap.gl, at, point));
      else if (tool === 'avoid') void avoidAt(worldMap.gl, at, point);
      else if (awaitsTo) {
        store.set({ awaitsTo: false });
        ask({ to: positionText(at) });
      } else {
        store.set({ awaitsTo: true });
        ask({ from: positionText(at), to: '' });
      }
    },
  };
}

/** Tells what is known of a thing; an itinerary is opened in the list. */
function lookAt(spot: Spot): void {
  const id = spot.kind === 'route' ? String(spot.said['itinerary'] ?? '') : '';
  if (id === '') {
    store.set({ spot });
    return;
  }
  store.set({ spot: null });
  store.look({ pick: id });
  document.getElementById(`way-${id}`)?.scrollIntoView({ block: 'nearest' });
}

/** A passage is avoided at once; which country was meant is asked back, for borders are easily missed. */
async function avoidAt(gl: GlMap, at: LngLat, point: Pointed['point']): Promise<void> {
  const passage = spotAt(gl, at, point, (kind) => kind === 'passage');
  const what = avoidable(passage);
  if (what) {
    toggleAvoid(what);
    return;
  }
  const [place] = await api.places(positionText(at)).catch(() => []);
  const country = place?.country ?? '';
  const known = /^[A-Z]{2}$/.test(country);
  store.set({ spot: { at, kind: known ? 'country' : 'nothing', said: known ? { country } : {} } });
}

function Tools() {
  const { t } = useTexts();
  const tool = useStore((state) => state.tool);
  const awaitsTo = useStore((state) => state.awaitsTo);
  const help = tool === 'plan' && awaitsTo ? t.toolHelp.planTo : t.toolHelp[tool];
  return (
    <div class="tools">
      <fieldset class="segments">
        <legend class="unseen">{t.map}</legend>
        {TOOLS.map(({ tool: one, icon }) => (
          <label key={one} title={t.toolHelp[one]}>
            <input
              type="radio"
              name="tool"
              checked={tool === one}
              onChange={() => store.set({ tool: one, awaitsTo: false, spot: null })}
            />
            <span>
              <Icon name={icon} /> {t.tools[one]}
            </span>
          </label>
        ))}
      </fieldset>
      <p class="tool-help" role="status">
        {help}
      </p>
    </div>
  );
}

function Zoom() {
  const { t } = useTexts();
  const flat = useStore((state) => state.view.flat);
  const button = (name: IconName, label: string, onClick: () => void) => (
    <button type="button" class="icon-button" aria-label={label} title={label} onClick={onClick}>
      <Icon name={name} />
    </button>
  );
  return (
    <div class="zoom">
      {button('plus', t.zoomIn, () => worldMap?.gl.zoomIn())}
      {button('minus', t.zoomOut, () => worldMap?.gl.zoomOut())}
      {button('fit', t.fit, () => {
        store.look({ camera: null });
        worldMap?.fit();
      })}
      <button
        type="button"
        class="icon-button"
        aria-pressed={!flat}
        aria-label={t.globe}
        title={flat ? t.globe : t.flat}
        onClick={() => store.look({ flat: !flat })}
      >
        <Icon name="globe" />
      </button>
    </div>
  );
}

function Legend() {
  const { t } = useTexts();
  return (
    <ul class="legend" aria-hidden="true">
      {(['sea', 'rail', 'road', 'inland_water', 'ferry'] as const).map((mode) => (
        <li key={mode}>
          <svg width="26" height="6" aria-hidden="true">
            <line class={`line-${mode}`} x1="0" x2="26" y1="3" y2="3" />
          </svg>
          {t.kinds[mode]}
        </li>
      ))}
    </ul>
  );
}
