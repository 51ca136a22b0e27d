// What the map shows while there are two answers, before a change and after it.

import type { Plan } from '../api/types';
import { changes } from '../logic/itineraries';
import type { State } from '../state/store';

/** The answer whose ways are drawn. */
export const shownPlan = ({ plan, before, shows }: State): Plan | null =>
  shows === 'before' && before ? before : plan;

/** Ids of the ways that a change takes away, by the answer before, and of those it adds, by the one after. */
export function compared({ plan, before, shows }: State): { gone: string[]; added: string[] } {
  if (!plan || !before || shows === 'before') return { gone: [], added: [] };
  const rows = changes(before.itineraries, plan.itineraries);
  return {
    gone: rows.flatMap((row) => (row.status === 'gone' && row.before ? [row.before.id] : [])),
    added: rows.flatMap((row) => (row.status === 'new' && row.after ? [row.after.id] : [])),
  };
}
