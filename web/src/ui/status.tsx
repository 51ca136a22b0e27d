// How the question goes: on its way, refused, or nobody there.

import { useEffect, useState } from 'preact/hooks';
import { answer, ask } from '../state/planning';
import { useStore } from '../state/store';
import { useTexts } from '../text';
import type { Choice } from './combobox';
import { Icon } from './icon';
import { usePlaces } from './place-field';

/** After this long a line says that it is not stuck. */
const LONG_MS = 3000;

export function Status() {
  const { t } = useTexts();
  const outcome = useStore((state) => state.outcome);
  const [long, setLong] = useState(false);
  useEffect(() => {
    setLong(false);
    if (outcome.status !== 'asking') return;
    const timer = setTimeout(() => setLong(true), LONG_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  switch (outcome.status) {
    case 'asking':
      return (
        <div class="status">
          <div class="progress" />
          <p class="soft">{long ? t.askingLong : t.asking}</p>
        </div>
      );
    case 'refused':
      return (
        <div class="notice" role="alert">
          <Icon name="info" />
          <div>
            <b>{t.refused}</b>
            {outcome.code !== 'place-ambiguous' && <p lang="en">{outcome.detail}</p>}
            {outcome.action && (
              <p lang="en">
                <span>{t.tryNext}: </span>
                {outcome.action}
              </p>
            )}
            {outcome.code === 'place-ambiguous' && <WhichPlace detail={outcome.detail} />}
            <code>{outcome.code}</code>
          </div>
        </div>
      );
    case 'unreachable':
      return (
        <div class="notice bad" role="alert">
          <Icon name="warn" />
          <div>
            <p>{outcome.busy ? t.busy : t.unreachable}</p>
            <button type="button" class="quiet" onClick={() => void answer()}>
              {t.retry}
            </button>
          </div>
        </div>
      );
    case 'idle':
      return <p class="soft">{t.empty}</p>;
    case 'answered':
      return null;
  }
}

/** A name that several places have: one click says which. */
function WhichPlace({ detail }: { detail: string }) {
  const { t } = useTexts();
  const { from, to } = useStore((state) => state.question);
  const find = usePlaces();
  const [choices, setChoices] = useState<Choice[]>([]);
  const end = detail.startsWith(`"${from}"`) ? 'from' : 'to';
  const name = end === 'from' ? from : to;
  useEffect(() => {
    void find(name).then(setChoices, () => setChoices([]));
  }, [name]);
  return (
    <>
      <p>{t.whichOne(name)}</p>
      <div class="chips">
        {choices.map(({ value, name: full, detail: told }) => (
          <button key={value} type="button" class="chip" onClick={() => ask({ [end]: value })}>
            <bdi>{full}</bdi> <small>{told}</small>
          </button>
        ))}
      </div>
    </>
  );
}
