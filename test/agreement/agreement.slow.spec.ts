import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { selectionPlan } from '#strata/campaigns/job';
import { selectAudience } from '#strata/campaigns/selection';
import { gatherInput } from '#strata/decisions/decide';
import { parseDecisionRequest } from '#strata/decisions/request';
import { type DecisionInput, type ScoreResult } from '#strata/engine';
import { choose, qualify } from '#strata/engine/decide';
import { type CompiledStrategy } from '#strata/engine/plan';
import { contactsAt, findContacts } from '#strata/ledger/contacts';
import { ModelRegistry } from '#strata/models/registry';
import { type Database } from '#strata/platform/database';
import { defaultPluginDirectories, openPluginHost, type PluginHost } from '#strata/plugin-host';
import { libraryOf } from '#strata/plugin-host/worker';
import { FactGatherer } from '#strata/profiles/facts';
import { type BatchScorer, loadBatchScorer } from '#strata/scoring';
import { frameOf } from '#strata/scoring/encoding';
import { openMemory } from '#strata/tables';
import { withDataFile } from '#strata/tables/files';
import { type Alone, asListed } from '../../src/campaigns/selection/support/decide-alone.js';
import { readHistoryRows } from '../../src/measurement/backtest/history/history-rows.js';
import { rankRows } from '../../src/measurement/backtest/selection/selectors.js';
import { freshDatabase } from '../support/database.js';
import { runs } from '../support/suite.js';
import { type AgreementShop, NOW, openShop, STRATEGIES } from './shop.js';

const NOTHING_OFF = { among: () => undefined };

const PEOPLE = runs(300, 1_500);
const MILLIONTH = 1.5e-6;

/** A person as the decision API sees it: the facts that were gathered, and what was decided. */
interface DecidedPerson {
  readonly facts: DecisionInput['facts'];
  readonly alone: Alone;
  readonly scores: Readonly<Record<string, ScoreResult>>;
}

let database: Database;
let host: PluginHost;
let home: string;
let shop: AgreementShop;
let scorers: ReadonlyMap<string, BatchScorer>;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'agreement-'));
  database = await freshDatabase('pglite');
  host = await openPluginHost({ directories: defaultPluginDirectories({}) });
  shop = await openShop(database, host, PEOPLE);
  const library = libraryOf(host.known);
  const loaded = [...shop.models].map(async ([id, { bytes }]) => [id, await loadBatchScorer(bytes, library)] as const);
  scorers = new Map(await Promise.all(loaded));
}, 600_000);

afterAll(async () => {
  await host.close();
  await database.close();
  await rm(home, { recursive: true });
});

/** Decides as the decision API does, with what is stored. */
async function decideAll({ document }: CompiledStrategy): Promise<ReadonlyMap<string, DecidedPerson>> {
  const gatherer = new FactGatherer(database);
  const known = await database.run((manager) => findContacts(manager, shop.users, [shop.release]));
  const decided = new Map<string, DecidedPerson>();
  for (const userId of shop.users) {
    const body = { userId, strategy: document.id };
    const request = parseDecisionRequest(body, shop.release, { id: userId, now: NOW });
    const gathered = await gatherInput({ database, gatherer, switches: NOTHING_OFF }, request, shop.release);
    const input = { ...gathered, contacts: contactsAt(known.get(userId)?.contacts ?? [], NOW) };
    const qualified = qualify(input, shop.release);
    const scores = qualified.needs.length === 0 ? {} : await scoresOf(input.facts);
    const choice = choose(qualified, scores, { stockSpent: [], budgetSpent: [] });
    decided.set(userId, { facts: input.facts, alone: asListed(userId, choice), scores });
  }
  return decided;
}

async function scoresOf(facts: DecisionInput['facts']): Promise<Record<string, ScoreResult>> {
  const scores: Record<string, ScoreResult> = {};
  for (const [id, scorer] of scorers) {
    const { values, ranks } = await scorer.score(frameOf(scorer.features, [facts]).columns, 1);
    scores[id] = { status: 'scored', version: 1, value: values[0]!, rank: ranks![0]! };
  }
  return scores;
}

/** The rows of a campaign's list without limits, by user, and how many people each thing stops. */
async function runCampaign(strategy: CompiledStrategy) {
  const { release, models } = shop;
  const ports = { database, registry: new ModelRegistry(database), plugins: host.known, dataDir: undefined };
  const { id } = strategy.document;
  const left = { stock: {} };
  const plan = await selectionPlan(ports, {
    ...{ release, strategy },
    payload: { document: { id, title: id, strategy: id, audience: { stored: true } } },
    plan: { now: NOW, models: {}, availability: { stockSpent: [], budgetSpent: [] }, left, round: 0 },
  });
  const folder = join(home, `campaign-${id}`);
  const { manifest, list } = await selectAudience({ ...plan, models }, { folder, threads: 1 });
  const { connection, close } = await openMemory();
  const rows = (await connection.runAndReadAll(`select * from read_parquet('${list}')`)).getRowObjectsJson();
  close();
  return { manifest, listed: new Map(rows.map((row) => [row['user'] as string, row])) };
}

/** What a backtest makes of people with these facts. */
async function backtest({ document }: CompiledStrategy, people: readonly DecidedPerson[]) {
  const file = join(home, `history-${document.id}.ndjson`);
  const known = [...new Set(people.flatMap(({ facts }) => Object.keys(facts)))];
  const lines = people.map(({ facts, alone }) =>
    JSON.stringify({
      ...Object.fromEntries(known.map((name) => [name, facts[name] ?? null])),
      ...{ userId: alone.user, order_placed: 0 },
    }),
  );
  await writeFile(file, `${lines.join('\n')}\n`);
  // The people are those whom nothing stops before the arms.
  const strategy = { ...document, segment: { all: [] } };
  return await withDataFile(file, async (data) => {
    const { segments } = shop.release.documents;
    const history = await readHistoryRows(data, { strategy, documents: [], segments, columns: {}, facts: known });
    const models = await scoredModels(people);
    return rankRows({ strategy, segments, history, models });
  });
}

async function scoredModels(people: readonly DecidedPerson[]) {
  const models = new Map<
    string,
    Parameters<typeof rankRows>[0]['models'] extends ReadonlyMap<string, infer M> ? M : never
  >();
  for (const [model, scorer] of scorers) {
    const { columns } = frameOf(
      scorer.features,
      people.map(({ facts }) => facts),
    );
    const { values, ranks } = await scorer.score(columns, people.length);
    models.set(model, {
      judged: { model, version: 1, plugin: 'logistic-regression', learnedBefore: null },
      features: scorer.features.map(({ name }) => name),
      scores: { values, ranks: ranks! },
      unseen: new Uint8Array(people.length).fill(1),
      sameSource: false,
    });
  }
  return models;
}

const NUMBERS = ['propensity', 'conversion', 'natural', 'cost', 'profit'] as const;
/** What stops people whom a backtest does not know of, because a row of the past cannot tell. */
const GATES = ['SUPPRESSED', 'NO_CONSENT', 'SEGMENT_MISS', 'TRIGGER_MISS', 'CAPPED', 'QUIET_HOURS', 'HOLDOUT'];

describe.each(STRATEGIES.map(({ id }) => id))('about the stored people of a shop, by the strategy %s,', (id) => {
  let strategy: CompiledStrategy;
  let decided: ReadonlyMap<string, DecidedPerson>;
  beforeAll(async () => {
    strategy = shop.release.strategies.find(({ document }) => document.id === id)!;
    decided = await decideAll(strategy);
  }, 600_000);

  it('everything happens that may happen', () => {
    const all = [...decided.values()].map(({ alone }) => alone);
    const seen = (field: string) => new Set(all.map((alone) => alone[field]));
    expect(seen('outcome')).toEqual(new Set(['offer', 'none', 'holdout']));
    expect([...seen('reason')]).toEqual(
      expect.arrayContaining(['OFFERED', 'SUPPRESSED', 'NO_CONSENT', 'SEGMENT_MISS']),
    );
    if (id === 'triggered') expect([...seen('reason')]).toContain('TRIGGER_MISS');
    else expect([...seen('offer')]).toEqual(expect.arrayContaining(['text', 'letter']));
    if (id !== 'triggered') expect([...seen('reason')]).toContain('CAPPED');
    if (id !== 'triggered') expect([...seen('selector')]).toEqual(expect.arrayContaining(['model', 'baseline']));
  });

  it('a campaign says of everybody what a decision says', async () => {
    const { manifest, listed } = await runCampaign(strategy);
    const expected = [...decided.values()].map(({ alone }) => alone).filter(({ outcome }) => outcome !== 'none');
    expect([...listed.keys()].sort()).toEqual(expected.map(({ user }) => user).sort());
    for (const { user, ...alone } of expected) {
      const row = listed.get(user)!;
      for (const field of ['outcome', 'arm', 'selector', 'offer', 'reason']) {
        expect({ user, field, is: row[field] }).toEqual({ user, field, is: alone[field] });
      }
      for (const field of NUMBERS) {
        const [is, should] = [row[field], alone[field] ?? null] as (number | null)[];
        if (is === null || should === null) expect({ user, field, is }).toEqual({ user, field, is: should });
        else expect(Math.abs(is! - should!), `${user} ${field}`).toBeLessThanOrEqual(MILLIONTH);
      }
    }
    const stopped = new Map<string, number>();
    for (const { alone } of decided.values()) {
      if (alone.outcome === 'none')
        stopped.set(String(alone['reason']), (stopped.get(String(alone['reason'])) ?? 0) + 1);
    }
    expect(
      Object.fromEntries(manifest.stopped.filter(({ people }) => people > 0).map(({ code, people }) => [code, people])),
    ).toEqual(Object.fromEntries(stopped));
  }, 600_000);

  it('a backtest takes whom a decision takes, for the same offer and money', async () => {
    const people = [...decided.values()].filter(
      ({ alone }) => shop.free.has(alone.user) && !GATES.includes(String(alone['reason'])),
    );
    expect(people.length).toBeGreaterThan(PEOPLE / 10);
    const { strategy: own, humanRule, withOffer, natural } = await backtest(strategy, people);
    const offers = strategy.offers.map(({ document }) => document.id);
    for (const [row, { alone }] of people.entries()) {
      const { user, outcome, selector, offer } = alone;
      const ranking = selector === 'baseline' ? humanRule! : own;
      const isTaken = ranking.scores[row]! > -Infinity;
      expect({ user, isTaken }).toEqual({ user, isTaken: outcome === 'offer' });
      if (!isTaken) continue;
      expect({ user, offer: offers[ranking.offer[row]! - 1] }).toEqual({ user, offer });
      const place = offers.indexOf(String(offer));
      expect(Math.abs(withOffer[place]![row]! - Number(alone['conversion']))).toBeLessThanOrEqual(MILLIONTH);
      expect(Math.abs(natural![row]! - Number(alone['natural']))).toBeLessThanOrEqual(MILLIONTH);
      if (selector === 'model')
        expect(Math.abs(own.scores[row]! - Number(alone['profit']))).toBeLessThanOrEqual(MILLIONTH);
    }
  }, 600_000);
});
