import fc from 'fast-check';
import {
  compileRelease,
  type CompiledRelease,
  type EventQuery,
  type FactCatalogue,
  type FactDefinition,
  measureEvents,
  type UserEvent,
} from '#strata/engine';

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
    without: fc.option(fc.constantFrom(...NAMES), { nil: undefined, freq: 3 }),
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
  fc.constantFrom('city', 'born', 'level', 'member', 'tags', "it's"),
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
};

/** Catalogues: facts of the profile, measures, and shares of them. */
export const catalogues: fc.Arbitrary<FactCatalogue> = fc
  .tuple(
    fc.array(eventQueries, { minLength: 1, maxLength: 8 }),
    fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 2 }),
  )
  .map(([queries, shares]) => ({
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
      const value = Object.hasOwn(person.attributes, from.profile) ? person.attributes[from.profile] : undefined;
      found[name] = from.measure === 'yearsSince' ? naiveYears(value, now) : naiveValue(value, type);
    }
  }
  for (const [name, { from }] of Object.entries(catalogue)) {
    if (!('ratio' in from)) continue;
    const [part, whole] = from.ratio.map((each) => found[each]);
    const share = typeof part === 'number' && typeof whole === 'number' ? part / whole : Number.NaN;
    found[name] = Number.isFinite(share) ? share : undefined;
  }
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
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
    date: typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value) && !Number.isNaN(Date.parse(value)),
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
