// The shapes of answers, as the description of the API has them; only what JSON Schema cannot say is said here.

import type { components } from './schema';

type Schemas = components['schemas'];

/** Longitude and latitude, degrees. */
export type LngLat = [number, number];

export type LegKind =
  | 'sea'
  | 'rail'
  | 'road'
  | 'inland_water'
  | 'ferry'
  | 'pipeline'
  | 'transfer'
  | 'border'
  | 'wait';

/** A leg: its kind is one of few, its ends are positions. */
export type Leg = Omit<Schemas['LegView'], 'kind' | 'from' | 'to'> & {
  kind: LegKind;
  from: Point;
  to: Point;
};

export type Point = Omit<Schemas['PointView'], 'at'> & { at: LngLat };
export type End = Omit<Schemas['EndView'], 'at'> & { at: LngLat };
export type Place = Omit<Schemas['PlaceView'], 'at'> & { at: LngLat };
export type Warning = Schemas['WarningView'];
export type Itinerary = Omit<Schemas['ItineraryView'], 'legs'> & { legs: Leg[] };
export type NotOffered = Schemas['NotOfferedView'];
export type Corridor = Schemas['CorridorView'];
export type Scenario = Schemas['ScenarioView'];
export type Season = Schemas['SeasonResponse'];
export type Agreement = Schemas['AgreementView'];
export type LandedCost = Schemas['LandedCostResponse'];
export type Landed = Schemas['LandedView'];
export type CostLine = Schemas['CostLineView'];
export type TradeEffect = Schemas['TradeEffectResponse'];
export type Briefing = Schemas['BriefingOutline'];
export type BriefingItem = Schemas['BriefingItem'];
export type BriefingShipment = Schemas['BriefingShipment'];
export type Source = Pick<Schemas['Source'], 'id' | 'title' | 'licence' | 'attribution'>;
export type Passability = Schemas['Passability'];

/** The course of a leg. */
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

export type Plan = Omit<Schemas['PlanAnswer'], 'from' | 'to' | 'itineraries' | 'geometry'> & {
  from: End;
  to: End;
  itineraries: Itinerary[];
  geometry?: Courses;
};
