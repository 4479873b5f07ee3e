import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seededRandom } from '#sdk';
import { defaultPluginDirectories, openPluginHost, type PluginHost } from '#strata/plugin-host';
import { openMemory } from '#strata/tables';
import { freshDatabase } from '../../../test/support/database.js';
import { EVERYTHING } from '../../../test/support/suite.js';
import { type PersonState, type PersonStates } from '../audience/index.js';
import { selectAudience, type SelectionRun } from './select-audience.js';
import { type SelectionPlan } from './selection-plan.js';
import { type Alone, decideAlone } from './support/decide-alone.js';
import { writeArrow, writeCsv, writeNdjson, writeParquet } from './support/files.js';
import { documentsOf, makePeople, NOW, STRATEGY, trainModels } from './support/people.js';
import { BY_CHANNEL, knownUnderPolicy, UNDER_POLICY } from './support/policy.js';

const PEOPLE = EVERYTHING ? 2_000 : 1_200;
const people = makePeople(PEOPLE, 3);

let host: PluginHost;
let home: string;
let models: SelectionPlan['models'];

beforeAll(async () => {
  host = await openPluginHost({ directories: defaultPluginDirectories({}) });
  home = await mkdtemp(join(tmpdir(), 'selection-'));
  models = await trainModels(host);
  await writeParquet(join(home, 'people.parquet'), people, 500);
});

afterAll(async () => {
  await host.close();
  await rm(home, { recursive: true });
});

let runs = 0;
let plain: ReturnType<typeof selectAudience> | undefined;

/** The selection that others are compared with, made once. */
function whole(): ReturnType<typeof selectAudience> {
  return (plain ??= select());
}

async function select(plan: Partial<SelectionPlan> = {}, run: Partial<SelectionRun> = {}) {
  return await selectAudience(
    {
      campaign: 'november',
      strategy: 'win-back',
      release: { hash: 'sha256:1', documents: documentsOf(STRATEGY) },
      now: NOW,
      source: sourceOf('people.parquet'),
      models,
      plugins: host.known,
      format: 'parquet',
      ...plan,
    },
    { folder: join(home, `run-${String(runs++)}`), threads: 1, ...run },
  );
}

function sourceOf(files: string): SelectionPlan['source'] {
  return {
    kind: 'files',
    files,
    directory: home,
    id: 'user_id',
    facts: { city: 'town' },
    consent: { marketing: 'agreed' },
  };
}

async function rowsOf(list: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { connection, close } = await openMemory();
  const read = await connection.runAndReadAll(`select * from read_parquet('${list}')`);
  close();
  return read.getRowObjectsJson();
}

describe('a selection', () => {
  test('decides about everybody of a file as a single decision does', async () => {
    const { manifest, list } = await whole();
    const alone = await decideAlone(people, { models, plugins: host.known, strategy: STRATEGY });
    const listed = new Map((await rowsOf(list)).map((row) => [row['user'], row]));
    const expected = alone.filter(({ outcome }) => outcome !== 'none');
    expect(listed.size).toBe(expected.length);
    for (const { user, ...fields } of expected) expect(listed.get(user)).toMatchObject(fields);
    expect(manifest.audience.people).toBe(PEOPLE);
    for (const { expected: sums, withoutFigures } of manifest.selected) {
      expect(withoutFigures).toBe(0);
      expect(sums?.cost).toBeGreaterThan(0);
    }
    const stopped = manifest.stopped.reduce((sum, each) => sum + each.people, 0);
    expect(stopped + manifest.eligible).toBe(PEOPLE);
    expect(Object.fromEntries(manifest.stopped.map((each) => [each.code, each.people]))).toEqual(blockersOf(alone));
  });

  test('holds back whom the contact policy does, by the rule and until the moment that a single decision says', async () => {
    const { knownOf, states } = knownUnderPolicy(people, 5);
    const by = { models, plugins: host.known, strategy: BY_CHANNEL, documents: UNDER_POLICY, knownOf };
    const alone = await decideAlone(people, by);
    const release = { hash: 'sha256:1', documents: UNDER_POLICY };
    const { manifest, list } = await select({ release, states }, { threads: 2, blockRows: 400 });
    const offered = alone.filter(({ outcome }) => outcome !== 'none').map(({ user }) => user);
    expect((await rowsOf(list)).map(({ user }) => user).sort()).toEqual(offered.sort());
    const stopped = manifest.stopped.filter((each) => each.people > 0);
    expect(Object.fromEntries(stopped.map((each) => [each.code, each.people]))).toEqual(blockersOf(alone));
    expect(manifest.heldBy.map(({ rule, people: count, until }) => [rule, count, until])).toEqual(heldOf(alone));
    expect(manifest.heldBy.map(({ words }) => words.replace(/^[\d,]+ /, '').replace(/until.*/, ''))).toEqual([
      'people are held back: at most 1 contact by sms in 2 days, the last ',
      'people are held back: at most 3 contacts in 7 days, the last ',
      'people are held back: nobody is contacted by mail between 17:00 and 08:30, the last ',
    ]);
  });

  test('lets the policies of arms choose, by what they knew when it began', async () => {
    const arms = [
      { id: 'explorer', share: 0.7, by: { policy: 'bandit', explore: 0.1 } },
      { id: 'model', share: 0.3, by: 'model' as const },
    ];
    const strategy = { ...STRATEGY, experiment: { seed: 'policies', arms } };
    const release = { hash: 'sha256:1', documents: documentsOf(strategy) };
    const { list } = await select({ release, policies: [{ arm: 'explorer', state: null }] });
    const alike = Object.fromEntries(strategy.offers.map(({ id }) => [id, 1 / strategy.offers.length]));
    const answers = { [strategy.id]: { status: 'answered' as const, version: 0, probabilities: alike } };
    const draw = (user: string) => `november/${String(NOW)}/${user}`;
    const alone = await decideAlone(people, { models, plugins: host.known, strategy, policies: { answers, draw } });
    const listed = new Map((await rowsOf(list)).map((row) => [row['user'], row]));
    const expected = alone.filter(({ outcome }) => outcome !== 'none');
    expect(listed.size).toBe(expected.length);
    for (const { user, ...fields } of expected) expect(listed.get(user)).toMatchObject(fields);
    expect(expected.some(({ propensity }) => propensity === 0.5)).toBe(true);
  });

  test('is the same for any number of threads, size of blocks and order of rows, and in every format of file', async () => {
    const { manifest } = await whole();
    const shuffled = [...people];
    seededRandom(8).shuffle(shuffled);
    await writeParquet(join(home, 'other-1.parquet'), shuffled.slice(0, 300), 77);
    await writeParquet(join(home, 'other-2.parquet'), shuffled.slice(300), 1000);
    await writeCsv(join(home, 'people.csv'), shuffled);
    await writeNdjson(join(home, 'people.ndjson'), people);
    await writeArrow(join(home, 'people-1.arrow'), shuffled.slice(0, 700), 'file');
    await writeArrow(join(home, 'people-2.arrow'), shuffled.slice(700), 'stream');
    const others = [
      await select({}, { threads: 2, blockRows: 190 }),
      await select({ source: sourceOf('other-*.parquet') }),
      await select({ source: sourceOf('people.csv'), format: 'csv' }),
      await select({ source: sourceOf('people.ndjson'), format: 'ndjson' }, { blockRows: 100 }),
      await select({ source: sourceOf('people-*.arrow') }),
    ];
    for (const other of others) {
      const { audience, stopped, steps, eligible, selected } = other.manifest;
      const own = manifest;
      expect({ hash: audience.hash, stopped, steps, eligible, selected }).toEqual({
        ...{
          hash: own.audience.hash,
          stopped: own.stopped,
          steps: own.steps,
          eligible: own.eligible,
          selected: own.selected,
        },
      });
    }
    const lines = (await readFile(others[2]!.list, 'utf8')).trimEnd().split('\n');
    expect(lines[0]).toBe('user,campaign,offer,arm,outcome,reason,selector,propensity,conversion,natural,cost,profit');
    expect(lines).toHaveLength(1 + manifest.list.rows);
    const objects = (await readFile(others[3]!.list, 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    const byUser = (a: object, b: object) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
    expect(objects.sort(byUser)).toEqual([...(await rowsOf((await whole()).list))].sort(byUser));
  });

  test('keeps to limits and quotas, in each arm to its share, however the work is split', async () => {
    const limits = { audience: Math.floor(PEOPLE / 12), budget: PEOPLE / 5, minimumRoi: 0.5 };
    const limited = {
      limits,
      stock: { three: Math.floor(PEOPLE / 30) },
      quotas: [{ segment: 'members', maximum: Math.floor(PEOPLE / 20) }],
    };
    const { manifest, list } = await select(limited);
    const other = await select(limited, { threads: 2, blockRows: 150 });
    expect(other.manifest.audience.hash).toBe(manifest.audience.hash);
    expect(other.manifest.allocation).toEqual(manifest.allocation);
    const { connection, close } = await openMemory();
    const read = await connection.runAndReadAll(
      `select count(*), sum(case offer when 'five' then 5.1 else 3.05 end), count(*) filter (where offer = 'three'),
         count(*) filter (where member), sum(profit) filter (where arm = 'model') / sum(cost) filter (where arm = 'model')
       from read_parquet('${list}') join read_parquet('${join(home, 'people.parquet')}') on user_id = "user" where outcome = 'offer'`,
    );
    close();
    const [chosen, spent, three, members, roi] = read.getRowsJson()[0]!.map(Number);
    expect(chosen).toBeLessThanOrEqual(limits.audience);
    expect(chosen).toBeGreaterThan(0);
    expect(spent).toBeLessThanOrEqual(limits.budget);
    expect(three).toBeLessThanOrEqual(limited.stock.three);
    expect(members).toBeLessThanOrEqual(limited.quotas[0]!.maximum);
    expect(roi).toBeGreaterThanOrEqual(limits.minimumRoi - 1e-6);
  });

  test('without an objective puts people in the order of the strategy, each with the offer of a single decision', async () => {
    const { seed, holdout } = STRATEGY.experiment!;
    const whole = { ...STRATEGY, experiment: { seed, holdout: holdout! } };
    const predictive = { ...STRATEGY.predictive!, rankBy: { model: 'order' } };
    const release = { hash: 'sha256:1', documents: documentsOf({ ...whole, predictive }) };
    // A model that no figure needs.
    const ordering = new Map([...models, ['order', models.get('natural')!] as const]);
    const most = Math.floor(PEOPLE / 25);
    const ranked = { release, models: ordering, limits: { audience: most } };
    const { manifest, list } = await select(ranked);
    const chosen = new Map((await rowsOf(list)).map((row) => [row['user'], row]));
    const alone = await decideAlone(people, { models, plugins: host.known, strategy: whole });
    const offered = alone.filter(({ outcome }) => outcome === 'offer');
    const taken = offered.filter(({ user }) => chosen.has(user));
    expect(taken).toHaveLength(most);
    for (const { user, ...fields } of taken) expect(chosen.get(user)).toMatchObject(fields);
    const naturalOf = ({ natural }: Alone) => natural as number;
    const left = offered.filter(({ user }) => !chosen.has(user));
    expect(Math.min(...taken.map(naturalOf))).toBeGreaterThanOrEqual(Math.max(...left.map(naturalOf)) - 1e-6);
    expect(manifest.allocation[0]!.words).toEqual([`the audience of ${String(most)} is used up`]);
  });

  test('says what nobody knows: a model failed, and the human rule chose', async () => {
    const { manifest } = await select({ models: new Map([['natural', models.get('natural')!]]) });
    expect(manifest.selected.length).toBeGreaterThan(0);
    for (const { expected, people: all, withoutFigures } of manifest.selected) {
      expect({ expected, withoutFigures }).toEqual({ expected: null, withoutFigures: all });
    }
  });

  test('explains limits that cannot be met', async () => {
    const quotas = [{ segment: 'members', minimum: 2 * PEOPLE }];
    await expect(select({ quotas })).rejects.toMatchObject({ code: 'LIMITS_NOT_MET' });
  });

  test('goes on where it was stopped', async () => {
    const folder = join(home, 'stopped');
    const stopping = new AbortController();
    const progress = (): void => {
      stopping.abort();
    };
    const run = { folder, blockRows: 200 };
    await expect(select({}, { ...run, progress, signal: stopping.signal })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    const before = await readdir(join(folder, 'blocks'));
    expect(before.length).toBeGreaterThan(0);
    const { manifest } = await select({}, run);
    expect(manifest.audience.hash).toBe((await whole()).manifest.audience.hash);
    expect(await select({}, run)).toMatchObject({ manifest, list: join(folder, 'list.parquet') });
  });

  test('selects the same of the people who are stored, and minds what Strata knows of them', async () => {
    const database = await freshDatabase('pglite');
    try {
      const cells = people.map(({ user, ...attributes }) => ({ user, attributes }));
      await database.run((manager) =>
        manager.query(
          `insert into profiles (user_id, attributes)
           select p->>'user', jsonb_strip_nulls(p->'attributes') from jsonb_array_elements($1::jsonb) p`,
          [JSON.stringify(cells)],
        ),
      );
      const known = people.map(({ user, agreed }) => stateOf(user, { consent: agreed }));
      const stored = await select({ source: { kind: 'stored', database }, states: statesOf(known) });
      expect(stored.manifest.audience).toEqual((await whole()).manifest.audience);
    } finally {
      await database.close();
    }
    const chosen = (await rowsOf((await whole()).list))
      .filter(({ outcome }) => outcome === 'offer')
      .map(({ user }) => String(user));
    const [suppressed, contacted] = [chosen.slice(0, 7), chosen.slice(7, 18)];
    const contact = { at: NOW - 3_600_000, decided: false, goalReached: false };
    const known = [
      ...suppressed.map((user) => stateOf(user, { suppressed: true })),
      ...contacted.map((user) => stateOf(user, { contacts: [contact] })),
    ];
    const { manifest, list } = await select({ states: statesOf(known) });
    const codes = new Map(manifest.stopped.map(({ code, people: count }) => [code, count]));
    expect([codes.get('SUPPRESSED'), codes.get('CAPPED')]).toEqual([7, 11]);
    expect((await rowsOf(list)).map(({ user }) => user)).not.toEqual(
      expect.arrayContaining([...suppressed.slice(0, 1)]),
    );
  });

  test('says which column is missing, and which name is the nearest', async () => {
    const source = { ...sourceOf('people.parquet'), facts: { city: 'twon' } };
    await expect(select({ source })).rejects.toMatchObject({ code: 'BAD_COLUMN', problems: [{ nearest: 'town' }] });
    const unknown = { ...sourceOf('people.parquet'), facts: { citty: 'town' } };
    await expect(select({ source: unknown })).rejects.toMatchObject({ problems: [{ nearest: 'city' }] });
    const nameless = { ...sourceOf('people.parquet'), id: 'user_ids' };
    await expect(select({ source: nameless })).rejects.toMatchObject({ problems: [{ nearest: 'user_id' }] });
  });

  test('says which file of Arrow cannot be read, and why', async () => {
    await writeArrow(join(home, 'typed.arrow'), people.slice(0, 5), 'file');
    await writeFile(join(home, 'cut.arrow'), (await readFile(join(home, 'typed.arrow'))).subarray(0, 400));
    const texts = { ...sourceOf('typed.arrow'), facts: { city: 'town', days: 'town' } };
    await expect(select({ source: texts })).rejects.toMatchObject({
      code: 'BAD_COLUMN',
      problems: [{ file: join(home, 'typed.arrow'), expected: expect.stringContaining('a number') as unknown }],
    });
    const nameless = { ...sourceOf('typed.arrow'), id: 'user_ids' };
    await expect(select({ source: nameless })).rejects.toMatchObject({ problems: [{ nearest: 'user_id' }] });
    await expect(select({ source: sourceOf('cut.arrow') })).rejects.toMatchObject({
      code: 'BAD_FILE',
      problems: [{ file: join(home, 'cut.arrow') }],
    });
  });

  test('counts people with several rows once, by the same row in any order', async () => {
    const twice = people.slice(0, 50).map((person) => ({ ...person, days: person.days + 17 }));
    await writeParquet(join(home, 'twice.parquet'), [...people, ...twice], 400);
    await writeParquet(join(home, 'twice-other.parquet'), [...twice, ...people], 300);
    const [one, other] = [
      await select({ source: sourceOf('twice.parquet') }),
      await select({ source: sourceOf('twice-other.parquet') }),
    ];
    expect(one.manifest.audience).toEqual(other.manifest.audience);
    expect(one.manifest.audience).toMatchObject({ people: PEOPLE, duplicates: 50 });
    expect(one.manifest.notes.join()).toContain('50 rows of people who have another row were left out');
  });
});

function stateOf(id: string, said: Partial<PersonState>): PersonState {
  return {
    id,
    suppressed: false,
    consent: null,
    drawnAs: null,
    contacts: [],
    policyContacts: [],
    timeZone: null,
    ...said,
  };
}

function statesOf(people: readonly PersonState[]): PersonStates {
  return {
    async *read() {
      await Promise.resolve();
      for (let start = 0; start < people.length; start += 500) yield people.slice(start, start + 500);
    },
  };
}

/** By rule of the contact policy how many people it holds back, and until when at most. */
function heldOf(alone: readonly Alone[]) {
  const blocks = alone.flatMap(({ outcome, heldBy }) => {
    return outcome === 'none' && heldBy !== undefined ? [heldBy as { rule: number; until: number }] : [];
  });
  return [...new Set(blocks.map(({ rule }) => rule))].sort().map((rule) => {
    const own = blocks.filter((block) => block.rule === rule).map(({ until }) => until);
    return [rule, own.length, new Date(Math.max(...own)).toISOString()];
  });
}

function blockersOf(alone: readonly Alone[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { outcome, reason } of alone) {
    if (outcome === 'none') counts[String(reason)] = (counts[String(reason)] ?? 0) + 1;
  }
  return counts;
}
