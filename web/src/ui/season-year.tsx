// When in the year a corridor with ice can be sailed, by ice class: asked for where the question arises.

import { useState } from 'preact/hooks';
import * as api from '../api/client';
import type { Passability, Season } from '../api/types';
import { useStore } from '../state/store';
import { useTexts } from '../text';

const MONTHS = Array.from({ length: 12 }, (_, at) => at + 1);

export function SeasonYear({ corridor }: { corridor: string }) {
  const { t } = useTexts();
  const scenarios = useStore((state) => state.question.scenarios);
  const [season, setSeason] = useState<Season | 'failed' | null>(null);
  const load = () =>
    void api.season(corridor, scenarios).then(
      (told) => setSeason(told),
      () => setSeason('failed'),
    );
  if (season === null || season === 'failed') {
    return (
      <button type="button" class="link season-button" onClick={load}>
        {season === 'failed' ? t.retry : t.whenOpen}
      </button>
    );
  }
  return <Year season={season} />;
}

function Year({ season }: { season: Season }) {
  const { t, f } = useTexts();
  const depart = useStore((state) => state.plan?.meta.depart ?? '');
  const now = Number(depart.slice(5, 7));
  const said = (row: Season['rows'][number]): string =>
    (['open', 'escorted'] as Passability[])
      .map((state) => {
        const months = MONTHS.filter((month) =>
          row.halves.some((half) => half.month === month && half.state === state),
        );
        return `${t.passability[state]}: ${months.map((month) => f.month(month)).join(', ') || '–'}`;
      })
      .join('; ');
  return (
    <figure class="season">
      <table>
        <thead>
          <tr>
            <th scope="col">{season.by_ice_class ? t.iceClass : ''}</th>
            <th scope="col">
              <svg viewBox="0 0 240 12" aria-hidden="true">
                {MONTHS.map((month) => (
                  <text
                    key={month}
                    class={month === now ? 'now' : ''}
                    x={month * 20 - 10}
                    y="10"
                    text-anchor="middle"
                  >
                    {f.month(month).slice(0, 3)}
                  </text>
                ))}
              </svg>
              <span class="unseen">{season.year}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {season.rows.map((row) => (
            <tr key={row.subject}>
              <th scope="row">{row.subject === 'none' ? t.none : row.subject}</th>
              <td>
                <svg viewBox="0 0 240 10" role="img" aria-label={said(row)}>
                  {row.halves.map(({ month, half, state, because }) => (
                    <rect
                      key={`${month}-${half}`}
                      class={`season-${state}`}
                      x={(month - 1) * 20 + (half - 1) * 10 + 0.5}
                      width="9"
                      height="10"
                    >
                      {because && <title>{because}</title>}
                    </rect>
                  ))}
                </svg>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <figcaption>
        {(['open', 'escorted', 'closed'] as const).map((state) => (
          <span key={state}>
            <i class={`season-${state}`} /> {t.passability[state]}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}
