// What is asked and how it is looked at, and the address that says both: a link is the answer.

/** A question, as the server takes it. Empty texts and nulls leave the choice to the server. */
export interface Question {
  from: string;
  to: string;
  depart: string;
  cargo: string;
  teu: number | null;
  mass_t: number | null;
  units: number | null;
  value_usd: number | null;
  deadline_days: number | null;
  ice_class: string;
  avoid: string[];
  /** What it has to go through, in order. */
  via: string[];
  /** Day whose world is planned in; that of the departure if empty. */
  as_of: string;
  scenarios: string[];
  /** A scenario of one's own, as a scenario file says it. */
  own: string;
  /** Code of the goods; with it the landed cost is reckoned too. */
  hs: string;
  /** Country that the goods originate in. */
  origin: string;
  incoterm: string;
  /** The duty without preference: `10%`. */
  duty: string;
  fees_usd: number | null;
  /** The duty under an agreement that is supposed: `india-eaeu-fta=0`. */
  suppose: string;
}

/** The fields of a question that are a text of their own. */
export type Word = 'hs' | 'origin' | 'incoterm' | 'duty' | 'suppose';

export const SORTS = ['given', 'time', 'cost', 'landed', 'co2e', 'p90'] as const;
export type Sort = (typeof SORTS)[number];
export const CHARTS = ['bars', 'totals', 'path'] as const;
export type Chart = (typeof CHARTS)[number];
export const LANGUAGES = ['en', 'hi', 'ru'] as const;
export type Language = (typeof LANGUAGES)[number];
export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];
/** Layers of the map that can be switched; those in `shown` of a fresh view are on. */
export const LAYERS = ['rail', 'road', 'water', 'passages', 'ports', 'crossings', 'ice'] as const;
export type Layer = (typeof LAYERS)[number];

/** The fields of a question that hold an amount. */
export type Amount = 'teu' | 'mass_t' | 'units' | 'value_usd' | 'deadline_days' | 'fees_usd';

/**
 * What a kind of cargo is measured by, and an amount to begin with: one vehicle of its kind, more or less.
 * Containers are left to the server, which takes one 40-foot box.
 */
export const CARGO: Record<string, { by: Amount; usual: number | null }> = {
  container: { by: 'teu', usual: null },
  general: { by: 'mass_t', usual: 500 },
  'dry-bulk': { by: 'mass_t', usual: 30_000 },
  crude: { by: 'mass_t', usual: 100_000 },
  products: { by: 'mass_t', usual: 40_000 },
  lng: { by: 'mass_t', usual: 70_000 },
  'ro-ro': { by: 'units', usual: 200 },
  project: { by: 'mass_t', usual: 500 },
};

/** The amounts of a question when its cargo changes: those of another kind would make no sense. */
export function amountsFor(
  cargo: string,
): Pick<Question, 'cargo' | 'teu' | 'mass_t' | 'units' | 'value_usd'> {
  const none = { cargo, teu: null, mass_t: null, units: null, value_usd: null };
  const measure = CARGO[cargo];
  return measure ? { ...none, [measure.by]: measure.usual } : none;
}

/** How the answer is looked at. */
export interface View {
  sort: Sort;
  pick: string | null;
  chart: Chart;
  /** The world flat or as a globe; null leaves it to what the machine can draw. */
  flat: boolean | null;
  layers: Layer[];
  corridors: string[];
  iceMonth: number | null;
  camera: [number, number, number] | null;
  language: Language;
  theme: Theme;
}

export const EXAMPLE: Pick<Question, 'from' | 'to'> = { from: 'Mumbai, IN', to: 'Moscow, RU' };

export const EMPTY_QUESTION: Question = {
  from: '',
  to: '',
  depart: '',
  cargo: '',
  teu: null,
  mass_t: null,
  units: null,
  value_usd: null,
  deadline_days: null,
  ice_class: '',
  avoid: [],
  via: [],
  as_of: '',
  scenarios: [],
  own: '',
  hs: '',
  origin: '',
  incoterm: '',
  duty: '',
  fees_usd: null,
  suppose: '',
};

export const FRESH_VIEW: View = {
  sort: 'given',
  pick: null,
  chart: 'bars',
  flat: null,
  layers: ['rail', 'passages', 'ports'],
  corridors: [],
  iceMonth: null,
  camera: null,
  language: 'en',
  theme: 'auto',
};

const oneOf = <T extends string>(all: readonly T[], text: string | null, otherwise: T): T =>
  all.find((one) => one === text) ?? otherwise;

/** The first language of the reader that the page speaks; a link leaves it to whoever opens it. */
export function preferred(wanted: readonly string[] = globalThis.navigator?.languages ?? []): Language {
  const tags = wanted.map((tag) => tag.slice(0, 2).toLowerCase());
  return tags.flatMap((tag) => LANGUAGES.filter((one) => one === tag))[0] ?? 'en';
}

const amount = (text: string | null): number | null => {
  const value = text === null || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) && value >= 0 ? value : null;
};

const day = (text: string | null): string => (text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : '');

const many = (params: URLSearchParams, name: string): string[] => [
  ...new Set(params.getAll(name).filter((value) => value !== '')),
];

/** The question in an address; without any place it is the example. */
export function readQuestion(search: string): Question {
  const params = new URLSearchParams(search);
  const asked = params.has('from') || params.has('to');
  return {
    from: asked ? (params.get('from') ?? '') : EXAMPLE.from,
    to: asked ? (params.get('to') ?? '') : EXAMPLE.to,
    depart: day(params.get('depart')),
    cargo: params.get('cargo') ?? '',
    teu: amount(params.get('teu')),
    mass_t: amount(params.get('mass_t')),
    units: amount(params.get('units')),
    value_usd: amount(params.get('value_usd')),
    deadline_days: amount(params.get('deadline_days')),
    ice_class: params.get('ice_class') ?? '',
    avoid: many(params, 'avoid'),
    via: many(params, 'via'),
    as_of: day(params.get('as_of')),
    scenarios: many(params, 'scenario'),
    own: params.get('toml') ?? '',
    hs: params.get('hs') ?? '',
    origin: params.get('origin') ?? '',
    incoterm: params.get('incoterm') ?? '',
    duty: params.get('duty') ?? '',
    fees_usd: amount(params.get('fees_usd')),
    suppose: params.get('suppose') ?? '',
  };
}

/** Whether an address asks nothing of its own, as on a first visit. */
export const asksNothing = (search: string): boolean => {
  const params = new URLSearchParams(search);
  return !params.has('from') && !params.has('to');
};

const FLAT: Record<string, boolean> = { flat: true, globe: false };

/** The view in an address; what is not understood is as fresh. */
export function readView(search: string): View {
  const params = new URLSearchParams(search);
  const camera = (params.get('map') ?? '').split(',').map(Number);
  const [lng = Number.NaN, lat = Number.NaN, zoom = Number.NaN] = camera;
  const seen = Math.abs(lng) <= 180 && Math.abs(lat) <= 90 && zoom >= 0 && zoom <= 22;
  const month = Number(params.get('ice'));
  const layers = params.get('layers');
  return {
    sort: oneOf(SORTS, params.get('sort'), FRESH_VIEW.sort),
    pick: params.get('pick'),
    chart: oneOf(CHARTS, params.get('chart'), FRESH_VIEW.chart),
    flat: FLAT[params.get('view') ?? ''] ?? null,
    layers: layers === null ? FRESH_VIEW.layers : LAYERS.filter((layer) => layers.split(',').includes(layer)),
    corridors: many(params, 'corridor'),
    iceMonth: Number.isInteger(month) && month >= 1 && month <= 12 ? month : null,
    camera: seen ? [lng, lat, zoom] : null,
    language: oneOf(LANGUAGES, params.get('lang'), preferred()),
    theme: oneOf(THEMES, params.get('theme'), FRESH_VIEW.theme),
  };
}

type Given = Record<string, string | number | (string | { toml: string })[]>;

const given = (fields: Record<string, Given[string] | null>): Given =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== '')) as Given;

/** What is planned, as the API has it; what is left to the server is left out. */
export const planBody = ({ scenarios, own, ...asked }: Question): Given =>
  given({
    from: asked.from,
    to: asked.to,
    depart: asked.depart,
    as_of: asked.as_of,
    cargo: asked.cargo,
    teu: asked.teu,
    mass_t: asked.mass_t,
    units: asked.units,
    value_usd: asked.value_usd,
    deadline_days: asked.deadline_days,
    ice_class: asked.ice_class,
    avoid: asked.avoid,
    via: asked.via,
    scenario: own === '' ? scenarios : [...scenarios, { toml: own }],
  });

/** What the landed cost is asked with. A duty or fees that nobody knows are left unknown. */
export const landedBody = (question: Question): Given => ({ ...planBody(question), ...goods(question) });

const goods = ({ hs, origin, incoterm, duty, fees_usd, suppose }: Question): Given =>
  given({
    hs,
    origin,
    incoterm,
    duty,
    fees_usd: fees_usd === null ? null : String(fees_usd),
    suppose: suppose === '' ? [] : [suppose],
  });

/** What the effect of the scenarios on trade is asked with; without its parts, which are not shown. */
export const tradeBody = ({ scenarios, own, suppose, as_of }: Question): Given =>
  given({
    scenario: own === '' ? scenarios : [...scenarios, { toml: own }],
    suppose: suppose === '' ? [] : [suppose],
    as_of,
    steps: 0,
  });

/** A body as parameters, in one order, for the server and for the address alike. */
export function bodyParams(body: Given): URLSearchParams {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(body)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (typeof one === 'object') params.append('toml', one.toml);
      else params.append(name, String(one));
    }
  }
  return params;
}

/** The whole question as parameters. */
export const questionParams = (question: Question): URLSearchParams => bodyParams(landedBody(question));

/** The address of a question looked at in a way; what is as fresh is left out. */
export function address(question: Question, view: View): string {
  const params = questionParams(question);
  if (view.sort !== FRESH_VIEW.sort) params.set('sort', view.sort);
  if (view.pick !== null) params.set('pick', view.pick);
  if (view.chart !== FRESH_VIEW.chart) params.set('chart', view.chart);
  if (view.flat !== null) params.set('view', view.flat ? 'flat' : 'globe');
  if (view.layers.join() !== FRESH_VIEW.layers.join()) params.set('layers', view.layers.join());
  for (const id of view.corridors) params.append('corridor', id);
  if (view.iceMonth !== null) params.set('ice', String(view.iceMonth));
  if (view.camera) {
    const [lng, lat, zoom] = view.camera;
    params.set('map', `${lng.toFixed(2)},${lat.toFixed(2)},${zoom.toFixed(1)}`);
  }
  if (view.language !== preferred()) params.set('lang', view.language);
  if (view.theme !== FRESH_VIEW.theme) params.set('theme', view.theme);
  // Commas and colons are legal in a query and easier to read.
  return `?${params.toString().replaceAll('%2C', ',').replaceAll('%3A', ':')}`;
}

/** Whether two questions get the same answer. */
export const sameQuestion = (a: Question, b: Question): boolean =>
  questionParams(a).toString() === questionParams(b).toString();

/** The question without what was closed or supposed: what a change is measured against. */
export const beforeChange = (question: Question): Question => ({
  ...question,
  avoid: [],
  scenarios: [],
  own: '',
  suppose: '',
});

/** Whether a world is supposed, which may do something to trade. */
export const isSupposed = (question: Question): boolean =>
  question.scenarios.length > 0 || question.own !== '';

export const isChanged = (question: Question): boolean =>
  question.avoid.length > 0 || question.scenarios.length > 0 || question.own !== '';
