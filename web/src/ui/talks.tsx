// What talks agreed on, part by part: a click asks what the part would change.

import type { Briefing, BriefingShipment } from '../api/types';
import { ask } from '../state/planning';
import { EMPTY_QUESTION, type Question } from '../state/query';
import { useStore } from '../state/store';
import { useTexts } from '../text';

/** The day of the year of a shipment, in the next year that has it. */
function nextDay(day: string | null | undefined): string {
  if (!day) return '';
  const today = new Date().toISOString().slice(0, 10);
  const year = Number(today.slice(0, 4));
  const soon = `${year}-${day}`;
  return soon >= today ? soon : `${year + 1}-${day}`;
}

/** The question for a shipment in the world of a scenario. */
function questionOf(
  briefing: Briefing,
  shipment: BriefingShipment,
  scenario: string | null | undefined,
): Question {
  const duty = briefing.suppose[0] ?? '';
  const isOfAgreement = scenario === duty.split('=')[0] || scenario === briefing.together;
  return {
    ...EMPTY_QUESTION,
    from: shipment.from,
    to: shipment.to,
    depart: nextDay(shipment.depart_on),
    cargo: shipment.cargo ?? '',
    teu: shipment.teu ?? null,
    mass_t: shipment.mass_t ?? null,
    value_usd: shipment.value_usd,
    ice_class: shipment.ice_class ?? '',
    hs: shipment.hs ?? '',
    origin: shipment.origin ?? '',
    scenarios: scenario ? [scenario] : [],
    suppose: isOfAgreement ? duty : '',
  };
}

export function Talks() {
  const briefings = useStore((state) => state.briefings);
  return (
    <>
      {briefings.map((briefing) => (
        <Talk key={briefing.id} briefing={briefing} />
      ))}
    </>
  );
}

function Talk({ briefing }: { briefing: Briefing }) {
  const { t } = useTexts();
  const all = {
    id: 'together',
    name: t.allTogether,
    said: '',
    scenario: briefing.together,
    shipments: briefing.shipments.map((shipment) => shipment.id),
  };
  return (
    <details class="options talks">
      <summary>
        <span>{t.talks}</span>
        <small lang="en">{briefing.name}</small>
      </summary>
      <p class="soft" lang="en">
        {briefing.about}
      </p>
      <ul>
        {[...briefing.items, ...(briefing.together ? [all] : [])].map((item) => (
          <li key={item.id} lang="en">
            <b>{item.name}</b> {item.said}
            <div class="chips">
              {briefing.shipments
                .filter((shipment) => item.shipments.includes(shipment.id))
                .map((shipment) => (
                  <button
                    key={shipment.id}
                    type="button"
                    class="chip"
                    onClick={() => ask(questionOf(briefing, shipment, item.scenario))}
                  >
                    {shipment.name}
                  </button>
                ))}
            </div>
          </li>
        ))}
      </ul>
      <p class="soft">
        {t.talksWhole} <code>corridor briefing {briefing.id} --html briefing.html</code>
      </p>
    </details>
  );
}
