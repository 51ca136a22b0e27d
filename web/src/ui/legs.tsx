// An itinerary opened: reports first, then leg after leg, then what it goes through.

import type { Itinerary, Leg, Warning } from '../api/types';
import { isMode } from '../logic/itineraries';
import { spelled } from '../logic/names';
import { toggleAvoid } from '../state/planning';
import { store } from '../state/store';
import { useTexts } from '../text';
import { Icon } from './icon';

const bare = (name: string): string => name.replace(/, [A-Z]{2}$/, '');

export function Legs({ itinerary }: { itinerary: Itinerary }) {
  const { t, f } = useTexts();
  return (
    <div class="legs">
      <Reports warnings={itinerary.warnings} />
      <ol class="leg-list" aria-label={t.legs}>
        {itinerary.legs.map((leg, index) => (
          <LegRow key={index} leg={leg} index={index} itinerary={itinerary.id} />
        ))}
      </ol>
      <Through
        label={t.passages}
        names={itinerary.passages}
        say={(id) => t.passageNames[id] ?? t.passageFullNames[id] ?? spelled(id)}
      />
      <Through label={t.countries} names={itinerary.countries} say={(code) => f.country(code)} />
    </div>
  );
}

/** Reports at once in sight; the rest are a click away. */
const FIRST = 2;

function Reports({ warnings }: { warnings: Warning[] }) {
  const { t } = useTexts();
  if (warnings.length === 0) return null;
  const rest = warnings.slice(FIRST);
  return (
    <div class="reports">
      {warnings.slice(0, FIRST).map((warning) => (
        <Report key={warning.text} warning={warning} />
      ))}
      {rest.length > 0 && (
        <details>
          <summary>{t.moreReports(rest.length)}</summary>
          {rest.map((warning) => (
            <Report key={warning.text} warning={warning} />
          ))}
        </details>
      )}
    </div>
  );
}

function Report({ warning }: { warning: Warning }) {
  const { f } = useTexts();
  return (
    <p>
      <span lang="en">{warning.text}</span>
      <small>
        {f.date(warning.date)} · {warning.source}
      </small>
    </p>
  );
}

function LegRow({ leg, index, itinerary }: { leg: Leg; index: number; itinerary: string }) {
  const { t, f } = useTexts();
  const moves = isMode(leg.kind);
  const place = bare(leg.name || leg.from.name) || t.openCountry;
  return (
    <li class={moves ? 'leg moves' : 'leg'}>
      <span class={`dot kind-${leg.kind}`} aria-hidden="true" />
      <span class="leg-what">
        <b>{t.kinds[leg.kind]}</b>{' '}
        <bdi>
          {moves ? `${bare(leg.from.name) || t.openCountry} → ${bare(leg.to.name) || t.openCountry}` : place}
        </bdi>
        {leg.vehicle && <small> {t.vehicles[leg.vehicle] ?? leg.vehicle}</small>}
      </span>
      <button
        type="button"
        class="leg-figures"
        title={t.sourceOf(t.kinds[leg.kind])}
        onClick={() => store.set({ source: { itinerary, figure: 'time', leg: index } })}
      >
        {moves && <span>{f.distance(leg.distance_m)}</span>}
        <span>{f.span(leg.duration_s)}</span>
        <span>{f.money(leg.cost_usd)}</span>
      </button>
    </li>
  );
}

interface ThroughProps {
  label: string;
  names: string[];
  say: (name: string) => string;
}

function Through({ label, names, say }: ThroughProps) {
  const { t } = useTexts();
  if (names.length === 0) return null;
  return (
    <div class="through">
      <h4>{label}</h4>
      <div class="chips">
        {names.map((name) => (
          <button
            key={name}
            type="button"
            class="chip"
            aria-label={t.avoidThis(say(name))}
            title={t.avoidThis(say(name))}
            onClick={() => toggleAvoid(name)}
          >
            {say(name)} <Icon name="ban" />
          </button>
        ))}
      </div>
    </div>
  );
}
