// Whose data the map shows: a line on the map, every source behind it.

import { useState } from 'preact/hooks';
import * as api from '../api/client';
import type { Source } from '../api/types';
import { useTexts } from '../text';

/** What the licences of the data ask to be said wherever the map is shown. */
export const ATTRIBUTION = '© OpenStreetMap contributors · GeoNames · Natural Earth';

export function Attribution() {
  const { t } = useTexts();
  const [sources, setSources] = useState<Source[]>([]);
  const load = (open: boolean) => {
    if (open && sources.length === 0) void api.sources().then(setSources, () => setSources([]));
  };
  return (
    <details class="attribution" onToggle={(event) => load(event.currentTarget.open)}>
      <summary title={t.dataSources}>{ATTRIBUTION}</summary>
      <ul lang="en">
        {sources.map(({ id, title, licence, attribution }) => (
          <li key={id}>
            <b>{title}</b> {[licence, attribution].filter(Boolean).join(' · ')}
          </li>
        ))}
      </ul>
    </details>
  );
}
