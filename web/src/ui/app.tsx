// The page: the question and its answers on one side, the map and the charts on the other.

import { Charts } from '../charts/panel';
import { MapPanel } from '../map/panel';
import { ask } from '../state/planning';
import { EMPTY_QUESTION } from '../state/query';
import { useStore } from '../state/store';
import { useTexts } from '../text';
import { Agreements } from './agreements';
import { Cards } from './cards';
import { Comparison } from './comparison';
import { NotOffered } from './not-offered';
import { QuestionForm } from './question-form';
import { SourceDialog } from './source-dialog';
import { Status } from './status';
import { Talks } from './talks';
import { Toolbar } from './toolbar';

export function App() {
  const { t } = useTexts();
  const firstVisit = useStore((state) => state.firstVisit);
  const said = useStore((state) => state.said);
  const answered = useStore((state) => state.plan !== null);
  return (
    <>
      <a class="skip" href="#itineraries">
        {t.skip}
      </a>
      <header class="head">
        <h1>
          {t.title} <small>{t.tagline}</small>
        </h1>
        <Toolbar />
      </header>
      <main>
        <div class="side">
          {firstVisit && <Examples />}
          <QuestionForm />
          <Talks />
          <Status />
          {answered && (
            <>
              <Comparison />
              <Cards />
              <NotOffered />
              <Agreements />
              <Basis />
            </>
          )}
        </div>
        <div class="stage">
          <MapPanel />
          <Charts />
        </div>
      </main>
      <SourceDialog />
      <p class="unseen" role="status">
        {said}
      </p>
    </>
  );
}

/** What the page can be asked, to begin with: each a click. */
const EXAMPLES = [
  ['inside', { from: 'Mumbai, IN', to: 'Moscow, RU' }],
  ['north', { from: 'Murmansk, RU', to: 'Yokohama, JP', depart: nextSeptember(), ice_class: 'Arc4' }],
  ['suez', { from: 'Shanghai, CN', to: 'Rotterdam, NL', avoid: ['suez'] }],
] as const;

/** The middle of the next September, when the sea in the north has the least ice. */
function nextSeptember(): string {
  const now = new Date();
  return `${now.getFullYear() + (now.getMonth() >= 8 ? 1 : 0)}-09-15`;
}

function Examples() {
  const { t } = useTexts();
  return (
    <div class="example">
      <p>{t.example}</p>
      <p class="chips">
        <span>{t.examples.title}</span>
        {EXAMPLES.slice(1).map(([name, question]) => (
          <button
            key={name}
            type="button"
            class="chip"
            onClick={() =>
              ask({ ...EMPTY_QUESTION, ...question, avoid: 'avoid' in question ? [...question.avoid] : [] })
            }
          >
            {t.examples[name]}
          </button>
        ))}
      </p>
    </div>
  );
}

function Basis() {
  const { t, f } = useTexts();
  const meta = useStore((state) => state.plan?.meta ?? null);
  if (!meta) return null;
  const rows: [string, string][] = [
    [t.dataset, meta.dataset],
    [t.engine, meta.engine],
    [t.prices, meta.prices],
    [t.departure, f.date(meta.depart)],
    [t.scenario, meta.scenario],
  ];
  return (
    <footer class="basis">
      <h2>{t.basis}</h2>
      <dl>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      <ul lang="en">
        {meta.warnings.map((warning) => (
          <li key={warning}>{warning}</li>
        ))}
      </ul>
      <p>{t.notAdvice}</p>
    </footer>
  );
}
