import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * The log of decisions, what was reserved, and who was contacted.
 *
 * Documents are text, not jsonb: nothing queries into them, and text keeps the bytes (and costs less to write).
 */
export class CreateDecisions1795305600400 implements MigrationInterface {
  name = 'CreateDecisions1795305600400';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table decisions (
        id text primary key,
        user_id text not null,
        at timestamptz not null,
        strategy text,
        outcome text not null,
        release text not null,
        input text not null,
        decision text not null,
        idempotency_key text,
        body_hash text
      )`);
    await runner.query('create index decisions_by_user on decisions (user_id, id)');
    await runner.query(`
      create unique index decisions_by_idempotency_key on decisions (idempotency_key)
      where idempotency_key is not null`);
    // The row with the empty offer holds what the whole strategy reserved.
    await runner.query(`
      create table offer_counters (
        strategy text not null,
        offer text not null,
        issued bigint not null default 0,
        reserved_micros bigint not null default 0,
        primary key (strategy, offer)
      )`);
    // The running number makes two processes that contact a user at once collide.
    await runner.query(`
      create table contacts (
        user_id text not null,
        strategy text not null,
        number integer not null,
        offer text not null,
        decision_id text not null,
        at timestamptz not null,
        primary key (user_id, strategy, number)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table contacts');
    await runner.query('drop table offer_counters');
    await runner.query('drop table decisions');
  }
}
