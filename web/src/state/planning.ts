// Asking: one question at a time, stale ones called off, the answer before a change beside it.

import * as api from '../api/client';
import { Refusal } from '../api/client';
import type { Plan } from '../api/types';
import { texts } from '../text';
import { beforeChange, isChanged, isSupposed, type Question, sameQuestion } from './query';
import { store } from './store';

let asking: AbortController | null = null;
let waiting: ReturnType<typeof setTimeout> | null = null;

/** Changes the question and asks it. */
export function ask(part: Partial<Question>): void {
  const question = { ...store.get().question, ...part };
  store.set({ question, firstVisit: false });
  store.look({ pick: null });
  void answer();
}

/** Puts something on the list of what is avoided, or takes it off. */
export function toggleAvoid(name: string): void {
  const { avoid } = store.get().question;
  ask({ avoid: avoid.includes(name) ? avoid.filter((other) => other !== name) : [...avoid, name] });
}

/** Switches a scenario on or off. */
export function toggleScenario(id: string): void {
  const { scenarios } = store.get().question;
  ask({ scenarios: scenarios.includes(id) ? scenarios.filter((other) => other !== id) : [...scenarios, id] });
}

/** Asks the question that stands; another try after a failure changes nothing until it succeeds. */
export async function answer(again = false): Promise<void> {
  const { question } = store.get();
  asking?.abort();
  if (waiting) clearTimeout(waiting);
  if (!question.from || !question.to) {
    store.set({ outcome: { status: 'idle' } });
    return;
  }
  const call = new AbortController();
  asking = call;
  void reckon(question, call.signal);
  void weigh(question, call.signal);
  if (!again) store.set({ outcome: { status: 'asking' } });
  try {
    const [plan, before] = await Promise.all([
      api.plan(question, call.signal),
      isChanged(question) ? unchanged(question, call.signal) : Promise.resolve(null),
    ]);
    if (call.signal.aborted) return;
    performance.mark('answer');
    store.set({
      plan,
      before,
      answered: question,
      hover: null,
      outcome: { status: 'answered' },
      said: spoken(plan),
    });
  } catch (error) {
    if (call.signal.aborted) return;
    fail(error);
  }
}

/** Asks for the landed cost beside the plan, where it is said what the goods are. */
async function reckon(question: Question, signal: AbortSignal): Promise<void> {
  if (question.hs === '' || question.value_usd === null) {
    store.set({ landed: { status: 'idle' }, landedBefore: null });
    return;
  }
  store.set({ landed: { status: 'asking' }, landedBefore: null });
  try {
    const landed = await api.landedCost(question, signal);
    if (!signal.aborted) store.set({ landed: { status: 'answered', answer: landed } });
    const base = beforeChange(question);
    if (sameQuestion(question, base)) return;
    const before = await api.landedCost(base, signal).catch(() => null);
    if (!signal.aborted) store.set({ landedBefore: before });
  } catch (error) {
    if (signal.aborted) return;
    // That the server does not answer is told, and asked again, by the plan.
    const refused = error instanceof Refusal && error.retryAfter_s === null;
    const { detail, action } = refused ? error : { detail: '', action: '' };
    store.set({ landed: refused ? { status: 'refused', detail, action } : { status: 'idle' } });
  }
}

/** Asks what the scenarios do to trade and real income, beside the plan. */
async function weigh(question: Question, signal: AbortSignal): Promise<void> {
  if (!isSupposed(question)) {
    store.set({ trade: { status: 'idle' } });
    return;
  }
  store.set({ trade: { status: 'asking' } });
  try {
    const answer = await api.tradeEffect(question, signal);
    if (!signal.aborted) store.set({ trade: { status: 'answered', answer } });
  } catch (error) {
    if (signal.aborted) return;
    // That the server does not answer is told, and asked again, by the plan.
    const refused = error instanceof Refusal && error.retryAfter_s === null;
    const { detail, action } = refused ? error : { detail: '', action: '' };
    store.set({ trade: refused ? { status: 'refused', detail, action } : { status: 'idle' } });
  }
}

let lastUnchanged: { question: Question; plan: Plan } | null = null;

/** The answer without closures and scenarios; closing one thing after another asks for it once. */
async function unchanged(question: Question, signal: AbortSignal): Promise<Plan | null> {
  const base = beforeChange(question);
  const { answered, plan } = store.get();
  if (answered && plan && sameQuestion(answered, base)) lastUnchanged = { question: base, plan };
  if (lastUnchanged && sameQuestion(lastUnchanged.question, base)) return lastUnchanged.plan;
  try {
    lastUnchanged = { question: base, plan: await api.plan(base, signal) };
    return lastUnchanged.plan;
  } catch (error) {
    // What is asked may well have an answer where the comparison has none.
    if (error instanceof Refusal) return null;
    throw error;
  }
}

function fail(error: unknown): void {
  const t = texts(store.get().view.language);
  if (error instanceof Refusal && error.retryAfter_s === null) {
    const { code, detail, action } = error;
    store.set({
      plan: null,
      before: null,
      answered: null,
      outcome: { status: 'refused', code, detail, action },
      said: detail,
    });
    return;
  }
  const busy = error instanceof Refusal;
  store.set({ outcome: { status: 'unreachable', busy }, said: busy ? t.busy : t.unreachable });
  const pause_s = error instanceof Refusal ? (error.retryAfter_s ?? 5) : 5;
  waiting = setTimeout(() => void answer(true), Math.min(60, Math.max(1, pause_s)) * 1000);
}

function spoken(plan: Plan): string {
  const t = texts(store.get().view.language);
  return t.found(plan.itineraries.length, plan.from.name, plan.to.name);
}

/** What the page needs once: the corridors, the scenarios. Without them it still plans. */
export async function loadNames(): Promise<void> {
  const [corridors, scenarios, briefings] = await Promise.allSettled([
    api.corridors(store.get().question.depart),
    api.scenarios(),
    api.briefings(),
  ]);
  store.set({
    corridors: corridors.status === 'fulfilled' ? corridors.value : [],
    scenarios: scenarios.status === 'fulfilled' ? scenarios.value : [],
    briefings: briefings.status === 'fulfilled' ? briefings.value : [],
  });
}
