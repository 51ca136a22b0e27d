// What the goods are, and what they cost on arrival: asked for only by those who want to know.

import type { CostLine, Landed } from '../api/types';
import { ask } from '../state/planning';
import type { Word } from '../state/query';
import { landedOf, store, useStore } from '../state/store';
import { useTexts } from '../text';
import { AmountField } from './amount-field';

const INCOTERMS = ['EXW', 'FCA', 'FAS', 'FOB', 'CFR', 'CIF', 'CPT', 'CIP', 'DAP', 'DPU', 'DDP'];

export function Goods() {
  const { t } = useTexts();
  const { hs, origin, incoterm, value_usd } = useStore((state) => state.question);
  const isAsked = hs !== '';
  return (
    <details class="options" open={isAsked}>
      <summary>
        <span>{t.landed}</span>
        <small>{isAsked ? [hs, origin, incoterm].filter(Boolean).join(' · ') : t.landedHint}</small>
      </summary>
      <div class="grid">
        <WordField name="hs" label={t.hs} usual="300490" />
        <WordField name="origin" label={t.origin} usual="IN" />
        <AmountField name="value_usd" label={t.value} usual={t.needed} />
        <label>
          {t.incoterm}
          <select
            value={incoterm || 'FCA'}
            onChange={(event) => ask({ incoterm: event.currentTarget.value })}
          >
            {INCOTERMS.map((term) => (
              <option key={term}>{term}</option>
            ))}
          </select>
        </label>
        <WordField name="duty" label={t.duty} usual="10%" />
        <AmountField name="fees_usd" label={t.fees} usual={t.unknown} />
        <WordField name="suppose" label={t.suppose} usual="india-eaeu-fta=0" />
      </div>
      {isAsked && (value_usd === null || origin === '') && <p class="goods-note">{t.landedNeeds}</p>}
      <Told />
    </details>
  );
}

function WordField({ name, label, usual }: { name: Word; label: string; usual: string }) {
  const value = useStore((state) => state.question[name]);
  return (
    <label>
      {label}
      <input
        type="text"
        spellcheck={false}
        placeholder={usual}
        value={value}
        onChange={(event) => ask({ [name]: event.currentTarget.value.trim() })}
      />
    </label>
  );
}

/** What the answer says of all ways together: the goods, the preferences they may claim. */
function Told() {
  const { t } = useTexts();
  const landed = useStore((state) => state.landed);
  if (landed.status === 'idle') return null;
  if (landed.status === 'asking') return <p class="goods-note">{t.asking}</p>;
  if (landed.status === 'refused') {
    return (
      <p class="goods-note bad" role="alert" lang="en">
        {landed.detail}. {landed.action && `${t.tryNext}: ${landed.action}`}
      </p>
    );
  }
  const { goods, preferences } = landed.answer;
  return (
    <div class="goods-note">
      <p lang="en">{goods.title}</p>
      {preferences.length === 0 && <p>{t.noPreference}</p>}
      <ul>
        {preferences.map(({ agreement, name, status, hypothetical, cheapest_keeping }) => (
          <li key={agreement}>
            <b lang="en">{name}</b>{' '}
            <span class="badge">{hypothetical ? t.supposedOnly : (t.agreementStates[status] ?? status)}</span>
            {cheapest_keeping && (
              <>
                {' '}
                <button type="button" class="link" onClick={() => store.look({ pick: cheapest_keeping })}>
                  {t.cheapestKeeping(cheapest_keeping)}
                </button>
              </>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The landed cost by an itinerary: in a line on its card, with every part of it when the card is open. */
export function LandedCost({ id, open }: { id: string; open: boolean }) {
  const { t, f } = useTexts();
  const answer = useStore(landedOf);
  const landed = answer?.itineraries.find((one) => one.id === id);
  if (!answer || !landed) return null;
  const preference = answer.preferences.find((one) => one.agreement === landed.agreement);
  const lines = landed.lines ?? [];
  const unknown = [...new Set(lines.filter((line) => line.amount_usd === null).map(kindOf))];
  return (
    <div class="landed">
      <p>
        {t.landed}: <b>{sumOf(landed, (value) => f.money(value), t.atLeast)}</b>
        {unknown.length > 0 && (
          <small> {t.landedUnknown(f.list(unknown.map((kind) => t.lineKinds[kind] ?? kind)))}</small>
        )}
        {preference && (
          <small>
            {' '}
            {landed.saving_usd !== null && landed.saving_usd > 0
              ? t.savedBy(f.money(landed.saving_usd), preference.name)
              : t.claimed(preference.name)}
            {landed.hypothetical && ` (${t.supposedOnly})`}
          </small>
        )}
      </p>
      {open && <Lines landed={landed} />}
    </div>
  );
}

const kindOf = (line: CostLine): string => line.kind;

const sumOf = (
  { landed_usd, known_usd }: Landed,
  write: (usd: number) => string,
  atLeast: (text: string) => string,
): string => (landed_usd === null ? atLeast(write(known_usd)) : write(landed_usd));

function Lines({ landed }: { landed: Landed }) {
  const { t, f } = useTexts();
  return (
    <ul class="landed-lines">
      {(landed.lines ?? []).map((line) => (
        <li key={line.kind + line.name}>
          <span>
            {t.lineKinds[line.kind] ?? line.kind} <small lang="en">{line.name}</small>
          </span>
          <b>{line.amount_usd === null ? t.unknown : f.money(line.amount_usd)}</b>
          <small lang="en">
            {[line.rate, line.note, line.source].filter(Boolean).join(' · ')}
            {line.hypothetical ? ` · ${t.supposedOnly}` : ''}
          </small>
        </li>
      ))}
    </ul>
  );
}
