import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { type Campaign } from '#strata/engine';
import { PACKAGE_ROOT } from '#strata/platform';
import { checkedJson, storedObject } from '#strata/platform/stored-json';
import { type SparkManifest } from '#strata/spark';
import { nearestName, StrataError } from '#sdk';
import { withWorkspace } from '../workspace/workspace.js';
import { assertReachable, submitToSpark } from './spark-submit.js';

/** The columns of a table of people, where the campaign does not say them. */
export interface PeopleColumns {
  readonly id: string;
  /** Says who consented; "all" where everybody did. */
  readonly consent?: string;
}

/** Writes the bundle of a published campaign into a folder. @throws StrataError NOT_FOUND with the nearest name */
export async function writeCampaignBundle(
  id: string,
  folder: string,
  columns: PeopleColumns,
  now: number,
): Promise<void> {
  await withWorkspace(async (workspace) => {
    const current = await (await workspace.publishedReleases()).current();
    if (current === null) throw new StrataError('NOT_FOUND', 'Nothing was published yet.');
    const { campaigns = [], strategies } = current.documents;
    const campaign = campaigns.find((each) => each.id === id);
    if (campaign === undefined) throw unknownCampaign(id, campaigns);
    const purpose = strategies.find((strategy) => strategy.id === campaign.strategy)?.consent;
    const { bundleCampaign } = await import('#strata/spark/bundling');
    const ports = { database: await workspace.database(), registry: await workspace.registry() };
    await mkdir(folder, { recursive: true });
    const request = { release: current, campaign, audience: audienceOf(campaign, purpose, columns), now };
    await bundleCampaign(ports, request, folder);
  });
}

function audienceOf({ id: campaign, audience }: Campaign, purpose: string | undefined, { id, consent }: PeopleColumns) {
  if ('stored' in audience && audience.among !== undefined) {
    throw new StrataError('INVALID_DOCUMENT', `The campaign "${campaign}" is for some people of the store.`, {
      problems: [{ message: 'Spark reads people of a table alone', expected: 'a campaign without "among"' }],
    });
  }
  if (!('stored' in audience)) {
    const { id: own, facts, consent: said } = audience;
    return { id: own, ...(facts === undefined ? {} : { facts }), ...(said === undefined ? {} : { consent: said }) };
  }
  if (consent === undefined || purpose === undefined) return { id };
  return { id, consent: { [purpose]: consent === 'all' ? (true as const) : consent } };
}

function unknownCampaign(id: string, campaigns: readonly Campaign[]): StrataError {
  const nearest = nearestName(
    id,
    campaigns.map((campaign) => campaign.id),
  );
  const problem = { message: `there is no campaign "${id}"`, ...(nearest === undefined ? {} : { nearest }) };
  return new StrataError('NOT_FOUND', `There is no campaign "${id}".`, { problems: [problem] });
}

const MANIFEST = storedObject<SparkManifest>({
  audience: storedObject<SparkManifest['audience']>({ hash: z.string(), people: z.int() }),
  rows: z.int(),
});

function damaged(why: string): StrataError {
  return new StrataError('SPARK_FAILED', `The manifest that Spark wrote is damaged: ${why}.`);
}

/** Where and how a campaign runs on Spark. */
export interface SparkRun extends PeopleColumns {
  readonly master: string;
  /** A table, or the path of Parquet files. */
  readonly people: string;
  /** The table, or the folder, that the list is written to. */
  readonly out: string;
  /** How Spark is called here, such as `/opt/spark/bin/spark-submit`. */
  readonly submit: string;
  /** Spark's configuration: `key=value` each. */
  readonly conf: readonly string[];
  /** How each machine of the cluster calls Strata. */
  readonly strata: string;
  /** STRATA_HOME: what Spark says is in `spark/<campaign>.log` of it. */
  readonly home: string;
}

/**
 * Submits a campaign to Spark, waits for it with its progress on standard error, and returns the manifest of its list.
 *
 * @throws StrataError SPARK_FAILED with the cause, BAD_USAGE where there is no Spark, CANCELLED, and what bundling throws
 */
export async function runOnSpark(id: string, run: SparkRun, now: number): Promise<SparkManifest> {
  const { master, submit, conf, home } = run;
  await assertReachable(master);
  const folder = await mkdtemp(join(tmpdir(), 'strata-spark-'));
  try {
    const bundle = join(folder, 'bundle');
    await writeCampaignBundle(id, bundle, run, now);
    const manifest = join(folder, 'manifest.json');
    const args = [
      resolve(PACKAGE_ROOT, 'spark', 'strata_spark.py'),
      ...['--bundle', bundle, '--people', run.people, '--out', run.out, '--strata', run.strata],
      ...['--now', new Date(now).toISOString(), '--manifest', manifest],
    ];
    await submitToSpark({ title: `Campaign ${id}`, master, submit, conf, args, log: join(home, 'spark', `${id}.log`) });
    return checkedJson(MANIFEST, await readFile(manifest, 'utf8'), damaged);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
