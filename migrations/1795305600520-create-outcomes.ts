import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * What became of decisions: who was treated or held out until when (`exposures`), and what they did (`outcomes`).
 *
 * An exposure is made from its decision a little after it, never on the way of a decision. It repeats what the release of
 * its decision said about goal and money, so that counting needs no documents.
 */
export class CreateOutcomes1795305600520 implements MigrationInterface {
  name = 'CreateOutcomes1795305600520';

  async up(runner: QueryRunner): Promise<void> {
    await createExposures(runner);
    await createOutcomes(runner);
    // Events are looked for by the time of their coming; they lie in that order, so a summary of the pages is enough.
    await runner.query('create index events_by_receipt on events using brin (received_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index events_by_receipt');
    for (const table of ['outcome_progress', 'outcomes', 'exposures']) await runner.query(`drop table ${table}`);
  }
}

async function createExposures(runner: QueryRunner): Promise<void> {
  // Without an offer: a hold-out. The goal's window is [at, ends_at); money is in millionths.
  await runner.query(`
    create table exposures (
      decision_id text primary key,
      user_id text not null,
      strategy text not null,
      arm text,
      offer text,
      at timestamptz not null,
      ends_at timestamptz not null,
      goal_event text not null,
      value_property text,
      usual_value double precision not null,
      margin double precision not null,
      contact_micros bigint not null,
      face_micros bigint not null,
      holds_stock boolean not null,
      holds_budget boolean not null,
      state text not null default 'open' check (state in ('open', 'redeemed', 'ended'))
    )`);
  await runner.query('create index exposures_by_user on exposures (user_id, at)');
  await runner.query('create index exposures_by_strategy on exposures (strategy, at)');
  await runner.query(`create index exposures_by_end on exposures (ends_at) where state = 'open'`);
}

async function createOutcomes(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table outcomes (
      id text not null,
      user_id text not null,
      decision_id text not null,
      strategy text not null,
      offer text,
      event text not null,
      value double precision not null,
      redeemed boolean not null,
      at timestamptz not null,
      recorded_at timestamptz not null default now(),
      primary key (user_id, id)
    )`);
  await runner.query('create index outcomes_by_decision on outcomes (decision_id)');
  // How far decisions were read, by their ids, and events, by the time of their coming; and the goals of all exposures.
  await runner.query(`
    create table outcome_progress (
      single boolean primary key default true check (single),
      decisions_until text not null default '',
      events_until timestamptz not null default '-infinity',
      goal_events text[] not null default '{}'
    )`);
  await runner.query('insert into outcome_progress default values');
}
