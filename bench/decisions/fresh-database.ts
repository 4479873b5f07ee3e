import { Client } from 'pg';
import { uuidv7 } from '#strata/kernel';

/** A database of its own on a PostgreSQL server. */
export interface FreshDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** Makes a database on the server that the URL names: empty, or a copy of another one of the server. */
export async function freshDatabase(serverUrl: string, template?: string): Promise<FreshDatabase> {
  const name = `strata_bench_${uuidv7().replaceAll('-', '')}`;
  await onServer(serverUrl, `create database ${name}${template === undefined ? '' : ` template ${template}`}`);
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
