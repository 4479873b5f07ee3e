import { ModelRegistry } from '#strata/models/registry';
import { loadConfig } from '#strata/platform/config';
import { openDatabase } from '#strata/platform/database';
import { defaultPluginDirectories, openPluginHost } from '#strata/plugin-host';
import {
  removeFolder,
  type ServerProcess,
  startStrata,
  temporaryFolder,
  unlimitedRules,
} from '../decisions/servers.js';
import { until } from './until.js';

/** What decisions said while champions changed under them. */
export interface PromotionResult {
  readonly promotions: number;
  readonly decisions: number;
  /** Decisions that the champion scored for; in the others the human rule had the arm. */
  readonly scored: number;
  /** Answers other than 200, and connections that broke. */
  readonly dropped: number;
  /** Decisions whose score is not the one of the version that they name, or whose figures are of another version. */
  readonly mixed: number;
  /** Milliseconds until every answer of every server came from the new champion: of each promotion. */
  readonly seenAfterMs: readonly number[];
}

const MODEL = 'natural-conversion';
const ROWS = 1000;

/**
 * Promotes version after version over two server processes on one PostgreSQL, while clients ask for decisions; the next
 * one once each server has scored so many decisions by the last.
 */
export async function promoteUnderLoad(
  databaseUrl: string,
  { clients, promotions, scored }: { readonly clients: number; readonly promotions: number; readonly scored: number },
): Promise<PromotionResult> {
  const folder = temporaryFolder();
  const config = loadConfig({ STRATA_HOME: folder, DATABASE_URL: databaseUrl });
  const database = await openDatabase(config);
  const registry = new ModelRegistry(database);
  const started: ServerProcess[] = [];
  try {
    const values = await makeVersions(registry, promotions + 1);
    await registry.promote(MODEL, 1, WHY);
    const options = { home: folder, rules: unlimitedRules(folder), databaseUrl };
    started.push(await startStrata(options), await startStrata(options));
    const stop = new AbortController();
    const asked = { decisions: 0, scored: 0, dropped: 0, mixed: 0 };
    // When a server last answered from a version, and how often each server did.
    const lastSeen = new Map<number, number>();
    const answers = new Map<string, number>();
    const key = (server: ServerProcess, version: number): string => `${server.url} ${String(version)}`;
    const settled = (version: number) => (): boolean =>
      started.every((server) => (answers.get(key(server, version)) ?? 0) >= scored);
    const client = async (server: ServerProcess, name: string): Promise<void> => {
      for (let i = 0; !stop.signal.aborted; i++) {
        const answer = await ask(server, `${name}-${String(i)}`);
        asked.decisions += 1;
        if (answer === null) asked.dropped += 1;
        else if (answer !== 'unscored') {
          asked.scored += 1;
          lastSeen.set(answer.version, performance.now());
          answers.set(key(server, answer.version), (answers.get(key(server, answer.version)) ?? 0) + 1);
          const value = values.get(answer.version);
          if (answer.value !== value || (answer.natural ?? value) !== value) asked.mixed += 1;
        }
      }
    };
    const load = Array.from({ length: clients }, (_, index) => {
      const server = started[index % started.length];
      return server === undefined ? Promise.resolve() : client(server, `promoted-${String(index)}`);
    });
    await until(settled(1));
    const promotedAt: number[] = [];
    for (let version = 2; version <= promotions + 1; version++) {
      await registry.promote(MODEL, version, WHY);
      promotedAt.push(performance.now());
      await until(settled(version));
    }
    stop.abort();
    await Promise.all(load);
    const seenAfterMs = promotedAt.map((at, index) => Math.round(Math.max(0, (lastSeen.get(index + 1) ?? at) - at)));
    return { promotions, ...asked, seenAfterMs };
  } finally {
    await Promise.all(started.map((server) => server.stop()));
    await database.close();
    removeFolder(folder);
  }
}

const WHY = { by: 'bench', reason: 'promotions under load', override: 'a bench' };

/** Versions that score everybody alike, each with a value of its own; the values by version. */
async function makeVersions(registry: ModelRegistry, versions: number): Promise<ReadonlyMap<number, number>> {
  const host = await openPluginHost({ directories: defaultPluginDirectories({}) });
  try {
    const values = new Map<number, number>();
    for (let positives = 1; positives <= versions; positives++) {
      const { bytes, plugin, task, seed } = await host.train({
        plugin: 'constant',
        task: 'binary',
        options: {},
        columns: [{ name: 'orders', type: 'number', values: Float64Array.from({ length: ROWS }, (_, row) => row % 9) }],
        label: Float64Array.from({ length: ROWS }, (_, row) => Number(row % ROWS < 10 * positives)),
        seed: 1,
      });
      const hash = 'sha256:bench';
      const hashes = { documentHash: hash, dataHash: hash, codeVersion: 'bench' };
      const { version } = await registry.save({ modelId: MODEL, plugin, task, seed, bytes, ...hashes, metrics: {} });
      const scorer = await host.load(bytes);
      const scored = await scorer.score({
        kind: 'raw',
        rows: 1,
        columns: [{ name: 'orders', type: 'number', values: Float64Array.of(3) }],
      });
      values.set(version, scored.values[0] ?? Number.NaN);
      await scorer.close();
    }
    return values;
  } finally {
    await host.close();
  }
}

/** What a decision says about the score of the natural model. */
interface Answered {
  readonly version: number;
  readonly value: number;
  /** P(goal | no offer) of the offer's figures; null without an offer. */
  readonly natural: number | null;
}

interface DecisionAnswer {
  readonly scores: readonly { readonly model: string; readonly version: number; readonly value: number }[];
  readonly offer: { readonly expected: { readonly natural: number | null } | null } | null;
}

/** Null where there was no answer; `unscored` where the human rule decided about the person. */
async function ask({ url }: ServerProcess, userId: string): Promise<Answered | 'unscored' | null> {
  try {
    const response = await fetch(`${url}/v1/decisions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        userId,
        strategy: 'win-back-coupon',
        facts: { daysSinceLastOrder: 200, orders: 3, averageOrderValue: 120 },
        consent: ['marketing'],
      }),
    });
    const { scores, offer } = (await response.json()) as DecisionAnswer;
    if (response.status !== 200) return null;
    const score = scores.find(({ model }) => model === MODEL);
    return score === undefined ? 'unscored' : { ...score, natural: offer?.expected?.natural ?? null };
  } catch {
    return null;
  }
}
