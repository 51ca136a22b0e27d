// The map with its switches. Without WebGL it says so and everything else goes on.

import { useEffect, useRef, useState } from 'preact/hooks';
import * as api from '../api/client';
import type { LngLat } from '../api/types';
import { positionText } from '../logic/names';
import { ask } from '../state/planning';
import { store, useStore } from '../state/store';
import { useTexts } from '../text';
import { Icon, type IconName } from '../ui/icon';
import { Attribution } from './attribution';
import { LayerSwitches } from './layers';
import { Legend } from './legend';
import { drawing, isGlobe } from './machine';
import { type Pixel, type Spot, spotAt, wayAt } from './spot';
import { SpotCard } from './spot-card';
import { Tip } from './tip';
import type { WorldMap } from './view';

/** The map once it is there, for exports. */
export let worldMap: WorldMap | null = null;

export function MapPanel() {
  const { t } = useTexts();
  const place = useRef<HTMLDivElement>(null);
  const [trouble, setTrouble] = useState(drawing() === 'none');
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
        map = new WorldMap(container, HANDLERS, { from: t.pinFrom, to: t.pinTo });
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
    <section class="map" aria-labelledby="map-title">
      <h2 class="unseen" id="map-title">
        {t.mapTitle}
      </h2>
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
          <LayerSwitches />
          <Zoom />
          <Legend />
          <Attribution />
          <Tip />
          <SpotCard />
        </>
      )}
    </section>
  );
}

const HANDLERS = {
  drag: (end: 'from' | 'to', at: LngLat) => ask({ [end]: positionText(at) }),
  click: (at: LngLat, pixel: Pixel) => {
    if (worldMap) lookAt(spotAt(worldMap.gl, at, pixel));
  },
  move: (pixel: Pixel | null) => {
    if (!worldMap) return;
    const itinerary = pixel && wayAt(worldMap.gl, pixel);
    worldMap.gl.getCanvas().classList.toggle('points', itinerary !== null);
    const { tip } = store.get();
    if (itinerary && pixel) store.set({ hover: itinerary, tip: { itinerary, pixel } });
    else if (tip) store.set({ hover: null, tip: null });
  },
};

/** A line opens its itinerary; anything else tells of itself, and of the country it lies in. */
function lookAt(spot: Spot): void {
  if (spot.kind === 'route') {
    const id = String(spot.said['itinerary'] ?? '');
    const { view, shows } = store.get();
    store.set({ spot: null, tip: null, hover: null });
    if (shows === 'before') return;
    store.look({ pick: view.pick === id ? null : id });
    document.getElementById(`way-${id}`)?.scrollIntoView({ block: 'nearest' });
    return;
  }
  store.set({ spot, tip: null });
  if (!spot.said['country']) void addCountry(spot);
}

async function addCountry(spot: Spot): Promise<void> {
  if (spot.kind === 'passage' || spot.kind === 'crossing' || spot.kind === 'ice') return;
  const [place] = await api.places(positionText(spot.at)).catch(() => []);
  const country = place?.country ?? '';
  if (store.get().spot !== spot || !/^[A-Z]{2}$/.test(country)) return;
  store.set({ spot: { ...spot, said: { ...spot.said, country } } });
}

function Zoom() {
  const { t } = useTexts();
  const flat = useStore((state) => state.view.flat);
  const globe = isGlobe(flat);
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
        aria-pressed={globe}
        aria-label={t.globe}
        title={globe ? t.flat : t.globe}
        onClick={() => store.look({ flat: globe })}
      >
        <Icon name="globe" />
      </button>
    </div>
  );
}
