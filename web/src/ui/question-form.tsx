// The question: two places and a swap, the rest folded away until it is wanted.

import { thingName } from '../logic/names';
import { ask } from '../state/planning';
import { amountsFor, CARGO } from '../state/query';
import { useStore } from '../state/store';
import { useTexts } from '../text';
import { AmountField } from './amount-field';
import { Closures, Scenarios } from './closures';
import { Goods } from './goods';
import { Icon } from './icon';
import { PlaceField } from './place-field';
import { ThingField } from './thing-field';

const ICE_CLASSES = ['Ice1', 'Ice2', 'Ice3', 'Arc4', 'Arc5', 'Arc6', 'Arc7', 'Arc8', 'Arc9'];

/** How an end was understood, if the answer that stands is about what the field says. */
function useNote(end: 'from' | 'to'): string {
  const { t, f } = useTexts();
  const understood = useStore((state) => state.plan?.[end] ?? null);
  const current = useStore((state) => state.answered?.[end] === state.question[end]);
  if (!understood || !current) return '';
  const far = understood.snap_m >= 1000 ? t.snapped(f.distance(understood.snap_m)) : '';
  return [understood.name, understood.note, far].filter(Boolean).join(' · ');
}

export function QuestionForm() {
  const { t } = useTexts();
  const from = useStore((state) => state.question.from);
  const to = useStore((state) => state.question.to);
  return (
    <section class="question" aria-label={t.plan}>
      <div class="ends">
        <PlaceField
          label={t.from}
          value={from}
          note={useNote('from')}
          onChoose={(text) => ask({ from: text })}
        />
        <button
          type="button"
          class="icon-button swap"
          aria-label={t.swap}
          title={t.swap}
          onClick={() => ask({ from: to, to: from })}
        >
          <Icon name="swap" />
        </button>
        <PlaceField label={t.to} value={to} note={useNote('to')} onChoose={(text) => ask({ to: text })} />
      </div>
      <Options />
      <Goods />
      <Closures />
      <Scenarios />
    </section>
  );
}

function Options() {
  const { t, f } = useTexts();
  const question = useStore((state) => state.question);
  const corridors = useStore((state) => state.corridors);
  const measure = CARGO[question.cargo || 'container']?.by;
  const [boxes, byUnits] = [measure === 'teu', measure === 'units'];
  const summary = [
    t.cargoKinds[question.cargo || 'container'] ?? question.cargo,
    question.depart ? f.date(question.depart) : t.today,
    question.as_of ? `${t.asOf} ${f.date(question.as_of)}` : '',
    question.via.length > 0
      ? `${t.via} ${question.via.map((id) => thingName(id, corridors, t, f)).join(', ')}`
      : '',
    question.ice_class && question.ice_class !== 'none' ? question.ice_class : '',
  ];
  return (
    <details class="options">
      <summary>
        <span>{t.options}</span>
        <small>{summary.filter(Boolean).join(' · ')}</small>
      </summary>
      <div class="grid">
        <label>
          {t.depart}
          <input
            type="date"
            value={question.depart}
            onChange={(event) => ask({ depart: event.currentTarget.value })}
          />
        </label>
        <label>
          {t.cargo}
          <select
            value={question.cargo || 'container'}
            onChange={(event) => ask(amountsFor(event.currentTarget.value))}
          >
            {Object.entries(t.cargoKinds).map(([kind, name]) => (
              <option key={kind} value={kind}>
                {name}
              </option>
            ))}
          </select>
        </label>
        {boxes && <AmountField name="teu" label={t.teu} usual="2" />}
        {byUnits ? (
          <AmountField name="units" label={t.units} usual="" />
        ) : (
          <AmountField name="mass_t" label={t.mass} usual={boxes ? t.byDefault : ''} />
        )}
        <AmountField name="value_usd" label={t.value} usual={t.byDefault} />
        <AmountField name="deadline_days" label={t.deadline} usual={t.none} />
        <label>
          {t.iceClass}
          <select
            value={question.ice_class || 'none'}
            onChange={(event) => ask({ ice_class: event.currentTarget.value })}
          >
            <option value="none">{t.none}</option>
            {ICE_CLASSES.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <label title={t.asOfHelp}>
          {t.asOf}
          <input
            type="date"
            value={question.as_of}
            onChange={(event) => ask({ as_of: event.currentTarget.value })}
          />
        </label>
        <div class="via" title={t.viaHelp}>
          <span>{t.via}</span>
          <div class="chips">
            {question.via.map((id) => (
              <button
                key={id}
                type="button"
                class="chip"
                aria-label={t.removeVia(thingName(id, corridors, t, f))}
                onClick={() => ask({ via: question.via.filter((one) => one !== id) })}
              >
                <bdi>{thingName(id, corridors, t, f)}</bdi> <Icon name="close" />
              </button>
            ))}
          </div>
          <ThingField
            label={t.via}
            onChoose={(id) => !question.via.includes(id) && ask({ via: [...question.via, id] })}
          />
        </div>
      </div>
    </details>
  );
}
