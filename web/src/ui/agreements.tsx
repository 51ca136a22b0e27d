// The agreements between the countries of both ends, as they stand on the day.

import { useEffect, useState } from 'preact/hooks';
import * as api from '../api/client';
import type { Agreement } from '../api/types';
import { useStore } from '../state/store';
import { useTexts } from '../text';

/** What a plan rests on first: trade, transit and corridors before anything else, what holds before what does not. */
const KINDS = ['free-trade', 'customs-union', 'corridor', 'transit', 'convention', 'programme', 'commission'];
const STATES = ['in-force', 'signed', 'negotiating', 'proposed', 'suspended', 'ended'];

function inOrder(all: readonly Agreement[]): Agreement[] {
  const place = (list: string[], one: string) => (list.includes(one) ? list.indexOf(one) : list.length);
  const rank = ({ kind, status }: Agreement) =>
    (status === 'ended' ? 100 : 0) + place(KINDS, kind) * 10 + place(STATES, status);
  return [...all].sort((a, b) => rank(a) - rank(b));
}

export function Agreements() {
  const { t, f, language } = useTexts();
  const from = useStore((state) => state.plan?.from.country ?? '');
  const to = useStore((state) => state.plan?.to.country ?? '');
  const day = useStore((state) => state.question.as_of || (state.plan?.meta.depart ?? ''));
  const [open, setOpen] = useState(false);
  const [found, setFound] = useState<Agreement[] | null>(null);
  const foreign = /^[A-Z]{2}$/.test(from) && /^[A-Z]{2}$/.test(to) && from !== to;
  useEffect(() => {
    setFound(null);
    if (!open || !foreign) return;
    let left = false;
    api.agreements([from, to], day).then(
      (all) => !left && setFound(inOrder(all)),
      () => !left && setOpen(false),
    );
    return () => {
      left = true;
    };
  }, [open, foreign, from, to, day]);
  if (!foreign) return null;
  return (
    <details class="not-offered" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span>{t.agreements}</span>
        <small>{f.list([f.country(from), f.country(to)])}</small>
      </summary>
      {open && found === null && <p class="soft">{t.asking}</p>}
      {found?.length === 0 && <p class="soft">{t.noAgreement}</p>}
      <ul>
        {found?.map((one) => (
          <li key={one.id} lang="en">
            <b>{one.name}</b>{' '}
            <span class="badge" lang={language}>
              {t.agreementStates[one.status] ?? one.status}
            </span>{' '}
            <span>{one.about}</span>{' '}
            <small>
              {[f.date(one.since), ...one.sources.slice(0, 1).map((source) => source.publisher)].join(' · ')}
            </small>
          </li>
        ))}
      </ul>
    </details>
  );
}
