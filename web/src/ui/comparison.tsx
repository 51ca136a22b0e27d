// Before and after: what closing or supposing something changes, way by way.

import type { Itinerary } from '../api/types';
import { type Change, changes, least, middle } from '../logic/itineraries';
import { itineraryName, thingName } from '../logic/names';
import type { Question } from '../state/query';
import { store, useStore } from '../state/store';
import { useTexts } from '../text';

export function Comparison() {
  const { t, f } = useTexts();
  const before = useStore((state) => state.before);
  const after = useStore((state) => state.plan);
  const answered = useStore((state) => state.answered);
  const corridors = useStore((state) => state.corridors);
  const scenarios = useStore((state) => state.scenarios);
  if (!before || !after || !answered) return null;
  const named = (question: Question): string =>
    f.list([
      ...question.avoid.map((id) => t.without(thingName(id, corridors, t, f))),
      ...question.scenarios.map((id) => t.scenarioIs(scenarios.find((one) => one.id === id)?.name ?? id)),
      ...(question.own === '' ? [] : [t.ownScenarioShort]),
    ]);
  const rows = changes(before.itineraries, after.itineraries);
  const moved = rows.filter((row) => row.status !== 'same');
  return (
    <section class="comparison" aria-labelledby="comparison-title">
      <h2 id="comparison-title">{t.changed}</h2>
      <p class="soft">{t.changedBy(named(answered))}</p>
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
        </tbody>
      </table>
      <ul class="changes">
        {moved.map((row) => (
          <ChangeRow key={row.key} row={row} />
        ))}
      </ul>
      {rows.length > moved.length && <p class="soft">{t.sameRest(rows.length - moved.length)}</p>}
    </section>
  );
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

function ChangeRow({ row }: { row: Change }) {
  const { t, f } = useTexts();
  const corridors = useStore((state) => state.corridors);
  const shown = row.after ?? row.before;
  if (!shown) return null;
  const { before, after } = row;
  const name = itineraryName(shown, corridors, t, f);
  return (
    <li class={`change ${row.status}`}>
      <span class="badge">{t.statuses[row.status]}</span>
      {after ? (
        <button type="button" class="link" onClick={() => store.look({ pick: after.id })}>
          {name}
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
