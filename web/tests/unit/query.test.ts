import { describe, expect, it } from 'vitest';
import {
  address,
  amountsFor,
  asksNothing,
  beforeChange,
  bodyParams,
  EMPTY_QUESTION,
  EXAMPLE,
  FRESH_VIEW,
  isChanged,
  landedBody,
  planBody,
  readQuestion,
  readView,
  sameQuestion,
  tradeBody,
} from '../../src/state/query';

const question = {
  ...EMPTY_QUESTION,
  from: 'Мумбаи',
  to: '37.62,55.75',
  depart: '2026-09-10',
  cargo: 'container',
  teu: 4,
  mass_t: 0,
  ice_class: 'Arc4',
  avoid: ['suez', 'IR'],
  via: ['IRBND'],
  as_of: '2023-12-27',
  scenarios: ['nsr-year-round'],
  own: '[[modification]]\nclose = "hormuz"',
  hs: '300490',
  origin: 'IN',
  incoterm: 'CIF',
  duty: 'max(10%, 0.04 EUR/kg)',
  fees_usd: 300,
  suppose: 'india-eaeu-fta=0',
};
const view = {
  ...FRESH_VIEW,
  sort: 'cost' as const,
  pick: '3',
  chart: 'path' as const,
  flat: true,
  layers: ['rail' as const],
  corridors: ['nsr'],
  iceMonth: 9,
  camera: [58.25, 38, 3.5] as [number, number, number],
  language: 'hi' as const,
  theme: 'dark' as const,
};

describe('the effect on trade', () => {
  it('is asked with what is supposed and the duty under it, and with nothing else', () => {
    expect(tradeBody({ ...question, own: '' })).toEqual({
      scenario: ['nsr-year-round'],
      suppose: ['india-eaeu-fta=0'],
      as_of: '2023-12-27',
      steps: 0,
    });
    expect(tradeBody({ ...EMPTY_QUESTION, own: 'id = "mine"' })['scenario']).toEqual([
      { toml: 'id = "mine"' },
    ]);
    expect(beforeChange(question).suppose).toBe('');
  });
});

describe('the address', () => {
  it('says the whole question and the whole view, and is read back as it was', () => {
    const link = address(question, view);
    expect(readQuestion(link)).toEqual(question);
    expect(readView(link)).toEqual(view);
  });

  it('leaves out what is as fresh', () => {
    expect(address({ ...EMPTY_QUESTION, from: 'A', to: 'B' }, FRESH_VIEW)).toBe('?from=A&to=B');
  });

  it('can switch off every layer', () => {
    expect(readView(address(question, { ...view, layers: [] })).layers).toEqual([]);
  });

  it('is the example when it asks nothing', () => {
    expect(asksNothing('?lang=ru')).toBe(true);
    expect(readQuestion('')).toMatchObject(EXAMPLE);
    expect(readQuestion('?from=Delhi')).toMatchObject({ from: 'Delhi', to: '' });
  });

  it('takes nothing that makes no sense', () => {
    const link =
      '?from=A&to=B&depart=soon&teu=-3&mass_t=much&sort=worst&map=900,0,2&ice=13&lang=xx&avoid=&avoid=a&avoid=a';
    expect(readQuestion(link)).toMatchObject({ depart: '', teu: null, mass_t: null, avoid: ['a'] });
    expect(readView(link)).toMatchObject({ sort: 'given', camera: null, iceMonth: null, language: 'en' });
  });

  it('carries hostile text as text', () => {
    const from = '"><script>alert(1)</script>&to=X#';
    expect(readQuestion(address({ ...question, from }, view))).toMatchObject({ from, to: question.to });
  });
});

describe('cargo', () => {
  it('is measured by what suits it', () => {
    expect(amountsFor('crude')).toMatchObject({ teu: null, mass_t: 100_000 });
    expect(amountsFor('ro-ro')).toMatchObject({ units: 200, mass_t: null });
    expect(amountsFor('container')).toMatchObject({ teu: null, mass_t: null, units: null });
  });
});

describe('a question', () => {
  it('is told to the server in one order, empty parts left out', () => {
    expect(bodyParams(planBody({ ...question, mass_t: null, own: '' })).toString()).toBe(
      'from=%D0%9C%D1%83%D0%BC%D0%B1%D0%B0%D0%B8&to=37.62%2C55.75&depart=2026-09-10&as_of=2023-12-27' +
        '&cargo=container&teu=4&ice_class=Arc4&avoid=suez&avoid=IR&via=IRBND&scenario=nsr-year-round',
    );
    expect(landedBody(question)).toMatchObject({
      scenario: ['nsr-year-round', { toml: question.own }],
      hs: '300490',
      fees_usd: '300',
    });
    expect(planBody(question)).not.toHaveProperty('hs');
  });

  it('is compared with itself before anything was closed', () => {
    expect(isChanged(question)).toBe(true);
    expect(isChanged(beforeChange(question))).toBe(false);
    expect(sameQuestion(question, beforeChange(question))).toBe(false);
    expect(sameQuestion(question, { ...question })).toBe(true);
  });
});
