import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Profiles, consent, events and identities.
 *
 * `profiles` and `consents` hold one row a person and are what everybody reads. They are derived, in the transaction that
 * changes them, from what was said under each single id (`profile_sources`, `consent_history`) and from which id belongs
 * to which person (`merges`, `identities`): so the order in which calls arrive does not matter, and a correction of the
 * past finds what it needs.
 *
 * An event lies with its person (`user_id`); `anonymous_id` is the id that it was sent under where that is another one.
 * Events are partitioned by hash of the person, so that the unique key of their message ids can hold and an index on the
 * way to one person's events stays small.
 */
export class CreateProfiles1795305600500 implements MigrationInterface {
  name = 'CreateProfiles1795305600500';

  async up(runner: QueryRunner): Promise<void> {
    await createProfiles(runner);
    await createEvents(runner);
    await createIdentities(runner);
    await createTombstones(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    const tables = [
      'installation',
      'tombstones',
      'merges',
      'identities',
      'events',
      'consent_history',
      'consents',
      'profile_sources',
      'profiles',
    ];
    for (const table of tables) await runner.query(`drop table ${table}`);
  }
}

async function createProfiles(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table profiles (
      user_id text primary key,
      attributes jsonb not null default '{}',
      suppressed boolean not null default false,
      suppressed_at timestamptz,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    )`);
  // Traits by the millisecond in which they were said: {"1764000000000": {"city": "Shanghai"}}; null takes one away.
  await runner.query(`
    create table profile_sources (
      id text primary key,
      traits text not null default '{}',
      suppressed boolean not null default false,
      suppressed_at timestamptz
    )`);
  await runner.query(`
    create table consents (
      user_id text not null,
      purpose text not null,
      granted boolean not null,
      at timestamptz not null,
      source text not null,
      primary key (user_id, purpose)
    )`);
  await runner.query(`
    create table consent_history (
      id text not null,
      purpose text not null,
      granted boolean not null,
      at timestamptz not null,
      source text not null,
      received_at timestamptz not null default now(),
      primary key (id, purpose, at, granted, source)
    )`);
}

const PARTITIONS = 16;

async function createEvents(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table events (
      user_id text not null,
      message_id text not null,
      name text not null,
      at timestamptz not null,
      received_at timestamptz not null default now(),
      properties jsonb not null default '{}',
      anonymous_id text,
      primary key (user_id, message_id)
    ) partition by hash (user_id)`);
  for (let remainder = 0; remainder < PARTITIONS; remainder++) {
    await runner.query(`
      create table events_${remainder} partition of events for values with (modulus ${PARTITIONS}, remainder ${remainder})`);
  }
  await runner.query('create index events_by_name on events (user_id, name, at)');
}

async function createIdentities(runner: QueryRunner): Promise<void> {
  // The claim of each id that counts, which is the earliest of its merges, and the person that it leads to in the end.
  await runner.query(`
    create table identities (
      anonymous_id text primary key,
      user_id text not null,
      claimed_id text not null,
      at timestamptz not null
    )`);
  await runner.query('create index identities_by_user on identities (user_id)');
  // Every claim that was ever made, the ones that lost, too.
  await runner.query(`
    create table merges (
      id text primary key,
      from_id text not null,
      into_id text not null,
      at timestamptz not null,
      reason text not null check (reason in ('identify', 'alias')),
      unique (from_id, into_id)
    )`);
  await runner.query('create index merges_by_target on merges (into_id)');
}

async function createTombstones(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table tombstones (
      identifier_hash text primary key,
      at timestamptz not null default now()
    )`);
  // The salt keeps a list of hashes that was made elsewhere from naming the erased.
  await runner.query(`
    create table installation (
      single boolean primary key default true check (single),
      salt bytea not null
    )`);
  await runner.query(`
    insert into installation (salt)
    select decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex')`);
}
