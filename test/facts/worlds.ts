import fc from 'fast-check';
import { compileRelease, type CompiledRelease } from '#strata/engine/plan';
import {
  type Condition,
  type EventQuery,
  type FactCase,
  type FactCatalogue,
  type FactDefinition,
  type UserEvent,
} from '#strata/engine';
import { compileCondition } from '#strata/engine/conditions';
import { measureEvents } from '#strata/engine/facts';

/** The moment around which everything happens. */
export const NOON = Date.parse('2026-11-22T12:00:00Z');
const HOUR = 3_600_000;

const NAMES = ['order', 'visit', "it's", 'back\\slash'];
const PROPERTIES = ['amount', 'category', 'a/b~c', 'quote\'"', '$.x'];
const SCALARS = [0, 1, 2.5, -3, 0.1, 100, '', '1', 'a', "it's", 'back\\slash', 'é', true, false];

/** Property values with mistyped ones, nested ones and null among them. */
const values = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<unknown>(...SCALARS) },
  fc.constantFrom<unknown>(null, [], ['a'], {}, { amount: 1 }, [[1]], 1e21, -0, 123456789.123),
);
const filters = fc.dictionary(fc.constantFrom(...PROPERTIES), fc.constantFrom(...SCALARS), { maxKeys: 2 });
const durations = fc.constantFrom('PT1H', 'PT90M', 'P1D', 'P2DT3H', 'P1W');

/** Every form of a measure, with windows, followers and filters. */
export const eventQueries: fc.Arbitrary<EventQuery & { measure: NonNullable<EventQuery['measure']> }> = fc
  .record({
    name: fc.constantFrom(...NAMES),
    measure: fc.constantFrom(
      ...(['count', 'sum', 'mean', 'min', 'max', 'distinct', 'daysSinceLast', 'daysSinceFirst'] as const),
    ),
    property: fc.constantFrom(...PROPERTIES),
    within: fc.option(durations, { nil: undefined }),
    ago: fc.option(fc.constantFrom('PT1H', 'PT30M'), { nil: undefined, freq: 3 }),
    without: fc.option(
      fc.oneof(
        fc.constantFrom(...NAMES),
        fc.record({ name: fc.constantFrom(...NAMES), same: fc.constantFrom(...PROPERTIES) }),
      ),
      { nil: undefined, freq: 3 },
    ),
    where: fc.option(filters, { nil: undefined, freq: 3 }),
  })
  .map((query) => {
    const isOfProperty = ['sum', 'mean', 'min', 'max', 'distinct'].includes(query.measure);
    const { property, ...rest } = query;
    const entries = Object.entries(isOfProperty ? { ...rest, property } : rest);
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as unknown as EventQuery &
      Pick<typeof query, 'measure'>;
  });

/** A user's history: equal times, times at the edges of windows, late ones and ones to come. */
export const histories: fc.Arbitrary<readonly UserEvent[]> = fc.array(
  fc.record({
    name: fc.constantFrom(...NAMES, 'unasked'),
    at: fc
      .oneof(
        fc.integer({ min: -20, max: 3 }).map((half) => (half * HOUR) / 2),
        fc.integer({ min: -9 * 24, max: 24 }).map((hours) => hours * HOUR + 1),
        fc.integer({ min: -200 * 24 * HOUR, max: HOUR }),
      )
      .map((distance) => NOON + distance),
    properties: fc.dictionary(fc.constantFrom(...PROPERTIES), values, { maxKeys: 4 }),
  }),
  { maxLength: 25 },
);

/** Attributes of a profile, typed and mistyped. */
export const profiles: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc.dictionary(
  fc.constantFrom('city', 'born', 'level', 'member', 'tags', "it's", 'home', 'home.city'),
  fc.oneof(
    values,
    fc.constantFrom<unknown>(
      '1990-11-22',
      '1990-11-23',
      '2000-02-29',
      '2027-01-01',
      '1990-13-01',
      '1990-11-22T23:59:00+14:00',
      '1990',
      ['a', 1, null],
      'Shanghai',
      '2024-02-30',
      '0000-01-01',
      '2027-02-29',
      '2026-11-22T23:59:00Z',
      '2026-11-22T23:59:00+15:00',
      { city: 'Paris' },
      { city: { born: '2001-12-31', 0: 'zero' } },
      ['Rome'],
    ),
  ),
  { maxKeys: 6 },
);

const PROFILE_FACTS: FactCatalogue = {
  city: fact('string', { profile: 'city' }),
  age: fact('number', { profile: 'born', measure: 'yearsSince' }),
  born: fact('date', { profile: 'born' }),
  level: fact('number', { profile: 'level' }),
  member: fact('boolean', { profile: 'member' }),
  tags: fact('list', { profile: 'tags' }),
  quoted: fact('string', { profile: "it's" }),
  sinceBorn: fact('number', { profile: 'born', measure: 'daysSince' }),
  untilBorn: fact('number', { profile: 'born', measure: 'daysUntil' }),
  birthday: fact('number', { profile: 'born', measure: 'daysToAnniversary' }),
  homeCity: fact('string', { profile: 'home.city' }),
  homeFirst: fact('string', { profile: 'home.city.0' }),
  firstHome: fact('string', { profile: 'home.0' }),
  homeBirthday: fact('number', { profile: 'home.city.born', measure: 'daysToAnniversary' }),
};

/** A condition over a fact, of each kind that a stage of life may be told by. */
function whenOf(pick: number, bound: number, count: number): Condition {
  const measured = { fact: `measure${pick % count}`, operator: 'greaterThan', value: bound };
  const conditions: readonly Condition[] = [
    measured,
    { not: measured },
    { fact: 'level', operator: 'lessThanInclusive', value: { fact: 'age' } },
    { fact: 'city', operator: 'in', value: ['Shanghai', "it's", 'back\\slash'] },
    { fact: 'born', operator: 'lessThan', value: '2000-02-29' },
    {
      any: [
        { fact: 'member', operator: 'equal', value: true },
        { fact: 'tags', operator: 'contains', value: 'a' },
      ],
    },
    { all: [] },
  ];
  return conditions[pick % conditions.length]!;
}

interface Cases {
  readonly whens: readonly (readonly [pick: number, bound: number])[];
  readonly hasRest: boolean;
}
const cases: fc.Arbitrary<Cases> = fc.record({
  whens: fc.array(fc.tuple(fc.nat(20), fc.constantFrom(-0.37, 0.37, 2.61)), { maxLength: 3 }),
  hasRest: fc.boolean(),
});

/** `stage`, whose values are texts, and `level2`, told by it and by a share. */
function stagesOf({ whens, hasRest }: Cases, count: number): FactCatalogue {
  const texts = ["it's new", 'active', 'back\\slash'];
  const told = whens.map(([pick, bound], index) => ({ when: whenOf(pick, bound, count), is: texts[index]! }));
  const rest = hasRest || told.length === 0 ? [{ is: 'lost' }] : [];
  const isNew: Condition = { fact: 'stage', operator: 'equal', value: "it's new" };
  return {
    level2: fact('number', {
      firstOf: [
        { when: isNew, is: 2.5 },
        { when: { not: isNew }, is: -1 },
      ],
    }),
    stage: fact('string', { firstOf: [...told, ...rest] }),
  };
}

/** Catalogues: facts of the profile, measures, shares of them, and facts that conditions over the others tell. */
export const catalogues: fc.Arbitrary<FactCatalogue> = fc
  .tuple(
    fc.array(eventQueries, { minLength: 1, maxLength: 8 }),
    fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 2 }),
    cases,
  )
  .map(([queries, shares, stages]) => ({
    ...stagesOf(stages, queries.length),
    ...Object.fromEntries(shares.map(([a, b], i) => [`share${i}`, ratio(a, b, queries.length)])),
    ...PROFILE_FACTS,
    ...Object.fromEntries(queries.map((events, index) => [`measure${index}`, fact('number', { events })])),
  }));

function fact(type: FactDefinition['type'], from: FactDefinition['from']): FactDefinition {
  return { type, from, words: 'a fact' };
}

function ratio(a: number, b: number, count: number): FactDefinition {
  return fact('number', { ratio: [`measure${a % count}`, `measure${b % count}`] });
}

/** What all the catalogue's facts are, by one fold a fact over the whole history. */
export function naiveFacts(
  catalogue: FactCatalogue,
  person: { readonly attributes: Readonly<Record<string, unknown>>; readonly events: readonly UserEvent[] },
  now: number,
): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const [name, { from, type }] of Object.entries(catalogue)) {
    if ('events' in from) found[name] = measureEvents(person.events, from.events, now);
    if ('profile' in from) {
      const value = naiveAttribute(person.attributes, from.profile);
      found[name] = from.measure === undefined ? naiveValue(value, type) : naiveMeasures[from.measure](value, now);
    }
  }
  for (const [name, { from }] of Object.entries(catalogue)) {
    if (!('ratio' in from)) continue;
    const [part, whole] = from.ratio.map((each) => found[each]);
    const share = typeof part === 'number' && typeof whole === 'number' ? part / whole : Number.NaN;
    found[name] = Number.isFinite(share) ? share : undefined;
  }
  for (const name of ['stage', 'level2']) {
    const from = catalogue[name]?.from;
    if (from === undefined || !('firstOf' in from)) continue;
    const known = present(found);
    const holds = ({ when }: FactCase) =>
      when === undefined || compileCondition(when, { facts: catalogue }).test(known);
    found[name] = from.firstOf.find(holds)?.is;
  }
  return present(found);
}

function present(found: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

function naiveAttribute(attributes: Readonly<Record<string, unknown>>, profile: string): unknown {
  if (profile in attributes) return attributes[profile];
  const [first = '', ...rest] = profile.split('.');
  let value: unknown = attributes[first];
  for (const name of rest) {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    value = isObject ? (value as Record<string, unknown>)[name] : undefined;
  }
  return value;
}

const DAY = 24 * HOUR;
const naiveMeasures = {
  yearsSince: naiveYears,
  daysSince: (value: unknown, now: number) => naiveDays(value, (day) => Math.floor(now / DAY) - day),
  daysUntil: (value: unknown, now: number) => naiveDays(value, (day) => day - Math.floor(now / DAY)),
  // Day after day until month and day are the same, or have just been passed over.
  daysToAnniversary: (value: unknown, now: number) =>
    naiveDays(value, () => {
      const wanted = String(value).slice(5, 10);
      for (let days = 0; ; days++) {
        const [before, today] = [days - 1, days].map((d) => new Date(now + d * DAY).toISOString().slice(5, 10));
        if (today === wanted || (before === '02-28' && today === '03-01' && wanted === '02-29')) return days;
      }
    }),
};

function naiveDays(value: unknown, measured: (day: number) => number): number | undefined {
  if (naiveValue(value, 'date') === undefined) return undefined;
  return measured(Date.parse(String(value).slice(0, 10)) / DAY);
}

function isPossibleDate(value: string): boolean {
  const day = /^\d{4}-\d{2}-\d{2}/.exec(value)?.[0];
  // No zone is 15 hours from UTC.
  const isFar = /[+-](1[5-9]|2[0-9]):[0-9]{2}$/.test(value);
  if (day === undefined || day.startsWith('0000') || isFar || Number.isNaN(Date.parse(value))) return false;
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}

function naiveYears(value: unknown, now: number): number | undefined {
  if (naiveValue(value, 'date') === undefined) return undefined;
  const [year, month, day] = String(value).slice(0, 10).split('-').map(Number);
  const today = new Date(now);
  const years = today.getUTCFullYear() - year!;
  const hadBirthday =
    today.getUTCMonth() + 1 > month! || (today.getUTCMonth() + 1 === month && today.getUTCDate() >= day!);
  return hadBirthday ? years : years - 1;
}

function naiveValue(value: unknown, type: FactDefinition['type']): unknown {
  const fits: Record<FactDefinition['type'], boolean> = {
    number: typeof value === 'number',
    string: typeof value === 'string',
    boolean: typeof value === 'boolean',
    date: typeof value === 'string' && isPossibleDate(value),
    list: Array.isArray(value) && value.every((item) => item === null || typeof item !== 'object'),
  };
  return fits[type] ? value : undefined;
}

/** A release whose one model reads every fact and whose one strategy counts these events. */
export function releaseOf(facts: FactCatalogue, triggers: readonly EventQuery[] = []): CompiledRelease {
  return compileRelease(
    {
      facts,
      segments: [],
      models: [
        {
          id: 'all',
          title: 'All facts',
          plugin: 'any',
          task: 'binary',
          label: { event: 'order', within: 'P1D' },
          features: Object.keys(facts),
        },
      ],
      strategies: [
        {
          id: 'only',
          title: 'Only',
          goal: { event: 'order', within: 'P1D', margin: 1, orderValue: 1 },
          segment: { all: [] },
          trigger: {
            all: triggers.map((params) => ({ fact: 'events', params: { ...params }, operator: 'equal', value: 1 })),
          },
          baseline: { title: 'All', offer: 'one' },
          offers: [
            { id: 'one', title: 'One', faceValue: 0, redemptionRate: 0, contactCost: 0, response: { rate: 0.5 } },
          ],
        },
      ],
    },
    `sha256:${JSON.stringify(facts).length}`,
  );
}

/** Equal but for the last digits of numbers: sums depend on the order of what is added. */
export function rounded(facts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name,
      typeof value === 'number' ? Number((value + 0).toPrecision(10)) : value,
    ]),
  );
}
