import fc from 'fast-check';
import { expect } from 'vitest';
import { isStrataError } from '#sdk';
import { compileCondition, type ConditionOptions, type SqlColumns } from '#strata/engine/conditions';
import { type Condition, type FactCatalogue, type FactType } from '#strata/engine';
import { type DialectName, DIALECTS } from '#strata/engine/sql';

/** The facts of the suite. */
export const TYPES: Readonly<Record<string, FactType>> = {
  n: 'number',
  m: 'number',
  s: 'string',
  "it's": 'string',
  c: 'string',
  b: 'boolean',
  d: 'date',
  e: 'date',
  l: 'list',
  k: 'list',
};
export const CATALOGUE: FactCatalogue = Object.fromEntries(
  Object.entries(TYPES).map(([name, type]) => [name, { type, from: { profile: name }, words: name }]),
);
export const NAMES = Object.keys(TYPES);

const numbers = fc.constantFrom(0, -0, 1, 2, 10, 0.1, 0.30000000000000004, -3.5, 180, 1e21, 5e-7, 9007199254740991);
/** Texts that try to break out, and decimal ones: others that stand for numbers are not compared with numbers. */
const texts = fc.constantFrom(
  ...['', 'a', 'ab', 'Z', 'é', '5', '10', '9', '-1.5', '10abc', "it's", "'; drop table rows; --", 'back\\slash', "\\'"],
  ...['"quoted"', '$1', '%', '2026-01-02', '2026-01-02T08:00:00Z', 'null', 'true', '\n', '�', '$$'],
);
/** Of one day here and another there, at its edges, at the changes of clocks, and texts that are no dates. */
const DATES = [
  ...['2026-01-02', '2025-12-31', '2026-01-02T08:00:00Z', '2026-01-02T00:30:00+08:00', '2026-01-01T23:30:00.5-05:00'],
  ...[
    '2026-03-29',
    '2026-03-28T23:00:00Z',
    '2026-03-29T21:59:59.999Z',
    '2026-03-29T22:00Z',
    '2026-10-25',
    '2026-10-26',
  ],
  ...[
    '2026-10-25T22:59:59.9999+00:00',
    '2024-02-29',
    '0001-01-01',
    '9999-12-31',
    '2026-02-29',
    '2026-13-01',
    'soon',
    '',
  ],
  ...['2026-01-02T08:00:00', '2026-01-02 08:00:00Z', '2026-01-02T24:00:00Z', '0000-01-01', '10000-01-01'],
];
const dates = fc.constantFrom(...DATES);
/** What a rule may say. */
const RULE_DATES = [
  ...['2026-01-02', '2025-12-31', '2026-03-29', '2026-10-25', '2024-02-29', '0001-01-01', '9999-12-31', '1900-01-01'],
  ...['2026-01-02T08:00:00Z', '2026-01-02T08:00', '2026-03-29T00:30:00+01:00', '2026-03-29T02:30', '2026-10-25T02:30'],
];
const ruleDates = fc.constantFrom(...RULE_DATES);
const ZONES = ['UTC', 'Europe/Berlin', 'Asia/Shanghai', 'America/Havana', 'Pacific/Apia'];
const versions = fc.constantFrom('1.0', '1.0.0', 'v1.2', '2.10.0', '2.9', '1.0.0-beta.2', '1.0.0-beta.11', 'x');
const cased = fc.constantFrom(
  'Wuhan',
  'WUHAN',
  'wuhan',
  'straße',
  'STRASSE',
  'Σίσυφος',
  'σίσυφοσ',
  'ISS',
  'ıss',
  'iſs',
  'İss',
);
const scalars = fc.oneof(numbers, texts, fc.boolean(), fc.constant(null));
const lists = fc.array(scalars, { maxLength: 4 });

const values: Readonly<Record<FactType, fc.Arbitrary<unknown>>> = {
  number: numbers,
  string: texts,
  boolean: fc.boolean(),
  date: dates,
  list: fc.oneof(lists, fc.array(dates, { maxLength: 3 }), fc.array(cased, { maxLength: 3 })),
};
const valuesOf = (name: string) => (name === 'c' ? fc.oneof(cased, versions, texts) : values[TYPES[name]!]);
/** What a database's lists can hold. */
export interface Lists {
  /** Items of any kind, or texts and nulls only. */
  readonly items: 'mixed' | 'texts';
  /** Whether a list can be missing. */
  readonly mayBeMissing: boolean;
}

const textLists = fc.array(fc.oneof(texts, dates, cased, fc.constant(null)), { maxLength: 4 });

/** People with facts of the catalogue's types, some of them missing. */
function peopleWith({ items, mayBeMissing }: Lists): fc.Arbitrary<readonly Person[]> {
  const listOf = (name: string) => (items === 'mixed' ? valuesOf(name) : textLists);
  const entries = NAMES.map((name) => [name, TYPES[name] === 'list' ? listOf(name) : valuesOf(name)] as const);
  const requiredKeys = mayBeMissing ? [] : listNames;
  return fc.array(fc.record(Object.fromEntries(entries), { requiredKeys }), { minLength: 1, maxLength: 12 });
}

/** A person's facts. */
type Person = Readonly<Record<string, unknown>>;

const ORDERS = ['lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive'];
const scalarNames = NAMES.filter((name) => TYPES[name] !== 'list');
const listNames = NAMES.filter((name) => TYPES[name] === 'list');
const leafOf = (names: readonly string[], operators: readonly string[], value: fc.Arbitrary<unknown>) =>
  fc.record({ fact: fc.constantFrom(...names), operator: fc.constantFrom(...operators), value });
const factOf = (names: readonly string[]) => fc.record({ fact: fc.constantFrom(...names) });
const comparable = fc.oneof(numbers, texts, dates);
const items = fc.record({ fact: fc.constantFrom(...listNames), path: fc.constantFrom('$[0]', '$[1]', '$.length') });

const TEXT_TESTS = ['startsWith', 'endsWith', 'includesText', 'not:startsWith'];
const textNames = ['s', "it's", 'c'];
const dateNames = ['d', 'e'];
/** What a catalogue lets through: each compares what has one type. */
const typedLeaves = fc.oneof(
  leafOf(['n', 'm'], ORDERS, fc.oneof(numbers, factOf(['n', 'm']))),
  leafOf(['n', 'm'], ['equal', 'notEqual'], fc.oneof(numbers, factOf(['n', 'm']))),
  leafOf(textNames, ['equal', 'notEqual', 'not:equal'], fc.oneof(texts, factOf(textNames))),
  leafOf(NAMES, ['exists', 'not:exists'], fc.boolean()),
  leafOf(listNames, ['someFact:exists', 'everyFact:exists'], fc.boolean()),
  leafOf(
    dateNames,
    [...ORDERS, 'equal', 'notEqual', 'not:lessThan', 'swap:lessThan', 'swap:greaterThanInclusive'],
    ruleDates,
  ),
  leafOf(dateNames, [...ORDERS, 'equal', 'notEqual'], factOf(dateNames)),
  leafOf(dateNames, ['in', 'notIn', 'someValue:equal', 'everyValue:notEqual'], fc.array(ruleDates, { maxLength: 3 })),
  leafOf(dateNames, ['in', 'notIn'], factOf(listNames)),
  leafOf(dateNames, ['someValue:lessThan', 'everyValue:greaterThanInclusive'], fc.array(ruleDates, { maxLength: 3 })),
  leafOf(listNames, ['contains', 'doesNotContain', 'someFact:lessThan'], factOf(dateNames)),
  leafOf(listNames, ['someFact:greaterThanInclusive', 'everyFact:notEqual'], ruleDates),
);
/** Also without a catalogue. */
const textLeaves = fc.oneof(
  leafOf(textNames, TEXT_TESTS, fc.oneof(texts, cased, factOf(textNames))),
  leafOf(listNames, ['someFact:startsWith', 'everyFact:endsWith', 'someFact:not:includesText'], texts),
  leafOf(textNames, ['ignoringCase:equal', 'ignoringCase:notEqual', 'not:ignoringCase:startsWith'], cased),
  leafOf(textNames, ['ignoringCase:endsWith', 'ignoringCase:includesText'], fc.oneof(cased, texts)),
  leafOf(textNames, ['ignoringCase:in', 'ignoringCase:notIn'], fc.array(cased, { maxLength: 4 })),
  leafOf(listNames, ['ignoringCase:contains', 'ignoringCase:doesNotContain', 'someFact:ignoringCase:equal'], cased),
);
const anyLeaves = fc.oneof(
  leafOf(NAMES, ['equal', 'notEqual', 'not:equal'], fc.oneof(scalars, factOf(NAMES))),
  leafOf(scalarNames, ORDERS, fc.oneof(comparable, factOf(scalarNames), items)),
  leafOf(NAMES, ['in', 'notIn', 'not:in'], lists),
  leafOf(NAMES, ['in', 'notIn'], factOf(listNames)),
  leafOf(listNames, ['contains', 'doesNotContain', 'not:contains'], fc.oneof(scalars, factOf(scalarNames))),
  leafOf(listNames, ['someFact:equal', 'everyFact:notEqual', 'not:someFact:not:equal'], scalars),
  leafOf(listNames, ['someFact:lessThan', 'everyFact:greaterThanInclusive', 'someFact:not:lessThan'], comparable),
  leafOf(listNames, ['someFact:in', 'everyFact:notIn'], lists),
  leafOf(listNames, ['everyFact:someValue:equal', 'someFact:everyValue:notEqual', 'someValue:contains'], lists),
  leafOf(scalarNames, ['someValue:equal', 'everyValue:notEqual'], lists),
  leafOf(scalarNames, ['someValue:lessThan', 'everyValue:greaterThan'], fc.array(comparable, { maxLength: 3 })),
  leafOf(scalarNames, ['swap:lessThan', 'swap:greaterThan'], fc.oneof(numbers, dates)),
  leafOf(NAMES, ['swap:contains', 'swap:not:contains'], lists),
  fc
    .tuple(items, fc.oneof(leafOf(['n'], ['equal', ...ORDERS], comparable), leafOf(['n'], ['in'], lists)))
    .map(([item, leaf]) => ({ ...leaf, ...item })),
);
const treeOf = (leaf: fc.Arbitrary<{ readonly fact: string }>): fc.Arbitrary<Condition> =>
  fc.letrec<{ tree: Condition }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { weight: 3, arbitrary: leaf.map((each) => each as unknown as Condition) },
      fc.constant({ condition: 'segment' }),
      fc.array(tie('tree'), { maxLength: 3 }).map((all) => ({ all })),
      fc.array(tie('tree'), { maxLength: 3 }).map((any) => ({ any })),
      tie('tree').map((not) => ({ not })),
    ),
  })).tree;

/** Those that validation accepts: a list never stands where one single value is needed, and the other way round. */
const accepted = (dialect: DialectName) =>
  fc
    .oneof(
      fc.record({ condition: treeOf(fc.oneof(anyLeaves, textLeaves)), names: fc.constant({}) }),
      fc.record({
        condition: treeOf(fc.oneof({ weight: 2, arbitrary: typedLeaves }, textLeaves)),
        names: fc.constantFrom(...ZONES).map((timeZone) => ({ facts: CATALOGUE, timeZone })),
      }),
    )
    .map(({ condition, names }) => tryCompile(condition, names, dialect))
    .filter((each) => each !== null);

function tryCompile(condition: Condition, names: ConditionOptions, dialect: DialectName) {
  const segments = { segment: { not: { fact: 'n', operator: 'greaterThan', value: 1 } } };
  // Without a catalogue a fact means what json-rules-engine takes it for; the database knows its type all the same.
  const columns: SqlColumns = ({ fact }) => ({ sql: DIALECTS[dialect].name(fact), type: TYPES[fact]! });
  try {
    const compiled = compileCondition(condition, { ...names, segments });
    // What a dialect cannot say is refused, such as two dates in a zone that the database does not know.
    return { condition, compiled, sql: compiled.toSql(dialect, columns) };
  } catch (error) {
    if (!isStrataError(error)) throw error;
    return null;
  }
}

/** Asks a database for the values of expressions for each of some people, in their order. */
export type Ask = (
  expressions: readonly string[],
  people: readonly Person[],
) => Promise<readonly (readonly unknown[])[]>;

/** Whatever a condition is, its SQL holds for exactly those for whom its test holds. */
export async function agree(dialect: DialectName, ask: Ask, numRuns: number, lists: Lists): Promise<void> {
  const conditionsOf = fc.array(accepted(dialect), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(conditionsOf, peopleWith(lists), async (conditions, people) => {
      const answers = await ask(
        conditions.map(({ sql }) => sql),
        people,
      );
      people.forEach((person, row) => {
        conditions.forEach(({ condition, compiled, sql }, place) => {
          const [expected, got] = [compiled.test(person), answers[row]?.[place]];
          if (expected === got) return;
          const [leaf, facts] = [JSON.stringify(condition), JSON.stringify(person)];
          expect.fail(`${leaf}\non ${facts}: test ${expected}, SQL ${String(got)}\n${sql}`);
        });
      });
    }),
    { numRuns, endOnFailure: true },
  );
}

/** Every comparison with every date of a rule, in every zone. */
export async function agreeOnDates(dialect: DialectName, ask: Ask): Promise<void> {
  const people = DATES.map((d) => ({ d }));
  const operators = [...ORDERS, 'equal', 'notEqual', 'swap:lessThan', 'swap:greaterThanInclusive'];
  for (const timeZone of ZONES) {
    const compiled = operators.flatMap((operator) =>
      RULE_DATES.map((value) => compileCondition({ fact: 'd', operator, value }, { facts: CATALOGUE, timeZone })),
    );
    const answers = await ask(
      compiled.map((each) => each.toSql(dialect)),
      people,
    );
    expect(answers).toEqual(people.map((person) => compiled.map((each) => each.test(person))));
  }
}
