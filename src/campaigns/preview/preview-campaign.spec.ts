import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ReleaseDocuments, type Strategy } from '#strata/engine';
import { ModelRegistry } from '#strata/models/registry';
import { type Database } from '#strata/platform/database';
import { defaultPluginDirectories, openPluginHost, type PluginHost } from '#strata/plugin-host';
import { seededRandom } from '#sdk';
import { freshDatabase } from '../../../test/support/database.js';
import { type AskedStates, type PersonState } from '../audience/index.js';
import { selectAudience, type SelectionPlan } from '../selection/index.js';
import { decideAlone } from '../selection/support/decide-alone.js';
import { writeParquet } from '../selection/support/files.js';
import { documentsOf, makePeople, NOW, STRATEGY, trainModels } from '../selection/support/people.js';
import { BY_CHANNEL, knownUnderPolicy, UNDER_POLICY } from '../selection/support/policy.js';
import { previewCampaign } from './index.js';

const people = makePeople(1_500, 11);

let host: PluginHost;
let database: Database;
let registry: ModelRegistry;
let home: string;
let models: SelectionPlan['models'];

beforeAll(async () => {
  host = await openPluginHost({ directories: defaultPluginDirectories({}) });
  database = await freshDatabase('pglite');
  registry = new ModelRegistry(database);
  home = await mkdtemp(join(tmpdir(), 'preview-'));
  models = await trainModels(host);
  await writeParquet(join(home, 'people.parquet'), people, 500);
});

afterAll(async () => {
  await host.close();
  await database.close();
  await rm(home, { recursive: true });
});

function planOf(changes: Partial<SelectionPlan> = {}, strategy: Strategy = STRATEGY): SelectionPlan {
  return {
    campaign: 'november',
    strategy: 'win-back',
    release: { hash: 'sha256:1', documents: documentsOf(strategy) },
    now: NOW,
    source: sourceOf('people.parquet'),
    models,
    plugins: host.known,
    format: 'parquet',
    ...changes,
  };
}

function sourceOf(files: string): SelectionPlan['source'] {
  const columns = { id: 'user_id', facts: { city: 'town' }, consent: { marketing: 'agreed' } };
  return { kind: 'files', files, directory: home, ...columns };
}

function preview(plan: SelectionPlan, options: { people?: number; signal?: AbortSignal } = {}) {
  const signal = new AbortController().signal;
  return previewCampaign(plan, { folder: join(home, 'previews'), signal, host, registry, ...options });
}

let plain: ReturnType<typeof previewCampaign> | undefined;

/** The preview that others are compared with, made once. */
function whole(): ReturnType<typeof previewCampaign> {
  return (plain ??= preview(planOf()));
}

/** People of whom something is known: suppressed, contacted, and of another mind about consent. */
const known = people.slice(0, 600).map(({ user }, place): PersonState => {
  const at = NOW - (place % 10) * 86_400_000;
  return {
    ...{ id: user, drawnAs: place % 11 === 0 ? 'another' : null },
    suppressed: place % 7 === 0,
    consent: [true, false, null][place % 3]!,
    contacts: place % 4 === 0 ? [{ at, decided: false, goalReached: false }] : [],
    ...{ policyContacts: place % 4 === 0 ? [{ at, channel: 'sms' }] : [], timeZone: null },
  };
});

const states = {
  async *read({ ids }: AskedStates) {
    if (ids === undefined) yield known;
    else for await (const some of ids) yield known.filter(({ id }) => some.includes(id));
  },
};

const UNDER = {
  release: { hash: 'sha256:1', documents: UNDER_POLICY },
  states: knownUnderPolicy(people, 5).states,
};

const quiet = { quietHours: [{ channel: 'sms', from: '00:00', to: '23:59' }] };

describe('the preview of a campaign', () => {
  test.each<[string, Partial<SelectionPlan>, Strategy]>([
    ['a file', {}, STRATEGY],
    ['people of whom something is known', { states }, STRATEGY],
    ['a contact policy', UNDER, BY_CHANNEL],
    ['models that are not in use', { models: new Map() }, STRATEGY],
    [
      'a trigger, and a condition that SQL cannot say',
      {},
      {
        ...STRATEGY,
        trigger: { all: [{ fact: 'days', operator: 'lessThan', value: 300 }] },
        segment: { all: [{ condition: 'dormant' }, { fact: 'city', operator: 'matches', value: '^.*a' }] },
      },
    ],
  ])('stops exactly those whom a run stops: %s', async (_, changes, strategy) => {
    const plan = planOf(changes, strategy);
    const seen = await preview(plan);
    const { manifest } = await selectAudience(plan, { folder: join(home, `run-${String(Math.random())}`), threads: 1 });
    expect(seen).toMatchObject({ base: people.length, exact: true, examined: people.length });
    expect(seen.stopped.map(({ code, count }) => ({ code, people: count }))).toEqual(
      manifest.stopped.filter((stopped) => stopped.people > 0),
    );
    const held = seen.steps.flatMap(({ rule, stopped }) => (rule === undefined ? [] : [[rule, stopped.count]]));
    expect(held).toEqual(manifest.heldBy.map(({ rule, people: count }) => [rule, count]));
    const heldOut = seen.steps.find(({ code }) => code === 'HOLDOUT')?.stopped.count ?? 0;
    expect(seen.offered.count + heldOut).toBe(manifest.eligible);
    const inSegment = seen.steps.filter(({ stage }) => stage === 'segment');
    for (const [place, { pointer, segment, people: left }] of manifest.steps.entries()) {
      expect(inSegment[place]).toMatchObject({ pointer, left: { count: left } });
      expect(inSegment[place]!.segment).toBe(segment);
    }
    expect(seen.offers.reduce((sum, { count }) => sum + count, 0)).toBe(seen.offered.count);
  });

  test('explains people of each step as they are decided about alone', async () => {
    const seen = await whole();
    const alone = new Map(
      (await decideAlone(people, { models, plugins: host.known, strategy: STRATEGY })).map((one) => [one.user, one]),
    );
    for (const { code, stage, stopped, examples } of seen.steps) {
      expect(examples).toHaveLength(Math.min(5, stopped.count));
      for (const { userId, outcome, stoppedBy, reasons } of examples) {
        expect(stoppedBy).toBe(stage);
        expect(outcome).toBe(alone.get(userId)!.outcome);
        expect(reasons.map((reason) => reason.code)).toContain(alone.get(userId)!.reason);
        const reason = alone.get(userId)!.reason;
        expect(reason === 'WOULD_CONVERT_ANYWAY' ? 'PREDICTIVE_MISS' : reason).toBe(code);
      }
    }
    expect(seen.offered.examples).toHaveLength(5);
    for (const { userId, offer } of seen.offered.examples) {
      expect(offer!.id).toBe(alone.get(userId)!.offer);
      expect(offer!.expected!.profit).toBeCloseTo(alone.get(userId)!['profit'] as number, 5);
    }
  });

  test('says whom the contact policy holds back', async () => {
    const strategy = { ...STRATEGY, offers: STRATEGY.offers.map((offer) => ({ ...offer, channel: 'sms' })) };
    const documents: ReleaseDocuments = { ...documentsOf(strategy), contactPolicy: quiet };
    const seen = await preview(planOf({ release: { hash: 'sha256:1', documents } }));
    const before = await whole();
    const atCaps = before.steps.filter(({ stage }) => stage === 'baseline').at(-1)!.left.count;
    expect(seen.held).toEqual([
      `${atCaps.toLocaleString('en')} people are held back: nobody is contacted by sms between 00:00 and 23:59`,
    ]);
    expect(seen.offered.count).toBe(0);
  });

  test('looks at the same sample whatever the order of files and rows, and tells the error', async () => {
    const shuffled = [...people];
    seededRandom(4).shuffle(shuffled);
    await writeParquet(join(home, 'other-1.parquet'), shuffled.slice(0, 400), 77);
    await writeParquet(join(home, 'other-2.parquet'), shuffled.slice(400), 1000);
    const [whole, one, other] = [
      await preview(planOf({ states }), { people: Infinity }),
      await preview(planOf({ states }), { people: 500 }),
      await preview(planOf({ states, source: sourceOf('other-*.parquet') }), { people: 500 }),
    ];
    expect(other).toEqual(one);
    expect(one).toMatchObject({ base: people.length, exact: false });
    expect(one.examined).toBeGreaterThan(300);
    expect(one.examined).toBeLessThan(700);
    const all = new Map(whole.steps.map((step) => [`${step.code} ${step.pointer ?? ''}`, step.left.count]));
    const inside = one.steps.filter(({ code, pointer, left }) => {
      const truth = all.get(`${code} ${pointer ?? ''}`)!;
      return left.interval!.low <= truth && truth <= left.interval!.high;
    });
    // 19 of 20 intervals hold what is true; this sample is the same for ever.
    expect(inside.length).toBeGreaterThanOrEqual(0.8 * one.steps.length);
  });

  test('ends where nobody waits for it, and leaves nothing behind', async () => {
    const caller = new AbortController();
    const asked = preview(planOf(), { signal: caller.signal });
    setTimeout(() => {
      caller.abort();
    }, 30);
    await expect(asked).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect(preview(planOf(), { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await readdir(join(home, 'previews'))).toEqual([]);
  });
});
