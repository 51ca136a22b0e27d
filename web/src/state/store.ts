// One state for the whole page; everything shown is a function of it.

import { useEffect, useState } from 'preact/hooks';
import type { Briefing, Corridor, LandedCost, Plan, Scenario, TradeEffect } from '../api/types';
import type { Figure } from '../logic/sources';
import type { Spot } from '../map/spot';
import type { Question, View } from './query';
import { readQuestion, readView } from './query';

/** How the last question went. */
export type Outcome =
  | { status: 'idle' }
  | { status: 'asking' }
  | { status: 'answered' }
  | { status: 'refused'; code: string; detail: string; action: string }
  | { status: 'unreachable'; busy: boolean };

/** What the goods cost on arrival: asked for only when it is said what they are. */
export type LandedOutcome =
  | { status: 'idle' }
  | { status: 'asking' }
  | { status: 'answered'; answer: LandedCost }
  | { status: 'refused'; detail: string; action: string };

/** What the scenarios do to trade: asked for only where a world is supposed. */
export type TradeOutcome =
  | { status: 'idle' }
  | { status: 'asking' }
  | { status: 'answered'; answer: TradeEffect }
  | { status: 'refused'; detail: string; action: string };

/** Where the pointer is over the line of a way. */
export interface Tip {
  itinerary: string;
  pixel: { x: number; y: number };
}

export interface State {
  question: Question;
  view: View;
  outcome: Outcome;
  /** The last answer, kept while the next is on its way. */
  plan: Plan | null;
  /** The question that `plan` answers. */
  answered: Question | null;
  /** The answer without closures and scenarios, while there are any. */
  before: Plan | null;
  landed: LandedOutcome;
  /** The landed cost without closures and scenarios, while there are any and the goods are said. */
  landedBefore: LandedCost | null;
  trade: TradeOutcome;
  hover: string | null;
  tip: Tip | null;
  /** Which of two answers the map shows, while there are two. */
  shows: 'after' | 'before';
  spot: Spot | null;
  /** The figure whose sources are told. */
  source: { itinerary: string; figure: Figure; leg: number | null } | null;
  corridors: Corridor[];
  scenarios: Scenario[];
  briefings: Briefing[];
  firstVisit: boolean;
  mapTrouble: 'none' | 'no-webgl';
  /** What a screen reader is told. */
  said: string;
}

type Listener = () => void;

/** A state that tells when it changes. */
export class Store {
  private readonly listeners = new Set<Listener>();
  constructor(private state: State) {}

  get(): State {
    return this.state;
  }

  set(part: Partial<State>): void {
    this.state = { ...this.state, ...part };
    for (const listener of [...this.listeners]) listener();
  }

  look(part: Partial<View>): void {
    this.set({ view: { ...this.state.view, ...part } });
  }

  subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

export const store = new Store({
  question: readQuestion(globalThis.location?.search ?? ''),
  view: readView(globalThis.location?.search ?? ''),
  outcome: { status: 'idle' },
  plan: null,
  answered: null,
  before: null,
  landed: { status: 'idle' },
  landedBefore: null,
  trade: { status: 'idle' },
  hover: null,
  tip: null,
  shows: 'after',
  spot: null,
  source: null,
  corridors: [],
  scenarios: [],
  briefings: [],
  firstVisit: false,
  mapTrouble: 'none',
  said: '',
});

/** A part of the state; the component is drawn again when it changes. */
export function useStore<T>(select: (state: State) => T): T {
  const [value, setValue] = useState(() => select(store.get()));
  useEffect(() => {
    const look = () => setValue(() => select(store.get()));
    look();
    return store.subscribe(look);
    // The selection itself never changes between drawings of one component.
  }, []);
  return value;
}

/** Whether what is shown answers an earlier question than the one that stands. */
export const isOld = ({ outcome, plan, answered, question }: State): boolean =>
  plan !== null && (outcome.status === 'asking' || outcome.status === 'unreachable' || answered !== question);

/** The landed cost by each itinerary, once it is known. */
export const landedOf = (state: State): LandedCost | null =>
  state.landed.status === 'answered' ? state.landed.answer : null;
