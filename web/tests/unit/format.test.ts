import { describe, expect, it } from 'vitest';
import { Figures } from '../../src/logic/format';

const en = new Figures('en');
const plain = (text: string) => text.replaceAll(/\s/g, ' ');

describe('figures', () => {
  it('say their unit', () => {
    expect(en.days(2_378_380)).toBe('27.5 days');
    expect(en.span(1800)).toBe('30 min');
    expect(en.span(7 * 3600)).toBe('7 hr');
    expect(en.span(3 * 86_400)).toBe('3 days');
    expect(en.money(2792.24)).toBe('$2,792');
    expect(en.mass(2413.82)).toBe('2.41 t');
    expect(en.mass(88.64)).toBe('89 kg');
    expect(en.distance(9_648_917)).toBe('9,649 km');
    expect(en.distance(79_136)).toBe('79.1 km');
  });
  it('say which way they differ', () => {
    const days = (seconds: number) => en.days(seconds);
    expect(en.signed(86_400, days)).toBe('+1 day');
    expect(en.signed(-172_800, days)).toBe('−2 days');
    expect(en.signed(10, days)).toBe('±0');
  });
  it('leave days alone that are none', () => {
    expect(en.date('2026-03-04')).toBe('Mar 4, 2026');
    expect(en.date('2026-07')).toBe('2026-07');
    expect(en.date('2026-99-99')).toBe('2026-99-99');
  });
  it('name countries, and codes that are none as they are', () => {
    expect(en.country('IR')).toBe('Iran');
    expect(en.country('suez')).toBe('suez');
    expect(en.country('--')).toBe('--');
  });
  it('are written in the language of the page', () => {
    expect(plain(new Figures('ru').money(2792))).toBe('2 792 $');
    expect(plain(new Figures('ru').mass(2414))).toBe('2,41 т');
    expect(new Figures('hi').money(279_200)).toBe('$2,79,200');
  });
});
