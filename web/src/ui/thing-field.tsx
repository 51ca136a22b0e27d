// A field for what is closed, avoided or gone through: passages, countries, corridors and ports by name.

import * as api from '../api/client';
import { COUNTRIES } from '../logic/countries';
import { corridorName } from '../logic/names';
import { useStore } from '../state/store';
import { useTexts } from '../text';
import { type Choice, Combobox } from './combobox';

const MOST = 8;

interface Props {
  label: string;
  onChoose: (id: string) => void;
}

export function ThingField({ label, onChoose }: Props) {
  const { t } = useTexts();
  const find = useThings();
  return (
    <Combobox
      {...{ label, onChoose, find }}
      value=""
      hint={t.avoidHint}
      note=""
      nothing={t.nothingSo}
      free={false}
    />
  );
}

/** Without accents and capitals, so that Turkiye finds Türkiye. */
const plain = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase().replaceAll('-', ' ');

function useThings(): (typed: string, signal: AbortSignal) => Promise<Choice[]> {
  const { t, f } = useTexts();
  const corridors = useStore((state) => state.corridors);
  return async (typed, signal) => {
    const wanted = plain(typed);
    const known: (Choice & { words: string[] })[] = [
      ...Object.entries(t.passageFullNames).map(([id, name]) => ({
        value: id,
        name,
        detail: t.kindsOfThing.passage,
        words: [name, t.passageNames[id] ?? '', id],
      })),
      ...COUNTRIES.map((code) => ({
        value: code,
        name: f.country(code),
        detail: t.kindsOfThing.country,
        words: [f.country(code), code, f.inEnglish(code)],
      })),
      ...corridors.map(({ id, name }) => ({
        value: id,
        name: corridorName(id, corridors, t),
        detail: t.kindsOfThing.corridor,
        words: [corridorName(id, corridors, t), name, id],
      })),
    ];
    const rank = ({ words }: { words: string[] }): number => {
      const all = words.map(plain).filter((word) => word !== '');
      if (all.includes(wanted)) return 0;
      if (all.some((word) => word.startsWith(wanted))) return 1;
      return all.some((word) => word.includes(` ${wanted}`)) ? 2 : 3;
    };
    const likely = known
      .filter((one) => rank(one) < 3)
      .sort((a, b) => rank(a) - rank(b))
      .map(({ value, name, detail }) => ({ value, name, detail }));
    if (likely.length >= MOST) return likely.slice(0, MOST);
    const places = await api.places(typed, signal).catch(() => []);
    const ports = places.filter((place) => place.terminal && place.locode !== '');
    return [
      ...likely,
      ...ports.map(({ locode, name }) => ({ value: locode, name, detail: t.kindsOfThing.port })),
    ].slice(0, MOST);
  };
}
