// What the lines on the map mean: the modes of ways, and what else is shown now.

import { MODES, modesOf } from '../logic/itineraries';
import { type State, useStore } from '../state/store';
import { type Texts, useTexts } from '../text';

/** The lines that are on the map now: the class each is drawn in, and what it means. */
export function legendKeys({ view, before, shows, plan }: State, t: Texts): [string, string][] {
  const modes = new Set((plan?.itineraries ?? []).flatMap(modesOf));
  const keys: [boolean, string, string][] = [
    ...MODES.map((mode): [boolean, string, string] => [modes.has(mode), mode, t.kinds[mode]]),
    [before !== null && shows === 'after', 'gone', t.keys.gone],
    [before !== null && shows === 'after', 'added', t.keys.added],
    [true, 'border', t.keys.border],
    [view.layers.includes('rail'), 'network', t.keys.railway],
    [view.layers.includes('rail'), 'planned', t.keys.planned],
    [view.layers.includes('ice'), 'ice', t.layerNames.ice],
  ];
  return keys.filter(([shown]) => shown).map(([, line, says]) => [`line-${line}`, says]);
}

export function Legend() {
  const { t } = useTexts();
  const state = useStore((all) => all);
  return (
    <ul class="legend" aria-hidden="true">
      {legendKeys(state, t).map(([line, says]) => (
        <Key key={line} line={line} says={says} />
      ))}
    </ul>
  );
}

function Key({ line, says }: { line: string; says: string }) {
  return (
    <li>
      <svg width="26" height="6" aria-hidden="true">
        <line class={line} x1="0" x2="26" y1="3" y2="3" />
      </svg>
      {says}
    </li>
  );
}
