// Starts the page and keeps the address, the language and the colours in step with the state.

import { render } from 'preact';
import './style/tokens.css';
import './style/base.css';
import './style/layout.css';
import './style/question.css';
import './style/answer.css';
import './style/landed.css';
import './style/charts.css';
import './style/map.css';
import './style/print.css';
import { followPrinting } from './exports/save';
import { answer, loadNames } from './state/planning';
import { address, asksNothing, readQuestion, readView, sameQuestion } from './state/query';
import { store } from './state/store';
import { load, texts } from './text';
import { App } from './ui/app';

/** Writes the address: a new question is a step that `back` undoes, a new view is not. */
function followAddress(): void {
  let asked = store.get().question;
  const untouched = address(asked, store.get().view);
  store.subscribe(() => {
    const { question, view, firstVisit } = store.get();
    document.documentElement.lang = view.language;
    document.documentElement.dataset['theme'] = view.theme;
    document.title =
      question.from && question.to
        ? `${question.from} – ${question.to} · ${texts(view.language).title}`
        : 'corridor';
    const next = address(question, view);
    // The address of a first visit stays bare until something is changed.
    if (firstVisit && next === untouched) return;
    if (next === location.search) return;
    if (sameQuestion(asked, question)) history.replaceState(null, '', next);
    else history.pushState(null, '', next);
    asked = question;
  });
  addEventListener('popstate', () => {
    const view = readView(location.search);
    asked = readQuestion(location.search);
    store.set({ question: asked, view, spot: null });
    void answer();
    void load(view.language).then(() => store.look({}));
  });
}

async function start(): Promise<void> {
  await load(store.get().view.language).catch(() => undefined);
  followAddress();
  followPrinting();
  store.set({ firstVisit: asksNothing(location.search) });
  const root = document.getElementById('app');
  if (!root) throw new Error('the page has no place for the application');
  root.replaceChildren();
  render(<App />, root);
  void loadNames();
  void answer();
}

void start();
