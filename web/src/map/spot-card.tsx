// What is known of a spot of the map, and what can be done with it.

import { useEffect, useRef } from 'preact/hooks';
import { positionText, thingName } from '../logic/names';
import { ask, toggleAvoid } from '../state/planning';
import { store, useStore } from '../state/store';
import { type Texts, useTexts } from '../text';
import { Icon } from '../ui/icon';
import { avoidable, calledIn, endText, iceMonths, type Spot } from './spot';

/** What is told elsewhere on the card. */
const UNTOLD = /^(id|name|name_..|source|tenths_\d+|cm_\d+)$/;

export function SpotCard() {
  const { t, f, language } = useTexts();
  const spot = useStore((state) => state.spot);
  const avoid = useStore((state) => state.question.avoid);
  const corridors = useStore((state) => state.corridors);
  const box = useRef<HTMLElement>(null);
  const at = spot?.at;
  useEffect(() => {
    box.current?.focus({ preventScroll: true });
  }, [at]);
  if (!spot) return null;
  const { said, kind } = spot;
  const own =
    kind === 'passage' ? (t.passageFullNames[String(said['id'])] ?? t.passageNames[String(said['id'])]) : '';
  const name = own || calledIn(spot, language);
  const corridor = kind === 'corridor' ? corridors.find((one) => one.id === said['id']) : undefined;
  const what = avoidable(spot);
  const whatName =
    what === null ? '' : /^[A-Z]{2}$/.test(what) ? f.country(what) : name || thingName(what, corridors, t, f);
  const shut = () => store.set({ spot: null });
  const end = (which: 'from' | 'to') => () => {
    shut();
    ask({ [which]: endText(spot, positionText(spot.at)) });
  };
  const [x, y] = [`${spot.pixel.x + 12}px`, `${spot.pixel.y + 12}px`];
  return (
    <section
      class="spot"
      ref={box}
      tabIndex={-1}
      aria-label={name || t.whatIsHere}
      style={{ '--x': x, '--y': y }}
      onKeyDown={(event) => event.key === 'Escape' && shut()}
    >
      <div class="spot-head">
        <div>
          <h3>
            <bdi>{name || positionText(spot.at)}</bdi>
          </h3>
          <small>
            {kind === 'nothing'
              ? said['country']
                ? f.country(String(said['country']))
                : t.openWater
              : (t.kindsOfSpot[kind] ?? '')}
          </small>
        </div>
        <button type="button" class="icon-button" aria-label={t.close} onClick={shut}>
          <Icon name="close" />
        </button>
      </div>
      <div class="spot-actions">
        {kind !== 'country' && kind !== 'passage' && (
          <>
            <button type="button" class="quiet" onClick={end('from')}>
              {t.fromHere}
            </button>
            <button type="button" class="quiet" onClick={end('to')}>
              {t.toHere}
            </button>
          </>
        )}
        {what && (
          <button
            type="button"
            class="quiet danger"
            onClick={() => {
              shut();
              toggleAvoid(what);
            }}
          >
            {avoid.includes(what)
              ? t.allowAgain(whatName)
              : kind === 'passage'
                ? t.closeThis(whatName)
                : t.avoidThis(whatName)}
          </button>
        )}
      </div>
      <Facts spot={spot} />
      <IceYear spot={spot} />
      {corridor && (
        <div lang="en" class="soft">
          <p>{corridor.course}</p>
          {corridor.reports.map((report) => (
            <p key={report.text}>
              {report.text}{' '}
              <small>
                ({f.date(report.date)}, {report.source})
              </small>
            </p>
          ))}
        </div>
      )}
      {said['source'] !== undefined && (
        <p class="soft" lang="en">
          {String(said['source'])}
        </p>
      )}
    </section>
  );
}

function Facts({ spot }: { spot: Spot }) {
  const { t, f } = useTexts();
  const plain = ['route', 'country', 'nothing'].includes(spot.kind);
  const rows = Object.entries(spot.said).filter(([key, value]) => !UNTOLD.test(key) && value !== false);
  if (rows.length === 0 || plain) return null;
  const written = (key: string, value: Spot['said'][string]): string => {
    if (typeof value === 'boolean') return value ? t.yes : t.no;
    if (typeof value === 'number') return f.number(value, 1);
    if (key === 'country' || key === 'countries')
      return f.list(value.split(', ').map((code) => f.country(code)));
    return wordFor(t, value);
  };
  return (
    <dl>
      {rows.map(([key, value]) => (
        <div key={key} class="fact">
          <dt>{t.factNames[key] ?? key}</dt>
          <dd>
            <bdi>{written(key, value)}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}

const wordFor = (t: Texts, value: string): string =>
  (t.kinds as Record<string, string>)[value] ?? t.kindsOfSpot[value] ?? value;

/** Ice over the year, month by month; said in words for those who do not see it. */
function IceYear({ spot }: { spot: Spot }) {
  const { t, f } = useTexts();
  const months = iceMonths(spot);
  if (months.length === 0) return null;
  const said = months.map((tenths, at) => `${f.month(at + 1)} ${tenths}`).join(', ');
  return (
    <figure class="ice-year">
      <svg viewBox="0 0 120 34" role="img" aria-label={`${t.iceTenths}: ${said}`}>
        {months.map((tenths, at) => (
          <rect key={f.month(at + 1)} x={at * 10 + 1} y={32 - tenths * 3} width="8" height={tenths * 3 + 1}>
            <title>{`${f.month(at + 1)}: ${tenths}`}</title>
          </rect>
        ))}
      </svg>
      <figcaption>{t.iceTenths}</figcaption>
    </figure>
  );
}
