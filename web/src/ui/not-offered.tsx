// "Why not by the Northern Sea Route?": answered where it is asked.

import type { NotOffered as Row } from '../api/types';
import { corridorName } from '../logic/names';
import { useStore } from '../state/store';
import { useTexts } from '../text';
import { SeasonYear } from './season-year';

const NONE: Row[] = [];

/** Corridors that ice opens and closes. */
const ICY = ['nsr', 'arctic-bridge'];

export function NotOffered() {
  const { t } = useTexts();
  const rows = useStore((state) => state.plan?.not_offered ?? NONE);
  const corridors = useStore((state) => state.corridors);
  if (rows.length === 0) return null;
  return (
    <details class="not-offered">
      <summary>
        <span>{t.whyNot}</span>
        <small>{t.notOffered(rows.length)}</small>
      </summary>
      <p class="soft">{t.whyNotIntro}</p>
      <ul>
        {rows.map((row) => (
          <li key={row.corridor + row.reason}>
            <b>{corridorName(row.corridor, corridors, t)}</b>{' '}
            <span class="badge">{t.reasonKinds[row.code] ?? row.code}</span>
            <span lang="en">{row.reason}</span>
            {ICY.includes(row.corridor) && <SeasonYear corridor={row.corridor} />}
          </li>
        ))}
      </ul>
    </details>
  );
}
