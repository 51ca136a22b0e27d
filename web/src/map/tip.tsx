// Under the pointer on a line: which way it is, how long it takes and what it costs.

import { middle } from '../logic/itineraries';
import { useNames } from '../logic/use-names';
import { useStore } from '../state/store';
import { useTexts } from '../text';
import { shownPlan } from './compared';

export function Tip() {
  const { t, f } = useTexts();
  const tip = useStore((state) => state.tip);
  const plan = useStore(shownPlan);
  const names = useNames(plan?.itineraries ?? []);
  const way = plan?.itineraries.find((one) => one.id === tip?.itinerary);
  if (!tip || !way) return null;
  return (
    <p class="tip" aria-hidden="true" style={{ left: `${tip.pixel.x}px`, top: `${tip.pixel.y}px` }}>
      <span class="number">{way.id}</span> <b>{names.get(way.id)}</b>
      <span>
        {f.days(middle(way))} · {f.money(way.cost_usd)} · {f.mass(way.co2e_kg)} {t.co2e}
      </span>
    </p>
  );
}
