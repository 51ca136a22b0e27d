// What can be done with the answer, and how the page looks and speaks.

import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { mapPicture } from '../exports/picture';
import { save } from '../exports/save';
import { csv, fileName, geojson } from '../exports/tables';
import { LANGUAGES, THEMES } from '../state/query';
import { landedOf, store, useStore } from '../state/store';
import { LANGUAGE_NAMES, load, useTexts } from '../text';
import { Icon, type IconName } from './icon';

export function Toolbar() {
  const { t, language } = useTexts();
  const plan = useStore((state) => state.plan);
  const landed = useStore(landedOf);
  const theme = useStore((state) => state.view.theme);
  return (
    <div class="toolbar">
      <Share />
      <Menu icon="download" label={t.exports}>
        <button
          type="button"
          disabled={!plan}
          onClick={() =>
            plan &&
            save(fileName(plan, 'geojson'), new Blob([geojson(plan)], { type: 'application/geo+json' }))
          }
        >
          {t.exportGeojson}
        </button>
        <button
          type="button"
          disabled={!plan}
          onClick={() =>
            plan && save(fileName(plan, 'csv'), new Blob([csv(plan, landed)], { type: 'text/csv' }))
          }
        >
          {t.exportCsv}
        </button>
        <button
          type="button"
          disabled={!plan}
          onClick={async () => {
            const picture = await mapPicture();
            if (plan && picture) save(fileName(plan, 'png'), picture);
          }}
        >
          {t.exportPng}
        </button>
        <button
          type="button"
          onClick={async () => {
            const code = `<iframe src="${location.href.replaceAll('&', '&amp;')}" width="960" height="640" title="corridor"></iframe>`;
            await handOver(code, t.copyThis);
            store.set({ said: t.copied });
          }}
        >
          {t.embed}
        </button>
        <button type="button" onClick={() => print()}>
          {t.exportPdf}
        </button>
      </Menu>
      <Menu icon="settings" label={t.settings}>
        <fieldset>
          <legend>{t.language}</legend>
          {LANGUAGES.map((one) => (
            <label key={one} lang={one}>
              <input
                type="radio"
                name="language"
                checked={language === one}
                onChange={() => void load(one).then(() => store.look({ language: one }))}
              />
              {LANGUAGE_NAMES[one]}
            </label>
          ))}
        </fieldset>
        <fieldset>
          <legend>{t.theme}</legend>
          {THEMES.map((one) => (
            <label key={one}>
              <input
                type="radio"
                name="theme"
                checked={theme === one}
                onChange={() => store.look({ theme: one })}
              />
              {t.themes[one]}
            </label>
          ))}
        </fieldset>
      </Menu>
    </div>
  );
}

function Share() {
  const { t } = useTexts();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    if (!(await handOver(location.href, t.copyThis))) return;
    setCopied(true);
    store.set({ said: t.copied });
    setTimeout(() => setCopied(false), 2500);
  };
  return (
    <button type="button" class="icon-button wide" aria-label={t.copyLink} onClick={copy}>
      <Icon name="share" /> <span>{copied ? t.copied : t.copyLink}</span>
    </button>
  );
}

/** Copies a text; without leave to write to the clipboard it is shown to be copied by hand. */
async function handOver(text: string, copyThis: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    prompt(copyThis, text);
    return false;
  }
}

/** A button that unfolds a box; Escape and a click elsewhere fold it. */
function Menu({ icon, label, children }: { icon: IconName; label: string; children: ComponentChildren }) {
  const box = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const fold = (event: Event) => {
      const element = box.current;
      if (!element?.open) return;
      const byKey = event instanceof KeyboardEvent && event.key === 'Escape';
      const outside = event.type === 'pointerdown' && !element.contains(event.target as Node);
      if (!byKey && !outside) return;
      element.open = false;
      if (byKey) element.querySelector('summary')?.focus();
    };
    addEventListener('keydown', fold);
    addEventListener('pointerdown', fold);
    return () => {
      removeEventListener('keydown', fold);
      removeEventListener('pointerdown', fold);
    };
  }, []);
  return (
    <details class="menu" ref={box}>
      <summary class="icon-button" aria-label={label} title={label}>
        <Icon name={icon} />
      </summary>
      <div class="menu-box">{children}</div>
    </details>
  );
}
