// The map itself: MapLibre kept in step with the state of the page.

import { type GeoJSONSource, Map as GlMap, type MapMouseEvent, Marker, setWorkerUrl } from 'maplibre-gl';
import 'maplibre-gl/dist/maplibre-gl.css';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import type { Courses, LegFeature, LngLat } from '../api/types';
import { changes } from '../logic/itineraries';
import { wrapped } from '../logic/names';
import { type State, store } from '../state/store';
import { texts } from '../text';
import { box, globeCameraOver } from './camera';
import { EMPTY, litFilters } from './route-style';
import { corridorFilter, iceOpacity, mapStyle, pageColours, passageField, SWITCH } from './style';

setWorkerUrl(workerUrl);

export interface Handlers {
  click: (at: LngLat, event: MapMouseEvent) => void;
  menu: (at: LngLat, event: MapMouseEvent) => void;
  drag: (end: 'from' | 'to', at: LngLat) => void;
}

/** How far the eye is from the middle of the map, in heights of it: a field of view of 36.87 degrees. */
const EYE = 1.5;

/** Padding about what is shown, px. */
const PADDING = 56;

export class WorldMap {
  readonly gl: GlMap;
  private readonly ends: Record<'from' | 'to', Marker>;
  private shown: State | null = null;
  private readonly stop: () => void;

  constructor(container: HTMLElement, handlers: Handlers, pinLabels: Record<'from' | 'to', string>) {
    const { view } = store.get();
    this.gl = new GlMap({
      container,
      style: this.style(),
      center: view.camera ? [view.camera[0], view.camera[1]] : [58, 38],
      zoom: view.camera ? view.camera[2] : 1.9,
      attributionControl: false,
      maxPitch: 0,
      dragRotate: false,
      pitchWithRotate: false,
      fadeDuration: 150,
      canvasContextAttributes: { antialias: true },
    });
    this.gl.touchZoomRotate.disableRotation();
    const pin = (end: 'from' | 'to'): Marker => {
      const element = document.createElement('div');
      element.className = `pin pin-${end}`;
      element.title = pinLabels[end];
      const marker = new Marker({ element, draggable: true, anchor: 'center' });
      marker.on('dragend', () => handlers.drag(end, [marker.getLngLat().lng, marker.getLngLat().lat]));
      return marker;
    };
    this.ends = { from: pin('from'), to: pin('to') };
    this.gl.on('click', (event) => handlers.click([wrapped(event.lngLat.lng), event.lngLat.lat], event));
    this.gl.on('contextmenu', (event) => handlers.menu([wrapped(event.lngLat.lng), event.lngLat.lat], event));
    this.gl.on('moveend', (event) => {
      // Only what a person did is worth keeping in the address.
      if (!('originalEvent' in event) || event.originalEvent === undefined) return;
      const { lng, lat } = this.gl.getCenter();
      store.look({ camera: [wrapped(lng), lat, this.gl.getZoom()] });
    });
    // The charts take their room when the first answer comes, after the map was fitted to its own.
    this.gl.on('resize', () => {
      if (store.get().view.camera === null) this.fit();
    });
    this.gl.once('load', () => {
      performance.mark('map');
      this.follow(store.get());
    });
    // Told in the page, so that who waits for the map knows when it is complete.
    const frame = container.parentElement;
    this.gl.on('idle', () => frame?.setAttribute('data-drawn', 'true'));
    this.gl.on('movestart', () => frame?.setAttribute('data-drawn', 'false'));
    this.stop = store.subscribe(() => this.follow(store.get()));
  }

  remove(): void {
    this.stop();
    this.gl.remove();
  }

  /** Draws in the colours that hold now. */
  recolour(): void {
    if (!this.source('routes')) return;
    for (const layer of this.style().layers) {
      for (const [name, value] of Object.entries(layer.paint ?? {})) {
        this.gl.setPaintProperty(layer.id, name as 'line-color', value as string);
      }
    }
    this.light(litOf(store.get()));
  }

  /** Brings all itineraries into sight. */
  fit(): void {
    const state = store.get();
    const { plan } = state;
    const points = (plan?.geometry?.features ?? []).flatMap(positions);
    if (!plan) return;
    points.push(plan.from.at, plan.to.at);
    const options = { duration: calm() ? 0 : 700 };
    if (state.view.flat) {
      this.gl.fitBounds(box(points), { ...options, padding: PADDING, maxZoom: 7 });
      return;
    }
    const { clientWidth, clientHeight } = this.gl.getContainer();
    const radius = Math.max(80, Math.min(clientWidth, clientHeight) / 2 - PADDING / 2);
    const ends = [plan.from.at, plan.to.at];
    this.gl.easeTo({ ...options, ...globeCameraOver(points, ends, radius, clientHeight * EYE) });
  }

  /** The map as it is now, drawn anew: the picture of a WebGL canvas lasts no longer than its frame. */
  picture(): HTMLCanvasElement {
    this.gl.redraw();
    return this.gl.getCanvas();
  }

  private style() {
    const tiles = new URL('v1/tiles/{z}/{x}/{y}', document.baseURI).href
      .replaceAll('%7B', '{')
      .replaceAll('%7D', '}');
    const state = store.get();
    return mapStyle(state.view, monthOf(state), tiles, pageColours());
  }

  private source(name: string): GeoJSONSource | undefined {
    return this.gl.getSource(name) as GeoJSONSource | undefined;
  }

  /** Applies what changed in the state; before the style is there nothing can be. */
  private follow(state: State): void {
    if (!this.source('routes')) return;
    const was = this.shown;
    this.shown = state;
    if (was?.plan !== state.plan || was.before !== state.before || was.question !== state.question) {
      this.showPlan(state, was?.plan !== state.plan);
    }
    const lit = litOf(state);
    if (was === null || litOf(was) !== lit || was.plan !== state.plan) this.light(lit);
    if (was && was.view.flat !== state.view.flat) {
      this.gl.setProjection({ type: state.view.flat ? 'mercator' : 'globe' });
    }
    if (was && monthOf(was) !== monthOf(state)) {
      this.gl.setPaintProperty('ice', 'fill-opacity', iceOpacity(monthOf(state)));
    }
    if (was && was.view.corridors !== state.view.corridors) {
      this.gl.setFilter('corridor-lines', corridorFilter(state.view.corridors));
    }
    if (was?.view.language !== state.view.language) {
      const names = texts(state.view.language).passageNames;
      this.gl.setLayoutProperty('passages-name', 'text-field', passageField(names));
    }
    if (was?.view.layers !== state.view.layers) {
      for (const [id, layer] of Object.entries(SWITCH)) {
        this.gl.setLayoutProperty(id, 'visibility', state.view.layers.includes(layer) ? 'visible' : 'none');
      }
    }
  }

  private showPlan(state: State, fresh: boolean): void {
    const { plan, before } = state;
    void this.source('routes')?.setData(plan?.geometry ?? EMPTY);
    void this.source('ghosts')?.setData(gone(state));
    for (const end of ['from', 'to'] as const) {
      const at = placeOf(state, end);
      if (at) this.ends[end].setLngLat(at).addTo(this.gl);
      else this.ends[end].remove();
    }
    if (fresh && plan && !before && state.view.camera === null) this.fit();
  }

  private light(lit: string | null): void {
    for (const [layer, filter] of litFilters(lit)) this.gl.setFilter(layer, filter);
    for (const mode of ['sea', 'rail', 'road', 'inland_water', 'ferry']) {
      this.gl.setPaintProperty(`way-${mode}`, 'line-opacity', lit === null ? 0.85 : 0.25);
    }
  }
}

/** Where an end stands: where it was clicked, else where the answer found it. */
function placeOf({ question, answered, plan }: State, end: 'from' | 'to'): LngLat | null {
  const [lng = Number.NaN, lat = Number.NaN] = question[end].split(',').map(Number);
  if (Math.abs(lng) <= 180 && Math.abs(lat) <= 90) return [lng, lat];
  return plan && answered?.[end] === question[end] ? plan[end].at : null;
}

/** The courses of the ways that a change has taken away. */
function gone({ plan, before }: State): Courses {
  if (!plan || !before?.geometry) return { type: 'FeatureCollection', features: [] };
  const lost = changes(before.itineraries, plan.itineraries)
    .filter((row) => row.status === 'gone')
    .map((row) => row.before?.id);
  return {
    type: 'FeatureCollection',
    features: before.geometry.features.filter((feature) => lost.includes(feature.properties.itinerary)),
  };
}

function positions({ geometry }: LegFeature): LngLat[] {
  if (geometry.type === 'Point') return [geometry.coordinates];
  return geometry.type === 'LineString' ? geometry.coordinates : geometry.coordinates.flat();
}

/** The month whose ice is shown: the one chosen, else that of the departure. */
function monthOf({ view, question }: State): number {
  return view.iceMonth ?? (question.depart ? Number(question.depart.slice(5, 7)) : new Date().getMonth() + 1);
}

/** The itinerary to be seen before the others. */
const litOf = (state: State): string | null => state.hover ?? state.view.pick;

const calm = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;
