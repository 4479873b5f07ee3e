import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { compileRelease } from '#strata/engine/plan';
import { type ReleaseDocuments } from '#strata/engine';
import { type Database, openDatabase } from '#strata/platform/database';
import { PACKAGE_ROOT } from '#strata/platform';
import { FactGatherer } from '#strata/profiles/facts';
import { type DocumentKind } from '#strata/rulebook/schemas';
import { loadDocuments } from '#strata/rulebook/documents';
import { userId } from './event-files.js';

const NOW = Date.parse('2026-11-01T00:00:00Z');
const TOGETHER = 500;

/** A hash over the facts of all these users, as the shipped rules define them; the last digits of sums do not count. */
export async function hashOfFacts(url: string, home: string, users: number): Promise<string> {
  const database = await openDatabase({ home, databaseUrl: url });
  try {
    return await hashOver(database, users);
  } finally {
    await database.close();
  }
}

async function hashOver(database: Database, users: number): Promise<string> {
  const release = compileRelease(await shippedRules(), 'sha256:bench');
  const gatherer = new FactGatherer(database);
  const hash = createHash('sha256');
  for (let start = 0; start < users; start += TOGETHER) {
    const ids = Array.from({ length: Math.min(TOGETHER, users - start) }, (_, index) => userId(start + index));
    const found = await gatherer.gather(ids, release, NOW);
    for (const id of ids) hash.update(JSON.stringify([id, found.get(id)?.facts], withoutLastDigits));
  }
  return hash.digest('hex');
}

async function shippedRules(): Promise<ReleaseDocuments> {
  const { documents } = await loadDocuments(join(PACKAGE_ROOT, 'rules'));
  const contents = (kind: DocumentKind) =>
    documents.filter((document) => document.kind === kind).map(({ content }) => content);
  const [catalogue] = contents('facts') as [{ facts: ReleaseDocuments['facts'] }];
  return {
    facts: catalogue.facts,
    segments: contents('segment') as ReleaseDocuments['segments'],
    models: contents('model') as ReleaseDocuments['models'],
    strategies: contents('strategy') as ReleaseDocuments['strategies'],
  };
}

function withoutLastDigits(_: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(10)) : value;
}
