// What is supposed does to goods on arrival and to trade, beside time and cost.

import type { Landed, LandedCost } from '../api/types';
import { isSupposed } from '../state/query';
import { landedOf, useStore } from '../state/store';
import { useTexts } from '../text';

/** The least landed cost that is wholly known, with the duty in it. */
function leastLanded(answer: LandedCost): { landed: number; duty: number } | null {
  const known = answer.itineraries.filter((one) => one.landed_usd !== null);
  known.sort((a, b) => (a.landed_usd ?? 0) - (b.landed_usd ?? 0));
  const [best] = known;
  return best ? { landed: best.landed_usd ?? 0, duty: dutyOf(best) } : null;
}

const dutyOf = ({ lines = [] }: Landed): number =>
  lines.filter((line) => line.kind === 'duty').reduce((sum, line) => sum + (line.amount_usd ?? 0), 0);

/** Rows of the table of before and after: what the goods cost on arrival, and the duty in it. */
export function LandedChange() {
  const { t, f } = useTexts();
  const after = useStore(landedOf);
  const before = useStore((state) => state.landedBefore);
  if (!after || !before) return null;
  const [was, is] = [leastLanded(before), leastLanded(after)];
  return (
    <>
      {(['landed', 'duty'] as const).map((what) => (
        <tr key={what}>
          <th scope="row">{what === 'landed' ? t.landed : t.dutyPaid}</th>
          <td>{was ? f.money(was[what]) : t.unknown}</td>
          <td>{is ? f.money(is[what]) : t.unknown}</td>
          <td>{was && is ? f.signed(is[what] - was[what], (value) => f.money(value)) : '–'}</td>
        </tr>
      ))}
    </>
  );
}

/** What the scenarios do to trade and real income of the two countries in the long run. */
export function TradeChange() {
  const { t, f } = useTexts();
  const trade = useStore((state) => state.trade);
  const supposed = useStore((state) => state.answered !== null && isSupposed(state.answered));
  const from = useStore((state) => state.plan?.from.country ?? '');
  const to = useStore((state) => state.plan?.to.country ?? '');
  if (!supposed || trade.status === 'idle') return null;
  if (trade.status === 'asking') return <p class="soft">{t.tradeAsking}</p>;
  if (trade.status === 'refused') {
    return (
      <p class="soft" lang="en">
        {t.tradeEffect}: {trade.detail}. {trade.action && `${t.tryNext}: ${trade.action}`}
      </p>
    );
  }
  const { answer } = trade;
  const ends = from === to ? [from] : [from, to];
  const countries = answer.countries.filter((one) => ends.includes(one.id));
  const missing = ends.filter((id) => !countries.some((one) => one.id === id));
  const flows = answer.pairs.filter(
    (pair) =>
      pair.origin !== pair.destination && ends.includes(pair.origin) && ends.includes(pair.destination),
  );
  const percent = (value: number): string => f.signed(value, (size) => `${f.number(size, 3)} %`);
  return (
    <section class="trade" aria-label={t.tradeEffect}>
      <h3>{t.tradeEffect}</h3>
      <table class="bests">
        <thead>
          <tr>
            <td />
            <th scope="col">{t.realIncome}</th>
            <th scope="col">{t.tradeExports}</th>
            <th scope="col">{t.tradeImports}</th>
          </tr>
        </thead>
        <tbody>
          {countries.map((one) => (
            <tr key={one.id}>
              <th scope="row">{one.name}</th>
              <td>{percent(one.real_income_percent)}</td>
              <td>{percent(one.exports_percent)}</td>
              <td>{percent(one.imports_percent)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <ul class="soft">
        {flows.map((pair) => (
          <li key={pair.origin}>
            {t.flowBetween(pair.origin, pair.destination)}: {percent(pair.change_percent)}
          </li>
        ))}
        {missing.length > 0 && <li>{t.noRow(f.list(missing))}</li>}
      </ul>
      <details>
        <summary class="soft">{answer.table}</summary>
        <ul class="soft" lang="en">
          {answer.warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      </details>
    </section>
  );
}
