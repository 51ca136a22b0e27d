// Questions to the server. What it refuses is a Refusal, what does not reach it an Unreachable.

import { bodyParams, landedBody, planBody, type Question, tradeBody } from '../state/query';
import type {
  Agreement,
  Briefing,
  Corridor,
  LandedCost,
  Place,
  Plan,
  Scenario,
  Season,
  Source,
  TradeEffect,
} from './types';

/** A problem as RFC 9457 has it, with the code and the next thing to try. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    readonly detail: string,
    readonly action: string,
    readonly retryAfter_s: number | null,
  ) {
    super(detail);
  }
}

/** Nobody answered, or nothing that can be understood. */
export class Unreachable extends Error {}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

async function refusal(response: Response): Promise<Refusal> {
  const body: unknown = await response.json().catch(() => ({}));
  const problem = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const after = Number(response.headers.get('retry-after') ?? Number.NaN);
  return new Refusal(
    text(problem['code']) || `http-${response.status}`,
    text(problem['detail']) || text(problem['title']) || response.statusText,
    text(problem['action']),
    Number.isFinite(after) ? after : null,
  );
}

async function call<T>(path: string, init: RequestInit, signal?: AbortSignal): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, {
      ...init,
      headers: { accept: 'application/json', ...init.headers },
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Unreachable(String(error));
  }
  if (response.status === 502 || response.status === 504) throw new Unreachable(response.statusText);
  if (!response.ok) throw await refusal(response);
  try {
    return (await response.json()) as T;
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Unreachable(String(error));
  }
}

const get = <T>(path: string, params: URLSearchParams, signal?: AbortSignal): Promise<T> =>
  call(params.size > 0 ? `${path}?${params}` : path, {}, signal);

/** Asks by the address, which caches keep; a scenario of one's own goes into the body. */
function ask<T>(
  path: string,
  body: ReturnType<typeof planBody>,
  own: boolean,
  signal?: AbortSignal,
): Promise<T> {
  if (!own) return get(path, bodyParams(body), signal);
  const headers = { 'content-type': 'application/json' };
  return call(path, { method: 'POST', headers, body: JSON.stringify(body) }, signal);
}

/** Itineraries, with the courses of their legs. */
export const plan = (question: Question, signal?: AbortSignal): Promise<Plan> =>
  ask('v1/plan', { ...planBody(question), geometry: 'geojson' }, question.own !== '', signal);

/** What the goods cost at the buyer's door by each itinerary. */
export const landedCost = (question: Question, signal?: AbortSignal): Promise<LandedCost> =>
  ask('v1/landed-cost', landedBody(question), question.own !== '', signal);

/** What the scenarios of a question do to trade and real income. */
export const tradeEffect = (question: Question, signal?: AbortSignal): Promise<TradeEffect> =>
  ask('v1/trade-effect', tradeBody(question), question.own !== '', signal);

/** The briefings the server knows, in outline. */
export async function briefings(): Promise<Briefing[]> {
  return (await get<{ briefings: Briefing[] }>('v1/briefings', new URLSearchParams())).briefings;
}

/** The agreements that bind both of two countries on a day, or would. */
export async function agreements(parties: readonly string[], asOf: string): Promise<Agreement[]> {
  const params = new URLSearchParams(asOf ? { as_of: asOf } : {});
  const [first = '', second = ''] = parties;
  params.set('party', first);
  const all = (await get<{ agreements: Agreement[] }>('v1/agreements', params)).agreements;
  return all.filter((one) => one.parties.includes(second));
}

/** Places whose name begins so, in any script. */
export async function places(query: string, signal?: AbortSignal): Promise<Place[]> {
  const params = new URLSearchParams({ q: query, limit: '8' });
  return (await get<{ places: Place[] }>('v1/places', params, signal)).places;
}

/** The corridors and their status on a day; today without one. */
export async function corridors(asOf: string): Promise<Corridor[]> {
  const params = new URLSearchParams(asOf ? { as_of: asOf } : {});
  return (await get<{ corridors: Corridor[] }>('v1/corridors', params)).corridors;
}

/** The scenarios the server knows. */
export async function scenarios(): Promise<Scenario[]> {
  return (await get<{ scenarios: Scenario[] }>('v1/scenarios', new URLSearchParams())).scenarios;
}

/** What the network was built from, with what each source asks to be said. */
export async function sources(): Promise<Source[]> {
  return (await get<{ sources: Source[] }>('v1/dataset', new URLSearchParams())).sources;
}

/** When in the year a corridor with ice or locks can be sailed, supposing scenarios. */
export function season(id: string, scenarios: readonly string[]): Promise<Season> {
  const params = new URLSearchParams({ id });
  for (const scenario of scenarios) params.append('scenario', scenario);
  return get<Season>('v1/season', params);
}
