// Before and after: what closing or supposing something changes, way by way.

import type { Itinerary } from '../api/types';
import { type Change, changes, least, middle } from '../logic/itineraries';
import { thingName } from '../logic/names';
import { useNames } from '../logic/use-names';
import type { Question } from '../state/query';
import { store, useStore } from '../state/store';
import { useTexts } from '../text';
import { LandedChange, TradeChange } from './effects';

const NO_WAYS: Itinerary[] = [];

export function Comparison() {
  const { t, f } = useTexts();
  const before = useStore((state) => state.before);
  const after = useStore((state) => state.plan);
  const answered = useStore((state) => state.answered);
  const corridors = useStore((state) => state.corridors);
  const scenarios = useStore((state) => state.scenarios);
  const shows = useStore((state) => state.shows);
  const [was, is] = [useNames(before?.itineraries ?? NO_WAYS), useNames(after?.itineraries ?? NO_WAYS)];
  if (!before || !after || !answered) return null;
  const named = (question: Question): string =>
    f.list([
      ...question.avoid.map((id) => t.without(thingName(id, corridors, t, f))),
      ...question.scenarios.map((id) =>
        t.scenarioIs(t.scenarioNames[id] ?? scenarios.find((one) => one.id === id)?.name ?? id),
      ),
      ...(question.own === '' ? [] : [t.ownScenarioShort]),
    ]);
  const rows = changes(before.itineraries, after.itineraries);
  const moved = rows.filter((row) => row.status !== 'same');
  const same = rows.length - moved.length;
  return (
    <section class="comparison" aria-labelledby="comparison-title">
      <div class="list-head">
        <h2 id="comparison-title">{t.changed}</h2>
        <fieldset class="segments">
          <legend class="unseen">{t.map}</legend>
          {(['before', 'after'] as const).map((one) => (
            <label key={one}>
              <input
                type="radio"
                name="shows"
                checked={shows === one}
                onChange={() => store.set({ shows: one, hover: null, tip: null })}
              />
              <span>{t[one]}</span>
            </label>
          ))}
        </fieldset>
      </div>
      <p class="soft">{t.changedBy(named(answered))}</p>
      <p class="headline">
        <Headline before={before.itineraries} after={after.itineraries} />
      </p>
      <table class="bests">
        <thead>
          <tr>
            <td />
            <th scope="col">{t.before}</th>
            <th scope="col">{t.after}</th>
            <th scope="col">{t.change}</th>
          </tr>
        </thead>
        <tbody>
          <Best label={t.bestTime} by="time" write={(value) => f.days(value)} {...{ before, after }} />
          <Best label={t.bestCost} by="cost" write={(value) => f.money(value)} {...{ before, after }} />
          <Best label={t.bestCo2e} by="co2e" write={(value) => f.mass(value)} {...{ before, after }} />
          <tr>
            <th scope="row">{t.itineraries}</th>
            <td>{before.itineraries.length}</td>
            <td>{after.itineraries.length}</td>
            <td>
              {f.signed(after.itineraries.length - before.itineraries.length, (value) => f.number(value))}
            </td>
          </tr>
          <LandedChange />
        </tbody>
      </table>
      <TradeChange />
      <ul class="changes">
        {moved.map((row) => (
          <ChangeRow
            key={`${row.before?.id} ${row.after?.id}`}
            row={row}
            name={(row.after ? is.get(row.after.id) : was.get(row.before?.id ?? '')) ?? ''}
          />
        ))}
      </ul>
      {same > 0 && <p class="soft">{t.sameRest(same)}</p>}
    </section>
  );
}

/** What matters first, in a sentence: what the cheapest and the fastest way now cost and take. */
function Headline({ before, after }: { before: Itinerary[]; after: Itinerary[] }) {
  const { t, f } = useTexts();
  const change = (by: 'cost' | 'time', worth: number): number => {
    const [was, is] = [least(before, by), least(after, by)];
    const moved = was === null || is === null ? 0 : is - was;
    return Math.abs(moved) < worth ? 0 : moved;
  };
  const [usd, seconds] = [change('cost', 0.5), change('time', 3600)];
  if (usd === 0 && seconds === 0) return <>{t.headline.same}</>;
  const parts = [
    usd === 0 ? t.headline.sameCost : t.headline.cost(usd > 0, f.money(Math.abs(usd))),
    seconds === 0 ? t.headline.sameTime : t.headline.time(seconds > 0, f.days(Math.abs(seconds))),
  ];
  return <>{parts.join(' ')}</>;
}

interface BestProps {
  label: string;
  by: 'time' | 'cost' | 'co2e';
  write: (value: number) => string;
  before: { itineraries: Itinerary[] };
  after: { itineraries: Itinerary[] };
}

function Best({ label, by, write, before, after }: BestProps) {
  const { f } = useTexts();
  const [was, is] = [least(before.itineraries, by), least(after.itineraries, by)];
  return (
    <tr>
      <th scope="row">{label}</th>
      <td>{was === null ? '–' : write(was)}</td>
      <td>{is === null ? '–' : write(is)}</td>
      <td>{was === null || is === null ? '–' : f.signed(is - was, write)}</td>
    </tr>
  );
}

function ChangeRow({ row, name }: { row: Change; name: string }) {
  const { t, f } = useTexts();
  const { before, after } = row;
  const shown = after ?? before;
  if (!shown) return null;
  return (
    <li class={`change ${row.status}`}>
      <span class="badge">{t.statuses[row.status]}</span>
      {after ? (
        <button
          type="button"
          class="link"
          onClick={() => {
            store.set({ shows: 'after' });
            store.look({ pick: after.id });
          }}
        >
          {after.id} {name}
        </button>
      ) : (
        <span class="was">{name}</span>
      )}
      <small>
        {before && after
          ? `${f.signed(middle(after) - middle(before), (value) => f.days(value))} · ${f.signed(after.cost_usd - before.cost_usd, (value) => f.money(value))}`
          : `${f.days(middle(shown))} · ${f.money(shown.cost_usd)}`}
      </small>
    </li>
  );
}
