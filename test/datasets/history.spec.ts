import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileCondition } from '#strata/engine/conditions';
import { type FactCatalogue, type ModelDocument, type UserEvent } from '#strata/engine';
import { type ExampleData, type HistorySource, readTable, withExampleData } from '#strata/models/datasets';
import { publishComputed, stageComputed } from '#strata/profiles/computed';
import { uuidv7 } from '#strata/kernel';
import { type TableColumn } from '#strata/tables/columns';
import { type Database } from '#strata/platform/database';
import { isStrataError } from '#sdk';
import { catalogues, histories, naiveFacts, NOON, profiles, rounded } from '../facts/worlds.js';
import { type Person, storeOnly } from '../facts/stored-people.js';
import { describeOnBothHomes, freshDatabase } from '../support/database.js';
import { runs } from '../support/suite.js';

const DAY = 86_400_000;
const WINDOW = DAY;

interface World {
  readonly catalogue: FactCatalogue;
  readonly people: readonly Person[];
  readonly document: ModelDocument;
}

const records: fc.Arbitrary<readonly UserEvent[]> = fc.array(
  fc.record({
    name: fc.constantFrom('campaign_sent', 'campaign_sent', 'campaign_held_out'),
    at: fc.integer({ min: -60, max: 4 }).map((hours) => NOON + hours * 3_600_000),
    properties: fc.record(
      {
        campaign: fc.constantFrom('spring', 'summer'),
        audience: fc.constantFrom('all', 'random', 'selected', 'vip'),
        offer: fc.constantFrom('coupon', "it's free"),
      },
      { requiredKeys: ['campaign'] },
    ),
  }),
  { maxLength: 5 },
);

/** A model has no feature that is a list; with the lists go the facts by conditions over them. */
function withoutLists(facts: FactCatalogue): FactCatalogue {
  const told = Object.values(facts).some(({ from }) => 'firstOf' in from && JSON.stringify(from).includes('"tags"'));
  return Object.fromEntries(
    Object.entries(facts).filter(([, { type, from }]) => type !== 'list' && !(told && 'firstOf' in from)),
  );
}

const worlds: fc.Arbitrary<World> = fc.record({
  catalogue: catalogues.map((facts): FactCatalogue => ({
    ...withoutLists(facts),
    recent: { type: 'number', words: 'recent', from: { events: { name: 'visit', measure: 'count', within: 'P2D' } } },
  })),
  people: fc
    .array(fc.record({ attributes: profiles, events: histories, campaigns: records }), { minLength: 1, maxLength: 4 })
    .map((some) =>
      some.map(({ attributes, events, campaigns }, index) => ({
        userId: `user-${index}`,
        attributes,
        events: [...events, ...campaigns],
      })),
    ),
  document: fc
    .record(
      {
        treatment: fc.constantFrom('none' as const, 'any' as const),
        samples: fc.constantFrom({ at: 'campaigns' } as const, { before: 'visit' }, { every: 'PT12H', most: 3 }),
        population: fc.constant('visitors'),
        label: fc.constantFrom({ event: 'order', within: 'P1D' }, {
          event: 'order',
          within: 'P1D',
          measure: 'sum',
          property: 'amount',
        } as const),
      },
      { requiredKeys: ['label'] },
    )
    .map((document) => ({
      id: 'buys',
      title: 'Buys',
      plugin: 'any',
      task: 'measure' in document.label ? ('regression' as const) : ('binary' as const),
      features: ['recent'],
      ...document,
    })),
});
const SEGMENTS = [
  {
    id: 'visitors',
    title: 'Visitors',
    condition: { all: [{ fact: 'recent', operator: 'greaterThanInclusive', value: 1 }] },
  },
];

describe('examples of history in files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'strata-history-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  it('are what a fold over everybody gives', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async (world) => {
        const [events, attributes] = [join(folder, 'events.ndjson'), join(folder, 'profiles.ndjson')];
        const lines = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
        writeFileSync(
          events,
          lines([
            ...world.people.flatMap(({ userId, events: own }) =>
              own.map(({ at, ...event }) => ({ user_id: userId, ...event, at: new Date(at).toISOString() })),
            ),
            { user_id: 'nobody', name: 'nothing', at: '2020-01-01', properties: {} },
          ]),
        );
        writeFileSync(
          attributes,
          lines(world.people.map(({ userId, attributes: own }) => ({ user_id: userId, attributes: own }))),
        );
        const from = { kind: 'files', events, profiles: attributes } as const;
        await expectExamples({ ...world, people: [...world.people, NOBODY] }, from);
      }),
      { numRuns: runs(8, 25) },
    );
  });
});
const NOBODY: Person = {
  userId: 'nobody',
  attributes: {},
  events: [{ name: 'nothing', at: Date.parse('2020-01-01T00:00:00Z'), properties: {} }],
};

describeOnBothHomes('examples of the stored history', (home) => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase(home);
  });
  afterAll(() => database.close());
  it('are what a fold over everybody gives', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async (world) => {
        const people = [...world.people, NOBODY];
        await storeOnly(database, people);
        await expectExamples({ ...world, people }, { kind: 'stored', database });
      }),
      { numRuns: runs(7, 20) },
    );
  });

  it('know what an analysis says about people from its publication on, and not before', async () => {
    const facts: FactCatalogue = {
      persona: { type: 'string', from: { computed: { analysis: 'personas', output: 'persona' } }, words: 'persona' },
    };
    const visit = { name: 'visit', at: NOON - 9 * DAY, properties: {} };
    await storeOnly(database, [{ userId: 'ann', attributes: {}, events: [visit] }]);
    const run = { analysis: 'personas', run: uuidv7() };
    await stageComputed(database, run, { people: ['ann'], values: { persona: ['thrifty'] } });
    const at = NOON - 40 * 3_600_000;
    await database.transaction((manager) => publishComputed(manager, run, { at, keep: [] }));
    const document: ModelDocument = {
      ...{ id: 'buys', title: 'Buys', plugin: 'any', task: 'binary', features: ['persona'], treatment: 'any' },
      ...{ label: { event: 'order', within: 'P1D' }, samples: { every: 'PT12H', most: 3 } },
    };
    const source: HistorySource = { kind: 'history', from: { kind: 'stored', database }, facts, until: NOON };
    const rows = await withExampleData(document, source, { segments: [] }, (data) => rowsOf(data, facts));
    expect(rows.map(({ at: moment, facts: known }) => [moment > at, known['persona']])).toEqual([
      [false, undefined],
      [false, undefined],
      [true, 'thrifty'],
    ]);
  });
});

async function expectExamples({ document, catalogue, people }: World, from: HistorySource['from']): Promise<void> {
  const source: HistorySource = { kind: 'history', from, facts: catalogue, until: NOON };
  const expected = naiveExamples({ document, catalogue, people });
  const found = await withExampleData(document, source, { segments: SEGMENTS }, (data) =>
    rowsOf(data, catalogue),
  ).catch((error: unknown) => (isStrataError(error) ? error.code : Promise.reject(error as Error)));
  expect(found).toEqual(expected);
}

interface Row {
  readonly userId: string;
  readonly at: number;
  readonly campaign: string | undefined;
  readonly offer: string | undefined;
  readonly label: number;
  readonly facts: Readonly<Record<string, unknown>>;
}

async function rowsOf(data: ExampleData, catalogue: FactCatalogue): Promise<readonly Row[]> {
  const { columns, rows } = await readTable(data, {
    columns: ['userId', 'at', 'campaign', 'offer', 'order', ...Object.keys(catalogue)].map((name) => ({ name })),
  });
  expect(data.sampling).toMatchObject({ examples: rows });
  const cell = (name: string, row: number) => valueOf(columns.get(name)!, row);
  return Array.from({ length: rows }, (_, row) => {
    const known = Object.keys(catalogue).map((name) => [name, cell(name, row)] as const);
    return {
      userId: String(cell('userId', row)),
      at: Number(cell('at', row)),
      campaign: cell('campaign', row) as string | undefined,
      offer: cell('offer', row) as string | undefined,
      label: Number(Number(cell('order', row)).toPrecision(10)),
      facts: rounded(Object.fromEntries(known.filter(([, value]) => value !== undefined))),
    };
  });
}

function valueOf(column: TableColumn, row: number): string | number | boolean | undefined {
  if (column.type === 'category') return column.categories[column.codes[row]!];
  const value = column.values[row]!;
  if (Number.isNaN(value)) return undefined;
  return column.kind === 'boolean' ? value === 1 : value;
}

/** The definition of `docs/data-sets.md`, person by person. */
function naiveExamples({ document, catalogue, people }: World): readonly Row[] | 'TOO_FEW_EXAMPLES' {
  const { treatment, samples } = document;
  const label = document.label as { event: string; measure?: 'sum' };
  const wantsHeldOut = treatment === 'none';
  const campaigns = people.flatMap((person) => ofCampaigns(person, wantsHeldOut));
  const asksEvents = samples !== undefined && 'before' in samples;
  const asksCampaigns = samples === undefined ? treatment === 'any' : 'at' in samples;
  const takesCampaigns = asksCampaigns || (samples === undefined && wantsHeldOut && campaigns.length > 0);
  if (takesCampaigns && campaigns.length === 0) return 'TOO_FEW_EXAMPLES';
  const candidates = takesCampaigns
    ? campaigns.filter(({ first }) => first)
    : people.flatMap((one) => (asksEvents ? ofEvents(one, samples.before) : regular(one, document)));
  const segment = compileCondition('visitors', { segments: SEGMENTS });
  return candidates
    .filter(({ person, at }) => {
      const after = person.events.filter((event) => event.at > at && event.at <= at + WINDOW);
      if (wantsHeldOut && after.some(({ name }) => name === 'campaign_sent')) return false;
      return document.population === undefined || segment.test(naiveFacts(catalogue, person, at));
    })
    .map(({ person, at, campaign, offer }): Row => {
      const hits = person.events.filter(
        ({ name, at: when }) => name === label.event && when > at && when <= at + WINDOW,
      );
      const amounts = hits.map(({ properties }) => properties['amount']).filter((value) => typeof value === 'number');
      const value =
        label.measure === 'sum' ? amounts.reduce((sum, amount) => sum + amount, 0) : Number(hits.length > 0);
      const facts = Object.entries(rounded(naiveFacts(catalogue, person, at)))
        // A file's blank text is no value, and its dates are moments.
        .filter(([, fact]) => typeof fact !== 'string' || fact.trim() !== '')
        .map(([name, fact]) => [name, catalogue[name]!.type === 'date' ? Date.parse(String(fact)) : fact] as const)
        .filter(([, fact]) => !Number.isNaN(fact));
      const label2 = Number((value + 0).toPrecision(10));
      return { userId: person.userId, at, campaign, offer, label: label2, facts: Object.fromEntries(facts) };
    })
    .toSorted((a, b) => a.at - b.at || compare(a.userId, b.userId) || compare(a.campaign ?? '', b.campaign ?? ''));
}

interface Candidate {
  readonly person: Person;
  readonly at: number;
  readonly campaign: string | undefined;
  readonly offer: string | undefined;
  /** Of this person and campaign. */
  readonly first: boolean;
}

/** All records that a model may learn from and whose window has passed. */
function ofCampaigns(person: Person, wantsHeldOut: boolean): readonly Candidate[] {
  const fitting = person.events
    .filter(({ name }) => name === (wantsHeldOut ? 'campaign_held_out' : 'campaign_sent'))
    .filter(({ properties: { audience } }) =>
      wantsHeldOut ? audience !== 'selected' : audience === 'all' || audience === 'random',
    )
    .map((event) => ({
      ...event,
      offer: wantsHeldOut ? '' : ((event.properties['offer'] as string | undefined) ?? 'contact'),
    }))
    .toSorted((a, b) => a.at - b.at || compare(a.offer, b.offer));
  return fitting
    .map(({ at, offer, properties }, index) => ({
      person,
      at: at - 1,
      campaign: String(properties['campaign']),
      offer: offer === '' ? undefined : offer,
      first: fitting.findIndex((other) => other.properties['campaign'] === properties['campaign']) === index,
    }))
    .filter(({ at }) => at + WINDOW <= NOON);
}

/** Before every event whose window has passed. */
function ofEvents(person: Person, event: string): readonly Candidate[] {
  return person.events
    .filter(({ name }) => name === event)
    .map(({ at }) => ({ person, at: at - 1, campaign: undefined, offer: undefined, first: true }))
    .filter(({ at }) => at + WINDOW <= NOON);
}

function regular(person: Person, { samples }: ModelDocument): readonly Candidate[] {
  const [step, most] = samples !== undefined && 'every' in samples ? [DAY / 2, 3] : [DAY, 6];
  const midnight = NOON - DAY / 2;
  return Array.from({ length: most }, (_, index) => midnight - WINDOW - index * step)
    .filter((at) => person.events.some((event) => event.at <= at))
    .map((at) => ({ person, at, campaign: undefined, offer: undefined, first: true }));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
