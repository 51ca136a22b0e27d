// The map itself: MapLibre kept in step with the state of the page.

import {
  type ExpressionSpecification,
  type GeoJSONSource,
  Map as GlMap,
  type MapMouseEvent,
  Marker,
  setWorkerUrl,
} from 'maplibre-gl';
import 'maplibre-gl/dist/maplibre-gl.css';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import type { Courses, LngLat, Plan } from '../api/types';
import { wrapped } from '../logic/names';
import { type State, store } from '../state/store';
import { texts } from '../text';
import { box, globeCameraOver, positions } from './camera';
import { compared, shownPlan } from './compared';
import { pictures, RATIO } from './icons';
import { drawing, isGlobe } from './machine';
import { type Named, nameFields } from './name-style';
import { numbers } from './numbers';
import { addedFilter, EMPTY, litFilters } from './route-style';
import type { Pixel } from './spot';
import { iceFilter, iceOpacity, idsFilter, MAX_ZOOM, mapStyle, pageColours, SWITCH } from './style';

setWorkerUrl(workerUrl);

export interface Handlers {
  click: (at: LngLat, pixel: Pixel) => void;
  /** The pointer is over a spot, or has left the map. */
  move: (pixel: Pixel | null) => void;
  drag: (end: 'from' | 'to', at: LngLat) => void;
}

/** How far the eye is from the middle of the map, in heights of it: a field of view of 36.87 degrees. */
const EYE = 1.5;

/** Padding about what is shown, px. */
const PADDING = 56;

/** How far a point may come back from the globe and still have been on it, px. */
const ON_GLOBE = 2;

export class WorldMap {
  readonly gl: GlMap;
  private readonly ends: Record<'from' | 'to', Marker>;
  private shown: State | null = null;
  /** The ends that were last brought into sight. */
  private fitted: string | null = null;
  /** Until the map is drawn for the first time nothing is eased: nobody sees it, and it takes long. */
  private isNew = true;
  private readonly stop: () => void;

  constructor(container: HTMLElement, handlers: Handlers, pinLabels: Record<'from' | 'to', string>) {
    const { view } = store.get();
    this.gl = new GlMap({
      container,
      style: this.style(),
      center: view.camera ? [view.camera[0], view.camera[1]] : [58, 38],
      zoom: view.camera ? Math.min(view.camera[2], MAX_ZOOM) : 1.9,
      attributionControl: false,
      maxZoom: MAX_ZOOM,
      maxPitch: 0,
      dragRotate: false,
      pitchWithRotate: false,
      fadeDuration: drawing() === 'processor' ? 0 : 150,
      // Lines and circles are smoothed by their shaders; for the edges of land alone it costs half of a frame.
      canvasContextAttributes: { antialias: drawing() === 'card' },
    });
    this.gl.touchZoomRotate.disableRotation();
    const pin = (end: 'from' | 'to'): Marker => {
      const element = document.createElement('div');
      element.className = `pin pin-${end}`;
      element.title = pinLabels[end];
      const marker = new Marker({ element, draggable: true, anchor: 'center', opacityWhenCovered: '0' });
      marker.on('dragend', () => handlers.drag(end, [marker.getLngLat().lng, marker.getLngLat().lat]));
      return marker;
    };
    this.ends = { from: pin('from'), to: pin('to') };
    this.listen(container, handlers);
    this.stop = store.subscribe(() => this.follow(store.get()));
  }

  private listen(container: HTMLElement, handlers: Handlers): void {
    const clicked = (event: MapMouseEvent) => {
      // The second click of a double click zooms and means nothing else.
      if (event.originalEvent.detail > 1) return;
      if (this.isOnEarth(event)) handlers.click([wrapped(event.lngLat.lng), event.lngLat.lat], event.point);
      else store.set({ spot: null });
    };
    this.gl.on('click', clicked);
    this.gl.on('contextmenu', clicked);
    this.gl.on('dblclick', () => store.set({ spot: null }));
    let moved: Pixel | null = null;
    this.gl.on('mousemove', ({ point }) => {
      const waits = moved !== null;
      moved = point;
      if (!waits) {
        requestAnimationFrame(() => {
          if (moved && !this.gl.isMoving()) handlers.move(moved);
          moved = null;
        });
      }
    });
    this.gl.on('mouseout', () => handlers.move(null));
    this.gl.on('dragstart', () => {
      handlers.move(null);
      store.set({ spot: null });
    });
    this.gl.on('moveend', (event) => {
      // Only what a person did is worth keeping in the address.
      if (!('originalEvent' in event) || event.originalEvent === undefined) return;
      const { lng, lat } = this.gl.getCenter();
      store.look({ camera: [wrapped(lng), lat, this.gl.getZoom()] });
    });
    this.gl.on('resize', () => {
      if (store.get().view.camera === null) this.fit();
    });
    this.gl.on('style.load', () => this.paint());
    // The source is there with the style, before any tile: what is known is shown at once.
    this.gl.once('style.load', () => this.follow(store.get()));
    this.gl.once('load', () => performance.mark('map'));
    this.gl.once('idle', () => {
      this.isNew = false;
      this.gl.setLayoutProperty('land-far', 'visibility', 'none');
    });
    // Told in the page, so that who waits for the map knows when it is complete.
    const frame = container.parentElement;
    // For tests, and for whoever has the console open.
    if (frame) Object.assign(frame, { gl: this.gl });
    this.gl.on('idle', () => frame?.setAttribute('data-drawn', 'true'));
    this.gl.on('movestart', () => frame?.setAttribute('data-drawn', 'false'));
    this.gl.on('dataloading', () => frame?.setAttribute('data-drawn', 'false'));
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
    this.paint();
    this.light(litOf(store.get()));
    this.close(store.get());
  }

  /** Brings all itineraries into sight. */
  fit(): void {
    const { plan } = store.get();
    if (plan) this.look((plan.geometry?.features ?? []).flatMap(positions), [plan.from.at, plan.to.at]);
  }

  /** Brings points into sight; where they go round more than a globe shows, the ends. */
  private look(points: LngLat[], ends: LngLat[]): void {
    const options = { duration: calm() || this.isNew ? 0 : 700 };
    const all = [...points, ...ends];
    if (!isGlobe(store.get().view.flat)) {
      this.gl.fitBounds(box(all), { ...options, padding: PADDING, maxZoom: 7 });
      return;
    }
    const { clientWidth, clientHeight } = this.gl.getContainer();
    const radius = Math.max(80, Math.min(clientWidth, clientHeight) / 2 - PADDING / 2);
    this.gl.easeTo({ ...options, ...globeCameraOver(all, ends, radius, clientHeight * EYE) });
  }

  /** The map as it is now, drawn anew: the picture of a WebGL canvas lasts no longer than its frame. */
  picture(): HTMLCanvasElement {
    this.gl.redraw();
    return this.gl.getCanvas();
  }

  /** Where the ends are in the picture of the map, px of the page; an end behind the globe is nowhere. */
  pins(): Record<'from' | 'to', Pixel | null> {
    const at = (end: 'from' | 'to'): Pixel | null => {
      const hidden = this.ends[end].getElement().style.opacity === '0';
      return hidden || !placeOf(store.get(), end) ? null : this.gl.project(this.ends[end].getLngLat());
    };
    return { from: at('from'), to: at('to') };
  }

  /** Beside the globe a click is told the horizon: what does not come back was not on the earth. */
  private isOnEarth({ lngLat, point }: MapMouseEvent): boolean {
    const back = this.gl.project(lngLat);
    return Math.hypot(back.x - point.x, back.y - point.y) <= ON_GLOBE;
  }

  private style() {
    const tiles = new URL('v1/tiles/{z}/{x}/{y}', document.baseURI).href
      .replaceAll('%7B', '{')
      .replaceAll('%7D', '}');
    const state = store.get();
    const { view } = state;
    const drawn = { view, globe: isGlobe(view.flat), month: monthOf(state), tiles, named: namedIn(state) };
    return mapStyle(drawn, pageColours());
  }

  private source(name: string): GeoJSONSource | undefined {
    return this.gl.getSource(name) as GeoJSONSource | undefined;
  }

  /** Puts the pictures in, or replaces them. */
  private paint(): void {
    for (const [name, picture] of pictures(pageColours())) {
      if (this.gl.hasImage(name)) this.gl.updateImage(name, picture);
      else this.gl.addImage(name, picture, { pixelRatio: RATIO });
    }
  }

  /** Applies what changed in the state; before the style is there nothing can be. */
  private follow(state: State): void {
    if (!this.source('routes')) return;
    const was = this.shown;
    this.shown = state;
    if (
      was?.plan !== state.plan ||
      was.before !== state.before ||
      was.question !== state.question ||
      was.shows !== state.shows
    ) {
      this.showPlan(state);
    }
    const lit = litOf(state);
    if (was === null || litOf(was) !== lit || was.plan !== state.plan || was.outcome !== state.outcome) {
      this.light(lit);
    }
    if (was && state.view.pick !== was.view.pick) this.lookAtPick(state);
    if (was && isGlobe(was.view.flat) !== isGlobe(state.view.flat)) {
      this.gl.setProjection({ type: isGlobe(state.view.flat) ? 'globe' : 'mercator' });
    }
    if (was && monthOf(was) !== monthOf(state)) {
      this.gl.setPaintProperty('ice', 'fill-opacity', iceOpacity(monthOf(state)));
      this.gl.setFilter('ice-edge', iceFilter(monthOf(state)));
    }
    if (was && was.view.corridors !== state.view.corridors) {
      this.gl.setFilter('corridor-lines', idsFilter(state.view.corridors));
    }
    if (was && was.view.language !== state.view.language) {
      for (const [layer, field] of Object.entries(nameFields(namedIn(state)))) {
        this.gl.setLayoutProperty(layer, 'text-field', field);
      }
    }
    if (was && was.view.layers !== state.view.layers) {
      for (const [id, layer] of Object.entries(SWITCH)) {
        this.gl.setLayoutProperty(id, 'visibility', state.view.layers.includes(layer) ? 'visible' : 'none');
      }
    }
    if (was?.question.avoid !== state.question.avoid || was.scenarios !== state.scenarios) this.close(state);
  }

  private showPlan(state: State): void {
    const plan = shownPlan(state);
    const { gone, added } = compared(state);
    void this.source('routes')?.setData(plan?.geometry ?? EMPTY);
    void this.source('ghosts')?.setData(coursesOf(state.before, gone));
    this.gl.setFilter('added', addedFilter(added));
    const numbered = plan?.geometry ? numbers(plan.geometry) : [];
    void this.source('numbers')?.setData({ type: 'FeatureCollection', features: numbered });
    for (const end of ['from', 'to'] as const) {
      const at = placeOf(state, end);
      if (at) this.ends[end].setLngLat(at).addTo(this.gl);
      else this.ends[end].remove();
    }
    if (!state.plan || state.answered !== state.question) return;
    // A question about other places comes into view, wherever the map was moved to before.
    const ends = JSON.stringify([state.plan.from.at, state.plan.to.at]);
    if (this.fitted === ends) return;
    const isFirst = this.fitted === null;
    this.fitted = ends;
    if (isFirst && state.view.camera !== null) return;
    if (state.view.camera !== null) store.look({ camera: null });
    this.fit();
  }

  /** A way that is chosen is shown from end to end. */
  private lookAtPick({ view, plan }: State): void {
    const features = plan?.geometry?.features.filter((one) => one.properties.itinerary === view.pick) ?? [];
    if (plan && features.length > 0) this.look(features.flatMap(positions), [plan.from.at, plan.to.at]);
  }

  private light(lit: string | null): void {
    const { outcome } = store.get();
    // Ways of an earlier question are there to be seen, not to be taken for the answer.
    const old = outcome.status === 'asking' || outcome.status === 'unreachable';
    for (const [layer, filter] of litFilters(lit)) this.gl.setFilter(layer, filter);
    for (const mode of ['sea', 'rail', 'road', 'inland_water', 'ferry', 'pipeline']) {
      this.gl.setPaintProperty(`way-${mode}`, 'line-opacity', old || lit !== null ? 0.3 : 0.9);
    }
    this.gl.setPaintProperty('numbers', 'icon-opacity', old ? 0.4 : 1);
  }

  /** Marks what is closed, and the countries that are avoided. */
  private close({ question, scenarios }: State): void {
    const supposed = scenarios
      .filter(({ id }) => question.scenarios.includes(id))
      .flatMap(({ changes }) => changes.filter(({ after }) => SHUT.includes(after)))
      .map(({ what }) => what.replace(/^passage /, ''));
    const closed = [...question.avoid, ...supposed];
    this.gl.setFilter('closed', idsFilter(closed));
    const c = pageColours();
    const by = (id: string, bad: string, usual: string): ExpressionSpecification => [
      'case',
      ['in', ['get', id], ['literal', closed]],
      bad,
      usual,
    ];
    this.gl.setPaintProperty('canals', 'line-color', by('id', c('bad'), c('map-canal')));
    this.gl.setPaintProperty('passages-name', 'text-color', by('id', c('bad'), c('accent')));
    this.gl.setPaintProperty('countries-name', 'text-color', by('country', c('bad'), c('map-country')));
  }
}

/** States of a passage in which nobody sails it. */
const SHUT = ['closed', 'suspended'];

const namedIn = ({ view }: State): Named => {
  const t = texts(view.language);
  return { language: view.language, passages: { ...t.passageNames, ...t.passageFullNames } };
};

/** Where an end stands: where it was clicked, else where the answer found it. */
function placeOf({ question, answered, plan }: State, end: 'from' | 'to'): LngLat | null {
  const [lng = Number.NaN, lat = Number.NaN] = question[end].split(',').map(Number);
  if (Math.abs(lng) <= 180 && Math.abs(lat) <= 90) return [lng, lat];
  return plan && answered?.[end] === question[end] ? plan[end].at : null;
}

/** The courses of some ways of an answer. */
const coursesOf = (plan: Plan | null, ids: readonly string[]): Courses => ({
  type: 'FeatureCollection',
  features: plan?.geometry?.features.filter(({ properties }) => ids.includes(properties.itinerary)) ?? [],
});

/** The month whose ice is shown: the one chosen, else that of the departure. */
function monthOf({ view, question }: State): number {
  return view.iceMonth ?? (question.depart ? Number(question.depart.slice(5, 7)) : new Date().getMonth() + 1);
}

/** The itinerary to be seen before the others. */
const litOf = (state: State): string | null => state.hover ?? state.view.pick;

const calm = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;
