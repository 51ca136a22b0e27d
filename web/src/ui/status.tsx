// How the question goes: on its way, refused, or nobody there.

import { useEffect, useState } from 'preact/hooks';
import { answer } from '../state/planning';
import { useStore } from '../state/store';
import { useTexts } from '../text';
import { Icon } from './icon';

/** After this long a line says that it is not stuck. */
const LONG_MS = 3000;

export function Status() {
  const { t } = useTexts();
  const outcome = useStore((state) => state.outcome);
  const awaitsTo = useStore((state) => state.awaitsTo);
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
            <p lang="en">{outcome.detail}</p>
            {outcome.action && (
              <p lang="en">
                <span>{t.tryNext}: </span>
                {outcome.action}
              </p>
            )}
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
      return <p class="soft">{awaitsTo ? t.toolHelp.planTo : t.empty}</p>;
    case 'answered':
      return null;
  }
}
