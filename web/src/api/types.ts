// The shapes of answers that the page reads. Optional is what only some servers or questions give.

export type LngLat = [number, number];

export interface Warning {
  code: string;
  text: string;
  source: string;
  date: string;
}

export interface Point {
  name: string;
  at: LngLat;
}

export interface End extends Point {
  country: string;
  snap_m: number;
  note?: string;
}

export type LegKind = 'sea' | 'rail' | 'road' | 'inland_water' | 'ferry' | 'transfer' | 'border' | 'wait';

export interface Leg {
  kind: LegKind;
  name: string;
  from: Point;
  to: Point;
  distance_m: number;
  duration_s: number;
  cost_usd: number;
  co2e_kg: number;
  countries: string[];
  passages: string[];
  sources: string[];
  vehicle?: string;
}

export interface Itinerary {
  id: string;
  corridors: string[];
  warnings: Warning[];
  duration_s: number;
  duration_p10_s?: number;
  duration_p50_s?: number;
  duration_p80_s?: number;
  duration_p90_s?: number;
  on_time_probability?: number;
  distance_m: number;
  cost_usd: number;
  co2e_kg: number;
  passages: string[];
  countries: string[];
  best_by: string[];
  legs: Leg[];
}

export interface NotOffered {
  corridor: string;
  reason: string;
  code: string;
}

export interface LegFeature {
  type: 'Feature';
  geometry:
    | { type: 'Point'; coordinates: LngLat }
    | { type: 'LineString'; coordinates: LngLat[] }
    | { type: 'MultiLineString'; coordinates: LngLat[][] };
  properties: { itinerary: string; leg: number; kind: LegKind; name: string; corridors: string[] };
}

export interface Courses {
  type: 'FeatureCollection';
  features: LegFeature[];
}

export interface Plan {
  schema_version: number;
  meta: {
    dataset: string;
    scenario: string;
    engine: string;
    prices: string;
    depart: string;
    warnings: string[];
  };
  from: End;
  to: End;
  itineraries: Itinerary[];
  not_offered: NotOffered[];
  geometry?: Courses;
}

export interface Place {
  name: string;
  locode: string;
  country: string;
  at: LngLat;
  population: number;
  terminal: boolean;
}

export interface Corridor {
  id: string;
  name: string;
  course: string;
  status: string;
  reports: Warning[];
  evidence: { source: string; date: string; confidence: string; note: string }[];
}

export interface Scenario {
  id: string;
  name: string;
  about: string;
}

export type Passability = 'open' | 'escorted' | 'closed';

export interface Season {
  id: string;
  year: number;
  by_ice_class: boolean;
  rows: {
    subject: string;
    halves: { month: number; half: number; state: Passability; because?: string }[];
  }[];
  parts: { id: string; name: string; evidence: { source: string; date: string } }[];
  warnings: string[];
}
