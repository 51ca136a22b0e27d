// Figures as people read them, in their language.

import type { Language } from '../state/query';
import { DAY_S } from './itineraries';

const cache = new Map<string, Intl.NumberFormat>();

function numbers(language: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = language + JSON.stringify(options);
  const known = cache.get(key) ?? new Intl.NumberFormat(language, options);
  cache.set(key, known);
  return known;
}

const REGION = { type: 'region', fallback: 'code' } as const;
const regions = new Map<Language, Intl.DisplayNames>();

/** Two or three digits that matter: 9.4, 27.5, 118. */
const short = (value: number): Intl.NumberFormatOptions => ({
  maximumFractionDigits: Math.abs(value) < 100 ? 1 : 0,
});

/** Figures in one language. Every one is given in the unit of the answer, which its name says. */
export class Figures {
  constructor(private readonly language: Language) {}

  number(value: number, digits = 0): string {
    return numbers(this.language, { maximumFractionDigits: digits }).format(value);
  }

  unit(value: number, unit: string, digits?: number): string {
    const options = digits === undefined ? short(value) : { maximumFractionDigits: digits };
    return numbers(this.language, { style: 'unit', unit, ...options }).format(value);
  }

  days(seconds: number): string {
    return numbers(this.language, {
      style: 'unit',
      unit: 'day',
      unitDisplay: 'long',
      ...short(seconds / DAY_S),
    }).format(seconds / DAY_S);
  }

  /** Days as a bare figure, for where the unit stands beside. */
  bareDays(seconds: number): string {
    return numbers(this.language, short(seconds / DAY_S)).format(seconds / DAY_S);
  }

  /** A length of time of a leg: minutes, hours or days. */
  span(seconds: number): string {
    if (seconds < 3600) return this.unit(Math.round(seconds / 60), 'minute');
    return seconds < DAY_S
      ? this.unit(Math.round(seconds / 3600), 'hour')
      : this.unit(seconds / DAY_S, 'day');
  }

  money(usd: number): string {
    return numbers(this.language, {
      style: 'currency',
      currency: 'USD',
      currencyDisplay: 'narrowSymbol',
      maximumFractionDigits: 0,
    }).format(usd);
  }

  mass(kg: number): string {
    return kg < 1000
      ? this.unit(kg, 'kilogram', kg < 10 ? 1 : 0)
      : `${numbers(this.language, { maximumFractionDigits: kg < 100_000 ? 2 : 0 }).format(kg / 1000)} ${TONNE[this.language]}`;
  }

  distance(metres: number): string {
    return this.unit(metres / 1000, 'kilometer', metres < 100_000 ? 1 : 0);
  }

  percent(share: number): string {
    return numbers(this.language, { style: 'percent', maximumFractionDigits: 0 }).format(share);
  }

  /** A difference with its sign; nothing for no difference that would show. */
  signed(value: number, write: (value: number) => string): string {
    const text = write(Math.abs(value));
    return text === write(0) ? '±0' : `${value < 0 ? '−' : '+'}${text}`;
  }

  date(day: string): string {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return day;
    const at = new Date(`${day}T00:00:00Z`);
    if (Number.isNaN(at.getTime())) return day;
    return at.toLocaleDateString(this.language, {
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      timeZone: 'UTC',
    });
  }

  month(month: number): string {
    return new Date(Date.UTC(2024, month - 1, 15)).toLocaleDateString(this.language, {
      month: 'short',
      timeZone: 'UTC',
    });
  }

  country(code: string): string {
    if (!/^[A-Z]{2}$/.test(code)) return code;
    const names = regions.get(this.language) ?? new Intl.DisplayNames(this.language, REGION);
    regions.set(this.language, names);
    return names.of(code) ?? code;
  }

  /** The English name of a country, which is looked for in any language. */
  inEnglish(code: string): string {
    return new Figures('en').country(code);
  }

  list(items: readonly string[]): string {
    return new Intl.ListFormat(this.language, { type: 'conjunction' }).format(items);
  }
}

// Intl has no tonne.
const TONNE: Record<Language, string> = { en: 't', hi: 'टन', ru: 'т' };
