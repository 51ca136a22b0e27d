// The texts of a language. The page starts in English; the others are fetched when they are chosen.

import { Figures } from '../logic/format';
import type { Language } from '../state/query';
import { useStore } from '../state/store';
import { en, type Texts } from './en';

export type { Texts } from './en';

const loaded: Partial<Record<Language, Texts>> = { en };
const figures: Partial<Record<Language, Figures>> = {};

/** The languages by the names they give themselves. */
export const LANGUAGE_NAMES: Record<Language, string> = { en: 'English', hi: 'हिन्दी', ru: 'Русский' };

/** The texts of a language; English until they are there. */
export const texts = (language: Language): Texts => loaded[language] ?? en;

/** Fetches the texts of a language. */
export async function load(language: Language): Promise<void> {
  if (loaded[language]) return;
  loaded[language] = language === 'hi' ? (await import('./hi')).hi : (await import('./ru')).ru;
}

/** The figures of a language. */
export function figuresIn(language: Language): Figures {
  const known = figures[language] ?? new Figures(language);
  figures[language] = known;
  return known;
}

/** Texts and figures in the language of the page. */
export function useTexts(): { t: Texts; f: Figures; language: Language } {
  const language = useStore((state) => state.view.language);
  return { t: texts(language), f: figuresIn(language), language };
}
