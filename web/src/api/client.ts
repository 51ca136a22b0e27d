// Questions to the server. What it refuses is a Refusal, what does not reach it an Unreachable.

import { type Question, questionParams } from '../state/query';
import type { Corridor, Place, Plan, Scenario, Season } from './types';

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

async function get<T>(path: string, params: URLSearchParams, signal?: AbortSignal): Promise<T> {
  let response: Response;
  try {
    const query = params.size > 0 ? `?${params}` : '';
    response = await fetch(`${path}${query}`, {
      headers: { accept: 'application/json' },
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

/** Itineraries, with the courses of their legs. */
export function plan(question: Question, signal?: AbortSignal): Promise<Plan> {
  const params = questionParams(question);
  params.set('geometry', 'geojson');
  return get<Plan>('v1/plan', params, signal);
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

/** When in the year a corridor with ice or locks can be sailed, supposing scenarios. */
export function season(id: string, scenarios: readonly string[]): Promise<Season> {
  const params = new URLSearchParams({ id });
  for (const scenario of scenarios) params.append('scenario', scenario);
  return get<Season>('v1/season', params);
}
