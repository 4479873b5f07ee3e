import { Client } from 'pg';
import { uuidv7 } from '#strata/kernel';
import { type FreshDatabase } from '../decisions/fresh-database.js';
import { type Size, storedPopulation } from '../decisions-stored/population.js';

/** A copy of a stored population, which is kept as it is. */
export async function rollingPeople(serverUrl: string, size: Size, home: string): Promise<FreshDatabase> {
  const stored = new URL(await storedPopulation(serverUrl, size, home));
  const name = `strata_bench_${uuidv7().replaceAll('-', '')}`;
  await onServer(serverUrl, `create database ${name} template ${stored.pathname.slice(1)}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => onServer(serverUrl, `drop database if exists ${name} with (force)`) };
}

async function onServer(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
